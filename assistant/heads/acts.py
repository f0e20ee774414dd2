"""What a rule says of a reviewed act, and whether what is asked of that act is so. Pure but for ``words.toml``.

Nothing is decided where the question denies, conditions or names what is no part of the reviewed act; and a yes needs a
question that says hardly more than it.
"""

from __future__ import annotations

import re
from pathlib import Path

from assistant.heads.asked import AGAINST, Form, PolarQuestion
from assistant.heads.figures import figures_in
from assistant.heads.says import Says
from corpus.core.phrases import LazyPattern, words_of
from corpus.core.text import fold, inside
from corpus.shipped.decisions import Decision, strangers


class _ActWords:
    """What is looked for in the words of a rule and of a question: the part ``acts`` of ``words.toml``, told there."""

    free: LazyPattern
    no: LazyPattern
    must: LazyPattern
    may: LazyPattern
    passive: LazyPattern
    harmless: LazyPattern
    burdened: LazyPattern
    set_aside: LazyPattern
    claims_must: LazyPattern
    claims_may: LazyPattern
    denies: re.Pattern[str]
    open: re.Pattern[str]
    measured: re.Pattern[str]
    dated: re.Pattern[str]
    narrows: re.Pattern[str]
    or_else: re.Pattern[str]
    judgement: re.Pattern[str]
    excepts: re.Pattern[str]
    forbids: frozenset[str]
    spares: frozenset[str]
    light: frozenset[str]


_WORDS = words_of(Path(__file__).with_name("words.toml"), _ActWords, "acts")
LEFT_OVER = 2
"""Most other words of the clause that asks which no phrase of the entry takes in, where the head is a yes or calls a
belief right: of 25 yeses given to unseen questions three were wrong, of 82 other heads one; of a bank's beliefs called
right 94 of 126 were so without this, 65 of 77 with it (``docs/measurements.md``)."""


def says(words: str) -> Says:
    """What the quoted words of a rule say of the act: the force that governs them; a plain statement obliges."""
    key = _WORDS.passive.compiled.sub("", fold(words))
    if _WORDS.excepts.search(key):
        return Says.MAY  # what a prohibition excepts
    if _WORDS.free.search(key):
        return Says.FREE
    if _WORDS.no.search(key):
        return Says.NO
    if _WORDS.must.search(key):
        return Says.MUST
    return Says.MAY if _WORDS.may.search(key) else Says.MUST


def of_act(
    question: PolarQuestion, decision: Decision, whole: str, taken: list[tuple[int, int]]
) -> tuple[bool, bool] | None:
    """Whether what is asked is so, by the one act that the question names; ``None`` where it cannot be said.

    The second value tells that a yes would leave words of the question aside.
    """
    if question.side is not None or (question.form is Form.BELIEF and _WORDS.judgement.search(question.said)):
        return None  # an act is not late or too many; "… là sai, đúng không?" believes the opposite of the act
    counters = [*decision.counter.finditer(question.said)] if decision.counter else []
    acts = [*decision.act.finditer(question.said)] if decision.act else []
    acts = [act for act in acts if not any(c.start() < act.end() and act.start() < c.end() for c in counters)]
    if acts and counters and all(_denied(question, act, whole, taken)[0] for act in acts):
        taken += [act.span() for act in decision.act.finditer(whole)] if decision.act else []
        acts = []  # "chỉ trong tỉnh, không phải cả nước" says one thing twice
    if bool(acts) == bool(counters):
        return None
    match = (acts or counters)[0]
    shift = whole.find(match[0])
    pattern = decision.act if acts else decision.counter
    taken += [other.span() for other in pattern.finditer(whole)] if pattern and shift >= 0 else []
    denied, how = _denied(question, match, whole, taken)
    if left_open(whole[: len(question.whole)], taken, denied) or other_act(question, whole, taken):
        return None
    positive = bool(acts) != bool(denied)
    truth = _true(says(decision.words), _modality(question, how), positive)
    if truth is None:
        return None
    if truth == question.turned:
        return truth, False
    if says_more(question, taken, match[0]):
        return None
    asks = question.form is Form.BELIEF  # "đúng", "phải" count there too
    return truth, _left_over(question, taken, match[0]) > LEFT_OVER + asks


