"""Structure: labels and paths of every style, what stays text, and the coverage of the whole text."""

from __future__ import annotations

import string
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.core.model import Provision, Unit
from corpus.head.header import parse_head
from corpus.structure.extract import LineKind, Paragraph
from corpus.structure.markers import ALPHABET, follows, point_number, read_marker, roman
from corpus.structure.tree import Structured, structure
from tests.corpus.ingest_samples import ARTICLES, DECIMAL, lines


def build(text: str, *, head: bool = True) -> Structured:
    paragraphs = [Paragraph(line) for line in lines(text)]
    return structure(paragraphs, "van-ban", parse_head(paragraphs).end if head else 0)


def by_path(text: str, *, head: bool = True) -> dict[str, Provision]:
    return {provision.path: provision for provision in build(text, head=head).provisions}


def body(text: str) -> dict[str, str]:
    """Label of each path of a body without a head."""
    return {path: provision.label for path, provision in by_path(text, head=False).items()}


def test_decimal_document_has_the_labels_people_write() -> None:
    found = by_path(DECIMAL)
    labels = {path: provision.label for path, provision in found.items()}
    assert labels["1.1.2"] == "1.1.2"
    assert labels["2.1.a"] == "2.1 điểm a"
    assert labels["2.1.p2"] == "2.1 (đoạn 2)"
    assert labels["2.2.g2"] == "2.2 gạch đầu dòng 2"
    assert labels["ket.p1"] == "Phần kết (đoạn 1)"
    assert found["1.1.1"].text == "1.1.1. Người thử phải đủ 3 lần thử."
    assert found["1.1.1"].trail == ("1. Điều 9 (Khoản 2): Việc thử thứ nhất", "1.1. Về cách thử.")
    assert found["1.1.1"].parent == "van-ban/1.1"
    assert found["2.1"].heading == "(Khoản 5): Không được thử trong các trường hợp sau"


def test_a_figure_at_the_start_of_a_paragraph_is_not_a_label() -> None:
    found = by_path(DECIMAL)
    assert found["1.2"].text.endswith("\n30 ngày là thời hạn chung của mọi lần thử.")
    assert body("1. Việc đầu\n1.000 đảng viên trở lên thì lập đảng bộ.") == {"1": "1"}


def test_head_recipients_and_signature_are_not_citable() -> None:
    found = by_path(DECIMAL)
    assert [path for path, provision in found.items() if not provision.citable] == ["dau", "noi-nhan"]
    assert found["dau"].text.startswith("BAN CHẤP HÀNH THỬ NGHIỆM\n")
    assert found["noi-nhan"].unit is Unit.CLOSING


def test_articles_chapters_and_annexes() -> None:
    found = by_path(ARTICLES)
    labels = {path: provision.label for path, provision in found.items()}
    assert labels["d2.k1.đ"] == "Điều 2 khoản 1 điểm đ"
    assert labels["d2.k2"] == "Điều 2 khoản 2"
    assert labels["pl1.2"] == "Phụ lục I, mục 2"
    assert found["d1"].text == "Điều 1. Phạm vi\nNghị định này quy định việc thử."
    assert found["d1"].heading == "Phạm vi"
    assert found["d1"].trail == ("Chương I: QUY ĐỊNH CHUNG",)
    assert not found["c1"].citable
    assert found["c1"].heading == "QUY ĐỊNH CHUNG"


def test_roman_sections_with_numbers_decimals_and_dashes() -> None:
    text = (
        "I. Về một việc\n1. Nguyên tắc:\n1.1. Điểm đầu.\n- Ý một.\n+ Ý con.\n1.2. Điểm sau.\n"
        "II- Việc khác\n1- Nội dung."
    )
    assert body(text) == {
        "I": "Mục I",
        "I.1": "Mục I.1",
        "I.1.1": "Mục I.1.1",
        "I.1.1.g1": "Mục I.1.1 gạch đầu dòng 1",
        "I.1.1.g1.c1": "Mục I.1.1 gạch đầu dòng 1 dấu cộng 1",
        "I.1.2": "Mục I.1.2",
        "II": "Mục II",
        "II.1": "Mục II.1",
    }


