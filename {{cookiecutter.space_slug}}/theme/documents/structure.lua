-- What is the same in every format: notes, numbers of articles, columns of tables. What each format does in its own way
-- is in filter.lua, which runs after this one.
--
-- Numbers: a heading "Article #. Object { #object }" gets its number, and a link "[article #](#object)" the same one
-- (with the spaces: Jinja takes "{#" for itself).

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
  local counted = document:walk {
    Header = function(header)
      if number(header.content, count + 1) then
        count = count + 1
        numbers[header.identifier ~= '' and header.identifier or ('article-' .. count)] = count
        header.attributes.article = tostring(count)
        return header
      end
    end
  }
  return counted:walk {
    Link = function(link)
      local target = link.target:match('^#(.+)$')
      if target and number(link.content, nil) then
        if not numbers[target] then
          error('dead reference: ' .. target)
        end
        number(link.content, numbers[target])
        return link
      end
    end
  }
end

-- Who is named in an act, a line for each thing that tells who it is.
local function in_lines(document)
  return document:walk {
    Div = function(div)
      return div.classes:includes('parties') and div:walk {
        Inlines = function(inlines)
          for index = 2, #inlines - 1 do
            local mark = inlines[index]
            local before = mark.t == 'Str' and mark.text:match('^(.*)\u{a0};$')
            if before and inlines[index + 1].t == 'Space' then
              inlines[index], inlines[index + 1] = pandoc.Str(before), pandoc.LineBreak()
            end
          end
          return inlines
        end
      } or nil
    end
  }
end

-- How many letters a line of a table has in the PDF (fewer beside headings, more on a wide page), and the longest word for which a column is
-- widened.
local line, least_line, longest_word = 80, 68, 30
-- The longest text that is a label on one line, that on two lines, and the room that is left for sentences beside labels, besides their longest words.
local longest_label, most_label, least_prose, longest_prose = 24, 60, 12, 56
-- What a digit takes of the room of a letter, and how much wider than usual the longest prose of many columns is.
local digit, most_prose = 0.83, 2
-- The longest head of a column of figures that stays on one line.
local short_head = 8
-- The width of a column to fill in by hand, by how many columns there are.
local least_answer = { [2] = 40, [3] = 38, [4] = 26 }
-- Labels and what is written by hand beside them, and the columns of what is counted, how, and the figures to write in: their shares.
local answer_widths, counted_widths = { 0.38, 0.62 }, { 0.27, 0.37, 0.12, 0.12, 0.12 }
-- The most rows of a table of four columns that stands where the text of an article does.
local few_rows = 5
local is_wide, is_form_page = false, false
local function page_width(meta)
  if meta.landscape then
    line, least_line, is_wide = 124, 124, true
  end
end

-- A form that is to stand on one page has all of its width.
local function form_width(document)
  if document.blocks:find_if(function(block) return block.t == 'Div' and block.classes:includes('compact') end) then
    least_line, is_form_page = line, true
  end
end

