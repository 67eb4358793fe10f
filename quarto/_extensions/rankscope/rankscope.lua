-- {{< rankscope lab=spectrum alpha=1.2 controls=alpha >}}: what is no attribute of the element is a setting of the state.

local ATTRIBUTES = { "controls", "figures", "readouts", "theme", "src" }

local function attribute(name, text)
  local safe = text:gsub("&", "&amp;"):gsub('"', "&quot;"):gsub("<", "&lt;"):gsub(">", "&gt;")
  return string.format(' %s="%s"', name, safe)
end

local function encoded(text)
  return (text:gsub("[^%w%-%._~,;:]", function(byte) return string.format("%%%02X", byte:byte()) end))
end

return {
  ["rankscope"] = function(_, kwargs, meta)
    local given, keys = {}, {}
    for key, value in pairs(kwargs) do
      given[key] = pandoc.utils.stringify(value)
    end
    local attributes, title = "", given.title or "Rankscope"
    given.title = nil
    for _, name in ipairs(ATTRIBUTES) do
      if given[name] then attributes = attributes .. attribute(name, given[name]) end
      given[name] = nil
    end
    for key in pairs(given) do keys[#keys + 1] = key end
    table.sort(keys)
    local state = "v=1"
    for _, key in ipairs(keys) do state = state .. "&" .. key .. "=" .. encoded(given[key]) end

    local host = pandoc.utils.stringify(meta["rankscope"] or "")
    if host == "" then error("rankscope: the document's metadata must say where Rankscope lies: `rankscope: https://HOST/`") end
    if not quarto.doc.is_format("html") then
      return pandoc.Para({ pandoc.Link(title, host .. "#" .. state) })
    end
    return pandoc.RawBlock("html", string.format(
      '<script type="module"%s></script>\n<rankscope-lab%s%s>%s</rankscope-lab>',
      attribute("src", host .. "rankscope.js"), attribute("state", state), attributes, (title:gsub("&", "&amp;"):gsub("<", "&lt;"))))
  end,
}
