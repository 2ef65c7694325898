"""Counts of a consular house are answered as they were shown: nothing is added up, and what is not known is said."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier import Dossier, DossierError, decode
from legation.errors import NotAvailable
from legation.questions import Answer, ask
from legation.questions.base.case import Case

HEAD = "id,day,crisis,post,status,count,drill,marking"
ROWS = """
a1,2026-05-02,Quake,,all,120,,
a2,2026-05-02,Quake,,unaccounted,35,,
a3,2026-05-02,Quake,North,unaccounted,30,,
a4,2026-05-02,Quake,South,safe,40,,
a5,2026-05-02,Quake,,injured,1 to 4,,
a6,2026-05-01,Quake,,unaccounted,90,,
a7,2026-05-03,Flood,North,unaccounted,1 to 4,yes,
a8,2026-05-03,Flood,,found_late,5,yes,
a9,2026-05-03,Flood,,first_wave_minutes,12,yes,
"""


def dossier(rows: str = ROWS) -> Dossier:
    return decode({"dossier.toml": b'id = "x"\n', "consular.csv": (HEAD + rows).encode()})


def answer(question: str, rows: str = ROWS, as_of: str = "2026-06-01", **options: str) -> Answer:
    case = Case(dossier=dossier(rows), today=dt.date(2026, 6, 1)).at(dt.date.fromisoformat(as_of))
    return ask(question, case, **options)


def sentences(made: Answer, lang: str = "en") -> list[str]:
    return [finding["text"] for finding in made.to_json(lang)["findings"]]  # type: ignore[arg-type]


def test_who_is_without_news_is_said_of_the_last_day_with_the_day_before() -> None:
    made = answer("how-many-are-unaccounted-for", crisis="Quake")

    assert sentences(made) == [
        "Without news of Quake: 35 of 120 people at stake, on 2 May 2026.",
        "Who is in trouble: injured: 1 to 4.",
        "On 1 May 2026, 90 were without news.",
    ]
    data = made.to_json("fr")
    assert any("South" in line for line in data["missing"])
    assert data["tables"][0]["rows"][0] == ["tous les postes", "120", "35"]


def test_posts_are_not_added_up_where_the_total_is_missing() -> None:
    rows = "\na1,2026-05-02,Quake,North,unaccounted,10,,\na2,2026-05-02,Quake,South,unaccounted,1 to 4,,\n"

    made = answer("how-many-are-unaccounted-for", rows)

    assert sentences(made) == ["How many people are without news of Quake is not known for all posts together, on 2 May 2026."]
    assert "not added up" in made.to_json("en")["missing"][-1]


def test_the_only_post_is_all_posts() -> None:
    made = answer("how-many-are-unaccounted-for", as_of="2026-05-03")

    assert sentences(made) == ["People without news of Flood: 1 to 4, on 3 May 2026; how many are at stake is not known."]
    assert "This was an exercise: no person in it is real." in made.to_json("en")["caveats"]


def test_a_row_of_a_later_day_or_another_circle_takes_no_part() -> None:
    early = answer("how-many-are-unaccounted-for", as_of="2026-05-01")

    assert sentences(early)[0].startswith("People without news of Quake: 90, on 1 May 2026")
    assert "Flood" not in str(early.to_json("en"))
    with pytest.raises(NotAvailable, match="holds no"):
        answer("how-did-the-drill-go", as_of="2026-05-02")


def test_a_drill_says_the_gravest_first_and_what_was_not_measured() -> None:
    made = answer("how-did-the-drill-go")

    assert sentences(made) == [
        "Flood, 3 May 2026. 5 people who needed help were found late.",
        "Minutes to the first wave: 12.",
    ]
    assert [line for line in made.to_json("en")["missing"] if "wrongly" in line]
    assert sentences(made, "fr")[1] == "Minutes jusqu’à la première vague de messages\u00a0: 12."


@pytest.mark.parametrize("count", ["3-4", "about 10", "-1", "1 to 5"])
def test_a_count_that_is_neither_a_number_nor_the_range_is_refused(count: str) -> None:
    with pytest.raises(DossierError):
        dossier(f"\na1,2026-05-02,Quake,,all,{count},,\n")
