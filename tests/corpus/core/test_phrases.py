"""Phrases find whole words in order, with gaps, options and ends; what cannot be read is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.core.phrases import (
    GAP,
    LazyPattern,
    PhraseError,
    Row,
    WordsError,
    expression_of,
    filled,
    lazy_pattern_of,
    pattern_of,
)


@pytest.mark.parametrize(
    ("phrase", "found", "missed"),
    [
        ("phai bao | bao truoc", ["thi phai bao", "bao truoc may ngay"], ["phai tu bao", "baotruoc"]),
        ("huyen", ["cap huyen", "huyen."], ["chuyen", "huyenh"]),
        ("co (duoc | phai)", ["co duoc khong", "co phai"], ["co thi duoc", "coduoc"]),
        ("cap? uy", ["cap uy", "uy"], ["quy"]),
        ("cap uy vien?", ["cap uy", "cap uy vien"], ["cap vien"]),
        ("duoc … khong", ["duoc khong", "duoc mot hai ba bon khong"], ["duoc mot hai ba bon nam khong", "duoc, khong"]),
        ("duoc …1 khong", ["duoc bau khong"], ["duoc bau lai khong"]),
        ("dang _ nay", ["dang bo nay"], ["dang nay", "dang bo moi nay"]),
        ("… khong", ["khong", "a khong"], ["khongg"]),
        ("^ (vay | the)… con", ["con", "vay the con"], ["ma con", "vay ma con"]),
        ("khong $", ["duoc khong", "duoc khong??"], ["khong duoc"]),
        ("# dai bieu", ["200 dai bieu"], ["dai bieu", "200dai bieu"]),
        ("nam #4 thi", ["nam 2020 thi"], ["nam 20 thi"]),
        ("mau #", ["mau 4", "mau 4."], ["mau 4a"]),
        ("*#*", ["mau4a", "2/3"], ["mau"]),
        ("ngay #1", ["ngay 3/5"], ["ngay 13/5"]),
        ("uy vien !(tw | trung uong)", ["uy vien", "uy vien moi"], ["uy vien tw", "uy vien trung uong"]),
        ("phuong*", ["phuong", "phuongan"], ["aphuong"]),
        ("*tu", ["dautu", "tu"], ["tuu"]),
        ("%| nua", ["30%", "qua nua"], ["nuaa"]),
        ("<who> oi", ["tro ly oi", "bot oi"], ["ban oi"]),
    ],
)
def test_what_a_phrase_finds(phrase: str, found: list[str], missed: list[str]) -> None:
    pattern = pattern_of(phrase, {"who": "tro ly | bot"})
    assert [text for text in found if not pattern.search(text)] == []
    assert [text for text in missed if pattern.search(text)] == []


def test_a_list_finds_any_of_its_phrases() -> None:
    assert [bool(pattern_of(["bao lau", "may ngay"]).search(text)) for text in ("may ngay", "bao lau", "may")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("co (duoc", "a bracket stays open"),
        ("co duoc)", "unexpected “)”"),
        ("<nobody> oi", "no phrase is named “nobody”"),
        ("… | a?", "nothing that must occur"),
        ("a | ", "nothing that must occur"),
        ("a ? ?", "unexpected “?”"),
        ("<a>", "no phrase is named “a”"),
        ("a < b", "unexpected “<”"),
    ],
)
def test_what_cannot_be_read_is_refused(phrase: str, told: str) -> None:
    with pytest.raises(PhraseError, match=re.escape(told)):
        expression_of(phrase, {"a": "<a>"})


def test_no_phrase_is_no_pattern() -> None:
    with pytest.raises(PhraseError, match="no phrase"):
        pattern_of([])


WORDS = st.lists(
    st.sampled_from(["dai", "hoi", "chi", "bo", "dang", "uy", "vien", "bau", "cu"]), min_size=1, max_size=6
)


@given(WORDS, st.integers(0, 6))
def test_a_gap_counts_words(words: list[str], most: int) -> None:
    pattern = pattern_of(f"mo …{most} dong")
    assert bool(pattern.search(" ".join(["mo", *words, "dong"]))) == (len(words) <= most)


@given(WORDS)
def test_plain_words_are_found_where_they_stand(words: list[str]) -> None:
    phrase = " ".join(words)
    assert pattern_of(phrase).search(f"x {phrase} y")
    assert not pattern_of(phrase).search(f"x{phrase} y")


def test_a_bare_gap_is_four_words() -> None:
    assert GAP == 4
    assert expression_of("a … b") == r"\ba\b(?: \b\w+){0,4} \bb\b"


def test_a_lazy_pattern_is_read_at_once_and_finds_the_same() -> None:
    lazy, eager = lazy_pattern_of("phai bao | bao # ngay", {}), pattern_of("phai bao | bao # ngay", {})
    text = "phai bao truoc, bao 3 ngay"
    assert lazy.search(text)
    assert [match.span() for match in lazy.finditer(text)] == [match.span() for match in eager.finditer(text)]
    assert lazy == lazy_pattern_of("phai bao | bao # ngay")
    assert len({lazy, lazy_pattern_of("phai bao | bao # ngay"), lazy_pattern_of("phai bao")}) == 2
    with pytest.raises(PhraseError):
        lazy_pattern_of("phai (bao")


class Few:
    """Words of our own."""

    plain: LazyPattern
    exact: re.Pattern[str]
    some: frozenset[str]
    rows: tuple[Row, ...]


def part(**changes: object) -> dict[str, object]:
    return {
        "fragments": {"who": "chi bo|dang bo"},
        "phrases": {"plain": ["ca hai | ca ba"]},
        "expressions": {"exact": [r"\b(?:{who}) $", r"^\d{2,3}$"]},
        "words": {"some": ["a", "b"]},
        "rows": [{"expressions": ["x"], "side": "late"}],
        **changes,
    }


def test_a_part_is_filled_as_its_class_names_it() -> None:
    words = filled(part(), Few)
    assert words.plain.search("chon ca ba nguoi") is not None
    assert words.exact.search("o dang bo ") is not None
    assert words.exact.search("123") is not None
    assert words.exact.search("dang bo nay") is None
    assert words.some == {"a", "b"}
    pattern, told = words.rows[0]
    assert (pattern.pattern, told["side"]) == ("x", "late")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"words": {}}, WordsError),  # a name that is missing
        ({"words": {"some": [], "more": []}}, WordsError),  # a name that nobody reads
        ({"words": {"some": [], "plain": []}}, WordsError),  # a name given twice
        ({"words": {"plain": ["a"], "some": []}, "phrases": {}}, WordsError),  # a set where a phrase is meant
        ({"fragments": {}}, WordsError),  # a fragment that is missing
        ({"fragments": {"who": "chi bo", "what": "x"}}, WordsError),  # a fragment that nothing takes in
        ({"phrases": {"plain": ["(ca hai"]}}, PhraseError),
        ({"expressions": {"exact": ["(?:{who}"]}}, re.error),
    ],
)
def test_what_does_not_agree_is_told(changes: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        filled(part(**changes), Few)


def test_fragments_may_be_given_and_hold_others() -> None:
    data = part(fragments={"who": "chi bo|{other}"})
    assert filled(data, Few, {"other": "dang uy"}).exact.search("dang uy ") is not None
