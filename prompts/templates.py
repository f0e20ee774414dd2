"""Prompt templates: texts with named places, checked when loaded, filled in one pass, known by a hash. Pure.

The texts are data beside this file (``*.vi.md``), written for Jinja and reviewed like code; a place is ``{{name}}``. A
template states exactly the places that its caller fills: one that is missing, unknown or misspelt stops the program
when the prompts are loaded, not in the middle of a question. Filling is a single pass, so a value that itself contains
``{{question}}`` stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import jinja2
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, meta, nodes

_JINJA = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)  # noqa: S701 - no HTML

PLACES: Mapping[str, frozenset[str]] = {
    "rules": frozenset(),
    "ask": frozenset({"question", "as_of", "evidence"}),
    "repair": frozenset({"verdicts"}),
}
"""The shipped prompts and the places that each of them must have."""


@cache
def _compiled(text: str) -> jinja2.Template:
    return _JINJA.from_string(text)


@dataclass(frozen=True, slots=True)
class Template:
    """A prompt with its places.

    Attributes:
        name: for messages; the file is ``<name>.vi.md``.
        text: the prompt as written.
        places: names that ``render`` must be given.

    Raises:
        ValueError: a place of ``places`` is missing from the text, the text has another one, or braces are left over.
    """

    name: str
    text: str
    places: frozenset[str]

    def __post_init__(self) -> None:
        """Hold text and places together."""
        try:
            tree = _JINJA.parse(self.text)
            found = meta.find_undeclared_variables(tree)
        except TemplateSyntaxError as error:
            raise ValueError(f"prompt {self.name}, line {error.lineno}: {error.message}") from error
        if found != self.places:
            raise ValueError(
                f"prompt {self.name}: missing {sorted(self.places - found)}, unknown {sorted(found - self.places)}"
            )
        if any("{{" in words.data or "}}" in words.data for words in tree.find_all(nodes.TemplateData)):
            raise ValueError(f"prompt {self.name}: braces that are no place")
        if not self.text.strip():
            raise ValueError(f"prompt {self.name} is empty")

    def render(self, **values: str) -> str:
        """The prompt with its places filled.

        Raises:
            ValueError: ``values`` are not exactly the places.
        """
        if values.keys() != self.places:
            raise ValueError(f"prompt {self.name} needs {sorted(self.places)}, got {sorted(values)}")
        return _compiled(self.text).render(values)


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts of the generative mode.

    Attributes:
        rules: what the model is for and the form of its output; the system message.
        ask: the question and the evidence, as data.
        repair: the verdicts on what was proposed, and the request to try once more.
        fingerprint: hash of all texts; part of an answer's fingerprints.
    """

    rules: Template
    ask: Template
    repair: Template
    fingerprint: str


@cache
def load_prompts() -> Prompts:
    """The shipped prompts.

    Raises:
        ValueError: a prompt does not have the places that the code fills.
    """
    texts = {name: files("prompts").joinpath(f"{name}.vi.md").read_text("utf-8").strip() for name in PLACES}
    made = {name: Template(name, texts[name], places) for name, places in PLACES.items()}
    return Prompts(**made, fingerprint=fingerprint(texts))


def fingerprint(texts: Mapping[str, str]) -> str:
    """Sixteen hexadecimal digits that change with any text or name."""
    digest = hashlib.sha256()
    for name in sorted(texts):
        for part in (name, texts[name]):
            digest.update(len(part.encode()).to_bytes(8, "big") + part.encode())
    return digest.hexdigest()[:16]
