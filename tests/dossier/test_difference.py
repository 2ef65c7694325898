"""Differences of two dossiers: every row, field, vote and file that changed, and nothing else; in words that a diplomat can read."""

from __future__ import annotations

import dataclasses
import random
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import dossiers

from legation.dossier import TABLES, VOTES, Body, Dossier, Info, Mandate, Votes, Wording, decode, difference, heading, shown
from legation.dossier.changes.rows import fields_of, with_fields
from legation.dossier.tables.votes import applied, compare, same_votes
from legation.errors import DossierError
from legation.language import LANGUAGES, catalogue, say

SOME = settings(suppress_health_check=list(HealthCheck))
PARTS = {
    "dossier.toml": b'id = "test"\ntitle = "Norms"\n[parameters.who-can-move]\nfirst = "r1"\n',
    "mandate.toml": b'aim = "a yes"\n',
    "bodies.toml": b'[[body]]\nid = "ga"\nname = "General Assembly"\n',
    "actors.csv": b"id,name,name_fr,kind\nFRA,France,,state\nDEU,Germany,Allemagne,state\n",
    "groups.csv": b"group,actor,start\neu,FRA,1993-11\n",
    "issues.csv": b"id,question\nnorms,Norms?\n",
    "evidence.csv": b"id,title\ne1,A record\n",
    "positions.csv": b"id,supersedes,actor,issue,value,held_from,basis,evidence,note\np1,,FRA,norms,60,2018-01-01,vote,e1,\np2,,DEU,norms,10,2018,,,\n",
    "rollcalls.csv": b"id,symbol\nr1,A/RES/73/27\n",
    "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nDEU,r1,no\n",
    "files/a.pdf": b"12345",
}


def after(**parts: bytes | None) -> Dossier:
    """The same with other parts, by name without what follows the point."""
    names = {name.partition(".")[0].replace("files/", ""): name for name in PARTS}
    changed: dict[str, Any] = PARTS | {names.get(name, f"files/{name}.pdf"): data for name, data in parts.items()}
    return decode({name: data for name, data in changed.items() if data is not None})


def words(now: Dossier, lang: str = "en") -> list[str]:
    return [say(message, lang) for message in difference(decode(PARTS), now).words()]  # type: ignore[arg-type]


@SOME
@given(dossiers())
def test_nothing_differs_from_itself(dossier: Dossier) -> None:
    found = difference(
        dossier, dataclasses.replace(dossier, votes=Votes(*(getattr(dossier.votes, f.name) for f in dataclasses.fields(Votes))))
    )

    assert not found
    assert found.words() == ()
    assert found.changes == ()
    assert str(found.summary()) == "nothing changed"


@SOME
@given(dossiers(), dossiers())
def test_back_is_the_mirror_of_there(one: Dossier, other: Dossier) -> None:
    there, back = difference(one, other), difference(other, one)

    assert bool(there) == bool(back)
    assert {(c.part, c.identity) for c in there.changes} == {(c.part, c.identity) for c in back.changes}
    mirrored = {(c.part, c.identity, f.column, f.now, f.before) for c in back.changes if c.how == "altered" for f in c.fields}
    assert {(c.part, c.identity, f.column, f.before, f.now) for c in there.changes if c.how == "altered" for f in c.fields} == mirrored
    assert (len(there.votes.new), len(there.votes.altered)) == (len(back.votes.gone), len(back.votes.altered))


@SOME
@given(dossiers())
def test_a_record_is_its_fields(dossier: Dossier) -> None:
    for row in (dossier.info, *dossier.actors, *dossier.evidence, *dossier.activities):
        blank = {name: type(value)() if isinstance(value, (str, tuple, dict)) else value for name, value in fields_of(row).items()}

        assert with_fields(with_fields(row, blank), fields_of(row)) == row


def test_rows_are_told_as_new_superseding_altered_and_gone_in_a_stated_order() -> None:
    now = after(
        positions=b"id,supersedes,actor,issue,value,basis,held_from,evidence\np3,p1,FRA,norms,75,vote,2018-01-01,\np4,,FRA,norms,1,,,\np1,,FRA,norms,60,vote,2018-01-02,\n",
        actors=b"id,name,name_fr,kind\nFRA,France,La France,state\nDEU,Germany,Allemagne,state\n",
        votes=b"actor,rollcall,vote\nFRA,r1,yes\nDEU,r1,no\n",
    )
    found = difference(decode(PARTS), now)

    assert [(c.part, c.how, c.identity) for c in found.rows] == [
        ("actors", "altered", "FRA"),
        ("positions", "superseding", "p3"),
        ("positions", "new", "p4"),
        ("positions", "altered", "p1"),
        ("positions", "gone", "p2"),
    ]
    assert [(f.column, f.before, f.now) for f in found.rows[0].fields] == [("name_fr", "", "La France")]
    assert [(f.column, f.before, f.now) for f in found.rows[1].fields][:1] == [("value", 60.0, 75.0)] or found.rows[1].fields[
        0
    ].column == "held_from"
    assert [(f.column, str(f.before), str(f.now)) for f in found.rows[3].fields] == [
        ("evidence", "('e1',)", "()"),
        ("held_from", "2018-01-01", "2018-01-02"),
    ]


