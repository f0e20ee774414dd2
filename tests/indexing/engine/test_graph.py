"""The graph: a small model of random weights gives what its formula gives."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from indexing.engine.graph import GRAPH, Rows, places, write_graph

HIDDEN, WIDE, HEADS, EPSILON = 8, 16, 2, 1e-5
SHAPES = {
    "attention.self.query": (HIDDEN, HIDDEN),
    "attention.self.key": (HIDDEN, HIDDEN),
    "attention.self.value": (HIDDEN, HIDDEN),
    "attention.output.dense": (HIDDEN, HIDDEN),
    "intermediate.dense": (WIDE, HIDDEN),
    "output.dense": (HIDDEN, WIDE),
}
LAYER = "encoder.layer.0"
pytestmark = pytest.mark.heavy


def save(tensors: dict[str, np.ndarray], folder: Path) -> None:
    """Write tensors as safetensors does: length of the head, head, tensors."""
    head, end = {}, 0
    for name, tensor in tensors.items():
        start, end = end, end + tensor.nbytes
        head[name] = {"dtype": f"F{tensor.itemsize * 8}", "shape": tensor.shape, "data_offsets": [start, end]}
    told = json.dumps({"__metadata__": {"format": "pt"}, **head}).encode()
    body = b"".join(tensor.tobytes() for tensor in tensors.values())
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(told)) + told + body)


@pytest.fixture
def weights(tmp_path: Path) -> dict[str, np.ndarray]:
    """Weights of one layer, in the folder that the tests read."""
    random = np.random.default_rng(3)
    found = {f"{LAYER}.{name}.weight": random.normal(size=shape) for name, shape in SHAPES.items()}
    found |= {f"{LAYER}.{name}.bias": random.normal(size=shape[0]) for name, shape in SHAPES.items()}
    for name in ("embeddings", f"{LAYER}.attention.output", f"{LAYER}.output"):
        found |= {f"{name}.LayerNorm.{part}": random.normal(size=HIDDEN) for part in ("weight", "bias")}
    found["words"] = random.normal(size=(50, HIDDEN))
    found = {name: value.astype(np.float32) for name, value in found.items()}
    save(found, tmp_path)
    sizes = {"hidden_size": HIDDEN, "layer_norm_eps": EPSILON, "num_hidden_layers": 1, "num_attention_heads": HEADS}
    (tmp_path / "config.json").write_text(json.dumps(sizes), "utf-8")
    return found


def expected(tokens: np.ndarray, weights: dict[str, np.ndarray]) -> np.ndarray:
    def dense(value: np.ndarray, name: str) -> np.ndarray:
        return value @ weights[f"{LAYER}.{name}.weight"].T + weights[f"{LAYER}.{name}.bias"]

    def normalised(value: np.ndarray, name: str) -> np.ndarray:
        centred = value - value.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + EPSILON)
        return scaled * weights[f"{name}.LayerNorm.weight"] + weights[f"{name}.LayerNorm.bias"]

    def gelu(value: np.ndarray) -> np.ndarray:
        from math import erf

        return value * (1 + np.vectorize(erf)(value / np.sqrt(2))) / 2

    state = normalised(tokens, "embeddings")
    heads = [dense(state, f"attention.self.{name}").reshape(-1, HEADS, HIDDEN // HEADS) for name in ("query", "key")]
    values = dense(state, "attention.self.value").reshape(-1, HEADS, HIDDEN // HEADS)
    shares = np.exp(np.einsum("ahd,bhd->hab", *heads) / np.sqrt(HIDDEN // HEADS))
    seen = np.einsum("hab,bhd->ahd", shares / shares.sum(axis=2, keepdims=True), values).reshape(-1, HIDDEN)
    state = normalised(dense(seen, "attention.output.dense") + state, f"{LAYER}.attention.output")
    wide = dense(gelu(dense(state, "intermediate.dense")), "output.dense")
    return normalised(wide + state, f"{LAYER}.output").mean(axis=0)


def test_the_graph_is_the_written_formula(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    from onnxruntime import InferenceSession

    write_graph(tmp_path)
    tokens = np.random.default_rng(4).normal(size=(5, HIDDEN)).astype(np.float32)
    (found,) = InferenceSession(tmp_path / GRAPH).run(None, {"tokens": tokens})
    np.testing.assert_allclose(found, expected(tokens, weights), atol=1e-4)


def test_rows_are_read_where_they_lie(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    rows = Rows(tmp_path, "words")
    np.testing.assert_array_equal(rows.of([7, 0, 49, 7]), weights["words"][[7, 0, 49, 7]])
    assert rows.width == HIDDEN


def test_other_numbers_than_32_bit_ones_are_refused(tmp_path: Path) -> None:
    save({"half": np.zeros((2, 2), dtype=np.float16)}, tmp_path)
    with pytest.raises(ValueError, match="F16"):
        places(tmp_path)
