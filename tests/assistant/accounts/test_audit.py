"""The audit log on both databases: appended to alone, in one chain, whatever is changed shows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from assistant.accounts.audit import START, AuditHead, AuditLog
from assistant.accounts.errors import AuditError
from assistant.accounts.tables import AUDIT_HEAD, AUDIT_LOG
from assistant.store.database import Store
from assistant.store.errors import StoreAwayError


@pytest.fixture
def log(store: Store) -> AuditLog:
    """Three lines."""
    log = AuditLog(store)
    for number in range(3):
        log.write("An <an>", "key.make", f"cổng {number}", {"scopes": ["ask"]})
    return log


def without_triggers(store: Store, *statements: object) -> None:
    """What somebody may do who owns the database."""
    with store.write() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_log_UPDATE"))
            connection.execute(text("DROP TRIGGER audit_log_DELETE"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def test_lines_follow_each_other_and_are_read_from_the_end(log: AuditLog) -> None:
    lines = log.lines()
    assert [line.number for line in lines] == [3, 2, 1]
    assert lines[-1].before == START
    assert [line.target for line in log.lines(before=3, limit=1)] == ["cổng 1"]
    assert log.verify() == AuditHead(3, lines[0].hash)
    assert log.verify(AuditHead(2, lines[1].hash)).number == 3
    assert log.count() == 3


def test_an_empty_log_is_whole(store: Store) -> None:
    assert AuditLog(store).verify() == AuditHead(0, START)


def test_no_statement_changes_a_line(store: Store, log: AuditLog) -> None:
    for statement in (update(AUDIT_LOG).values(who="ai đó"), delete(AUDIT_LOG)):
        with pytest.raises((DBAPIError, StoreAwayError)), store.write() as connection:
            connection.execute(statement)
    assert log.verify().number == 3


C = AUDIT_LOG.c


@pytest.mark.parametrize(
    "change, words",
    [
        ([update(AUDIT_LOG).where(C.number == 2).values(target="khác")], "dòng 2"),
        ([update(AUDIT_LOG).where(C.number == 3).values(before=START)], "dòng 3"),
        ([delete(AUDIT_LOG).where(C.number == 2)], "thiếu dòng 2"),
        ([delete(AUDIT_LOG).where(C.number == 3)], "sau dòng 2"),
        ([delete(AUDIT_LOG)], "sau dòng 0"),
        ([delete(AUDIT_LOG), delete(AUDIT_HEAD)], "đã ghi lại trước đây"),
    ],
)
def test_what_is_changed_all_the_same_shows(store: Store, log: AuditLog, change: list[object], words: str) -> None:
    head = log.verify()
    without_triggers(store, *change)
    with pytest.raises(AuditError, match=words):
        log.verify(head)


def test_who_writes_at_once_writes_one_chain(store: Store) -> None:
    log = AuditLog(store)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: log.write("máy", "thử", str(number)), range(24)))
    assert log.verify().number == 24
    assert sorted(int(line.target) for line in log.lines()) == list(range(24))


def test_odd_letters_and_long_values_are_kept_or_cut(store: Store) -> None:
    log = AuditLog(store)
    log.write("\ud800\0" + "x" * 500, "thử", "‮đảo", {"dài": "y" * 50_000})
    assert log.verify().number == 1
    assert len(log.lines()[0].who) == 300
