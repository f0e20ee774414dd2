"""Settings → Assistant: the only place where parts are chosen and put together (edge)."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from assistant.retrieval.ranker import Judge, load_judge
from assistant.retrieval.retriever import HybridRetriever, Search
from assistant.retrieval.search import EvidenceSearch
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.core.installation import needs
from indexing.config import IndexConfig
from indexing.ports import VectorIndex
from indexing.snapshot import Snapshot, load

if TYPE_CHECKING:
    from assistant.generation.generator import ModelGenerator
    from indexing.remote.pointer import RemotePointer

WHERE = {"home", "model_key", "host", "port", "workers", "api_port", "index_url", "metrics"}
"""Settings that say where and how the assistant is served; no answer depends on them."""
MODEL_SHARE = 0.7
"""Part of the time for an answer that a language model may take."""


def index_config(settings: Settings) -> IndexConfig:
    """The index's part of the settings."""
    return IndexConfig(home=settings.home, corpus=settings.corpus, encoder=settings.encoder)


def pointer_from(settings: Settings) -> RemotePointer | None:
    """Who says which snapshot is served, where that is a database; ``None`` where it is the data folder itself.

    Raises:
        SetupError: ``setup.extra`` when the driver of the database is not installed.
    """
    if not settings.index_url:
        return None
    with needs("serve"):
        from indexing.remote.pointer import RemotePointer

    return RemotePointer(settings.index_url, index_config(settings))


def vectors_from(settings: Settings, snapshot: Snapshot) -> VectorIndex | None:
    """Where the snapshot's vectors are searched, if not in its own files."""
    if not settings.index_url:
        return None
    with needs("serve"):
        from indexing.remote.search import RemoteIndex

    return RemoteIndex(settings.index_url, snapshot)


def assistant_from(settings: Settings, judge: Judge | None = None, snapshot_id: str = "") -> Assistant:
    """An assistant over the served snapshot.

    Args:
        settings: all of them.
        judge: replaces the shipped one (to fit or to compare judges).
        snapshot_id: another snapshot than the one that the data folder names.

    Raises:
        IndexingError: ``index.missing``, ``index.damaged`` or ``index.mismatch``.
        SetupError: ``setup.extra``: the settings name a chat model, but its libraries are not installed.
        ProviderError: ``provider.settings``: the chat model of the settings cannot be used.
    """
    snapshot = load(index_config(settings), snapshot_id)
    vectors = vectors_from(settings, snapshot)
    weights = {"lexical": settings.weight_lexical, "dense": settings.weight_dense}
    judge = (judge or load_judge()).beside(settings.encoder)
    if not judge.dense:
        logging.getLogger(__name__).warning(
            "The judge was fitted to the encoder %r; with %r it goes by words alone.", judge.encoder, settings.encoder
        )
    generator = generator_from(settings)
    shown = settings.model_dump(mode="json", exclude=WHERE)
    return Assistant(
        search=EvidenceSearch(
            HybridRetriever(snapshot=snapshot, search=Search(weights=weights), elsewhere=vectors), judge
        ),
        generator=generator,
        today=settings.today,
        fingerprints={
            "settings": hashlib.sha256(f"{sorted(shown.items())}{judge}".encode()).hexdigest()[:16],
            "model": settings.model or "extractive",
            "judge": judge.encoder if judge.dense else "words",
            **(generator.fingerprints if generator else {}),
        },
    )


def generator_from(settings: Settings) -> ModelGenerator | None:
    """The language model of the settings; ``None`` for extractive answers, and then no model library is imported.

    The model gets at most ``MODEL_SHARE`` of the time for an answer, so that the extractive answer still comes in time
    when the model does not.

    Raises:
        SetupError: ``setup.extra`` when the model's libraries are not installed.
        ProviderError: ``provider.settings``.
    """
    if not settings.model:
        return None
    with needs("model"):
        from assistant.generation.chat_model import open_endpoint
        from assistant.generation.generator import ModelGenerator

    budget = min(settings.model_timeout_s, MODEL_SHARE * settings.answer_timeout_s)
    endpoint = open_endpoint(settings.model, url=settings.model_url, key=settings.model_key, timeout_s=budget)
    return ModelGenerator(endpoint, budget)
