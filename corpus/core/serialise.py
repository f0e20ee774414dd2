"""Documents and records as plain JSON values and back, exactly.

Pure. ``document_from_json(document_to_json(d)) == d`` for every document; the constructors re-check the
invariants of ``corpus.core.model`` on the way in, so a damaged file cannot become a citable document. Empty fields
are left out of a provision to keep the files small.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.core.errors import CorpusError
from corpus.core.model import (
    Certainty,
    Document,
    Kind,
    Level,
    Provision,
    Record,
    Succession,
    TextKind,
    Unit,
    Validity,
)

FORMAT = 1
"""Version of the JSON form; a reader refuses a higher one."""


def validity_to_json(validity: Validity) -> dict[str, Any]:
    """``Validity`` with ISO dates."""
    return {
        "from": validity.valid_from.isoformat() if validity.valid_from else None,
        "until": validity.valid_until.isoformat() if validity.valid_until else None,
        "certainty": validity.certainty.value,
    }


def validity_from_json(data: dict[str, Any]) -> Validity:
    """The inverse of ``validity_to_json``."""
    return Validity(_day(data["from"]), _day(data["until"]), Certainty(data["certainty"]))


def record_to_json(record: Record) -> dict[str, Any]:
    """All fields of a record; sets become sorted lists."""
    return {
        "id": record.id,
        "number": record.number,
        "kind": record.kind.value,
        "issuer": record.issuer,
        "issued": record.issued.isoformat() if record.issued else None,
        "title": record.title,
        "validity": validity_to_json(record.validity),
        "supersedes": list(record.supersedes),
        "amends": list(record.amends),
        "guides": list(record.guides),
        "levels": sorted(level.value for level in record.levels),
        "certainty": record.certainty.value,
        "sources": list(record.sources),
        "campaign": record.campaign,
        "note": record.note,
        "succession": record.succession.value,
    }


def record_from_json(data: dict[str, Any]) -> Record:
    """The inverse of ``record_to_json``."""
    return Record(
        id=data["id"],
        number=data["number"],
        kind=Kind(data["kind"]),
        issuer=data["issuer"],
        issued=_day(data["issued"]),
        title=data["title"],
        validity=validity_from_json(data["validity"]),
        supersedes=tuple(data["supersedes"]),
        amends=tuple(data["amends"]),
        guides=tuple(data["guides"]),
        levels=frozenset(Level(level) for level in data["levels"]),
        certainty=Certainty(data["certainty"]),
        sources=tuple(data["sources"]),
        campaign=data["campaign"],
        note=data["note"],
        succession=Succession(data.get("succession", Succession.STATED.value)),
    )


def provision_to_json(provision: Provision) -> dict[str, Any]:
    """A provision without its text (the document's text and the span give it) and without empty fields."""
    data: dict[str, Any] = {
        "path": provision.path,
        "label": provision.label,
        "unit": provision.unit.value,
        "start": provision.start,
        "end": provision.end,
    }
    if provision.validity is not None:
        data["validity"] = validity_to_json(provision.validity)
    if not provision.citable:
        data["citable"] = False
    if provision.certainty is not Certainty.HIGH:
        data["certainty"] = provision.certainty.value
    if provision.levels:
        data["levels"] = sorted(level.value for level in provision.levels)
    for name in ("heading", "parent", "basis", "note"):
        if value := getattr(provision, name):
            data[name] = value
    for name in ("trail", "sources", "facts", "topics", "references", "asked_as"):
        if value := getattr(provision, name):
            data[name] = list(value)
    return data


def document_to_json(document: Document) -> dict[str, Any]:
    """A document as JSON values; provisions are spans of its text."""
    return {
        "format": FORMAT,
        "id": document.id,
        "record": record_to_json(document.record),
        "text_kind": document.text_kind.value,
        "text": document.text,
        "provisions": [provision_to_json(provision) for provision in document.provisions],
        "source": document.source,
        "sha256": document.sha256,
    }


def document_from_json(data: dict[str, Any]) -> Document:
    """The inverse of ``document_to_json``.

    Raises:
        CorpusError: ``corpus.damaged`` when a field is missing or an invariant does not hold.
    """
    try:
        if data["format"] > FORMAT:
            raise ValueError(f"định dạng {data['format']} mới hơn chương trình")
        text, document_id = data["text"], data["id"]
        return Document(
            id=document_id,
            record=record_from_json(data["record"]),
            text_kind=TextKind(data["text_kind"]),
            text=text,
            provisions=tuple(_provision_from_json(item, document_id, text) for item in data["provisions"]),
            source=data["source"],
            sha256=data["sha256"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CorpusError(
            "corpus.damaged", f"Dữ liệu văn bản đã lưu bị hỏng ({error}).", hint="Nạp lại văn bản từ tệp gốc."
        ) from error


def _provision_from_json(data: dict[str, Any], document_id: str, text: str) -> Provision:
    validity = data.get("validity")
    return Provision(
        id=f"{document_id}/{data['path']}",
        document_id=document_id,
        path=data["path"],
        label=data["label"],
        unit=Unit(data["unit"]),
        text=text[data["start"] : data["end"]],
        start=data["start"],
        end=data["end"],
        heading=data.get("heading", ""),
        trail=tuple(data.get("trail", ())),
        parent=data.get("parent"),
        citable=data.get("citable", True),
        validity=None if validity is None else validity_from_json(validity),
        basis=data.get("basis", ""),
        certainty=Certainty(data.get("certainty", Certainty.HIGH.value)),
        sources=tuple(data.get("sources", ())),
        facts=tuple(data.get("facts", ())),
        topics=tuple(data.get("topics", ())),
        levels=frozenset(Level(level) for level in data.get("levels", ())),
        references=tuple(data.get("references", ())),
        asked_as=tuple(data.get("asked_as", ())),
        note=data.get("note", ""),
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
