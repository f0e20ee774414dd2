"""The lines of a counting record: one person a line with the votes received. Pure.

``Nguyễn Văn A; 52`` or only ``52``; a third figure is the votes against, a percentage the share that the record tells.
Names are shown to the person who typed them and go nowhere else. What could be markup, a formula of a spreadsheet, or
hides characters is refused by the number of its line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

MOST_CANDIDATES = 200
"""Most people of one ballot paper: more than any congress has had on a list."""
LONGEST_NAME = 80
MOST_VOTES = 100_000
_PARTS = re.compile(r"\s*[;|\t]\s*")
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,7}")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person of a ballot: votes for, and where the record tells them the votes against and the share."""

    name: str
    votes: int
    against: int | None = None
    share: Fraction | None = None


def read_candidates(text: str, *, anonymous: bool = False) -> tuple[Candidate, ...]:
    """The people of a record.

    Args:
        text: what was typed.
        anonymous: lines with names are refused.

    Raises:
        ValueError: with words that name the line.
    """
    lines = [(place, line) for place, line in enumerate(re.split(r"\r\n|\r|\n", text), 1) if line.strip()]
    if len(lines) > MOST_CANDIDATES:
        raise ValueError(f"Có {len(lines)} dòng; một lá phiếu nhiều nhất {MOST_CANDIDATES} người.")
    found: list[Candidate] = []
    seen: dict[str, int] = {}
    for place, line in lines:
        candidate = _candidate(line, place, len(found) + 1, anonymous=anonymous)
        key = candidate.name.casefold()
        if key in seen:
            raise ValueError(
                f"Dòng {place}: trùng họ tên với dòng {seen[key]}; xin ghi thêm để phân biệt (ví dụ năm sinh)."
            )
        seen[key] = place
        found.append(candidate)
    return tuple(found)


def _candidate(line: str, place: int, number: int, *, anonymous: bool) -> Candidate:
    split = _PARTS.split(unicodedata.normalize("NFC", line.strip(" ;|\t")))
    parts = split[:1] + [part for part in split[1:] if part]  # a figure left out between two signs is none
    if any(unicodedata.category(sign) in _HIDDEN for part in parts for sign in part):
        raise ValueError(f"Dòng {place}: có ký tự điều khiển hoặc ký tự ẩn; xin gõ lại dòng này.")
    name = f"Người thứ {number}"
    if not re.match(r"[\d\s.,%-]*$", parts[0]):
        name, *parts = parts
        if anonymous:
            raise ValueError(f"Dòng {place}: địa chỉ trang không nhận họ tên; chỉ ghi số phiếu, hoặc bấm nút để gửi.")
        name = _name(name, place)
    share: Fraction | None = None
    if parts and (match := _PERCENT.fullmatch(parts[-1])):
        share = Fraction(f"{match[1]}.{match[2] or 0}") / 100
        parts = parts[:-1]
    if not 1 <= len(parts) <= 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(
            f"Dòng {place}: xin ghi “Họ tên; số phiếu”, số phiếu là số nguyên không âm viết bằng chữ số 0–9."
        )
    votes, *against = (int(part) for part in parts)
    if max(votes, *against, 0) > MOST_VOTES:
        raise ValueError(f"Dòng {place}: số phiếu lớn quá.")
    return Candidate(name, votes, against[0] if against else None, share)


def _name(name: str, place: int) -> str:
    if len(name) > LONGEST_NAME:
        raise ValueError(f"Dòng {place}: họ tên dài quá {LONGEST_NAME} ký tự.")
    if re.match(r"[=+\-@]", name):
        raise ValueError(f"Dòng {place}: họ tên không được bắt đầu bằng dấu =, +, - hoặc @.")
    if re.search(r"[<>{}\[\]\\`$]", name) or not any(sign.isalpha() for sign in name):
        raise ValueError(f"Dòng {place}: họ tên chỉ gồm chữ, số, dấu cách, dấu chấm, dấu phẩy, ngoặc đơn, gạch nối.")
    return " ".join(name.split())
