"""Sign-on servers of the tests: a real one in a thread, and one that lies as a test wants it to."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT = "tro-ly"
SECRET = "chi-de-thu"


class Provider:
    """A running server of ``oidc-provider-mock``.

    Args:
        address: its issuer.
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def person(self, subject: str, **claims: Any) -> None:
        """Make somebody known to the server, or change what it says of them."""
        httpx.put(f"{self.address}/users/{subject}", json=claims).raise_for_status()

    def consent(self, url: str, subject: str) -> str:
        """Sign in as a browser would; gives the address that the server sends the browser back to."""
        answer = httpx.post(url, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def deny(self, url: str) -> str:
        """Turn the sign-in down; gives the address that the server sends the browser back to."""
        return httpx.post(url, data={"action": "deny"}).headers["location"]


_SERVE = """
import sys
from oidc_provider_mock import run_server_in_thread
with run_server_in_thread() as server:
    print(server.server_port, flush=True)
    sys.stdin.read()
"""


@contextmanager
def provider() -> Iterator[Provider]:
    """A real sign-on server in a process of its own, which ends with its standard input."""
    line = [sys.executable, "-W", "ignore", "-c", _SERVE]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(line, text=True, **pipes) as process:  # type: ignore[call-overload]
        yield Provider(f"http://localhost:{process.stdout.readline().strip()}")
        process.stdin.close()
        process.wait(30)


@cache
def key(name: str) -> RSAKey:
    """A signing key; made once a run."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class Liar:
    """A sign-on server by the book, but for what a test changes; asked without a network.

    Attributes:
        claims: of the identity token, over what is usual.
        without: claims left out.
        signed_with: name of the key that signs; ``good`` is the published one.
        header: of the identity token, over what is usual.
        userinfo: what is said of the person besides; ``None`` when it fails.
        down: paths that cannot be reached.
    """

    issuer: str = "https://sso.example"
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    signed_with: str = "good"
    header: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    published: tuple[str, ...] = ("good",)
    description: dict[str, Any] = field(default_factory=dict)
    down: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def transport(self) -> httpx2.MockTransport:
        """The server as the transport of a client."""
        return httpx2.MockTransport(self._answer)

    def begin(self, url: str) -> tuple[str, dict[str, str]]:
        """What a browser brings back after the person agreed: the sign-in's challenge, and the answer."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.claims = {"nonce": asked["nonce"]} | self.claims
        self.challenge = asked["code_challenge"]
        assert asked["code_challenge_method"] == "S256"
        return asked["state"], {"code": "mã", "state": asked["state"]}

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        self.asked.append(path)
        if path in self.down:
            raise httpx2.ConnectError("away", request=request)
        return {
            "/.well-known/openid-configuration": self._described,
            "/jwks": self._keys,
            "/token": self._token,
            "/userinfo": self._userinfo,
        }[path](request)

    def _described(self, _request: httpx2.Request) -> httpx2.Response:
        places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        places |= {"userinfo_endpoint": "/userinfo", "end_session_endpoint": "/end"}
        told = {name: self.issuer + path for name, path in places.items()} | {"issuer": self.issuer}
        return httpx2.Response(200, json={k: v for k, v in (told | self.description).items() if v is not None})

    def _keys(self, _request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=KeySet([key(name) for name in self.published]).as_dict(private=False))

    def _token(self, request: httpx2.Request) -> httpx2.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        matches = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
        if form["code"] in self.used or not matches:
            return httpx2.Response(400, json={"error": "invalid_grant"})
        self.used.add(form["code"])
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "an", "iat": now, "exp": now + 300, "roles": ["operator"]}
        claims = {name: value for name, value in (claims | self.claims).items() if name not in self.without}
        header = {"alg": "RS256", "kid": self.signed_with} | self.header
        if header["alg"] == "none":
            token = ".".join(_part(part) for part in (header, claims)) + "."
        else:
            token = jwt.encode(header, claims, key(self.signed_with))
        return httpx2.Response(200, json={"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _userinfo(self, _request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(500) if self.userinfo is None else httpx2.Response(200, json=self.userinfo)


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
