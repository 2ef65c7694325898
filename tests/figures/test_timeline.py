"""Happenings on a line of time: names that stay apart, ties on one day, days known to the month, what is planned, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from figures.examples import SAID, actors
from figures.sheet import apart, marks, on_the_sheet

from legation.dossier import When
from legation.errors import BadValue
from legation.figures.kit.timeline import MOST, Happening, Kind, Lane, timeline
from legation.language import LANGUAGES, say

DAY = dt.date(2018, 2, 1)
SHAPES = ("circle", "square", "hexagon", "diamond", "shield", "flag")
KINDS = {name: Kind(f"What a {name} is", "DC" if name == "hexagon" else "V", name, "first") for name in SHAPES}  # type: ignore[arg-type]  # shapes
LONG = "République populaire démocratique de Corée et États associés du pourtour de la mer Jaune, réunis pour la quatrième fois"
ARABIC = "مملكة البحرين والجمهورية العربية السورية"


def lanes_of(n: int, *, tied: bool = False, lanes: int = 3) -> list[Lane]:
    found: list[list[Happening]] = [[] for _ in range(lanes)]
    for at, one in enumerate(actors(n)):
        first = DAY if tied else DAY + dt.timedelta(days=at * 11 // 3 - n)
        found[at % lanes].append(
            Happening(
                name=one,
                kind=SHAPES[at % 6],
                first=first,
                last=first + dt.timedelta(days=27) if at % 5 == 1 else None,
                end=first + dt.timedelta(days=90) if at % 4 == 0 else None,
                warning="Activity without an audience" if at % 7 == 2 else "",
                row=("activities", one.id),
                evidence=("record",),
            )
        )
    return [
        Lane(name=f"An objective that is served, number {at}", happenings=tuple(those), row=("objectives", f"o{at}"))
        for at, those in enumerate(found)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("n", [1, 5, 60, 200, 1336])
def test_words_stay_on_one_page_and_apart_and_can_be_read(n: int, tied: bool, lang: str) -> None:
    figure = timeline(lanes_of(n, tied=tied), KINDS, as_of=DAY, **SAID)
    there = on_the_sheet(figure, lang)
    apart(there)
    spec = figure.specification(lang)

    assert spec["height"] < 1050
    assert all(layer["mark"].get("fontSize", 12) >= 12 for layer in spec["layer"])
    assert any(str(n - MOST) in text.replace("\u202f", "").replace(",", "") for text, _, _ in there) == (n > MOST)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [LONG, ARABIC, "Å" * 120])
def test_long_names_and_names_from_the_right_stay_apart(name: str, lang: str) -> None:
    those = tuple(Happening(name=name, kind="flag", first=DAY, warning=name) for _ in range(4))
    apart(on_the_sheet(timeline([Lane(name=name, warning=name, happenings=those)], KINDS, as_of=DAY, **SAID), lang))


def test_of_many_those_nearest_to_the_day_of_knowing_are_drawn() -> None:
    figure = timeline(lanes_of(200), KINDS, as_of=DAY, **SAID)
    shown = {mark.row[1] for mark in figure.marks if mark.row and mark.row[0] == "activities"}
    days = {one.row[1]: abs((one.first - DAY).days) for lane in lanes_of(200) for one in lane.happenings if one.row}

    assert len(shown) == MOST
    assert max(days[one] for one in shown) <= min(days[one] for one in set(days) - shown)


def test_every_mark_has_its_row_its_kind_and_its_place_in_the_order_of_drawing() -> None:
    figure = timeline(lanes_of(9), KINDS, as_of=DAY, **SAID)
    records = figure.records("en")

    assert {mark["mark"] for mark in marks(figure) if "mark" in mark} == set(range(len(records)))
    assert {one["row"]["table"] for one in records} == {"objectives", "activities"}
    assert {one["group"] for one in records if one["row"]["table"] == "activities"} == {f"What a {name} is" for name in SHAPES}
    assert all(one["evidence"] == ["record"] for one in records if one["row"]["table"] == "activities")


def test_what_is_planned_is_hollow_and_says_so() -> None:
    past, planned = (
        Happening(name=name, kind="shield", first=day) for name, day in (("past", dt.date(2018, 1, 1)), ("planned", dt.date(2018, 12, 1)))
    )
    figure = timeline([Lane(happenings=(planned, past))], KINDS, as_of=DAY, **SAID)
    fills = {mark["mark"]: mark["fill"] for mark in marks(figure) if "path" in mark and "mark" in mark}

    assert [one["label"] for one in figure.records("en")] == ["past", "planned"]
    assert fills[0] != fills[1] == "#FBFAF7"
    assert "planned" in figure.records("en")[1]["value"]
    assert "prévu" in figure.records("fr")[1]["value"]


def test_a_day_known_to_the_month_is_a_line_from_its_first_to_its_last() -> None:
    may = When("2018-05")
    one = Happening(name="session", kind="flag", first=may.first, last=may.last, when=may)
    figure = timeline([Lane(happenings=(one, Happening(name="day", kind="flag", first=DAY)))], KINDS, as_of=DAY, **SAID)
    lines = [mark for mark in marks(figure) if mark.get("mark") == 1 and mark.get("stroke") == "#858B98"]

    assert say(figure.marks[1].value, "fr") == "mai 2018, prévu"
    assert len(lines) == 3
    assert not [mark for mark in marks(figure) if mark.get("mark") == 0 and mark.get("stroke") == "#858B98"]


def test_a_lane_without_happenings_is_drawn_for_its_warning_alone() -> None:
    bare = Lane(name="An end without means", warning="End without means", happenings=(), row=("objectives", "o2"))
    empty = Lane(name="Nothing to say", happenings=())
    figure = timeline([*lanes_of(1, lanes=1), bare, empty], KINDS, as_of=DAY, **SAID)
    said = {text for text, _, _ in on_the_sheet(figure, "en")}

    assert {"An end without means", "End without means"} <= said
    assert "Nothing to say" not in said
    assert figure.records("en")[-1]["row"] == {"table": "objectives", "id": "o2"}


@pytest.mark.parametrize("days", [(dt.date.min, dt.date.max), (dt.date(2018, 2, 1), dt.date(2018, 2, 1))])
def test_the_whole_of_the_calendar_and_a_single_day_are_drawn(days: tuple[dt.date, dt.date]) -> None:
    those = tuple(Happening(name=str(day), kind="circle", first=day) for day in days)
    apart(on_the_sheet(timeline([Lane(happenings=those)], KINDS, as_of=DAY, **SAID), "fr"))


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(BadValue, match="Nothing to draw"):
        timeline([Lane(name="empty", happenings=())], KINDS, as_of=DAY, **SAID)
    before = DAY - dt.timedelta(days=1)
    for one in (
        Happening(name="a", kind="flag", first=DAY, end=before),
        Happening(name="a", kind="flag", first=DAY, last=before),
        Happening(name="a", kind="rumour", first=DAY),
    ):
        with pytest.raises(BadValue, match="kind one of"):
            timeline([Lane(happenings=(one,))], KINDS, as_of=DAY, **SAID)
