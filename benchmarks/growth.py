"""How a measure grows with size, drawn: one line for each series, both axes by powers of ten."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = ["FOLDER", "plotted"]

FOLDER = Path("build/bench")


def plotted(name: str, title: str, axis: str, points: Iterable[tuple[str, float, float, bool]]) -> None:
    """Write ``build/bench/NAME.svg`` from (series, size, seconds, complete) and print its path; what is not complete is drawn hollow."""
    import vl_convert

    there = tuple(points)
    rows = [{"series": series, "size": size, "seconds": max(took, 1e-4), "complete": done} for series, size, took, done in there]
    log = {"scale": {"type": "log"}}
    along = {"field": "size", "type": "quantitative", "title": axis, **({} if max(size for _, size, _, _ in there) < 1000 else log)}
    encoding = {
        "x": along,
        "y": {"field": "seconds", "type": "quantitative", "title": "seconds", **log},
        "color": {"field": "series", "type": "nominal", "title": None},
        "strokeDash": {"field": "series", "type": "nominal", "title": None},
    }
    marks = [
        {"mark": "line", "encoding": encoding},
        {
            "mark": {"type": "point", "size": 50},
            "encoding": {**encoding, "fill": {"condition": {"test": "datum.complete", "value": "#1F2A44"}, "value": "transparent"}},
        },
    ]
    chart = {"title": title, "width": 560, "height": 320, "data": {"values": rows}, "layer": marks}
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.svg"
    path.write_text(vl_convert.vegalite_to_svg(chart, allowed_base_urls=[]), "utf-8")
    print(f"  drawn: {path}")
