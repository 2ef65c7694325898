"""Which of eight situations a dossier is about: what it says, else what it holds on the day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from legation.dossier import DossierError, decode, load
from legation.dossier.parts.brief import NOTES
from legation.errors import WrongUse
from legation.language import LANGUAGES, say
from legation.questions import Case
from legation.questions.situations import SITUATIONS, find_situation, situation_of

EXAMPLES = Path(__file__).parents[2] / "examples"
ACTORS = "id,name\nA,One\nB,Two\n"
VOTE = "id,symbol,title,date,known_on\nr,A/1,The text,2020-01-05,2019-12-01\n"
MEETING = "id,actor,date,ask\nm,A,2020-01-02,Come with us\n"


def taken(day: dt.date = dt.date(2019, 12, 26), toml: str = "", **parts: str) -> tuple[str, bool]:
    files = {"dossier.toml": f'id = "x"\n{toml}'.encode(), **{f"{name}.csv": text.encode() for name, text in parts.items()}}
    found = situation_of(Case(dossier=decode(files), today=day))
    return found.situation.id, found.is_stated


@pytest.mark.parametrize(
    ("name", "situation"),
    [
        ("un-ict-2018", "vote"),
        ("death-penalty-moratorium", "vote"),
        ("notpetya-2017", "incident"),
        ("iana-transition-2014", "coalition"),
        ("mission-site-2024", "debate"),
        ("brexit-consensus-2017", "consultation"),
    ],
)
def test_an_example_says_what_it_is_about(name: str, situation: str) -> None:
    found = situation_of(Case(dossier=load(EXAMPLES / name), today=dt.date(2026, 1, 1)))

    assert (found.situation.id, found.is_stated) == (situation, True)


def test_without_a_word_the_contents_of_the_day_decide() -> None:
    assert taken(actors=ACTORS) == ("strategy", False)
    assert taken(actors=ACTORS, rollcalls=VOTE) == ("vote", False)
    assert taken(dt.date(2020, 1, 6), actors=ACTORS, rollcalls=VOTE) == ("strategy", False), "the vote is over"
    assert taken(actors=ACTORS, engagements=MEETING) == ("meeting", False)
    assert taken(dt.date(2020, 1, 3), actors=ACTORS, engagements=MEETING) == ("strategy", False), "the meeting is over"
    assert taken(actors=ACTORS, rollcalls=VOTE, engagements=MEETING) == ("vote", False), "what presses comes first"


def test_what_the_dossier_says_comes_before_what_it_holds() -> None:
    assert taken(toml='[brief]\nnote = "debate"\n', actors=ACTORS, rollcalls=VOTE) == ("debate", True)


def test_a_situation_that_is_none_is_told_where_it_stands() -> None:
    with pytest.raises(DossierError, match=r"brief\.note"):
        taken(toml='[brief]\nnote = "wedding"\n')
    with pytest.raises(WrongUse, match=r"wedding"):
        find_situation("wedding")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_eight_are_those_that_a_file_may_name_each_with_its_title(lang: str) -> None:
    titles = [say(one.title, lang) for one in SITUATIONS]  # type: ignore[arg-type]

    assert sorted(NOTES) == sorted(one.id for one in SITUATIONS)
    assert len(set(titles)) == 8
    assert not any("[" in title for title in titles)
