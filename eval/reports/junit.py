"""A run as JUnit XML, one test case a question, so that CI pages list the failures. Pure."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from eval.scoring.explain import explain
from eval.scoring.measures import Graded
from eval.scoring.summary import Summary

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(summary: Summary) -> str:
    """The XML text; ungradable cases are skipped, broken ones are errors."""
    root = Element("testsuites", name=summary.manifest.name, time=str(summary.manifest.seconds))
    suites: dict[str, Element] = {}
    for item in summary.graded:
        suite = suites.get(item.case.suite)
        if suite is None:
            suite = suites[item.case.suite] = SubElement(root, "testsuite", name=item.case.suite)
        _case(suite, item)
    for suite in suites.values():
        suite.set("tests", str(len(suite)))
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, item: Graded) -> None:
    seen, mark = item.seen, item.grade
    test = SubElement(
        suite,
        "testcase",
        classname=item.case.suite,
        name=_clean(f"{item.case.id}: {item.case.question}"),
        time=f"{(seen.latency_ms if seen else 0) / 1000:.3f}",
    )
    if seen is None or mark is None:
        SubElement(test, "error", message="chưa chạy")
    elif not mark.gradable:
        SubElement(test, "skipped", message=_clean(f"không có trong kho: {', '.join(seen.unresolved)}"))
    elif seen.error:
        SubElement(test, "error", message=_clean(seen.error))
    elif not mark.passed:
        reasons = "; ".join(fault.value for fault in mark.faults) or "không đạt"
        failure = SubElement(test, "failure", message=_clean(reasons))
        failure.text = _clean("\n".join(explain(item)))


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 does not allow."""
    return _FORBIDDEN.sub("\ufffd", text)
