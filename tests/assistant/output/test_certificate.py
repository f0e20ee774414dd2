"""Certificates: whole, tampered, amended, moved, expired, replaced, gone. Texts are our own."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from assistant.cli import checks as cli_check
from assistant.model import Answer, Citation, Claim, Status
from assistant.output.certificate import certify, integrity, parse
from assistant.output.changes import inline_diff
from assistant.output.recheck import ClaimState, recheck, report_text
from assistant.reasons import Reason
from assistant.verification.verifier import check_pair
from corpus.core.errors import InputError
from corpus.core.model import Document, Kind, Provision, Record, TextKind, Unit, Validity
from corpus.core.registry import Registry

TODAY = date(2026, 11, 22)
RULE = Record(
    "hd-3-tw-2025", "3-HD/TW", Kind.GUIDANCE, "TW", date(2025, 1, 1), "Hướng dẫn thử", Validity(date(2025, 1, 1))
)
TEXT = "Đại hội hợp lệ khi có mặt ít nhất 2/3 số đại biểu được triệu tập."


def document(parts: dict[str, str], record: Record = RULE, kind: TextKind = TextKind.OFFICIAL) -> Document:
    text, provisions, identity = "", [], record.id if kind is TextKind.OFFICIAL else f"td-{record.id}"
    for path, words in parts.items():
        start = len(text)
        text += words + "\n"
        provisions.append(
            Provision(f"{identity}/{path}", identity, path, path, Unit.CLAUSE, words, start, start + len(words))
        )
    return Document(identity, record, kind, text, tuple(provisions))


def registry(*documents: Document, records: tuple[Record, ...] = ()) -> Registry:
    return Registry(records, documents)


def certificate(made_from: Registry, identity: str = "hd-3-tw-2025/1", as_of: date = TODAY) -> dict[str, object]:
    found = made_from.provision(identity)
    assert found is not None
    provision, owner = found
    span = made_from.validity(provision)
    citation = Citation(
        identity, owner.record.number, owner.record.title, provision.label, provision.text, 0, len(provision.text),
        span.valid_from, span.valid_until, owner.text_kind.value,
    )  # fmt: skip
    answer = Answer("Bao nhiêu đại biểu thì hợp lệ?", Status.ANSWERED, as_of, (Claim(provision.text, (citation,)),))
    return certify(answer, {"settings": "s"}, made_from)


ORIGINAL = registry(document({"1": TEXT, "2": "Điều khoản khác."}))
WHOLE = certificate(ORIGINAL)


def change(now: Registry, made: dict[str, object] = WHOLE, on: date = TODAY) -> ClaimState:
    report = recheck(parse(json.dumps(made)), now, on)
    assert report.intact
    assert report_text(report)
    json.dumps(report.to_json())
    return report.findings[0].change


def test_unchanged() -> None:
    report = recheck(parse(json.dumps(WHOLE, ensure_ascii=False)), ORIGINAL, TODAY)
    assert report.holds
    assert report.same_corpus
    assert report.findings[0].change is ClaimState.UNCHANGED


def test_moved_within_and_to_another_provision() -> None:
    assert change(registry(document({"1": f"Câu mới. {TEXT}"}))) is ClaimState.MOVED
    assert change(registry(document({"7": TEXT}))) is ClaimState.MOVED


def test_amended_with_a_diff() -> None:
    amending = replace(RULE, id="hd-9-tw-2026", number="9-HD/TW", amends=(RULE.id,), issued=date(2026, 5, 1))
    now = registry(document({"1": TEXT.replace("2/3", "3/4")}), records=(amending,))
    report = recheck(WHOLE, now, TODAY)
    assert not report.holds
    assert report.findings[0].change is ClaimState.AMENDED
    assert "[-2/3-] {+3/4+}" in report.findings[0].diff
    assert "9-HD/TW" in report.findings[0].message


def test_no_longer_in_force_names_the_successor() -> None:
    later = Record(
        "hd-9-tw-2026", "9-HD/TW", Kind.GUIDANCE, "TW", date(2026, 5, 1), "Hướng dẫn mới", Validity(date(2026, 5, 1)),
        supersedes=(RULE.id,),
    )  # fmt: skip
    report = recheck(WHOLE, registry(document({"1": TEXT}), records=(later,)), TODAY)
    assert report.findings[0].change is ClaimState.EXPIRED
    assert "9-HD/TW" in report.findings[0].message
    assert "hết hiệu lực từ 01/05/2026" in report_text(report)
    assert not report.holds


LATER = Record(
    "hd-9-tw-2026", "9-HD/TW", Kind.GUIDANCE, "TW", date(2026, 5, 1), "Hướng dẫn mới", Validity(date(2026, 5, 1)),
    supersedes=(RULE.id,),
)  # fmt: skip


LAST = Record(
    "hd-10-tw-2026", "10-HD/TW", Kind.GUIDANCE, "TW", date(2026, 7, 1), "Hướng dẫn mới nữa", Validity(date(2026, 7, 1)),
    supersedes=(LATER.id,),
)  # fmt: skip


def test_a_chain_of_successors_is_told_a_step_at_a_time() -> None:
    superseded = registry(document({"1": TEXT}), records=(LATER, LAST))
    made = certificate(superseded, as_of=date(2026, 3, 1))
    message = recheck(parse(json.dumps(made)), superseded, TODAY).findings[0].message
    assert "hết hiệu lực từ 01/05/2026, được thay bởi Hướng dẫn 9-HD/TW ngày 01/05/2026; " in message
    assert "Hướng dẫn 9-HD/TW ngày 01/05/2026 hết hiệu lực từ 01/07/2026, được thay bởi Hướng dẫn 10-HD/TW" in message


def test_a_certificate_about_a_past_day_is_checked_for_that_day() -> None:
    superseded = registry(document({"1": TEXT}), records=(LATER,))
    made = certificate(superseded, as_of=date(2026, 3, 1))
    report = recheck(parse(json.dumps(made)), superseded, TODAY)
    assert report.findings[0].change is ClaimState.ENDED
    assert report.holds
    assert "Đúng cho ngày 01/03/2026" in report.findings[0].message
    assert "hết hiệu lực từ 01/05/2026, được thay bởi" in report.findings[0].message
    assert "vẫn đứng vững cho ngày 01/03/2026, nhưng không dùng cho thời điểm hiện nay" in report_text(report)
    assert change(superseded, made, date(2026, 4, 1)) is ClaimState.UNCHANGED


def test_a_rule_that_ended_after_the_certificate_is_named_and_one_that_ended_before_takes_it_down() -> None:
    made = certificate(ORIGINAL, as_of=date(2026, 3, 1))
    assert change(registry(document({"1": TEXT}), records=(LATER,)), made) is ClaimState.ENDED
    early = replace(LATER, issued=date(2026, 2, 1), validity=Validity(date(2026, 2, 1)))
    report = recheck(made, registry(document({"1": TEXT}), records=(early,)), TODAY)
    assert report.findings[0].change is ClaimState.EXPIRED
    assert "có hiệu lực với cả ngày 01/03/2026" in report.findings[0].message
    assert not report.holds


def test_a_false_claim_is_refused_even_where_its_quote_has_moved() -> None:
    forged = json.loads(json.dumps(WHOLE))
    forged["claims"][0]["text"] = TEXT.replace("ít nhất", "tối đa")
    forged["integrity"] = integrity(forged)
    assert change(registry(document({"1": f"Câu mới. {TEXT}"})), forged) is ClaimState.UNPROVEN
    ended = registry(document({"1": TEXT}), records=(LATER,))
    forged["as_of"] = "2026-03-01"
    forged["integrity"] = integrity(forged)
    assert change(ended, forged) is ClaimState.UNPROVEN


def test_gone() -> None:
    assert change(registry(document({"2": "Điều khoản khác."}))) is ClaimState.GONE
    assert change(registry()) is ClaimState.GONE


def test_the_official_text_replaces_the_digest() -> None:
    digest = document({"1": TEXT}, kind=TextKind.DIGEST)
    made = certificate(registry(digest), "td-hd-3-tw-2025/1")
    assert change(registry(digest), made) is ClaimState.UNCHANGED
    assert change(registry(digest, document({"1": TEXT})), made) is ClaimState.REPLACED


def test_a_false_claim_in_a_well_made_certificate_is_still_refused() -> None:
    forged = json.loads(json.dumps(WHOLE))
    forged["claims"][0]["text"] = TEXT.replace("ít nhất", "tối đa")
    forged["integrity"] = integrity(forged)
    assert change(ORIGINAL, forged) is ClaimState.UNPROVEN
    lying = json.loads(json.dumps(WHOLE))
    lying["claims"][0]["citations"] = []
    lying["integrity"] = integrity(lying)
    assert change(ORIGINAL, lying) is ClaimState.UNPROVEN


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
def test_the_usual_writings_of_json_are_read(ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(WHOLE, ensure_ascii=ascii_only, indent=indent)
    assert parse(text) == parse(text + "\n") == WHOLE


@given(st.data())
def test_any_changed_byte_is_rejected(data: st.DataObject) -> None:
    raw = json.dumps(WHOLE, ensure_ascii=False).encode()
    place = data.draw(st.integers(0, len(raw) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda byte: byte != raw[place]))
    changed = raw[:place] + bytes([value]) + raw[place + 1 :]
    with pytest.raises(InputError):
        parse(changed.decode("utf-8", errors="replace"))


@given(st.text(max_size=80))
def test_what_is_no_certificate_is_rejected(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)


def test_twice_the_same_name_is_rejected() -> None:
    text = json.dumps(WHOLE)
    with pytest.raises(InputError):
        parse(text[:-1] + ', "format": "tldh-certificate/1"}')


def test_a_certificate_with_a_faulty_field_is_refused_and_the_field_is_named() -> None:
    forged = json.loads(json.dumps(WHOLE))
    forged["claims"][0]["citations"][0]["valid_from"] = "hôm qua"
    forged["integrity"] = integrity(forged)
    with pytest.raises(InputError) as caught:
        recheck(forged, ORIGINAL, TODAY)
    assert caught.value.code == "certificate.form"
    assert caught.value.hint == "“citations.0.valid_from” phải là ngày dạng 2025-08-15."


def test_inline_diff() -> None:
    assert inline_diff("một hai ba", "không một hai bốn năm") == "một hai [-ba-] {+bốn năm+}"
    assert inline_diff("một", "một") == "một"


def test_the_command_line(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer

    app = typer.Typer()
    cli_check.register(app)
    run = CliRunner()
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    home = str(tmp_path)
    file = tmp_path / "c.json"
    file.write_text(json.dumps(WHOLE), "utf-8")
    result = run.invoke(app, ["verify", str(file), "--home", home, "--corpus", "shipped"])
    assert result.exit_code == 1  # the shipped corpus does not hold this made-up rule
    assert "không còn" in result.output
    file.write_text(json.dumps(WHOLE).replace("2/3", "3/3"), "utf-8")
    result = run.invoke(app, ["verify", str(file), "--home", home, "--corpus", "shipped"])
    assert result.exit_code == 1
    assert "certificate.tampered" in result.output
    result = run.invoke(app, ["verify", str(tmp_path / "none.json"), "--home", home])
    assert result.exit_code == 2


def test_check_answers_every_line(tmp_path: object) -> None:
    from pathlib import Path

    import typer

    assert isinstance(tmp_path, Path)
    app = typer.Typer()
    cli_check.register(app)
    rows = [
        json.dumps({"id": "a", "claim": TEXT, "quote": TEXT}),
        "not json",
        json.dumps({"id": "b", "quote": TEXT}),
        json.dumps([1]),
        json.dumps({"id": "c", "claim": TEXT.replace("2/3", "1/3"), "quote": TEXT}),
        json.dumps({"id": "d", "claim": TEXT}),
        "",
    ]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(rows), "utf-8")
    result = CliRunner().invoke(app, ["check", str(file)])
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.output.splitlines()]
    assert found[0] == {"id": "a", "supported": True, "reasons": []}
    assert [found[n]["error"]["code"] for n in (1, 2, 3)] == ["check.form", "check.claim", "check.form"]
    assert found[4]["supported"] is False
    assert "r3.number" in found[4]["reasons"]
    assert found[5] == {"id": "d", "supported": False, "reasons": ["r1.no_citation"]}
    assert CliRunner().invoke(app, ["check", str(tmp_path / "none")]).exit_code == 2


def _sealed(body: dict[str, object]) -> str:
    return json.dumps({**body, "integrity": integrity(body)})


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60_000,
        '{"a":' * 980 + "1" + "}" * 980,
        '{"format": "tldh-certificate/1", "claims": [], "as_of": NaN}',
        '{"format": "tldh-certificate/1", "claims": [], "as_of": 1e999}',
        '{"format": "tldh-certificate/1", "claims": [], "question": "\\ud800"}',
        '{"format": "tldh-certificate/1", "claims": [], "n": ' + "9" * 5000 + "}",
        _sealed({"format": "tldh-certificate/1", "claims": [{"text": "a"}] * 65}),
        _sealed({"format": "tldh-certificate/1", "claims": [{"text": "a" * 4001}]}),
        _sealed({"format": "tldh-certificate/1", "claims": [{"text": "a" * 2900}] * 5}),
        _sealed({"format": "tldh-certificate/1", "claims": [{"text": "a", "citations": [{}] * 17}]}),
    ],
    ids=lambda text: text[:12],
)
def test_what_is_too_deep_too_wide_or_no_json_is_refused_before_it_is_checked(text: str) -> None:
    with pytest.raises(InputError, match=r"certificate\.form"):
        parse(text)


def test_check_takes_any_line() -> None:
    lines = [
        "[" * 90_000,
        '{"id": ' + "9" * 5000 + "}",
        '{"id": "\\ud800", "claim": "a", "quote": "a"}',
        '{"claim": NaN}',
    ]
    lines.append(json.dumps({"claim": "a" * 4001, "quote": "a"}))
    found = [json.loads(line) for line in cli_check.findings(lines, registry)]
    codes = [row["error"]["code"] if "error" in row else row.get("reasons", row["id"]) for row in found]
    assert codes == ["check.form", "check.form", [], "check.form", ["text.long"]]
    assert found[2]["id"] is None


def test_a_claim_that_says_one_thing_over_and_over_is_not_laid_along() -> None:
    assert Reason.LONG in check_pair("a1" * 740, "1a" * 720)
