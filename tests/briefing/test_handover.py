"""The handover pack: everything that is open, nobody by name unless given, and a document in both languages."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from legation.briefing import docx, html, pdf
from legation.briefing.composition import compose
from legation.briefing.handover import Acquaintance, pack
from legation.briefing.handover_paper import handover
from legation.dossier import decode
from legation.language import LANGUAGES, Lang, say
from legation.questions import Case

DAY = dt.date(2019, 6, 1)
PARTS = {
    "dossier.toml": 'id = "x"\ntitle = "A matter"\ntitle_fr = "Une affaire"\nmarking = "TLP:GREEN"\n',
    "mandate.toml": 'aim = "SECRET-AIM"\n',
    "actors.csv": "id,name,name_fr,kind\nFRA,France,France,state\nDEU,Germany,Allemagne,state\nngo,An NGO,Une ONG,ngo\nold,Nobody,Personne,other\n",
    "evidence.csv": "id,kind,title,url,date\ne1,statement,A statement,https://example.org/a,2019-01-01\ne2,own_judgement,Ours,,2019-01-01\n",
    "engagements.csv": (
        "id,date,actor,by,channel,ask,next_step,due\n"
        "a,2019-01-10,DEU,Desk,call,A vote,Write,2019-02-01\nb,2019-05-20,FRA,Mission,meeting,A text,Answer,2019-06-20\n"
    ),
    "commitments.csv": (
        "id,actor,direction,promise,due,kept,evidence\n"
        "p,FRA,given,The text,2019-05-01,open,e1\nq,DEU,received,Their word,,,\nr,DEU,given,Done,2019-03-01,kept,\n"
    ),
    "messages.csv": "id,audience,text,avoid\nm,ngo,Say this,Not that\n",
    "relations.csv": "source,target,kind\nDEU,ngo,advises\n",
}
PERSON = Acquaintance(actor="FRA", name="NAMED-PERSON", function="Counsellor", organisation="", contact="+33 1", channel="")


def case(**changed: str) -> Case:
    parts = {**PARTS, **{f"{name}.csv": text for name, text in changed.items()}}
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=DAY)


def words(found: Any) -> str:
    """Every text of a document."""
    return str(compose(found))


def test_the_pack_holds_what_is_open() -> None:
    found = pack(case())

    assert [(one.id, one.by, one.is_late, one.promises) for one in found.actors] == [
        ("DEU", ("Desk",), True, 1),
        ("FRA", ("Mission",), False, 1),
        ("ngo", (), False, 0),
    ]
    assert [(say(one.promise, "en"), one.given, one.is_late) for one in found.promises] == [
        ("The text", True, True),
        ("Their word", False, False),
    ]
    assert [row.id for row in found.files] == ["e1"], "what has neither copy nor address is nowhere to be found"
    assert {one.kind for one in found.due} == {"commitment-given", "engagement"}


def test_the_way_goes_over_warm_ties() -> None:
    ways = {one.id: [say(step, "en") for step in one.way] for one in pack(case()).actors}

    assert ways == {"DEU": ["Germany"], "FRA": ["France"], "ngo": ["Germany", "An NGO"]}
    cut = {one.id: one.way for one in pack(case(relations="source,target,kind\nDEU,ngo,rival\n")).actors}
    assert cut["ngo"] == ()


def test_the_mandate_changes_nothing() -> None:
    with_it = case()
    without = Case(dossier=dataclasses.replace(with_it.dossier, mandate=None), today=DAY)

    assert pack(with_it).hash == pack(without).hash
    for lang in LANGUAGES:
        assert "SECRET" not in words(handover(with_it, pack(with_it), lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_says_it_in_both_languages(lang: Lang) -> None:
    found = words(handover(case(), pack(case()), lang))

    assert "[handover" not in found
    assert "[dates" not in found
    for said in ("The text", "Their word", "Say this", "Not that", "https://example.org/a", say(case().named("DEU"), lang)):
        assert said in found, said
    assert "Done" not in found, "a promise that was kept is not handed over"


def test_persons_are_in_it_only_where_they_are_given() -> None:
    assert "NAMED-PERSON" not in words(handover(case(), pack(case()), "en"))
    assert "NAMED-PERSON" in words(handover(case(), pack(case(), [PERSON]), "en"))


def test_an_empty_dossier_says_that_nothing_is_open() -> None:
    empty = Case(dossier=decode({"dossier.toml": b'id = "x"'}), today=DAY)
    found = words(handover(empty, pack(empty), "en"))

    assert "No promise is open." in found
    assert "Nothing with a date is open." in found


@pytest.mark.parametrize("renderer", [html, pdf, docx])
def test_every_form_is_the_same_each_time(renderer: Any) -> None:
    document = handover(case(), pack(case(), [PERSON]), "fr")

    first = renderer.render(document)
    assert len(first) > 1000
    assert renderer.render(document) == first
