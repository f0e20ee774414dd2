"""The figures of a story, each with its role: how many were called, came, are exempted, were prosecuted, voted. Pure.

``figures.toml`` says by which words a figure is known. A figure without a role is *unknown*: whoever works with the
story must not pass over it. A figure that is said again has no role of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.stories.corrections import put_right, takes_back
from assistant.stories.doubts import DOUBTFUL, doubt_of
from assistant.stories.numbers import told
from assistant.stories.people import lead_of, own_clause, part_of, role_of
from corpus.core.phrases import LazyPattern, lazy_pattern_of, pattern_of
from corpus.core.text import fold

UNKNOWN = "unknown"
_SENTENCE = re.compile(r"\s*[.?!;…](?:\s+|$)")
_NUMBER = re.compile(r"(?<!\S)\d+(?!\S)")
_SELF, _OTHER = "nnn", "~"
_GROUPS = ("exempt", "temp")
"""Groups of whom only those who stay away are left out."""
_MANY = frozenset({"delegates", "members", "committee", "present", "total", "units"})
"""What one person alone is not: ``một đại biểu đứng dậy`` counts nobody."""
_NAMED = re.compile(
    r"(?<![\d\w])(?P<call>[Cc]ụ|[Ôô]ng|[Bb]à|[Cc]ô|[Cc]hú|[Aa]nh|[Cc]hị|[Bb]ác|[Đđ]ồng chí)"
    r"(?P<name> [A-ZĐÁÀẢÃẠÂẤẦẨẪẬĂẮẰẲẴẶÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ]\w*+)++"
    r"(?!\s+(?:chỉ\s+|cũng\s+)?(?:(?:được|dc|đc|có|đạt)\s+(?:đúng\s+|tới\s+)?\d|nói|bảo|hỏi|trúng))"
)
"""Somebody called by name, who is one person of the story; not who is voted for or speaks."""


_LIST = re.compile(
    r"(?<!\S)(?:(?P<several>\d+(?: , \d+)+(?: ,)? va \d+)|(?:gom|lan luot)(?: \w+){0,3}? (?P<two>\d+ va \d+)) "
    r"(?=dang vien|dai bieu|dv)"
)
"""Figures of one noun, told one after the other."""
_PIECE_BEFORE, _PIECE_AFTER = re.compile(r" [,:;] |\d+ "), re.compile(r" [,:;.] | \d+")

_YEARS = range(1900, 2101)
"""Numbers that are years where nothing follows that they could count."""
MAX_FIGURES = 40
"""Most figures of a question that are read as a story."""


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of the story: what it counts (``role``) and in which sentence it stands.

    ``counts`` is the kind of the noun after it (people, officers, units, votes), empty where none of them follows;
    ``risky`` tells that the words around it speak of absence, exemption and the like, ``changes`` that they tell of
    more or fewer.
    """

    value: int
    role: str
    sentence: int
    counts: str = ""
    risky: bool = False
    changes: bool = False

    @property
    def leaves_out(self) -> bool:
        """Whether it tells of somebody who may be left out."""
        return self.role in _data().left_out or "." in self.role