def test_each_change_is_a_sentence_in_both_languages() -> None:
    now = decode(
        {
            "dossier.toml": b'id = "test"\ntitle = "Rules"\n[parameters.who-can-move]\nfirst = "r2"\n',
            "mandate.toml": b'aim = "a yes"\nred_lines = ["x", "y"]\n',
            "bodies.toml": b'[[body]]\nid = "ga"\nname = "General Assembly"\nmembers = "eu"\n',
            "actors.csv": b"id,name,name_fr,kind\nFRA,France,,state\nDEU,Germany,Allemagne,state\nJPN,Japan,Japon,state\n",
            "groups.csv": PARTS["groups.csv"],
            "issues.csv": PARTS["issues.csv"],
            "evidence.csv": b"id,title\ne1,The record\n",
            "positions.csv": (
                b"id,supersedes,actor,issue,value,held_from,basis,evidence,note\n"
                b"p1,,FRA,norms,75,2018-01-01,statement,e1,A longer note\np3,p1,FRA,norms,80,2018-01-01,statement,e1,A longer note\n"
            ),
            "rollcalls.csv": PARTS["rollcalls.csv"],
            "votes.csv": b"actor,rollcall,vote,intent\nFRA,r1,abstain,yes\nJPN,r1,no,\n",
            "files/a.pdf": b"1",
            "files/b.pdf": b"123",
        }
    )

    assert words(now) == [
        "Dossier: title Norms → Rules.",
        "Dossier: parameters (who-can-move.first) r1 → r2.",
        "Mandate: red lines (empty) → x and y.",
        "Body “General Assembly”: members (empty) → eu.",
        "Actor “Japan”: added.",
        "Evidence “The record”: title “A record” → “The record”.",
        "Position of France on issue “Norms?”: value 60 → 75.",
        "Position of France on issue “Norms?”: basis vote → statement.",
        "Position of France on issue “Norms?”: note (empty) → “A longer note”.",
        "Position of France on issue “Norms?”: p3 replaces p1.",
        "Position of France on issue “Norms?”: value 75 → 80.",
        "Position of Germany on issue “Norms?”: deleted.",
        "Recorded vote A/RES/73/27: 1 vote added.",
        "Recorded vote A/RES/73/27: 1 vote deleted.",
        "Vote of France in A/RES/73/27: vote yes → abstention.",
        "Vote of France in A/RES/73/27: declared intent (empty) → yes.",
        "File files/a.pdf: replaced (5 bytes → 1 byte).",
        "File files/b.pdf: added (3 bytes).",
    ]
    french = words(now, "fr")
    assert french[6] == "Position (France, sujet «\u202fNorms?\u202f»)\u00a0: valeur 60 → 75."
    assert french[11] == "Position (Allemagne, sujet «\u202fNorms?\u202f»)\u00a0: suppression."
    assert not [sentence for sentence in french if "[" in sentence]
    assert say(difference(decode(PARTS), now).summary(), "en") == (
        "1 actor, 1 vote and 1 file added, 1 position replaced, settings of the dossier, the mandate, 1 body, 1 piece of evidence, "
        "1 position, 1 vote and 1 file corrected and 1 position and 1 vote deleted"
    )


def test_the_mandate_can_be_left_out() -> None:
    found = difference(decode(PARTS), after(mandate=b'aim = "secret"\n'))

    assert [(f.column, f.before, f.now) for f in found.mandate.fields] == [("aim", "a yes", "secret")]  # type: ignore[union-attr]
    assert not found.without_mandate()
    assert "secret" not in repr(found.without_mandate()) + repr(found.without_mandate().now) + "".join(
        map(str, found.without_mandate().words())
    )
    gone = difference(decode(PARTS), after(mandate=None)).mandate
    assert gone is not None
    assert gone.how == "gone"


def test_a_long_text_is_cut_in_words_and_whole_in_fields() -> None:
    now = after(evidence=b"id,title\ne1," + b"word " * 1000 + b"\n")

    assert max(map(len, words(now))) < 500
    assert len(difference(decode(PARTS), now).rows[0].fields[0].now) == 4999


def test_a_text_with_braces_and_brackets_stays_as_it_is() -> None:
    now = after(evidence=b"id,title\ne1,{row} <b>\n")

    assert words(now)[0].endswith("→ “{row} <b>”.")


def test_the_order_of_rows_and_comments_say_nothing() -> None:
    now = after(
        dossier=b"# ours\n" + PARTS["dossier.toml"],
        votes=b"actor,rollcall,vote\nDEU,r1,no\nFRA,r1,yes\n",
        actors=b"id,name,name_fr\nDEU,Germany,Allemagne\nFRA,France,\n".replace(b"\n", b",state\n").replace(
            b"name_fr,state", b"name_fr,kind"
        ),
    )

    assert now.actors != decode(PARTS).actors
    assert not difference(decode(PARTS), now)


