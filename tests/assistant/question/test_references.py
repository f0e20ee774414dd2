"""Documents and places named in a question."""

from datetime import date

import pytest

from assistant.question.references import Place, at_place, find_references
from corpus.core.registry import Registry
from corpus.core.text import strip_diacritics

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("190-QĐ/TW nói gì về số dư", ("qd-190-tw-2024",)),
        ("190-KL/TW có sửa quy chế bầu cử không", ("kl-190-tw-2025",)),
        ("theo Chỉ thị 45 thì tuổi tái cử", ("ct-45-tw-2025",)),
        ("Quy chế bầu cử 190", ("qd-190-tw-2024",)),
        ("quy chế bầu cử 2024", ("qd-190-tw-2024",)),
        ("294 mục 11.4.2", ("qd-294-tw-2025",)),
        ("Điều 9 khoản 2 Điều lệ", ("dieu-le-2011",)),
        ("Chỉ thị 35 năm 2019", ("ct-35-tw-2019",)),
        ("HD 06 quy định gì", ("hd-06-tw-2025",)),
        ("Điều lệ Đoàn quy định gì", ()),
        ("hồi 244 chuyện này ở điều mấy", ("qd-244-tw-2014",)),
        ("đại hội 244 đại biểu thì sao", ()),
    ],
)
def test_documents(text: str, records: tuple[str, ...], shipped: Registry) -> None:
    for form in (text, strip_diacritics(text)):
        assert find_references(form, shipped, TODAY, False).records == records


def test_a_number_that_several_documents_carry_is_not_settled(shipped: Registry) -> None:
    found = find_references("01-HD/TW nói gì về phiên trù bị?", shipped, TODAY, False)
    assert found.records == ()
    assert {r.id for r in found.ambiguous[0].candidates} == {"hd-01-tw-2016", "hd-01-tw-2021", "hd-01-tw-2026"}


@pytest.mark.parametrize(
    "text",
    [
        "đại hội quyết định 15 người thì bầu sao",
        "thông qua nghị quyết 14 cánh tay giơ lên thì qua chưa",
        "quyết định 15 đảng ủy viên",
        "quyết định 15 ngày",
        "hướng dẫn 3 bước",
        "nghị quyết số 5 thì ghi số thế nào",
    ],
)
def test_what_counts_something_is_no_document(text: str, shipped: Registry) -> None:
    for form in (text, strip_diacritics(text)):
        found = find_references(form, shipped, TODAY, False)
        assert (found.documents, found.unknown_numbers) == ((), ())


def test_the_day_asked_about_settles_it(shipped: Registry) -> None:
    assert find_references("01-HD/TW", shipped, date(2023, 1, 1), True).records == ("hd-01-tw-2021",)


def test_an_unknown_number_is_told(shipped: Registry) -> None:
    assert find_references("Chỉ thị 999 nói gì", shipped, TODAY, False).unknown_numbers == ("Chỉ thị 999",)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Điều 9 khoản 2 Điều lệ", "d9.k2"),
        ("khoản 2 điều 9", "d9.k2"),
        ("điểm a khoản 2 Điều 17", "d17.k2.a"),
        ("294 mục 11.4.2", "11.4.2"),
        ("dieu 12", "d12"),
    ],
)
def test_places(text: str, path: str, shipped: Registry) -> None:
    assert [p.path for p in find_references(text, shipped, TODAY, False).places] == [path]


def test_a_place_holds_what_lies_below_it(shipped: Registry) -> None:
    ids = {
        p.id
        for p, d in shipped.provisions()
        if d.record.id == "dieu-le-2011" and at_place(Place("d11.k6", "Điều 11 khoản 6"), p)
    }
    assert {"td-dieu-le-2011/d11.k6", "td-dieu-le-2011/d11.k6-2"} <= ids
    assert not any(i.startswith("td-dieu-le-2011/d11.k7") for i in ids)
