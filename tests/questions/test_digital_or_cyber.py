"""Digital or cyber: proposals beside what the desk wrote, in both languages, with hidden evidence, before the facts."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from legation.dossier import decode
from legation.dossier.column import Wording
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Case, ask
from legation.questions.digital_or_cyber import proposal

TODAY = dt.date(2026, 1, 1)
PARTS = {
    "dossier.toml": b'id = "filing"\ntitle_en = "Filing"\ntitle_fr = "Classement"\n',
    "evidence.csv": (
        b"id,kind,title_en,date,known_on,quote\n"
        b"ev-1,press,Consulate opens chatbot for visa questions,2020-01-02,2020-01-02,\n"
        b"ev-2,statement,Joint statement of nine States on ransomware,2020-02-02,2020-02-02,\n"
    ),
    "activities.csv": (
        b"id,evidence,title_en,title_fr,means_en,means_fr,digital,cyberspace,date,known_on\n"
        b"bot,ev-1,A chatbot answers visa questions at the consulate,Un agent conversationnel du consulat informe sur les visas,,,yes,no,2020-01-02,2020-01-02\n"
        b"pact,ev-2,Nine governments negotiate a pact against ransomware,"
        b"Neuf gouvernements n\xc3\xa9gocient un pacte contre les ran\xc3\xa7ongiciels,formal meeting,r\xc3\xa9union officielle,yes,no,2020-02-02,2020-02-02\n"
        b"open,ev-2,Envoys ask four capitals to close botnet servers,,,,,,2020-02-03,2020-02-03\n"
        b"lunch,,Lunch with the coordinators,,,,no,yes,2020-02-04,2020-02-04\n"
    ),
}


def case(**change: bytes) -> Case:
    return Case(dossier=decode(PARTS | {name.replace("_csv", ".csv"): data for name, data in change.items()}), today=TODAY)


def test_what_differs_comes_first_and_a_silent_title_proposes_nothing() -> None:
    answer = ask("digital-or-cyber", case())
    rows = {row[0]: row for row in answer.to_json()["tables"][0]["rows"]}

    assert list(rows) == ["pact", "bot", "open", "lunch"]
    assert [rows[name][2] for name in rows] == ["cyber diplomacy", "digital diplomacy", "cyber diplomacy", "undecided"]
    assert [rows[name][3] for name in rows] == ["differs", "", "", ""]
    assert "ransomware" in rows["pact"][6]
    assert "rançongiciels" in rows["pact"][6]
    assert "1 digital diplomacy, 2 cyber diplomacy, 0 both, 0 neither, 1 left undecided" in say(answer.finding("proposed").message, "en")
    assert "Nine governments negotiate" in say(answer.finding("differ").message, "en")
    assert "Envoys ask four capitals" in say(answer.finding("unfiled").message, "en")


def test_documents_are_read_on_request() -> None:
    without, with_them = (ask("digital-or-cyber", case(), documents=read) for read in (False, True))

    assert [table.id for table in without.tables] == ["activities"]
    assert [row[1] for row in with_them.to_json()["tables"][1]["rows"]] == ["digital diplomacy", "cyber diplomacy"]
    assert without.missing
    assert not with_them.missing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_whole_and_a_person_decides(lang) -> None:
    data = json.loads(json.dumps(ask("digital-or-cyber", case(), documents=True).to_json(lang)))
    words = " ".join(f["text"] for f in data["findings"]) + " ".join(data["caveats"])

    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert ("a person decides" if lang == "en" else "une personne décide") in words


def test_before_the_facts_there_is_nothing_and_later_rows_are_not_seen() -> None:
    assert [row[0] for row in ask("digital-or-cyber", case(), as_of="2020-01-15").to_json()["tables"][0]["rows"]] == ["bot"]
    with pytest.raises(NotAvailable):
        ask("digital-or-cyber", case(), as_of="2019-01-01")


def test_a_finding_goes_with_its_evidence() -> None:
    only_second = PARTS["evidence.csv"].splitlines(keepends=True)
    hidden = case(evidence_csv=only_second[0] + only_second[1], activities_csv=PARTS["activities.csv"].replace(b",ev-2,", b",,"))
    answer = ask("digital-or-cyber", hidden)

    assert answer.finding("proposed").evidence == ("ev-1",)


def test_wordings_that_disagree_are_left_to_a_person() -> None:
    apart = Wording(
        en="A chatbot answers visa questions at the consulate", fr="Neuf gouvernements négocient un pacte contre les rançongiciels"
    )

    assert proposal(apart).label == "undecided"
    assert proposal(Wording()).label == "undecided"
