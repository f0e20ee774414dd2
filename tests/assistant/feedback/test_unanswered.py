"""What went unanswered: counted always, in its words only when wanted and harmless, never in the way of an answer."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.feedback.reasons import FeedbackReason
from assistant.feedback.unanswered import MOST_WAITING, NO_RULE, Unanswered, UnansweredBook, UnansweredCount
from assistant.model import Answer, Question, RefusalReason
from assistant.store.database import Store
from assistant.store.errors import StoreAwayError
from corpus.core.model import Level
from tests.assistant.proposals.intake import Clock
from tests.fakes import TODAY, Here, answered, refused, small_registry

NEAR = "td-qd-1/11.4.2"
ASKED = "Chi bộ họp ở đâu?"


def book(store: Store, clock: Clock | None = None, *, keep_words: bool = True) -> UnansweredBook:
    topics = {NEAR: "nhan_su"}
    return UnansweredBook(
        store, keep_words=keep_words, topic_of=lambda id_: topics.get(id_, ""), now=clock or Clock(), aside=Here()
    )


def none_near(reason: RefusalReason) -> Answer:
    answer = refused(ASKED, reason)
    assert answer.refusal is not None
    return replace(answer, refusal=replace(answer.refusal, nearest=()))


def test_refusals_are_counted_by_reason_topic_and_nearest_rule(store: Store) -> None:
    kept = book(store, keep_words=False)
    for _ in range(3):
        kept.answered(Question(ASKED), refused(ASKED))
    kept.answered(Question(ASKED), none_near(RefusalReason.OUT_OF_SCOPE))
    kept.answered(Question(ASKED), answered(small_registry(), ASKED))
    kept.rated(FeedbackReason.WRONG, answered(small_registry(), ASKED), ["td-dieu-le/d12", "td-dieu-le/d11.k6"])
    kept.rated(FeedbackReason.USEFUL, answered(small_registry(), ASKED), [])
    assert kept.counts() == [
        UnansweredCount(Unanswered("no_provision", "nhan_su", NEAR), 3),
        UnansweredCount(Unanswered("out_of_scope", "", NO_RULE), 1),
        UnansweredCount(Unanswered("sai", "", "td-dieu-le/d12"), 1),
    ]
    assert kept.questions() == []


def test_words_are_kept_when_switched_on_and_go_after_their_days(store: Store) -> None:
    clock = Clock()
    kept = book(store, clock)
    kept.answered(Question(ASKED, level=Level.CELL), replace(refused(ASKED), standalone="Chi bộ họp ở nhà ai?"))
    clock.move(days=5)
    kept.rated(FeedbackReason.MISSING, answered(small_registry(), ASKED), [])
    first, second = kept.questions()
    assert (first.question, first.level, first.as_of) == ("Chi bộ họp ở nhà ai?", "chi_bo", TODAY)
    assert (second.question, second.what.kind, second.asked_at) == (ASKED, "thieu", clock.now)
    assert kept.questions(after=first.id) == [second]
    assert kept.purge(5) == 0
    clock.move(1)
    assert kept.purge(5) == 1
    assert kept.erase([second.id, 99]) == 1
    assert kept.questions() == []
    assert len(kept.counts()) == 2


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (ASKED, RefusalReason.SENSITIVE),
        (ASKED, RefusalReason.UNSAFE),
        ("Số 0912345678 của ai?", RefusalReason.NO_PROVISION),
        ("Công văn 15 (Mật) nói gì?", RefusalReason.NO_PROVISION),
    ],
)
def test_words_that_must_not_be_kept_are_counted_alone(store: Store, asked: str, reason: RefusalReason) -> None:
    kept = book(store)
    kept.answered(Question(asked), refused(asked, reason))
    assert ([each.times for each in kept.counts()], kept.questions()) == ([1], [])


def test_what_cannot_be_written_waits_in_memory_and_is_written_once(tmp_path: Path) -> None:
    place = tmp_path / "kho"
    place.write_text("một tệp", "utf-8")
    moments = [0.0]
    with closing(Store(f"sqlite:///{place}/store.sqlite", monotonic=lambda: moments[0])) as store:
        kept = book(store)
        for _ in range(MOST_WAITING + 50):
            kept.answered(Question(ASKED), refused(ASKED))
        with pytest.raises(StoreAwayError):
            kept.flush()
        place.unlink()
        moments[0] = 60.0
        kept.answered(Question(ASKED), refused(ASKED))
        assert [each.times for each in kept.counts()] == [MOST_WAITING + 51]
        assert len(kept.questions(limit=1000)) == MOST_WAITING
        kept.flush()
        assert [each.times for each in kept.counts()] == [MOST_WAITING + 51]


def test_two_processes_count_into_one_table(store_address: str) -> None:
    with closing(Store(store_address)) as one, closing(Store(store_address)) as other:
        for kept in (book(one), book(other)):
            for _ in range(5):
                kept.answered(Question(ASKED), refused(ASKED))
        assert [each.times for each in book(one).counts()] == [10]


def test_a_thread_of_its_own_writes_and_ends_with_the_book(store: Store) -> None:
    kept = UnansweredBook(store, keep_words=False)
    kept.answered(Question(ASKED), refused(ASKED))
    kept.close()
    assert [each.times for each in kept.counts()] == [1]
