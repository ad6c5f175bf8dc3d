"""Real receivers on this machine: they accept, refuse, break off, or never answer; what arrived is kept."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

HOST = "127.0.0.1"


class Web(NamedTuple):
    """A web service; `got` are the messages that reached it, whatever it answered."""

    port: int
    got: list[dict[str, Any]]

    def url(self, behaviour: str = "200", secret: str = "") -> str:
        """An address of it that is answered so: a status, `silent`, `slow`, `cut`, `errcode`, or `endless`."""
        return f"json://{HOST}:{self.port}/{behaviour}/{secret}"


@contextmanager
def web() -> Iterator[Web]:
    """A web service that answers as each address asks it to."""
    got: list[dict[str, Any]] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"]))
            behaviour = self.path.split("/")[1]
            got.append({"path": self.path, **(json.loads(said) if said.startswith(b"{") else {})})
            if behaviour == "silent":
                over.wait(60)
            elif behaviour == "slow":
                time.sleep(0.6)
            if behaviour not in ("silent", "cut"):
                self.send_response(int(behaviour) if behaviour.isdigit() else 200)
                if behaviour.startswith("3"):
                    self.send_header("Location", "/login")
                self.end_headers()
                self.wfile.write(b'{"errcode": 310000}' if behaviour == "errcode" else b"ok")
            if behaviour == "endless":
                self._pour(got[-1])

        def _pour(self, said: dict[str, Any]) -> None:
            """Sixty-four megabytes, or as many as are wanted; `poured` counts them."""
            said["poured"] = 0
            with suppress(OSError):
                while said["poured"] < 64:
                    self.wfile.write(bytes(1_000_000))
                    said["poured"] += 1

        def do_GET(self) -> None:
            got.append({"path": self.path})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<form>Who are you?</form>")

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Web(server.server_port, got)
        finally:
            over.set()
            server.shutdown()


def nobody() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Post(NamedTuple):
    """A mail server; `got` are the texts of the mails that it accepted or was still reading."""

    port: int
    got: list[str]

    def url(self) -> str:
        return f"mailto://{HOST}:{self.port}?from=desk@shop.example&to=head@shop.example&mode=insecure"


@contextmanager
def post(stage: str = "", reply: str = "") -> Iterator[Post]:
    """A mail server that gives this reply to that command (`MAIL`, `RCPT`, `.` for the text); none: it falls silent."""
    got: list[str] = []
    over = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 mail.shop.example")
            while line := self.rfile.readline().decode().strip():
                verb = line.split(":")[0].split(" ")[0].upper()
                if verb == "DATA":
                    self._say("354 go on")
                    got.append(self._text())
                    verb = "."
                if verb == stage:
                    if not reply:
                        over.wait(60)
                        return
                    self._say(reply)
                else:
                    self._say("221 bye" if verb == "QUIT" else "250 ok")

        def _text(self) -> str:
            lines: list[str] = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            return "\n".join(lines)

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server((HOST, 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Post(server.server_address[1], got)
        finally:
            over.set()
            server.shutdown()
