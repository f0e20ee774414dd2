"""The word that opens an answer to a yes/no question, derived from the question and the quoted words of one rule.

Pure but for reading reviewed data once. Used twice: the composer asks which head the rules give, the verifier asks
again before the head is shown. People's words for an act are not the rule's, so *which act a rule decides* is reviewed
data (``corpus.shipped.decisions``); *what it says of the act* is read here from the words of the rule, and *what is
asked* from the question. A wrong head is far worse than none: none is given where two things are asked, where a
condition or denial of the question is no part of the reviewed act, where a figure is not told, and where any other
entry says the opposite.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from assistant.heads.acts import left_open, of_act, other_act, other_figures, says_more
from assistant.heads.asked import JUDGED, Complaint, Form, PolarQuestion, read_asked
from assistant.heads.figures import Limit, Told, comparable, limit_of, told_of
from corpus.core.display import last_known_frame
from corpus.core.phrases import LazyPattern, words_of
from corpus.core.registry import Force, Standing
from corpus.core.text import fold, inside
from corpus.shipped.decisions import Decision, load_decisions, strangers


@dataclass(frozen=True, slots=True)
class Opening:
    """A head and the entry that gives it.

    Attributes:
        word: what opens the answer.
        decision: the entry.
        figure: a figure of the question that the rule puts right.
        article: an article named in the question that is not the rule's own.
        loose: a yes that leaves words of the question aside; it only contradicts others, and is never shown.
    """

    word: str
    decision: Decision
    figure: str = ""
    article: str = ""
    loose: bool = False


_ARTICLES = {"dieu": "Điều", "muc": "mục"}


class _DerivingWords:
    """What is looked for in a question beside its act: the part ``deriving`` of ``words.toml``, told there."""

    not_now: LazyPattern
    more: LazyPattern
    set_against: LazyPattern
    special: LazyPattern
    claimed: LazyPattern
    of_figure: LazyPattern
    expired: LazyPattern
    in_time: LazyPattern
    keeps: LazyPattern
    documents: re.Pattern[str]
    article: re.Pattern[str]
    long_ago: re.Pattern[str]
    wait: re.Pattern[str]
    enough: re.Pattern[str]
    back: re.Pattern[str]
    back_after: re.Pattern[str]
    of_rule: re.Pattern[str]
    says_who: re.Pattern[str]
    any_harm: re.Pattern[str]
    ahead: frozenset[str]


_WORDS = words_of(Path(__file__).with_name("words.toml"), _DerivingWords, "deriving")


def derive(asked: str, record: str, path: str, quote: str) -> Opening | None:
    """The head that ``quote`` gives to the question ``asked``, or ``None`` where it does not decide.

    Args:
        asked: the question with what was told around it, as the user wrote it.
        record: id of the record that the rule stands in.
        path: place of the rule in the record.
        quote: the words of the rule.
    """
    for head in heads_for(asked):
        entry = head.decision
        if entry.record == record and _at(entry.place, path) and entry.words in quote:
            return head
    return None


def heads_for(asked: str) -> tuple[Opening, ...]:
    """The heads that reviewed acts give to a question; empty where two of them differ."""
    found = _reviewed(asked)
    if len({head.word for head in found}) != 1:
        return ()
    return tuple(head for head in found if not head.loose)


@lru_cache(maxsize=256)
def _reviewed(asked: str) -> tuple[Opening, ...]:
    question = read_asked(asked)
    if question is None:
        return ()
    whole = _whole(question)
    if _WORDS.not_now.search(whole) or _WORDS.special.search(whole) or _WORDS.more.search(whole):
        return ()
    return tuple(head for decision in load_decisions() if (head := _head(question, decision, whole)) is not None)


def _whole(question: PolarQuestion) -> str:
    """All that was said, without the words that ask."""
    return f"{question.whole} . {question.after}"


def worded(head: Opening, standing: Standing) -> str:
    """A head as it is shown: of a rule that is no longer in force, it says so."""
    word = head.word
    if head.figure and head.decision.limit is not None:
        word = f"{word}, không phải {head.figure}: quy định là “{head.decision.limit.words}”"
    if head.article:
        word = f"{word}, không phải {head.article}: nội dung này ở {_article(head.decision.place)}"
    if standing.force in {Force.SUPERSEDED, Force.EXPIRED}:
        label = last_known_frame(standing)[0].removesuffix("“").rstrip(": ")
        return f"{word}, theo {label[:1].lower()}{label[1:]}."
    return f"{word}."


def _at(place: str, path: str) -> bool:
    """Whether a path of the digest, or the same place of an official text, is meant."""
    return path in (place, re.sub(r"-\d+$", "", place))


def _head(question: PolarQuestion, decision: Decision, whole: str) -> Opening | None:
    if not _of_document(decision, whole):
        return None
    if decision.unless is not None and decision.unless.search(whole):
        return None
    taken: list[tuple[int, int]] = []
    for group in decision.about:
        spans = [match.span() for match in group.finditer(whole)]
        if not spans:
            return None
        taken += spans
    if any(not inside(match.start(), taken) for match in strangers()[0].finditer(whole)):
        return None
    if decision.also is not None:
        taken += [match.span() for match in decision.also.finditer(whole)]
    if decision.given is not None:
        limit, told = limit_of(decision.given), told_of(decision.given, whole)
        if limit is None or told is None or not comparable(limit, told) or not limit.kept(told.value):
            return None
        taken += told.spans
    if decision.limit is not None:
        return _of_figure(question, decision, whole, taken)
    found = of_act(question, decision, whole, taken)
    head = _worded(question, decision, found[0]) if found is not None else None
    if head is None or found is None:
        return None
    return replace(head, loose=found[1] and head.word in {"Có", "Đúng"})


def _of_document(decision: Decision, whole: str) -> bool:
    """Whether a rule is of a document that the question names, where it names any; never of a time that is past."""
    named = {number for numbers in _WORDS.documents.findall(whole) for number in re.findall(r"\d+", numbers)}
    own = re.findall(r"\d+", decision.record)[:1]
    if named:
        return bool(named & {*own}) or (decision.called is not None and bool(decision.called.search(whole)))
    return not _WORDS.long_ago.search(whole)


def _article(place: str) -> str:
    """The article or section of a place, as people name it; empty for a place without one."""
    found = re.match(r"(d|m)?(\d+(?:\.\d+)*)(?![^.-])", place)
    return f"{'Điều' if found[1] == 'd' else 'mục'} {found[2]}" if found else ""


def _named_elsewhere(question: PolarQuestion, decision: Decision) -> str:
    """The article that the question names, where it is not the rule's own."""
    named = {f"{_ARTICLES[kind]} {number}" for kind, number in _WORDS.article.findall(question.whole)}
    if not named:
        return ""
    own = _article(decision.place)
    return "" if own in named else min(named)


