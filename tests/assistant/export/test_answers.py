"""An answer as a paper: question, claims, quotes, state and day as everywhere else, nothing of its own."""

from __future__ import annotations

import io

from docx import Document

from assistant.export.answers import Exported, paper_of
from assistant.export.blocks import TextLine, Title
from assistant.export.word import write
from assistant.output.render import cited_text, layout
from tests.fakes import BALLOTS, QUORUM, answered, refused, small_registry


def test_an_answer_is_written_with_everything_that_is_shown_elsewhere() -> None:
    answer = answered(small_registry(), "Khi nào đại hội hợp lệ?")
    paper = paper_of([Exported(answer, "ab" * 32, "http://tro-ly.test/hoi?cau=x")])
    words = [piece.text for piece in paper.pieces if isinstance(piece, TextLine | Title)]
    for block in layout(answer):
        if block.kind == "fold":  # nothing opens on paper
            assert block.text not in words
            assert "Chi tiết" in words
            continue
        assert any(block.text in text for text in words), block
    text = "\n".join(words)
    assert QUORUM in text
    assert "Khi nào đại hội hợp lệ?" in text
    assert text.count("Ngày áp dụng") == 1
    assert "22/11/2026" in text
    assert "ab" * 32 in text
    assert "http://tro-ly.test/hoi?cau=x" in text
    opened = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(write(paper))).paragraphs)
    assert BALLOTS.split("\n")[1] in opened  # <b> of a regulation stays words


def test_a_conversation_keeps_its_order_and_tells_refusals() -> None:
    registry = small_registry()
    paper = paper_of([Exported(answered(registry, "Câu một?")), Exported(refused("Câu hai?"))])
    titles = [piece.text for piece in paper.pieces if isinstance(piece, Title) and piece.level == 2]
    assert titles == ["Câu hỏi 1", "Câu hỏi 2"]
    assert any("Chưa có căn cứ để trả lời." in piece.text for piece in paper.pieces if isinstance(piece, TextLine))


def test_text_to_paste_has_the_question_the_basis_and_the_disclosure() -> None:
    answer = answered(small_registry(), "Khi nào đại hội hợp lệ?")
    text = cited_text(answer, "http://tro-ly.test/hoi?cau=x")
    assert text.startswith("Hỏi: Khi nào đại hội hợp lệ?\n\n")
    assert QUORUM in text
    assert "[1] Điều 11 khoản 6 – Điều lệ thử; hiệu lực từ 19/01/2011" in text
    assert "văn bản gốc của Đảng có giá trị quyết định" in text
    assert text.endswith("Xem lại: http://tro-ly.test/hoi?cau=x\n")
