"""The usual recipe, as tutorials give it: split by length, embed, nearest neighbours. The baseline of the benchmark.

LangChain's recursive splitter at 1 000 characters, the same encoder and the same exact index as ours; no lexical
search, no validity, no judging, no citation. The splitter is imported nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.registry import Registry
from indexing.config import IndexConfig
from indexing.encoders import passage_encoder, query_encoder
from indexing.vectors import FlatIndex

SIZE, OVERLAP = 1000, 200


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a document's text with the provisions that lie mostly inside it."""

    text: str
    provisions: tuple[str, ...]


class Naive:
    """Chunks of all documents in a flat index; a question finds the nearest."""

    def __init__(self, config: IndexConfig, registry: Registry) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True)
        self.chunks: list[Chunk] = []
        for document in registry.documents.values():
            for piece in splitter.create_documents([document.text]):
                start = int(piece.metadata["start_index"])
                end = start + len(piece.page_content)
                inside = tuple(
                    provision.id
                    for provision in document.provisions
                    if 2 * (min(end, provision.end) - max(start, provision.start)) > provision.end - provision.start
                )
                self.chunks.append(Chunk(piece.page_content, inside))
        self._index = FlatIndex.build(passage_encoder(config).encode_passages([chunk.text for chunk in self.chunks]))
        self._encoder = query_encoder(config)

    def find(self, question: str, k: int) -> list[tuple[str, ...]]:
        """Provisions of the ``k`` nearest chunks, nearest first.

        A chunk of a thousand characters holds several provisions and does not say which of them it found: counting one
        hit for any of them favours this baseline.
        """
        hits = self._index.search(self._encoder.encode_queries([question]), k)
        return [self.chunks[hit.passage].provisions for hit in hits]
