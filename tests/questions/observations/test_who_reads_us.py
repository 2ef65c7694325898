"""Visits to a site: each count beside a plain count of the rows, what is said in both languages, and what cannot be said."""

from __future__ import annotations

import datetime as dt
import fnmatch
import itertools
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pytest
from questions.visit_lake import DAYS, FIRST_DAY, MISSING, SPLIT, dossier_parts, made_lake, made_rows

from legation.dossier import decode
from legation.errors import NotAvailable
from legation.figures.rounding import three_digits
from legation.lake import Lake
from legation.language import LANGUAGES, Message, say
from legation.questions import Answer, Case, ask
from legation.questions.observations.site import expressions
from legation.questions.observations.site.inputs import SiteInputs
from legation.questions.observations.site.inputs import read_inputs as site_asked
from legation.questions.observations.site.pages import language_of, matches
from legation.questions.observations.site.readers import read_networks
from legation.questions.observations.site.requests import ASSETS, FILES, HIDDEN, within

AREA = "who-reads-us"
EPOCH = dt.date(1970, 1, 1)
ROWS = made_rows()


OPTIONS = {"since": (FIRST_DAY + dt.timedelta(days=SPLIT)).isoformat()}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return made_lake(tmp_path_factory.mktemp("lake"), ROWS)


@pytest.fixture(scope="module")
def case(lake: Lake) -> Case:
    return Case(dossier=decode(dossier_parts()), today=dt.date(2024, 12, 1), lake=lake)


@pytest.fixture(scope="module")
def answer(case: Case) -> Answer:
    return ask(AREA, case, **OPTIONS)


def asked(lake: Lake, expression: Any) -> list[dict[str, Any]]:
    return lake.to_arrow(expression).to_pylist()


def looked_at(case: Case) -> SiteInputs:
    return site_asked(case, {"since": None, "until": None, "site": "", "top": 5})


def page(row: dict[str, Any]) -> str:
    return row["path"].partition("?")[0]


def ending(row: dict[str, Any]) -> str:
    return page(row).lower().rpartition(".")[2] if "." in page(row) else ""


def answered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["path"] and row["method"] == "GET" and 200 <= row["status"] < 400 and page(row) not in HIDDEN]


def read(rows: list[dict[str, Any]] = ROWS) -> list[dict[str, Any]]:
    return [row for row in answered(rows) if ending(row) not in (*ASSETS, *FILES)]


def visits(rows: list[dict[str, Any]], who: Any = lambda row: row["visitor"]) -> list[dict[str, Any]]:
    """Return the rows with which visits begin, told one by one."""
    last: dict[Any, dt.datetime] = {}
    begun = []
    for row in sorted(rows, key=lambda row: (row["time"], page(row))):
        before = last.get(who(row))
        if before is None or (row["time"] - before).total_seconds() >= 1800:
            begun.append(row)
        last[who(row)] = row["time"]
    return begun


def people_and_bots(rows: list[dict[str, Any]], key: Any) -> dict[Any, tuple[int, int]]:
    counts: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        counts[key(row)][row["bot"] is not None] += 1
    return {name: (people, bots) for name, (people, bots) in counts.items()}


def ranked(counts: dict[Any, tuple[int, int]]) -> list[tuple[Any, int, int]]:
    return sorted(((name, *both) for name, both in counts.items()), key=lambda one: (-one[1], -one[2], one[0]))


def test_visits_by_day_are_what_counting_gives(lake: Lake) -> None:
    day = lambda row: ((row["time"].date() - EPOCH).days, row["bot"] or "")  # noqa: E731 - used twice
    begun, pages = Counter(map(day, visits(read()))), Counter(map(day, read()))

    found = asked(lake, expressions.visits_by_day(lake.table("requests")))

    assert [(row["day"], row["kind"]) for row in found] == sorted(pages)
    assert all((row["visits"], row["pages"]) == (begun[row["day"], row["kind"]], pages[row["day"], row["kind"]]) for row in found)


def test_without_identifiers_a_network_and_an_agent_stand_for_a_visitor(tmp_path: Path) -> None:
    lake = made_lake(tmp_path / "lake", ROWS, identified=False)
    who = lambda row: (row["time"].date(), row["address"], row["agent"])  # noqa: E731
    expected = Counter(row["time"].date() for row in visits(read(), who))

    found = asked(lake, expressions.visits_by_day(lake.table("requests"), identified=False))

    days = Counter()
    for row in found:
        days[EPOCH + dt.timedelta(days=row["day"])] += row["visits"]
    assert days == expected
    assert not looked_at(Case(dossier=decode(dossier_parts()), today=dt.date(2024, 12, 1), lake=lake)).identified


