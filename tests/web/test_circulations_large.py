"""A circulation of 5,000 invited: the board has pages, and what it costs is bounded."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.circulated import PARTS, Circulation, filled
from web.shown import replaced

from legation.dossier import decode, encode

pytestmark = pytest.mark.django_db

COUNT = 5_000
SIGNED, CLAIMED = 300, 300


@pytest.fixture
def large(site: Any) -> Circulation:
    board = filled(site)
    parts = encode(board.whole())
    header = parts["actors.csv"].decode().splitlines()[0].split(",")
    actors, invited, answers = [parts["actors.csv"].decode()], [PARTS["invitations.csv"]], [PARTS["signatures.csv"]]
    for n in range(COUNT):
        cells = {"id": f"firm-{n}", "kind": "company", "name_en": f"Firm {n:04}", "name_fr": f"Entreprise {n:04}"}
        actors.append(",".join(cells.get(name, "") for name in header) + "\n")
        invited.append(f"i-{n},cables,firm-{n},2020-01-01T09:00Z,,\n")
        if n < SIGNED + CLAIMED:
            confirmed = "2020-01-04T09:00Z,mail" if n < SIGNED else ","
            answers.append(f"f{n},cables,firm-{n},v1,sign,2020-01-03T09:00Z,{confirmed},,,,,,,\n")
    more = {"actors.csv": "".join(actors), "invitations.csv": "".join(invited), "signatures.csv": "".join(answers)}
    replaced(site.dossier, decode({**parts, **{name: text.encode() for name, text in more.items()}}))
    return board


def test_five_thousand_invited_have_a_board_in_pages_and_are_confirmed_by_the_hundred(large: Circulation) -> None:
    page = large.page()

    assert f"{SIGNED + 2} of {COUNT + 6:,} invited are in" in page
    claims = re.findall(r'name="answer" value="([fs]\d+)"', page)
    assert len(claims) == 100
    assert f"Page 1 of {-(-(COUNT + 6) // 50)}" in page
    last = large.page(f"?side=firm&state=open&page={COUNT}")
    assert last[last.index('id="invited"') :].count("<tr>") == 1 + (COUNT - SIGNED - CLAIMED - 1) % 50 + 1
    assert large.post("/settle", do="confirm", answer=claims, channel="mail", reference="Mails of 3 January").status_code == 302

    key = large.release()
    assert len(large.world(key, ".csv").content.decode().splitlines()) == 1 + SIGNED + 2 + 100
    assert large.world(key).content.decode().count("<tr>") > SIGNED + 2 + 100
