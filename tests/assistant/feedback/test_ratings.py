"""Ratings: counted by reason and rule, kept over a restart, bounded, taken over once, and nothing else kept."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from assistant.feedback.ratings import MAX_RULES, NO_RULE, FeedbackBook, FeedbackCount, take_over
from assistant.feedback.reasons import FeedbackReason
from assistant.store.database import Store
from assistant.store.errors import StoreAwayError


def earlier_file(path: Path) -> Path:
    """Counts as earlier versions kept them."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as book, book:
        book.execute(
            "CREATE TABLE counts (reason TEXT, provision TEXT, times INTEGER, PRIMARY KEY (reason, provision))"
        )
        book.executemany("INSERT INTO counts VALUES (?, ?, ?)", [("sai", "a/d1", 3), ("co_ich", "-", 2)])
    return path


def test_counts_survive_a_restart(store_address: str) -> None:
    given = [
        (FeedbackReason.WRONG, ["a/d1", "a/d2", "a/d1"]),
        (FeedbackReason.WRONG, ["a/d1"]),
        (FeedbackReason.USEFUL, []),
    ]
    for reason, rules in given:
        with closing(Store(store_address)) as store:
            FeedbackBook(store).count(reason, rules)
    with closing(Store(store_address)) as store:
        assert FeedbackBook(store).counts() == [
            FeedbackCount(FeedbackReason.WRONG, "a/d1", 2),
            FeedbackCount(FeedbackReason.USEFUL, NO_RULE, 1),
            FeedbackCount(FeedbackReason.WRONG, "a/d2", 1),
        ]


def test_only_counts_are_kept(store: Store) -> None:
    with store.read() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("feedback_counts")]
    assert columns == ["reason", "provision", "times"]


def test_an_answer_with_many_rules_counts_for_its_first(store: Store) -> None:
    book = FeedbackBook(store)
    for _ in range(20):
        book.count(FeedbackReason.BESIDE, [f"a/d{number}" for number in range(40)])
    assert len(book.counts()) == MAX_RULES
    assert {count.times for count in book.counts()} == {20}


def test_many_at_once_lose_no_count(store: Store) -> None:
    book = FeedbackBook(store)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda odd: book.count(FeedbackReason.USEFUL, ["b", "a"] if odd % 2 else ["a", "b"]), range(40)))
    assert [count.times for count in book.counts()] == [40, 40]


def test_what_is_no_such_file_is_an_error_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("không phải sổ" * 100, "utf-8")
    with pytest.raises(StoreAwayError):
        FeedbackBook(Store(f"sqlite:///{path}")).count(FeedbackReason.USEFUL, ["a/d1"])
    assert path.read_text("utf-8").startswith("không phải sổ")


def test_counts_of_earlier_versions_are_taken_over_once(store: Store, tmp_path: Path) -> None:
    file = earlier_file(tmp_path / "feedback" / "counts.sqlite")
    FeedbackBook(store).count(FeedbackReason.WRONG, ["a/d1"])
    before = file.read_bytes()
    assert take_over(store, file) == 2
    wanted = [FeedbackCount(FeedbackReason.WRONG, "a/d1", 4), FeedbackCount(FeedbackReason.USEFUL, NO_RULE, 2)]
    assert FeedbackBook(store).counts() == wanted
    assert take_over(store, file) == 0
    file.write_bytes(before)  # killed after the counts were stored and before the file was renamed
    assert take_over(store, file) == 2
    assert FeedbackBook(store).counts() == wanted


def test_a_file_that_is_none_is_left_where_it_is(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "counts.sqlite"
    file.write_text("không phải sổ", "utf-8")
    assert take_over(store, file) == 0
    assert file.read_text("utf-8") == "không phải sổ"
    assert FeedbackBook(store).counts() == []
