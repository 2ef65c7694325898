"""The chance of an outcome, the path to it, and the builder of a majority, on a body of a dozen members."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from legation.dossier import decode
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.methods.rule import outcome, share_of_voting
from legation.questions import Case, ask

MEMBERS = [f"M{i:02}" for i in range(12)]
WORDS = ("yes", "abstain", "no")


def case(*, rule: bytes = b'of = "present_and_voting"\nshare = "1/2"\nstrict = true\n', past: int = 40, shift: float = -0.1) -> Case:
    """Return a body that voted often, along one line and on each matter twice, and has a vote ahead on a matter voted once before."""
    rng = np.random.default_rng(4)
    place = np.linspace(-1.2, 1.2, len(MEMBERS)) + shift
    pairs = past // 2
    matters = [0.8 * rng.normal() + 0.35 * rng.normal(size=len(MEMBERS)) for _ in range(pairs)]
    matters.append(np.zeros(len(MEMBERS)))
    calls, votes = [], []
    for number in range(past + 1 if pairs else past):
        matter = number % pairs if number < 2 * pairs else pairs
        lean = place + matters[matter] + 0.2 * rng.normal(size=len(MEMBERS))
        calls.append(f"r{number:02},R/{number},Matter {matter},{dt.date(2018, 1, 1) + dt.timedelta(7 * number)},e1,b")
        for name, one in zip(MEMBERS, lean.tolist(), strict=True):
            votes.append(f"{name},r{number:02},{'yes' if one > 0.15 else 'no' if one < -0.15 else 'abstain'}")
    parts = {
        "dossier.toml": b'id = "made"\n',
        "actors.csv": ("id,name,kind\n" + "\n".join(f"{m},Land {m},state" for m in MEMBERS)).encode(),
        "groups.csv": ("group,actor,start\n" + "\n".join(f"all,{m},2000" for m in MEMBERS)).encode(),
        "bodies.toml": b'[[body]]\nid = "b"\nmembers = "all"\n[[body.rule]]\n' + rule,
        "evidence.csv": b"id,title,date\ne1,The record,2018-01-01\n",
        "rollcalls.csv": (
            "id,symbol,title,date,evidence,body,sponsors,known_on\n"
            + "\n".join(f"{call},,{call.split(',')[3]}" for call in calls)
            + "\nahead,R/X,Matter 20,2019-12-01,,b,M11,2019-11-01\n"
        ).encode(),
        "votes.csv": ("actor,rollcall,vote\n" + "\n".join(votes)).encode(),
    }
    return Case(dossier=decode(parts), today=dt.date(2019, 11, 15))


def rows(answer, table: str) -> list[dict]:
    found = answer.table(table)
    return [dict(zip((c.id for c in found.columns), row, strict=True)) for row in found.rows]


def test_the_chance_stands_in_both_languages_with_its_range_and_the_path_raises_it() -> None:
    answer = ask("do-we-have-the-votes", case())
    told = answer.finding("chance").message.values
    assert 0 < told["share"] < 0.9
    assert told["low"] < 0 < told["high"]
    path = answer.finding("path").message.values
    assert path["before"] == told["share"]
    assert path["after"] > 0.5 > path["before"]
    assert answer.finding("chance").contrary
    figure = next(f for f in answer.figures if f.id == "path")
    for lang in LANGUAGES:
        assert "R/X" in say(figure.title, lang)
        assert say(answer.finding("path").message, lang)
        assert figure.specification(lang)["layer"]
    defeat = ask("do-we-have-the-votes", case(), goal="defeat")
    assert defeat.finding("chance").message.values["share"] == told["share"]  # of the text being adopted, whatever we want


def test_the_members_in_the_middle_matter_and_are_named_with_what_their_word_tells() -> None:
    table = rows(ask("do-we-have-the-votes", case()), "effects")
    assert len(table) == len(MEMBERS)
    effects = [row["effect"] for row in table]
    assert effects == sorted(effects, reverse=True)
    assert max(effects) > 3
    assert any(row["signal"] > row["effect"] / 100 for row in table if row["signal"] == row["signal"])


@pytest.mark.parametrize("goal", ["adopt", "defeat"])
def test_a_completion_is_enough_and_none_of_it_can_be_left_out(goal) -> None:
    """The votes that the answer counts with, changed as the completion says, have the outcome; without any one of them they have not."""
    shift = -0.5 if goal == "adopt" else 0.5
    answer = ask("do-we-have-the-votes", case(shift=shift), goal=goal)
    asked = {"do-we-have-the-votes.ask-yes": "yes", "do-we-have-the-votes.ask-no": "no", "do-we-have-the-votes.ask-abstain": "abstain"}
    completion = {row["actor"].id: asked[row["ask"].id] for row in rows(answer, "completion")}
    tally = rows(answer, "tally")[-1]
    counts = {word: tally[word] for word in ("yes", "no", "abstain", "absent")}
    changed = {"yes": 0, "no": 0, "abstain": 0}
    for vote in completion.values():
        changed[vote] += 1
    theirs, ours = ("no", "yes") if goal == "adopt" else ("yes", "no")
    assert answer.finding("build").message.values["count"] == len(completion)
    rule = share_of_voting("1/2", strict=True)

    def reached(turned: int, abstaining: int) -> bool:
        final = {ours: counts[ours] + turned, theirs: counts[theirs] - turned - abstaining}
        votes = {f"{word} {i}": word for word, count in final.items() for i in range(count)}
        return outcome(rule, votes).passed == (goal == "adopt")

    assert not reached(0, 0)
    assert reached(changed[ours], changed["abstain"])
    others = rows(answer, "completions")
    assert all(row["times"] >= 1 for row in others)
    assert [row["times"] for row in others] == sorted(row["times"] for row in others)


def test_members_are_counted_in_and_out() -> None:
    free = ask("do-we-have-the-votes", case())
    needed = free.finding("build").message.values["count"]
    first = [row["actor"].id for row in rows(free, "completion") if row["ask"].id.endswith("yes")][:1]
    helped = ask("do-we-have-the-votes", case(), with_us=first)
    assert helped.finding("build").message.id.endswith("needed")
    assert helped.finding("build").message.values["count"] < needed
    assert helped.finding("chance").message.values["share"] > free.finding("chance").message.values["share"]
    all_in = ask("do-we-have-the-votes", case(), with_us="; ".join(f"Land {m}" for m in MEMBERS))
    assert all_in.finding("build").message.id.endswith("build-ahead")
    assert all_in.finding("chance").message.id.endswith("chance-all")
    out = ask("do-we-have-the-votes", case(), against_us=" ".join(MEMBERS))
    assert out.finding("build").message.id.endswith("build-nobody")
    both = ask("do-we-have-the-votes", case(), with_us="M00", against_us="M11")
    for lang in LANGUAGES:
        assert "Land M00" in say(both.finding("build").message, lang)


def test_a_veto_holder_is_in_every_completion() -> None:
    rule = b'of = "count"\nnumber = 6\nveto = ["M00", "M01"]\n'
    answer = ask("do-we-have-the-votes", case(rule=rule, shift=0.0), with_us="M09;M10;M11;M08;M07;M06")
    message = answer.finding("build-pivotal").message
    assert {actor.id for actor in message.values["actors"]} == {"M00", "M01"}
    assert {row["times"] for row in rows(answer, "completion") if row["actor"].id in ("M00", "M01")} == {None}


@pytest.mark.parametrize(
    ("options", "error", "named"),
    [
        ({"with_us": "Nowhere"}, WrongUse, "Nowhere"),
        ({"with_us": "M00", "against_us": "Land M00"}, NotAvailable, "Land M00"),
    ],
)
def test_bad_input(options, error, named) -> None:
    with pytest.raises(error) as found:
        ask("do-we-have-the-votes", case(), **options)
    for lang in LANGUAGES:
        assert named in say(found.value.message, lang)


def test_no_history_gives_no_chance_and_a_vote_that_was_held_is_not_built() -> None:
    few = ask("do-we-have-the-votes", case(past=1), rollcall="ahead")
    assert not {"chance", "path"} & {finding.id for finding in few.findings}
    held = ask("do-we-have-the-votes", case(), rollcall="r03", with_us="M00")
    assert [c.id for c in held.caveats][-1] == "do-we-have-the-votes.build-held"
