"""Command line of the harness. Edge.

Exit codes: 0 when all is well, 1 when a gate fails (or a comparison finds a regression), 2 for the caller's mistakes
and unusable input. Messages are Vietnamese; figures go to standard output, progress to standard error.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from eval.terminal import guarded, show_summary

app = typer.Typer(help="Bộ đánh giá ngoại tuyến của Trợ lý Đại hội.", no_args_is_help=True, add_completion=False)
RUNS = Path("var") / "eval"

Home = Annotated[Path | None, typer.Option(help="Thư mục dữ liệu của trợ lý.", envvar="TLDH_HOME")]
Corpus = Annotated[str | None, typer.Option(help="shipped, official hoặc merged; mặc định theo bộ câu hỏi.")]
Suites = Annotated[
    list[str], typer.Option("--suite", help="shipped, official, dev, heldout, shipped.dev… Lặp lại được.")
]
Today = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Ngày coi là hôm nay.")]
RunFolder = Annotated[Path, typer.Argument(help="Thư mục của một lượt chạy.")]


@app.callback()
def main() -> None:
    """Bộ đánh giá ngoại tuyến."""


@app.command()
@guarded
def run(
    suite: Suites = ["shipped"],  # noqa: B006 - typer reads the default once
    home: Home = None,
    corpus: Corpus = None,
    url: Annotated[str, typer.Option(help="Địa chỉ máy chủ đang chạy; bỏ trống thì chạy trong tiến trình này.")] = "",
    out: Annotated[Path, typer.Option(help="Nơi để các lượt chạy.")] = RUNS,
    name: Annotated[str, typer.Option(help="Tên lượt chạy; mặc định theo bộ câu hỏi.")] = "",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Số câu hỏi cùng lúc.")] = 2,
    variant: Annotated[str, typer.Option(help="Gây lỗi thử: broken-fusion, no-validity, loose-judge.")] = "",
    today: Today = datetime(2026, 11, 22),
    fresh: Annotated[bool, typer.Option("--fresh", help="Hỏi lại mọi câu, không dùng kết quả đã có.")] = False,
    gate: Annotated[bool, typer.Option(help="Thoát với mã 1 khi chưa đạt ngưỡng.")] = True,
) -> None:
    """Hỏi mọi câu của bộ đánh giá, chấm, và viết báo cáo."""
    from assistant.settings import Settings
    from eval.gates import Outcome
    from eval.report import write_report
    from eval.run import describe, execute, run_id
    from eval.setup import bench
    from eval.store import RunStore

    settings = Settings(**({"home": home} if home else {}))  # type: ignore[arg-type]
    parts = bench(suite, settings=settings, corpus=corpus, url=url, variant=variant, today=today.date())
    manifest = describe(
        name or "-".join([*suite, *([variant] if variant else [])]),
        parts.cases,
        parts.answerer.fingerprints(),
        workers=workers,
    )
    store = RunStore(out / run_id(manifest))
    if fresh:
        (store.folder / "results.jsonl").unlink(missing_ok=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Đang hỏi", total=len(parts.cases))
        execute(
            parts.cases, parts.answerer, parts.lookup, store, manifest,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip
    summary = write_report(store.folder)
    show_summary(summary, store.folder)
    if gate and summary.verdict.outcome is not Outcome.PASSED:
        raise typer.Exit(1)


@app.command()
@guarded
def report(folder: RunFolder) -> None:
    """Chấm lại một lượt chạy và viết lại báo cáo HTML, JSON, JUnit."""
    from eval.report import write_report

    show_summary(write_report(folder), folder)
