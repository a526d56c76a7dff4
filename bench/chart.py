"""A line chart with logarithmic axes as SVG: no library for charts is installed, and this is all that is needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from pathlib import Path

WIDTH, HEIGHT = 860, 480
LEFT, RIGHT, TOP, BOTTOM = 74, 250, 44, 56
COLOURS = ("#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#009e73", "#cc79a7")
"""Okabe and Ito's, which the colour-blind tell apart."""

Line = tuple[str, Sequence[tuple[float, float]]]
"""A name, and points."""


def write_chart(path: Path, title: str, x_name: str, y_name: str, lines: Sequence[Line]) -> None:
    """Draw lines; each ends in its name."""
    points = [point for _, line in lines for point in line]
    x_decades = _decades([x for x, _ in points])
    y_decades = _decades([y for _, y in points])

    def x_of(value: float) -> float:
        return LEFT + (math.log10(value) - x_decades[0]) / (x_decades[1] - x_decades[0]) * (WIDTH - LEFT - RIGHT)

    def y_of(value: float) -> float:
        return (
            HEIGHT
            - BOTTOM
            - (math.log10(value) - y_decades[0]) / (y_decades[1] - y_decades[0]) * (HEIGHT - TOP - BOTTOM)
        )

    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    drawn = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', _text(LEFT, 24, title, size=15)]
    for decade in range(x_decades[0], x_decades[1] + 1):
        x = x_of(10.0**decade)
        drawn.append(f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#ddd"/>')
        drawn.append(_text(x, bottom + 18, f"{10**decade:,}", anchor="middle"))
    for decade in range(y_decades[0], y_decades[1] + 1):
        y = y_of(10.0**decade)
        drawn.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>')
        drawn.append(_text(LEFT - 8, y + 4, f"{10.0**decade:,g}", anchor="end"))
    drawn.append(_text((LEFT + right) / 2, HEIGHT - 14, x_name, anchor="middle"))
    drawn.append(_text(0, 0, y_name, anchor="middle", place=f"translate(18 {(TOP + bottom) / 2:.0f}) rotate(-90)"))
    names = _apart([y_of(line[-1][1]) for _, line in lines])
    for number, (name, line) in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        path_of_line = "L".join(f"{x_of(x):.1f} {y_of(y):.1f}" for x, y in line)
        drawn.append(f'<path d="M{path_of_line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x_of(x):.1f}" cy="{y_of(y):.1f}" r="3.5" fill="{colour}"/>' for x, y in line]
        end = x_of(line[-1][0])
        drawn.append(
            f'<path d="M{end + 5:.1f} {y_of(line[-1][1]):.1f}L{right + 10} {names[number]:.1f}" stroke="{colour}"/>'
        )
        drawn.append(_text(right + 14, names[number] + 4, name, colour=colour))
    body = "\n".join(drawn)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" font-family="sans-serif" font-size="12">\n<title>{escape(title)}</title>\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _apart(heights: Sequence[float], least: float = 16.0) -> list[float]:
    """The same heights, moved so that names of that size do not lie over each other."""
    places = [0.0] * len(heights)
    above = -math.inf
    for number in sorted(range(len(heights)), key=heights.__getitem__):
        above = places[number] = max(heights[number], above + least)
    return places


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, colour: str = "#222", place: str = ""
) -> str:
    moved = f' transform="{place}"' if place else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"{moved}>'
        f"{escape(text)}</text>"
    )
