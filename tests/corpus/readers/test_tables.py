"""Tables: a row below the head carries the whole head, whatever cells are merged."""

from typing import Any

from corpus.ingest.reading import read
from corpus.readers.tables import table_lines
from corpus.structure.extract import Extract, Paragraph
from corpus.structure.repair import repair
from corpus.structure.tree import structure
from tests.corpus.ingest_samples import docx_bytes

HEAD = "TT | Đơn vị | Số đại biểu: ít nhất | Số đại biểu: nhiều nhất"
ROWS = ["1 | Xã thí điểm | 100 | 160", "2 | Xã thí điểm | 150 | 235"]


def cited(found: Extract) -> list[tuple[str, tuple[str, ...]]]:
    """Text and trail of each row as it is cited."""
    paragraphs, _ = repair(found)
    provisions = structure((Paragraph("1. Số lượng như sau:"), *paragraphs), "van-ban", 0).provisions
    return [(item.text, item.trail[1:]) for item in provisions[1:]]


def test_html_head_of_two_rows_and_a_cell_over_two_rows() -> None:
    page = (
        "<table><tr><td rowspan=2>TT</td><td rowspan=2>Đơn vị</td><td colspan=2>Số đại biểu</td></tr>"
        "<tr><td>ít nhất</td><td>nhiều nhất</td></tr>"
        "<tr><td>1</td><td rowspan='2'>Xã thí điểm</td><td>100</td><td>160</td></tr>"
        "<tr><td>2</td><td>150</td><td>235</td></tr></table>"
    )
    rows = cited(read(page.encode(), "a.html"))
    assert rows[:2] == [
        ("TT | Đơn vị | Số đại biểu", ()),
        ("TT | Đơn vị | ít nhất | nhiều nhất", ()),
    ]
    assert rows[2:] == [(text, (HEAD,)) for text in ROWS]


def test_html_head_rows_that_the_page_names() -> None:
    page = (
        "<table><thead><tr><th>Cấp</th><th>Số</th></tr><tr><th>(1)</th><th>(2)</th></tr></thead>"
        "<tbody><tr><td>Xã</td><td>15</td></tr></tbody></table>"
    )
    assert cited(read(page.encode(), "a.html"))[2] == ("Xã | 15", ("Cấp: (1) | Số: (2)",))


def test_docx_merged_cells_say_what_they_say_in_every_row_they_reach() -> None:
    def build(document: Any) -> None:
        table = document.add_table(rows=4, cols=4)
        for (row, column), text in {
            (0, 0): "TT", (0, 1): "Đơn vị", (0, 2): "Số đại biểu", (1, 2): "ít nhất", (1, 3): "nhiều nhất",
            (2, 0): "1", (2, 1): "Xã thí điểm", (2, 2): "100", (2, 3): "160", (3, 0): "2", (3, 2): "150", (3, 3): "235",
        }.items():  # fmt: skip
            table.cell(row, column).text = text
        for first, last in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((2, 1), (3, 1))):
            table.cell(*first).merge(table.cell(*last))

    rows = cited(read(docx_bytes(build), "a.docx"))
    assert rows[2:] == [(text, (HEAD,)) for text in ROWS]


def test_a_title_over_the_table_stands_before_its_columns() -> None:
    spans = [[(2, 1)], [(1, 1), (1, 1)], [(1, 1), (1, 1)]]
    lines = table_lines([[["Số đại biểu"]], [["Cấp"], ["Số"]], [["Xã"], ["15"]]], 1, spans)
    assert [line.head for line in lines] == ["", "", "Số đại biểu: Cấp | Số"]


def test_a_long_merged_cell_is_not_repeated_and_wild_spans_do_no_harm() -> None:
    long = "Nội dung dài. " * 20
    lines = table_lines(
        [[["A"], ["B"]], [[long], ["1"]], [["2"]]], 1, [[(9999, 9999), (1, 1)], [(1, 9999), (1, 1)], [(1, 1)]]
    )
    assert [line.text.count("Nội dung dài.") for line in lines] == [0, 20, 0]
    assert lines[2].text.endswith("2")
