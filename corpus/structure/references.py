"""References between provisions: "theo Khoản 3, Khoản 4, Điều 11 Điều lệ Đảng" to provision ids.

Pure. A reference is a chain of units (điểm, khoản, điều, mục) and the document it belongs to: named right after
it ("Điều lệ Đảng", "Quy định số 294-QĐ/TW"), "này", or none, which means the same document. A document without
articles that implements the Charter names Charter articles in its headings ("11. Điều 11: …", "11.4. (Khoản 5):
…"); there a khoản without an article takes the article of the heading above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.core.model import Kind, Provision, Record, Unit
from corpus.structure.signs import NUMBER, clean_number

_LIST = r"(?:\s*(?:,|và|hoặc|,\s*và|đến)\s*(?:{item}))*"
_FIGURE = r"\d{1,3}[a-zđ]?(?![\w.]*\d)"
_POINT = r"[a-zđ](?!\w)"
_UNIT = re.compile(
    rf"(?P<dieu>\b[Đđ]iều\s+(?P<dieu_no>{_FIGURE}{_LIST.format(item=_FIGURE)}))"
    rf"|(?P<khoan>\b[Kk]hoản\s+(?P<khoan_no>{_FIGURE}{_LIST.format(item=_FIGURE)}))"
    rf"|(?P<diem>\b[Đđ]iểm\s+(?P<diem_no>{_POINT}{_LIST.format(item=_POINT)}))"
    r"|(?P<muc>\b[Mm]ục\s+(?P<muc_no>\d{1,2}(?:\.\d{1,2})+))"
)
_LINK = re.compile(r"[\s,;()]*(?:và|hoặc|của|tại|các)?[\s,;()]*")
_OWNER = re.compile(
    r"\s*[,)]?\s*(?:của\s+|trong\s+)?(?:"
    r"(?P<charter>Điều lệ(?:\s+Đảng(?:\s+Cộng sản Việt Nam)?)?)(?!\s+(?:này|Đoàn|Công|Hội|Mặt))"
    r"|(?P<this>(?:Quy định|Quy chế|Quyết định|Hướng dẫn|Điều lệ|Luật|Nghị định|Nghị quyết|Thông tư|Chỉ thị)\s+này)"
    r"|(?P<other>(?:Quy định|Quy chế|Quyết định|Hướng dẫn|Luật|Bộ luật|Nghị định|Nghị quyết|Thông tư|Chỉ thị|Kết luận)"
    r"\b(?:\s+(?:liên tịch\s+)?(?:số\s+)?[^\s,.;()]+){0,6}))"
)
_AMENDS = re.compile(
    r"(?:\d+[a-zđ]?[.)]|[a-zđ]\))\s*(?:sửa đổi|bổ sung|bãi bỏ|thay thế|thay cụm từ|bỏ cụm từ)\b", re.IGNORECASE
)
_FIGURES, _POINTS = re.compile(r"\d{1,3}[a-zđ]?"), re.compile(r"(?<!\w)[a-zđ](?!\w)")


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that points nowhere known: where it stands and its words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class _Target:
    article: str = ""
    clause: str = ""
    point: str = ""
    section: str = ""

    @property
    def path(self) -> str:
        if self.section:
            return self.section
        head = f"d{self.article}" if self.article else ""
        parts = [head, f"k{self.clause}" if self.clause else "", self.point]
        return ".".join(part for part in parts if part)

    @property
    def label(self) -> str:
        if self.section:
            return f"Mục {self.section}"
        words = [("Điều", self.article), ("khoản", self.clause), ("điểm", self.point)]
        return " ".join(f"{word} {value}" for word, value in words if value)


def resolve(
    provisions: Sequence[Provision], record: Record, records: Mapping[str, Record]
) -> tuple[tuple[Provision, ...], tuple[Unresolved, ...]]:
    """Fill ``references`` of the provisions.

    Args:
        provisions: of one document, in order.
        record: the document's own record.
        records: the catalogue, by id.

    Returns:
        The provisions with ids of known documents (``dieu-le-2011/d11.k5``) or labels of unknown ones, and the
        references that could not be resolved.
    """
    paths = {provision.path for provision in provisions}
    charter, implemented = _charter(record, records), _implemented(record, records)
    has_articles = any(provision.unit is Unit.ARTICLE for provision in provisions)
    heading_article: dict[str, str] = {}
    done: list[Provision] = []
    missing: list[Unresolved] = []
    for provision in provisions:
        if not provision.citable and provision.unit in (Unit.PREAMBLE, Unit.CLOSING):
            done.append(provision)
            continue
        inherited = heading_article.get(provision.parent or "", "")
        found: list[str] = []
        amends = _AMENDS.match(provision.text) is not None
        if provision.text.startswith("“"):  # words of the amended document: its articles, not ours
            done.append(provision)
            continue
        for targets, owner, text in _mentions(provision.text):
            for target in targets:
                name = _resolve(target, owner, provision, records, paths, charter, implemented, has_articles, inherited)
                # "Sửa đổi khoản 2 Điều 5" means the amended document, which is not named here; ours has an Điều 5 as
                # well.
                if amends and (not owner or owner.endswith("này")) and name is not None:
                    name = None
                if name is None:
                    missing.append(Unresolved(provision.label, text))
                elif name and name != provision.id:
                    found.append(name)
        # Headings pass their article down: "11.4. (Khoản 5)" below "11. Điều 11" is khoản 5 of Điều 11.
        own = _article_of_heading(provision) if not has_articles and implemented else ""
        heading_article[provision.id] = own or inherited
        done.append(replace(provision, references=tuple(dict.fromkeys(found))))
    return tuple(done), tuple(dict.fromkeys(missing))


def _charter(record: Record, records: Mapping[str, Record]) -> str | None:
    """The Party Charter in force when the document was issued: the latest one issued before it."""
    if record.kind is Kind.CHARTER:
        return record.id
    found = [
        r
        for r in records.values()
        if r.kind is Kind.CHARTER and r.issued and (record.issued is None or r.issued <= record.issued)
    ]
    return max(found, key=lambda r: (r.issued, r.id)).id if found else None


def _implemented(record: Record, records: Mapping[str, Record]) -> str | None:
    """The document whose articles a document without articles means.

    It is the Charter when the title says so, else the one document it guides.
    """
    if "điều lệ đảng" in record.title.casefold():
        return _charter(record, records)
    return record.guides[0] if len(record.guides) == 1 else None


def _article_of_heading(provision: Provision) -> str:
    """The Charter article a heading of an implementing document names ("11. Điều 11: …"); empty when several."""
    match = re.match(
        r"(?:\d+(?:\.\d+)*\.?\s+)(?:\([^)]*\)\s*[:,;]?\s*)?Điều\s+(\d{1,3})(?P<more>\s*,\s*Điều)?", provision.text
    )
    return match[1] if match and not match["more"] else ""


def _mentions(text: str) -> Iterable[tuple[list[_Target], str, str]]:
    """Chains of units in a text: their targets, the owner's words and the words of the chain."""
    position = 0
    while match := _UNIT.search(text, position):
        start, parts = match.start(), [match]
        end = match.end()
        while following := _UNIT.match(text, _LINK.match(text, end).end()):  # type: ignore[union-attr]
            parts.append(following)
            end = following.end()
        owner = _OWNER.match(text, end)
        words = "" if owner is None else " ".join(owner.group().split()).strip(" ,)")
        for prefix in ("của ", "trong "):
            words = words.removeprefix(prefix)
        yield _targets(parts, text), words, text[start : owner.end() if owner else end]
        position = end


