"""The whole service with accounts, from outside: a real sign-on server, a real server closed to the public.

``ROUTES`` names what every address asks of its caller; an address that is not in it fails the test, so whoever adds one
says here who may use it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import update
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from assistant.accounts.audit import AuditLog
from assistant.accounts.identity import KeyScope
from assistant.accounts.keys import KeyBook
from assistant.accounts.sessions import hash_of
from assistant.accounts.tables import ACCOUNT_SESSIONS
from assistant.model import Status
from assistant.store.database import Store
from assistant.widget.bundle import widget
from eval.suites.cases import load
from tests.accounts_site import COOKIE, ROLES, Site, running_site
from tests.assistant.proposals.intake import ADDRESS, Clock, draft, intake
from tests.browsers import CHROMIUM, chromium, forwarding_site
from tests.conftest import ROOT
from tests.corpus.ingest_samples import DECIMAL

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.heavy

SIZES = ((360, "dark"), (1280, "light"))
"""Widths at which pages are looked at, each with its colours."""
CALLERS = ("nobody", *ROLES, "key ask", "key propose", "key manage")
IN, WHO, NO = "in", 401, 403
WHAT: dict[str, tuple[Any, ...]] = {
    # caller:  nobody  organiser moderator operator  ask  propose  manage
    "open": (IN, IN, IN, IN, IN, IN, IN),
    "read": (WHO, IN, IN, IN, IN, NO, NO),
    "propose": (WHO, IN, IN, IN, NO, IN, NO),
    "account": (WHO, IN, IN, IN, NO, NO, NO),
    "moderate": (WHO, NO, IN, IN, NO, NO, NO),
    "operate": (WHO, NO, NO, IN, NO, NO, NO),
    "manage": (WHO, NO, NO, IN, NO, NO, IN),
}
"""What becomes of each caller at an address of a kind, while the service is closed to the public."""
ROUTES: dict[str, str] = {
    "open": """
        GET /healthz · HEAD /healthz · GET /readyz · HEAD /readyz · GET /static
        GET /dang-nhap · GET /dang-nhap/di · GET /dang-nhap/tra-ve
        GET /widget/v1/tro-ly-dai-hoi.js · GET /widget/v1/tro-ly-dai-hoi.json
        GET /widget/v1/tro-ly-dai-hoi.{version}.js · HEAD /widget/v1/tro-ly-dai-hoi.js
        HEAD /widget/v1/tro-ly-dai-hoi.json · HEAD /widget/v1/tro-ly-dai-hoi.{version}.js
    """,
    "read": """
        GET /api/v1/openapi.json · HEAD /api/v1/openapi.json · POST /api/v1/answers · POST /api/v1/answers/stream
        POST /api/v1/ratings · POST /api/v1/suggestions · GET /api/v1/documents
        GET /api/v1/documents/{document_id} · GET /api/v1/provisions/{provision_id:path}
        POST /api/v1/certificates · POST /api/v1/verify · POST /api/v1/answers/export · GET /api/v1/calculations
        POST /api/v1/calculations/{name} · GET /api/v1/plans · GET /api/v1/handbook · GET /api/v1/handbook/rules
        GET /api/v1/handbook/rules/{provision_id:path} · GET /api/v1/handbook/changes
        GET /api/v1/handbook/succession · GET /documents · GET /documents/{document_id}
        GET /documents/{document_id}/original · GET /documents-panel/{provision_id:path} · GET /docs · GET /hoi
        GET /hoi/word · POST /hoi/word · GET /hoi/chung-thu · GET /bieu-mau · GET /bieu-mau/{form_id}
        POST /bieu-mau/{form_id}
        POST /bieu-mau/{form_id}/word · GET /bang-tinh · GET /bang-tinh/{name} · POST /bang-tinh/{name}
        GET /ke-hoach · GET /ke-hoach.ics · GET /ke-hoach.docx · GET /so-tay · GET /so-tay/thay-doi
        GET /so-tay/cu-moi · GET /so-tay/{provision_id:path} · GET / · POST /chat/project/action · GET /chat
    """,
    "account": "GET /tai-khoan · POST /dang-xuat",
    "propose": """
        GET /kien-nghi · POST /kien-nghi · GET /kien-nghi/tra-cuu · POST /kien-nghi/tra-cuu · GET /kien-nghi/{so}
        POST /kien-nghi/{so} · POST /kien-nghi/{so}/rut · GET /api/v1/proposals/challenge · POST /api/v1/proposals
        GET /api/v1/proposals/{number} · POST /api/v1/proposals/{number}/withdrawal
    """,
    "moderate": """
        GET /quan-tri · GET /quan-tri/kien-nghi · GET /quan-tri/kien-nghi/xuat.{ending}
        GET /quan-tri/kien-nghi/{number} · POST /quan-tri/kien-nghi/{number} · GET /quan-tri/chua-tra-loi
        POST /quan-tri/chua-tra-loi/ca · POST /quan-tri/chua-tra-loi/xoa · GET /quan-tri/chua-tra-loi/xuat.csv
    """,
    "operate": """
        GET /quan-tri/kiem-tra · GET /quan-tri/van-ban/{document_id} · POST /quan-tri/van-ban/{document_id}/hieu-luc
        POST /quan-tri/van-ban/{document_id}/go · GET /quan-tri/them · POST /quan-tri/them
        GET /quan-tri/them/{upload_id} · POST /quan-tri/them/{upload_id} · POST /quan-tri/them/{upload_id}/nap
        POST /quan-tri/them/{upload_id}/bo · GET /quan-tri/viec · GET /quan-tri/viec/{job_id}
        POST /quan-tri/lap-chi-muc · POST /quan-tri/quay-lai · GET /quan-tri/khoa · POST /quan-tri/khoa
        POST /quan-tri/khoa/{key_id}/thu-hoi · GET /quan-tri/nhat-ky
    """,
    "manage": "GET /api/v1/manage/state · POST /api/v1/manage/builds · GET /api/v1/manage/jobs/{job_id}",
}
KINDS = {route.strip(): kind for kind, text in ROUTES.items() for route in re.split(r"[·\n]", text) if route.strip()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("nha")) as found:
        yield found


def outcome(response: httpx.Response) -> Any:
    """What the door said: 401, 403, or that it let the caller in."""
    if response.request.method == "HEAD" and response.status_code in (WHO, NO):
        return response.status_code
    if response.headers.get("content-type") == "application/problem+json" and response.status_code in (WHO, NO):
        return {"account.sign_in": WHO, "account.forbidden": NO}.get(response.json()["code"], IN)
    return IN


def test_the_table_names_every_address_and_no_other(site: Site) -> None:
    assert sorted(set(site.routes) - set(KINDS)) == [], "addresses without a line in ROUTES"
    assert sorted(set(KINDS) - set(site.routes)) == [], "lines of ROUTES without an address"


@pytest.mark.parametrize("caller", CALLERS)
def test_everybody_gets_where_the_table_says_and_nowhere_else(site: Site, caller: str) -> None:
    client = site.caller(caller)
    mark = site.mark(client) if caller in ROLES else ""
    wrong = []
    for route, kind in KINDS.items():
        method, path = route.split()
        form = {"csrf": mark} if path != "/dang-xuat" else {}
        response = client.request(
            method,
            re.sub(r"\{[^}]+\}", "khong-co", path) + "/x" * (path == "/static"),
            data=form if method == "POST" else None,
        )
        assert response.status_code != 500, (route, response.text)
        if outcome(response) != WHAT[kind][CALLERS.index(caller)]:
            wrong.append(f"{route}: {response.status_code}")
    assert wrong == []


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


def test_a_form_counts_from_its_own_session_and_site_alone(site: Site) -> None:
    operator = site.caller("vận hành")
    mark, other = site.mark(operator), site.mark(site.sign_in("khác", "van-hanh"))
    before = AuditLog(site.store).count()
    posts = [route.split()[1] for route, kind in KINDS.items() if kind == "operate" and route.startswith("POST")]
    assert len(posts) >= 10
    for path in posts:
        address = re.sub(r"\{[^}]+\}", "khong-co", path)
        for form in ({}, {"csrf": ""}, {"csrf": other}, {"csrf": "ế"}):
            told = operator.post(address, data=form | {"ly_do": "không có lý do nào"})
            assert told.status_code == 403, path
            assert "account.csrf" in told.text
        for headers in ({"origin": "https://khac.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            told = operator.post(address, data={"csrf": mark}, headers=headers)
            assert (told.status_code, told.json()["code"]) == (403, "request.origin"), path
    assert AuditLog(site.store).count() == before
    kept = operator.post("/dang-xuat", data={"csrf": other})
    assert kept.status_code == 403
    assert operator.get("/tai-khoan").status_code == 200


def test_keys_that_are_none_any_more_or_never_were_open_nothing(site: Site) -> None:
    keys = KeyBook(site.store)
    made, key = keys.make("cổng", [KeyScope.ASK], per_minute=3, per_day=100, by="tests")
    client = site.client(authorization=f"Bearer {key}")
    assert client.get("/api/v1/handbook").status_code == 503, "let in; there is no index yet"
    for _ in range(2):
        client.get("/api/v1/handbook")
    limited = client.get("/api/v1/handbook")
    assert (limited.status_code, limited.json()["code"]) == (429, "limit.reached")
    assert 1 <= int(limited.headers["retry-after"]) <= 60
    keys.revoke(made.id)
    for header, code in (
        (f"Bearer {key}", "key.revoked"),
        (f"Bearer {key[:-1]}0" if key[-1] != "0" else f"Bearer {key[:-1]}1", "key.invalid"),
        ("Bearer", "key.invalid"),
        ("Bearer ' OR 1=1", "key.invalid"),
        ("Basic dGxkaDp4", "key.invalid"),
    ):
        told = site.client(authorization=header).get("/api/v1/handbook")
        assert (told.status_code, told.json()["code"]) == (401, code)
        assert key not in told.text


def test_what_nobody_may_send_is_not_read(site: Site) -> None:
    allowed, large = ({"tep": ("tep.txt", b"x" * size, "text/plain")} for size in (900_000, 2_000_000))
    assert outcome(site.client().post("/quan-tri/them", files=allowed)) == WHO
    assert outcome(site.caller("điều phối").post("/quan-tri/them", files=allowed)) == NO
    operator = site.caller("vận hành")
    told = operator.post("/quan-tri/them", files=large, data={"csrf": site.mark(operator)})
    assert (told.status_code, told.json()["code"]) == (413, "request.too_large")
    other = operator.post("/quan-tri/khoa", files=large, data={"csrf": site.mark(operator)})
    assert other.status_code == 413, "files are taken at one address"


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


class Looks:
    """Looks at pages: each fits a phone and a desk, and is accessible in one of them, in turns."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.number = 0

    def __call__(self, name: str) -> None:
        """Look at the page that is open."""
        self.number += 1
        for width, scheme in SIZES[:: 1 if self.number % 2 else -1]:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            seen = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert seen[0] <= seen[1], f"{name} {width} {seen}"
            if folder := os.environ.get("TLDH_TEST_PICTURES"):
                self.page.screenshot(path=f"{folder}/{self.number:02}-{name}-{width}.png", full_page=True)
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{name} {width} {scheme}: {found.generate_report()}"


