import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.suites.cases import Locator
from eval.suites.lookup import label_key, unresolved
from tests.eval.fakes import lookup


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Điều 11 khoản 6", "khoản 6, Điều 11"),
        ("11.4.2", "mục 11.4.2"),
        ("11.4.4 điểm a", "điểm a, mục 11.4.4"),
        ("ĐIỀU 9", "điều 9"),
        ("mở  đầu", "Mở đầu"),
    ],
)
def test_one_place_written_two_ways(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Điều 1", "Điều 11"), ("11.4.2", "11.4"), ("Điều 2 khoản 1", "Điều 1 khoản 2"), ("I.1", "1")]
)
def test_different_places(one: str, other: str) -> None:
    assert label_key(one) != label_key(other)


@given(st.integers(1, 99), st.integers(1, 20), st.sampled_from("abcdđe"))
def test_order_of_the_parts_does_not_matter(article: int, clause: int, point: str) -> None:
    key = label_key(f"Điều {article} khoản {clause} điểm {point}")
    assert key == label_key(f"điểm {point} khoản {clause} Điều {article}")
    assert key != label_key(f"Điều {article} khoản {clause}")


def test_a_part_of_a_place_stands_at_it_but_not_the_reverse() -> None:
    found = lookup()
    assert found.at(Locator("quy-dinh-moi", "1.3")) == ("quy-dinh-moi/1.3", "quy-dinh-moi/1.3.a")
    assert found.at(Locator("quy-dinh-moi", "1.3 điểm a")) == ("quy-dinh-moi/1.3.a",)
    assert len(found.at(Locator("quy-dinh-moi", ""))) == 4
    assert not found.resolves(Locator("quy-dinh-moi", "9.9"))
    assert found.facts("không/có") is None


def test_gold_is_resolved_as_soon_as_one_alternative_is() -> None:
    here, gone = Locator("quy-dinh-moi", "1.1"), Locator("quy-dinh-moi", "9")
    assert unresolved([[here, gone], [here]], lookup()) == ()
    assert unresolved([[here, gone]], lookup()) == (gone,)
    assert unresolved([], lookup()) == ()
