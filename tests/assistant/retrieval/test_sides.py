"""What is kept of a candidate is what its texts say, made once, and bounded."""

from dataclasses import replace

import pytest

from assistant.retrieval import sides
from assistant.retrieval.sides import Sides, side_of
from tests.conftest import make_document, make_record

PROVISION = replace(
    make_document(make_record("qd-1-tw-2010", "1-QĐ/TW"), {"1": "Ban kiểm phiếu có 5 người."}).provisions[0],
    heading="Kiểm phiếu",
    asked_as=("Ai đếm phiếu?", "Mấy người đếm phiếu?"),
)


def weigh(word: str, accented: bool) -> float:
    return 2.0 if accented else 1.0


def test_a_side_holds_the_words_of_text_headings_and_phrasings() -> None:
    side = side_of(PROVISION, False, weigh)
    assert {"kiem", "phieu", "5"} <= side.words
    assert side.heads == {"kiem", "phieu"}
    assert ("kiem", "phieu") in side.head_pairs <= side.pairs
    assert "dem" in side.phrased - side.words
    assert side.fits >= {"has_number"}


def test_phrasings_weigh_what_their_words_weigh() -> None:
    (words, mass), _ = side_of(PROVISION, True, weigh).phrases
    assert mass == 2.0 * len(words)


def test_a_side_is_made_once_for_each_kind_of_key() -> None:
    kept = Sides(weigh)
    assert kept.of(PROVISION, True) is kept.of(PROVISION, True)
    assert kept.of(PROVISION, False) is not kept.of(PROVISION, True)


def test_a_changed_provision_of_the_same_id_has_a_side_of_its_own() -> None:
    kept = Sides(weigh)
    kept.of(PROVISION, True)
    changed = replace(PROVISION, heading="Biểu quyết")
    assert kept.of(changed, True) == side_of(changed, True, weigh)


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "KEPT", 3)
    kept = Sides(weigh)
    for number in range(10):
        kept.of(replace(PROVISION, id=f"{PROVISION.document_id}/{number}", path=str(number)), True)
    assert len(kept._known) <= 3
