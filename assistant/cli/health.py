"""``health``: whether the server of these settings answers questions, for those who watch over it (edge)."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException

import typer

from assistant.settings import Settings

TIMEOUT_S = 5.0
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared with, not listened at


def register(app: typer.Typer) -> None:
    """Add ``health`` to the assistant's command line."""
    app.command("health")(health)


def health() -> None:
    """Kiểm tra máy chủ đang chạy đã sẵn sàng trả lời; mã kết thúc 0 là sẵn sàng."""
    settings = Settings()
    name = settings.allowed_hosts.split(",")[0].strip()  # the server answers for its names only
    connection = HTTPConnection(_ANY.get(settings.host, settings.host), settings.port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", "/readyz", headers={"host": name} if name else {})
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        typer.echo(f"Máy chủ không trả lời: {error}", err=True)
        raise typer.Exit(1) from error
    finally:
        connection.close()
    if status != 200:
        typer.echo(f"Máy chủ chưa sẵn sàng (HTTP {status}).", err=True)
        raise typer.Exit(1)
    typer.echo("Sẵn sàng.")
