"""Fusion of search results. Pure.

Weighted score fusion over min–max normalised scores: on Vietnamese retrieval it beats reciprocal rank fusion
nearly always (``docs/architecture.md``). Passages are merged into provisions by their best passage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexing.ports import Hit, Passage


def normalise(hits: Sequence[Hit]) -> dict[int, float]:
    """Min–max normalised scores by passage number; a single hit, or equal scores, count as 1.0."""
    if not hits:
        return {}
    low, high = min(hit.score for hit in hits), max(hit.score for hit in hits)
    if high <= low:
        return {hit.passage: 1.0 for hit in hits}
    return {hit.passage: (hit.score - low) / (high - low) for hit in hits}


def fuse(results: Mapping[str, Sequence[Hit]], weights: Mapping[str, float]) -> list[Hit]:
    """Weighted sum of normalised scores, best first; ties keep the lower passage number first.

    Raises:
        KeyError: when a result has no weight.
    """
    total: dict[int, float] = {}
    for name, hits in results.items():
        for passage, score in normalise(hits).items():
            total[passage] = total.get(passage, 0.0) + weights[name] * score
    return [Hit(passage, score) for passage, score in sorted(total.items(), key=lambda item: (-item[1], item[0]))]


def best_scores(hits: Sequence[Hit], passages: Sequence[Passage]) -> dict[str, float]:
    """The best score of each provision, over its passages that were found."""
    best: dict[str, float] = {}
    for hit in hits:
        owner = passages[hit.passage].provision_id
        best[owner] = max(best.get(owner, hit.score), hit.score)
    return best


def best_by_provision(hits: Sequence[Hit], passages: Sequence[Passage]) -> list[tuple[str, Hit]]:
    """Provision ids in order of their best passage."""
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(passages[hit.passage].provision_id, hit)
    return list(seen.items())
