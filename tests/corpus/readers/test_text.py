"""Plain text: two columns of a head or a signature, page numbers, broken headings."""

from __future__ import annotations

from corpus.readers.text import read_text

HEAD = (
    "   SỞ THỬ NGHIỆM                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "   ĐOÀN KIỂM TRA                    Độc lập - Tự do - Hạnh phúc\n"
    "  THEO QUYẾT ĐỊNH\n"
    "   SỐ 10/QĐ-STN                  A, ngày 10 tháng 3 năm 2026\n\n"
    "     Số: 11/KH-ĐKT\n\n"
    "                               KẾ HOẠCH\n"
    "            Kiểm tra việc thử\n\n"
)


def read(text: str, *, markdown: bool = False) -> list[str]:
    return [line.text for line in read_text(text.encode(), markdown=markdown).lines]


def test_the_columns_of_a_head_stand_one_below_the_other() -> None:
    found = read(HEAD + "1. Việc một\n2. Việc hai\n")
    assert found[:4] == ["SỞ THỬ NGHIỆM", "ĐOÀN KIỂM TRA", "THEO QUYẾT ĐỊNH", "SỐ 10/QĐ-STN"]
    assert found[6:10] == ["A, ngày 10 tháng 3 năm 2026", "Số: 11/KH-ĐKT", "KẾ HOẠCH", "Kiểm tra việc thử"]


def test_recipients_beside_a_signature_do_not_join_the_last_rule() -> None:
    found = read(
        HEAD + "6. Phối hợp./.\nNơi nhận:                     T/M. ĐOÀN KIỂM TRA\n- Lưu.            TRƯỞNG ĐOÀN\n"
    )
    assert found[-5:] == ["6. Phối hợp./.", "Nơi nhận:", "- Lưu.", "T/M. ĐOÀN KIỂM TRA", "TRƯỞNG ĐOÀN"]


def test_page_numbers_go_and_figures_of_a_list_stay() -> None:
    page = "\n".join(f"Dòng thứ {number} của trang." for number in range(30))
    blanks = " " * 40
    found = read(f"{page}\n{blanks}2\n{page}\n{blanks}3\n{page}\n")
    assert not any(line.endswith((" 2", " 3")) or line in ("2", "3") for line in found)
    assert read("Danh sách\n\n1\n\nÔng A\n\n2\n\nÔng B\n\n3\n\nÔng C\n") == [
        *("Danh sách", "1", "Ông A", "2", "Ông B", "3", "Ông C")
    ]


def test_a_heading_cut_behind_its_word_is_one_line() -> None:
    text = "**Điều\n1. Phạm vi điều chỉnh, đối tượng**\n1. Quy định này quy định việc thử ở nơi đây và\nnơi kia.\n"
    assert read(text, markdown=True) == [
        "Điều 1. Phạm vi điều chỉnh, đối tượng",
        "1. Quy định này quy định việc thử ở nơi đây và nơi kia.",
    ]
