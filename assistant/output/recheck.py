"""Whether a certificate still holds: every claim of it against today's corpus.

Pure. The certificate is believed in nothing: each quote is looked up again, its validity is taken from the registry,
and the claim goes through the verifier again. The gravest change of a claim's citations is its finding. A certificate
speaks for its own day (``as_of``): a rule that ended after that day is named, and the claim still holds for the day; a
rule that today's corpus no longer knows as in force on that very day takes the claim down (a change with effect for
the past).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.model import Answer, Citation, Claim, Status
from assistant.output.certificate import corpus_fingerprint, integrity
from assistant.output.changes import inline_diff
from assistant.reasons import Reason
from assistant.verification.verifier import verify
from corpus.core.codes import Code
from corpus.core.display import name_of, standing_note, succession, vn_date
from corpus.core.errors import InputError
from corpus.core.model import Document, Provision, content_hash
from corpus.core.registry import Force, Registry, Standing
from corpus.core.validation import faults


class ClaimState(StrEnum):
    """What has become of a claim since its certificate was made."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    AMENDED = "amended"
    EXPIRED = "expired"
    ENDED = "ended_since"
    REPLACED = "official_loaded"
    GONE = "gone"
    UNPROVEN = "unproven"


_CLAIM = TypeAdapter(Claim)
_HOLDS = {ClaimState.UNCHANGED, ClaimState.MOVED, ClaimState.ENDED}
_WORDS = {
    ClaimState.UNCHANGED: "giữ nguyên",
    ClaimState.MOVED: "đã chuyển chỗ",
    ClaimState.AMENDED: "đã sửa đổi",
    ClaimState.EXPIRED: "hết hiệu lực",
    ClaimState.ENDED: "đúng cho ngày trả lời, nay hết hiệu lực",
    ClaimState.REPLACED: "đã có bản chính thức",
    ClaimState.GONE: "không còn trong bộ văn bản",
    ClaimState.UNPROVEN: "không còn được chứng minh",
}


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """The state of one claim: what changed, in words for the user, with a diff where the text was amended."""

    claim: str
    change: ClaimState
    message: str
    diff: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Result of a re-check. ``intact`` is the file's own hash; ``same_corpus`` whether the corpus is the very same."""

    intact: bool
    same_corpus: bool
    question: str
    as_of: date | None
    findings: tuple[ClaimFinding, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the file is intact and every claim still stands for the day it was given for."""
        return self.intact and bool(self.findings) and all(f.change in _HOLDS for f in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Public form of the report."""
        return {
            "holds": self.holds,
            "intact": self.intact,
            "same_corpus": self.same_corpus,
            "question": self.question,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "claims": [
                {
                    "claim": finding.claim,
                    "status": finding.change.value,
                    "message": finding.message,
                    "diff": finding.diff,
                    "reasons": [reason.value for reason in finding.reasons],
                }
                for finding in self.findings
            ],
        }


def recheck(certificate: Mapping[str, Any], registry: Registry, on: date) -> Report:
    """What has become of every claim of a certificate, in the corpus ``registry`` on the day ``on``.

    Raises:
        InputError: ``certificate.form`` when fields are missing or of the wrong type.
    """
    try:
        as_of = date.fromisoformat(str(certificate["as_of"]))
        question = str(certificate["question"])
        intact = certificate.get("integrity") == integrity(certificate)
        same = certificate["corpus"] == corpus_fingerprint(registry)
        entries = [(_CLAIM.validate_python(entry), entry) for entry in certificate["claims"]]
        # Claims of a file that was changed are not read out at all: they may be anybody's.
        findings = tuple(_finding(claim, entry, registry, as_of, on) for claim, entry in entries) if intact else ()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        detail = f"{faults(error)}." if isinstance(error, ValidationError) else ""
        raise InputError(Code.CERTIFICATE_FORM, "Chứng thư thiếu trường hoặc sai kiểu dữ liệu.", hint=detail) from error
    return Report(intact, same, question, as_of, findings)


def standing_answer(certificate: Mapping[str, Any], registry: Registry, on: date) -> Answer:
    """The answer of a certificate that still stands whole, with every citation written anew from the registry.

    Raises:
        InputError: ``certificate.form`` as ``recheck``; ``certificate.tampered`` when the file was changed;
            ``certificate.fallen`` when it has no claim or one of them does not stand any more.
    """
    report = recheck(certificate, registry, on)
    if not report.intact:
        raise InputError(Code.CERTIFICATE_TAMPERED, "Chứng thư đã bị thay đổi sau khi phát hành, không dùng được.")
    if not report.holds or report.as_of is None:
        fallen = next((finding for finding in report.findings if finding.change not in _HOLDS), None)
        why = f" {fallen.message}" if fallen else " Chứng thư không có ý nào."
        raise InputError(
            Code.CERTIFICATE_FALLEN, f"Câu trả lời không còn nguyên giá trị.{why}", hint="Xin hỏi lại câu hỏi."
        )
    claims = tuple(_renewed(_CLAIM.validate_python(entry), entry, registry) for entry in certificate["claims"])
    if any(not verify(claim, registry, report.as_of).supported for claim in claims):
        raise InputError(Code.CERTIFICATE_FALLEN, "Câu trả lời không còn được bộ kiểm chứng chấp nhận.")
    told = [f"Lập từ chứng thư đã kiểm tra lại ngày {vn_date(on)}; câu hỏi ghi theo chứng thư, không được hỏi lại."]
    told += [f.message for f in report.findings if f.change is ClaimState.ENDED]
    told += [note for claim in claims for note in _standing_notes(claim, registry, report.as_of)]
    # A head is proved against the question that it keeps, which is the one shown where the file's own differs.
    asked = next((claim.asked for claim in claims if claim.asked), "")
    return Answer(
        report.question,
        Status.ANSWERED,
        report.as_of,
        claims,
        warnings=tuple(dict.fromkeys(told)),
        standalone=asked,
    )


def _standing_notes(claim: Claim, registry: Registry, on: date) -> Iterator[str]:
    """A sentence on every rule quoted that is not in force on the day."""
    for citation in claim.citations if claim.role != "status" else ():
        found = registry.provision(citation.provision_id)
        if found is not None:
            note = standing_note(registry.standing(found[1].record.id, on, registry.validity(found[0])))
            if note:
                yield note


def _renewed(claim: Claim, entry: Mapping[str, Any], registry: Registry) -> Claim:
    """The claim with its citations as the registry gives them today: the file is believed in nothing."""
    citations = []
    for citation, cited in zip(claim.citations, entry["citations"], strict=True):
        found = registry.provision(citation.provision_id)
        if found is None or citation.quote not in found[0].text:
            found = _elsewhere(citation, str(cited["record_id"]), registry)
        assert found is not None, "the re-check has found it"
        provision, document = found
        citations.append(
            replace(
                _placed(citation, provision, document, registry),
                document_title=document.record.title,
                basis=provision.basis,
                certainty=provision.certainty.value,
                source=", ".join(provision.sources) or document.source,
            )
        )
    return replace(claim, citations=tuple(citations))


def report_text(report: Report) -> str:
    """The report in Vietnamese for a terminal."""
    if not report.intact:
        return "Chứng thư đã bị thay đổi sau khi phát hành: KHÔNG CÓ GIÁ TRỊ."
    corpus = "không thay đổi" if report.same_corpus else "đã thay đổi so với lúc phát hành"
    lines = [
        f"Câu hỏi: {report.question}",
        f"Trả lời cho ngày {vn_date(report.as_of)}; bộ văn bản {corpus}.",
    ]
    for number, finding in enumerate(report.findings, start=1):
        lines.append(f"{number}. [{_WORDS[finding.change]}] {finding.claim}")
        lines.append(f"   {finding.message}")
        if finding.diff:
            lines.append(f"   Khác biệt: {finding.diff}")
    if not report.findings:
        lines.append("Chứng thư không có câu nào để kiểm tra.")
    return "\n".join([*lines, _conclusion(report)])


def _conclusion(report: Report) -> str:
    if not report.holds:
        return "Kết luận: câu trả lời KHÔNG còn nguyên giá trị."
    if any(finding.change is ClaimState.ENDED for finding in report.findings):
        day = vn_date(report.as_of)
        return f"Kết luận: câu trả lời vẫn đứng vững cho ngày {day}, nhưng không dùng cho thời điểm hiện nay."
    return "Kết luận: câu trả lời vẫn đứng vững."


@dataclass(frozen=True, slots=True)
class _State:
    """What has become of one citation: the change, in words, and the citation as it reads now where it still stands."""

    change: ClaimState
    message: str
    now: Citation | None = None
    diff: str = ""


_GRAVEST = (
    ClaimState.GONE,
    ClaimState.AMENDED,
    ClaimState.REPLACED,
    ClaimState.EXPIRED,
    ClaimState.ENDED,
    ClaimState.MOVED,
    ClaimState.UNCHANGED,
)


def _finding(claim: Claim, entry: Mapping[str, Any], registry: Registry, as_of: date, on: date) -> ClaimFinding:
    """The gravest change among the claim's citations; then the verifier's own word."""
    states = [
        _state(claim, citation, str(cited["record_id"]), str(cited["text_sha256"]), registry, (as_of, on))
        for citation, cited in zip(claim.citations, entry["citations"], strict=True)
    ]
    if not states:
        return ClaimFinding(claim.text, ClaimState.UNPROVEN, "Câu không có trích dẫn.", reasons=(Reason.NO_CITATION,))
    worst = min(states, key=lambda state: _GRAVEST.index(state.change))
    if worst.change in _HOLDS:
        standing = replace(claim, citations=tuple(state.now for state in states if state.now is not None))
        verdict = verify(standing, registry, as_of)
        if not verdict.supported:
            message = "Trích dẫn còn nguyên nhưng bộ kiểm chứng không chấp nhận câu này."
            return ClaimFinding(claim.text, ClaimState.UNPROVEN, message, reasons=verdict.reasons)
    return ClaimFinding(claim.text, worst.change, worst.message, worst.diff)


def _state(
    claim: Claim, citation: Citation, record_id: str, text_sha256: str, registry: Registry, days: tuple[date, date]
) -> _State:
    """State of one citation; ``days`` are the certificate's own day and the day of the re-check."""
    found = registry.provision(citation.provision_id)
    if found is None or citation.quote not in found[0].text:
        elsewhere = _elsewhere(citation, record_id, registry)
        if elsewhere is not None:
            message = f"Trích dẫn nay nằm ở {elsewhere[0].label} ({elsewhere[0].id}), lời văn giữ nguyên."
            return _State(ClaimState.MOVED, message, _placed(citation, *elsewhere, registry))
        if found is None:
            return _State(ClaimState.GONE, f"Không còn “{citation.label}” của văn bản này.")
        message = f"{citation.label} đã sửa đổi{_amended_by(found[1], registry)}."
        return _State(ClaimState.AMENDED, message, diff=inline_diff(citation.quote, found[0].text))
    provision, document = found
    if not registry.offers(provision.id):
        return _State(ClaimState.REPLACED, "Đã nạp bản chính thức; bản tóm lược không còn được dùng làm căn cứ.")
    if (ended := _ended(claim, citation, provision, document, registry, days)) is not None:
        return ended
    now = _placed(citation, provision, document, registry)
    if provision.text[citation.start : citation.end] != citation.quote:
        return _State(ClaimState.MOVED, f"Lời văn giữ nguyên, vị trí trong {provision.label} đã đổi.", now)
    if _span(citation) != _registry_span(registry, provision):
        until = registry.told_validity(provision).valid_until
        message = (
            f"Thời gian hiệu lực đã ghi lại: đến trước ngày {vn_date(until)}."
            if until
            else "Thời gian hiệu lực đã đổi."
        )
        return _State(ClaimState.AMENDED, message)
    if text_sha256 != content_hash(provision.text):
        return _State(
            ClaimState.MOVED, f"Phần được trích giữ nguyên, phần khác của {provision.label} đã đổi.", citation
        )
    return _State(ClaimState.UNCHANGED, f"{provision.label}: trích dẫn còn nguyên văn và đúng vị trí.", citation)


def _ended(
    claim: Claim,
    citation: Citation,
    provision: Provision,
    document: Document,
    registry: Registry,
    days: tuple[date, date],
) -> _State | None:
    """A rule no longer in force: on the certificate's own day, or since then; ``None`` when it is in force."""
    as_of, on = days
    if claim.role in ("status", "place"):  # the sentence tells the state itself and is proved again as a whole
        return None
    validity = registry.validity(provision)
    then = registry.standing(document.record.id, as_of, validity)
    # A certificate may be for a day to come: "since then" never lies before its own day.
    now = registry.standing(document.record.id, max(as_of, on), validity)
    if claim.role == "last_known" or (claim.role == "head" and then.force is not Force.IN_FORCE):
        changed = _span(citation) != _registry_span(registry, provision)
        return _State(ClaimState.EXPIRED, _not_in_force(now)) if changed else None
    if then.force is not Force.IN_FORCE:
        return _State(
            ClaimState.EXPIRED, f"{_not_in_force(then)} Thay đổi này có hiệu lực với cả ngày {vn_date(as_of)}."
        )
    if now.force is not Force.IN_FORCE:
        message = f"Đúng cho ngày {vn_date(as_of)}. {_not_in_force(now)}"
        return _State(ClaimState.ENDED, message, _placed(citation, provision, document, registry))
    return None


def _placed(citation: Citation, provision: Provision, document: Document, registry: Registry) -> Citation:
    """The citation as it would be made now: same words, today's place, label and dates."""
    same = provision.text[citation.start : citation.end] == citation.quote
    # The old place where it still holds, since the same words may stand twice.
    start = citation.start if same else provision.text.index(citation.quote)
    valid_from, valid_until = _registry_span(registry, provision)
    return replace(
        citation,
        provision_id=provision.id,
        document_number=document.record.number,
        label=provision.label,
        start=start,
        end=start + len(citation.quote),
        valid_from=valid_from,
        valid_until=valid_until,
        text_kind=document.text_kind.value,
    )


def _span(citation: Citation) -> tuple[date | None, date | None]:
    return citation.valid_from, citation.valid_until


def _registry_span(registry: Registry, provision: Provision) -> tuple[date | None, date | None]:
    validity = registry.told_validity(provision)
    return validity.valid_from, validity.valid_until


def _elsewhere(citation: Citation, record_id: str, registry: Registry) -> tuple[Provision, Document] | None:
    """Another provision of the same record that holds the quote."""
    for provision, document in registry.provisions():
        if document.record.id == record_id and citation.quote in provision.text:
            return provision, document
    return None


def _amended_by(document: Document, registry: Registry) -> str:
    later = [record for record in registry.records.values() if document.record.id in record.amends]
    if not later:
        return ""
    newest = max(later, key=lambda record: (record.issued or date.min, record.id))
    return f" theo {name_of(newest)}"


def _not_in_force(standing: Standing) -> str:
    name = name_of(standing.record)
    match standing.force:
        case Force.SUPERSEDED if standing.successor is not None:
            return f"{succession(standing)}."
        case Force.NOT_YET:
            return f"{name} chưa có hiệu lực."
        case Force.UNKNOWN:
            return f"Chưa xác định được thời gian hiệu lực của {name}."
        case _:
            return f"{name} hết hiệu lực từ {vn_date(standing.validity.valid_until)}."
