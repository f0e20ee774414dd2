"""Chromium and the server of the tests, started for the browser tests and stopped after them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.processes import browser_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def served(*mode: str) -> Iterator[str]:
    """The address of the server in a mode of ``tests/browser_server.py``; skips without a Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with browser_server(*mode) as found:
        yield f"http://{found}"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium that speaks to nobody by itself."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def other_site(pages: dict[str, tuple[str, str]]) -> Iterator[str]:
    """The address of a site of another origin.

    Args:
        pages: HTML and content policy of each path; may be filled once the address is known.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html, policy = pages.get(self.path, ("", "default-src 'none'"))
            self.send_response(200 if html else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-security-policy", policy)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is written."""

    with _serving(Handler) as found:
        yield found


@contextmanager
def forwarding_site(server: str, key: str, html: str, policy: str) -> Iterator[str]:
    """The address of a portal: one page, and below ``/tro-ly`` the server, asked with the portal's key.

    Args:
        server: address of the server.
        key: of the portal; no page sees it.
        html: of the page.
        policy: content policy of the page.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/tro-ly/"):
                self.forward()
                return
            self.tell(
                200, {"content-type": "text/html; charset=utf-8", "content-security-policy": policy}, html.encode()
            )

        def do_POST(self) -> None:
            self.forward()

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            kept = {name: self.headers[name] for name in ("content-type", "accept") if name in self.headers}
            address, headers = server + self.path.removeprefix("/tro-ly"), kept | {"authorization": f"Bearer {key}"}
            answer = httpx.request(self.command, address, content=body, headers=headers, timeout=60)
            told = {name: answer.headers[name] for name in ("content-type", "retry-after") if name in answer.headers}
            self.tell(answer.status_code, told, answer.content)

        def tell(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is written."""

    with _serving(Handler) as found:
        yield found
