"""Every error of ours has a status, a title and a stable form on the wire."""

import pytest

from assistant.server.problems import NotFoundError, ServerError, encode, problem_of, validation_problem
from corpus.core.errors import AssistantError, CorpusError, IndexingError, InputError, ModelProtocolError, ProviderError


def test_every_class_of_the_error_tree_has_a_status_of_its_own() -> None:
    statuses = {
        kind: problem_of(kind("a.b", "Lời báo."))[0]
        for kind in (InputError, NotFoundError, CorpusError, IndexingError, ProviderError, ModelProtocolError)
    }
    assert statuses == {
        InputError: 422,
        NotFoundError: 404,
        CorpusError: 500,
        IndexingError: 503,
        ProviderError: 502,
        ModelProtocolError: 502,
    }
    tree = set(AssistantError.__subclasses__())
    assert tree == set(statuses) | {ServerError}, "a new class of errors needs a status in assistant/server/problems.py"


def test_a_problem_carries_code_hint_and_retry() -> None:
    error = ServerError("server.busy", "Đang bận.", status=503, hint="Thử lại.", retry_after_s=5)
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
    }
    assert "Đang bận" in encode(body).decode()


@pytest.mark.parametrize(
    ("kind", "words"), [("missing", "bắt buộc phải có"), ("date_parsing", "2025-08-15"), ("x", "không hợp lệ")]
)
def test_validation_words(kind: str, words: str) -> None:
    body = validation_problem([{"loc": ("body", "as_of"), "type": kind}])
    assert words in body["detail"]
    assert body["detail"].startswith("Ngày áp dụng")
