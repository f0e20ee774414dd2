"""Scores – not only order – agree with plain matrix products."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indexing.vectors import FlatIndex, unit

RANDOM = np.random.default_rng(7)
ROWS = RANDOM.normal(size=(200, 24)).astype(np.float32) * RANDOM.uniform(0.1, 9, size=(200, 1)).astype(np.float32)


def brute(query: np.ndarray, rows: np.ndarray) -> np.ndarray:
    rows, query = rows.astype(np.float64), query.astype(np.float64)
    return rows @ query / (np.linalg.norm(rows, axis=1) * np.linalg.norm(query))


@pytest.mark.parametrize("k", [1, 7, 200, 500])
def test_scores_are_cosines(k: int) -> None:
    query = RANDOM.normal(size=24).astype(np.float32) * 30
    hits = FlatIndex.build(ROWS).search(query, k)
    expected = brute(query, ROWS)
    order = np.argsort(-expected)[:k]
    assert [hit.passage for hit in hits] == order.tolist()
    np.testing.assert_allclose([hit.score for hit in hits], expected[order], atol=1e-5)


@given(st.sets(st.integers(0, 199), max_size=40), st.integers(0, 50))
def test_the_filter_is_applied_inside_the_search(allowed: set[int], k: int) -> None:
    query = ROWS[3] + ROWS[100]
    hits = FlatIndex.build(ROWS).search(query, k, np.isin(np.arange(200), sorted(allowed)))
    expected = brute(query, ROWS)
    best = sorted(allowed, key=lambda number: -expected[number])[:k]
    assert [hit.passage for hit in hits] == best
    np.testing.assert_allclose([hit.score for hit in hits], expected[best], atol=1e-5)


@given(arrays(np.float32, (5, 6), elements=st.floats(-100, 100, width=32)))
def test_no_vector_breaks_the_index(rows: np.ndarray) -> None:
    hits = FlatIndex.build(rows).search(rows[0], 5)
    assert sorted(hit.passage for hit in hits) == [0, 1, 2, 3, 4]
    assert all(-1.001 <= hit.score <= 1.001 for hit in hits)


def test_a_query_that_is_not_a_number_finds_nothing() -> None:
    assert FlatIndex.build(ROWS).search(np.full(24, np.nan, dtype=np.float32), 5) == []


def test_r13_equal_scores_come_in_passage_order() -> None:
    same = np.tile(ROWS[:1], (9, 1))
    assert [hit.passage for hit in FlatIndex.build(same).search(ROWS[0], 4)] == [0, 1, 2, 3]


def test_a_query_of_another_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="columns"):
        FlatIndex.build(ROWS).search(np.ones(7, dtype=np.float32), 1)


def test_save_load_and_rows(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    FlatIndex.build(ROWS).save(path)
    loaded = FlatIndex.load(path)
    assert (len(loaded), loaded.dimension) == (200, 24)
    np.testing.assert_allclose(loaded.rows(np.array([5, 2])), unit(ROWS[[5, 2]]), atol=1e-6)
    assert loaded.search(ROWS[9], 1)[0].passage == 9


CROWDS = RANDOM.normal(size=(12, 24)).repeat(400, axis=0) + RANDOM.normal(size=(4800, 24)) * 0.4
MANY = CROWDS.astype(np.float32)


def test_cells_find_what_all_vectors_would_with_exact_scores(tmp_path: Path) -> None:
    exact = FlatIndex.build(MANY)
    FlatIndex.build(MANY, cells_from=1000).save(tmp_path / "vectors.faiss")
    cells = FlatIndex.load(tmp_path / "vectors.faiss")
    assert (tmp_path / "vectors.cells.faiss").is_file()
    shares = []
    for query in MANY[::200]:
        whole, found = exact.search(query, 20), cells.search(query, 20)
        shares.append(len(set(whole) & set(found)) / 20)  # a hit holds its score: equal to the last bit
        assert found[0] == whole[0]
    assert np.mean(shares) > 0.95


def test_cells_keep_to_what_is_allowed_and_fill_up_where_they_hold_too_few() -> None:
    cells, exact = FlatIndex.build(MANY, cells_from=1000), FlatIndex.build(MANY)
    allowed = np.zeros(len(MANY), dtype=bool)
    allowed[[3, 4700, 1200]] = True
    assert cells.search(MANY[0], 3, allowed) == exact.search(MANY[0], 3, allowed)
    allowed[:2400] = True
    assert {hit.passage for hit in cells.search(MANY[4500], 20, allowed)} <= set(np.flatnonzero(allowed).tolist())


def test_a_truncated_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    FlatIndex.build(ROWS).save(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(RuntimeError):
        FlatIndex.load(path)


def test_rows_of_tiny_figures_have_length_one() -> None:
    rows = np.full((2, 6), 2e-22, dtype=np.float32)
    assert FlatIndex.build(rows).search(rows[0], 1)[0].score == pytest.approx(1, abs=1e-6)
