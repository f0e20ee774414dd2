"""The markup of form texts: structure comes from the text alone, and what is not of the form is an error."""

from __future__ import annotations

import pytest

from assistant.forms.markup import Fork, MarkupError, Repeat, counting, every_condition, read, tokens

TEXT = """
# TÊN {to_chuc}
@if tru_bi !chi_bo
- một[^a]
@each ung_vien
| {tt} | {ten} |
@end
@else
hai **đậm** [cần kiểm tra: điều này]
@end
---
@sign A / B | C
"""


def shown(flags: set[str]) -> list[str]:
    lists = {"ung_vien": [{"ten": "X"}, {"ten": "Y"}]}
    return [line.kind for line, _ in counting(read(TEXT), frozenset(flags), lists)]


def test_conditions_and_repetitions_decide_which_lines_count() -> None:
    assert shown({"tru_bi"}) == ["#", "-", "|", "|", "---", "@sign"]
    assert shown({"tru_bi", "chi_bo"}) == ["#", "", "---", "@sign"]
    assert shown(set()) == ["#", "", "---", "@sign"]
    choice = read(TEXT)[1]
    assert isinstance(choice, Fork)
    assert isinstance(choice.then[1], Repeat)
    assert set(every_condition(read(TEXT))) == {"tru_bi", "chi_bo"}


def test_a_line_is_cut_at_its_marks() -> None:
    kinds = [(token.kind, token.text) for token in tokens("Có {so} người [^a] **rõ** [cần kiểm tra: x]")]
    assert kinds == [
        ("words", "Có "),
        ("field", "so"),
        ("words", " người\xa0"),
        ("cite", "a"),
        ("words", " "),
        ("bold", "**"),
        ("words", "rõ"),
        ("bold", "**"),
        ("words", " "),
        ("check", "[cần kiểm tra: x]"),
    ]


@pytest.mark.parametrize("text", ["@if a\nx", "@each b\nx", "x\n@end", "@else", "@lạ gì"])
def test_what_is_not_closed_or_unknown_is_an_error(text: str) -> None:
    with pytest.raises(MarkupError):
        read(text)
