"""Chainlit's page made local and Vietnamese: no outside link, ``lang="vi"``, a nonce on every script. Pure.

Chainlit 2.12 links web fonts and a formula style sheet of other hosts, which slows the page down to their time-outs
where there is no internet and tells those hosts who is asking. It also declares the page to be English.
"""

from __future__ import annotations

import re

_OUTSIDE = re.compile(r"<link\b[^>]*\bhref=\"(?:https?:)?//[^\"]*\"[^>]*>\s*", re.IGNORECASE)
_OUTSIDE_META = re.compile(r"<meta\b[^>]*\bcontent=\"https?://[^\"]*\"[^>]*>\s*", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]*>", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


def localise(html: str, nonce: str) -> str:
    """The page without links to other hosts, in Vietnamese, its scripts allowed by ``nonce``."""
    html = _OUTSIDE_META.sub("", _OUTSIDE.sub("", html))
    html = _LANGUAGE.sub('<html lang="vi">', html, count=1)
    return _SCRIPT.sub(f'<script nonce="{nonce}"', html)
