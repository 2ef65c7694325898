"""Three-way merging: what both changed in different places is joined, what both changed in one place is asked, nothing is lost."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from legation.dossier import TABLES, VOTES, Body, BodyRule, Dossier, Info, Mandate, Votes, When, Wording, decode, encode, problems_of
from legation.dossier.changes.conflicts import SIGNED
from legation.dossier.changes.difference import difference
from legation.dossier.changes.merge import Merged, merge
from legation.dossier.changes.rows import fields_of
from legation.errors import DossierError, WrongUse
from legation.language import LANGUAGES, say

HEAD = b'id = "test"\n'
COLUMNS = b"id,name,kind\n"
SOME = settings(suppress_health_check=list(HealthCheck))


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def row(table: str, **values: Any) -> Any:
    return TABLES[table].record(**values)


def start() -> Dossier:
    """A dossier in which every kind of reference occurs."""
    return Dossier(
        info=Info(id="test", title=Wording("a"), parameters={"q": {"x": 1, "y": 2}}),
        mandate=Mandate(aim=Wording("yes"), reservation={"price": 3}),
        bodies=(Body(id="ga", members="un", rules=(BodyRule(evidence=("e1",)),)),),
        actors=tuple(row("actors", id=i, name=Wording(i)) for i in "ABC"),
        groups=tuple(row("groups", id="", group=g, actor=a) for g, a in (("un", "A"), ("un", "B"), ("eu", "A"))),
        issues=(row("issues", id="i1", body="ga"), row("issues", id="i2")),
        evidence=(
            row("evidence", id="e1", part="files/a.txt", sha256=sha(b"a")),
            row("evidence", id="e2"),
            row("evidence", id="e3", supersedes="e2"),
        ),
        positions=(
            row("positions", id="p1", actor="A", issue="i1", low=10.0, value=20.0, high=30.0, evidence=("e1",)),
            row("positions", id="p2", actor="B", issue="i2", value=50.0, supersedes="p1"),
            row("positions", id="p3", actor="C", issue="i2"),
        ),
        rollcalls=(row("rollcalls", id="r1", issue="i1"), row("rollcalls", id="r2")),
        votes=Votes.of(["A", "B", "A"], ["r1", "r1", "r2"], [1, 2, 3]),
        objectives=(row("objectives", id="o1", issue="i1"),),
        activities=(row("activities", id="a1", objectives=("o1",), audience=("A", "eu")),),
        files={"files/a.txt": b"a", "files/b.txt": b"b"},
    )


def sound(dossier: Dossier) -> bool:
    return not [p for p in problems_of(encode(dossier)) if not p.is_notice]


def without(dossier: Dossier, table: str, identity: str) -> Dossier:
    return dataclasses.replace(dossier, **{table: tuple(r for r in dossier.rows(table) if TABLES[table].identity(r) != identity)})


def altered(dossier: Dossier, table: str, identity: str, **values: Any) -> Dossier:
    rows = (dataclasses.replace(r, **values) if TABLES[table].identity(r) == identity else r for r in dossier.rows(table))
    return dataclasses.replace(dossier, **{table: tuple(rows)})


def added(dossier: Dossier, table: str, **values: Any) -> Dossier:
    return dataclasses.replace(dossier, **{table: (*dossier.rows(table), row(table, **values))})


def settled(base: Dossier, mine: Dossier, theirs: Dossier, pick: Callable[[Any], str]) -> Merged:
    asked = merge(base, mine, theirs)
    return merge(base, mine, theirs, {c.key: pick(c) for c in asked.conflicts})


# --- changes of all kinds, drawn at random; those that break a rule are left out ---

IDS = {
    "actors": "ABCDE",
    "issues": ("i1", "i2", "i3"),
    "evidence": ("e1", "e2", "e3", "e4"),
    "rollcalls": ("r1", "r2", "r3"),
    "objectives": ("o1", "o2"),
}
WORDS = ("", "x", "y")


def one_change(chance: random.Random, d: Dossier) -> Dossier:
    def pick(*values: Any) -> Any:
        return chance.choice(values)

    kind = pick("add", "drop", "alter", "range", "refs", "vote", "group", "file", "info", "mandate", "body", "supersede", "order")
    number = pick(0.0, 15.0, 40.0, 90.0)
    match kind:
        case "add":
            table = pick("actors", "actors", "issues", "evidence", "positions", "activities", "objectives", "rollcalls")
            values: dict[str, Any] = {"id": pick(*IDS.get(table, ("p1", "p8", "p9", "a1", "a2"))), "author": pick(*WORDS)}
            if table == "positions":
                values |= {"actor": pick(*"ABCDE"), "issue": pick("i1", "i2", "i3"), "value": number, "evidence": (pick("e1", "e2", "e4"),)}
            elif table == "activities":
                values |= {"audience": (pick("A", "D", "eu", "un"),), "objectives": (pick("o1", "o2"),)}
            elif table == "evidence" and d.files and pick(True, False):
                name = pick(*d.files)
                values |= {"part": name, "sha256": sha(d.files[name])}
            return added(d, table, **values)
        case "drop":
            table = pick("actors", "groups", "issues", "evidence", "positions", "rollcalls", "objectives", "activities")
            rows = d.rows(table)
            if not rows:
                return d
            gone = TABLES[table].identity(pick(*rows))
            left = without(d, table, gone)
            if pick(True, False):  # with all that names it
                left = dataclasses.replace(
                    left,
                    votes=left.votes.without(actors={gone}, rollcalls={gone}),
                    positions=tuple(
                        dataclasses.replace(p, evidence=tuple(e for e in p.evidence if e != gone))
                        for p in left.positions
                        if gone not in (p.actor, p.issue)
                    ),
                    groups=tuple(g for g in left.groups if g.actor != gone),
                )
            return left
        case "alter":
            table = pick("actors", "evidence", "positions", "activities", "issues")
            rows = d.rows(table)
            field = pick("author", "reason", "marking")
            value = pick("", "TLP:RED") if field == "marking" else pick(*WORDS)
            return altered(d, table, pick(*rows).id, **{field: value}) if rows else d
        case "range":
            return altered(d, "positions", pick("p1", "p2", "p3"), **{pick("low", "value", "high"): number})
        case "refs":
            return altered(
                d,
                "positions",
                pick("p1", "p3"),
                **{pick("actor", "issue"): pick("A", "B", "D", "i1", "i3"), "evidence": (pick("e1", "e2", "e4"),)},
            )
        case "supersede":
            return altered(d, "positions", pick("p1", "p2", "p3"), supersedes=pick("", "p1", "p2", "p3"))
        case "vote":
            table = {(v.actor, v.rollcall): VOTES.index(v.vote) for v in d.votes.rows()} | {
                (pick(*"ABCD"), pick("r1", "r2", "r3")): pick(0, 1, 2, 3)
            }
            return dataclasses.replace(d, votes=Votes.of([a for a, _ in table], [r for _, r in table], list(table.values())))
        case "group":
            if pick(True, False):
                return added(d, "groups", id=pick("", "g1"), group=pick("un", "eu", "nam"), actor=pick(*"ABCD"))
            return dataclasses.replace(d, groups=tuple(dataclasses.replace(g, group="eu2") if g.group == "eu" else g for g in d.groups))
        case "file":
            name = pick("files/a.txt", "files/b.txt", "files/c.txt")
            data = pick(None, b"1", b"2")
            files = {n: b for n, b in d.files.items() if n != name} | ({} if data is None else {name: data})
            rows = tuple(
                dataclasses.replace(e, sha256=sha(data) if data else "", part=name if data else "") if e.part == name else e
                for e in d.evidence
            )
            return dataclasses.replace(d, files=files, evidence=rows)
        case "info":
            title, setting = (
                pick(*WORDS),
                pick({}, {"q": {"x": 5, "y": 2}}, {"q": {"x": 1, "y": 7}}, {"q": 4}, {"q": {"x": 1, "y": 2, "z": {"w": 1}}}),
            )
            return dataclasses.replace(d, info=dataclasses.replace(d.info, title=Wording(d.info.title.text, fr=title), parameters=setting))
        case "mandate":
            return dataclasses.replace(d, mandate=pick(None, Mandate(aim=Wording(pick(*WORDS))), Mandate(walk_away=Wording("no"))))
        case "body":
            body = Body(id=pick("ga", "sc"), members=pick("", "un", "eu", "nam"), rules=(BodyRule(evidence=pick((), ("e1",), ("e2",))),))
            return dataclasses.replace(d, bodies=pick((), (*(b for b in d.bodies if b.id != body.id), body)))
    return dataclasses.replace(d, positions=tuple(reversed(d.positions)))


def changed(base: Dossier, seed: int) -> Dossier:
    """A dossier after up to fourteen changes: evenly drawn, since what matters is that two sides meet in one place."""
    chance = random.Random(seed)
    dossier = base
    for _ in range(chance.randint(1, 14)):
        new = one_change(chance, dossier)
        dossier = new if sound(new) else dossier
    return dossier


SEEDS = st.integers(0, 2**32)


def two_sides() -> st.SearchStrategy[tuple[Dossier, Dossier, Dossier]]:
    return st.builds(lambda one, other: (start(), changed(start(), one), changed(start(), other)), SEEDS, SEEDS)


def test_the_dossier_that_the_tests_begin_from_keeps_every_rule() -> None:
    assert sound(start())
    assert decode(encode(start())) == start()


@SOME
@given(two_sides())
def test_where_one_side_changed_nothing_the_other_is_the_result(sides: tuple[Dossier, Dossier, Dossier]) -> None:
    base, mine, theirs = sides

    assert merge(base, base, theirs).dossier == theirs
    assert merge(base, mine, base).dossier == mine
    assert merge(base, mine, mine).dossier == mine
    assert merge(base, base, base).dossier == base


@SOME
@given(two_sides(), st.data())
def test_every_merge_ends_in_a_dossier_that_keeps_the_rules(sides: tuple[Dossier, Dossier, Dossier], data: st.DataObject) -> None:
    base, mine, theirs = sides
    asked = merge(base, mine, theirs)
    choices = {c.key: data.draw(st.sampled_from(c.allowed)) for c in asked.conflicts}

    done = merge(base, mine, theirs, choices)

    assert len(choices) == len(asked.conflicts)
    assert (asked.dossier is None) == bool(asked.conflicts)
    assert done.conflicts == ()
    assert done.dossier is not None
    assert [str(p) for p in problems_of(encode(done.dossier)) if not p.is_notice] == []
    assert decode(encode(done.dossier)) == done.dossier
    for conflict, lang in itertools.product(asked.conflicts, LANGUAGES):
        assert "[" not in say(conflict, lang)


def places(merged: Merged) -> set[tuple[str, frozenset[str], str | None]]:
    return {(c.part, frozenset(c.row.split(" ")), c.column) for c in merged.conflicts}


def same_but_order_of_lists(a: Dossier, b: Dossier) -> bool:
    def plain(value: Any) -> Any:
        return tuple(sorted(value)) if isinstance(value, tuple) and all(isinstance(v, str) for v in value) else value

    found = difference(a, b)
    return all(plain(f.before) == plain(f.now) for c in found.changes for f in c.fields) and all(c.how == "altered" for c in found.changes)


def leaves(dossier: Dossier) -> Iterator[tuple[str, str, str, Any]]:
    for part, rows in (
        *(
            (name, {TABLES[name].identity(r) if name != "votes" else f"{r.rollcall}:{r.actor}": r for r in dossier.rows(name)})
            for name in TABLES
        ),
        ("dossier.toml", {"": dossier.info}),
        ("mandate.toml", {"": dossier.mandate} if dossier.mandate else {}),
        ("bodies.toml", {b.id: b for b in dossier.bodies}),
    ):
        for identity, record in rows.items():
            yield from ((part, identity, column, value) for column, value in fields_of(record).items())
    yield from (("files", name, "", data) for name, data in dossier.files.items())


@SOME
@given(two_sides())
def test_every_row_added_and_every_field_altered_is_in_the_result_or_asked_about(sides: tuple[Dossier, Dossier, Dossier]) -> None:
    base, mine, theirs = sides
    before = {leaf[:3]: leaf[3] for leaf in leaves(base)}
    merged = merge(base, mine, theirs)
    asked = {(c.part, c.row) for c in merged.conflicts}
    result = merge(base, mine, theirs, {c.key: "theirs" for c in merged.conflicts}).dossier
    assume(not any(c.needed_by for c in merged.conflicts))  # a chosen deletion takes rows with it, as the person was told
    assert result is not None
    there = {leaf[:3]: leaf[3] for leaf in leaves(result)}

    for side in (mine, theirs):
        for part, identity, column, value in leaves(side):
            place = (part, identity, column)
            if before.get(place, ...) == value or (part, identity) in asked or (part == "positions" and any(" " in r for _, r in asked)):
                continue
            if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
                assert set(value) - set(before.get(place) or ()) <= set(there[place])
            elif isinstance(value, dict):
                continue  # settings are joined key by key: see below
            elif part in TABLES and column in SIGNED and value:
                assert set(value.split("; ")) <= set(there[place].split("; "))
            else:
                assert there[place] == value


# --- one case after the other ---


def test_different_fields_of_one_row_are_joined() -> None:
    base = start()
    mine = altered(base, "actors", "A", name=Wording("A", fr="Aa"))
    theirs = altered(base, "actors", "A", name=Wording("A", en="Ah"), level="national")

    assert merge(base, mine, theirs).dossier == altered(base, "actors", "A", name=Wording("A", fr="Aa", en="Ah"), level="national")


def test_an_estimate_and_its_range_are_one_judgement() -> None:
    base = start()
    mine, theirs = altered(base, "positions", "p1", low=25.0, value=26.0), altered(base, "positions", "p1", high=20.0, salience=5.0)

    (conflict,) = merge(base, mine, theirs).conflicts

    assert (conflict.part, conflict.row, conflict.column, conflict.columns) == ("positions", "p1", "value", ("low", "value", "high"))
    assert [(f.column, f.base, f.mine, f.theirs) for f in conflict.fields()] == [
        ("low", 10, 25, 10),
        ("value", 20, 26, 20),
        ("high", 30, 30, 20),
    ]
    assert say(conflict, "en") == "Position of A on issue “i1”: value was 20; you wrote 26, others 20."
    chosen = merge(base, mine, theirs, {conflict.key: "mine"}).dossier
    assert chosen == altered(base, "positions", "p1", low=25.0, value=26.0, salience=5.0)


def test_two_who_each_add_a_source_do_not_contradict_each_other() -> None:
    base = start()
    mine, theirs = altered(base, "positions", "p1", evidence=("e1", "e2")), altered(base, "positions", "p1", evidence=("e3",))

    assert merge(base, mine, theirs).dossier == altered(base, "positions", "p1", evidence=("e3", "e2"))


def test_one_field_altered_in_two_ways_is_asked_and_each_choice_holds() -> None:
    base = start()
    mine, theirs = altered(base, "positions", "p1", basis="vote"), altered(base, "positions", "p1", basis="text", author="z")
    asked = merge(base, mine, theirs)
    (conflict,) = asked.conflicts

    assert asked.dossier is None
    assert asked.taken is None
    assert (conflict.column, conflict.base, conflict.mine, conflict.theirs, conflict.allowed) == (
        "basis",
        "",
        "vote",
        "text",
        ("mine", "theirs"),
    )
    for side, basis in (("mine", "vote"), ("theirs", "text")):
        assert merge(base, mine, theirs, {conflict.key: side}).dossier == altered(base, "positions", "p1", basis=basis, author="z")


def test_a_choice_made_on_other_values_no_longer_counts() -> None:
    base = start()
    mine = altered(base, "positions", "p1", basis="vote")
    (conflict,) = merge(base, mine, altered(base, "positions", "p1", basis="text")).conflicts
    later = altered(base, "positions", "p1", basis="model")

    (again,) = merge(base, mine, later, {conflict.key: "mine"}).conflicts

    assert again.key != conflict.key
    assert again.theirs == "model"


def test_a_choice_that_is_not_allowed_is_said() -> None:
    base = start()
    mine, theirs = altered(base, "positions", "p1", basis="vote"), altered(base, "positions", "p1", basis="text")
    (conflict,) = merge(base, mine, theirs).conflicts

    with pytest.raises(WrongUse, match=r"must be mine \| theirs \(got both\)"):
        merge(base, mine, theirs, {conflict.key: "both"})


def test_who_wrote_a_row_when_and_why_is_never_chosen_and_follows_the_choice() -> None:
    base = start()
    mine = altered(base, "positions", "p1", author="me", reason="heard", basis="vote", confidence="high")
    theirs = altered(base, "positions", "p1", author="them", reason="read", basis="text", confidence="low")
    asked = merge(base, mine, theirs)

    assert [line.column for conflict in asked.conflicts for line in conflict.fields()] == ["basis", "confidence"]
    first, second = (conflict.key for conflict in asked.conflicts)
    for side, author, reason in (("mine", "me", "heard"), ("theirs", "them", "read")):
        done = merge(base, mine, theirs, {first: side, second: "mine"}).dossier
        assert done is not None
        p1 = done.positions[0]
        assert (p1.author, p1.reason) == (author, reason)


def test_where_nothing_is_to_be_chosen_both_sign_the_joined_row() -> None:
    base = start()
    mine = altered(base, "positions", "p1", author="me; us", reason="heard", recorded=When("2026-02"), basis="vote")
    theirs = altered(base, "positions", "p1", author="them; us", reason="read", recorded=When("2026-01-05"), confidence="low")
    joined = altered(
        base, "positions", "p1", author="them; us; me", reason="read; heard", recorded=When("2026-02"), basis="vote", confidence="low"
    )

    assert merge(base, mine, theirs).dossier == joined
    assert merge(base, mine, joined).dossier == joined
    emptied = merge(joined, altered(joined, "positions", "p1", reason="", recorded=None), altered(joined, "positions", "p1", reason="seen"))
    assert emptied.dossier is not None
    assert (emptied.dossier.positions[0].reason, emptied.dossier.positions[0].recorded) == ("seen", None)


def test_two_rows_that_take_the_place_of_one_show_what_stood_before() -> None:
    base = start()
    older = base.positions[0]
    mine, theirs = (
        dataclasses.replace(
            base, positions=(*base.positions, dataclasses.replace(older, id="p1-2", supersedes="p1", value=v, author=a, reason=a))
        )
        for v, a in ((26.0, "me"), (28.0, "them"))
    )
    (conflict,) = merge(base, mine, theirs).conflicts

    assert [(f.column, f.base, f.mine, f.theirs) for f in conflict.fields()] == [("value", 20.0, 26.0, 28.0)]
    assert conflict.before == older and conflict.allowed == ("mine", "theirs", "both")
    assert "two new versions" in say(conflict, "en") and "deux nouvelles versions" in say(conflict, "fr")


def test_deleted_by_one_and_altered_by_the_other() -> None:
    base = start()
    mine, theirs = without(base, "positions", "p3"), altered(base, "positions", "p3", reason="kept")
    (conflict,) = merge(base, mine, theirs).conflicts

    assert (conflict.column, conflict.mine, conflict.theirs.reason) == (None, None, "kept")
    assert merge(base, mine, theirs, {conflict.key: "mine"}).dossier == mine
    assert merge(base, mine, theirs, {conflict.key: "theirs"}).dossier == theirs


def test_a_deleted_actor_whom_a_new_row_names_is_asked_about() -> None:
    base = without(start(), "positions", "p3")
    mine, theirs = without(base, "actors", "C"), added(base, "positions", id="p9", actor="C", issue="i1")
    (conflict,) = merge(base, mine, theirs).conflicts

    assert (conflict.part, conflict.row, conflict.mine) == ("actors", "C", None)
    assert [(n.part, n.row, n.column) for n in conflict.needed_by] == [("positions", "p9", "actor")]
    assert say(conflict, "en") == "Actor “C”: deleted by one side; 1 row of the other names it."
    assert merge(base, mine, theirs, {conflict.key: "theirs"}).dossier == theirs
    assert merge(base, mine, theirs, {conflict.key: "mine"}).dossier == mine


def test_a_chosen_deletion_empties_what_can_be_empty() -> None:
    base = start()
    mine = dataclasses.replace(
        without(base, "groups", "eu:A:None"), activities=(row("activities", id="a1", objectives=("o1",), audience=("A",)),)
    )
    theirs = added(base, "activities", id="a2", audience=("eu", "B"))
    (conflict,) = merge(base, mine, theirs).conflicts

    assert (conflict.part, conflict.row, conflict.column, conflict.mine, conflict.theirs) == ("groups", "eu", "group", None, "eu")
    kept = merge(base, mine, theirs, {conflict.key: "theirs"}).dossier
    assert kept is not None
    assert [g.group for g in kept.groups] == ["un", "un", "eu"]
    gone = merge(base, mine, theirs, {conflict.key: "mine"}).dossier
    assert gone is not None
    assert [a.audience for a in gone.activities] == [("A",), ("B",)]


def test_an_actor_deleted_with_its_votes_does_not_disturb_another_vote() -> None:
    base = without(without(start(), "positions", "p2"), "groups", "un:B:None")
    mine = dataclasses.replace(without(base, "actors", "B"), votes=base.votes.without(actors={"B"}))
    theirs = dataclasses.replace(base, votes=Votes.of(["A", "B", "A"], ["r1", "r1", "r2"], [1, 2, 1]))

    merged = merge(base, mine, theirs)

    assert merged.conflicts == ()
    assert merged.dossier is not None
    assert [(v.actor, v.rollcall, v.vote) for v in merged.dossier.votes.rows()] == [("A", "r1", "yes"), ("A", "r2", "yes")]


def test_votes_are_joined_by_actor_and_roll_call() -> None:
    base = start()
    votes = [
        Votes.of(["A", "B", "A", who], ["r1", "r1", "r2", "r2"], [first, 2, last, 1]) for who, first, last in (("B", 3, 1), ("C", 1, 2))
    ]
    mine, theirs = (dataclasses.replace(base, votes=v) for v in votes)
    (conflict,) = merge(base, mine, theirs).conflicts

    assert (conflict.part, conflict.row, conflict.column) == ("votes", "r2:A", "vote")
    merged = merge(base, mine, theirs, {conflict.key: "mine"}).dossier
    assert merged is not None
    assert [(v.actor, v.rollcall, v.vote) for v in merged.votes.rows()] == [
        ("A", "r1", "no"), ("B", "r1", "abstain"), ("A", "r2", "yes"), ("C", "r2", "yes"), ("B", "r2", "yes")
    ]  # fmt: skip


def test_two_rows_under_one_id_can_both_stand_and_what_was_said_of_the_second_follows() -> None:
    base = start()
    mine = added(
        added(added(base, "actors", id="D", name=Wording("Mine")), "positions", id="p8", actor="D", issue="i1"),
        "activities",
        id="a9",
        audience=("D",),
    )
    mine = dataclasses.replace(mine, votes=Votes.of(["A", "B", "A", "D"], ["r1", "r1", "r2", "r2"], [1, 2, 3, 1]))
    theirs = added(added(base, "actors", id="D", name=Wording("Theirs")), "positions", id="p9", actor="D", issue="i2")
    (conflict,) = merge(base, mine, theirs).conflicts

    assert conflict.allowed == ("mine", "theirs", "both")
    merged = merge(base, mine, theirs, {conflict.key: "both"}).dossier
    assert merged is not None
    assert [(a.id, a.name.text) for a in merged.actors][3:] == [("D", "Theirs"), ("D-2", "Mine")]
    assert {p.id: p.actor for p in merged.positions if p.id in ("p8", "p9")} == {"p8": "D-2", "p9": "D"}
    assert merged.activities[-1].audience == ("D-2",)
    assert merged.votes.rows()[-1].actor == "D-2"
    assert sound(merged)


def test_rows_that_would_supersede_each_other_in_a_circle_are_asked_about() -> None:
    base = altered(start(), "positions", "p2", supersedes="")
    mine, theirs = altered(base, "positions", "p1", supersedes="p2"), altered(base, "positions", "p2", supersedes="p1")
    (conflict,) = merge(base, mine, theirs).conflicts

    assert say(conflict, "en") == "These rows would supersede each other in a circle: p1 > p2 and p2 > p1."
    assert merge(base, mine, theirs, {conflict.key: "mine"}).dossier == mine
    assert merge(base, mine, theirs, {conflict.key: "theirs"}).dossier == theirs


def test_a_file_replaced_by_both_and_the_evidence_that_rests_on_it() -> None:
    base = start()

    def with_file(data: bytes) -> Dossier:
        return altered(dataclasses.replace(base, files=base.files | {"files/a.txt": data}), "evidence", "e1", sha256=sha(data))

    asked = merge(base, with_file(b"1"), with_file(b"2")).conflicts

    assert [(c.part, c.row, c.column) for c in asked] == [("evidence", "e1", "sha256"), ("files", "files/a.txt", None)]
    agreed = settled(base, with_file(b"1"), with_file(b"2"), lambda _: "mine").dossier
    assert agreed == with_file(b"1")
    at_odds = settled(base, with_file(b"1"), with_file(b"2"), lambda c: "mine" if c.part == "files" else "theirs").dossier
    assert at_odds is not None
    assert (at_odds.evidence[0].part, at_odds.evidence[0].sha256) == ("", "")


def test_settings_are_joined_key_by_key() -> None:
    base = start()

    def with_settings(**values: Any) -> Dossier:
        return dataclasses.replace(base, info=dataclasses.replace(base.info, parameters={"q": values}))

    assert merge(base, with_settings(x=5, y=2), with_settings(x=1, y=2, z=3)).dossier == with_settings(x=5, y=2, z=3)
    (conflict,) = merge(base, with_settings(x=5, y=2), with_settings(y=2)).conflicts
    assert (conflict.part, conflict.column, conflict.mine, conflict.theirs) == ("dossier.toml", "parameters.q.x", 5, None)
    assert settled(base, with_settings(x=5, y=2), with_settings(y=2), lambda _: "theirs").dossier == with_settings(y=2)


def test_a_mandate_that_neither_side_sees_stays_with_the_head() -> None:
    whole = start()
    seen = dataclasses.replace(whole, mandate=None)
    mine = altered(seen, "actors", "A", level="local")

    merged = merge(seen, mine, whole).dossier

    assert merged == altered(whole, "actors", "A", level="local")


def test_comments_stay_where_only_they_changed() -> None:
    base = decode({"dossier.toml": HEAD, "actors.csv": COLUMNS + b"A,a,other\n"})
    mine = decode({"dossier.toml": b"# ours\n" + HEAD, "actors.csv": COLUMNS + b"A,a,other\n"})
    theirs = decode({"dossier.toml": HEAD, "actors.csv": COLUMNS + b"A,b,other\n"})

    merged = merge(base, mine, theirs).dossier

    assert merged is not None
    assert encode(merged) == encode(mine) | {"actors.csv": COLUMNS + b"A,b,other\n"}


def test_rows_of_an_annex_stay_in_it() -> None:
    parts = {"dossier.toml": HEAD, "actors.csv": COLUMNS + b"A,a,other\n", "annexes/x/actors.csv": COLUMNS + b"B,b,other\n"}
    base, mine = decode(parts), decode(parts | {"actors.csv": COLUMNS + b"A,a,other\nC,c,other\n"})
    theirs = decode(parts | {"annexes/x/actors.csv": COLUMNS + b"B,bb,other\n", "annexes/x-y/actors.csv": COLUMNS + b"D,d,other\n"})

    merged = merge(base, mine, theirs).dossier

    assert merged is not None
    assert encode(merged) == encode(theirs) | {"actors.csv": COLUMNS + b"A,a,other\nC,c,other\n"}
    assert decode(encode(merged)) == merged


def test_twenty_editors_lose_nothing() -> None:
    base = start()
    head = base
    for n in range(20):
        mine = altered(added(base, "actors", id=f"X{n}"), "positions", "p1", evidence=("e1", f"x{n}"))
        mine = added(mine, "evidence", id=f"x{n}")
        merged = merge(base, mine, head)
        assert merged.dossier is not None
        assert merged.taken is not None
        assert [c.identity for c in merged.taken.rows if c.how == "new"] == [f"X{n}", f"x{n}"]
        head = merged.dossier

    assert {a.id for a in head.actors} == {*"ABC", *(f"X{n}" for n in range(20))}
    assert set(head.positions[0].evidence) == {"e1", *(f"x{n}" for n in range(20))}
    assert sound(head)


def test_two_rows_of_one_identity_cannot_be_matched_and_are_named() -> None:
    base = start()
    twice = added(added(base, "actors", id="D"), "actors", id="D", level="local")

    with pytest.raises(DossierError, match=r"actors\.csv:6:id"):
        merge(base, twice, altered(base, "actors", "A", level="local"))
