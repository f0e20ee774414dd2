"""A yes/no question as the verifier reads it: what form it has, which predicate it asks about, which figures it gives.

Pure. Nothing here knows what was understood elsewhere: the words of the question are enough, so that a head can be
derived again from them alone. A question typed without accents borrows those of the rule it is held against.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.parsing.atom import Atom
from assistant.parsing.reader import linear
from corpus.core.text import fold


class Form(StrEnum):
    """What a yes would say: that one may, must, does; that a limit is passed or reached; that a belief holds."""

    LEAVE = "leave"
    DUTY = "duty"
    FACT = "fact"
    LIMIT = "limit"
    ENOUGH = "enough"
    PREMISE = "premise"


@dataclass(frozen=True, slots=True)
class PolarQuestion:
    """A question that can be answered with one word.

    Attributes:
        form: what a yes would say.
        predicate: atoms of the stretch that is asked about.
        whole: atoms of all that was said.
        until: whether it ends in ``chưa``.
    """

    form: Form
    predicate: tuple[Atom, ...]
    whole: tuple[Atom, ...]
    until: bool


_SHORT = (
    (r"\bbỏ phiếu bầu\b", "bầu"),
    (r"\bbo phieu bau\b", "bau"),
    (r"\b(?:ko|k|hk|hong|hông|hok)\b", "không"),
    (r"\bdc\b", "được"),
    (r"\b(?:ad|ạ|ah|nhỉ|nhé|vậy ạ)\b", ""),
)
_FORM_WORDS = {
    fold(word): word
    for word in (
        "có", "không", "được", "phải", "chưa", "bắt", "buộc", "cần", "đúng", "quá", "vượt", "đủ", "đạt", "kịp", "hạn",
        "bị", "còn", "thì", "một",
    )
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_END = r"(?P<end>không|chưa|chăng)"
_WHAT = r"(?P<what>[^.?,]{0,240}?)"
_TRUE = r"đúng|chuẩn|thật|phải|tin được|nghe được"
_MUST = r"bắt buộc phải|bắt buộc|nhất thiết phải|nhất thiết|phải|cần phải|cần"
_REACHED = r"đủ|đạt|kịp|hợp lệ|trong hạn|được coi là|coi là"
_FORMS: tuple[tuple[Form, str], ...] = (
    (Form.PREMISE, rf"(?:(?:có|còn) )?(?:{_TRUE})(?: (?:vậy|thế|như vậy|là|rồi))? {_END}"),
    (Form.PREMISE, r"(?:có )?phải (?:\w+ ){0,3}(?:vậy|thế) (?:không|chưa)|(?:đúng|phải) chứ"),
    (Form.LIMIT, rf"có (?:bị )?(?:quá|vượt){_WHAT} {_END}"),
    (Form.ENOUGH, rf"(?:(?:đã|có|còn) )*(?:{_REACHED}){_WHAT} {_END}"),
    (Form.LEAVE, rf"(?:có )?được(?: phép| chấp nhận)? {_END}"),
    (Form.LEAVE, rf"(?:có )?(?:còn )?(?:được(?: phép| quyền)?|có quyền) {_WHAT} {_END}"),
    (Form.DUTY, rf"(?:có )?(?:còn )?(?:{_MUST}) {_WHAT} {_END}"),
    (Form.FACT, rf"(?:có|còn) (?P<what>(?:(?!\b(?:có|không)\b)[^.?,]){{0,240}}?) {_END}"),
)
_COMPILED = tuple((form, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for form, pattern in _FORMS)
_DOUBTFUL = re.compile(
    r"\b(?:sai|cấm|vi phạm|trái|bị coi|nào|gì|quy định chung|bao nhiêu|mấy|ai|hiệu lực|thế nào|ra sao)\b", re.IGNORECASE
)
"""What turns a yes round, or asks for more than a yes: left without a head."""


def accents_from(text: str, rule: str) -> str:
    """``text`` with the accents that the words of ``rule`` have, where only one writing fits."""
    known: dict[str, set[str]] = {}
    for word in _WORD.findall(rule.lower()):
        known.setdefault(fold(word), set()).add(word)

    def accented(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word in _FORM_WORDS:
            return _FORM_WORDS[word]
        fitting = known.get(word, set())
        return next(iter(fitting)) if len(fitting) == 1 else word

    return _WORD.sub(accented, text)


def read_asked(text: str, rule: str) -> PolarQuestion | None:
    """The question in ``text``, held against ``rule``; ``None`` where it is no plain yes/no question."""
    said, bare = " ".join(text.split()), fold(text) == text.lower()
    for pattern, word in _SHORT:
        said = re.sub(pattern, word, said, flags=re.IGNORECASE)
    said = " ".join((accents_from(said, rule) if bare else said).split()).replace(" ?", "?").replace(" ,", ",")
    found = _form(said)
    if found is None:
        return None
    form, match = found
    asking = said[: match.end()]
    start = max(asking.rfind(mark, 0, match.start()) for mark in (". ", "? ", "! ")) + 1
    sentence = said[max(start, 0) : match.end()]
    if _DOUBTFUL.search(sentence):
        return None
    what = (match.groupdict().get("what") or "").strip()
    if form in {Form.PREMISE, Form.LIMIT, Form.ENOUGH}:
        what = said[: match.start()]
    elif not what:
        what = _last_piece(said[max(start, 0) : match.start()])
    until = (match.groupdict().get("end") or "").lower() == "chưa"
    return PolarQuestion(form, linear(what), linear(said), until)


def _form(said: str) -> tuple[Form, re.Match[str]] | None:
    for form, pattern in _COMPILED:
        matches = list(pattern.finditer(said))
        if matches:
            return form, matches[-1]
    return None


def _last_piece(text: str) -> str:
    """The stretch after the last comma that holds a verb."""
    pieces = re.split(r",\s+|\s+thì\b", text)
    while len(pieces) > 1 and not any(atom.kind == "verb" for atom in linear(pieces[-1])):
        pieces.pop()
    return pieces[-1]
