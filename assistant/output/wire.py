"""Shapes of the API for its description (OpenAPI) and for validating what comes in.

What goes out is written by ``Answer.to_json`` and ``assistant.output.views``; these models describe it and a test holds
the two together. Field descriptions are Vietnamese: they are read by people who build on the API.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.model import MAX_CHARS, MAX_TURNS, ClaimRole, GenerationStatus, Question, RefusalReason, Status, Turn
from corpus.core.model import Level, TextKind
from corpus.core.registry import Force

MAX_ANSWER = 20_000


def _written_day(value: object) -> object:
    """Only a date written out passes, for pydantic reads 0 and "0" as 1 January 1970; "?" is a date to no parser."""
    if isinstance(value, str) and _DAY.fullmatch(value) is None:
        return "?"
    return "?" if isinstance(value, int | float) else value


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[date, BeforeValidator(_written_day)]
"""A day in a request."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TurnIn(_Strict):
    """Một lượt trao đổi trước đó."""

    question: str = Field(max_length=MAX_CHARS, description="Câu hỏi trước.")
    answer: str = Field(default="", max_length=MAX_ANSWER, description="Câu trả lời trước, có thể bỏ trống.")


class QuestionIn(_Strict):
    """Câu hỏi gửi tới trợ lý."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "Đại hội chi bộ cần bao nhiêu đảng viên có mặt thì hợp lệ?"},
                {"question": "Đại biểu dự khuyết do ai quyết định chuyển thành chính thức?", "as_of": "2025-08-15"},
            ]
        },
    )

    question: str = Field(max_length=MAX_CHARS, description="Câu hỏi tiếng Việt, có dấu hoặc không dấu.")
    as_of: Day | None = Field(default=None, description="Ngày áp dụng, dạng 2025-08-15; bỏ trống là hôm nay.")
    level: Level | None = Field(default=None, description="Cấp tổ chức đảng mà câu hỏi nói tới.")
    history: list[TurnIn] = Field(default=[], max_length=MAX_TURNS, description="Các lượt trước, cũ nhất đứng đầu.")

    def to_question(self) -> Question:
        """The value that the assistant answers."""
        turns = tuple(Turn(turn.question, turn.answer) for turn in self.history)
        return Question(self.question, self.as_of, turns, self.level)


class CitationOut(_Strict):
    """Bằng chứng của một ý: văn bản của điều khoản tại [start, end) đúng bằng quote."""

    provision_id: str
    document_number: str | None
    document_title: str
    label: str = Field(description="Ví dụ: Điều 11 khoản 6; 11.4.2.")
    quote: str = Field(description="Nguyên văn phần được trích.")
    start: int = Field(description="Vị trí ký tự bắt đầu trong văn bản của điều khoản.")
    end: int = Field(description="Vị trí ký tự kết thúc (không tính).")
    valid_from: date | None = Field(description="Ngày đầu tiên có hiệu lực.")
    valid_until: date | None = Field(description="Ngày đầu tiên không còn hiệu lực; null là chưa có.")
    text_kind: TextKind = Field(description="official: nguyên văn; digest: bản tóm lược; catalogue: danh mục.")
    basis: str
    certainty: str
    source: str


class CalculationOut(_Strict):
    """Phép tính được trình bày đầy đủ."""

    rule: str
    inputs: dict[str, str]
    formula: str
    result: str


class ClaimOut(_Strict):
    """Một ý trả lời cùng trích dẫn chứng minh."""

    text: str
    role: ClaimRole = Field(
        description="head: có, không, chưa; answer: trả lời trực tiếp; basis: căn cứ; last_known: quy định cũ đã biết; "
        "place: điều, mục của văn bản."
    )
    citations: list[CitationOut] = Field(min_length=1)
    calculation: CalculationOut | None
    part: str = Field(default="", description="Phần của câu hỏi mà ý này trả lời; chỉ có khi câu hỏi gồm nhiều phần.")


class NearestOut(_Strict):
    """Điều khoản gần với câu hỏi bị từ chối."""

    provision_id: str
    label: str
    document_number: str | None
    document_title: str
    heading: str
    quote: str = Field(default="", description="Nguyên văn, để trống khi chỉ nêu vị trí.")
    start: int = 0
    end: int = 0
    valid_from: date | None = None
    valid_until: date | None = None


class RefusalOut(_Strict):
    """Vì sao không trả lời."""

    reason: RefusalReason
    message: str
    nearest: list[NearestOut]


class EvidenceOut(_Strict):
    """Điều khoản tìm được, kèm điểm tương đồng (cao hơn là gần hơn)."""

    provision_id: str
    label: str
    score: float
    parts: dict[str, float]


class VerdictOut(_Strict):
    """Kết quả kiểm chứng của một ý được đề xuất."""

    claim: str = Field(description="Để trống khi ý bị loại: nội dung chưa được chứng minh không được hiển thị.")
    supported: bool
    reasons: list[str]


class GenerationOut(_Strict):
    """Phần việc của mô hình ngôn ngữ; null khi không dùng mô hình."""

    status: GenerationStatus = Field(
        description="spoke: có ý được hiển thị; silent: mô hình nói không có căn cứ; rejected: mọi ý đều bị loại; "
        "failed: mô hình lỗi; skipped: không hỏi mô hình."
    )
    error: str = Field(description="Mã lỗi, để trống khi không có.")
    rounds: int
    proposed: int
    rejected: int


class AnswerOut(_Strict):
    """Câu trả lời; cùng khuôn dạng ở dòng lệnh, API và bộ đánh giá."""

    question: str
    standalone: str = Field(description="Câu hỏi sau khi được hiểu đầy đủ.")
    status: Status = Field(
        description="answered: đã trả lời; refused: từ chối; clarify: hỏi lại; smalltalk: lời đáp xã giao."
    )
    as_of: date
    claims: list[ClaimOut]
    refusal: RefusalOut | None
    message: str = Field(
        default="", description="Lời đáp cố định cho câu chào, cảm ơn; không phải câu trả lời theo quy định."
    )
    paragraph: str = Field(
        default="",
        description="Câu trả lời viết liền một đoạn, nguyên văn từng ý và nơi trích; chỉ có khi được yêu cầu.",
    )
    warnings: list[str]
    evidence: list[EvidenceOut]
    verdicts: list[VerdictOut]
    confidence: float | None = Field(
        description="Độ tin của bước đánh giá căn cứ, từ 0 đến 1; null khi không phải tìm kiếm."
    )
    degraded: bool
    generation: GenerationOut | None
    fingerprints: dict[str, str]
    timings_ms: dict[str, float]


class ValidityOut(_Strict):
    """Khoảng hiệu lực; valid_until là ngày đầu tiên không còn hiệu lực."""

    valid_from: date | None
    valid_until: date | None
    certainty: str


class SuccessorOut(_Strict):
    """Văn bản thay thế."""

    id: str
    name: str
    title: str
    loaded: bool


class StandingOut(_Strict):
    """Tình trạng hiệu lực vào một ngày."""

    on: date
    force: Force
    words: str
    successor: SuccessorOut | None


class RecordOut(_Strict):
    """Những điều đã biết về một văn bản."""

    record_id: str
    number: str | None
    name: str
    title: str
    kind: str
    rank: int = Field(description="1 là cao nhất (Điều lệ).")
    issuer: str
    issued: date | None
    validity: ValidityOut
    standing: StandingOut
    certainty: str
    campaign: str
    note: str


class DocumentOut(RecordOut):
    """Văn bản đã nạp."""

    id: str
    text_kind: TextKind
    evidence: bool = Field(description="Có được dùng làm căn cứ trả lời hay đã nhường văn bản chính thức.")
    provisions: int
    source: str
    sha256: str


class BriefOut(_Strict):
    """Một điều khoản nêu ngắn gọn."""

    id: str
    label: str
    heading: str


class DocumentsOut(_Strict):
    """Danh mục văn bản."""

    as_of: date
    documents: list[DocumentOut] = Field(description="Văn bản đã nạp nội dung.")
    not_loaded: list[RecordOut] = Field(description="Văn bản đã biết nhưng chưa nạp nội dung.")


class DocumentDetailOut(DocumentOut):
    """Một văn bản cùng mục lục điều khoản."""

    contents: list[BriefOut]


class ProvisionDocumentOut(_Strict):
    """Văn bản chứa điều khoản."""

    id: str
    number: str | None
    name: str
    title: str
    text_kind: TextKind


class SourceOut(_Strict):
    """Nguồn của điều khoản."""

    mark: str
    address: str


class ProvisionOut(_Strict):
    """Một điều khoản với mọi thông tin cần để trích dẫn."""

    id: str
    path: str
    label: str
    unit: str
    heading: str
    trail: list[str]
    text: str
    citable: bool
    document: ProvisionDocumentOut
    validity: ValidityOut
    standing: StandingOut
    basis: str
    certainty: str
    sources: list[SourceOut]
    levels: list[Level]
    references: list[str]
    parent: BriefOut | None
    children: list[BriefOut]
    previous: BriefOut | None
    next: BriefOut | None
    page: str


class FieldProblem(BaseModel):
    """Một trường sai."""

    field: str
    reason: str
    message: str


class ProblemOut(BaseModel):
    """Lỗi theo RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(description="Mã ổn định cho chương trình.")
    hint: str
    retryable: bool
    request_id: str = Field(description="Mã của yêu cầu, cũng ở đầu mục X-Request-ID; xin kèm khi báo lỗi.")
    errors: list[FieldProblem] | None = None


class ReadyOut(_Strict):
    """Tình trạng sẵn sàng."""

    ready: bool
    degraded: bool
    fingerprints: dict[str, str]
    documents: int
    provisions: int
