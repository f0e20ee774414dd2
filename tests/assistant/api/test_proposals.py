"""Proposals over HTTP: a challenge, sending once, state by number and code, erasure; nothing personal comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from assistant.api.application import create_api
from assistant.proposals.moderation import Moderation
from assistant.server.executor import Desk
from assistant.server.guard import Guard, policy_from
from assistant.store.database import Store
from tests.assistant.proposals.intake import TEXT, Clock, intake, solution
from tests.fakes import QUORUM, TODAY, ScriptedAssistant, small_registry

PATH = "/api/v1/proposals"
PORTAL = "https://cong.example"


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Store, Clock]]:
    store, clock = Store(f"sqlite:///{folder}/store.sqlite"), Clock()
    api = create_api(Desk(ScriptedAssistant), sources={}, origins=(PORTAL,), intake=intake(store, clock))
    transport = httpx.ASGITransport(Guard(api, policy_from(PORTAL)), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as client:
        yield client, store, clock
    store.close()


async def sending(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    issued = (await client.get(f"{PATH}/challenge")).json()
    solved = {"challenge": issued["challenge"], "solution": solution(issued["challenge"], issued["bits"])}
    return solved | {"category": "vuong_mac", "level": "co_so", "text": TEXT} | changes


async def test_a_proposal_is_sent_once_answered_and_seen_by_number_and_code(tmp_path: Path) -> None:
    async with serving(tmp_path) as (client, store, clock):
        contact = {"name": "Người Gửi", "reach": "0912345678", "consent": True}
        body = await sending(client, contact=contact)
        first, again = await client.post(PATH, json=body), await client.post(PATH, json=body)
        assert (first.status_code, again.status_code) == (201, 200)
        receipt = first.json()
        assert again.json() == receipt | {"repeated": True}
        assert receipt["page"] == f"/kien-nghi/{receipt['number']}"
        Moderation(store, clock).answer(
            receipt["number"], "a", "Theo quy định.", ["td-dieu-le/d11.k6"], small_registry(), TODAY
        )
        head = {"x-proposal-code": receipt["code"]}
        found = await client.get(f"{PATH}/{receipt['number']}", headers=head)
        assert found.headers["cache-control"] == "no-store"
        told = found.json()
        assert (told["state"], told["state_name"], told["reply"]) == ("da_tra_loi", "Đã trả lời", "Theo quy định.")
        assert told["citations"][0]["quote"] == QUORUM
        assert TEXT not in found.text
        assert "0912345678" not in found.text
        gone = await client.post(f"{PATH}/{receipt['number']}/withdrawal", headers=head)
        assert (gone.json()["state"], gone.json()["reply"]) == ("da_xoa", "")
        wrong = await client.get(f"{PATH}/{receipt['number']}", headers={"x-proposal-code": "0"})
        assert (wrong.status_code, wrong.json()["code"]) == (404, "proposal.not_found")
        assert (await client.get(f"{PATH}/{receipt['number']}")).status_code == 422


async def test_what_is_wrong_is_told_field_by_field(tmp_path: Path) -> None:
    async with serving(tmp_path) as (client, store, _):
        refused = await client.post(PATH, json=await sending(client, text="TỐI MẬT\n" + TEXT))
        assert (refused.status_code, refused.json()["code"]) == (422, "proposal.classified")
        assert refused.json()["errors"] == [
            {"field": "text", "reason": "marking", "message": "Nội dung có dấu chỉ độ mật (Mật, Tối mật, Tuyệt mật)."}
        ]
        for changes in ({"text": 1}, {"level": "xã"}, {"contact": {"phone": "1"}}, {"khác": 1}):
            assert (await client.post(PATH, json=await sending(client, **changes))).json()["code"] == "request.invalid"
        large = await client.post(PATH, content=b"x" * 1_000_000, headers={"content-type": "application/json"})
        assert (large.status_code, large.json()["code"]) == (413, "request.too_large")
        assert Moderation(store).listing().total == 0


async def test_limits_and_a_store_that_is_away_say_when_to_come_back(tmp_path: Path) -> None:
    async with serving(tmp_path) as (client, _, _clock):
        for _ in range(6):
            assert (await client.post(PATH, json=await sending(client))).status_code == 201
        refused = await client.post(PATH, json=await sending(client))
        assert (refused.status_code, refused.json()["code"]) == (429, "limit.reached")
        assert int(refused.headers["retry-after"]) > 0
    (tmp_path / "away").write_text("một tệp", "utf-8")
    async with serving(tmp_path / "away") as (client, _, _clock):
        away = await client.get(f"{PATH}/challenge")
        assert (away.status_code, away.json()["code"], away.json()["retryable"]) == (503, "store.away", True)
        assert int(away.headers["retry-after"]) > 0
        assert (await client.get("/healthz")).status_code == 200


async def test_a_page_of_another_origin_may_send_when_it_is_allowed(tmp_path: Path) -> None:
    async with serving(tmp_path) as (client, _, _clock):
        asks = {"access-control-request-method": "GET", "access-control-request-headers": "x-proposal-code"}
        allowed = await client.options(f"{PATH}/KN-1", headers={"origin": PORTAL, **asks})
        assert allowed.headers["access-control-allow-origin"] == PORTAL
        other = await client.options(f"{PATH}/KN-1", headers={"origin": "https://khac.example", **asks})
        assert "access-control-allow-origin" not in other.headers
