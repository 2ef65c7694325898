"""Replies of many levels and moments rolled up: every rule by hand, and a slow oracle that is written another way."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.dossier.records.rounds import ANSWERS, FORMS, SPEAKERS
from legation.errors import BadValue
from legation.language import say
from legation.questions.votes.declared import PLACES, Reply, roll_up

MON, TUE, WED = "2026-11-02", "2026-11-03", "2026-11-04"


def reply(number: int, at: str, answer: str, level: str = "mission", **more: Any) -> Reply:
    """One reply of France, or of who is named, said aloud where nothing else is given."""
    return Reply(**{"id": f"r{number}", "actor": "FRA", "at": at, "answer": answer, "level": level, "form": "said", **more})


def stands(*replies: Reply, groups: Mapping[str, Iterable[str]] | None = None, cut: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Where France stands, and on which replies."""
    found = roll_up(replies, ["FRA", "GER"], {name: tuple(inside) for name, inside in (groups or {}).items()}, cut)
    return found.place["FRA"], found.standing["FRA"]


@pytest.mark.parametrize("answer", ["yes", "no", "abstain", "absent"])
def test_an_answer_is_a_place(answer: str) -> None:
    """One declaration puts the member in its own place."""
    assert stands(reply(1, MON, answer)) == (answer, ("r1",))


def test_what_is_after_the_cut_is_not_there() -> None:
    """A moment counts from itself, the cut included; a day from its end, whatever is known of the moment before."""
    at = reply(1, f"{MON}T18:00:00Z", "yes")
    assert stands(at, cut=f"{MON}T18:00:00Z")[0] == "yes"
    assert stands(at, cut=f"{MON}T17:59:59Z") == ("not_asked", ())
    assert stands(at, cut=f"{MON}T19:00+01:00")[0] == "yes"
    day = reply(1, MON, "yes")
    assert stands(day, cut=f"{MON}T23:59:59Z")[0] == "not_asked"
    assert stands(day, cut=f"{TUE}T00:00Z")[0] == "yes"


def test_a_cut_may_be_a_day() -> None:
    """It holds the whole of it in UTC: what is known to the day, its last moment, and not the first of the next."""
    assert stands(reply(1, MON, "yes"), cut=MON)[0] == "yes"
    assert stands(reply(1, f"{MON}T23:59:59.999Z", "yes"), cut=MON)[0] == "yes"
    assert stands(reply(1, f"{TUE}T00:00Z", "yes"), cut=MON)[0] == "not_asked"
    assert stands(reply(1, f"{TUE}T00:30+01:00", "yes"), cut=MON)[0] == "yes"


def test_what_replaces_after_the_cut_replaces_nothing() -> None:
    """At the cut nobody had said that the first no longer holds."""
    first, second = reply(1, MON, "yes", "minister"), reply(2, WED, "no", replaces=("r1",))
    assert stands(first, second, cut=TUE) == ("yes", ("r1",))
    assert stands(first, second) == ("no", ("r2",))


@pytest.mark.parametrize("nothing", [{"answer": "none"}, {"answer": "no", "reached": False}])
def test_no_answer_changes_only_when_a_member_was_last_tried(nothing: dict[str, Any]) -> None:
    """It erases no yes, replaces nothing, and is told as the date of the last try."""
    later = reply(2, TUE, level="mission", replaces=("r1",), **nothing)
    assert stands(reply(1, MON, "yes"), later) == ("yes", ("r1",))
    found = roll_up([reply(1, MON, "yes"), later, reply(3, MON, "none")], ["FRA", "GER"])
    assert dict(found.tried) == {"FRA": TUE, "GER": ""}


def test_who_was_only_tried() -> None:
    """Spoken to without an answer is asked, nobody there is not reached; of both, the first that fits."""
    spoke, away = reply(1, MON, "none"), reply(2, TUE, "none", reached=False)
    assert stands(spoke) == ("asked", ("r1",))
    assert stands(away) == ("not_reached", ("r2",))
    assert stands(spoke, away) == ("asked", ("r1",))


