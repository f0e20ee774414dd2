"""Model output → proposed claims, as the text streams in. Pure.

The output is a sequence of JSON objects, ``{"claim": …, "cites": [{"label": …, "quote": …}]}`` or ``{"none": true}``;
commas, brackets, white space, code fences and ``<think>…</think>`` between them carry nothing. Any other text is a
sentence without a citation: it becomes a proposal without citations, so that the verifier rejects it and the
rejection is on record, instead of being dropped here (contract R10). An object that is not of this form ends the
reading with ``ModelProtocolError``, the only exception that text can cause. A proposal is complete or it does not
exist: nothing is returned of an object whose closing brace has not arrived.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from corpus.core.codes import Code
from corpus.core.errors import ModelProtocolError

MAX_OUTPUT = 60_000
"""Longest output read, in characters; five claims with their quotes take less than a tenth."""
MAX_OBJECT = 12_000
MAX_CLAIM = 2_000
MAX_CITES = 8
MAX_PROPOSALS = 24

_THINK, _THOUGHT = "<think>", "</think>"
_FILLER = re.compile(r"(?:[\s,\[\]]|```+[a-z]*|</think>)*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cite:
    """Where the model says its words stand: a label of the prompt and the words copied from there."""

    label: str
    quote: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim as the model wrote it; nothing about it has been checked."""

    text: str
    cites: tuple[Cite, ...] = ()


class ProposalParser:
    """Reads output piece by piece: ``feed``, then ``next_proposal`` until it returns ``None`` (need more).

    Attributes:
        says_none: whether the model said that the evidence does not answer.
    """

    def __init__(self) -> None:
        self._text = ""
        self._read = 0
        self._length = 0
        self._count = 0
        self._closed = False
        self._thinking = False
        self._object: _Braces | None = None
        self.says_none = False

    def feed(self, text: str) -> None:
        """Take the next piece of output.

        Raises:
            ModelProtocolError: ``model.too_long``.
        """
        self._length += len(text)
        if self._length > MAX_OUTPUT:
            raise ModelProtocolError(Code.MODEL_TOO_LONG, "Mô hình trả lời quá dài.")
        self._text = self._text[self._read :] + text
        self._read = 0
        if self._object is not None:
            self._object.base(self._text)

    def close(self) -> None:
        """Say that no more text comes, so that what is left is read as it stands."""
        self._closed = True

    def next_proposal(self) -> Proposal | None:
        """The next complete proposal; ``None`` when more text is needed, or at the end once closed.

        Raises:
            ModelProtocolError: an object is not of the form above, is left open, or there are too many.
        """
        while True:
            if self._object is not None:
                source = self._object.close_at(self._closed)
                if source is None:
                    return None
                self._read += len(source)
                self._object = None
                if (proposal := self._proposal(source)) is not None:
                    return self._counted(proposal)
            elif self._thinking:
                if not self._skip_thought():
                    return None
            elif (prose := self._between()) is None:
                return None
            elif prose:
                return self._counted(Proposal(prose))

    def _counted(self, proposal: Proposal) -> Proposal:
        self._count += 1
        if self._count > MAX_PROPOSALS:
            raise ModelProtocolError(Code.MODEL_TOO_MANY, "Mô hình đề xuất quá nhiều ý.")
        return proposal

    def _skip_thought(self) -> bool:
        end = self._text.find(_THOUGHT, self._read)
        if end < 0:
            self._read = len(self._text) if self._closed else max(self._read, len(self._text) - len(_THOUGHT))
            return False
        self._read, self._thinking = end + len(_THOUGHT), False
        return True

    def _between(self) -> str | None:
        """Text up to the next object, thought or line end, fillers left out; ``None`` when more is needed."""
        rest = self._text[self._read :]
        ends = [at for mark in ("{", "\n", _THINK) if (at := rest.find(mark)) >= 0]
        if not ends:
            if not self._closed or not rest:
                return None
            self._read = len(self._text)
            return _prose(rest)
        end = min(ends)
        self._read += end
        if rest.startswith(_THINK, end):
            self._read += len(_THINK)
            self._thinking = True
        elif rest[end] == "\n":
            self._read += 1
        else:
            self._object = _Braces(self._text, self._read)
        return _prose(rest[:end])

    def _proposal(self, source: str) -> Proposal | None:
        value = _object(source)
        if value == {"none": True}:
            self.says_none = True
            return None
        claim, cites = value.get("claim"), value.get("cites")
        if not isinstance(claim, str) or not isinstance(cites, list) or len(cites) > MAX_CITES:
            raise ModelProtocolError(Code.MODEL_FORM, "Mô hình trả lời sai khuôn dạng.")
        if not claim.strip() or len(claim) > MAX_CLAIM:
            raise ModelProtocolError(Code.MODEL_FORM, "Mô hình đề xuất ý trống hoặc quá dài.")
        return Proposal(claim, tuple(_cite(item) for item in cites))


class _Braces:
    """Finds the brace that closes an object, remembering where it stopped between pieces."""

    def __init__(self, text: str, start: int) -> None:
        self._text, self._start = text, start
        self._at, self._depth, self._quoted, self._escaped = start, 0, False, False

    def base(self, text: str) -> None:
        """Go on in a text from which everything before the object has been cut off."""
        self._at -= self._start
        self._text, self._start = text, 0

    def close_at(self, closed: bool) -> str | None:
        """The object's source once it is complete; ``None`` while it is not."""
        end = min(len(self._text), self._start + MAX_OBJECT)
        for at in range(self._at, end):
            char = self._text[at]
            if self._escaped:
                self._escaped = False
            elif self._quoted:
                self._escaped, self._quoted = char == "\\", char != '"'
            elif char == '"':
                self._quoted = True
            elif char in "{}":
                self._depth += 1 if char == "{" else -1
                if self._depth == 0:
                    return self._text[self._start : at + 1]
        self._at = end
        if end - self._start == MAX_OBJECT:
            raise ModelProtocolError(Code.MODEL_TOO_LONG, "Mô hình đề xuất một ý quá dài.")
        if closed:
            raise ModelProtocolError(Code.MODEL_UNFINISHED, "Câu trả lời của mô hình bị ngắt giữa chừng.")
        return None


def _prose(text: str) -> str:
    """What a stretch between objects says; empty when it is only filler."""
    if _FILLER.fullmatch(text):
        return ""
    if _SURROGATE.search(text):
        raise ModelProtocolError(Code.MODEL_FORM, "Mô hình trả lời có ký tự hỏng.")
    return text.strip()[:MAX_CLAIM]


def _object(source: str) -> dict[str, Any]:
    try:
        value = json.loads(source, strict=False, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise ModelProtocolError(Code.MODEL_JSON, "Mô hình trả lời không phải JSON hợp lệ.") from error
    assert isinstance(value, dict)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key is given twice")
    if any(_SURROGATE.search(text) for pair in pairs for text in pair if isinstance(text, str)):
        raise ValueError("a lone surrogate")
    return made


def _cite(value: Any) -> Cite:
    label, quote = (value.get("label"), value.get("quote")) if isinstance(value, dict) else (None, None)
    if not isinstance(label, str) or not isinstance(quote, str) or len(label) > 200:
        raise ModelProtocolError(Code.MODEL_FORM, "Mô hình ghi trích dẫn sai khuôn dạng.")
    return Cite(label.strip(), quote)
