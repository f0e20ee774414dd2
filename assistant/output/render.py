"""Answer → Vietnamese text for people: Markdown for the chat, plain text for a terminal. Pure.

Both forms print one layout: the direct answer, the rule it rests on with its place and dates, what a reader must know,
the day; then, below one heading that the chat page folds, further basis and the notes whose short form already stands
above (``assistant.output.folding``). Nothing is added to a claim and no claim is left out; a claim that only quotes a
provision is not quoted a second time below it. Citations are numbered by first appearance; ``references`` gives the
same numbers to the buttons of the chat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from assistant.model import Answer, Calculation, Citation, Claim, RefusalReason, Status
from assistant.output.folding import ToldApart, short_form_shown, told_apart
from assistant.output.markdown import escape, escape_inline, quoted
from assistant.output.paragraph import caption
from corpus.core.display import day_note, vn_date
from corpus.core.model import Certainty, Level, TextKind

DISCLOSURE = (
    "Nội dung do hệ thống trí tuệ nhân tạo cung cấp để tham khảo; "
    "khi có khác biệt, văn bản gốc của Đảng có giá trị quyết định."
)

REFUSAL_TITLES = {
    RefusalReason.NO_PROVISION: "Chưa có câu trả lời đủ chắc chắn",
    RefusalReason.NOT_IN_FORCE: "Không có quy định đang có hiệu lực trả lời câu hỏi này",
    RefusalReason.OUT_OF_SCOPE: "Câu hỏi nằm ngoài phạm vi trả lời",
    RefusalReason.NEEDS_LEVEL: "Cần biết câu hỏi nói về cấp nào",
    RefusalReason.NEEDS_DATE: "Cần biết thời điểm áp dụng",
    RefusalReason.CONFLICT: "Các quy định chưa thống nhất với nhau",
    RefusalReason.UNSAFE: "Không thực hiện được yêu cầu này",
    RefusalReason.SENSITIVE: "Không trả lời nội dung này",
}

_DEGRADED = "Trợ lý đang chạy ở chế độ rút gọn, kết quả tìm kiếm có thể kém đầy đủ hơn."
FOLD = "Xem thêm:"
"""How the heading begins by which the chat page knows what to fold."""
_SECTIONS = {"context": "Bối cảnh"}
LEVELS = {
    Level.CELL: "chi bộ",
    Level.SUB_COMMITTEE: "đảng bộ bộ phận",
    Level.GRASSROOTS: "tổ chức cơ sở đảng",
    Level.ABOVE_GRASSROOTS: "cấp trên trực tiếp của cơ sở",
    Level.COMMUNE: "xã, phường, đặc khu",
    Level.PROVINCE: "tỉnh, thành phố",
    Level.CENTRAL_DIRECT: "đảng bộ trực thuộc Trung ương",
    Level.NATIONAL: "toàn quốc",
}
"""Levels as people read them."""

BlockKind = Literal[
    "title", "statement", "frame", "said", "heading", "source", "quote", "item", "note", "fold", "part", "link"
]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the layout; ``marks`` are the citation numbers that stand behind it, ``address`` a link's."""

    kind: BlockKind
    text: str
    marks: tuple[int, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of ours that goes on from an answer; ``address`` is a path on this server."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A provision that the reader can open: a numbered citation, or (``number`` 0) one near to a refused question."""

    number: int
    caption: str
    provision_id: str
    start: int = 0
    end: int = 0
    quote: str = ""


def markdown(answer: Answer, level: Level | None = None, links: Sequence[PageLink] = ()) -> str:
    """The answer as Markdown for the chat page; texts of questions and regulations are escaped.

    Args:
        answer: what is shown.
        level: the level chosen for the conversation, told beside the day.
        links: pages that go on from here.
    """
    return _join(layout(answer, level, links), _markdown)


def markdown_so_far(claims: Sequence[Claim]) -> str:
    """The open part of an answer that is still being made, each claim with its citations, as ``markdown`` begins."""
    told = told_apart(claims)
    return _join(_by_parts(told, _numbered(claims)), _markdown)


def plain_text(answer: Answer) -> str:
    """The answer as plain text for a terminal."""
    return _join(layout(answer), _plain)


def cited_text(answer: Answer, address: str = "") -> str:
    """The answer with its basis as text to paste: the question, the answer as ``plain_text``, the disclosure.

    Args:
        answer: any answer; a refusal says so.
        address: of the page that asks the same question for the same day, empty for none.
    """
    asked = answer.standalone or answer.question
    parts = [f"Hỏi: {asked}", _join(_without_restating(answer), _plain), DISCLOSURE]
    return "\n\n".join([*parts, *([f"Xem lại: {address}"] if address else [])]) + "\n"


def _without_restating(answer: Answer) -> Iterator[Block]:
    """The layout; the question as understood is not said twice."""
    return (block for block in layout(answer) if not _restates(block, answer))


def _restates(block: Block, answer: Answer) -> bool:
    return block.kind == "note" and bool(answer.standalone) and f"“{answer.standalone}”" in block.text


def references(answer: Answer) -> tuple[Reference, ...]:
    """Citations in the order of their numbers, then the nearest provisions of a refusal."""
    found = [
        Reference(number, caption(citation), citation.provision_id, citation.start, citation.end, citation.quote)
        for number, citation in enumerate(_numbered(answer.claims).values(), 1)
    ]
    if answer.refusal:
        found += [Reference(0, caption(near), near.provision_id) for near in answer.refusal.nearest]
    return tuple(found)


def summary(answer: Answer, limit: int = 400) -> str:
    """The answer in at most ``limit`` characters, kept as context of the conversation."""
    text = " ".join(claim.text for claim in answer.claims) or (
        answer.refusal.message if answer.refusal else answer.message
    )
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


CitationNumbers = dict[tuple[str, int, int], Citation]


def _numbered(claims: Sequence[Claim]) -> CitationNumbers:
    told, numbers = told_apart(claims), CitationNumbers()
    for claim in (*told.shown, *told.folded):
        for citation in claim.citations:
            numbers.setdefault(_key(citation), citation)
    return numbers


def _key(citation: Citation) -> tuple[str, int, int]:
    return citation.provision_id, citation.start, citation.end


def layout(answer: Answer, level: Level | None = None, links: Sequence[PageLink] = ()) -> Iterator[Block]:
    """The pieces of an answer in the order in which every surface shows them; parameters as for ``markdown``."""
    if answer.message:
        yield Block("statement", answer.message)
        return
    if answer.status is not Status.ANSWERED and answer.refusal:
        yield Block("title", REFUSAL_TITLES[answer.refusal.reason])
        yield Block("statement", answer.refusal.message)
    told, numbers = told_apart(answer.claims), _numbered(answer.claims)
    yield from _by_parts(told, numbers)
    yield from _nearest(answer)
    if answer.paragraph:
        yield Block("heading", "Đoạn văn để đưa vào văn bản")
        yield Block("statement", answer.paragraph)
    notices = [notice for notice in answer.warnings if notice != day_note(answer.as_of)]
    notices += [_DEGRADED] if answer.degraded else []
    apart = [notice for notice in notices if short_form_shown(notice, told.shown, answer.as_of)]
    if plain := [notice for notice in notices if notice not in apart]:
        yield Block("heading", "Lưu ý")
        yield from (Block("item", notice) for notice in plain)
    if answer.standalone and answer.standalone != answer.question:
        yield Block("note", f"Câu hỏi được hiểu là: “{answer.standalone}”")
    if answer.claims or level:
        chosen = f"; cấp: {LEVELS[level]}" if level else ""
        yield Block("note", f"Ngày áp dụng: {vn_date(answer.as_of)}{chosen}.")
    yield from (Block("link", link.label, address=link.address) for link in links)
    yield from _folded(told, numbers, apart)


def _by_parts(told: ToldApart, numbers: CitationNumbers) -> Iterator[Block]:
    """What stands open, each part of the question under its own heading, with its sources."""
    before: tuple[Claim, ...] = ()
    for part, group in groupby(told.shown, key=lambda claim: claim.part):
        claims = tuple(group)
        if part:
            yield Block("heading", f"{part}?")
        yield from _proven(claims, numbers, told, known=before)
        before += claims


def _nearest(answer: Answer) -> Iterator[Block]:
    if answer.refusal and answer.refusal.nearest:
        yield Block("heading", "Các quy định gần nhất")
        for near in answer.refusal.nearest:
            ended = near.valid_until is not None and near.valid_until <= answer.as_of
            since = f" (đã hết hiệu lực từ {vn_date(near.valid_until)})" if ended else ""
            head = f"{caption(near)}{since}"
            yield Block("item", f"{head}: {near.heading}" if near.heading else head)
            if near.quote:
                yield Block("quote", near.quote)


def _folded(told: ToldApart, numbers: CitationNumbers, notices: Sequence[str]) -> Iterator[Block]:
    """What may be opened: further rules, the working of a sum, notes in full; its heading says what lies below."""
    worked = [claim.calculation for claim in told.shown if claim.calculation and _worked(claim)]
    if not (told.folded or worked or notices):
        return
    former = sum(claim.role == "last_known" for claim in told.folded)
    parts = [f"{former} quy định trước đây"] if former else []
    if current := len(told.folded) - former:
        parts.insert(0, f"{current} căn cứ khác")
    parts += ["cách tính"] * bool(worked) + [f"{len(notices)} lưu ý"] * bool(notices)
    yield Block("fold", f"{FOLD} {', '.join(parts)}")
    for calculation in worked:
        yield from _calculation(calculation)
    if told.folded:
        yield Block("part", "Căn cứ và nội dung liên quan")
        yield from _proven(told.folded, numbers, known=told.shown)
    if notices:
        yield Block("part", "Lưu ý đầy đủ")
        yield from (Block("item", notice) for notice in notices)


def _worked(claim: Claim) -> bool:
    """Whether the sentence of a sum already holds its formula, so that the inputs may stand apart."""
    return claim.calculation is not None and claim.calculation.formula in claim.text


def _proven(
    claims: Sequence[Claim], numbers: CitationNumbers, told: ToldApart | None = None, known: Sequence[Claim] = ()
) -> Iterator[Block]:
    """The claims and, below them, what proves each.

    Args:
        claims: in the order of reading.
        numbers: the numbers of all citations of the answer.
        told: how the answer was told apart; the rules below a direct answer then stand as quotations.
        known: claims shown before these, whose sources and quotes are not repeated.
    """
    order = {key: position for position, key in enumerate(numbers, 1)}
    section = frame = ""
    for claim in claims:
        if claim.role in _SECTIONS and claim.role != section:
            section = claim.role
            yield Block("heading", _SECTIONS[section])
        marks = tuple(dict.fromkeys(order[_key(citation)] for citation in claim.citations))
        lead, quote = _framed(claim)
        if lead:
            if lead != frame:
                yield Block("frame", lead)
            yield Block("said", quote, marks)
        elif told and told.direct and claim not in told.direct and claim.text == claim.citations[0].quote:
            yield Block("said", claim.text, marks)
        else:
            yield Block("statement", claim.text, marks)
        frame = lead
        if claim.calculation and not (told and _worked(claim)):
            yield from _calculation(claim.calculation)
    cited, sourced = _keys(claims), _keys(known)
    below = told.folded if told and any(claim.role == "place" for claim in claims) else ()
    shown = {claim.text for claim in (*known, *claims, *below)}
    yield from _sources(
        [(position, item) for position, (key, item) in enumerate(numbers.items(), 1) if key in cited - sourced], shown
    )


def _keys(claims: Sequence[Claim]) -> set[tuple[str, int, int]]:
    return {_key(citation) for claim in claims for citation in claim.citations}


def _sources(found: Sequence[tuple[int, Citation]], shown: set[str]) -> Iterator[Block]:
    """Where the citations stand; neighbours of one place share a line unless their quotes are still to be shown."""
    lines: list[tuple[str, tuple[int, ...], str]] = []
    for position, citation in found:
        words = _source(citation)
        quote = "" if any(citation.quote in text for text in shown) else citation.quote
        if lines and not quote and lines[-1][0] == words and not lines[-1][2]:
            lines[-1] = (words, (*lines[-1][1], position), "")
        else:
            lines.append((words, (position,), quote))
    for words, marks, quote in lines:
        yield Block("source", words, marks)
        if quote:
            yield Block("quote", quote)


def _framed(claim: Claim) -> tuple[str, str]:
    """The frame of a last known rule and the words in it, so that rules in one frame share it; empty when unframed."""
    if claim.role != "last_known" or len(claim.citations) != 1:
        return "", ""
    lead, quote, rest = claim.text.partition(claim.citations[0].quote)
    head = lead.removesuffix("“").rstrip()
    if not quote or not head.endswith(":") or not lead.endswith("“") or rest != "”":
        return "", ""
    return head, f"“{quote}”"


def _calculation(calculation: Calculation) -> Iterator[Block]:
    for name, value in calculation.inputs.items():
        yield Block("item", f"{name}: {_as_read(value)}")
    # A formula written step by step ends with its result; in the older notation it stands alone.
    whole = calculation.formula if "=" in calculation.formula else f"{calculation.formula} = {calculation.result}"
    yield Block("item", f"Cách tính: {whole}")


def _as_read(value: str) -> str:
    """An input as people write it: a day kept as 2026-11-02 is 02/11/2026."""
    try:
        return vn_date(date.fromisoformat(value))
    except ValueError:
        return value


def _source(citation: Citation) -> str:
    number = citation.document_number or ""
    parts = [caption(citation)]
    if number and not citation.document_title.startswith(number):
        parts.append(citation.document_title)
    parts.append(validity_words(citation))
    if citation.text_kind == TextKind.DIGEST:
        told = citation.basis and not (number in citation.basis and citation.basis.endswith(citation.label))
        parts.append(f"bản tóm lược theo {citation.basis}" if told else "bản tóm lược")
    if citation.certainty in (Certainty.MEDIUM, Certainty.LOW):
        parts.append(f"độ tin cậy: {citation.certainty}")
    return "; ".join(parts)


def validity_words(citation: Citation) -> str:
    """The half-open validity in words: ``hiệu lực từ …``, ``hết hiệu lực từ …`` for the first day out of force."""
    if citation.valid_from is None:
        return "chưa rõ ngày có hiệu lực"
    since = f"hiệu lực từ {vn_date(citation.valid_from)}"
    return f"{since}, hết hiệu lực từ {vn_date(citation.valid_until)}" if citation.valid_until else since


_GAPS = {("item", "item"): "\n", ("source", "source"): "\n", ("link", "link"): " "}
"""What stands between two blocks, where it is not an empty line."""


def _join(blocks: Iterable[Block], form: Callable[[Block], str]) -> str:
    """Blocks apart by an empty line, items and sources of a list by a line break, links by a space."""
    text, before = "", None
    for block in blocks:
        gap = "" if before is None else _GAPS.get((before, block.kind), "\n\n")
        text, before = f"{text}{gap}{form(block)}", block.kind
    return text


def _marks(block: Block) -> str:
    return "".join(f" [{mark}]" for mark in block.marks)


def _marks_markdown(block: Block) -> str:
    return "".join(f" **\\[{mark}\\]**" for mark in block.marks)


def _markdown(block: Block) -> str:
    match block.kind:
        case "title" | "heading" | "fold":
            return f"## {escape_inline(block.text)}"
        case "part":
            return f"### {escape_inline(block.text)}"
        case "link":
            return f"[{escape_inline(block.text)}]({block.address})"
        case "statement":
            return escape(block.text) + _marks_markdown(block)
        case "frame":
            return f"*{escape_inline(block.text)}*"
        case "said":
            return quoted(block.text) + _marks_markdown(block)
        case "source":
            return f"- {_marks_markdown(block).lstrip()} {escape_inline(block.text)}"
        case "quote":
            return quoted(block.text)
        case "item":
            return f"- {escape_inline(block.text)}"
        case "note":
            return f"*{escape_inline(block.text)}*"


def _plain(block: Block) -> str:
    match block.kind:
        case "title" | "heading" | "fold" | "part":
            return f"{block.text}:"
        case "source":
            return f"{_marks(block).lstrip()} {block.text}"
        case "link":
            return f"{block.text}: {block.address}"
        case "quote":
            return "\n".join(f"    {line}" for line in block.text.split("\n"))
        case "item":
            return f"  - {block.text}"
        case "said":
            return f"    {block.text}{_marks(block)}"
        case _:
            return block.text + _marks(block)
