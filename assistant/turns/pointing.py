"""What a turn points at ("phiên đó", "ban ấy"), called by the name it had in the question before. Pure."""

from __future__ import annotations

import re

from assistant.turns.things import things_of
from assistant.turns.words import lean
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words
from indexing.keys import is_accented

NAME_OF = 3
"""Most words that are taken for the name of what a turn points at."""
_THAT = re.compile(r"\b([^\W\d_]+) (?:đó|này|ấy|kia|đấy|nọ)\b", re.IGNORECASE)
_THAT_BARE = re.compile(r"\b([a-z]+) (?:nay|ay|kia)\b")
"""A noun that points at one spoken of before: "phiên đó"; "do" without its mark may be another word."""
_WORDS = re.compile(r"\w+(?:[./-]\w+)*|[^\w\s]")


def called_by_name(text: str, before: str) -> str | None:
    """The turn with the noun that points at one of the question before ("phiên đó") called as there ("phiên đầu").

    ``None`` where the turn points at nothing there.
    """
    words = _WORDS.findall(before)
    for match in (_THAT if is_accented(text.split()) else _THAT_BARE).finditer(text):
        key = fold(match[1])
        places = [place for place, word in enumerate(words) if fold(word) == key]
        if not places or key not in content_words(match[1]):
            continue
        name = [words[places[-1]]]
        for word in words[places[-1] + 1 : places[-1] + NAME_OF]:
            if not word[0].isalnum() or not content_words(word, is_accented([word])):
                break
            name.append(word)
        return f"{text[: match.start()]}{' '.join(name)}{text[match.end() :]}"
    return None


def with_its_body(text: str, before: str) -> str:
    """The turn with the body it points at ("ban đó") called by its name; unchanged where it points at none."""
    bodies = [before[thing.start : thing.end] for thing in things_of(before) if thing.group == "body"]
    pointing = lean("that_body").search(fold(text))
    if not bodies or pointing is None or len(fold(text)) != len(text):
        return text
    return f"{text[: pointing.start()]}{bodies[-1]}{text[pointing.end() :]}"
