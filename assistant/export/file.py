"""Papers as files. What writes them is imported for the first one: it takes as long as a tenth of a server's start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.export.blocks import Paper

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""Of a Word file."""


def write(paper: Paper) -> bytes:
    """The paper as a ``.docx`` file."""
    from assistant.export import word

    return word.write(paper)
