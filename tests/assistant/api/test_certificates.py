"""Proof-carrying answers over HTTP: what was issued is re-checked; a changed byte is refused."""

from collections.abc import AsyncIterator

import httpx
import pytest

from assistant.api.application import create_api
from assistant.server.executor import Desk
from assistant.service import Assistant
from tests.conftest import TODAY


@pytest.fixture
async def client(assistant: Assistant) -> AsyncIterator[httpx.AsyncClient]:
    desk = Desk(lambda: assistant, timeout_s=120)
    api = create_api(desk, sources={}, today=lambda: TODAY)
    transport = httpx.ASGITransport(api, raise_app_exceptions=False)
    async with (
        api.router.lifespan_context(api),
        httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test", timeout=120) as client,
    ):
        await desk.opened()
        yield client


async def test_a_certificate_holds_and_a_changed_one_does_not(client: httpx.AsyncClient) -> None:
    issued = await client.post("/api/v1/certificates", json={"question": "Ai được vào ban kiểm phiếu?"})
    assert issued.status_code == 200
    report = (await client.post("/api/v1/verify", content=issued.content)).json()
    assert report["holds"], report
    assert report["same_corpus"]
    forged = issued.content.replace("ban kiểm phiếu".encode(), "ban kiểm phiêu".encode(), 1)
    answer = await client.post("/api/v1/verify", content=forged)
    assert (answer.status_code, answer.json()["code"]) == (422, "certificate.tampered")


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b"not json"])
async def test_what_is_no_certificate_is_told_so(client: httpx.AsyncClient, content: bytes) -> None:
    answer = await client.post("/api/v1/verify", content=content)
    assert (answer.status_code, answer.json()["code"]) == (422, "certificate.form")
    assert answer.json()["detail"]
