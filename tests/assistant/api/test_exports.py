"""Exports over HTTP: a question is asked again, a certificate is believed in nothing."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

from docx import Document

from assistant.export.file import MEDIA_TYPE
from assistant.model import Answer, Claim, Status
from tests.assistant.api.test_application import problem, serving
from tests.fakes import QUORUM, TODAY, ScriptedAssistant, cite

EXPORT = "/api/v1/answers/export"


def sealed(certificate: dict[str, Any]) -> dict[str, Any]:
    """The certificate with a hash that fits, as anybody can make one."""
    bare = {name: value for name, value in certificate.items() if name != "integrity"}
    text = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**bare, "integrity": hashlib.sha256(text.encode()).hexdigest()}


async def test_a_conversation_is_asked_again_and_written_as_a_word_file() -> None:
    async with serving(ScriptedAssistant) as client:
        body = {"questions": [{"question": "Câu một?"}, {"question": "Câu hai?", "as_of": "2026-01-05"}]}
        response = await client.post(EXPORT, json=body)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == MEDIA_TYPE
        assert response.headers["content-disposition"] == 'attachment; filename="tra-loi.docx"'
        assert response.headers["cache-control"] == "no-store"
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs)
        assert text.index("Câu một?") < text.index("Câu hai?")
        assert QUORUM in text
        assert "SHA-256" in text


def proving() -> ScriptedAssistant:
    """An assistant whose answer the verifier accepts."""
    assistant = ScriptedAssistant()
    claim = Claim(QUORUM, (cite(assistant.registry, "td-dieu-le/d11.k6", QUORUM),), "answer")
    assistant.script = {
        "Khi nào hợp lệ?": lambda question: Answer(question.text, Status.ANSWERED, TODAY, claims=(claim,))
    }
    return assistant


async def test_a_certificate_is_checked_again_and_its_citations_are_written_anew() -> None:
    async with serving(proving) as client:
        issued = (await client.post("/api/v1/certificates", json={"question": "Khi nào hợp lệ?"})).json()
        good = await client.post(EXPORT, json={"certificates": [issued], "format": "text"})
        assert good.status_code == 200, good.text
        assert QUORUM in good.text
        assert "Lập từ chứng thư đã kiểm tra lại ngày 22/11/2026" in good.text

        lying = json.loads(json.dumps(issued))
        lying["claims"][0]["citations"][0]["document_title"] = "Văn bản không có"
        retold = await client.post(EXPORT, json={"certificates": [sealed(lying)], "format": "text"})
        assert "Văn bản không có" not in retold.text

        lying["claims"][0]["text"] = "Đại hội hợp lệ khi có một phần mười số người được triệu tập."
        problem(await client.post(EXPORT, json={"certificates": [sealed(lying)]}), 422, "certificate.fallen")
        problem(await client.post(EXPORT, json={"certificates": [lying]}), 422, "certificate.tampered")
        bare = sealed({**issued, "claims": []})
        problem(await client.post(EXPORT, json={"certificates": [bare]}), 422, "certificate.fallen")


async def test_questions_or_certificates_one_of_the_two_and_not_too_many() -> None:
    async with serving(ScriptedAssistant) as client:
        problem(await client.post(EXPORT, json={}), 422, "request.invalid")
        both = {"questions": [{"question": "x?"}], "certificates": [{}]}
        problem(await client.post(EXPORT, json=both), 422, "request.invalid")
        many = {"questions": [{"question": "x?"}] * 13}
        problem(await client.post(EXPORT, json=many), 422, "request.invalid")
        problem(await client.post(EXPORT, json={"certificates": [{"a": 1}]}), 422, "certificate.form")
