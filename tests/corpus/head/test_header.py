"""The head of a document, and what it says about itself and others."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.core.model import Kind
from corpus.head.header import Head, apart, parse_head
from corpus.structure.effects import effects, own_end, signatory, valid_from
from corpus.structure.extract import Paragraph
from tests.corpus.ingest_samples import ARTICLES, DECIMAL, lines


def head(text: str) -> Head:
    return parse_head([Paragraph(line) for line in lines(text)])


def test_party_head() -> None:
    found = head(DECIMAL)
    assert (found.number, found.kind, found.issued, found.place) == (
        "77-QĐ/TN",
        Kind.REGULATION,
        date(2025, 3, 5),
        "Hà Nội",
    )
    assert found.title == "VIỆC THỬ NGHIỆM ĐIỀU LỆ ĐẢNG"
    assert found.issuer == "BAN CHẤP HÀNH THỬ NGHIỆM"
    assert found.bases == ("- Căn cứ Điều lệ Đảng;", "- Căn cứ Quy chế làm việc,")
    assert lines(DECIMAL)[found.end].startswith("1. Điều 9")


def test_number_and_date_on_one_line() -> None:
    found = head("Số 294-QĐ/TN Hà Nội, ngày 26 tháng 5 năm 2025\nQUY ĐỊNH\nVIỆC THỬ\n1. Việc")
    assert (found.number, found.place, found.issued) == ("294-QĐ/TN", "Hà Nội", date(2025, 5, 26))


def test_state_head_in_two_columns() -> None:
    found = head("ỦY BAN THỬ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLuật số: 72/2025/QH15\nLUẬT\nTHỬ NGHIỆM\nĐiều 1. Một")
    assert (found.issuer, found.number, found.kind, found.kind_name) == (
        "ỦY BAN THỬ",
        "72/2025/QH15",
        Kind.OTHER,
        "luật",
    )


def test_number_and_date_inside_the_title() -> None:
    found = head(
        "Nghị định của Chính phủ\nsố 116/2003/NĐ-CP ngày 10/10/2003\nvề việc tuyển dụng thử\nCăn cứ Luật Thử;\n"
        "NGHỊ ĐỊNH:\nĐiều 1. Một"
    )
    assert (found.number, found.issued, found.title) == ("116/2003/NĐ-CP", date(2003, 10, 10), "về việc tuyển dụng thử")


def test_what_is_not_there_stays_unknown() -> None:
    found = head("GHI CHÉP\nMột vài dòng.\nKhông có gì khác.")
    assert (found.number, found.kind, found.issued, found.title) == (None, None, None, "")


def test_an_impossible_date_is_unknown() -> None:
    assert head("Số 5-QĐ/TN\nHà Nội, ngày 31 tháng 02 năm 2025\nQUY ĐỊNH\nVIỆC THỬ\n1. Một").issued is None


def test_the_number_of_a_basis_is_not_the_documents() -> None:
    assert head("QUY ĐỊNH\nVIỆC THỬ\n- Căn cứ Quy định số 294-QĐ/TW, ngày 26/5/2025;\n1. Một").number is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Quy định này có hiệu lực thi hành từ ngày 01/7/2025.", date(2025, 7, 1)),
        ("Hướng dẫn này có hiệu lực kể từ ngày ký.", date(2025, 3, 5)),
        ("Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2026.", date(2026, 1, 1)),
        ("Theo Luật Thử đã được ban hành từ lâu và có hiệu lực từ ngày 01/01/2020 thì áp dụng.", None),
        ("Nghị quyết này được thông qua ngày 05/3/2025 và có hiệu lực kể từ ngày thông qua./.", date(2025, 3, 5)),
        ("Thông tư này có hiệu lực thi hành sau 15 ngày kể từ ngày ký.", date(2025, 3, 20)),
        ("Nghị định này có hiệu lực sau 15 ngày, kể từ ngày đăng Công báo.", None),
        ("Không nói gì.", None),
    ],
)
def test_start_of_force(text: str, day: date | None) -> None:
    assert valid_from(text, date(2025, 3, 5)) == day


def test_r17_effects_on_other_documents() -> None:
    found = effects(
        "Hướng dẫn này thay thế Hướng dẫn số 01-HD/TN ngày 28/9/2021 và Hướng dẫn số 2-HD/TN.\n"
        "Việc bổ sung hồ sơ theo Quy định số 29-QĐ/TN.\nBãi bỏ Nghị quyết số 131/2020/QH14 của Quốc hội."
    )
    assert [(effect.verb, effect.numbers) for effect in found] == [
        ("thay thế", ("01-HD/TN", "2-HD/TN")),
        ("bãi bỏ", ("131/2020/QH14",)),
    ]


@pytest.mark.parametrize(
    ("text", "numbers", "parts"),
    [
        ("Quy định này thay thế điểm 5.2 mục I Hướng dẫn số 06-HD/TN ngày 09/6/2025.", (), ("06-HD/TN",)),
        (
            "Các quy định tại Thông tư số 06/2003/TT-BA về góp vốn theo Quyết định số 193/2001/QĐ-TTg hết hiệu lực.",
            (),
            ("06/2003/TT-BA",),
        ),
        ("Bãi bỏ khoản 2 Điều 5 Nghị định số 3/2020/NĐ-CP.", (), ("3/2020/NĐ-CP",)),
        ("Quy định này thay thế Quy định số 9-QĐ/TN và khoản 3 Hướng dẫn số 2-HD/TN.", ("9-QĐ/TN",), ("2-HD/TN",)),
        ("2. Luật Thử số 80/2006/QH11 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.", ("80/2006/QH11",), ()),
        (
            "Bộ luật thử số 15/1999/QH10 và Luật số 37/2009/QH12 sửa đổi, bổ sung một số điều hết hiệu lực thi hành.",
            ("15/1999/QH10", "37/2009/QH12"),
            (),
        ),
        (
            "Thông tư này thay thế quy định tại điểm 1.3 Thông tư số 63/1998/TT-BA; điểm 1 Thông tư số 89/1999/TT-BA.",
            (),
            ("63/1998/TT-BA", "89/1999/TT-BA"),
        ),
        (
            "Thông tư này thay thế các Thông tư sau: Thông tư số 08 BA/CT ngày 5/2/1994; Thông tư số 37 BA/CT về thử.",
            ("08BA/CT", "37BA/CT"),
            (),
        ),
        ("Điều 33. Bãi bỏ một số chương, điều của Luật Thử số 71/2025/QH15", (), ("71/2025/QH15",)),
        (
            "Những quy định tại Nghị định số 30/1998/NĐ-CP trái với Nghị định này đều bị bãi bỏ.",
            (),
            ("30/1998/NĐ-CP",),
        ),
        ("Thông tư này thay thế Chế độ thử ban hành kèm theo Quyết định số: 885/1998/QĐ-BA.", ("885/1998/QĐ-BA",), ()),
        ("Nghị định số 3/2020/NĐ-CP quy định việc bãi bỏ thủ tục và giấy phép hết hiệu lực khi nào.", (), ()),
        (
            "Nghị định số 3/2016/NĐ-CP quy định chi tiết một số điều của Luật Thử và Nghị định số 4/2023/NĐ-CP ngày 2 "
            "tháng 1 năm 2023 sửa đổi, bổ sung một số điều của Nghị định số 3/2016/NĐ-CP hết hiệu lực thi hành.",
            ("3/2016/NĐ-CP", "4/2023/NĐ-CP"),
            (),
        ),
        (
            "Bãi bỏ Điều 2 Nghị định số 5/2022/NĐ-CP sửa đổi một số điều của Nghị định số 6/2016/NĐ-CP về thử và Nghị "
            "định số 7/2021/NĐ-CP về thử.",
            (),
            ("5/2022/NĐ-CP",),
        ),
        (
            "Bãi bỏ số thứ tự 15 tại Biểu phí quy định tại khoản 1 Điều 1 Thông tư số 6/2025/TT-BA.",
            (),
            ("6/2025/TT-BA",),
        ),
        (
            "Thông tư này thay thế Thông tư 02 BA/DN ngày 12/5/1995 và Thông tư số 11-BA/NG.",
            ("02BA/DN", "11-BA/NG"),
            (),
        ),
        ("Giấy này dùng theo Luật Thử (sửa đổi) số 03/1998/QH10.", (), ()),
        ("Việc này theo Nghị định số 1/2016/NĐ-CP đã được sửa đổi tại Nghị định số 2/2023/NĐ-CP.", (), ()),
        ("Quyết định này thay thế thành viên trong Quyết định số 15/QĐ-BT.", (), ("15/QĐ-BT",)),
        ("Quyết định này thay thế Quyết định số 1/QĐ-BT. Quyết định số 2/QĐ-BT vẫn áp dụng.", ("1/QĐ-BT",), ()),
        ("Nghị định số 9/1999/NĐ-CP đã bị bãi bỏ từ năm 2005.", (), ()),
    ],
)
def test_r17_a_part_is_no_whole_and_a_basis_is_neither(
    text: str, numbers: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    found = effects(text)
    assert tuple(number for effect in found for number in effect.numbers) == numbers
    assert tuple(number for effect in found for number in effect.parts) == parts


def test_r17_a_list_of_documents_is_read_item_by_item() -> None:
    found = effects(
        "Bãi bỏ các nghị định sau đây:\n1. Nghị định số 1/2001/NĐ-CP ngày 05/01/2001.\n2. Nghị định số 2/2002/NĐ-CP.\n"
        "Điều 3. Trách nhiệm\n1. Thực hiện Nghị định số 3/2003/NĐ-CP."
    )
    assert [effect.numbers for effect in found] == [("1/2001/NĐ-CP",), ("2/2002/NĐ-CP",)]
    ended = effects(
        "2. Kể từ ngày Nghị định này có hiệu lực thi hành, các Nghị định sau đây hết hiệu lực thi hành:\n"
        "a) Nghị định số 3/2014/NĐ-CP về thử; Nghị định số 5/2015/NĐ-CP sửa đổi điều 2 Nghị định số 3/2014/NĐ-CP;\n"
        "3. Nghị định số 68/2000/NĐ-CP áp dụng tiếp."
    )
    assert [number for effect in ended for number in effect.numbers] == ["3/2014/NĐ-CP", "5/2015/NĐ-CP"]
    cut = effects(
        "Nghị quyết này bãi bỏ các Nghị quyết:\n1. Nghị quyết số 3/NQ-HĐND về thu hồi đất và hoạt động\ncủa xã;\n"
        "2. Nghị quyết số 7/NQ-HĐND về thử."
    )
    assert [effect.numbers for effect in cut] == [("3/NQ-HĐND",), ("7/NQ-HĐND",)]
    gone = effects("Các Thông tư sau đây không còn hiệu lực thi hành:\n+ Thông tư số 90BA/CT về thử")
    assert [(effect.verb, effect.numbers) for effect in gone] == [("hết hiệu lực", ("90BA/CT",))]


def test_r17_a_part_without_a_number_is_of_the_document_that_the_title_amends() -> None:
    text = "Điều 1. Bãi bỏ khoản 5 của Điều 12\nBãi bỏ điểm d khoản 5.\nĐiều 2. Việc khác"
    title = "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA NGHỊ ĐỊNH SỐ 4/2019/NĐ-CP ĐƯỢC SỬA ĐỔI BỞI NGHỊ ĐỊNH SỐ 5/2021/NĐ-CP"
    assert {effect.parts for effect in effects(text, title)} == {("4/2019/NĐ-CP",)}
    assert effects(text, "Sửa đổi Nghị định số 4/2019/NĐ-CP và Nghị định số 5/2021/NĐ-CP") == ()
    assert effects(text, "Hướng dẫn thi hành Nghị định số 4/2019/NĐ-CP") == effects(text) == ()


def test_signatory_and_enacting_lines() -> None:
    assert signatory(["Nơi nhận:\n- Lưu.\nT/M BAN BÍ THƯ\nNgười Ký"]) == "T/M BAN BÍ THƯ Người Ký"
    assert head(ARTICLES).title == "VỀ VIỆC THỬ"
    assert lines(ARTICLES)[head(ARTICLES).end] == "Chương I"


@pytest.mark.parametrize(
    "title", ["Thực hiện quy trình thử", "Để thử cho đúng", "Xét tặng người thử", "Kèm theo cách thử"]
)
def test_a_title_may_begin_like_a_basis(title: str) -> None:
    text = f"BAN THỬ A\nSố 11-HD/BT\nA, ngày 05 tháng 8 năm 2025\nHƯỚNG DẪN\n{title}\n-----\nCăn cứ Luật Thử;\nI. THỬ"
    found = head(text)
    assert (found.title, found.place, found.issued) == (title, "A", date(2025, 8, 5))
    introduced = head(f"BAN THỬ A\nSố 11-HD/BT\nHƯỚNG DẪN\n{title}, Ban Thử hướng dẫn như sau:\nI. THỬ")
    assert introduced.title == ""


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("66.15/2026/NQ-CP", "66.15/2026/NQ-CP"),
        ("522/2002/QĐ.UB", "522/2002/QĐ.UB"),
        ("08 –HD/BTCTU", "08-HD/BTCTU"),
        ("193/2001/QĐ-TTg", "193/2001/QĐ-TTg"),
        ("05/QĐ-ĐHB", "05/QĐ-ĐHB"),
    ],
)
def test_shapes_of_numbers(written: str, number: str) -> None:
    found = head(f"BAN THỬ\nSố: {written}\nQUYẾT ĐỊNH\nVề việc thử\nĐiều 1. Thử")
    assert (found.number, found.issuer) == (number, "BAN THỬ")


def test_the_issuer_is_a_body_and_nothing_else() -> None:
    assert head("BAN THỬ\nSố: /KH-BT\nKẾ HOẠCH\nThử\nI. MỘT").issuer == "BAN THỬ"
    assert head("NGHỊ ĐỊNH\nCỦA CHÍNH PHỦ SỐ 29/1998/NĐ-CP NGÀY 11/5/1998 VỀ VIỆC THỬ\nĐiều 1. A").issuer == "CHÍNH PHỦ"
    assert head("PHỤ LỤC\nMẪU THỬ\nHƯỚNG DẪN\nGhi mẫu\n1. Ghi").issuer == ""
    assert (
        head("Nghị định số 5/2025/NĐ-CP\nCHÍNH PHỦ\nSố: 5/2025/NĐ-CP\nNGHỊ ĐỊNH\nVề thử\nĐiều 1. A").issuer
        == "CHÍNH PHỦ"
    )


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH THỬ", "ỦY BAN NHÂN DÂN TỈNH THỬ"),
        ("0117.doc BỘ THỬ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BỘ THỬ"),
        ("BỘ THỬ CỘNG HOÀ XÃ HỘI CHỦ NGHIÃ VIỆT NAM", "BỘ THỬ"),
        ("CHÍNH PHỦ  | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc", "CHÍNH PHỦ"),
        ("BAN CHẤP HÀNH THỬ ĐẢNG CỘNG SẢN VIỆT NAM BAN TỔ CHỨC", "BAN CHẤP HÀNH THỬ BAN TỔ CHỨC"),
    ],
)
def test_the_issuer_beside_and_around_the_motto(text: str, issuer: str) -> None:
    assert head(f"{text}\nSố: 5/QĐ-BT\nQUYẾT ĐỊNH\nVề việc thử\nĐiều 1. Thử").issuer == issuer


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "NGHỊ ĐỊNH CỦA CHÍNH PHỦ\nSửa đổi một số điều của Nghị định số 30/1998/NĐ-CP\n"
            "ngày 13 tháng 5 năm 1998 của Chính phủ\nCăn cứ Luật Thử;",
            "Sửa đổi một số điều của Nghị định số 30/1998/NĐ-CP ngày 13 tháng 5 năm 1998 của Chính phủ",
        ),
        ("NGHỊ ĐỊNH\nThi hành Luật Thử\nsố 4/1998/QH10 ngày 20 tháng 5 năm 1998\nCăn cứ Luật Thử;",
         "Thi hành Luật Thử số 4/1998/QH10 ngày 20 tháng 5 năm 1998"),
        ("BẢN QUY ĐỊNH\nChính sách thử", "Chính sách thử"),
        ("Thông tư\nHướng dẫn việc thử", "Hướng dẫn việc thử"),
    ],
)  # fmt: skip
def test_titles_as_real_files_write_them(text: str, title: str) -> None:
    assert head(f"BAN THỬ\nSố: 5/QĐ-BT\n{text}\nĐiều 1. Thử").title == title


def test_a_joint_circular_is_of_the_bodies_below_its_kind() -> None:
    found = head(
        "THÔNG TƯ\nLIÊN TỊCH BỘ THỬ - TỔNG CỤC THỬ\nSỐ 12/2000/TTLT-BT-TCT NGÀY 25/12/2000\nVỀ VIỆC THỬ\nĐiều 1. A"
    )
    assert (found.issuer, found.title, found.number) == ("BỘ THỬ - TỔNG CỤC THỬ", "VỀ VIỆC THỬ", "12/2000/TTLT-BT-TCT")


def test_day_and_kind_on_one_line_are_read_apart() -> None:
    merged = [Paragraph("BAN THỬ"), Paragraph("Hà Nội, ngày 05 tháng 3 năm 2025 QUY ĐỊNH"), Paragraph("VỀ THỬ")]
    found = parse_head([*apart(merged), Paragraph("1. Thử")])
    assert (found.issued, found.kind, found.title) == (date(2025, 3, 5), Kind.REGULATION, "VỀ THỬ")


ATTACHED = ["Điều 1. Phạm vi", "1. Việc thử."]


@pytest.mark.parametrize(
    ("lines", "number", "day"),
    [
        (
            [
                *("UBND TỈNH A", "Số: /KH-UBND", "A, ngày tháng năm 2026", "KẾ HOẠCH", "Thực hiện Chỉ thị số 11-CT/TU"),
                "ngày 04 tháng 01 năm 2026 của Ban Thường vụ Tỉnh ủy",
            ],
            None,
            None,
        ),
        (["BỘ A", "Số: ..../2025/TT-BA", "THÔNG TƯ", "Sửa đổi Thông tư số 5/2020/TT-BA ngày 05/6/2020"], None, None),
        (["TỈNH ỦY A", "*", "Số      -KH/TU", "KẾ HOẠCH", "thực hiện Nghị quyết số 18-NQ/TN"], None, None),
        (["UBND XÃ A", "Số:", "QUYẾT ĐỊNH", "Về việc thi hành Quyết định số 5/QĐ-BA"], None, None),
        (["Số: /QĐ-UBND", "QUY CHẾ", "BẦU CỬ THỬ", "(Kèm theo Công văn số 24/SNV-XD)"], None, None),
        (
            [
                *("SỞ A", "ĐOÀN KIỂM TRA", "THEO QUYẾT ĐỊNH", "SỐ 10/QĐ-SA", "Số: 11/KH-ĐKT"),
                *("A, ngày 10 tháng 3 năm 2026", "KẾ HOẠCH", "Kiểm tra việc thử"),
            ],
            "11/KH-ĐKT",
            date(2026, 3, 10),
        ),
        (["BAN A THEO QUYẾT ĐỊNH SỐ 10/QĐ-SA", "HƯỚNG DẪN", "thực hiện Nghị quyết số 5-NQ/TN"], None, None),
        (["Hướng dẫn thực hiện Nghị quyết số 18-NQ/TN"], None, None),
        (["BỘ A", "THÔNG TƯ", "HƯỚNG DẪN THI HÀNH NGHỊ ĐỊNH", "SỐ 30/1998/NĐ-CP NGÀY 13 THÁNG 5 NĂM 1998"], None, None),
        (
            [
                "NGHỊ ĐỊNH",
                "CỦA CHÍNH PHỦ SỐ 11/2003/NĐ-CP",
                "NGÀY 10 THÁNG 10 NĂM 2003",
                "VỀ THỬ THEO LUẬT SỐ 5/2000/QH10",
            ],
            "11/2003/NĐ-CP",
            date(2003, 10, 10),
        ),
        (["QUỐC HỘI", "Luật số: 41/2024/QH15", "LUẬT", "Thử nghiệm"], "41/2024/QH15", None),
        (["QUY CHẾ", "BẦU CỬ THỬ", "(Ban hành kèm theo Quyết định số 24-QĐ/TN của Ban A)"], "24-QĐ/TN", None),
        (["CHI CỤC DÂN SỐ - TRẺ EM", "Số: 5/QĐ-CCDS", "QUYẾT ĐỊNH", "Về thử"], "5/QĐ-CCDS", None),
        (["A", "Số: 5/QĐ-A", "A, ngày18 tháng11năm 2025", "QUYẾT ĐỊNH", "Về thử"], "5/QĐ-A", date(2025, 11, 18)),
    ],
)
def test_the_number_of_another_document_is_never_the_documents(
    lines: list[str], number: str | None, day: date | None
) -> None:
    head = parse_head([Paragraph(line) for line in [*lines, *ATTACHED]])
    assert (head.number, head.issued) == (number, day)


def test_titles_go_on_over_the_name_of_another_document() -> None:
    told = ["NGHỊ QUYẾT", "Về việc ghi nhận thời gian thử của người đã thử trước ngày", "Luật Thử số 4/2024/QH15 có"]
    head = parse_head([Paragraph(line) for line in ["BỘ A", "Số: 7/2025/TT-BA", *told, *ATTACHED]])
    assert head.title.endswith("trước ngày Luật Thử số 4/2024/QH15 có")
    told = ["THÔNG TƯ", "CỦA NGÂN HÀNG A SỐ 01/2010/TT-NHA", "NGÀY 06 THÁNG 01 NĂM 2010", "BÃI BỎ VÀ SỬA ĐỔI, BỔ SUNG"]
    head = parse_head([Paragraph(line) for line in [*told, "QUYẾT ĐỊNH SỐ 3/2006/QĐ-NHA", *ATTACHED]])
    assert head.title == "BÃI BỎ VÀ SỬA ĐỔI, BỔ SUNG QUYẾT ĐỊNH SỐ 3/2006/QĐ-NHA"
    assert (head.issuer, head.number, head.issued) == ("NGÂN HÀNG A", "01/2010/TT-NHA", date(2010, 1, 6))
    twice = ["BỘ THỬ NGHIỆM", "BỘ THỬ", "NGHIỆM", "Số: 5/TT-BTN", "THÔNG TƯ", "Về thử", *ATTACHED]
    assert parse_head([Paragraph(line) for line in twice]).issuer == "BỘ THỬ NGHIỆM"


@pytest.mark.parametrize(
    ("text", "numbers", "parts"),
    [
        (
            "Bãi bỏ toàn bộ 02 văn bản quy phạm pháp luật do Bộ trưởng ban hành sau đây:\n1. Thông tư số 1/2020/TT-BA "
            "hướng dẫn Nghị định số 9/2019/NĐ-CP.\n2. Thông tư số 2/2020/TT-BA về thử tại Nghị định số 8/2019/NĐ-CP.\n"
            "Điều 2. Hiệu lực\n1. Thông tư số 7/2018/TT-BA còn dùng.",
            ("1/2020/TT-BA", "2/2020/TT-BA"),
            (),
        ),
        (
            "2. Bãi bỏ:\na) Khoản 2, khoản 3 Điều 2 và khoản 1 Điều 3 Quyết định số 3/QĐ-BA ngày 5/5/2021;\n"
            "b) Điều 1 Thông tư số 2/2020/TT-BA.",
            (),
            ("3/QĐ-BA", "2/2020/TT-BA"),
        ),
        (
            "Quyết định có hiệu lực từ ngày ký, đồng thời thay thế các quyết định: Quyết định 35/QĐ-BT về việc lập tổ, "
            "Quyết định số 80/QĐ-BT về thử và Quyết định số 19/QĐ-BT về sửa đổi, bổ sung Quyết định số 80/QĐ-BT.",
            ("35/QĐ-BT", "80/QĐ-BT", "19/QĐ-BT"),
            (),
        ),
        (
            "Bãi bỏ các văn bản sau đây:\nThông tư số 1/2020/TT-BA về thử;\nQuyết định số 3/QĐ-BA về việc khác.\n"
            "Quyết định số 9/QĐ-BA vẫn áp dụng.",
            ("1/2020/TT-BA", "3/QĐ-BA"),
            (),
        ),
        (
            "Các văn bản sau đây hết hiệu lực kể từ ngày Thông tư này có hiệu lực:\na) Thông tư số 1/2020/TT-BA;\n"
            "b) Các nội dung khác tại Quyết định số 3/QĐ-BA vẫn có hiệu lực.",
            ("1/2020/TT-BA",),
            (),
        ),
        ("Bãi bỏ một phần các văn bản sau:\n1. Thông tư số 1/2020/TT-BA: Điều 3.", (), ("1/2020/TT-BA",)),
        ("Thông tư này có hiệu lực từ nay và thay thế:\na) Thông tư số 1/2020/TT-BA.", ("1/2020/TT-BA",), ()),
        (
            "Điều 1. Bãi bỏ 3 văn bản theo Danh mục ban hành kèm theo Quyết định này.\nDANH MỤC\nVĂN BẢN BỊ BÃI BỎ\n"
            "STT | Số, ký hiệu | Trích yếu\n1 | Thông tư số 1/2020/TT-BA | Hướng dẫn Nghị định số 9/2019/NĐ-CP\n"
            "2 | 2/2020/TT-BA ngày 1/2/2020 | Về thử\nII. BÃI BỎ MỘT PHẦN\n3 | Quyết định số 3/QĐ-BA | Điều 5",
            ("1/2020/TT-BA", "2/2020/TT-BA"),
            ("3/QĐ-BA",),
        ),
        (
            "Bãi bỏ cụm từ “thử” tại Điều 1 Thông tư số 1/2020/TT-BA và Thông tư số 2/2020/TT-BA.",
            (),
            ("1/2020/TT-BA", "2/2020/TT-BA"),
        ),
        ("Bãi bỏ nội dung về phí tại Quyết định số 3/QĐ-BA và Quyết định số 4/QĐ-BA.", (), ("3/QĐ-BA", "4/QĐ-BA")),
    ],
)
def test_r17_lists_of_what_ends(text: str, numbers: tuple[str, ...], parts: tuple[str, ...]) -> None:
    found = effects(text)
    assert tuple(number for effect in found for number in effect.numbers) == numbers
    assert tuple(number for effect in found for number in effect.parts) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Thông tư số 1/2020/TT-BA bãi bỏ Thông tư số 2/2020/TT-BA;",
        "Căn cứ Nghị định này, Ủy ban nhân dân tỉnh ban hành Quyết định thay thế Quyết định số 3/QĐ-BA.",
        "Đề nghị Chính phủ bãi bỏ Nghị định số 5/2010/NĐ-CP.",
        "Bộ Thử có trách nhiệm rà soát, bãi bỏ Thông tư số 1/2020/TT-BA.",
        "Ngày 5/6/2020, Bộ Thử ban hành Thông tư số 1/2020/TT-BA bãi bỏ các văn bản sau:\n1. Thông tư số 2/2020/TT-BA.",
        "Thông tư số 1/2020/TT-BA bãi bỏ Thông tư số 2/2020/TT-BA.",
        "Trình Chính phủ ban hành Nghị định bãi bỏ Nghị định số 5/2010/NĐ-CP.",
        "Dự thảo Thông tư thay thế Thông tư số 1/2020/TT-BA.",
        "Quyết định này được thay thế bởi Quyết định số 3/QĐ-BA.",
        "Thay thế:\na) Cụm từ “A” bằng cụm từ “B” tại khoản 1 Điều 3 Thông tư số 1/2020/TT-BA;",
        "Thay thế cụm từ “A” bằng “B” tại các Thông tư sau:\na) Thông tư số 1/2020/TT-BA.",
        "Công bố Danh mục văn bản bị bãi bỏ kèm theo Quyết định này.\nDANH MỤC VĂN BẢN BÃI BỎ\n1 | Luật số 1/2020/QH14",
        "Công bố Danh mục văn bản hết hiệu lực năm 2024.\nDANH MỤC VĂN BẢN HẾT HIỆU LỰC\n1 | Thông tư số 1/2020/TT-BA",
        "Sửa đổi Điều 9 như sau:\n“Điều 9. Hiệu lực\n1. Bãi bỏ Thông tư số 1/2020/TT-BA.\n2. Việc khác.”.",
        "Sửa đổi khoản 2 như sau: “2. Nghị định này thay thế Nghị định số 5/2010/NĐ-CP.”.",
        "Các văn bản đã bị bãi bỏ gồm:\n1. Thông tư số 1/2020/TT-BA;",
        "Việc sửa đổi, bãi bỏ Quy chế số 3/QC-BA do Bộ trưởng quyết định.",
        "Trường hợp Thông tư số 1/2020/TT-BA hết hiệu lực thì áp dụng Thông tư số 2/2020/TT-BA.",
        "Thực hiện Nghị quyết số 5-NQ/TN về việc bãi bỏ Chỉ thị số 6-CT/TN.",
        "Chương trình công tác: ban hành Quyết định bãi bỏ Quyết định số 3/QĐ-BA trong quý II.",
    ],
)
def test_r17_what_others_did_or_will_do_ends_nothing(text: str) -> None:
    assert effects(text) == ()


def test_own_end() -> None:
    found = own_end("2. Nghị quyết này hết hiệu lực kể từ ngày 01 tháng 3 năm 2027.")
    assert found is not None
    assert (found.day, found.sure) == (date(2027, 3, 1), True)
    found = own_end("Nghị định này hết hiệu lực từ ngày 01/3/2027, trừ các trường hợp sau:")
    assert found is not None
    assert not found.sure
    found = own_end("Quy định này có hiệu lực từ ngày 01/3/2025 đến hết ngày 31/12/2026.")
    assert found is not None
    assert found.day == date(2027, 1, 1)
    for text in (
        "Kể từ ngày Nghị định này có hiệu lực, Nghị định số 5/2010/NĐ-CP hết hiệu lực từ ngày 01/3/2027.",
        "Sửa đổi khoản 2 như sau: “2. Nghị định này hết hiệu lực từ ngày 01/3/2027.”",
        "Quy định này có hiệu lực từ ngày 01/3/2025. Hồ sơ nhận đến hết ngày 31/12/2026.",
        "Nghị quyết số 5-NQ/TN hết hiệu lực từ ngày 01/3/2027.",
    ):
        assert own_end(text) is None, text
