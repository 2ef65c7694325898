"""Changes of single rows."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import decode, encode
from legation.dossier.edit import Edit, apply, cells_of, known_from, new_id
from legation.dossier.records import TABLES
from legation.errors import DossierError, WrongUse

BASE = decode(
    {
        "dossier.toml": b'id = "x"',
        "actors.csv": b"id,name,kind\nFRA,France,state\nDEU,Germany,state\n",
        "issues.csv": b"id,question\nnorms,Norms?\n",
        "positions.csv": b"id,actor,issue,low,value,high,held_from\np1,FRA,norms,50,60,70,2018\n",
        "groups.csv": b"group,actor,start\nEU,FRA,1958\n",
        "rollcalls.csv": b"id,date\nr1,2018-12-01\n",
        "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nDEU,r1,no\n",
    }
)


def test_a_changed_position_supersedes_the_old_one() -> None:
    new = apply(BASE, [Edit("positions", "change", "p1", {"value": "65"})], author="desk", day=dt.date(2019, 1, 2), reason="call")

    old, changed = new.positions
    assert old == BASE.positions[0]
    assert (changed.id, changed.supersedes, changed.low, changed.value, changed.high) == ("p1-2", "p1", 50, 65, 70)
    assert (changed.author, str(changed.recorded), changed.reason) == ("desk", "2019-01-02", "call")
    assert [p.id for p in new.position_at("FRA", "norms", "2019-06-01")] == ["p1-2"]


def test_the_third_version_counts_on() -> None:
    second = apply(BASE, [Edit("positions", "change", "p1", {"value": "65"})])
    third = apply(second, [Edit("positions", "change", "p1-2", {"value": "66"})])

    assert [(p.id, p.supersedes) for p in third.positions] == [("p1", ""), ("p1-2", "p1"), ("p1-3", "p1-2")]


def test_a_month_at_the_end_of_an_id_is_no_count() -> None:
    dated = apply(BASE, [Edit("positions", "add", "FRA:norms:2019-12", {"actor": "FRA", "issue": "norms", "value": "60"})])

    assert apply(dated, [Edit("positions", "change", "FRA:norms:2019-12", {"value": "61"})]).positions[-1].id == "FRA:norms:2019-12-2"


def test_what_is_entered_is_known_from_that_day_and_not_before() -> None:
    new = apply(BASE, [Edit("positions", "change", "p1", {"value": "65"})], known=dt.date(2019, 1, 2))

    assert str(new.positions[-1].known_on) == "2019-01-02"
    assert [p.id for p in new.as_of("2019-01-01").positions] == ["p1"]
    said = apply(BASE, [Edit("positions", "change", "p1", {"value": "65", "known_on": "2018-07"})], known=dt.date(2019, 1, 2))
    assert str(said.positions[-1].known_on) == "2018-07"


def test_a_frozen_dossier_takes_its_own_day() -> None:
    frozen = decode({"dossier.toml": b'id = "x"\nas_of = "2019-12-26"'})

    assert [str(known_from(d, dt.date(2026, 1, 1))) for d in (BASE, frozen)] == ["2026-01-01", "2019-12-26"]
    assert str(known_from(frozen, dt.date(2019, 6, 1))) == "2019-06-01"


def test_a_register_row_is_replaced_in_its_place() -> None:
    new = apply(BASE, [Edit("actors", "change", "FRA", {"name_fr": "France", "kind": "other"})])

    assert [(a.id, a.kind) for a in new.actors] == [("FRA", "other"), ("DEU", "state")]
    assert new.actors[0].name.text == "France"


def test_a_membership_without_an_id_is_named_by_its_columns() -> None:
    new = apply(BASE, [Edit("groups", "change", "EU:FRA:1958", {"end": "2030"})])

    assert [(m.group, m.actor, str(m.end)) for m in new.groups] == [("EU", "FRA", "2030")]


def test_votes_are_edited_like_rows() -> None:
    new = apply(BASE, [Edit("votes", "change", "r1:DEU", {"vote": "abstain"}), Edit("votes", "remove", "r1:FRA")])

    assert [(v.actor, v.vote) for v in new.votes.rows()] == [("DEU", "abstain")]


def test_an_empty_cell_empties_and_an_unnamed_one_stays() -> None:
    new = apply(BASE, [Edit("positions", "change", "p1", {"low": "", "high": ""})])

    assert (new.positions[-1].low, new.positions[-1].value, new.positions[-1].high) == (None, 60, None)


@pytest.mark.parametrize(
    ("edit", "code", "column"),
    [
        (Edit("positions", "change", "p1", {"value": "101"}), "out-of-range", "value"),
        (Edit("positions", "change", "p1", {"value": "80"}), "out-of-order", "value"),
        (Edit("positions", "change", "nobody", {}), "no-such-row", None),
        (Edit("positions", "add", "", {"actor": "ATL", "issue": "norms"}), "unknown-actor", "actor"),
        (Edit("positions", "add", "p1", {"actor": "FRA", "issue": "norms"}), "duplicate-key", "id"),
        (Edit("actors", "add", "", {"name": "=cmd()"}), "formula", "name"),
        (Edit("actors", "add", "a b", {"name": "x"}), "bad-id", "id"),
        (Edit("actors", "add", "", {"nme": "x"}), "unknown-column-close", "nme"),
        (Edit("actors", "remove", "FRA"), "unknown-actor", None),
    ],
)
def test_a_fault_has_the_number_of_its_edit(edit: Edit, code: str, column: str | None) -> None:
    with pytest.raises(DossierError) as caught:
        apply(BASE, [Edit("actors", "add", "EST", {"name": "Estonia"}), edit])

    fault = next(p for p in caught.value.problems if p.code == code)
    if edit.do != "remove":
        assert fault.row == 2
        assert fault.column in (column, "low", "high") if code == "out-of-order" else fault.column == column
    else:
        assert {p.row for p in caught.value.problems} == {None}
        assert {p.column for p in caught.value.problems} >= {"EU:FRA:1958.actor", "p1.actor"}


def test_nothing_is_changed_where_one_edit_of_many_is_wrong() -> None:
    before = encode(BASE)

    with pytest.raises(DossierError):
        apply(BASE, [Edit("actors", "add", "EST", {"name": "Estonia"}), Edit("actors", "add", "EST", {"name": "Estonia"})])
    assert encode(BASE) == before


@pytest.mark.parametrize(
    "plain", [None, [], {"table": "secrets", "do": "add"}, {"table": "actors", "do": "burn"}, {"table": "actors", "do": "add", "values": 3}]
)
def test_what_is_no_edit_is_refused(plain: object) -> None:
    with pytest.raises(WrongUse):
        Edit.of(plain)


def test_an_edit_survives_its_plain_form() -> None:
    edit = Edit("positions", "change", "p1", {"value": "65"})

    assert Edit.of(edit.to_plain()) == edit


def test_readable_ids() -> None:
    assert new_id("actors", {"name": "Électricité de France"}, ()) == "electricite-de-france"
    assert new_id("positions", {"actor": "FRA", "issue": "norms", "held_from": "2019"}, ["FRA-norms-2019"]) == "FRA-norms-2019-2"
    assert new_id("evidence", {}, ()) == "evidence"


@given(st.sampled_from(sorted(name for name, table in TABLES.items() if table.superseded)), st.text(max_size=40))
def test_new_ids_are_free_and_valid(table: str, words: str) -> None:
    taken = ["evidence", "position"]
    made = new_id(table, {"title": words}, taken)

    assert made not in taken
    assert TABLES[table].columns[0].kind.read(made) == made


def test_cells_say_what_the_row_says() -> None:
    assert cells_of("positions", BASE.positions[0]) == {
        "id": "p1",
        "actor": "FRA",
        "issue": "norms",
        "low": "50",
        "value": "60",
        "high": "70",
        "held_from": "2018",
    }


def test_a_marking_is_raised_in_place_with_all_older_versions() -> None:
    second = apply(BASE, [Edit("positions", "change", "p1", {"value": "65"})])

    raised = apply(second, [Edit("positions", "change", "p1-2", {"marking": "TLP:RED", "reason": "source at risk"})])
    changed = apply(second, [Edit("positions", "change", "p1-2", {"marking": "TLP:RED", "value": "66"})])

    assert [(p.id, p.marking) for p in raised.positions] == [("p1", "TLP:RED"), ("p1-2", "TLP:RED")]
    assert [(p.id, p.marking) for p in changed.positions] == [("p1", "TLP:RED"), ("p1-2", "TLP:RED"), ("p1-3", "TLP:RED")]
    for dossier in (raised, changed):
        assert dossier.cleared("TLP:GREEN").positions == ()


def test_a_marking_that_is_lowered_opens_the_row_and_not_its_older_versions() -> None:
    hidden = apply(BASE, [Edit("positions", "change", "p1", {"marking": "TLP:RED"})])
    second = apply(hidden, [Edit("positions", "change", "p1", {"value": "65"})])

    lowered = apply(second, [Edit("positions", "change", "p1-2", {"marking": "TLP:GREEN"})])

    assert [(p.id, p.marking) for p in lowered.positions] == [("p1", "TLP:RED"), ("p1-2", "TLP:GREEN")]
    assert [p.id for p in lowered.cleared("TLP:GREEN").positions] == ["p1-2"]


def test_who_wrote_a_row_and_when_is_not_for_the_writer_to_say() -> None:
    forged = {"value": "65", "author": "The Minister", "recorded": "2001-01-01"}

    new = apply(BASE, [Edit("positions", "change", "p1", forged)], author="desk", day=dt.date(2019, 1, 2))
    added = apply(
        BASE, [Edit("positions", "add", "p9", {"actor": "DEU", "issue": "norms", **forged})], author="desk", day=dt.date(2019, 1, 2)
    )

    assert {(d.positions[-1].author, str(d.positions[-1].recorded)) for d in (new, added)} == {("desk", "2019-01-02")}


def test_a_fault_between_rows_names_the_edit_that_made_the_row() -> None:
    edits = [
        Edit("positions", "change", "p1", {"evidence": "nowhere"}),
        Edit("positions", "add", "", {"actor": "ATL", "issue": "norms", "value": "5"}),
        Edit("positions", "add", "", {"actor": "DEU", "issue": "norms", "value": "30"}),
    ]
    with pytest.raises(DossierError) as caught:
        apply(BASE, edits)

    assert {(p.row, p.column) for p in caught.value.problems} == {(1, "evidence"), (2, "actor")}


@pytest.mark.parametrize(
    ("table", "given", "demanded"),
    [
        ("issues", {}, {"question"}),
        ("actors", {"kind": "state"}, {"name"}),
        ("positions", {"issue": "norms", "value": "5"}, {"actor"}),
        ("groups", {}, {"group", "actor"}),
        ("relations", {"source": "FRA", "kind": "ally"}, {"target"}),
    ],
)
def test_a_row_that_says_nothing_is_not_added(table: str, given: dict[str, str], demanded: set[str]) -> None:
    with pytest.raises(DossierError) as caught:
        apply(BASE, [Edit(table, "add", "", given)], author="desk", day=dt.date(2019, 1, 2))

    assert {(p.row, p.column, p.code) for p in caught.value.problems} == {(1, name, "not-filled") for name in demanded}


def test_what_a_row_says_is_not_emptied_and_either_language_will_do() -> None:
    with pytest.raises(DossierError):
        apply(BASE, [Edit("actors", "change", "FRA", {"name": " "})])

    assert apply(BASE, [Edit("issues", "add", "", {"question_fr": "Qui décide ?"})]).issues[-1].id == "qui-decide"


def test_ids_of_thousands_of_rows_of_one_name_are_found_in_a_moment() -> None:
    class Names:
        def __init__(self) -> None:
            self.names: set[str] = set()
            self.asked = 0

        def __contains__(self, name: object) -> bool:
            self.asked += 1
            return name in self.names

    taken = Names()
    for _ in range(2_000):
        taken.names.add(new_id("actors", {"name": "Desk"}, taken))
    assert taken.names == {"desk", *(f"desk-{number}" for number in range(2, 2_001))}
    assert taken.asked < 2_000 * 90