def test_pages_entries_and_languages_are_what_counting_gives(lake: Lake) -> None:
    requests = lake.table("requests")
    pages = people_and_bots(read(), page)
    ai = Counter(page(row) for row in read() if row["bot"] in ("GPTBot", "ClaudeBot"))

    found = asked(lake, expressions.pages_read(requests, ("GPTBot", "ClaudeBot"), 5))
    entries = asked(lake, expressions.entry_pages(requests, 5))
    languages = asked(lake, expressions.by_language(requests))

    assert [tuple(row.values()) for row in found] == [(*one, ai[one[0]]) for one in ranked(pages)[:5]]
    began = Counter(page(row) for row in visits([row for row in read() if row["bot"] is None]))
    assert [tuple(row.values()) for row in entries] == sorted(began.items(), key=lambda one: (-one[1], one[0]))[:5]
    code = lambda row: found[1] if (found := re.match(r"/([a-z]{2})(?=[/_-]|$)", page(row))) else ""  # noqa: E731
    assert [tuple(row.values()) for row in languages] == sorted((name, *both) for name, both in people_and_bots(read(), code).items())


def test_days_of_pages_and_of_patterns_are_what_counting_gives(lake: Lake) -> None:
    requests = lake.table("requests")
    for expression, fits in (
        (expressions.pages_by_day(requests, ["/", "/fr/visa/long-sejour"]), lambda name: name in ("/", "/fr/visa/long-sejour")),
        (
            expressions.demand_by_day(requests, ["*/VISA*", "/fr/a*es"]),
            lambda name: "/visa" in name or fnmatch.fnmatchcase(name, "/fr/a*es"),
        ),
    ):
        key = lambda row: (page(row), (row["time"].date() - EPOCH).days)  # noqa: E731
        expected = people_and_bots([row for row in read() if fits(page(row))], key)

        found = asked(lake, expression)

        assert [(row["page"], row["day"], row["people"], row["bots"]) for row in found] == sorted((*k, *v) for k, v in expected.items())


def test_referrers_downloads_and_marks_are_what_counting_gives(lake: Lake) -> None:
    requests = lake.table("requests")
    host = lambda row: (urlsplit(row["referrer"]).hostname or "") if row["referrer"] else ""  # noqa: E731
    hosts = people_and_bots(read(), host)
    hosts.pop("www.mission.example")
    fetched = {(page(row), row["visitor"], row["bot"]): row for row in answered(ROWS) if ending(row) in FILES}

    assert [tuple(row.values()) for row in asked(lake, expressions.referrers(requests, ("www.mission.example",)))] == ranked(hosts)
    assert [tuple(row.values()) for row in asked(lake, expressions.downloads(requests))] == ranked(
        people_and_bots(list(fetched.values()), page)
    )
    marked = {}
    for mark, sign in (("lg", "?lg=climate-week"), ("utm_campaign", "&utm_campaign=Semaine+du+climat")):
        rows = visits([row for row in read() if sign in row["path"]])
        marked[mark] = people_and_bots(rows, lambda _, sign=sign: sign.partition("=")[2])
    expected = [(mark, *one) for mark in ("lg", "utm_campaign") for one in ranked(marked[mark])]
    assert [tuple(row.values()) for row in asked(lake, expressions.marked_visits(requests))] == expected
    assert asked(lake, expressions.own_hosts(requests))[0]["host"] == "www.mission.example"


def test_pages_that_are_not_there_are_listed_with_whence(lake: Lake) -> None:
    (found,) = asked(lake, expressions.broken_pages(lake.table("requests")))

    missing = [row for row in ROWS if row["status"] == 404]
    people = sum(row["bot"] is None for row in missing)
    assert (found["page"], found["people"], found["bots"]) == ("/fr/ancienne-page", people, len(missing) - people)
    assert (found["pages"], found["all_people"], found["all_bots"]) == (1, people, len(missing) - people)
    assert (found["referrer"], found["from_there"]) == ("https://www.mission.example/fr/", len(missing))


def test_what_the_lines_do_not_say_is_counted(lake: Lake) -> None:
    (found,) = asked(lake, expressions.coverage(lake.table("requests")))

    assert (found["rows"], found["no_visitor"], found["bots"]) == (len(ROWS), 0, sum(row["bot"] is not None for row in ROWS))
    assert (found["moved"], found["failed"]) == (sum(row["status"] == 301 for row in ROWS), sum(row["status"] == 500 for row in ROWS))


def test_only_days_asked_for_are_counted(lake: Lake) -> None:
    first = FIRST_DAY + dt.timedelta(days=3)

    days = [row["day"] for row in asked(lake, expressions.visits_by_day(within(lake.table("requests"), first, first)))]

    assert set(days) == {(first - EPOCH).days}


