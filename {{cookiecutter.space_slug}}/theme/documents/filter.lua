-- What Markdown alone can't express, for each format in its own way.
--
-- Numbers: a heading "Article #. Object { #object }" gets its number, and a link "[article #](#object)" the same one
-- (with the spaces: Jinja takes "{#" for itself).
-- Classes: `::: stamp` or `[text]{.blank}` becomes the style "Stamp" or "Blank" of a word processor, the function
-- `stamp` or `blank` of document.typ, and the class `stamp` or `blank` of a page. A new class needs all three:
-- the kit has stamp, blank, note, onset (kept with what follows), laws, signatures and signature. Changes between two
-- versions, in a page and a PDF only, have added and removed.

local office = FORMAT == 'docx' or FORMAT == 'odt'
local typst = FORMAT == 'typst'
local page = FORMAT:match('^html') ~= nil

local numbers = {}

-- Number `inlines` if they begin with a word and "#", or "#" and punctuation.
local function number(inlines, value)
  local word, space, mark = inlines[1], inlines[2], inlines[3]
  if not (word and space and mark) or word.t ~= 'Str' or space.t ~= 'Space' or mark.t ~= 'Str' then
    return false
  end
  local rest = mark.text:match('^#(%p*)$')
  if rest and value then
    inlines[1] = pandoc.Str(word.text .. '\u{a0}' .. value .. rest)
    inlines:remove(3)
    inlines:remove(2)
  end
  return rest ~= nil
end

-- Notes are about what is still uncertain: a document that somebody competent has reviewed has none.
local function without_notes(document)
  if not document.meta.reviewed then
    return nil
  end
  return document:walk {
    Div = function(div)
      return div.classes:includes('note') and {} or nil
    end
  }
end

local function count_articles(document)
  local count = 0
  document.blocks:walk {
    Header = function(header)
      if number(header.content, nil) then
        count = count + 1
        numbers[header.identifier ~= '' and header.identifier or ('article-' .. count)] = count
      end
    end
  }
  local reached = 0
  return document:walk {
    traverse = 'topdown',
    Header = function(header)
      if number(header.content, nil) then
        reached = reached + 1
        number(header.content, reached)
        if page and header.identifier == '' then
          header.identifier = 'article-' .. reached
        end
      end
      return header
    end,
    Link = function(link)
      local target = link.target:match('^#(.+)$')
      if target and number(link.content, nil) then
        if not numbers[target] then
          error('dead reference: ' .. target)
        end
        number(link.content, numbers[target])
      end
      return link
    end
  }
end

-- In typst and in word processors the title is not part of the text, so "##" becomes the first level.
-- On a page, each heading gets an anchor.
local sections = 0
local function level(header)
  if page and header.identifier == '' then
    sections = sections + 1
    header.identifier = 'section-' .. sections
  end
  header.level = page and math.max(header.level, 2) or math.max(header.level - 1, 1)
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

local function wrapped(element, block)
  local class = class_of(element)
  if not class then
    return nil
  elseif office then
    element.attributes['custom-style'] = style_name(class)
    return element
  elseif typst then
    local before, after = typst_call(class, block)
    local content = element.content:clone()
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

-- Signatures are side by side in typst: each is an argument of one call.
local function signatures(div)
  local blocks = pandoc.List {}
  for _, child in ipairs(div.content) do
    if office then
      blocks:insert(wrapped(child, true))
    elseif typst then
      blocks:insert(pandoc.RawBlock('typst', '['))
      blocks:extend(child.content)
      blocks:insert(pandoc.RawBlock('typst', '],'))
    end
  end
  if typst then
    blocks:insert(1, pandoc.RawBlock('typst', '#signatures('))
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

local function is_empty(cell)
  return pandoc.utils.stringify(cell.contents):gsub('\u{a0}', ''):match('^%s*$') ~= nil
end

-- A row that is mostly empty is to be filled in by hand: it gets the height of two lines.
local function room_to_write(tbl)
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do
      local empty = row.cells:filter(is_empty)
      if #empty * 2 >= #row.cells then
        empty[#empty].contents = { pandoc.Plain { pandoc.Str('\u{a0}'), pandoc.LineBreak(), pandoc.Str('\u{a0}') } }
      end
    end
  end
end

-- How many letters a line of a table has in the PDF, and the longest word for which a column is widened.
local line, longest_word = 80, 30

-- Shares of the line in proportion to `wanted`, each at least as wide as its longest word: no word is cut.
local function shares(wanted, words)
  local needed, fixed = {}, {}
  for index in ipairs(wanted) do
    needed[index] = math.min((words[index] or 0) + 3, longest_word)
  end
  local left, total, settled
  repeat
    left, total, settled = line, 0, true
    for index, width in ipairs(wanted) do
      if fixed[index] then
        left = left - needed[index]
      else
        total = total + width
      end
    end
    for index, width in ipairs(wanted) do
      if not fixed[index] and width / total * left < needed[index] then
        fixed[index], settled = true, false
      end
    end
  until settled
  local widths, sum = {}, 0
  for index, width in ipairs(wanted) do
    widths[index] = fixed[index] and needed[index] or width / total * left
    sum = sum + widths[index]
  end
  for index, width in ipairs(widths) do
    widths[index] = width / sum
  end
  return widths
end

-- Columns as wide as their content needs, over the whole line: the same in every format.
local function columns(tbl)
  local longest, words, waiting = {}, {}, {}
  local function measure(rows, is_body)
    for _, row in ipairs(rows) do
      for index, cell in ipairs(row.cells) do
        local text = pandoc.utils.stringify(cell.contents)
        if is_body then
          waiting[index] = waiting[index] ~= false and is_empty(cell)
        end
        longest[index] = math.max(longest[index] or 0, utf8.len(text) or 0)
        for word in text:gmatch('%S+') do
          words[index] = math.max(words[index] or 0, utf8.len(word) or 0)
        end
      end
    end
  end
  measure(tbl.head.rows, false)
  for _, body in ipairs(tbl.bodies) do
    measure(body.body, true)
  end
  -- Many columns leave little room for each: their width is limited. Of a few, prose gets the most.
  local most = #tbl.colspecs > 5 and 18 or 56
  for index, length in ipairs(longest) do
    -- An empty column, to be filled in by hand, needs more room than its heading.
    local least = waiting[index] and 24 or 14
    longest[index] = math.max(math.min(math.max(length, least), most), math.min((words[index] or 0) * 1.5, 38))
  end
  local widths = shares(longest, words)
  for index, spec in ipairs(tbl.colspecs) do
    local alignment = spec[1] == 'AlignDefault' and 'AlignLeft' or spec[1]
    tbl.colspecs[index] = { alignment, widths[index] }
  end
  room_to_write(tbl)
  return tbl
end

-- Pandoc's typst writer does not escape some characters (a "=" that begins a cell makes a heading): a string is always text.
local function as_string(str)
  return pandoc.RawInline('typst', '#"' .. str.text:gsub('[\\"]', '\\%0') .. '";')
end

return {
  { Pandoc = without_notes },
  { Pandoc = count_articles },
  { Header = level, Table = columns },
  {
    traverse = 'topdown',
    Div = function(div)
      if class_of(div) == 'signatures' then
        return signatures(div)
      end
      return wrapped(div, true)
    end,
    Span = function(span) return wrapped(span, false) end,
  },
  typst and { Str = as_string } or {},
  office and { Blocks = after_tables } or {},
}
