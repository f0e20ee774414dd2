"""Folders of others: our form, BEIR's form, compressed, broken; and a measured table over BM25 alone."""

import json
import lzma
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from zlib import crc32

import numpy as np
import pytest
from typer.testing import CliRunner

from corpus.core.errors import InputError
from corpus.core.text import syllables
from eval.external.data import ExternalRow, ExternalSet, read_set
from eval.external.index import ExternalIndex, open_index, plain_document
from eval.external.reach import CANDIDATES, LexicalFirst, Reach, candidates, plan, understood_as
from eval.external.sets import measure_retrieval, to_json
from eval.external.vectors import VectorCache
from indexing.build import indexed_text
from indexing.config import IndexConfig
from indexing.ports import Vectors
from indexing.vectors import unit

ROWS = [
    {"id": "a", "title": "Chó", "text": "Chó sủa khi thấy người lạ đi qua cổng."},
    {"id": "b", "title": "Mèo", "text": "Mèo kêu vào ban đêm và bắt chuột trong bếp."},
    {"id": "c", "title": "", "text": "Gà gáy lúc trời sáng."},
]
QUERIES = [
    {"id": "1", "text": "Con gì bắt chuột?", "relevant": ["b"], "answers": ["Mèo"], "answerable": True},
    {"id": "2", "text": "Con gì gáy lúc sáng?", "relevant": ["c"], "answerable": True},
    {"id": 3, "text": "Cá bơi ở đâu?", "relevant": [], "answerable": False},
]


def lines(rows: Sequence[object]) -> str:
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)


def folder(path: Path, rows: Sequence[object] | None = None, queries: Sequence[object] | None = None) -> Path:
    path.mkdir(exist_ok=True)
    (path / "corpus.jsonl").write_text(lines(rows or list(ROWS)), "utf-8")
    (path / "queries.jsonl").write_text(lines(queries or list(QUERIES)), "utf-8")
    return path


def test_reads_the_plain_form(tmp_path: Path) -> None:
    found = read_set(folder(tmp_path))
    assert [row.id for row in found.rows] == ["a", "b", "c"]
    assert sorted((q.id, q.answerable) for q in found.queries) == [("1", True), ("2", True), ("3", False)]
    assert found.problems == ()


def test_questions_are_chosen_whatever_their_order_in_the_file(tmp_path: Path) -> None:
    some = read_set(folder(tmp_path), 2)
    assert (len(some.queries), some.asked) == (2, 3)
    assert read_set(folder(tmp_path, queries=QUERIES[::-1]), 2).queries == some.queries


