"""Adapters for tests: a small registry of our own wording and an assistant that answers from a script."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.model import (
    Answer,
    Citation,
    Claim,
    ClaimShown,
    Event,
    Evidence,
    Finished,
    Found,
    Nearest,
    Question,
    Refusal,
    RefusalReason,
    Status,
)
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.model import Document, Kind, Provision, Record, TextKind, Unit, Validity
from corpus.core.registry import Registry
from corpus.core.text import syllables

TODAY = date(2026, 11, 22)
QUORUM = "Đại hội chỉ hợp lệ khi có mặt ít nhất hai phần ba (2/3) số người được triệu tập; thiếu thì phải hoãn."
BALLOTS = "Phiếu do ban kiểm phiếu phát ra mới được tính.\nPhiếu <b>ghi thêm tên</b> ngoài danh sách *không* hợp lệ."
OLD = "Việc cử người thay thế do ban thường vụ cấp ủy triệu tập đại hội quyết định."


def _provision(document_id: str, path: str, label: str, text: str, start: int, heading: str) -> Provision:
    return Provision(
        id=f"{document_id}/{path}",
        document_id=document_id,
        path=path,
        label=label,
        unit=Unit.CLAUSE,
        text=text,
        start=start,
        end=start + len(text),
        heading=heading,
        trail=("Chương thử",),
        basis=f"Văn bản thử, {label}",
        sources=("S01",),
    )


def _document(document_id: str, record: Record, items: list[tuple[str, str, str, str]]) -> Document:
    provisions, text = [], ""
    for path, label, heading, body in items:
        provisions.append(_provision(document_id, path, label, body, len(text), heading))
        text += body + "\n\n"
    return Document(document_id, record, TextKind.DIGEST, text, tuple(provisions), source="thu.md")


def small_registry() -> Registry:
    """A charter in force, a regulation superseded by one whose text is not loaded."""
    charter = Record(
        "dieu-le", "Điều lệ thử", Kind.CHARTER, "Đại hội thử", date(2011, 1, 19), "Điều lệ thử",
        Validity(date(2011, 1, 19)),
    )  # fmt: skip
    old = Record(
        "qd-1", "1-QĐ/TW", Kind.REGULATION, "Cơ quan thử", date(2025, 5, 26), "Quy định thử",
        Validity(date(2025, 7, 1), date(2026, 4, 8)),
    )  # fmt: skip
    new = Record(
        "qd-2", "2-QĐ/TW", Kind.REGULATION, "Cơ quan thử", date(2026, 4, 8), "Quy định thử mới",
        Validity(date(2026, 4, 8)), supersedes=("qd-1",),
    )  # fmt: skip
    return Registry(
        [charter, old, new],
        [
            _document(
                "td-dieu-le",
                charter,
                [("d11.k6", "Điều 11 khoản 6", "Điều kiện hợp lệ", QUORUM), ("d12", "Điều 12", "Phiếu bầu", BALLOTS)],
            ),
            _document("td-qd-1", old, [("11.4.2", "11.4.2", "Người thay thế", OLD)]),
        ],
    )


def cite(registry: Registry, provision_id: str, quote: str) -> Citation:
    """A citation of the first place where ``quote`` stands in a provision."""
    found = registry.provision(provision_id)
    assert found is not None
    provision, document = found
    start = provision.text.index(quote)
    span = registry.validity(provision)
    return Citation(
        provision_id=provision.id,
        document_number=document.record.number,
        document_title=document.record.title,
        label=provision.label,
        quote=quote,
        start=start,
        end=start + len(quote),
        valid_from=span.valid_from,
        valid_until=span.valid_until,
        text_kind=document.text_kind.value,
        basis=provision.basis,
        certainty=provision.certainty.value,
        source=", ".join(provision.sources),
    )


def answered(registry: Registry, question: str) -> Answer:
    """An answer with a direct claim and a basis from two provisions."""
    first = cite(registry, "td-dieu-le/d11.k6", "có mặt ít nhất hai phần ba (2/3) số người được triệu tập")
    second = cite(registry, "td-dieu-le/d12", "Phiếu <b>ghi thêm tên</b> ngoài danh sách *không* hợp lệ.")
    return Answer(
        question,
        Status.ANSWERED,
        TODAY,
        claims=(Claim(second.quote, (second,), "basis"), Claim(QUORUM, (first,), "answer")),
        warnings=("Cần đối chiếu văn bản gốc.",),
        fingerprints={"index": "abc", "settings": "def", "model": "extractive"},
        timings_ms={"total": 1.25},
    )


def refused(question: str, reason: RefusalReason = RefusalReason.NO_PROVISION) -> Answer:
    """A refusal that points to a near provision."""
    near = Nearest("td-qd-1/11.4.2", "11.4.2", "1-QĐ/TW", "Quy định thử", "Người thay thế")
    return Answer(question, Status.REFUSED, TODAY, refusal=Refusal(reason, "Chưa có căn cứ để trả lời.", (near,)))


@dataclass
class ScriptedAssistant:
    """Answers from a script keyed by the question; any other question gets ``answered``; keeps what it was asked."""

    registry: Registry = field(default_factory=small_registry)
    script: Mapping[str, Callable[[Question], Answer]] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)

    def answer(self, question: Question) -> Answer:
        """The scripted answer.

        Raises:
            InputError: for an empty question, as the assistant does.
        """
        self.asked.append(question)
        if not question.text.strip():
            raise InputError(Code.QUESTION_EMPTY, "Câu hỏi đang để trống.", hint="Xin nhập nội dung cần hỏi.")
        if (scripted := self.script.get(question.text)) is not None:
            return scripted(question)
        return answered(self.registry, question.text)

    def find(self, question: Question, among: Collection[str]) -> Found:
        """Every provision that may be found and holds a word of the question, in the order of the registry.

        Raises:
            InputError: for a text without a word, as the assistant does.
        """
        self.asked.append(question)
        words = set(syllables(question.text))
        if not words:
            raise InputError(Code.QUESTION_NO_WORDS, "Câu hỏi chưa có từ nào.")
        found = tuple(
            Evidence(provision, document, self.registry.validity(provision), 0.5)
            for provision, document in self.registry.provisions()
            if provision.id in among and words & set(syllables(f"{provision.heading} {provision.text}"))
        )
        return Found(found, sure=bool(found))

    def stream(self, question: Question, stop: Callable[[], bool]) -> Iterator[Event]:
        """The scripted answer, claim by claim."""
        answer = self.answer(question)
        yield from (ClaimShown(claim, place) for place, claim in enumerate(answer.claims))
        yield Finished(answer)


class Here(Executor):
    """Runs what is submitted at once."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The result, there already."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done
