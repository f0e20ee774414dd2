"""The packed file, read from bytes made by hand."""

import struct
from pathlib import Path

import numpy as np
import pytest

from indexing.engine.packed import Packed


def packed_bytes(nibbles: list[int], scale: float, plain: list[float]) -> bytes:
    """A file with one block matrix ``m`` and one plain vector ``v``."""
    pieces = ["<s>", "▁đại"]
    blob = "".join(pieces).encode("utf-8")
    offsets = [0, 3, len(blob)]
    head = b"E5S1" + struct.pack("<I", 1) + struct.pack("<7if", 4, 1, 2, 8, 2, 16, 1, 1e-5)
    head += struct.pack("<i5iQ", 32, 2, 0, 0, 1, 1, len(blob))
    head += struct.pack("<3I", *offsets) + struct.pack("<2f", 0.0, -1.5) + blob
    head += struct.pack("<iI", 1, 13) + struct.pack("<IB2I", ord("Ⅱ"), 2, ord("I"), ord("I"))
    block = struct.pack("<e", scale) + bytes(
        low | high << 4 for low, high in zip(nibbles[:16], nibbles[16:], strict=True)
    )
    vector = struct.pack(f"<{len(plain)}f", *plain)
    entries = [(b"m", 32, block), (b"v", len(plain), vector)]
    start = len(head) + 4 + sum(2 + len(name) + 21 for name, _, _ in entries)
    directory, body = struct.pack("<i", len(entries)), b""
    for name, count, data in entries:
        directory += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", 0, count, start + len(body), len(data))
        body += data
    return head + directory + body


def test_blocks_and_vectors_are_read(tmp_path: Path) -> None:
    nibbles = [(3 * index) % 16 for index in range(32)]
    path = tmp_path / "packed.bin"
    path.write_bytes(packed_bytes(nibbles, 0.5, [1.25, -2.0]))
    packed = Packed(path)
    expected = (np.array(nibbles, dtype=np.float32) - 8) * 0.5
    np.testing.assert_array_equal(packed.tensor("m", 8, 4), expected.reshape(8, 4))
    np.testing.assert_array_equal(packed.tensor("v", -1), [1.25, -2.0])
    assert packed.pieces() == [b"<s>", "▁đại".encode()]
    assert packed.scores.tolist() == [0.0, -1.5]
    assert packed.normal == {ord("Ⅱ"): "II"}
    assert (packed.sizes.hidden, packed.sizes.positions) == (4, 16)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(ValueError, match="magic"):
        Packed(path)