def _targets(parts: Sequence[re.Match[str]], text: str) -> list[_Target]:
    """Combine a chain into targets; smaller units come before their article, or after it in brackets."""
    targets: list[_Target] = []
    points: list[str] = []
    clauses: list[tuple[str, list[str]]] = []
    for index, part in enumerate(parts):
        if part["muc"]:
            targets.append(_Target(section=part["muc_no"]))
        elif part["diem"]:
            points += _POINTS.findall(part["diem_no"])
        elif part["khoan"]:
            numbers = _FIGURES.findall(part["khoan_no"])
            # Both orders occur: "khoản 3 Điều 24" and "Điều 24 (Khoản 3, Khoản 4)".
            inside = bool(targets) and bool(targets[-1].article) and _open_bracket(parts, index, text)
            if inside and not _article_in_brackets(parts, index, text):
                article = targets[-1].article
                if not targets[-1].clause:
                    targets.pop()
                targets += [_Target(article, number) for number in numbers]
            else:
                clauses += [(number, points) for number in numbers]
                points = []
        else:
            for number in _FIGURES.findall(part["dieu_no"]):
                targets += _combine(number, clauses, points) if (clauses or points) else [_Target(number)]
            clauses, points = [], []
    if clauses or points:
        targets += _combine("", clauses, points)
    return targets


