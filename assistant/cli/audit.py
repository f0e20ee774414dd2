"""Commands of the audit log: ``verify`` works its chain again, ``show`` prints its latest lines (edge, Typer)."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.settings import Settings
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, InputError
from corpus.core.installation import needs

if TYPE_CHECKING:
    from assistant.accounts.audit import AuditLog

app = typer.Typer(help="Nhật ký kiểm soát: ai đã làm gì với dịch vụ.", no_args_is_help=True)
_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


@app.command()
def verify(
    head: Annotated[
        str, typer.Option(help="Dấu cuối đã ghi lại lần trước, dạng số:băm; nhật ký phải còn chứa nó.")
    ] = "",
) -> None:
    """Tính lại toàn bộ chuỗi băm; in dấu cuối để ghi lại ở nơi khác, hoặc kết thúc với 1 khi nhật ký đã bị sửa."""
    try:
        with needs("serve"):
            from assistant.accounts.audit import AuditHead
        found = _HEAD.fullmatch(head)
        if head and found is None:
            raise InputError(Code.INPUT_HEAD, "Dấu cuối phải có dạng số:băm, như lệnh này in ra.")
        last = _log().verify(AuditHead(int(found[1]), found[2]) if found else None)
    except AssistantError as error:
        raise _failed(error) from error
    typer.echo(f"{last.number}:{last.hash}")


@app.command()
def show(limit: Annotated[int, typer.Option(min=1, max=100_000, help="Số dòng mới nhất.")] = 50) -> None:
    """In các dòng mới nhất, mỗi dòng một JSON, mới nhất ở cuối."""
    try:
        for line in reversed(_log().lines(limit=limit)):
            typer.echo(json.dumps(asdict(line), ensure_ascii=False))
    except AssistantError as error:
        raise _failed(error) from error


def _log() -> AuditLog:
    with needs("serve"):
        from assistant.accounts.audit import AuditLog
        from assistant.store.database import Store
    return AuditLog(Store(Settings().store_address()))


def _failed(error: AssistantError) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(2 if isinstance(error, InputError) else 1)
