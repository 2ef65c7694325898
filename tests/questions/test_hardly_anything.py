"""A dossier that has just begun: every question has an answer, or says what it lacks; none breaks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from questions.speech_lake import case_of, speech_lake, speech_rows

from legation.dossier import decode
from legation.errors import LegationError
from legation.language import LANGUAGES, say
from legation.questions import Case, ask, questions

PARTS = {
    "dossier.toml": b'id = "begun"\n',
    "actors.csv": b"id,name,kind,iso3\nKEN,Kenya,state,KEN\nfloods,River desk,ngo,\n",
    "issues.csv": b"id,question,low,high\nshare,Should members share flood data?,never,at once\n",
    "evidence.csv": b"id,kind,title,date,quote\ne1,statement,A note on levels,2026-03-02,We can share river levels within the hour.\n",
    "positions.csv": b"id,actor,issue,value,basis,held_from,evidence\np1,KEN,share,70,statement,2026-03-02,e1\n",
}
TODAY = dt.date(2026, 11, 1)


@pytest.mark.parametrize("question", sorted(questions()))
@pytest.mark.parametrize("named", ["nobody", "somebody", "nothing said"])
def test_a_dossier_that_has_just_begun_is_answered_or_told_what_it_lacks(question: str, named: str) -> None:
    head, row = PARTS["evidence.csv"].splitlines()
    row = row.rpartition(b",")[0] + b"," if named == "nothing said" else row
    who = b"Kenya" if named == "somebody" else b""
    evidence = b"%b,publisher\n%b,%b\n" % (head, row, who)
    case = Case(dossier=decode({**PARTS, "evidence.csv": evidence}), today=TODAY)
    try:
        answer = ask(question, case)
    except LegationError as error:
        assert all(say(error.message, lang) for lang in LANGUAGES)
        return
    assert all(say(finding.message, lang) for finding in answer.findings for lang in LANGUAGES)


@pytest.mark.parametrize("change", [{"actor": None}, {"language": "de"}, {"text": "1 2 3"}, {"actor": None, "language": None}])
def test_texts_that_place_nobody_are_told_so(tmp_path: Path, change: dict[str, str | None]) -> None:
    rows = [row | change for row in speech_rows()[:12]]

    with pytest.raises(LegationError) as told:
        ask("where-their-words-place-them", case_of(speech_lake(tmp_path, rows), PARTS))

    assert told.value.message.id == "where-their-words-place-them.too-few"
