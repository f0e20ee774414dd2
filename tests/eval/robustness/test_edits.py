import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.robustness.edits import amend, rewritten, without
from eval.suites.normalise import contains
from tests.eval.fakes import registry

NEW = "quy-dinh-moi/1.1"


@pytest.mark.parametrize(
    ("text", "fact", "after"),
    [
        ("ít nhất hai phần ba số đại biểu", "2/3", "4/5"),
        ("ít nhất 2/3 số đại biểu", "hai phần ba số", "4/5 số"),
        ("trước 30 ngày làm việc", "30 ngày làm việc", "47 ngày làm việc"),
        ("không quá 9 người", "9", "13"),
        ("số dư tối đa 30%", "30%", "47%"),
        ("số dư tối đa ba mươi phần trăm", "30%", "47%"),
        ("họp 05 năm một lần", "5 năm", "9 năm"),
    ],
)
def test_the_figure_is_replaced_wherever_it_stands(text: str, fact: str, after: str) -> None:
    found = amend(text, [fact])
    assert found is not None
    assert found.after == after
    assert contains(found.text, after)
    assert not contains(found.text, fact)


@pytest.mark.parametrize(
    ("text", "fact"), [("theo 294-QĐ/TW", "294-QĐ/TW"), ("do đại hội bầu", "đại hội bầu"), ("trong 30 ngày", "45 ngày")]
)
def test_nothing_to_amend(text: str, fact: str) -> None:
    assert amend(text, [fact]) is None


def test_document_numbers_and_longer_figures_are_left_alone() -> None:
    found = amend("theo 30-QĐ/TW, mục 30.1, sau 130 ngày, trong 30 ngày", ["30 ngày"])
    assert found is not None
    assert found.text == "theo 30-QĐ/TW, mục 30.1, sau 130 ngày, trong 47 ngày"


def test_a_deleted_rule_is_gone_from_the_copy_only() -> None:
    base = registry()
    edited = without(base, [NEW])
    assert edited.provision(NEW) is None
    assert base.provision(NEW) is not None
    assert len(list(edited.provisions())) == len(list(base.provisions())) - 1


WORDS = st.text(min_size=1, max_size=300).filter(lambda text: unicodedata.is_normalized("NFC", text))


@given(st.dictionaries(st.sampled_from([NEW, "quy-dinh-moi/1.2", "quy-dinh-moi/1.3.a"]), WORDS))
def test_rewriting_keeps_every_span_true(texts: dict[str, str]) -> None:
    edited = rewritten(registry(), texts)  # Document checks its own spans
    for provision, _ in edited.provisions():
        assert provision.text == texts.get(provision.id, registry().provision(provision.id)[0].text)  # type: ignore[index]
