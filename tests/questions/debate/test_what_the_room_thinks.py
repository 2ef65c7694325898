"""What the room thinks: what was planted is found, what is of too few is not shown, and what was later is not known."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from figures.sheet import on_the_sheet
from questions.room_dossier import MODEL, case, parts, votes

from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.methods.opinion import UNSEEN
from legation.questions import ask
from legation.questions.debate.opinion.inputs import find_room, publishable_cells

QUESTION = "what-the-room-thinks"


def rows(answer, table):
    return {row[0].id if hasattr(row[0], "id") else row[0]: row for row in answer.table(table).rows}


def test_planted_camps_are_found_with_what_parts_and_what_joins_them() -> None:
    answer = ask(QUESTION, case(parts(votes())))

    assert [row[1] for row in answer.table("groups").rows] == [20, 20]
    kinds = {number: row[-1].id.rpartition(".")[2] for number, row in rows(answer, "statements").items() if row[-1]}
    assert {number for number, kind in kinds.items() if kind == "divides"} == {str(j) for j in range(0, 20, 2)}
    assert {number for number, kind in kinds.items() if kind == "bridges"} == {str(j) for j in range(1, 20, 2)}
    assert answer.finding("exported").message.values["index"] == 1.0
    assert [figure.id for figure in answer.figures] == ["opinion-map", "statement-cards", "divisions"]
    on_the_sheet(answer.figures[1], "fr")
    said = [mark["value"] for mark in answer.figures[1].records("en") if mark["label"].startswith("Group 1")]
    counts = [int(value.rpartition(": ")[2]) for value in said if ": " in value]
    assert len(counts) > 2 and sum(counts) == 20 * sum("%" in value for value in said)  # a bar is the whole group


@pytest.mark.parametrize("lang", LANGUAGES)
def test_groups_never_stand_without_the_doubt_that_they_are_one_crowd(lang) -> None:
    """Votes spread evenly along one line are cut in two, and the answer does not say that they are apart."""
    rng = np.random.default_rng(3)
    place, hard = rng.uniform(-2, 2, 120)[:, None], rng.uniform(-1.5, 1.5, 30)[None, :]
    cells = np.where(rng.random((120, 30)) < 1 / (1 + np.exp(-2 * (place - hard))), 1, -1).astype(np.int8)

    answer = ask(QUESTION, case(parts(cells)))

    groups = answer.finding("groups")
    assert groups.message.values["k"] == 2
    assert groups.contrary.values["share"] == answer.finding("border").message.values["share"] > 0.02
    assert "continuum" in say(groups.contrary, lang)


@pytest.mark.parametrize(("people", "seed", "reason"), [(26, 4, "weak-split"), (26, 2, "small-room")])
def test_a_split_that_is_too_weak_is_not_shown_and_the_answer_says_so(people, seed, reason) -> None:
    rng = np.random.default_rng(seed)
    lean = rng.normal(size=(people, 2)) @ rng.normal(size=(2, 60))
    cells = np.where(lean + rng.normal(size=(people, 60)) > 0, 1, -1).astype(np.int8)

    answer = ask(QUESTION, case(parts(cells)))

    told = answer.finding("groups").message
    why = told.values["reason"]
    assert (why.id.rpartition(".")[2], why.values["people"]) == (reason, people)
    assert why.values["strength"] < why.values["needed"]
    assert "groups" not in {table.id for table in answer.tables}
    for lang in LANGUAGES:
        said = say(told, lang)
        assert str(people) in said
        assert "nan" not in said


def test_nobody_is_named_and_no_confidence_is_claimed() -> None:
    answer = ask(QUESTION, case(parts(votes())))

    assert {finding.confidence for finding in answer.findings} == {""}
    assert all(finding.evidence == ("e1",) for finding in answer.findings)
    drawn = json.dumps([figure.specification("en") for figure in answer.figures])
    assert not re.search(r"participant|voter", drawn)


def test_below_the_smallest_group_nothing_is_shown() -> None:
    answer = ask(QUESTION, case(parts(votes())), smallest=21)

    assert "groups" not in {table.id for table in answer.tables}
    assert answer.finding("hidden").message.values == {"count": 2, "smallest": 21}
    assert "opinion-map" not in {figure.id for figure in answer.figures}
    withheld = ask(QUESTION, case(parts(votes())), smallest=41)
    assert [finding.id for finding in withheld.findings] == ["withheld"]
    assert withheld.tables == withheld.figures == ()


def bent(people: int = 150, statements: int = 40, as_one: int = 16) -> np.ndarray:
    """Return votes of two camps that share half of the statements, and of people who vote against what all share, almost as one."""
    rng = np.random.default_rng(5)
    camp = np.where(np.arange(people) % 2, 1, -1)[:, None] * rng.choice([-1, 1], statements)
    odd = np.arange(statements) % 2 == 1
    cells = np.where(rng.random((people, statements)) < 0.85, 1, -1) * np.where(odd, 1, camp)
    against = np.where(odd, -1, rng.choice([-1, 1], statements)) * np.where(rng.random((as_one, statements)) < 0.97, 1, -1)
    cells = np.concatenate([cells, against])
    return np.where(rng.random(cells.shape) < 0.2, UNSEEN, cells).astype(np.int8)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_voted_as_one_counts_as_one_and_what_they_hold_back_is_listed(lang) -> None:
    answer = ask(QUESTION, case(parts(bent())))

    once = answer.finding("once")
    values = once.message.values
    assert values["count"] == 1 and 15 <= values["people"] <= 17
    held = [row for row in answer.table("once").rows if row[-1].id.endswith("holds")]
    assert len(held) == values["held"] >= 10
    assert all(int(row[0]) % 2 for row in held)
    told = say(once.message, lang)
    assert str(values["people"]) in told and "None" not in told and "nan" not in told
    assert [row[1] for row in answer.table("signs").rows if row[0].id.endswith("copies")] == [1]


def test_a_slate_stands_for_either_camp_and_says_how_far_it_hangs_on_who_came() -> None:
    """Of two camps of twenty with nothing in common each has its statement among two; what nobody of eight may see is in no slate."""
    cells = np.where(np.arange(40)[:, None] < 20, [[1, 1, -1, -1, 1]], [[-1, -1, 1, 1, 1]]).astype(np.int8)
    cells[:, 4] = UNSEEN
    cells[0, 4] = 1

    answer = ask(QUESTION, case(parts(cells)), slate=2)

    assert {row[0] for row in answer.table("slate").rows} in ({"0", "2"}, {"0", "3"}, {"1", "2"}, {"1", "3"})
    assert answer.finding("slate").message.id == "what-the-room-thinks.slate"
    assert 0 < answer.finding("slate").contrary.values["share"] <= 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_none_was_found_is_said_only_with_the_size_that_would_have_been_seen(lang) -> None:
    honest = bent()[:150]

    signs = ask(QUESTION, case(parts(honest))).finding("signs")
    assert signs.message.id.endswith(("signs.none", "signs.found"))
    assert signs.message.values.get("size", 2) >= 2

    rooms = {name: data for name, data in parts(np.tile(honest[:1], (31, 1))).items() if not name.endswith("/votes.csv")}
    alone = ask(QUESTION, case(rooms)).finding("signs")
    assert alone.message.id.endswith("signs.too-few-untimed")
    assert "None" not in say(alone.message, lang)
    unbent = {name: data for name, data in parts(honest).items() if not name.endswith("/votes.csv")}
    untimed = ask(QUESTION, case(unbent)).finding("signs")
    assert untimed.message.id.endswith("signs.none-untimed")
    assert str(untimed.message.values["size"]) in say(untimed.message, lang)


def test_an_option_never_lowers_what_the_room_promised() -> None:
    strict = MODEL.replace("holder_en", "smallest = 21\nholder_en")

    answer = ask(QUESTION, case(parts(votes(), strict)), smallest=3)

    assert answer.finding("hidden").message.values["smallest"] == 21


@pytest.mark.parametrize("seed", range(20))
def test_no_number_of_fewer_people_can_be_worked_out(seed) -> None:
    """All less the cells that are shown leaves nobody, or people enough."""
    rng = np.random.default_rng(seed)
    seen = rng.integers(0, 12, (4, 30))
    total = seen.sum(axis=0) + rng.integers(0, 12, 30)

    shown = publishable_cells(seen, total, 5)

    rest = total - (seen * shown).sum(axis=0)
    assert (seen[shown] >= 5).all()
    assert ((rest == 0) | (rest >= 5) | ~shown.any(axis=0)).all()


def test_people_outside_the_groups_who_are_too_few_are_not_counted_among_all() -> None:
    cells = votes(42)
    cells[40:, 2:] = UNSEEN

    asked = find_room(case(parts(cells)), "", None, 0, lambda done, total: None)
    answer = ask(QUESTION, case(parts(cells)))

    assert asked.counted.tolist() == [True] * 40 + [False] * 2
    assert max(row[2] for row in answer.table("statements").rows) <= 40
    assert any(caveat.id.endswith(".counted") for caveat in answer.caveats)


def test_a_statement_that_few_saw_is_said_and_predicted_apart() -> None:
    cells = votes(60, 16)
    cells[8:, 4] = UNSEEN

    answer = ask(QUESTION, case(parts(cells)))

    assert [row[0] for row in answer.table("seldom-seen").rows] == ["4"]
    predicted = answer.table("predicted").rows
    assert {row[0] for row in predicted} == {"4"}
    assert all(row[5] < row[4] < row[6] for row in predicted)
    shares = sorted(row[4] for row in predicted)
    assert shares[0] < 0.5 < shares[1]
    assert rows(answer, "statements")["4"][6:11] == (None,) * 5


def test_later_votes_are_not_known() -> None:
    """A vote a minute: by the end of the first day 1,440 have been cast, of more than two thousand."""
    cells = votes(120, 24)
    cut = find_room(case(parts(cells), "2018-03-01"), "", None, 0, lambda done, total: None)

    assert (cut.votes != UNSEEN).sum() == 1440
    kept = np.flatnonzero((cells != UNSEEN).sum(axis=1).cumsum() <= 1440)
    assert (cut.votes[: len(kept)] == cells[kept]).all()
    assert "exported" not in {finding.id for finding in ask(QUESTION, case(parts(cells), "2018-03-01")).findings}
    with pytest.raises(NotAvailable):
        ask(QUESTION, case(parts(cells), "2018-02-28"))


def test_votes_without_times_are_known_when_the_room_is_closed() -> None:
    room = {part: data for part, data in parts(votes()).items() if not part.endswith("/votes.csv")}

    assert ask(QUESTION, case(room, "2018-03-20")).finding("people").message.id.endswith("people-undated")
    with pytest.raises(NotAvailable):
        ask(QUESTION, case(room, "2018-03-19"))


def test_a_statement_that_was_taken_out_counts_for_nothing() -> None:
    answer = ask(QUESTION, case(parts(votes(), out=[2])))

    assert "2" not in rows(answer, "statements")
    assert any(caveat.id.endswith(".moderated") for caveat in answer.caveats)


def test_a_few_people_get_agreement_and_a_tree_and_only_organisations_have_names() -> None:
    named = MODEL + "".join(f'[[organisation]]\nxid = "x{i}"\nactor = "{actor}"\nweight = {i + 1}\n' for i, actor in enumerate("AB"))
    held = b"id,actor,issue,value,confidence\np,A,i,90,low\n"
    cells = votes(12)

    answer = ask(QUESTION, case(parts(cells, named, [f"x{i}" for i in range(12)]), positions=held, issues=b"id,question\ni,Shall we?\n"))

    both = (cells[0] != UNSEEN) & (cells[1] != UNSEEN)
    (pair,) = answer.table("organisations").rows
    assert [one.id for one in pair[:2]] == ["A", "B"]
    assert pair[2:] == (pytest.approx((cells[0] == cells[1])[both].mean()), both.sum())
    assert answer.finding("groups").message.values["reason"].id.endswith("few-people")
    assert (answer.finding("camps").message.values["one"], answer.finding("camps").message.values["two"]) == (6, 6)
    assert min(row[0] for row in answer.table("joining").rows) >= 5
    assert {c.id.rpartition(".")[2] for c in answer.caveats} >= {"positions", "weighted"}


def test_a_rush_of_copies_is_a_sign_and_names_nobody() -> None:
    rng = np.random.default_rng(1)
    cells = rng.choice(np.array([-1, 0, 1], np.int8), (60, 30))
    cells[20:28] = cells[20]

    answer = ask(QUESTION, case(parts(cells)))

    signs = {row[0].id.rpartition(".")[2]: row[1:] for row in answer.table("signs").rows}
    assert signs["copies"] == (1, 8, 8)
    assert answer.finding("signs").contrary.id.endswith("innocent")


def test_edges_are_said() -> None:
    alike = np.ones((20, 9), np.int8)
    assert ask(QUESTION, case(parts(alike))).finding("groups").message.values["reason"].id.endswith("all-alike")
    single = np.ones((20, 1), np.int8)
    assert ask(QUESTION, case(parts(single))).finding("groups").message.values["reason"].id.endswith("few-statements")
    with pytest.raises(WrongUse, match="forum"):
        ask(QUESTION, case(parts(votes())), room="other")
    with pytest.raises(NotAvailable):
        ask(QUESTION, case({}))
    broken = parts(votes()) | {"rooms/forum/votes.csv": b"timestamp,comment-id\n"}
    with pytest.raises(WrongUse, match="voter-id"):
        ask(QUESTION, case(broken))
    none = parts(np.full((3, 3), UNSEEN, np.int8))
    with pytest.raises((NotAvailable, WrongUse)):
        ask(QUESTION, case(none))


def test_the_order_of_voters_and_which_answer_is_called_yes_change_nothing() -> None:
    cells = votes()
    turned = np.where(cells == UNSEEN, UNSEEN, -cells)[np.random.default_rng(2).permutation(len(cells))]

    plain, other = (ask(QUESTION, case(parts(one))) for one in (cells, turned.astype(np.int8)))

    for name in ("groups", "number-of-groups"):
        for one, two in zip(plain.table(name).rows, other.table(name).rows, strict=True):
            assert one[1:4] == pytest.approx(two[1:4])
