"""Both engines of the bundled encoder give the same vectors; any text goes in."""

import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.core.errors import IndexingError
from indexing.config import IndexConfig
from indexing.encoders import (
    LightEncoder,
    SentenceEncoder,
    as_langchain,
    bundled_name,
    clean,
    encoder_name,
    passage_encoder,
    query_encoder,
)
from indexing.ports import Encoder
from indexing.weights import ensure_bundled

TEXTS = [
    "Đại hội của hội thử nghiệm hợp lệ khi có mặt ít nhất 2/3 số người được triệu tập.",
    "01-QĐ/HT ngày 01/5/2025, mục 3.1: số dư không quá 15%",
    "cấp uỷ",
    "dai hoi chi bo can bao nhieu nguoi",
    "Danh sách bầu cử do đại hội thảo luận, biểu quyết; phiếu bầu có dấu của ban chấp hành khóa trước. " * 5,
    "A much longer English sentence, (with) punctuation – and “quotes”…",
]


@pytest.fixture(scope="module")
def light(home: Path) -> Encoder:
    return query_encoder(IndexConfig(home=home))


@pytest.fixture(scope="module")
def full(home: Path) -> Encoder:
    return SentenceEncoder(str(ensure_bundled(IndexConfig(home=home).model_folder)), name=bundled_name())


def cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.sum(first * second, axis=1)


@pytest.mark.slow
def test_both_engines_give_the_same_vectors(light: Encoder, full: Encoder) -> None:
    assert light.name == full.name == bundled_name()
    assert light.dimension == full.dimension == 384
    # bfloat16, where the processor has it, is what the last digit is for.
    assert cosines(light.encode_passages(TEXTS), full.encode_passages(TEXTS)).min() >= 0.9995
    assert cosines(light.encode_queries(TEXTS), full.encode_queries(TEXTS)).min() >= 0.9995


@pytest.mark.slow
def test_bfloat16_with_32_bit_pooling_keeps_the_vectors(home: Path, full: Encoder) -> None:
    folder = str(IndexConfig(home=home).model_folder)
    exact = SentenceEncoder(folder, bf16=False).encode_passages(TEXTS)
    assert cosines(SentenceEncoder(folder, bf16=True).encode_passages(TEXTS), exact).min() >= 0.999


def test_questions_and_passages_are_prompted_apart(light: Encoder) -> None:
    assert cosines(light.encode_queries(TEXTS), light.encode_passages(TEXTS)).max() < 0.999


def test_vectors_have_length_one(light: Encoder) -> None:
    np.testing.assert_allclose(np.linalg.norm(light.encode_passages(TEXTS), axis=1), 1, atol=1e-4)


def test_decomposed_text_gets_the_same_vector(light: Encoder) -> None:
    decomposed = [unicodedata.normalize("NFD", text) for text in TEXTS]
    assert cosines(light.encode_queries(TEXTS), light.encode_queries(decomposed)).min() > 0.99999


def test_text_after_a_nul_counts(light: Encoder) -> None:
    head, whole, spaced = light.encode_queries(["đại hội", "đại hội\0bầu cử", "đại hội bầu cử"])
    assert whole @ spaced > 0.99999
    assert whole @ head < 0.999


@pytest.mark.parametrize("text", ["", " ", "\ud800 hỏng", "😀" * 50, "\n\n", "x" * 20_000])
def test_any_text_gets_a_finite_vector(light: Encoder, text: str) -> None:
    assert np.isfinite(light.encode_queries([text])).all()


def test_a_long_text_is_read_up_to_the_models_length(light: Encoder) -> None:
    text = "đại hội bầu cấp ủy khóa mới " * 400
    first, second = light.encode_queries([text, text + "và một câu khác hẳn. " * 400])
    assert first @ second > 0.9999


def test_threads_that_ask_at_once_get_what_one_gets(light: Encoder) -> None:
    texts = [f"Đại hội lần thứ {number} họp khi nào?" for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: light.encode_queries([text])[0], texts))
    np.testing.assert_array_equal(np.stack(together), light.encode_queries(texts))


@pytest.mark.heavy
def test_a_model_folder_without_its_weights_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "questions.onnx").write_bytes(b"no graph")
    with pytest.raises(IndexingError) as caught:
        LightEncoder(tmp_path)
    assert caught.value.code == "index.encoder"


def test_passages_encoded_side_by_side_keep_their_order(home: Path, light: Encoder) -> None:
    texts = [f"{TEXTS[0]} {number}" for number in range(5)]
    indexing = passage_encoder(IndexConfig(home=home, threads=3), len(texts))
    assert isinstance(indexing, LightEncoder), "a few passages are not worth loading torch"
    np.testing.assert_array_equal(indexing.encode_passages(texts), light.encode_passages(texts))


def test_no_text_no_vector(light: Encoder) -> None:
    assert light.encode_queries([]).shape == (0, 384)


def test_clean_keeps_ordinary_text() -> None:
    assert clean(TEXTS[0]) == TEXTS[0]
    assert clean("a\0b\ud800") == "a b?"


def test_langchain_view(light: Encoder) -> None:
    view = as_langchain(light)
    np.testing.assert_allclose(view.embed_query(TEXTS[0]), light.encode_queries(TEXTS[:1])[0])
    np.testing.assert_allclose(view.embed_documents(TEXTS[:2]), light.encode_passages(TEXTS[:2]))


@pytest.mark.heavy
def test_a_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(IndexingError) as caught:
        SentenceEncoder(str(tmp_path))
    assert caught.value.code == "index.encoder"


def test_a_folders_name_follows_its_content(tmp_path: Path) -> None:
    config = IndexConfig(encoder=str(tmp_path))
    (tmp_path / "config.json").write_text("{}", "utf-8")
    before = encoder_name(config)
    (tmp_path / "config.json").write_text('{"a": 1}', "utf-8")
    assert before != encoder_name(config)
    assert encoder_name(IndexConfig(encoder="vinai/phobert")) == "vinai/phobert"


LOADED = """
import sys
from pathlib import Path
from indexing.config import IndexConfig
from indexing.encoders import query_encoder
query_encoder(IndexConfig(home=Path(sys.argv[1]))).encode_queries(["đại hội"])
"""


def test_the_engine_keeps_no_id_of_the_device_and_no_events_to_send(home: Path, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    line = [sys.executable, "-c", LOADED, str(home)]
    subprocess.run(line, cwd=root, env=kept | {"HOME": str(tmp_path)}, check=True)
    assert list(tmp_path.rglob("*")) == []
