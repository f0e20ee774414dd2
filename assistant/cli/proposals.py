"""Commands for moderators: list, show, answer, forward, decline, export, erase, purge proposals (edge, Typer).

The same functions as on the operator's page. Who did it is the name given with ``--by``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from assistant.settings import Settings
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, InputError
from corpus.core.installation import needs

if TYPE_CHECKING:
    from assistant.proposals.model import ReceivedProposal
    from assistant.proposals.moderation import Moderation

app = typer.Typer(help="Kiến nghị đã nhận: xem, trả lời, xuất, xóa.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="Số kiến nghị, dạng KN-00000-00000.")]
By = Annotated[str, typer.Option("--by", help="Người làm; ghi vào lịch sử của kiến nghị.")]
Text = Annotated[str, typer.Option("--text", help="Lời trả lời hoặc lý do.")]


@contextmanager
def _work() -> Iterator[Moderation]:
    """The queue of the settings; errors of ours end the command with their words."""
    try:
        with needs("serve"):
            from assistant.proposals.moderation import Moderation
            from assistant.store.database import Store
        with closing(Store(Settings().store_address())) as store:
            yield Moderation(store)
    except AssistantError as error:
        typer.echo(str(error), err=True)
        for fault in getattr(error, "faults", ()):
            typer.echo(f"  {fault.words}", err=True)
        raise typer.Exit(2 if error.code.status == 422 else 1) from error


@app.command("list")
def listed(
    state: Annotated[str, typer.Option(help="moi, dang_xu_ly, da_tra_loi, da_chuyen, tu_choi hoặc da_xoa.")] = "",
    words: Annotated[str, typer.Option(help="Từ cần tìm, có dấu hay không.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
) -> None:
    """Liệt kê, cũ trước."""
    with _work() as work:
        from assistant.proposals.model import STATE_NAMES, ProposalState
        from assistant.proposals.moderation import ProposalQuery

        if state and state not in set(ProposalState):
            raise InputError(Code.INPUT_KIND, f"Không có trạng thái “{state}”.")
        states = [ProposalState(state)] if state else []
        found = work.listing(ProposalQuery(states, words=words), limit=limit)
        for case in found.cases:
            one = case.proposal
            typer.echo(f"{one.number}  {_moment(one)}  {STATE_NAMES[one.state]}  {one.category}  {one.text[:60]!r}")
        typer.echo(f"{len(found.cases)}/{found.total}")


@app.command()
def show(number: Number) -> None:
    """Toàn bộ một kiến nghị, cả liên hệ."""
    with _work() as work:
        from assistant.proposals.model import STATE_NAMES

        case = work.show(number)
        one = case.proposal
        typer.echo(f"{one.number}  {_moment(one)}  {STATE_NAMES[one.state]}  {one.category}  {one.level}")
        if case.contact is not None:
            typer.echo(f"Liên hệ: {case.contact.name} {case.contact.reach}")
        typer.echo(f"\n{one.text}\n")
        if one.reply:
            typer.echo(f"Trả lời: {one.reply}")
        for citation in one.citations:
            typer.echo(f"  {citation.caption}: “{citation.quote}” {citation.standing}")
        for event in case.events:
            typer.echo(
                f"{event.at.isoformat()}  {event.actor or 'người gửi'}  {STATE_NAMES[event.state]}  {event.note}"
            )


@app.command()
def answer(
    number: Number,
    text: Text,
    by: By,
    cite: Annotated[list[str] | None, typer.Option("--cite", help="Mã điều khoản; ghi nhiều lần được.")] = None,
) -> None:
    """Trả lời; điều khoản nêu ở --cite được trích nguyên văn từ kho văn bản."""
    with _work() as work:
        from indexing.config import IndexConfig
        from indexing.sources import load_registry

        settings = Settings()
        registry = load_registry(IndexConfig(home=settings.home, corpus=settings.corpus))
        _told(work.answer(number, by, text, cite or (), registry, settings.today()))


@app.command()
def forward(number: Number, to: Annotated[str, typer.Option("--to", help="Nơi chuyển đến.")], by: By) -> None:
    """Chuyển cơ quan có thẩm quyền."""
    with _work() as work:
        _told(work.forward(number, by, to))


@app.command()
def decline(number: Number, text: Text, by: By) -> None:
    """Không tiếp nhận, kèm lý do."""
    with _work() as work:
        _told(work.decline(number, by, text))


@app.command()
def erase(number: Number, text: Text, by: By) -> None:
    """Xóa nội dung, liên hệ, trả lời của một kiến nghị; không lấy lại được."""
    with _work() as work:
        _told(work.erase(number, by, text))


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Tệp ghi ra, đuôi .csv hoặc .xlsx.")],
    contacts: Annotated[bool, typer.Option("--contacts", help="Kèm họ tên, liên hệ.")] = False,
) -> None:
    """Xuất tất cả; ô nào giống công thức đều được ghi thành chữ."""
    with _work() as work:
        from assistant.proposals.exporting import as_csv, as_xlsx

        write = {".csv": as_csv, ".xlsx": as_xlsx}.get(file.suffix.lower())
        if write is None:
            raise InputError(Code.INPUT_KIND, "Tệp xuất phải có đuôi .csv hoặc .xlsx.")
        cases = list(work.everything())
        try:
            file.write_bytes(write(cases, Settings().timezone, contacts=contacts))
        except OSError as error:
            raise InputError(Code.INPUT_UNWRITABLE, f"Không ghi được tệp “{file}”.") from error
        typer.echo(f"{len(cases)} kiến nghị: {file}")


@app.command()
def purge() -> None:
    """Xóa những gì đã hết hạn lưu; máy chủ cũng tự làm mỗi giờ."""
    with _work() as work:
        from assistant.proposals.retention import ProposalKeeping
        from assistant.proposals.retention import purge as remove

        settings = Settings()
        done = remove(work.store, ProposalKeeping(settings.proposal_days, settings.contact_days))
        typer.echo(f"Đã xóa {done.proposals} kiến nghị, {done.contacts} liên hệ.")


def _told(one: ReceivedProposal) -> None:
    from assistant.proposals.model import STATE_NAMES

    typer.echo(f"{one.number}: {STATE_NAMES[one.state]}")


def _moment(one: ReceivedProposal) -> str:
    return one.received_at.astimezone(ZoneInfo(Settings().timezone)).strftime("%d/%m/%Y %H:%M")