def _of_another(question: PolarQuestion, decision: Decision) -> bool:
    """Whether a belief is about what a document says by name that is not the rule's own."""
    called = {other.called for other in load_decisions() if other.called is not None} - {decision.called}
    return question.form is Form.BELIEF and any(name.search(question.whole) for name in called)


def _worded(question: PolarQuestion, decision: Decision, truth: bool, figure: str = "") -> Opening | None:
    """The head for a truth; an article named wrongly makes a belief wrong, and leaves any other question open."""
    if truth and _of_another(question, decision):
        return None
    if question.form is Form.BELIEF and not truth and _WORDS.set_against.search(question.whole):
        return None  # what is believed and what it is set against may both be named
    elsewhere = _named_elsewhere(question, decision)
    if elsewhere and not figure and not (question.form is not Form.BELIEF and not truth):
        if _WORDS.says_who.search(question.said):
            return None  # who does it may be believed wrongly too
        belief = question.form is Form.BELIEF and truth and not question.turned and _article(decision.place)
        return Opening("Không", decision, article=elsewhere) if belief else None
    if question.form is Form.BELIEF and question.turned:
        return Opening("Đúng", decision) if truth else None  # "có sai không?": a no would be read both ways
    if truth != question.turned:
        if question.turned and _WORDS.any_harm.search(question.said):
            return None  # to "có sao không?" a yes would be read both ways
        if question.until:
            return None  # "được chưa" is answered "rồi", never "có"
        return Opening("Đúng" if question.form is Form.BELIEF else "Có", decision)
    # "Em hiểu vậy đúng chưa?" asks about a belief, not about a time.
    yet = question.until and question.form is not Form.BELIEF
    return Opening("Chưa" if yet else "Không", decision, figure)


