"""What a model's claim must fulfil beyond the common checks: whole sentences, one place, no pieces."""

from datetime import date

import pytest

from assistant.citing import cite
from assistant.model import Citation, Claim
from assistant.reasons import Reason
from assistant.verification.strict import strict, strict_faults
from assistant.verification.verifier import verify
from corpus.core.registry import Registry
from tests.conftest import make_document, make_record

LEAD, NEXT = "Chi ủy có nhiệm vụ:", "Chi ủy họp hằng tháng. Chi ủy không họp khi vắng bí thư."
PARTS = {"1": f"1. {LEAD}", "1.a": "a) chuẩn bị nhân sự;", "1.b": "b) chuẩn bị văn kiện.", "2": NEXT, "3": "Họp. Họp."}
REGISTRY = Registry([record := make_record("qd-9", "9-QĐ/TW")], [make_document(record, PARTS)])
DAY = date(2026, 11, 22)


def cited(path: str, quote: str) -> Citation:
    found = REGISTRY.provision(f"qd-9/{path}")
    assert found is not None
    start = found[0].text.index(quote)
    return cite(REGISTRY, *found, start, start + len(quote))


FIRST, SECOND = "Chi ủy họp hằng tháng.", "Chi ủy không họp khi vắng bí thư."


@pytest.mark.parametrize(
    ("claim", "faults"),
    [
        (Claim(FIRST, (cited("2", FIRST),)), []),
        (Claim(NEXT, (cited("2", NEXT),)), []),
        (Claim("Họp.", (cited("3", "Họp."),)), [Reason.AMBIGUOUS]),
        (Claim("Chi ủy không họp.", (cited("2", "Chi ủy không họp"),)), [Reason.FRAGMENT]),
        (Claim("Chi ủy không họp", (cited("2", SECOND),)), [Reason.FRAGMENT]),
        (Claim(f"{LEAD} chuẩn bị văn kiện.", (cited("1", LEAD), cited("1.b", "chuẩn bị văn kiện."))), []),
        (Claim(f"{LEAD} họp.", (cited("1", LEAD), cited("2", FIRST))), [Reason.BLENDED]),
        (Claim("Cả hai.", (cited("1.a", "chuẩn bị nhân sự;"), cited("1.b", "chuẩn bị văn kiện."))), [Reason.BLENDED]),
        (Claim("Cả hai.", (cited("1", LEAD),) * 2), [Reason.BLENDED]),
    ],
)
def test_strict_faults(claim: Claim, faults: list[Reason]) -> None:
    assert strict_faults(claim, REGISTRY) == faults


def test_strict_adds_to_the_common_checks_and_takes_nothing_back() -> None:
    whole, piece = Claim(FIRST, (cited("2", FIRST),)), Claim("Chi ủy không họp", (cited("2", SECOND),))
    assert strict(verify)(whole, REGISTRY, DAY) == verify(whole, REGISTRY, DAY)
    reasons = strict(verify)(piece, REGISTRY, DAY).reasons
    assert reasons == (Reason.FRAGMENT, *verify(piece, REGISTRY, DAY).reasons)
    assert not strict(verify)(piece, REGISTRY, DAY).supported
