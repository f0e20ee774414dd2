"""Words are slices of the source, in order, whatever underthesea makes of them."""

import pickle
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.segment import UndertheseaSegmenter, new_placement, read_words

SEGMENTER = UndertheseaSegmenter()
pytestmark = pytest.mark.heavy
PIECES = [
    "Hoà Bình",
    "hòa giải",
    "uỷ ban",
    "Đảng ủy",
    "294-QĐ/TW",
    "10%-15%",
    "19/01/2011",
    "2/3",
    "11.4.2",
    "đại biểu",
]
PIECES += ["\n", "  ", "“", "…", "ð", "a\u0301", "😀", "\x00", "ﬁ", "½", "Điều 5.", "e-mail", "T.Ư"]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map(" ".join) | st.text(max_size=60)


@settings(deadline=None)
@given(texts.map(lambda text: unicodedata.normalize("NFC", text)))
def test_tokens_are_ordered_slices(text: str) -> None:
    position = 0
    for token in SEGMENTER.words(text):
        assert token.text == text[token.start : token.end]
        assert position <= token.start < token.end
        position = token.end


@settings(deadline=None)
@given(st.lists(st.sampled_from(["đại", "hội", "chi", "bộ", "uỷ", "hoà", "bầu", "cử", ",", "."]), max_size=20))
def test_no_syllable_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    kept = "".join(token.text for token in SEGMENTER.words(text)).replace(" ", "")
    assert kept == text.replace(" ", "")


@given(st.text())
def test_moving_tone_marks_keeps_every_offset(text: str) -> None:
    assert len(new_placement(text)) == len(text)


@pytest.mark.parametrize(
    "old, new",
    [
        ("ủy ban", "uỷ ban"),
        ("HÒA", "HOÀ"),
        ("Tòa án", "Toà án"),
        ("khỏe", "khoẻ"),
        ("của", "của"),
        ("toàn", "toàn"),
        ("quý", "quý"),
    ],
)
def test_new_placement(old: str, new: str) -> None:
    assert new_placement(old) == new


def test_figures_stay_whole() -> None:
    found = [token.text for token in SEGMENTER.words("Theo 294-QĐ/TW ngày 26/5/2025, số dư là 10% của mục 11.4.2.")]
    assert {"294-QĐ/TW", "26/5/2025", "10%", "11.4.2"} <= set(found)


def test_both_placements_give_the_same_words() -> None:
    old = [(t.start, t.end) for t in SEGMENTER.words("Đảng ủy xã hòa giải")]
    assert old == [(t.start, t.end) for t in SEGMENTER.words("Đảng uỷ xã hoà giải")]
    assert "Đảng ủy" in [token.text for token in SEGMENTER.words("Đảng ủy xã họp")]


def test_the_tokenizer_leaves_the_library_as_others_expect_it() -> None:
    SEGMENTER.words("đại hội")
    assert "underthesea" not in sys.modules or hasattr(sys.modules["underthesea"], "word_tokenize")
    assert "joblib" not in sys.modules or hasattr(sys.modules["joblib"], "dump")


def test_a_word_list_that_wants_something_called_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes(pickle.dumps({"đại hội", "chi bộ"}))
    assert read_words(str(tmp_path / "words")) == {"đại hội", "chi bộ"}
    (tmp_path / "words").write_bytes(pickle.dumps(print))
    with pytest.raises(pickle.UnpicklingError):
        read_words(str(tmp_path / "words"))
