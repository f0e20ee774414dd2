"""Commands for the operator's documents: add, remove, rollback, log.

Edge of the command line over ``indexing.upkeep``: what was typed goes in, what was understood (``--dry-run``) and what
became of it is printed.
"""

from __future__ import annotations

import getpass
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from corpus.core.codes import Code, DefectCode
from corpus.core.errors import InputError
from corpus.core.installation import HOME
from corpus.core.model import Kind, Provision
from corpus.ingest.intake import Outcome, find_files, shown
from corpus.ingest.library import Library
from corpus.ingest.proposal import Clearable
from corpus.ingest.sandbox import Limits
from corpus.structure.effects import Effect
from corpus.structure.extract import Severity
from indexing.cli.options import CorpusOption, EncoderOption, HomeOption, JsonOption, config_from
from indexing.config import IndexConfig
from indexing.upkeep.loading import Statements, Upkeep, refuse_bytes
from indexing.upkeep.pace import Pace, left_words

ByOption = Annotated[str, typer.Option("--by", help="Người thực hiện, ghi vào nhật ký; mặc định là tài khoản máy.")]
NoteOption = Annotated[str, typer.Option("--note", help="Ghi chú cho nhật ký.")]
BuildOption = Annotated[bool, typer.Option("--build/--no-build", help="Lập lại chỉ mục sau khi thay đổi.")]

_SHOWN = 160
"""Provisions shown in full in the preview's tree; longer documents show their upper levels."""

_MARKS = {Severity.REPAIR: "đã sửa", Severity.DOUBT: "cần xem", Severity.LOSS: "mất"}


def register(app: typer.Typer) -> None:
    """Add the commands to ``python -m indexing``."""
    app.command()(add)
    app.command()(remove)
    app.command()(rollback)
    app.command("log")(log)
    app.command("history", hidden=True)(log)