@dataclass(frozen=True, slots=True)
class Story:
    """What a story tells in figures.

    Attributes:
        sentences: the story as ``numbers.told`` tells it.
        figures: in their order; those said again are left out.
        unread: words of absence and the like that no figure goes with.
        told: roles that are told of without a figure.
        loose: whether it tells of a change or a mistake whose figure it does not give.
    """

    sentences: tuple[str, ...]
    figures: tuple[Count, ...]
    unread: tuple[str, ...]
    told: frozenset[str] = frozenset()
    loose: bool = False

    @classmethod
    def of(cls, roles: Mapping[str, int], told: frozenset[str] = frozenset()) -> Story:
        """What a form tells: each figure has its role, and nothing is said in words."""
        return cls((), tuple(Count(value, role, 0) for role, value in roles.items()), (), told)

    def values(self, *roles: str) -> tuple[int, ...]:
        """The figures with one of the roles, in their order."""
        return tuple(figure.value for figure in self.figures if figure.role in roles)

    def one(self, *roles: str) -> int | None:
        """The only figure with one of the roles; ``None`` for none or several."""
        found = self.values(*roles)
        return found[0] if len(set(found)) == 1 else None

    def sum(self, role: str) -> int:
        """All figures with the role together."""
        return sum(self.values(role))

    @property
    def roles(self) -> frozenset[str]:
        """The roles that occur."""
        return frozenset(figure.role for figure in self.figures)

    @property
    def doubted(self) -> bool:
        """Whether a figure of it is of another thing, or not certain, so that nothing is worked."""
        return self.loose or DOUBTFUL in self.roles

    def tells(self, role: str) -> bool:
        """Whether a sentence tells of this role without a figure of its own."""
        return role in self.told

    def says(self, phrase: re.Pattern[str]) -> bool:
        """Whether a sentence holds the phrase."""
        return any(phrase.search(sentence) for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class _Role:
    name: str
    asks: LazyPattern
    none: LazyPattern | None
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Data:
    roles: tuple[_Role, ...]
    counted: re.Pattern[str]
    noise: re.Pattern[str]
    harmless: re.Pattern[str]
    risk: re.Pattern[str]
    changes: re.Pattern[str]
    vague: re.Pattern[str]
    nobody: re.Pattern[str]
    told: Mapping[str, re.Pattern[str]]
    again: Mapping[str, re.Pattern[str]]
    speaks: Mapping[str, re.Pattern[str]]
    doubts: Mapping[str, re.Pattern[str]]
    doubted: str
    one_moves: re.Pattern[str]
    loose: re.Pattern[str]
    counts: Mapping[str, re.Pattern[str]]
    clause: Mapping[str, re.Pattern[str]]
    left_out: frozenset[str]
    before_year: re.Pattern[str]


@cache
def _data() -> _Data:
    raw = tomllib.loads(files("assistant.stories").joinpath("figures.toml").read_text("utf-8"))
    words: Mapping[str, str] = raw["words"]
    reading = raw["reading"]
    return _Data(
        tuple(
            _Role(
                row["name"],
                lazy_pattern_of(row["asks"], words),
                lazy_pattern_of(row["none"], words) if "none" in row else None,
                tuple(row.get("of", ())),
            )
            for row in raw["role"]
        ),
        pattern_of(f"^ ({reading['counted']})", words),
        re.compile(rf"(?<!\S)(?:{pattern_of(reading['noise'], words).pattern})(?!\S)"),
        pattern_of(reading["harmless"], words),
        pattern_of(reading["risk"], words),
        pattern_of(reading["changes"], words),
        pattern_of(reading["vague"], words),
        pattern_of(reading["nobody"], words),
        {role: pattern_of(phrase, words) for role, phrase in raw["told"].items()},
        {role: pattern_of(phrase, words) for role, phrase in raw["again"].items()},
        {role: pattern_of(phrase, words) for role, phrase in raw["speaks"].items()},
        {name: pattern_of(phrase, words) for name, phrase in raw["doubts"].items()},
        reading["doubted"],
        pattern_of(reading["one_moves"], words),
        pattern_of(reading["loose"], words),
        {kind: pattern_of(f"^ ({phrase})", words) for kind, phrase in raw["counts"].items()},
        {feature: pattern_of(phrase, words) for feature, phrase in raw["clause"].items()},
        frozenset(reading["left_out"]),
        re.compile(rf"(?:{pattern_of(reading['before_year'], words).pattern})\s*$"),
    )


def read_story(text: str) -> Story:
    """The figures of what a user tells."""
    data = _data()
    named = _NAMED.sub(lambda match: f"1 {match['call']}", text) if _data().risk.search(_plainly(text)) else text
    marked = told(named if named != text and _tells_of_named(text) else text, data.counted, data.noise)
    sentences = tuple(put_right(f"{piece} .") for piece in _SENTENCE.split(marked) if piece)
    figures: list[Count] = []
    # Nobody tells a story of so many figures; reading each against all roles would hold the service.
    if sum(len(_NUMBER.findall(sentence)) for sentence in sentences) > MAX_FIGURES:
        return Story(sentences, (), (), frozenset())
    for number, sentence in enumerate(sentences):
        listed = _listed(sentence)
        for match in _NUMBER.finditer(sentence):
            value = int(match.group())
            before, after = sentence[: match.start()], sentence[match.end() :]
            counts = next((kind for kind, noun in data.counts.items() if noun.search(after.lstrip())), "")
            if value in _YEARS and (not counts or data.before_year.search(before)):
                continue  # a year told without its word
            if (last := listed.get(match.start())) is not None:
                before, after = sentence[: last.start()], sentence[last.end() :]
                counts = next((kind for kind, noun in data.counts.items() if noun.search(after.lstrip())), "")
            role = _of_people(value, before, after, figures, number) if counts in ("people", "officers", "") else None
            role = role or _role(f"{_NUMBER.sub(_OTHER, before)}{_SELF}{_NUMBER.sub(_OTHER, after)}", figures, value)
            around = _around(before, after)
            moves = value == 1 and data.one_moves.search(" ".join(around.split())) is not None
            if value == 1 and role in _MANY:
                if not moves:
                    continue
                role = None
            # Two small figures alike are seldom the same people: only what leaves nobody out is said again.
            again = any(figure.value == value and not figure.leaves_out for figure in figures)
            if role is None and again:
                continue
            if role is None and value == 1 and not (moves or data.risk.search(sentence)):
                continue  # one thing or person of whom nothing is told that counts
            role = role or _by_words(around, counts)
            if (back := takes_back(sentence)) is not None and back.start() < match.start():
                role = UNKNOWN  # it may stand for any figure before it
            doubt = doubt_of(_NUMBER.sub(_OTHER, before), _NUMBER.sub(_OTHER, after), role, data.doubts, data.doubted)
            if doubt == "denied":
                continue
            if doubt == "heard" and counts == "votes":
                role = "belief"  # how many votes it takes, by hearsay
            elif doubt and role != "belief" and not (doubt == "rough" and value == 1):
                role = DOUBTFUL
            figures.append(
                Count(
                    value,
                    role or UNKNOWN,
                    number,
                    counts,
                    bool(data.risk.search(around)),
                    bool(data.changes.search(around)),
                )
            )
    told_of = {role for role, phrase in data.told.items() if any(phrase.search(sentence) for sentence in sentences)}
    loose = any(data.loose.search(sentence) for sentence in (*sentences, fold(text)))
    return Story(sentences, tuple(figures), tuple(_unread(sentences, figures)), frozenset(told_of), loose)


def _listed(sentence: str) -> dict[int, re.Match[str]]:
    """Bare figures of a list, by their places, with the figure that ends it: ``180 , 170 va 140 dang vien``."""
    found: dict[int, re.Match[str]] = {}
    for run in _LIST.finditer(sentence):
        *firsts, last = _NUMBER.finditer(sentence, *run.span(run.lastgroup or 0))
        found |= {match.start(): last for match in firsts}
    return found


def _of_people(value: int, before: str, after: str, figures: list[Count], number: int) -> str | None:
    """The role of somebody away, exempted and the like, or of a part of such a group told just before."""
    has = _data().clause
    clause = f"{lead_of(before, _NUMBER, has)} {own_clause(after, _NUMBER, has)}".lstrip()
    own = role_of(clause, _NUMBER.split(before)[-1], has, delegates=any(one.role == "delegates" for one in figures))
    if own is not None:
        return own
    group = next((one for one in reversed(figures) if one.role in _GROUPS and number - one.sentence <= 1), None)
    if group is None or (part := part_of(clause, has)) is None:
        return None
    told_of = sum(one.value for one in figures if one.role in (f"{group.role}.came", f"{group.role}.absent"))
    return f"{group.role}.{part}" if value + told_of <= group.value else None


def _around(before: str, after: str) -> str:
    """A figure with the words around it, up to the next mark or figure."""
    return f"{_PIECE_BEFORE.split(before)[-1]} {_SELF} {_PIECE_AFTER.split(after, 1)[0]}"


def _by_words(around: str, counts: str) -> str | None:
    """The role that the words around a figure speak for; ``None`` for none or two.

    That somebody is told of in speech makes nobody a belief: only a bare number or votes are.
    """
    found = [role for role, phrase in _data().speaks.items() if phrase.search(around)]
    found = [role for role in found if role != "belief" or counts in ("", "votes")]
    return found[0] if len(found) == 1 and not _data().risk.search(around) else None


def _plainly(text: str) -> str:
    data = _data()
    return told(text, data.counted, data.noise)


def _tells_of_named(text: str) -> bool:
    """Whether somebody called by name is told to be exempted, away or the like in the same sentence."""
    pieces = re.split(r"(?<=[.?!;])\s+", text)
    return any(_NAMED.search(piece) and _data().risk.search(_plainly(piece)) for piece in pieces)


def _role(sentence: str, before: list[Count], value: int) -> str | None:
    for role in _data().roles:
        if not role.asks.search(sentence) or (role.none and role.none.search(sentence)):
            continue
        if role.name in _data().left_out and _data().nobody.search(sentence):
            continue
        if not role.of:
            return role.name
        wholes = [figure.role for figure in before if figure.role in role.of and figure.value >= value]
        if wholes:
            return f"{wholes[-1]}.{role.name.removeprefix('part_')}"
    return None


def _unread(sentences: tuple[str, ...], figures: list[Count]) -> Iterator[str]:
    """Words of absence and the like in sentences where no figure tells of them."""
    data = _data()
    for number, sentence in enumerate(sentences):
        rest = data.harmless.sub(" ", sentence)
        for role in {figure.role for figure in figures} & data.again.keys():
            rest = data.again[role].sub(" ", rest)
        here = any(figure.sentence == number and figure.leaves_out for figure in figures)
        yield from (match.group() for match in data.vague.finditer(rest))
        if not here:
            yield from (match.group() for match in data.risk.finditer(rest))
