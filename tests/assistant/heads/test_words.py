"""The words of heads: what the file and the modules that read it must agree on."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import tomli

from assistant.heads.words import Row, WordsError, filled
from corpus.core.phrases import LazyPattern, PhraseError

ROOM = Path(__file__).parents[3] / "assistant" / "heads"
DATA = tomli.loads((ROOM / "words.toml").read_text("utf-8"))


class Few:
    """Words of a part of our own."""

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
    words = filled("few", part(), Few)
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
        ({"fragments": {}}, WordsError),
        ({"phrases": {"plain": ["(ca hai"]}}, PhraseError),
        ({"expressions": {"exact": ["(ca hai"]}}, re.error),
    ],
)
def test_what_does_not_agree_is_told(changes: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        filled("few", part(**changes), Few)


@pytest.mark.parametrize("name", DATA)
def test_every_name_of_a_part_is_looked_for_by_its_module(name: str) -> None:
    tree = ast.parse((ROOM / f"{name}.py").read_text("utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "_WORDS"
    }
    kinds = ("phrases", "expressions", "words")
    told = {entry for kind in kinds for entry in DATA[name].get(kind, {})}
    told |= {entry for entry, rows in DATA[name].items() if isinstance(rows, list)}
    assert used == told


def test_every_fragment_is_put_into_an_expression() -> None:
    for name, data in DATA.items():
        text = repr({key: value for key, value in data.items() if key != "fragments"})
        assert [entry for entry in data.get("fragments", {}) if f"{{{entry}}}" not in text] == [], name


def test_what_is_looked_for_in_folded_text_carries_no_accent() -> None:
    as_written = {"short", "enough", "wonder", "regional"}
    listed = [
        (entry, text)
        for data in DATA.values()
        for kind in ("phrases", "expressions")
        for entry, texts in data.get(kind, {}).items()
        for text in texts
    ]
    assert [entry for entry, text in listed if not (text.replace("…", "").isascii() or entry in as_written)] == []
