"""A counting record: an error of each kind is caught, and who is elected follows from the figures."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.forms.counting import check_count, outcome
from assistant.forms.entry import FormValues, fresh, read_entry
from assistant.forms.library import templates

RECORD = templates()["bien-ban-kiem-phieu"]
GOOD = {
    "to_chuc": "Chi bộ thử",
    "ngay": "2026-11-20",
    "trieu_tap": "28",
    "co_mat": "26",
    "co_so": "27",
    "so_bau": "3",
    "phat_ra": "26",
    "thu_vao": "26",
    "hop_le": "25",
    "khong_hop_le": "1",
    "ket_qua": "A; 24\nB; 20\nC; 18\nD; 10",
}


def counted(**typed: str) -> FormValues:
    values = read_entry(RECORD, fresh(RECORD) | GOOD | typed, date(2026, 11, 22))
    check_count(RECORD, values)
    return values


def outcomes(**typed: str) -> dict[str, str]:
    values = counted(**typed)
    assert values.errors == {}
    return {person.name: person.outcome for person in outcome(RECORD, values)}


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"thu_vao": "27", "hop_le": "26"}, "thu_vao", "nhiều hơn 1 phiếu so với phát ra"),
        ({"hop_le": "24"}, "hop_le", "Hợp lệ cộng không hợp lệ là 25, lệch 1 phiếu"),
        ({"khong_hop_le": "2"}, "hop_le", "lệch 1 phiếu so với thu về"),
        ({"co_so": "29"}, "co_so", "lớn hơn số được triệu tập 28"),
        ({"co_so": "20"}, "co_so", "nhiều hơn mẫu số 20 người"),
        ({"co_mat": "25"}, "phat_ra", "chỉ có 25 người có mặt"),
        ({"co_mat": "30"}, "co_mat", "nhiều hơn số được triệu tập"),
        ({"ket_qua": "A; 26\nB; 20\nC; 18"}, "ket_qua", "số phiếu hợp lệ (25): A (26)"),
        (
            {"ket_qua": "A; 20; 6\nB; 20; 1\nC; 1; 1"},
            "ket_qua",
            "Đồng ý cộng không đồng ý nhiều hơn",
        ),
        ({"ket_qua": "A; 20; 3\nB; 20"}, "ket_qua", "cùng một kiểu"),
        ({"ket_qua": "A; 24\nB; 20"}, "ket_qua", "ít hơn 3 người cần bầu"),
        ({"ket_qua": "A; 20; 1\nB; 20; 1\nC; 20; 1\nD; 9; 9"}, "ket_qua", "có số dư thì không ghi cột"),
        ({"so_bau": "1", "ket_qua": "A; 15\nB; 14"}, "ket_qua", "Tổng số phiếu bầu là 29"),
    ],
)
def test_an_error_of_each_kind_is_caught(typed: dict[str, str], field: str, told: str) -> None:
    assert told in counted(**typed).errors.get(field, ""), counted(**typed).errors


def test_who_is_elected() -> None:
    assert outcomes() == {"A": "Trúng cử", "B": "Trúng cử", "C": "Trúng cử", "D": "Không đủ số phiếu"}
    # 14 of 28 is one half and not more than it
    assert outcomes(co_so="28", ket_qua="A; 24\nB; 20\nC; 14\nD; 10")["C"] == "Không đủ số phiếu"
    assert outcomes(co_so="28", ket_qua="A; 24\nB; 20\nC; 15\nD; 10")["C"] == "Trúng cử"


def test_more_than_the_places_pass_the_half() -> None:
    found = outcomes(so_bau="2", ket_qua="A; 18\nB; 17\nC; 14\nD; 1")
    assert found == {
        "A": "Trúng cử",
        "B": "Trúng cử",
        "C": "Quá một nửa, không thuộc số cần bầu",
        "D": "Không đủ số phiếu",
    }


def test_a_tie_at_the_end_is_not_decided() -> None:
    found = outcomes(so_bau="2", ket_qua="A; 18\nB; 15\nC; 15\nD; 1")
    assert found["A"] == "Trúng cử"
    assert found["B"] == found["C"] == "Ngang phiếu, chưa xác định"


def test_percentages_are_those_of_the_calculators() -> None:
    values = counted(co_so="28", trieu_tap="28", ket_qua="A; 15\nB; 14\nC; 25")
    assert {person.name: person.percent for person in outcome(RECORD, values)} == {
        "A": "53,57%", "B": "50%", "C": "89,29%",
    }  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 60), st.integers(1, 8), st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_no_more_are_elected_than_places_and_each_passes_the_half(base: int, places: int, votes: list[int]) -> None:
    values = FormValues(figures={"co_so": base, "so_bau": places})
    votes = [min(vote, base) for vote in votes]
    values.lists["ket_qua"] = [{"ten": f"N{n}", "phieu": str(vote), "tt": str(n)} for n, vote in enumerate(votes, 1)]
    people = outcome(RECORD, values)
    elected = [person for person in people if person.outcome == "Trúng cử"]
    assert len(elected) <= places
    assert all(2 * person.votes > base for person in elected)
    left = [person for person in people if person not in elected]
    assert all(person.votes <= min(e.votes for e in elected) for person in left) if elected else True
    tied = [person for person in people if "Ngang phiếu" in person.outcome]
    assert len(tied) != 1
    assert not tied or len(elected) + len(tied) > places