def test_points_under_a_numbered_section() -> None:
    assert body("I. Một\n1. Hai:\na) Ba;\nb) Bốn.")["I.1.a"] == "Mục I.1 điểm a"


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Điều 3.\nNgười thử có quyền:\n1. Thử.\n2. Dừng.\nNgười dự bị không có quyền ấy.", "d3.p2"),
        ("Điều 4.\n1. Việc đầu.\nViệc ấy nói thêm.\n2. Việc sau.", "d4.k1"),
        ("Điều 5.\n1. Việc đầu.\n2. Việc sau.\nViệc sau nói thêm.", "d5.k2"),
        ("Điều 6.\n1. Gồm:\na) Một.\nMột nói thêm.\nb) Hai.", "d6.k1.a"),
        ("Điều 7.\n1. Gồm:\na) Một.\nb) Hai.\nCả hai đều cần.\n2. Khác.", "d7.k1.p2"),
    ],
)
def test_unlabelled_paragraphs_belong_where_a_reader_puts_them(text: str, holder: str) -> None:
    wanted = next(line for line in lines(text) if "nói thêm" in line or "dự bị" in line or "đều cần" in line)
    assert [path for path, item in by_path(text, head=False).items() if wanted in item.text] == [holder]


def test_quoted_articles_of_an_amending_law_open_nothing() -> None:
    text = (
        "Điều 1. Sửa đổi\n1. Sửa đổi Điều 9 như sau:\n“Điều 9. Tên mới\n1. Khoản mới.\n2. Khoản nữa.”.\n"
        "2. Bãi bỏ Điều 10."
    )
    assert list(body(text)) == ["d1", "d1.k1", "d1.k1.p2", "d1.k1.p3", "d1.k1.p4", "d1.k2"]


def test_numbering_starts_again_in_an_attached_regulation() -> None:
    text = (
        "Điều 1. Ban hành quy chế.\nĐiều 2. Hiệu lực.\nNơi nhận:\n- Lưu.\nQUY CHẾ\nTHỬ\n"
        "(Ban hành kèm theo Quyết định số 5/QĐ-TN)\nĐiều 1. Phạm vi quy chế.\nĐiều 2. Đối tượng."
    )
    labels = body(text)
    assert labels["d2"] == "Điều 2"
    assert labels["kt1.d2"] == "Quy chế kèm theo, Điều 2"


def test_table_rows_are_units_that_know_their_header() -> None:
    rows = [Paragraph(text, kind=LineKind.ROW, block=4) for text in ("Cấp | Số lượng", "Xã | 15", "Tỉnh | 50")]
    found = structure([Paragraph("1. Số lượng như sau:"), *rows], "van-ban", 0).provisions
    assert [item.label for item in found] == ["1", "1, bảng 1, hàng 1", "1, bảng 1, hàng 2", "1, bảng 1, hàng 3"]
    assert found[2].trail == ("1. Số lượng như sau:", "Cấp | Số lượng")
    assert found[2].unit is Unit.TABLE


def test_unknown_structure_becomes_paragraphs_with_a_warning() -> None:
    built = build("Một câu chuyện thường.\nCâu thứ hai của chuyện.\nCâu thứ ba.", head=False)
    assert [item.label for item in built.provisions] == ["Đoạn 1", "Đoạn 2", "Đoạn 3"]
    assert "structure.unknown" in {defect.code for defect in built.defects}


def test_doubtful_numbers_are_reported() -> None:
    built = build("1. Một.\n2. Hai.\n5. Năm.\n99. Xa.", head=False)
    codes = {defect.code: defect.places for defect in built.defects}
    assert codes["structure.gap"] == ("5. Năm.",)
    assert codes["structure.out_of_sequence"] == ("99. Xa.",)


def test_after_a_lost_page_numbers_keep_their_own_names() -> None:
    built = build("2. Hai.\n2.1. Hai một.\n11.3.1. Sau trang mất.\n11.3.2. Tiếp.\n11.4. Nữa.\n1.500 Đồng.", head=False)
    assert [item.label for item in built.provisions] == ["2", "2.1", "11.3.1", "11.3.2", "11.4"]
    assert "structure.gap" in {defect.code for defect in built.defects}


