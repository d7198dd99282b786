"""The time tool with FastMCP: uvicorn runs `app`."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

from fastmcp import FastMCP
from fastmcp.tools import ToolResult

SCHEMA = {
    "type": "object",
    "properties": {
        "iso": {"type": "string"},
        "timezone": {"type": "string"},
        "unix_seconds": {"type": "integer"},
    },
    "required": ["iso", "timezone", "unix_seconds"],
}


def get_current_time(timezone: str = "UTC", padding: str = "") -> ToolResult:
    """Returns the time."""
    now = datetime.now(ZoneInfo(timezone))
    iso = now.isoformat(timespec="seconds")
    text = f"It is {now:%H:%M:%S} on {now:%A, %-d %B %Y} in {timezone} ({iso})."
    told = {"iso": iso, "timezone": timezone, "unix_seconds": int(now.timestamp())}
    return ToolResult(content=text, structured_content=told)


server = FastMCP("fastmcp")
server.tool(get_current_time, output_schema=SCHEMA)
for index in range(1, int(os.environ.get("TOOLS", "1"))):
    server.tool(get_current_time, name=f"tool_{index}", output_schema=SCHEMA)

# Stateless with JSON answers is what its guide to HTTP deployment advises behind a load balancer.
app = server.http_app(json_response=True, stateless_http=os.environ.get("ERA") == "2026")
