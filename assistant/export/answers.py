"""Answers → a paper: what was asked, the answer with its basis as everywhere else, the hash of its certificate. Pure.

The pieces are those of ``assistant.output.render``: nothing is added to a claim and none is left out. The certificate
itself is a file beside the paper; its SHA-256 stands below the answer, so that both can be put together again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.export.blocks import Paper, Piece, Span, TextLine, Title, centered
from assistant.model import Answer
from assistant.output.certificate import certify
from assistant.output.render import DISCLOSURE, Block, layout
from assistant.output.views import question_address, readable
from corpus.core.display import vn_date
from corpus.core.registry import Registry

_DAY = "Ngày áp dụng"


@dataclass(frozen=True, slots=True)
class Exported:
    """An answer to be exported: with the hash of its certificate and the address that asks it again."""

    answer: Answer
    integrity: str = ""
    address: str = ""


def exported(answer: Answer, registry: Registry, base: str, level: str = "") -> Exported:
    """An answer with the hash of its certificate and the address under ``base`` that asks it again."""
    address = question_address(answer.standalone or answer.question, answer.as_of, level)
    return Exported(answer, certify(answer, {}, registry)["integrity"], f"{base}{address}")


def paper_of(items: Sequence[Exported]) -> Paper:
    """One answer, or a whole conversation in its order, as a paper."""
    whole = len(items) > 1
    name = "Trao đổi với Trợ lý Đại hội" if whole else "Trả lời có căn cứ"
    pieces: list[Piece] = [Title(name, 1), centered(DISCLOSURE, italic=True, size="small")]
    for number, item in enumerate(items, 1):
        pieces += _one(item, f"Câu hỏi {number}" if whole else "Câu hỏi")
    return Paper(name, tuple(pieces))


def _one(item: Exported, head: str) -> Iterator[Piece]:
    answer = item.answer
    yield Title(head, 2)
    yield TextLine((Span(answer.question, bold=True),), keep=True)
    blocks = list(layout(answer))
    if not any(block.text.startswith(_DAY) for block in blocks):
        yield TextLine((Span(f"{_DAY}: {vn_date(answer.as_of)}.", italic=True),), align="left", keep=True)
    yield Title("Trả lời", 3)
    for block in blocks:
        yield _piece(block)
    if item.integrity:
        yield Title("Chứng thư", 3)
        yield TextLine(
            (Span(f"Mã kiểm tra (SHA-256) của chứng thư tải kèm: {item.integrity}"),), align="left", size="small"
        )
    if item.address:
        again = f"Hỏi lại đúng câu này cho đúng ngày này: {readable(item.address)}"
        yield TextLine((Span(again),), align="left", size="small")


def _piece(block: Block) -> Piece:
    marks = tuple(Span(f"\xa0[{mark}]", raised=True) for mark in block.marks)
    match block.kind:
        case "title" | "part":
            return TextLine((Span(block.text, bold=True),), keep=True)
        case "heading":
            return Title(block.text, 3)
        case "fold":  # paper has nothing to open
            return Title("Chi tiết", 3)
        case "frame" | "note":
            return TextLine((Span(block.text, italic=True),), keep=block.kind == "frame")
        case "said":
            return TextLine((Span(block.text), *marks), indent=1)
        case "source":
            return TextLine(
                (Span("".join(f"[{mark}] " for mark in block.marks), bold=True), Span(block.text)), keep=True
            )
        case "quote":
            return TextLine((Span(block.text, italic=True),), indent=1)
        case "item":
            return TextLine((Span(block.text),), indent=1, bullet="–")
        case "link":
            return TextLine((Span(f"{block.text}: {block.address}"),), align="left")
        case "statement":
            return TextLine((Span(block.text), *marks))
