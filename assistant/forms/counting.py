"""Whether the figures of a counting record fit one another, and who is elected by them. Pure.

The arithmetic is that of the calculators (``assistant.calculators.counting``); here are the fields that it concerns,
what this record asks besides, and its words. The share that elects is the form's own data with its source.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.calculators.counting import Ballot, assess, elect
from assistant.calculators.names import Candidate
from assistant.calculators.results import Fate
from assistant.forms.entry import FormValues
from assistant.forms.library import FormTemplate
from assistant.parsing.formulas import shown

ELECTED, TIED = "Trúng cử", "Ngang phiếu, chưa xác định"
OUTCOMES = {
    Fate.ELECTED: ELECTED,
    Fate.TIED: TIED,
    Fate.LOWER: "Quá một nửa, không thuộc số cần bầu",
    Fate.SHORT: "Không đủ số phiếu",
}
_FIELDS = {"collected": "thu_vao", "split": "hop_le", "called": "co_so"}
"""Where a check of the calculators is told; all others concern the people."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One person of the record: votes, their part of the base, and the outcome in words."""

    name: str
    votes: int
    against: int | None
    percent: str
    outcome: str


def check_count(template: FormTemplate, values: FormValues) -> None:
    """Write into ``values.errors`` what does not fit; nothing where a figure is missing."""
    figures, wrong = values.figures, values.errors
    if not {"phat_ra", "thu_vao", "hop_le", "khong_hop_le", "co_so"} <= set(figures):
        return
    summoned, present, base = figures.get("trieu_tap"), figures.get("co_mat"), figures["co_so"]
    if summoned is not None and base > summoned:
        wrong["co_so"] = f"Cơ số {base} lớn hơn số được triệu tập {summoned}."
    if present is not None and figures["phat_ra"] > present:
        wrong["phat_ra"] = f"Phát ra {figures['phat_ra']} phiếu nhưng chỉ có {present} người có mặt."
    if present is not None and summoned is not None and present > summoned:
        wrong["co_mat"] = f"Có mặt {present} người, nhiều hơn số được triệu tập {summoned}."
    if "ket_qua" in values.lists and (problem := _list_problem(values)):
        wrong["ket_qua"] = problem
    for check in assess(_ballot(template, values)):
        if not check.holds:
            wrong.setdefault(_FIELDS.get(check.name, "ket_qua"), check.words)


def _list_problem(values: FormValues) -> str:
    people, places = values.lists["ket_qua"], values.figures.get("so_bau")
    sides = {"khong" in person for person in people}
    if len(sides) > 1:
        return "Có dòng ghi số phiếu không đồng ý, có dòng không; xin ghi cùng một kiểu."
    if places is None:
        return ""
    if sides == {True} and len(people) > places:
        return f"Danh sách {len(people)} người, cần bầu {places}: có số dư thì không ghi cột không đồng ý."
    if len(people) < places:
        return f"Danh sách có {len(people)} người, ít hơn {places} người cần bầu."
    return ""


def _ballot(template: FormTemplate, values: FormValues) -> Ballot:
    """The record as the calculators take it; without a number of places everybody may be elected."""
    over, under = template.share
    figures, people = values.figures, values.lists.get("ket_qua", [])
    base = figures["co_so"]
    return Ballot(
        base=base,
        needed=base * over // under + 1,
        seats=figures.get("so_bau") or len(people),
        candidates=tuple(
            Candidate(person["ten"], int(person["phieu"]), int(person["khong"]) if "khong" in person else None)
            for person in people
        ),
        valid=figures.get("hop_le", base),
        issued=figures.get("phat_ra"),
        collected=figures.get("thu_vao"),
        invalid=figures.get("khong_hop_le"),
        # where delegates are elected no rule at hand says for how many a paper may vote
        alternates=0 if "chuc_danh.dai_bieu_len" in values.flags else None,
    )


def outcome(template: FormTemplate, values: FormValues) -> list[Counted]:
    """Everybody of the record from most votes to fewest, with what the figures say of them."""
    against = {person["ten"]: int(person["khong"]) for person in values.lists["ket_qua"] if "khong" in person}
    places, _ = elect(_ballot(template, values))
    return [
        Counted(
            place.name,
            place.votes,
            against.get(place.name),
            shown(place.share, percent=True),
            OUTCOMES.get(place.fate, OUTCOMES[Fate.LOWER]),
        )
        for place in places
    ]
