"""Claims as pages show them: the words, the place with its link, the standing on the day, how sure. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.model import Claim
from assistant.output import views
from corpus.core.display import LEVEL_NAMES, name_of
from corpus.core.model import TextKind
from corpus.core.registry import Registry


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One rule as it is shown.

    Attributes:
        text: the quote, in its frame where the rule is not in force.
        place: ``Điều 11 khoản 6 – Điều lệ Đảng``.
        address: the reading page at the quote.
        standing: validity in words on the day; ``force`` for its colour.
        kind: official text or digest.
        certainty: how sure the source is.
        levels: the levels that the rule names; empty for all.
    """

    text: str
    place: str
    address: str
    standing: str
    force: str
    kind: str
    certainty: str
    levels: str


def quote_views(claims: Iterable[Claim], registry: Registry, on: date) -> Iterator[QuoteView]:
    """The rules of claims, each once."""
    seen: set[tuple[str, int, int]] = set()
    for claim in claims:
        citation = claim.citations[0]
        key = (citation.provision_id, citation.start, citation.end)
        found = registry.provision(citation.provision_id)
        if found is None or key in seen:
            continue
        seen.add(key)
        provision, document = found
        standing = registry.standing_of(provision, on)
        yield QuoteView(
            text=claim.text,
            place=f"{views.place_name(citation.label)} – {name_of(document.record)}",
            address=views.page_address(provision, citation.start, citation.end),
            standing=views.standing_words(standing),
            force=standing.force.value,
            kind="bản tóm lược" if document.text_kind is TextKind.DIGEST else "nguyên văn",
            certainty=citation.certainty,
            levels=", ".join(name for level, name in LEVEL_NAMES.items() if level in provision.levels),
        )
