"""One place searches: machine-speaking provisions are set aside, confidence is kept, nothing is searched unasked."""

from collections.abc import Callable
from dataclasses import replace

from assistant.question.understanding import Understood
from assistant.retrieval.ranker import load_judge
from assistant.retrieval.search import Inquiry
from assistant.service import Assistant
from corpus.core.model import TextKind


def test_an_inquiry_searches_only_when_asked(assistant: Assistant, read: Callable[..., Understood]) -> None:
    inquiry = Inquiry(assistant.search, read("Ai được vào ban kiểm phiếu?"))
    assert (inquiry.confidence, inquiry.evidence, inquiry.searched_ms) == (None, (), 0.0)
    best = inquiry.ranked.evidence[0]
    assert best.document.record.id == "qd-190-tw-2024"
    assert inquiry.evidence[0] == best
    assert inquiry.searched_ms > 0


def test_confidence_is_the_largest_of_all_searches(assistant: Assistant, read: Callable[..., Understood]) -> None:
    inquiry = Inquiry(assistant.search, read("Ai được vào ban kiểm phiếu?"))
    sure = inquiry.ranked.confidence
    unsure = inquiry.candidates(read("Nấu phở bao lâu?")).confidence
    assert unsure < sure
    assert inquiry.confidence == sure


def test_a_judge_beside_another_encoder_goes_by_words(assistant: Assistant, read: Callable[..., Understood]) -> None:
    judge = load_judge()
    assert judge.beside("bundled").dense
    foreign = judge.beside("another-encoder")
    assert not foreign.dense
    understood = read("Ai được vào ban kiểm phiếu?")
    without = [replace(item, parts={**item.parts, "dense": 0.0}) for item in assistant.search.found(understood)]
    with_dense = foreign.rank(understood, assistant.search.found(understood), assistant.search.vocabulary)
    assert with_dense.confidence == foreign.rank(understood, without, assistant.search.vocabulary).confidence
    assert judge.rank(understood, without, assistant.search.vocabulary).confidence != with_dense.confidence


def test_what_rests_on_a_named_document_that_nobody_loaded_is_searched(
    assistant: Assistant, read: Callable[..., Understood]
) -> None:
    understood = read("Theo quy định 208, thẻ đảng viên có được dùng để biểu quyết không?")
    assert [assistant.registry.is_loaded(record) for record in understood.references.records] == [False]
    found = assistant.search.retriever.find(understood)
    digests = [item.provision.basis for item in found if item.document.text_kind is not TextKind.CATALOGUE]
    assert digests
    assert all(basis.startswith("208-QĐ/TW") for basis in digests)
