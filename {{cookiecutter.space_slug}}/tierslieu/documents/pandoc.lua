-- Converts documents for pandoc.py, one after another: `pandoc lua pandoc.lua` takes a tenth of a second to start.
--
-- Each line of the standard input is a request in JSON. The answer is an empty line, once the output file is written,
-- or "failed". The standard error then says why; a warning of pandoc stands there too.

local parsed = {}

-- The formats of a document follow one another: what they share is done once.
local function parse(request)
  local metadata = request.metadata
  if parsed.text ~= request.text or parsed.reviewed ~= metadata.reviewed or parsed.landscape ~= metadata.landscape then
    local document = pandoc.Pandoc(pandoc.read(request.text, request.from).blocks, metadata)
    document = pandoc.utils.run_lua_filter(document, request.structure)
    parsed = { text = request.text, reviewed = metadata.reviewed, landscape = metadata.landscape }
    parsed.blocks = document.blocks
  end
  return pandoc.Pandoc(parsed.blocks, metadata)
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

local STYLES = 'styles.xml'
local NO_STYLES = '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'

local function read_archive(path)
  return pandoc.zip.Archive(pandoc.system.read_file(path))
end

-- The archive with `styles`, a zip entry, in place of its own.
local function with_styles(archive, styles)
  archive.entries = archive.entries:map(function(entry)
    return entry.path == STYLES and styles or entry
  end)
  return archive
end

local odt = {}

-- Pandoc's ODT writer spends more time on the styles of the reference file, of which it changes the language alone, than
-- on the text: this is done once.
local function write_odt(document, request)
  local options, language = request.options, request.metadata.lang
  if odt.reference ~= options.reference_doc or odt.language ~= language then
    local template = pandoc.template.compile(pandoc.template.default('opendocument'))
    local empty = pandoc.Pandoc({}, { lang = language })
    local written = pandoc.write(empty, 'odt', { template = template, reference_doc = options.reference_doc })
    odt = { reference = options.reference_doc, language = language, template = template }
    odt.styles = pandoc.zip.Archive(written).entries:find_if(function(entry) return entry.path == STYLES end)
    odt.without_styles = request.output .. '.odt'
    local without_styles = with_styles(read_archive(options.reference_doc), pandoc.zip.Entry(STYLES, NO_STYLES, 0))
    pandoc.system.write_file(odt.without_styles, without_styles:bytestring())
  end
  options.template, options.reference_doc = odt.template, odt.without_styles
  return with_styles(pandoc.zip.Archive(pandoc.write(document, 'odt', options)), odt.styles):bytestring()
end

local function write(document, request)
  if request.to == 'odt' then
    return write_odt(document, request)
  elseif request.to == 'docx' then
    -- What pandoc's command line does for this format of its own accord.
    pandoc.mediabag.empty()
    document = pandoc.mediabag.fill(document)
    add_fallbacks()
  end
  return pandoc.write(document, request.to, request.options)
end

local function with_pictures(document, pictures)
  return not next(pictures) and document or document:walk {
    Image = function(image)
      image.src = pictures[image.src] or image.src
      return image
    end
  }
end

local function convert(request)
  local globals = setmetatable({ FORMAT = request.to }, { __index = _G })
  local document = pandoc.utils.run_lua_filter(with_pictures(parse(request), request.pictures), request.filter, globals)
  local environment = pandoc.system.environment()
  environment.SOURCE_DATE_EPOCH = request.timestamp
  pandoc.system.with_environment(environment, function()
    pandoc.system.write_file(request.output, write(document, request))
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
