"""XLM-R's tokenizer without its library: the same tokens from a table of pieces that lies on disk.

Edge: maps two arrays. ``tokenizers`` holds the quarter of a million pieces in some 280 megabytes and takes more than a
second to open; here they are sorted in a file that all processes share, and looked up where a word is new. A word is
cut into the pieces whose log-probabilities sum highest (unigram model); words never share a piece.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.core.files import write_atomic
from indexing.engine.packed import Packed

_SPACES = re.compile(" {2,}")
_WORD = "▁"
"""Opens every word."""
_REMEMBERED = 8192
"""Words whose tokens are kept."""
_UNLIKELY = 10.0
"""How much less likely than the rarest piece an unknown character is, as log-probability."""


TABLE = ("pieces.npy", "pieces-ids.npy")
"""Files of the table: texts in order, and the id of each."""


def write_pieces(packed: Packed, folder: Path) -> None:
    """Write the table of pieces into ``folder``."""
    texts = packed.pieces()
    order = sorted((text, number) for number, text in enumerate(texts) if text and number != packed.marks.unknown)
    columns = (np.array([text for text, _ in order]), np.array([number for _, number in order], dtype=np.int32))
    for name, column in zip(TABLE, columns, strict=True):
        file = BytesIO()
        np.save(file, column)
        write_atomic(folder / name, file.getvalue())


class Pieces:
    """Texts → ids of tokens.

    Args:
        packed: scores, marks and what characters are read as.
        folder: where ``write_pieces`` left the table.
    """

    def __init__(self, packed: Packed, folder: Path) -> None:
        self._texts: NDArray[Any] = np.load(folder / TABLE[0], mmap_mode="r")
        self._numbers: NDArray[np.int32] = np.load(folder / TABLE[1], mmap_mode="r")
        self._scores, self._marks, self._normal = packed.scores, packed.marks, packed.normal
        self._widest = self._texts.dtype.itemsize
        self._unknown_score = float(packed.scores.min()) - _UNLIKELY
        self._of_word = lru_cache(_REMEMBERED)(self._cut)

    def ids(self, text: str, most: int) -> list[int]:
        """Ids of the tokens of ``text``, begin and end marks around them; no more than ``most``."""
        read = _SPACES.sub(" ", text.translate(self._normal)).strip(" ")
        found: list[int] = []
        for word in read.split(" ") if read else ():
            found += self._of_word(_WORD + word)
            if len(found) >= most - 2:
                break
        return [self._marks.begin, *found[: most - 2], self._marks.end]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The likeliest pieces of one word."""
        known = self._known(word)
        best, back = [0.0], [(0, 0)]
        for end in range(1, len(word) + 1):
            # A character by itself may always stand for something unknown.
            ways = [(best[end - 1] + self._unknown_score, end - 1, self._marks.unknown)]
            ways += [(best[start] + float(self._scores[piece]), start, piece) for start, piece in known.get(end, ())]
            score, start, piece = max(ways, key=lambda way: way[0])
            best.append(score)
            back.append((start, piece))
        ids, end = [], len(word)
        while end:
            end, piece = back[end]
            ids.append(piece)
        return tuple(reversed(ids))

    def _known(self, word: str) -> Mapping[int, list[tuple[int, int]]]:
        """Where pieces stand in a word: by their end, their start and id."""
        spans, texts = [], []
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._widest) + 1):
                text = word[start:end].encode("utf-8")
                if len(text) > self._widest:
                    break
                spans.append((start, end))
                texts.append(text)
        asked = np.array(texts, dtype=self._texts.dtype)
        places = np.minimum(np.searchsorted(self._texts, asked), len(self._texts) - 1)
        found: dict[int, list[tuple[int, int]]] = {}
        for at in np.flatnonzero(self._texts[places] == asked):
            start, end = spans[at]
            found.setdefault(end, []).append((start, int(self._numbers[places[at]])))
        return found