def test_reads_compressed_files(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "corpus.jsonl").unlink()
    with lzma.open(tmp_path / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(lines(list(ROWS)))
    assert len(read_set(tmp_path).rows) == 3


def test_reads_beir(tmp_path: Path) -> None:
    rows = [{"_id": row["id"], "title": row["title"], "text": row["text"]} for row in ROWS]
    folder(tmp_path, rows, [{"_id": "1", "text": "Con gì bắt chuột?"}, {"_id": "9", "text": "Không có phán định?"}])
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\n9\ta\t1\n", "utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\tb\t1\n1\ta\t0\n", "utf-8")
    found = read_set(tmp_path)
    assert [(q.id, q.relevant) for q in found.queries] == [("1", ("b",))]


def test_bad_lines_are_named_and_skipped(tmp_path: Path) -> None:
    rows = [*ROWS, "{", {"id": "a", "text": "trùng"}, {"id": "d"}, []]
    found = read_set(folder(tmp_path, rows, [*QUERIES, {"id": "4", "text": "?", "relevant": ["zz"]}]))
    assert len(found.rows) == 3
    assert len(found.problems) == 5


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl"])
def test_a_missing_file_is_said(tmp_path: Path, missing: str) -> None:
    (folder(tmp_path) / missing).unlink()
    with pytest.raises(InputError) as caught:
        read_set(tmp_path)
    assert caught.value.code == "eval.external_missing"


def test_an_empty_corpus_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_set(folder(tmp_path, ["{}"]))
    assert caught.value.code == "eval.external_empty"


def test_every_row_is_one_provision() -> None:
    document, ids = plain_document([ExternalRow(r["id"], r["title"], r["text"]) for r in ROWS])
    assert [ids[item.id] for item in document.provisions] == ["a", "b", "c"]
    assert document.provisions[1].text == ROWS[1]["text"]


def opened(path: Path, fixture: Path) -> tuple[ExternalSet, ExternalIndex]:
    """An opened index whose encoder counts words, so that no weights are needed."""
    data = read_set(fixture)
    index = open_index(data.rows, IndexConfig(home=path), path / "cache")
    passages = index.snapshot.passages
    return data, replace(index, vectors=VectorCache(passages, CountingEncoder, "counting", path / "cache"))


class CountingEncoder:
    """``Encoder`` that hashes syllables into a few columns and tells which texts it read."""

    name = "counting"
    dimension = 64
    read: ClassVar[list[str]] = []

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.read.extend(texts)
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for syllable in syllables(text.lower()):
                row[crc32(syllable.encode()) % self.dimension] += 1
        return unit(rows)


@pytest.mark.heavy
def test_a_title_is_read_with_its_text(tmp_path: Path) -> None:
    """Without its title a row of a law is an article of nobody knows what."""
    rows = [{"id": "x", "title": "Luật Thủy sản – Điều 1", "text": "Luật này áp dụng cho mọi người."}, *ROWS]
    data, index = opened(tmp_path, folder(tmp_path / "set", rows, [{"id": "1", "text": "thủy sản", "relevant": ["x"]}]))
    assert "Thủy sản" in indexed_text(index.snapshot.passages[0])
    found = measure_retrieval(data, index, plan(index, data.queries, 0))
    assert [item.scores["hit@1"].value for item in found] == [1.0, 1.0]


@pytest.mark.heavy
def test_bm25_alone_is_measured_with_and_without_diacritics(tmp_path: Path) -> None:
    data, index = opened(tmp_path, folder(tmp_path / "set"))
    chosen = plan(index, data.queries, 0)
    assert (chosen.reach, chosen.passages) == (Reach.NONE, ())
    rankings = measure_retrieval(data, index, chosen)
    assert [(item.system, item.diacritics, item.n) for item in rankings] == [("BM25", True, 2), ("BM25", False, 2)]
    assert [item.scores["hit@1"].value for item in rankings] == [1.0, 1.0]
    result = json.loads(json.dumps(to_json(data, index, chosen, rankings, None)))
    assert result["encoder"] is None
    assert result["retrieval"][0]["mrr@10"]["value"] == 1.0
    _, again = opened(tmp_path, tmp_path / "set")
    assert measure_retrieval(data, again, chosen)[0].scores == rankings[0].scores


@pytest.mark.heavy
def test_a_corpus_within_the_budget_is_read_whole(tmp_path: Path) -> None:
    data, index = opened(tmp_path, folder(tmp_path / "set"))
    chosen = plan(index, data.queries, 3)
    assert (chosen.reach, chosen.waiting, len(chosen.queries)) == (Reach.ALL, 3, 3)
    index.vectors.ensure(range(3))
    assert plan(index, data.queries, 3).waiting == 0


VILLAGES = ("An", "Bình", "Cẩm", "Đông", "Hòa", "Lộc")


def large(path: Path) -> Path:
    """A corpus beyond the budget: six villages of fifty households, each question about one village."""
    rows: list[object] = [
        {"id": f"{name}{n}", "text": f"Hộ {n} ở {name}."} for name in VILLAGES for n in range(100, 150)
    ]
    queries = [{"id": name, "text": f"Hộ 101 {name}?", "relevant": [f"{name}101"]} for name in VILLAGES]
    return folder(path, rows, queries)


@pytest.mark.heavy
def test_above_the_budget_the_encoder_reads_only_what_bm25_found(tmp_path: Path) -> None:
    data, index = opened(tmp_path, large(tmp_path / "set"))
    chosen = plan(index, data.queries, 2 * CANDIDATES)
    assert chosen.reach is Reach.CANDIDATES
    assert 0 < len(chosen.queries) < len(data.queries)
    assert len(chosen.passages) <= 2 * CANDIDATES
    assert set(chosen.passages) == set().union(*(candidates(query.text, index) for query in chosen.queries))
    assert chosen.queries == data.queries[: len(chosen.queries)]


@pytest.mark.heavy
def test_two_stages_keep_every_question_to_its_own_candidates(tmp_path: Path) -> None:
    """A pool of all questions' candidates would hold more right passages than a corpus does."""
    data, index = opened(tmp_path, large(tmp_path / "set"))
    CountingEncoder.read.clear()
    index.vectors.ensure(range(300))
    assert len(CountingEncoder.read) == 300
    snapshot = copy(index.snapshot)
    snapshot.encoder = CountingEncoder()
    query = data.queries[0]
    understood = understood_as(query.text, index)
    assert understood is not None
    hits = LexicalFirst(snapshot=snapshot, vectors=index.vectors).hits(understood)
    assert {hit.passage for hit in hits["dense"]} == candidates(query.text, index)
    assert hits["dense"] == sorted(hits["dense"], key=lambda hit: (-hit.score, hit.passage))
    assert len(CountingEncoder.read) == 300, "nothing is encoded twice"
    plain = understood_as("ho nao o binh", index)
    assert plain is not None
    assert "dense" not in LexicalFirst(snapshot=snapshot, vectors=index.vectors).hits(plain)


@pytest.mark.heavy
def test_every_row_of_the_encoder_has_bm25_over_the_same_questions(tmp_path: Path) -> None:
    data, index = opened(tmp_path, large(tmp_path / "set"))
    chosen = plan(index, data.queries, CANDIDATES)
    index.vectors.ensure(chosen.passages)
    snapshot = copy(index.snapshot)
    snapshot.encoder = CountingEncoder()
    found = measure_retrieval(data, replace(index, snapshot=snapshot), chosen)
    n = len(chosen.queries)
    shown = [(item.system, item.diacritics, item.n) for item in found]
    assert shown == [
        ("BM25", True, 6), ("BM25", True, n), ("encoder", True, n), ("fusion", True, n),
        ("BM25", False, 6), ("BM25", False, n), ("fusion", False, n),
    ]  # fmt: skip
    assert [item.reach for item in found[:3]] == [Reach.NONE, Reach.NONE, Reach.CANDIDATES]


@pytest.mark.heavy
def test_vectors_survive_a_run_and_are_shared_by_text(tmp_path: Path) -> None:
    _, index = opened(tmp_path, folder(tmp_path / "set"))
    index.vectors.ensure([0, 2])
    CountingEncoder.read.clear()
    _, again = opened(tmp_path, tmp_path / "set")
    assert again.vectors.missing(range(3)) == 1
    again.vectors.ensure(range(3))
    assert len(CountingEncoder.read) == 1
    assert np.array_equal(again.vectors.rows([2, 0]), index.vectors.rows([2, 0]))
    other = VectorCache(index.snapshot.passages, CountingEncoder, "another encoder", tmp_path / "cache")
    assert other.missing(range(3)) == 3


@pytest.mark.slow
def test_any_folder_is_measured_by_one_command(tmp_path: Path) -> None:
    """The real encoder, the real judge, no preparation."""
    from eval.cli import app

    out = tmp_path / "found.json"
    found = CliRunner().invoke(
        app, ["external", str(folder(tmp_path / "set")), "--json", str(out), "--cache", str(tmp_path / "cache")]
    )
    assert found.exit_code == 0, found.output
    result = json.loads(out.read_text("utf-8"))
    assert result["encoder_reads"]["reach"] == "all"
    assert [(row["system"], row["diacritics"]) for row in result["retrieval"]] == [
        (system, diacritics) for diacritics in (True, False) for system in ("BM25", "encoder", "fusion")
    ]
    assert result["decisions"]["asked"] == 3
    assert result["decisions"]["refused"]["value"] == 1.0


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    from eval.cli import app

    found = CliRunner().invoke(app, ["external", str(tmp_path)])
    assert found.exit_code == 2
    assert "[eval.external_missing]" in found.output
