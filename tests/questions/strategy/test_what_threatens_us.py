"""What threatens us: whose claim each threat is and on how many sources, what deters each kind of attacker, and what is missing."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier import decode
from legation.dossier.files.codec import problems_of
from legation.errors import NotAvailable
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, Case, ask
from legation.questions.base.needs import missing_of
from legation.questions.base.registry import find

THREATS = (
    "id,claim_en,claim_fr,holder,kind,likelihood,harm_en,harm_fr,evidence,marking\n"
    "root,It reads the zone.,Il lit la zone.,AG,state_service,unlikely,Less trust.,Moins de confiance.,e1 e2,\n"
    "gang,They hold data to ransom.,Ils rançonnent.,AG,criminal_group,very_likely,,,e1 e3,\n"
    "kid,A page is defaced.,Une page est défigurée.,our press office,young_offender,,,,,\n"
    "mole,It sells access.,Il vend un accès.,AG,contractor,likely,,,e4,TLP:RED\n"
)
DETERRENTS = (
    "id,measure_en,measure_fr,kind,by,activity,test_en,test_fr,indicator\n"
    "log,Public logs,Journaux publics,state_service,denial,a,A forged record is served.,Un faux est servi.,i\n"
    "court,Complaints,Plaintes,criminal_group,prosecution,,,,\n"
)
PARTS = {
    "dossier": 'id = "x"\n',
    "actors": "id,name_en,name_fr,kind\nAG,the Agency,l’Agence,other\n",
    "evidence": "id,kind,title,origin\ne1,report,One,Office\ne2,report,Two,Other office\ne3,press,Three,Office\ne4,report,Four,Third\n",
    "activities": "id,title\na,Publish the logs\n",
    "indicators": "id,measure_en,measure_fr,baseline,reached\ni,Forged records,Faux enregistrements,4,1\n",
    "threats": THREATS,
    "deterrents": DETERRENTS,
}


def case(marking: str = "TLP:AMBER", **changed: str) -> Case:
    parts = {name: text for name, text in (PARTS | changed).items() if text}
    files = {f"{name}.{'toml' if name == 'dossier' else 'csv'}": text.encode() for name, text in parts.items()}
    return Case(dossier=decode(files).cleared(marking), today=dt.date(2026, 1, 1))


def answered(**changed: str) -> Answer:
    return ask("what-threatens-us", case(**changed))


def said(answer: Answer, lang: Lang = "en") -> dict[str, str]:
    return {one.id: say(one.message, lang) for one in answer.findings}


def test_each_threat_is_the_claim_of_its_holder_on_sources_that_differ() -> None:
    words = said(answered())

    assert words["threats"] == "3 threats are stated; of them 1 rests on one source, and 1 on none."
    assert words["threat-root"].startswith("According to the Agency: “It reads the zone.” Likelihood, as its holder puts it: unlikely.")
    assert words["threat-root"].endswith("It rests on 2 sources.")
    assert words["threat-gang"].endswith("It rests on one source."), "two papers of one origin"
    assert words["threat-kid"] == "According to our press office: “A page is defaced.” No evidence is given for it."
    assert [name for name in words if name.startswith("threat-")] == ["threat-gang", "threat-root", "threat-kid"], "the likeliest first"


def test_no_sentence_of_the_answer_makes_the_claim_without_its_holder() -> None:
    for lang in LANGUAGES:
        for text in said(answered(), lang).values():
            for claim, holder in (
                ("It reads", "Agency"),
                ("Il lit", "Agence"),
                ("A page is", "press office"),
                ("Une page", "press office"),
            ):
                assert claim not in text or holder in text


def test_what_deters_stands_by_kind_with_its_test_and_its_indicator() -> None:
    words = said(answered())

    assert words["deters-state_service"] == (
        "Against State services: “Public logs” (by denial). It fails if: “A forged record is served”. "
        "Measured so far: “Forged records”, from 4 to 1."
    )
    assert words["deters-criminal_group"] == "Against criminal groups: “Complaints” (by prosecution). No test of its own is stated."


def test_a_deterrent_whose_activity_was_dropped_deters_nobody_and_later_rows_are_read() -> None:
    dropped = answered(activities="id,title,status\na,Publish the logs,dropped\n")
    later = answered(
        activities="id,title,supersedes\na,Publish,\nb,Publish the logs,a\n",
        indicators="id,measure_en,baseline,reached,supersedes\ni,Old,4,4,\nj,Forged records,4,1,i\n",
        evidence=PARTS["evidence"].replace("origin\n", "origin,supersedes\n").replace("ffice\n", "ffice,\n").replace("Third\n", "Third,\n")
        + "e5,report,One again,Office,e1\n",
    )

    assert "deters-state_service" not in said(dropped)
    assert "State services" in said(dropped)["undeterred"]
    assert said(later)["deters-state_service"] == said(answered())["deters-state_service"]
    assert said(later)["threat-root"] == said(answered())["threat-root"]
    assert said(later)["threat-gang"] == said(answered())["threat-gang"]


def test_gaps_are_named() -> None:
    words = said(answered())

    assert words["undeterred"] == "Nothing is written down that deters young offenders; 1 threat is attributed to them."
    assert words["untested"] == "1 of 2 deterrents states neither a test nor an indicator: “Complaints”."
    assert words["unsupported"] == "1 of 3 threats names no evidence: that according to our press office."
    assert [row[0].id for row in answered().table("gaps").rows] == [
        f"what-threatens-us.gap.{one}" for one in ("undeterred", "untested", "unsupported")
    ]


def test_threats_without_any_source_are_not_among_the_well_founded() -> None:
    head, root, _, kid, _ = THREATS.splitlines()
    some = answered(threats=f"{head}\n{root}\n{kid}\n")
    alone = answered(threats=f"{head}\n{kid}\n")
    none = answered(threats=f"{head}\n{root}\n")

    assert said(some)["threats"] == "2 threats are stated; of them 1 rests on no source."
    assert said(some, "fr")["threats"] == "2 menaces sont énoncées, dont 1 sans aucune source."
    assert said(alone)["threats"] == "1 threat is stated, without any source."
    assert said(none)["threats"] == "1 threat is stated; it does not rest on one source alone."
    assert said(answered(), "fr")["threats"] == "3 menaces sont énoncées, dont 1 repose sur une seule source et 1 sur aucune."


def test_an_indicator_shows_whether_a_deterrent_works_as_a_test_does() -> None:
    rows = "id,measure_en,kind,by,indicator\ncourt,Complaints,criminal_group,prosecution,i\n"
    words = said(answered(deterrents=rows))

    assert "untested" not in words
    assert (
        words["deters-criminal_group"]
        == "Against criminal groups: “Complaints” (by prosecution). Measured so far: “Forged records”, from 4 to 1."
    )


def test_a_whole_register_has_no_gaps_and_an_empty_one_is_asked_for() -> None:
    whole = answered(
        threats=THREATS.splitlines()[0] + "\n" + THREATS.splitlines()[1] + "\n", deterrents="\n".join(DETERRENTS.splitlines()[:2]) + "\n"
    )
    empty = case(threats="", deterrents="")

    assert not {"undeterred", "untested", "unsupported"} & said(whole).keys()
    assert whole.table("gaps").rows == ()
    with pytest.raises(NotAvailable):
        ask("what-threatens-us", empty)
    assert [need.place for need in missing_of(empty, find("what-threatens-us"))] == ["threats|deterrents"]


def test_a_threat_that_a_reader_may_not_see_leaves_no_trace() -> None:
    without = "".join(line for line in THREATS.splitlines(keepends=True) if not line.startswith("mole"))

    assert answered().findings == answered(threats=without).findings
    assert "threat-mole" in said(ask("what-threatens-us", case("TLP:RED")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_threat_that_nobody_holds_is_refused_by_name(lang: Lang) -> None:
    rows = "id,claim,holder\nt,They come back,\n"
    files = {"dossier.toml": b'id = "x"\n', "threats.csv": rows.encode()}
    problems = problems_of(files)

    assert [(one.part, one.column) for one in problems] == [("threats.csv", "holder")]
    assert {"en": "is empty and must not be", "fr": "est vide et ne doit pas"}[lang] in say(problems[0].at(problems[0].place), lang)
