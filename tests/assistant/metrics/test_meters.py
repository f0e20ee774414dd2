"""Meters as Prometheus reads them, and the address of their own at which they are told."""

import socket

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from assistant.metrics.meters import Meters, exported

TOLD = {
    "request_id": "a1",
    "route": "/api/v1/answers",
    "status": "answered",
    "reason": "",
    "claims": 2,
    "timings_ms": {"retrieve": 40.0, "total": 43.0},
    "total_ms": 2044.0,
}


def samples(text: str) -> dict[str, float]:
    """``name{label=value,…}`` → value, of our own meters."""
    return {
        f"{sample.name}{{{','.join(f'{name}={value}' for name, value in sorted(sample.labels.items()))}}}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("tldh_")
    }


def told(meters: Meters) -> dict[str, float]:
    with exported(meters, "127.0.0.1", 0) as port:
        response = httpx.get(f"http://127.0.0.1:{port}/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    return samples(response.text)


def test_questions_are_counted_by_their_end_with_their_times() -> None:
    meters = Meters({})
    meters.question(TOLD)
    meters.question(TOLD | {"status": "error", "reason": "server.busy", "total_ms": 1.0} | {"timings_ms": {}})
    found = told(meters)
    assert found["tldh_questions_total{reason=,route=/api/v1/answers,status=answered}"] == 1
    assert found["tldh_questions_total{reason=server.busy,route=/api/v1/answers,status=error}"] == 1
    assert found["tldh_question_seconds_sum{route=/api/v1/answers}"] == pytest.approx(2.045)
    assert found["tldh_question_seconds_bucket{le=1.0,route=/api/v1/answers}"] == 1
    assert found["tldh_question_seconds_bucket{le=2.5,route=/api/v1/answers}"] == 2
    assert found["tldh_stage_seconds_sum{stage=retrieve}"] == pytest.approx(0.04)
    assert not any("stage=total" in name or "a1" in name for name in found)


def test_requests_are_counted_by_template_and_made_up_methods_make_no_meters() -> None:
    meters = Meters({})
    meters.request("GET", "/documents/{document_id}", "200", 0.02)
    for number in range(50):
        meters.request(f"X{number}", "other", "405", 0.0)
    found = told(meters)
    assert found["tldh_http_requests_total{method=GET,route=/documents/{document_id},status=200}"] == 1
    assert found["tldh_http_requests_total{method=other,route=other,status=405}"] == 50
    assert sum(name.startswith("tldh_http_requests_total") for name in found) == 2


def test_gauges_are_read_when_somebody_looks_and_left_out_when_unknown() -> None:
    values: list[float | None] = [3.0]
    meters = Meters({"tldh_pending": ("Pending.", lambda: values[-1]), "tldh_unknown": ("Unknown.", lambda: None)})
    with meters.connection():
        assert told(meters) == {"tldh_pending{}": 3, "tldh_chat_connections{}": 1}
    values.append(5.0)
    assert told(meters) == {"tldh_pending{}": 5, "tldh_chat_connections{}": 0}


def test_the_address_is_free_again_afterwards_and_a_taken_one_is_an_error() -> None:
    with exported(Meters({}), "127.0.0.1", 0) as port, pytest.raises(OSError), exported(Meters({}), "127.0.0.1", port):
        pass
    with socket.socket() as free:
        free.bind(("127.0.0.1", port))
