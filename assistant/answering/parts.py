"""Whether a rule gives what one part of a question asks for: a number of the thing counted, a body, a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.question.patterns import pattern
from assistant.retrieval.agreement import asked_facets, met, said_facets
from assistant.retrieval.sides import FITS
from corpus.core.model import Provision
from corpus.core.text import fold


def gives(asked: str, provisions: Iterable[Provision]) -> bool:
    """Whether one of the provisions holds the kind of thing asked for; true where none in particular is."""
    key, facets = fold(asked), asked_facets(asked, asked)
    wanted = [has for asks, has in FITS if pattern(asks).search(key)]
    for provision in provisions:
        _, lacks_count, *_ = met(facets, said_facets(provision))
        if not lacks_count and all(pattern(has).search(fold(provision.text)) for has in wanted):
            return True
    return not wanted and not facets.counted