@pytest.mark.browser
def test_an_operator_signs_in_adds_a_file_confirms_it_and_the_running_server_answers(
    site: Site, tmp_path: Path
) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with chromium() as browser:
        operate(browser.new_page(), site, tmp_path)


def operate(page: Page, site: Site, tmp_path: Path) -> None:
    """What an operator does, on every page of hers."""
    from playwright.sync_api import expect

    complaints: list[str] = []
    look = Looks(page)
    page.on(
        "console",
        lambda told: (
            complaints.append(told.text) if told.type == "error" and page.url.startswith(site.address) else None
        ),
    )
    site.provider.person("chi", name="Thử Chi", roles=["van-hanh"])
    page.goto(f"{site.address}/quan-tri")
    look("dang-nhap")
    page.get_by_role("link", name="Tới máy chủ đăng nhập").click()
    page.locator("input[name=sub]").fill("chi")
    page.locator("form button[type=submit], form input[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("Quản trị")
    complaints.clear()  # the page that asked for signing in has the status 401
    look("quan-tri")
    page.get_by_role("link", name="Nạp tệp").first.click()
    look("them")
    file = tmp_path / "quy-dinh-77.txt"
    file.write_text(DECIMAL, "utf-8")
    page.locator("#tep").set_input_files(file)
    page.get_by_role("button", name="Gửi và xem trước").click()
    expect(page.locator("h1")).to_have_text("Xem trước: quy-dinh-77.txt")
    expect(page.locator("main")).to_contain_text("77-QĐ/TN")
    expect(page.locator(".provisions li").first).to_be_visible()
    look("xem-truoc")
    page.get_by_label("Ngày đầu tiên không còn hiệu lực").fill("2031-01-01")
    page.get_by_role("button", name="Xem lại").click()
    expect(page.locator("dl").first).to_contain_text("trước 01/01/2031")
    page.get_by_label("Lý do").fill("Văn bản mới của nơi thử")
    page.get_by_role("button", name="Nạp và lập chỉ mục").click()
    expect(page.locator("h1")).to_have_text("Nạp văn bản")
    look("viec")
    expect(page.locator("#viec")).to_have_attribute("data-state", "done", timeout=400_000)
    expect(page.locator("[role=status]")).to_contain_text("Thư viện ở phiên bản 1")
    client = site.sign_in("hỏi", "to-chuc")
    site.until(lambda: client.get("/readyz").status_code == 200)
    loaded = client.post("/api/v1/answers", json={"question": "Người thử phải đủ mấy lần thử?", "as_of": "2026-11-22"})
    assert loaded.json()["claims"][0]["citations"][0]["document_number"] == "77-QĐ/TN"
    told = client.post(
        "/api/v1/answers", json={"question": "Đại biểu được bồi dưỡng mấy bữa ăn?", "as_of": "2026-11-22"}
    )
    assert told.status_code == 200
    assert "77-QĐ/TN" in client.get("/api/v1/documents").text
    site.until(lambda: "mấy bữa ăn?" in site.caller("điều phối").get("/quan-tri/chua-tra-loi").text)
    page.goto(f"{site.address}/quan-tri/chua-tra-loi")
    expect(page.locator(".kept h3")).to_have_text("Đại biểu được bồi dưỡng mấy bữa ăn?")
    look("chua-tra-loi")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tải ca đánh giá").click()
    (case,) = load([saved.value.path().rename(tmp_path / "official.dev.jsonl")])
    assert (case.question, case.expected) == ("Đại biểu được bồi dưỡng mấy bữa ăn?", Status.REFUSED)
    page.goto(f"{site.address}/quan-tri")
    expect(page.locator("table")).to_contain_text("77-QĐ/TN")
    look("tong-quan")
    page.locator("table a").first.click()
    look("van-ban")
    page.get_by_label("Ngày đầu tiên không còn hiệu lực").fill("")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_label("ngày hết hiệu lực", exact=True)).to_be_checked()
    expect(page.locator("dl").first).not_to_contain_text("trước 01/01/2031")
    look("bo-han")
    page.goto(f"{site.address}/quan-tri/khoa")
    page.get_by_label("Tên", exact=True).fill("Cổng thử")
    page.get_by_role("button", name="Cấp khóa").click()
    key = page.locator(".secret").inner_text()
    look("khoa")
    portal = site.client(authorization=f"Bearer {key}")
    assert portal.get("/api/v1/handbook").status_code == 200
    page.reload()  # the form is sent again
    expect(page.locator("[role=alert]")).to_contain_text("không cấp thêm khóa")
    complaints.clear()
    with closing(Store(f"sqlite:///{site.home}/store/store.sqlite")) as store:
        clock = Clock(datetime.now(UTC) - timedelta(minutes=1))
        desk = intake(store, clock)
        sent = draft(desk)
        clock.move(10)
        number = desk.submit(sent, ADDRESS).number
    for path in ("nhat-ky?kiem=1", "kiem-tra", "viec", "kien-nghi", f"kien-nghi/{number}"):
        page.goto(f"{site.address}/quan-tri/{path}")
        look(path.partition("?")[0].replace("/", "-"))
    assert page.context.browser is not None
    widget_behind_a_portal(page.context.browser.new_page(), site)
    page.goto(f"{site.address}/tai-khoan")
    look("tai-khoan")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(f"{site.provider.address}/oauth2/end_session*")
    assert complaints == []
    done = [line.action for line in AuditLog(site.store).lines(limit=100)]
    assert {"upload.put", "job.add", "job.add.ended", "key.make", "account.sign_out"} <= set(done)


def widget_behind_a_portal(page: Page, site: Site) -> None:
    """The widget of a portal whose own server asks the closed service with its key."""
    from playwright.sync_api import expect

    keys = KeyBook(site.store)
    made, key = keys.make("cổng có đăng nhập", [KeyScope.ASK], per_minute=100, per_day=100, by="tests")
    source = f'<script type="module" src="/tro-ly{widget().path}" integrity="{widget().integrity}"></script>'
    html = (
        f'<!doctype html><html lang="vi"><title>Cổng</title>{source}<tro-ly-dai-hoi server="/tro-ly"></tro-ly-dai-hoi>'
    )
    policy = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"
    with forwarding_site(site.address, key, html, policy) as portal:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(portal)
        question = page.get_by_label("Câu hỏi", exact=True)
        question.fill("Người thử phải đủ mấy lần thử?")
        question.press("Enter")
        expect(page.get_by_role("article")).to_contain_text("77-QĐ/TN", timeout=30_000)
        keys.revoke(made.id)
        question.fill("Còn gì nữa?")
        question.press("Enter")
        expect(page.get_by_role("article").last).to_contain_text("Khóa API này đã bị thu hồi", timeout=30_000)
        page.close()
    assert [url for url in asked if not url.startswith(portal)] == []
