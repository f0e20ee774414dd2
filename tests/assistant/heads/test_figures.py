"""Figures are compared with the rule's only where they count the same, in one unit."""

from fractions import Fraction

import pytest

from assistant.heads.asked import plain
from assistant.heads.figures import Limit, comparable, figures_in, limit_of, told_of
from corpus.core.phrases import pattern_of
from corpus.shipped.decisions import Quantity

YEAR = Quantity("không quá 1 năm", (pattern_of("cham …3 # (nam | thang)"),))
DAYS = Quantity("15 ngày làm việc", (pattern_of("# ngay"),), bound="le")
SHARE = Quantity("không quá một phần ba (1/3) tổng số", (pattern_of("rut #"),), (pattern_of("trong #"),))


@pytest.mark.parametrize(
    ("count", "text", "value", "kept"),
    [
        (YEAR, "chậm 14 tháng", Fraction(7, 6), False),
        (YEAR, "chậm 9 tháng", Fraction(3, 4), True),
        (DAYS, "trước 10 ngày làm việc", Fraction(10), True),
        (SHARE, "rút 4 trong 11 người", Fraction(4, 11), False),
        (SHARE, "rút 3 trong 11 người", Fraction(3, 11), True),
    ],
)
def test_told_figures_keep_or_break_the_limit(count: Quantity, text: str, value: Fraction, kept: bool) -> None:
    limit, told = limit_of(count), told_of(count, plain(text))
    assert limit is not None
    assert told is not None
    assert told.value == value
    assert limit.kept(told.value) is kept


@pytest.mark.parametrize(
    ("bound", "value", "side", "below", "above"),
    [("ge", 3, -1, True, False), ("le", 25, 1, False, True), ("le", 9, 0, False, True), ("gt", 15, -1, True, False)],
)
def test_a_figure_lies_on_one_side_of_its_limit(bound: str, value: int, side: int, below: bool, above: bool) -> None:
    limit = Limit(Fraction(15), None, bound, "ngày")
    assert limit.timed
    assert (limit.side(Fraction(value)), limit.bounds(-1), limit.bounds(1)) == (side, below, above)


def test_a_time_that_went_by_is_told_of_the_story() -> None:
    for text, happened in (("mới 5 tháng sau", True), ("cách đây 8 tháng", True), ("phải đủ 12 tháng", False)):
        told = told_of(Quantity("ít nhất 12 tháng", (pattern_of("# thang"),)), plain(text))
        assert told is not None
        assert (told.happened, told.claimed) == (happened, not happened)


def test_a_date_counts_no_years() -> None:
    years = Quantity("ít nhất 12 tháng", (pattern_of("# nam"),))
    assert told_of(years, plain("tháng 6 năm nay")) is None
    assert told_of(years, plain("được 6 năm")) is not None


def test_two_figures_of_one_quantity_are_none() -> None:
    assert told_of(DAYS, plain("10 ngày hay 12 ngày")) is None


def test_days_are_no_working_days() -> None:
    limit, told = limit_of(DAYS), told_of(DAYS, plain("trước 10 ngày"))
    assert limit is not None
    assert told is not None
    assert not comparable(limit, told)


def test_numbers_of_documents_and_articles_are_no_figures() -> None:
    found = figures_in(plain("Điều 14 Quy chế 190 cho 30% với 5 người"))
    assert [figure[0] for figure in found] == ["30%", "5"]


def test_words_without_a_figure_limit_nothing() -> None:
    assert limit_of(Quantity("do đại hội quyết định", ())) is None
