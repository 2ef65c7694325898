"""Twenty telegrams of different wording, through the page on which they are confirmed: read right or asked, never wrong."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from web.pasted import fields
from web.posted import Posted, filled

from legation.sources.names.countries import countries

pytestmark = [pytest.mark.django_db]

REPORTS = tomllib.loads(Path(__file__).with_name("pasted_reports.toml").read_text("utf-8"))["report"]
CODES = ("BRA", "CHL", "GHA", "IDN", "IND", "JPN", "KEN", "MEX", "NOR", "SEN", "UGA", "ZAF")
COMPARED = ("answer", "level", "form", "day", "condition")


@pytest.fixture
def posted(site) -> Posted:
    there = filled(site)
    small = "FRA,France,France,state,FRA\nDEU,Germany,Allemagne,state,DEU\nEST,Estonia,Estonie,state,EST\nicann,ICANN,,technical,\nhidden-co,Hidden,,company,\n"
    states = "".join(f"{code},{countries()[code].name.en},{countries()[code].name.fr},state,{code}\n" for code in CODES)
    given = "".join(f"x{number},october,{code},Tallinn,2020-01-01T09:00Z\n" for number, code in enumerate(CODES))
    there.change(
        actors=f"id,name,name_fr,kind,iso3\n{small}{states}",
        assignments=f"id,round,actor,post,at\na1,october,EST,Tallinn,2020-01-01T09:00Z\n{given}",
    )
    return there


def outcomes(posted: Posted, lang: str) -> list[tuple[int, str, str, str, str, str]]:
    """Return for each field of each telegram what stands in the form, beside what a careful person reads."""
    found = []
    client = posted.client("Tallinn", lang)
    for number, one in enumerate(REPORTS, 1):
        answer = client.post(posted.address("Tallinn", "paste/read"), {"text": one["text"]})
        assert answer.status_code == 200
        sent = fields(answer.content.decode())
        lines = {sent[f"{n}-actor"]: n for n in range(1, int(sent["count"]) + 1) if sent.get(f"{n}-actor")}
        truths = {said["actor"]: said for said in one["read"]}
        for actor in {**truths, **lines}:
            for name in COMPARED:
                value = sent.get(f"{lines[actor]}-{name}", "") if actor in lines else ""
                wanted = truths.get(actor, {}).get(name, "")
                outcome = "asked" if not value and wanted else "wrong" if value != wanted else "right" if wanted else ""
                found.append((number, actor, name, wanted, value, outcome))
    return found


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_of_twenty_telegrams_nothing_is_read_wrong(posted: Posted, lang: str) -> None:
    found = outcomes(posted, lang)
    counted = Counter(one[-1] for one in found)

    assert len(REPORTS) == 20
    assert [one for one in found if one[-1] == "wrong"] == []
    assert counted["right"] > counted["asked"], counted


def test_what_is_asked_is_never_taken_for_granted(posted: Posted) -> None:
    """A telegram of which nothing is read for sure leaves every choice open, and is written by nobody's guess."""
    for one in REPORTS:
        if any("answer" in said for said in one["read"]):
            continue
        page = posted.client("Tallinn").post(posted.address("Tallinn", "paste/read"), {"text": one["text"]}).content.decode()
        sent = fields(page)
        assert not any(sent.get(f"{n}-answer") for n in range(1, int(sent["count"]) + 1)), one["text"]
        assert posted.client("Tallinn").post(posted.address("Tallinn", "paste/send"), sent).status_code == 422
