"""``verify`` over a small corpus: quotes, force, frames, smallest unit, digest, sums, context. Texts are our own."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.model import Calculation, Citation, Claim
from assistant.verification.verifier import check_pair, verify, verify_quote
from corpus.core.display import last_known_frame
from corpus.core.model import Document, Kind, Provision, Record, TextKind, Unit, Validity
from corpus.core.registry import Registry

TODAY = date(2026, 11, 22)
OLD = Record(
    "qd-1-tw-2024", "1-QĐ/TW", Kind.REGULATION, "TW", date(2024, 1, 1), "Quy định thử", Validity(date(2024, 1, 1))
)
NEW = Record(
    "qd-2-tw-2026", "2-QĐ/TW", Kind.REGULATION, "TW", date(2026, 1, 1), "Quy định mới",
    Validity(date(2026, 1, 1)), supersedes=("qd-1-tw-2024",),
)  # fmt: skip
LIVE = Record(
    "hd-3-tw-2025", "3-HD/TW", Kind.GUIDANCE, "TW", date(2025, 1, 1), "Hướng dẫn thử", Validity(date(2025, 1, 1))
)


def document(record: Record, parts: dict[str, str], kind: TextKind = TextKind.OFFICIAL) -> Document:
    text, provisions, identity = "", [], record.id if kind is TextKind.OFFICIAL else f"td-{record.id}"
    for path, words in parts.items():
        parent = f"{identity}/{path.rsplit('.', 1)[0]}" if "." in path else None
        start = len(text)
        text += words + "\n"
        provisions.append(
            Provision(
                f"{identity}/{path}", identity, path, path, Unit.CLAUSE, words, start, start + len(words), parent=parent
            )
        )
    return Document(identity, record, kind, text, tuple(provisions))


QUORUM = "Đại hội hợp lệ khi có mặt ít nhất 2/3 số đại biểu được triệu tập."
LEAD = "Đại hội không được tiến hành trong những lúc sau:"
ITEM = "số đại biểu có mặt dưới 2/3"
NOTICE = "Cấp ủy phải thông báo trước 30 ngày làm việc. Chi bộ gửi báo cáo, trừ chi bộ mới lập."


@pytest.fixture
def registry() -> Registry:
    live = document(LIVE, {"1": QUORUM, "2": LEAD, "2.a": ITEM, "3": NOTICE})
    return Registry([NEW], [document(OLD, {"1": QUORUM}), live])


def cited(registry: Registry, identity: str, quote: str | None = None) -> Citation:
    found = registry.provision(identity)
    assert found is not None
    provision, owner = found
    quote = provision.text if quote is None else quote
    start, span = provision.text.index(quote), registry.validity(provision)
    return Citation(
        identity, owner.record.number, owner.record.title, provision.label, quote, start, start + len(quote),
        span.valid_from, span.valid_until, owner.text_kind.value,
    )  # fmt: skip


def reasons(claim: Claim, registry: Registry, day: date = TODAY) -> tuple[str, ...]:
    verdict = verify(claim, registry, day)
    assert verdict.claim is claim
    assert verdict.supported == (not verdict.reasons)
    return verdict.reasons


def test_a_place_is_the_registrys_and_tells_the_end_of_its_rule(registry: Registry) -> None:
    live, old = cited(registry, "hd-3-tw-2025/3"), cited(registry, "qd-1-tw-2024/1")
    assert reasons(Claim("Mục 3, Hướng dẫn 3-HD/TW ngày 01/01/2025.", (live,), "place"), registry) == ()
    assert "r3.article" in reasons(Claim("Mục 4, Hướng dẫn 3-HD/TW ngày 01/01/2025.", (live,), "place"), registry)
    ended = Claim("Mục 1, Quy định 1-QĐ/TW ngày 01/01/2024.", (old,), "place")
    assert "r3.article" in reasons(ended, registry)
    label = last_known_frame(registry.standing("qd-1-tw-2024", TODAY))[0].removesuffix("“")
    told = replace(ended, text=f"{label}mục 1, Quy định 1-QĐ/TW ngày 01/01/2024.")
    assert reasons(told, registry) == ()
    assert reasons(replace(told, citations=(live, old)), registry) != ()


def test_a_verbatim_provision_passes(registry: Registry) -> None:
    assert reasons(Claim(QUORUM, (cited(registry, "hd-3-tw-2025/1"),)), registry) == ()


def test_r1_no_citation_no_sentence(registry: Registry) -> None:
    assert reasons(Claim(QUORUM, ()), registry) == ("r1.no_citation",)


def test_r2_an_invented_provision(registry: Registry) -> None:
    citation = replace(cited(registry, "hd-3-tw-2025/1"), provision_id="hd-3-tw-2025/99")
    assert reasons(Claim(QUORUM, (citation,)), registry) == ("r2.unknown_provision",)


@pytest.mark.parametrize("change", [{"start": 1}, {"end": 5}, {"quote": QUORUM.replace("2/3", "3/3")}, {"start": -3}])
def test_r2_a_quote_that_is_not_byte_exact(registry: Registry, change: dict[str, object]) -> None:
    citation = replace(cited(registry, "hd-3-tw-2025/1"), **change)
    assert "r2.quote" in reasons(Claim(QUORUM, (citation,)), registry)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"document_number": "4-HD/TW"}, "r3.document"),
        ({"label": "2"}, "r3.article"),
        ({"valid_until": date(2030, 1, 1)}, "r5.dates"),
        ({"text_kind": "digest"}, "r8.digest"),
    ],
)
def test_r3_a_citation_that_shows_other_facts_than_the_registry(
    registry: Registry, change: dict[str, object], reason: str
) -> None:
    citation = replace(cited(registry, "hd-3-tw-2025/1"), **change)
    assert reasons(Claim(QUORUM, (citation,)), registry) == (reason,)


def test_r5_a_superseded_rule_never_stands_as_todays(registry: Registry) -> None:
    claim = Claim(QUORUM, (cited(registry, "qd-1-tw-2024/1"),))
    assert reasons(claim, registry) == ("r5.not_in_force",)
    assert reasons(claim, registry, date(2025, 6, 1)) == ()
    assert "r5.not_in_force" in reasons(claim, registry, date(2023, 6, 1))


def test_r5_a_last_known_rule_needs_its_frame(registry: Registry) -> None:
    citation = cited(registry, "qd-1-tw-2024/1")
    provision, owner = registry.provision("qd-1-tw-2024/1") or pytest.fail("missing")
    prefix, suffix = last_known_frame(registry.standing(owner.record.id, TODAY, registry.validity(provision)))
    assert reasons(Claim(f"{prefix}{QUORUM}{suffix}", (citation,), "last_known"), registry) == ()
    assert reasons(Claim(QUORUM, (citation,), "last_known"), registry) == ("r5.frame",)
    hidden = f"{prefix.replace('đã được thay', 'được áp dụng')}{QUORUM}{suffix}"
    assert reasons(Claim(hidden, (citation,), "last_known"), registry) == ("r5.frame",)
    wrong = f"{prefix}{QUORUM.replace('2/3', '1/3')}{suffix}"
    assert "r3.number" in reasons(Claim(wrong, (citation,), "last_known"), registry)


def test_r5_a_sum_by_a_past_rule_stands_in_its_frame_without_quotation_marks(registry: Registry) -> None:
    citation = cited(registry, "qd-1-tw-2024/1")
    standing = registry.standing("qd-1-tw-2024", TODAY)
    said = "Với tổng số 150, phải có mặt ít nhất 100."
    prefix, suffix = last_known_frame(standing, computed=True)
    assert "“" not in prefix + suffix
    assert reasons(Claim(f"{prefix}{said}{suffix}", (citation,), "last_known", SUM), registry) == ()
    quoting, end = last_known_frame(standing)
    assert reasons(Claim(f"{quoting}{said}{end}", (citation,), "last_known", SUM), registry) == ("r5.frame",)
    assert reasons(Claim(said, (citation,), "computed", SUM), registry) == ("r5.not_in_force",)
    wrong = Claim(f"{prefix}{said.replace('100', '99')}{suffix}", (citation,), "last_known", SUM)
    assert "r3.number" in reasons(wrong, registry)


def test_r5_a_rule_in_force_is_not_dressed_as_a_past_one(registry: Registry) -> None:
    claim = Claim(QUORUM, (cited(registry, "hd-3-tw-2025/1"),), "last_known")
    assert "r5.frame" in reasons(claim, registry)


def test_r8_the_digest_gives_way_to_the_official_text() -> None:
    registry = Registry([], [document(LIVE, {"1": QUORUM}), document(LIVE, {"1": QUORUM}, TextKind.DIGEST)])
    assert reasons(Claim(QUORUM, (cited(registry, "td-hd-3-tw-2025/1"),)), registry) == ("r8.digest",)


def test_r6_the_smallest_unit_is_cited() -> None:
    registry = Registry([], [document(LIVE, {"1": f"Chung. {QUORUM}", "1.a": QUORUM})])
    assert "r6.not_smallest" in reasons(Claim(QUORUM, (cited(registry, "hd-3-tw-2025/1", QUORUM),)), registry)
    assert reasons(Claim(QUORUM, (cited(registry, "hd-3-tw-2025/1.a"),)), registry) == ()


def test_r4_a_list_item_in_other_words_needs_its_lead_in(registry: Registry) -> None:
    item, lead = cited(registry, "hd-3-tw-2025/2.a"), cited(registry, "hd-3-tw-2025/2")
    assert reasons(Claim(ITEM, (item,)), registry) == ()
    assert "r4.context" in reasons(Claim("số đại biểu có mặt dưới hai phần ba", (item,)), registry)
    both = Claim("Đại hội không được tiến hành trong những lúc số đại biểu có mặt dưới hai phần ba.", (lead, item))
    assert "r4.context" not in reasons(both, registry)


def test_r4_a_quote_cut_before_its_exception(registry: Registry) -> None:
    cut = "Chi bộ gửi báo cáo"
    assert "r4.exception" in reasons(Claim(cut, (cited(registry, "hd-3-tw-2025/3", cut),)), registry)
    whole = "Chi bộ gửi báo cáo, trừ chi bộ mới lập."
    assert reasons(Claim(whole, (cited(registry, "hd-3-tw-2025/3", whole),)), registry) == ()


def test_words_outside_the_quote_prove_nothing(registry: Registry) -> None:
    citation = cited(registry, "hd-3-tw-2025/3", "Cấp ủy phải thông báo trước 30 ngày làm việc.")
    assert reasons(Claim("Chi bộ gửi báo cáo, trừ chi bộ mới lập.", (citation,)), registry) != ()


def test_the_citation_proves_its_own_name(registry: Registry) -> None:
    citation = cited(registry, "hd-3-tw-2025/1")
    lowered = QUORUM[0].lower() + QUORUM[1:]
    assert reasons(Claim(f"Theo mục 1 Hướng dẫn 3-HD/TW, {lowered}", (citation,)), registry) == ()
    assert "r3.document" in reasons(Claim(f"Theo mục 1 Hướng dẫn 4-HD/TW, {lowered}", (citation,)), registry)
    assert "r3.article" in reasons(Claim(f"Theo mục 2 Hướng dẫn 3-HD/TW, {lowered}", (citation,)), registry)


SUM = Calculation("quorum", {"tổng số": "150"}, "ceil(150 * 2 / 3)", "100")


@pytest.mark.parametrize(
    ("text", "calculation", "reason"),
    [
        ("Với tổng số 150, phải có mặt ít nhất 100 (150 × 2/3).", SUM, None),
        ("Với tổng số 150, phải có mặt ít nhất 101 (150 × 2/3).", SUM, "r3.number"),
        ("Với tổng số 150, phải có mặt không quá 100.", SUM, "r4.bound"),
        ("Với tổng số 150, phải có mặt ít nhất 99.", replace(SUM, result="99"), "r12.result"),
        ("Với tổng số 150, phải có mặt ít nhất 100.", replace(SUM, formula="floor(150 * 2 / 3)"), "r12.rounding"),
        ("Phải có mặt ít nhất 113.", replace(SUM, formula="ceil(150 * 3 / 4)", result="113"), "r12.input"),
        ("Với tổng số 150, phải có mặt ít nhất 100.", replace(SUM, formula="open('x')"), "r12.formula"),
        ("Với tổng số 150, phải có mặt ít nhất 100 lãnh đạo tỉnh.", SUM, "content.uncovered"),
        ("Với tổng số 150, phải có mặt ít nhất 100; có 99 thì đạt.",
         replace(SUM, inputs={"tổng số": "150", "có mặt": "99"}), "r12.finding"),
        ("Với tổng số 150, phải có mặt ít nhất 100; có 99 thì chưa đạt.",
         replace(SUM, inputs={"tổng số": "150", "có mặt": "99"}), None),
    ],
)  # fmt: skip
def test_r12_sums_are_worked_again(registry: Registry, text: str, calculation: Calculation, reason: str | None) -> None:
    claim = Claim(text, (cited(registry, "hd-3-tw-2025/1"),), "computed", calculation)
    found = reasons(claim, registry)
    assert found == () if reason is None else reason in found


@pytest.mark.parametrize(
    ("word", "present", "asked", "reason"),
    [
        ("Chưa", "99 thì chưa đạt", "Triệu tập 150, có 99 người, khai mạc được chưa?", None),
        ("Không", "99 thì chưa đạt", "Triệu tập 150, có 99 người, đại hội có hợp lệ không?", None),
        ("Không", "99 thì chưa đạt", "Triệu tập 150, có 99 người, khai mạc được chưa?", "r4.negation"),
        ("Có", "99 thì chưa đạt", "Triệu tập 150, có 99 người, đại hội có hợp lệ không?", "r4.negation"),
        ("Chưa", "99 thì chưa đạt", "Triệu tập 150, có 99 người, đã bầu lại chưa?", "r4.negation"),
        ("Chưa", "120 thì đạt", "Triệu tập 150, có 120 người, khai mạc được chưa?", "r4.negation"),
        ("Chưa", "120 thì chưa đạt", "Triệu tập 150, có 120 người, khai mạc được chưa?", "r12.finding"),
    ],
)
def test_the_word_before_a_sum_is_derived_again(
    registry: Registry, word: str, present: str, asked: str, reason: str | None
) -> None:
    calculation = replace(SUM, inputs={"tổng số": "150", "có mặt": present.split()[0]})
    text = f"{word}. Với tổng số 150, phải có mặt ít nhất 100; có {present}."
    found = reasons(Claim(text, (cited(registry, "hd-3-tw-2025/1"),), "computed", calculation, asked=asked), registry)
    assert found == () if reason is None else reason in found


def test_r12_a_computed_claim_without_its_formula(registry: Registry) -> None:
    claim = Claim("Phải có mặt ít nhất 100.", (cited(registry, "hd-3-tw-2025/1"),), "computed")
    assert reasons(claim, registry) == ("r12.formula",)


def test_verify_quote_finds_the_place_of_the_quote(registry: Registry) -> None:
    assert verify_quote(QUORUM, QUORUM, "hd-3-tw-2025/1", registry, TODAY) == ()
    assert verify_quote(QUORUM, "Câu khác.", "hd-3-tw-2025/1", registry, TODAY) == ("r2.quote",)
    assert verify_quote(QUORUM, QUORUM, "hd-3-tw-2025/9", registry, TODAY) == ("r2.unknown_provision",)
    assert verify_quote(QUORUM, "", "hd-3-tw-2025/1", registry, TODAY) == ("r1.no_citation",)


def test_a_claim_that_covers_only_words_that_may_go_gets_a_verdict() -> None:
    claim = (
        "chỉ Bầu đại biểu dự đại hội đảng bộ cấp trên thì bầu đại biểu chính thức trước, số còn lại bầu đại biểu dự "
        "khuyết."
    )
    quote = (
        "Bầu đại biểu dự đại hội đảng bộ cấp trên lập một danh sách bầu cử chung; bầu đại biểu chính thức trước, số "
        "còn lại bầu đại biểu dự khuyết."
    )
    assert check_pair(claim, quote) != ()
