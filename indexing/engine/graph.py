"""The encoder as an ONNX graph beside its weights: one text's token vectors in, the mean of its last layer out.

Edge: writes one small file. The weights stay in the model folder's ``model.safetensors``; the graph names their places
there, and ONNX Runtime maps them. It reads one text at a time, so that nothing is padded and nothing masked.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.core.files import write_atomic

WEIGHTS = "model.safetensors"
GRAPH = "questions.onnx"


def places(folder: Path) -> dict[str, tuple[int, int, tuple[int, ...]]]:
    """Where the tensors of a model folder lie in its file of weights: first byte, bytes, shape.

    Raises:
        ValueError: one is not of 32-bit floats.
    """
    with (folder / WEIGHTS).open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        head = json.loads(file.read(length))
    found = {}
    for name, entry in head.items():
        if name == "__metadata__":
            continue
        if entry["dtype"] != "F32":
            raise ValueError(f"{name} is of {entry['dtype']}")
        start, end = entry["data_offsets"]
        found[name] = 8 + length + start, end - start, tuple(entry["shape"])
    return found


class Rows:
    """A matrix of a model folder, row by row from the disk: a question needs some twenty of a quarter of a million.

    Rows are read, not mapped: of a mapped file the system counts what lies around them as this process's memory.

    Args:
        folder: the model folder.
        name: the tensor.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / WEIGHTS
        self._start, _size, (_count, self.width) = places(folder)[name]

    def of(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """These rows, one below the other."""
        size = self.width * 4
        with self._path.open("rb", buffering=0) as file:
            read = b"".join(os.pread(file.fileno(), size, self._start + size * number) for number in numbers)
        return np.frombuffer(read, "<f4").reshape(len(numbers), self.width)


def write_graph(folder: Path) -> None:
    """Write the graph of a BERT model into its folder.

    Raises:
        OSError, ValueError, KeyError: the folder holds no such model.
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    graph = _Graph(places(folder))
    hidden, epsilon = config["hidden_size"], config["layer_norm_eps"]
    state = graph.normalised("tokens", "embeddings.LayerNorm", epsilon)
    for number in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        asked, keys, values = (graph.dense(state, f"{layer}.attention.self.{n}") for n in ("query", "key", "value"))
        seen = graph.attention(asked, keys, values, config["num_attention_heads"], hidden)
        joined = graph.node("Add", graph.dense(seen, f"{layer}.attention.output.dense"), state)
        state = graph.normalised(joined, f"{layer}.attention.output.LayerNorm", epsilon)
        wide = graph.node("Gelu", graph.dense(state, f"{layer}.intermediate.dense"))
        joined = graph.node("Add", graph.dense(wide, f"{layer}.output.dense"), state)
        state = graph.normalised(joined, f"{layer}.output.LayerNorm", epsilon)
    write_atomic(folder / GRAPH, graph.finished(state, hidden))


class _Graph:
    """A graph as it grows; values are named by their order."""

    def __init__(self, places: dict[str, tuple[int, int, tuple[int, ...]]]) -> None:
        self._places = places
        self._nodes: list[Any] = []
        self._weights: dict[str, Any] = {}

    def node(self, operator: str, *inputs: str, domain: str = "", **settings: Any) -> str:
        """An operation on values; the name of what it gives."""
        from onnx import helper

        result = f"v{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [result], domain=domain, **settings))
        return result

    def dense(self, value: str, layer: str) -> str:
        """``value`` times the layer's weights, and its bias."""
        return self.node("Gemm", value, self._weight(f"{layer}.weight"), self._weight(f"{layer}.bias"), transB=1)

    def normalised(self, value: str, layer: str, epsilon: float) -> str:
        """``value`` with every row brought to mean and spread of the layer."""
        scale, bias = self._weight(f"{layer}.weight"), self._weight(f"{layer}.bias")
        return self.node("LayerNormalization", value, scale, bias, axis=-1, epsilon=epsilon)

    def attention(self, asked: str, keys: str, values: str, heads: int, hidden: int) -> str:
        """What every token sees of all tokens, by ``heads`` heads."""
        rows = [self._shaped(value, 1, -1, hidden) for value in (asked, keys, values)]
        seen = self.node("MultiHeadAttention", *rows, domain="com.microsoft", num_heads=heads)
        return self._shaped(seen, -1, hidden)

    def finished(self, state: str, hidden: int) -> bytes:
        """The model, as ONNX writes it."""
        from onnx import TensorProto, helper

        self._nodes.append(helper.make_node("ReduceMean", [state, self._whole("first", 0)], ["mean"], keepdims=0))
        graph = helper.make_graph(
            self._nodes,
            "questions",
            [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["count", hidden])],
            [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [hidden])],
            list(self._weights.values()),
        )
        operators = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=operators, ir_version=10)
        return bytes(model.SerializeToString(deterministic=True))

    def _shaped(self, value: str, *shape: int) -> str:
        return self.node("Reshape", value, self._whole("x".join(map(str, shape)), *shape))

    def _whole(self, name: str, *numbers: int) -> str:
        from onnx import TensorProto, helper

        self._weights[name] = helper.make_tensor(name, TensorProto.INT64, [len(numbers)], numbers)
        return name

    def _weight(self, name: str) -> str:
        """A weight that stays where it lies."""
        from onnx import TensorProto

        start, size, shape = self._places[name]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", WEIGHTS), ("offset", start), ("length", size)):
            tensor.external_data.add(key=key, value=str(value))
        self._weights[name] = tensor
        return name
