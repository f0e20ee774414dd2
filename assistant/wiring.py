"""Settings → Assistant: the only place where parts are chosen and put together (edge)."""

from __future__ import annotations

import hashlib

from assistant.judge import load_judge
from assistant.retrieve import HybridRetriever, Search
from assistant.service import Assistant
from assistant.settings import Settings
from indexing.config import IndexConfig
from indexing.snapshot import load


def index_config(settings: Settings) -> IndexConfig:
    """The index's part of the settings."""
    return IndexConfig(home=settings.home, corpus=settings.corpus, encoder=settings.encoder)


def assistant_from(settings: Settings) -> Assistant:
    """An assistant over the served snapshot.

    Raises:
        IndexingError: ``index.missing``, ``index.damaged`` or ``index.mismatch``.
    """
    snapshot = load(index_config(settings))
    weights = {"lexical": settings.weight_lexical, "dense": settings.weight_dense}
    judge = load_judge()
    shown = settings.model_dump(mode="json", exclude={"home", "model_key", "host", "port"})
    return Assistant(
        snapshot=snapshot,
        retriever=HybridRetriever(snapshot=snapshot, search=Search(weights=weights)),
        judge=judge,
        fingerprints={
            "settings": hashlib.sha256(f"{sorted(shown.items())}{judge}".encode()).hexdigest()[:16],
            "model": settings.model or "extractive",
        },
    )
