"""The model proposes, the verifier decides: what is offered, shown and recorded, and what happens on failure."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.generation.generator import (
    MAX_EVIDENCE,
    MAX_SHOWN,
    Message,
    ModelGenerator,
    as_data,
    offered,
    told,
)
from assistant.generation.proposals import ProposalParser
from assistant.model import Evidence, Generation, Question, Verdict
from assistant.question.understanding import understand
from assistant.reasons import Reason
from assistant.verification.strict import strict
from assistant.verification.verifier import verify
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, ModelProtocolError, ProviderError
from corpus.core.registry import Registry
from prompts.reasons import explain
from tests.conftest import make_document, make_record
from tests.fakes import OLD, QUORUM, TODAY, small_registry
from tests.llm_server import claim, read_prompt

SMALL = small_registry()
NONE = '{"none": true}'
TRUE = claim(QUORUM, ("P1", QUORUM))
FALSE = claim("Đại hội hợp lệ khi có mặt một phần mười số người.", ("P1", QUORUM))


@dataclass
class Scripted:
    """A chat model that reads its answers from a script; an error in the script is raised where it stands."""

    rounds: Sequence[Sequence[str | AssistantError]]
    heard: list[list[Message]] = field(default_factory=list)
    budgets: list[float] = field(default_factory=list)
    closed: int = 0

    def stream(
        self, messages: Sequence[Message], *, within_s: float, stop: Callable[[], bool]
    ) -> Generator[str, None, None]:
        self.heard.append(list(messages))
        self.budgets.append(within_s)
        try:
            for piece in self.rounds[len(self.heard) - 1]:
                if isinstance(piece, AssistantError):
                    raise piece
                yield piece
        finally:
            self.closed += 1


def evidence(registry: Registry, *ids: str) -> list[Evidence]:
    found = [registry.provision(id_) for id_ in ids]
    return [Evidence(item[0], item[1], registry.validity(item[0]), 1.0) for item in found if item]


def run(
    *rounds: Sequence[str | AssistantError] | str,
    ids: Sequence[str] = ("td-dieu-le/d11.k6", "td-dieu-le/d12"),
    registry: Registry = SMALL,
    model: Scripted | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[list[Verdict], Generation, Scripted]:
    model = model or Scripted([[item] if isinstance(item, str) else item for item in rounds])
    generator = ModelGenerator(model, budget_s=30.0, clock=lambda: 0.0)
    asked = understand(Question("Khi nào đại hội hợp lệ?"), registry, TODAY)
    talk = generator.propose(asked, evidence(registry, *ids), registry, strict(verify), stop)
    verdicts: list[Verdict] = []
    while True:
        try:
            verdicts.append(next(talk))
        except StopIteration as end:
            return verdicts, end.value, model


def test_a_true_claim_passes_and_nothing_more_is_asked() -> None:
    verdicts, how, model = run(TRUE)
    assert [verdict.supported for verdict in verdicts] == [True]
    (citation,) = verdicts[0].claim.citations
    assert (citation.provision_id, citation.quote, citation.start) == ("td-dieu-le/d11.k6", QUORUM, 0)
    assert (how.status, how.rounds, how.degraded) == ("spoke", 1, False)
    assert model.closed == 1


def test_the_prompt_carries_question_and_evidence_as_data() -> None:
    _, _, model = run(TRUE)
    system, user = model.heard[0]
    assert (system.role, user.role) == ("system", "user")
    prompt = read_prompt({"messages": [{"content": system.text}, {"content": user.text}]})
    assert prompt.question == "Khi nào đại hội hợp lệ?"
    assert prompt.offers["P1"] == QUORUM
    assert "22/11/2026" in user.text


def test_a_claim_is_told_before_the_model_has_finished() -> None:
    model = Scripted([[TRUE, "\n", TRUE[:20]]])
    generator = ModelGenerator(model, budget_s=30.0)
    asked = understand(Question("Khi nào đại hội hợp lệ?"), SMALL, TODAY)
    talk = generator.propose(asked, evidence(SMALL, "td-dieu-le/d11.k6"), SMALL, strict(verify))
    assert next(talk).supported
    assert model.closed == 0
    talk.close()
    assert model.closed == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (FALSE, "r3.number"),
        (claim(QUORUM, ("P9", QUORUM)), "r2.unknown_provision"),
        (claim(QUORUM, ("td-dieu-le/d11.k6", QUORUM)), "r2.unknown_provision"),
        (claim(QUORUM, ("P1", QUORUM.replace("hai", "hài"))), "r2.quote"),
        (claim(QUORUM, ("P1", "")), "r2.quote"),
        (claim(QUORUM, ("P2", QUORUM)), "r2.quote"),
        (claim(QUORUM, ("P1", QUORUM + " ")), "r2.quote"),
        (claim("Phiếu", ("P2", "Phiếu")), Reason.AMBIGUOUS),
        (claim(QUORUM), "r1.no_citation"),
        (QUORUM, "r1.no_citation"),
    ],
)
def test_r10_what_does_not_hold_is_recorded_with_its_reason_and_never_passes(line: str, reason: str) -> None:
    verdicts, how, _ = run(line, NONE)
    assert [verdict.supported for verdict in verdicts] == [False]
    assert reason in verdicts[0].reasons
    assert (how.status, how.rejected, how.degraded) == ("rejected", 1, True)


HALF = "có mặt ít nhất hai phần ba (2/3) số người được triệu tập"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (claim("Có mặt ít nhất hai phần ba (2/3) số người được triệu tập.", ("P1", HALF)), Reason.FRAGMENT),
        (claim("Có mặt ít nhất hai phần ba (2/3) số người được triệu tập.", ("P1", QUORUM)), Reason.FRAGMENT),
        (claim(QUORUM, ("P1", QUORUM[:-20])), Reason.FRAGMENT),
        (claim(QUORUM, ("P1", QUORUM), ("P2", "Phiếu do ban kiểm phiếu phát ra mới được tính.")), Reason.BLENDED),
    ],
)
def test_r7_pieces_and_blends_are_rejected_whatever_the_verifier_says(line: str, reason: str) -> None:
    verdicts, _, _ = run(line, NONE)
    assert not verdicts[0].supported
    assert reason in verdicts[0].reasons


def test_one_sentence_of_several_is_whole() -> None:
    first = "Phiếu do ban kiểm phiếu phát ra mới được tính."
    verdicts, _, _ = run(f"{claim(first, ('P2', first))}\n{claim(first, ('P2', first[:-1]))}", NONE)
    assert verdicts[0].supported
    assert Reason.FRAGMENT not in verdicts[1].reasons


def test_the_lead_and_an_item_of_its_list_are_one_place() -> None:
    record = make_record("qd-9", "9-QĐ/TW")
    texts = {"1": "1. Chi ủy có nhiệm vụ:", "1.a": "a) chuẩn bị nhân sự;", "1.b": "b) chuẩn bị văn kiện."}
    registry = Registry([record], [make_document(record, texts)])
    lead, item = "Chi ủy có nhiệm vụ:", "chuẩn bị văn kiện."
    said = "Chi ủy có nhiệm vụ: chuẩn bị văn kiện."
    verdicts, _, _ = run(claim(said, ("P1", lead), ("P2", item)), NONE, registry=registry, ids=["qd-9/1.b"])
    assert Reason.BLENDED not in verdicts[0].reasons


def test_one_failing_citation_of_two_sinks_the_claim() -> None:
    verdicts, _, _ = run(claim(QUORUM, ("P1", QUORUM), ("P9", QUORUM)), NONE)
    assert not verdicts[0].supported
    assert len(verdicts[0].claim.citations) == 2


def test_the_repair_round_hears_the_verdicts_and_may_mend() -> None:
    verdicts, how, model = run(FALSE, TRUE)
    assert [verdict.supported for verdict in verdicts] == [False, True]
    assert (how.status, how.rounds, how.rejected) == ("spoke", 2, 1)
    system, user, own, feedback = model.heard[1]
    assert own.role == "assistant"
    assert own.text == FALSE
    assert explain("r3.number") in feedback.text
    assert [system, user] == model.heard[0]


def test_there_is_one_repair_and_no_more() -> None:
    verdicts, how, model = run(FALSE, claim("Điều khác.", ("P1", QUORUM)), TRUE)
    assert len(model.heard) == how.rounds == 2
    assert not any(verdict.supported for verdict in verdicts)


def test_saying_the_same_again_is_no_second_claim_and_no_reason_for_a_repair() -> None:
    verdicts, how, _ = run(f"{TRUE}\n{TRUE}")
    assert [verdict.supported for verdict in verdicts] == [True, False]
    assert verdicts[1].reasons == (Reason.REPEATED,)
    assert (how.rounds, how.status) == (1, "spoke")


def test_a_model_without_an_answer_is_silent_and_that_is_not_a_failure() -> None:
    _, how, _ = run(NONE)
    assert (how.status, how.degraded, how.rounds) == ("silent", False, 1)


def test_more_claims_than_can_be_shown_end_the_call() -> None:
    lines = [f"Chi ủy chuẩn bị văn kiện của nhóm {n}." for n in range(1, 8)]
    registry = Registry([record := make_record("qd-9", "9-QĐ/TW")], [make_document(record, {"1": " ".join(lines)})])
    many = Scripted([[claim(line, ("P1", line)) + "\n" for line in lines]])
    verdicts, how, _ = run(model=many, registry=registry, ids=["qd-9/1"])
    assert [verdict.supported for verdict in verdicts] == [True] * MAX_SHOWN
    assert (how.status, how.rounds, many.closed) == ("spoke", 1, 1)


@pytest.mark.parametrize("code", ["provider.timeout", "provider.resting", "provider.cut"])
def test_a_failing_endpoint_is_told_and_what_had_passed_stands(code: str) -> None:
    failure = ProviderError(Code(code), "Lỗi.")
    verdicts, how, model = run([failure])
    assert (verdicts, how.status, how.error, how.degraded) == ([], "failed", code, True)
    assert len(model.heard) == 1
    verdicts, how, _ = run([TRUE, failure])
    assert [verdict.supported for verdict in verdicts] == [True]
    assert (how.status, how.error, how.degraded) == ("spoke", code, True)


def test_output_that_cannot_be_read_is_worth_one_repair() -> None:
    verdicts, how, model = run("{hỏng}", TRUE)
    assert [verdict.supported for verdict in verdicts] == [True]
    assert (how.status, how.error, how.rounds) == ("spoke", "", 2)
    assert explain("model.json") in model.heard[1][3].text
    _, how, _ = run("{hỏng}", "{hỏng}")
    assert (how.status, how.error, how.degraded) == ("failed", "model.json", True)


def test_half_a_claim_at_the_end_is_not_a_claim() -> None:
    verdicts, how, _ = run([TRUE[:-3], ModelProtocolError(Code.MODEL_UNFINISHED, "Ngắt.")], NONE)
    assert verdicts == []
    assert (how.status, how.rounds) == ("silent", 2)


def test_nobody_waits_so_nothing_more_is_asked() -> None:
    _, how, model = run(FALSE, TRUE, stop=lambda: True)
    assert len(model.heard) == how.rounds == 1


def test_the_second_round_gets_what_is_left_of_the_time() -> None:
    now = iter([0.0, 0.0, 12.0, 12.0, 12.0])
    model = Scripted([[FALSE], [NONE]])
    generator = ModelGenerator(model, budget_s=20.0, clock=lambda: next(now))
    asked = understand(Question("Khi nào đại hội hợp lệ?"), SMALL, TODAY)
    list(generator.propose(asked, evidence(SMALL, "td-dieu-le/d11.k6"), SMALL, strict(verify)))
    assert model.budgets == [20.0, 8.0]


def test_a_rule_that_is_not_in_force_is_left_to_the_extractive_answer() -> None:
    verdicts, how, model = run(claim(OLD, ("P1", OLD)), ids=("td-qd-1/11.4.2", "td-dieu-le/d11.k6"))
    assert (verdicts, how.status, model.heard) == ([], "skipped", [])
    assert not how.degraded
    beside = offered(evidence(SMALL, "td-dieu-le/d11.k6", "td-qd-1/11.4.2"), SMALL, TODAY)
    assert [offer.provision.id for offer in beside] == ["td-dieu-le/d11.k6"]


def test_a_list_is_offered_with_its_lead_and_its_items() -> None:
    record = make_record("qd-9", "9-QĐ/TW")
    texts = {
        "1": "1. Chi ủy có nhiệm vụ:",
        "1.a": "a) Chuẩn bị nhân sự.",
        "1.b": "b) Chuẩn bị văn kiện.",
        "2": "2. Khác.",
    }
    registry = Registry([record], [make_document(record, texts)])
    by_item = offered(evidence(registry, "qd-9/1.b"), registry, TODAY)
    assert [(offer.provision.path, offer.lead) for offer in by_item] == [("1", ""), ("1.b", "P1"), ("1.a", "P1")]
    by_lead = offered(evidence(registry, "qd-9/1"), registry, TODAY)
    assert [(offer.provision.path, offer.lead) for offer in by_lead] == [("1", ""), ("1.a", "P1"), ("1.b", "P1")]


def test_the_prompt_is_bounded() -> None:
    record = make_record("qd-9", "9-QĐ/TW")
    registry = Registry([record], [make_document(record, {str(n): f"{n}. " + "chữ " * 2000 for n in range(1, 5)})])
    offers = offered(evidence(registry, *(f"qd-9/{n}" for n in range(1, 5))), registry, TODAY)
    assert 0 < sum(len(offer.provision.text) for offer in offers) <= MAX_EVIDENCE


@given(st.text())
def test_data_stays_one_line_of_json_without_markup_of_chat_templates(text: str) -> None:
    line = as_data({"question": text})
    assert json.loads(line) == {"question": text}
    assert "\n" not in line
    assert "<|" not in line


def test_every_reason_is_explained() -> None:
    for code in ("r3.number", "r3.unheard_of", "content.uncovered", "model.json"):
        assert explain(code) != code
    assert explain("khác.lạ") == "khác.lạ"
    verdict = run(FALSE, NONE)[0][0]
    assert "bị loại" in told([verdict], "")


def test_raw_text_is_kept_but_not_public() -> None:
    _, how, _ = run(FALSE, TRUE)
    assert how.raw == (FALSE, TRUE)
    parser = ProposalParser()
    parser.feed(how.raw[0])
    assert parser.next_proposal() is not None
