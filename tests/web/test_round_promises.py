"""Promises of a round: only what was declared, only by the desk, many at once as one revision."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.posted import PARTS, Posted, filled

pytestmark = [pytest.mark.django_db]

PAGE = "/dossiers/small/rounds/october/promises"
GIVEN = (
    "id,round,actor,post,partner,at\na1,october,EST,Tallinn,,2020-01-01T09:00Z\na2,october,FRA,Tallinn,,2020-01-01T09:00Z\n"
    "a3,october,DEU,Berlin,,2020-01-01T09:00Z\na6,october,icann,Berlin,,2020-01-01T09:00Z\na7,october,small-co,,DEU,2020-01-01T09:00Z\n"
)
SAID = (
    "id,actor,by,round,at,date,answer,level,form,words_en,condition,partner,attributable,marking\n"
    "s1,EST,Tallinn,october,2020-01-02T09:00Z,2020-01-02,yes,mission,said,We vote for it.,,,,\n"
    "s2,EST,Tallinn,october,2020-01-03T09:00Z,2020-01-03,yes,ministry,written,Our note says yes.,,,no,TLP:AMBER\n"
    "s3,FRA,Tallinn,october,2020-01-02T09:00Z,2020-01-02,yes,mission,said,Yes.,If it is short,,,\n"
    "s4,DEU,Berlin,october,2020-01-02T09:00Z,2020-01-02,no,ministry,hinted,Hardly.,,,,\n"
    "s5,icann,Berlin,october,2020-01-02T09:00Z,2020-01-02,yes,mission,said,Yes.,,,,\n"
    "s6,icann,Berlin,october,2020-01-03T09:00Z,2020-01-03,no,minister,said,No.,,,,\n"
    "s7,small-co,Germany,october,2020-01-02T09:00Z,2020-01-02,yes,ministry,written,They are with us.,,DEU,,\n"
)


@pytest.fixture
def posted(site) -> Posted:
    there = filled(site)
    actors = "id,name,name_fr,kind,iso3\nFRA,France,France,state,FRA\nDEU,Germany,Allemagne,state,DEU\nEST,Estonia,Estonie,state,EST\nicann,ICANN,,technical,\nhidden-co,Hidden,,company,\nsmall-co,Small Co,,company,\n"
    there.change(actors=actors, assignments=GIVEN, engagements=SAID)
    return there


def shown(posted: Posted, who: str = "editor") -> tuple[dict[str, Any], str]:
    """Return the page as JSON and as a browser shows it."""
    client = posted.site.client(who)
    return client.get(f"{PAGE}.json").json(), client.get(PAGE).content.decode()


def accept(posted: Posted, *reports: str, who: str = "editor") -> Any:
    return posted.site.client(who).post(f"{PAGE}/accept", {"report": list(reports)})


def promises(posted: Posted) -> list[Any]:
    return [row for row in posted.whole().commitments if row.rollcall == "ahead"]


def test_what_was_declared_is_offered_and_the_rest_says_why_not(posted: Posted) -> None:
    page, html = shown(posted)

    assert [(one["report"], one["words"]) for one in page["offered"]] == [("s2", "Our note says yes.")]
    assert [(one["actor"], [row["report"] for row in one["reports"]]) for one in page["withheld"]] == [
        ("ICANN", ["s5", "s6"]),
        ("France", ["s3"]),
        ("Small Co", ["s7"]),
        ("Germany", ["s4"]),
    ]
    for why in ("contradict each other", "on a condition is no promise", "told by a partner", "a hint is no promise"):
        assert why in html
    assert re.findall(r'name="report" value="(\w+)"', html) == ["s2"]
    assert "checked" not in html[html.index('name="report"') :][:80]


def test_several_are_accepted_at_once_with_their_sources(posted: Posted) -> None:
    posted.change(
        engagements=SAID.replace(
            "s4,DEU,Berlin,october,2020-01-02T09:00Z,2020-01-02,no,ministry,hinted",
            "s4,DEU,Berlin,october,2020-01-02T09:00Z,2020-01-02,no,ministry,said",
        )
    )
    before = posted.site.dossier.revisions.count()
    assert accept(posted, "s2", "s4").url == PAGE

    assert posted.site.dossier.revisions.count() == before + 1
    rows = promises(posted)
    assert [(row.actor, row.direction, row.vote, row.form, str(row.date), row.kept, row.promise.en, row.marking) for row in rows] == [
        ("EST", "received", "yes", "written", "2020-01-03", "open", "Our note says yes.", "TLP:AMBER"),
        ("DEU", "received", "no", "oral", "2020-01-02", "open", "Hardly.", ""),
    ]
    sources = {row.id: row for row in posted.whole().evidence}
    told = [sources[row.evidence[0]] for row in rows]
    assert [(one.origin, str(one.date), one.quote, one.attributable, one.speaker_level) for one in told] == [
        ("Tallinn", "2020-01-03", "Our note says yes.", False, ""),
        ("Berlin", "2020-01-02", "Hardly.", None, "ministry"),
    ]
    assert told[0].title.fr == "Compte rendu de Tallinn sur l’Estonie, 3 janvier 2020"
    assert shown(posted)[0]["offered"] == []


def test_nothing_but_what_is_offered_becomes_a_promise(posted: Posted) -> None:
    accept(posted, "s1", "s3", "s4", "s5", "s6", "s7", "g1", "nobody")
    assert promises(posted) == []
    assert accept(posted).status_code == 400

    for _ in range(2):
        accept(posted, "s2")
    assert len(promises(posted)) == 1


def test_a_promise_that_was_taken_back_is_offered_again(posted: Posted) -> None:
    accept(posted, "s2")
    posted.change(commitments="id,actor,direction,promise\n")

    assert [one["report"] for one in shown(posted)[0]["offered"]] == ["s2"]
    accept(posted, "s2")
    assert [row.evidence for row in promises(posted)] == [("report-s2",)]


def test_an_earlier_promise_that_says_otherwise_is_not_passed_over(posted: Posted) -> None:
    posted.change(commitments="id,actor,direction,rollcall,vote,promise\nc1,EST,received,ahead,no,No\n")

    page, html = shown(posted)
    assert page["offered"] == []
    assert "an earlier promise says otherwise" in html


def test_a_report_that_has_sources_gives_these(posted: Posted) -> None:
    lines = SAID.splitlines()
    more = "\n".join([f"{lines[0]},evidence", *(f"{line},{'e1' if line.startswith('s2') else ''}" for line in lines[1:])])
    posted.change(engagements=f"{more}\n")
    accept(posted, "s2")

    assert [row.evidence for row in promises(posted)] == [("e1",)]


def test_a_round_without_a_vote_offers_nothing_and_says_why(posted: Posted) -> None:
    posted.change(rounds=PARTS["rounds.csv"].replace(",ahead,norms,", ",,norms,", 1))

    page, html = shown(posted)
    assert (page["vote"], page["offered"]) == (None, [])
    assert "names no vote" in html


def test_only_who_may_edit_accepts(posted: Posted) -> None:
    for who in ("contributor", "reader", "guest"):
        assert posted.site.client(who).get(PAGE).status_code == 403
        assert accept(posted, "s2", who=who).status_code == 403
    assert promises(posted) == []
