"""Whom the questions are put to: the assistant in this process, or a server.

Edge for HTTP. A ``CaseAnswerer`` takes a case and gives the public answer JSON; it names its fingerprints, so that
results of different assistants are never mixed. Citations of a server are checked against the local registry, not its
own word.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import httpx

from assistant.service import Assistant
from corpus.core.codes import Code
from corpus.core.errors import ProviderError
from corpus.core.registry import Registry
from eval.suites.cases import Case

ROOT = Path(__file__).resolve().parents[2]


class CaseAnswerer(Protocol):
    """Answers questions."""

    def answer(self, case: Case) -> dict[str, Any]:
        """The public answer JSON of ``docs/api.md``.

        Raises:
            AssistantError: the assistant failed on this question.
        """
        ...

    def fingerprints(self) -> dict[str, str]:
        """What the answers depend on: index, settings, model and the day taken as today."""
        ...


class InProcess:
    """The assistant in this process, with the clock set to ``today`` so that a run can be repeated."""

    def __init__(self, assistant: Assistant, today: date) -> None:
        self._assistant = replace(assistant, today=lambda: today)
        self._today = today

    def answer(self, case: Case) -> dict[str, Any]:
        """Answer in this process, the words of rejected claims included."""
        return self._assistant.answer(case.asked()).to_json(with_rejected=True)

    def fingerprints(self) -> dict[str, str]:
        """Fingerprints of the assistant and its index."""
        own = {"index": self._assistant.snapshot.fingerprint, **self._assistant.fingerprints}
        return {
            **own,
            "corpus": evidence_fingerprint(self._assistant.registry),
            "code": code_fingerprint(),
            "today": self._today.isoformat(),
        }


class Server:
    """A running server's ``POST /api/v1/answers``.

    The server's clock is its own: a case without ``as_of`` is answered for the server's today.

    Raises:
        ProviderError: ``eval.server`` when the server cannot be reached or does not speak the API.
    """

    def __init__(self, url: str, *, timeout_s: float = 60.0, client: httpx.Client | None = None) -> None:
        self._url = url.rstrip("/")
        self._client = client or httpx.Client(timeout=timeout_s)

    def answer(self, case: Case) -> dict[str, Any]:
        """Ask over HTTP; an error status becomes a ``ProviderError`` with the problem's code."""
        body = {
            "question": case.question,
            "as_of": case.as_of.isoformat() if case.as_of else None,
            "history": [{"question": question} for question in case.history],
        }
        answer = self._call("POST", "/api/v1/answers", json=body)
        if not isinstance(answer, dict) or "status" not in answer:
            raise ProviderError(Code.EVAL_SERVER, f"Máy chủ {self._url} trả lời không đúng dạng.")
        return answer

    def fingerprints(self) -> dict[str, str]:
        """Fingerprints that the server gives with an answer to a plain question."""
        probe = self.answer(Case(id="probe", question="Đại hội chi bộ bao nhiêu năm một lần?", suite="probe.dev"))
        return {**{str(k): str(v) for k, v in probe.get("fingerprints", {}).items()}, "server": self._url}

    def _call(self, method: str, path: str, **more: Any) -> Any:
        try:
            response = self._client.request(method, self._url + path, **more)
            body = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderError(
                Code.EVAL_SERVER, f"Không hỏi được máy chủ {self._url}: {error}.", retryable=True
            ) from error
        if response.is_error:
            told = body.get("code") if isinstance(body, dict) else None
            code = next((code for code in Code if code == told), Code.EVAL_SERVER)
            raise ProviderError(code, f"Máy chủ báo lỗi {response.status_code}.")
        return body


def code_fingerprint() -> str:
    """Hash of the assistant's own files, data included, so that results of older code are not taken for today's."""
    digest = hashlib.sha256()
    for package in ("assistant", "corpus", "indexing", "prompts"):
        for path in sorted((ROOT / package).rglob("*")):
            if path.is_file() and path.suffix in {".py", ".toml", ".json", ".md"} and "documents" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\x00" + path.read_bytes())
    return digest.hexdigest()[:16]


def evidence_fingerprint(registry: Registry) -> str:
    """Hash of the texts and dates that answers can rest on."""
    digest = hashlib.sha256()
    for provision, document in registry.provisions():
        span = registry.told_validity(provision)
        row = (provision.id, document.text_kind.value, provision.text, str(span.valid_from), str(span.valid_until))
        digest.update("\x00".join(row).encode())
    return digest.hexdigest()[:16]