def test_the_last_try_of_a_day_is_its_end() -> None:
    """What is known to the day counts from its end, after every moment of it."""
    tries = [reply(1, f"{MON}T20:00Z", "none"), reply(2, MON, "none"), reply(3, f"{MON}T08:00Z", "none")]
    assert roll_up(tries, ["FRA"]).tried["FRA"] == MON


@pytest.mark.parametrize("answer", ["yes", "no", "abstain"])
def test_a_hint_is_a_leaning(answer: str) -> None:
    """Never a declaration: it ends none, replaces none, and a condition makes it no conditional yes."""
    hint = reply(2, WED, answer, form="hinted", condition="if the costs are met", replaces=("r1",))
    assert stands(hint) == ("leaning", ("r2",))
    assert stands(reply(1, MON, "abstain"), hint) == ("abstain", ("r1",))


def test_any_other_hint_says_that_the_member_was_asked() -> None:
    """Hinted undecided, absent or with its group is no answer; it takes no earlier leaning back."""
    for answer in ("undecided", "absent", "follows"):
        assert stands(reply(1, MON, answer, form="hinted")) == ("asked", ("r1",))
        assert stands(reply(1, MON, "yes", form="hinted"), reply(2, TUE, answer, form="hinted")) == ("leaning", ("r1",))


def test_within_a_level_the_latest_stands() -> None:
    """A later undecided retracts: the level declares nothing, and the member is undecided."""
    yes, no = reply(1, MON, "yes"), reply(2, TUE, "no")
    assert stands(yes, no) == ("no", ("r2",))
    assert stands(no, yes) == ("no", ("r2",))
    assert stands(yes, reply(3, TUE, "undecided")) == ("undecided", ("r3",))
    assert stands(yes, reply(3, TUE, "undecided"), reply(4, WED, "yes")) == ("yes", ("r4",))


def test_an_undecided_of_one_level_leaves_the_other() -> None:
    """The ministry that is undecided does not take back what the minister said."""
    assert stands(reply(1, MON, "yes", "minister"), reply(2, TUE, "undecided", "ministry")) == ("yes", ("r1",))
    retracted = reply(1, MON, "no", "ministry"), reply(2, TUE, "undecided", "ministry"), reply(3, MON, "yes", "minister")
    assert stands(*retracted) == ("yes", ("r3",))


@pytest.mark.parametrize(
    ("first", "second"),
    [(MON, MON), (MON, f"{MON}T09:00Z"), (f"{MON}T09:00Z", f"{MON}T10:00+01:00"), (f"{MON}T00:00Z", MON), (MON, f"{TUE}T00:30+01:00")],
)
def test_two_of_one_level_without_order_are_contradicted(first: str, second: str) -> None:
    """Of one moment, or one known to that day only: neither is the latest, in whatever order the rows stand."""
    one, other = reply(1, first, "yes"), reply(2, second, "no")
    assert stands(one, other) == stands(other, one) == ("contradicted", ("r1", "r2"))
    assert stands(one, reply(2, second, "yes")) == ("yes", ("r1", "r2"))
    assert stands(one, reply(2, second, "undecided")) == ("contradicted", ("r1", "r2"))
    assert stands(one, other, reply(3, WED, "abstain")) == ("abstain", ("r3",))


def test_the_days_of_moments_are_those_of_utc() -> None:
    """Half past midnight in Paris is of the day before; midnight in UTC is after the whole day before."""
    assert stands(reply(1, MON, "yes"), reply(2, f"{TUE}T00:00Z", "no")) == ("no", ("r2",))
    assert stands(reply(1, TUE, "yes"), reply(2, f"{TUE}T00:30+01:00", "no")) == ("yes", ("r1",))


def test_levels_that_differ_are_contradicted_whatever_their_rank() -> None:
    """No rank and no date settles it; the other levels' agreement neither."""
    for low, high in itertools.permutations(("head", "minister", "ministry", "mission", "other", "desk"), 2):
        assert stands(reply(1, MON, "yes", low), reply(2, WED, "no", high)) == ("contradicted", ("r1", "r2"))
    assert stands(reply(1, MON, "yes", "head"), reply(2, MON, "yes", "minister"), reply(3, WED, "abstain"))[0] == "contradicted"
    assert stands(reply(1, MON, "yes", "head"), reply(2, TUE, "follows"))[0] == "contradicted"