def test_long_unlabelled_text_never_becomes_one_giant_unit() -> None:
    text = "1. Việc\n" + "\n".join(f"Câu thứ {'x' * 300} {i}." for i in range(40))
    assert max(len(item.text) for item in build(text, head=False).provisions) < 2600


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Điều 5a. Tên", "5a"),
        ("Mục 2.1 của Quy định này nói khác", None),
        ("mục 3. thường", None),
        ("Điều này không có số", None),
        ("10.4.3 Các tổ chức", "10.4.3"),
        ("7/ Việc", "7"),
        ("đ) Việc", "đ"),
        ("Mẫu số 01/HĐBC-QH", "01/HĐBC-QH"),
        ("24 tháng so với thời gian", None),
        ("-----", None),
    ],
)
def test_markers(text: str, written: str | None) -> None:
    marker = read_marker(text)
    assert (marker.written if marker else None) == written


def test_roman_numerals_and_point_letters() -> None:
    assert [roman(text) for text in ("I", "iv", "IX", "XIV", "XL", "IIII", "VX", "")] == [
        1,
        4,
        9,
        14,
        40,
        None,
        None,
        None,
    ]
    official = [point_number(letter) for letter in "abcdđeghiklmnopqrstuvxy"]
    places = [place for place in official if place is not None]
    assert len(places) == len(official)
    assert all(follows(a, b) for a, b in pairwise(places))
    assert not follows(places[0], places[2])
    assert not follows(places[2], places[0])
    assert len(ALPHABET) == 27


def test_an_introduction_does_not_swallow_the_numbering_after_it() -> None:
    found = body("I. CÁCH THỬ\nCách thử làm như sau:\n1. Việc đầu\n1.1. Nơi thử\n- Họp.\n2. Việc sau")
    assert found["I.1.1.g1"] == "Mục I.1.1 gạch đầu dòng 1"
    assert found["I.2"] == "Mục I.2"
    found = body("I. CÁCH THỬ\nNơi thử làm như sau:\n- Họp;\n- Ghi.\nII. KHÁC")
    assert [path for path in found if "g" in path] == ["I.g1", "I.g2"]


def test_a_reference_wrapped_onto_the_next_line_is_no_article() -> None:
    found = by_path("1. Điều kiện\n1.1. Theo các Khoản 1, 2, 3,\nĐiều 4 Điều lệ Thử.\n1.2. Nơi thử", head=False)
    assert found["1.1"].text.endswith("\nĐiều 4 Điều lệ Thử.")
    assert list(found) == ["1", "1.1", "1.2"]


def test_an_article_whose_line_ends_with_another_article_is_whole() -> None:
    found = by_path("Điều 1. Bãi bỏ khoản 5 của Điều 12\nĐiều 2. Sửa đổi Điều 19\nLời thử.", head=False)
    assert list(found) == ["d1", "d2"]


def test_numbers_that_run_on_over_the_sections_keep_their_section() -> None:
    text = "I. PHẦN ĐẦU\n1. Một\n2. Hai\nII. PHẦN SAU\n3. Ba\n3.1. Ba một\n4. Bốn\nIII. PHẦN CUỐI\n5. Năm"
    labels = body(text)
    assert [path for path in labels if "." in path] == ["I.1", "I.2", "II.3", "II.3.1", "II.4", "III.5"]
    assert "II.9" not in body("I. PHẦN ĐẦU\n1. Một\nII. PHẦN SAU\n9. Chín")


def test_an_outline_that_an_article_announces_stands_inside_it() -> None:
    found = body(
        "Điều 1. Phê duyệt Đề án thử với nội dung sau:\nI. QUAN ĐIỂM\n1. Một\nII. MỤC TIÊU\n1. Hai\nĐiều 2. Hết"
    )
    assert list(found) == ["d1", "d1.I", "d1.I.1", "d1.II", "d1.II.1", "d2"]
    assert found["d1.II.1"] == "Điều 1, mục II.1"


