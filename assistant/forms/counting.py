"""Whether the figures of a counting record fit one another, and who is elected by them. Pure.

The share that elects is the form's own data with its source; nothing here is law but that votes are whole and that a
part is no larger than its whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.forms.entry import FormValues
from assistant.forms.library import FormTemplate


@dataclass(frozen=True, slots=True)
class Counted:
    """One person of the record: votes, their part of the base, and the outcome in words."""

    name: str
    votes: int
    against: int | None
    percent: str
    outcome: str


def check_count(values: FormValues) -> None:
    """Write into ``values.errors`` what does not fit; nothing where a figure is missing."""
    figures = values.figures
    if not {"phat_ra", "thu_vao", "hop_le", "khong_hop_le", "co_so"} <= set(figures):
        return
    out, back = figures["phat_ra"], figures["thu_vao"]
    valid, invalid, base = figures["hop_le"], figures["khong_hop_le"], figures["co_so"]
    wrong = values.errors
    if back > out:
        wrong["thu_vao"] = f"Thu vào {back} phiếu nhưng chỉ phát ra {out} phiếu."
    if valid + invalid != back:
        wrong["hop_le"] = f"Hợp lệ {valid} + không hợp lệ {invalid} = {valid + invalid}, khác số thu vào {back}."
    summoned, present = figures.get("trieu_tap"), figures.get("co_mat")
    if summoned is not None and base > summoned:
        wrong["co_so"] = f"Cơ số {base} lớn hơn số được triệu tập {summoned}."
    elif out > base:
        wrong["co_so"] = f"Cơ số {base} nhỏ hơn số phiếu phát ra {out}; ai được phát phiếu cũng được tính vào cơ số."
    if present is not None and out > present:
        wrong["phat_ra"] = f"Phát ra {out} phiếu nhưng chỉ có {present} người có mặt."
    if present is not None and summoned is not None and present > summoned:
        wrong["co_mat"] = f"Có mặt {present} người, nhiều hơn số được triệu tập {summoned}."
    if "ket_qua" in values.lists and not wrong:
        problem = _people(values, valid, figures.get("so_bau"))
        if problem:
            wrong["ket_qua"] = problem


def _people(values: FormValues, valid: int, places: int | None) -> str:
    people = values.lists["ket_qua"]
    sides = {"khong" in person for person in people}
    if len(sides) > 1:
        return "Có dòng ghi số phiếu không đồng ý, có dòng không; xin ghi cùng một kiểu."
    for person in people:
        votes, against = int(person["phieu"]), int(person.get("khong", "0"))
        if votes + against > valid:
            told = f"{votes} + {against} = {votes + against}" if "khong" in person else str(votes)
            return f"Dòng {person['tt']}: {told} phiếu, nhiều hơn {valid} phiếu hợp lệ."
    if places is not None:
        if sides == {True} and len(people) > places:
            return f"Danh sách {len(people)} người, cần bầu {places}: có số dư thì không ghi cột không đồng ý."
        if len(people) < places:
            return f"Danh sách có {len(people)} người, ít hơn {places} người cần bầu."
        total = sum(int(person["phieu"]) for person in people)
        alternates = (
            "chuc_danh.dai_bieu_len" in values.flags
        )  # for how many a paper may vote then, no rule at hand says
        if not alternates and total > valid * places:
            return f"Tổng {total} phiếu bầu, nhiều hơn {valid} phiếu hợp lệ × {places} người."
    return ""


def outcome(template: FormTemplate, values: FormValues) -> list[Counted]:
    """Everybody of the record from most votes to fewest, with what the figures say of them."""
    over, under = template.share
    base, places = values.figures["co_so"], values.figures.get("so_bau", 0)
    people = sorted(values.lists["ket_qua"], key=lambda person: (-int(person["phieu"]), int(person["tt"])))
    enough = [person for person in people if int(person["phieu"]) * under > base * over]
    last = int(enough[places - 1]["phieu"]) if places and len(enough) > places else -1
    tied = last >= 0 and int(enough[places]["phieu"]) == last
    found = []
    for person in people:
        votes = int(person["phieu"])
        if person not in enough:
            words = "Không đủ số phiếu"
        elif not places or len(enough) <= places or votes > last:
            words = "Trúng cử"
        elif votes == last:
            words = "Ngang phiếu, chưa xác định" if tied else "Trúng cử"
        else:
            words = "Quá một nửa, không thuộc số cần bầu"
        against = int(person["khong"]) if "khong" in person else None
        found.append(Counted(person["ten"], votes, against, percent(votes, base), words))
    return found


def percent(part: int, whole: int) -> str:
    """``53,57 %``, rounded half up to two places."""
    hundredths = (part * 20000 + whole) // (2 * whole)
    return f"{hundredths // 100},{hundredths % 100:02d} %"
