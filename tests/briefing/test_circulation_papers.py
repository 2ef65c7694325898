"""The note verbale and the public list of a text in circulation: terms, order, reservations, embargo, names that would run or mislead."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from legation.briefing import docx, html
from legation.briefing.data import csv_table
from legation.briefing.document import Bullets, Document, Heading, Notice, PaperTable, Paragraph
from legation.briefing.papers.circulation import list_table, note_verbale, public_list
from legation.dossier import decode, load
from legation.errors import DossierError, WrongUse
from legation.language import LANGUAGES, say
from legation.questions import Case
from legation.questions.coalitions.circulation.log import find_circulation
from legation.questions.coalitions.circulation.members import members
from legation.questions.coalitions.circulation.signatories import signatories

EXAMPLE = Path(__file__).parents[2] / "examples" / "cable-statement-2026"
DRAFT = """[draft]
title = "A text"
body = "sea"
[circulation]
kind = "joint_statement"
closes = "2026-05-12T18:00"
zone = "Europe/Paris"
reservations = true
{terms}
[[version]]
id = "v1"
part = "drafts/x/v1.txt"
date = "2026-05-04"
"""
NAMES = {"ci": "Côte d’Ivoire", "es": "Espagne", "et": "Éthiopie", "eg": "Égypte", "acme": "Acme"}
SIGNED = "id,draft,actor,version,answer,at,confirmed,words,printed_as\n"


def case(terms: str = "", as_of: str = "2026-05-20", answers: str = "", **more: str) -> Case:
    parts = {
        "dossier.toml": 'id = "x"\nmarking = "TLP:CLEAR"\n',
        "actors.csv": "id,name,kind\n" + "".join(f"{a},{n},{'company' if a == 'acme' else 'state'}\n" for a, n in NAMES.items()),
        "bodies.toml": '[[body]]\nid = "sea"\nname = "Conference"\nboard = "fr"\nboard_order = ["et"]\n[[body.rule]]\nshare = "1/2"\n',
        "invitations.csv": "id,draft,actor,at\n" + "".join(f"i-{a},x,{a},2026-05-04\n" for a in NAMES),
        "signatures.csv": SIGNED + (answers or "".join(f"s-{a},x,{a},v1,sign,2026-05-05,2026-05-06,,\n" for a in NAMES)),
        "drafts/x.toml": DRAFT.format(terms=terms),
        "drafts/x/v1.txt": "1. States act.\n",
    } | more
    return Case(dossier=decode({n: t.encode() for n, t in parts.items()}), today=dt.date(2026, 6, 1)).at(dt.date.fromisoformat(as_of))


def printed(document: Document) -> str:
    return html.render(document).decode()


def listed(document: Document) -> list[str]:
    return [row[0].text for block in document.blocks if isinstance(block, PaperTable) for row in block.rows]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("language", ["Côte d’Ivoire", "Égypte", "Espagne", "Éthiopie", "Acme"]),
        ("board", ["Éthiopie", "Côte d’Ivoire", "Égypte", "Espagne", "Acme"]),
    ],
)
def test_the_list_is_in_the_order_of_the_house_and_firms_stand_after_states(order: str, names: list[str]) -> None:
    assert listed(public_list(case(f'order = "{order}"'), "fr")) == names


def test_a_name_stands_as_it_was_asked_for_and_is_sorted_by_it() -> None:
    answers = "a,x,es,v1,sign,2026-05-05,2026-05-06,,Royaume d’Espagne\nb,x,eg,v1,reservation,2026-05-05,2026-05-06,Not inland.,\n"
    document = public_list(case(answers=answers), "fr")
    assert listed(document) == ["Égypte (1)", "Royaume d’Espagne"]
    assert any("Not inland." in block.text for block in document.blocks if isinstance(block, Paragraph))


def test_what_is_claimed_or_left_is_not_in_the_list() -> None:
    answers = "a,x,es,v1,sign,2026-05-05,,,\nb,x,eg,v1,sign,2026-05-05,2026-05-05,,\nc,x,eg,v1,withdraw,2026-05-06,,,\n"
    assert listed(public_list(case(answers=answers), "en")) == []


def test_a_withdrawal_after_the_release_stays_in_the_list_with_its_day() -> None:
    answers = "b,x,eg,v1,sign,2026-05-05,2026-05-05,,\nc,x,eg,v1,withdraw,2026-05-16,,,\n"
    found = case('released = "2026-05-14T10:00Z"', answers=answers)
    (row,) = list_table(found, "en").rows
    assert [say(cell, "en") if cell else "" for cell in row[1:4]] == ["Égypte", "withdrew", "16 May 2026"]
    assert listed(public_list(case('released = "2026-05-17T10:00Z"', answers=answers), "en")) == []


@pytest.mark.parametrize(
    ("terms", "as_of", "is_public"),
    [
        ("", "2026-05-20", False),
        ('released = "2026-05-14T10:00Z"', "2026-05-13", False),
        ('released = "2026-05-14T10:00Z"', "2026-05-20", True),
        ('released = "2026-05-14T10:00Z"\nembargo = "2026-05-25T10:00"', "2026-05-20", False),
        ('released = "2026-05-14T10:00Z"\nembargo = "2026-05-15T10:00"', "2026-05-20", True),
    ],
)
def test_before_its_release_and_under_embargo_a_list_says_so_and_is_internal(terms: str, as_of: str, is_public: bool) -> None:
    document = public_list(case(terms, as_of), "en")
    assert any(isinstance(block, Notice) for block in document.blocks) is not is_public
    assert document.level == ("TLP:CLEAR" if is_public else "TLP:AMBER")


def test_names_that_a_spreadsheet_or_a_browser_would_run_do_not_run() -> None:
    answers = 'a,x,es,v1,reservation,2026-05-05,2026-05-06,"<img src=x onerror=alert(1)>","<script>alert(1)</script>"\n'
    found = case(answers=answers)
    page = printed(public_list(found, "en"))
    assert "<script>alert" not in page and "<img src=x" not in page and "&lt;script&gt;" in page
    for name in ("@SUM(A1)", "=1+1"):
        with pytest.raises(DossierError):  # refused where it comes in
            case(answers=f"a,x,es,v1,sign,2026-05-05,2026-05-06,,{name}\n")
    assert csv_table(list_table(found, "en"), "en").decode().count("<script>") == 1  # a text and no page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("actor", ["ostrelle", "deepline", ""])
def test_a_note_verbale_tells_the_terms_and_holds_the_text(lang: Any, actor: str) -> None:
    found = Case(dossier=load(EXAMPLE), today=dt.date(2026, 12, 1)).at(dt.date(2026, 5, 8))
    document = note_verbale(found, lang, "", actor)
    page = printed(document)
    inputs = find_circulation(found)

    assert inputs.hash_of("v3") in page
    assert {"en": "within one day of its notice", "fr": "dans un délai d’un jour après son préavis"}[lang] in page
    (terms,) = [block for block in document.blocks if isinstance(block, Bullets)]
    assert any("72" in item.text for item in terms.items)
    assert len([block for block in document.blocks if isinstance(block, Heading)]) == 2
    assert docx.render(document)[:2] == b"PK"


def test_a_note_goes_to_nobody_who_is_not_invited() -> None:
    found = Case(dossier=load(EXAMPLE), today=dt.date(2026, 12, 1))
    with pytest.raises(WrongUse):
        note_verbale(found.at(dt.date(2026, 5, 8)), "en", "", "tidal-institute")


def test_confirmed_signatures_are_members_of_a_coalition_from_their_day() -> None:
    answers = "a,x,es,v1,sign,2026-05-05,2026-05-07,,\nb,x,eg,v1,sign,2026-05-05,,,\nc,x,et,v1,decline,2026-05-08,,,\n"
    there = "id,coalition,actor,start\npact:et,pact,et,2026-05-05\nx:ci,pact,ci,2026-05-05\n"
    found = case('coalition = "pact"', answers=answers, **{"coalitions.csv": there})
    rows = members(found, find_circulation(found))
    assert [(row.actor, str(row.start), str(row.end or "")) for row in rows] == [
        ("es", "2026-05-07", ""),
        ("et", "2026-05-05", "2026-05-08"),
    ]
    assert {row.coalition for row in rows} == {"pact"}
    assert len(signatories(found, find_circulation(found), "en")) == 1


def test_who_was_entered_by_hand_does_not_leave_by_declining_a_statement() -> None:
    there = "id,coalition,actor,start\nfriend,pact,ci,2020-01-01\npact:cibola,pact,eg,2020-01-01\n"
    answers = "".join(f"{a},x,{a},v1,decline,2026-05-08,,,\n" for a in ("ci", "eg"))
    found = case('coalition = "pact"', answers=answers, **{"coalitions.csv": there})

    assert members(found, find_circulation(found)) == ()


def test_who_signs_again_is_a_member_anew_and_the_day_on_which_it_left_stays() -> None:
    signed = "a,x,es,v1,sign,2026-05-05,2026-05-06,,\nb,x,es,v1,withdraw,2026-05-08,,,\n"
    there = "id,coalition,actor,start,end\npact:es,pact,es,2026-05-06,2026-05-08\n"

    def rows(answers: str) -> list[tuple[str, str, str]]:
        found = case('coalition = "pact"', answers=answers, **{"coalitions.csv": there})
        return [(row.id, str(row.start), str(row.end or "")) for row in members(found, find_circulation(found))]

    assert rows(signed) == []
    assert rows(signed + "c,x,es,v1,sign,2026-05-10,2026-05-11,,\n") == [("pact:es:2026-05-11", "2026-05-11", "")]
    assert rows(signed.splitlines()[0] + "\n") == [("pact:es", "2026-05-06", "")]  # the withdrawal was set aside: it never left
    there += "pact:es:2026-05-11,pact,es,2026-05-11,\n"
    again = "c,x,es,v1,sign,2026-05-10,2026-05-11,,\n"
    assert rows(signed + again) == []
    assert rows(signed + again + "d,x,es,v1,withdraw,2026-05-12,,,\n") == [("pact:es:2026-05-11", "2026-05-11", "2026-05-12")]


@pytest.mark.parametrize("embargo", ["", '\nembargo = "2026-05-08T12:00"'])
def test_who_joined_after_the_release_and_withdraws_stays_in_the_list_with_its_day(embargo: str) -> None:
    answers = "b,x,eg,v1,sign,2026-05-07,2026-05-09,,Arab Republic\nc,x,eg,v1,withdraw,2026-05-16,,,\n"
    answers += "d,x,es,v1,sign,2026-05-07,,,\ne,x,es,v1,withdraw,2026-05-16,,,\n"  # it was never confirmed: it stood in no list
    found = case('released = "2026-05-06T10:00Z"' + embargo, answers=answers)
    (row,) = list_table(found, "en").rows

    assert [say(cell, "en") if cell else "" for cell in row[1:4]] == ["Arab Republic", "withdrew", "16 May 2026"]


def test_who_joined_after_the_release_stays_also_where_a_new_version_came_before_it_withdrew() -> None:
    draft = DRAFT.format(terms='released = "2026-05-06T10:00Z"') + (
        '[[version]]\nid = "v2"\npart = "drafts/x/v2.txt"\ndate = "2026-05-10"\nchange = "substance"\n'
    )
    answers = "b,x,eg,v1,sign,2026-05-07,2026-05-08,,\nc,x,eg,v2,withdraw,2026-05-16,,,\n"
    found = case(answers=answers, **{"drafts/x.toml": draft, "drafts/x/v2.txt": "1. States may act.\n"})

    assert [one.actor for one in signatories(found, find_circulation(found), "en") if one.has_left] == ["eg"]


@pytest.mark.parametrize(("day", "names"), [("2026-05-13", ["Égypte"]), ("2026-05-15", ["Égypte", "Espagne"])])
def test_who_withdraws_before_the_end_of_the_embargo_was_never_on_a_public_list(day: str, names: list[str]) -> None:
    terms = 'released = "2026-05-12T20:00+02:00"\nembargo = "2026-05-14T10:00"'
    signed = "".join(f"{a},x,{a},v1,sign,2026-05-05,2026-05-06,,\n" for a in ("es", "eg"))
    document = public_list(case(terms, answers=f"{signed}out,x,es,v1,withdraw,{day},,,\n"), "fr")

    assert listed(document) == names


def test_a_circulation_is_read_at_an_instant_within_the_day() -> None:
    answers = "a,x,es,v1,sign,2026-05-05T09:00Z,2026-05-20T12:00Z,,\n"
    there = case(answers=answers)
    noon = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
    counted = [find_circulation(there, "x", noon + dt.timedelta(seconds=one)).board.counted for one in (-1, 0)]

    assert counted == [(), ("es",)]
    assert find_circulation(there, "x").board.counted == ("es",)


@pytest.mark.parametrize(
    ("lang", "addressee", "opening", "close"),
    [
        (
            "fr",
            "Mission permanente",
            "présente ses compliments à la Mission permanente de l’Espagne et",
            "renouveler à la Mission permanente de l’Espagne",
        ),
        (
            "en",
            "Permanent Mission",
            "presents its compliments to the Permanent Mission of Espagne and",
            "renew to the Permanent Mission of Espagne",
        ),
        (
            "fr",
            "le protocole",
            "présente ses compliments à l’Espagne (à l’attention de : le protocole) et",
            "renouveler à l’Espagne les assurances",
        ),
        ("fr", "", "présente ses compliments à l’Espagne et", "renouveler à l’Espagne les assurances"),
    ],
)
def test_a_note_goes_to_the_mission_where_the_addressee_has_an_article(lang: str, addressee: str, opening: str, close: str) -> None:
    invited = f"id,draft,actor,addressee,at\ni-es,x,es,{addressee},2026-05-04\n"
    words = printed(note_verbale(case(**{"invitations.csv": invited}), "fr" if lang == "fr" else "en", actor="es")).replace("\u00a0", " ")
    assert opening in words
    assert close in words


def test_a_closing_is_said_without_an_apposition() -> None:
    words = printed(note_verbale(case(), "fr", actor="es")).replace("\u00a0", " ")
    assert "Les réponses sont reçues jusqu’au 12 mai 2026 à 18:00 (heure de Paris)." in words
