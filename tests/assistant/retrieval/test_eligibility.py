"""Which provisions may be evidence on a day (R5): in force, or the last known rule of a chain nobody has loaded."""

from datetime import date

import pytest

from assistant.retrieval.eligibility import Eligible, Filters, may_support, was_in_force
from corpus.core.model import Record, TextKind, Validity
from corpus.core.registry import Registry
from tests.conftest import make_document, make_record

FIRST = make_record("qd-1-tw-2010", "1-QĐ/TW", since=date(2010, 1, 1))
SECOND = make_record("qd-2-tw-2020", "2-QĐ/TW", since=date(2020, 1, 1), supersedes=(FIRST.id,))
THIRD = make_record("qd-3-tw-2025", "3-QĐ/TW", since=date(2025, 1, 1), supersedes=(SECOND.id,))
ENDED = make_record("kl-4-tw-2015", "4-KL/TW", since=date(2015, 1, 1), until=date(2016, 1, 1))
UNDATED = make_record("hd-5-tw", "5-HD/TW", since=None)
CHAIN = (FIRST, SECOND, THIRD, ENDED, UNDATED)


def allowed(rule: Eligible, record: Record, day: date, loaded: tuple[Record, ...]) -> bool:
    """Whether the one provision of ``record`` may be evidence where the texts of ``loaded`` are there."""
    registry = Registry(CHAIN, [make_document(item, {"1": "Một câu."}) for item in {*loaded, record}])
    return rule(registry, record, registry.validity(registry.documents[record.id].provisions[0]), day)


@pytest.mark.parametrize(
    ("record", "day", "loaded", "may"),
    [
        (FIRST, date(2015, 1, 1), (), True),
        (FIRST, date(2009, 12, 31), (), False),
        (FIRST, date(2019, 12, 31), (SECOND,), True),
        (FIRST, date(2020, 1, 1), (SECOND,), False),
        (FIRST, date(2020, 1, 1), (), True),
        (FIRST, date(2026, 1, 1), (SECOND,), False),
        (FIRST, date(2026, 1, 1), (THIRD,), False),
        (SECOND, date(2026, 1, 1), (FIRST,), True),
        (FIRST, date(2024, 1, 1), (THIRD,), True),
        (ENDED, date(2015, 6, 1), (), True),
        (ENDED, date(2016, 1, 1), (), False),
        (UNDATED, date(2026, 1, 1), (), False),
    ],
    ids=[
        "in force", "before its day", "its last day", "replaced by a loaded text", "replaced by a text nobody has",
        "a later link is loaded", "only the last link is loaded", "the last link that is loaded",
        "a loaded link that has not begun", "until its own end", "over with nothing after it", "no known start",
    ],
)  # fmt: skip
def test_r5_what_may_support_an_answer(record: Record, day: date, loaded: tuple[Record, ...], may: bool) -> None:
    assert allowed(may_support, record, day, loaded) is may


@pytest.mark.parametrize(
    ("record", "day", "former"),
    [
        (FIRST, date(2015, 1, 1), False),
        (FIRST, date(2009, 1, 1), True),
        (FIRST, date(2021, 1, 1), True),
        (ENDED, date(2017, 1, 1), True),
        (UNDATED, date(2026, 1, 1), False),
    ],
    ids=["in force", "not yet", "superseded", "expired", "no known start"],
)
def test_r5_the_second_look_sees_what_was_or_will_be_in_force(record: Record, day: date, former: bool) -> None:
    assert allowed(was_in_force, record, day, ()) is former


def filters(loaded: tuple[Record, ...]) -> tuple[Filters, Registry, list[str]]:
    """The masks over one passage a provision, in the order of the documents, a card of the first record last."""
    documents = [make_document(item, {"1": "Một câu.", "2": "Câu hai."}) for item in loaded]
    card = make_document(FIRST, {"c": "Thẻ."}, kind=TextKind.CATALOGUE)
    registry = Registry(CHAIN, [*documents, card])
    ids = [provision.id for provision, _ in registry.provisions()]
    return Filters(registry, lambda i: (ids.index(i),) if i in ids else (), len(ids)), registry, ids


@pytest.mark.parametrize("rule", [may_support, was_in_force])
@pytest.mark.parametrize("day", [date(2009, 1, 1), date(2015, 6, 1), date(2020, 1, 1), date(2026, 1, 1)])
def test_r5_a_mask_is_the_rule_asked_of_every_provision(rule: Eligible, day: date) -> None:
    masks, registry, ids = filters((FIRST, SECOND, ENDED, UNDATED))
    asked = [
        rule(registry, document.record, registry.validity(provision), day)
        for provision, document in registry.provisions()
    ]
    assert masks.of_day(rule, day, cards=True).tolist() == asked
    rules_alone = [may and not item.startswith("td-") for may, item in zip(asked, ids, strict=True)]
    assert masks.of_day(rule, day, cards=False).tolist() == rules_alone


def test_a_named_document_counts_whatever_its_state() -> None:
    masks, _, ids = filters((FIRST, SECOND))
    mask = masks.of_records({FIRST.id}, cards=False)
    assert [item for item, may in zip(ids, mask, strict=True) if may] == [f"{FIRST.id}/1", f"{FIRST.id}/2"]
    assert masks.of_records({FIRST.id}, cards=True).sum() == 3


def test_a_day_is_looked_at_once_and_its_mask_is_not_to_be_changed() -> None:
    asked: list[date] = []

    def rule(registry: Registry, record: Record, validity: Validity, on: date) -> bool:
        asked.append(on)
        return True

    masks, _, _ = filters((FIRST, SECOND, THIRD))
    day = date(2026, 1, 1)
    first = masks.of_day(rule, day, cards=False)
    assert masks.of_day(rule, day, cards=False) is first
    assert len(asked) == 3  # one for each record, not one for each of the seven provisions
    with pytest.raises(ValueError, match="read-only"):
        first[0] = False
