"""First content of the pages on a slow phone: ``python -m bench.first_content --home var``.

Opens each page of the site in Chromium as a phone has it (360 px wide, processor slowed to a quarter, 150 ms each way
and 1.6 Mbit/s, nothing cached) and prints when the browser first painted content and when the page was whole:
milliseconds, the median and the least of several loads, and kilobytes as they went over the wire. The server is the
real one (``app.py``); what it needs to start is not counted.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.__main__ import machine
from bench.serve import running
from corpus.core.installation import HOME

PAGES = (
    "/so-tay",
    "/so-tay?giai-doan=chinh-thuc",
    "/so-tay?q=s%E1%BB%91+d%C6%B0",
    "/so-tay/td-qd-294-tw-2025/11.4.2?ngay=2026-07-26",
    "/so-tay/thay-doi?tu=2024-10-09&den=2024-10-10",
    "/so-tay/cu-moi",
    "/documents",
    "/bang-tinh",
    "/bang-tinh/count-record",
    "/ke-hoach",
    "/bieu-mau",
    "/bieu-mau/bien-ban-kiem-phieu",
    "/hoi",
)
SLOWED = 4
"""How many times slower the processor runs."""
DELAY_MS = 150
BYTES_PER_S = 1.6e6 / 8
PAINTED = """() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  return {first: paint.startTime, whole: performance.getEntriesByType('navigation')[0].loadEventEnd,
          bytes: parts.reduce((sum, part) => sum + part.transferSize, 0)};
}"""


def load(browser: Browser, address: str, slowed: int) -> dict[str, float]:
    """One load of a page by a phone that has never seen it."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=3, is_mobile=True)
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    wire = {"offline": False, "latency": DELAY_MS, "downloadThroughput": BYTES_PER_S, "uploadThroughput": BYTES_PER_S}
    phone.send("Network.emulateNetworkConditions", wire)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.goto(address, wait_until="load")
    while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        page.wait_for_timeout(20)  # waiting for a function would evaluate text, which the pages' policy forbids
    found: dict[str, float] = page.evaluate(PAINTED)
    context.close()
    return found


def measure(browser: Browser, address: str, times: int, slowed: int) -> dict[str, Any]:
    """Several loads of one page; the first, which also warms the server, is left out."""
    loads = [load(browser, address, slowed) for _ in range(times + 1)][1:]
    return {
        "first_ms": round(statistics.median(item["first"] for item in loads)),
        "first_min_ms": round(min(item["first"] for item in loads)),
        "whole_ms": round(statistics.median(item["whole"] for item in loads)),
        "kilobytes": round(loads[0]["bytes"] / 1000, 1),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one JSON object a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--slowed", type=int, default=SLOWED, help="1 where other work slows the machine already")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    given = parser.parse_args(arguments)
    print(json.dumps(machine()))
    with running(given.home, {}) as (client, _), sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-background-networking"]
        browser = driver.chromium.launch(executable_path=given.chromium, args=flags)
        for page in PAGES:
            found = measure(browser, str(client.base_url).rstrip("/") + page, given.times, given.slowed)
            print(json.dumps({"page": page, **found}), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
