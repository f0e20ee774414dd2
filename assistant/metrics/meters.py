"""Counts and times of a running server (edge, owner of prometheus-client).

Labels are few and fixed: the template of a route, a status, a code of the catalogues. Nothing of a question, an answer,
an address or a person is in a name, a label or a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

Reading = Callable[[], float | None]
"""A value as it is now; ``None`` where it is not known, and then it is left out."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Meters:
    """The meters of one server.

    Args:
        readings: gauges that are read when somebody looks: name → what it means, and how it is read.
    """

    def __init__(self, readings: Mapping[str, tuple[str, Reading]]) -> None:
        self.registry = registry = CollectorRegistry()
        for own in (ProcessCollector, PlatformCollector, GCCollector):
            own(registry=registry)
        registry.register(_Read(readings))
        self._requests = Counter(
            "tldh_http_requests", "Requests answered.", ("method", "route", "status"), registry=registry
        )
        self._request_seconds = Histogram(
            "tldh_http_request_seconds", "From the request to the end of the response.", ("route",),
            buckets=SECONDS, registry=registry,
        )  # fmt: skip
        self._sockets = Gauge("tldh_chat_connections", "Open connections of the chat page.", registry=registry)
        self._questions = Counter(
            "tldh_questions",
            "Questions by how they ended; the reason is that of a refusal, or the code of an error.",
            ("route", "status", "reason"),
            registry=registry,
        )
        self._question_seconds = Histogram(
            "tldh_question_seconds", "From asking to the end, waiting included.", ("route",),
            buckets=SECONDS, registry=registry,
        )  # fmt: skip
        self._stage_seconds = Histogram(
            "tldh_stage_seconds", "Stages of an answer.", ("stage",), buckets=SECONDS, registry=registry
        )

    def request(self, method: str, route: str, status: str, seconds: float) -> None:
        """Count a request that has ended; ``route`` is a template, such as ``/documents/{document_id}``."""
        self._requests.labels(method if method in METHODS else "other", route, status).inc()
        self._request_seconds.labels(route).observe(seconds)

    @contextmanager
    def connection(self) -> Iterator[None]:
        """A connection of the chat page, open as long as the block runs."""
        with self._sockets.track_inprogress():
            yield

    def question(self, told: Mapping[str, Any]) -> None:
        """Count a question; ``told`` are the fields of its line in the log."""
        self._questions.labels(told["route"], told["status"], told["reason"]).inc()
        self._question_seconds.labels(told["route"]).observe(told["total_ms"] / 1000)
        for stage, taken_ms in told.get("timings_ms", {}).items():
            if stage != "total":
                self._stage_seconds.labels(stage).observe(taken_ms / 1000)


class _Read(Collector):
    def __init__(self, readings: Mapping[str, tuple[str, Reading]]) -> None:
        self._readings = readings

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, (meaning, read) in self._readings.items():
            if (value := read()) is not None:
                yield GaugeMetricFamily(name, meaning, value=value)


@contextmanager
def exported(meters: Meters, host: str, port: int) -> Iterator[int]:
    """The meters at an address of their own while the block runs, in the text form of Prometheus; gives the port.

    Args:
        meters: what is told.
        host: where to listen; no page of the server leads there.
        port: 0 for any free one.

    Raises:
        OSError: when the address is taken or not this machine's.
    """
    server, thread = start_http_server(port, host, meters.registry)
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
