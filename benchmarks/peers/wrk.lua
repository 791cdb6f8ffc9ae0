-- Ask for one template after the other combination of its constants; report as JSON behind the word RESULT.
-- wrk … -- TEMPLATE FIRST NAME=VALUE,VALUE… …

local template, number, names, values

function init(args)
  template, number = args[1], tonumber(args[2])
  names, values = {}, {}
  for at = 3, #args do
    local name, listed = args[at]:match("^(%w+)=(.*)$")
    names[#names + 1] = name
    values[name] = {}
    for value in listed:gmatch("[^,]+") do
      table.insert(values[name], value)
    end
  end
end

function request()
  local chosen, rest = {}, number
  for _, name in ipairs(names) do
    local count = #values[name]
    chosen[name] = values[name][rest % count + 1]
    rest = math.floor(rest / count)
  end
  chosen.n = tostring(rest + 1000)
  number = number + 1
  local path = template:gsub("@(%w+)@", chosen)
  return wrk.format("GET", path, { ["Accept"] = "application/sparql-results+json", ["Host"] = wrk.headers["Host"] })
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT{"requests": %d, "seconds": %f, "failed": %d, "p99_ms": %f}\n',
    summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(99) / 1000))
end
