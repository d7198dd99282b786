-- Calls a tool over and over. The first argument is a Lua file that returns what to send:
-- { heads = { "POST …", … }, before = '{"id":', after = ',…}', padding = 0, expected = 'text' }
-- A request is built of strings made at the start, so that wrk spends its time on the socket. An answer is
-- read only if a text is expected in it.

local FIRST_ID = 1000000

local heads = {}
local after
local count = 0
local thread
unexpected = 0

function setup(only)
  thread = only
end

function init(args)
  local call = dofile(args[1])
  after = call.after:gsub("PADDING", function() return string.rep("x", call.padding) end)
  if call.expected ~= "" then
    function response(status, headers, body)
      if not body:find(call.expected, 1, true) then unexpected = unexpected + 1 end
    end
  end
  local length = #call.before + #tostring(FIRST_ID) + #after
  for index, head in ipairs(call.heads) do
    heads[index] = head .. "Content-Length: " .. length .. "\r\n\r\n" .. call.before
  end
end

function request()
  count = count + 1
  return heads[count % #heads + 1] .. (FIRST_ID + count) .. after
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"micros":%d,"p50":%d,"p99":%d,"failed":%d,"unexpected":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    thread:get("unexpected")))
end
