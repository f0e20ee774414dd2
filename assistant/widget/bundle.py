"""The widget as one file: its sources joined, its name by content, and the lines by which a page loads it.

Edge, reads files only. ``web/`` holds scripts, style and words; joining them is all that is done to them. A page names
the file by its content and pins it (SRI), so a new version must not take the old one away: ``Shelf`` keeps every
version that was served from a data folder.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.files import write_atomic

WEB = Path(__file__).with_name("web")
SCRIPTS = ("stream.js", "parts.js", "after.js", "entry.js", "proposal.js", "element.js")
"""In the order in which they are joined: each uses what stands before it."""
PREFIX = "/widget/v1"
"""Where the file is served; another form of the element gets another number."""
NAME = "tro-ly-dai-hoi"
_ADDRESS = re.compile(r"(https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[0-9]{1,5})?)/?")


@dataclass(frozen=True, slots=True)
class WidgetFile:
    """One version of the widget."""

    body: bytes

    @property
    def version(self) -> str:
        """By which a version is named: the beginning of the SHA-256 of its content, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()[:16]

    @property
    def integrity(self) -> str:
        """What a page pins it by (Subresource Integrity)."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.body).digest()).decode()}"

    @property
    def path(self) -> str:
        """Where the server serves this very version."""
        return f"{PREFIX}/{NAME}.{self.version}.js"


@cache
def widget() -> WidgetFile:
    """The version that this package holds."""
    words = json.loads((WEB / "words.json").read_text("utf-8"))
    style = " ".join((WEB / "style.css").read_text("utf-8").split())
    head = (
        f"const WORDS = {json.dumps(words, ensure_ascii=False)};\n"
        f"const SHEET = new CSSStyleSheet();\nSHEET.replaceSync({json.dumps(style, ensure_ascii=False)});\n"
    )
    scripts = [(WEB / name).read_text("utf-8") for name in SCRIPTS]
    return WidgetFile("\n".join([head, *scripts]).encode())


class Shelf:
    """Every version that was ever served from a data folder.

    Args:
        folder: where they lie, one file a version; made when the first is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, file: WidgetFile) -> None:
        """Put a version on the shelf; nothing is done where it lies there.

        Raises:
            OSError: when the folder cannot be written to.
        """
        target = self._folder / f"{file.version}.js"
        if self.find(file.version) is not None:
            return
        write_atomic(target, file.body)

    def find(self, version: str) -> WidgetFile | None:
        """A version by its name; ``None`` for one that is not there or was changed on disk."""
        try:
            file = WidgetFile((self._folder / f"{version}.js").read_bytes())
        except OSError:
            return None
        return file if file.version == version else None


def script_line(server: str, file: WidgetFile) -> str:
    """The line that loads the widget, pinned."""
    source = escape(server + file.path)
    return f'<script type="module" src="{source}" integrity="{file.integrity}" crossorigin="anonymous"></script>'


def element_line(server: str) -> str:
    """The line that shows it."""
    return f'<{NAME} server="{escape(server)}"></{NAME}>'


def content_policy(server: str) -> str:
    """All that a page with a strict content policy must allow: no style, no image, no frame, nothing inline."""
    return (
        f"default-src 'none'; script-src {server}{PREFIX}/; connect-src {server}/api/v1/; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'"
    )


def host_page(server: str) -> str:
    """A whole page that embeds the widget under that policy, to try it out."""
    return Template((WEB / "page.html").read_text("utf-8")).substitute(
        policy=escape(content_policy(server)), script=script_line(server, widget()), element=element_line(server)
    )


def server_address(text: str) -> str:
    """Origin of the server as pages name it, such as ``https://tro-ly.example``.

    Raises:
        InputError: ``input.address``.
    """
    found = _ADDRESS.fullmatch(text.strip().lower())
    if found is None:
        raise InputError(
            Code.INPUT_ADDRESS,
            f"“{text}” không phải địa chỉ máy chủ.",
            hint="Xin ghi dạng https://tên-máy-chủ hoặc https://tên-máy-chủ:cổng.",
        )
    return found[1]
