"""Is the question set itself sound? Findings that would make a score mean something else than it says.

Pure, except for the file of frozen hashes. Looked for: repeated questions, near repetitions across the dev–held-out
split, questions that copy the corpus's wording (a retrieval test that tests string matching), gold that no loaded
provision stands at, the same question with different gold, required facts that the gold does not state, date pairs torn
apart, and held-out questions that changed since they were frozen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

from assistant.model import Status
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.files import write_atomic
from corpus.core.text import fold, syllables
from eval import DATA
from eval.suites.cases import Case, content_hash
from eval.suites.lookup import RegistryLookup, unresolved
from eval.suites.normalise import contains, normalise

FROZEN = DATA / "split.json"
NEAR = 0.7
"""Jaccard similarity of syllable pairs from which two questions count as near repetitions."""
LEAK_RUN = 9
"""A question that shares this many consecutive syllables with a provision copies its wording."""
Pairs = frozenset[tuple[str, str]]
"""Neighbouring syllables of a question."""


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """Something wrong with the set; an ``error`` makes figures untrustworthy, the rest should be looked at."""

    kind: str
    error: bool
    cases: tuple[str, ...]
    detail: str


def audit(
    cases: Sequence[Case], lookup: RegistryLookup | None, frozen: dict[str, str] | None = None
) -> list[AuditFinding]:
    """All findings, errors first.

    Args:
        cases: the set.
        lookup: the corpus the cases ask about; ``None`` leaves out what needs it.
        frozen: hashes of frozen suites; ``None`` leaves the check out.
    """
    found = [*_repetitions(cases), *_torn_pairs(cases), *_thawed(cases, frozen or {})]
    if lookup is not None:
        found += [*_gold(cases, lookup), *_leaks(cases, lookup)]
    return sorted(found, key=lambda finding: (not finding.error, finding.kind, finding.cases))


def _asked(case: Case) -> tuple[str, str, tuple[str, ...]]:
    return normalise(case.question), str(case.as_of), tuple(normalise(turn) for turn in case.history)


def _repetitions(cases: Sequence[Case]) -> Iterator[AuditFinding]:
    """The same or nearly the same question twice."""
    read = [(case, _asked(case), _pairs(case.question)) for case in cases]
    for (one, asked, pairs), (two, again, others) in combinations(read, 2):
        if one.written_for != two.written_for:
            continue
        if asked == again:
            names = (one.id, two.id)
            if (one.expected, one.reason, set(one.gold)) != (two.expected, two.reason, set(two.gold)):
                yield AuditFinding("đáp án mâu thuẫn", True, names, one.question)
            else:
                yield AuditFinding("trùng câu hỏi", True, names, one.question)
        elif one.split != two.split and (likeness := _likeness(pairs, others)) >= NEAR:
            yield AuditFinding(
                "gần trùng giữa hai tập", False, (one.id, two.id), f"giống {likeness:.2f}: {one.question}"
            )


def _likeness(one: Pairs, two: Pairs) -> float:
    shared = len(one & two)
    return shared / (len(one) + len(two) - shared) if shared else 0.0


def _pairs(text: str) -> Pairs:
    words = syllables(fold(text))
    return frozenset(pairwise(words))


def _torn_pairs(cases: Iterable[Case]) -> Iterator[AuditFinding]:
    """A pair must have two members, in one split: else its date-correctness is half measured."""
    pairs: dict[str, list[Case]] = {}
    for case in cases:
        if case.pair:
            pairs.setdefault(case.pair, []).append(case)
    for name, members in pairs.items():
        names = tuple(case.id for case in members)
        if len({case.suite for case in members}) > 1:
            yield AuditFinding("cặp theo ngày nằm ở hai tập", True, names, name)
        elif len(members) < 2:
            yield AuditFinding("cặp theo ngày chỉ có một câu", False, names, name)


def _gold(cases: Iterable[Case], lookup: RegistryLookup) -> Iterator[AuditFinding]:
    for case in cases:
        if missing := unresolved(case.gold, lookup):
            yield AuditFinding("kho không có điều khoản cần trích", True, (case.id,), ", ".join(map(str, missing)))
        elif case.expected is Status.ANSWERED and "number" not in case.slices:
            texts = _gold_texts(case, lookup)
            named = [fact for fact in case.required if not lookup.registry.by_number(fact)]
            if absent := [fact for fact in named if not contains(texts, fact)]:
                yield AuditFinding("điều khoản cần trích không nêu dữ kiện", False, (case.id,), ", ".join(absent))


def _gold_texts(case: Case, lookup: RegistryLookup) -> str:
    names = [name for option in case.gold for place in option for name in lookup.at(place)]
    found = [lookup.facts(name) for name in names]
    return "\n".join(f"{facts.number} {' '.join(facts.labels)}\n{facts.text}" for facts in found if facts)


def _leaks(cases: Sequence[Case], lookup: RegistryLookup) -> Iterator[AuditFinding]:
    """Questions that hold a long run of a provision's own words."""
    runs: dict[tuple[str, ...], str] = {}
    for provision, _ in lookup.registry.provisions():
        words = syllables(fold(provision.text))
        for at in range(len(words) - LEAK_RUN + 1):
            runs.setdefault(tuple(words[at : at + LEAK_RUN]), provision.id)
    for case in cases:
        words = syllables(fold(case.question))
        shared = [run for at in range(len(words) - LEAK_RUN + 1) if (run := tuple(words[at : at + LEAK_RUN])) in runs]
        if shared:
            detail = f"{LEAK_RUN} âm tiết liền của {runs[shared[0]]}: {case.question}"
            yield AuditFinding("chép nguyên lời văn bản", False, (case.id,), detail)


def _thawed(cases: Sequence[Case], frozen: dict[str, str]) -> Iterator[AuditFinding]:
    now = hashes(cases)
    for suite, mark in frozen.items():
        if suite in now and now[suite] != mark:
            names = tuple(case.id for case in cases if case.suite == suite)[:1]
            yield AuditFinding("tập đã khóa bị thay đổi", True, names, f"{suite}: {mark[:12]} → {now[suite][:12]}")


def hashes(cases: Iterable[Case]) -> dict[str, str]:
    """Content hash of each suite."""
    suites: dict[str, list[Case]] = {}
    for case in cases:
        suites.setdefault(case.suite, []).append(case)
    return {suite: content_hash(members) for suite, members in sorted(suites.items())}


def read_frozen(path: Path = FROZEN) -> dict[str, str]:
    """Hashes of the frozen suites; empty when nothing was frozen yet.

    Raises:
        InputError: ``eval.bad_split`` when the file is unreadable.
    """
    if not path.exists():
        return {}
    try:
        return {str(suite): str(mark) for suite, mark in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(Code.EVAL_BAD_SPLIT, f"Tệp khóa bộ câu hỏi “{path.name}” không đọc được: {error}") from error


def freeze(cases: Iterable[Case], path: Path = FROZEN) -> dict[str, str]:
    """Record the suites as they are now; the one way to accept a change of a frozen suite."""
    marks = hashes(cases)
    write_atomic(path, json.dumps({**read_frozen(path), **marks}, indent=1, sort_keys=True) + "\n")
    return marks
