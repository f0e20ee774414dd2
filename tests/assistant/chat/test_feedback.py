"""Ratings: counted by reason and rule, kept over a restart, bounded, and nothing else on disk."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.chat.feedback import MAX_RULES, NO_RULE, FeedbackBook, FeedbackCount, FeedbackReason


def test_counts_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "feedback" / "counts.sqlite"
    FeedbackBook(path).count(FeedbackReason.WRONG, ["a/d1", "a/d2", "a/d1"])
    FeedbackBook(path).count(FeedbackReason.WRONG, ["a/d1"])
    FeedbackBook(path).count(FeedbackReason.USEFUL, [])
    assert FeedbackBook(path).counts() == [
        FeedbackCount(FeedbackReason.WRONG, "a/d1", 2),
        FeedbackCount(FeedbackReason.USEFUL, NO_RULE, 1),
        FeedbackCount(FeedbackReason.WRONG, "a/d2", 1),
    ]


def test_only_counts_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "counts.sqlite"
    FeedbackBook(path).count(FeedbackReason.MISSING, ["a/d1"])
    with sqlite3.connect(path) as book:
        columns = [row[1] for row in book.execute("PRAGMA table_info(counts)")]
        tables = [row[0] for row in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert (tables, columns) == (["counts"], ["reason", "provision", "times"])


def test_an_answer_with_many_rules_counts_for_its_first(tmp_path: Path) -> None:
    book = FeedbackBook(tmp_path / "counts.sqlite")
    for _ in range(50):
        book.count(FeedbackReason.BESIDE, [f"a/d{number}" for number in range(40)])
    assert len(book.counts()) == MAX_RULES
    assert {count.times for count in book.counts()} == {50}


def test_many_at_once_lose_no_count(tmp_path: Path) -> None:
    book = FeedbackBook(tmp_path / "counts.sqlite")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: book.count(FeedbackReason.USEFUL, ["a/d1"]), range(40)))
    assert [count.times for count in book.counts()] == [40]


def test_what_is_no_such_file_is_an_error_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "counts.sqlite"
    path.write_text("không phải sổ" * 100, "utf-8")
    with pytest.raises(sqlite3.Error):
        FeedbackBook(path).count(FeedbackReason.USEFUL, ["a/d1"])
    assert path.read_text("utf-8").startswith("không phải sổ")


def test_nothing_counted_is_no_file(tmp_path: Path) -> None:
    assert FeedbackBook(tmp_path / "counts.sqlite").counts() == []
    assert list(tmp_path.iterdir()) == []
