"""Challenges against machines, without a third party: a signed token, and a puzzle that a script solves. Pure.

A token names itself and the moment it was made, and is signed, so nothing is stored until somebody sends a proposal
with it. It can be used once. A solution is a number that, written behind the token, gives a SHA-256 with so many zero
bits in front; whoever runs no script waits instead.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

_TOKEN = re.compile(r"v1\.([A-Za-z0-9_-]{22})\.(\d{1,12})\.([A-Za-z0-9_-]{22})")
_SOLUTION = re.compile(r"[0-9]{1,12}")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's figures and letters: none that is taken for another."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a token says."""

    id: str
    made_at: datetime


def issue(key: bytes, id_: bytes, now: datetime) -> str:
    """A token of this id (16 random bytes), made now."""
    name, moment = _encoded(id_), str(int(now.timestamp()))
    return f"v1.{name}.{moment}.{_signature(key, name, moment)}"


def read_token(key: bytes, token: str) -> Challenge | None:
    """What a token of ours says; ``None`` for anything else."""
    found = _TOKEN.fullmatch(token)
    if found is None or not hmac.compare_digest(found[3], _signature(key, found[1], found[2])):
        return None
    return Challenge(found[1], datetime.fromtimestamp(int(found[2]), UTC))


def solves(token: str, solution: str, bits: int) -> bool:
    """Whether a number solves the puzzle of a token."""
    if _SOLUTION.fullmatch(solution) is None:
        return False
    digest = hashlib.sha256(f"{token}:{solution}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def receipt_of(key: bytes, id_: str) -> tuple[str, str]:
    """Number and code of the proposal sent with a challenge: the same at every sending, known to no one else."""
    digest = hmac.digest(key, f"receipt:{id_}".encode(), "sha256")
    number, code = _letters(digest[:7], 10), _letters(digest[7:17], 16)
    return f"KN-{number[:5]}-{number[5:]}", "-".join(code[place : place + 4] for place in range(0, 16, 4))


def as_number(typed: str) -> str:
    """A number as it is written, from what somebody typed; what is no number stays none."""
    plain = _plain(typed)
    plain = plain.removeprefix("KN") if len(plain) == 12 else plain
    return f"KN-{plain[:5]}-{plain[5:10]}"


def code_hash(typed: str) -> str:
    """The hash of a code, by which it is kept; typed small, without signs, or with look-alikes it is the same."""
    return hashlib.sha256(_plain(typed).encode()).hexdigest()


def _plain(typed: str) -> str:
    upper = typed.upper().translate(str.maketrans("OIL", "011"))
    return "".join(char for char in upper if char in _ALPHABET)[:40]


def _letters(content: bytes, count: int) -> str:
    number = int.from_bytes(content, "big")
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in range(count))


def _signature(key: bytes, name: str, moment: str) -> str:
    return _encoded(hmac.digest(key, f"challenge:v1:{name}:{moment}".encode(), "sha256")[:16])


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
