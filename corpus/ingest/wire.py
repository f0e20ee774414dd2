"""An ``Ingested`` and ``Overrides`` as JSON values and back: what the reading process and its parent exchange.

Pure. The parent re-checks the document's invariants on the way in (``document_from_json``).
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.core.codes import DefectCode
from corpus.core.extract import Defect, Severity
from corpus.core.model import Kind
from corpus.core.serialise import document_from_json, document_to_json
from corpus.ingest.proposal import Ingested, Overrides
from corpus.structure.effects import Effect
from corpus.structure.header import Head
from corpus.structure.references import Unresolved

_PLAIN = ("signed_by", "matched", "from_catalogue", "format", "pages", "encoding", "confidence")


def ingested_to_json(found: Ingested) -> dict[str, Any]:
    """All fields as plain values."""
    head = asdict(found.head)
    head["kind"] = found.head.kind.value if found.head.kind else None
    head["issued"] = found.head.issued.isoformat() if found.head.issued else None
    return {
        "document": document_to_json(found.document),
        "head": head,
        "effects": [asdict(effect) for effect in found.effects],
        "unresolved": [asdict(item) for item in found.unresolved],
        "defects": [defect.to_json() for defect in found.defects],
        "unknown": list(found.unknown),
        **{name: getattr(found, name) for name in _PLAIN},
    }


def ingested_from_json(data: dict[str, Any]) -> Ingested:
    """The inverse of ``ingested_to_json``."""
    head = data["head"]
    return Ingested(
        document=document_from_json(data["document"]),
        head=Head(
            **{
                **head,
                "kind": Kind(head["kind"]) if head["kind"] else None,
                "issued": date.fromisoformat(head["issued"]) if head["issued"] else None,
                "bases": tuple(head["bases"]),
            }
        ),
        effects=tuple(Effect(e["verb"], tuple(e["numbers"]), e["text"]) for e in data["effects"]),
        unresolved=tuple(Unresolved(item["label"], item["text"]) for item in data["unresolved"]),
        defects=tuple(
            Defect(DefectCode(d["code"]), d["message"], Severity(d["severity"]), d["count"], tuple(d["places"]))
            for d in data["defects"]
        ),
        unknown=tuple(data["unknown"]),
        **{name: data[name] for name in _PLAIN},
    )


def overrides_to_json(overrides: Overrides) -> dict[str, Any]:
    """Dates as ISO text, the kind by its name."""
    return {
        name: value.isoformat() if isinstance(value, date) else value.value if isinstance(value, Kind) else value
        for name, value in asdict(overrides).items()
    }


def overrides_from_json(data: dict[str, Any]) -> Overrides:
    """The inverse of ``overrides_to_json``."""

    def day(name: str) -> date | None:
        value = data[name]
        return date.fromisoformat(value) if value else None

    kind = data["kind"]
    return Overrides(
        number=data["number"],
        issued=day("issued"),
        kind=Kind(kind) if kind else None,
        title=data["title"],
        valid_from=day("valid_from"),
        valid_until=day("valid_until"),
        record=data["record"],
        reviewed=data["reviewed"],
    )
