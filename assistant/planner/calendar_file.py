"""A plan as a calendar file (iCalendar): one day-long entry for each line that has a day, with its rule. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from assistant.planner.paper import Placed
from assistant.planner.planning import CongressPlan, PlanLine
from corpus.core.display import vn_date

if TYPE_CHECKING:  # imported for the first file, not for every server
    from icalendar import Event

_PRODUCT = "-//Tro ly Dai hoi//Ke hoach nguoc//VI"


def calendar_file(plan: CongressPlan, placed: Placed, address: str = "") -> bytes:
    """The file.

    Args:
        plan: the plan.
        placed: of a quoted rule, its place in words and its validity on the day of the plan.
        address: of the page of this plan, put into every entry; empty for none.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Kế hoạch đại hội khai mạc {vn_date(plan.opening)}")
    for line in plan.lines:
        if line.due is not None:
            calendar.add_component(_entry(line, plan, placed, address))
    return bytes(calendar.to_ical())


def _entry(line: PlanLine, plan: CongressPlan, placed: Placed, address: str) -> Event:
    from icalendar import Event

    event = Event()
    if line.due is None:
        raise ValueError("an entry has a day")
    event.add("uid", f"{line.row.name}-{plan.opening.isoformat()}-{plan.kind}-{plan.level}@tro-ly-dai-hoi")
    event.add("dtstamp", datetime.combine(plan.today, time(), UTC))
    event.add("dtstart", line.due)
    event.add("dtend", line.due + timedelta(days=1))
    event.add("summary", line.row.title)
    event.add("description", "\n\n".join(told(line, placed)))
    event.add("transp", "TRANSPARENT")
    if address:
        event.add("url", address)
    return event


def told(line: PlanLine, placed: Placed) -> list[str]:
    """What an entry says: the sum, the rule with its place, and what is not yet sure."""
    parts = [line.computed.text] if line.computed else []
    if line.rule is not None:
        citation = line.rule.citations[0]
        parts.append(f"{line.rule.text}\n{placed(line.rule)[0]}")
        parts.append(f"Độ tin cậy của nguồn: {citation.certainty}.")
    if line.tentative:
        parts.append("Tính tạm từ hạn gửi báo cáo; tính lại khi biết ngày cấp trên nhận báo cáo.")
    if line.other is not None and line.days_off is not None:
        names = ", ".join(map(str, line.days_off.uncertain))
        parts.append(f"Ngày nghỉ chưa chắc chắn trên đường tính: {names}. Tính cách khác: {line.other.text}")
    return parts
