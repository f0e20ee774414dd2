"""Folders of others: our form, BEIR's form, compressed, broken; and a measured table over BM25 alone."""

import json
import lzma
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.errors import InputError
from eval.external import measure_retrieval, to_json
from eval.external_data import Row, read_set
from eval.external_index import count_passages, open_index, plain_document
from indexing.config import IndexConfig

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


def lines(rows: list[object]) -> str:
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)


def folder(path: Path, rows: list[object] | None = None, queries: list[object] | None = None) -> Path:
    path.mkdir(exist_ok=True)
    (path / "corpus.jsonl").write_text(lines(rows or list(ROWS)), "utf-8")
    (path / "queries.jsonl").write_text(lines(queries or list(QUERIES)), "utf-8")
    return path


def test_reads_the_plain_form(tmp_path: Path) -> None:
    found = read_set(folder(tmp_path))
    assert [row.id for row in found.rows] == ["a", "b", "c"]
    assert [(q.id, q.answerable) for q in found.queries] == [("1", True), ("2", True), ("3", False)]
    assert found.problems == ()


def test_reads_compressed_files(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "corpus.jsonl").unlink()
    with lzma.open(tmp_path / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(lines(list(ROWS)))
    assert len(read_set(tmp_path).rows) == 3


def test_reads_beir(tmp_path: Path) -> None:
    rows = [{"_id": row["id"], "title": row["title"], "text": row["text"]} for row in ROWS]
    folder(tmp_path, rows, [{"_id": "1", "text": "Con gì bắt chuột?"}, {"_id": "9", "text": "Không có phán định?"}])  # type: ignore[arg-type]
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\n9\ta\t1\n", "utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\tb\t1\n1\ta\t0\n", "utf-8")
    found = read_set(tmp_path)
    assert [(q.id, q.relevant) for q in found.queries] == [("1", ("b",))]


def test_bad_lines_are_named_and_skipped(tmp_path: Path) -> None:
    rows = [*ROWS, "{", {"id": "a", "text": "trùng"}, {"id": "d"}, []]
    found = read_set(folder(tmp_path, rows, [*QUERIES, {"id": "4", "text": "?", "relevant": ["zz"]}]))  # type: ignore[list-item]
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
    document, ids = plain_document([Row(r["id"], r["title"], r["text"]) for r in ROWS])
    assert [ids[item.id] for item in document.provisions] == ["a", "b", "c"]
    assert document.provisions[1].text == ROWS[1]["text"]


def test_bm25_alone_is_measured_with_and_without_diacritics(tmp_path: Path) -> None:
    data = read_set(folder(tmp_path / "set"))
    config = IndexConfig(home=tmp_path)
    assert count_passages(data.rows, config) == 3
    index = open_index(data.rows, config, tmp_path / "cache", dense=False)
    rankings = measure_retrieval(data, index)
    assert [(item.system, item.diacritics, item.n) for item in rankings] == [("BM25", True, 2), ("BM25", False, 2)]
    assert [item.scores["hit@1"].value for item in rankings] == [1.0, 1.0]
    result = json.loads(json.dumps(to_json(data, index, rankings, None)))
    assert result["encoder"] is None
    assert result["retrieval"][0]["mrr@10"]["value"] == 1.0
    again = open_index(data.rows, config, tmp_path / "cache", dense=False)
    assert measure_retrieval(data, again)[0].scores == rankings[0].scores


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    from eval.cli import app

    found = CliRunner().invoke(app, ["external", str(tmp_path)])
    assert found.exit_code == 2
    assert "[eval.external_missing]" in found.output
