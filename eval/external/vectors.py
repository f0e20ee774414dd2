"""Vectors of an external corpus's passages: encoded when wanted, kept on disk by the text they were made from. Edge.

The slow part of an external measurement is the encoder (0.1 s a passage and core), so nothing is encoded twice: a
vector is stored under the hash of its text, in shards that are written aside and swapped in. An interrupted run goes on
where it stopped, and a larger budget, or another choice of passages, uses what a smaller one left.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.core.files import swap_in
from indexing.build import indexed_text
from indexing.ports import Encoder, Passage, Progress, Vectors

SHARD = 256
KEY = 16


class VectorCache:
    """Vectors by passage number.

    Args:
        passages: the corpus; numbers are positions in it.
        open_encoder: loads the encoder of passages; called when something is to be encoded.
        name: identity of the encoder; vectors of another one are never mixed in.
        folder: where shards are kept, for any number of corpora.
    """

    def __init__(
        self, passages: Sequence[Passage], open_encoder: Callable[[], Encoder], name: str, folder: Path
    ) -> None:
        self._passages = passages
        self._open_encoder = open_encoder
        self._encoder: Encoder | None = None
        self._folder = folder / f"vectors-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
        self._keys = [_key(indexed_text(passage)) for passage in passages]
        self._found: dict[bytes, Vectors] = {}
        self.seconds = 0.0
        """Time spent on encoding the vectors that this corpus uses, over all attempts."""
        self._load()

    def ensure(self, numbers: Iterable[int], progress: Progress = lambda *_: None) -> None:
        """Encode those of the passages that have no vector yet, and keep each shard as soon as it is done."""
        wanted = {self._keys[number]: number for number in numbers}
        waiting = [number for key, number in wanted.items() if key not in self._found]
        done = len(wanted) - len(waiting)
        progress("Mã hóa", done, len(wanted))
        for start in range(0, len(waiting), SHARD):
            part = waiting[start : start + SHARD]
            began = time.perf_counter()
            self._encoder = self._encoder or self._open_encoder()
            rows = self._encoder.encode_passages([indexed_text(self._passages[number]) for number in part])
            spent = time.perf_counter() - began
            keys = [self._keys[number] for number in part]
            self._save(keys, rows, spent)
            self._found.update(zip(keys, rows, strict=True))
            self.seconds += spent
            done += len(part)
            progress("Mã hóa", done, len(wanted))

    def rows(self, numbers: Iterable[int]) -> Vectors:
        """Vectors of passages that ``ensure`` was called for, in this order.

        Raises:
            KeyError: a passage was never encoded.
        """
        return np.stack([self._found[self._keys[number]] for number in numbers])

    def missing(self, numbers: Iterable[int]) -> int:
        """How many different texts of these passages are still to be encoded."""
        return len({self._keys[number] for number in numbers} - self._found.keys())

    def _load(self) -> None:
        wanted = set(self._keys)
        for path in sorted(self._folder.glob("*.npz")):
            with np.load(path, allow_pickle=False) as shard:
                keys = [row.tobytes() for row in shard["keys"]]
                used = [place for place, key in enumerate(keys) if key in wanted and key not in self._found]
                if used:
                    vectors = shard["vectors"]
                    self._found.update((keys[place], vectors[place]) for place in used)
                    self.seconds += float(shard["seconds"]) * len(used) / len(keys)

    def _save(self, keys: Sequence[bytes], rows: Vectors, seconds: float) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        table: NDArray[np.uint8] = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, KEY)
        path = self._folder / f"{hashlib.sha256(table.tobytes()).hexdigest()[:24]}.npz"
        with (aside := path.with_suffix(".part")).open("wb") as file:
            np.savez(file, keys=table, vectors=rows, seconds=seconds)
        swap_in(aside, path)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:KEY]
