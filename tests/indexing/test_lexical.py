"""BM25: positive scores only, stable order, filter, no diacritics needed, nothing pickled."""

from pathlib import Path

import bm25s
import numpy as np
import pytest

from corpus.core.text import strip_diacritics
from indexing.keys import passage_keys
from indexing.lexical import K1, RECIPE, B, Bm25Index, lexical_text
from indexing.ports import Passage, Token

TEXTS = [
    "Đại hội chỉ hợp lệ khi có đủ hai phần ba đại biểu được triệu tập",
    "Phiếu bầu do ban kiểm phiếu phát ra",
    "Hướng dẫn 06-HD/TW nói về nhiệm kỳ của chi ủy",
    "Cấp ủy triệu tập đại hội trước 30 ngày",
    "Phiếu bầu do ban kiểm phiếu phát ra",
    "Đài phát thanh đưa tin bão lớn",
]


class PairSegmenter:
    """Takes every second pair of syllables for a word; enough to exercise word keys."""

    def words(self, text: str) -> list[Token]:
        parts, found, position = text.split(), [], 0
        for first, second in zip(parts[::2], parts[1::2], strict=False):
            start = text.index(first, position)
            position = text.index(second, start) + len(second)
            found.append(Token(text[start:position], start, position))
        return found


@pytest.fixture(scope="module")
def index() -> Bm25Index:
    return Bm25Index.build([Passage(str(n), 0, len(t), t, "Tên văn bản") for n, t in enumerate(TEXTS)], PairSegmenter())


def found(index: Bm25Index, query: str, k: int = 10) -> list[int]:
    return [hit.passage for hit in index.search(query, k)]


def test_finds_the_right_passage(index: Bm25Index) -> None:
    assert found(index, "đại hội hợp lệ khi nào")[0] == 0
    assert found(index, "triệu tập trước bao nhiêu ngày")[0] == 3


@pytest.mark.parametrize("text", TEXTS)
def test_finds_every_text_without_diacritics(index: Bm25Index, text: str) -> None:
    best = index.search(strip_diacritics(text).lower(), 1)[0]
    assert TEXTS[best.passage] == text


def test_diacritics_tell_words_apart(index: Bm25Index) -> None:
    assert found(index, "đài") == [5, 0, 3]
    assert found(index, "đại") == [0, 3, 5]


@pytest.mark.parametrize("query", ["", "   ", "zzz qqq", "😀", "\x00", "'; DROP TABLE --", "?" * 5000])
def test_unknown_words_find_nothing(index: Bm25Index, query: str) -> None:
    assert index.search(query, 5) == []


def test_document_numbers_are_keys_of_their_own(index: Bm25Index) -> None:
    assert found(index, "06-hd/tw")[:1] == [2]
    assert found(index, "6-HD/TW")[:1] == [2]


def test_r13_equal_scores_come_in_passage_order(index: Bm25Index) -> None:
    assert found(index, "phiếu bầu")[:2] == [1, 4]
    first, second = index.search("phiếu bầu", 2)
    assert first.score == second.score


@pytest.mark.parametrize("query", ["phiếu bầu phát ra", "đại hội triệu tập", "ban kiểm phiếu"])
def test_fewer_are_the_first_of_more(index: Bm25Index, query: str) -> None:
    every = found(index, query, len(TEXTS))
    assert len(every) > 1
    assert [found(index, query, k) for k in range(len(every))] == [every[:k] for k in range(len(every))]


def test_the_filter_restricts_and_still_fills(index: Bm25Index) -> None:
    hits = index.search("đại hội phiếu bầu", 10, np.isin(np.arange(len(index)), [4, 2]))
    assert [hit.passage for hit in hits] == [4]
    assert index.search("đại hội", 10, np.zeros(len(index), dtype=bool)) == []
    assert index.search("đại hội", 0) == []


def test_scores_are_positive_and_fall(index: Bm25Index) -> None:
    scores = [hit.score for hit in index.search("ban kiểm phiếu của đại hội chi ủy", 10)]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_saved_and_loaded_it_answers_the_same(index: Bm25Index, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    loaded = Bm25Index.load(tmp_path / "lexical")
    assert len(loaded) == len(TEXTS)
    for query in [*TEXTS, "dai hoi"]:
        assert loaded.search(query, 5) == index.search(query, 5)
    assert {path.suffix for path in (tmp_path / "lexical").iterdir()} == {".npy", ".json"}


def test_one_passage_is_enough(tmp_path: Path) -> None:
    alone = Bm25Index.build([Passage("a", 0, 3, "một", "")], PairSegmenter())
    assert [hit.passage for hit in alone.search("một", 3)] == [0]


def passages(texts: list[str]) -> list[Passage]:
    return [Passage(str(n), 0, len(t), t, "Tên văn bản") for n, t in enumerate(texts)]


def numbers(texts: list[str]) -> dict[str, int]:
    return {lexical_text(passage): number for number, passage in enumerate(passages(texts))}


class Refusing:
    """A segmenter that only knows new texts."""

    def words(self, text: str) -> list[Token]:
        assert text.endswith("mới")
        return PairSegmenter().words(text)


def test_the_arrays_are_those_of_bm25s(index: Bm25Index) -> None:
    vocabulary: dict[str, int] = {}
    ids = []
    for passage in passages(TEXTS):
        keys = passage_keys(lexical_text(passage), PairSegmenter().words(lexical_text(passage)))
        ids.append([vocabulary.setdefault(key, len(vocabulary)) for key in keys])
    theirs = bm25s.BM25(k1=K1, b=B, method="lucene")
    theirs.index((ids, vocabulary), create_empty_token=False, show_progress=False)
    theirs.vocab_dict.setdefault("", len(vocabulary))
    for query in TEXTS:
        known = [vocabulary[key] for key in dict.fromkeys(passage_keys(query, []))]
        own = [index._vocabulary[key] for key in dict.fromkeys(passage_keys(query, []))]
        np.testing.assert_array_equal(index._engine.get_scores_from_ids(own), theirs.get_scores_from_ids(known))


def test_keys_of_passages_that_were_there_are_taken_over(index: Bm25Index, tmp_path: Path) -> None:
    index.save(tmp_path)
    changed = [TEXTS[2], "Bầu đoàn đại biểu mới", *TEXTS[3:]]
    earlier = (Bm25Index.load(tmp_path), numbers(TEXTS))
    later = Bm25Index.build(passages(changed), Refusing(), earlier=earlier)
    fresh = Bm25Index.build(passages(changed), PairSegmenter())
    for query in (*TEXTS, "đoàn đại biểu"):
        np.testing.assert_array_equal(later.scores(query), fresh.scores(query))
    assert later.document_frequency("hợp", accented=True) == 0
    assert later._vocabulary.keys() == fresh._vocabulary.keys()


def test_keys_made_by_other_code_are_made_anew(index: Bm25Index, tmp_path: Path) -> None:
    index.save(tmp_path)
    (tmp_path / RECIPE).write_text('{"code": "earlier"}', "utf-8")
    with pytest.raises(AssertionError):
        Bm25Index.build(passages(TEXTS), Refusing(), earlier=(Bm25Index.load(tmp_path), numbers(TEXTS)))
