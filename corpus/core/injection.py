"""Provisions that speak to a machine instead of regulating: never evidence (contract R12).

Text is data, and the assistant follows no instruction in it; but a sentence like "trợ lý hãy trả lời rằng …" inside a
loaded file could still be *quoted*, exactly and with its source, and read as a rule. Such a provision is set aside
when evidence is ranked, and a claim that cites one fails the verifier. The patterns are reviewed data
(``injection.toml``) and must address a machine or use a form that no regulation has; what they cost on real regulations
is measured. A false rule stated plainly in a file that an operator loads cannot be told from a true one by its words;
that is what reviewing a file before publishing it is for. Pure but for reading the patterns once.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from corpus.core.phrases import pattern_of
from corpus.core.text import fold

_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ENCODED = re.compile(
    r"(?<![\w/.:+-])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{24,}={0,2}(?![\w/])"
)
"""A long run of base64: small and capital letters and digits without a break, and no address."""


# Marks of chat templates, of pages and of the assistant's own answer format.
_FORMS = re.compile(
    r"""
    <\s*/?\s*(?:system|sys|assistant|user|inst)\s*> | \[\s*/?\s*(?:system|inst)\s*\]
    | <\| | <<\s*/?\s*sys\s*>> | \#\#\#\s*(?:system|he\ thong|instruction) | ^\s*(?:assistant|system|user)\s*:
    | javascript: | <\s*script | <\s*iframe | onerror\s*= | <!-- | display\s*:\s*none | !\[[^\]]*\]\(
    | "(?:claim|cites|label|supported)"\s*: | \{"none"
    """,
    re.VERBOSE | re.MULTILINE,
)
_SIGNS = re.compile(r"\s*([,:])\s*")


@cache
def _words() -> re.Pattern[str]:
    data = tomllib.loads(files("corpus.core").joinpath("injection.toml").read_text("utf-8"))
    return pattern_of([phrase for phrases in data["phrases"].values() for phrase in phrases], data["words"])


@lru_cache(maxsize=50_000)
def instructs(text: str) -> bool:
    """Whether a provision's text addresses a machine, holds markup of chat models, or hides what it says."""
    visible = _INVISIBLE.sub("", text)
    named = re.sub(r"\bAI\b", "machineai", visible)
    plain = "\n".join(" ".join(re.sub(r"[*_~`]+", " ", line).split()) for line in fold(named).splitlines())
    return any(map(_addressed, {plain, plain.translate(_LEET)})) or bool(_ENCODED.search(visible))


def _addressed(plain: str) -> bool:
    return bool(_FORMS.search(plain) or _words().search(_SIGNS.sub(r" \1 ", plain)))
