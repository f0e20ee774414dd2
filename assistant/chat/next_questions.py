"""Which questions may be asked next: those kept for the rules around the answer's own, checked first. Pure.

A suggestion is one of the reviewed everyday questions of a neighbouring rule of the same topic. It is shown only once
the assistant, asked in spare time with the same day and level, answers it openly from that very rule: so a press never
leads to a refusal or to another rule. How the assistant is asked is handed in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.chat.tools import rests_on
from assistant.model import Answer, Question, Status, Turn
from corpus.core.model import Document, Level, Provision
from corpus.core.registry import Registry
from corpus.core.text import fold

SHOWN = 3
"""Suggestions beside an answer."""
TRIED = 6
"""Most suggestions that are checked for one answer."""
LAST = 2
"""Questions of a rule, counted from the end, that a suggestion may be."""
LONGEST = 100
"""Longest suggestion, in characters: a longer one tells a story of its own."""
KEPT = 2_000
"""Findings that are remembered; the oldest are forgotten."""

Ask = Callable[[Question], Awaitable[Answer | None]]
"""Asks the assistant in spare time; ``None`` when there is none, which ends the search for suggestions."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question and the id of the rule that must answer it."""

    question: str
    provision: str


def neighbours(own: Sequence[str], registry: Registry, asked: Sequence[str]) -> Iterator[Suggestion]:
    """Suggestions not yet checked, the nearest rules first; none for an answer that rests on no rule.

    Args:
        own: ids of the rules that the answer rests on, the first one first.
        registry: the documents in use.
        asked: what was asked in this conversation, this question included.
    """
    found = registry.provision(own[0]) if own else None
    if found is None:
        return
    first, document = found
    known = {_spoken(text) for text in asked}
    for provision in _around(first, document, registry):
        # the last questions of a place are worded for everybody, the first are colloquial
        short = [question for question in provision.asked_as[-LAST:] if len(question) <= LONGEST]
        if provision.id in own or not short:
            continue
        question = short[-1]
        if _spoken(question) not in known and _spoken(question) not in map(_spoken, first.asked_as):
            yield Suggestion(question, provision.id)


def _around(first: Provision, document: Document, registry: Registry) -> Iterator[Provision]:
    """Rules that share a topic: of the same document from near to far, then of the others in their order."""
    topics = set(first.topics)
    at = document.provisions.index(first)
    near = sorted(range(len(document.provisions)), key=lambda index: (abs(index - at), -index))
    yield from (document.provisions[index] for index in near if topics & set(document.provisions[index].topics))
    for other in registry.documents.values():
        if other.id != document.id:
            yield from (provision for provision in other.provisions if topics & set(provision.topics))


def _spoken(text: str) -> str:
    return " ".join(fold(text).split()).rstrip("?. ")


def answers(answer: Answer, suggestion: Suggestion, registry: Registry) -> bool:
    """Whether an answer to a suggestion is one, given openly from its rule."""
    return answer.status is Status.ANSWERED and suggestion.provision in rests_on(answer, registry)


class NextQuestions:
    """Looks for suggestions that the assistant answers, and remembers which it does.

    Args:
        ask: see ``Ask``.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._found: OrderedDict[tuple[str, date | None, Level | None, str], bool] = OrderedDict()

    async def beside(self, answer: Answer, question: Question, registry: Registry) -> list[str]:
        """Up to ``SHOWN`` questions to ask next; fewer, or none, where nobody has time to check them.

        Args:
            answer: to which they are shown; only an answered question has any.
            question: as it was asked; its day and level hold for the suggestions, its history does not.
            registry: the documents in use.
        """
        if answer.status is not Status.ANSWERED:
            return []
        asked = replace(question, history=(*question.history, Turn(answer.standalone)))
        return await self.after(rests_on(answer, registry), asked, registry, answer.fingerprints.get("index", ""))

    async def after(self, own: Sequence[str], question: Question, registry: Registry, index: str) -> list[str]:
        """The same, where the answer itself is not at hand.

        Args:
            own: ids of the rules that the answer rests on.
            question: as it was asked, with what was asked before.
            registry: the documents in use.
            index: name of the index in use; findings hold for it alone.
        """
        shown: list[str] = []
        asked = [turn.question for turn in question.history] + [question.text]
        for tried, suggestion in enumerate(neighbours(own, registry, asked)):
            if tried == TRIED or len(shown) == SHOWN:
                break
            if (good := await self._check(suggestion, question, registry, index)) is None:
                break
            if good:
                shown.append(suggestion.question)
        return shown

    async def _check(self, suggestion: Suggestion, question: Question, registry: Registry, index: str) -> bool | None:
        key = (suggestion.question, question.as_of, question.level, index)
        if key in self._found:
            self._found.move_to_end(key)
            return self._found[key]
        given = await self._ask(replace(question, text=suggestion.question, history=()))
        if given is None:
            return None
        self._found[key] = answers(given, suggestion, registry)
        if len(self._found) > KEPT:
            self._found.popitem(last=False)
        return self._found[key]
