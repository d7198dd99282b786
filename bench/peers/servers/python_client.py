"""What a script with the official Python client does: lists the tools, or calls one."""

import asyncio
import sys

from mcp import Client


async def main(url: str, command: str) -> None:
    async with Client(url) as client:
        if command == "tools":
            print([tool.name for tool in (await client.list_tools()).tools])
        else:
            result = await client.call_tool("get_current_time", {"timezone": "Asia/Tokyo"})
            print(result.content[0].text)


asyncio.run(main(sys.argv[1], sys.argv[2]))
