"""Curves over a logarithmic axis as an SVG picture; no library is needed for three lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 180, 20, 45
COLOURS = ("#1f5f99", "#b3541e", "#3a7d44", "#7a3e9d")


@dataclass(frozen=True, slots=True)
class Curve:
    """A name and its points."""

    name: str
    points: Sequence[tuple[float, float]]


def chart(curves: Sequence[Curve], *, x: str, y: str) -> str:
    """The picture.

    Args:
        curves: at most as many as there are colours; all values above 0.
        x: what the logarithmic axis counts.
        y: what the other one counts, from 0 on.
    """
    across = [math.log10(point[0]) for curve in curves for point in curve.points]
    low, high = math.floor(min(across)), math.ceil(max(across))
    top = max(point[1] for curve in curves for point in curve.points)
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000) if top / size <= 6)
    ceiling = step * math.ceil(top / step)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        right = (math.log10(point[0]) - low) / max(1, high - low)
        return LEFT + right * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - point[1] / ceiling * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12" role="img">',
        f"<title>{escape(y)} by {escape(x)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for value in range(0, ceiling + 1, step):
        height = place((10**low, value))[1]
        parts.append(f'<path d="M{LEFT} {height:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{height + 4:.1f}" text-anchor="end">{value}</text>')
    for power in range(low, high + 1):
        right = place((10**power, 0))[0]
        label = f"10<tspan dy='-5' font-size='9'>{power}</tspan>"
        parts.append(f'<text x="{right:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{label}</text>')
    for curve, colour in zip(curves, COLOURS, strict=False):
        spots = [place(point) for point in curve.points]
        line = " ".join(f"{right:.1f},{down:.1f}" for right, down in spots)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{right:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for right, down in spots]
        right, down = spots[-1]
        parts.append(f'<text x="{right + 8:.1f}" y="{down + 4:.1f}" fill="{colour}">{escape(curve.name)}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">{escape(x)}</text>')
    parts.append(f'<text x="{LEFT}" y="{TOP - 6}">{escape(y)}</text></svg>')
    return "\n".join(parts) + "\n"
