-- What Markdown alone can't express, for each format in its own way; structure.lua has done what all formats share.
--
-- Classes: `::: stamp` or `[text]{.blank}` becomes the style "Stamp" or "Blank" of a word processor, the function
-- `stamp` or `blank` of document.typ, and the class `stamp` or `blank` of a page. A new class needs all three:
-- the kit has stamp, blank (and, in the PDF alone, proposal), note, onset (kept with what follows), laws, signatures and signature; compact, for a form
-- that is to stand on one page, poster, for prices to hang on a wall, and cover, the page that a file begins with, change the PDF alone; panel, parts side by side
-- to find at a glance, and figures, the items of a list that begin with a number in bold, change the PDF and the page; parties, a panel of who is named in an act, is a table
-- in a word processor; halves are two columns, whole a table that is not cut, and reference what stands for the title at the head of a PDF;
-- boxes a table of what is counted, whose rows are boxes to write in in a PDF, contents a list of articles that a PDF alone has; questions are those of a survey, slips what is cut out of a sheet, and tally a table in which answers are counted by hand. Changes between two
-- versions, in a page and a PDF only, have added and removed.

local office = FORMAT == 'docx' or FORMAT == 'odt'
local typst = FORMAT == 'typst'
local page = FORMAT:match('^html') ~= nil

