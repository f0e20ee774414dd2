"""The usual recipe, as tutorials give it: split by length, embed, nearest neighbours. The baseline of the benchmark.

LangChain's recursive splitter at 1 000 characters, the same encoder and the same exact index as ours; no lexical
search, no validity, no judging, no citation. The splitter is imported nowhere else.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.core.registry import Registry
from indexing.config import IndexConfig
from indexing.encoders import passage_encoder, query_encoder
from indexing.vectors import FlatIndex

SIZE, OVERLAP = 1000, 200


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a document's text with the provisions that lie mostly inside it."""

    text: str
    provisions: tuple[str, ...]


def split(registry: Registry) -> list[Chunk]:
    """All documents cut by length."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True)
    chunks = []
    for document in registry.documents.values():
        for piece in splitter.create_documents([document.text]):
            start = int(piece.metadata["start_index"])
            end = start + len(piece.page_content)
            inside = tuple(
                provision.id
                for provision in document.provisions
                if 2 * (min(end, provision.end) - max(start, provision.start)) > provision.end - provision.start
            )
            chunks.append(Chunk(piece.page_content, inside))
    return chunks


def build(config: IndexConfig, registry: Registry, folder: Path) -> list[Chunk]:
    """Embed the chunks and write index and chunks to ``folder``."""
    chunks = split(registry)
    FlatIndex.build(passage_encoder(config).encode_passages([chunk.text for chunk in chunks])).save(folder / "index")
    (folder / "chunks.json").write_text(json.dumps([asdict(chunk) for chunk in chunks], ensure_ascii=False), "utf-8")
    return chunks


class Naive:
    """Finds the chunks nearest to a question."""

    def __init__(self, config: IndexConfig, folder: Path) -> None:
        rows = json.loads((folder / "chunks.json").read_text("utf-8"))
        self.chunks = [Chunk(row["text"], tuple(row["provisions"])) for row in rows]
        self._index = FlatIndex.load(folder / "index")
        self._encoder = query_encoder(config)

    def find(self, question: str, k: int) -> list[tuple[str, ...]]:
        """Provisions of the ``k`` nearest chunks, nearest first.

        A chunk of a thousand characters holds several provisions and does not say which of them it found: counting one
        hit for any of them favours this baseline.
        """
        hits = self._index.search(self._encoder.encode_queries([question]), k)
        return [self.chunks[hit.passage].provisions for hit in hits]
