"""A line of some length to a server on this machine: what arrives is passed on so many milliseconds later, each way.

python bench/proxy.py PORT TARGET_PORT MILLISECONDS
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress


async def later(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Passes everything on, in order, each piece as long after its arrival."""
    loop = asyncio.get_running_loop()
    waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            at, piece = await waiting.get()
            await asyncio.sleep(max(0.0, at - loop.time()))
            if not piece:
                break
            writer.write(piece)
            await writer.drain()
        writer.close()

    delivering = asyncio.create_task(deliver())
    try:
        while piece := await reader.read(65536):
            waiting.put_nowait((loop.time() + seconds, piece))
    except OSError:  # the other end has gone
        pass
    waiting.put_nowait((loop.time() + seconds, b""))
    with suppress(OSError):
        await delivering


async def serve(port: int, target: int, seconds: float) -> None:
    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * seconds)  # what a new connection costs before its first byte
        there, back = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(later(reader, back, seconds), later(there, writer, seconds))

    server = await asyncio.start_server(joined, "127.0.0.1", port, backlog=200)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 1000))
