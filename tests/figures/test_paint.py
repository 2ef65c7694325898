"""A drawing as our own SVG, beside the general converter as an independent program."""

import io

import numpy as np
import pytest
import vl_convert
from figures.examples import EVERY, SAID
from PIL import Image

from legation.figures import paint, render
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure
from legation.figures.theme import BLOC_SHAPES

ARC = "M-0.9,0A0.9,0.9,0,1,1,0.9,0A0.9,0.9,0,1,1,-0.9,0Z"


def every_mark(_):
    sheet = Drawing(260)
    sheet.rect(4, 2, 60, 40, fill="#1B7F79", stroke="#14213D", thick=2, dash=(4, 2), radius=6)
    sheet.rect(100, 42, 60, -40, fill="#B3261E")
    sheet.path(hatching(100, 2, 60, 40), stroke="#FBFAF7", thick=1.2)
    sheet.path(line((200, 5), (300, 40)), stroke="#14213D", dash=(1, 2), opacity=0.5)
    for i, shape in enumerate((*BLOC_SHAPES, ARC)):
        sheet.dot(20 + 30 * i, 70, shape, 9, fill="#2B5C8A", stroke="#14213D", thick=1.5, opacity=0.6)
        sheet.dot(30 + 30 * i, 75, shape, 9, fill="#D9A441", opacity=0.6)
    for i, baseline in enumerate(("top", "middle", "bottom", "alphabetic")):
        for j, align in enumerate(("left", "center", "right")):
            sheet.text(100 + 200 * j, 110 + 30 * i, f"Égypte & <{baseline}>", baseline=baseline, align=align, bold=i % 2 == 0)
    sheet.text(620, 200, ["deux", "lignes"], size=16, angle=30, halo="#E3E4E7")
    return Figure(id="marks", spec=sheet.spec(), bare=True, **SAID)


def pixels(svg):
    return np.asarray(Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=2))).convert("RGB")).astype(int)


@pytest.mark.parametrize("draw", [*EVERY.values(), every_mark], ids=[*EVERY, "every mark"])
def test_a_drawing_looks_as_the_converter_paints_it(draw) -> None:
    figure = draw(20)
    spec = figure.specification("fr", footer="Source : relevés & <listes>")
    assert paint.is_drawing(spec)
    ours, theirs = pixels(paint.painted(spec, "fr")), pixels(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))

    assert ours.shape == theirs.shape
    below = 2 * (int(spec["padding"]["top"]) - 4)  # the converter sets titles by the height of what it measures
    different = np.abs(ours[below:] - theirs[below:]).max(axis=2) > 60
    assert different.mean() < 0.002
    assert (ours[below:] != ours[0, 0]).any()


def test_what_another_package_specifies_is_converted() -> None:
    chart = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}

    drawn = render.svg(Figure(id="theirs", spec=chart, **SAID), "en")

    assert not paint.is_drawing(chart)
    assert 'role="img"' in drawn
    assert "mark-rect" in drawn