def test_numbering_that_starts_again_below_a_heading_opens_a_branch() -> None:
    steps = "BƯỚC MỘT\nTHỬ LẦN ĐẦU\n(Trong tháng 1)\nA. NƠI THỬ\n1. Một\nBƯỚC HAI\nTHỬ LẦN SAU\nA. NƠI THỬ\n1. Hai"
    found = body(steps)
    assert (found["buoc1.A.1"], found["buoc2.A.1"]) == ("Bước một, mục A.1", "Bước hai, mục A.1")
    found = body("I. MỘT\n1. Đầu.\n2. Cuối.\nNỘI DUNG THỬ:\n1. Lại.\n2. Nữa.\nII. HAI")
    assert found["I.t1.2"] == "Mục I, phần “NỘI DUNG THỬ”, mục 2"
    assert found["II"] == "Mục II"
    built = build("I. MỘT\n1. Đầu.\nII. HAI\n1. Giữa.\nII. BA\n1. Sau.\nIV. BỐN\n1. Cuối.", head=False)
    assert [p.path for p in built.provisions if p.path.endswith(".1")] == ["I.1", "II.1", "II~2.1", "IV.1"]
    assert {defect.code for defect in built.defects} == {"structure.duplicate", "structure.gap"}


def test_every_line_of_a_heading_without_a_marker_is_its_name_and_no_paragraph() -> None:
    text = "I. MỘT\n1. Đầu.\n2. Cuối.\nNỘI DUNG\nTHỬ LẦN SAU\n(Trong tháng 1)\n1. Lại.\nThêm.\n2. Nữa.\nII. HAI"
    found = by_path(text, head=False)
    assert list(found) == ["I", "I.1", "I.2", "I.t1", "I.t1.1", "I.t1.2", "II"]
    assert found["I.t1"].text == "NỘI DUNG\nTHỬ LẦN SAU\n(Trong tháng 1)"
    assert found["I.t1"].heading == "NỘI DUNG THỬ LẦN SAU (Trong tháng 1)"
    assert found["I.t1.1"].text == "1. Lại.\nThêm."
    bold = [Paragraph(line, bold=line in ("Tên", "Tên sau")) for line in ("1. Một.", "Tên", "Tên sau", "1. Lại.")]
    assert [(p.path, p.text) for p in structure(bold, "van-ban", 0).provisions] == [
        ("1", "1. Một."), ("t1", "Tên\nTên sau"), ("t1.1", "1. Lại."),
    ]  # fmt: skip
    assert [(p.path, p.text) for p in structure(HEADINGS, "van-ban", 0).provisions] == [
        ("c1", "Chương I :"), ("c1.bang1.h1", ":"), ("t1", "a\na"), ("t1.c1", "Chương I :"),
    ]  # fmt: skip


def test_a_table_row_or_a_footnote_below_a_heading_is_no_remark_of_its_name() -> None:
    for kind, path in ((LineKind.ROW, "1.bang1.h1"), (LineKind.NOTE, "1.ct1")):
        paragraphs = [Paragraph("1. Một."), Paragraph("TÊN"), Paragraph("(Lời)", kind=kind), Paragraph("1. Lại.")]
        found = {p.path: p.text for p in structure(paragraphs, "van-ban", 0).provisions}
        assert found[path] == "(Lời)"


def test_steps_inside_a_list_need_a_second_one() -> None:
    found = body("1. Cách thử gồm các bước sau:\nBước 1: Hỏi.\n- Ghi.\nBước 2: Đáp.\n2. Khác")
    assert (found["1.buoc1.g1"], found["1.buoc2"]) == ("1, Bước 1 gạch đầu dòng 1", "1, Bước 2")
    assert list(body("1. Cách thử\nBước 1: Hỏi.\n2. Khác")) == ["1", "2"]


