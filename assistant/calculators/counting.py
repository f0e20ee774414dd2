"""The arithmetic of a counting record, and who is elected by it. Pure.

Nothing here is law: how many votes are needed and who counts is the base's (``assistant.sums``); which rule a check or
an outcome rests on is data (``calculators.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.calculators.names import Candidate
from assistant.calculators.results import CountedPerson, Fate
from assistant.parsing.formulas import shown

NAMED = 5
"""People named in a finding; of more the number is told."""
HALF_UNIT = Fraction(1, 20_000)
"""Half of a hundredth of a percent: how far a share rounded to two places may be from the exact one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What a record says. ``base`` and ``needed`` come from the rule; ``None`` where the record does not tell.

    ``alternates`` is set where delegates are elected; ``again`` marks a ballot among people with as many votes,
    ``third`` the third one for the secretary of a branch.
    """

    base: int
    needed: int
    seats: int
    candidates: tuple[Candidate, ...]
    valid: int
    issued: int | None = None
    collected: int | None = None
    uncollected: int | None = None
    invalid: int | None = None
    alternates: int | None = None
    again: bool = False
    third: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it holds, the arithmetic as written, and what is wrong."""

    name: str
    holds: bool
    arithmetic: str
    words: str = ""


def assess(ballot: Ballot) -> list[Check]:
    """All checks that the record gives figures for, in the order of the record."""
    return [
        *_papers(ballot),
        *_people(ballot),
        *_total(ballot),
        *_shares(ballot),
    ]


def _papers(ballot: Ballot) -> Iterator[Check]:
    issued, collected = ballot.issued, ballot.collected
    if issued is not None and collected is not None:
        missing = ballot.uncollected if ballot.uncollected is not None else max(issued - collected, 0)
        together = collected + missing
        words = ""
        if collected > issued:
            words = f"Thu về {collected} phiếu, nhiều hơn {collected - issued} phiếu so với phát ra."
        elif together != issued:
            words = f"Thu về cộng không thu lại là {together}, lệch {abs(together - issued)} phiếu so với phát ra."
        yield Check("collected", not words, f"{issued} {_sign(issued, together)} {collected} + {missing}", words)
    if collected is not None and ballot.invalid is not None:
        together = ballot.valid + ballot.invalid
        words = f"Hợp lệ cộng không hợp lệ là {together}, lệch {abs(together - collected)} phiếu so với thu về."
        fits = together == collected
        arithmetic = f"{collected} {_sign(collected, together)} {ballot.valid} + {ballot.invalid}"
        yield Check("split", fits, arithmetic, "" if fits else words)
    given_out = issued if issued is not None else ballot.valid
    fits = given_out <= ballot.base
    words = (
        f"{given_out} phiếu, nhiều hơn mẫu số {ballot.base} người: có người ngoài mẫu số đã bỏ phiếu, hoặc mẫu số sai."
    )
    yield Check("called", fits, f"{given_out} {'≤' if fits else '>'} {ballot.base}", "" if fits else words)


def _sign(whole: int, together: int) -> str:
    return "=" if whole == together else "≠"


def _people(ballot: Ballot) -> Iterator[Check]:
    above = [each for each in ballot.candidates if each.votes > ballot.valid]
    most = max((each.votes for each in ballot.candidates), default=0)
    words = f"Nhiều phiếu hơn số phiếu hợp lệ ({ballot.valid}): {_named(above)}." if above else ""
    yield Check("each", not above, f"{most} {'>' if above else '≤'} {ballot.valid}", words)
    told = [each for each in ballot.candidates if each.against is not None]
    if told:
        over = [each for each in told if each.votes + (each.against or 0) > ballot.valid]
        worst = max(told, key=lambda each: each.votes + (each.against or 0))
        words = f"Đồng ý cộng không đồng ý nhiều hơn số phiếu hợp lệ ({ballot.valid}): {_named(over)}." if over else ""
        arithmetic = f"{worst.votes} + {worst.against} {'>' if over else '≤'} {ballot.valid}"
        yield Check("both", not over, arithmetic, words)


def _total(ballot: Ballot) -> Iterator[Check]:
    if ballot.alternates is not None:
        return  # no rule known says for how many a paper may vote where alternates are taken from the same list
    total, most = sum(each.votes for each in ballot.candidates), ballot.valid * ballot.seats
    fits = total <= most
    words = f"Tổng số phiếu bầu là {total}, nhiều hơn mức cao nhất có thể ({most})."
    arithmetic = f"{total} {'≤' if fits else '>'} {ballot.valid} × {ballot.seats} = {most}"
    yield Check("total", fits, arithmetic, "" if fits else words)


def _shares(ballot: Ballot) -> Iterator[Check]:
    told = [each for each in ballot.candidates if each.share is not None]
    wrong = [each for each in told if not _is_share(each, ballot.base)]
    if not told:
        return
    first = wrong[0] if wrong else told[0]
    exact = shown(Fraction(first.votes, ballot.base), percent=True)
    words = ""
    if wrong:
        words = f"Tỷ lệ không tính trên mẫu số {ballot.base}: {_named(wrong)}.{_other_base(wrong, ballot)}"
    yield Check("share", not wrong, f"{first.votes} : {ballot.base} = {exact}", words)


