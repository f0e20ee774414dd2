"""Command line of the index: build, list, show, check, export – and the ingest commands of ``cli_ingest``.

Edge. Answers go to standard output, messages to standard error. ``list``, ``show``, ``check`` and ``export`` read the
corpus itself, so they work before anything is built; heavy libraries are imported by ``build`` only.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.installation import HOME, program
from corpus.core.model import Document, Provision, TextKind, Validity
from corpus.core.registry import Force, Registry
from corpus.shipped.catalogue import load_sources
from indexing.cli.ingest import register as register_ingest
from indexing.cli.options import (
    CommandGroup,
    CorpusOption,
    DayOption,
    EncoderOption,
    HomeOption,
    JsonOption,
    config_from,
    day_from,
)
from indexing.cli.remote import register as register_remote
from indexing.sources import load_registry, read_all

app = typer.Typer(
    help="Kho văn bản và chỉ mục của Trợ lý Đại hội.",
    cls=CommandGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

register_ingest(app)
register_remote(app)

FORCE = {
    Force.IN_FORCE: "còn hiệu lực",
    Force.SUPERSEDED: "đã bị thay thế",
    Force.EXPIRED: "hết hiệu lực",
    Force.NOT_YET: "chưa có hiệu lực",
    Force.UNKNOWN: "chưa rõ hiệu lực",
}
KIND = {TextKind.OFFICIAL: "chính thức", TextKind.DIGEST: "tóm lược", TextKind.CATALOGUE: "thẻ danh mục"}


@app.command()
def build(
    home: HomeOption = HOME,
    corpus: CorpusOption = "merged",
    encoder: EncoderOption = "bundled",
    force: Annotated[bool, typer.Option("--force", help="Lập lại toàn bộ, kể cả khi không có gì thay đổi.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Lập chỉ mục; không có gì thay đổi thì không làm gì."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from indexing.build import build as run

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done)

        report = run(config_from(home, corpus, encoder), progress=progress, force=force)
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False))
        return
    what = f"{report.documents} văn bản, {report.provisions} điều khoản, {report.passages} đoạn"
    if report.changed:
        typer.echo(f"Đã lập chỉ mục {report.snapshot}: {what}; mã hóa mới {report.encoded}, dùng lại {report.reused}.")
    else:
        typer.echo(f"Chỉ mục {report.snapshot} đã đúng với kho văn bản ({what}); không có gì phải làm.")


@app.command("list")
def list_documents(
    home: HomeOption = HOME,
    corpus: CorpusOption = "merged",
    as_of: DayOption = "",
    everything: Annotated[bool, typer.Option("--all", help="Cả những văn bản chỉ có trong danh mục.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Liệt kê văn bản đã nạp, hiệu lực và tình trạng."""
    registry, day = load_registry(config_from(home, corpus)), day_from(as_of)
    rows = [
        _document_row(document, registry, day)
        for document in registry.documents.values()
        if everything or document.text_kind is not TextKind.CATALOGUE
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(title=f"Văn bản của bộ “{corpus}”, xét ngày {_vn(day)}", show_lines=True)
    table.add_column("Mã, số, bản", no_wrap=True)
    table.add_column("Tên", overflow="fold", ratio=1)
    table.add_column("Hiệu lực và tình trạng", overflow="fold", ratio=1)
    table.add_column("Mục", justify="right", no_wrap=True)
    for row in rows:
        name = f"{row['id']}\n{row['number'] or 'không số'} · {row['kind_vi']}"
        table.add_row(name, row["title"], f"{row['validity_vi']}\n{row['force_vi']}", str(row["provisions"]))
    Console().print(table)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Mã văn bản, số ký hiệu hoặc mã điều khoản.")],
    home: HomeOption = HOME,
    corpus: CorpusOption = "merged",
    as_of: DayOption = "",
    as_json: JsonOption = False,
) -> None:
    """Xem một văn bản hoặc một điều khoản: nội dung, hiệu lực, tình trạng."""
    registry, day = load_registry(config_from(home, corpus)), day_from(as_of)
    if (found := registry.provision(name)) is not None:
        rows = [_provision_row(found[0], found[1], registry) | _force(found[1], found[0], registry, day)]
    else:
        documents = [d for d in registry.all_documents.values() if name in (d.id, d.record.id)]
        if not documents:
            ids = {record.id for record in registry.by_number(name)}
            documents = [d for d in registry.documents.values() if d.record.id in ids]
        texts = [document for document in documents if document.text_kind is not TextKind.CATALOGUE]
        documents = texts or documents
        if not documents:
            raise InputError(
                Code.INPUT_UNKNOWN_ID, f"Không có “{name}”.", hint=f"Xem mã bằng: {program('indexing')} list."
            )
        rows = [
            _document_row(document, registry, day)
            | {"items": [_provision_row(p, document, registry) for p in document.provisions]}
            for document in documents
        ]
    if as_json:
        typer.echo(json.dumps(rows[0] if len(rows) == 1 else rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        _print_row(row)


@app.command()
def check(home: HomeOption = HOME, corpus: CorpusOption = "merged", as_json: JsonOption = False) -> None:
    """Kiểm tra kho văn bản có tự mâu thuẫn không; có lỗi thì mã thoát là 1."""
    from indexing.upkeep.check import check as run

    config = config_from(home, corpus)
    records, documents, errors = read_all(config)
    findings = run(records, documents, load_sources(config.digest / "catalogue.toml"), errors)
    wrong = sum(finding.severity == "error" for finding in findings)
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            mark = "LỖI" if finding.severity == "error" else "xem "
            typer.echo(f"{mark} [{finding.code}] {finding.about}: {finding.message}")
        typer.echo(f"{len(documents)} văn bản: {wrong} lỗi, {len(findings) - wrong} điều cần xem.")
    if wrong:
        raise typer.Exit(1)


@app.command()
def export(home: HomeOption = HOME, corpus: CorpusOption = "merged") -> None:
    """In mọi điều khoản đang lưu, mỗi dòng một JSON."""
    registry = load_registry(config_from(home, corpus))
    for document in registry.documents.values():
        for provision in document.provisions:
            typer.echo(json.dumps(_provision_row(provision, document, registry), ensure_ascii=False))


def _provision_row(provision: Provision, document: Document, registry: Registry) -> dict[str, Any]:
    span = registry.told_validity(provision)
    return {
        "id": provision.id,
        "text": provision.text,
        "label": provision.label,
        "document_number": document.record.number,
        "document_id": document.id,
        "heading": provision.heading,
        "valid_from": span.valid_from.isoformat() if span.valid_from else None,
        "valid_until": span.valid_until.isoformat() if span.valid_until else None,
        "text_kind": document.text_kind.value,
        "basis": provision.basis,
        "certainty": provision.certainty.value,
        "citable": provision.citable,
    }


def _document_row(document: Document, registry: Registry, day: date) -> dict[str, Any]:
    record, span = document.record, registry.told_record_validity(document.record)
    return {
        "id": document.id,
        "record": record.id,
        "number": record.number,
        "kind": record.kind.value,
        "title": record.title,
        "issuer": record.issuer,
        "issued": record.issued.isoformat() if record.issued else None,
        "valid_from": span.valid_from.isoformat() if span.valid_from else None,
        "valid_until": span.valid_until.isoformat() if span.valid_until else None,
        "validity_vi": _span(span),
        "text_kind": document.text_kind.value,
        "kind_vi": KIND[document.text_kind],
        "offered": document.id in registry.documents,
        "provisions": len(document.provisions),
        "source": document.source,
    } | _force(document, None, registry, day)


def _force(document: Document, provision: Provision | None, registry: Registry, day: date) -> dict[str, Any]:
    span = registry.validity(provision) if provision is not None else None
    standing = registry.standing(document.record.id, day, span)
    words = FORCE[standing.force]
    if standing.successor is not None:
        loaded = "" if standing.successor_loaded else ", chưa nạp toàn văn"
        words += f" bởi {standing.successor.number or standing.successor.title}{loaded}"
    return {"as_of": day.isoformat(), "force": standing.force.value, "force_vi": words}


def _print_row(row: dict[str, Any]) -> None:
    console = Console(highlight=False)
    if "text" in row:
        console.print(f"{row['document_number']} · {row['label']} · {row['heading']}", style="bold")
        console.print(f"{row['id']} · {row['force_vi']} (xét ngày {_vn(date.fromisoformat(row['as_of']))})")
        console.print(f"Căn cứ: {row['basis']} · tin cậy {row['certainty']}" if row["basis"] else "Văn bản chính thức")
        console.print(row["text"], markup=False)
        return
    console.print(f"{row['number'] or ''} {row['title']}".strip(), style="bold", markup=False)
    console.print(
        f"{row['id']} · {row['kind_vi']} · {row['issuer']} · hiệu lực {row['validity_vi']} · {row['force_vi']}"
    )
    if not row["offered"]:
        console.print("Đã có bản chính thức: bản này không dùng để trả lời.")
    table = Table()
    for title in ("Mã", "Vị trí", "Tiêu đề hoặc câu đầu"):
        table.add_column(title, overflow="fold")
    for item in row["items"]:
        first = item["heading"] or item["text"][:80]
        table.add_row(item["id"].partition("/")[2], item["label"], " ".join(first.split()))
    console.print(table)


def _span(span: Validity) -> str:
    since = _vn(span.valid_from) if span.valid_from else "chưa rõ"
    return f"{since} → trước {_vn(span.valid_until)}" if span.valid_until else f"từ {since}"


def _vn(day: date) -> str:
    return f"{day:%d/%m/%Y}"
