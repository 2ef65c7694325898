"""Two dossiers that differ in hidden rows alone are one dossier to whoever may not see these rows: in answers, papers, figures and feeds.

Pages are compared in ``test_routes_by_role.py``. Here the hidden rows are not deleted but others: other values, and many more of them, so that
a count, a normalisation or an order that took them in would show. Each answer is computed anew for both. How long a page takes is measured by
``benchmarks/non_interference.py``.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from web.samples import feed
from web.shown import replaced
from web.test_stored_answers import made

from legation.dossier import Dossier as Content
from legation.dossier import decode, encode
from legation.errors import NotAvailable
from legation.web.access import grant_of, scope_of
from legation.web.dossiers import store
from legation.web.runs.models import StoredAnswer

pytestmark = pytest.mark.django_db
MORE = 30
QUESTIONS = ("who-stands-where", "who-matters", "who-is-in", "how-sure-are-we", "what-is-due", "who-votes-alike", "whom-to-call-first")


def otherwise(content: Content) -> Content:
    """Return the small dossier with other hidden rows: those that are there say something else, and thirty more of each kind beside them."""
    parts = {name: data.decode() for name, data in encode(content).items()}

    def more(part: str, **cells: str) -> None:
        header = parts[part].splitlines()[0].split(",")
        rows = ("".join(f"{cells.get(name, '').replace('#', str(n))}," for name in header)[:-1] for n in range(MORE))
        parts[part] += "".join(f"{row}\n" for row in rows)

    parts["actors.csv"] = parts["actors.csv"].replace("SECRET-COMPANY", "OTHER-COMPANY")
    parts["evidence.csv"] = parts["evidence.csv"].replace("SECRET-QUOTE", "OTHER-QUOTE")
    parts["issues.csv"] = parts["issues.csv"].replace("SECRET-ISSUE", "OTHER-ISSUE")
    parts["mandate.toml"] = parts["mandate.toml"].replace("SECRET-AIM", "OTHER-AIM")
    parts["positions.csv"] = parts["positions.csv"].replace("p4,hidden-co,norms,5,10,15", "p4,hidden-co,norms,80,90,95")
    more("actors.csv", id="dark-#", name="DARK #", kind="company", marking="TLP:RED")
    more("evidence.csv", id="dark-e#", kind="interview", title="DARK", date="2018-06-01", known_on="2018-06-01", marking="TLP:RED")
    more("coalitions.csv", coalition="friends", actor="dark-#", tier="core", start="2018-01-01", marking="TLP:RED")
    for who, marking in (("dark-#", ""), ("FRA", "TLP:RED")):
        cells = {
            "actor": who,
            "issue": "norms",
            "low": "1",
            "value": "2",
            "high": "3",
            "influence": "99",
            "salience": "99",
            "basis": "expert",
        }
        dated = {"held_from": "2018-06-02", "known_on": "2018-06-02", "author": "desk", "marking": marking}
        more("positions.csv", id=f"dark-p-{who}-#", **cells, **dated)
    return decode({name: text.encode() for name, text in parts.items()})


def given(site: Any, who: str) -> dict[str, bytes]:
    """Return all that is computed for a role: the files of each answer with its figures, of the papers, and its feed; nothing is remembered."""
    StoredAnswer.objects.all().delete()
    asked: dict[str, dict[str, str]] = {question: {"question": question} for question in QUESTIONS}
    asked |= {
        "brief": {"kind": "brief", "sections": "who-stands-where who-is-in what-is-due", "langs": "en fr"},
        "tally": {"kind": "tally"},
    }
    files: dict[str, bytes] = {}
    for name, options in asked.items():
        try:
            files |= {f"{name}/{file.lang}/{file.name}": bytes(file.data) for file in made(site, who, **options)}
        except NotAvailable as lacking:  # a table that the role does not see is not there for it
            files[name] = str(lacking.message).encode()
    secret = feed(site.people[who], site.dossier)
    return files | {"feed": Client().get(f"/calendar/{secret}/legation.ics").content}


@pytest.mark.parametrize("who", ["reader", "guest"])
def test_hidden_rows_change_no_answer_paper_figure_or_feed(site: Any, who: str) -> None:
    whole = store.content(store.revision_of(site.dossier))
    other = otherwise(whole)
    scope = scope_of(grant_of(site.people[who], site.dossier))  # type: ignore[arg-type]  # each has a grant
    assert len(other.positions) > len(whole.positions) + MORE and other.hash != whole.hash
    assert store.view(other, scope).hash == store.view(whole, scope).hash

    first = given(site, who)
    replaced(site.dossier, other)
    second = given(site, who)

    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert len(first) > 40 and any(name.endswith(".svg") for name in first) and any(name.endswith(".pdf") for name in first)


def test_whoever_sees_the_rows_has_other_answers(site: Any) -> None:
    """What is compared above would show the rows: the owner is told of them."""
    whole = store.content(store.revision_of(site.dossier))
    first = made(site, "owner", question="who-stands-where")
    StoredAnswer.objects.all().delete()
    replaced(site.dossier, otherwise(whole))

    assert [file.data for file in first] != [file.data for file in made(site, "owner", question="who-stands-where")]
