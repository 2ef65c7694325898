"""Pictures of visits: weeks in small charts, and two counts side by side."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from legation.errors import BadValue
from legation.figures.drawing import number
from legation.figures.figure import Figure, Named
from legation.figures.side_by_side import PairBar, side_by_side
from legation.figures.theme import WIDTH
from legation.figures.weeks import WeekRow, weeks
from legation.language import LANGUAGES, Lang, Message

SAID = Message("who-reads-us.title")
WORDS = {"title": SAID, "subtitle": SAID, "alt": SAID}
STARTS = [dt.date(2023, 11, 6) + dt.timedelta(weeks=k) for k in range(60)]


def row(identifier: str = "people") -> WeekRow:
    values = tuple(None if k == 7 else (100.0 + k, 80.0 + k, 125.0 + k) for k in range(60))
    return WeekRow(id=identifier, name=Message("who-reads-us.group.ai"), fill="#2B5C8A", values=values, note=SAID)


def data(figure: Figure, lang: Lang) -> list[dict]:
    spec = figure.spec(lang) if callable(figure.spec) else figure.spec
    json.dumps(spec, allow_nan=False)
    return [datum for layer in spec["layer"] for datum in layer["data"]["values"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_week_is_a_bar_or_hatched(lang: Lang) -> None:
    missing = [1.0 if k == 7 else 0.4 if k == 9 else 0.0 for k in range(60)]
    shown = data(weeks([row(), row("ai")], STARTS, missing, since=dt.date(2024, 6, 5), **WORDS), lang)

    bars = [one for one in shown if "value" in one]
    assert len(bars) == 2 * 59
    assert [one["value"] for one in bars if one["row"] == "ai"][:3] == [100.0, 101.0, 102.0]
    assert {one["start"] for one in shown if one.get("missing") == 1.0} == {STARTS[7].isoformat()}
    assert {one["start"] for one in shown if one.get("missing") == 0.4} == {STARTS[9].isoformat()}
    texts = [one for one in shown if "text" in one]
    assert {"2023", "2024"} <= {one["text"] for one in texts}
    assert all(0 <= one["x"] <= WIDTH for one in texts)


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
    for rows, starts, missing in (([], STARTS, [0.0] * 60), ([row()], STARTS[:5], [0.0] * 5), ([row()], STARTS[::-1], [0.0] * 60)):
        with pytest.raises(BadValue, match="rows"):
            weeks(rows, starts, missing, **WORDS)
    with pytest.raises(BadValue, match="bars"):
        side_by_side([PairBar(name=Named("/", "/"), left=1, right=1, part=2)], left=SAID, right=SAID, part=SAID, **WORDS)
