"""Ask, grade, report: the harness's main flow in one function, used by ``run`` and ``regressions``. Shell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eval.reports.report import write_report
from eval.runs.run import describe, execute, run_id
from eval.runs.setup import Bench
from eval.runs.store import RunStore
from eval.scoring.summary import Summary


def ask_grade_report(
    parts: Bench,
    *,
    name: str,
    out: Path,
    workers: int,
    fresh: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[Summary, Path]:
    """Run a bench and write its reports.

    Args:
        parts: cases, assistant and corpus.
        name: what the run is called.
        out: folder that holds all runs.
        workers: how many questions at once.
        fresh: forget results that are already there.
        progress: told how many cases are done, and of how many.

    Returns:
        The graded run and its folder.
    """
    manifest = describe(name, parts.cases, parts.answerer.fingerprints(), workers=workers)
    store = RunStore(out / run_id(manifest))
    if fresh:
        (store.folder / "results.jsonl").unlink(missing_ok=True)
    execute(parts.cases, parts.answerer, parts.lookup, store, manifest, progress=progress)
    return write_report(store.folder), store.folder