def add(
    files: Annotated[
        list[Path], typer.Argument(help="Tệp hoặc thư mục (PDF, DOCX, DOC, RTF, HTML, Markdown, văn bản).")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem hiểu được gì, không nạp.")] = False,
    as_json: JsonOption = False,
    number: Annotated[str, typer.Option(help="Số, ký hiệu, ví dụ 294-QĐ/TW.")] = "",
    issued: Annotated[str, typer.Option(help="Ngày ban hành, dạng 2025-05-26.")] = "",
    kind: Annotated[str, typer.Option(help="Loại văn bản: " + ", ".join(kind.value for kind in Kind) + ".")] = "",
    title: Annotated[str, typer.Option(help="Trích yếu.")] = "",
    valid_from: Annotated[str, typer.Option(help="Ngày bắt đầu hiệu lực.")] = "",
    valid_until: Annotated[str, typer.Option(help="Ngày đầu tiên không còn hiệu lực.")] = "",
    record: Annotated[str, typer.Option(help="Mã bản ghi trong danh mục, ví dụ qd-294-tw-2025.")] = "",
    supersedes: Annotated[
        list[str] | None, typer.Option(help="Mã bản ghi mà văn bản này thay thế toàn bộ; lặp lại được.")
    ] = None,
    clear: Annotated[
        list[Clearable] | None, typer.Option(help="Bỏ điều tệp, danh mục hay lần nạp trước đã ghi; lặp lại được.")
    ] = None,
    replace_loaded: Annotated[
        bool, typer.Option("--replace", help="Thay văn bản đã nạp dù nội dung khác hẳn.")
    ] = False,
    ocr: Annotated[bool, typer.Option("--ocr", help="Nhận dạng chữ trang quét (cần Tesseract, gói vie).")] = False,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Đã đối chiếu bản OCR với bản gốc; được dẫn.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Xem trước toàn bộ cây điều khoản.")] = False,
    timeout: Annotated[float, typer.Option(help="Số giây tối đa để đọc một tệp.", min=1)] = 90.0,
    home: HomeOption = HOME,
    corpus: CorpusOption = "merged",
    encoder: EncoderOption = "bundled",
    by: ByOption = "",
    note: NoteOption = "",
    build: BuildOption = True,
) -> None:
    """Nạp văn bản quy định; mỗi tệp hỏng được báo riêng, không làm dừng các tệp khác."""
    paths = find_files(files)
    said = Statements(
        number=number,
        issued=issued,
        kind=kind,
        title=title,
        valid_from=valid_from,
        valid_until=valid_until,
        record=record,
        supersedes=tuple(supersedes or ()),
        reviewed=reviewed,
        cleared=tuple(clear or ()),
    )
    if not paths:
        said.overrides()
        raise InputError(Code.INPUT_NO_FILES, "Không thấy tệp nào đọc được trong các thư mục đã cho.")
    console = Console(stderr=as_json)
    counts: Counter[str] = Counter()

    def tell(outcome: Outcome) -> None:
        counts["ok" if outcome.ok else "refused"] += 1
        counts["waiting"] += outcome.ok and outcome.ingested is not None and bool(outcome.ingested.unknown)
        if as_json:
            typer.echo(json.dumps(outcome.to_json(), ensure_ascii=False))
        elif dry_run or not outcome.ok:
            _show(outcome, console, full=full)
        else:
            _tell(outcome, console)

    limits = Limits(seconds=timeout)
    config = config_from(home, corpus, encoder)
    if dry_run:
        upkeep = Upkeep(config, _who(by))
        for outcome in upkeep.preview(paths, said, limits=limits, replace=replace_loaded, ocr=ocr):
            tell(outcome)
    else:
        with _upkeep(config, by, note, build=build) as upkeep:
            version = upkeep.add(paths, said, limits=limits, replace=replace_loaded, ocr=ocr, tell=tell)
        if version is not None:
            words = f"Thư viện ở phiên bản {version.number}, {len(version.entries)} văn bản."
            Console(stderr=True).print(words, highlight=False)
    if not as_json:
        console.print(_summary(counts, dry_run=dry_run), highlight=False)
    if counts["refused"]:
        raise typer.Exit(1)


def remove(
    documents: Annotated[list[str], typer.Argument(help="Mã văn bản.")],
    home: HomeOption = HOME,
    corpus: CorpusOption = "merged",
    encoder: EncoderOption = "bundled",
    by: ByOption = "",
    note: NoteOption = "",
    build: BuildOption = True,
) -> None:
    """Gỡ văn bản khỏi thư viện; có thể quay lại bằng rollback."""
    with _upkeep(config_from(home, corpus, encoder), by, note, build=build) as upkeep:
        version = upkeep.remove(documents)
    typer.echo(f"Đã gỡ {', '.join(documents)}; thư viện ở phiên bản {version.number}, {len(version.entries)} văn bản.")


def rollback(
    home: HomeOption = HOME,
    corpus: CorpusOption = "merged",
    encoder: EncoderOption = "bundled",
    by: ByOption = "",
    note: NoteOption = "",
    build: BuildOption = True,
) -> None:
    """Quay lại phiên bản thư viện ngay trước phiên bản hiện tại."""
    with _upkeep(config_from(home, corpus, encoder), by, note, build=build) as upkeep:
        version = upkeep.roll_back()
    typer.echo(f"Đã quay lại phiên bản {version.number}, {len(version.entries)} văn bản.")


def log(home: HomeOption = HOME, as_json: JsonOption = False) -> None:
    """Nhật ký thư viện: khi nào, ai, làm gì."""
    rows = Library(config_from(home, "merged").library_folder).history()
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    table = Table("Khi nào", "Ai", "Việc", "Phiên bản", "Văn bản", "Ghi chú")
    for row in rows:
        table.add_row(
            row["when"], row["who"], row["action"], str(row["version"]), "\n".join(row["documents"]), row["note"]
        )
    Console().print(table)


def _told(effect: Effect) -> str:
    numbers = [*effect.numbers, *(f"{number} (một phần)" for number in effect.parts)]
    return f"{effect.verb}: {', '.join(numbers)}"


def _who(by: str) -> str:
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "không rõ"


@contextmanager
def _upkeep(config: IndexConfig, by: str, note: str, *, build: bool) -> Iterator[Upkeep]:
    """The actions, with the index's progress on the terminal and its outcome told at the end."""
    refuse_bytes(by, note)
    console = Console(stderr=True)
    status = console.status("Lập chỉ mục…")
    pace = Pace()

    def progress(stage: str, done: int, total: int) -> None:
        left = left_words(pace.left_s(stage, done, total))
        status.start()
        status.update(f"{stage} {done}/{total}{left and f', {left}'}")

    upkeep = Upkeep(config, _who(by), note, build, progress)
    try:
        yield upkeep
    finally:
        status.stop()
    if upkeep.emptied:
        console.print("Bộ văn bản trống; chỉ mục không thay đổi.")
    if (report := upkeep.report) is not None:
        console.print(
            f"Chỉ mục {report.snapshot}: {report.passages} đoạn, mã hóa mới {report.encoded}, "
            f"dùng lại {report.reused}.",
            highlight=False,
        )


def _show(outcome: Outcome, console: Console, *, full: bool) -> None:
    found = outcome.ingested
    console.print(f"\n[bold]{escape(shown(outcome.path))}[/bold]")
    if outcome.error is not None:
        console.print(f"  [red]{escape(str(outcome.error))}[/red]", highlight=False)
    if found is None or (outcome.error is not None and outcome.change is None):
        return
    record = found.document.record
    where = "có trong danh mục" if found.matched else "đề xuất bản ghi mới"
    table = Table.grid(padding=(0, 2))
    rows = [
        ("Mã", f"{found.document.id} ({where})"),
        ("Số, ký hiệu", record.number or "chưa rõ"),
        ("Loại", record.kind.value if record.kind is not Kind.OTHER else found.head.kind_name or "chưa rõ"),
        ("Cơ quan", record.issuer or "chưa rõ"),
        ("Ban hành", f"{record.issued:%d/%m/%Y}" if record.issued else "chưa rõ"),
        ("Trích yếu", record.title),
        ("Hiệu lực từ", f"{record.validity.valid_from:%d/%m/%Y}" if record.validity.valid_from else "chưa rõ"),
        ("Ký", found.signed_by or "chưa rõ"),
        ("Tệp", f"{found.format}, {found.pages or '–'} trang, mã chữ {found.encoding}, tin cậy {found.confidence:.2f}"),
        ("Căn cứ", "\n".join(found.head.bases) or "–"),
        ("Tác động", "\n".join(map(_told, found.effects)) or "–"),
    ]
    for name, value in rows:
        table.add_row(name, escape(value))
    console.print(table)
    console.print(_tree(found.document.provisions, full=full))
    for defect in outcome.defects:
        places = f" – {'; '.join(defect.places[:5])}" if defect.places else ""
        console.print(
            f"  {_MARKS[defect.severity]} [{defect.code}] ×{defect.count} {defect.message}{places}",
            markup=False,
            highlight=False,
        )
    if outcome.change is not None:
        change = outcome.change
        console.print(
            f"  So với bản đã nạp: giữ {change.kept}, thêm {len(change.added)}, bỏ {len(change.removed)}, "
            f"đổi {len(change.changed)}: {', '.join((*change.added, *change.removed, *change.changed)[:20])}",
            markup=False,
        )


_ADVICE = {
    "number": "thêm --number",
    "issued": "thêm --issued",
    "kind": "kiểm tra rồi thêm --kind hoặc --number",
    "review": "đối chiếu bản gốc rồi thêm --reviewed",
}
# Told with their first places after a load, too: which words of a scan were changed, which pages are hardly legible.
_LOGGED = (DefectCode.REPAIR_OCR, DefectCode.DOUBT_OCR_PAGE)
_PLACES = 8
_LISTED = 6  # findings of a file named after a load; all of them stand in the preview


def _tell(outcome: Outcome, console: Console) -> None:
    """A loaded file in a few lines: what it is, what was found, what is left to do."""
    found = outcome.ingested
    if found is None:
        return
    provisions = found.document.provisions
    shown_as = f"{found.document.id}, {len(provisions)} mục, {sum(p.citable for p in provisions)} mục được dẫn"
    console.print(f"{shown(outcome.path)}: {shown_as}", markup=False, highlight=False)
    said = (defect for defect in outcome.defects if defect.severity is not Severity.REPAIR or defect.code in _LOGGED)
    worth = sorted(said, key=lambda defect: defect.code not in _LOGGED)
    mended = sum(
        defect.count for defect in outcome.defects if defect.severity is Severity.REPAIR and defect.code not in _LOGGED
    )
    for defect in worth[:_LISTED]:
        places = f" ({'; '.join(defect.places[:_PLACES])}…)" if defect.code in _LOGGED else ""
        console.print(
            f"  {_MARKS[defect.severity]} [{defect.code}] ×{defect.count} {defect.message}{places}",
            markup=False,
            highlight=False,
        )
    rest = [f"{len(worth) - _LISTED} điểm khác"] if len(worth) > _LISTED else []
    rest += [f"{mended} chỗ đã tự sửa"] if mended else []
    if rest:
        console.print(f"  {', '.join(rest)}; xem bằng --dry-run.", markup=False, highlight=False)
    todo = [_ADVICE[name] for name in found.unknown if name in _ADVICE]
    if found.document.record.validity.valid_from is None:
        todo.append("thêm --valid-from để có ngày hiệu lực")
    if todo:
        console.print(f"  Việc tiếp theo: nạp lại tệp này, {'; '.join(todo)}.", markup=False, highlight=False)


def _tree(provisions: Sequence[Provision], *, full: bool) -> Tree:
    tree = Tree(f"{len(provisions)} mục, {sum(p.citable for p in provisions)} mục được dẫn")
    branches: dict[str, Tree] = {}
    depth: dict[str, int] = {}
    for provision in provisions:
        depth[provision.id] = 1 + depth.get(provision.parent or "", 0)
        if not full and len(provisions) > _SHOWN and depth[provision.id] > 2:
            continue
        words = " ".join(provision.text.split())
        mark = "" if provision.citable else " (không dẫn)"
        shown = f"{provision.label}{mark}: {words[:90]}{'…' if len(words) > 90 else ''}"
        branches[provision.id] = branches.get(provision.parent or "", tree).add(escape(shown), highlight=False)
    return tree


def _summary(counts: Counter[str], *, dry_run: bool) -> str:
    verb = "đọc được" if dry_run else "đã nạp"
    words = f"{counts['ok'] + counts['refused']} tệp: {counts['ok']} {verb}, {counts['refused']} không."
    if counts["waiting"]:
        words += f" {counts['waiting']} văn bản chưa được dẫn vì thiếu số, ngày hoặc chưa đối chiếu."
    return words
