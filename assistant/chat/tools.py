"""Which pages go on from an answer: reviewed data, not code.

Edge: reads ``tools.toml`` beside this module once. A page is offered where its route exists in the running application,
and where the answer fits: it works out a sum, it rests on one of the places named, or the question speaks of what the
page makes. A page whose address names ``{provision}`` is offered for the first rule of the answer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from assistant.model import Answer, RefusalReason, Status
from assistant.output.folding import told_apart
from assistant.output.render import PageLink
from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.model import TextKind
from corpus.core.phrases import PhraseError, pattern_of
from corpus.core.registry import Registry, place_of
from corpus.core.text import fold

_RUNNING = re.compile(r"-\d+$")


@dataclass(frozen=True, slots=True)
class Tool:
    """A page that goes on from answers.

    Attributes:
        name: for messages about the data.
        label: what its link says.
        address: path on this server; ``{provision}`` and ``{day}`` are filled in.
        sums: whether it goes on from every computed answer.
        places: ``record#path`` that it goes on from; a place speaks for all below it.
        asked: words of a question that it goes on from, over folded text.
        any_rule: whether it goes on from every answer that cites a rule.
        refused: reasons of refusals that it goes on from.
    """

    name: str
    label: str
    address: str
    sums: bool = False
    places: tuple[str, ...] = ()
    asked: re.Pattern[str] | None = None
    any_rule: bool = False
    refused: frozenset[RefusalReason] = frozenset()

    def fits(self, answer: Answer, places: Sequence[str]) -> bool:
        """Whether it goes on from an answer that rests on these places."""
        if self.asked is not None and self.asked.search(fold(answer.standalone or answer.question)):
            return True
        if answer.refusal is not None and answer.refusal.reason in self.refused:
            return True
        if answer.status is not Status.ANSWERED:
            return False
        if self.sums and any(claim.calculation for claim in answer.claims):
            return True
        return bool(places) if self.any_rule else any(_within(place, self.places) for place in places)

    def link(self, answer: Answer, provision: str) -> PageLink:
        """The link for an answer that rests on ``provision``."""
        return PageLink(
            self.label, self.address.format(provision=quote(provision, safe="/"), day=answer.as_of.isoformat())
        )


def _within(place: str, wider: Sequence[str]) -> bool:
    """Whether a place is one of these or lies below one: ``r#a.b-2`` lies within ``r#a.b`` and ``r#a``."""
    base = _RUNNING.sub("", place)
    return any(base == one or place == one or base.startswith(f"{one}.") for one in wider)


def read_tools(text: str) -> tuple[Tool, ...]:
    """The pages that a text in TOML names, in its order.

    Raises:
        CorpusError: ``corpus.chat`` when a field is missing, unknown or wrong, or a row fits no answer.
    """
    try:
        return tuple(_tool(row) for row in tomllib.loads(text)["tool"])
    except (tomllib.TOMLDecodeError, PhraseError, KeyError, TypeError, ValueError) as error:
        raise CorpusError(Code.CORPUS_CHAT, f"Tệp công cụ của trang hỏi đáp sai: {error}.") from error


def _tool(row: dict[str, object]) -> Tool:
    if unknown := set(row) - {"name", "label", "address", "sums", "places", "asked", "any_rule", "refused", "reason"}:
        raise ValueError(f"trường lạ {sorted(unknown)}")
    if not row["reason"]:
        raise ValueError(f"{row['name']} không nêu lý do")
    places, asked, refused = row.get("places", []), row.get("asked"), row.get("refused", [])
    if (
        not isinstance(places, list)
        or not isinstance(refused, list)
        or not {"sums", "places", "asked", "any_rule", "refused"} & set(row)
    ):
        raise ValueError(f"{row['name']} không nêu khi nào dùng")
    return Tool(
        str(row["name"]),
        str(row["label"]),
        str(row["address"]),
        bool(row.get("sums", False)),
        tuple(str(place) for place in places),
        pattern_of(str(asked), {}) if asked else None,
        bool(row.get("any_rule", False)),
        frozenset(RefusalReason(str(reason)) for reason in refused),
    )


@cache
def shipped_tools() -> tuple[Tool, ...]:
    """The pages that are part of the package, whether or not they are served."""
    return read_tools((files(__package__) / "tools.toml").read_text("utf-8"))


def served(tools: Sequence[Tool], is_route: Callable[[str], bool]) -> tuple[Tool, ...]:
    """The pages among these whose address the running application serves."""
    return tuple(tool for tool in tools if is_route(tool.address.format(provision="a/b", day="").partition("?")[0]))


def links(answer: Answer, registry: Registry, tools: Sequence[Tool]) -> tuple[PageLink, ...]:
    """Links that go on from an answer, each address once, in the order of ``tools``."""
    provisions = rests_on(answer, registry)
    places = [place_of(*found) for one in provisions if (found := registry.provision(one)) is not None]
    first = provisions[0] if provisions else ""
    fitting = [tool.link(answer, first) for tool in tools if tool.fits(answer, places)]
    return tuple({link.address: link for link in fitting}.values())


def rests_on(answer: Answer, registry: Registry) -> list[str]:
    """Ids of the rules that the open part of an answer cites, in its order; catalogue cards are no rules."""
    cited = [item for claim in told_apart(answer.claims).shown for item in claim.citations]
    known = [item for item in cited if registry.provision(item.provision_id) is not None]
    return list(dict.fromkeys(item.provision_id for item in known if item.text_kind != TextKind.CATALOGUE))
