"""What the evaluation needs to know about a provision, and where it asks: the local registry, never the answer itself.

An answer's own account of its citations is not trusted: text, validity and place are looked up by provision id. A
provision *stands at* a locator when its document's record is the locator's and its own label, or an ancestor's, is the
locator's label; see ``eval.suites.cases.Locator`` for locators without a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from corpus.core.model import Document, Provision, Validity
from corpus.core.registry import Registry
from corpus.core.text import to_nfc
from eval.suites.cases import FACT, Locator

_RANKS = {"phụ lục": 0, "phần": 1, "chương": 2, "mục": 3, "điều": 4, "khoản": 5, "điểm": 6, "đoạn": 7, "bảng": 8}
_UNITS = "phụ lục|phần|chương|mục|điều|khoản|điểm|đoạn|bảng"
_PART = re.compile(rf"(?<!\w)(?:({_UNITS})\s+([0-9a-zđ]+(?:\.[0-9a-zđ]+)*)|(\d+(?:\.\d+)*[a-zđ]?))(?!\w)")


@dataclass(frozen=True, slots=True)
class Facts:
    """A provision as the registry knows it; ``labels`` are its own label first, then its ancestors'."""

    provision_id: str
    record_id: str
    labels: tuple[str, ...]
    text: str
    validity: Validity
    text_kind: str
    number: str | None = None
    restates: tuple[str, ...] = ()

    def stands_at(self, locator: Locator) -> bool:
        """Whether citing this provision cites the locator's place or a part of it."""
        if locator.record_id == FACT:
            return locator.label in self.restates
        if self.record_id != locator.record_id:
            return False
        if not locator.label:
            return not (self.restates and locator.facts) or bool(set(self.restates) & set(locator.facts))
        wanted = label_key(locator.label)
        return any(label_key(label) == wanted for label in self.labels)

    def in_force(self, day: date) -> bool:
        """Whether the provision is in force on ``day``."""
        return self.validity.contains(day)


class Lookup(Protocol):
    """Provisions by id, and the places that exist."""

    def facts(self, provision_id: str) -> Facts | None:
        """What is known of a provision; ``None`` when there is no such id."""
        ...

    def resolves(self, locator: Locator) -> bool:
        """Whether any loaded, citable provision stands at the locator."""
        ...


class RegistryLookup:
    """``Lookup`` over a registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._by_record: dict[str, list[Facts]] = {}
        for provision, document in registry.provisions():
            facts = _facts(provision, document, registry.validity(provision))
            for record_id in (document.record.id, FACT):
                self._by_record.setdefault(record_id, []).append(facts)

    def facts(self, provision_id: str) -> Facts | None:
        """The registry's account of a provision, superseded and stepped-back ones included."""
        found = self.registry.provision(provision_id)
        if found is None:
            return None
        return _facts(*found, self.registry.validity(found[0]))

    def resolves(self, locator: Locator) -> bool:
        """Whether the locator names a loaded, citable place."""
        return bool(self.at(locator))

    def at(self, locator: Locator) -> tuple[str, ...]:
        """Ids of the citable provisions that stand at the locator, the place itself and its parts."""
        return tuple(f.provision_id for f in self._by_record.get(locator.record_id, ()) if f.stands_at(locator))


def _facts(provision: Provision, document: Document, validity: Validity) -> Facts:
    return Facts(
        provision_id=provision.id,
        record_id=document.record.id,
        labels=labels_of(provision, document),
        text=provision.text,
        validity=validity,
        text_kind=document.text_kind.value,
        number=document.record.number,
        restates=provision.facts,
    )


def labels_of(provision: Provision, document: Document) -> tuple[str, ...]:
    """The provision's label and those of its ancestors, nearest first."""
    by_id = {item.id: item for item in document.provisions} if provision.parent else {}
    return tuple(dict.fromkeys(item.label for item in _upwards(provision, by_id)))


def _upwards(provision: Provision, by_id: dict[str, Provision]) -> Iterator[Provision]:
    current: Provision | None = provision
    while current is not None:
        yield current
        current = by_id.get(current.parent) if current.parent else None


@lru_cache(maxsize=50_000)
def label_key(label: str) -> tuple[tuple[int, str], ...]:
    """Order-free key of a label: ``khoản 6 Điều 11`` equals ``Điều 11 khoản 6``, ``mục 11.4.2`` equals ``11.4.2``."""
    plain = " ".join(to_nfc(label).lower().split())
    parts = [(_RANKS.get(unit, 3), value or bare) for unit, value, bare in _PART.findall(plain)]
    if not parts or _PART.sub("", plain).strip(" ,;.–-"):
        return ((9, plain),)
    return tuple(sorted(parts))


def unresolved(gold: Sequence[Sequence[Locator]], lookup: Lookup) -> tuple[Locator, ...]:
    """Locators that make the case ungradable: empty as soon as one alternative resolves completely."""
    options = [tuple(locator for locator in option if not lookup.resolves(locator)) for option in gold]
    if not options or not all(options):
        return ()
    return sorted(options, key=len)[0]
