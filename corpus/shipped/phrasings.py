"""How people ask for a rule: everyday questions by record and place, as reviewed data.

Edge: reads ``phrasings/<record id>.toml``, each a table of digest path → questions. The same questions serve the
digest and, once it is loaded, the official text of the record, where the digest's running number is dropped
(``d11.k6-2`` → ``d11.k6``). ``phrasings/official/<record id>.toml`` adds questions for places of the official text
that the digest leaves out. Questions are indexed beside the text and never quoted; the chat offers some to ask next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import tomli

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.model import Document, TextKind
from corpus.core.text import to_nfc

Phrasings = Mapping[str, Mapping[str, tuple[str, ...]]]
_RUNNING = re.compile(r"-\d+$")


@cache
def load_phrasings(folder: Path, records: frozenset[str] | None = None) -> Phrasings:
    """Questions by record id and path; empty when the folder does not exist.

    Args:
        folder: one file a record.
        records: whose questions are wanted; all of them without it.

    Raises:
        CorpusError: ``corpus.phrasings`` naming the file that is no table of path → list of questions.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in sorted(folder.glob("*.toml")):
        if records is not None and path.stem not in records:
            continue
        try:
            rows = tomli.loads(to_nfc(path.read_text("utf-8")))
            found[path.stem] = {place: tuple(" ".join(q.split()) for q in rows[place]) for place in rows}
        except (tomli.TOMLDecodeError, AttributeError, TypeError) as error:
            raise CorpusError(Code.CORPUS_PHRASINGS, f"Tệp cách hỏi “{path.name}” sai: {error}.") from error
    return found


def with_phrasings(document: Document, phrasings: Phrasings, official: Phrasings) -> Document:
    """The document with ``asked_as`` filled in from its record's questions.

    A digest provision takes the questions of exactly its path; an official provision takes those of every digest
    path at its place, and its own in ``official``.
    """
    digest = document.text_kind is TextKind.DIGEST
    by_place: dict[str, tuple[str, ...]] = {}
    for path, questions in phrasings.get(document.record.id, {}).items():
        place = path if digest else _RUNNING.sub("", path)
        by_place[place] = by_place.get(place, ()) + questions
    for place, questions in ({} if digest else official.get(document.record.id, {})).items():
        by_place[place] = by_place.get(place, ()) + questions
    if not by_place:
        return document
    provisions = tuple(
        replace(provision, asked_as=by_place[provision.path]) if provision.path in by_place else provision
        for provision in document.provisions
    )
    return replace(document, provisions=provisions)
