"""One file to one document, safely: the whole way from bytes to provisions in a limited process.

Shell over ``corpus.ingest.sandbox`` (the process) and ``corpus.ingest.proposal`` (what happens in it).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.core.model import Record
from corpus.ingest.proposal import Ingested, Overrides
from corpus.ingest.sandbox import Limits, Sandbox

__all__ = ["Ingested", "Limits", "Overrides", "Sandbox", "read_document"]

_NOTHING_SAID, _USUAL = Overrides(), Limits()


def read_document(
    path: Path,
    records: Mapping[str, Record],
    *,
    overrides: Overrides = _NOTHING_SAID,
    limits: Limits = _USUAL,
) -> Ingested:
    """Read one file into a document; for many files, open one ``Sandbox`` and call ``Sandbox.ingest``.

    Args:
        path: the file.
        records: the catalogue, by id.
        overrides: what the operator says about it.
        limits: time and memory for the whole way.

    Raises:
        CorpusError: the file cannot be read (``corpus.no_text``, ``corpus.unreadable``, ``corpus.encrypted``,
            ``corpus.empty``, ``corpus.unsupported``, ``corpus.too_large``, ``corpus.timeout``) or the record
            named by the operator is not in the catalogue (``corpus.unknown_record``).
    """
    with Sandbox(limits, records) as sandbox:
        return sandbox.ingest(path, overrides)
