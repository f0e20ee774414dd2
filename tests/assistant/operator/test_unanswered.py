"""The page of what went unanswered: topics, kept questions, a case that the evaluation reads, erasing, the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.feedback.reasons import FeedbackReason
from assistant.feedback.unanswered import Unanswered, UnansweredBook, UnansweredCount
from assistant.model import Question, RefusalReason, Status
from assistant.operator.unanswered import PATH, ROWS, topics_of
from eval.suites.cases import load
from tests.assistant.operator.conftest import Moderator
from tests.fakes import answered, refused, small_registry


@pytest.fixture
def asked(moderator: Moderator) -> Moderator:
    """The moderator, after two questions were refused and one was answered and rated badly."""
    book = moderator.unanswered
    for words in ("Ai mời <b>khách</b>?", "=Chi bộ họp ở đâu?"):
        book.answered(Question(words), refused(words))
    book.rated(FeedbackReason.WRONG, answered(small_registry(), "Khi nào hợp lệ?"), ["td-dieu-le/d11.k6"])
    return moderator


def case(moderator: Moderator, number: int, places: str = "") -> dict[str, str]:
    return {"csrf": moderator.mark, "ma": str(number), "noi": places}


async def test_topics_name_the_nearest_rule_and_questions_are_text(asked: Moderator) -> None:
    page = await asked.client.get(PATH)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert 'Theo chủ đề <span class="count">3 lượt' in page.text
    assert '<a href="/so-tay/td-qd-1/11.4.2">11.4.2 – ' in page.text
    assert "Ai mời &lt;b&gt;khách&lt;/b&gt;?" in page.text
    assert "<b>khách" not in page.text
    later = await asked.client.get(PATH, params={"truoc": 2})
    assert "Ai mời" in later.text
    assert "họp ở đâu" not in later.text


async def test_one_press_makes_a_case_that_the_evaluation_reads(asked: Moderator, tmp_path: Path) -> None:
    told = await asked.client.post(f"{PATH}/ca", data=case(asked, 1))
    assert told.headers["content-disposition"] == 'attachment; filename="un-1.jsonl"'
    answer = await asked.client.post(f"{PATH}/ca", data=case(asked, 3, "dieu-le#d11.k6, dieu-le#d12"))
    file = tmp_path / "shipped.dev.jsonl"
    file.write_text(told.text + answer.text, "utf-8")
    first, second = load([file])
    assert (first.question, first.expected, first.reason) == (
        "Ai mời <b>khách</b>?", Status.REFUSED, RefusalReason.NO_PROVISION,
    )  # fmt: skip
    assert [str(place) for place in second.gold[0]] == ["dieu-le#d11.k6", "dieu-le#d12"]
    assert second.expected is Status.ANSWERED
    done = [(line.action, line.target, line.who) for line in asked.audit.lines()]
    assert done == [("unanswered.case", number, "Thử Bình <bình>") for number in ("3", "1")]


@pytest.mark.parametrize(
    ("number", "places", "status", "words"),
    [
        (1, "dieu-le#khong-co", 422, "Kho văn bản không có nơi"),
        (3, "", 422, "cần nêu nơi trả lời đúng"),
        (9, "", 404, "không còn"),
    ],
)
async def test_what_the_evaluation_could_not_read_is_told_and_not_made(
    asked: Moderator, number: int, places: str, status: int, words: str
) -> None:
    told = await asked.client.post(f"{PATH}/ca", data=case(asked, number, places))
    assert told.status_code == status
    assert words in told.text
    assert asked.audit.count() == 0


async def test_questions_are_exported_and_erased_and_counts_stay(asked: Moderator) -> None:
    table = await asked.client.get(f"{PATH}/xuat.csv")
    assert "'=Chi bộ họp ở đâu?" in table.content.decode("utf-8-sig")
    assert (await asked.client.post(f"{PATH}/xoa", data=case(asked, 2))).status_code == 303
    assert (await asked.client.post(f"{PATH}/xoa", data=case(asked, 2))).status_code == 404
    every = {"csrf": asked.mark, "tat_ca": "1"}
    assert (await asked.client.post(f"{PATH}/xoa", data=every)).status_code == 422
    assert [one.id for one in asked.unanswered.every()] == [1, 3]
    assert (await asked.client.post(f"{PATH}/xoa", data=every | {"ly_do": "hết việc"})).status_code == 303
    assert list(asked.unanswered.every()) == []
    assert sum(one.times for one in asked.unanswered.counts()) == 3


async def test_words_kept_before_are_not_shown_once_keeping_is_off(
    asked: Moderator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UnansweredBook, "keeps_words", False)
    page = await asked.client.get(PATH)
    assert "khách" not in page.text
    assert "Còn những câu giữ từ khi thiết lập này bật" in page.text


def test_topics_are_summed_and_bounded_and_without_an_index_rules_go_by_their_ids() -> None:
    counts = [UnansweredCount(Unanswered("no_provision", "", f"td-qd-1/{n}"), 9) for n in range(ROWS + 2)]
    counts.append(UnansweredCount(Unanswered("out_of_scope", "la", "-"), 1))
    first, second = topics_of(counts, None)
    assert (first.times, len(first.rows), first.more) == (9 * (ROWS + 2), ROWS, 2)
    assert first.rows[0].caption == "td-qd-1/0"
    assert (second.name, second.rows[0].nearest, second.rows[0].caption) == ("la", "", "")
