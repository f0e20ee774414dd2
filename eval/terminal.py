"""What the harness prints: tables for people, errors in Vietnamese with their code. Edge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from corpus.errors import AssistantError
from eval.measures import ALL, BY_NAME, Score
from eval.summary import Summary

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


def show_summary(summary: Summary, folder: Path) -> None:
    """Verdict, scores of all cases, faults, and where the report lies."""
    console = Console()
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
        console.print(
            f"  {checked.outcome.value:18} {BY_NAME[checked.gate.measure].title} ({checked.gate.slice}): {got} {bound}",
            highlight=False,
        )
    console.print(f"Kết luận: {summary.verdict.outcome.value.upper()} · {folder / 'report.html'}", highlight=False)


def _cells(value: Score) -> tuple[str, ...]:
    digits = 0 if value.measure.startswith("latency") else 3
    if value.interval is None:
        return str(value.n), "–", "–", str(value.missing), str(value.unscored)
    spread = f"{value.interval.low:.{digits}f} – {value.interval.high:.{digits}f}"
    return str(value.n), f"{value.interval.value:.{digits}f}", spread, str(value.missing), str(value.unscored)
