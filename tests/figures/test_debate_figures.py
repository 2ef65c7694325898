"""Voices with their intervals and bursts on a line of time: what is drawn is what was given, and nothing runs out of the sheet."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legation.errors import BadValue
from legation.figures.burst_line import BurstRow, Column, Moved, Stretch, burst_line
from legation.figures.figure import Named
from legation.figures.render import svg
from legation.figures.voice_shares import Voice, scale, voice_shares
from legation.language import LANGUAGES, Message

SAID: dict[str, Any] = dict.fromkeys(("title", "subtitle", "alt"), Message("language.yes"))


def marks(figure: Any, lang: Any = "fr") -> list[dict[str, Any]]:
    return [datum for layer in figure.specification(lang)["layer"] for datum in layer["data"]["values"]]


def test_every_voice_stands_at_its_share_within_its_interval() -> None:
    voices = [
        Voice(name=Named(f"a{n}", f"Représentation permanente numéro {n} auprès de l'Organisation"), share=(n / 100, n / 200, n / 50))
        for n in range(40)
    ]
    drawn = marks(voice_shares(voices, **SAID))

    dots = {one["actor"]: one for one in drawn if one.get("actor") and "shape" in one}
    assert len(dots) == 40
    places = [dots[f"a{n}"]["x"] for n in range(40)]
    assert places == sorted(places)
    assert max(one["x"] for one in drawn if "x" in one) <= 704
    assert scale(0.0)[1] > 0


def test_before_is_hollow_and_the_unknown_is_said() -> None:
    periods = (Message("language.yes"), Message("language.no"))
    figure = voice_shares([Voice(name=Named("a", "A"), share=(0.2, 0.1, 0.3), before=None)], periods=periods, **SAID)

    assert "rien de conservé" in [one.get("text") for one in marks(figure)]


def test_bursts_moves_and_gaps_are_drawn() -> None:
    months = [dt.date(2018 + n // 12, n % 12 + 1, 1) for n in range(24)]
    ends = [*(day - dt.timedelta(days=1) for day in months[1:]), dt.date(2019, 12, 31)]
    columns = tuple(
        Column(start=start, end=end, share=float("nan") if n == 5 else 0.1 + 0.3 * (n > 15))
        for n, (start, end) in enumerate(zip(months, ends, strict=True))
    )
    row = BurstRow(
        name="« mers · ports »",
        columns=columns,
        bursts=(Stretch(start=months[16], end=ends[18], firm=True), Stretch(start=months[1], end=ends[1], firm=False)),
        moves=(Moved(at=months[16], low=months[14], high=months[17], before=0.1, after=0.4),),
    )
    figure = burst_line([row] * 8, **SAID)
    drawn = marks(figure)

    assert sum("start" in one and "share" in one for one in drawn) == 8 * 23
    assert sum("missing" in one for one in drawn) == 8
    assert [one["firm"] for one in drawn if "firm" in one].count(True) == 8
    assert {"Poussée", "Poussée que le hasard peut produire", "rien de conservé"} <= {one.get("text") for one in drawn}
    for lang in LANGUAGES:
        assert svg(figure, lang).startswith("<svg")


@pytest.mark.parametrize("voices", [[], [Voice(name=Named("a", "A"), share=(0.2, 0.3, 0.4))]])
def test_voices_out_of_range_are_refused(voices: list[Voice]) -> None:
    with pytest.raises(BadValue, match="1 to 40"):
        voice_shares(voices, **SAID)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [BurstRow(name="x", columns=())],
        [BurstRow(name="x", columns=(Column(start=dt.date(2018, 1, 1), end=dt.date(2018, 1, 2), share=2.0),))],
    ],
)
def test_rows_out_of_range_are_refused(rows: list[BurstRow]) -> None:
    with pytest.raises(BadValue, match="1 to 8"):
        burst_line(rows, **SAID)
