"""Sums that organisers ask for – quorum, majority, surplus, approval, caps, deadlines – recognised and proved. Pure.

Arithmetic is shown, never asserted (contract R12): each sum quotes the provision that gives the rule verbatim, names
its inputs and its formula. Which sums there are, and their law, is data (``sums.toml``). When an input is missing, or
no loaded provision gives the rule, no figure is given and the question goes the ordinary way. A rule that has ended
is worked in the frame of a last known rule (contract R5).
"""

from __future__ import annotations

import re
from datetime import date

from assistant.answering.extractive import cite, claim_of
from assistant.answering.law import Sum, law, rule_of
from assistant.answering.sums import Inputs, work
from assistant.model import Calculation, Claim
from assistant.question.understanding import Understood
from corpus.core.display import last_known_frame
from corpus.core.registry import Force, Registry
from corpus.core.text import fold
from corpus.vietnamese.writtendates import written_dates

_NOT_COUNTS = re.compile(
    r"(?<!\d)\d+\s*(?:%|phan tram)|(?<!\d)\d+\s*/\s*\d+(?:/\d+)?"
    r"|\b(?:dieu|khoan|muc|diem|lan|thang|nam|ngay|nhiem ky|khoa)\s+\d+"
    r"|\b(?:quy dinh|quy che|chi thi|ket luan|huong dan|cong van|qd|ct|kl|hd)(?: so)?\s*\d+"
    r"|(?<!\d)\d+\s*(?:ngay|thang|nam|lan|vong|noi dung|gio|buoi|phut)\b|(?<!\d)\d+(?:\.\d+)+"
    r"|\b(?:19|20)\d\d\b|(?<!\d)\d+-[a-z]"
)
"""Anchored at the beginning of a run of figures, or a long run is read again from each of its figures."""
_ABSENT = re.compile(r"\bvang (?:mat )?(\d{1,4})\b|\b(\d{1,4}) (?:\w+ ){0,4}vang\b")
_PEOPLE = re.compile(r"\b(\d{1,4}) (?:dai bieu|dang vien|nguoi)\b")
_ORGANISATIONS = re.compile(r"\b(\d{1,4}) (?:chi bo|to chuc dang|dang bo|don vi)\b")
_PERCENT = re.compile(r"(\d{1,2})\s*(?:%|phan tram)")


def read_inputs(key: str) -> Inputs:
    """Figures of a folded question that can be inputs of a sum; article numbers, dates and durations are not."""
    percents, absent = _PERCENT.findall(key), _ABSENT.search(key)
    return Inputs(
        numbers=tuple(int(n) for n in re.findall(r"\b\d{1,4}\b", _NOT_COUNTS.sub(" ", key))),
        absent=int(absent.group(1) or absent.group(2)) if absent else None,
        percent=int(percents[0]) if percents else None,
        percents=len(percents),
        day=_one_date(key),
        people=_only(_PEOPLE, key),
        organisations=_only(_ORGANISATIONS, key),
    )


def _only(counted: re.Pattern[str], key: str) -> int | None:
    found = counted.findall(key)
    return int(found[0]) if len(found) == 1 else None


def _one_date(key: str) -> date | None:
    found = list(written_dates(key))
    return found[0].day if len(found) == 1 else None


def calculate(understood: Understood, registry: Registry, on: date) -> list[Claim] | None:
    """The computed claim with its rule, or ``None`` when the question asks for no sum that can be worked."""
    key = fold(understood.search_text)
    if not re.search(r"\d", key):
        return None
    inputs = read_inputs(key)
    for sum_ in law().sum:
        if sum_.asked(key) and (claims := _worked(sum_, inputs, understood, registry, on)):
            other = law().beside(sum_)
            return [*claims, *(_worked(other, inputs, understood, registry, on) if other else ())]
    return None


def _worked(sum_: Sum, inputs: Inputs, understood: Understood, registry: Registry, on: date) -> list[Claim]:
    """The computed claim and its rule; nothing when an input is missing or no rule of the day is loaded."""
    rule = rule_of(sum_, registry, on, understood.references.records)
    worked = work(law(), sum_, rule.figure, inputs) if rule else None
    if rule is None or worked is None:
        return []
    cited = (cite(registry, rule.provision, rule.document, *rule.span),)
    calculation = Calculation(sum_.name, worked.inputs, worked.formula, worked.result)
    basis = claim_of(registry, rule.provision, rule.document, rule.span, "basis", on)
    if rule.standing.force is Force.IN_FORCE:
        return [Claim(worked.sentence, cited, "computed", calculation), basis]
    prefix, suffix = last_known_frame(rule.standing, computed=True)
    return [Claim(f"{prefix}{worked.sentence}{suffix}", cited, "last_known", calculation), basis]
