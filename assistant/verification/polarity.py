"""Answers that open with ``Có,`` or ``Không,``: the opening must agree with the sentence that it opens.

Pure. ``Không, đại hội chi bộ không bầu…`` is proved by what proves the rest; ``Không, đại hội chi bộ bầu…`` by nothing,
whatever was asked. ``Đúng,`` and ``Vâng,`` agree with any sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.parsing.atom import Atom

_OPENING = re.compile(
    r"\s*(có|được|có được|phải|bắt buộc|đúng|đúng vậy|vâng|không|không được|không phải|chưa|không bắt buộc)"
    r"(?:\s+ạ)?\s*[,.:;–-]\s+(?=\w)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\s*(?:theo\s+|tại\s+|căn cứ\s+)?((?:(?:điều(?! lệ)|khoản|điểm|mục|tiết)\s+[\w.]+,?\s+)+(?:của\s+)?[^,.;:]{0,60}?)"
    r"\s+(?:đã\s+|có\s+)?(?:quy định|nêu|ghi)(?:\s+rõ)?(?:\s+rằng|\s+là)?(?:\s*:)?\s+(?=\w)",
    re.IGNORECASE,
)
"""A sentence that names its source as subject."""
_NO_MORE = re.compile(r"\bkhông (?:được )?(?:vượt )?(?:quá|trên|hơn|nhiều hơn|lớn hơn)\b", re.IGNORECASE)
_NO = {"không", "không được", "không phải", "chưa", "không bắt buộc"}
_ANY = {"đúng", "đúng vậy", "vâng"}
_NOT = {"không", "không được", "không phải", "chưa", "không bắt buộc", "không thể"}
_STRICT = {"không được": {"không được"}, "phải": {"phải"}, "bắt buộc": {"phải"}, "không bắt buộc": {"không bắt buộc"}}
"""Openings that name the force themselves: the sentence must have the same one."""


def opening(claim: str) -> tuple[str, str]:
    """The opening of an answer in lower case, empty when there is none, and the sentence without it.

    ``Điều 12 khoản 2 Điều lệ Đảng quy định A`` is read as ``Theo Điều 12 khoản 2 Điều lệ Đảng, A``.
    """
    match = _OPENING.match(claim)
    word, rest = (match[1].lower(), claim[match.end() :]) if match else ("", claim)
    source = _SOURCE.match(rest)
    return word, f"Theo {source[1]}, {rest[source.end() :]}" if source else rest


def agrees(word: str, sentence: str, atoms: Sequence[Atom]) -> bool:
    """Whether an opening agrees with the force of the sentence after it: of its first forced predicate."""
    if not word or word in _ANY:
        return True
    forces = [
        {*atom.force, *(["không"] if atom.key.startswith("không ") else [])}
        for atom in atoms
        if (atom.force or atom.key.startswith("không ")) and atom.opener != "nếu" and not atom.aside
    ]
    first = forces[0] if forces else set()
    if word == "không" and _NO_MORE.search(sentence):
        return True
    if word in _STRICT:
        return bool(first & _STRICT[word])
    if word in _NO:
        return bool(first & _NOT)
    return not first & _NOT
