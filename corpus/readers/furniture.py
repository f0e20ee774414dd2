"""What a portal puts around a regulation on a saved page: menus, tables of contents, bars of buttons, footers.

Edge: works on ``bs4`` trees. Two signs: a part is named as furniture (``toc``, ``breadcrumb``, ``footer``…), or it
stands outside the element that holds nearly all text and is made of links, of lines that the text repeats, or of a
few words without a sentence. Anything else outside stays: a lost annex would be worse than a menu too many.
"""

from __future__ import annotations

import re

from bs4.element import Tag

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:toc|mucluc|muc-luc|breadcrumbs?|menu|navbar|navigation|sidebar|footer|tabs?-nav|share|social|"
    r"related|cookie|pagination|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:khoản|điểm|điều|chương|mục|phần|tiểu mục)\s+[\wđ]+\.?", re.IGNORECASE)
_OWN_HEAD = re.compile(r"(?:^|\n)\s*(?:Số\s*:|Điều 1\b|CỘNG H)")
_MOST, _LITTLE, _SHORT = 0.8, 0.3, 400


def drop_furniture(root: Tag) -> list[str]:
    """Take a portal's furniture out of a page; returns the words of each part taken out."""
    total = len(_text(root))
    if not total:
        return []
    dropped: list[str] = []
    for node in root.find_all(["div", "footer", "aside", "nav", "section", "ul", "header"]):
        names = " ".join([*(node.get("class") or []), str(node.get("id") or ""), str(node.get("role") or "")])
        named = node.name in ("footer", "aside") or _NAMED.search(names) is not None
        if named and any(above is root for above in node.parents) and len(_text(node)) < total * _LITTLE:
            _drop(node, dropped)
    holder = _holder(root)
    if holder is root:
        return dropped
    kept = _text(holder)
    lines = {" ".join(line.split()) for line in kept.split("\n")}
    node = holder
    while node is not root and node.parent is not None:
        for sibling in [child for child in node.parent.find_all(recursive=False) if child is not node]:
            if _is_furniture(sibling, lines, _OWN_HEAD.search(kept) is not None):
                _drop(sibling, dropped)
        node = node.parent
    return dropped


def _holder(root: Tag) -> Tag:
    """The innermost part that holds most of the words."""
    node, total = root, len(_text(root))
    while True:
        inner = next((c for c in node.find_all("div", recursive=False) if len(_text(c)) >= total * _MOST), None)
        inner = inner or next(
            (
                c
                for c in node.find_all(["main", "section", "article"], recursive=False)
                if len(_text(c)) >= total * _MOST
            ),
            None,
        )
        if inner is None:
            return node
        node = inner


def _is_furniture(node: Tag, lines: set[str], headed: bool) -> bool:
    text = _text(node)
    if not text:
        return False
    linked = sum(len(_text(link)) for link in node.find_all(["a", "button"]))
    if node.name in ("a", "button") or linked >= len(text) / 2:
        return True
    own = [" ".join(line.split()) for line in text.split("\n")]
    repeated = sum(line in lines or _BARE.fullmatch(line) is not None for line in own if line)
    if len(own) > 2 and repeated >= len(own) * _MOST:
        return True
    return headed and len(text) < _SHORT and not re.search(r"[.;]\s*$", text, re.MULTILINE)


def _drop(node: Tag, dropped: list[str]) -> None:
    if text := _text(node):
        dropped.append(text)
    node.extract()


def _text(node: Tag) -> str:
    return node.get_text("\n", strip=True)