def test_a_row_that_moves_to_an_annex_is_altered() -> None:
    one, other = PARTS | {"annexes/x/evidence.csv": b"id,title\ne2,B\n"}, PARTS | {"evidence.csv": b"id,title\ne1,A record\ne2,B\n"}

    (change,) = difference(decode(one), decode(other)).rows

    assert (change.identity, [(f.column, f.before, f.now) for f in change.fields]) == ("e2", [("annex", "x", "")])


def test_two_rows_of_one_identity_are_named() -> None:
    twice = dataclasses.replace(decode(PARTS), actors=decode(PARTS).actors * 2)

    with pytest.raises(DossierError, match=r"actors\.csv:4:id"):
        difference(decode(PARTS), twice)


# --- votes, against plain dictionaries ---


@st.composite
def votes(draw: st.DrawFn) -> Votes:
    chance = random.Random(draw(st.integers(0, 2**32)))
    pairs = [(a, r) for a in "ABCD" for r in ("r1", "r2", "r3") if chance.random() < 0.6]
    chance.shuffle(pairs)
    ids = [chance.choice(("", "v1", "v2")) for _ in pairs] if chance.random() < 0.3 else ()
    codes, intents = ([chance.randrange(most) for _ in pairs] for most in (len(VOTES), 4))
    return Votes.of([a for a, _ in pairs], [r for _, r in pairs], codes, intents, ids)


def plain(votes: Votes) -> dict[tuple[str, str], Any]:
    return {(v.rollcall, v.actor): v for v in votes.rows()}


@settings(deadline=None)
@given(votes(), votes())
def test_votes_are_compared_as_their_rows_would_be(before: Votes, now: Votes) -> None:
    old, new = plain(before), plain(now)
    changes = compare(before, now)
    rows = now.rows()

    assert [rows[i] for i in changes.new] == [v for pair, v in new.items() if pair not in old]
    assert [before.rows()[i] for i in changes.gone] == [v for pair, v in old.items() if pair not in new]
    assert [(before.rows()[i], rows[j]) for i, j in changes.altered] == [(old[p], v) for p, v in new.items() if p in old and old[p] != v]
    assert len(changes) == len(changes.pairs()) == len({p for p in {**old, **new} if old.get(p) != new.get(p)})
    assert same_votes(before, now) == (before == now)


@settings(deadline=None)
@given(votes(), votes())
def test_applying_what_changed_gives_what_is(before: Votes, now: Votes) -> None:
    wanted = {pair: change[1] for pair, change in compare(before, now).pairs().items()}

    done = applied(before, wanted)

    assert plain(done) == plain(now)
    kept = [pair for pair in plain(before) if pair in plain(now)]
    assert list(plain(done))[: len(kept)] == kept
    assert len(done.rows()) == len(done)


def test_two_hundred_thousand_votes_are_compared_as_columns() -> None:
    actors, rollcalls = [f"a{i}" for i in range(1000)] * 200, [f"r{i // 1000}" for i in range(200_000)]
    before, now = Votes.of(actors, rollcalls, [1] * 200_000), Votes.of(actors, rollcalls, [1] * 150_000 + [3] * 50_000)

    changes = compare(before, now)

    assert (len(changes.new), len(changes.gone), len(changes.altered)) == (0, 0, 50_000)


# --- names of fields ---


def all_fields() -> list[tuple[str, str]]:
    records = {name: table.record for name, table in TABLES.items()} | {"dossier.toml": Info, "mandate.toml": Mandate, "bodies.toml": Body}
    return [(part, f.name) for part, record in records.items() for f in dataclasses.fields(record) if f.compare]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_has_a_name_and_none_is_left_over(lang: str) -> None:
    wanted = {heading(part, column).id.removeprefix("heading.") for part, column in [*all_fields(), ("actors", "annex")]}

    assert wanted == catalogue("heading", lang).keys()  # type: ignore[arg-type]
    assert not [text for text in catalogue("heading", lang).values() if re.search(r"[.:]$|^[A-Z]", text)]  # type: ignore[arg-type]


def test_no_two_fields_of_a_table_have_one_name() -> None:
    for lang in LANGUAGES:
        named = [(part, say(heading(part, column), lang)) for part, column in all_fields()]

        assert len(set(named)) == len(named), [name for name in named if named.count(name) > 1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_closed_list_can_be_shown(lang: str) -> None:
    for name, table in TABLES.items():
        for column in table.columns:
            for word in column.kind.choices:
                value = {"yes": True, "no": False}[word] if column.kind.name == "flag" else word
                text = say(shown(name, column.name, value), lang)  # type: ignore[arg-type]
                assert "[" not in text
                assert "_" not in text


def test_a_wording_shows_in_the_readers_language() -> None:
    found = difference(
        decode(PARTS), after(bodies=b'[[body]]\nid = "ga"\nname = "General Assembly"\nname_fr = "Assembl\xc3\xa9e"\nmembers = "eu"\n')
    )

    assert [say(m, "fr") for m in found.words()] == [
        "Organe «\u202fAssemblée\u202f»\u00a0: nom (français) (vide) → Assemblée.",
        "Organe «\u202fAssemblée\u202f»\u00a0: membres (vide) → eu.",
    ]
    assert Wording(fr="Assemblée").in_language("fr") == "Assemblée"
