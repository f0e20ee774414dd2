"""Every error of ours has a status, a title and a stable form on the wire."""

import pytest

from assistant.server.problems import NotFoundError, ServerError, encode, problem_of, validation_problem
from corpus.core.codes import Code
from corpus.core.errors import (
    AssistantError,
    CorpusError,
    IndexingError,
    InputError,
    ModelProtocolError,
    ProviderError,
    SetupError,
)


def test_every_class_of_the_error_tree_has_a_title() -> None:
    titles = {
        problem_of(kind(Code.SERVER_INTERNAL, "Lời báo."))[1]["title"] for kind in AssistantError.__subclasses__()
    }
    assert len(titles) == len(AssistantError.__subclasses__())


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError(Code.QUESTION_EMPTY, ""), 422),
        (SetupError(Code.SETUP_EXTRA, ""), 503),
        (NotFoundError(Code.PROVISION_NOT_FOUND, ""), 404),
        (CorpusError(Code.CORPUS_DAMAGED, ""), 500),
        (IndexingError(Code.INDEX_MISSING, ""), 503),
        (ProviderError(Code.PROVIDER_BUSY, ""), 502),
        (ModelProtocolError(Code.MODEL_JSON, ""), 502),
        (ServerError(Code.SERVER_TIMEOUT, ""), 504),
        (ServerError(Code.SERVER_INTERNAL, ""), 500),
    ],
)
def test_the_status_is_that_of_the_code(error: AssistantError, status: int) -> None:
    assert problem_of(error)[0] == problem_of(error)[1]["status"] == status


def test_a_problem_carries_code_hint_and_retry() -> None:
    error = ServerError(Code.SERVER_BUSY, "Đang bận.", hint="Thử lại.", retry_after_s=5)
    status, body, headers = problem_of(error, "/api/v1/answers")
    assert (status, headers) == (503, {"retry-after": "5"})
    assert body == {
        "type": "urn:tro-ly-dai-hoi:server.busy",
        "title": "Máy chủ chưa phục vụ được yêu cầu",
        "status": 503,
        "detail": "Đang bận.",
        "instance": "/api/v1/answers",
        "code": "server.busy",
        "hint": "Thử lại.",
        "retryable": True,
        "request_id": "",
    }
    assert "Đang bận" in encode(body).decode()


@pytest.mark.parametrize(
    ("kind", "words"), [("missing", "bắt buộc phải có"), ("date_parsing", "2025-08-15"), ("x", "không hợp lệ")]
)
def test_validation_words(kind: str, words: str) -> None:
    body = validation_problem([{"loc": ("body", "as_of"), "type": kind}])
    assert words in body["detail"]
    assert body["detail"].startswith("Ngày áp dụng")