def test_a_pattern_fits_as_on_a_command_line(tmp_path: Path) -> None:
    signs = ["".join(found) for size in range(6) for found in itertools.product("ab/", repeat=size)]
    patterns = ["*", "**", "a", "a*", "*a", "*ab*", "a*a", "*a*b*a", "/*ab*/", "a*b*", "*/a/*b", "ab*ab*"]
    lake = Lake(tmp_path / "lake")
    lake.append("words", pa.table({"text": signs}))
    words = lake.table("words")

    found = lake.to_arrow(words.select("text", **{f"p{at}": matches(words.text, [one]) for at, one in enumerate(patterns)})).to_pylist()

    assert len(found) == len(signs)
    assert all(row[f"p{at}"] == fnmatch.fnmatchcase(row["text"], one) for row in found for at, one in enumerate(patterns))


def test_a_language_is_what_stands_first_in_a_path(tmp_path: Path) -> None:
    paths = {"/fr/": "fr", "/FR-ch/a": "fr", "/en": "en", "/fra/": "", "/f1/": "", "/": "", "fr/": "", "": ""}
    lake = Lake(tmp_path / "lake")
    lake.append("paths", pa.table({"path": list(paths)}))

    assert {
        row["path"]: row["code"] for row in asked(lake, lake.table("paths").mutate(code=language_of(lake.table("paths").path)))
    } == paths


def test_a_rise_is_found_and_a_lost_day_is_no_day_without_visits(answer: Answer) -> None:
    moved = answer.finding("moved").message
    assert moved.id in (f"{AREA}.moved-up", f"{AREA}.moved")
    assert "/fr/visa/long-sejour" in [one.id for one in moved.values["up"]]
    assert answer.finding("demand-change").message.id == f"{AREA}.demand-more"
    assert answer.finding("change").message.id == f"{AREA}.visits-same"
    gaps = next(one for one in answer.missing if one.id == f"{AREA}.gaps")
    assert (gaps.values["count"], gaps.values["whole"]) == (1, 1)
    weeks = answer.table("weeks").rows
    lost = next(row for row in weeks if row[0] <= FIRST_DAY + dt.timedelta(days=MISSING) <= row[1])
    assert lost[-1] == pytest.approx(1 / 7)


def test_persons_and_programs_are_counted_apart(answer: Answer) -> None:
    now = [row for row in ROWS if row["time"].date() >= FIRST_DAY + dt.timedelta(days=SPLIT)]
    people = [row for row in read(now) if row["bot"] is None]
    values = answer.finding("people").message.values
    assert (values["count"], values["pages"], values["days"]) == (len(visits(people)), len(people), DAYS - SPLIT)
    assert values["low"] < values["day"] < values["high"]
    bots = answer.finding("bots").message.values
    assert (bots["pages"], bots["share"]) == (len(read(now)) - len(people), pytest.approx(1 - len(people) / len(read(now))))
    ai = answer.finding("ai").message.values
    assert ai["count"] == sum(row["bot"] in ("GPTBot", "ClaudeBot") for row in read(now))
    assert {row[1] if isinstance(row[1], str) else row[1].id for row in answer.table("families").rows} == {
        f"{AREA}.group.people", "GPTBot", "ClaudeBot", "Googlebot", "curl",
    }  # fmt: skip


