"""Passages partition provisions; their context says where they stand."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.core.model import Document, Kind, Provision, Record, TextKind, Unit, Validity
from indexing.chunk import context_of, estimate_tokens, lead_in, passages, split

RECORD = Record("qd-1", "1-QĐ/HT", Kind.REGULATION, "Hội thử", date(2025, 1, 1), "Quy định thử", Validity())
vietnamese = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạớ ,.;:\n%2/3–)") | st.characters(), max_size=1500
)


def document(*texts: tuple[str, str], citable: bool = True) -> Document:
    """A document whose provisions hang under one another in order."""
    whole, made = "", []
    for path, text in texts:
        parent = made[-1].id if made else None
        made.append(
            Provision(
                id=f"qd-1/{path}",
                document_id="qd-1",
                path=path,
                label=f"Điều {path}",
                unit=Unit.CLAUSE,
                text=text,
                start=len(whole),
                end=len(whole) + len(text),
                heading=f"Tiêu đề {path}",
                trail=("Chương I",),
                parent=parent,
                citable=citable,
            )
        )
        whole += text
    return Document("qd-1", RECORD, TextKind.OFFICIAL, whole, tuple(made))


@given(vietnamese, st.integers(5, 120))
def test_pieces_give_the_text_back(text: str, bound: int) -> None:
    spans = split(text, bound)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)


@given(st.lists(st.text(st.sampled_from("abcdeghộiđại"), min_size=1, max_size=7), min_size=1, max_size=300))
def test_pieces_keep_to_the_bound(words: list[str]) -> None:
    text = " ".join(words)
    assert all(estimate_tokens(text[start:end]) <= 40 for start, end in split(text, 40))


def test_cuts_fall_after_sentences() -> None:
    text = "Câu thứ nhất nói về phiếu bầu. " * 30
    pieces = [text[start:end] for start, end in split(text, 60)]
    assert len(pieces) > 5
    assert all(piece.strip().endswith(".") for piece in pieces)


def test_a_word_without_spaces_is_cut_too() -> None:
    spans = split("x" * 50_000, 100)
    assert len(spans) > 10
    assert spans[-1][1] == 50_000


def test_a_child_carries_its_parents_lead_in() -> None:
    made = document(("1", "Chi ủy có các nhiệm vụ sau đây:"), ("2", "a) chuẩn bị đại hội"))
    found = list(passages([made], 400))
    assert [passage.text for passage in found] == ["Chi ủy có các nhiệm vụ sau đây:", "a) chuẩn bị đại hội"]
    assert "Chi ủy có các nhiệm vụ sau đây:" in found[1].context
    assert "Chi ủy có các nhiệm vụ" not in found[0].context
    assert found[1].context.splitlines()[:3] == ["1-QĐ/HT", "Chương I", "Tiêu đề 2"]
    assert found[1].heading == "Tiêu đề 2"


def test_only_citable_provisions_with_text_are_indexed() -> None:
    assert list(passages([document(("1", "Có chữ"), citable=False)], 400)) == []
    assert list(passages([document(("1", " \n"))], 400)) == []


def test_a_long_provision_has_several_passages_with_one_context() -> None:
    text = "Đại biểu nhận phiếu và bỏ phiếu kín theo danh sách. " * 60
    found = list(passages([document(("1", text))], 128))
    assert "".join(passage.text for passage in found) == text
    assert len({passage.context for passage in found}) == 1


def test_context_says_nothing_twice() -> None:
    made = document(("1", "Một."))
    (alone,) = made.provisions
    assert context_of(replace(alone, heading="Chương I"), made, {}) == "1-QĐ/HT\nChương I"
    assert context_of(replace(alone, heading="", trail=()), made, {}) == "1-QĐ/HT"


def test_lead_in_prefers_the_sentence_that_ends_with_a_colon() -> None:
    assert lead_in("Đại hội bầu cấp ủy. Trình tự như sau:") == "Trình tự như sau:"
    assert lead_in("Đại hội bầu cấp ủy. Cấp ủy bầu bí thư.") == "Đại hội bầu cấp ủy."
    assert lead_in("  ") == ""
    assert len(lead_in("rất dài " * 200)) <= 240


def test_an_everyday_question_is_a_passage_of_its_own() -> None:
    whole = document(("1", "Phiếu bầu lưu 6 tháng."))
    asked = replace(whole, provisions=(replace(whole.provisions[0], asked_as=("Cất phiếu mấy tháng?",)),))
    text, question = passages([asked], 400)
    assert text.text == "Phiếu bầu lưu 6 tháng."
    assert (question.start, question.end, question.text) == (0, 0, "")
    assert question.context == question.heading == "Cất phiếu mấy tháng?"
