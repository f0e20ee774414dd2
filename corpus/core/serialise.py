"""Documents and records as plain JSON values and back, exactly.

Pure. ``document_from_json(document_to_json(d)) == d`` for every document; the constructors re-check the
invariants of ``corpus.core.model`` on the way in, so a damaged file cannot become a citable document. A provision is
kept as a span of its document's text, and its fields that say nothing are left out, to keep the files small.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.model import Document, Provision, Record, Succession, Validity
from corpus.core.validation import faults

FORMAT = 1
"""Version of the JSON form; a reader refuses a higher one."""

_DERIVED = {"id", "document_id", "text"}
_DOCUMENT, _PROVISION = TypeAdapter(Document), TypeAdapter(Provision)
_RECORD, _VALIDITY = TypeAdapter(Record), TypeAdapter(Validity)


def record_to_json(record: Record) -> dict[str, Any]:
    """All fields of a record; sets become sorted lists. A stated succession is not written: it is the rule."""
    data: dict[str, Any] = _RECORD.dump_python(record, mode="json", by_alias=True)
    data["levels"].sort()
    if record.succession is Succession.STATED:
        del data["succession"]
    return data


def record_from_json(data: Mapping[str, Any]) -> Record:
    """The inverse of ``record_to_json``.

    Raises:
        CorpusError: ``corpus.damaged`` naming the field.
    """
    try:
        return _RECORD.validate_python(data)
    except ValidationError as error:
        raise _damaged(faults(error)) from error


def document_to_json(document: Document) -> dict[str, Any]:
    """A document as JSON values; provisions are spans of its text."""
    return {
        "format": FORMAT,
        "id": document.id,
        "record": record_to_json(document.record),
        "text_kind": document.text_kind.value,
        "text": document.text,
        "provisions": [_provision_to_json(provision) for provision in document.provisions],
        "source": document.source,
        "sha256": document.sha256,
    }


def document_from_json(data: Mapping[str, Any]) -> Document:
    """The inverse of ``document_to_json``.

    Raises:
        CorpusError: ``corpus.damaged`` when a field is missing or an invariant does not hold.
    """
    try:
        if data["format"] > FORMAT:
            raise ValueError(f"định dạng {data['format']} mới hơn chương trình")
        name, text = data["id"], data["text"]
        whole = [
            {
                **row,
                "id": f"{name}/{row['path']}",
                "document_id": name,
                "text": text[row["start"] : row["end"]],
            }
            for row in data["provisions"]
        ]
        return _DOCUMENT.validate_python({**data, "provisions": whole})
    except ValidationError as error:
        raise _damaged(faults(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(str(error)) from error


def _provision_to_json(provision: Provision) -> dict[str, Any]:
    data: dict[str, Any] = _PROVISION.dump_python(provision, mode="json", exclude=_DERIVED, exclude_defaults=True)
    if provision.levels:
        data["levels"].sort()
    if provision.validity is not None:
        data["validity"] = _VALIDITY.dump_python(provision.validity, mode="json", by_alias=True)
    return data


def _damaged(detail: str) -> CorpusError:
    return CorpusError(
        Code.CORPUS_DAMAGED, f"Dữ liệu văn bản đã lưu bị hỏng ({detail}).", hint="Nạp lại văn bản từ tệp gốc."
    )
