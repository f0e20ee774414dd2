"""From configuration to a ``Registry``: the catalogue, the shipped digest, the operator's library.

Edge: reads files through ``corpus.shipped.catalogue`` and ``corpus.ingest.library``. Every record also gets a catalogue
card (``corpus.shipped.cards``). The registry itself applies contract R8 (an official text shadows the digest of the
same record).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from corpus.core import model as model_code
from corpus.core import text as text_code
from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.installation import program
from corpus.core.model import Document, Record
from corpus.core.registry import Registry
from corpus.ingest.library import Library
from corpus.shipped import catalogue as catalogue_code
from corpus.shipped import phrasings as phrasings_code
from corpus.shipped.cards import cards
from corpus.shipped.catalogue import load_catalogue, load_sources, parse_digest
from corpus.shipped.phrasings import load_phrasings, with_phrasings
from indexing.config import IndexConfig


def load_registry(config: IndexConfig, digest: Sequence[Document] = ()) -> Registry:
    """Catalogue and documents of the chosen corpus.

    Args:
        config: the choice.
        digest: the shipped documents as they were read before, where they are known to be the same.

    Raises:
        CorpusError: ``corpus.empty`` when the choice holds no document; any error of the catalogue or digest.
    """
    if digest:
        records, documents = _catalogue_and_loaded(config)
    else:
        records, documents, errors = read_all(config)
        if errors:
            raise errors[0]
    if not documents and not digest:
        raise CorpusError(
            Code.CORPUS_EMPTY,
            f"Bộ văn bản “{config.corpus}” chưa có văn bản nào.",
            hint=f"Nạp văn bản bằng: {program('indexing')} add <tệp>, hoặc chọn --corpus shipped.",
        )
    folder, of = config.digest / "phrasings", frozenset(document.record.id for document in documents)
    asked, official = load_phrasings(folder, of), load_phrasings(folder / "official", of)
    documents = [*digest, *(with_phrasings(document, asked, official) for document in documents)]
    addresses = load_sources(config.digest / "catalogue.toml")
    return Registry(records, [*documents, *cards(Registry(records, documents))], addresses)


def holds_nothing(config: IndexConfig) -> bool:
    """Whether the chosen corpus has no document at all; nothing of it is read."""
    digest = config.corpus != "official" and any((config.digest / "documents").glob("*.md"))
    return not digest and (config.corpus == "shipped" or not Library(config.library_folder).current().entries)


def read_all(config: IndexConfig) -> tuple[tuple[Record, ...], list[Document], list[CorpusError]]:
    """Records and documents of the chosen corpus, and the errors of the digest files that could not be read."""
    records, loaded = _catalogue_and_loaded(config)
    by_id = {record.id: record for record in records}
    documents: list[Document] = []
    errors: list[CorpusError] = []
    if config.corpus in ("shipped", "merged"):
        for path in sorted((config.digest / "documents").glob("*.md")):
            try:
                documents.append(parse_digest(path.read_text("utf-8"), by_id, path.name))
            except CorpusError as error:
                errors.append(error)
    return records, [*documents, *loaded], errors


def _catalogue_and_loaded(config: IndexConfig) -> tuple[tuple[Record, ...], list[Document]]:
    records = load_catalogue(config.digest / "catalogue.toml")
    if config.corpus == "shipped":
        return records, []
    return records, list(Library(config.library_folder).documents({record.id: record for record in records}))


def digest_mark(config: IndexConfig) -> str:
    """SHA-256 over the shipped files and the code that reads them; empty where the corpus leaves them out.

    Two snapshots with the same mark hold the same shipped documents, whatever operators have loaded.
    """
    if config.corpus == "official":
        return ""
    mark = hashlib.sha256()
    code = [Path(str(module.__file__)) for module in (catalogue_code, phrasings_code, model_code, text_code)]
    files = [path for path in sorted(config.digest.rglob("*")) if path.suffix in (".md", ".toml")]
    for path in (*code, *files):
        mark.update(f"{path.name} {path.stat().st_size}\n".encode())
        mark.update(path.read_bytes())
    return mark.hexdigest()
