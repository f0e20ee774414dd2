"""A thousand answers from a model that lies over real HTTP: nothing false is shown, quotes stand where they say.

``pytest -s -m slow tests/assistant/generation/test_generator_adversary.py`` prints the numbers of ``docs/model.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

import pytest

from assistant.generation.chat_model import Breaker, open_endpoint
from assistant.generation.generator import ModelGenerator
from assistant.model import Answer, ClaimShown, Finished
from assistant.question.understanding import Understood
from assistant.retrieval.eligibility import Eligible
from assistant.retrieval.ranker import Ranking
from assistant.retrieval.search import EvidenceSearch
from assistant.service import Assistant
from eval.suites.cases import load, suites
from tests.adversary import BEHAVIOURS, Adversary
from tests.llm_server import LlmServer, serving


@dataclass
class Seen:
    """What came out of a run."""

    answers: int = 0
    shown: int = 0
    own: int = 0
    false: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def server() -> Iterator[LlmServer]:
    with serving() as running:
        yield running


@dataclass(frozen=True)
class RememberingSearch(EvidenceSearch):
    """Searches once for what is asked several times: between two runs only the model's words change.

    Attributes:
        known: what was found.
        unasked: questions that never reach the model, by their place among the questions.
    """

    known: dict[object, Ranking] = field(default_factory=dict)
    unasked: set[int] = field(default_factory=set)

    def candidates(
        self,
        understood: Understood,
        *,
        records: Iterable[str] | None = None,
        eligible: Eligible | None = None,
        among: Collection[str] | None = None,
    ) -> Ranking:
        """As without memory."""
        records = None if records is None else tuple(records)
        key = understood, records, eligible, among
        if key not in self.known:
            self.known[key] = super().candidates(understood, records=records, eligible=eligible, among=among)
        return self.known[key]


@pytest.fixture(scope="module")
def remembering(assistant: Assistant) -> RememberingSearch:
    return RememberingSearch(assistant.search.retriever, assistant.search.judge)


@pytest.fixture
def attackable(assistant: Assistant, remembering: RememberingSearch) -> Assistant:
    return replace(assistant, search=remembering)


def attacked(assistant: Assistant, server: LlmServer, answers: int, seed: int) -> tuple[Seen, Adversary]:
    """Ask the shipped questions again and again until so many answers went through the model."""
    adversary, seen = Adversary(seed), Seen()
    assert isinstance(assistant.search, RememberingSearch)
    unasked = assistant.search.unasked
    server.script = adversary
    endpoint = open_endpoint("openai:thử", url=server.url, key="", timeout_s=60, breaker=Breaker(failures=10**9))
    assistant = replace(assistant, generator=ModelGenerator(endpoint, budget_s=60))
    questions = [case.asked() for case in load(suites(["shipped"])) if case.expected.value == "answered"]
    at = 0
    while seen.answers < answers:
        assert at < answers * 20, "hardly any question goes to the model"
        place, at = at % len(questions), at + 1
        if place in unasked:
            continue
        *events, last = assistant.stream(questions[place])
        assert isinstance(last, Finished)
        if last.answer.generation is None or last.answer.generation.status == "skipped":
            unasked.add(place)
            continue
        assert [event.claim for event in events if isinstance(event, ClaimShown)] == list(last.answer.claims)
        _look(assistant, last.answer, adversary, seen)
    return seen, adversary


def _look(assistant: Assistant, answer: Answer, adversary: Adversary, seen: Seen) -> None:
    assert answer.generation is not None
    seen.answers += 1
    seen.statuses[answer.generation.status] += 1
    seen.own += answer.generation.proposed - answer.generation.rejected
    for claim in answer.claims:
        seen.shown += 1
        assert claim.citations
        for citation in claim.citations:
            found = assistant.registry.provision(citation.provision_id)
            assert found is not None
            provision, document = found
            assert provision.text[citation.start : citation.end] == citation.quote
            whole = document.text.encode()
            assert citation.quote.encode() in whole
        # A bare “Không.” is a lie as the model's claim; as the head of an answer code derived it from the rule.
        if claim.role != "head" and claim.text.strip() in adversary.lies:
            seen.false.append(f"{adversary.lies[claim.text.strip()]}: {claim.text}")


def test_no_lie_is_shown(attackable: Assistant, server: LlmServer) -> None:
    seen, adversary = attacked(attackable, server, 15, seed=11)
    assert seen.false == []
    assert seen.shown > 0
    assert adversary.lies


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 8])
def test_a_thousand_answers_without_a_lie(attackable: Assistant, server: LlmServer, seed: int) -> None:
    """Five hundred from each seed."""
    seen, adversary = attacked(attackable, server, 500, seed)
    print(  # noqa: T201
        f"\n{seen.answers} answers, {sum(adversary.sent.values())} claims sent, {len(adversary.lies)} false sentences, "
        f"{seen.shown} claims shown, {seen.own} of them the model's own, {len(seen.false)} false; {dict(seen.statuses)}"
    )
    assert seen.false == []
    assert set(adversary.sent) == set(BEHAVIOURS)
    assert seen.own > 0, "true sentences that the model quotes in full are shown"
