"""Which rule a sum rests on: in force on the day, else the last that ended; its figure is read from its own words."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from pydantic import ValidationError

from assistant.answering.calculation import calculate
from assistant.question.understanding import Understood
from assistant.sums.law import Law, Share, Sum, law
from assistant.sums.rules import quoted_rule, rule_of
from assistant.verification.verifier import verify
from corpus.core.registry import Force, Registry
from tests.conftest import make_document, make_record

OLD = make_record("qd-294-tw-2025", "294-QĐ/TW", since=date(2025, 7, 1), until=date(2026, 4, 8))
NEW = make_record("qd-20-tw-2026", "20-QĐ/TW", since=date(2026, 4, 8), supersedes=(OLD.id,))
NEWEST = make_record("qd-208-tw-2026", "208-QĐ/TW", since=date(2026, 7, 26), supersedes=(NEW.id,))
THIRD = "Số lượng ủy viên ban thường vụ cấp ủy mỗi cấp không quá {} tổng số cấp ủy viên."
BEFORE, BETWEEN, TODAY = date(2025, 9, 1), date(2026, 5, 1), date(2026, 11, 22)
ASKED = "27 cấp ủy viên thì ban thường vụ tối đa mấy người?"


def sum_named(name: str) -> Sum:
    return next(sum_ for sum_ in law().sum if sum_.name == name)


def registry_of(**texts: str) -> Registry:
    loaded = {"old": OLD, "new": NEW, "newest": NEWEST}
    return Registry(loaded.values(), [make_document(loaded[name], {"14.2": text}) for name, text in texts.items()])


def test_every_place_of_the_law_states_its_figure_in_the_shipped_corpus(shipped: Registry) -> None:
    for sum_ in law().sum:
        for place in sum_.rules:
            alone = sum_.model_copy(update={"rules": (place,)})
            since = shipped.records[place.record].validity.valid_from or date(2026, 1, 15)
            rule = rule_of(alone, shipped, max(since, date(2026, 1, 15)), named=(place.record,))
            assert rule is not None, (sum_.name, place.record)
            assert rule.figure == sum_.known, (sum_.name, place.record)


def test_every_rule_beside_a_sum_stands_in_the_shipped_corpus(shipped: Registry) -> None:
    places = [rest.rules for rest in law().rest.values()] + [
        law().provisional.rules,
        *(row.rules for row in law().quote),
    ]
    for rules in places:
        assert quoted_rule(rules, shipped, date(2026, 1, 15)) is not None, rules
    for milestone in (row for sum_ in law().sum for row in sum_.since):
        rule = quoted_rule(milestone.rules, shipped, date(2026, 1, 15))
        assert rule is not None, milestone
        assert f"tháng {milestone.month} đối với" in rule.provision.text
    names = {sum_.name for sum_ in law().sum}
    assert {name for row in law().quote for name in row.sums} <= names


def test_who_is_left_out_is_named_as_the_rule_names_them(shipped: Registry) -> None:
    for rest in law().rest.values():
        rule = quoted_rule(rest.rules, shipped, date(2026, 1, 15))
        assert rule is not None
        for words in (rest.named, *rest.without.values()):
            assert words in rule.provision.text, words


def test_the_last_rule_that_ended_is_framed(read: Callable[..., Understood]) -> None:
    registry = registry_of(old=THIRD.format("một phần ba"))
    understood = read(ASKED)
    claims = calculate(understood, registry, TODAY)
    assert claims is not None
    computed, basis = claims
    assert (computed.role, basis.role) == ("last_known", "last_known")
    assert computed.text.startswith("Tính theo quy định gần nhất đã biết, đã được thay từ ")
    assert computed.text.endswith("ban thường vụ có nhiều nhất 9 người (27 : 3 = 9) vì quy định là “không quá” 1/3.")
    assert [verify(claim, registry, TODAY).reasons for claim in claims] == [(), ()]
    in_force = calculate(understood, registry, BEFORE)
    assert in_force is not None
    assert [claim.role for claim in in_force] == ["computed", "basis"]


def test_a_loaded_successor_takes_over_with_its_own_figure(read: Callable[..., Understood]) -> None:
    registry = registry_of(old=THIRD.format("một phần ba"), newest=THIRD.format("hai phần năm (2/5)"))
    claims = calculate(read(ASKED), registry, TODAY)
    assert claims is not None
    assert claims[0].role == "computed"
    assert claims[0].citations[0].document_number == "208-QĐ/TW"
    assert "27 × 2/5" in claims[0].text
    assert claims[0].calculation is not None
    assert (claims[0].calculation.formula, claims[0].calculation.result) == ("27 × 2/5 = 10,8, làm tròn xuống 10", "10")
    assert all(verify(claim, registry, TODAY).supported for claim in claims)
    rule = rule_of(sum_named("standing_committee"), registry, BETWEEN)
    assert rule is not None
    assert (rule.document.record, rule.standing.force) == (OLD, Force.SUPERSEDED), "208 has not begun"


def test_a_loaded_successor_that_says_nothing_there_ends_the_rule(read: Callable[..., Understood]) -> None:
    registry = registry_of(old=THIRD.format("1/3"), new="Việc này do Bộ Chính trị quy định.")
    assert calculate(read(ASKED), registry, TODAY) is None
    assert rule_of(sum_named("standing_committee"), registry, TODAY, named=(OLD.id,)) is not None, "named by number"


def test_a_rule_yet_to_come_is_not_worked_with() -> None:
    assert rule_of(sum_named("standing_committee"), registry_of(old=THIRD.format("1/3")), date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (THIRD.format("1/3"), Fraction(1, 3)),
        (THIRD.format("25%"), Fraction(1, 4)),
        (f"{THIRD.format('1/3')} Nơi khác không quá 1/2 tổng số cấp ủy viên.", Fraction(1, 3)),
        (f"{THIRD.format('1/4')} Nơi khác không quá 1/2 tổng số cấp ủy viên.", None),
        (THIRD.format("mức").replace("không quá", "theo"), None),
        (THIRD.format("1/3").replace("không quá", "ít nhất"), None),
        ("Ban thường vụ không quá 1/3 cấp ủy.", None),
    ],
)
def test_the_figure_is_read_from_the_rule(text: str, figure: Fraction | None) -> None:
    rule = rule_of(sum_named("standing_committee"), registry_of(old=text), BEFORE)
    assert (rule.figure if rule else None) == figure


def test_a_sentence_in_words_is_not_said_for_another_share(read: Callable[..., Understood]) -> None:
    charter = make_record("dieu-le-2011", since=date(2011, 1, 19))
    question = read("27 đảng viên thì bao nhiêu phiếu là quá bán?")
    for share, worked in (("quá một nửa", True), ("quá hai phần ba", False)):
        text = f"Người trúng cử phải được số phiếu bầu {share} so với tổng số đảng viên được triệu tập."
        registry = Registry([charter], [make_document(charter, {"d12.k3": text})])
        assert (calculate(question, registry, TODAY) is not None) == worked


def test_the_rule_before_it_serves_the_days_before(read: Callable[..., Understood], shipped: Registry) -> None:
    claims = calculate(
        read("Bế mạc ngày 10/6/2024 thì chậm nhất ngày nào phải nộp báo cáo?"), shipped, date(2024, 6, 10)
    )
    assert claims is not None
    assert claims[0].role == "computed"
    assert claims[0].citations[0].document_number == "24-QĐ/TW"
    assert [verify(claim, shipped, date(2024, 6, 10)).reasons for claim in claims] == [(), ()]


def test_shares_are_written_as_people_write_them() -> None:
    third, percent = Share.read("1/3"), Share.read("30%")
    assert (str(third), third.factor, str(percent), percent.factor) == ("1/3", ": 3", "30%", "× 30%")
    assert str(percent.with_value(Fraction(1, 4))) == "25%"
    assert str(percent.with_value(Fraction(1, 3))) == "1/3"
    assert Share.read("2/3").factor == "× 2/3"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"share": None}, "not whole"),
        ({"days": 3}, "not whole"),
        ({"bound": "about"}, "bound"),
        ({"wording": "none"}, "no wording “none”"),
        ({"beside": ["nobody"]}, "no sum “nobody”"),
        ({"rest": "nobody"}, "no rest “nobody”"),
        ({"kind": "combined", "share": None}, "not whole"),
        ({"kind": "months", "share": None, "days": 3}, "not whole"),
        ({"asks": ["<nobody>"]}, "no phrase is named “nobody”"),
        ({"extra": 1}, "extra"),
    ],
)
def test_data_that_does_not_fit_is_refused(change: dict[str, object], told: str) -> None:
    row = {"name": "x", "kind": "share", "wording": "w", "rules": (), "share": "1/2", "bound": "at_most"}
    calendar = {"use_holidays": False, "weekends": "", "holidays": ""}
    data = {"words": {}, "calendar": calendar, "wording": {"w": {"sentence": "{total}"}}, "sum": [{**row, **change}]}
    with pytest.raises(ValidationError, match=told):
        Law.model_validate(data, context={})
