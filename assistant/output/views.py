"""Documents and provisions as readers need them: standing in words, neighbours, place in the tree. Pure.

One view serves the JSON of the API, the reading page and the side panel of the chat, so that all three say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote as percent
from urllib.parse import unquote, urlencode, urlsplit

from assistant.output.markdown import escape_inline, quoted
from corpus.core.display import name_of, standing_note, vn_date
from corpus.core.model import Document, Provision, Record, TextKind, Validity
from corpus.core.registry import Force, Registry, Standing

FORCE_WORDS = {
    Force.IN_FORCE: "Còn hiệu lực",
    Force.SUPERSEDED: "Đã được thay thế",
    Force.EXPIRED: "Hết hiệu lực",
    Force.NOT_YET: "Chưa có hiệu lực",
    Force.UNKNOWN: "Chưa xác định được hiệu lực",
}
KIND_WORDS = {
    TextKind.OFFICIAL: "Văn bản chính thức",
    TextKind.DIGEST: "Bản tóm lược do nhóm xây dựng trợ lý biên soạn",
    TextKind.CATALOGUE: "Danh mục văn bản của trợ lý",
}
_NUMBERED = re.compile(r"\d+(\.\d+)*\.?(\s|$)")


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """A provision with its document, its standing on a day and its neighbours in the document."""

    provision: Provision
    document: Document
    standing: Standing
    parent: Provision | None
    children: tuple[Provision, ...]
    previous: Provision | None
    following: Provision | None


def texts(registry: Registry) -> list[Document]:
    """Documents whose text is loaded; catalogue cards only tell about a document and are not counted."""
    return [item for item in registry.all_documents.values() if item.text_kind is not TextKind.CATALOGUE]


def not_loaded(registry: Registry) -> list[Record]:
    """Records known to the catalogue of which no text, official or digest, is loaded."""
    loaded = {document.record.id for document in texts(registry)}
    return [record for record in registry.records.values() if record.id not in loaded]


def view_provision(registry: Registry, provision_id: str, on: date) -> ProvisionView | None:
    """The view of a provision on a day; ``None`` when there is no such id."""
    found = registry.provision(provision_id)
    if found is None:
        return None
    provision, document = found
    siblings = document.provisions
    place = next(index for index, item in enumerate(siblings) if item.id == provision.id)
    return ProvisionView(
        provision=provision,
        document=document,
        standing=registry.standing_of(provision, on),
        parent=next((item for item in siblings if is_parent(item, provision)), None),
        children=tuple(item for item in siblings if is_parent(provision, item)),
        previous=siblings[place - 1] if place else None,
        following=siblings[place + 1] if place + 1 < len(siblings) else None,
    )


def is_parent(upper: Provision, lower: Provision) -> bool:
    """Whether ``lower`` names ``upper`` as its parent, by id or by path."""
    return lower.parent is not None and lower.parent in (upper.id, upper.path)


def depths(document: Document) -> dict[str, int]:
    """Depth of each provision in the tree of its document, by id; roots are 0."""
    by_name = {name: item for item in document.provisions for name in (item.id, item.path)}
    found: dict[str, int] = {}
    for provision in document.provisions:
        depth, current = 0, provision
        while current.parent in by_name and depth < len(document.provisions):
            current, depth = by_name[current.parent], depth + 1
        found[provision.id] = depth
    return found


def place_name(label: str) -> str:
    """``Mục 11.4.2`` for a label that begins with a bare number, else the label itself."""
    return f"Mục {label}" if _NUMBERED.match(label) else label


def page_address(provision: Provision, start: int = 0, end: int = 0) -> str:
    """Address of the reading page at a provision, with the span to highlight when there is one."""
    span = f"?at={percent(provision.path)}&q_start={start}&q_end={end}" if start < end else ""
    return f"/documents/{percent(provision.document_id)}{span}#{percent(provision.path)}"


def question_address(question: str, on: date | None, level: str = "") -> str:
    """Address of the page that asks a question for a day; it holds nothing of the person who asks."""
    days = {"ngay": on.isoformat()} if on else {}
    return f"/hoi?{urlencode({'cau': question, **days, **({'cap': level} if level else {})}, quote_via=percent)}"


def readable(address: str) -> str:
    """An address as people read and copy it: Vietnamese letters as they are, blanks as ``+``; it leads to the same."""
    letters = re.sub(r"(?:%[89A-F][0-9A-F])+", lambda coded: unquote(coded.group()), address)
    return letters.replace("%20", "+")


def validity_words(span: Validity) -> str:
    """The half-open interval in words; ``valid_until`` is the first day out of force."""
    if span.valid_from is None:
        return "chưa rõ ngày có hiệu lực"
    since = f"có hiệu lực từ {vn_date(span.valid_from)}"
    return f"{since}, hết hiệu lực từ {vn_date(span.valid_until)}" if span.valid_until else since


def standing_words(standing: Standing) -> str:
    """``Còn hiệu lực – có hiệu lực từ …``, or the sentence that says what replaced the rule and when."""
    if standing.force is Force.IN_FORCE:
        return f"{FORCE_WORDS[standing.force]} – {validity_words(standing.told)}."
    return standing_note(standing)


def panel(view: ProvisionView, sources: Mapping[str, str], span: tuple[int, int] | None = None) -> str:
    """The side panel of the chat as Markdown: standing, text with the quoted words marked, basis, source, link."""
    provision, document = view.provision, view.document
    head = [f"**{escape_inline(name_of(document.record))}**", escape_inline(KIND_WORDS[document.text_kind])]
    if trail := " › ".join((*provision.trail, *([provision.heading] if provision.heading else []))):
        head.append(escape_inline(trail))
    parts = ["\n".join(head), f"*{escape_inline(standing_words(view.standing))}*", quoted(provision.text, span)]
    facts = []
    if provision.basis:
        facts.append(f"- Căn cứ: {escape_inline(provision.basis)}")
    facts.append(f"- Độ tin cậy của nguồn: {provision.certainty.value}")
    if links := _links(provision, document, sources):
        facts.append(f"- Nguồn: {', '.join(links)}")
    parts.append("\n".join(facts))
    parts.append(f"[Đọc trong văn bản]({page_address(provision, *(span or (0, 0)))})")
    return "\n\n".join(parts)


def _links(provision: Provision, document: Document, sources: Mapping[str, str]) -> list[str]:
    links = []
    for name, address in source_addresses(provision, document, sources):
        target = address.replace("(", "%28").replace(")", "%29").replace(" ", "%20") if address else ""
        shown = escape_inline(source_name(name, address))
        links.append(f"[{shown}](<{target}>)" if target else shown)
    return links


def source_addresses(provision: Provision, document: Document, sources: Mapping[str, str]) -> list[tuple[str, str]]:
    """(name, web address or empty) of the sources of a provision, else of its document."""
    marks = provision.sources or document.record.sources or ((document.source,) if document.source else ())
    found = []
    for mark in marks:
        address = sources.get(mark, mark)
        found.append((mark, address if address.startswith(("http://", "https://")) else ""))
    return found


def source_name(mark: str, address: str) -> str:
    """``S02 (github.com)``: the mark of the research with the site it stands for."""
    host = urlsplit(address).hostname
    return f"{mark} ({host.removeprefix('www.')})" if host and mark != address else mark


def validity_json(span: Validity) -> dict[str, Any]:
    """``valid_from``, ``valid_until`` (first day out of force) and the certainty of both."""
    return {
        "valid_from": span.valid_from.isoformat() if span.valid_from else None,
        "valid_until": span.valid_until.isoformat() if span.valid_until else None,
        "certainty": span.certainty.value,
    }


def standing_json(standing: Standing, on: date) -> dict[str, Any]:
    """The state on a day, with what follows a superseded rule."""
    follower = standing.successor
    return {
        "on": on.isoformat(),
        "force": standing.force.value,
        "words": standing_words(standing),
        "successor": None
        if follower is None
        else {
            "id": follower.id,
            "name": name_of(follower),
            "title": follower.title,
            "loaded": standing.successor_loaded,
        },
    }


def record_json(registry: Registry, record: Record, on: date) -> dict[str, Any]:
    """What is known about a document, loaded or not."""
    span = registry.told_record_validity(record)
    return {
        "record_id": record.id,
        "number": record.number,
        "name": name_of(record),
        "title": record.title,
        "kind": record.kind.value,
        "rank": record.kind.rank,
        "issuer": record.issuer,
        "issued": record.issued.isoformat() if record.issued else None,
        "validity": validity_json(span),
        "standing": standing_json(registry.standing(record.id, on), on),
        "certainty": record.certainty.value,
        "campaign": record.campaign,
        "note": record.note,
    }


def document_json(registry: Registry, document: Document, on: date) -> dict[str, Any]:
    """A loaded document without its text."""
    return {
        "id": document.id,
        "text_kind": document.text_kind.value,
        "evidence": document.id in registry.documents,
        "provisions": len(document.provisions),
        "source": document.source,
        "sha256": document.sha256,
        **record_json(registry, document.record, on),
    }


def provision_json(view: ProvisionView, on: date, sources: Mapping[str, str]) -> dict[str, Any]:
    """A provision with everything that a citation of it needs."""
    provision, document = view.provision, view.document
    return {
        "id": provision.id,
        "path": provision.path,
        "label": provision.label,
        "unit": provision.unit.value,
        "heading": provision.heading,
        "trail": list(provision.trail),
        "text": provision.text,
        "citable": provision.citable,
        "document": {
            "id": document.id,
            "number": document.record.number,
            "name": name_of(document.record),
            "title": document.record.title,
            "text_kind": document.text_kind.value,
        },
        "validity": validity_json(view.standing.told),
        "standing": standing_json(view.standing, on),
        "basis": provision.basis,
        "certainty": provision.certainty.value,
        "sources": [{"mark": mark, "address": url} for mark, url in source_addresses(provision, document, sources)],
        "levels": sorted(level.value for level in provision.levels),
        "references": list(provision.references),
        "parent": _brief(view.parent),
        "children": [_brief(child) for child in view.children],
        "previous": _brief(view.previous),
        "next": _brief(view.following),
        "page": page_address(provision),
    }


def _brief(provision: Provision | None) -> dict[str, str] | None:
    if provision is None:
        return None
    return {"id": provision.id, "label": provision.label, "heading": provision.heading}
