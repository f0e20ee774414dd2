"""True words under a false citation: shifted, invented, altered, out of force, relabelled. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from assistant.citing import cite
from assistant.model import Citation, Claim, ClaimRole
from assistant.verification.verifier import verify
from corpus.core.display import last_known_frame
from corpus.core.registry import Force, Registry
from corpus.core.sentences import body_start


@dataclass(frozen=True, slots=True)
class CitationTrial:
    """A claim with a faulty citation, and whether the verifier refused it."""

    kind: str
    provision: str
    claim: Claim
    refused: bool


def citation_trials(registry: Registry, cap: int, seed: int) -> Iterator[CitationTrial]:
    """At most ``2 * cap`` trials of every kind, over provisions drawn evenly; each base is accepted unharmed."""
    provisions = list(registry.provisions())
    rng = Random(f"{seed}/citations")  # noqa: S311 (sampling, not secrets)
    for provision, document in rng.sample(provisions, min(2 * cap, len(provisions))):
        start, end = body_start(provision.text), len(provision.text.rstrip())
        good = cite(registry, provision, document, start, end)
        span = registry.told_validity(provision)
        if end - start < 30 or span.valid_from is None:
            continue
        day = span.valid_from
        if not verify(Claim(good.quote, (good,)), registry, day).supported:
            continue
        for kind, citation, text, on, role in _faults(registry, good, day, rng):
            claim = Claim(text, (citation,) if citation else (), role)
            yield CitationTrial(kind, provision.id, claim, not verify(claim, registry, on).supported)


def _faults(
    registry: Registry, good: Citation, day: date, rng: Random
) -> Iterator[tuple[str, Citation | None, str, date, ClaimRole]]:
    text, last = good.quote, len(good.quote) - 1
    place = rng.randrange(1, last)
    altered = text[:place] + ("x" if text[place] != "x" else "y") + text[place + 1 :]
    yield "không trích dẫn", None, text, day, "answer"
    yield "mã điều khoản bịa", replace(good, provision_id=f"{good.provision_id}.99"), text, day, "answer"
    yield "trích dẫn sai một ký tự", replace(good, quote=altered), altered, day, "answer"
    yield "trích dẫn lệch một ký tự", replace(good, start=good.start + 1, end=good.end + 1), text, day, "answer"
    yield "ghi sai số văn bản", replace(good, document_number="999-QĐ/TW"), text, day, "answer"
    yield "ghi sai điều, khoản", replace(good, label=f"{good.label} khoản 99"), text, day, "answer"
    yield "chưa có hiệu lực", good, text, day - timedelta(days=1), "answer"
    if good.valid_until is not None:
        yield "đã hết hiệu lực", good, text, good.valid_until, "answer"
        yield "giấu ngày hết hiệu lực", replace(good, valid_until=None), text, day, "answer"
        found = registry.provision(good.provision_id)
        record = found[1].record.id if found else ""
        standing = registry.standing(record, good.valid_until, registry.validity(found[0]) if found else None)
        if standing.force in {Force.SUPERSEDED, Force.EXPIRED}:
            prefix, suffix = last_known_frame(standing)
            softened = prefix.replace("trước đây", "hiện nay").replace("gần nhất đã biết", "hiện nay")
            yield "khung “hết hiệu lực” bị sửa", good, f"{softened}{text}{suffix}", good.valid_until, "last_known"