def test_the_later_that_replaces_the_other_settles_it() -> None:
    """It must name it; the earlier one replaces nothing that comes later."""
    yes = reply(1, MON, "yes", "minister")
    assert stands(yes, reply(2, TUE, "no", replaces=("r1",))) == ("no", ("r2",))
    assert stands(yes, reply(2, TUE, "undecided", replaces=("r1",))) == ("undecided", ("r2",))
    assert stands(reply(1, MON, "yes", "minister", replaces=("r2",)), reply(2, TUE, "no")) == ("contradicted", ("r1", "r2"))


def test_what_was_replaced_does_not_come_back() -> None:
    """Neither where what replaced it is replaced, nor where it is retracted, nor what it had ended itself."""
    yes, no = reply(1, MON, "yes", "minister"), reply(2, TUE, "no", replaces=("r1",))
    assert stands(yes, no, reply(3, WED, "abstain", "ministry", replaces=("r2",))) == ("abstain", ("r3",))
    assert stands(yes, no, reply(3, WED, "undecided")) == ("undecided", ("r3",))
    earlier = reply(4, "2026-11-01", "abstain", "minister")
    assert stands(earlier, yes, no) == ("no", ("r2",))


def test_the_desk_settles_by_a_row_of_its_own() -> None:
    """It names what it replaces, also of the same day; what is said afterwards contradicts it again."""
    sides = reply(1, MON, "yes", "minister"), reply(2, TUE, "no")
    assert stands(*sides, reply(3, WED, "yes", "desk")) == ("contradicted", ("r1", "r2", "r3"))
    settled = reply(3, WED, "yes", "desk", replaces=("r1", "r2"))
    assert stands(*sides, settled) == ("yes", ("r3",))
    assert stands(reply(1, MON, "yes"), reply(2, MON, "no"), reply(3, f"{MON}T17:00Z", "no", "desk", replaces=("r1", "r2"))) == (
        "no",
        ("r3",),
    )
    assert stands(*sides, settled, reply(4, f"{WED}T23:00Z", "no", "other")) == ("contradicted", ("r3", "r4"))


def test_what_replaces_one_another_replaces_nothing() -> None:
    """Two of one day that name each other have no order: both stand."""
    one, other = reply(1, MON, "yes", "minister", replaces=("r1", "r2")), reply(2, MON, "no", replaces=("r1",))
    assert stands(one, other) == ("contradicted", ("r1", "r2"))
    ring = [reply(n, MON, "yes", level, replaces=(f"r{n % 3 + 1}",)) for n, level in ((1, "head"), (2, "minister"), (3, "mission"))]
    assert stands(*ring) == ("yes", ("r1", "r2", "r3"))
    mixed = (
        reply(1, f"{MON}T10:00Z", "yes", replaces=("r3",)),
        reply(2, f"{MON}T12:00Z", "no"),
        reply(3, MON, "abstain", "ministry", replaces=("r2",)),
    )
    assert stands(*mixed) == ("contradicted", ("r2", "r3"))


def test_ids_that_are_not_there_and_of_others_are_not_replaced() -> None:
    """A reader who may not see a row has the reply that names it; nobody replaces what another State said."""
    foreign = Reply("g1", "GER", MON, "yes", "mission", "said")
    found = roll_up([foreign, reply(1, TUE, "no", replaces=("g1", "gone"))], ["FRA", "GER"])
    assert (found.place["GER"], found.place["FRA"]) == ("yes", "no")


def test_a_yes_with_a_condition_is_conditional() -> None:
    """Also beside a yes of another level without one; a no with a condition is a no, and an empty one is none."""
    condition = reply(1, MON, "yes", condition="if paragraph 4 goes")
    assert stands(condition) == ("conditional", ("r1",))
    assert stands(condition, reply(2, TUE, "yes", "minister")) == ("conditional", ("r1", "r2"))
    assert stands(condition, reply(2, TUE, "yes")) == ("yes", ("r2",))
    assert stands(condition, reply(2, TUE, "no", "minister")) == ("contradicted", ("r1", "r2"))
    assert stands(reply(1, MON, "no", condition="unless it is amended"))[0] == "no"
    assert stands(reply(1, MON, "yes", condition="  "))[0] == "yes"