def _denied(
    question: PolarQuestion, match: re.Match[str], whole: str, taken: list[tuple[int, int]]
) -> tuple[tuple[int, int] | None, str]:
    """Where the question denies the act it asks about, and with which word."""
    found = _WORDS.denies.search(question.said[: match.start()])
    if found is None:
        return None, ""
    start = whole.rfind(question.said[found.start() : match.end()])
    act = start + match.start() - found.start()
    # A phrase that takes in the denial and the act too ("không hợp lệ") leaves the act denied.
    if start >= 0 and any(
        a <= start < b <= act and not match[0].startswith(whole[a:b]) for a, b in taken if whole[a:b] != match[0]
    ):
        return None, ""
    return (start, start + len(found["how"])), found["how"]


def left_open(text: str, taken: list[tuple[int, int]], denied: tuple[int, int] | None) -> bool:
    """Whether the question denies or conditions something that no phrase of the entry takes in."""
    harmless = [match.span() for phrase in (_WORDS.harmless, AGAINST) for match in phrase.finditer(text)]
    for match in _WORDS.open.finditer(text):
        at = match.start()
        if not inside(at, [*taken, *harmless]) and not (denied is not None and denied[0] <= at < denied[1] + 1):
            return True
    return False


def other_act(question: PolarQuestion, whole: str, taken: list[tuple[int, int]]) -> bool:
    """Whether the asking sentence names an act that the entry does not know."""
    start = max(whole.find(question.said), 0)
    return any(
        not inside(match.start(), taken) for match in strangers()[1].finditer(whole, start, start + len(question.said))
    )


def says_more(question: PolarQuestion, taken: list[tuple[int, int]], act: str) -> bool:
    """Whether a yes would confirm what nobody compared: a figure, or a word that makes more of the act."""
    said = (*_WORDS.narrows.finditer(question.whole, _clause(question, act)), *_WORDS.burdened.finditer(question.whole))
    before = question.whole[: max(question.whole.rfind(question.said), 0)]
    if _WORDS.or_else.match(question.after) or _WORDS.set_aside.search(before) or other_figures(question, taken, act):
        return True
    return any(not inside(match.start(), taken) for match in said)


def _left_over(question: PolarQuestion, taken: list[tuple[int, int]], act: str) -> int:
    """How many words of the clause that asks no phrase of the entry takes in."""
    words = re.compile(r"[a-z]{2,}").finditer(question.whole, _clause(question, act))
    judged = _WORDS.judgement.search(question.whole) if question.turned else None
    end = judged.start() if judged else len(question.whole)
    return sum(word[0] not in _WORDS.light and word.start() < end and not inside(word.start(), taken) for word in words)


def _clause(question: PolarQuestion, act: str) -> int:
    """Where the clause begins that speaks of the act and asks."""
    said = max(question.whole.rfind(question.said), 0)
    at = question.whole.find(act, said)
    return max(question.whole.rfind(mark, said, max(at, said)) for mark in (", ", "; ", ": ")) + 1 or said


def other_figures(question: PolarQuestion, taken: list[tuple[int, int]], act: str) -> bool:
    """Whether the question holds a figure that the entry does not know.

    In a belief and in the clause that asks any figure counts, elsewhere only a share or a time.
    """
    text, clause = question.whole, _clause(question, act)
    for figure in figures_in(text):
        measured = _WORDS.measured.search(text[figure.start() : figure.end() + 8])
        bare = question.form is not Form.BELIEF and not measured and figure.start() < clause
        year = len(figure[0]) == len("2026") or _WORDS.dated.search(text[: figure.start()])
        if not (bare or year or inside(figure.start(), taken)):
            return True
    return False


def _modality(question: PolarQuestion, how: str) -> Form:
    """What is asked of the act: that it may, must or does happen. Denied, "không được" forbids, "khỏi" spares."""
    if how in _WORDS.forbids:
        return Form.MUST
    if how in _WORDS.spares:
        return Form.MAY
    if question.form is not Form.BELIEF:
        return question.form
    if _WORDS.claims_must.search(question.said):
        return Form.MUST
    return Form.MAY if _WORDS.claims_may.search(question.said) else Form.IS


def _true(force: Says, asked: Form, positive: bool) -> bool | None:
    """Whether an act (or, not ``positive``, leaving it) may, must or does happen under a rule of some force."""
    if force is Says.MUST:
        return positive
    if force is Says.NO:
        return not positive
    if force is Says.MAY:
        if positive:
            return True if asked is Form.MAY else None
        return False if asked is Form.MUST else None
    if positive:
        return False if asked is Form.MUST else None
    return True if asked is Form.MAY else None
