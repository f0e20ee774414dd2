"""The whole service with accounts, from outside: who may use which address of a real server closed to the public.

``ROUTES`` names what every address asks of its caller; an address that is not in it fails the test, so whoever adds one
says here who may use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.accounts.audit import AuditLog
from assistant.accounts.identity import KeyScope
from assistant.accounts.keys import KeyBook
from tests.accounts_site import IN, NO, ROLES, WHO, Site, outcome, running_site

pytestmark = pytest.mark.heavy

CALLERS = ("nobody", *ROLES, "key ask", "key propose", "key manage")
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
