"""The report page."""

from eval.summary import Summary


def render(summary: Summary) -> str:
    return ""
