"""Charts as inline SVG text, with a title and a description for screen readers. Pure.

Every chart is drawn in a 460 × 300 view box and scales with its container; colours come from the page's CSS classes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from eval.scoring.risk import Reliability, RiskPoint

WIDTH, HEIGHT = 460, 300
LEFT, RIGHT, TOP, BOTTOM = 66, 22, 14, 48
Scale = Callable[[float], float]


def risk_coverage(points: Sequence[RiskPoint]) -> str:
    """Risk against coverage; the last point is where the assistant stopped answering."""
    if not points:
        return ""
    top = max(0.1, math.ceil(max(point.risk for point in points) * 10) / 10)
    x, y = _x(0, 1), _y(0, top)
    last = points[-1]
    words = f"đang vận hành: phủ {_percent(last.coverage)}, sai {_percent(last.risk)}"
    body = [
        _el("polyline", "line", points=" ".join(f"{x(p.coverage):.1f},{y(p.risk):.1f}" for p in points)),
        _el("circle", "mark", cx=x(last.coverage), cy=y(last.risk), r=5),
        _el("text", "label", words, x=WIDTH - RIGHT - 4, y=HEIGHT - BOTTOM - 10, text_anchor="end"),
    ]
    titles = ("Độ phủ: tỷ lệ câu được trả lời", "Tỷ lệ sai")
    axes = _axes(x, y, _steps(0, 1, 5), _steps(0, top, 5), titles, (_percent, _percent))
    summary = f"Tại điểm vận hành trả lời {_percent(last.coverage)} số câu, trong đó sai {_percent(last.risk)}."
    return _svg("Rủi ro theo độ phủ", summary, axes + body)


def latency(values: Sequence[float]) -> str:
    """Histogram of answer times in milliseconds with the median and the 95th percentile."""
    if not values:
        return ""
    sample = np.asarray(values, dtype=float)
    high = max(1.0, float(np.quantile(sample, 0.99)))
    counts, edges = np.histogram(np.clip(sample, 0, high), bins=24, range=(0, high))
    peak = max(1, int(counts.max()))
    x, y = _x(0, high), _y(0, peak * 1.2)
    body: list[str] = []
    for low, up, count in zip(edges[:-1], edges[1:], counts.tolist(), strict=True):
        hint = _el("title", "", f"{low:.0f}–{up:.0f} ms: {count} câu")
        size = {"x": x(low) + 0.5, "y": y(count), "width": max(x(up) - x(low) - 1, 1), "height": y(0) - y(count)}
        body += [_el("rect", "bar", hint, raw=True, **size)] if count else []
    p50, p95 = (float(np.quantile(sample, q)) for q in (0.5, 0.95))
    for row, (name, value) in enumerate((("trung vị", p50), ("p95", p95))):
        at = x(min(value, high))
        side = {"text_anchor": "end", "x": at - 4} if value > high / 2 else {"x": at + 4}
        body.append(_el("line", "guide", x1=at, x2=at, y1=TOP, y2=HEIGHT - BOTTOM))
        body.append(_el("text", "label", f"{name} {value:.0f} ms", y=TOP + 12 + 16 * row, **side))
    titles = ("Thời gian trả lời (ms)", "Số câu")
    axes = _axes(x, y, _round_steps(high, 5), _round_steps(peak, min(4, peak)), titles, (_whole, _whole))
    words = f"Trung vị {p50:.0f} ms, phân vị 95 {p95:.0f} ms, lâu nhất {sample.max():.0f} ms"
    late = int((sample > high).sum())
    more = f" (cột cuối gồm {late} câu lâu hơn {high:.0f} ms)" if late else ""
    return _svg("Thời gian trả lời", f"{words}{more}.", axes + body)


def calibration(found: Reliability | None, title: str = "Hiệu chỉnh") -> str:
    """Reliability diagram: share right against the score given, by bin, with 95 % intervals."""
    if found is None:
        return ""
    x, y = _x(0, 1), _y(0, 1)
    body = [_el("line", "guide", x1=x(0), y1=y(0), x2=x(1), y2=y(1))]
    for item in found.bins:
        at, share = x(item.mean_score), item.accuracy
        words = f"điểm {item.low:.1f}–{item.high:.1f}: đúng {_percent(share.value)} của {item.n} câu"
        radius = 3 + min(7, math.sqrt(item.n) / 2)
        body.append(_el("line", "whisker", x1=at, x2=at, y1=y(share.low), y2=y(share.high)))
        body.append(_el("circle", "dot", _el("title", "", words), raw=True, cx=at, cy=y(share.value), r=radius))
    titles = ("Điểm tự tin", "Tỷ lệ đúng")
    axes = _axes(x, y, _steps(0, 1, 5), _steps(0, 1, 5), titles, (_percent, _percent))
    error = f"{found.ece:.3f}".replace(".", ",")
    words = f"Sai số hiệu chỉnh (ECE) {error} trên {found.n} câu; chấm trên đường chéo là tự tin đúng mức."
    return _svg(title, words, axes + body)


def interval_bar(value: float, low: float, high: float) -> str:
    """A rate in [0, 1] as a bar with its interval; decoration beside the figures, hidden from screen readers."""
    value, low, high = (100 * min(1.0, max(0.0, v)) for v in (value, low, high))
    body = [
        _el("rect", "track", width=100, height=12),
        _el("rect", "bar", width=value, height=12),
        _el("rect", "spread", x=low, y=4, width=max(high - low, 0.8), height=4),
    ]
    attributes = 'class="spark" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"'
    return f"<svg {attributes}>{''.join(body)}</svg>"


def _el(tag: str, css: str, content: str = "", *, raw: bool = False, **attributes: str | float) -> str:
    """An element; floats are rounded, ``_`` in names becomes ``-``, content is escaped unless ``raw``."""
    pairs = {"class": css} if css else {}
    pairs |= {
        name.replace("_", "-"): value if isinstance(value, str) else f"{value:.1f}"
        for name, value in attributes.items()
    }
    written = "".join(f' {name}="{escape(value)}"' for name, value in pairs.items())
    return f"<{tag}{written}>{content if raw else escape(content)}</{tag}>"


def _svg(title: str, description: str, body: Sequence[str]) -> str:
    head = _el("title", "", title) + _el("desc", "", description)
    label = f"{title}. {description}"
    frame = f"0 0 {WIDTH} {HEIGHT}"
    drawing = _el("svg", "chart", head + "".join(body), raw=True, viewBox=frame, role="img", aria_label=label)
    return drawing + _el("figcaption", "", f"{title}. {description}")


def _x(low: float, high: float) -> Scale:
    return lambda value: LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def _y(low: float, high: float) -> Scale:
    return lambda value: HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)


def _steps(low: float, high: float, count: int) -> list[float]:
    return [low + (high - low) * step / max(count, 1) for step in range(max(count, 1) + 1)]


def _round_steps(high: float, count: int) -> list[float]:
    """Round values from 0 up to ``high``, about ``count`` of them."""
    rough = high / max(count, 1)
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough * 0.999)
    return [step * place for place in range(int(high / step) + 1)]


def _axes(
    x: Scale,
    y: Scale,
    xs: Sequence[float],
    ys: Sequence[float],
    titles: tuple[str, str],
    texts: tuple[Callable[[float], str], Callable[[float], str]],
) -> list[str]:
    """Grid, tick labels and axis titles; ``titles`` and ``texts`` are for x, then y."""
    floor = HEIGHT - BOTTOM
    middle = (TOP + floor) / 2
    turned = f"rotate(-90 12 {middle})"
    return [
        *(_el("line", "grid", x1=LEFT, x2=WIDTH - RIGHT, y1=y(v), y2=y(v)) for v in ys),
        *(_el("text", "", texts[0](v), x=x(v), y=floor + 16, text_anchor="middle") for v in xs),
        *(_el("text", "", texts[1](v), x=LEFT - 6, y=y(v) + 4, text_anchor="end") for v in ys),
        _el("text", "axis", titles[0], x=(LEFT + WIDTH - RIGHT) / 2, y=HEIGHT - 8, text_anchor="middle"),
        _el("text", "axis", titles[1], x=12, y=middle, text_anchor="middle", transform=turned),
    ]


def _percent(value: float) -> str:
    share = value * 100
    return f"{share:.0f}%" if abs(share - round(share)) < 0.05 else f"{share:.1f}%".replace(".", ",")


def _whole(value: float) -> str:
    return f"{value:.0f}"
