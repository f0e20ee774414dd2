"""A small corpus of our own, answers written by hand, and an answerer that plays them back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from assistant.retrieval.features import NAMES
from assistant.retrieval.ranker import DECISION_NAMES, Judge, Logistic
from assistant.retrieval.retriever import HybridRetriever
from assistant.retrieval.search import EvidenceSearch
from assistant.service import Assistant
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.model import Document, Kind, Provision, Record, TextKind, Unit, Validity
from corpus.core.registry import Registry
from eval.suites.cases import Case, parse
from eval.suites.lookup import RegistryLookup
from indexing.build import indexed_text
from indexing.chunk import passages
from indexing.lexical import Bm25Index
from indexing.manifest import Manifest
from indexing.ports import Token, Vectors
from indexing.snapshot import Snapshot
from indexing.vectors import FlatIndex

RULES = {
    "quy-dinh-cu": [
        ("1.1", "Đại hội hợp lệ khi có ít nhất một phần hai số đại biểu được triệu tập."),
        ("1.2", "Thông báo thời gian khai mạc trước 15 ngày làm việc."),
    ],
    "quy-dinh-moi": [
        ("1.1", "Đại hội hợp lệ khi có ít nhất hai phần ba số đại biểu được triệu tập."),
        ("1.2", "Thông báo thời gian khai mạc trước 30 ngày làm việc."),
        ("1.3", "Đoàn chủ tịch có số lượng không quá 9 người."),
        ("1.3 điểm a", "Đoàn thư ký do đoàn chủ tịch giới thiệu, đại hội biểu quyết."),
    ],
}
SPANS = {
    "quy-dinh-cu": Validity(date(2015, 1, 1), date(2024, 1, 1)),
    "quy-dinh-moi": Validity(date(2024, 1, 1)),
}


def registry() -> Registry:
    records = [
        Record(
            id=name,
            number=f"{number}-QĐ/TN",
            kind=Kind.REGULATION,
            issuer="Thử nghiệm",
            issued=span.valid_from,
            title=f"Quy định thử nghiệm số {number}",
            validity=span,
            supersedes=("quy-dinh-cu",) if name == "quy-dinh-moi" else (),
        )
        for number, (name, span) in enumerate(SPANS.items(), start=71)
    ]
    return Registry(records, [document(record) for record in records])


def document(record: Record) -> Document:
    provisions: list[Provision] = []
    at = 0
    for label, text in RULES[record.id]:
        path = label.replace(" điểm ", ".")
        parent = f"{record.id}/1.3" if "điểm" in label else None
        provisions.append(
            Provision(
                f"{record.id}/{path}", record.id, path, label, Unit.CLAUSE, text, at, at + len(text), parent=parent
            )
        )
        at += len(text) + 1
    text = "\n".join(text for _, text in RULES[record.id])
    return Document(record.id, record, TextKind.DIGEST, text, tuple(provisions))


def lookup() -> RegistryLookup:
    return RegistryLookup(registry())


def case(case_id: str = "c1", *, suite: str = "shipped.dev", **fields: Any) -> Case:
    row = {
        "id": case_id,
        "question": "Bao nhiêu đại biểu thì đại hội hợp lệ?",
        "expected": "answered",
        "gold": [["quy-dinh-moi#1.1"]],
        **fields,
    }
    if row["expected"] != "answered" and "gold" not in fields:
        row["gold"] = []
    return parse(row, suite=suite)


def answer(*quotes: tuple[str, str], status: str = "answered", **fields: Any) -> dict[str, Any]:
    """A public answer whose claims quote whole provisions; ``quotes`` are (provision id, claim text or "")."""
    found = registry()
    claims = []
    for provision_id, words in quotes:
        known = found.provision(provision_id)
        text = known[0].text if known else words
        citation = {
            "provision_id": provision_id,
            "document_number": "72-QĐ/TN",
            "document_title": "Quy định thử nghiệm",
            "label": known[0].label if known else "?",
            "quote": text,
            "start": 0,
            "end": len(text),
        }
        claims.append({"text": words or text, "role": "answer", "citations": [citation], "calculation": None})
    evidence = [
        {"provision_id": name, "label": "", "score": 0.9 - 0.1 * i, "parts": {}} for i, (name, _) in enumerate(quotes)
    ]
    base = {
        "question": "?",
        "standalone": "?",
        "status": status,
        "as_of": "2026-11-22",
        "claims": claims,
        "refusal": None,
        "warnings": [],
        "evidence": evidence,
        "verdicts": [],
        "fingerprints": {},
        "timings_ms": {},
    }
    return base | fields


def refusal(reason: str = "no_provision", status: str = "refused", **fields: Any) -> dict[str, Any]:
    message = {"reason": reason, "message": "Chưa có quy định trả lời câu hỏi này.", "nearest": []}
    return answer(status=status, refusal=message, **fields)


class Scripted:
    """A ``CaseAnswerer`` that gives the answers written for each case id; no answer is an error of the assistant."""

    def __init__(self, answers: Mapping[str, dict[str, Any]], mark: str = "script") -> None:
        self.answers = dict(answers)
        self.mark = mark
        self.asked: list[str] = []

    def answer(self, case: Case) -> dict[str, Any]:
        self.asked.append(case.id)
        if case.id not in self.answers:
            raise InputError(Code.QUESTION_EMPTY, "Không có câu trả lời.")
        return self.answers[case.id]

    def fingerprints(self) -> dict[str, str]:
        return {"index": self.mark}


class HashEncoder:
    """Unit vectors from hashed words: no model, the same everywhere."""

    name = "hash"
    dimension = 64
    passages = 0

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.passages += len(texts)
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


class SpaceSegmenter:
    """Words are what spaces part."""

    def words(self, text: str) -> list[Token]:
        tokens: list[Token] = []
        at = 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            tokens.append(Token(word, start, at))
        return tokens


LEXICAL = Judge(
    Logistic(tuple(4.0 if name in ("coverage", "lexical_rank") else 0.0 for name in NAMES), -4.0),
    Logistic(tuple(1.0 if name == "best" else 0.0 for name in DECISION_NAMES), 0.0),
    answer_at=0.5,
    support_at=1.0,
)


def small_assistant() -> Assistant:
    found = registry()
    pieces = list(passages(found.documents.values(), 400))
    encoder = HashEncoder()
    manifest = Manifest(
        format=0,
        id="x",
        created="",
        fingerprint="x",
        settings={"max_tokens": 400},
        encoder="hash",
        dimension=64,
        counts={},
    )
    snapshot = Snapshot(
        manifest,
        found,
        pieces,
        Bm25Index.build(pieces, SpaceSegmenter()),
        FlatIndex.build(encoder.encode_passages([indexed_text(piece) for piece in pieces])),
        lambda: encoder,
    )
    return Assistant(EvidenceSearch(HybridRetriever(snapshot=snapshot), LEXICAL), today=lambda: date(2026, 11, 22))
