"""The plan as a calendar: one day-long entry a dated line, with its rule; the same file for the same plan."""

from datetime import date

from icalendar import Calendar

from assistant.planner.calendar_file import calendar_file
from corpus.core.registry import Registry
from tests.assistant.planner.test_paper import placed
from tests.assistant.planner.test_planning import plan


def test_each_dated_line_is_an_entry_with_its_rule(shipped: Registry) -> None:
    made = plan(shipped, opening="2026-12-20", level="co_so")
    file = calendar_file(made, placed, "http://tro-ly.test/ke-hoach?opening=2026-12-20#ket-qua")
    entries = {str(event["uid"]).split("-2026")[0]: event for event in Calendar.from_ical(file).walk("VEVENT")}
    dated = {line.row.name: line for line in made.lines if line.due}
    assert entries.keys() == dated.keys()
    for name, line in dated.items():
        event = entries[name]
        assert event.decoded("dtstart") == line.due
        assert str(event["summary"]) == line.row.title
        assert line.rule is not None
        assert line.rule.citations[0].quote in str(event["description"])
    assert "24/11/2026 (Ngày Văn hóa Việt Nam)" in str(entries["notice"]["description"])
    assert "Tính tạm" in str(entries["approval"]["description"])
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert file == calendar_file(made, placed, "http://tro-ly.test/ke-hoach?opening=2026-12-20#ket-qua")


def test_a_plan_without_rules_has_the_days_that_are_left(shipped: Registry) -> None:
    made = plan(shipped, opening="2027-01-12", level="co_so", on=date(2012, 1, 1))
    summaries = [str(event["summary"]) for event in Calendar.from_ical(calendar_file(made, placed)).walk("VEVENT")]
    assert summaries == ["Khai mạc; kiểm tra đủ số người có mặt"]