-- `## Heading {.newpage}` begins a sheet of paper; in an ODT, only the style of a paragraph can do so.
-- `{.apart}` begins one that is removed before signature: the numbers of pages of a PDF end before it.
local function new_page()
  return typst and pandoc.RawBlock('typst', '#new-sheet()')
    or FORMAT == 'docx' and pandoc.RawBlock('openxml', '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
    or FORMAT == 'odt' and pandoc.RawBlock('opendocument', '<text:p text:style-name="New_20_Sheet"></text:p>')
    or nil
end

-- In typst and in word processors the title is not part of the text, so "##" becomes the first level.
-- On a page, each heading gets an anchor.
local sections = 0
local function level(header)
  local article = header.attributes.article
  header.attributes.article = nil
  if page and header.identifier == '' then
    if article then
      header.identifier = 'article-' .. article
    else
      sections = sections + 1
      header.identifier = 'section-' .. sections
    end
  end
  header.level = page and math.max(header.level, 2) or math.max(header.level - 1, 1)
  local apart = header.classes:includes('apart')
  if apart or header.classes:includes('newpage') then
    local blocks = pandoc.Blocks { header }
    local break_before = new_page()
    if break_before then
      blocks:insert(1, break_before)
    end
    if typst and apart then
      blocks:insert(2, pandoc.RawBlock('typst', '#metadata(none) <apart>'))
    end
    return blocks
  end
  return header
end

local function class_of(element)
  return element.classes[1]
end

local function style_name(class)
  return class:sub(1, 1):upper() .. class:sub(2)
end

local function typst_call(class, block)
  local raw = block and pandoc.RawBlock or pandoc.RawInline
  return raw('typst', '#' .. class .. '['), raw('typst', block and ']' or '];')
end

local changes = { added = 'ins', removed = 'del' }

-- What other functions of this filter do with their content is all that these classes mean.
local read_elsewhere = pandoc.List {
  'compact', 'poster', 'panel', 'part', 'halves', 'whole', 'figures', 'cover', 'foot', 'since', 'questions', 'slips', 'tally', 'boxes', 'contents',
}

local function wrapped(element, block)
  local class = class_of(element)
  if not class or read_elsewhere:includes(class) or class == 'kept' and not typst then
    return nil
  elseif office and class == 'reference' then
    return pandoc.Para { pandoc.Strong(element.content[1].content) }
  elseif office then
    element.attributes['custom-style'] = style_name(class)
    return element
  elseif typst then
    local before, after = typst_call(class, block)
    local content = element.content:clone()
    if class == 'reference' then
      content = pandoc.Blocks { pandoc.Plain(content[1].content) }
    end
    content:insert(1, before)
    content:insert(after)
    return content
  elseif page and changes[class] then
    local content = element.content:clone()
    content:insert(1, pandoc.RawInline('html', '<' .. changes[class] .. '>'))
    content:insert(pandoc.RawInline('html', '</' .. changes[class] .. '>'))
    return content
  end
end

-- Who is named in an act: a heading, who it is, and what is to know of it, which begins on the second line where no paragraph does.
local function party_parts(blocks)
  local only = #blocks == 2 and blocks[2].content or pandoc.Inlines {}
  local _, at = only:find_if(function(inline) return inline.t == 'LineBreak' end)
  if not at then
    return blocks
  end
  local first, more = pandoc.Inlines { table.unpack(only, 1, at - 1) }, pandoc.Inlines { table.unpack(only, at + 1) }
  return pandoc.Blocks { blocks[1], pandoc.Para(first), pandoc.Para(more) }
end

-- The boxes of a question, or the lines to write on, stand beside it in a PDF. Elsewhere they follow it; the words of a box are
-- never apart from it, unless they are long.
local short_answer = 36
local function answers_of(para, at)
  local answers = pandoc.List {}
  for index = at + 1, #para.content do
    local inline = para.content[index]
    local words = inline.t == 'Str' and inline.text:gsub('\u{2003}', '')
    if #answers == 0 or words and words:match('^☐') then
      answers:insert(pandoc.Inlines {})
    end
    if words ~= '' and inline.t ~= 'LineBreak' then
      answers[#answers]:insert(words and pandoc.Str(words) or inline)
    end
  end
  for _, answer in ipairs(answers) do
    if answer[#answer].t == 'Space' then
      answer:remove()
    end
  end
  return answers
end

local function first_break(para)
  local _, at = para.content:find_if(function(inline) return inline.t == 'LineBreak' end)
  return at
end

local function asked(para)
  local at = first_break(para)
  if not at then
    return nil
  elseif not pandoc.utils.stringify(para):find('☐', 1, true) then
    -- By hand, letters are higher than in print.
    return office and para:walk { LineBreak = function() return { pandoc.LineBreak(), pandoc.LineBreak() } end } or nil
  end
  local longest = 0
  for _, answer in ipairs(answers_of(para, at)) do
    longest = math.max(longest, utf8.len(pandoc.utils.stringify(answer)))
  end
  for index = at + 1, longest <= short_answer and #para.content - 1 or 0 do
    if para.content[index].t == 'Space' and not pandoc.utils.stringify(para.content[index + 1]):match('^☐') then
      para.content[index] = pandoc.Str('\u{a0}')
    end
  end
  return para
end

-- The questions of a survey, then what follows the last. How many answers are asked for is on a line of its own.
local function survey(blocks)
  local result, after = pandoc.Blocks { pandoc.RawBlock('typst', '#survey((') }, pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local at = block.t == 'Para' and first_break(block)
    if at then
      local question = pandoc.Inlines { table.unpack(block.content, 1, at - 1) }
      if question[2] and question[2].t == 'Space' then
        question[2] = pandoc.LineBreak()
      end
      result:extend { pandoc.RawBlock('typst', '(question: ['), pandoc.Plain(question), pandoc.RawBlock('typst', '], answers: (') }
      for _, answer in ipairs(answers_of(block, at)) do
        if pandoc.utils.stringify(answer):match('^☐') then
          result:extend { pandoc.RawBlock('typst', '['), pandoc.Plain(answer), pandoc.RawBlock('typst', '],') }
        end
      end
      result:insert(pandoc.RawBlock('typst', ')),'))
    else
      after:insert(block)
    end
  end
  result:insert(pandoc.RawBlock('typst', '))['))
  result:extend(after)
  result:insert(pandoc.RawBlock('typst', ']'))
  return result
end

-- A slip to cut out stands several times on its sheet of paper; its last paragraph is in small letters in a PDF.
local slips_on_a_sheet = office and 3 or 4
local function slips(blocks)
  local result = pandoc.Blocks {}
  for index = 1, office and slips_on_a_sheet or 1 do
    result:insert(index > 1 and pandoc.HorizontalRule() or nil)
    for _, block in ipairs(blocks) do
      local at = typst and block.t == 'Para' and first_break(block)
      if at then
        result:extend { pandoc.Para { table.unpack(block.content, 1, at - 1) }, pandoc.RawBlock('typst', '#line-to-write(below: 4mm)') }
      else
        result:insert(block)
      end
    end
  end
  if typst then
    result:insert(1, pandoc.RawBlock('typst', '#slips(' .. slips_on_a_sheet .. ')['))
    result:insert(#result, pandoc.RawBlock('typst', ']['))
    result:insert(pandoc.RawBlock('typst', ']'))
  end
  return result
end

-- What is counted stands below its question, whose number is beside all of it (structure.lua): they are on one page.
local function tally(tbl)
  local questions = pandoc.List {}
  for index, row in ipairs(tbl.bodies[1].body) do
    questions:insert(#row.cells == 2 and index or nil)
    -- An idea that comes back is written by hand.
    if pandoc.utils.stringify(row.cells[1].contents) == '\u{a0}' then
      row.cells[1].contents = { pandoc.RawBlock('typst', '#v(5mm)') }
    end
  end
  return { pandoc.RawBlock('typst', '#tally((' .. table.concat(questions, ',') .. ',))['), tbl, pandoc.RawBlock('typst', ']') }
end

-- Figures that come first have a box each, to write one in: what it is, and the other columns of its row, each after its head.
-- Of what has no figure to compare with, the boxes are low: what is known of it is in its box.
local function boxes(tbl)
  local heads = tbl.head.rows[1].cells
  local is_low = #heads == 2
  local result = pandoc.Blocks { pandoc.RawBlock('typst', is_low and '#low-boxes(' or '#boxes(') }
  for _, row in ipairs(tbl.bodies[1].body) do
    result:insert(pandoc.RawBlock('typst', '(['))
    result:extend(row.cells[1].contents)
    result:insert(pandoc.RawBlock('typst', '],'))
    -- The figure of the year is what the box is for.
    for _, column in ipairs(is_low and { 2 } or { #heads - 1, 2, #heads }) do
      result:insert(pandoc.RawBlock('typst', '(['))
      result:extend(heads[column].contents)
      result:insert(pandoc.RawBlock('typst', '],['))
      -- What is empty has two lines in a table, to write in by hand.
      local value = row.cells[column].contents
      result:extend(pandoc.utils.stringify(value):gsub('\u{a0}', ''):match('%S') and value or {})
      result:insert(pandoc.RawBlock('typst', ']),'))
    end
    result:insert(pandoc.RawBlock('typst', '),'))
  end
  result:insert(pandoc.RawBlock('typst', ')'))
  return result
end

-- On a page, heads of a table whose cells span others say that they are those of columns.
local function scoped(tbl)
  for _, cell in ipairs(tbl.head.rows[1].cells) do
    cell.attributes.scope = 'col'
  end
  return tbl
end

-- Signatures, the parts of a panel and the items of a list of figures are side by side in typst: each is an argument of one
-- call.
local function side_by_side(div)
  local class = class_of(div)
  if office and div.classes:includes('parties') then
    local heads, cells = pandoc.List {}, pandoc.List {}
    for _, part in ipairs(div.content) do
      heads:insert({ pandoc.Plain(part.content[1].content) })
      cells:insert({ table.unpack(part.content, 2) })
    end
    local count = #heads
    local aligned = pandoc.List(heads):map(function() return 'AlignLeft' end)
    local widths = pandoc.List(heads):map(function() return 1 / count end)
    return pandoc.utils.from_simple_table(pandoc.SimpleTable({}, aligned, widths, heads, { cells }))
  end
  if class ~= 'signatures' and not typst then
    return nil
  end
  local blocks = pandoc.List {}
  for _, child in ipairs(class == 'figures' and div.content[1].content or div.content) do
    if office then
      blocks:insert(wrapped(child, true))
    elseif typst and div.classes:includes('parties') then
      blocks:insert(pandoc.RawBlock('typst', '('))
      for _, block in ipairs(party_parts(child.content)) do
        blocks:extend { pandoc.RawBlock('typst', '['), block.t == 'Header' and level(block) or block, pandoc.RawBlock('typst', '],') }
      end
      blocks:insert(pandoc.RawBlock('typst', '),'))
    elseif typst then
      blocks:insert(pandoc.RawBlock('typst', child.classes and child.classes:includes('done') and 'done: [' or '['))
      -- People sign at the same height, whatever the lines of their names.
      if class == 'signatures' and #child.content > 1 then
        child.content:insert(#child.content, pandoc.RawBlock('typst', '#v(1fr)'))
        child.content:insert(pandoc.RawBlock('typst', '#v(15mm)'))
      end
      for _, block in ipairs(child.content or child) do
        -- What a filter returns is not filtered again.
        local is_single = block.t == 'BulletList' and #block.content == 1
        blocks:extend(is_single and block.content[1] or { block.t == 'Header' and level(block) or block })
      end
      blocks:insert(pandoc.RawBlock('typst', '],'))
    end
  end
  if typst then
    blocks:insert(1, pandoc.RawBlock('typst', '#' .. (div.classes:includes('parties') and 'parties' or class) .. '('))
    blocks:insert(pandoc.RawBlock('typst', ')'))
  end
  return (office or typst) and blocks or nil
end

-- Word processors leave no space below a table: the style of the next paragraph adds it.
local function after_tables(blocks)
  for index = 2, #blocks do
    if blocks[index - 1].t == 'Table' and blocks[index].t == 'Para' then
      blocks[index] = pandoc.Div({ blocks[index] }, { ['custom-style'] = 'After Table' })
    end
  end
  return blocks
end

-- A chart, whose SVG is in its address: as wide as the text, and in typst with its text alternative, which PDF/UA asks for.
local function chart(image)
  if not image.src:match('^data:') then
    return nil
  elseif image.classes:includes('beside') and not typst then
    if office then
      image.attributes.width = '35%'
    end
    return image
  elseif typst then
    local _, svg = pandoc.mediabag.fetch(image.src)
    local function quoted(text) return '"' .. text:gsub('[\\"]', '\\%0') .. '"' end
    local alternative = pandoc.utils.stringify(image.caption)
    local name = image.classes:includes('beside') and '#drawing-beside(' or '#chart('
    return pandoc.RawInline('typst', name .. quoted(svg) .. ', ' .. quoted(alternative) .. ');')
  elseif office then
    image.attributes.width = '100%'
  end
  return image
end

-- A number stays with its month, the letter of its law or what it counts, and the ends of a span on one line, as do the pairs of a telephone number.
local counted = pandoc.List {
  'janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre',
  'rue', 'place', 'avenue', 'boulevard', 'chemin', 'impasse', 'quai', 'route', 'mètres', 'minutes', 'places', 'mois', 'jours', 'demi',
  'journées', 'entrées', 'ans',
}
local function unbroken(words)
  words = words:gsub('([%dh]) – (%d)', '%1\u{a0}–\u{a0}%2'):gsub('(%d%d) (%d%d)%f[%D]', '%1\u{a0}%2'):gsub('(%d%d) (%d%d)%f[%D]', '%1\u{a0}%2')
  words = words:gsub('%f[%a]([ALRD]%.) (%d)', '%1\u{a0}%2')
  -- The town stays with its post code.
  words = words:gsub('%f[%w](%d%d%d%d%d) (%u)', '%1\u{a0}%2')
  return (words:gsub('(%d) ([%a\x80-\xff]+)', function(digit, word)
    -- What it counts may end before a space that is not to be broken.
    return counted:includes((word:gsub('\u{a0}.*', ''))) and digit .. '\u{a0}' .. word or nil
  end))
end

-- Pandoc's typst writer does not escape some characters (a "=" that begins a cell makes a heading): words are written
-- as strings, which are always text.
local function as_strings(inlines)
  local result, words, space = pandoc.List {}, '', nil
  local function flush()
    if words ~= '' then
      result:insert(pandoc.RawInline('typst', '#"' .. unbroken(words):gsub('[\\"]', '\\%0') .. '";'))
    end
    result:insert(space)
    words, space = '', nil
  end
  for _, inline in ipairs(inlines) do
    local kind = inline.t
    if kind == 'Str' then
      words = words .. (space and ' ' or '') .. inline.text
      space = nil
    elseif kind == 'Space' and words ~= '' then
      space = inline
    else
      flush()
      result:insert(inline)
    end
  end
  flush()
  return result
end

-- Large prices need room: the first column, those of prices, which are bold, and those of sentences are wider than the others,
-- and those of other numbers narrower. Tables with the same columns have them at the same places. `largest` is how large the
-- letters may be in all tables of a poster: one of a price takes as many points of a line of `line_width`, and one of a word
-- of the first column, which is not to be broken, fewer. `label` is how many points the letters of the first column have:
-- as many as leave its longest text on one line, or all where that would be too few to read.
local line_width, price_letter, word_letter, least_label = 450, 20, 10.5, 17

-- What stands beside a single column of prices, such as their VAT, goes below the names of what is sold: all prices have one edge.
local function under_names(tbl)
  local heads, columns = tbl.head.rows[1].cells, #tbl.colspecs
  local function is_price(cell)
    local inlines = cell.contents[1] and cell.contents[1].content
    return (inlines and inlines[1] and inlines[1].t == 'Strong') == true
  end
  local rows = tbl.bodies[1].body
  if columns < 3 then
    return nil
  end
  for _, row in ipairs(rows) do
    for index, cell in ipairs(row.cells) do
      if index > 1 and is_price(cell) ~= (index == 2) then
        return nil
      end
    end
  end
  for _, row in ipairs(rows) do
    local beneath = pandoc.Inlines {}
    for index = 3, columns do
      local head, value = pandoc.utils.blocks_to_inlines(heads[index].contents), pandoc.utils.blocks_to_inlines(row.cells[index].contents)
      local is_amount = tbl.colspecs[index][1] == 'AlignRight'
      beneath:extend(#beneath > 0 and { pandoc.Str(','), pandoc.Space() } or {})
      beneath:extend(is_amount and value or head)
      beneath:insert(is_amount and pandoc.Str('\u{a0}') or pandoc.Space())
      beneath:extend(is_amount and head or value)
    end
    row.cells[1].contents:extend { pandoc.RawBlock('typst', '#beneath['), pandoc.Plain(beneath), pandoc.RawBlock('typst', ']') }
    row.cells = { row.cells[1], row.cells[2] }
  end
  tbl.head.rows[1].cells = { heads[1], heads[2] }
  tbl.colspecs = { tbl.colspecs[1], tbl.colspecs[2] }
  return tbl
end

local function wide_prices(blocks)
  local largest, label, kinds = 1.6, 100, {}
  local function kind_of(tbl)
    local names = pandoc.List {}
    for index, cell in ipairs(tbl.head.rows[1].cells) do
      names:insert(index == 1 and '' or pandoc.utils.stringify(cell.contents))
    end
    local name = table.concat(names, '|')
    kinds[name] = kinds[name] or { longest = {}, letters = {}, word = 1 }
    return kinds[name]
  end
  local function read(tbl)
    local kind = kind_of(tbl)
    for _, row in ipairs(tbl.bodies[1].body) do
      for index, cell in ipairs(row.cells) do
        local text = pandoc.utils.stringify(index == 1 and cell.contents[1] or cell.contents)
        kind.letters[index] = math.max(kind.letters[index] or 1, utf8.len(text))
        for word in text:gmatch(index == 1 and '%S+' or '^$') do
          kind.word = math.max(kind.word, utf8.len(word))
        end
        local inlines = cell.contents[1] and cell.contents[1].content
        if inlines and inlines[1] and inlines[1].t == 'Strong' and inlines[2] and inlines[2].t == 'Space' then
          inlines[2] = pandoc.LineBreak() -- its unit
          cell.contents = pandoc.Blocks { pandoc.Plain(inlines) }
        end
        cell.contents:walk {
          Strong = function(strong)
            local is_gap = false
            strong:walk { Span = function() is_gap = true end }
            local length = is_gap and 1 or utf8.len(pandoc.utils.stringify(strong))
            kind.longest[index] = math.max(kind.longest[index] or 1, length)
          end
        }
      end
    end
    return tbl
  end
  local function widen(tbl)
    local kind, widths, total = kind_of(tbl), {}, 0
    tbl.classes:insert('prices')
    for index, spec in ipairs(tbl.colspecs) do
      local letters = kind.letters[index] or 1
      -- An amount stays on one line, with its rate where there are several.
      local number = letters > 9 and 1.2 or 0.95
      local other = letters > 30 and 1.5 or spec[1] == 'AlignRight' and number or 0.85
      widths[index] = index == 1 and 3.3 or kind.longest[index] and 2 or other
      total = total + widths[index]
    end
    for index, width in ipairs(widths) do
      tbl.colspecs[index] = { tbl.colspecs[index][1], width / total }
      if kind.longest[index] then
        largest = math.min(largest, width / total * line_width / (kind.longest[index] * price_letter))
      elseif index == 1 then
        local points = width / total * line_width
        largest = math.min(largest, points / (kind.word * word_letter))
        local whole = points / (kind.letters[1] or 1) * 20 / word_letter
        label = whole >= least_label and math.min(label, whole) or label
      end
    end
    return tbl
  end
  return blocks:walk { Table = under_names }:walk { Table = read }:walk { Table = widen }, largest, label
end

-- On a poster, the heading of a table stands on the line of the heads of its columns, of which the first is not needed: it takes
-- what they leave free. A list below a table tells more of what it holds; what follows the last table is small.
-- `uses` and `tickets` are those of the only pass: as many eyelets and flowers, as long as they are not too small.
local head_letter, most_drawn = 6, 16
local function set_poster(blocks, attributes)
  local result, last, prices = pandoc.Blocks {}, 0, nil
  for index, block in ipairs(blocks) do
    last = block.t == 'Table' and index or last
    prices = prices or block.t == 'Table' and block.colspecs
  end
  local notes = pandoc.Blocks {}
  -- A heading that each row below it begins with, under the heads of the table above, tells nothing more.
  local heads_above
  local function is_stammer(heading, tbl)
    local names = tbl.head.rows[1].cells:map(function(cell) return pandoc.utils.stringify(cell.contents) end)
    local heads = table.concat(names, '|', 2)
    local is_same = heads == heads_above
    heads_above = heads
    local stem = pandoc.utils.stringify(heading):gsub('(e?)s$', '%1')
    local function is_other(row) return pandoc.utils.stringify(row.cells[1].contents):sub(1, #stem) ~= stem end
    return is_same and not tbl.bodies[1].body:find_if(is_other)
  end
  for index, block in ipairs(blocks) do
    local before, after = blocks[index - 1], blocks[index + 1]
    if block.t == 'Header' and after and after.t == 'Table' and is_stammer(block, after) then
      for _, cell in ipairs(after.head.rows[1].cells) do
        cell.contents = pandoc.Blocks {}
      end
      result:extend { pandoc.RawBlock('typst', '#group['), after, pandoc.RawBlock('typst', ']') }
    elseif block.t == 'Header' and after and after.t == 'Table' then
      local heads = after.head.rows[1].cells
      heads[1].contents = pandoc.Blocks {}
      local head = heads[2] and utf8.len(pandoc.utils.stringify(heads[2].contents)) or 0
      local free = after.colspecs[1][2] + (after.colspecs[2] and after.colspecs[2][2] or 0) - (head * head_letter + 15) / line_width
      result:extend { pandoc.RawBlock('typst', '#over-heads(' .. free * 100 .. '%)['), block, pandoc.RawBlock('typst', ']['), after, pandoc.RawBlock('typst', ']') }
    elseif index == 1 and block.t == 'Para' and block.content[1].t == 'Strong' then
      local rest = pandoc.Inlines { table.unpack(block.content, 2) }
      local function skip_signs()
        while rest[1] and (rest[1].t == 'Space' or rest[1].t == 'Str' and rest[1].text:match('^[.:\u{a0}]+$')) do
          rest:remove(1)
        end
      end
      skip_signs()
      local name = rest[1] and rest[1].t == 'Strong' and rest:remove(1).content or pandoc.Inlines {}
      skip_signs()
      if rest[1] and rest[1].t == 'Str' then
        rest[1] = pandoc.Str(rest[1].text:sub(1, 1):upper() .. rest[1].text:sub(2))
      end
      local left, column = prices and prices[1][2] or 0.65, prices and prices[2] and prices[2][2] or 0.35
      result:insert(pandoc.RawBlock('typst', '#gratis(' .. left * 100 .. '%, ' .. column * 100 .. '%, ('))
      -- What ends with a comma is a part of its sentence.
      local part = pandoc.Inlines {}
      for position, inline in ipairs(rest) do
        part:insert(inline)
        if inline.t == 'Str' and inline.text:match(',$') or position == #rest then
          result:extend { pandoc.RawBlock('typst', '['), pandoc.Plain(part), pandoc.RawBlock('typst', '],') }
          part = pandoc.Inlines {}
        elseif #part == 1 and inline.t ~= 'Str' and pandoc.utils.stringify(inline) == ' ' then
          part = pandoc.Inlines {}
        end
      end
      result:extend { pandoc.RawBlock('typst', '))['), pandoc.Plain(block.content[1].content), pandoc.RawBlock('typst', ']['), pandoc.Plain(name), pandoc.RawBlock('typst', ']') }
    elseif block.t == 'BulletList' and before and before.t == 'Table' then
      local uses, tickets = tonumber(attributes.uses), tonumber(attributes.tickets) or 0
      result:insert(pandoc.RawBlock('typst', '#holds['))
      if uses and uses + tickets <= most_drawn and #block.content == 1 then
        -- It has a flower already.
        result:insert(#result, pandoc.RawBlock('typst', ('#drawn-pass(%d, %d)'):format(uses, tickets)))
        result:extend(block.content[1])
      else
        result:insert(block)
      end
      result:insert(pandoc.RawBlock('typst', ']'))
    elseif index > last and last > 0 then
      notes:insert(block)
    elseif not (block.t == 'Table' and before and before.t == 'Header') then
      result:insert(block)
      if block.t == 'Header' then
        result:insert(pandoc.RawBlock('typst', '#v(7pt)'))
      end
    end
  end
  if prices then
    result:insert(1, pandoc.RawBlock('typst', ('#metadata(%.4f)<price-column>'):format(prices[1][2])))
  end
  return result, notes
end

-- A form to fill in ends its accounts with totals, in the last columns: the last, what is to be paid, has a ground of its own, as
-- has what is to be written in.
local most_accounts = 12
-- The last column has room for a large amount.
local totals_width = 0.2
local function with_column_of_totals(specs)
  local last = specs[#specs][2]
  if type(last) == 'number' and last > 0 and last < totals_width then
    for index, spec in ipairs(specs) do
      specs[index] = { spec[1], index == #specs and totals_width or spec[2] * (1 - totals_width) / (1 - last) }
    end
  end
end

local function is_empty(cell)
  return pandoc.utils.stringify(cell.contents):gsub('\u{a0}', ''):match('^%s*$') ~= nil
end

local function compact_table(tbl)
  tbl.classes:insert('compact')
  -- Labels that tell enough have no heads.
  local head = tbl.head.rows[1]
  if head and not head.cells:find_if(function(cell) return not is_empty(cell) end) then
    tbl.head = pandoc.TableHead()
    tbl.classes:insert('headless')
  end
  local columns = #tbl.colspecs
  if columns < 4 or tbl.colspecs[columns][1] ~= 'AlignRight' then
    return tbl
  end
  local function is_total(row)
    local label = row.cells[1].contents[1]
    return label and label.content:find_if(function(inline) return inline.t == 'Strong' end)
  end
  local last
  -- What is written in a row that has a label; a row without one is of the same drawing.
  local written = pandoc.List {}
  local function to_fill_in(cell)
    if is_empty(cell) then
      cell.attr.attributes['typst:fill'] = 'answer'
    end
  end
  -- The label of a total stays on one line, beside one column for all amounts.
  local spanned = columns > 5 and 3 or columns > 3 and 2 or 1
  for _, row in ipairs(tbl.bodies[1].body) do
    if not is_total(row) then
      -- Beside a label without a price, such as a discount, only the amount is written.
      if is_empty(row.cells[3]) and not is_empty(row.cells[1]) then
        to_fill_in(row.cells[columns])
      elseif is_empty(row.cells[1]) and #written > 0 then
        written:map(function(index) to_fill_in(row.cells[index]) end)
      else
        row.cells:map(to_fill_in)
        written = pandoc.List {}
        for index, cell in ipairs(row.cells) do
          if cell.attr.attributes['typst:fill'] then
            written:insert(index)
          end
        end
      end
    else
      local label, value = row.cells[1], row.cells[columns]
      label.alignment, label.col_span = 'AlignRight', spanned
      to_fill_in(value)
      local before = pandoc.Cell({}, 'AlignLeft', 1, columns - 1 - spanned)
      before.attr.attributes['typst:stroke'] = 'none'
      row.cells = { before, label, value }
      last = label.contents[1].content[1].t == 'Strong' and row or last
    end
  end
  if last then
    local label, value = last.cells[2], last.cells[3]
    local is_long = #tbl.bodies[1].body > most_accounts
    with_column_of_totals(tbl.colspecs)
    label.attr.attributes['typst:fill'] = 'colours.ink'
    for _, cell in ipairs { label, value } do
      cell.attr.attributes['typst:inset'] = is_long and '(x: 10pt, y: 8pt)' or '(x: 10pt, y: 13pt)'
      cell.attr.attributes['typst:stroke'] = '1.5pt + colours.ink'
    end
    local content = label.contents[1].content
    content:insert(1, pandoc.RawInline('typst', is_long and '#total(size: 17pt)[' or '#total['))
    content:insert(pandoc.RawInline('typst', '];'))
  end
  return tbl
end

-- Those who sign a form have frames to sign in.
local function with_frames(block)
  local head = block.t == 'Table' and #block.bodies[1].body == 1 and block.head.rows[1]
  if head and head.cells:find_if(function(cell) return pandoc.utils.stringify(cell.contents):match('ignature') end) then
    local width = 1 / #block.colspecs
    block.colspecs = block.colspecs:map(function(spec) return { spec[1], width } end)
    return { pandoc.RawBlock('typst', '#signing['), block, pandoc.RawBlock('typst', ']') }
  end
  return { block }
end

-- The items of the lists of `div`, one after the other in a paragraph.
local function in_a_paragraph(div)
  return div:walk {
    BulletList = function(list)
      return pandoc.Para(pandoc.utils.blocks_to_inlines(list.content:map(function(item) return pandoc.Plain(pandoc.utils.blocks_to_inlines(item)) end), { pandoc.Space(), pandoc.Str('•'), pandoc.Space() }))
    end
  }
end

-- The texts of law of `div`, in two columns.
local function in_columns(div)
  local result = pandoc.Blocks {}
  for _, block in ipairs(div.content) do
    if block.t == 'BulletList' then
      result:insert(pandoc.RawBlock('typst', '#texts('))
      for _, item in ipairs(block.content) do
        result:insert(pandoc.RawBlock('typst', '['))
        result:extend(item)
        result:insert(pandoc.RawBlock('typst', '],'))
      end
      result:insert(pandoc.RawBlock('typst', ')'))
    else
      result:insert(block)
    end
  end
  return pandoc.Div(result, div.attr)
end

-- A sheet that is sent back, after a compact form, has no texts of reference: they end the form itself, in small letters.
local function laws_before_sheet(blocks)
  local _, form = blocks:find_if(function(block) return block.t == 'Div' and class_of(block) == 'compact' end)
  local laws, heading = blocks[#blocks], blocks[#blocks - 1]
  local _, sheet = blocks:find_if(function(block) return block.t == 'Header' and block.classes:includes('newpage') end)
  if not (form and sheet and sheet > form and laws.t == 'Div' and class_of(laws) == 'laws' and heading.t == 'Header') then
    return blocks
  end
  blocks:remove(#blocks)
  blocks:remove(#blocks)
  heading.level = 3
  blocks:insert(sheet, in_a_paragraph(laws))
  blocks:insert(sheet, heading)
  return blocks
end

-- The form that ends `blocks`, after a compact form: a heading of a new page, words, a table of labels beside what is written, and
-- words. Returns where it begins and what it is in typst, or nothing.
local function sheet_to_tear_off(blocks)
  local _, form = blocks:find_if(function(block) return block.t == 'Div' and class_of(block) == 'compact' end)
  local _, first = blocks:find_if(function(block) return block.t == 'Header' and block.classes:includes('newpage') end)
  local tbl, at = blocks:find_if(function(block) return block.t == 'Table' end)
  if not (form and first and tbl and first > form and at > first and #tbl.colspecs == 2) then
    return nil
  end
  local result = pandoc.Blocks { pandoc.RawBlock('typst', ']'), new_page(), pandoc.RawBlock('typst', '#tear-off((') }
  for _, row in ipairs(tbl.bodies[1].body) do
    if pandoc.utils.stringify(row.cells[2].contents):gsub('\u{a0}', ''):match('%S') then
      return nil
    end
    local label = row.cells[1].contents
    result:insert(pandoc.RawBlock('typst', '(' .. tostring(pandoc.utils.stringify(label):match('ignature') ~= nil) .. ', ['))
    result:extend(label)
    result:insert(pandoc.RawBlock('typst', ']),'))
  end
  local heading = blocks[first]
  heading.classes = heading.classes:filter(function(class) return class ~= 'newpage' end)
  result:insert(pandoc.RawBlock('typst', '), ['))
  result:extend { table.unpack(blocks, at + 1) }
  result:insert(pandoc.RawBlock('typst', '], ['))
  result:insert(heading)
  result:insert(pandoc.RawBlock('typst', '], ['))
  result:extend { table.unpack(blocks, first + 1, at - 1) }
  result:insert(pandoc.RawBlock('typst', '])'))
  return first, result
end

-- Short last words of a paragraph are not alone on a line: as many go along as make an end that is seen, unless the one before is long.
-- What has a line at the most, such as a cell, is left as it is.
local least_end, word_before, most_of_a_line = 12, 12, 32
local function bound_end(inlines)
  local words = {}
  for word in pandoc.utils.stringify(inlines):gmatch('[^ ]+') do
    words[#words + 1] = utf8.len(word)
  end
  local is_short = utf8.len(pandoc.utils.stringify(inlines)) < most_of_a_line
  if is_short or #words < 2 or words[#words] >= least_end or words[#words - 1] > word_before then
    return inlines
  end
  local function bind(some)
    for index = #some, 1, -1 do
      local inline = some[index]
      if inline.t == 'Space' or inline.t == 'SoftBreak' then
        some[index] = pandoc.Str('\u{a0}')
        return some, true
      elseif inline.t == 'Span' or inline.t == 'Strong' or inline.t == 'Emph' or inline.t == 'Link' then
        local is_bound
        inline.content, is_bound = bind(inline.content)
        if is_bound then return some, true end
      end
    end
    return some, false
  end
  -- What is bound is one word then.
  return bound_end((bind(inlines)))
end

-- A part of the back of prices, cut into pieces: a heading stays with what follows, as does what announces it, and the first
-- and the last item of a list with that beside it.
local long_item, least_quote, most_whole = 160, 240, 6
-- A long rule that is proposed, whose parts semicolons separate, is a list of these below what it is about, with its sign after the last.
local function split_rule(item)
  local words = #item == 1 and item[1].content
  local rule = words and words[#words - 1]
  if not (rule and rule.t == 'Span' and rule.classes:includes('proposal') and words[#words].t == 'Str') then return item end
  local parts = { pandoc.Inlines {} }
  for _, inline in ipairs(rule.content) do
    if #parts[#parts] > 0 or inline.t ~= 'Space' then parts[#parts]:insert(inline) end
    if inline.t == 'Str' and inline.text:match(';$') then parts[#parts + 1] = pandoc.Inlines {} end
  end
  if #parts < 3 then return item end
  local items = {}
  for number, part in ipairs(parts) do
    part = bound_end(part)
    items[number] = { pandoc.Plain(number < #parts and part or pandoc.Inlines { pandoc.Span(part, rule.attr), words[#words] }) }
  end
  return { pandoc.Plain { table.unpack(words, 1, #words - 2) }, pandoc.BulletList(items) }
end
-- A list of days or seasons, each before its hours, is in two columns.
local most_days = 30
local function with_hours(item)
  local list = #item == 2 and item[2].t == 'BulletList' and item[2].content
  local rows = {}
  for number, entry in ipairs(list or {}) do
    local days, hours = pandoc.utils.stringify(pandoc.Blocks(entry)):gsub('\u{a0}:', ':'):gsub(':\u{a0}', ': '):match('^(.-): (.+)$')
    if not days or utf8.len(days) > most_days or number == 1 and not hours:match('%d') then return item end
    hours = hours:gsub('[;.]$', ''):gsub('\u{a0}$', '')
    for _, words in ipairs { days, hours } do
      rows[#rows + 1] = '"' .. unbroken(words):gsub('[\\"]', '\\%0') .. '",'
    end
  end
  return #rows > 2 and { item[1], pandoc.RawBlock('typst', '#hours(' .. table.concat(rows) .. ')') } or item
end
local function pieces_of(part)
  local function bound(paragraph)
    paragraph.content = bound_end(paragraph.content)
    return paragraph
  end
  -- A long gap at the end of a paragraph, which quotes what is to be kept or not, is framed as a whole below it.
  local function framed(block)
    local gap = block.t == 'Para' and block.content[#block.content]
    if not (gap and gap.t == 'Span' and gap.classes:includes('blank')) or utf8.len(pandoc.utils.stringify(gap)) < least_quote then
      return { block }
    end
    return { pandoc.Para(bound_end(pandoc.Inlines { table.unpack(block.content, 1, #block.content - 2) })), pandoc.RawBlock('typst', '#optional['), pandoc.Plain(gap.content), pandoc.RawBlock('typst', ']') }
  end
  part = part:walk { Para = bound, Plain = bound }
  local result = pandoc.Blocks { pandoc.RawBlock('typst', '(') }
  local title = ''
  local function piece(content, kind, is_kept)
    result:insert(pandoc.RawBlock('typst', '(['))
    result:extend(content)
    result:insert(pandoc.RawBlock('typst', '], "' .. kind .. '", "' .. title:gsub('[\\"]', '\\%0') .. '", ' .. tostring(is_kept) .. '),'))
  end
  for index, block in ipairs(part) do
    local after = part[index + 1]
    if block.t == 'BulletList' then
      local count = #block.content
      for number, item in ipairs(block.content) do
        -- A short item at either end of a list is not alone in its column.
        local is_short = utf8.len(pandoc.utils.stringify(number == 1 and item or block.content[count])) <= long_item
        local is_kept = number < count and (number == 1 or number >= count - 1) and is_short
        local parts = with_hours(split_rule(item))
        local rules = #parts == 2 and parts[2].t == 'BulletList' and parts[2].content or {}
        -- A long list of its own may go on in the next column, a short one is read as a whole: neither its first nor its last item is alone.
        local first = count > 1 and #rules > most_whole and 2 or 0
        piece(first > 0 and { parts[1], pandoc.BulletList { table.unpack(rules, 1, first) } } or parts, count > 1 and 'item' or 'text', first == 0 and is_kept)
        for rule = first + 1, first > 0 and #rules - 1 or 0 do
          local is_end = rule == #rules - 1
          piece({ pandoc.BulletList { table.unpack(rules, rule, is_end and #rules or rule) } }, 'more', is_end and is_kept)
        end
      end
    elseif block.t == 'Header' then
      title = pandoc.utils.stringify(block)
      piece({ block }, 'heading', true)
    else
      if block.t == 'Table' and #block.colspecs == 2 then
        -- What a row is about has its words as far apart as all others.
        block.colspecs = { { block.colspecs[1][1], 0.44 }, { block.colspecs[2][1], 0.56 } }
      end
      local announces = after and pandoc.utils.stringify(block):match('[:;]%s*$') ~= nil
      piece(framed(block), 'text', announces or after ~= nil and after.t == 'Table')
    end
  end
  result:insert(pandoc.RawBlock('typst', '),'))
  return result
end

-- A compact form or a poster may hold headings: it is opened before the rest. The texts of reference that follow a compact
-- form are as small. What the public reads on a wall is stamped in small letters.
local function opened(blocks)
  blocks = laws_before_sheet(blocks)
  local result, after, verso = pandoc.Blocks {}, pandoc.Blocks {}, nil
  local tear_off, sheet = sheet_to_tear_off(blocks)
  if tear_off then
    blocks = pandoc.Blocks { table.unpack(blocks, 1, tear_off - 1) }
  end
  -- Each sheet of a form has letters of its own size; on paper alone, a part may be on its back.
  local function next_sheet(block)
    if block.t == 'Header' and (block.classes:includes('newpage') or block.classes:includes('back')) then
      local is_back = block.classes:includes('back')
      block.classes = block.classes:filter(function(class) return class ~= 'newpage' end)
      result:extend { pandoc.RawBlock('typst', ']'), new_page(), pandoc.RawBlock('typst', '#compact[') }
      -- It is the title of its sheet, whose parts have headings of their own.
      if is_back then
        result:insert(pandoc.RawBlock('typst', '#show heading.where(level: 1): set text(24pt * data.size)'))
      end
    end
  end
  local has_poster = blocks:find_if(function(block) return block.t == 'Div' and class_of(block) == 'poster' end)
  for _, block in ipairs(blocks) do
    if has_poster and block.t == 'Div' and class_of(block) == 'stamp' then
      result:insert(pandoc.RawBlock('typst', '#foot-stamp['))
      result:extend(block.content)
      result:insert(pandoc.RawBlock('typst', ']'))
    elseif block.t == 'Div' and class_of(block) == 'compact' then
      result:insert(pandoc.RawBlock('typst', '#compact['))
      local before
      for _, inner in ipairs(block.content:walk { Table = compact_table }) do
        next_sheet(inner)
        -- What is counted is apart from what it is about.
        if before == 'Table' and inner.t == 'Table' and #inner.colspecs > 3 then
          result:insert(pandoc.RawBlock('typst', '#v(5mm)'))
        end
        before = inner.t
        result:extend(with_frames(inner))
      end
      after:insert(pandoc.RawBlock('typst', ']'))
    elseif block.t == 'Div' and class_of(block) == 'poster' then
      local content, largest, label = wide_prices(block.content)
      local service = block.classes[2] or ''
      result:insert(pandoc.RawBlock('typst', '#poster(' .. largest .. ', ' .. label .. 'pt, "' .. service .. '"'))
      -- Its last part, in two paragraphs, tells where the place is.
      local foot = content[#content]
      if foot.t == 'Div' and foot.classes:includes('foot') then
        content:remove()
        result:insert(pandoc.RawBlock('typst', ', foot: wall-foot('))
        for _, part in ipairs(foot.content) do
          result:extend { pandoc.RawBlock('typst', '['), part, pandoc.RawBlock('typst', '],') }
        end
        result:insert(pandoc.RawBlock('typst', ')'))
      end
      -- From when the prices are those is in the head of the page.
      local since = content[#content]
      if since.t == 'Div' and since.classes:includes('since') then
        content:remove()
        result:extend { pandoc.RawBlock('typst', ', since: ['), pandoc.Plain(since.content[1].content), pandoc.RawBlock('typst', ']') }
      end
      local sheet, notes = set_poster(content, block.attributes)
      if #notes > 0 then
        -- What the gaps of the page mean ends the last line.
        local last = notes[#notes]
        last = last.t == 'BulletList' and last.content[#last.content][1] or last
        if last.content then
          last.content:insert(pandoc.RawInline('typst', '#notes-legend'))
        end
        result:insert(pandoc.RawBlock('typst', ', notes: ('))
        for _, note in ipairs(notes) do
          for _, piece in ipairs(note.t == 'BulletList' and note.content or { { note } }) do
            result:insert(pandoc.RawBlock('typst', note.t == 'BulletList' and '[#list[' or '['))
            result:extend(piece)
            result:insert(pandoc.RawBlock('typst', note.t == 'BulletList' and ']],' or '],'))
          end
        end
        result:insert(pandoc.RawBlock('typst', ')'))
      end
      result:insert(pandoc.RawBlock('typst', ')['))
      result:extend(sheet)
      result:insert(pandoc.RawBlock('typst', ']'))
      verso = pandoc.List { pandoc.Blocks {} }
    elseif verso then
      if block.t == 'Header' and block.level == 2 then
        verso:insert(pandoc.Blocks {})
      end
      verso[#verso]:insert(block)
    else
      if #after > 0 and not has_poster then
        next_sheet(block)
      end
      result:insert(block)
    end
  end
  result:extend(sheet or after)
  -- The texts of reference are the last of what is on the back.
  if verso then
    local reference = #verso > 1 and verso:remove() or pandoc.Blocks {}
    result:insert(pandoc.RawBlock('typst', '#verso(['))
    for _, block in ipairs(reference) do
      result:insert(block.t == 'Div' and in_columns(block) or block)
    end
    result:insert(pandoc.RawBlock('typst', '],'))
    for _, part in ipairs(verso) do
      result:extend(#part > 0 and pieces_of(part) or {})
    end
    result:insert(pandoc.RawBlock('typst', ')'))
  end
  return result
end

-- A paragraph goes along with what follows, or the last items of a list, which may be long; returns whether it is one.
local function kept_with_next(blocks, index)
  local block = blocks[index]
  if not block or block.t ~= 'Para' and block.t ~= 'BulletList' then
    return false
  end
  if block.t == 'BulletList' and #block.content > 1 then
    local items = block.content
    local count = #items > 3 and 2 or 1
    blocks[index] = pandoc.BulletList { table.unpack(items, 1, #items - count) }
    index = index + 1
    blocks:insert(index, pandoc.BulletList { table.unpack(items, #items - count + 1) })
  end
  blocks[index] = pandoc.Div({ blocks[index] }, { class = 'onset' })
  return true
end

-- Whoever signs finds a part of the act above the signatures: its last paragraph goes along with them, what is before it flows.
-- They begin below `index`, where their heading may be.
local function above_signatures(blocks, index)
  local is_heading = blocks[index] and blocks[index].t == 'Header'
  kept_with_next(blocks, is_heading and index - 1 or index)
end

-- The same above a table in which people sign, wherever it is.
local most_rows, most_name = 8, 160
local function above_signing_tables(blocks)
  for index = #blocks, 2, -1 do
    local block = blocks[index]
    local head = block.t == 'Table' and #block.bodies[1].body <= most_rows and block.head.rows[1]
    local function signs(cell) return pandoc.utils.stringify(cell.contents):match('ignature') end
    if head and head.cells:find_if(signs) then
      local above = blocks[index - 1]
      local is_name = above.t == 'Para' and utf8.len(pandoc.utils.stringify(above)) <= most_name
      -- Above a line that tells who signs, what they sign.
      if kept_with_next(blocks, index - 1) and is_name then
        kept_with_next(blocks, index - 2)
      end
    end
  end
  return blocks
end

-- What introduces a table or a chart below a heading goes along with it: a few lines at most.
local most_introduction = 450
local function with_introductions(blocks)
  for index = #blocks - 1, 2, -1 do
    local block, after = blocks[index], blocks[index + 1]
    local is_shown = after.t == 'Table'
      or after.t == 'Para' and #after.content == 1 and after.content[1].t == 'Image'
    if
      is_shown
      and block.t == 'Para'
      and blocks[index - 1].t == 'Header'
      and utf8.len(pandoc.utils.stringify(block)) <= most_introduction
    then
      kept_with_next(blocks, index)
    end
  end
  return blocks
end

-- A paragraph whose colon announces a list or a table, or which is a label in bold, stays with its beginning.
local function announced(blocks)
  for index = #blocks - 1, 1, -1 do
    local block, after = blocks[index], blocks[index + 1]
    local is_before = block.t == 'Para' and (after.t == 'Table' or after.t:match('List$'))
    local is_label = block.t == 'Para' and #block.content == 1 and block.content[1].t == 'Strong'
    if is_before and (is_label or pandoc.utils.stringify(block):match(':%s*$')) then
      blocks[index] = pandoc.Div({ block }, { class = 'onset' })
    end
  end
  return blocks
end

-- The texts of reference, below a heading or the signatures, end a document and stay on one page: what precedes them goes
-- along, so that no page holds them alone. A long table stays where it is.
local function before_laws(blocks)
  -- Below the heading and "Fait à…", wherever they are.
  for index = #blocks - 1, 4, -1 do
    if blocks[index].t == 'Div' and class_of(blocks[index]) == 'signatures' then
      above_signatures(blocks, index - 2)
    end
  end
  local laws = blocks[#blocks]
  if not laws or laws.t ~= 'Div' or class_of(laws) ~= 'laws' then
    return blocks
  end
  local last = blocks[#blocks - 1].t == 'Header' and #blocks - 2 or #blocks - 1
  local block = blocks[last]
  if not block or block.t == 'Div' or block.t == 'Table' and #block.bodies[1].body > most_rows then
    return blocks
  end
  if not kept_with_next(blocks, last) then
    blocks[last] = pandoc.Div({ blocks[last] }, { class = 'onset' })
  end
  if block.t == 'Table' and kept_with_next(blocks, last - 1) then -- "Fait à…", above the table in which people sign
    above_signatures(blocks, last - 2)
  end
  return blocks
end

-- What a template leaves open is its object in brackets, and a value that is proposed the value itself, before a sign: the foot
-- of the page explains both. `gaps` are what word processors write for each, around `{}`.
local function short_gaps(blocks, gaps)
  local function inside(text, gap)
    local before, after = pandoc.utils.stringify(gap):match('^(.*){}(.*)$')
    if text:sub(1, #before) == before and text:sub(- #after) == after then
      return text:sub(#before + 1, -#after - 1)
    end
  end
  return blocks:walk {
    Span = function(span)
      if class_of(span) ~= 'blank' then
        return nil
      end
      local text = pandoc.utils.stringify(span)
      local object, value = inside(text, gaps.blank), inside(text, gaps.proposal)
      if value then
        return pandoc.Span(pandoc.Inlines(value), { class = 'proposal' })
      end
      if object then
        return pandoc.Span(pandoc.Inlines('[' .. object .. ']'), { class = 'blank' })
      end
      -- A value that is proposed among words that are not: these are no gap.
      local before, after = pandoc.utils.stringify(gaps.proposal):match('^(.*){}(.*)$')
      local start, first = text:find(before, 1, true)
      local last, stop = text:find(after, (first or 0) + 1, true)
      if start and last then
        return {
          pandoc.Str(text:sub(1, start - 1)),
          pandoc.Span(pandoc.Inlines(text:sub(first + 1, last - 1)), { class = 'proposal' }),
          table.unpack(pandoc.Inlines(text:sub(stop + 1))),
        }
      end
    end
  }
end

-- A long value that is proposed, at the end of a sentence, is a paragraph of its own, with a bar beside it: a line below each of its
-- lines would be hard to read. What follows the sentence is a paragraph, too.
local long_proposal = 240
local function proposals_apart(blocks)
  local result = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local proposed, at
    if block.t == 'Para' then
      proposed, at = block.content:find_if(function(inline)
        return inline.t == 'Span' and inline.classes:includes('proposal') and utf8.len(pandoc.utils.stringify(inline)) >= long_proposal
      end)
    end
    local stop = proposed and block.content[at + 1]
    if proposed and (not stop or stop.t == 'Str' and stop.text == '.') then
      local before, after = pandoc.Inlines { table.unpack(block.content, 1, at - 1) }, pandoc.Inlines { table.unpack(block.content, at + 2) }
      if #after > 0 and after[1].t == 'Space' then
        after:remove(1)
      end
      result:insert(#before > 0 and pandoc.Div({ pandoc.Para(before) }, { class = 'onset' }) or nil)
      local words = proposed.content:clone()
      words:extend { stop or pandoc.Str(''), pandoc.RawInline('typst', '#proposal-sign') }
      result:extend { pandoc.RawBlock('typst', '#proposed['), pandoc.Plain(words), pandoc.RawBlock('typst', ']') }
      result:insert(#after > 0 and pandoc.Para(after) or nil)
    else
      result:insert(block)
    end
  end
  return result
end

-- The text of each cell of a table, by row and column. To walk through a cell takes longer than to get its text: only those
-- whose text asks for it are walked through.
local function texts_of(rows)
  return rows:map(function(row)
    return row.cells:map(function(cell) return pandoc.utils.stringify(cell.contents) end)
  end)
end

-- Amounts of a table have cents when one of them has: each Str that is one, such as "12 000 €". `texts` are those of the cells.
local function with_cents(rows, texts)
  local function is_exact(text) return text:match('^[^%a]*,%d%d[^%w,]*€$') end
  if not texts:find_if(function(row) return row:find_if(is_exact) end) then
    return
  end
  for index, row in ipairs(rows) do
    for column, text in ipairs(texts[index]) do
      if text:match('^[^%a,]*%d[^%w,]*€$') then
        local cell = row.cells[column]
        cell.contents = cell.contents:walk {
          Str = function(str) return pandoc.Str((str.text:gsub('(%d)([^%w,]*€)$', '%1,00%2'))) end
        }
        texts[index][column] = pandoc.utils.stringify(cell.contents)
      end
    end
  end
end

-- Boxes to tick are below one another, but for short answers, and what each is before stands in lines at its right.
local most_answers = 40
local function ticked_lines(cell, text)
  local block = cell.contents[1]
  if not text:find('☐', 1, true) or utf8.len(text) <= most_answers or #cell.contents > 1 or not block.content then
    return
  end
  local parts = pandoc.List { pandoc.Inlines {} }
  for index, inline in ipairs(block.content) do
    local last, after = parts[#parts], block.content[index + 1]
    local is_before_box = inline.t == 'Space' and after and after.t == 'Str' and after.text:match('^☐')
    if is_before_box then
      parts:insert(pandoc.Inlines {})
    else
      last:insert(inline)
    end
  end
  local blocks = pandoc.Blocks { pandoc.RawBlock('typst', '#set par(spacing: 0.55em)') }
  for _, part in ipairs(parts) do
    local is_box = part[1] and part[1].t == 'Str' and part[1].text:match('^☐')
    if is_box then
      part:insert(1, pandoc.RawInline('typst', '#ticked['))
      part:insert(pandoc.RawInline('typst', ']'))
    end
    blocks:insert(pandoc.Para(part))
  end
  cell.contents = blocks
end

-- The last row of a table is not alone on a page: as its foot, the last two stay together, or the last three of many.
local function with_last_rows(tbl)
  local rows = tbl.bodies[1].body
  if #tbl.foot.rows == 0 and #rows > 3 then
    local last = #rows > 8 and 3 or 2
    tbl.foot.rows = pandoc.List { table.unpack(rows, #rows - last + 1) }
    for _ = 1, last do
      rows:remove(#rows)
    end
    tbl.bodies[1].body = rows
  end
end

-- A row stays whole on a page, unless a cell holds so much text that it might not fit on one; so does a table of a few
-- short rows.
local most_letters, most_short_rows, most_empty_rows, least_letters, most_columns = 900, 6, 10, 60, 10
-- A row that is a label in bold alone heads a group, as wide as the table, on a ground of its own. Rows of figures that begin with the same name are one, too:
-- the name stands once above them.
local least_group = 3
local function group_head(inlines, columns)
  local cell = pandoc.Cell({ pandoc.Plain(pandoc.Inlines(inlines)) }, 'AlignLeft', 1, columns)
  cell.attr.attributes['typst:fill'] = 'colours.tint'
  cell.attr.attributes['typst:inset'] = '(x: 6pt, y: 5pt)'
  return pandoc.Row({ cell })
end

local function name_of(row)
  local label = row.cells[1].contents[1]
  return label and label.t == 'Plain' and pandoc.utils.stringify(label):match('^([^,«]+), ')
end

-- The text of a label after its name, with a capital at its head.
local function without_name(row, name)
  local label, length = row.cells[1].contents[1], 0
  while label.content[1] and length < utf8.len(name) + 2 do
    length = length + utf8.len(pandoc.utils.stringify(label.content[1]))
    label.content:remove(1)
  end
  local first = label.content[1]
  if first and first.t == 'Str' then
    first.text = first.text:sub(1, 1):upper() .. first.text:sub(2)
  end
end

-- Whether nothing is beside the label of a row, which is in bold, or in bold before a colon and what is told of it.
local function is_bold_alone(row, columns)
  local label = row.cells[1].contents[1]
  local is_bold = #row.cells == columns and label and label.content and label.content[1] and label.content[1].t == 'Strong'
  if is_bold and #label.content > 1 then
    is_bold = label.content[2].t == 'Str' and label.content[2].text:match('^\u{a0}:') ~= nil
  end
  for column = 2, #row.cells do
    is_bold = is_bold and is_empty(row.cells[column])
  end
  return is_bold
end

-- What a group tells once has no column in its rows: their labels have its room.
local function grouped_rows(tbl)
  local rows, columns = pandoc.List {}, #tbl.colspecs
  local has_told = false
  local figures = tbl.colspecs:filter(function(spec) return spec[1] == 'AlignRight' end)
  local body = tbl.bodies[1].body
  local index = 1
  while body[index] do
    local row, name, last = body[index], #figures > 2 and name_of(body[index]), index
    while name and body[last + 1] and name_of(body[last + 1]) == name do
      last = last + 1
    end
    local below = body[index + 1]
    -- Without rows of its own below, it is a total.
    if is_bold_alone(row, columns) and below and not is_bold_alone(below, columns) then
      has_told = #row.cells[1].contents[1].content > 1
      row = group_head(row.cells[1].contents[1].content, columns)
    elseif has_told and #row.cells == columns and tbl.colspecs[2][1] ~= 'AlignRight' and is_empty(row.cells[2]) then
      row.cells[1].col_span = 2
      row.cells:remove(2)
    elseif last - index + 1 >= least_group then
      rows:insert(group_head({ pandoc.Strong(name) }, columns))
      for number = index, last do
        without_name(body[number], name)
      end
      rows:extend { table.unpack(body, index, last - 1) }
      row, index = body[last], last
    end
    rows:insert(row)
    index = index + 1
  end
  tbl.bodies[1].body = rows
end

-- An amount in bold beside its label is large.
local function large_amounts(tbl)
  if #tbl.colspecs ~= 2 then
    return
  end
  for _, row in ipairs(tbl.bodies[1].body) do
    local label, answer = row.cells[1].contents[1], row.cells[2] and row.cells[2].contents[1]
    local first = answer and answer.content and answer.content[1]
    if first and first.t == 'Strong' and pandoc.utils.stringify(first):match('^%d.*€$') and label.content[1].t ~= 'Strong' then
      answer.content[1] = pandoc.Span { pandoc.RawInline('typst', '#large-amount['), first, pandoc.RawInline('typst', '];') }
      if answer.content[2] and answer.content[2].t == 'Space' then
        answer.content[2] = pandoc.LineBreak()
      end
    end
  end
end

-- The columns that are empty, to be filled in beside a label, counted from 0.
local function answer_columns(tbl)
  local answers = pandoc.List {}
  for column = 2, #tbl.colspecs do
    local is_empty = true
    for _, row in ipairs(tbl.bodies[1].body) do
      local cell = row.cells[column]
      is_empty = is_empty and (not cell or pandoc.utils.stringify(cell.contents):gsub('\u{a0}', ''):match('^%s*$') ~= nil)
    end
    if is_empty then
      answers:insert(column - 1)
    end
  end
  local has_labels = false
  for _, row in ipairs(tbl.bodies[1].body) do
    has_labels = has_labels or pandoc.utils.stringify(row.cells[1].contents):gsub('\u{a0}', ''):match('%S') ~= nil
  end
  return has_labels and answers or pandoc.List {}
end

-- The height, in millimetres, that a table needs below what stands above it: its titles, the heads of its first group and
-- the first row below them, in the first column of a table of many ones, which is narrow.
local title_height, head_height, line_height, least_room, label_letters = 14, 9, 4.4, 34, 15
local function room_for_rows(tbl)
  local room, rows = title_height, tbl.bodies[1].body
  local index = 1
  while rows[index] and #rows[index].cells == 1 do
    room, index = room + head_height, index + 1
  end
  if index == 1 or not rows[index] then
    return least_room
  end
  local letters = utf8.len(pandoc.utils.stringify(rows[index].cells[1].contents))
  return math.max(least_room, math.ceil(room + (math.ceil(letters / label_letters) + 1) * line_height))
end

-- In more columns, there are many rows to fill in: they stand as close as in other tables.
local most_filled_in = 6
local function whole_rows(tbl)
  local letters = 0
  local answers = tbl.classes:includes('compact') and pandoc.List {} or answer_columns(tbl)
  large_amounts(tbl)
  grouped_rows(tbl)
  local body = tbl.bodies[1].body
  -- In a table to fill in, a column that has some values is to be completed, too.
  local first_answer = answers[1] or 0
  for _, row in ipairs(#answers > 0 and body or {}) do
    local spanned = row.cells[1].col_span - 1
    -- The head of a group has another ground than what is to be filled in.
    if #row.cells == 1 and spanned > 0 then
      local words = row.cells[1].contents[1].content
      row.cells[1].contents = { pandoc.Plain { pandoc.RawInline('typst', '#group-name['), pandoc.Span(words), pandoc.RawInline('typst', '];') } }
    end
    for column = 2, #row.cells + spanned == #tbl.colspecs and not is_empty(row.cells[1]) and #row.cells or 1 do
      if is_empty(row.cells[column]) then
        row.cells[column].attr.attributes['typst:fill'] = 'answer'
        first_answer = math.min(first_answer, column + spanned - 1)
      end
    end
  end
  local texts, is_compact = texts_of(body), tbl.classes:includes('compact')
  if not tbl.classes:includes('prices') then
    with_cents(body, texts)
  end
  for index, row in ipairs(body) do
    for column, cell in ipairs(row.cells) do
      if not is_compact then
        ticked_lines(cell, texts[index][column])
      end
      local length = utf8.len(texts[index][column])
      if length > most_letters then
        return nil
      end
      letters = letters + length
    end
  end
  -- So does one to fill in, and one of many narrow columns.
  local is_narrow, rows = #tbl.colspecs > most_columns, #tbl.bodies[1].body
  local is_short = rows <= most_short_rows and letters <= most_letters or rows <= most_empty_rows and letters <= least_letters
  if not is_short then
    with_last_rows(tbl)
  end
  local narrow = is_narrow and '#set table(inset: (x: 2pt, y: 6pt));#show table: set text(8.5pt);' or ''
  if tbl.classes:includes('headless') then
    narrow = narrow .. '#show table.cell.where(y: 0): set text(weight: "regular", fill: colours.ink);'
  end
  -- The case that others are compared with, whose amounts are bold, has a pale ground.
  if tbl.classes:includes('kept') then
    local grounds = pandoc.List {}
    for index, row in ipairs(body) do
      local cell = row.cells[2]
      local inlines = cell and cell.contents[1] and cell.contents[1].content
      grounds:insert(inlines and inlines[1] and inlines[1].t == 'Strong' and index .. ',' or nil)
    end
    narrow = narrow .. '#set table(fill: (x, y) => if y in (' .. table.concat(grounds) .. ') { colours.tint });#show table: set text(9pt);#set table(inset: (x, y) => (left: if x == 0 { 0pt } else { 4pt }, right: 4pt, y: 4.5pt));'
  end
  if #answers > 0 then
    -- What is written by hand needs high rows: labels stand in their middle.
    narrow = narrow .. '#set table.cell(align: horizon);#set table(fill: (x, y) => if y > 0 and x in (' .. table.concat(answers, ',') .. ',) { answer });'
    if not is_narrow then
      -- What stands in lines of a label or a sentence has air above and below.
      local has_lines = #tbl.colspecs == 2 or first_answer > 1 and #tbl.colspecs < most_filled_in
      narrow = narrow .. '#set table(..answers-apart(' .. first_answer .. ', ' .. tostring(has_lines) .. '));'
    end
  end
  local before = is_short and '#block(breakable: false)[' .. narrow .. '#set table.cell(breakable: false)' or '#[#room-for-rows(' .. room_for_rows(tbl) .. 'mm);' .. narrow .. '#set table.cell(breakable: false);#set table.footer(repeat: false)'
  return { pandoc.RawBlock('typst', before), tbl, pandoc.RawBlock('typst', ']') }
end

-- The heading of a part stands beside what follows it, where this is at least as high: `heading_letters` of it are on a line,
-- `text_letters` of the text. A table of many columns and what is drawn begin at the left, below the heading.
local heading_letters, text_letters = 15, 74
local function heading_lines(header)
  local lines, filled = 1, 0
  for word in pandoc.utils.stringify(header):gmatch('%S+') do
    local length = utf8.len(word)
    if filled > 0 and filled + 1 + length > heading_letters then
      lines, filled = lines + 1, 0
    end
    filled = filled + length + (filled > 0 and 1 or 0)
  end
  return lines
end

-- A drawing that stands below a heading takes no line of the text.
local function is_beside(block)
  return block.t == 'Para' and #block.content == 1 and block.content[1].t == 'Image' and block.content[1].classes:includes('beside')
end

local function lines_below(blocks, index, most)
  local lines = 0
  local function add(block)
    if block.t == 'BulletList' or block.t == 'OrderedList' then
      for _, item in ipairs(block.content) do
        lines = lines + math.ceil(utf8.len(pandoc.utils.stringify(item)) / text_letters)
      end
    else
      lines = lines + math.ceil(utf8.len(pandoc.utils.stringify(block)) / text_letters)
    end
  end
  local texts = pandoc.List { 'onset', 'note', 'laws' }
  while blocks[index] and lines < most do
    local block = blocks[index]
    local first = block.t == 'Div' and block.content[1]
    local is_wide_table = first and first.t == 'Table' and #first.colspecs > 2
    if block.t == 'Div' and texts:includes(class_of(block)) and not is_wide_table then
      block.content:map(add)
    elseif block.t == 'Table' and #block.colspecs <= 2 then
      lines = lines + 1 + #block.bodies[1].body
    elseif block.t == 'Header' and block.level > 2 then
      lines = lines + 1
    elseif block.t == 'Para' and not (#block.content == 1 and block.content[1].t == 'Image') or block.t:match('List$') then
      add(block)
    elseif not is_beside(block) then
      break
    end
    index = index + 1
  end
  return lines
end

local function beside(blocks)
  local result = pandoc.Blocks {}
  if blocks:find_if(function(block)
    return block.t == 'Header' and block.attributes.article or block.t == 'Div' and (class_of(block) == 'poster' or class_of(block) == 'compact')
  end) then
    return blocks
  end
  for index, block in ipairs(blocks) do
    local most = block.t == 'Header' and block.level == 2 and heading_lines(block) * 1.2 + 0.5
    if most and lines_below(blocks, index + 1, most) >= most then
      if block.classes:includes('newpage') then
        block.classes = block.classes:filter(function(class) return class ~= 'newpage' end)
        result:insert(new_page())
      end
      result:extend { pandoc.RawBlock('typst', '#beside['), block, pandoc.RawBlock('typst', ']') }
    else
      result:insert(block)
    end
  end
  return result
end

-- The page that a file begins with, or a table that is not cut: what it holds is laid out as the rest.
local function uncovered(blocks)
  local result = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local class = block.t == 'Div' and class_of(block)
    if class == 'cover' or class == 'whole' then
      result:insert(pandoc.RawBlock('typst', '#' .. class .. '['))
      -- As wide as the page, labels leave more room to their answers.
      result:extend(class == 'cover' and block.content or block.content:walk {
        Table = function(tbl)
          if #tbl.colspecs == 2 then
            tbl.colspecs = { { 'AlignLeft', 0.253 }, { 'AlignLeft', 0.747 } }
          end
          return tbl
        end
      })
      result:insert(pandoc.RawBlock('typst', ']'))
    else
      result:insert(block)
    end
  end
  return result
end

-- The sentence of an act goes on before and after the panel of who is named in it: all begin at one edge.
local function around_parties(blocks)
  for index, block in ipairs(blocks) do
    if block.t == 'Div' and block.classes:includes('parties') then
      for _, beside_it in ipairs { index - 1, index + 1 } do
        if blocks[beside_it] and blocks[beside_it].t == 'Para' then
          blocks[beside_it] = pandoc.Div({ blocks[beside_it] }, { class = 'opening' })
        end
      end
    end
  end
  return blocks
end

-- Whoever signs alone does so beside the place and the date.
local function beside_signature(blocks)
  for index = #blocks, 2, -1 do
    local block, before = blocks[index], blocks[index - 1]
    local signs_alone = block.t == 'Div' and class_of(block) == 'signatures' and #block.content == 1
    if signs_alone and before.t == 'Div' and class_of(before) == 'onset' and #before.content == 1 and before.content[1].t == 'Para' then
      block.content:insert(1, pandoc.Div(before.content, { class = 'done' }))
      blocks:remove(index - 1)
    end
  end
  return blocks
end

local function layout(document)
  local gaps = document.meta.gaps
  local blocks = gaps and proposals_apart(short_gaps(document.blocks, gaps)) or document.blocks
  document.blocks = uncovered(opened(beside(announced(with_introductions(above_signing_tables(beside_signature(before_laws(around_parties(blocks)))))))))
  return document
end

return {
  typst and { Pandoc = layout } or {},
  {
    traverse = 'topdown',
    Header = level,
    Div = function(div)
      local class = class_of(div)
      if not typst and class == 'compact' then
        div = div:walk {
          Table = function(tbl)
            local body = tbl.bodies[1].body
            with_cents(body, texts_of(body))
            tbl.bodies[1].body = body
            return tbl
          end
        }
      end
      if class == 'questions' then
        return typst and survey(div.content) or div:walk { Para = asked }.content
      end
      if class == 'slips' then
        return slips(div.content)
      end
      if class == 'contents' then
        return typst and pandoc.RawBlock('typst', '#articles-at-a-glance') or {}
      end
      if class == 'boxes' then
        return typst and boxes(div.content[1]) or div.content
      end
      if class == 'tally' then
        return div:walk { Table = typst and tally or scoped }.content
      end
      if typst and class == 'kept' then
        div = div:walk {
          Table = function(tbl)
            tbl.classes:insert('kept')
            -- Labels have the room that amounts leave.
            local columns = #tbl.colspecs
            if columns > 3 then
              local label = 1
              for column = 2, columns do
                local width = column > 5 and 0.085 or column > 4 and 0.145 or 0.13
                tbl.colspecs[column] = { tbl.colspecs[column][1], width }
                label = label - width
              end
              tbl.colspecs[1] = { tbl.colspecs[1][1], label }
            end
            return whole_rows(tbl)
          end
        }
      end
      if class == 'signatures' or class == 'panel' or class == 'halves' or class == 'figures' then
        return side_by_side(div)
      end
      -- What a filter returns is not filtered again.
      if typst and class == 'onset' and div.content[1].t == 'Table' then
        div = div:walk { Table = whole_rows }
      end
      return wrapped(div, true) or div
    end,
    Span = function(span) return wrapped(span, false) end,
    Table = typst and whole_rows or nil,
    Image = chart,
    Blocks = office and after_tables or nil,
  },
  typst and { Inlines = as_strings } or {},
}