def _is_share(each: Candidate, base: int) -> bool:
    return base > 0 and abs(Fraction(each.votes, base) - (each.share or 0)) <= HALF_UNIT


def _other_base(wrong: Sequence[Candidate], ballot: Ballot) -> str:
    """The base that the shares were taken of instead, where one fits them all."""
    others = (("phiếu hợp lệ", ballot.valid), ("phiếu thu về", ballot.collected), ("phiếu phát ra", ballot.issued))
    for name, base in others:
        if base and all(_is_share(each, base) for each in wrong):
            return f" Biên bản đã tính trên số {name} ({base})."
    return ""


def _named(people: Sequence[Candidate]) -> str:
    shown_ = ", ".join(f"{each.name} ({each.votes})" for each in people[:NAMED])
    return f"{shown_} và {len(people) - NAMED} người khác" if len(people) > NAMED else shown_


def elect(ballot: Ballot) -> tuple[tuple[CountedPerson, ...], list[tuple[str, str]]]:
    """Who is elected: the people, most votes first, and what follows as (name of the rule's row, words).

    Among people with as many votes (``again``) half is not asked for. Nobody is chosen where the rule does not choose.
    """
    ranked = sorted(ballot.candidates, key=lambda each: -each.votes)
    enough = [each for each in ranked if ballot.again or each.votes >= ballot.needed]
    fates = dict.fromkeys((each.name for each in ranked), Fate.SHORT)
    notes: list[tuple[str, str]] = []
    elected, tied = _cut(enough, ballot.seats)
    fates |= dict.fromkeys((each.name for each in enough), Fate.LOWER)
    fates |= dict.fromkeys((each.name for each in elected), Fate.ELECTED)
    fates |= dict.fromkeys((each.name for each in tied), Fate.TIED)
    left = ballot.seats - len(elected)
    if tied:
        notes.append(_tied(tied, left, again=ballot.again))
    elif left and ballot.third and not enough:
        notes.append(("third", "Bầu đến lần thứ ba mà không ai đủ số phiếu trúng cử bí thư chi bộ."))
    elif left:
        notes.append(("short", f"Còn thiếu {left} người so với số lượng cần bầu."))
    elif ballot.again:
        notes.append(("tied", "Lấy người có số phiếu cao hơn; lần bầu lại này không cần quá một nửa."))
    elif len(enough) > ballot.seats:
        notes.append(("higher", f"{len(enough)} người đủ phiếu, nhiều hơn số lượng cần bầu {ballot.seats}."))
    if ballot.alternates is not None and not tied and not left:
        rest = [each for each in enough if each not in elected]
        notes += _alternates(rest, ballot.alternates, fates)
    places = tuple(
        CountedPerson(each.name, each.votes, Fraction(each.votes, ballot.base), fates[each.name], _rank(each, ranked))
        for each in ranked
    )
    return places, notes


def _rank(each: Candidate, ranked: Sequence[Candidate]) -> int:
    return 1 + sum(other.votes > each.votes for other in ranked)


def _cut(ranked: Sequence[Candidate], seats: int) -> tuple[list[Candidate], list[Candidate]]:
    """Those who are in for sure, and those with as many votes at the end who are more than the places left."""
    if len(ranked) <= seats:
        return list(ranked), []
    if seats == 0:
        return [], []
    edge = ranked[seats - 1].votes
    above = [each for each in ranked if each.votes > edge]
    level = [each for each in ranked if each.votes == edge]
    if len(above) + len(level) > seats:
        return above, level
    return [*above, *level], []


def _tied(tied: Sequence[Candidate], left: int, *, again: bool) -> tuple[str, str]:
    who = f"{len(tied)} người cùng {tied[0].votes} phiếu, còn cần bầu {left}"
    if again:
        return "tied_again", f"Bầu lại vẫn ngang phiếu: {who}."
    return "tied", f"Ngang phiếu ở cuối danh sách: {who}."


def _alternates(rest: Sequence[Candidate], wanted: int, fates: dict[str, Fate]) -> Iterator[tuple[str, str]]:
    chosen, tied = _cut(rest, wanted)
    fates |= dict.fromkeys((each.name for each in chosen), Fate.ALTERNATE)
    fates |= dict.fromkeys((each.name for each in tied), Fate.ALTERNATE_TIED)
    if chosen:
        yield "alternates", f"{len(chosen)} đại biểu dự khuyết, theo số phiếu từ cao xuống thấp."
    left = wanted - len(chosen)
    if tied:
        yield (
            "alternates_tied",
            f"{len(tied)} người cùng {tied[0].votes} phiếu, còn cần {left} dự khuyết: quy định đã biết chỉ nói cách "
            "chọn khi chuyển dự khuyết thành chính thức, không nói cách chọn ở bước này.",
        )
    elif left:
        yield "alternates_short", f"Còn thiếu {left} đại biểu dự khuyết."