def _of_figure(question: PolarQuestion, decision: Decision, whole: str, taken: list[tuple[int, int]]) -> Opening | None:
    """The head where the rule is itself a figure: the question's figure of the same quantity keeps or breaks it."""
    count = decision.limit
    limit, told = (limit_of(count), told_of(count, whole)) if count is not None else (None, None)
    if count is None or limit is None or told is None:
        return None
    taken = [*taken, *told.spans]
    if decision.act is not None:
        acts = [*decision.act.finditer(whole)]
        if not acts:
            return None
        taken += [match.span() for match in acts]
    if left_open(whole[: len(question.whole)], taken, None) or other_act(question, whole, taken):
        return None
    if question.side is not None or (question.form is Form.MUST and _WORDS.wait.search(question.said)):
        return _of_side(question, decision, limit, told, taken)
    if question.form is Form.BELIEF and not count.of:
        head = _of_belief(question, decision, told)
        return None if head is not None and head.word == "Đúng" and other_figures(question, taken, "") else head
    if not comparable(limit, told):
        return None
    kept = limit.kept(told.value)
    if question.form is not Form.MUST and _misjudged(question, decision, limit, told):
        return None
    if kept and not (count.enough or question.turned or _WORDS.of_figure.search(question.said)):
        return None
    if kept != question.turned and says_more(question, taken, told.written or whole[told.at : told.at + 1]):
        return None
    if question.form is Form.MUST:
        return _of_belief(question, decision, told) if told.claimed and not told.happened else None
    return _worded(question, decision, kept)


def _misjudged(question: PolarQuestion, decision: Decision, limit: Limit, told: Told) -> bool:
    """Whether keeping or breaking the rule is not what is asked, though the figure tells which of them it is.

    Enough, in time and expired each look to one side only; a figure told as "more than" the rule's own lies beyond it.
    """
    side = limit.side(told.value)
    if told.bound in {"gt", "lt"} and told.value == limit.low:
        return True
    if _WORDS.enough.search(question.said):
        return side > 0
    if _WORDS.expired.search(question.said):
        return not limit.bounds(-1) or limit.bounds(1)
    late = -1 if _ahead(decision) else 1
    return bool(_WORDS.in_time.search(question.said)) and side not in (0, late)


def _ahead(decision: Decision) -> bool:
    """Whether the rule counts its time back from an event: there the smaller figure is the later one."""
    return decision.limit is not None and not _WORDS.ahead.isdisjoint(
        fold(f"{decision.words} {decision.limit.words}").split()
    )


def _of_side(
    question: PolarQuestion, decision: Decision, limit: Limit, told: Told, taken: list[tuple[int, int]]
) -> Opening | None:
    """The head where too late, too early, too few or too many is asked; or, of a wait, whether it is not yet over.

    Nothing is said where the rule has no bound on that side, or where it is broken on the other.
    """
    if question.form is Form.BELIEF or not comparable(limit, told) or told.bound in {"ge", "le"}:
        return None
    ahead, at = _ahead(decision), _whole(question)
    told_ahead = bool(_WORDS.back.search(at[: told.at]) or _WORDS.back_after.search(at[told.at :]))
    if question.side not in (Complaint.FEW, Complaint.MANY) and (not limit.timed or ahead is not told_ahead):
        return None
    late = -1 if ahead else 1
    wanted = {Complaint.LATE: late, Complaint.EARLY: -late, Complaint.FEW: -1, Complaint.MANY: 1, None: -1}[
        question.side
    ]
    side = limit.side(told.value)
    if not limit.bounds(wanted) or side == -wanted or (told.bound and told.value == limit.low):
        return None
    if question.side is None:
        return Opening("Có", decision) if side and not told.claimed and not question.until else None
    if not side and question.side is Complaint.EARLY and not (decision.limit and decision.limit.enough):
        return None  # what else has to be waited for is not compared
    if side and says_more(question, taken, told.written):
        return None
    return _worded(question, decision, not side)


def _asking(question: PolarQuestion) -> str:
    """The last sentence before the words that ask, where it holds more than those; else the one before it too."""
    return question.said.rsplit(". ", 1)[-1]


def _of_belief(question: PolarQuestion, decision: Decision, told: Told) -> Opening | None:
    """A figure that is believed to be the rule's: right only where it is the same, and bounded on no other side."""
    limit = limit_of(decision.limit) if decision.limit else None
    if limit is None or (limit.low < 1 and told.value > 1):
        return None  # a share is not told in heads
    if limit.high is not None:
        if told.value in (limit.low, limit.high):
            return None
        return _worded(question, decision, False, told.written) if not limit.low < told.value < limit.high else None
    if told.value == limit.low:
        strict = limit.bound in {"gt", "lt"}
        same = told.bound == limit.bound or not (strict or (told.bound and limit.bound))
        return _worded(question, decision, True) if same else None
    if JUDGED.search(_asking(question)):
        return None
    if told.happened:  # a case that breaks the rule, and no figure believed to be the rule's
        return None if limit.kept(told.value) else _worded(question, decision, False)
    of_rule = _WORDS.of_rule.search(question.said) and not _WORDS.keeps.search(question.said)
    if limit.kept(told.value) and not of_rule and not (told.claimed and _WORDS.claimed.search(question.said)):
        return None  # a case that keeps the rule, not what the rule is believed to say
    return _worded(question, decision, False, told.written)
