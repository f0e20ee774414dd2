"""A filled form → the sums it asks for, each proved by its rule on the day, or a typed refusal. Pure.

The sums and their law are those of the chat (``assistant.sums``); every claim passes the verifier of the chat before
it is given, and what does not pass is a refusal, never shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.calculators.catalogue import (
    Calculator,
    FormField,
    RefusalCode,
    Work,
    catalogue,
    holds,
    plain_label,
    sum_named,
)
from assistant.calculators.counting import Ballot, assess, elect
from assistant.calculators.days import days_off
from assistant.calculators.reading import Filled
from assistant.calculators.results import Election, Finding, FormResult, HeldAgainst, Refused, Step
from assistant.model import Claim
from assistant.stories.figures import Story
from assistant.sums.inputs import Inputs
from assistant.sums.law import Rest, RulePlace, Sum, law
from assistant.sums.proving import Proof, prove, quote_of
from assistant.sums.rules import quoted_rule, rule_of
from assistant.verification.verifier import verify
from corpus.core.display import LEVEL_NAMES, vn_date
from corpus.core.model import Level
from corpus.core.registry import Registry

_LEFT_OUT = "Những người không tính vào mẫu số"
_NOT_AGAIN = "không áp dụng khi bầu lại giữa những người ngang phiếu"
_UNPROVED = "Phép tính không qua được bước kiểm chứng nên không hiển thị."


def calculate_form(calculator: Calculator, filled: Filled, registry: Registry, on: date) -> FormResult:
    """The result of a form that was read without a fault.

    Args:
        calculator: whose form it is.
        filled: its values.
        registry: the loaded documents.
        on: the day whose rules are applied.

    Raises:
        ValueError: when the form still has faults.
    """
    if filled.faults:
        raise ValueError("a form with faults is not worked")
    outcome = FormResult(calculator, on, tuple(_inputs(calculator, filled)))
    for silent in calculator.silent:
        if holds(silent.where, filled.values):
            nearest = tuple(quotes(silent.rules, registry, on))
            return replace(outcome, refusal=Refused(silent.code, silent.words, nearest))
    steps = [
        step
        for row in calculator.work
        if _applies(row, filled)
        for step in [_step(calculator, row, filled, registry, on)]
        if step.computed or not row.optional
    ]
    if not any(step.computed for step in steps):
        first = steps[0].refusal if steps else None
        no_row = Refused(RefusalCode.NO_RULE_FOR_CASE, "Kho văn bản không có quy định cho lựa chọn này.")
        return replace(outcome, refusal=first or no_row)
    outcome = replace(outcome, steps=tuple(steps))
    return _with_count(outcome, filled, registry, on) if calculator.record else outcome


def quotes(rules: Sequence[RulePlace], registry: Registry, on: date) -> Iterator[Claim]:
    """The words of the rules at the places given that are known on the day, in order."""
    for place in rules:
        if (rule := quoted_rule((place,), registry, on)) is not None:
            claim = quote_of(rule, registry, on)
            if verify(claim, registry, on).supported:
                yield claim


def quoted(rules: tuple[RulePlace, ...], registry: Registry, on: date) -> Claim | None:
    """The words of the rule that holds on the day, of the places given; ``None`` when none is known."""
    rule = quoted_rule(rules, registry, on)
    claim = quote_of(rule, registry, on) if rule is not None else None
    return claim if claim is not None and verify(claim, registry, on).supported else None


def _applies(row: Work, filled: Filled) -> bool:
    return holds(row.where, filled.values) and set(row.needs) <= filled.values.keys()


def _step(calculator: Calculator, row: Work, filled: Filled, registry: Registry, on: date) -> Step:
    sum_, step = sum_named(row.sum), Step(row.sum, row.title)
    rule = rule_of(sum_, registry, on)
    if rule is None:
        return replace(step, refusal=no_rule(sum_.rules, row.title, registry, on))
    levels = rule.provision.levels
    chosen = filled.text("level")
    if levels and chosen and Level(chosen) not in levels:
        words = f"Quy định đã biết về việc này chỉ áp dụng cho: {level_words(levels)}."
        nearest = tuple(quotes(sum_.rules, registry, on))
        return replace(step, refusal=Refused(RefusalCode.NO_RULE_FOR_LEVEL, words, nearest))
    inputs = inputs_of(calculator, row, filled)
    if (rest := _left_out(sum_, inputs.story)) and quoted_rule(rest.rules, registry, on) is None:
        return replace(step, refusal=no_rule(rest.rules, _LEFT_OUT, registry, on))
    proof = prove(sum_, inputs, registry, on)
    if proof is None:
        words = row.nothing or "Với số liệu này quy định không cho ra con số nào."
        nearest = tuple(quotes(sum_.rules, registry, on))
        return replace(step, refusal=Refused(RefusalCode.NO_FIGURE, words, nearest))
    if not all(verify(claim, registry, on).supported for claim in proof.claims):
        return replace(step, refusal=Refused(RefusalCode.UNPROVED, _UNPROVED))
    off = days_off(sum_, proof, inputs, registry, on)
    # Where a day off on the way is not sure, two days are told, and the earlier one is safe.
    result = min(proof.worked.result, off.other_day.isoformat()) if off and off.other_day else proof.worked.result
    return replace(
        step,
        figure=row.figure.format(result=_written(result)),
        computed=proof.computed,
        quotes=tuple(dict.fromkeys((*proof.quotes, *proof.beside))),
        comparison=_comparison(calculator, row, proof, filled),
        days_off=off,
        levels=tuple(LEVEL_NAMES[level] for level in LEVEL_NAMES if level in levels),
    )


def _written(result: str) -> str:
    """A result as people write it: days as ``15/03/2026``."""
    return vn_date(date.fromisoformat(result)) if "-" in result else result


def _left_out(sum_: Sum, story: Story) -> Rest | None:
    """The rule on who is left out, where the form leaves somebody out."""
    rest = law().rest[sum_.rest] if sum_.rest else None
    return rest if rest is not None and any(story.sum(role) for role in rest.without) else None


def level_words(levels: frozenset[Level]) -> str:
    """The levels that a rule is for, in their order."""
    return ", ".join(name for level, name in LEVEL_NAMES.items() if level in levels)


def no_rule(rules: Sequence[RulePlace], title: str, registry: Registry, on: date) -> Refused:
    """The refusal where no rule is known on the day; it tells from when one is."""
    known = [registry.records[place.record] for place in rules if place.record in registry.records]
    starts = [day for record in known if (day := registry.record_validity(record).valid_from) and day > on]
    words = f"{title}: kho văn bản không có quy định nào áp dụng cho ngày {vn_date(on)}."
    if starts:
        words += f" Quy định sớm nhất đã biết có hiệu lực từ ngày {vn_date(min(starts))}."
    return Refused(RefusalCode.NO_RULE_ON_DAY, words)


def inputs_of(calculator: Calculator, row: Work, filled: Filled) -> Inputs:
    """The figures of a form by their roles, as a sum takes them."""
    sum_ = sum_named(row.sum)
    roles = {
        each.figure: value
        for each in calculator.field
        if each.kind == "count" and each.name not in row.without and (value := filled.count(each.name)) is not None
    }
    if calculator.record:  # what the count says is no part of the base
        base = {role for role in roles if role in _base_roles(sum_)}
        roles = {role: roles[role] for role in base}
    event = filled.day(row.event) if row.event else None
    return Inputs(Story.of(roles), complement=row.complement, event=event)


def _base_roles(sum_: Sum) -> set[str]:
    rest = law().rest[sum_.rest]
    return {*rest.total, *rest.without, *rest.kept}


def _comparison(calculator: Calculator, row: Work, proof: Proof, filled: Filled) -> HeldAgainst | None:
    for compare in calculator.compare:
        given = filled.count(compare.field)
        if compare.sum != row.sum or given is None:
            continue
        result = int(proof.worked.result)
        fits = given <= result if compare.bound == "at_most" else given >= result
        words = (compare.holds if fits else compare.fails).format(given=given, result=result)
        return HeldAgainst(words, fits)
    return None


def _inputs(calculator: Calculator, filled: Filled) -> Iterator[tuple[str, str]]:
    for each in calculator.field:
        if each.name in filled.values and each.kind != "lines":
            yield plain_label(each.label), _told(each, filled)


def _told(each: FormField, filled: Filled) -> str:
    if each.options:
        return next(option.label for option in each.options if option.value == filled.text(each.name))
    if (day := filled.day(each.name)) is not None:
        return vn_date(day)
    return str(filled.count(each.name))


# --- a counting record


def _with_count(outcome: FormResult, filled: Filled, registry: Registry, on: date) -> FormResult:
    """The outcome with the checks of the record and, where all hold, who is elected."""
    step = outcome.steps[0]
    last = step.computed[-1].calculation
    votes = filled.values.get("votes")
    if last is None or not isinstance(votes, tuple):
        raise ValueError("a counting record has a base and votes")
    base = next(iter(last.inputs.values()))
    ballot = Ballot(
        base=int(base),
        needed=int(last.result),
        seats=filled.count("seats") or 0,
        candidates=votes,
        valid=filled.count("valid") or 0,
        issued=filled.count("issued"),
        collected=filled.count("collected"),
        uncollected=filled.count("uncollected"),
        invalid=filled.count("invalid"),
        alternates=filled.count("alternates"),
        again=filled.text("round") == "tie",
        third=filled.text("round") == "third",
    )
    rules = {row.name: step.quotes[-1] if row.of_base else quoted(row.rules, registry, on) for row in catalogue().check}
    titles = {row.name: row.title for row in catalogue().check}
    findings = tuple(
        Finding(each.name, titles[each.name], each.holds, each.arithmetic, each.words, rules[each.name])
        for each in assess(ballot)
    )
    if ballot.again:
        step = replace(step, title=f"{step.title} ({_NOT_AGAIN})")
        outcome = replace(outcome, steps=(step, *outcome.steps[1:]))
    if not all(finding.holds for finding in findings):
        return replace(outcome, findings=findings)
    places, notes = elect(ballot)
    told = tuple((words, quoted(catalogue().outcome[name], registry, on)) for name, words in notes)
    return replace(outcome, findings=findings, election=Election(0 if ballot.again else ballot.needed, places, told))
