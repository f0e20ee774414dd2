"""Forms filled in: roles by kind of congress, times, sources as of the day, and any input gives a sane Word file."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from functools import cache

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.export.blocks import Grid, Piece, SideBySide, TextLine, Title
from assistant.export.word import write
from assistant.forms.counting import check_count
from assistant.forms.entry import fresh, read_entry
from assistant.forms.filling import TAKE_OFF, FilledForm, fill
from assistant.forms.library import FieldKind, FormTemplate, templates
from corpus.core.registry import Registry
from corpus.shipped.catalogue import load_catalogue, load_shipped
from tests.assistant.export.test_word import acts

TODAY = date(2026, 11, 22)
BASE = {"to_chuc": "Chi bộ thôn Thử", "cap_tren": "Đảng bộ xã Thử", "ngay": "2027-01-15", "gio": "08:00"}
COUNT = {
    "trieu_tap": "28", "co_mat": "26", "co_so": "27", "so_bau": "3", "phat_ra": "26", "thu_vao": "26", "hop_le": "25",
    "khong_hop_le": "1", "ket_qua": "Người A; 24\nNgười B; 20\nNgười C; 18\nNgười D; 10",
}  # fmt: skip


@cache
def registry() -> Registry:
    return Registry(load_catalogue(), load_shipped())


def filled(form: str, **typed: str) -> FilledForm:
    template = templates()[form]
    started = {name: value for name, value in fresh(template).items() if typed.get(name, value)}
    values = read_entry(template, started | BASE | typed, TODAY)
    if template.share[0]:
        check_count(template, values)
    assert values.errors == {}
    return fill(template, values, registry(), TODAY)


def text_of(pieces: tuple[Piece, ...]) -> str:
    found: list[str] = []
    for piece in pieces:
        match piece:
            case Title() | TextLine():
                found.append(piece.text)
            case Grid():
                found += [" | ".join(row) for row in (piece.header, *piece.rows)]
            case SideBySide():
                found += [line.text for line in (*piece.left, *piece.right)]
    return "\n".join(found)


def test_a_branch_with_a_committee_elects_it_first_and_one_without_elects_its_secretary() -> None:
    with_one = text_of(filled("kich-ban", loai="chi_bo", co_chi_uy="1").pieces)
    without = text_of(filled("kich-ban", loai="chi_bo", co_chi_uy="").pieces)
    assert "bầu chi ủy trước, rồi bầu bí thư" in with_one
    assert "không bầu chi ủy mà bầu bí thư" in without
    assert "bầu chi ủy trước" not in without
    assert "Thay mặt" not in with_one
    assert "Bí thư chi bộ xin giới thiệu chủ tịch đại hội" in without


def test_only_a_congress_of_delegates_has_a_credentials_board() -> None:
    delegates = text_of(filled("kich-ban", loai="dai_bieu").pieces)
    members = text_of(filled("kich-ban", loai="dang_vien").pieces)
    assert "Báo cáo thẩm tra tư cách đại biểu" in delegates
    assert "Báo cáo tình hình đảng viên tham dự" in members
    assert "không bầu ban thẩm tra" in members
    assert "hai phần ba số tổ chức đảng trực thuộc" in delegates
    assert "hai phần ba số tổ chức đảng trực thuộc" not in members


def test_a_preparatory_session_elects_the_organs_that_are_then_called() -> None:
    with_one = text_of(filled("kich-ban", loai="dang_vien", tru_bi="1").pieces)
    assert "Phiên trù bị không bắt buộc" in with_one
    assert "mời đoàn chủ tịch và đoàn thư ký đã được bầu tại phiên trù bị" in with_one
    assert "PHIÊN TRÙ BỊ" not in text_of(filled("kich-ban", loai="dang_vien").pieces).upper()
    branch = filled("kich-ban", loai="chi_bo", tru_bi="1")
    assert any("chi bộ có họp phiên trù bị hay không" in check for check in branch.checks)


def test_the_programme_goes_by_the_clock() -> None:
    text = text_of(filled("chuong-trinh", loai="chi_bo", gio="23:30", phut_chao_co="20", phut_ly_do="0").pieces)
    assert "| 23:30 – 23:50 |" in text
    assert "giới thiệu đảng viên" not in text
    assert "23:50 – 00:00 (ngày thứ 2)" in text
    assert "Báo cáo thẩm tra" not in text


def test_a_ballot_has_one_column_with_a_surplus_and_two_without() -> None:
    surplus = filled("phieu-bau", so_bau="3", ung_vien="Người Dũng\nNgười An\nNgười Bình\nNgười Cường")
    text = text_of(surplus.pieces)
    assert "Bầu (đánh dấu ×)" in text
    assert text.index("Người An") < text.index("Người Bình") < text.index("Người Cường") < text.index("Người Dũng")
    assert "vượt 30% số dư" in text_of(surplus.guide)
    two = filled("phieu-bau", so_bau="2", ung_vien="Người An\nNgười Bình", chuc_danh="pho_bi_thu")
    assert "Đồng ý | Không đồng ý" in text_of(two.pieces)
    assert "Phó bí thư Chi bộ thôn Thử" in text_of(two.pieces)
    assert "bắt buộc" not in text_of(two.guide)


def test_a_counting_record_tells_the_base_the_percentages_and_who_is_elected() -> None:
    record = filled("bien-ban-kiem-phieu", **COUNT)
    text = text_of(record.pieces)
    assert "1 | Người A | 24 | 88,89% | Trúng cử" in text
    assert "4 | Người D | 10 | 37,04% | Không đủ số phiếu" in text
    assert "bầu lại riêng" not in text
    tie = filled("bien-ban-kiem-phieu", **COUNT | {"so_bau": "2", "ket_qua": "A; 18\nB; 15\nC; 15"})
    assert "bầu lại riêng trong những người ngang phiếu" in text_of(tie.pieces)
    few = filled("bien-ban-kiem-phieu", **COUNT | {"ket_qua": "Người A; 24\nNgười B; 20\nNgười C; 12"})
    assert "có bầu thêm nữa hay không do đại hội quyết định" in text_of(few.pieces)


def test_sources_are_numbered_quoted_and_tell_their_state_on_the_day() -> None:
    script = filled("kich-ban", loai="chi_bo")
    assert [ground.number for ground in script.grounds] == list(range(1, len(script.grounds) + 1))
    for ground in script.grounds:
        found = registry().provision(ground.provision_id)
        assert found is not None
        assert found[0].text[ground.span[0] : ground.span[1]] == ground.quote
    ended = [ground for ground in script.grounds if "294-QĐ/TW" in ground.caption]
    assert ended
    assert all(ground.frame[0].startswith("Quy định gần nhất đã biết, đã được thay từ ") for ground in ended)
    assert all(any(f"[{ground.number}]" in check for check in script.checks) for ground in ended)
    charter = next(ground for ground in script.grounds if "Điều lệ Đảng" in ground.caption)
    assert charter.frame == ("“", "”")
    assert charter.standing.startswith("Còn hiệu lực")


def test_a_rule_that_held_on_the_day_is_told_as_in_force() -> None:
    then = filled("to-trinh-chuan-y", loai="chi_bo", co_chi_uy="1", ngay="2025-12-01")
    regulation = next(ground for ground in then.grounds if "294-QĐ/TW" in ground.caption)
    assert regulation.frame == ("“", "”")
    assert regulation.standing.startswith("Còn hiệu lực")
    later = next(ground for ground in then.grounds if "05-HD/VPTW" in ground.caption)
    assert "chưa có hiệu lực" in later.standing


def test_what_the_registry_does_not_hold_is_said_to_be_missing() -> None:
    empty = Registry([], [])
    template = templates()["noi-quy"]
    values = read_entry(template, fresh(template) | BASE, TODAY)
    form = fill(template, values, empty, TODAY)
    assert all(not ground.quote for ground in form.grounds)
    assert any("cần đọc văn bản gốc" in check for check in form.checks)


def test_the_paper_opens_with_the_notice_and_ends_with_what_to_check() -> None:
    form = filled("bien-ban-kiem-phieu", **COUNT)
    raw = write(form.paper())
    paragraphs = [paragraph.text for paragraph in Document(io.BytesIO(raw)).paragraphs if paragraph.text]
    assert paragraphs[0] == f"{templates()['bien-ban-kiem-phieu'].centre} {TAKE_OFF}"
    assert paragraphs[-1].startswith("☐ Thể thức: khổ giấy A4")
    assert write(form.paper()) == raw


STRANGE = st.sampled_from(
    ["=1+1", "@A1", "<b>x</b>", "{ngay}", "{{7*7}}", "{% raw %}", "[^hop-le]", "# x", "@if x", "| a | b |", "\u202eabc",
     "\x00\x07", "A\tB", "&amp;", "]]>", "INCLUDETEXT", "Nguyễn Văn A", "١٢", "\ud7ff", "e\u0301" * 50]
)  # fmt: skip
LINES = st.one_of(STRANGE, st.text(max_size=30), st.text("ABCĐÂabcđâ áà", max_size=20))
DAYS = st.one_of(st.dates(date(2025, 1, 1), date(2031, 1, 1)).map(str), LINES)
NUMBERS = st.one_of(st.integers(-5, 400).map(str), LINES)
TYPED: dict[FieldKind, st.SearchStrategy[str]] = {
    "line": LINES,
    "day": DAYS,
    "time": st.one_of(st.sampled_from(["07:30", "7h", "23:59"]), LINES),
    "term": st.one_of(st.just("2025-2030"), LINES),
    "yes": st.sampled_from(["", "1"]),
    "number": NUMBERS,
    "names": st.lists(LINES, max_size=8).map("\n".join),
    "votes": st.lists(st.tuples(LINES, NUMBERS).map("; ".join), max_size=8).map("\n".join),
    "minutes": st.just(""),
}


@st.composite
def forms(draw: st.DrawFn) -> tuple[FormTemplate, dict[str, str]]:
    template = draw(st.sampled_from(list(templates().values())))
    typed = {}
    for item in template.fields:
        if draw(st.booleans()):
            kinds = st.sampled_from([*item.choices, "khác"]) if item.kind == "choice" else TYPED[item.kind]
            typed[item.name] = draw(kinds)
    typed |= {f"phut_{item.key}": draw(NUMBERS) for item in template.agenda if draw(st.integers(0, 9)) == 0}
    return template, typed


def sane(raw: bytes) -> None:
    """The file opens, and nothing in it acts or leads out of it."""
    package = zipfile.ZipFile(io.BytesIO(raw))
    assert package.testzip() is None
    assert all(name.endswith((".xml", ".rels")) for name in package.namelist())
    assert not any(acts(package, name) for name in package.namelist())
    file = Document(io.BytesIO(raw))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert not any(re.match(r"\s*[=@]", cell) for cell in cells)


def test_a_paper_is_written_from_committee_to_committee_and_dated_as_papers_are() -> None:
    form = filled("to-trinh-chuan-y", loai="dang_vien", to_chuc="Đảng bộ xã A", cap_tren="Đảng bộ tỉnh B")
    told = text_of(form.pieces)
    assert "Kính gửi: Đảng ủy tỉnh B" in told
    assert "Đảng ủy xã A trình Đảng ủy tỉnh B xem xét" in told
    for day, words in (("2027-03-09", "ngày 09 tháng 3 năm"), ("2027-02-15", "ngày 15 tháng 02 năm")):
        assert words in text_of(filled("noi-quy", ngay=day).pieces)
    papers = [row for piece in form.pieces if isinstance(piece, Grid) for row in piece.rows if "☐" in row]
    assert all("[" in row[1] for row in papers), "every paper of the list says where it comes from"


def test_a_third_ballot_for_the_secretary_of_a_branch_leads_to_the_superior() -> None:
    third = dict(COUNT, loai="chi_bo", chuc_danh="bi_thu", so_bau="1", ket_qua="Người A; 9\nNgười B; 8")
    assert "chỉ định bí thư" in text_of(filled("bien-ban-kiem-phieu", **third, vong="3").pieces)
    assert "chỉ định bí thư" not in text_of(filled("bien-ban-kiem-phieu", **third, vong="2").pieces)
    assert "chỉ định bí thư" not in text_of(
        filled("bien-ban-kiem-phieu", **{**third, "loai": "dang_vien"}, vong="3").pieces
    )


def test_who_leads_the_counting_is_said_and_papers_not_given_back_are_told() -> None:
    told = text_of(filled("bien-ban-kiem-phieu", **COUNT, ban_kiem_phieu="Người X\nNgười Y").pieces)
    assert "Người X (trưởng ban)" in told
    assert "Người Y (trưởng ban)" not in told
    assert "Số phiếu không thu lại được" in told


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(forms())
def test_any_input_gives_errors_or_a_sane_file(drawn: tuple[FormTemplate, dict[str, str]]) -> None:
    """What a field refuses is taken out, so that a paper is written every time."""
    template, typed = drawn
    whole = fresh(template) | BASE | (COUNT if template.share[0] else {"ung_vien": "Người A\nNgười B"}) | typed
    values = read_entry(template, whole, TODAY)
    if template.share[0]:
        check_count(template, values)
    for name in values.errors:
        whole[name] = (BASE | COUNT | {"ung_vien": "Người A\nNgười B"}).get(name, "") if name != "phut" else ""
    if whole.get("chuc_danh") == "bi_thu" and "so_bau" in whole:
        whole["so_bau"] = "1"  # there is but one
    if "phut" in values.errors:
        whole = {name: value for name, value in whole.items() if not name.startswith("phut_")}
    values = read_entry(template, whole, TODAY)
    if template.share[0]:
        check_count(template, values)
        if values.errors:  # figures that do not fit each other give nothing half-made
            values = read_entry(template, fresh(template) | BASE | COUNT, TODAY)
    for item in template.fields:
        if item.kind == "choice" and item.name in values.errors:
            values.errors.pop(item.name)
    assert values.errors == {}, values.errors
    sane(write(fill(template, values, registry(), TODAY).paper()))
