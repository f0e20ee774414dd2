"""Proof-carrying answers: a compact certificate of an answer (``assistant.output.recheck`` re-checks it later).

Pure. A certificate holds every shown claim with its citations (provision, span, quote, hash of the provision's text,
validity) and verdict, the fingerprints of corpus and index, and a SHA-256 over its own canonical JSON. The hash finds
every change to the file; it is no signature, so ``recheck`` believes nothing it is told: each quote is looked up again,
each claim goes through the verifier again. A certificate is read only in one of the usual writings of JSON (compact,
spaced, indented), so that not even a blank can be changed unnoticed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, NoReturn

from assistant.model import Answer, Citation, Claim
from assistant.verification.verifier import MAX_CLAIM, verify
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.model import content_hash
from corpus.core.registry import Registry

FORMAT = "tldh-certificate/1"
_LARGEST = 2_000_000
MAX_DEPTH = 12
MAX_CLAIMS = 64
MAX_CITATIONS = 16
MAX_TEXT = 12_000
"""Characters of all claims together: each is verified again, in a time that grows with the square of its length."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)


def corpus_fingerprint(registry: Registry) -> str:
    """SHA-256 over every document offered as evidence: id, kind of text, text, and validity of its record."""
    digest = hashlib.sha256()
    for document in sorted(registry.documents.values(), key=lambda d: d.id):
        span = registry.record_validity(document.record)
        parts = (document.id, document.text_kind.value, content_hash(document.text), span.valid_from, span.valid_until)
        digest.update(("\x1f".join(str(part) for part in parts) + "\n").encode())
    return digest.hexdigest()


def certify(answer: Answer, fingerprints: Mapping[str, str], registry: Registry) -> dict[str, Any]:
    """Certificate of an answer.

    Args:
        answer: an answer; a refusal gives a certificate without claims.
        fingerprints: identities of index, settings and model to be kept with it.
        registry: the corpus that the answer was made from.
    """
    body: dict[str, Any] = {
        "format": FORMAT,
        "question": answer.question,
        "status": answer.status.value,
        "as_of": answer.as_of.isoformat(),
        "corpus": corpus_fingerprint(registry),
        "fingerprints": {**answer.fingerprints, **fingerprints},
        "claims": [_claim_json(claim, registry, answer.as_of) for claim in answer.claims],
        "rejected": [
            {"text_sha256": content_hash(verdict.claim.text), "reasons": [reason.value for reason in verdict.reasons]}
            for verdict in answer.verdicts
            if not verdict.supported
        ],
    }
    return {**body, "integrity": integrity(body)}


def integrity(body: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a certificate without its ``integrity``."""
    bare = {name: value for name, value in body.items() if name != "integrity"}
    canonical = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def parse(text: str) -> dict[str, Any]:
    """A certificate from its file.

    Raises:
        InputError: ``certificate.form`` when the text is no certificate, ``certificate.tampered`` when it is not
            written as JSON writers write it or its hash does not fit.
    """
    if len(text) > _LARGEST:
        raise InputError(Code.CERTIFICATE_FORM, "Tệp chứng thư quá lớn.")
    if _depth(text) > MAX_DEPTH:
        raise InputError(Code.CERTIFICATE_FORM, "Tệp chứng thư lồng quá nhiều tầng.")
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        digest = integrity(data) if isinstance(data, dict) else ""  # refuses 1e999 and lone surrogates
    except (ValueError, RecursionError) as error:
        raise InputError(Code.CERTIFICATE_FORM, "Tệp không phải chứng thư JSON hợp lệ.") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("claims"), list):
        raise InputError(Code.CERTIFICATE_FORM, f"Tệp không phải chứng thư dạng “{FORMAT}”.")
    _check_size(data["claims"])
    # The hash is over canonical JSON, so a blank could be changed unnoticed; only usual writings are taken.
    if text.removesuffix("\n") not in _writings(data) or data.get("integrity") != digest:
        raise InputError(
            Code.CERTIFICATE_TAMPERED,
            "Chứng thư đã bị thay đổi sau khi phát hành, không dùng được.",
            hint="Hãy lấy lại chứng thư gốc hoặc hỏi lại câu hỏi.",
        )
    return data


def _depth(text: str) -> int:
    """How deep brackets nest outside of strings; read before any parser that would build them."""
    depth = deepest = 0
    for bracket in re.finditer(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if bracket.group() in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _check_size(claims: list[Any]) -> None:
    rows = [claim for claim in claims if isinstance(claim, dict)]
    citations = [len(row["citations"]) for row in rows if isinstance(row.get("citations"), list)]
    chars = [len(row["text"]) for row in rows if isinstance(row.get("text"), str)]
    many = len(claims) > MAX_CLAIMS or max(citations, default=0) > MAX_CITATIONS
    if many or max(chars, default=0) > MAX_CLAIM or sum(chars) > MAX_TEXT:
        raise InputError(
            Code.CERTIFICATE_FORM,
            f"Chứng thư có quá {MAX_CLAIMS} ý, {MAX_CITATIONS} trích dẫn một ý, {MAX_CLAIM} ký tự một ý hoặc "
            f"{MAX_TEXT} ký tự cả thảy.",
        )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no value of JSON")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise ValueError(f"duplicate name {name}")
        result[name] = value
    return result


def _writings(data: dict[str, Any]) -> set[str]:
    found = set()
    for ascii_only in (False, True):
        found.add(json.dumps(data, ensure_ascii=ascii_only, separators=(",", ":")))
        found |= {json.dumps(data, ensure_ascii=ascii_only, indent=indent) for indent in (None, 1, 2, 4)}
    return found


def _claim_json(claim: Claim, registry: Registry, as_of: date) -> dict[str, Any]:
    verdict = verify(claim, registry, as_of)
    entry: dict[str, Any] = {
        "text": claim.text,
        "role": claim.role,
        "citations": [_citation_json(citation, registry) for citation in claim.citations],
        "verdict": {"supported": verdict.supported, "reasons": [reason.value for reason in verdict.reasons]},
    }
    if claim.asked:
        entry["asked"] = claim.asked
    if (sum_ := claim.calculation) is not None:
        entry["calculation"] = asdict(sum_)
    return entry


def _citation_json(citation: Citation, registry: Registry) -> dict[str, Any]:
    found = registry.provision(citation.provision_id)
    return {
        "provision_id": citation.provision_id,
        "record_id": found[1].record.id if found else "",
        "document_number": citation.document_number,
        "document_title": citation.document_title,
        "label": citation.label,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "text_sha256": content_hash(found[0].text) if found else "",
        "text_kind": citation.text_kind,
        "valid_from": citation.valid_from.isoformat() if citation.valid_from else None,
        "valid_until": citation.valid_until.isoformat() if citation.valid_until else None,
    }
