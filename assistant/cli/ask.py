"""Command line of the assistant: ``ask`` one question or a batch; ``check`` and ``verify`` live in ``cli_check``.

Edge. Answers go to standard output, messages to standard error; errors are Vietnamese, with exit code 2 for the
caller's mistakes and 1 for everything else. Heavy imports happen only when a question is asked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli import audit as cli_audit
from assistant.cli import checks as cli_check
from assistant.cli import embed, health, keep
from assistant.cli import proposals as cli_proposals
from assistant.cli import store as cli_store
from assistant.cli import unanswered as cli_unanswered
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, InputError
from corpus.core.installation import program

if TYPE_CHECKING:
    from assistant.model import Question
    from assistant.service import Assistant

app = typer.Typer(help="Trợ lý Đại hội: hỏi đáp có trích dẫn về tổ chức đại hội đảng các cấp.", no_args_is_help=True)
cli_check.register(app)
embed.register(app)
keep.register(app)
health.register(app)
app.add_typer(cli_store.app, name="store")
app.add_typer(cli_audit.app, name="audit")
app.add_typer(cli_proposals.app, name="proposals")
app.add_typer(cli_unanswered.app, name="unanswered")


@app.callback()
def main() -> None:
    """Trợ lý Đại hội."""


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(
            Code.QUESTION_DATE, f"Ngày “{value}” không đúng.", hint="Xin ghi dạng năm-tháng-ngày, ví dụ 2025-08-15."
        ) from error


def _open(home: Path | None, corpus: str | None) -> Assistant:
    from assistant.settings import Settings
    from assistant.wiring import assistant_from

    given = {name: value for name, value in (("home", home), ("corpus", corpus)) if value is not None}
    return assistant_from(Settings(**given))


def _question(row: dict[str, Any]) -> Question:
    from assistant.model import Question, Turn

    text, history = row.get("question"), row.get("history") or []
    if not isinstance(text, str) or not isinstance(history, list):
        raise InputError(Code.QUESTION_FORM, "Mỗi dòng phải là đối tượng JSON có “question” là chuỗi ký tự.")
    turns = tuple(
        Turn(str(t.get("question", "")), str(t.get("answer", ""))) if isinstance(t, dict) else Turn(str(t))
        for t in history
    )
    return Question(text, _day(row.get("as_of")), turns)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InputError(Code.CERTIFICATE_UNWRITABLE, f"Không ghi được chứng thư vào “{path}”.") from error


def _fail(error: AssistantError) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(2 if isinstance(error, InputError) else 1)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Câu hỏi, đặt trong ngoặc kép.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Ngày áp dụng, dạng 2025-08-15.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In câu trả lời dạng JSON.")] = False,
    certificate: Annotated[Path | None, typer.Option("--certificate", help="Ghi chứng thư của câu trả lời.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="Tệp JSONL: id, question, as_of, history.")] = None,
    home: Annotated[Path | None, typer.Option(help="Thư mục dữ liệu.", envvar="TLDH_HOME")] = None,
    corpus: Annotated[str | None, typer.Option(help="merged, shipped hoặc official.", envvar="TLDH_CORPUS")] = None,
) -> None:
    """Hỏi một câu, hoặc một tệp câu hỏi; mỗi câu trả lời kèm trích dẫn."""
    try:
        if batch is not None:
            for line in answers(_open(home, corpus), batch):
                typer.echo(line)
            return
        from assistant.model import Question
        from assistant.output.render import plain_text

        if question is None:
            raise InputError(Code.QUESTION_EMPTY, "Chưa có câu hỏi.", hint=f'Ví dụ: {program("assistant")} ask "…".')
        day = _day(as_of)
        assistant = _open(home, corpus)
        answer = assistant.answer(Question(question, day))
        if certificate is not None:
            from assistant.output.certificate import certify

            written = json.dumps(certify(answer, {}, assistant.registry), ensure_ascii=False)
            _write(certificate, written)
        if as_json:
            typer.echo(json.dumps(answer.to_json(), ensure_ascii=False))
        else:
            typer.echo(plain_text(answer))
    except AssistantError as error:
        raise _fail(error) from error


def answers(assistant: Assistant, path: Path) -> Iterator[str]:
    """One JSON line a question of a JSONL file; a bad line gives an ``error`` object and the batch goes on.

    Raises:
        InputError: ``batch.unreadable`` when the file cannot be read at all.
    """
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        lines = content.decode("utf-8-sig").split("\n")  # U+2028 may stand inside a line
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Code.BATCH_UNREADABLE, f"Không đọc được tệp câu hỏi “{path}”.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identity: Any = number
        try:
            row = json.loads(line, parse_constant=cli_check.no_constant)
            if not isinstance(row, dict):
                raise InputError(Code.QUESTION_FORM, "Mỗi dòng phải là một đối tượng JSON.")
            identity = row.get("id", number)
            result = {"id": identity, **assistant.answer(_question(row)).to_json()}
        except (ValueError, RecursionError):
            result = _error(identity, InputError(Code.QUESTION_FORM, f"Dòng {number} không phải JSON."))
        except AssistantError as error:
            result = _error(identity, error)
        yield cli_check.as_line(result)


def _error(identity: Any, error: AssistantError) -> dict[str, Any]:
    return {"id": identity, "error": {"code": error.code, "message": error.message, "hint": error.hint}}
