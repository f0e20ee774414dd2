"""The sums that a story gets, each verified and worked again; for the tests of calculations."""

from collections.abc import Callable

from assistant.answering.calculation import calculate
from assistant.parsing.formulas import work
from assistant.question.understanding import Understood
from assistant.verification.verifier import verify
from corpus.core.registry import Registry


def computed(question: str, read: Callable[..., Understood], registry: Registry) -> list[str]:
    """The results shown; every claim must be supported, and every formula come out as it says."""
    understood = read(question)
    claims = calculate(understood, registry, understood.as_of.day) or []
    for claim in claims:
        verdict = verify(claim, registry, understood.as_of.day)
        assert verdict.supported, (claim.text, verdict.reasons)
    shown = [claim.calculation for claim in claims if claim.calculation]
    for calculation in shown:
        again = work(calculation.formula)
        assert again is not None, calculation.formula
        assert (f"{again.value:%m/%Y}" if again.by_month else str(again.value)) == calculation.result
    return [calculation.result for calculation in shown]
