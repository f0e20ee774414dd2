"""A run on disk: a folder that can be graded, reported and compared without the assistant.

Edge. Layout::

    manifest.json    what was asked of whom: suites, hashes, fingerprints, versions, times
    cases.jsonl      the cases as they were, with their suite
    results.jsonl    one observation a line

Results are appended and flushed one by one, so that an interrupted run goes on where it stopped; a torn last line is
ignored. When the run is complete the file is rewritten in the order of the cases, aside and then swapped in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import TypeAdapter, ValidationError

from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.files import write_atomic
from corpus.core.validation import faults
from eval.runs.observe import OBSERVATIONS, Observation
from eval.suites.cases import Case, parse, to_row

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RunManifest:
    """What a run is made of.

    ``fingerprints`` identify index, corpus, settings, model and day; ``cases`` maps each suite to its content hash.
    ``seconds`` is the wall time of asking, ``complete`` whether every case has a result.
    """

    name: str
    fingerprints: dict[str, str]
    cases: dict[str, str]
    workers: int = 1
    started: str = ""
    seconds: float = 0.0
    complete: bool = False
    versions: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


_MANIFEST = TypeAdapter(RunManifest)


class RunStore:
    """The folder of one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()

    def begin(self, manifest: RunManifest, cases: Sequence[Case]) -> None:
        """Write the manifest and the cases; results that are already there stay."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.write_manifest(manifest)
        write_atomic(
            self.folder / "cases.jsonl",
            "".join(_line({"suite": case.suite, **to_row(case)}) for case in cases),
        )

    def write_manifest(self, manifest: RunManifest) -> None:
        """Replace the manifest."""
        write_atomic(self.folder / "manifest.json", _MANIFEST.dump_json(manifest, indent=1).decode() + "\n")

    def append(self, observation: Observation) -> None:
        """Add one result; safe to call from several threads."""
        with self._lock, (self.folder / "results.jsonl").open("a", encoding="utf-8") as file:
            file.write(_line(OBSERVATIONS.dump_python(observation, mode="json")))
            file.flush()

    def finish(self, observations: Iterable[Observation]) -> None:
        """Rewrite the results in the given order."""
        write_atomic(
            self.folder / "results.jsonl",
            "".join(_line(OBSERVATIONS.dump_python(item, mode="json")) for item in observations),
        )

    def manifest(self) -> RunManifest:
        """The manifest.

        Raises:
            InputError: ``eval.no_run`` when the folder holds no readable run.
        """
        try:
            manifest = _MANIFEST.validate_json((self.folder / "manifest.json").read_bytes())
            if manifest.format != FORMAT:
                raise ValueError(f"format {manifest.format}")
        except (OSError, ValueError) as error:
            detail = faults(error) if isinstance(error, ValidationError) else str(error)
            raise InputError(
                Code.EVAL_NO_RUN, f"Thư mục “{self.folder}” không chứa lượt chạy đọc được.", hint=detail
            ) from error
        return manifest

    def cases(self) -> tuple[Case, ...]:
        """The cases as they were when the run began."""
        rows = [json.loads(line) for line in (self.folder / "cases.jsonl").read_text("utf-8").splitlines()]
        return tuple(parse(row, suite=row.pop("suite")) for row in rows)

    def results(self) -> dict[str, Observation]:
        """Observations by case id; of several for one case the last counts, and a torn line is left out."""
        path = self.folder / "results.jsonl"
        found: dict[str, Observation] = {}
        for line in path.read_text("utf-8").splitlines() if path.exists() else []:
            try:
                observation = OBSERVATIONS.validate_json(line)
            except ValidationError:
                continue  # the line that was being written when the run was cut off; its case is asked again
            found[observation.case_id] = observation
        return found


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
