"""Things named in a text are spelt as they must be."""

import pytest

from assistant.turns.things import things_of


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("đại hội tỉnh", ["matter", "level"]),
        ("dai hoi tinh", ["matter", "level"]),
        ("lập mới tinh", []),
        ("nhà ở xa quá", []),
    ],
)
def test_with_diacritics_a_level_is_spelt_so(text: str, groups: list[str]) -> None:
    assert [thing.group for thing in things_of(text)] == groups
