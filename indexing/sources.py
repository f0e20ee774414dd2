"""From configuration to a ``Registry``: the catalogue, the shipped digest, the operator's library.

Edge: reads files through ``corpus.shipped.catalogue`` and ``corpus.ingest.library``. Every record also gets a catalogue
card (``corpus.shipped.cards``). The registry itself applies contract R8 (an official text shadows the digest of the
same record).
"""

from __future__ import annotations

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.installation import program
from corpus.core.model import Document, Record
from corpus.core.registry import Registry
from corpus.ingest.library import Library
from corpus.shipped.cards import cards
from corpus.shipped.catalogue import load_catalogue, parse_digest
from corpus.shipped.phrasings import load_phrasings, with_phrasings
from indexing.config import IndexConfig


def load_registry(config: IndexConfig) -> Registry:
    """Catalogue and documents of the chosen corpus.

    Raises:
        CorpusError: ``corpus.empty`` when the choice holds no document; any error of the catalogue or digest.
    """
    records, documents, errors = read_all(config)
    if errors:
        raise errors[0]
    if not documents:
        raise CorpusError(
            Code.CORPUS_EMPTY,
            f"Bộ văn bản “{config.corpus}” chưa có văn bản nào.",
            hint=f"Nạp văn bản bằng: {program('indexing')} add <tệp>, hoặc chọn --corpus shipped.",
        )
    folder = config.digest / "phrasings"
    asked, official = load_phrasings(folder), load_phrasings(folder / "official")
    documents = [with_phrasings(document, asked, official) for document in documents]
    return Registry(records, [*documents, *cards(Registry(records, documents))])


def holds_nothing(config: IndexConfig) -> bool:
    """Whether the chosen corpus has no document at all; nothing of it is read."""
    digest = config.corpus != "official" and any((config.digest / "documents").glob("*.md"))
    return not digest and (config.corpus == "shipped" or not Library(config.library_folder).current().entries)


def read_all(config: IndexConfig) -> tuple[tuple[Record, ...], list[Document], list[CorpusError]]:
    """Records and documents of the chosen corpus, and the errors of the digest files that could not be read."""
    records = load_catalogue(config.digest / "catalogue.toml")
    by_id = {record.id: record for record in records}
    documents: list[Document] = []
    errors: list[CorpusError] = []
    if config.corpus in ("shipped", "merged"):
        for path in sorted((config.digest / "documents").glob("*.md")):
            try:
                documents.append(parse_digest(path.read_text("utf-8"), by_id, path.name))
            except CorpusError as error:
                errors.append(error)
    if config.corpus in ("official", "merged"):
        documents += Library(config.library_folder).documents(by_id)
    return records, documents, errors
