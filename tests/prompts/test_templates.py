"""Prompts are data: checked at load, filled once, known by a hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.templates import PLACES, Template, fingerprint, load_prompts


def test_the_shipped_prompts_have_their_places() -> None:
    prompts = load_prompts()
    assert PLACES.keys() == {"rules", "ask", "repair"}
    for name, places in PLACES.items():
        template = getattr(prompts, name)
        assert template.name == name
        assert template.places == places
    assert len(prompts.fingerprint) == 16


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Chào", {"question"}),
        ("{{question}}", set()),
        ("{{question}} {{qestion}}", {"question"}),
        ("{{question", {"question"}),
        ("{{question}} }}", {"question"}),
        ("{% if question %}", {"question"}),
        ("{{ question | no_such }}", {"question"}),
        ("{{Question}}", {"question"}),
        ("  ", set()),
    ],
)
def test_a_prompt_that_does_not_fit_its_places_is_refused(text: str, places: set[str]) -> None:
    with pytest.raises(ValueError, match="prompt thử"):
        Template("thử", text, frozenset(places))


def test_values_must_be_exactly_the_places() -> None:
    template = Template("thử", "{{a}} và {{ b }}", frozenset({"a", "b"}))
    assert template.render(a="1", b="2") == "1 và 2"
    with pytest.raises(ValueError, match="needs"):
        template.render(a="1")
    with pytest.raises(ValueError, match="needs"):
        template.render(a="1", b="2", c="3")


@given(st.text(), st.text())
def test_values_are_inserted_once_and_as_they_are(first: str, second: str) -> None:
    template = Template("thử", "<{{a}}|{{b}}>", frozenset({"a", "b"}))
    assert template.render(a=first, b=second) == f"<{first}|{second}>"


def test_a_place_inside_a_value_is_not_filled() -> None:
    template = Template("thử", "{{a}} {{b}}", frozenset({"a", "b"}))
    assert template.render(a="{{b}}", b="bí mật") == "{{b}} bí mật"
    assert template.render(a=r"\1 \g<0>", b="") == r"\1 \g<0> "


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3), st.text(min_size=1, max_size=5))
def test_the_hash_changes_with_any_text(texts: dict[str, str], more: str) -> None:
    for name in texts:
        assert fingerprint(texts) != fingerprint(texts | {name: texts[name] + more})
    assert fingerprint({"a": "bc"}) != fingerprint({"ab": "c"})
