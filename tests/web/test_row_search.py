"""Rows in indexed tables: what they give is what the parts give, for every reader, on every day, after every save."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import canaries
import pytest
from django.db import connection, transaction
from django.http import HttpRequest, QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web.conftest import GUEST_TABLES, Site, small

from legation.dossier import MARKINGS, TABLES, Wording, as_date, load, standing
from legation.dossier import Dossier as Content
from legation.dossier.edit import Edit, apply
from legation.dossier.kind import Choice, Reference
from legation.language import say
from legation.questions.base.inputs import group_name
from legation.questions.votes.result import Totals, result_of
from legation.web.access import AccessScope
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.forms.row_field import called
from legation.web.site.page import PageRequest, case_at
from legation.web.stores.rows import reading, writing
from legation.web.stores.rows.entries import BODIES, SEARCHED
from legation.web.stores.rows.models import RowEntry, RowIndex
from legation.web.stores.rows.reading import find

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("rows are searched, filtered and sorted by the database")]
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"
EXAMPLES = Path(__file__).parents[2] / "examples"
SEARCHED_EXAMPLES = (
    ["mission-site-2024"] if POSTGRESQL else sorted(path.name for path in EXAMPLES.iterdir() if (path / "dossier.toml").exists())
)
VOTED_EXAMPLES = ["death-penalty-moratorium", *([] if POSTGRESQL else ["un-ict-2018"])]
"""Each example on SQLite; on PostgreSQL one: the SQL is the same for all."""
MOST_DAYS = 2 if POSTGRESQL else 6
TODAY = dt.date(2026, 1, 1)
SCOPES = [
    AccessScope(marking, audience, tuple(TABLES) if audience == "partner" else None)
    for marking in MARKINGS
    for audience in ("owner", "desk", "partner")
]
LONG = bool(os.environ.get("LEGATION_LONG"))
"""Whether each scope looks on each day; else each example is looked at on every day by one of three scopes in turn, and what is marked by
every scope on every second day, so that each day is looked at by half of them."""
LOOKING = SCOPES[::4] if POSTGRESQL else SCOPES
"""Who looks; on PostgreSQL in turn one of each audience, each at another marking."""
OPEN = ("RED", "AMBER", "GREEN")
"""Up to where the grants of the small dossier let the desk see."""
GUEST = AccessScope("TLP:GREEN", "partner", tuple(name for name in TABLES if name in GUEST_TABLES))


def asked(dossier: Dossier, scope: AccessScope, day: dt.date | None = None, lang: Any = "en") -> PageRequest:
    """Return a request of a person with a scope, at a day."""
    http = HttpRequest()
    http.GET = QueryDict(f"as_of={day}" if day else "")
    request = PageRequest(http=http, account=None, lang=lang, dossier=dossier)
    request.__dict__["scope"] = scope
    return request


def rows_of(known: Content, table: str, lang: Any) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield the current rows of a dossier as it was known: each with its name and its texts, worked out row by row."""
    if table == BODIES:
        yield from ((body.id, say(called(body), lang), frozenset()) for body in known.bodies)
        return
    definition = TABLES[table]
    if definition.word:
        names = dict.fromkeys(getattr(row, definition.word) for row in known.rows(table))
        yield from ((name, say(group_name(name), lang), frozenset()) for name in names)
        return
    actors = {actor.id: say(actor.name or actor.id, lang) for actor in known.actors}
    single = [name for name, kind in definition.references.items() if "actors" in kind.to and not kind.many]
    replaced = {row.supersedes for row in known.rows(table) if getattr(row, "supersedes", "")}
    for row in known.rows(table):
        if row.id and row.id in replaced:
            continue
        identity = definition.identity(row)
        name = say(called(row) or identity, lang)
        who = [actors[getattr(row, column)] for column in single if getattr(row, column) in actors]
        name = " · ".join((*who, *(() if who and name in (identity, "") else (name,))))
        texts = [value for c in definition.columns if c.name not in ("author", "reason") and type(c.kind).__name__ == "Text"
                 for value in wordings(getattr(row, c.name)) if value]  # fmt: skip
        yield identity, name, frozenset(texts)


