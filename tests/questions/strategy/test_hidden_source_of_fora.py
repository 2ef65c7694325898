"""What rests on a source that a reader may not see is, for that reader, as if it had never been written: in all that is shown of fora."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import community_dossier
import pytest
from community_dossier import BOARD, BYLAW_OF_BOTH, COMMUNITY, FIVE, power

from legation.briefing.data import fora_calendar, json_answers
from legation.cli import main
from legation.dossier import Dossier, decode
from legation.errors import LegationError
from legation.language import LANGUAGES, Lang
from legation.questions import Case, ask
from legation.questions.base.choices import bodies, matters

DAY = dt.date(2026, 12, 1)
MARKED = 'evidence = ["red"]'
OWN_RULE = power("recall Board", 4, "yes", MARKED + '\ntitle_en = "Recall of the Board"\ntitle_fr = "Révocation du Conseil"')
PANEL = '[[body]]\nid = "court"\nname_en = "Panel of review"\nname_fr = "Panel de révision"\nmembers = "five"\n'
"""A body without a source of its own: it stays, without the rule that rests on the hidden one."""
PANEL_RULE = power("review", 2, "yes", MARKED)
OPEN = {
    "issues": "id,question,body,matter\ni1,Should the budget stand?,ec,reject budget\ni2,Who decides?,board,approve fundamental bylaw\n",
    "rollcalls": "id,title,date,body,matter,known_on,issue\nbudget,Budget,2027-03-01,ec,reject budget,2026-01-01,i1\n"
    "past,Budget,2025-03-01,ec,reject budget,2025-03-01,i1\n",
    "votes": "actor,rollcall,vote\n" + "".join(f"{name},past,{'yes' if name != 'ASO' else 'no'}\n" for name in FIVE),
    "positions": "id,actor,issue,value,held_from,evidence\n"
    + "".join(f"p{at},{name},i1,{20 * at},2026-01-01,open\n" for at, name in enumerate(FIVE)),
    "processes": "id,forum,body,seats,kind,output,binds,members,verified,evidence,known_on\n"
    "ec,Empowered Community,ec,five,private,A rejection,organisation,5,yes,open,2026-01-01\n"
    "board,Board,board,directors,private,A decision,organisation,16,yes,open,2026-01-01\n",
    "forum_steps": "id,forum,kind,matter,what,date,end,after,days,every_months,zone,certainty,verified,evidence,known_on\n"
    "s1,ec,event,reject budget,Notice,2026-11-28,,,,,America/Los_Angeles,fixed,yes,open,2026-01-01\n"
    "s2,ec,submit_by,reject budget,Petition,,,s1,21,,America/Los_Angeles,fixed,yes,open,2026-01-01\n"
    "s3,ec,decision,reject budget,Decision,,,s2,40,,America/Los_Angeles,fixed,yes,open,2026-01-01\n",
    "forum_access": "id,forum,actor_kind,right,condition,verified,evidence,known_on\n"
    "a1,ec,technical,vote,participant,yes,open,2026-01-01\na2,board,technical,advise,,yes,open,2026-01-01\n",
    "evidence": "id,kind,title,known_on,marking\nopen,resolution,The bylaws,2026-01-01,\nannex,resolution,The annex,2026-01-01,\n",
}
SECRET = {
    "processes": "court,Panel,court,five,private,An opinion,nothing,5,yes,red,2026-01-01\n",
    "forum_steps": "x1,ec,decision,reject budget,Early decision,2026-12-20,,,,,,fixed,yes,red,2026-01-01\n"
    "x2,ec,event,recall Board,Notice of recall,2026-12-02,,,,,,fixed,yes,red,2026-01-01\n"
    "x3,ec,submit_by,recall Board,Petition of recall,,,x2,9,,,fixed,yes,red,2026-01-01\n"
    "x4,court,meeting,,Hearing,2026-12-11,,,,3,,usual,yes,red,2026-01-01\n",
    "forum_access": "x5,board,technical,vote,a guest,yes,red,2026-01-01\nx6,court,technical,petition,anyone,yes,red,2026-01-01\n",
    "evidence": "red,statement,SECRET SOURCE,2026-01-01,TLP:RED\n",
}
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("who-can-stop-it", {"body": "ec", "matter": "reject budget"}),
    ("who-can-stop-it", {"body": "board", "matter": "approve fundamental bylaw"}),
    ("who-can-stop-it", {"body": "ec", "matter": "recall Board"}),
    ("who-can-stop-it", {"body": "court"}),
    ("who-can-stop-it", {"body": "court", "matter": "review"}),
    ("where-should-we-take-it", {"us": "GAC", "issue": "i1"}),
    ("where-should-we-take-it", {"us": "GAC", "issue": "i1", "matter": "recall Board"}),
    ("where-should-we-take-it", {"us": "GAC", "issue": "i2", "musts": "vote;by:2027-01-01"}),
    ("who-has-power", {"rollcall": "budget"}),
    ("do-we-have-the-votes", {"rollcall": "budget"}),
    ("what-is-due", {}),
)


def parts(*, secret: bool) -> dict[str, bytes]:
    rules = power("reject budget", 4, "no") + power("approve fundamental bylaw", 3, "yes") + (OWN_RULE if secret else "")
    text = COMMUNITY + rules + BOARD + BYLAW_OF_BOTH + PANEL + (PANEL_RULE if secret else "")
    tables = {name: text + (SECRET.get(name, "") if secret else "") for name, text in OPEN.items()}
    return community_dossier.parts(text, **tables, **{"dossier.toml": 'format = 2\nid = "ec"\ntitle = "Fora"\n'})


def seen(*, secret: bool, marking: str = "TLP:GREEN", audience: str = "desk") -> Dossier:
    return decode(parts(secret=secret)).cleared(marking, audience, as_of=DAY, day=DAY)


def case_of(dossier: Dossier) -> Case:
    return Case(dossier=dossier, today=DAY).at(DAY)


def rendered(dossier: Dossier, question: str, options: dict[str, Any], lang: Lang) -> str:
    """Return an answer as it is exported, or why there is none; without the digest of the dossier, whose files are spaced differently."""
    try:
        found = json.loads(json_answers([ask(question, case_of(dossier), **options)], lang))
    except LegationError as error:
        return f"{type(error).__name__}: {error}"
    for answer in found["answers"] if isinstance(found, dict) else found:
        answer["provenance"] = {name: value for name, value in (answer["provenance"] or {}).items() if name in ("as_of", "options")}
    return json.dumps(found, sort_keys=True, ensure_ascii=False)


@pytest.mark.parametrize("audience", ["desk", "partner", "public"])
@pytest.mark.parametrize(("question", "options"), ASKED)
def test_an_answer_is_that_of_a_dossier_without_the_rows(question: str, options: dict[str, Any], audience: str) -> None:
    for lang in LANGUAGES:
        cleared, never = (rendered(seen(secret=secret, audience=audience), question, options, lang) for secret in (True, False))
        assert cleared == never


def test_the_rows_tell_something_to_who_may_see_them() -> None:
    whole, without = decode(parts(secret=True)), decode(parts(secret=False))
    differ = [
        at
        for at, (question, options) in enumerate(ASKED)
        if rendered(whole, question, options, "en") != rendered(without, question, options, "en")
    ]

    assert differ == [0, 2, 3, 4, 5, 6, 7, 10]
    assert fora_calendar(case_of(whole), "en") != fora_calendar(case_of(without), "en")
    assert {"recall Board", "review"} == matters(case_of(whole), {}).keys() - matters(case_of(without), {}).keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calendar_is_that_of_a_dossier_without_the_rows(lang: Lang) -> None:
    cleared, never = (fora_calendar(case_of(seen(secret=secret)), lang) for secret in (True, False))

    assert cleared == never and b"BEGIN:VEVENT" in cleared


@pytest.mark.parametrize("body", ["", "ec", "board", "court"])
def test_bodies_and_matters_to_choose_from_are_those_of_a_dossier_without_the_rows(body: str) -> None:
    cleared, never = (case_of(seen(secret=secret)) for secret in (True, False))
    given = {"body": body} if body else {}

    assert repr(bodies(cleared, given)) == repr(bodies(never, given))
    assert repr(matters(cleared, given)) == repr(matters(never, given))


def written(folder: Path, *, secret: bool) -> Iterator[tuple[str, bytes]]:
    """Yield what ``legation export`` writes for a reader, by the name of the file."""
    source = folder / "whole"
    source.mkdir(parents=True)
    for name, content in parts(secret=secret).items():
        (source / name).write_bytes(content)
    for out, how in (("copy", ()), ("steps.ics", ("--calendar",))):
        assert main(["export", str(source), str(folder / out), "--marking", "TLP:GREEN", "--as-of", str(DAY), *how]) == 0
    yield "steps.ics", (folder / "steps.ics").read_bytes()
    yield from ((path.name, path.read_bytes()) for path in sorted((folder / "copy").rglob("*")) if path.is_file())


def test_files_that_leave_are_those_of_a_dossier_without_the_rows(tmp_path: Path) -> None:
    cleared, never = (dict(written(tmp_path / str(secret), secret=secret)) for secret in (True, False))
    spaced = {"bodies.toml"}  # it is written anew where a rule is taken out of it

    assert cleared.keys() == never.keys()
    assert {name for name in cleared if cleared[name] != never[name]} <= spaced
    assert not [
        name for name, content in cleared.items() if b"SECRET" in content or b"red" in content.split() or b"recall" in content.lower()
    ]
