"""Whether a turn leans on the one before it, and what its words ask for. Pure."""

from __future__ import annotations

import re
from functools import cache

from assistant.question.patterns import pattern
from assistant.question.smalltalk import without_courtesy
from assistant.turns.pointing import called_by_name
from assistant.turns.things import NO_SUBJECT, things_of
from assistant.turns.words import expression, lean, marked
from corpus.core.text import fold, inside, syllables
from corpus.vietnamese.contentwords import content_words
from indexing.keys import is_accented

MAX_WORDS = 14
"""Longest turn, in words, that may lean on the one before it."""
MAX_POINTING = 20
"""Longest follow-up, in words, that opens by pointing at the document spoken of ("nó còn hiệu lực không …")."""
MAX_SWAP = 8
"""Longest follow-up, in words, that only changes a figure of the question before it."""
MOST_OF_SOURCE = 2
"""Most content words of its own of a turn that only asks for the source of the answer before."""
_NUMBER = re.compile(r"\b(?:so )?\d+(?:-[\w/]+)?(?: nam \d{4})?\b")
OWN_THINGS = 5
"""Words from which a turn that names a thing of its own stands alone."""


def is_follow_up(text: str, before: str = "") -> bool:
    """Whether a question leans on the one before it; where that is given, so does one that points at a noun of it."""
    key = fold(text)
    words = key.split()
    if len(words) <= MAX_POINTING and pattern("points_at_document").search(key):
        return True
    if len(words) > MAX_WORDS:
        return False
    if lean("new").search(key) or lean("own_state").search(fold(without_opening(text))):
        return False
    if lean("corrects").search(key):
        return True
    own = len(words) >= OWN_THINGS and any(thing.group not in NO_SUBJECT for thing in things_of(text))
    if (
        asks_whole_text(text)
        or lean("opening").search(key)
        or (not own and any(lean(n).search(key) for n in ("source", "where", "reason", "form")))
    ):
        return True
    if pattern("leans").search(key) or pattern("points_back").search(key) or lean("pointing").search(key):
        return True
    if supposes(without_opening(text)) and not asks(text):
        return True
    if before and called_by_name(text, before) is not None:
        return True
    if lean("figure").search(key) or (lean("ellipsis").search(key) and len(words) <= MAX_SWAP):
        return True
    named = [thing for thing in things_of(text) if thing.group not in NO_SUBJECT]
    return not named or len(words) < OWN_THINGS


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"^(?:{expression('marked', 'opening')}\s+)+", re.IGNORECASE)


@cache
def _ending() -> re.Pattern[str]:
    ending = expression("marked", "ending")
    return re.compile(rf"\s*{ending}[\s?.!]*$|(?<![\s?.!])[\s?.!]+$", re.IGNORECASE)


def bare(text: str) -> str:
    """A turn without the words that only open or close it ("còn … thì sao?")."""
    return _ending().sub("", _opening().sub("", text)).strip()


def without_opening(text: str) -> str:
    """A turn without the words that only open it ("thế còn", "vậy")."""
    return _opening().sub("", without_courtesy(text)).strip()


def supposes(text: str) -> bool:
    """Whether a text opens with what is supposed ("nếu …", "lỡ …")."""
    return bool(lean("condition").search(fold(text)) or marked("supposed").search(text.lower()))


def opens_with_condition(text: str) -> bool:
    """Whether a turn, its opening words aside, begins with a condition ("thế nếu …")."""
    return bool(lean("condition").search(fold(_opening().sub("", text))))


def asks(text: str) -> bool:
    """Whether a turn has a word that asks; one without ("còn bí thư?") only names what is asked about."""
    if lean("asking").search(fold(text)):
        return True
    return bool(marked("doubting").search(text.lower()) and len(text.split()) >= OWN_THINGS)


def asks_where(text: str) -> bool:
    """Whether a turn asks only in which document and article that stands which was answered."""
    key = fold(text)
    if any(lean(name).search(key) for name in ("reason", "form", "wording", "other_document")):
        return False
    return bool(lean("where").search(key) or lean("place").search(key))


def asks_whole_text(text: str) -> bool:
    """Whether a turn asks where the text of a document is to be had, and for nothing else."""
    key = fold(text)
    if not lean("whole_text").search(key):
        return False
    rest = lean("whole_text_words").sub(" ", lean("whole_text").sub(" ", _NUMBER.sub(" ", key)))
    return len(set(content_words(rest))) <= MOST_OF_SOURCE


def asks_again(text: str) -> bool:
    """Whether a turn asks for the same answer: its source, its reason, another form of it."""
    key = fold(text)
    if asks_whole_text(text):
        return True
    if lean("other_document").search(key):
        return False
    spans = [match.span() for name in ("source", "where") for match in lean(name).finditer(key)]
    if any(not inside(thing.start, spans) for thing in things_of(text)) or re.search(r"\d", key):
        return False
    if any(lean(name).search(key) for name in ("reason", "form")):
        return True
    # "tính đảng số ở đâu?" asks where something else is.
    return bool(_source(key)) and len(set(_own_words(text))) <= MOST_OF_SOURCE


def _source(key: str) -> re.Match[str] | None:
    return lean("source").search(key) or lean("where").search(key)


def _own_words(text: str) -> list[str]:
    """The content words of a turn that neither ask for a source nor point back."""
    key, cut = fold(text), list(text)
    for name in ("source", "where", "pointing_words"):
        for match in lean(name).finditer(key) if len(key) == len(text) else ():
            cut[match.start() : match.end()] = " " * (match.end() - match.start())
    rest = "".join(cut)
    return list(content_words(rest, is_accented(syllables(text))))


def asks_place_again(text: str, before: str) -> bool:
    """Whether a turn asks where that stands which a question before it was about ("vụ đó là điều nào trong Điều lệ?").

    Its own words, those for a place and those that point back left out, are then all words of that question.
    """
    key = fold(without_opening(text))
    if not lean("place").search(key):
        return False
    rest = lean("pointing_words").sub(" ", lean("place").sub(" ", key))
    return set(content_words(rest)) <= set(content_words(fold(before)))


def asks_briefly(text: str) -> bool:
    """Whether a turn asks for a shorter form of the same answer."""
    return bool(lean("brief").search(fold(text)))


def asks_for_paragraph(text: str) -> bool:
    """Whether a turn asks for the same answer as one paragraph, to be put into a text of the user's own."""
    return bool(lean("paragraph").search(fold(text)))


def asks_for_both(text: str) -> bool:
    """Whether a turn asks for the answers of the last two turns as one paragraph ("viết thành đoạn, gồm cả hai ý")."""
    return asks_for_paragraph(text) and bool(lean("both").search(fold(text)))


def asks_why(text: str) -> bool:
    """Whether a turn asks for the reason of the answer."""
    return bool(lean("reason").search(fold(text)))
