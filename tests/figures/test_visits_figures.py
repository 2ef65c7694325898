"""Pictures of visits: two counts side by side."""

from __future__ import annotations

import json

import pytest

from legation.errors import BadValue
from legation.figures.drawing import number
from legation.figures.figure import Figure, Named
from legation.figures.side_by_side import PairBar, side_by_side
from legation.language import LANGUAGES, Lang, Message

SAID = Message("who-reads-us.title")
WORDS = {"title": SAID, "subtitle": SAID, "alt": SAID}


def data(figure: Figure, lang: Lang) -> list[dict]:
    spec = figure.spec(lang) if callable(figure.spec) else figure.spec
    json.dumps(spec, allow_nan=False)
    return [datum for layer in spec["layer"] for datum in layer["data"]["values"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bars_of_both_sides_have_one_scale(lang: Lang) -> None:
    bars = [
        PairBar(name=Named(f"/p{k}", f"/une/adresse/assez/longue/pour/deux/lignes/{k}" * 2), left=10 * k, right=5 * k, part=k)
        for k in range(12)
    ]
    shown = [one for one in data(side_by_side(bars, left=SAID, right=SAID, part=SAID, **WORDS), lang) if "of" in one]

    for one in shown:
        assert one["x2"] - one["x"] == pytest.approx(
            number(one["count"] * (shown[-1]["x2"] - shown[-1]["x"]) / shown[-1]["count"]), abs=0.4
        )
    assert sum(one["of"] == "part" for one in shown) == 11


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(BadValue, match="bars"):
        side_by_side([PairBar(name=Named("/", "/"), left=1, right=1, part=2)], left=SAID, right=SAID, part=SAID, **WORDS)
