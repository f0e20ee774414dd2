"""The pages of proposals: nothing typed becomes markup or is lost, nothing is stored that was refused."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import httpx

from assistant.api.application import create_api
from assistant.proposals.moderation import Moderation
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.site import proposals
from assistant.store.database import Store
from tests.assistant.proposals.intake import TEXT, Clock, intake, solution
from tests.fakes import QUORUM, TODAY, ScriptedAssistant, small_registry

FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Visitor:
    """Somebody with a browser: fills in the form that the last page held."""

    client: httpx.AsyncClient
    store: Store
    clock: Clock

    async def form(self) -> dict[str, str]:
        return hidden((await self.client.get("/kien-nghi")).text)

    async def post(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(path, content=urlencode(fields), headers=FORM)

    async def send(self, **fields: str) -> httpx.Response:
        form = await self.form()
        form["nghiem"] = solution(form["phieu"], 6)
        return await self.post("/kien-nghi", **form | {"loai": "kien_nghi", "noi_dung": TEXT} | fields)


def hidden(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


@asynccontextmanager
async def visiting(folder: Path) -> AsyncIterator[Visitor]:
    store, clock = Store(f"sqlite:///{folder}/store.sqlite"), Clock()
    desk = intake(store, clock)
    api = create_api(Desk(ScriptedAssistant), sources={}, intake=desk)
    proposals.install(api, desk, zone="Asia/Ho_Chi_Minh")
    transport = httpx.ASGITransport(Guard(api, GuardPolicy()), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as client:
        yield Visitor(client, store, clock)
    store.close()


async def test_a_proposal_is_sent_looked_up_answered_and_withdrawn(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        sent = await visitor.send(ten="Người Gửi", lien_he="0912345678", dong_y="1")
        assert sent.status_code == 200
        assert sent.headers["cache-control"] == "no-store"
        number, code = re.findall(r"<dd><code>([^<]+)</code>", sent.text)
        assert "Nhận lúc 15:00 ngày 22/11/2026" in sent.text
        Moderation(visitor.store, visitor.clock).answer(
            number, "a", "<b>Theo</b> quy định.", ["td-dieu-le/d11.k6"], small_registry(), TODAY
        )
        asked = await visitor.client.get(f"/kien-nghi/{number}")
        assert "Đã trả lời" not in asked.text
        told = await visitor.post(f"/kien-nghi/{number}", ma=code.lower())
        assert "Đã trả lời" in told.text
        assert f"“{QUORUM}”" in unescape(told.text)
        assert "&lt;b&gt;Theo" in told.text
        assert TEXT not in told.text
        assert "0912345678" not in told.text
        assert "Đã trả lời" in (await visitor.post("/kien-nghi/tra-cuu", so=number.lower(), ma=code)).text
        unsure = await visitor.post(f"/kien-nghi/{number}/rut", ma=code)
        assert "Đã trả lời" in unsure.text
        gone = await visitor.post(f"/kien-nghi/{number}/rut", ma=code, chac_chan="1")
        assert "Đã xóa nội dung" in gone.text
        wrong = await visitor.post(f"/kien-nghi/{number}", ma="sai")
        assert (wrong.status_code, "proposal.not_found" in wrong.text) == (404, True)


async def test_a_page_loaded_again_stores_nothing_twice(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        form = await visitor.form()
        fields = form | {"nghiem": solution(form["phieu"], 6), "loai": "kien_nghi", "noi_dung": TEXT}
        first, again = await visitor.post("/kien-nghi", **fields), await visitor.post("/kien-nghi", **fields)
        assert re.findall(r"<code>KN[^<]+", first.text) == re.findall(r"<code>KN[^<]+", again.text)
        assert "không ghi trùng" in again.text
        assert Moderation(visitor.store).listing().total == 1


async def test_what_is_wrong_comes_back_at_its_field_as_text(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        typed = '"></textarea><script>alert(1)</script> MẬT khẩu (Mật)\u202e'
        back = await visitor.send(noi_dung=typed, loai="", lien_he='"><img src=x>')
        assert back.status_code == 422
        assert "<script>alert" not in back.text
        assert "<img" not in back.text.replace('<img src="/static', "")
        assert typed in unescape(back.text)
        for name in ("loai", "dong_y"):
            assert f'id="loi-{name}"' in back.text
            assert f'href="#o-{name}"' in back.text
        classified = await visitor.send(noi_dung=f"TỐI MẬT. {TEXT}")
        assert "proposal.classified" in classified.text
        assert "Chưa lưu nội dung nào" in classified.text
        trapped = await visitor.send(website="http://vi-du.example")
        assert "proposal.trap" in trapped.text
        long = await visitor.send(noi_dung="dài " * 100_000)
        assert (long.status_code, len(long.text) < 60_000) == (422, True)
        assert Moderation(visitor.store).listing().total == 0


async def test_a_form_of_a_megabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        refused = await visitor.post("/kien-nghi", noi_dung="d" * 1_100_000)
        assert (refused.status_code, refused.json()["code"]) == (413, "request.too_large")


async def test_without_a_script_the_form_waits_and_keeps_what_was_typed(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        early = await visitor.send(nghiem="")
        assert (early.status_code, early.headers["retry-after"]) == (429, "21")
        kept = hidden(early.text)
        assert TEXT in early.text
        visitor.clock.move(21)
        sent = await visitor.post("/kien-nghi", **kept | {"loai": "kien_nghi", "noi_dung": TEXT})
        assert "Đã nhận kiến nghị" in sent.text


async def test_an_old_form_gets_a_new_challenge_and_keeps_what_was_typed(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        form = await visitor.form()
        visitor.clock.move(86_400)
        old = form | {"nghiem": solution(form["phieu"], 6), "loai": "kien_nghi", "noi_dung": TEXT}
        back = await visitor.post("/kien-nghi", **old)
        assert (back.status_code, "proposal.challenge" in back.text, TEXT in back.text) == (422, True, True)
        new = hidden(back.text)
        assert (new["phieu"] != form["phieu"], new["nghiem"]) == (True, "")
        new["nghiem"] = solution(new["phieu"], 6)
        assert "Đã nhận" in (await visitor.post("/kien-nghi", **new | {"loai": "kien_nghi", "noi_dung": TEXT})).text


async def test_while_the_store_is_away_the_page_says_so_and_keeps_what_was_typed(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("một tệp", "utf-8")
    async with visiting(tmp_path / "kho") as visitor:
        page = await visitor.client.get("/kien-nghi")
        assert (page.status_code, "tạm thời không ghi được" in page.text) == (503, True)
        sent = await visitor.post("/kien-nghi", phieu="x", loai="kien_nghi", noi_dung=TEXT)
        assert (sent.status_code, sent.headers["retry-after"], TEXT in sent.text) == (503, "5", True)
