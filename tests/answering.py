"""The HTTP half of the small servers that stand where tests cannot have the real one."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler


class AnsweringHandler(BaseHTTPRequestHandler):
    """Sends whole answers, outlives clients that give up, and says nothing."""

    protocol_version = "HTTP/1.1"

    def send_json(self, status: int, body: object) -> None:
        self.send_bytes(status, "application/json", json.dumps(body).encode())

    def send_bytes(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            return  # the client gave up or was killed: that is what some tests are about

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""
