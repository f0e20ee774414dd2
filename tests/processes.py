"""The servers of the tests as processes of their own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent


@contextmanager
def browser_server(*mode: str) -> Iterator[str]:
    """``tests/browser_server.py`` in a mode of its own; gives host and port once it listens, stops it at the end."""
    line = [sys.executable, "tests/browser_server.py", *mode]
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    try:
        assert port.isdigit(), "the server did not start"
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@contextmanager
def chat_server(*mode: str) -> Iterator[str]:
    """The same, its chat made already: the first who comes to it waits for that, here nobody."""
    with browser_server(*mode) as found:
        httpx.get(f"http://{found}/chat/", timeout=180).raise_for_status()
        yield found
