"""Values over time: words that stay on the sheet and apart, gaps, cut intervals, marks and their rows, what is refused."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from figures.examples import SAID, actors
from figures.sheet import apart, boxes, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures import render
from legation.figures.dark import DARK, LINES
from legation.figures.figure import Named
from legation.figures.kit.bands import Course, Instant, Key, Panel, Reading, Spell, bands
from legation.figures.kit.day_axis import DayAxis, position
from legation.figures.kit.multiples import multiples
from legation.figures.theme import VOTE_COLOURS
from legation.language import LANGUAGES, Message, say

LONG = "République populaire démocratique de Corée et États associés du pourtour de la mer Jaune, réunis pour la quatrième fois"
ARABIC = "مملكة البحرين والجمهورية العربية السورية"
DAYS = [dt.date(2018, 1, 1) + dt.timedelta(days=31 * k) for k in range(24)]
KEY = tuple(
    Key(sample, f"what {sample} means")
    for sample in ("course", "steps", "behind", "interval", "instant", "level", "alarm", "full", "half", "open", "diamond")
) + tuple(Key(kind, f"what {kind} means") for kind in ("missing", "partly", "ground", "alert", "frame", "dashed-frame", "foot"))


def course(actor: Named, at: int, *, count: int = 6, tied: bool = False, **more: object) -> Course:
    value = [0.4 if tied else math.sin(at + k) for k in range(count)]
    readings = tuple(
        Reading(at=float(k), value=math.nan if (at + k) % 5 == 3 else v, low=v - 0.3, high=v + 0.3, text=f"{v:.1f}")
        for k, v in enumerate(value)
    )
    return Course(name=actor, readings=readings, row=("actors", actor.id), evidence=("record",), **more)  # type: ignore[arg-type]  # as asked


def many(n: int, *, tied: bool = False) -> Panel:
    courses = [course(one, at, tied=tied, tone="" if at < 8 else "behind", labelled=at < 8) for at, one in enumerate(actors(n))]
    return Panel(courses=tuple(courses), unit="Standard deviations")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("n", [1, 5, 200, 1336])
def test_words_stay_on_the_sheet_and_apart_and_can_be_read(n: int, tied: bool, lang: str) -> None:
    figure = bands(many(n, tied=tied), id="bands", ticks=[(float(k), f"session {k}") for k in range(6)], key=KEY, **SAID)
    apart(on_the_sheet(figure, lang))
    spec = figure.specification(lang)

    assert all(
        layer["mark"].get("fontSize", 12) >= 12
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and "text" not in layer["mark"]
    )
    assert spec["height"] < 1050


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [LONG, ARABIC, "Å" * 120])
def test_long_names_and_names_from_the_right_stay_apart(name: str, lang: str) -> None:
    courses = tuple(course(Named(f"a{at}", f"{name} {at}"), at, tied=True) for at in range(8))
    moment = Instant(at=2.0, words=name)
    panel = Panel(name=name, note=name, courses=courses, instants=(moment, Instant(at=2.5, words=f"the other {name}")))
    apart(on_the_sheet(bands(panel, id="bands", key=KEY, notes=[name], **SAID), lang))


def test_a_name_belongs_to_each_course_that_is_labelled() -> None:
    said = {text for text, _, _ in boxes(bands(many(200), id="bands", **SAID).specification("en"))}

    assert sum(str(one.name) in said for one in actors(200)[:8]) >= 6  # longer ones are broken
    assert not any(str(one.name) in said for one in actors(200)[8:])


def test_one_value_a_million_times_the_others_is_on_the_scale() -> None:
    readings = tuple(Reading(at=day, value=1e6 if at == 7 else 1.0, text=str(at)) for at, day in enumerate(DAYS))
    figure = bands(Panel(courses=(Course(name="seen", readings=readings),)), id="bands", **SAID)
    there = on_the_sheet(figure, "fr")
    apart(there)
    heights = {mark["y"] for mark in marks(figure) if mark.get("value") == 1e6}

    assert any("000" in text for text, _, _ in there)
    assert len(heights) == 1
    assert heights.pop() >= 0


def test_an_interval_far_beyond_the_values_is_cut_and_does_not_set_the_scale() -> None:
    ends = [(0.5, 2.0), (0.5, 1e9), (0.0, math.inf)]
    readings = tuple(Reading(at=float(k), value=1.0, low=low, high=high, text="1") for k, (low, high) in enumerate(ends))
    figure = bands(Panel(courses=(Course(name="seen", readings=readings),)), id="bands", **SAID)
    ticks = [text for text, _, _ in boxes(figure.specification("en"))]

    assert not any("000" in text for text in ticks)
    assert any("cut" in text for text in ticks)
    assert "NaN" not in render.svg(figure, "fr")
    assert "inf" not in render.svg(figure, "fr")


@pytest.mark.parametrize("most", [1.0, 3.0, 7.0, 9.0, 23.0])
def test_things_that_are_counted_have_ticks_without_a_fraction(most: float) -> None:
    figure = bands(
        Panel(courses=(Course(name="seen", readings=tuple(Reading(at=float(k), value=most) for k in range(3))),)), id="b", **SAID
    )
    ticks = [text for text, x, _ in boxes(figure.specification("en")) if x < 40 and text.replace(".", "").isdigit()]

    assert ticks
    assert not any("." in tick for tick in ticks)


def test_one_time_only_is_drawn_with_intervals_side_by_side() -> None:
    figure = bands(Panel(courses=tuple(course(one, 0, count=1) for one in actors(5))), id="bands", ticks=[(0.0, "73")], **SAID)
    apart(on_the_sheet(figure, "en"))
    places = [mark["x"] for mark in marks(figure) if "low" in mark]

    assert len(set(places)) == len(places) == 5


def test_every_mark_has_its_row_and_is_numbered_in_the_order_of_drawing() -> None:
    panel = Panel(
        courses=(course(actors(1)[0], 0),),
        spells=(Spell(at=0.0, until=1.0, kind="alert", label="alert", text="from 0 to 1"), Spell(at=2.0, until=3.0, kind="missing")),
        instants=(Instant(at=1.0, words="said", row=("activities", "a"), evidence=("log",)),),
    )
    figure = bands(panel, id="bands", **SAID)
    records = figure.records("en")
    drawn = {mark["mark"] for mark in marks(figure) if "mark" in mark}

    assert [one["label"] for one in records[:3]] == ["alert", "said", str(actors(1)[0].name)]
    assert records[1]["row"] == {"table": "activities", "id": "a"}
    assert records[3]["row"] == {"table": "actors", "id": actors(1)[0].id}
    assert records[3]["evidence"] == ["record"]
    assert drawn == set(range(len(records)))
    assert {mark["mark"] for mark in marks(figure) if mark.get("value") is not None and "mark" in mark} == set(range(3, len(records)))


def test_a_long_course_has_one_mark_and_stays_small() -> None:
    readings = tuple(Reading(at=float(k), value=math.sin(k / 9), text=str(k)) for k in range(1500))
    figure = bands(Panel(courses=(Course(name="seen", readings=readings, text="all"),)), id="bands", **SAID)

    assert [one["value"] for one in figure.records("en")] == ["all"]
    assert len(render.svg(figure, "en")) < 200_000


def panels_of(n: int) -> list[Panel]:
    found = []
    for at, one in enumerate(actors(n)):
        value = [float((at + k) % 7) for k in range(len(DAYS))]
        until = [day + dt.timedelta(days=30) for day in DAYS]
        readings = tuple(
            Reading(at=day, until=end, value=v, low=v * 0.7, high=v * 1.4, text=str(v), alarm=k == 5)
            for k, (day, end, v) in enumerate(zip(DAYS, until, value, strict=True))
        )
        spells = (Spell(at=DAYS[2], until=DAYS[4], kind="missing"), Spell(at=DAYS[8], until=DAYS[9], kind="dashed-frame"))
        levels = Course(name="level", readings=readings, form="steps", labelled=False)
        bars = Course(name=one, readings=readings, form="bar", labelled=False)
        found.append(Panel(name=one, courses=(bars, levels) if at % 2 else (bars,), spells=spells, instants=(Instant(at=DAYS[3]),)))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("one_scale", [False, True])
@pytest.mark.parametrize("n", [1, 5, 12, 200])
def test_small_multiples_fit_a_page_and_say_how_many_are_left_out(n: int, one_scale: bool, lang: str) -> None:
    figure = multiples(panels_of(n), id="weeks", key=KEY, one_scale=one_scale, **SAID)
    there = on_the_sheet(figure, lang)
    apart(there)

    assert figure.specification(lang)["height"] < 1050
    assert any("186" in text for text, _, _ in there) == (n == 200)
    assert {mark["mark"] for mark in marks(figure) if "mark" in mark} == set(range(len(figure.marks)))


def test_on_one_scale_the_same_value_is_as_tall_in_every_panel() -> None:
    panels = [
        Panel(name=name, courses=(Course(name="", form="bar", readings=tuple(Reading(at=k * 1.0, value=v) for k, v in enumerate(values))),))
        for name, values in (("a", (2.0, 4.0)), ("b", (2.0, 40.0)))
    ]
    tall = {}
    for one_scale in (False, True):
        bars = [mark for mark in marks(multiples(panels, id="m", one_scale=one_scale, **SAID)) if mark.get("value") == 2.0]
        tall[one_scale] = [round(mark["y2"] - mark["y"]) for mark in bars]

    assert tall[True][0] == tall[True][1]
    assert tall[False][0] > tall[False][1]


def test_what_hangs_below_the_line_has_a_scale_without_minus() -> None:
    readings = tuple(
        Reading(at=float(k), value=sign * 3.0, low=min(sign * 2.0, sign * 4.0), high=max(sign * 2.0, sign * 4.0))
        for k, sign in enumerate((1, -1))
    )
    figure = bands(Panel(courses=(Course(name="both", form="bar", readings=readings),), mirrored=True), id="bands", **SAID)

    assert not any(text.startswith("-") for text, _, _ in boxes(figure.specification("en")))


def bars_of(n: int) -> Panel:
    """Two measures that mirror each other, with a period in nine of which nothing is known, and an alarm."""
    starts = [dt.date(2012, 1, 2) + dt.timedelta(weeks=k) for k in range(n)]
    courses = []
    for name, sign in (("Cooperation of the two capitals", 1), ("Conflict", -1)):
        readings = tuple(
            Reading(
                at=start,
                until=start + dt.timedelta(days=6),
                value=None if k % 9 == 4 else sign * (1.0 + k % 5),
                low=min(sign * (0.5 + k % 5), sign * (2.0 + k % 5)),
                high=max(sign * (0.5 + k % 5), sign * (2.0 + k % 5)),
                text="said",
                alarm=k == n - 1,
            )
            for k, start in enumerate(starts)
        )
        courses.append(Course(name=name, readings=readings, form="bar", tone="yes" if sign > 0 else "no"))
    return Panel(courses=tuple(courses), mirrored=True)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 2, 24, 320, 1500])
def test_bars_on_both_sides_of_the_line_have_one_scale(n: int, lang: str) -> None:
    figure = bands(bars_of(n), id="bands", key=KEY, **SAID)
    apart(on_the_sheet(figure, lang))
    bars = [mark for mark in marks(figure) if "value" in mark and "y2" in mark]
    up, down = ([bar["y2"] - bar["y"] for bar in bars if bar["value"] * sign > 0] for sign in (1, -1))

    assert len(up) == n - len(range(4, n, 9))
    assert up == pytest.approx(down, abs=0.2)


def test_words_beside_dots_do_not_cover_dots_or_each_other() -> None:
    readings = tuple(
        Reading(
            at=DAYS[0] + dt.timedelta(days=k // 3),
            value=float(k),
            beside=one,
            bold=k % 9 == 0,
            dot=("full", "half", "open", "diamond")[k % 4],
        )  # type: ignore[arg-type]  # kinds
        for k, one in enumerate(actors(200))
    )
    figure = bands(Panel(courses=(Course(name="first uses", readings=readings, form="steps"),)), id="bands", key=KEY, **SAID)
    there = on_the_sheet(figure, "fr")
    apart(there)

    assert {say(one, "fr") for one in actors(200)} & {text for text, _, _ in there}


def test_every_colour_has_its_place_on_a_dark_ground() -> None:
    """A mark of the light drawing keeps its colour on a dark ground, where it is one of a vote, or has another."""
    figures = [
        bands(many(20), id="b", key=KEY, **SAID),
        multiples(panels_of(9), id="m", key=KEY, **SAID),
        bands(bars_of(20), id="c", key=KEY, **SAID),
    ]
    spells = tuple(
        Spell(at=0.0, until=1.0, kind=kind) for kind in ("missing", "partly", "ground", "alert", "frame", "dashed-frame", "foot")
    )  # type: ignore[arg-type]  # kinds
    figures.append(bands(Panel(courses=(course(actors(1)[0], 0),), spells=spells, level=0.5), id="d", **SAID))
    used = {mark[what] for figure in figures for mark in marks(figure) for what in ("fill", "stroke") if mark.get(what)}

    assert used <= {*DARK, *LINES, *VOTE_COLOURS.values()}


def test_what_cannot_be_drawn_over_time_is_refused() -> None:
    falling = (Reading(at=2.0, value=1.0), Reading(at=1.0, value=1.0))
    outside = (Reading(at=1.0, value=1.0, low=2.0, high=3.0),)
    endless = (Reading(at=1.0, value=math.inf),)
    for readings in (falling, outside, endless):
        with pytest.raises(BadValue, match="order of time"):
            bands(Panel(courses=(Course(name="seen", readings=readings),)), id="bands", **SAID)
    for panels in ([], [Panel(courses=())], [Panel(courses=(Course(name="seen", readings=()),))]):
        with pytest.raises(BadValue, match="Nothing to draw"):
            multiples(panels, id="bands", **SAID)


def test_an_unknown_message_is_not_needed_where_a_name_is_spoken() -> None:
    name = Message("language.yes")

    assert (
        bands(Panel(courses=(Course(name=name, readings=(Reading(at=1.0, value=1.0),)),)), id="b", **SAID).records("fr")[0]["label"]
        == "oui"
    )


def test_days_stand_in_order_and_ticks_inside() -> None:
    first, last = dt.date(2013, 9, 15), dt.date(2019, 9, 15)
    axis = DayAxis(position(first), position(last), 10.0, 600.0)
    whole = DayAxis(position(dt.date.min), position(dt.date.max), 0.0, 600.0)

    assert axis.at(first) == 10.0
    assert axis.at(last) == 600.0
    assert all(first <= day <= last for day in axis.days())
    assert DayAxis(position(first), position(first), 0.0, 100.0).at(first) == 50.0
    assert len(whole.days()) < 120
    assert len(DayAxis(position(first), position(first) + 9, 0.0, 600.0).days()) >= 5
