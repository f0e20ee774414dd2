"""Does the corpus contradict itself? Findings for the people who keep it.

Pure. An *error* makes answers wrong (a basis that does not exist, one document loaded twice, rules in force at once
that cannot be); a *warning* asks a person to look. The comparison of figures is modest: it reads digits only, and
speaks only where two provisions claim the same place of the same document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.core.codes import Code, FindingCode
from corpus.core.errors import CorpusError
from corpus.core.model import Document, Provision, Record, TextKind, Validity
from corpus.core.registry import Registry
from corpus.core.text import fold

FindingLevel = Literal["error", "warning"]
_NUMBER = re.compile(r"\b\d{1,6}-[A-ZĐ]{1,4}/[A-ZĐ]{1,8}\b")
_CHARTER = re.compile(r"điều lệ đảng", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:[./,]\d+)*")


@dataclass(frozen=True, slots=True)
class CorpusFinding:
    """One thing found, or an error that was met; ``about`` names the record, document or provision."""

    severity: FindingLevel
    code: FindingCode | Code
    message: str
    about: str


def check(
    records: Sequence[Record],
    documents: Sequence[Document],
    sources: Mapping[str, str],
    errors: Iterable[CorpusError] = (),
) -> list[CorpusFinding]:
    """All findings, errors first.

    Args:
        records: the catalogue.
        documents: loaded documents, digests included.
        sources: source marks of the research with their addresses.
        errors: what could not even be read.
    """
    findings = [CorpusFinding("error", error.code, error.message, "") for error in errors]
    findings += _duplicates(records, documents)
    unique_documents = list({document.id: document for document in documents}.values())
    try:
        registry = Registry({record.id: record for record in records}.values(), unique_documents)
    except CorpusError as error:
        return _sorted([*findings, CorpusFinding("error", error.code, error.message, "")])
    findings += _links(registry)
    findings += _overlaps(registry)
    for document in unique_documents:
        if document.text_kind is TextKind.DIGEST:
            findings += _digest(document, registry, sources)
        findings += _references(document, registry)
    findings += _figures(registry)
    return _sorted(findings)


def _sorted(findings: list[CorpusFinding]) -> list[CorpusFinding]:
    return sorted(findings, key=lambda finding: (finding.severity, finding.code, finding.about))


def _duplicates(records: Sequence[Record], documents: Sequence[Document]) -> Iterator[CorpusFinding]:
    for kind, ids in (("Bản ghi", [r.id for r in records]), ("Văn bản", [d.id for d in documents])):
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            yield CorpusFinding("error", FindingCode.DUPLICATE_ID, f"{kind} trùng mã.", name)
    claims: dict[tuple[TextKind, str], list[str]] = defaultdict(list)
    numbers: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        claims[document.text_kind, document.record.id].append(document.id)
    for record in {**{r.id: r for r in records}, **{d.record.id: d.record for d in documents}}.values():
        if record.number and record.issued:
            numbers[f"{fold(record.number)} {record.issuer} {record.issued}"].append(record.id)
    for (_, record_id), ids in claims.items():
        if len(set(ids)) > 1:
            yield CorpusFinding(
                "error", FindingCode.CLAIMED_TWICE, f"Nhiều văn bản cùng nhận: {', '.join(sorted(ids))}.", record_id
            )
    for ids in numbers.values():
        if len(ids) > 1:
            message = f"Cùng số, cơ quan và ngày ban hành: {', '.join(sorted(ids))}."
            yield CorpusFinding("error", FindingCode.SAME_NUMBER, message, sorted(ids)[0])


def _links(registry: Registry) -> Iterator[CorpusFinding]:
    for record in registry.records.values():
        for name, ids in (("thay thế", record.supersedes), ("sửa đổi", record.amends), ("hướng dẫn", record.guides)):
            for other in ids:
                if other not in registry.records:
                    yield CorpusFinding(
                        "error", FindingCode.UNKNOWN_RECORD, f"Ghi {name} “{other}” không có trong danh mục.", record.id
                    )


def _overlaps(registry: Registry) -> Iterator[CorpusFinding]:
    for record in registry.records.values():
        span = record.validity
        for older in (registry.records[name] for name in record.supersedes if name in registry.records):
            if _overlap(span, registry.record_validity(older)):
                message = f"Còn hiệu lực cùng lúc với văn bản bị thay thế “{older.id}”."
                yield CorpusFinding("error", FindingCode.OVERLAP, message, record.id)


def _digest(document: Document, registry: Registry, sources: Mapping[str, str]) -> Iterator[CorpusFinding]:
    for provision in document.provisions:
        if not provision.sources:
            yield CorpusFinding("error", FindingCode.NO_SOURCE, "Mục không ghi nguồn.", provision.id)
        for mark in provision.sources:
            if mark not in sources and not mark.startswith(("https://", "http://")):
                yield CorpusFinding(
                    "error", FindingCode.UNKNOWN_SOURCE, f"Nguồn “{mark}” không có trong danh mục.", provision.id
                )
        named = _NUMBER.findall(provision.basis)
        for number in named:
            if not registry.by_number(number):
                yield CorpusFinding(
                    "error", FindingCode.UNKNOWN_BASIS, f"Căn cứ “{number}” không có trong danh mục.", provision.id
                )
        if not named and not _CHARTER.search(provision.basis):
            message = f"Căn cứ “{provision.basis}” không nêu số văn bản."
            yield CorpusFinding("warning", FindingCode.VAGUE_BASIS, message, provision.id)
        outer = registry.record_validity(document.record)
        if provision.validity is not None and outer.valid_from and not _overlap(provision.validity, outer):
            yield CorpusFinding(
                "warning", FindingCode.OUTSIDE, "Hiệu lực của mục nằm ngoài hiệu lực văn bản.", provision.id
            )


def _references(document: Document, registry: Registry) -> Iterator[CorpusFinding]:
    for provision in document.provisions:
        for target in provision.references:
            if "/" in target and target.split("/")[0] in registry.all_documents and not registry.provision(target):
                yield CorpusFinding("warning", FindingCode.REFERENCE, f"Dẫn chiếu “{target}” không có.", provision.id)


def _figures(registry: Registry) -> Iterator[CorpusFinding]:
    """Provisions that restate one fact, or one place of a loaded official text, with other figures."""
    by_fact: dict[str, list[tuple[Provision, Document]]] = defaultdict(list)
    official: dict[tuple[str, str], list[Provision]] = defaultdict(list)
    digests = [d for d in registry.all_documents.values() if d.text_kind is TextKind.DIGEST]
    for document in registry.all_documents.values():
        if document.text_kind is TextKind.OFFICIAL:
            for provision in document.provisions:
                official[document.record.id, _place(provision.label)].append(provision)
    for document in digests:
        for provision in document.provisions:
            for fact in provision.facts:
                by_fact[fact].append((provision, document))
            yield from _against_official(provision, document, official)
    for fact, places in by_fact.items():
        for index, (first, _) in enumerate(places):
            for second, _ in places[index + 1 :]:
                same_place = (first.basis, first.label) == (second.basis, second.label)
                both = _overlap(registry.validity(first), registry.validity(second))
                ours, theirs = figures(first.text), figures(second.text)
                if same_place and both and len(places) == 2 and ours and theirs and not ours & theirs:
                    message = f"Dữ kiện {fact} được nêu với con số khác ở “{second.id}”."
                    yield CorpusFinding("warning", FindingCode.FIGURES, message, first.id)


def _against_official(
    provision: Provision, document: Document, official: Mapping[tuple[str, str], list[Provision]]
) -> Iterator[CorpusFinding]:
    place = official.get((document.record.id, _place(provision.label)))
    if not place:
        return
    whole = [
        item
        for (record, label), items in official.items()
        if record == document.record.id
        for item in items
        if label.startswith(_place(provision.label))
    ]
    known = set().union(*(figures(item.text) for item in whole))
    if missing := sorted(figures(provision.text) - known - figures(document.record.number or "")):
        message = f"Con số {', '.join(missing)} không thấy trong văn bản chính thức ({place[0].id})."
        yield CorpusFinding("warning", FindingCode.FIGURES_OFFICIAL, message, provision.id)


def figures(text: str) -> set[str]:
    """Numbers written in digits, leading zeros dropped; document numbers count by their figure."""
    return {"/".join(part.lstrip("0") or "0" for part in found.split("/")) for found in _FIGURE.findall(text)}


def _place(label: str) -> str:
    return " ".join(fold(label).replace("muc ", "").split())


def _overlap(first: Validity, second: Validity) -> bool:
    if first.valid_from is None or second.valid_from is None:
        return False
    starts = max(first.valid_from, second.valid_from)
    return all(span.valid_until is None or starts < span.valid_until for span in (first, second))
