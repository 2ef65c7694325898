"""Beyond the perimeter: measures by kind, as declared or by words; contacts; gaps; horizon; and no claim of fewer attacks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Activity, Wording, decode
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.strategy.activity_kinds import FAMILIES, about_attacks, measure

PARTS = {
    "dossier.toml": 'id = "x"\n',
    "actors.csv": "id,name,kind\nus,Our firm,company\nFRA,France,state\nbig,Big firm,company\nold,Old friend,ngo\n",
    "evidence.csv": "id,kind,title,known_on\ne1,record,Minutes,2020-01-01\ne2,record,Later,2022-01-01\n",
    "relations.csv": "id,source,target,kind,start,end\nr1,us,big,ally,,\nr2,us,old,ally,,2019\nr3,us,FRA,rival,,\n",
    "engagements.csv": "id,date,actor,channel,evidence\nt1,2020-05-01,FRA,meeting,e1\nt2,2015-01-01,old,call,\nt3,2020-05-02,big,other,\n",
    "activities.csv": (
        "id,title,means,date,end,status,cyberspace,evidence,known_on\n"
        "a1,New firewall,,2020-12-01,,planned,yes,e1,\n"
        "a2,Déclaration commune,avec des partenaires,2021-06-01,,planned,,e1,\n"
        "a3,Something,,,,,,,\na4,Trade fair,,,,,no,,\na5,Old patching,,2019,,dropped,,,\na6,Démarche later,,2022-02-01,,planned,,e2,2022-01-01\n"
    ),
    "indicators.csv": "id,measure,baseline,baseline_on,reached,reached_on\ni1,Intrusions,12,2019-01-01,7,2020-01-01\ni2,Staff trained,1,2019-01-01,9,2020-01-01\n",
}
TODAY = dt.date(2020, 6, 1)


def answered(changed: dict[str, str] | None = None, **options: Any) -> Answer:
    parts = {name: text for name, text in (PARTS | (changed or {})).items() if text}
    dossier = decode({name: text.encode() for name, text in parts.items()})
    return ask("beyond-the-perimeter", Case(dossier=dossier, today=TODAY), **({"as_of": "2020-06-01", "us": "us"} | options))


def kind(title: str, means: str = "") -> str:
    return measure(Activity(id="a", title=Wording(title), means=Wording(means))).kind


@pytest.mark.parametrize(
    ("title", "means", "wanted"),
    [
        ("A new firewall", "", "technical"),
        ("Pare-feu de nouvelle génération", "", "technical"),
        ("Digital diplomacy: a firewall for the embassy", "", "technical"),
        ("Cyberdiplomatie : sauvegardes hors ligne", "", "technical"),
        ("Diplomatie numérique", "", "undecided"),
        ("Penetration test", "correctifs et journalisation", "technical"),
        ("Information sharing with the sector", "", "diplomatic"),
        ("Démarche auprès du ministère", "", "diplomatic"),
        ("Renforcement des capacités", "", "diplomatic"),
        ("Joint statement on the breach", "", "diplomatic"),
        ("Firewall, then consultations", "", "mixed"),
        ("Firewall", "diplomatic: talks on its export", "diplomatic"),
        ("Joint statement", "Technique", "technical"),
        ("Send the text to partners", "encrypted mail", "diplomatic"),
        ("Les entreprises chiffrent leurs pertes", "", "undecided"),
        ("Patchwork of ideas", "", "undecided"),
        ("On traite l'incident", "", "undecided"),
        ("", "", "undecided"),
    ],
)
def test_words_propose_and_the_row_decides(title: str, means: str, wanted: str) -> None:
    assert kind(title, means) == wanted


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_are_taken_and_what_fired_stands_in_them(title: str, means: str) -> None:
    found = measure(Activity(id="a", title=Wording(title), means=Wording(means)))

    assert set(found.families) <= set(FAMILIES) and (found.kind != "undecided" or not found.words)
    assert found == measure(found.row)


@given(st.sampled_from(["firewall", "backup", "VPN", "chiffrement"]), st.sampled_from(["", "digital diplomacy ", "cyberdiplomatie "]))
def test_a_label_changes_nothing(word: str, label: str) -> None:
    assert kind(label + word) == "technical"


def test_what_counts_as_attacks() -> None:
    assert [about_attacks(Wording(text)) for text in ("Attaques par mois", "Ransomware cases", "Compromises", "Visits")] == [True] * 3 + [
        False
    ]


def test_the_posture_is_counted_and_what_lies_elsewhere_is_said() -> None:
    answer = answered()
    values = answer.finding("posture").message.values

    assert {name: values[name] for name in ("count", "technical", "diplomatic", "mixed", "undecided")} == {
        "count": 3, "technical": 1, "diplomatic": 1, "mixed": 0, "undecided": 1,
    }  # fmt: skip
    assert answer.missing[0].values["count"] == 1
    row = next(row for row in answer.table("measures").rows if say(row[0], "en") == "Déclaration commune")
    assert row[3] == "declaration commune, avec des partenaires" and row[2].id.endswith("by-words")


def test_a_firewall_alone_is_no_diplomatic_measure() -> None:
    only = {"activities.csv": "id,title\na,New firewall\n", "engagements.csv": "", "relations.csv": ""}
    answer = answered(only)

    assert answer.finding("only-technical").message.values["count"] == 1
    assert "firewall alone is no diplomatic measure" in say(answer.caveats[0], "en")
    assert answer.finding("gaps").message.values["count"] == len(FAMILIES)
    assert all(row[3] for row in answer.table("families").rows)
    assert not any(finding.id == "only-technical" for finding in answered().findings)


def test_contacts_and_ties_that_stand_fill_a_gap() -> None:
    answer = answered()

    assert {row[0].id: (row[2], bool(row[3])) for row in answer.table("outside").rows} == {"FRA": (1, False), "big": (0, True)}
    assert answer.finding("contacts").message.values["states"] == 1
    gaps = {message.id.rpartition(".")[2] for message in answer.finding("gaps").message.values["families"]}
    assert gaps == set(FAMILIES) - {"peers", "states"}
    assert {row[0].id for row in answered(days=3650).table("outside").rows} == {"FRA", "big", "old"}


def test_each_kind_has_its_horizon() -> None:
    answer = answered()

    assert answer.finding("horizon-technical").message.values["days"] == 183
    assert answer.finding("horizon-diplomatic").message.values["days"] == 365
    assert answered({"activities.csv": "id,title\na,Firewall\n"}).finding("horizon-diplomatic").message.id.endswith("no-horizon-diplomatic")


@pytest.mark.parametrize(
    ("indicators", "wanted"),
    [
        ("id,measure,baseline,baseline_on,reached,reached_on\ni,Attacks,12,2019-01-01,7,2020-01-01\n", "attacks-counted"),
        ("id,measure,reached,reached_on\ni,Attacks,7,2020-01-01\n", "attacks-no-baseline"),
        ("id,measure,baseline,reached\ni,Attacks,12,7\n", "attacks-no-baseline"),
        ("id,measure,baseline,baseline_on,reached,reached_on\ni,Attacks,12,2020-02-01,7,2020-01-01\n", "attacks-no-baseline"),
        ("id,measure,baseline,baseline_on,reached,reached_on\ni,Visits,12,2019-01-01,7,2020-01-01\n", "attacks-no-count"),
        ("", "attacks-no-count"),
    ],
)
def test_fewer_attacks_are_claimed_by_nobody_without_a_baseline(indicators: str, wanted: str) -> None:
    finding = answered({"indicators.csv": indicators}).finding("attacks")

    assert finding.message.id.endswith(wanted)
    said = say(finding.message, "en")
    assert ("12 before and 7 after" in said) == (wanted == "attacks-counted")
    assert "nothing can be said of fewer attacks" in said or "does not say why" in said


def test_later_rows_are_invisible_and_nothing_to_look_at_is_said() -> None:
    assert "Démarche later" not in str(answered().to_json("fr"))
    assert "Démarche later" in str(answered(as_of="2022-01-02").to_json("fr"))
    with pytest.raises(NotAvailable, match=r"activities\.csv"):
        answered({"activities.csv": "", "engagements.csv": "", "relations.csv": ""})


def test_sentences_rest_on_what_may_be_seen() -> None:
    bare = answered(
        {
            "evidence.csv": "",
            "engagements.csv": PARTS["engagements.csv"].replace("e1", ""),
            "activities.csv": PARTS["activities.csv"].replace(",e1,", ",,").replace(",e2,", ",,"),
        }
    )

    assert answered().finding("posture").evidence == ("e1",) and bare.finding("posture").evidence == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_speaks_both_languages(lang: Any) -> None:
    said = " ".join(answered().sentences(lang))

    assert "{" not in said and "will" not in said.split()
    assert ("213" not in said) and ("France" in said)


@pytest.mark.parametrize(
    ("activities", "wanted"),
    [
        ("id,title,cyberspace\na,Fair,no\nb,Lunch,no\n", "holds 2 activities, and the object of each lies outside cyberspace"),
        ("id,title,cyberspace\na,Fair,no\n", "holds 1 activity, and its object lies outside cyberspace"),
        ("id,title,status\na,Firewall,dropped\n", "which was dropped"),
    ],
)
def test_where_nothing_is_about_cyberspace_it_does_not_say_that_there_are_no_activities(activities: str, wanted: str) -> None:
    with pytest.raises(NotAvailable) as caught:
        answered({"activities.csv": activities, "engagements.csv": "", "relations.csv": ""})

    assert wanted in say(caught.value.message, "en")
    assert "contient" in say(caught.value.message, "fr") and "no activities" not in say(caught.value.message, "en")


def test_contacts_without_a_measure_are_no_posture_of_zero() -> None:
    found = answered({"activities.csv": "id,title,cyberspace\na,Fair,no\n"})

    assert "No measure against attacks is written" in say(found.finding("posture").message, "en")
    assert found.finding("contacts").message.values["states"] == 1
