"""TCVN3 and VNI text to Unicode, run by run, with viparse's conversion tables.

Edge: owns the use of ``viparse``'s tables. Evidence, strongest first: the run's own font name (``.VnTime`` is
TCVN3, ``VNI-Times`` is VNI); without a telling font, the text itself, judged over a whole document or a long
line by viparse's character model. Fonts of the ``.Vn…H`` family draw small letters as capitals, so their runs
become capitals. Nothing is converted on a guess over a few characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from viparse.normalize.detector import detect_encoding_by_content
from viparse.normalize.encodings import AUTO_DETECT_CHARMAPS, get_charmap
from viparse.normalize.tables import Charmap, build_charmap, convert

from corpus.core.codes import DefectCode
from corpus.structure.extract import Defect, Severity

Run = tuple[str, str]
"""Font name and the text set in it."""

_ENOUGH = 24  # characters below which the text alone does not tell its encoding (viparse's measured floor)
_CAPITAL_FONT = re.compile(r"H(?:,|$|\s|-|\b(?=Bold|Italic))", re.ASCII)
# VNI's ẳ: ă with hook above is "aú" in the VNI layout; viparse leaves it out for want of an observed case.
_VNI_EXTRA = (("aú", "ẳ"), ("AÚ", "Ẳ"), ("AÜ", "Ẵ"))


@cache
def _charmap(name: str) -> Charmap:
    found = get_charmap(name)
    if found is None:
        raise ValueError(f"unknown encoding {name}")
    if name == "vni":
        known = {source for source, _ in found.pairs}
        return build_charmap(name, [*found.pairs, *(pair for pair in _VNI_EXTRA if pair[0] not in known)])
    return found


# Windows-1252 with its five undefined bytes kept as Latin-1, because TCVN3 fonts may use them
_CP1252 = {value: bytes((value,)).decode("cp1252", "ignore") or chr(value) for value in range(0x80, 0xA0)}


def windows_1252(data: bytes) -> str:
    """Bytes of a Western code page as the characters a legacy font draws from; never fails."""
    return data.decode("latin-1").translate(_CP1252)


def font_encoding(font: str) -> str | None:
    """``tcvn3``, ``vni`` or ``None`` when the font's name tells nothing."""
    name = font.upper()
    if name.startswith((".VN", "VNTIME", "ABC")):
        return "tcvn3"
    return "vni" if name.startswith("VNI") else None


def is_capital_font(font: str) -> bool:
    """Whether a TCVN3 font draws small letters as capitals (``.VnTimeH``, ``.VnArialH``)."""
    return font.upper().startswith(".VN") and bool(_CAPITAL_FONT.search(font))


def content_encoding(text: str) -> tuple[str | None, float]:
    """Encoding judged from the text alone with a confidence (0–1); ``None`` when it is Unicode or unclear."""
    if len(text) < _ENOUGH:
        return None, 0.5
    found = detect_encoding_by_content(text, AUTO_DETECT_CHARMAPS)
    return found.encoding, found.confidence


def to_unicode(text: str, encoding: str) -> str:
    """``text`` converted from a legacy encoding, NFC."""
    return str(convert(text, _charmap(encoding)))


class Converter:
    """Converts lines of font runs and counts what it did.

    Args:
        fallback: encoding of runs whose font tells nothing (found from the document's content).
    """

    def __init__(self, fallback: str | None = None) -> None:
        self.fallback = fallback
        self._characters: Counter[str] = Counter()
        self._by_content = 0

    def is_legacy(self, font: str) -> bool:
        """Whether text in this font needs conversion."""
        return (font_encoding(font) or self.fallback) is not None

    def convert(self, runs: Iterable[Run]) -> str:
        """One line: neighbouring runs of one encoding are joined first, so that no letter is cut in two."""
        pieces: list[tuple[str | None, bool, str]] = []
        for font, text in runs:
            encoding, capital = font_encoding(font), is_capital_font(font)
            if encoding is None and self.fallback is not None:
                encoding = self.fallback
                self._by_content += len(text)
            if pieces and pieces[-1][:2] == (encoding, capital):
                pieces[-1] = (encoding, capital, pieces[-1][2] + text)
            else:
                pieces.append((encoding, capital, text))
        return "".join(self._piece(*piece) for piece in pieces)

    def _piece(self, encoding: str | None, capital: bool, text: str) -> str:
        self._characters[encoding or "unicode"] += len(text.strip())
        if encoding is None:
            return text
        shown = to_unicode(text, encoding)
        return shown.upper() if capital else shown

    def encoding(self) -> str:
        """Encodings found, joined by ``+`` in order of size; ``unicode`` when none was legacy."""
        legacy = [name for name, count in self._characters.most_common() if name != "unicode" and count]
        return "+".join(legacy) or "unicode"

    def confidence(self) -> float:
        """1 for Unicode, .95 where fonts named the encoding, down to .8 where only the content did."""
        total = sum(count for name, count in self._characters.items() if name != "unicode")
        return 1.0 if not total else 0.95 - 0.15 * min(1.0, self._by_content / total)

    def defects(self) -> Sequence[Defect]:
        """One finding for each legacy encoding met."""
        return [
            Defect(
                DefectCode(f"repair.{name}"),
                f"Chữ mã {name.upper()} đã chuyển sang Unicode ({count} ký tự).",
                Severity.REPAIR,
                count,
            )
            for name, count in self._characters.most_common()
            if name != "unicode" and count
        ]
