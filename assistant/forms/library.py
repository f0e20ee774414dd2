"""The form texts and the fields they ask for: reviewed data beside this module, checked as it is loaded (edge).

A template file names what it is, whether the Centre has a form of its own (``centre``), its fields, the sources that
its text cites (record and place in the digest, with the words that are quoted) and two texts in the markup of
``assistant.forms.markup``: ``body``, the paper itself, and ``guide``, what its user must know.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from assistant.forms.markup import Node, every_line, read
from corpus.core.text import to_nfc

FOLDER = Path(__file__).with_name("templates")
FIELDS = Path(__file__).with_name("fields.toml")
FieldKind = Literal["line", "number", "day", "time", "term", "choice", "yes", "names", "votes", "minutes"]
ORDER = ("kich-ban", "chuong-trinh", "noi-quy", "phieu-bau", "bien-ban-kiem-phieu", "bien-ban-dai-hoi", "nghi-quyet",
         "to-trinh-chuan-y")  # fmt: skip
"""Forms in the order in which a congress needs them."""


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One thing a form asks for.

    Attributes:
        name: of the value in the texts and in what is sent.
        label: what the user reads.
        kind: how it is read.
        hint: an example or a caution.
        required: whether the form cannot do without it.
        least, most: bounds of a figure, of a line's characters, or of the entries of a list.
        default: what stands in a fresh form.
        choices: values and names to choose from.
    """

    name: str
    label: str
    kind: FieldKind
    hint: str = ""
    required: bool = False
    least: int = 0
    most: int = 0
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision that a form cites: its place in the digest and the words of it that are quoted."""

    key: str
    record: str
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A part of the programme: its default minutes and the flags under which it is there."""

    key: str
    words: str
    who: str
    minutes: int
    when: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """A reviewed form text; the module tells the parts.

    Attributes:
        ahead: whether it is made before the congress, so that a day that is over is an error.
        share: of a counting record, above which part of the base somebody is elected; 0/1 where nothing is counted.
        surplus: of a ballot, the part of the places above which the surplus of the list is remarked on.
    """

    id: str
    name: str
    about: str
    centre: str
    reviewed: str
    fields: tuple[TemplateField, ...]
    grounds: Mapping[str, Ground]
    body: tuple[Node, ...]
    guide: tuple[Node, ...]
    ahead: bool = False
    share: tuple[int, int] = (0, 1)
    surplus: tuple[int, int] = (0, 1)
    agenda: tuple[AgendaItem, ...] = ()
    landscape: bool = False

    def field(self, name: str) -> TemplateField | None:
        """The field of a name, where the form has it."""
        return next((item for item in self.fields if item.name == name), None)


@cache
def fields() -> Mapping[str, TemplateField]:
    """All fields by name."""
    rows = tomllib.loads(to_nfc(FIELDS.read_text("utf-8")))
    return {name: TemplateField(name=name, **row) for name, row in rows.items()}


@cache
def templates() -> Mapping[str, FormTemplate]:
    """All forms by id, in their order.

    Raises:
        ValueError: when a file is not of the documented form, such as a mark without a source.
    """
    found = [_template(FOLDER / f"{name}.toml") for name in ORDER]
    return {template.id: template for template in found}


def _template(path: Path) -> FormTemplate:
    row: dict[str, Any] = tomllib.loads(to_nfc(path.read_text("utf-8")))
    grounds = {key: Ground(key, item["record"], item["place"], item["quote"]) for key, item in row["grounds"].items()}
    agenda = tuple(
        AgendaItem(
            item["key"],
            item["words"],
            item.get("who", ""),
            item["minutes"],
            tuple(item.get("when", "").split()),
            tuple(item.get("grounds", "").split()),
        )
        for item in row.get("agenda", ())
    )
    template = FormTemplate(
        id=path.stem,
        name=row["name"],
        about=row["about"],
        centre=row["centre"],
        reviewed=row["reviewed"].isoformat(),
        fields=tuple(fields()[name] for name in row["fields"]),
        grounds=grounds,
        body=read(row["body"]),
        guide=read(row["guide"]),
        ahead=row.get("ahead", False),
        share=_part(row.get("share", "0/1")),
        surplus=_part(row.get("surplus", "0/1")),
        agenda=agenda,
        landscape=row.get("landscape", False),
    )
    _check(template)
    return template


def _part(text: str) -> tuple[int, int]:
    over, _, under = text.partition("/")
    return int(over), int(under)


def _check(template: FormTemplate) -> None:
    lines = [*every_line(template.body), *every_line(template.guide)]
    cited = {token.text for line in lines for token in line.tokens if token.kind == "cite"}
    cited |= {key for item in template.agenda for key in item.grounds}
    if cited != set(template.grounds):
        raise ValueError(f"{template.id}: marks and sources differ: {sorted(cited ^ set(template.grounds))}")
