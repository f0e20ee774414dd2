"""What is typed: values, or a clear word by the field; nothing strange gets through."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.forms.entry import FormValues, fresh, read_entry
from assistant.forms.library import templates

TODAY = date(2026, 11, 22)
BASE = {"to_chuc": "Chi bộ thử", "ngay": "2027-01-15", "ung_vien": "Người Thứ Nhất\nNgười Thứ Hai"}


def read(form: str = "phieu-bau", **typed: str) -> FormValues:
    template = templates()[form]
    return read_entry(template, fresh(template) | BASE | typed, TODAY)


def test_what_is_in_order_is_read() -> None:
    values = read(so_bau="3", nhiem_ky="2027 – 2032", vong="2")
    assert values.errors == {}
    assert values.figures["so_bau"] == 3
    assert values.words["nhiem_ky"] == "2027-2032"
    assert values.days["ngay"] == date(2027, 1, 15)
    assert values.words["ngay"] == "15/01/2027"
    assert [entry["ten"] for entry in values.lists["ung_vien"]] == ["Người Thứ Nhất", "Người Thứ Hai"]
    assert {"co_ung_vien", "xep_ten", "chuc_danh.cap_uy"} <= values.flags


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("to_chuc", "", "Cần ghi"),
        ("to_chuc", "<b>Chi bộ</b>", "ký tự không dùng"),
        ("to_chuc", "Chi bộ {ngay}", "ký tự không dùng"),
        ("to_chuc", "=HYPERLINK(1)", "công thức"),
        ("to_chuc", "@SUM(A1)", "công thức"),
        ("to_chuc", "-cmd", "công thức"),
        ("to_chuc", "Chi bộ javascript:x", "ký tự không dùng"),
        ("to_chuc", "x" * 121, "Dài quá 120"),
        ("ngay", "2026-11-21", "đã qua"),
        ("ngay", "31/02/2027", "Không có ngày này"),
        ("ngay", "hôm nay", "Cần một ngày"),
        ("ngay", "2099-01-01", "khoảng"),
        ("so_bau", "-3", "số âm"),
        ("so_bau", "−3", "số âm"),
        ("so_bau", "0", "từ 1"),
        ("so_bau", "ba", "số nguyên"),
        ("so_bau", "3,5", "số nguyên"),
        ("so_bau", "٣", "số nguyên"),
        ("so_bau", "999999999999", "số nguyên"),
        ("nhiem_ky", "2030-2025", "Năm sau"),
        ("nhiem_ky", "2025", "hai năm"),
        ("chuc_danh", "vua", "chọn một mục"),
        ("ung_vien", "\n".join(f"Người {n}" for n in range(10_000)), "Tối đa 60"),
        ("ung_vien", "Người A\nNgười a", "đã có"),
        ("ung_vien", "Người A; 3", "một tên"),
        ("ung_vien", "Người A\n<script>alert(1)</script>", "Dòng 2"),
        ("ung_vien", "Người A\n+1+cmd|' /C calc'!A0", "Dòng 2"),
        ("ung_vien", "12345", "không thấy tên"),
    ],
)
def test_what_is_out_of_order_is_told_by_the_field(field: str, typed: str, told: str) -> None:
    values = read(**{field: typed})
    assert told in values.errors[field], values.errors
    assert field not in values.words
    assert field not in values.lists


def test_ten_thousand_names_are_counted_in_the_message() -> None:
    assert "10.000 dòng" in read(ung_vien="\n".join(f"Người {n}" for n in range(10_000))).errors["ung_vien"]


def test_characters_that_are_not_seen_do_not_get_through() -> None:
    values = read(to_chuc="Chi\u202e bộ\x00 thử\u200b", ung_vien="1. Người\u2066 A\x07\r\n2) Người B")
    assert values.errors == {}
    assert values.words["to_chuc"] == "Chi bộ thử"
    assert [entry["ten"] for entry in values.lists["ung_vien"]] == ["Người A", "Người B"]


def test_a_record_may_be_of_a_day_that_is_over_and_dates_are_taken_in_both_writings() -> None:
    values = read("bien-ban-dai-hoi", ngay="15/6/2025")
    assert values.errors == {}
    assert values.days["ngay"] == date(2025, 6, 15)


def test_votes_are_read_with_one_or_two_figures() -> None:
    values = read("bien-ban-dai-hoi", trung_cu="Người A; 24\nNgười B; 20; 3")
    assert values.lists["trung_cu"][1] == {"ten": "Người B", "phieu": "20", "khong": "3", "tt": "2"}
    assert "Dòng 1" in read("bien-ban-dai-hoi", trung_cu="Người A").errors["trung_cu"]
    assert "số âm" in read("bien-ban-dai-hoi", trung_cu="Người A; -4").errors["trung_cu"]


def test_times_and_minutes_are_read() -> None:
    assert read("chuong-trinh", gio="7h").words["gio"] == "07:00"
    assert "giờ trong ngày" in read("chuong-trinh", gio="25:00").errors["gio"]
    assert read("chuong-trinh", phut_chao_co="15").minutes["chao_co"] == 15
    assert "Chào cờ" in read("chuong-trinh", phut_chao_co="-5").errors["phut"]


def test_a_field_that_a_form_does_not_have_is_not_looked_at() -> None:
    values = read(la="=x", ket_qua="rác")
    assert values.errors == {}
    assert "la" not in values.words