GROUPS = {"EU": ("FRA", "ITA"), "G77": ("GER",)}


def group(number: int, at: str, answer: str, **more: Any) -> Reply:
    """What the European Union says for its members."""
    return Reply(**{"id": f"e{number}", "actor": "EU", "at": at, "answer": answer, "level": "group", "form": "said", **more})


def test_a_group_speaks_for_those_that_have_not_declared() -> None:
    """Who has declared is not contradicted by it; who is no member of it is not spoken for; undecided is a place of its own."""
    said = group(1, MON, "no")
    assert stands(said, groups=GROUPS) == ("through_group", ("e1",))
    assert roll_up([said], ["FRA", "GER"], GROUPS).place["GER"] == "not_asked"
    assert stands(said, reply(1, MON, "yes"), groups=GROUPS) == ("yes", ("r1",))
    assert stands(said, reply(1, MON, "undecided"), groups=GROUPS) == ("undecided", ("r1",))
    assert stands(said, reply(1, MON, "yes", form="hinted"), groups=GROUPS) == ("through_group", ("e1",))
    assert stands(said, reply(1, MON, "none"), groups=GROUPS) == ("through_group", ("e1",))


def test_who_answered_that_it_follows_goes_through_its_group_before_it_has_spoken() -> None:
    """Also where no group is given; the group's word stands beside its own."""
    assert stands(reply(1, MON, "follows"), groups=GROUPS) == ("through_group", ("r1",))
    assert stands(reply(1, MON, "follows")) == ("through_group", ("r1",))
    assert stands(reply(1, MON, "follows"), group(1, TUE, "yes"), groups=GROUPS) == ("through_group", ("e1", "r1"))
    assert stands(reply(1, MON, "follows"), reply(2, TUE, "yes"), groups=GROUPS) == ("yes", ("r2",))
    assert stands(reply(1, MON, "follows"), reply(2, TUE, "undecided", "ministry"), groups=GROUPS)[0] == "undecided"


def test_a_group_that_declares_nothing_speaks_for_nobody() -> None:
    """A hint, no answer, a retraction: its members stand where their own replies put them."""
    for silent in (group(2, TUE, "yes", form="hinted"), group(2, TUE, "none"), group(2, TUE, "yes", reached=False)):
        assert stands(silent, groups=GROUPS) == ("not_asked", ())
    assert stands(group(1, MON, "yes"), group(2, TUE, "undecided"), groups=GROUPS) == ("not_asked", ())
    assert stands(group(1, MON, "yes"), groups=GROUPS, cut="2026-11-01") == ("not_asked", ())


def test_a_group_that_contradicts_itself_contradicts_nobody() -> None:
    """Its members go through it all the same, with both of its words; the desk may settle it."""
    both = group(1, MON, "yes"), group(2, MON, "no")
    assert stands(*both, groups=GROUPS) == ("through_group", ("e1", "e2"))
    settled = group(3, TUE, "no", level="desk", replaces=("e1", "e2"))
    assert stands(*both, settled, groups=GROUPS) == ("through_group", ("e3",))


def test_counts_hold_every_place_and_add_up() -> None:
    """Zeros too, in the order that is promised, ids ascending."""
    found = roll_up([reply(10, MON, "yes"), reply(9, MON, "yes", "minister")], ["FRA", "GER"], GROUPS)
    assert tuple(found.counts) == PLACES
    assert found.counts["yes"] == found.counts["not_asked"] == 1
    assert sum(found.counts.values()) == 2
    assert found.standing == {"FRA": ("r10", "r9"), "GER": ()}
    assert sum(roll_up([], []).counts.values()) == 0


