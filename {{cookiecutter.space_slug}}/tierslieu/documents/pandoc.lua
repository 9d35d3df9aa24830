-- Converts documents for pandoc.py, one after another: `pandoc lua pandoc.lua` takes a tenth of a second to start.
--
-- Each line of the standard input is a request in JSON. The answer is an empty line, once the output file is written,
-- or "failed". The standard error then says why; a warning of pandoc stands there too.

local parsed = {}

-- The formats of a document mostly follow one another: it is parsed once.
local function parse(text, format)
  if parsed.text ~= text then
    parsed = { text = text, document = pandoc.read(text, format) }
  end
  return parsed.document
end

-- A PNG beside each SVG, for word processors that can't show the latter; fails on a machine without rsvg-convert.
local function add_fallbacks()
  for _, item in ipairs(pandoc.mediabag.list()) do
    if item.type:match('^image/svg%+xml') then
      local _, svg = pandoc.mediabag.lookup(item.path)
      local png = pandoc.pipe('rsvg-convert', { '-f', 'png', '-a', '--dpi-x', '96', '--dpi-y', '96' }, svg)
      pandoc.mediabag.insert(item.path .. '.png', 'image/png', png)
    end
  end
end

local function convert(request)
  local document = pandoc.Pandoc(parse(request.text, request.from).blocks, request.metadata)
  local globals = setmetatable({ FORMAT = request.to }, { __index = _G })
  document = pandoc.utils.run_lua_filter(document, request.filter, globals)
  local options = request.options
  -- What pandoc's command line does for these formats of its own accord.
  if request.to == 'docx' then
    pandoc.mediabag.empty()
    document = pandoc.mediabag.fill(document)
    add_fallbacks()
  elseif request.to == 'odt' then
    options.template = pandoc.template.compile(pandoc.template.default('opendocument'))
  end
  local environment = pandoc.system.environment()
  environment.SOURCE_DATE_EPOCH = request.timestamp
  pandoc.system.with_environment(environment, function()
    pandoc.system.write_file(request.output, pandoc.write(document, request.to, options))
  end)
end

for line in io.lines() do
  local is_done, message = pcall(convert, pandoc.json.decode(line, false))
  if not is_done then
    io.stderr:write(tostring(message), '\n')
  end
  io.write(is_done and '\n' or 'failed\n')
  io.flush()
end
