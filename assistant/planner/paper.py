"""A plan as a paper: a table of what is due when, then the rules, each with its words, validity and certainty. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from assistant.export.blocks import Grid, Paper, Piece, Span, TextLine, Title, centered, line
from assistant.model import Claim
from assistant.planner.planning import CongressPlan, PlanLine
from corpus.core.display import LEVEL_NAMES, vn_date
from corpus.core.model import Level

Placed = Callable[[Claim], tuple[str, str]]
_KINDS = {"members": "đại hội đảng viên", "delegates": "đại hội đại biểu"}


def paper_of(plan: CongressPlan, placed: Placed, disclosure: str) -> Paper:
    """The paper.

    Args:
        plan: the plan.
        placed: of a quoted rule, its place in words and its validity on the day of the plan.
        disclosure: that a machine made this, in words.
    """
    return Paper(f"Kế hoạch đại hội khai mạc {vn_date(plan.opening)}", tuple(_pieces(plan, placed, disclosure)))


def _pieces(plan: CongressPlan, placed: Placed, disclosure: str) -> Iterator[Piece]:
    yield Title(f"KẾ HOẠCH TỔ CHỨC ĐẠI HỘI KHAI MẠC NGÀY {vn_date(plan.opening)}", 1)
    days = "" if plan.closing == plan.opening else f", bế mạc ngày {vn_date(plan.closing)}"
    yield centered(f"({_KINDS[plan.kind]}, {LEVEL_NAMES[Level(plan.level)]}{days})", italic=True)
    yield line(
        f"Tính theo quy định áp dụng ngày {vn_date(plan.on)}; trạng thái so với ngày {vn_date(plan.today)}. Số trong "
        "ngoặc vuông chỉ căn cứ ở phần sau."
    )
    numbers = {item.row.name: place for place, item in enumerate((x for x in plan.lines if x.rule), 1)}
    for name, lines in plan.phases():
        if lines:
            yield Title(name)
            rows = tuple(_row(item, numbers, plan.today) for item in lines)
            yield Grid(("Thời hạn", "Việc", "Trạng thái"), rows, (4, 8, 4), frozenset({2}))
    yield Title("Căn cứ")
    for item in plan.lines:
        if item.rule is not None:
            yield from _basis(item, item.rule, numbers[item.row.name], placed)
    yield Title("Hiệu lực của các quy định được trích")
    for standing in dict.fromkeys(placed(item.rule)[1] for item in plan.lines if item.rule):
        yield _small(standing)
    if plan.left_out:
        yield Title("Không có trong kế hoạch này")
        for left in plan.left_out:
            yield line(f"{left.title}. {left.words}")
    yield _small(disclosure)


def _row(item: PlanLine, numbers: dict[str, int], today: date) -> tuple[str, str, str]:
    mark = f" [{numbers[item.row.name]}]" if item.rule else ""
    tentative = " (tính tạm)" if item.tentative else ""
    return item.when, f"{item.row.title}{mark}{tentative}", item.state_words(today)


def _basis(item: PlanLine, rule: Claim, number: int, placed: Placed) -> Iterator[Piece]:
    citation = rule.citations[0]
    yield line(f"[{number}] {placed(rule)[0]}", bold=True)
    if item.computed is not None:
        yield line(item.computed.text)
    if item.other is not None and item.days_off is not None:
        days = ", ".join(map(str, item.days_off.uncertain))
        yield line(f"Ngày nghỉ chưa chắc chắn trên đường tính: {days}. Tính cách khác: {item.other.text}")
    yield line(rule.text)
    kind = "bản tóm lược" if citation.text_kind == "digest" else "nguyên văn"
    yield _small(f"Trích {kind}; độ tin cậy của nguồn: {citation.certainty}.")


def _small(text: str) -> TextLine:
    return TextLine((Span(text, italic=True),), align="left", size="small")
