"""Taking proposals in: read, screen, weigh, store once; tell by number and code where one stands (edge, the store).

Nothing is stored before every screen has passed. A sending is known by the challenge that it came with: sent again it
gets the same number and code, so that whoever was told "not stored", or was told nothing, repeats it without harm.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from assistant.proposals import puzzle, records
from assistant.proposals.cleaning import clean, clean_line
from assistant.proposals.errors import ProposalError, ProposalFault, faulty
from assistant.proposals.model import Contact, ProposalDraft, ProposalReceipt, ProposalState, ReceivedProposal
from assistant.proposals.rules import IntakeRules, shipped_rules
from assistant.proposals.screening import screen_hits
from assistant.store.addresses import AddressNames
from assistant.store.database import Store, utc_now
from assistant.store.errors import rate_limited
from assistant.store.limits import RateLimits
from assistant.store.shared_secrets import shared_secret
from corpus.core.codes import Code
from corpus.core.model import Level

_PURPOSE: Final = "proposals"
_LONGEST = 20_000
"""Characters of a field that are looked at at all."""
_KEPT_SHOWN = "Chưa lưu nội dung nào."


@dataclass(frozen=True, slots=True)
class IssuedChallenge:
    """What a form needs: the token, how hard its puzzle is, and how long one waits who does not solve it."""

    token: str
    bits: int
    least_wait_s: int
    lasts_s: int


class Intake:
    """The intake of one store; safe to share between threads.

    Args:
        store: where proposals are kept.
        today: clock of days, for the names of addresses.
        now: clock, injectable; aware.
        rules: limits and lengths.
    """

    def __init__(
        self,
        store: Store,
        *,
        today: Callable[[], date],
        now: Callable[[], datetime] = utc_now,
        rules: IntakeRules | None = None,
    ) -> None:
        self.rules = rules or shipped_rules()
        self._store = store
        self._now = now
        self._addresses = AddressNames(store, _PURPOSE, today)
        self._limits = RateLimits(store, now=now)
        self._lock = threading.Lock()
        self._key: bytes | None = None

    def challenge(self, address: str) -> IssuedChallenge:
        """A token for one sending.

        Raises:
            RateLimitedError: ``limit.reached``.
            StoreAwayError: ``store.away``.
        """
        self._take("form", address)
        token = puzzle.issue(self._signing(), secrets.token_bytes(16), self._now())
        return IssuedChallenge(token, self.rules.puzzle.bits, self.rules.slow.least_s, self.rules.puzzle.lasts_s)

    def submit(self, draft: ProposalDraft, address: str) -> ProposalReceipt:
        """Take a proposal in; it is on disk when this returns, once, however often it is sent.

        Args:
            draft: as it came.
            address: network address that it came from; kept nowhere.

        Raises:
            ProposalError: ``proposal.challenge``, ``proposal.invalid``, ``proposal.trap``, ``proposal.classified``,
                ``proposal.personal``, ``proposal.repeated``; nothing was stored.
            RateLimitedError: ``limit.reached`` or, without a solution, too soon; nothing was stored.
            StoreAwayError: ``store.away``; not confirmed as stored.
        """
        key, now = self._signing(), self._now()
        challenge = puzzle.read_token(key, draft.challenge)
        if challenge is None:
            raise _stale()
        number, code = puzzle.receipt_of(key, challenge.id)
        sending = hashlib.sha256(challenge.id.encode()).hexdigest()[:40]  # from which nobody gets the code
        category, level, text, contact = self._read(draft)
        digest = _digest(key, category, level, text, contact)
        with self._store.read() as connection:
            before = records.sent_before(connection, sending)
        if before is not None:
            return _again(before, digest, number, code)
        self._screen(text, contact)
        self._weigh(draft, challenge, address, now)
        hashed = puzzle.code_hash(code)
        new = records.NewProposal(sending, digest, number, hashed, category, level, text, draft.channel, now, contact)
        with self._store.write() as connection:
            if records.put_in(connection, new):
                return ProposalReceipt(number, code, now)
            before = records.sent_before(connection, sending)
        if before is None:  # erased by retention between the two statements, or the number is another sending's
            raise _stale()
        return _again(before, digest, number, code)

    def status(self, number: str, code: str, address: str) -> ReceivedProposal:
        """The proposal of a number and its code.

        Raises:
            ProposalError: ``proposal.not_found``, whichever of the two is wrong.
            RateLimitedError: ``limit.reached``.
            StoreAwayError: ``store.away``.
        """
        self._take("look", address)
        with self._store.read() as connection:
            return records.find(connection, puzzle.as_number(number), puzzle.code_hash(code))

    def withdraw(self, number: str, code: str, address: str) -> ReceivedProposal:
        """Erase a proposal at the wish of whoever sent it; again is no harm.

        Raises:
            ProposalError: ``proposal.not_found``.
            RateLimitedError: ``limit.reached``.
            StoreAwayError: ``store.away``.
        """
        self._take("look", address)
        with self._store.write() as connection:
            found = records.find(connection, puzzle.as_number(number), puzzle.code_hash(code), lock=True)
            if found.state is ProposalState.ERASED:
                return found
            return records.wipe(connection, found, self._now(), "", "Người gửi rút và xóa.")

    def _signing(self) -> bytes:
        with self._lock:
            if self._key is None:
                self._key = shared_secret(self._store, "proposals-key")
            return self._key

    def _take(self, name: str, address: str) -> None:
        rule = self.rules.named(name)
        self._limits.take(f"{_PURPOSE}:{name}:{self._addresses.name(address)}", rule.limit, words=rule.words)

    def _read(self, draft: ProposalDraft) -> tuple[str, str, str, Contact | None]:
        """Category, level, text and contact.

        Raises:
            ProposalError: ``proposal.trap``, or ``proposal.invalid`` with a fault a field.
        """
        if draft.trap:
            raise ProposalError(
                Code.PROPOSAL_TRAP,
                f"Ô dành riêng cho máy phải để trống. {_KEPT_SHOWN}",
                hint="Nếu trình duyệt tự điền ô này, xin tắt tự điền rồi gửi lại.",
            )
        faults, rules = list[ProposalFault](), self.rules
        if draft.category not in {each.id for each in rules.category}:
            faults.append(ProposalFault("category", "choice", "Xin chọn loại nội dung."))
        if draft.level and draft.level not in set(Level):
            faults.append(ProposalFault("level", "choice", "Không có cấp tổ chức đảng này."))
        text = clean(draft.text[:_LONGEST])
        if len(text) < rules.text.least:
            words = f"Xin ghi ít nhất {rules.text.least} ký tự."
            faults.append(ProposalFault("text", "too_short" if text else "empty", words))
        long = max(len(text), len(draft.text) * (len(draft.text) > _LONGEST))
        if long > rules.text.most:
            words = f"Nội dung dài {_figure(long)} ký tự, vượt quá {_figure(rules.text.most)} ký tự."
            faults.append(ProposalFault("text", "too_long", words))
        contact, wrong = _contact(draft, rules.contact.most)
        if faults := [*faults, *wrong]:
            raise faulty(Code.PROPOSAL_INVALID, f"Chưa gửi được: {len(faults)} mục cần xem lại. {_KEPT_SHOWN}", faults)
        return draft.category, draft.level, text, contact

    def _screen(self, text: str, contact: Contact | None) -> None:
        """Refuse what looks classified or like data of persons.

        Raises:
            ProposalError: ``proposal.classified`` or ``proposal.personal``.
        """
        hits = screen_hits(text)
        faults = [ProposalFault("text", hit.id, hit.words) for hit in hits]
        if contact is not None:
            named = [hit for hit in screen_hits(contact.name) if hit.kind == "classified" or hit.id != "telephone"]
            faults += [ProposalFault("contact_name", hit.id, hit.words) for hit in named]
        if any(hit.kind == "classified" for hit in hits):
            raise faulty(
                Code.PROPOSAL_CLASSIFIED,
                f"Không tiếp nhận: nội dung có dấu hiệu là tài liệu mật. {_KEPT_SHOWN}",
                faults,
                "Kênh này không dành cho tài liệu mật. Xin gửi qua văn phòng cấp ủy theo quy định bảo vệ bí mật.",
            )
        if faults:
            raise faulty(
                Code.PROPOSAL_PERSONAL,
                f"Không tiếp nhận: nội dung có dữ liệu cá nhân. {_KEPT_SHOWN}",
                faults,
                "Xin bỏ phần dữ liệu cá nhân rồi gửi lại; nội dung về hồ sơ một người xin gửi cấp ủy có thẩm quyền.",
            )

    def _weigh(self, draft: ProposalDraft, challenge: puzzle.Challenge, address: str, now: datetime) -> None:
        """Whether the challenge holds and the limits allow it.

        Raises:
            ProposalError: ``proposal.challenge``.
            RateLimitedError: ``limit.reached``.
        """
        age, rules = (now - challenge.made_at).total_seconds(), self.rules
        if not -rules.slow.skew_s <= age <= rules.puzzle.lasts_s:
            raise _stale()
        solved = puzzle.solves(draft.challenge, draft.solution, rules.puzzle.bits)
        if draft.solution and not solved:
            raise _stale()
        if not solved and age < rules.slow.least_s:
            raise rate_limited(
                f"Biểu mẫu vừa mở, xin đợi thêm trước khi gửi. {_KEPT_SHOWN}", int(rules.slow.least_s - max(age, 0)) + 1
            )
        everyone = rules.named("all")
        self._take("fast" if solved else "slow", address)
        self._take("day", address)
        self._limits.take(f"{_PURPOSE}:all", everyone.limit, words=everyone.words)


def _contact(draft: ProposalDraft, most: int) -> tuple[Contact | None, list[ProposalFault]]:
    name, reach = clean_line(draft.contact_name[:_LONGEST]), clean_line(draft.contact_reach[:_LONGEST])
    faults = [
        ProposalFault(field, "too_long", f"Xin ghi tối đa {most} ký tự.")
        for field, value in (("contact_name", name), ("contact_reach", reach))
        if len(value) > most
    ]
    if not name and not reach:
        return None, faults
    if not reach:
        faults.append(
            ProposalFault("contact_reach", "empty", "Xin ghi điện thoại hoặc thư điện tử, hoặc bỏ trống cả hai.")
        )
    if not draft.consent:
        faults.append(
            ProposalFault("consent", "missing", "Cần đồng ý cho lưu thông tin liên hệ, hoặc bỏ trống phần liên hệ.")
        )
    return Contact(name, reach), faults


def _figure(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _digest(key: bytes, *parts: object) -> str:
    return hmac.new(key, repr(parts).encode(), hashlib.sha256).hexdigest()


def _again(before: tuple[str, datetime], digest: str, number: str, code: str) -> ProposalReceipt:
    """The receipt of a proposal that was stored before.

    Raises:
        ProposalError: ``proposal.repeated`` when another text was stored under this challenge.
    """
    if not hmac.compare_digest(before[0], digest):
        raise ProposalError(
            Code.PROPOSAL_REPEATED,
            "Biểu mẫu này đã được dùng để gửi một kiến nghị khác; kiến nghị ấy được giữ nguyên.",
            hint="Xin mở biểu mẫu mới để gửi thêm.",
        )
    return ProposalReceipt(number, code, before[1], repeated=True)


def _stale() -> ProposalError:
    return ProposalError(
        Code.PROPOSAL_CHALLENGE,
        f"Biểu mẫu đã quá hạn hoặc không hợp lệ. {_KEPT_SHOWN}",
        hint="Xin gửi lại: biểu mẫu mới đã có sẵn nội dung vừa ghi.",
    )
