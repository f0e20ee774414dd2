"""What changed between an old wording and a new one, word by word. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORDS = re.compile(r"\S+")


def inline_diff(old: str, new: str) -> str:
    """``old`` with its changes marked: ``[-left out-]`` and ``{+put in+}``; only the part of ``new`` near ``old``.

    Leading and trailing words of ``new`` that have no counterpart in ``old`` are other sentences of the same
    provision and are not shown.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    while codes and codes[0][0] == "insert":
        codes.pop(0)
    while codes and codes[-1][0] == "insert":
        codes.pop()
    parts: list[str] = []
    for kind, a, b, c, d in codes:
        if kind == "equal":
            parts += before[a:b]
            continue
        if a < b:
            parts.append(f"[-{' '.join(before[a:b])}-]")
        if c < d:
            parts.append(f"{{+{' '.join(after[c:d])}+}}")
    return " ".join(parts)
