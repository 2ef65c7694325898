"""What a page shows was known on its day: the day at which the dossier is frozen, or another that is asked for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.web.conftest import PARTS
from tests.web.shown import TOKEN

from legation.dossier import decode
from legation.web.dossiers import store

pytestmark = pytest.mark.django_db
LATER = {
    **PARTS,
    "dossier.toml": PARTS["dossier.toml"] + 'as_of = 2019-06-30\n[parameters]\nrollcall = "A/RES/FUTURE"\n',
    "issues.csv": "id,question\nnorms,Binding norms?\n",
    "evidence.csv": (
        "id,kind,title,publisher,date,known_on,quote\n"
        "e1,statement,Statement of France,MFA,2018-05-03,2018-05-03,We favour norms\n"
        "e9,statement,FUTURE-SOURCE,MFA,2019-07-01,2019-07-01,FUTURE-QUOTE\n"
    ),
    "positions.csv": (
        "id,supersedes,actor,issue,value,held_from,known_on,evidence,note\n"
        "p1,,FRA,norms,60,2018-05-03,2018-05-03,e1 e9,\n"
        "p2,,DEU,norms,55,2018-05-03,2018-05-03,,\n"
        "pos-later,p1,FRA,norms,87.25,2018-06-01,2019-12-28,e9,FUTURE-POSITION\n"
    ),
    "coalitions.csv": "coalition,actor,tier,start\nfriends,FRA,core,2018-01-01\nfriends,EST,core,2019-08-08\n",
    "rollcalls.csv": (
        "id,symbol,draft_symbol,title,issue,date,known_on,stage,on,total_yes\n"
        "r1,A/RES/1,,First,norms,2018-12-01,,plenary,resolution,2\nr2,A/RES/2,,FUTURE-TITLE,norms,2019-12-01,,plenary,resolution,791\n"
        "r3,A/RES/FUTURE,A/C.1/L.3,Ahead,norms,2019-12-01,2019-06-01,plenary,resolution,791\n"
    ),
    "votes.csv": "actor,rollcall,vote\nFRA,r1,yes\nDEU,r1,yes\nEST,r1,no\nFRA,r2,yes\nDEU,r2,abstain\nEST,r2,no\nFRA,r3,no\n",
}
FUTURE = ("FUTURE", "87.25", "87,25", "791", "A/RES/2", "pos-later", "2019-08-08")
"""What nobody knew on the day."""
PAGES = {
    "": 8,
    "/actors": 1,
    "/actors/FRA/history": 3,
    "/actors/EST/history": 2,
    "/actors/groups": 0,
    "/actors/grid": 1,
    "/actors/map": 0,
    "/issues": 2,
    "/issues/norms/stand": 2,
    "/positions": 1,
    "/positions?layout=issues": 1,
    "/evidence": 1,
    "/evidence/e1/read": 0,
    "/coalitions": 1,
    "/coalitions/friends/board": 1,
    "/rows/positions": 1,
    "/rows/rollcalls": 1,
    "/rows/rollcalls/r3/row": 0,
    "/rows/positions/p1/row": 0,
    "/rows/votes": 4,
    "/search?q=future": 3,
    "/questions/do-we-have-the-votes": 0,
}
"""Each page that shows content, with how many rows of it became known later."""


@pytest.fixture
def frozen(site: Any) -> str:
    """Return the address of a dossier that is frozen before some of its rows were known."""
    dossier = store.create(decode({name: text.encode() for name, text in LATER.items()}), site.people["owner"], slug="frozen")
    return f"/dossiers/{dossier.slug}"


@pytest.mark.parametrize(("page", "count"), PAGES.items(), ids=str)
def test_a_page_shows_nothing_that_was_known_later(site: Any, frozen: str, page: str, count: int) -> None:
    client = site.client("owner")
    path, _, query = page.partition("?")

    shown = client.get(frozen + page)
    page_json = client.get(f"{frozen}{path}.json?{query}" if path else f"{frozen}.json")

    assert (shown.status_code, page_json.status_code) == (200, 200)
    text = re.sub(r'value="(future|\w{64})"', "", shown.content.decode())
    for future in FUTURE:
        assert future not in text
        assert future not in page_json.content.decode()
    assert ("became known after" in text) == ("became known after 30 June 2019" in text) == bool(count)
    assert page_json.json().get("later", 0) == count


@pytest.mark.parametrize(
    "page", [page for page, count in PAGES.items() if count and page not in ("", "/actors/grid", "/coalitions", "/actors", "/issues")]
)
def test_as_of_today_it_is_there(site: Any, frozen: str, page: str) -> None:
    client = site.client("owner")
    path, _, query = page.partition("?")

    page_json = client.get(client.get(f"{frozen}{path}.json?{query}").json()["later_href"])

    assert page_json.status_code == 200
    assert any(future in page_json.content.decode() for future in FUTURE)
    assert "became known after" not in page_json.content.decode()


@pytest.mark.parametrize(("page", "future"), [("/rows/rollcalls/r2/row", "791"), ("/rows/evidence/e9/row", "FUTURE-QUOTE")])
def test_a_row_of_the_future_says_only_where_it_stands(site: Any, frozen: str, page: str, future: str) -> None:
    client = site.client("owner")

    now = client.get(frozen + page)
    today = client.get(client.get(f"{frozen}{page}.json").json()["later_href"])

    assert now.status_code == 200
    assert future not in now.content.decode()
    assert "FUTURE" not in now.content.decode()
    assert "1 row became known after" in now.content.decode()
    assert future in today.content.decode()
    assert client.get(f"{frozen}/rows/rollcalls/r7/row").status_code == 404


def test_the_page_of_a_source_of_the_future_leads_to_its_row(site: Any, frozen: str) -> None:
    client = site.client("owner")

    assert client.get(f"{frozen}/evidence/e9/read").url == f"{frozen}/rows/evidence/e9/row"
    assert "FUTURE-QUOTE" in client.get(f"{frozen}/evidence/e9/read?as_of=2020-01-01").content.decode()


def test_links_stay_at_the_day_that_was_asked_for(site: Any, frozen: str) -> None:
    page_json = site.client("owner").get(f"{frozen}/rows/rollcalls.json?as_of=2020-01-01").json()

    assert [row[0]["href"] for row in page_json["rows"]][1] == f"{frozen}/rows/rollcalls/r2/row?as_of=2020-01-01"


def test_a_vote_ahead_is_shown_without_its_outcome(site: Any, frozen: str) -> None:
    shown = TOKEN.sub("", site.client("owner").get(f"{frozen}/rows/rollcalls/r3/row").content.decode())

    assert "Ahead" in shown
    assert "791" not in shown
