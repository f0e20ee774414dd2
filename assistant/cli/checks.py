"""Commands that prove: ``check`` a file of claims against quotes, ``verify`` a certificate later.

Edge. ``check`` needs nothing but the claims; documents are read only when a line names a provision. One bad line gives
a typed error object in its place and never stops the rest.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from assistant.reasons import Reason
from assistant.settings import Settings
from assistant.verification.verifier import check_pair, verify_quote
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, InputError
from corpus.core.installation import HOME

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.core.registry import Registry

Home = Annotated[Path, typer.Option(help="Thư mục dữ liệu.", envvar="TLDH_HOME")]
Corpus = Annotated[str, typer.Option(help="merged, shipped hoặc official.", envvar="TLDH_CORPUS")]


def register(app: typer.Typer) -> None:
    """Add ``check`` and ``verify`` to the assistant's command line."""
    app.command("check")(check)
    app.command("verify")(verify_certificate)


def check(
    file: Annotated[
        Path, typer.Argument(help="Tệp JSONL: id, claim, quote, tùy chọn provision_id, as_of; “-” là đầu vào chuẩn.")
    ],
    home: Home = HOME,
    corpus: Corpus = "merged",
) -> None:
    """Đối chiếu từng câu với trích dẫn của nó; mỗi dòng in một kết quả JSON."""
    opened: list[Registry] = []

    def registry() -> Registry:
        if not opened:
            opened.append(_registry(home, corpus))
        return opened[0]

    try:
        for line in findings(_lines(file), registry):
            typer.echo(line)
    except AssistantError as error:
        raise _fail(error) from error


def findings(lines: list[str], registry: Callable[[], Registry]) -> Iterator[str]:
    """One JSON line for each claim: ``id``, ``supported``, ``reasons``, or ``id`` and ``error`` for a bad line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identity: Any = number
        try:
            row = json.loads(line, parse_constant=no_constant)
            if not isinstance(row, dict):
                raise InputError(Code.CHECK_FORM, f"Dòng {number} phải là một đối tượng JSON.")
            identity = row.get("id", number)
            reasons = _reasons(row, registry)
            result: dict[str, Any] = {"id": identity, "supported": not reasons, "reasons": list(reasons)}
        except (ValueError, RecursionError):
            result = _error(identity, InputError(Code.CHECK_FORM, f"Dòng {number} không phải JSON."))
        except AssistantError as error:
            result = _error(identity, error)
        yield as_line(result)


def no_constant(name: str) -> NoReturn:
    """Refuses ``NaN`` and its like, which Python reads and JSON does not have."""
    raise ValueError(f"{name} is no value of JSON")


def as_line(result: dict[str, Any]) -> str:
    """One line of JSON that any terminal takes: what cannot be written as UTF-8, or nests too deep, is not echoed."""
    try:
        line = json.dumps(result, ensure_ascii=False)
        line.encode("utf-8")
    except (UnicodeEncodeError, RecursionError):
        line = json.dumps({**result, "id": None}, ensure_ascii=True)
    return line


def _reasons(row: dict[str, Any], registry: Callable[[], Registry]) -> tuple[Reason, ...]:
    claim, quote = row.get("claim"), row.get("quote")
    if not isinstance(claim, str) or not claim.strip():
        raise InputError(Code.CHECK_CLAIM, "Thiếu “claim” (câu cần kiểm chứng, chuỗi ký tự khác rỗng).")
    if quote is None:
        quote = ""
    if not isinstance(quote, str):
        raise InputError(Code.CHECK_QUOTE, "“quote” phải là chuỗi ký tự.")
    provision_id, as_of = row.get("provision_id"), row.get("as_of")
    if provision_id is None:
        return check_pair(claim, quote)
    if not isinstance(provision_id, str):
        raise InputError(Code.CHECK_PROVISION, "“provision_id” phải là chuỗi ký tự.")
    return verify_quote(claim, quote, provision_id, registry(), _day(as_of))


def _day(value: object) -> date:
    if value is None or value == "":
        return Settings().today()
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(
            Code.CHECK_DATE, f"Ngày “{value}” không đúng.", hint="Xin ghi dạng năm-tháng-ngày, ví dụ 2025-08-15."
        ) from error


def _lines(file: Path) -> list[str]:
    return _bytes(file).decode("utf-8-sig", errors="replace").split("\n")


def _bytes(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise InputError(Code.CHECK_UNREADABLE, f"Không đọc được tệp “{file}”.") from error


def _registry(home: Path, corpus: str) -> Registry:
    from indexing.config import IndexConfig
    from indexing.sources import load_registry

    return load_registry(IndexConfig(home=home, corpus=corpus))


def _error(identity: Any, error: AssistantError) -> dict[str, Any]:
    return {"id": identity, "error": {"code": error.code, "message": error.message, "hint": error.hint}}


def _fail(error: AssistantError) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(2 if isinstance(error, InputError) else 1)


def verify_certificate(
    file: Annotated[Path, typer.Argument(help="Tệp chứng thư JSON của một câu trả lời.")],
    home: Home = HOME,
    corpus: Corpus = "merged",
) -> None:
    """Kiểm tra lại chứng thư của một câu trả lời với bộ văn bản hiện có."""
    from assistant.output.certificate import parse
    from assistant.output.recheck import recheck, report_text

    try:
        text = _bytes(file).decode("utf-8", errors="replace")
    except AssistantError as error:
        raise _fail(error) from error
    try:
        report = recheck(parse(text), _registry(home, corpus), Settings().today())
    except AssistantError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(report_text(report))
    if not report.holds:
        raise typer.Exit(1)
