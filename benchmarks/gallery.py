"""Every figure of every question on every example, and two such galleries side by side.

python -m benchmarks.gallery draw DIR [--only EXAMPLE] [--lang en --lang fr]    # an SVG each, and figures.json with what was measured
python -m benchmarks.gallery beside BEFORE AFTER PAGE                           # one page of HTML, and the figures of both

Measured of each figure: its height, its bytes, its marks, its smallest letters [px; 12 of them are printed at 7.3 pt], and the pairs of its
texts that touch each other.
"""

from __future__ import annotations

import argparse
import html
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from legation.figures.measure import width
from legation.language import Lang

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"
RISE = 0.3
"""From the middle of letters down to their base line, in type sizes."""


@dataclass(frozen=True)
class Drawn:
    """What was measured of a figure."""

    height: float
    bytes: int
    marks: int
    smallest: float
    touching: int


@dataclass(frozen=True)
class _Text:
    text: str
    size: float
    halo: bool
    box: tuple[float, float, float, float]


def measured(svg: str) -> Drawn:
    """Measure a figure that was drawn.

    >>> two = '<text x="0" y="10" font-size="12px">France</text><text x="8" y="12" font-size="9px">Mali</text>'
    >>> one = measured(f'<svg xmlns="http://www.w3.org/2000/svg" height="40"><g>{two}</g></svg>')
    >>> one.smallest, one.touching
    (9.0, 1)
    """
    root = ET.fromstring(svg)
    texts = [text for text in _texts(root, {}) if not text.halo and text.text.strip()]
    boxes = sorted({(text.text, *text.box) for text in texts}, key=lambda box: box[2])
    touching = 0
    for number, (_, left, top, right, bottom) in enumerate(boxes):
        for _, x0, y0, x1, y1 in boxes[number + 1 :]:
            if y0 >= bottom - 1:
                break
            touching += x0 < right - 1 and left < x1 - 1 and top < y1 - 1
    marks = {one.get("data-mark") for one in root.iter() if one.get("data-mark")}
    smallest = min((text.size for text in texts), default=0.0)
    return Drawn(float(root.get("height", 0)), len(svg.encode()), len(marks), smallest, touching)


def _texts(element: ET.Element, over: dict[str, str]) -> Iterator[_Text]:
    """Yield the texts below an element; what it does not say itself, the element above it says."""
    said = {**over, **element.attrib}
    if element.tag == f"{SVG}text":
        size = float(said.get("font-size", "12px").removesuffix("px"))
        words = "".join(element.itertext())
        wide = width(words, size, bold=said.get("font-weight") == "600")
        x, y = float(element.get("x", 0)), float(element.get("y", 0)) - RISE * size
        left = x - {"middle": wide / 2, "end": wide}.get(said.get("text-anchor", ""), 0.0)
        if "rotate" not in element.get("transform", ""):
            yield _Text(words, size, "stroke" in element.attrib, (left, y - size / 2, left + wide, y + size / 2))
    for child in element:
        yield from _texts(child, {key: said[key] for key in ("font-size", "font-weight", "text-anchor") if key in said})


def draw(folder: Path, only: list[str], langs: list[Lang]) -> None:
    """Ask every question of the examples at its default options, and draw the figures of the answers into a folder."""
    from benchmarks.unchanged.clock import NOW
    from benchmarks.unchanged.surfaces import lake_of

    import legation
    from legation.errors import LegationError
    from legation.figures import render
    from legation.questions import questions

    found: dict[str, Any] = {}
    for example in sorted(path.parent for path in (ROOT / "examples").glob("*/dossier.toml")):
        if only and example.name not in only:
            continue
        dossier = legation.load(example)
        with tempfile.TemporaryDirectory() as place:
            lake = lake_of(example, Path(place))
            for question in questions():
                try:
                    answer = dossier.ask(question, today=NOW.date(), lake=lake)
                except LegationError:
                    continue
                for figure, lang in itertools.product(answer.figures, langs):
                    name = f"{example.name}.{question}.{figure.id}.{lang}"
                    svg = render.svg(figure, lang)
                    folder.mkdir(parents=True, exist_ok=True)
                    (folder / f"{name}.svg").write_text(svg, "utf-8")
                    found[name] = asdict(measured(svg))
        print(f"{example.name}: {sum(name.startswith(example.name) for name in found)} figures", file=sys.stderr)
    (folder / "figures.json").write_text(json.dumps(found, indent=1), "utf-8")


def beside(before: Path, after: Path, page: Path) -> None:
    """Write one page with each figure as it was and as it is, and print what was measured of both."""
    was, now = (json.loads((folder / "figures.json").read_text("utf-8")) for folder in (before, after))
    rows = []
    for name in sorted({*was, *now}):
        cells = "".join(
            f"<td>{_picture(folder / f'{name}.svg')}<p>{_figures(Drawn(**there[name]))}</p></td>" if name in there else "<td>–</td>"
            for folder, there in ((before, was), (after, now))
        )
        rows.append(f"<tr><th colspan=2>{html.escape(name)}</th></tr><tr>{cells}</tr>")
    style = "<!doctype html><meta charset=utf-8><style>td{vertical-align:top;width:50%}img{width:100%}</style>"
    page.write_text(f"{style}<table>{''.join(rows)}</table>", "utf-8")
    for title, there in (("before", was), ("after", now)):
        every = [Drawn(**one) for one in there.values()]
        small = sum(one.smallest < 12 for one in every)
        print(
            f"{title}: {len(every)} figures, {sum(one.marks > 0 for one in every)} with marks, {small} with letters below 12 px"
            f" (smallest {min(one.smallest for one in every):g}), {sum(one.touching for one in every)} pairs of texts that touch"
            f" in {sum(one.touching > 0 for one in every)} figures, {sum(one.height > 1100 for one in every)} taller than a page"
        )


def _picture(path: Path) -> str:
    return f'<img src="{html.escape(path.resolve().as_uri())}" alt="">'


def _figures(one: Drawn) -> str:
    return f"{one.height:g} px tall, {one.bytes / 1000:.0f} kB, {one.marks} marks, letters {one.smallest:g} px, {one.touching} touching"


def main(words: list[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gallery", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("folder", type=Path)
    drawing.add_argument("--only", action="append", default=[])
    drawing.add_argument("--lang", action="append", choices=("en", "fr"))
    pair = commands.add_parser("beside")
    for name in ("before", "after", "page"):
        pair.add_argument(name, type=Path)
    given = parser.parse_args(words)
    if given.command == "draw":
        draw(given.folder, given.only, given.lang or ["en", "fr"])
    else:
        beside(given.before, given.after, given.page)


if __name__ == "__main__":
    main()
