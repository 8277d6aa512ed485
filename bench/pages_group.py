"""Server time of every page on the demonstration city, as every role that may open it."""

import json
import statistics
import time
from typing import Any

from bench.city import DEMONSTRATION, installation
from bench.rows import emit, row

TIMES = 3  # each page so often; the median counts
BUDGET = 0.080  # seconds


def main() -> None:
    """One user, one core, no network: what the server itself needs for a page."""
    with installation(DEMONSTRATION) as folder:
        log_ins = json.loads((folder / "demo.json").read_text())["log_ins"]
        found = timed(log_ins)
    found.sort(key=lambda one: one[0])
    p95 = found[int(0.95 * (len(found) - 1))][0]
    slow = [one for one in found if one[0] > BUDGET]
    for seconds, member, name in slow:
        print(f"{1000 * seconds:7.0f} ms  {member:<9} {name}")
    median = statistics.median(one[0] for one in found)
    emit([
        row("pages.p95_ms", 1000 * p95, "ms", against="the budget of 80 ms", ratio=BUDGET / p95),
        row("pages.median_ms", 1000 * median, "ms", against="the budget of 80 ms",
            ratio=BUDGET / median),
        row("pages.slow", len(slow), "pages", against=f"{len(found)} pages and roles",
            ratio=len(found) / max(1, len(slow))),
    ])  # fmt: skip


def timed(log_ins: dict[str, str]) -> list[tuple[float, str, str]]:
    """(median seconds, member, address) of every page that is no file."""
    from django.test import Client
    from tests.browser.crawl_scene import cast_of, paths
    from tests.browser.test_every_page import NO_PAGE

    from bina.accounts.models import User

    found = []
    for member, pages in paths(cast_of(log_ins)).items():
        if member != "nobody" and member not in log_ins:
            continue
        client = Client(SERVER_NAME="127.0.0.1")
        if member != "nobody":
            client.force_login(User.objects.get(username=log_ins[member]))
        for name, path in pages.items():
            if name not in NO_PAGE:
                found.append((median_of(client, path), member, name))
    return found


def median_of(client: Any, path: str) -> float:
    """Median seconds of a page, its templates having been read."""
    client.get(path)
    samples = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        client.get(path)
        samples.append(time.perf_counter() - begun)
    return statistics.median(samples)


if __name__ == "__main__":
    main()
