"""Heads under test: of every yes/no question with its right rule, the two wrong heads and the right one. Edge: files.

The head is put before the verifier as a claim of its own, cited with each provision of the gold that gives any head at
all; a wrong one must be refused, the right one accepted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.extractive import cite, whole_of
from assistant.heads.deriving import derive, worded
from assistant.model import Claim
from assistant.verification.verifier import verify
from corpus.core.registry import Registry
from eval import DATA
from eval.suites.cases import Locator
from eval.suites.lookup import RegistryLookup

YES_NO = DATA / "people" / "yesno.dev.jsonl"
WORDS = ("Có", "Không", "Chưa")


@dataclass(frozen=True, slots=True)
class HeadTrial:
    """One head before the verifier; ``true`` when it is the right one."""

    provision: str
    claim: Claim
    true: bool
    refused: bool


def head_trials(registry: Registry, path: Path = YES_NO) -> Iterator[HeadTrial]:
    """Right and wrong heads of the questions of a set, for every rule of their gold.

    The right head counts only where one can be derived; the wrong ones always.
    """
    lookup = RegistryLookup(registry)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        right = row.get("head")
        if right is None:
            continue
        places = (Locator.parse(place) for option in row["gold"] for place in option)
        for provision_id in dict.fromkeys(one for place in places for one in lookup.at(place)):
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
            derivable = derive(row["question"], citation.quote) is not None
            for word in WORDS:
                claim = Claim(worded(word, standing), (citation,), role="head", asked=row["question"])
                if word != right or derivable:
                    refused = not verify(claim, registry, day).supported
                    yield HeadTrial(provision.id, claim, word == right, refused)
