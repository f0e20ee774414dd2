"""Commands of the store: ``upgrade`` brings its tables up to date, ``check`` says what they are (edge, Typer)."""

from __future__ import annotations

from contextlib import closing

import typer

from assistant.settings import Settings
from corpus.core.errors import AssistantError, InputError
from corpus.core.installation import needs

app = typer.Typer(help="Kho dữ liệu của dịch vụ: kiến nghị, đánh giá, giới hạn.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Đưa các bảng lên bước mới nhất; máy chủ cũng tự làm khi khởi động."""
    try:
        with needs("serve"):
            from assistant.store.database import Store
        with closing(Store(Settings().store_address())) as store:
            state = store.upgrade()
    except AssistantError as error:
        raise _failed(error) from error
    typer.echo(f"{state.address}: bước {state.version}")


@app.command()
def check() -> None:
    """Cho biết kho ở bước nào; kết thúc với 1 khi chưa tới được hoặc chưa ở bước mới nhất."""
    try:
        with needs("serve"):
            from assistant.store.database import Store
        with closing(Store(Settings().store_address())) as store:
            state = store.state()
    except AssistantError as error:
        raise _failed(error) from error
    typer.echo(f"{state.address}: bước {state.version or 'chưa có'}, mới nhất {state.newest}")
    if not state.current:
        raise typer.Exit(1)


def _failed(error: AssistantError) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(2 if isinstance(error, InputError) else 1)
