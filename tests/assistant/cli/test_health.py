"""``health`` asks the server of the settings by a name that it answers for, and says so in its exit code."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from typer.testing import CliRunner

from assistant.cli.ask import app


@contextmanager
def answering(status: int, asked: list[tuple[str, str]]) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["host"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is written."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        yield server.server_port
        thread.join()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (400, 1)])
def test_ready_is_zero_and_anything_else_is_not(status: int, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    with answering(status, asked) as port:
        monkeypatch.setenv("TLDH_PORT", str(port))
        monkeypatch.setenv("TLDH_HOST", "0.0.0.0")
        monkeypatch.setenv("TLDH_ALLOWED_HOSTS", "tro-ly.example, tro-ly.noi-bo")
        assert CliRunner().invoke(app, ["health"]).exit_code == code
        monkeypatch.delenv("TLDH_ALLOWED_HOSTS")
    assert asked == [("/readyz", "tro-ly.example")]
    gone = CliRunner().invoke(app, ["health"])
    assert gone.exit_code == 1
    assert "Máy chủ không trả lời" in gone.output