BAD: dict[str, tuple[Callable[[], object], str]] = {
    "answer": (lambda: reply(1, MON, "maybe"), "yes | no"),
    "level": (lambda: reply(1, MON, "yes", "king"), "head | minister"),
    "form": (lambda: reply(1, MON, "yes", form="sung"), "written | said"),
    "month": (lambda: reply(1, "2026-11", "yes"), "2026-11"),
    "no such day": (lambda: reply(1, "2026-02-30", "yes"), "2026-02-30"),
    "local time": (lambda: reply(1, f"{MON}T10:00", "yes"), f"{MON}T10:00"),
    "no text": (lambda: reply(1, None, "yes"), "None"),  # type: ignore[arg-type]
    "id": (lambda: Reply("", "FRA", MON, "yes", "mission", "said"), "id"),
    "actor": (lambda: Reply("r1", " ", MON, "yes", "mission", "said"), "actor"),
    "condition": (lambda: reply(1, MON, "yes", condition=3), "3"),
    "replaces": (lambda: reply(1, MON, "yes", replaces="r2"), "r2"),
    "reached": (lambda: reply(1, MON, "yes", reached="no"), "no"),
    "stranger": (lambda: roll_up([reply(1, MON, "yes", actor="ITA")], ["FRA"]), "ITA"),
    "stranger after the cut": (lambda: roll_up([reply(1, WED, "yes", actor="ITA")], ["FRA"], cut=MON), "ITA"),
    "group as a member": (lambda: roll_up([group(1, MON, "yes", level="ministry")], ["FRA"], GROUPS), "EU"),
    "member as a group": (lambda: roll_up([reply(1, MON, "yes", "group")], ["FRA"], GROUPS), "FRA"),
    "group not given": (lambda: roll_up([group(1, MON, "yes")], ["FRA"]), "EU"),
    "reply twice": (lambda: roll_up([reply(1, MON, "yes"), reply(1, TUE, "no")], ["FRA"]), "r1"),
    "member twice": (lambda: roll_up([], ["FRA", "FRA"]), "FRA"),
    "cut": (lambda: roll_up([], ["FRA"], cut="yesterday"), "yesterday"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_is_refused_with_what_was_found(case: str) -> None:
    """In both languages the sentence names what was given."""
    made, found = BAD[case]
    with pytest.raises(BadValue) as caught:
        made()
    assert found in str(caught.value)
    assert found in say(caught.value.message, "fr")


# An oracle that is slow and written another way: which replies may be the last is asked of every order that the times allow.

_START = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def _hours(text: str) -> tuple[float, float, bool]:
    """First and last hour that a text may mean, and whether it is a day."""
    if "T" in text:
        at = (dt.datetime.fromisoformat(text) - _START).total_seconds() / 3600
        return at, at, False
    first = (dt.datetime.fromisoformat(text + "T00:00Z") - _START).total_seconds() / 3600
    return first, first + 24, True


def _surely_before(one: Reply, other: Reply) -> bool:
    (_, last, is_day), (first, _, _) = _hours(one.at), _hours(other.at)
    return last <= first if is_day else last < first


def _may_be_last(rows: list[Reply]) -> set[str]:
    """Ids of the last of every order in which no row stands after one that it surely precedes."""
    return {
        order[-1].id
        for order in itertools.permutations(rows)
        if not any(_surely_before(order[j], order[i]) for i, j in itertools.combinations(range(len(order)), 2))
    }


def _slow_standing(rows: list[Reply]) -> list[Reply]:
    said = [r for r in rows if r.reached and r.form in ("written", "said") and r.answer in set(ANSWERS) - {"none"}]
    arrows = {(a.id, b.id) for a, b in itertools.permutations(said, 2) if a.level == b.level and _surely_before(b, a)}
    boxes = {(a.id, b.id) for a, b in itertools.permutations(said, 2) if b.id in a.replaces and not _surely_before(a, b)}
    paths = arrows | boxes
    while longer := {(a, d) for a, b in paths for c, d in paths if b == c} - paths:
        paths |= longer
    replaced = {b for a, b in boxes if (b, a) not in paths}
    last = set().union(*(_may_be_last([r for r in said if r.level == level]) for level in {r.level for r in said}))
    return [r for r in said if r.id in last - replaced]


def oracle(replies: list[Reply], members: list[str], groups: Mapping[str, list[str]], cut: str | None) -> dict[str, tuple[str, list[str]]]:
    """Place and replies of each member, rule by rule."""
    if cut is not None:
        limit, whole = (_hours(cut)[0], False) if "T" in cut else (_hours(cut)[1], True)
        replies = [r for r in replies if (_hours(r.at)[1] < limit or (_hours(r.at)[1] == limit and (not whole or _hours(r.at)[2])))]
    found = {}
    for member in members:
        mine = [r for r in replies if r.actor == member and r.level != "group"]
        up = _slow_standing(mine)
        declared = [r for r in up if r.answer != "undecided"]
        odd = [(a, b) for a, b in itertools.combinations(up, 2) if a.answer != b.answer]
        sides = [
            one for pair in odd if pair[0].level == pair[1].level or "undecided" not in (pair[0].answer, pair[1].answer) for one in pair
        ]
        of_groups = [
            r
            for name, inside in groups.items()
            if member in inside
            for r in _slow_standing([r for r in replies if r.actor == name])
            if r.answer != "undecided"
        ]
        own = not declared or {r.answer for r in declared} == {"follows"}
        hints = [r for r in mine if r.form == "hinted" and r.reached]
        fits = {
            "contradicted": declared + [r for r in sides if r.answer == "undecided"] if sides else [],
            "conditional": declared if any(r.answer == "yes" and r.condition for r in declared) else [],
            **{answer: [r for r in declared if r.answer == answer] for answer in ("yes", "no", "abstain", "absent")},
            "undecided": [r for r in up if r.answer == "undecided"],
            "through_group": [r for r in declared if r.answer == "follows"] + (of_groups if own else []),
            "leaning": [r for r in hints if r.answer in ("yes", "no", "abstain")],
            "asked": [r for r in mine if r.reached],
            "not_reached": mine,
        }
        place = next((name for name, because in fits.items() if because), "not_asked")
        found[member] = place, sorted({r.id for r in fits.get(place, [])})
    return found


MEMBERS = ["FRA", "GER", "ITA"]
MOMENTS = [MON, TUE, f"{MON}T00:00Z", f"{MON}T10:00Z", f"{MON}T11:00+01:00", f"{MON}T18:00Z", f"{TUE}T00:00Z", f"{TUE}T00:30+01:00", WED]


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Reply], dict[str, list[str]], str | None]:
    """Replies of three members and two groups, close in time, that replace one another at will."""
    inside = st.lists(st.sampled_from([*MEMBERS, "BEL"]), unique=True)
    groups = draw(st.fixed_dictionaries({"EU": inside, "G77": inside}))
    rows = []
    for number in range(draw(st.integers(0, 9))):
        level = draw(st.sampled_from(SPEAKERS))
        actors = {"group": ["EU", "G77"], "desk": ["FRA", "GER", "EU"]}.get(level, ["FRA", "FRA", *MEMBERS])
        rows.append(
            Reply(
                f"r{number}",
                draw(st.sampled_from(actors)),
                draw(st.sampled_from(MOMENTS)),
                draw(st.sampled_from(ANSWERS)),
                level,
                draw(st.sampled_from((*FORMS, "said"))),
                draw(st.sampled_from(("", "", "if asked"))),
                tuple(draw(st.lists(st.sampled_from([f"r{n}" for n in range(10)]), max_size=3, unique=True))),
                draw(st.sampled_from((True, True, True, False))),
            )
        )
    return rows, groups, draw(st.none() | st.sampled_from(MOMENTS))


@settings(max_examples=1000, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_roll_up_equals_a_slow_oracle(history: tuple[list[Reply], dict[str, list[str]], str | None], shuffle: random.Random) -> None:
    """Place by place and reply by reply, in whatever order the rows stand; the places add up to the members."""
    rows, groups, cut = history
    found = roll_up(rows, MEMBERS, groups, cut)
    expected = oracle(rows, MEMBERS, groups, cut)
    assert {member: (found.place[member], list(found.standing[member])) for member in MEMBERS} == expected
    assert sum(found.counts.values()) == len(MEMBERS)
    assert all(found.counts[place] == list(found.place.values()).count(place) for place in PLACES)
    mixed = list(rows)
    shuffle.shuffle(mixed)
    assert roll_up(mixed, MEMBERS, groups, cut) == found
