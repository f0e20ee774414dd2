"""The plan: what a second try finds must be surer than what the whole question finds."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from assistant.answering.draft import Draft
from assistant.answering.planning import LISTED, propose
from assistant.model import Evidence, Question, Refusal, RefusalReason, Status
from assistant.question.understanding import Understood
from assistant.retrieval.eligibility import Eligible, was_in_force
from assistant.retrieval.ranker import Ranking
from assistant.retrieval.search import EvidenceSearch, Inquiry
from assistant.service import Assistant

WHOLE = "Đại hội cấp cơ sở được kéo dài mấy ngày?"
HALVES = "Đại hội cấp cơ sở được kéo dài mấy ngày và ban kiểm phiếu do ai bầu?"
UNSURE = 0.1


Sure = Callable[[Understood, Eligible | None], float]


@dataclass(frozen=True)
class CannedSearch(EvidenceSearch):
    """Finds the same evidence for everything, as sure as ``sure`` says of the question and the eligibility."""

    evidence: tuple[Evidence, ...] = ()
    sure: Sure = lambda understood, eligible: UNSURE

    def candidates(
        self,
        understood: Understood,
        *,
        records: Iterable[str] | None = None,
        eligible: Eligible | None = None,
        among: Collection[str] | None = None,
    ) -> Ranking:
        """The evidence, as sure as told."""
        return Ranking(self.evidence, self.sure(understood, eligible))


def canned(assistant: Assistant, understood: Understood, sure: Sure, *evidence: Evidence) -> Inquiry:
    search = assistant.search
    return Inquiry(CannedSearch(search.retriever, search.judge, evidence, sure), understood)


def former(assistant: Assistant, understood: Understood) -> Evidence:
    found = assistant.search.found(understood, eligible=was_in_force)
    return next(item for item in found if item.document.record.id == "ct-35-tw-2019")


@pytest.mark.parametrize("question", [WHOLE, HALVES])
def test_a_second_try_must_be_surer_than_the_first(
    assistant: Assistant, read: Callable[..., Understood], question: str
) -> None:
    understood, judge = read(question), assistant.search.judge
    rule = former(assistant, read(WHOLE))
    between = (judge.answer_at + judge.again_at) / 2
    assert judge.answer_at < between < judge.again_at

    def said(later: float) -> Draft | Refusal:
        """What is said where only the second try – the halves, or former rules – is as sure as ``later``."""

        def sure(part: Understood, eligible: Eligible | None) -> float:
            second = part.plain != understood.plain if question == HALVES else eligible is not None
            return later if second else UNSURE

        return propose(canned(assistant, understood, sure, replace(rule, score=1.0)))

    assert isinstance(said(between), Refusal)
    assert isinstance(said(judge.again_at), Draft)


def test_a_list_whose_items_share_the_lead_is_answered_whole(
    assistant: Assistant, read: Callable[..., Understood]
) -> None:
    understood = read("Những trường hợp nào không được lấy đại biểu dự khuyết thay thế?")
    found = {item.provision.label: item for item in assistant.search.found(understood)}
    first, second = found["11.4.4 điểm a"], found["11.4.4 điểm c"]

    def listed(understood: Understood, eligible: Eligible | None) -> float:
        return LISTED if eligible is None else 0.0

    def asked(*evidence: Evidence, question: Understood = understood) -> Inquiry:
        return canned(assistant, question, listed, *evidence)

    draft = propose(asked(first, second))
    assert isinstance(draft, Draft)
    assert {c.citations[0].label for c in draft.claims} >= {f"11.4.4 điểm {item}" for item in "abc"}
    alone = (
        found["11.4.2"] if "11.4.2" in found else next(e for e in found.values() if "11.4.4" not in e.provision.label)
    )
    assert isinstance(propose(asked(first, alone)), Refusal), "one item shares the lead with nothing"
    people = read("Đại biểu dự khuyết thay thế gồm mấy người?")
    assert isinstance(propose(asked(first, second, question=people)), Refusal), "no item tells a number of people"


def test_the_list_of_another_document_is_not_given_for_one_that_is_named(assistant: Assistant) -> None:
    named = assistant.answer(Question("Hướng dẫn 01 ngày 19/5/2026 xếp các bước của đại hội ra sao?"))
    cited = {citation.provision_id for claim in named.claims for citation in claim.citations}
    assert not [place for place in cited if place.startswith("td-hd-01-tw-2021")]


@pytest.mark.parametrize(
    ("question", "day", "place"),
    [
        ("Sau khi bế mạc bao nhiêu ngày thì cấp ủy mới phải nộp báo cáo bầu cử?", date(2022, 5, 4), "24-QĐ/TW#16.1"),
        ("Trước lúc khai mạc bao lâu thì cấp dưới phải được báo ngày họp?", date(2023, 3, 3), "24-QĐ/TW#11.1"),
        (
            "Đại hội thành phố Hà Nội được triệu tập nhiều nhất bao nhiêu đại biểu?",
            date(2020, 5, 5),
            "35-CT/TW#Phần đại biểu",
        ),
        ("Đoàn chủ tịch bầu bằng giơ thẻ hay bỏ phiếu kín?", date(2010, 1, 5), "32-HD/TW#Mục 3"),
        ("Đoàn chủ tịch bầu bằng giơ thẻ hay bỏ phiếu kín?", date(2025, 1, 5), "190-QĐ/TW#Điều 3"),
    ],
)
def test_r5_a_matter_is_answered_by_what_ruled_it_on_the_day(
    assistant: Assistant, question: str, day: date, place: str
) -> None:
    answer = assistant.answer(Question(question, as_of=day))
    assert answer.status is Status.ANSWERED
    cited = answer.claims[0].citations[0]
    assert f"{cited.document_number}#{cited.label}" == place


def test_r14_a_rule_of_the_day_gives_way_where_one_of_another_time_is_meant(assistant: Assistant) -> None:
    """Complaints were ruled from 2024 on; what ruled reports on the day shares nearly all words of the question."""
    asked = "Sau bế mạc còn được khiếu nại việc bầu cử trong mấy ngày?"
    answer = assistant.answer(Question(asked, as_of=date(2024, 3, 1)))
    assert answer.refusal is not None
    assert answer.refusal.reason is RefusalReason.NOT_IN_FORCE
    assert assistant.answer(Question(asked, as_of=date(2025, 3, 1))).status is Status.ANSWERED


def test_r5_the_last_rule_known_is_framed_and_the_silence_of_its_successors_digest_told(assistant: Assistant) -> None:
    asked = "Từ bao nhiêu đảng viên trở lên thì đảng bộ cơ sở mở đại hội đại biểu thay vì đại hội đảng viên?"
    before, after = (assistant.answer(Question(asked, as_of=day)) for day in (date(2025, 2, 25), date(2025, 7, 25)))
    assert before.claims[0].text.startswith("Theo Kết luận 118-KL/TW")
    assert after.claims[0].text.startswith("Quy định trước đây, hết hiệu lực từ 14/04/2025: “Theo Kết luận 118-KL/TW")
    assert any("bản tóm lược Chỉ thị 45-CT/TW" in note and "có thể quy định khác" in note for note in after.warnings)
    assert not any("bản tóm lược Chỉ thị 45-CT/TW" in note for note in before.warnings)


@pytest.mark.parametrize(
    "question",
    [
        "Văn bản nào đang quy định việc thi hành Điều lệ Đảng?",
        "Quy định thi hành Điều lệ hiện hành là văn bản nào?",
        "Hiện nay thi hành Điều lệ Đảng theo quy định nào?",
    ],
)
@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2021, 5, 20), "29-QĐ/TW"), (date(2025, 3, 1), "232-QĐ/TW"), (date(2021, 9, 1), "24-QĐ/TW")],
)
def test_what_ruled_on_a_day_is_told_by_the_registry(
    assistant: Assistant, question: str, day: date, number: str
) -> None:
    answer = assistant.answer(Question(question, as_of=day))
    assert answer.claims[0].citations[0].document_number == number


@pytest.mark.parametrize("question", ["Từng cấp phải đại hội xong trước ngày nào ở kỳ 2025-2030?"])
def test_what_each_level_has_is_told_of_every_level(assistant: Assistant, question: str) -> None:
    told = " ".join(claim.text for claim in assistant.answer(Question(question)).claims)
    assert all(day in told for day in ("30/6/2025", "31/8/2025", "31/10/2025"))


def test_what_ruled_the_same_topic_on_the_day_is_not_set_aside_for_what_rules_it_later(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Chi bộ bao lâu đại hội một lần?", as_of=date(2023, 4, 1)))
    assert answer.claims[0].citations[0].label == "Điều 24 khoản 3"
