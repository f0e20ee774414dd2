"""The rules of the intake are data that is checked when it is read."""

from __future__ import annotations

from importlib.resources import files

import pytest

from assistant.proposals.rules import read_rules, shipped_rules
from corpus.core.errors import CorpusError

TEXT = files("assistant.proposals").joinpath("rules.toml").read_text("utf-8")


def test_the_shipped_rules_are_whole() -> None:
    rules = shipped_rules()
    assert rules.named("slow").times < rules.named("fast").times < rules.named("day").times < rules.named("all").times
    assert rules.category_name("vuong_mac") == "Vướng mắc"
    assert rules.category_name("đã bỏ") == "đã bỏ"
    assert rules.text.least < rules.text.most


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('name = "look"', 'name = "fast"'),
        ("bits = 15", "bits = 99"),
        ("least = 20", ""),
        ('id = "kho_khan"', 'id = "kien_nghi"'),
        ('reason = "five times what one hour allows"', ""),
        ("[text]", "[text"),
        ("[text]", "[text]\nextra = 1"),
    ],
)
def test_faulty_rules_are_told(before: str, after: str) -> None:
    assert before in TEXT
    with pytest.raises(CorpusError) as told:
        read_rules(TEXT.replace(before, after))
    assert told.value.code == "corpus.proposals"
