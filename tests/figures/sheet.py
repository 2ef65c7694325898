"""A drawn figure as a sheet: its marks, where its words stand, and what every sheet keeps to."""

import itertools
from xml.etree import ElementTree as ET

from legation.figures import render
from legation.figures.measure import width
from legation.language import say


def marks(figure, lang="en"):
    return [datum for layer in figure.specification(lang)["layer"] for datum in layer["data"]["values"]]


def boxes(spec):
    """Return every text with its rectangle."""
    found = {}
    for layer in spec["layer"]:
        mark = layer["mark"]
        for datum in layer["data"]["values"] if mark["type"] == "text" and "fontSize" in mark and mark.get("strokeWidth") is None else ():
            wide = width(datum["text"], mark["fontSize"], bold=mark["fontWeight"] == 600)
            left = datum["x"] - {"left": 0, "center": wide / 2, "right": wide}[mark["align"]]
            half = mark["fontSize"] / 2
            if mark.get("angle") == 270:
                found[datum["text"], datum["x"], datum["y"]] = (datum["x"] - half, datum["y"] - wide, datum["x"] + half, datum["y"])
                continue
            found[datum["text"], datum["x"], datum["y"]] = (left, datum["y"] - half, left + wide, datum["y"] + half)
    return found


def drawn_whole(figure, lang):
    """Hold that a figure is drawn, with its text alternative and no word of the program."""
    drawn = render.svg(figure, lang, "Source: records.")

    assert ET.fromstring(drawn).get("aria-label") == say(figure.alt, lang)
    assert "undefined" not in drawn
    assert "NaN" not in drawn


def on_the_sheet(figure, lang):
    """Hold that a figure is drawn whole with every word on the sheet; return the words with their rectangles."""
    drawn_whole(figure, lang)
    spec = figure.specification(lang)
    there = boxes(spec)
    for (text, _, _), (left, top, right, bottom) in there.items():
        assert not text.startswith("["), text
        assert left >= -1, text
        assert right <= spec["width"] + 1, text
        assert top >= -2, text
        assert bottom <= spec["height"] + 2, text
    return there


def apart(there):
    """Hold that no two words touch, but one that stands twice."""
    for (a, one), (b, two) in itertools.combinations(there.items(), 2):
        assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1] or a[0] == b[0], (a, b)