def test_inserted_points_stand_beside_or_below_their_point() -> None:
    found = body("Điều 1. Thử\n1. Gồm:\na) Nơi thử:\na1) Trong nhà;\na2) Ngoài trời;\nb) Khác.\nb1) Thêm.")
    assert [found[path] for path in ("d1.k1.a.a1", "d1.k1.a.a2", "d1.k1.b", "d1.k1.b1")] == [
        "Điều 1 khoản 1 điểm a1", "Điều 1 khoản 1 điểm a2", "Điều 1 khoản 1 điểm b", "Điều 1 khoản 1 điểm b1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "Điều 1. Thử\n1. Công thức như sau:\nTrong đó:\na) Một.\nb) Hai.\n2. Sau.",
            {"d1.k1.a": "Điều 1 khoản 1 điểm a", "d1.k1.b": "Điều 1 khoản 1 điểm b", "d1.k2": "Điều 1 khoản 2"},
        ),
        (
            "Điều 1. Thử\n1. Một.\n2. Hai.\n2. Hai nữa.\n3. Ba.",
            {"d1.k2~2": "Điều 1 khoản 2", "d1.k3": "Điều 1 khoản 3"},
        ),
        (
            "Điều 1. Thử\n1. Gồm:\nc) Ba;\nd) Bốn;\nđ) Năm;\nđ) Năm nữa;\n2. Sau.",
            {"d1.k2": "Điều 1 khoản 2"},
        ),
        (
            "I. THỬ\n1. Khai như sau:\n(4) Ngày sinh.\nCác mục từ 5 đến 10: ghi như trên.\n(11) Nghề.\n(12) Ngày vào.",
            {"I.1.n11": "Mục I.1 (11)", "I.1.n12": "Mục I.1 (12)"},
        ),
        (
            "I. THỬ\n1. Việc thử\nThực hiện như sau: a) Chi bộ thử.\nb) Chi bộ xét.\nc) Cấp ủy duyệt.",
            {"I.1.b": "Mục I.1 điểm b", "I.1.c": "Mục I.1 điểm c"},
        ),
        (
            "I. THỬ\n1. Việc thử\n- Tài liệu.\n(1) Lần một: tháng 1.\n(2) Lần hai: tháng 2.\n- Kết quả.",
            {"I.1.g2": "Mục I.1 gạch đầu dòng 2", "I.1.n2": "Mục I.1 (2)"},
        ),
        ("Điều 1. Thử\n1. Một.\n2..Hai là hai.", {"d1.k2": "Điều 1 khoản 2"}),
    ],
)
def test_lists_as_real_files_write_them(text: str, labels: dict[str, str]) -> None:
    found = body(text)
    assert {path: found.get(path) for path in labels} == labels


def test_a_star_heads_the_dashes_below_it() -> None:
    found = body("1. Thử\n* Nơi thử gồm:\n- Nhà.\n- Sân.\n* Lưu ý:\n- Khác.")
    assert found["1.b2.g1"] == "1 chấm đầu dòng 2 gạch đầu dòng 1"


def test_a_footnote_belongs_to_its_place_and_opens_nothing() -> None:
    paragraphs = [
        Paragraph("1. Thử theo luật."),
        Paragraph("[1] 2. Luật nói.", kind=LineKind.NOTE),
        Paragraph("2. Sau."),
    ]
    found = {p.path: p for p in structure(paragraphs, "van-ban", 0).provisions}
    assert found["1.ct1"].label == "1 (chú thích 1)"
    assert found["1.ct1"].parent == "van-ban/1"
    assert found["2"].label == "2"


def test_an_attached_regulation_has_its_whole_title() -> None:
    text = ARTICLES.partition("Phụ lục I")[0] + (
        "QUY ĐỊNH\nVề cách thử,\nnơi thử và\nngười thử\n(Ban hành kèm theo Nghị định số 12/2025/NĐ-CP)\n"
        "Điều 1. Lại từ đầu\n1. Một.\nPHỤ LỤC I\n(Kèm theo Quy định)\nBẢNG\n1. Mục"
    )
    found = by_path(text)
    assert found["kt1"].text.count("\n") == 4
    assert found["kt1.d1.k1"].label == "Quy định kèm theo, Điều 1 khoản 1"
    assert found["kt1.pl1"].text == "PHỤ LỤC I\n(Kèm theo Quy định)\nBẢNG"


MARKERS = [
    "",
    "Chương {r}\n",
    "Điều {n}. ",
    "{n}. ",
    "{n}.{m}. ",
    "{n}.{m}.{n}. ",
    "{a}) ",
    "- ",
    "+ ",
    "({n}) ",
    "{r}. ",
    "“",
]
WORDS = st.text(alphabet=string.ascii_lowercase + "ăâđêôơư .;:”", min_size=1, max_size=40).filter(
    lambda text: text.strip()
)


