"""Sent forms: what was typed, its day, its faults, and an address without names."""

from __future__ import annotations

from datetime import date

from assistant.calculators.catalogue import catalogue
from assistant.calculators.reading import read_form
from assistant.site.sheets import MOST_FIELDS, Sheet, Typed, parsed, sheet_of
from tests.fakes import TODAY

RECORD = catalogue().named("count-record")
assert RECORD is not None


def sheet(query: str, *, sent: bool = False) -> Sheet:
    form = RECORD
    assert form is not None

    def read(typed: Typed):  # type: ignore[no-untyped-def]
        return read_form(form, typed)

    return sheet_of(parsed(query), form, read, TODAY, sent=sent)


def test_a_form_that_nobody_sent_has_no_faults_and_is_not_worked() -> None:
    empty = sheet("")
    assert (empty.asked, empty.worked, empty.faults, empty.status) == (False, False, [], 200)
    assert (empty.on, empty.on_typed) == (TODAY, TODAY.isoformat())
    assert sheet("", sent=True).status == 422


def test_a_day_that_is_no_day_is_told_beside_the_other_faults() -> None:
    wrong = sheet("official=-1&on=mai")
    assert {fault.field for fault in wrong.faults} >= {"official", "on"}
    assert (wrong.on, wrong.on_typed, wrong.status) == (TODAY, "mai", 422)


def test_the_address_holds_the_figures_and_the_day_but_no_name() -> None:
    query = "kind=members&official=20&seats=1&issued=20&collected=20&valid=20&invalid=0&votes=Trần+A;+15;+;+75%25"
    told = sheet(f"{query}&on=2026-11-01")
    assert told.worked
    address = told.address("/bang-tinh/count-record", RECORD)  # type: ignore[arg-type]
    assert "Tr" not in address.partition("?")[2]
    again = sheet(address.partition("?")[2].removesuffix("#ket-qua"))
    assert again.on == date(2026, 11, 1)
    assert again.filled.count("official") == 20


def test_more_fields_than_a_form_has_are_none() -> None:
    assert parsed("&".join(f"a{n}=1" for n in range(MOST_FIELDS + 1))) == {}