-- Shares of the line in proportion to `wanted`, each at least as wide as its longest word: no word is cut.
local function shares(wanted, words, line)
  local needed, fixed = {}, {}
  for index in ipairs(wanted) do
    needed[index] = math.min((words[index] or 0) + (#wanted > 10 and 0.5 or 3), longest_word)
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

local function is_total(row)
  local label = row.cells[1].contents[1]
  return label and label.content and label.content[1] and label.content[1].t == 'Strong'
end

-- A question, what is at stake, and room for an answer by hand.
local function is_answer_row(row, empty)
  return #row.cells == 3 and #empty == 1 and empty[1] == row.cells[3] and not is_form_page
end

local function with_short_gaps(cell)
  return cell.contents:walk {
    Span = function(span)
      local object = span.classes:includes('blank') and pandoc.utils.stringify(span):match('^%[.-: (.*)%]$')
      return object and pandoc.Str('[' .. object .. ']') or nil
    end
  }
end

-- What is counted by hand: the number of a question, beside it and its answers, then a stroke for each, and their total.
local tally_widths = { 0.08, 0.46, 0.32, 0.14 }
local function counted(tbl)
  tbl.classes:insert('tally')
  for index, width in ipairs(tally_widths) do
    tbl.colspecs[index] = { 'AlignLeft', width }
  end
  local rows, number = tbl.bodies[1].body, nil
  for _, row in ipairs(rows) do
    if pandoc.utils.stringify(row.cells[1].contents):match('%S') then
      number = row.cells[1]
      row.cells[2].col_span = 3
      row.cells = { number, row.cells[2] }
    elseif number then
      number.row_span = number.row_span + 1
      row.cells = { table.unpack(row.cells, 2) }
      -- Without words, it would have no height.
      if #row.cells[1].contents == 0 then
        row.cells[1].contents = { pandoc.Plain { pandoc.Str('\u{a0}') } }
      end
    end
  end
  tbl.bodies[1].body = rows
  return tbl
end

-- Tables that follow one another have their columns on one grid: labels, then answers, of which the last may be short.
local aligned_widths = { [2] = { 0.34, 0.66 }, [3] = { 0.34, 0.44, 0.22 } }
local function aligned(tbl)
  tbl.classes:insert('aligned')
  return tbl
end

local function in_div(div)
  return div.classes:includes('tally') and div:walk { Table = counted } or div.classes:includes('aligned') and div:walk { Table = aligned }.content or nil
end

-- Columns as wide as their content needs, over the whole line: the same in every format.
local function columns(tbl)
  if tbl.classes:includes('tally') then
    return nil
  end
  local longest, words, single, waiting, letters = {}, {}, {}, {}, {}
  local function measure(rows, is_body)
    for _, row in ipairs(rows) do
      local empty = pandoc.List {}
      for index, cell in ipairs(row.cells) do
        -- A gap is as long as what it asks for. To walk through a cell takes longer than all the rest.
        local text = pandoc.utils.stringify(cell.contents)
        text = text:find('[', 1, true) and pandoc.utils.stringify(with_short_gaps(cell)) or text
        local is_empty = text:gsub('\u{a0}', ''):match('^%s*$') ~= nil
        if is_empty then
          empty:insert(cell)
        end
        if is_body then
          waiting[index] = waiting[index] ~= false and is_empty
        end
        longest[index] = math.max(longest[index] or 0, utf8.len(text) or 0)
        letters[index] = (letters[index] or 0) + (utf8.len(text) or 0)
        for word in text:gmatch('%S+') do
          local is_amount = word:match('^[−%d\u{a0}\u{202f},€]+$')
          words[index] = math.max(words[index] or 0, (utf8.len(word) or 0) * (is_amount and digit or 1))
          single[index] = words[index]
        end
        -- The head of figures is not cut when it is short.
        if not is_body and tbl.colspecs[index][1] == 'AlignRight' and (utf8.len(text) or 0) <= short_head then
          words[index] = math.max(words[index] or 0, utf8.len(text) or 0)
        end
      end
      -- A row that is mostly empty is to be filled in by hand: it gets the height of two lines, but for totals.
      -- Beside an amount, what is empty has nothing to tell.
      local is_account = tbl.colspecs[2] and tbl.colspecs[2][1] == 'AlignRight' and #row.cells > 2 and (is_form_page or empty[1] ~= row.cells[2] and empty[1] ~= row.cells[1])
      if is_body and is_account and #empty == #row.cells then
        empty[1].contents = { pandoc.Plain { pandoc.Str('\u{a0}') } }
      end
      if is_body and (#empty * 2 >= #row.cells or is_answer_row(row, empty)) and not is_account and not is_total(row) then
        empty[#empty].contents = { pandoc.Plain { pandoc.Str('\u{a0}'), pandoc.LineBreak(), pandoc.Str('\u{a0}') } }
      end
    end
  end
  measure(tbl.head.rows, false)
  for _, body in ipairs(tbl.bodies) do
    measure(body.body, true)
  end
  -- A table of many columns begins at the left; where its document has numbered articles, only one of more columns or rows (document.typ).
  local beside_text = #tbl.bodies[1].body <= few_rows and 4 or 3
  local is_beside = #tbl.colspecs < 3 or #tbl.colspecs <= beside_text and next(numbers) ~= nil
  local line = is_beside and least_line or line
  -- A label of a few words stays on one line, where the words of the other columns leave it the room.
  local room = line
  for index in ipairs(longest) do
    room = room - math.min((words[index] or 0) + 3, longest_word)
  end
  -- The head of figures may take two lines.
  local figures = 0
  for _, spec in ipairs(tbl.colspecs) do
    figures = figures + (spec[1] == 'AlignRight' and 1 or 0)
  end
  -- On a form, what is sold has no sentences beside it.
  local is_bill = is_form_page and figures > 2
  local label, prose = is_bill and longest_word or longest_label, is_bill and 0 or least_prose
  for index, length in ipairs(longest) do
    local more = length - (words[index] or 0)
    if tbl.colspecs[index][1] ~= 'AlignRight' and length <= label and more > 0 and more <= room - prose then
      words[index], room = length, room - more
    end
  end
  -- Many columns leave little room for each: their width is limited, but for that of labels beside figures. Of a few, prose
  -- gets the most, and the longer the more where several columns have some.
  local is_prose = #tbl.colspecs > 3 and #tbl.colspecs < 6 and figures == 0
  local most = #tbl.colspecs > 5 and figures < #tbl.colspecs - 1 and (is_wide and 44 or 18) or is_prose and longest_prose * most_prose or 60
  for index, length in ipairs(longest) do
    -- An empty column, to be filled in by hand, needs more room than its heading; one of figures, at the right, less.
    local is_figures = tbl.colspecs[index][1] == 'AlignRight'
    local is_answer = waiting[index] and (not is_form_page or #tbl.colspecs == 2)
    local least = is_figures and (waiting[index] and (is_form_page and 13 or 9) or 7) or is_answer and least_answer[#tbl.colspecs] or waiting[index] and 24 or #tbl.colspecs > 10 and 4 or 14
    longest[index] = math.max(math.min(math.max(length > longest_prose and is_prose and math.sqrt(length * longest_prose) or math.min(length, longest_prose), least), most), math.min((single[index] or 0) * (#tbl.colspecs > 10 and 1 or 1.5), 38))
  end
  -- Of labels and their answers, the latter have two thirds, and the labels may take two lines.
  local is_form = #tbl.colspecs == 2 and figures == 0 and longest[1] <= most_label and letters[2] > letters[1] * 1.2
  if is_form then
    longest[1] = math.min(longest[1], longest[2] / 1.9)
  end
  -- On a form, answers by hand have more room than what they answer.
  if is_form_page and #tbl.colspecs == 2 and waiting[2] then
    longest[1] = math.min(longest[1], longest[2] * 0.8)
  end
  local widths = shares(longest, words, line)
  if not is_form_page and #tbl.colspecs == 2 and waiting[2] and not waiting[1] then
    widths = answer_widths
  elseif #tbl.colspecs == #counted_widths and figures == 3 and waiting[#tbl.colspecs] and tbl.colspecs[2][1] ~= 'AlignRight' then
    widths = counted_widths
  end
  if tbl.classes:includes('aligned') then
    tbl.classes = tbl.classes:filter(function(class) return class ~= 'aligned' end)
    widths = aligned_widths[#tbl.colspecs] or widths
  end
  for index, spec in ipairs(tbl.colspecs) do
    local alignment = spec[1] == 'AlignDefault' and 'AlignLeft' or spec[1]
    tbl.colspecs[index] = { alignment, widths[index] }
  end
  return tbl
end

return {
  { Meta = page_width },
  { Pandoc = form_width },
  { Pandoc = without_notes },
  { Pandoc = count_articles },
  { Pandoc = in_lines },
  { Div = in_div },
  { Table = columns },
}
