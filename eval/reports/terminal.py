"""What the harness prints: tables for people, errors in Vietnamese with their code. Edge."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from corpus.core.errors import AssistantError
from eval.scoring.compare import Comparison, Shift
from eval.scoring.gates import GateState
from eval.scoring.measures import ALL, BY_NAME, Score
from eval.scoring.summary import Summary
from eval.scoring.titles import group_title, shortfall

_P = ParamSpec("_P")
_R = TypeVar("_R")


def guarded(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Show the project's errors as one line and leave with exit code 2."""

    @wraps(command)
    def inner(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
        except AssistantError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error

    return inner


def console_for() -> Console:
    """Standard output, wide enough for the tables where it is not a terminal."""
    return Console(width=None if sys.stdout.isatty() else 144)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error; called with a stage, how much is done, and of how much."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield advance


def show_comparison(found: Comparison, limit: int = 12) -> None:
    """What changed on all cases, what regressed where, and which cases flipped."""
    console = console_for()
    table = Table(title=f"{found.before.name} → {found.after.name}", title_justify="left")
    for heading in ("Thước đo", "n", "trước", "sau", "chênh [95 %]", "p", ""):
        table.add_column(heading, justify="left" if heading in ("Thước đo", "") else "right")
    for change in found.changes:
        if change.slice == ALL:
            table.add_row(BY_NAME[change.measure].title, *_change_cells(change))
    console.print(table)
    if found.regressions:
        console.print(f"Giảm ở {len(found.regressions)} chỗ (lớn nhất trước):", style="red")
    for change in found.regressions[:limit]:
        n, before, after, gap, p, _ = _change_cells(change)
        where = f"{BY_NAME[change.measure].title} · {group_title(change.slice)}"
        console.print(f"  {where}: {before} → {after} ({gap}, p {p}, n {n})", highlight=False)
    for title, names in (
        ("Đạt thành không đạt", found.broke),
        ("Không đạt thành đạt", found.mended),
        ("Chỉ có ở mốc", found.only_before),
        ("Chỉ có ở lượt mới", found.only_after),
    ):
        if names:
            more = " …" if len(names) > 3 * limit else ""
            console.print(f"{title} ({len(names)}): {' '.join(names[: 3 * limit])}{more}", highlight=False)
    console.print("KHÔNG ĐẠT: có thước đo giảm" if found.regressions else "Không có thước đo nào giảm")


def _change_cells(change: Shift) -> tuple[str, ...]:
    gap = change.difference
    mark = "giảm" if change.worse else "tăng" if change.better else ""
    spread = f"{gap.mean:+.3f} [{gap.low:+.3f}; {gap.high:+.3f}]"
    return str(gap.n), f"{change.before:.3f}", f"{change.after:.3f}", spread, f"{gap.p:.3f}", mark


def show_summary(summary: Summary, folder: Path) -> None:
    """Verdict, scores of all cases, faults, and where the report lies."""
    console = console_for()
    table = Table(title=f"{summary.manifest.name} – {len(summary.graded)} câu hỏi", title_justify="left")
    for heading in ("Thước đo", "n", "Giá trị", "Khoảng 95 %", "thiếu", "không chấm"):
        table.add_column(heading, justify="left" if heading == "Thước đo" else "right")
    for name, value in summary.scores[ALL].items():
        table.add_row(BY_NAME[name].title, *_cells(value))
    console.print(table)
    if summary.risk_area:
        area = summary.risk_area
        console.print(f"AURC {area.value:.3f} [{area.low:.3f}; {area.high:.3f}]")
    broken = Counter(item.seen.error for item in summary.graded if item.seen and item.seen.error)
    for error, count in broken.most_common(3):
        console.print(f"Hỏng {count} câu: {error}", style="red", highlight=False)
    if summary.faults:
        console.print("Lỗi: " + ", ".join(f"{fault.value} {count}" for fault, count in summary.faults.items()))
    for checked in summary.verdict.gates:
        bound = f"≥ {checked.gate.at_least}" if checked.gate.at_least is not None else f"≤ {checked.gate.at_most}"
        got = "–" if checked.score is None or checked.score.interval is None else f"{checked.score.interval.value:.3f}"
        what = f"{BY_NAME[checked.gate.measure].title} ({group_title(checked.gate.slice)})"
        lack = f" – {shortfall(checked)}" if shortfall(checked) else ""
        console.print(
            f"  {checked.outcome.value:18} {what}: {got} {bound}{lack}",
            style="red" if checked.outcome is GateState.FAILED else None,
            highlight=False,
            soft_wrap=True,
        )
    if summary.verdict.open:
        console.print(f"{len(summary.verdict.open)} trên {len(summary.verdict.gates)} ngưỡng chưa đạt", style="red")
    manifest = summary.manifest
    console.print(
        f"Hỏi {len(summary.graded)} câu trong {manifest.seconds:.0f} giây, {manifest.workers} luồng", highlight=False
    )
    console.print(f"Kết luận: {summary.verdict.outcome.value.upper()} · {folder / 'report.html'}", highlight=False)


def _cells(value: Score) -> tuple[str, ...]:
    digits = 0 if value.measure.startswith("latency") else 3
    if value.interval is None:
        return str(value.n), "–", "–", str(value.missing), str(value.unscored)
    spread = f"{value.interval.low:.{digits}f} – {value.interval.high:.{digits}f}"
    return str(value.n), f"{value.interval.value:.{digits}f}", spread, str(value.missing), str(value.unscored)
