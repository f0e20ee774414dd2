"""Over a small real index, with a hashing encoder: an honest assistant holds, one that remembers is caught."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from assistant.model import Answer, Claim, Question
from assistant.service import Assistant
from eval.robustness.counterfactual import Reaction, Result, RuleChange, run, to_json
from eval.robustness.edits import rewritten
from eval.runs.laboratory import Laboratory
from tests.eval.fakes import HashEncoder, SpaceSegmenter, case, small_assistant

CASES = [
    case("dai-bieu", required=["2/3"]),
    case(
        "thong-bao",
        question="Thông báo thời gian khai mạc trước mấy ngày làm việc?",
        gold=[["quy-dinh-moi#1.2"]],
        required=["30 ngày làm việc"],
    ),
    case("khong-dung", question="Đoàn chủ tịch có bao nhiêu người?", gold=[["quy-dinh-moi#1.3"]], required=["99"]),
    case("tu-choi", expected="refused", reason="no_provision"),
]


@dataclass(frozen=True)
class Parrot(Assistant):
    """Says what it learned once, with whatever quote it finds."""

    learned: Sequence[Answer] = ()

    def answer(self, question: Question) -> Answer:
        fresh = super().answer(question)
        old = next((known for known in self.learned if known.question == question.text), fresh)
        remembered = tuple(replace(claim, citations=_cited(fresh)) for claim in old.claims)
        return replace(fresh, status=old.status, claims=remembered, refusal=None)


def _cited(answer: Answer) -> tuple[object, ...]:
    claims: tuple[Claim, ...] = answer.claims
    return claims[0].citations if claims else ()


@pytest.fixture(scope="module")
def result() -> Result:
    return run(Laboratory(small_assistant(), SpaceSegmenter()), CASES)


def test_the_honest_assistant_follows_the_text(result: Result) -> None:
    assert result.cases == 2
    assert len(result.trials) == 6
    assert all(trial.holds for trial in result.trials)
    rate = result.rate()
    assert rate is not None
    assert rate.value == 1.0


def test_an_amended_figure_is_answered(result: Result) -> None:
    effects = {trial.case_id: trial.effect for trial in result.trials if trial.change is RuleChange.AMEND}
    assert effects == {"dai-bieu": Reaction.NEW_FACT, "thong-bao": Reaction.NEW_FACT}


def test_what_could_not_be_tried_is_counted(result: Result) -> None:
    assert result.skipped == {"trợ lý chưa trả lời đúng câu gốc": 1}
    assert to_json(result)["holds"]["tất cả"]["value"] == 1.0


def test_an_assistant_that_remembers_is_caught() -> None:
    base = small_assistant()
    learned = tuple(base.answer(one.asked()) for one in CASES[:2])
    parrot = Parrot(**{name: getattr(base, name) for name in base.__dataclass_fields__}, learned=learned)
    found = run(Laboratory(parrot, SpaceSegmenter()), CASES[:2])
    amended = [trial for trial in found.trials if trial.change is RuleChange.AMEND]
    assert amended
    assert all(trial.effect is Reaction.UNCHANGED for trial in amended)


def test_only_changed_passages_are_encoded_again() -> None:
    base = small_assistant()
    encoder = base.snapshot.encoder
    assert isinstance(encoder, HashEncoder)
    laboratory, before = Laboratory(base, SpaceSegmenter()), encoder.passages
    same = laboratory.over(base.registry)
    assert encoder.passages == before
    everything = np.arange(len(same.snapshot.passages))
    assert same.snapshot.vectors.rows(everything) == pytest.approx(base.snapshot.vectors.rows(everything), abs=1e-6)
    laboratory.over(rewritten(base.registry, {"quy-dinh-moi/1.1": "Nay đã khác."}))
    assert encoder.passages == before + 1
