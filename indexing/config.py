"""Settings of the index: where it lives, which corpus and encoder it is made of.

Pure values. ``IndexConfig.content_settings`` names exactly the settings that change what a snapshot holds; they
are part of its fingerprint, so that a snapshot built otherwise is refused instead of silently served.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.installation import HOME
from corpus.shipped.catalogue import ROOT as SHIPPED

CorpusChoice = Literal["merged", "shipped", "official"]
BUNDLED = "bundled"


@dataclass(frozen=True, kw_only=True)
class IndexConfig:
    """What to index and where to keep it.

    Attributes:
        home: folder of everything made at run time (models, library, index).
        corpus: ``shipped`` (our digest), ``official`` (documents an operator loaded) or ``merged`` (both; the
            official text of a record shadows its digest, contract R8).
        encoder: ``bundled``, or the name or folder of any sentence-transformers model.
        digest: folder with ``catalogue.toml`` and ``documents/*.md``.
        max_tokens: upper bound of a passage with its heading, in estimated encoder tokens.
        threads: threads of the encoders and of vector search; one is best when several processes share the cores.
        keep: how many snapshots stay on disk, the current one included.
    """

    home: Path = HOME
    corpus: str = "merged"
    encoder: str = BUNDLED
    digest: Path = SHIPPED
    max_tokens: int = 400
    threads: int = 2
    keep: int = 3

    def __post_init__(self) -> None:
        """Refuse a corpus that does not exist and bounds that make no sense."""
        if self.corpus not in get_args(CorpusChoice):
            choices = ", ".join(get_args(CorpusChoice))
            raise InputError(Code.INPUT_CORPUS, f"Không có bộ văn bản “{self.corpus}”; chọn một trong: {choices}.")
        if not 64 <= self.max_tokens <= 8192 or self.threads < 1 or self.keep < 1:
            raise InputError(Code.INPUT_INDEX_SETTINGS, "Thiết lập chỉ mục không hợp lệ (max_tokens, threads, keep).")

    @property
    def index_folder(self) -> Path:
        """Folder of the snapshots of this corpus choice."""
        return self.home / "index" / self.corpus

    @property
    def library_folder(self) -> Path:
        """Folder of the documents loaded by the operator."""
        return self.home / "library"

    @property
    def model_folder(self) -> Path:
        """Folder of the bundled encoder as a sentence-transformers directory."""
        return self.home / "models" / "e5-small"

    @property
    def content_settings(self) -> dict[str, str | int]:
        """Settings that shape a snapshot's content."""
        return {"corpus": self.corpus, "encoder": self.encoder, "max_tokens": self.max_tokens}