@st.composite
def documents(draw: st.DrawFn) -> list[Paragraph]:
    paragraphs = []
    for _ in range(draw(st.integers(1, 30))):
        form = draw(st.sampled_from(MARKERS))
        marker = form.format(
            n=draw(st.integers(1, 12)),
            m=draw(st.integers(1, 4)),
            r=draw(st.sampled_from(["I", "II", "III", "IV"])),
            a=draw(st.sampled_from("abcdđeg")),
        )
        kind = draw(st.sampled_from([LineKind.TEXT, LineKind.TEXT, LineKind.TEXT, LineKind.HEADING, LineKind.ROW]))
        text = " ".join((marker + draw(WORDS)).split())
        paragraphs.append(Paragraph(text, kind=kind, bold=draw(st.booleans()), block=draw(st.integers(0, 2))))
    return paragraphs


HEADINGS = [
    Paragraph("Chương I :"),
    Paragraph(":", kind=LineKind.ROW),
    Paragraph("a", bold=True),
    Paragraph("a", kind=LineKind.HEADING),
    Paragraph("Chương I :"),
]
REMARKS = [Paragraph(text) for text in ("1. Một.", "TÊN", "TÊN SAU", "(Kèm lời)", "1. Lại.", "Thêm.")]
TABLED = [
    Paragraph("1. Một."),
    Paragraph("TÊN"),
    Paragraph("(Đồng) | (Ngày)", kind=LineKind.ROW),
    Paragraph("(Chú thích)", kind=LineKind.NOTE),
    Paragraph("1. Lại."),
]


@settings(deadline=None, max_examples=300)
@given(documents(), st.integers(0, 5))
@example(HEADINGS, 0)
@example(REMARKS, 0)
@example(TABLED, 0)
def test_every_character_lies_in_exactly_one_provision(paragraphs: list[Paragraph], head: int) -> None:
    built = structure(paragraphs, "van-ban", min(head, len(paragraphs)))
    position = 0
    for provision in built.provisions:
        assert provision.start >= position
        assert not built.text[position : provision.start].strip()
        assert built.text[provision.start : provision.end] == provision.text
        position = provision.end
    assert not built.text[position:].strip()
    assert built.text == "\n".join(paragraph.text for paragraph in paragraphs)
    ids = [provision.id for provision in built.provisions]
    assert len(ids) == len(set(ids))
    assert {provision.parent for provision in built.provisions} <= {None, *ids}


def test_an_article_that_goes_on_with_the_count_leaves_a_form() -> None:
    text = (
        "Điều 1. Một\nNội dung.\nĐiều 2. Hai\nLập báo cáo theo các mẫu sau:\nMẫu số 01 - Báo cáo A;\n"
        "Mẫu số 02 ban hành kèm theo Thông tư số 5/2013/TT-BA.\nĐiều 3. Ba\nMẫu số 3\nTên đơn vị\nĐiều 4. Bốn\nCuối."
    )
    found = body(text)
    assert {"d1", "d2", "d3", "d4"} <= set(found)
    assert not any(path.startswith(("mau01", "mau02")) for path in found)
    own = body("Điều 1. Một\nMẫu số 1\nQUYẾT ĐỊNH\nĐiều 1. Cử ông A.\nĐiều 2. Thi hành.")
    assert "mau1.d2" in own


def test_the_first_letter_of_an_annexs_title_is_not_its_number() -> None:
    assert "plS" not in body("PHỤ LỤC SỔ GỐC\nNội dung.")
    found = body("PHỤ LỤC I\nMẫu số 1\nTên\nPHỤ LỤC SỔ GỐC CẤP GIẤY\nMẫu số 2\nTên")
    assert {"pl1.mau1", "pl1.mau2"} <= set(found)
    assert {"pl1", "pl2"} <= set(body("PHỤ LỤC I\nMột.\nPHỤ LỤC II\nHai."))


def test_quotations_in_straight_marks_open_nothing() -> None:
    text = 'Điều 1. Sửa đổi Điều 5 như sau:\n"Điều 5. Mới\n1. Một.\nĐiều 6. Thêm\n2. Hai.".\nĐiều 2. Thi hành'
    assert {path for path in body(text) if path.startswith("d") and "." not in path} == {"d1", "d2"}


def test_articles_without_a_space_and_drawn_lines() -> None:
    found = by_path("Điều1. Một\nNội dung.\n* *\n*\n-------\nĐiều 2. Hai\n............\nCuối.", head=False)
    assert set(found) == {"d1", "d2"}
    assert found["d1"].text == "Điều1. Một\nNội dung."
    assert "............" in found["d2"].text
