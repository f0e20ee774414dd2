"""A run's folder → report files: ``report.html`` (one self-contained file), ``report.json``, ``junit.xml``. Edge."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.core.files import write_atomic
from eval.reports.junit import junit
from eval.reports.page import render
from eval.runs.store import RunStore
from eval.scoring.gates import Gate, load_gates
from eval.scoring.summary import Summary, summarise, to_json


def summary_of(folder: Path, gates: tuple[Gate, ...] | None = None) -> Summary:
    """Grade the run in a folder.

    Raises:
        InputError: ``eval.no_run`` when the folder holds no run.
    """
    store = RunStore(folder)
    return summarise(store.manifest(), store.cases(), store.results(), load_gates() if gates is None else gates)


def write_report(folder: Path) -> Summary:
    """Grade the run in ``folder`` and write its reports beside it."""
    summary = summary_of(folder)
    write_atomic(folder / "report.json", json.dumps(to_json(summary), ensure_ascii=False, indent=1) + "\n")
    write_atomic(folder / "junit.xml", junit(summary))
    write_atomic(folder / "report.html", render(summary))
    return summary