def test_an_activity_is_told_with_its_objective(answer: Answer) -> None:
    message = answer.finding("activity").message
    assert (message.id, message.values["activity"].id) == (f"{AREA}.activity", "climate-week")
    rows = {row[0].id: row for row in answer.table("activities").rows}
    assert set(rows) == {"climate-week", "letter"}
    now = [row for row in ROWS if row["time"].date() >= FIRST_DAY + dt.timedelta(days=SPLIT)]
    assert rows["letter"][4:6] == ("/en/news/", sum(row["bot"] is None and page(row) == "/en/news/" for row in read(now)))
    marked = [row for row in read(now) if row["bot"] is None and "lg=" in row["path"]]
    other = [row for row in read(now) if row["bot"] is None and "utm_campaign=" in row["path"]]
    assert message.values["count"] == max(len(visits(marked)), len(visits(other)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_in_both_languages(answer: Answer, lang: Any) -> None:
    words = json.dumps(answer.to_json(lang), ensure_ascii=False, allow_nan=False)
    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert not re.search(r"\bwill\b|unique|\bnan\b", " ".join(answer.sentences(lang)))
    for table in answer.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert all(isinstance(table.cell(row, column, lang), str) for row in range(len(table.rows)) for column in range(len(table.columns)))
    assert [figure.id for figure in answer.figures] == ["weeks", "pages", "crawlers"]
    limits = " ".join(say(one, lang) for one in answer.caveats)
    assert ("no person" if lang == "en" else "n’est pas une personne") in limits


def test_later_rows_are_not_seen(case: Case) -> None:
    early = looked_at(case.at(dt.date(2024, 3, 20)))

    assert early.until == dt.date(2024, 3, 20)
    assert early.coverage["rows"] == sum(early.since <= row["time"].date() <= early.until for row in ROWS)


def test_countries_are_known_by_a_list_and_pages_of_activities_by_evidence(lake: Lake, answer: Answer) -> None:
    assert any(one.id == f"{AREA}.no-networks" for one in answer.missing)
    parts = dossier_parts() | {"files/networks.csv": b"network;iso3\n203.0.0.0/23;CHE\n203.0.2.0/24;FRA\n203.0.3.7/32;DEU\nx;FRA\n"}
    parts["evidence.csv"] = b"id,title,date,url\ne1,The page,2024-03-01,\n"
    shown = ask(AREA, Case(dossier=decode(parts), today=dt.date(2024, 12, 1), lake=lake), **OPTIONS)

    now = [row for row in ROWS if row["time"].date() >= FIRST_DAY + dt.timedelta(days=SPLIT)]
    where = {"0": "CHE", "1": "CHE", "2": "FRA", "3": ""}
    expected = people_and_bots(visits(read(now)), lambda row: where[row["address"].split(".")[2]])
    found = {getattr(row[0], "id", "").removeprefix(f"{AREA}.no-country"): row[1:] for row in shown.table("countries").rows}
    assert found == expected
    bad = next(one for one in shown.missing if one.id == f"{AREA}.bad-networks")
    assert bad.values["rows"] == (4, 5)
    assert [row[0].id for row in shown.table("activities").rows] == ["climate-week"]


def test_a_list_of_networks_in_any_shape_is_read() -> None:
    assert read_networks(b"").rows == 0
    assert read_networks(b"\xff\xfe\x00").country("203.0.113.0/24") == ""
    listed = read_networks(b"\xef\xbb\xbfnetwork,iso3\n2001:db8::/32,che\n")
    assert (listed.country("2001:db8:7::/48"), listed.country("nonsense"), listed.rows) == ("CHE", "", 1)


def test_what_cannot_be_answered_says_what_to_do(case: Case) -> None:
    with pytest.raises(NotAvailable, match="No day lies between"):
        ask(AREA, case, since="2024-12-01", until="2024-11-01")
    with pytest.raises(NotAvailable, match="legation observe requests"):
        ask(AREA, decode(dossier_parts()))


def test_same_question_same_answer(case: Case, answer: Answer) -> None:
    assert ask(AREA, case, **OPTIONS).to_json("fr") == answer.to_json("fr")


def test_what_strangers_wrote_is_harmless(tmp_path: Path) -> None:
    bad = "/\x1b[31m\u202e<script>" + "x" * 900
    rows = [{**row, "path": f"{bad}?lg=%1b%0a{'y' * 500}", "referrer": f"javascript://{bad}"} for row in ROWS[:60]]
    shown = ask(AREA, Case(dossier=decode(dossier_parts()), today=dt.date(2024, 12, 1), lake=made_lake(tmp_path / "lake", rows)))

    cells = [cell for table in shown.tables for row in table.rows for cell in row if isinstance(cell, str)]
    assert all(cell.isprintable() and len(cell) <= 125 for cell in cells)
    assert not re.search("[\x00-\x1f\u202e]", " ".join(shown.sentences("fr")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_of_pictures_say_their_numbers(answer: Answer, case: Case, lang: str) -> None:
    people = sum(
        1 for row in visits([row for row in read() if row["bot"] is None]) if row["time"].date() >= FIRST_DAY + dt.timedelta(days=SPLIT)
    )
    days = len({row["time"].date() for row in ROWS if row["time"].date() >= FIRST_DAY + dt.timedelta(days=SPLIT)})
    titles = {figure.id: say(figure.title, lang) for figure in answer.figures}

    assert say(Message("answer.value", value=round(people / days, 1)), lang) in titles["weeks"]
    assert str(answer.table("pages").rows[0][1]) in titles["pages"]
    assert re.search(r"\d+ pages?$", titles["crawlers"])
    short = ask(
        AREA, case, since=(FIRST_DAY + dt.timedelta(days=DAYS - 2)).isoformat(), until=(FIRST_DAY + dt.timedelta(days=DAYS - 1)).isoformat()
    )
    assert short.figures[0].title.id == f"{AREA}.title-one"
    assert re.search(r"\d.*\d", say(short.figures[0].title, lang))


def test_ends_of_intervals_have_three_digits(answer: Answer) -> None:
    cells = [cell for table in answer.tables for row in table.rows for cell in row[1:] if isinstance(cell, float) and cell > 1]

    assert len(cells) > 20
    assert all(cell == three_digits(cell) for cell in cells)