def wordings(value: Any) -> tuple[str, ...]:
    return (value.text, value.fr, value.en) if isinstance(value, Wording) else (str(value),)


def days_of(content: Content, most: int) -> list[dt.date]:
    """Return days between which anything becomes known, spread over all of them."""
    found = sorted({day for day in content.ledger.days if day > dt.date.min})
    step = max(1, len(found) // most)
    return sorted({*found[::step], *(day - dt.timedelta(days=1) for day in found[::step]), TODAY})


def compared(dossier: Dossier, scope: AccessScope, day: dt.date, lang: Any) -> None:
    """See that the tables give what the parts give."""
    revision = store.revision_of(dossier)
    known = case_at(revision, scope, TODAY, day).dossier
    request = asked(dossier, scope, day, lang)
    for table in (*SEARCHED, BODIES):
        expected = sorted(rows_of(known, table, lang))
        found = find(request, table, limit=10**6)
        assert sorted((row.id, row.name, frozenset(row.texts)) for row in found.rows) == expected, (scope, day, table)
        assert found.count == len(expected), (scope, day, table)


@pytest.mark.parametrize("name", SEARCHED_EXAMPLES)
def test_every_example_is_found_as_it_was_known(site: Site, name: str) -> None:
    content = load(EXAMPLES / name)
    dossier = store.create(content, site.people["owner"], slug="example")

    scopes = (store.EVERYTHING, AccessScope("TLP:GREEN", "desk"), GUEST)
    for at, day in enumerate(days_of(content, 3)):
        for scope in scopes if LONG else scopes[at % 3 :: 3]:
            compared(dossier, scope, day, ("en", "fr")[at % 2])


@contextmanager
def undone() -> Iterator[None]:
    """Take back afterwards what was written: each reader finds the tables as they were when the dossier was made."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
def test_whoever_looks_finds_what_they_may_see_on_its_day(site: Site) -> None:
    dossier = store.create(canaries.dossier(), site.people["owner"], slug="caged")

    for turn, scope in enumerate((*LOOKING, GUEST)):
        with undone():
            for at, day in enumerate(days_of(canaries.dossier(), MOST_DAYS)):
                if not (LONG or POSTGRESQL) and (turn + at) % 2:
                    continue
                compared(dossier, scope, day, ("en", "fr")[at % 2])


def test_no_view_leads_to_a_word_that_is_not_for_it(site: Site) -> None:
    dossier = store.create(canaries.dossier(), site.people["owner"], slug="caged")
    for scope in SCOPES:
        writing.ensure(dossier, store.revision_of(dossier), scope)

    for scope in SCOPES:
        bit = writing.bit_of(scope)
        there = [entry for entry in RowEntry.objects.filter(dossier=dossier) if entry.views & bit]
        texts = [" ".join((*e.texts, e.identity, e.name_en, e.name_fr, e.note_en, e.note_fr, e.words, e.cells, e.facts)) for e in there]
        assert there
        assert not canaries.leaked(texts, scope.marking, scope.audience), scope


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(st.data())
def test_after_any_edits_the_tables_are_those_of_a_dossier_made_anew(site: Site, data: st.DataObject) -> None:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    head = store.revision_of(dossier)
    content = store.content(head)
    edits = [
        Edit("actors", "change", "FRA", {"name_en": data.draw(st.sampled_from(["France", "French Republic"]))}),
        Edit("evidence", "change", content.evidence[0].id, {"quote": data.draw(st.sampled_from(["a", "b"])), "marking": data.draw(st.sampled_from(["", "TLP:RED"]))}),
        Edit("positions", "add", "", {"actor": "DEU", "issue": "norms", "value": "12", "held_from": data.draw(st.sampled_from(["2018-01-01", "2019-05"]))}),
    ]  # fmt: skip
    chosen = data.draw(st.lists(st.sampled_from(edits), unique_by=lambda e: e.table, min_size=1))
    store.save(dossier, head.number, apply(content, chosen), site.people["owner"], store.EVERYTHING, reason="", owns=True)
    written = _tables(dossier)
    RowIndex.objects.filter(dossier=dossier).delete()
    RowEntry.objects.filter(dossier=dossier).delete()
    dossier.refresh_from_db()
    for scope in (store.EVERYTHING, AccessScope("TLP:GREEN", "owner"), *(AccessScope(f"TLP:{one}", "desk") for one in OPEN)):
        find(asked(dossier, scope), "actors")

    assert _tables(dossier) == written


def _tables(dossier: Dossier) -> set[tuple[Any, ...]]:
    state = RowIndex.objects.get(dossier=dossier)
    left_out = {"id", "dossier", "texts"}
    fields = [f.name for f in RowEntry._meta.fields if f.name not in left_out]
    rows = RowEntry.objects.filter(dossier=dossier)
    assert (state.number, state.hash) == (dossier.head, store.revision_of(dossier).hash)
    return {tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows.values_list(*fields)}


def test_a_save_writes_only_what_it_changes(site: Site) -> None:
    before = set(RowEntry.objects.filter(dossier=site.dossier).values_list("pk", flat=True))
    content = store.content(store.revision_of(site.dossier))

    store.save(
        site.dossier, 1, apply(content, [Edit("actors", "change", "DEU", {"status_note": "chair"})]), site.people["owner"],
        store.EVERYTHING, reason="",
    )  # fmt: skip

    after = set(RowEntry.objects.filter(dossier=site.dossier).values_list("pk", flat=True))
    changed = RowEntry.objects.filter(pk__in=after - before)
    assert [(row.table, row.identity) for row in changed] == [("actors", "DEU")]
    assert len(before - after) == 1


def test_rows_of_an_older_state_are_never_read(site: Site) -> None:
    """A database that was restored, an older release, a save by a program that knows no such tables: the first reader writes them."""
    for stale in ({"number": 0}, {"hash": "0" * 64}, {"release": "0.0 0"}, {"views": 0}):
        for entry in RowEntry.objects.filter(dossier=site.dossier):
            RowEntry.objects.filter(pk=entry.pk).update(identity="stale", digest=f"stale {entry.pk}".encode())
        RowIndex.objects.filter(dossier=site.dossier).update(**stale)
        site.dossier.refresh_from_db()

        assert {row.id for row in find(asked(site.dossier, store.EVERYTHING), "actors").rows} == {row.id for row in small().actors}, stale


def test_rows_of_views_that_are_not_ones_own_are_not_looked_at(site: Site) -> None:
    """Time would tell of them: they are passed over by the index, not one by one."""
    for scope in SCOPES:
        assert writing.ensure(site.dossier, store.revision_of(site.dossier), scope)
    rows = RowEntry.objects.filter(dossier=site.dossier)
    assert RowIndex.objects.get(dossier=site.dossier).stands == sorted(set(rows.values_list("views", flat=True)))

    hidden = asked(site.dossier, AccessScope("TLP:GREEN", "desk"))
    with CaptureQueriesContext(connection) as made:
        find(hidden, "actors", words="secret")
    looked = [one["sql"] for one in made if '"rows_rowentry"' in one["sql"]]
    assert looked and all('"views" IN (' in one for one in looked)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {looked[-1]}")
            assert "row_by_views (dossier_id=? AND table=? AND views=?)" in str(cursor.fetchall())


def test_the_views_of_several_readers_stand_side_by_side(site: Site) -> None:
    low, high = AccessScope("TLP:CLEAR", "desk"), AccessScope("TLP:AMBER+STRICT", "desk")
    revision = store.revision_of(site.dossier)
    writing.ensure(site.dossier, revision, low)
    writing.ensure(site.dossier, revision, high)

    views = RowIndex.objects.get(dossier=site.dossier).views

    assert views & writing.bit_of(low)
    assert views & writing.bit_of(high)


def test_a_reader_with_an_older_revision_in_hand_finds_what_is_there_now(site: Site) -> None:
    early = asked(site.dossier, AccessScope("TLP:AMBER", "desk"))
    assert early.revision.number == 1
    content = store.content(early.revision)
    there = Dossier.objects.get(pk=site.dossier.pk)
    Grant.objects.filter(dossier=there, marking="TLP:AMBER").delete()
    store.save(
        there, 1, apply(content, [Edit("actors", "add", "ITA", {"name": "Italy"})]), site.people["owner"], store.EVERYTHING, reason=""
    )

    assert "ITA" in {row.id for row in find(early, "actors").rows}


def test_the_best_come_first(site: Site) -> None:
    content = store.content(store.revision_of(site.dossier))
    names = {"a": "Great Normandy of old", "b": "Normandy", "c": "Abnormand", "d": "Normans"}
    edits = [Edit("actors", "add", key, {"name": name}) for key, name in names.items()]
    edits.append(Edit("actors", "add", "e", {"name": "Elsewhere", "status_note": "speaks for the Norman coast"}))
    store.save(site.dossier, 1, apply(content, edits), site.people["owner"], store.EVERYTHING, reason="")
    site.dossier.refresh_from_db()

    found = find(asked(site.dossier, store.EVERYTHING), "actors", "NÔRMAN")

    assert [row.id for row in found.rows] == ["d", "b", "a", "c", "e"]
    assert find(asked(site.dossier, store.EVERYTHING), "actors", "norman", limit=2, offset=1).rows == found.rows[1:3]
    assert found.count == 5


def judged(dossier: Dossier, scope: AccessScope, day: dt.date) -> None:
    """See that the list of votes says of each what its page says, and counts and filters by it."""
    request = asked(dossier, scope, day)
    case = case_at(store.revision_of(dossier), scope, request.today, day)
    rows = sorted(
        standing(case.dossier.rollcalls), key=lambda row: (row.date is None, row.date.text if row.date else "", row.id), reverse=True
    )
    expected = [(row.id, result_of(case, row)) for row in rows]
    found = find(request, "rollcalls", order="ahead", facts=True, limit=10**6).rows

    assert [row.id for row in found] == [identity for identity, _ in expected], (scope, day)
    for row, (_, result) in zip(found, expected, strict=True):
        word = {True: "adopted", False: "not-adopted", None: "held"}[result.adopted] if result.state == "held" else result.state
        assert row.facts["outcome"] == word, (row.id, scope, day)
        assert (Totals(*row.facts["totals"]) if row.facts["totals"] else None) == result.totals, (row.id, scope, day)
    counted = reading.combinations(request, "rollcalls", ("outcome",))
    assert counted == Counter((row.facts["outcome"],) for row in found), (scope, day)
    for (outcome,), count in counted.items():
        assert find(request, "rollcalls", where={"outcome": outcome}, facts=True, limit=0).count == count, (scope, day)


@pytest.mark.parametrize("name", VOTED_EXAMPLES)
def test_a_list_of_votes_says_what_their_pages_say(site: Site, name: str) -> None:
    content = load(EXAMPLES / name)
    dossier = store.create(content, site.people["owner"], slug="example")
    frozen = content.info.as_of

    for day in {*days_of(content, 3), frozen.last if frozen else TODAY}:
        for scope in (store.EVERYTHING, AccessScope("TLP:GREEN", "desk"), GUEST):
            judged(dossier, scope, day)


def test_whoever_lists_votes_reads_what_came_of_them_by_what_they_see(site: Site) -> None:
    dossier = store.create(canaries.dossier(), site.people["owner"], slug="caged")

    for scope in (*LOOKING, GUEST):
        with undone():
            for day in days_of(canaries.dossier(), MOST_DAYS):
                judged(dossier, scope, day)


@pytest.mark.parametrize(
    "edit",
    [
        Edit("votes", "add", "", {"actor": "hidden-co", "rollcall": "r1", "vote": "no"}),
        Edit("rollcalls", "change", "r1", {"total_yes": "1", "total_no": "9", "total_abstain": "3"}),
        Edit("rollcalls", "add", "r3", {"title": "Third", "date": "2999-01-01", "known_on": "2018-01-01"}),
        Edit("actors", "change", "DEU", {"evidence": "e1"}),
        Edit("groups", "add", "", {"group": "hall", "actor": "FRA", "start": "2018-12-02"}),
    ],
    ids=lambda edit: f"{edit.table}-{edit.do}",
)
def test_after_an_edit_of_anything_it_rests_on_the_list_says_what_the_page_says(site: Site, edit: Edit) -> None:
    content = store.content(store.revision_of(site.dossier))
    store.save(site.dossier, 1, apply(content, [edit]), site.people["owner"], store.EVERYTHING, reason="")
    site.dossier.refresh_from_db()

    for scope in (store.EVERYTHING, AccessScope("TLP:GREEN", "desk"), GUEST):
        for day in (*days_of(content, 4), dt.datetime.now(dt.UTC).date(), dt.date(2999, 1, 2)):
            judged(site.dossier, scope, day)


def test_what_other_rows_decide_is_worked_out_anew_on_its_day(site: Site) -> None:
    """A vote ahead is over some day without a save: whoever comes then reads no older word, and the tables are written anew."""
    tomorrow = asked(site.dossier, store.EVERYTHING).today + dt.timedelta(days=1)
    ahead = Edit("rollcalls", "add", "r3", {"title": "Third", "date": tomorrow.isoformat(), "known_on": "2018-01-01"})
    content = store.content(store.revision_of(site.dossier))
    store.save(site.dossier, 1, apply(content, [ahead]), site.people["owner"], store.EVERYTHING, reason="")
    site.dossier.refresh_from_db()
    assert RowIndex.objects.get(dossier=site.dossier).until == tomorrow

    RowIndex.objects.filter(dossier=site.dossier).update(until=tomorrow - dt.timedelta(days=1))
    judged(site.dossier, store.EVERYTHING, tomorrow - dt.timedelta(days=1))
    assert RowIndex.objects.get(dossier=site.dossier).until == tomorrow
    judged(site.dossier, store.EVERYTHING, tomorrow + dt.timedelta(days=1))


@pytest.mark.parametrize("scope", [store.EVERYTHING, GUEST], ids=["database", "memory"])
def test_rows_are_filtered_by_what_they_name(site: Site, scope: AccessScope) -> None:
    request = asked(site.dossier, scope)
    known = case_at(store.revision_of(site.dossier), scope, request.today).dossier

    states = find(request, "actors", where={"kind": "state"})
    assert [row.id for row in states.rows] == ["EST", "FRA", "DEU"]
    assert find(request, "actors", where={"kind": ("state", "technical")}).count == 4
    assert find(request, "actors", where={"kind": ()}).count == 0
    assert find(request, "actors", where={"kind": "stat"}).count == 0
    for column in (
        c for c in TABLES["positions"].columns if isinstance(c.kind, (Reference, Choice)) and c.name in ("actor", "issue", "basis")
    ):
        for value in {getattr(row, column.name) for row in known.positions}:
            found = {row.id for row in find(request, "positions", where={column.name: value}).rows}
            assert found == {row.id for row in known.positions if getattr(row, column.name) == value}


def test_the_newest_come_first_where_they_are_wanted_so(site: Site) -> None:
    found = find(asked(site.dossier, store.EVERYTHING), "rollcalls", order="-day")

    assert [(row.id, str(row.day)) for row in found.rows] == [("r2", "2019-12-01"), ("r1", "2018-12-01")]


@pytest.mark.parametrize(
    "words", ["x" * 10_000, "a " * 5_000, "%", "_", "\\", "' OR 1=1 --", "é" * 300, "\x1f", "الجمهورية", "%00", "a%", "fra\\", "‏‎"]
)
@pytest.mark.parametrize("scope", [store.EVERYTHING, GUEST], ids=["database", "memory"])
def test_a_search_of_any_signs_is_answered(site: Site, words: str, scope: AccessScope) -> None:
    found = find(asked(site.dossier, scope), SEARCHED, words)

    assert found.count == len(found.rows) if found.count <= 20 else len(found.rows) == 20
    if words.strip() and not reading.words_wanted(words):
        assert found.count == 0


def test_a_name_in_another_script_is_found_by_its_letters(site: Site) -> None:
    content = store.content(store.revision_of(site.dossier))
    edits = [Edit("actors", "add", "SAU", {"name": "المملكة العربية السعودية"}), Edit("actors", "add", "UKR", {"name": "Україна"})]
    store.save(site.dossier, 1, apply(content, edits), site.people["owner"], store.EVERYTHING, reason="")
    site.dossier.refresh_from_db()
    request = asked(site.dossier, store.EVERYTHING)

    assert [row.id for row in find(request, "actors", "العربية").rows] == ["SAU"]
    assert [row.id for row in find(request, "actors", "УКРАЇНА").rows] == ["UKR"]


@given(st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_the_memory_find_the_same(site: Site, words: str) -> None:
    request = asked(site.dossier, store.EVERYTHING)
    tables, wanted = SEARCHED, reading.words_wanted(words)
    if not wanted:
        return

    for order in ("name", "-day"):
        both = [make(request, tables, wanted, {}, slice(0, 50), order) for make in (reading._in_database, reading._in_memory)]
        assert both[0] == both[1]


def test_both_put_them_in_one_order(site: Site) -> None:
    dossier = store.create(canaries.dossier(), site.people["owner"], slug="caged")

    for order, words in itertools.product(("name", "-day"), ("e", "norms", "state a", "r", "fr")):
        request, wanted = asked(dossier, store.EVERYTHING), reading.words_wanted(words)
        both = [make(request, SEARCHED, wanted, {}, slice(0, 300), order) for make in (reading._in_database, reading._in_memory)]
        assert both[0] == both[1], (order, words)
        assert both[0].count, (order, words)


def test_a_dossier_that_goes_takes_its_rows_along(site: Site) -> None:
    assert RowEntry.objects.filter(dossier=site.dossier).exists()

    Dossier.objects.filter(pk=site.dossier.pk).delete()

    assert not RowEntry.objects.exists()
    assert not RowIndex.objects.exists()


def test_a_frozen_dossier_is_searched_at_its_own_day(site: Site) -> None:
    content = dataclasses.replace(small(), info=dataclasses.replace(small().info, as_of=_when("2018-05-10"), id="frozen"))
    dossier = store.create(content, site.people["owner"], slug="frozen")

    found = find(asked(dossier, store.EVERYTHING), "positions")

    assert {row.id for row in found.rows} == {"p1", "p2"}
    assert find(asked(dossier, store.EVERYTHING, as_date("2026")), "positions").count == 4


def _when(text: str) -> Any:
    from legation.dossier import When

    return When(text)


def test_a_search_reads_no_part(site: Site) -> None:
    """The rows are searched by the database: the queries name these tables, not the parts."""
    from django.test.utils import CaptureQueriesContext

    request = asked(site.dossier, store.EVERYTHING, TODAY)
    assert request.revision
    with CaptureQueriesContext(connection) as queries:
        find(request, SEARCHED, "france")

    assert queries.captured_queries
    assert not [one["sql"] for one in queries.captured_queries if "dossiers_part" in one["sql"]]
