"""Heads under test: right ones, and heads that are turned round, given to another question or to another rule. Edge.

A head is put before the verifier as a claim of its own. The right head of a question is cited with each rule of its
gold that gives any; every false head is made from one of these or from the question alone. Whether a mutant is false is
told by the set (its head and its gold), never by the derivation under test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answering.extractive import whole_of
from assistant.citing import cite
from assistant.heads.deriving import derive, worded
from assistant.model import Citation, Claim
from assistant.verification.verifier import verify
from corpus.core.display import last_known_frame
from corpus.core.registry import Force, Registry, Standing
from eval import DATA
from eval.suites.cases import Locator
from eval.suites.lookup import RegistryLookup

YES_NO = tuple(
    DATA / "people" / f"{name}.jsonl" for name in ("yesno.dev", "yesno.opened", "yesno2.opened", "yesno3.opened")
)
WORDS = ("Có", "Không", "Chưa", "Đúng")
RIGHT, TURNED, OTHER_QUESTION, OTHER_QUOTE = "đúng", "lật ngược", "câu hỏi khác", "trích dẫn khác"
_SAME = {"Có": {"Có", "Đúng"}, "Không": {"Không", "Chưa"}, "Chưa": {"Chưa", "Không"}, "Đúng": {"Có", "Đúng"}}
"""Heads that say the same; a word of another question form is refused all the same, but is no false head."""


@dataclass(frozen=True, slots=True)
class HeadTrial:
    """One head before the verifier: what kind it is of, and whether it was refused."""

    kind: str
    provision: str
    claim: Claim
    refused: bool

    @property
    def true(self) -> bool:
        """Whether the head is the right one."""
        return self.kind == RIGHT


@dataclass(frozen=True, slots=True)
class _Base:
    """A question with one rule of its gold, on a day when that rule stands."""

    asked: str
    head: str
    gold: frozenset[str]
    citation: Citation
    day: date
    standing: Standing
    right: Claim | None


def head_trials(registry: Registry, paths: Sequence[Path] = YES_NO) -> Iterator[HeadTrial]:
    """Right heads, and the false ones made from them, of every rule in the gold of the sets."""
    bases = [base for path in paths for base in _bases(registry, path)]
    for number, base in enumerate(bases):
        if base.right is not None:
            yield _tried(RIGHT, base.right, base, registry)
        for word in WORDS:
            if word not in _SAME[base.head]:
                yield _tried(TURNED, replace(_claim(base), text=_shown(word, base.standing)), base, registry)
        if base.right is None:
            continue
        others = [other for other in (*bases[number + 1 :], *bases[:number]) if not other.gold & base.gold]
        for other in others[:: max(1, len(others) // 8)]:
            yield _tried(OTHER_QUESTION, replace(base.right, asked=other.asked), base, registry)
            yield _tried(OTHER_QUOTE, replace(base.right, citations=(other.citation,)), other, registry)


def _tried(kind: str, claim: Claim, base: _Base, registry: Registry) -> HeadTrial:
    refused = not verify(claim, registry, base.day).supported
    return HeadTrial(kind, claim.citations[0].provision_id, claim, refused)


def _claim(base: _Base) -> Claim:
    return Claim("", (base.citation,), role="head", asked=base.asked)


def _shown(word: str, standing: Standing) -> str:
    """A bare head in the words in which it would be shown."""
    if standing.force not in {Force.SUPERSEDED, Force.EXPIRED}:
        return f"{word}."
    label = last_known_frame(standing)[0].removesuffix("“").rstrip(": ")
    return f"{word}, theo {label[:1].lower()}{label[1:]}."


def _bases(registry: Registry, path: Path) -> Iterator[_Base]:
    lookup = RegistryLookup(registry)
    for line in path.read_text("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        if row.get("head") is None:
            continue
        places = (Locator.parse(place) for option in row["gold"] for place in option)
        gold = frozenset(one for place in places for one in lookup.at(place))
        for provision_id in sorted(gold):
            found = registry.provision(provision_id)
            if found is None:
                continue
            provision, document = found
            span, validity = whole_of(provision), registry.validity(provision)
            day = validity.valid_from
            if day is None:
                continue
            citation = cite(registry, provision, document, *span)
            standing = registry.standing(document.record.id, day, validity)
            head = derive(row["question"], document.record.id, provision.path, citation.quote)
            claim = Claim("", (citation,), role="head", asked=row["question"])
            right = replace(claim, text=worded(head, standing)) if head and head.word in _SAME[row["head"]] else None
            yield _Base(row["question"], row["head"], gold, citation, day, standing, right)
