"""Commands for what went unanswered: topics, questions, cases for the evaluation, export, erasure (edge, Typer)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.settings import Settings
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, InputError
from corpus.core.installation import needs

if TYPE_CHECKING:
    from assistant.feedback.unanswered import UnansweredBook

app = typer.Typer(help="Câu hỏi bị từ chối hoặc bị chê: chủ đề, nội dung, ca đánh giá.", no_args_is_help=True)


@contextmanager
def _book() -> Iterator[UnansweredBook]:
    try:
        with needs("serve"):
            from assistant.feedback.unanswered import UnansweredBook
            from assistant.store.database import Store
        with closing(Store(Settings().store_address())) as store:
            yield UnansweredBook(store, keep_words=False)
    except AssistantError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2 if isinstance(error, InputError) else 1) from error


@app.command("topics")
def topics() -> None:
    """Số lần theo lý do, chủ đề, quy định gần nhất; nhiều trước."""
    with _book() as book:
        for each in book.counts():
            typer.echo(f"{each.times}\t{each.what.kind}\t{each.what.topic or '-'}\t{each.what.nearest}")


@app.command("list")
def listed(after: Annotated[int, typer.Option(help="Chỉ các mã lớn hơn.")] = 0) -> None:
    """Các câu hỏi đã giữ lại (chỉ có khi bật TLDH_KEEP_QUESTIONS)."""
    with _book() as book:
        for one in book.questions(after=after):
            typer.echo(f"{one.id}\t{one.what.kind}\t{one.what.topic or '-'}\t{one.what.nearest}\t{one.question}")


@app.command()
def case(
    number: Annotated[int, typer.Argument(help="Mã câu hỏi.")],
    gold: Annotated[list[str] | None, typer.Option("--gold", help="Nơi trả lời, dạng văn_bản#nhãn.")] = None,
) -> None:
    """In một dòng của tệp ca đánh giá."""
    with _book() as book:
        from assistant.feedback.cases import case_line
        from indexing.config import IndexConfig
        from indexing.sources import load_registry

        settings = Settings()
        registry = load_registry(IndexConfig(home=settings.home, corpus=settings.corpus))
        found = book.question(number)
        if found is None:
            raise InputError(Code.INPUT_UNKNOWN_ID, f"Không có câu hỏi mang mã {number}.")
        typer.echo(case_line(found, registry, gold or ()))


@app.command()
def export(file: Annotated[Path, typer.Argument(help="Tệp .csv ghi ra.")]) -> None:
    """Xuất các câu hỏi đã giữ lại."""
    with _book() as book:
        from assistant.feedback.cases import questions_csv

        questions = list(book.every())
        try:
            file.write_bytes(questions_csv(questions, Settings().timezone))
        except OSError as error:
            raise InputError(Code.INPUT_UNWRITABLE, f"Không ghi được tệp “{file}”.") from error
        typer.echo(f"{len(questions)} câu hỏi: {file}")


@app.command()
def erase(numbers: Annotated[list[int], typer.Argument(help="Mã các câu hỏi.")]) -> None:
    """Xóa các câu hỏi theo mã."""
    with _book() as book:
        typer.echo(f"Đã xóa {book.erase(numbers)} câu hỏi.")


@app.command()
def purge() -> None:
    """Xóa các câu hỏi đã hết hạn lưu; máy chủ cũng tự làm mỗi giờ."""
    with _book() as book:
        typer.echo(f"Đã xóa {book.purge(Settings().question_days)} câu hỏi.")
