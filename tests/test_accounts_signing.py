"""Signing in at a real sign-on server, the session that follows, and its end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import update
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from assistant.accounts.audit import AuditLog
from assistant.accounts.sessions import hash_of
from assistant.accounts.tables import ACCOUNT_SESSIONS
from tests.accounts_site import COOKIE, WHO, Site, outcome, running_site
from tests.conftest import ROOT

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("nha")) as found:
        yield found


def test_a_person_signs_in_and_out_at_a_real_server(site: Site) -> None:
    client = site.client(accept="text/html")
    told = client.get("/quan-tri")
    assert told.status_code == 401
    assert "/dang-nhap/di?tiep=/quan-tri" in told.text
    assert told.headers["www-authenticate"] == "Bearer"
    site.provider.person("người mới", name="Thử <b>Mới</b>", roles=["van-hanh"])
    leaving = client.get("/dang-nhap/di?tiep=/quan-tri")
    asked = parse_qs(urlsplit(leaving.headers["location"]).query)
    assert asked["redirect_uri"] == [f"{site.address}/dang-nhap/tra-ve"]
    assert asked["code_challenge_method"] == ["S256"]
    back = site.provider.consent(leaving.headers["location"], "người mới")
    arrived = client.get(back)
    assert arrived.headers["location"] == "/quan-tri"
    cookie = SimpleCookie(next(c for c in arrived.headers.get_list("set-cookie") if c.startswith(COOKIE)))[COOKIE]
    assert (cookie["httponly"], cookie["samesite"].lower(), cookie["path"], cookie["domain"]) == (True, "lax", "/", "")
    page = client.get("/quan-tri")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    account = client.get("/tai-khoan").text
    assert "Thử &lt;b&gt;Mới&lt;/b&gt;" in account
    assert client.get(back).status_code == 400, "the answer of the sign-on server counts once"
    stolen = client.cookies[COOKIE]
    assert stolen not in json.dumps([line.detail for line in AuditLog(site.store).lines()])
    out = client.post("/dang-xuat", data={"csrf": site.mark(client)}, headers={"origin": site.address})
    assert out.status_code == 200
    assert out.headers["refresh"].startswith(f"0; url={site.provider.address}/oauth2/end_session?id_token_hint=")
    assert client.get("/quan-tri").status_code == 401
    assert site.client(cookie=f"{COOKIE}={stolen}").get("/tai-khoan").status_code == 401
    actions = [line.action for line in AuditLog(site.store).lines(limit=10)]
    assert actions[0] == "account.sign_out"
    assert {"account.sign_in", "account.refused"} <= set(actions)


def test_who_is_turned_away_or_has_no_role_is_told_so_and_has_no_session(site: Site) -> None:
    client = site.client(accept="text/html")
    denied = client.get(site.provider.deny(client.get("/dang-nhap/di").headers["location"]))
    assert denied.status_code in (400, 403)
    site.provider.person("khách", roles=["khach"])
    back = client.get(site.provider.consent(client.get("/dang-nhap/di").headers["location"], "khách"))
    assert back.status_code == 403
    assert "account.no_role" in back.text
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("place", ["https://khac.example/", "//khac.example", "/\\khac.example", "/\n/khac", ""])
def test_nobody_is_sent_elsewhere_after_signing_in(site: Site, place: str) -> None:
    client = site.client(accept="text/html")
    assert 'href="/dang-nhap/di?tiep=/tai-khoan"' in client.get("/dang-nhap", params={"tiep": place}).text


@pytest.mark.parametrize("moved", [{"seen_at": timedelta(hours=1)}, {"made_at": timedelta(hours=12)}])
def test_a_session_ends_without_use_and_at_last_whatever_its_use(site: Site, moved: dict[str, timedelta]) -> None:
    client = site.sign_in("tạm", "to-chuc")
    assert client.get("/tai-khoan").status_code == 200
    values = {name: datetime.now(UTC) - age for name, age in moved.items()}
    with site.store.write() as connection:
        mine = ACCOUNT_SESSIONS.c.token_hash == hash_of(client.cookies[COOKIE])
        assert connection.execute(update(ACCOUNT_SESSIONS).where(mine).values(**values)).rowcount == 1
    assert outcome(client.get("/tai-khoan")) == WHO


def test_the_chat_knows_who_is_there_by_the_same_session(site: Site) -> None:
    address = f"ws://127.0.0.1:{site.port}/chat/ws/socket.io/?EIO=4&transport=websocket"
    with pytest.raises(InvalidStatus) as caught, connect(address):
        pass
    assert caught.value.response.status_code == 403
    organiser = site.caller("tổ chức")
    assert organiser.get("/chat/", headers={"accept": "text/html"}).status_code == 200
    cookie = {"cookie": f"{COOKIE}={organiser.cookies[COOKIE]}"}
    with connect(address, additional_headers=cookie) as socket:
        assert str(socket.recv(10)).startswith("0{")


def test_all_that_was_done_is_in_an_unbroken_log(site: Site) -> None:
    environment = os.environ | {"TLDH_HOME": str(site.home)}
    line = [sys.executable, "-m", "assistant", "audit", "verify"]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    head = AuditLog(site.store).verify()
    assert f"{head.number}:{head.hash}" in done.stdout
