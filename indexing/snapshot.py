"""Opening the served snapshot: checked against the settings and against its own hashes.

Edge: reads ``var/index/<corpus>/`` (layout in ``indexing.manifest``). A snapshot that was built with other settings,
or whose files are not what its manifest says, is refused with an error that names the command to run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.core.codes import Code
from corpus.core.errors import AssistantError, IndexingError
from corpus.core.registry import Registry
from corpus.core.serialise import document_from_json, record_from_json
from corpus.shipped.catalogue import load_sources
from indexing.config import IndexConfig
from indexing.encoders import encoder_name, query_encoder, set_threads
from indexing.lexical import Bm25Index
from indexing.manifest import BUILD, FORMAT, Manifest, current, damaged, denied, sha256_of
from indexing.ports import Encoder, Passage
from indexing.vectors import FlatIndex

_NEEDED = {"records.jsonl", "documents.jsonl", "passages.jsonl", "lexical", "vectors.faiss"}
"""What a manifest must list, or what it leaves out would be opened unchecked."""


class Snapshot:
    """An opened snapshot. The encoder is loaded on first use and must be the one the vectors were made with."""

    def __init__(
        self,
        manifest: Manifest,
        registry: Registry,
        passages: Sequence[Passage],
        lexical: Bm25Index,
        vectors: FlatIndex,
        open_encoder: Callable[[], Encoder],
    ) -> None:
        self.manifest = manifest
        self.registry = registry
        self.passages: tuple[Passage, ...] = tuple(passages)
        self.lexical = lexical
        self.vectors = vectors
        self._open_encoder = open_encoder
        self._numbers: dict[str, list[int]] = {}
        for number, passage in enumerate(self.passages):
            self._numbers.setdefault(passage.provision_id, []).append(number)

    @property
    def fingerprint(self) -> str:
        """Hash of corpus, settings, encoder and format."""
        return self.manifest.fingerprint

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder for questions."""
        encoder = self._open_encoder()
        if encoder.dimension != self.vectors.dimension:
            raise IndexingError(
                Code.INDEX_MISMATCH,
                f"Bộ mã hóa cho vectơ {encoder.dimension} chiều, chỉ mục có {self.vectors.dimension} chiều.",
                hint=f"{BUILD}.",
            )
        return encoder

    def passages_of(self, provision_id: str) -> tuple[int, ...]:
        """Passage numbers of a provision, in text order; empty when it is not indexed."""
        return tuple(self._numbers.get(provision_id, ()))


def load(config: IndexConfig, name: str = "") -> Snapshot:
    """Open the served snapshot of ``config.corpus``, or the one of this name.

    Raises:
        IndexingError: ``index.missing`` (nothing built yet), ``index.damaged`` (a file is missing, changed or
            unreadable), ``index.mismatch`` (built with other settings, another encoder or another format).
    """
    set_threads(config.threads)
    manifest = current(config, name)
    if manifest is None:
        raise IndexingError(
            Code.INDEX_MISSING,
            f"Chưa có chỉ mục cho bộ văn bản “{config.corpus}”.",
            hint=f"{BUILD} --corpus {config.corpus}.",
        )
    _refuse_mismatch(manifest, config)
    folder = config.index_folder / manifest.id
    _refuse_damage(manifest, folder, config)
    try:
        records = [record_from_json(row) for row in _rows(folder / "records.jsonl")]
        documents = [document_from_json(row) for row in _rows(folder / "documents.jsonl")]
        registry = Registry(records, documents, load_sources(config.digest / "catalogue.toml"))
        passages = [_passage(row, registry) for row in _rows(folder / "passages.jsonl")]
        lexical = Bm25Index.load(folder / "lexical")
        vectors = FlatIndex.load(folder / "vectors.faiss")
        if not len(passages) == len(vectors) == len(lexical):
            raise ValueError(f"{len(passages)} passages, {len(vectors)} vectors, {len(lexical)} lexical rows")
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, AssistantError) as error:
        raise damaged(config, manifest.id, str(error)) from error
    return Snapshot(manifest, registry, passages, lexical, vectors, lambda: query_encoder(config))


def _refuse_mismatch(manifest: Manifest, config: IndexConfig) -> None:
    differences = [
        f"{name}: {found} ≠ {wanted}"
        for name, found, wanted in [
            ("format", manifest.format, FORMAT),
            *((name, manifest.settings.get(name), value) for name, value in config.content_settings.items()),
            ("encoder", manifest.encoder, encoder_name(config)),
        ]
        if found != wanted
    ]
    if differences:
        raise IndexingError(
            Code.INDEX_MISMATCH,
            f"Chỉ mục được lập với thiết lập khác ({'; '.join(differences)}).",
            hint=f"{BUILD} --corpus {config.corpus}.",
        )


def _refuse_damage(manifest: Manifest, folder: Path, config: IndexConfig) -> None:
    if missing := _NEEDED - {name.partition("/")[0] for name in manifest.files}:
        raise damaged(config, manifest.id, f"manifest.json không ghi {', '.join(sorted(missing))}")
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        try:
            whole = path.is_file() and path.stat().st_size == size and sha256_of(path) == digest
        except PermissionError as error:
            raise denied(config, path) from error
        if not whole:
            raise damaged(config, manifest.id, f"tệp {name} bị mất hoặc bị thay đổi")


def _passage(row: Sequence[Any], registry: Registry) -> Passage:
    provision_id, start, end, context, heading = row
    found = registry.provision(provision_id)
    if found is None:
        raise ValueError(f"passage of an unknown provision {provision_id}")
    heading = context if heading == context else heading  # of an everyday question: one text, not two
    return Passage(provision_id, start, end, found[0].text[start:end], context, heading)


def _rows(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
