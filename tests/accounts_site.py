"""The real server with accounts and a real sign-on server, and people who come to it."""

from __future__ import annotations

import json
import operator
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from assistant.accounts.identity import KeyScope
from assistant.accounts.keys import KeyBook
from assistant.store.database import Store
from tests.issuer import Provider, provider

ROOT = Path(__file__).parent.parent
COOKIE = "tldh-phien"
ROLES = {"tổ chức": "to-chuc", "điều phối": "dieu-phoi", "vận hành": "van-hanh"}
IN, WHO, NO = "in", 401, 403
"""What the door says to a caller: it lets him in, asks who he is, or sends him away."""


@dataclass
class Site:
    """A running service.

    Args:
        home: its data folder.
        port: where it listens.
        routes: all of its routes, as ``METHOD path``.
        provider: the sign-on server.
    """

    home: Path
    port: int
    routes: list[str]
    provider: Provider
    store: Store
    clients: dict[str, httpx.Client] = field(default_factory=dict)
    opened: list[httpx.Client] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, **headers: str) -> httpx.Client:
        """Somebody without a session."""
        made = httpx.Client(base_url=self.address, headers={"accept": "application/json"} | headers, timeout=60)
        self.opened.append(made)
        return made

    def sign_in(self, name: str, role: str, client: httpx.Client | None = None) -> httpx.Client:
        """Somebody who signed in at the sign-on server and came back."""
        client = client or self.client()
        self.provider.person(name, name=f"Thử {name}", roles=[role])
        leaving = client.get("/dang-nhap/di", params={"tiep": "/tai-khoan"})
        assert leaving.status_code == 303
        back = client.get(self.provider.consent(leaving.headers["location"], name))
        assert (back.status_code, back.headers.get("location")) == (303, "/tai-khoan"), back.text
        return client

    def until(self, true: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until something is so, or fail with ``tenacity.RetryError``."""
        Retrying(wait=wait_fixed(0.1), stop=stop_after_delay(seconds), retry=retry_if_result(operator.not_))(true)

    def mark(self, client: httpx.Client) -> str:
        """What the forms shown to somebody carry."""
        found = re.search(r'name="csrf" value="(\w+)"', client.get("/tai-khoan").text)
        assert found is not None
        return found[1]

    def caller(self, name: str) -> httpx.Client:
        """One of ``CALLERS``."""
        if name not in self.clients:
            if name in ROLES:
                self.clients[name] = self.sign_in(name, ROLES[name])
            elif name.startswith("key "):
                scope = KeyScope(name.removeprefix("key "))
                _, key = KeyBook(self.store).make(name, [scope], per_minute=10_000, per_day=10_000, by="tests")
                self.clients[name] = self.client(authorization=f"Bearer {key}")
            else:
                self.clients[name] = self.client()
        return self.clients[name]


@contextmanager
def running_site(home: Path) -> Iterator[Site]:
    """The service of ``tests/accounts_server.py`` with its sign-on server, in an empty folder."""
    (home / "models").mkdir()
    (home / "models" / "e5-small").symlink_to(ROOT / "var" / "models" / "e5-small")
    with provider() as issuer:
        line = [sys.executable, "tests/accounts_server.py", str(home), issuer.address]
        process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            told = json.loads(process.stdout.readline())
            store = Store(f"sqlite:///{home}/store/store.sqlite")
            made = Site(home, told["port"], [" ".join(one) for one in told["routes"]], issuer, store)
            yield made
            for client in made.opened:
                client.close()
            store.close()
        finally:
            process.terminate()
            process.wait(30)
            process.stdout.close()


def outcome(response: httpx.Response) -> Any:
    """What the door said: 401, 403, or that it let the caller in."""
    if response.request.method == "HEAD" and response.status_code in (WHO, NO):
        return response.status_code
    if response.headers.get("content-type") == "application/problem+json" and response.status_code in (WHO, NO):
        return {"account.sign_in": WHO, "account.forbidden": NO}.get(response.json()["code"], IN)
    return IN
