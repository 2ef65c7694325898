"""Why a vote shifted: texts and votes of a made dossier side by side, what is missing, and the flagship's two votes."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from legation.dossier import decode, load
from legation.errors import NotAvailable
from legation.language import LANGUAGES
from legation.questions import Case, ask
from legation.questions.votes.vote_shift import text_behind

ROOT = Path(__file__).parents[3]
TODAY = dt.date(2030, 1, 1)
SHIFT = {
    "dossier.toml": b'id = "shift"\n',
    "actors.csv": b"id,name,kind\nA,Aland,state\nB,Borduria,state\nC,Cagliostro,state\n",
    "evidence.csv": b"id,title,date,kind,part\ne1,First,2018-01-01,resolution,files/one.txt\ne2,Second,2019-01-01,resolution,files/two.txt\n",
    "rollcalls.csv": (
        b"id,symbol,title,date,evidence,sponsors\n"
        b"r1,A/RES/72/1,The open sky,2018-01-01,e1,A\nr2,A/RES/73/1,The open sky,2019-01-01,e2,A B\nr3,A/RES/73/2,The sea,2019-02-01,e2,\n"
    ),
    "votes.csv": b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,no\nA,r2,yes\nB,r2,abstain\nC,r2,abstain\nA,r3,yes\n",
    "files/one.txt": b"The Assembly,\n\n1. Calls upon States to keep the sky open to all;\n\n2. Decides to end the working group.\n",
    "files/two.txt": b"The Assembly,\n\n1. Calls upon all States to keep the sky open;\n\n2. Establishes a fund for clouds.\n",
}


def test_a_shift_is_laid_beside_the_text_and_nothing_is_explained() -> None:
    answer = ask("why-did-the-vote-shift", Case(dossier=decode(SHIFT), today=TODAY))
    values = answer.finding("texts").message.values
    votes = answer.finding("votes").message.values

    assert {kind: values[kind] for kind in ("added", "removed", "reworded", "same")} == {"added": 1, "removed": 1, "reworded": 1, "same": 1}
    assert (votes["towards"], votes["away"], votes["same"], votes["only"]) == (1, 1, 1, 0)
    assert "[-to all-]" in answer.table("wording").rows[0][3] and "{+all+}" in answer.table("wording").rows[0][3]
    assert [(row[0].id, row[1], row[2]) for row in answer.table("moved").rows] == [("C", "no", "abstain"), ("B", "yes", "abstain")]
    assert [f.id for f in answer.figures] == ["wording", "votes"]
    marks = answer.figures[0].records("en")
    assert [(one["value"], one["evidence"]) for one in marks[:2]] == [
        ("words that stayed: 8", ["e1", "e2"]),
        ("words that went: 2", ["e1", "e2"]),
    ]
    assert [name.id for name in answer.finding("sponsors").message.values["new"]] == ["B"]
    for lang in LANGUAGES:
        words = json.dumps(answer.to_json(lang), ensure_ascii=False)
        assert ("no cause is claimed" if lang == "en" else "aucune cause") in words
        assert not re.search(r"because of|led to|à cause de", words)


def test_without_texts_it_says_what_to_add_and_a_summary_is_called_one() -> None:
    bare = {name: data for name, data in SHIFT.items() if not name.startswith("files/")}
    bare["evidence.csv"] = b"id,title,date\ne1,First,2018-01-01\ne2,Second,2019-01-01\n"
    case = Case(dossier=decode(bare), today=TODAY)
    answer = ask("why-did-the-vote-shift", case)

    assert [f.id for f in answer.findings][:1] == ["votes"] and "plain text" in " ".join(map(str, answer.missing))
    listed = bare | {
        "drafts/adopted.toml": b'[[adopted]]\nid = "a"\nsymbol = "A/RES/72/1"\ndate = "2018-01-01"\npart = "drafts/adopted/a.txt"\nrollcall = "r1"\n'
        b'[[adopted]]\nid = "b"\nsymbol = "A/RES/73/1"\ndate = "2019-01-01"\npart = "drafts/adopted/b.txt"\nwords = "quoted"\n',
        "drafts/adopted/a.txt": b"States keep the sky open.\n",
        "drafts/adopted/b.txt": b"States keep the sky open and clean.\n",
    }
    other = Case(dossier=decode(listed), today=TODAY)
    found = ask("why-did-the-vote-shift", other, second="r2")
    caveats = " ".join(map(str, found.caveats))
    assert "summary" in caveats and "quotation" in caveats and found.finding("texts").message.values["come"] == 2
    behind = text_behind(other, other.rollcall("r1"))
    assert behind is not None and behind.form == "own"


def test_a_pair_that_is_none_is_refused() -> None:
    case = Case(dossier=decode(SHIFT), today=TODAY)

    with pytest.raises(NotAvailable, match="two recorded votes"):
        ask("why-did-the-vote-shift", case, first="r1", second="r1")
    with pytest.raises(NotAvailable, match="Name both"):
        ask("why-did-the-vote-shift", case, first="r3")
    answer = ask("why-did-the-vote-shift", case, first="r1", second="r3")
    assert any(m.id.endswith("other-title") for m in answer.caveats)


def test_the_flagship_shows_who_came_over_between_the_two_votes() -> None:
    values = ask("why-did-the-vote-shift", load(ROOT / "examples/un-ict-2018"), first="A/RES/73/27", second="A/RES/74/29").finding("votes")

    assert (values.message.values["towards"], values.message.values["away"]) == (48, 2)
