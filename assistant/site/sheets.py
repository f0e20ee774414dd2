"""What the pages of calculators and of the plan share: a sent form, its day, its faults, its lasting address. Edge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

from assistant.calculators.catalogue import InputForm
from assistant.calculators.reading import BadValueError, FieldFault, Filled, applied_day, single
from assistant.parsing.formulas import shown
from assistant.site.quotes import quote_views
from corpus.core.registry import Registry

MOST_FIELDS = 60
Typed = Mapping[str, Sequence[str]]


def parsed(query: str) -> Typed:
    """Fields of a query or a posted form by name; too many of them are none."""
    try:
        return parse_qs(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it was sent.

    Attributes:
        filled: its values; nothing of a form that nobody has sent yet.
        on: the day whose rules are applied.
        on_typed: what the field of that day shows.
        on_fault: what is wrong with that day.
        asked: whether the form was sent.
    """

    filled: Filled
    on: date
    on_typed: str
    on_fault: FieldFault | None
    asked: bool

    @property
    def faults(self) -> list[FieldFault]:
        """All that is to be put right."""
        return [*self.filled.faults, *([self.on_fault] if self.on_fault else [])]

    @property
    def worked(self) -> bool:
        """Whether there is something to work, and nothing to put right first."""
        return self.asked and not self.faults

    @property
    def status(self) -> int:
        """HTTP status of the page."""
        return 422 if self.faults else 200

    def shown(self, registry: Registry, today: date) -> dict[str, Any]:
        """What the templates of forms and quotes show."""
        return {
            "filled": self.filled,
            "faults": self.faults,
            "on_typed": self.on_typed,
            "on_fault": self.on_fault,
            "today": today,
            "quotes": lambda claims: list(quote_views(claims, registry, self.on)),
        }

    def address(self, path: str, form: InputForm) -> str:
        """The address of the result: what was filled in, without names of people, and the day."""
        fields: dict[str, str] = {}
        for each in form.field:
            value = self.filled.values.get(each.name)
            if isinstance(value, tuple):
                fields[each.name] = "\n".join(_figures(item) for item in value)
            elif value is not None:
                fields[each.name] = value.isoformat() if isinstance(value, date) else str(value)
        return f"{path}?{urlencode(fields | {'on': self.on.isoformat()})}#ket-qua"


def sheet_of(typed: Typed, form: InputForm, read: Callable[[Typed], Filled], today: date, *, sent: bool) -> Sheet:
    """A form from its fields.

    Args:
        typed: the fields as they were sent.
        form: which fields it has.
        read: reads its values.
        today: the day that is applied where none is named.
        sent: whether it counts as sent even with none of its fields.
    """
    asked = sent or any(name in typed for name in form.fields)
    try:
        on, fault = applied_day(single(typed.get("on", ())), today), None
    except BadValueError as error:
        on, fault = today, FieldFault("on", error.code, error.words)
    on_typed = next(iter(typed.get("on", ())), "")[:40] or on.isoformat()
    return Sheet(read(typed) if asked else Filled(), on, on_typed, fault, asked)


def _figures(candidate: Any) -> str:
    """A line of a record without its name."""
    parts = [str(candidate.votes)]
    if candidate.against is not None:
        parts.append(str(candidate.against))
    if candidate.share is not None:
        parts.append(shown(candidate.share, percent=True))
    return "; ".join(parts)