def _open_bracket(parts: Sequence[re.Match[str]], index: int, text: str) -> bool:
    """Whether this khoản stands in a bracket opened after the last article: "Điều 24 (Khoản 3, Khoản 4)"."""
    before = max((part.end() for part in parts[:index] if part["dieu"]), default=0)
    between = text[before : parts[index].start()]
    return between.count("(") > between.count(")")


def _article_in_brackets(parts: Sequence[re.Match[str]], index: int, text: str) -> bool:
    """Whether the bracket that opens before this khoản also names its article: "(Khoản 3, Điều 12)"."""
    closing = text.find(")", parts[index].end())
    return any(p["dieu"] and p.start() < closing for p in parts[index + 1 :])


def _combine(article: str, clauses: list[tuple[str, list[str]]], points: list[str]) -> list[_Target]:
    found = []
    for clause, letters in clauses:
        found += [_Target(article, clause, letter) for letter in letters] or [_Target(article, clause)]
    return found + [_Target(article, "", letter) for letter in points]


def _resolve(
    target: _Target,
    owner: str,
    provision: Provision,
    records: Mapping[str, Record],
    paths: set[str],
    charter: str | None,
    implemented: str | None,
    has_articles: bool,
    inherited: str,
) -> str | None:
    """Id or label of a target; empty for "this very unit", ``None`` when it points nowhere known."""
    if not target.article and not target.section and inherited and not has_articles:
        target = replace(target, article=inherited)
    number = NUMBER.search(owner)
    if number is not None:
        wanted = clean_number(number.group())
        named = next((r for r in records.values() if r.number and clean_number(r.number) == wanted), None)
        return (
            f"{named.id}/{target.path}"
            if named and target.path
            else (f"{owner}, {target.label}" if not named else None)
        )
    if owner and not owner.endswith("này"):
        if owner.startswith("Điều lệ"):
            return f"{charter}/{target.path}" if charter else f"Điều lệ Đảng, {target.label}"
        return f"{owner}, {target.label}"
    if target.article and not has_articles:
        return f"{implemented}/{target.path}" if implemented else None
    scope = target
    if not target.article and not target.section:
        article = re.search(r"(?:^|\.)d(\d+[a-z]?)", provision.path)
        if article is None:
            return _beside(target, provision, paths)
        scope = replace(target, article=article[1])
        clause = re.search(r"\.k(\d+[a-z]?)", provision.path)
        if not target.clause and clause:
            scope = replace(scope, clause=clause[1])
    # An attached document numbers its own articles; a reference inside it means those first.
    prefix = re.match(r"((?:kt|pl)[^.]*\.)", provision.path)
    for path in ([prefix[1] + scope.path] if prefix else []) + [scope.path]:
        if path in paths:
            return f"{provision.document_id}/{path}"
    return None


def _beside(target: _Target, provision: Provision, paths: set[str]) -> str | None:
    """A điểm named in a decimal document without its section: a sibling of the place that names it."""
    path = provision.path
    while target.point and path:
        if f"{path}.{target.point}" in paths:
            return f"{provision.document_id}/{path}.{target.point}"
        path = path.rpartition(".")[0]
    return None
