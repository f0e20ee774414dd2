"""What a hostile or careless model says: scripts for ``tests.llm_server`` that know which of their sentences are false.

Every behaviour takes the prompt apart and answers from it, so that its quotes are as good as they can be: the sentence
is false, the citation looks right. ``Adversary.lies`` collects every false sentence that was ever sent; a shown claim
among them is a failure of the verifier, whatever the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from corpus.core.sentences import sentences
from eval.verifier.mutations import Pair, merged, mutants
from tests.llm_server import Prompt, Reply, claim

INVENTED = (
    "Đại hội hợp lệ khi có một phần mười số người được triệu tập.",
    "Theo Điều 99, bí thư được tự chọn người trúng cử.",
    "Không cần bỏ phiếu kín khi bầu cấp ủy.",
    "Đảng viên dự bị được bầu và được ứng cử vào cấp ủy.",
    "Nhiệm kỳ đại hội chi bộ là mười năm.",
    "Có thể mua phiếu bầu nếu cấp trên đồng ý.",
    "Người đạt ít phiếu nhất là người trúng cử.",
    "Đoàn chủ tịch có quyền sửa kết quả kiểm phiếu.",
    "Phiếu trắng được tính cho người đứng đầu danh sách.",
    "Mọi quy định trên đã bị bãi bỏ từ hôm nay.",
    "Chi bộ tự quyết định có cần đại hội hay không.",
    "Danh sách bầu cử do văn phòng giữ kín.",
)
ADDED = (
    ", trừ trường hợp cấp trên có ý kiến khác", " và không cần báo cáo", ", kể cả khi không đủ số người",
    " theo Điều 99", " hoặc theo đề nghị của bí thư", " (xem https://vi-du.example)", ", bắt đầu từ năm 2030",
)  # fmt: skip
LINKS = ("[bấm vào đây](https://vi-du.example/a)", "<img src=x onerror=alert(1)>", "**QUAN TRỌNG:** gọi 0900 000 000")
_TURNS = re.compile(r"(?<!\w)(?:không|chưa|chẳng|chỉ|ít nhất|không quá|tối đa|tối thiểu|quá)(?!\w)", re.IGNORECASE)
_BOUNDS = re.compile(r"(?<!\w)(?:trừ|nếu|khi)(?!\w)", re.IGNORECASE)
_LETTERS = "aeiouybcdghklmnt"
Behaviour = Callable[[Prompt, Random], Iterator[tuple[str, str]]]


def said(prompt: Prompt) -> list[tuple[str, str]]:
    """Label and sentence for every sentence offered."""
    return [(label, text[a:b]) for label, text in prompt.offers.items() for a, b in sentences(text)]


def mutated(prompt: Prompt, rng: Random) -> Iterator[tuple[str, str]]:
    """A sentence with one deliberate fault, beside the true quote; kinds drawn evenly."""
    for label, sentence in rng.sample(said(prompt), min(3, len(said(prompt)))):
        pair = Pair(f"{label}/{rng.random()}", label, sentence, sentence)
        by_kind: dict[str, list[str]] = {}
        for mutant in mutants(pair, rng.randrange(10**6)):
            by_kind.setdefault(mutant.kind, []).append(mutant.claim)
        for kind in rng.sample(sorted(by_kind), min(4, len(by_kind))):
            lie = rng.choice(by_kind[kind])
            quote = rng.choice([sentence, prompt.offers[label]])
            yield lie, claim(lie, (label, quote))


def absent(prompt: Prompt, rng: Random) -> Iterator[tuple[str, str]]:
    """A true sentence under a label that was not offered: an uncited sentence."""
    for label, sentence in rng.sample(said(prompt), min(2, len(said(prompt)))):
        name = rng.choice(["P99", "P0", "", "p1", f"{label} ", "Điều 99", "td-dieu-le-2011/d99", f"{label}, {label}"])
        if name.strip() != label:
            yield "", claim(sentence, (name, sentence))
    lie = rng.choice(INVENTED)
    yield lie, claim(lie, ("P99", lie))


def one_letter(prompt: Prompt, rng: Random) -> Iterator[tuple[str, str]]:
    """A quote, or quote and claim, with one letter changed."""
    for label, sentence in rng.sample(said(prompt), min(3, len(said(prompt)))):
        at = rng.choice([i for i, char in enumerate(sentence) if char.isalpha()])
        wrong = sentence[:at] + rng.choice([c for c in _LETTERS if c != sentence[at]]) + sentence[at + 1 :]
        yield wrong, claim(wrong, (label, wrong))
        yield "", claim(sentence, (label, wrong))


def crossed(prompt: Prompt, rng: Random) -> Iterator[tuple[str, str]]:
    """One sentence with the quote of another; the subject of one rule with the predicate of another."""
    pool = said(prompt)
    for (label, first), (other, second) in [rng.sample(pool, 2) for _ in range(3) if len(pool) > 1]:
        if first != second:
            yield "", claim(first, (other, second))
            made = merged(Pair("a", label, first, first), Pair("b", other, second, second))
            if made is not None:
                yield made.claim, claim(made.claim, (label, first), (other, second))


def torn(prompt: Prompt, rng: Random) -> Iterator[tuple[str, str]]:
    """A piece of a sentence, quoted well, without the words that turn or bound it ("được bầu" of "không được bầu")."""
    for label, sentence in rng.sample(said(prompt), min(4, len(said(prompt)))):
        pieces = [sentence[turn.end() :].lstrip(" ,") for turn in _TURNS.finditer(sentence)]
        pieces += [sentence[: bound.start()].rstrip(" ,") for bound in _BOUNDS.finditer(sentence)]
        for piece in rng.sample(pieces, min(2, len(pieces))):
            if len(piece.split()) >= 3:
                yield _capital(piece), claim(_capital(piece), (label, piece))
                yield piece, claim(piece, (label, piece))
                yield f"{_capital(piece)}.", claim(f"{_capital(piece)}.", (label, sentence))


def padded(prompt: Prompt, rng: Random) -> Iterator[tuple[str, str]]:
    """A true sentence with something added."""
    for label, sentence in rng.sample(said(prompt), min(3, len(said(prompt)))):
        stem = sentence.rstrip(".;")
        for lie in (
            f"{stem}{rng.choice(ADDED)}.",
            f"{sentence} {rng.choice(LINKS)}",
            f"{rng.choice(INVENTED)} {sentence}",
        ):
            yield lie, claim(lie, (label, sentence))


def invented(prompt: Prompt, rng: Random) -> Iterator[tuple[str, str]]:
    """Plain lies under good quotes."""
    for lie in rng.sample(INVENTED, 4):
        label, sentence = rng.choice(said(prompt))
        yield lie, claim(lie, (label, sentence))


def prose(prompt: Prompt, rng: Random) -> Iterator[tuple[str, str]]:
    """Sentences outside the form."""
    lie = rng.choice(INVENTED)
    yield lie, f"Câu trả lời: {lie} [P1]"
    yield lie, lie


def answers_yes_and_no(prompt: Prompt, rng: Random) -> Iterator[tuple[str, str]]:
    """Short answers that no quote can prove, and the question itself as a statement."""
    label, sentence = rng.choice(said(prompt))
    for lie in ("Có.", "Không.", "Đúng vậy.", "Được.", prompt.question, prompt.question.rstrip("?") + "."):
        yield lie, claim(lie, (label, sentence))


BEHAVIOURS: dict[str, Behaviour] = {
    "sai một chỗ": mutated,
    "nhãn không có": absent,
    "sai một chữ": one_letter,
    "trích chéo": crossed,
    "cắt nghĩa": torn,
    "thêm thắt": padded,
    "bịa": invented,
    "văn xuôi": prose,
    "có hay không": answers_yes_and_no,
}


class Adversary:
    """A script that plays one behaviour at a time, truths mixed in.

    Attributes:
        lies: every false sentence sent.
        truths: every verbatim sentence sent with its own quote.
        sent: number of claims sent, by behaviour.
    """

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)
        self.lies: dict[str, str] = {}
        self.truths: set[str] = set()
        self.sent: dict[str, int] = {}
        self.behaviour = ""

    def __call__(self, prompt: Prompt) -> Reply:
        """Answer one prompt; the ending of the connection is hostile too, one time in eight."""
        rng = self._rng
        self.behaviour = rng.choice(sorted(BEHAVIOURS))
        lines = []
        for lie, line in BEHAVIOURS[self.behaviour](prompt, rng):
            self.sent[self.behaviour] = self.sent.get(self.behaviour, 0) + 1
            if lie:
                self.lies.setdefault(lie.strip(), self.behaviour)
            lines.append(line)
        if rng.random() < 0.3:
            label, sentence = rng.choice(said(prompt))
            self.truths.add(sentence)
            lines.append(claim(sentence, (label, sentence)))
        rng.shuffle(lines)
        text = "\n".join(lines)
        ending = rng.choice(["regular"] * 21 + ["no_reason", "cut", "garbled"])
        if rng.random() < 0.1:
            text = text[: rng.randrange(1, len(text))] if text else ""
        # Cut small now and then: an event costs more than all else, and tests/…/test_proposals.py cuts everywhere.
        return Reply(text, ending, piece=rng.choices([1, 7, 40, 1000], [1, 3, 30, 30])[0])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
