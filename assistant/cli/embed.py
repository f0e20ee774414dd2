"""``widget``: the two lines by which a page of another site embeds the assistant, or a whole page to try them.

Edge; needs neither an index nor a running server.
"""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.widget.bundle import content_policy, element_line, host_page, script_line, server_address, widget
from corpus.core.errors import AssistantError


def register(app: typer.Typer) -> None:
    """Add ``widget`` to the assistant's command line."""
    app.command("widget")(embed)


def embed(
    server: Annotated[str, typer.Option(help="Địa chỉ máy chủ trợ lý, như https://tro-ly.example.")],
    page: Annotated[bool, typer.Option("--page", help="In cả một trang thử, có chính sách nội dung chặt.")] = False,
) -> None:
    """In hai dòng để nhúng trợ lý vào trang của cổng thông tin."""
    try:
        address = server_address(server)
    except AssistantError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if page:
        typer.echo(host_page(address))
        return
    typer.echo(f"{script_line(address, widget())}\n{element_line(address)}")
    typer.echo(f"\nContent-Security-Policy: {content_policy(address)}", err=True)
