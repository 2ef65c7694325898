"""What a note lacks: each thing by its field or table, from the declaration of the note, and nothing of what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from questions.futures_dossier import MODEL

from legation.briefing.notes.mending import WANTS, lacking, problems_of_note
from legation.briefing.notes.registry import notes
from legation.briefing.notes.strategy import GAPS
from legation.dossier import TABLES, decode, load
from legation.language import LANGUAGES, say
from legation.questions import Case

EXAMPLES = Path(__file__).parents[3] / "examples"
TODAY = dt.date(2019, 12, 26)
ACTORS = "id,name\nA,One\nB,Two\n"
FIELDS = ("decision", "recommendation", "reply_by", "default", "fallback", "options", "say")
WHOLE = "".join(f'{name} = "x"\n' for name in ("decision", "recommendation", "default", "fallback", "say")) + 'reply_by = "2019-12-28"\n'
OPTION = '[[brief.option]]\nid = "A"\ntitle = "One"\n'


def case(toml: str = "", models: Mapping[str, str] = MappingProxyType({}), **parts: str) -> Case:
    files = {"dossier.toml": f'id = "x"\n{toml}'.encode(), **{f"{name}.csv": text.encode() for name, text in parts.items()}}
    files |= {name: text.encode() for name, text in models.items()}
    return Case(dossier=decode(files), today=TODAY)


def wants(of: Case) -> set[str]:
    return {one.want for one in lacking(of)}


@pytest.mark.parametrize("situation", sorted(notes()))
def test_every_note_wants_what_there_is_a_look_for_and_an_empty_dossier_lacks_all_of_it(situation: str) -> None:
    declared = notes()[situation].wants
    found = lacking(case(f'[brief]\nnote = "{situation}"\n'))

    assert set(declared) <= set(WANTS)
    assert {one.want for one in found} == set(declared) - {"words", "tests", "actions"}, "of rows that are there"
    assert all(one.table in ("", *TABLES) for one in found)
    assert all(
        one.column in {c.name for c in TABLES[one.table].columns}
        for one in found
        if one.table and one.column not in ("by", "who", "aim", "text")
    )
    assert all(say(one.message, lang) for one in found for lang in LANGUAGES)


def test_what_is_filled_is_not_on_the_list() -> None:
    empty = case('[brief]\nnote = "strategy"\n', actors=ACTORS)
    filled = case(
        f'[brief]\nnote = "strategy"\n{WHOLE}{OPTION}',
        actors=ACTORS,
        objectives="id,aim,due\no,A text that holds,2020-01-05\n",
        consulted="id,who,view\nc,The lawyers,agreed\n",
        obligations="id,text\nb,No text without us\n",
        engagements="id,recorded,date,actor,level,by,ask\np,2019-12-20,2019-12-30,A,ministry,our ambassador,Come\n",
        posture="id,criterion,level\np,nis2-a,2\n",
        threats="id,claim,holder\nt,They come back,A\n",
        deterrents="id,measure,test\nd,Public logs,A false record is served\n",
        signposts="id,title,threshold,action\ns,Press,4,We stop\n",
        challenges="id,claim\nc,Too late\n",
        coalitions="coalition,actor,tier,start\nfriends,A,core,2019-01-01\n",
        models={"scenarios/talks.toml": MODEL},
    )

    assert {*FIELDS, "aim", "consulted", "obligations", "people"} <= wants(empty)
    assert wants(filled) == set()


def test_each_piece_of_a_strategy_that_is_missing_is_named_with_the_place_where_it_is_written() -> None:
    rows = {
        "deterrents": "id,measure,test\nd,Public logs,\n",
        "signposts": "id,title,threshold,action\ns,Press,,We stop\nu,Losses,3,\n",
    }
    bare = {one.want: one for one in lacking(case('[brief]\nnote = "strategy"\n'))}
    begun = {(one.want, one.column): say(one.message, "en") for one in lacking(case('[brief]\nnote = "strategy"\n', **rows))}

    assert {*GAPS} <= bare.keys()
    assert [bare[name].table for name in ("posture", "threats", "signposts", "deterrence", "partners", "challenges")] == [
        "posture", "threats", "signposts", "deterrents", "coalitions", "challenges",
    ]  # fmt: skip
    assert (bare["futures"].table, bare["futures"].model) == ("", "scenario")
    assert begun["tests", "test"] == "“Public logs” deters somebody, and has no test of its own."
    assert begun["actions", "threshold"].startswith("The signpost “Press”")
    assert begun["actions", "action"].startswith("The signpost “Losses”")
    assert {one.part for one in problems_of_note(case('[brief]\nnote = "strategy"\n'))} >= {"threats.csv", "scenarios/", "dossier.toml"}


def test_level_speaker_and_old_words_are_named_one_by_one() -> None:
    rows = (
        "id,recorded,date,actor,level,by,ask,words\n"
        "p,2019-12-20,2019-12-30,A,,,Come,\nq,2019-12-20,2019-12-30,B,ministry,our ambassador,Come,\n"
        "s,2019-01-02,2019-01-02,B,,,,We shall see\n"
    )
    found = [say(one.message, "en") for one in lacking(case('[brief]\nnote = "strategy"\n', actors=ACTORS, engagements=rows))]

    assert "No approach says who speaks to One." in found
    assert "No approach says at which level One is approached." in found
    assert not any("speaks to Two" in words or "level Two" in words for words in found)
    assert "The latest words of Two are of 2 January 2019: older than six months." in found


def test_a_dossier_whose_desk_has_not_begun_a_note_has_no_notice_of_it() -> None:
    begun = problems_of_note(case('[brief]\nto = "the Minister"\n', actors=ACTORS))

    assert problems_of_note(case(actors=ACTORS)) == ()
    assert "brief.decision" in {one.column for one in begun}
    assert all(one.is_notice for one in begun)


NOT_INVENTED = {
    "general-debate-2013": {"people", "obligations", "consulted"},
    "firm-hit-2017": {"people"},
    "consular-drill-2026": {"aim", "people", "obligations", "consulted"},
}
"""What an example of public words alone cannot have: nobody was met, bound or consulted for it; whom a firm that was hit tells are its notices.
Counts of an exercise have no aim besides."""


@pytest.mark.parametrize("folder", sorted(path.name for path in EXAMPLES.iterdir()))
def test_the_notes_of_the_examples_lack_nothing(folder: str) -> None:
    found = lacking(Case(dossier=load(EXAMPLES / folder), today=dt.date(2026, 1, 1)))

    assert {one.want for one in found} == NOT_INVENTED.get(folder, set())
