"""An ``Ingested`` and ``Overrides`` as JSON values and back: what the reading process and its parent exchange.

Pure. The parent re-checks the document's invariants on the way in: the dataclasses do so when they are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from corpus.ingest.proposal import Ingested, Overrides

_INGESTED, _OVERRIDES = TypeAdapter(Ingested), TypeAdapter(Overrides)


def ingested_to_json(found: Ingested) -> dict[str, Any]:
    """All fields as plain values."""
    data: dict[str, Any] = _INGESTED.dump_python(found, mode="json", by_alias=True)
    return data


def ingested_from_json(data: Mapping[str, Any]) -> Ingested:
    """The inverse of ``ingested_to_json``.

    Raises:
        ValueError: the values are no such document.
    """
    return _INGESTED.validate_python(data)


def overrides_to_json(overrides: Overrides) -> dict[str, Any]:
    """Dates as ISO text, the kind by its name."""
    data: dict[str, Any] = _OVERRIDES.dump_python(overrides, mode="json")
    return data


def overrides_from_json(data: Mapping[str, Any]) -> Overrides:
    """The inverse of ``overrides_to_json``."""
    return _OVERRIDES.validate_python(data)
