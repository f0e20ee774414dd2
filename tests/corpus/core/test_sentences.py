"""Sentences of provisions: markers left out, article numbers not taken for ends, nothing invented."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.core.sentences import body_start, sentences


def texts(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_the_marker_is_no_sentence() -> None:
    assert texts("11.4.2. Việc này do cấp ủy quyết định. Trường hợp khác thì thôi.") == [
        "Việc này do cấp ủy quyết định.",
        "Trường hợp khác thì thôi.",
    ]
    assert texts("a) Không đủ số lượng.") == ["Không đủ số lượng."]
    assert body_start("Điều 5. Nội dung") == len("Điều 5. ")


def test_article_numbers_do_not_end_a_sentence() -> None:
    assert texts("Thực hiện theo Điều 11. Điều lệ Đảng quy định.") == ["Thực hiện theo Điều 11. Điều lệ Đảng quy định."]


def test_line_breaks_and_semicolons_end_one() -> None:
    assert texts("Một việc; hai việc\nBa việc.") == ["Một việc;", "hai việc", "Ba việc."]


@given(st.text(alphabet="aăđếu ĐA.;:!?\n0123456789)-", max_size=120))
def test_spans_are_in_order_and_hold_all_words(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    covered = {at for a, b in spans for at in range(a, b)}
    lost = [at for at in range(body_start(text), len(text)) if text[at].isalpha() and at not in covered]
    beside = "".join(text[max(at - 1, body_start(text)) : at] + text[at + 1 : at + 2] for at in lost)
    assert not any(c.isalpha() for c in beside), "only a letter that stands alone between two ends is dropped"
