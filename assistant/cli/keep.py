"""``backup`` and ``restore``: the data of an installation in one checked file, and back (edge)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.backup.archive import restore, save
from assistant.settings import Settings
from corpus.core.errors import AssistantError, InputError
from corpus.core.installation import program

Home = Annotated[Path | None, typer.Option(help="Thư mục dữ liệu, mặc định là TLDH_HOME.")]
StoreUrl = Annotated[str | None, typer.Option(help="Địa chỉ kho dữ liệu, mặc định là TLDH_STORE_URL.")]


def register(app: typer.Typer) -> None:
    """Add ``backup`` and ``restore`` to the assistant's command line."""
    app.command("backup")(backup)
    app.command("restore")(bring_back)


def backup(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu sẽ ghi, như sao-luu-2026-11-29.tar.gz.")],
    home: Home = None,
    store_url: StoreUrl = None,
) -> None:
    """Sao lưu mọi dữ liệu không tự dựng lại được; máy chủ vẫn chạy."""
    settings = _settings(home, store_url)
    try:
        saved = save(settings.home, file, settings.store_address())
    except AssistantError as error:
        raise _told(error) from error
    typer.echo(f"Đã sao lưu {len(saved.files)} tệp vào {file}.")


def bring_back(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu.")],
    home: Home = None,
    store_url: StoreUrl = None,
    replace: Annotated[bool, typer.Option("--replace", help="Chuyển dữ liệu đang có sang một bên.")] = False,
) -> None:
    """Phục hồi từ bản sao lưu; dừng máy chủ trước."""
    settings = _settings(home, store_url)
    try:
        saved = restore(file, settings.home, settings.store_address(), replace=replace)
    except AssistantError as error:
        raise _told(error) from error
    typer.echo(f"Đã phục hồi {len(saved.files)} tệp của bản sao lưu lúc {saved.created} vào {settings.home}.")
    typer.echo(f"Lập lại chỉ mục bằng: {program('indexing')} build")


def _settings(home: Path | None, store_url: str | None) -> Settings:
    given = {name: value for name, value in (("home", home), ("store_url", store_url)) if value is not None}
    return Settings(**given)


def _told(error: AssistantError) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(2 if isinstance(error, InputError) else 1)
