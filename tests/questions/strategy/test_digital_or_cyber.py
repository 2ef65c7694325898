"""Digital or cyber: proposals beside what the desk wrote, in both languages, with hidden evidence, before the facts."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from legation.dossier import decode
from legation.dossier.column import Wording
from legation.dossier.files.folder import load
from legation.dossier.tables.strategy import filed
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.methods.text.diplomacy import label_of
from legation.questions import Case, ask
from legation.questions.strategy.activity_kinds import declared_by_rows
from legation.questions.strategy.digital_or_cyber import proposal

EXAMPLES = Path(__file__).parents[3] / "examples"
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


ROWS = PARTS | {
    "issues.csv": b"id,question,cyberspace\nnorms,Should hospitals be off limits?,yes\ncod,How much cod?,no\nopen,Which rule on ransomware?,\n",
    "objectives.csv": b"id,aim,issue\nshield,Nobody attacks hospitals,norms\nfish,More cod,cod\nrule,A rule,open\nloose,Friends,\n",
    "activities.csv": (
        b"id,title_en,means_en,means_fr,objectives,digital,cyberspace\n"
        b"a,Round of calls,meeting,,shield,,\nb,Round of calls,online form,,shield,,\nc,Round of calls,letter published online,,fish,,\n"
        b"d,Round of calls,video conference,,fish,,\ne,Ministers meet three governments,,,fish,yes,\n"
        b"f,Nine governments negotiate,,r\xc3\xa9union,rule,,\ng,New firewall,,,shield,no,\nh,Round of calls,dinner,,fish,yes,yes\n"
    ),
}


def test_what_an_activity_uses_and_which_issue_it_serves_decide_before_its_words() -> None:
    data = ask("digital-or-cyber", Case(dossier=decode(ROWS), today=TODAY)).to_json()
    rows = {row[0]: row for row in data["tables"][0]["rows"]}

    assert {name: rows[name][2] for name in "abcdefh"} == {
        "a": "cyber diplomacy",
        "b": "both",
        "c": "digital diplomacy",
        "d": "neither",
        "e": "digital diplomacy",
        "f": "cyber diplomacy",
        "h": "neither",
    }
    assert rows["g"][2] == "neither"
    assert rows["a"][7] == [
        "its means hold no digital tool (meeting)",
        "it serves a matter that arises in cyberspace: Should hospitals be off limits?",
    ]
    assert rows["e"][7][0] == "the desk wrote that its means are digital"
    assert list(rows)[:2] == ["g", "h"] and rows["g"][3] == rows["h"][3] == "differs"
    assert "The desk itself has filed 3 activities; for 1 the proposal is the same" in " ".join(
        finding["text"] for finding in data["findings"]
    )


def test_the_filing_of_the_desk_is_not_read_where_it_is_whole() -> None:
    told = {
        answers: declared_by_rows(dossier, dossier.activities[0]).answers
        for answers in ("yes,yes", "no,no", "yes,", ",no", ",")
        for dossier in [decode(ROWS | {"activities.csv": f"id,title,digital,cyberspace\na,Talks,{answers}\n".encode()})]
    }

    assert told == {"yes,yes": {}, "no,no": {}, "yes,": {"means": True}, ",no": {"object": False}, ",": {}}


@pytest.mark.parametrize(
    "example", ["un-ict-2018", "notpetya-2017", "iana-transition-2014", "death-penalty-moratorium", "mission-site-2024"]
)
def test_the_rows_agree_with_the_desks_of_the_examples(example: str) -> None:
    dossier = load(EXAMPLES / example)
    told = {row.id: declared_by_rows(dossier, row).answers for row in dossier.activities}
    label = {
        name: label_of(*(("yes" if answers[test] else "no") if test in answers else "unclear" for test in ("diplomacy", "means", "object")))
        for name, answers in told.items()
    }
    same = sum(label[row.id] == filed(dossier, row) for row in dossier.activities)

    assert same >= (0.85 if example != "mission-site-2024" else 0.6) * len(dossier.activities)


def test_a_third_language_and_a_very_long_text_are_said() -> None:
    german = b"id,title\na,Der Botschafter sprach mit der Presse \xc3\xbcber die Fischerei\n"
    found = ask("digital-or-cyber", case(activities_csv=german))
    sentences = " ".join(say(message, "en") for message in found.missing)

    assert "1 text is neither in English nor in French" in sentences
    long = Wording(en="The envoy asks three governments about botnets. " * 2_200)
    assert proposal(long, method="words").cut
    assert not proposal(Wording(en="The envoy asks three governments about botnets.")).cut
    assert proposal(Wording(en="firewall")).label == proposal(Wording(en="")).label == "undecided"
