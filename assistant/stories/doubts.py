"""Figures of a story that are not those of the matter asked about: told per unit, roughly, of others, by hearsay. Pure.

A figure for each of several units, a rough one, one of another body or another term of office, one that is only heard,
denied or wished for, may stand in the very words of a figure that counts. It is read as ``DOUBTFUL``: no sum knows the
role, so none is worked beside it. What puts a figure right (``30 chứ không phải 27``) takes the other one away. The
words are data (``doubts`` in ``figures.toml``), over the clause of the figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

DOUBTFUL = "doubtful"
_MARK = re.compile(r" [,;:()–-] ")
_OF_OTHERS = ("others", "heard")
"""Doubts about whose figure it is: they only bear on figures that may be a whole, or be held against a share."""


def doubt_of(before: str, after: str, role: str | None, said: Mapping[str, re.Pattern[str]], telling: str) -> str:
    """Which doubt a clause tells of its figure, by its name in the data; empty for none.

    Args:
        before: the sentence before the figure, other figures as ``~``.
        after: the sentence behind it.
        role: the role that its words give.
        said: the phrases by their names.
        telling: the roles that a doubt about whose figure it is bears on, as one expression.
    """
    clause = f"{_MARK.split(f' {before}')[-1].lstrip()}nnn{_MARK.split(f'{after} ')[0]}"
    for name, phrase in said.items():
        if name in _OF_OTHERS and not re.fullmatch(telling, role or "unknown"):
            continue
        if phrase.search(clause):
            return name
    return ""
