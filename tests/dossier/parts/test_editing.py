"""A row of a part is changed and nothing else: in every example and template, in every way of writing, of models and of tables."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dossier.models.test_negotiation import negotiations
from dossier.models.test_statement import MODELS as STATEMENTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.dossier.column import Wording
from legation.dossier.models import OURS
from legation.dossier.models.conflict import CONFLICT
from legation.dossier.models.negotiation import NEGOTIATION
from legation.dossier.models.response import RESPONSE
from legation.dossier.models.scenario import SCENARIO
from legation.dossier.models.statement import STATEMENT
from legation.dossier.parts import ModelKind, Part, form_of, kind_of, read, walk, write
from legation.dossier.records import MARKINGS
from legation.dossier.when import When
from legation.errors import DossierError, WrongUse
from legation.language import LANGUAGES

EXAMPLES = Path(__file__).parents[3] / "examples"
MODELS = [one for one in OURS if isinstance(one, ModelKind)]


def named(kind: ModelKind[Any]) -> str:
    return kind.called("x") if "{" in kind.pattern else kind.pattern


def of_examples(ending: str) -> list[Any]:
    found = []
    for path in sorted(EXAMPLES.rglob(f"*{ending}")):
        name = str(path.relative_to(EXAMPLES / path.relative_to(EXAMPLES).parts[0]))
        kind = kind_of(name)
        if isinstance(kind, ModelKind) or (kind is not None and ending == ".csv" and "/" not in name):
            found.append(pytest.param(name, path, id=str(path.relative_to(EXAMPLES))))
    return found


def in_templates() -> list[Any]:
    return [pytest.param(kind, lang, id=f"{kind.id}-{lang}") for kind in MODELS for lang in LANGUAGES]


def changed_lines(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the lines of which one file differs from another, between those at the beginning and the end that are the same."""
    old, new = ((data if data.endswith(b"\n") else data + b"\n").splitlines(keepends=True) for data in (before, after))
    first = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    least = min(len(old), len(new)) - first
    last = next((at for at in range(least) if old[-1 - at] != new[-1 - at]), least)
    return old[first : len(old) - last], new[first : len(new) - last]


def said(part: Part) -> list[dict[str, Any]]:
    """Return what each row of a model says, the head first."""
    rows = [part.model, *(row for _, _, row, _ in walk(part.model))]
    return [{column.name: column.of(row) for column in form_of(type(row)).columns} for row in rows]


def places(part: Part) -> list[tuple[str, str, int]]:
    """Return the table, the id and the number among all rows of each row of a model, the head first."""
    section = getattr(part.kind, "section", "")
    found = [(section, "", 0)] if section else []
    counts: dict[str, int] = {}
    called: dict[int, str] = {}
    for at, (table, number, row, above) in enumerate(walk(part.model), start=1):
        counts[table] = counts.get(table, 0) + 1
        own = "" if row.REPEATED else str(getattr(row, "id", ""))
        called[id(row)] = f"{called[id(above)]}.{own or number}" if id(above) in called else own or str(counts[table])
        found.append((table, called[id(row)], at))
    return found


def each_row_marked(part: Part) -> None:
    """Change the marking of the first, a middle and the last row of each table."""
    before = said(part)
    by_table: dict[str, list[tuple[str, str, int]]] = {}
    for one in places(part):
        by_table.setdefault(one[0], []).append(one)
    for rows in by_table.values():
        for table, identity, at in {rows[0], rows[len(rows) // 2], rows[-1]}:
            marking = next(one for one in MARKINGS if one != before[at]["marking"])
            after = part.edited(table, identity, {"marking": marking})
            old, new = changed_lines(part.data, after.data)

            assert (len(old) <= 1, len(new)) == (True, 1), (table, identity)
            assert said(after) == [row | ({"marking": marking} if n == at else {}) for n, row in enumerate(before)]
            assert said(after.edited(table, identity, {"marking": before[at]["marking"]})) == before


@pytest.mark.parametrize(("name", "path"), of_examples(".toml"))
def test_a_row_of_an_example_is_changed_in_its_own_line(name: str, path: Path) -> None:
    part = read(name, path.read_bytes())

    assert write(part) == path.read_bytes()
    each_row_marked(part)


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.id)
@pytest.mark.parametrize(("manner", "lang"), [("LF", "en"), ("CRLF", "fr"), ("a byte-order mark", "en"), ("no last end", "fr")])
def test_a_row_of_a_template_is_changed_in_its_own_line(kind: ModelKind[Any], lang: Any, manner: str) -> None:
    text = kind.template(lang)
    data = {"CRLF": text.replace("\n", "\r\n"), "no last end": text.rstrip("\n")}.get(manner, text).encode()
    part = read(named(kind), (b"\xef\xbb\xbf" if manner == "a byte-order mark" else b"") + data)

    each_row_marked(part)
    if manner == "CRLF":
        made = part.edited(*places(part)[-1][:2], {"known_on": "2020", "marking": "TLP:RED"}).data
        assert made.count(b"\n") == made.count(b"\r\n")


@pytest.mark.parametrize(("kind", "lang"), in_templates())
def test_each_column_said_again_as_it_is_changes_nothing_else(kind: ModelKind[Any], lang: Any) -> None:
    part = read(named(kind), kind.template(lang).encode())
    before = said(part)
    for table, identity, at in places(part):
        row = [part.model, *(row for _, _, row, _ in walk(part.model))][at]
        for column in form_of(type(row)).columns:
            if column.of(row) != column.default:
                assert said(part.edited(table, identity, {column.name: column.of(row)})) == before, (table, identity, column.name)


CHANGED = st.sampled_from(
    [
        {"marking": "TLP:AMBER"},
        {"marking": None},
        {"evidence": ("e1", "e-2")},
        {"evidence": None, "known_on": When("2021-04")},
        {"known_on": "2019", "marking": "TLP:RED"},
        {"known_on": None},
    ]
)


def only_this_changes(part: Part, data: st.DataObject) -> None:
    before = said(part)
    table, identity, at = data.draw(st.sampled_from(places(part)))
    change = data.draw(CHANGED)
    wanted = {name: (When(value) if isinstance(value, str) and name == "known_on" else value) for name, value in change.items()}
    empty: dict[str, Any] = {"marking": "", "evidence": (), "known_on": None}
    made = before[at] | {name: empty[name] if value is None else value for name, value in wanted.items()}

    assert said(part.edited(table, identity, change)) == [made if n == at else row for n, row in enumerate(before)]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(STATEMENTS, st.data())
def test_of_any_statement_just_the_change_is_read_again(model: Any, data: st.DataObject) -> None:
    only_this_changes(read(model.part, STATEMENT.write(model)), data)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(negotiations(), st.data())
def test_of_any_negotiation_just_the_change_is_read_again(model: Any, data: st.DataObject) -> None:
    only_this_changes(read(model.part, NEGOTIATION.write(model)), data)


SCENARIO_TEXT = """# A word of the desk.
[model]  # the head
title = "A year"

[[descriptor]]
id = "talks"
evidence = [
  "e1",  # the first ] of them
  "e2",
]
# Between.
[[descriptor.variant]]
id = "open"
[[descriptor.variant]]
id = "shut"   # for now
name_en = "Shut"

[[judgement]]
from = "talks.open"
to."trust.high" = 2
to."trust.low" = -2
reason = "One"

[[descriptor]]
id = "trust"
variant = [{ id = "high", likelihood = 0.5 }, { id = "low", likelihood = 0.5, name = "a, b } c" }]

[[judgement]]
from = "talks.shut"
reason = "Two"
[judgement.to]
# By its source.
"trust.high" = -1
"trust.low" = 1
"""
WHOLE = read("scenarios/a.toml", SCENARIO_TEXT.encode())


@pytest.mark.parametrize(
    ("table", "identity", "values", "old", "new"),
    [
        ("model", "", {"title": Wording("A decade")}, 'title = "A year"', 'title = "A decade"'),
        ("model", "", {"note": "New"}, 'title = "A year"\n', 'title = "A year"\nnote = "New"\n'),
        ("descriptor", "talks", {"evidence": ("e3",)}, '[\n  "e1",  # the first ] of them\n  "e2",\n]', '["e3"]'),
        ("descriptor", "talks", {"evidence": ()}, 'evidence = [\n  "e1",  # the first ] of them\n  "e2",\n]\n', ""),
        ("descriptor", "talks", {"note_fr": "Là"}, '  "e2",\n]\n', '  "e2",\n]\nnote_fr = "Là"\n'),
        ("descriptor.variant", "talks.open", {"marking": "TLP:RED"}, '"open"\n', '"open"\nmarking = "TLP:RED"\n'),
        ("descriptor.variant", "shut", {"name_en": None}, 'name_en = "Shut"\n', ""),
        ("descriptor.variant", "shut", {"name": Wording(fr="Clos", en="Shut")}, '"Shut"\n', '"Shut"\nname_fr = "Clos"\n'),
        ("descriptor.variant", "trust.low", {"name": None}, ', name = "a, b } c" }', " }"),
        ("descriptor.variant", "trust.low", {"known_on": When("2020")}, '"a, b } c" }', '"a, b } c", known_on = "2020" }'),
        ("descriptor.variant", "high", {"marking": "TLP:RED"}, "0.5 }, {", '0.5, marking = "TLP:RED" }, {'),
        ("judgement", "2", {"reason": "Three"}, '"Two"', '"Three"'),
        ("judgement", "1", {"to": {"trust.high": 2, "trust.low": -3}}, '"trust.low" = -2', '"trust.low" = -3'),
        ("judgement", "1", {"to": {"trust.high": 2}}, 'to."trust.low" = -2\n', ""),
        ("judgement", "2", {"to": {"trust.high": -1, "trust.low": 2}}, '"trust.low" = 1\n', '"trust.low" = 2\n'),
        ("judgement", "2", {"known_on": "2020"}, 'reason = "Two"\n', 'reason = "Two"\nknown_on = "2020"\n'),
    ],
)
def test_a_value_is_changed_where_it_stands(table: str, identity: str, values: dict[str, Any], old: str, new: str) -> None:
    assert SCENARIO_TEXT.count(old) == 1
    assert WHOLE.edited(table, identity, values).data.decode() == SCENARIO_TEXT.replace(old, new)


def test_columns_that_stand_beside_the_head_are_changed_there() -> None:
    text = '[response]\ntitle = "T"\nwho = "state"\n'
    part = read("incidents/a.response.toml", text.encode())
    given = part.edited("response", "", {"features": {"sector": "tax"}})

    assert given.data.decode() == text + '[features]\nsector = "tax"\n'
    more = given.edited("response", "", {"features": {"sector": "tax", "kind": "wiper"}, "severity": 3})
    assert more.data.decode() == text + 'severity = 3\n[features]\nsector = "tax"\nkind = "wiper"\n'
    assert more.edited("response", "", {"features": None, "severity": None}).data.decode() == text
    dotted = read("incidents/a.response.toml", b'features.sector = "tax"\n' + text.encode())
    changed = dotted.edited("response", "", {"features": {"sector": "port"}})
    assert changed.data.decode() == 'features.sector = "port"\n' + text


@pytest.mark.parametrize(
    "text",
    [
        'response = { title = "T", who = "state", held = 3 }'.replace(", held = 3", ""),
        'response.title = "T"\nresponse.who = "state"\n',
        'response.title = "T" # why\n"response" . who = \'state\'',
    ],
)
def test_a_head_may_be_written_inline_or_with_dots(text: str) -> None:
    part = read("incidents/a.response.toml", text.encode())
    after = part.edited("response", "", {"who": "organisation" if "organisation" in KINDS else KINDS[-1], "severity": 3})
    again = after.edited("response", "", {"severity": None, "who": "state"})

    assert (after.model.severity, again.model.severity) == (3, None)
    assert said(again) == said(part)
    assert b"# why" in again.data or b"#" not in part.data


KINDS = next(column.kind for column in form_of(RESPONSE.head).columns if column.name == "who").choices


def test_rows_without_ids_are_called_by_their_number() -> None:
    text = CONFLICT.template("en")
    part = read("conflicts/a.toml", text.encode())
    tables = [name for name, rows in part.records.items() if rows and not getattr(rows[0], "id", "")]

    assert tables
    for table in tables:
        number = len(part.records[table])
        after = part.edited(table, str(number), {"marking": "TLP:RED"})
        assert [row.marking for row in after.records[table]] == [row.marking for row in part.records[table][:-1]] + ["TLP:RED"]


def test_of_conditions_that_are_answered_again_each_has_its_number() -> None:
    rows = '[[condition]]\nid = "injured"\nknown_on = "2019"\n[[condition]]\nid = "injured"\nknown_on = "2020"\n'
    part = read("incidents/a.response.toml", ('[response]\ntitle = "T"\nwho = "state"\n' + rows).encode())

    assert part.edited("condition", "2", {"known_on": "2021"}).data == part.data.replace(b"2020", b"2021")
    with pytest.raises(WrongUse):
        part.edited("condition", "injured", {"known_on": "2021"})


@pytest.mark.parametrize(
    ("table", "identity", "values"),
    [
        ("nothing", "1", {"marking": ""}),
        ("descriptor", "nobody", {"marking": ""}),
        ("descriptor", "3", {"marking": ""}),
        ("descriptor.variant", "talks.high", {"marking": ""}),
        ("descriptor", "talks", {"colour": "red"}),
        ("descriptor", "talks", {"note": object()}),
        ("descriptor", "talks", {"note": "\ud800"}),
        ("judgement", "3", {"reason": "x"}),
    ],
)
def test_what_is_not_there_is_refused(table: str, identity: str, values: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        WHOLE.edited(table, identity, values)


@pytest.mark.parametrize(
    ("table", "identity", "values"),
    [
        ("descriptor", "talks", {"marking": "secret"}),
        ("descriptor", "talks", {"evidence": "e1"}),
        ("descriptor", "talks", {"id": None}),
        ("descriptor", "talks", {"id": "trust"}),
        ("descriptor", "talks", {"note": "a\x00b"}),
        ("descriptor.variant", "high", {"likelihood": 0.6}),
        ("judgement", "1", {"to": {"trust.nothing": 2}}),
        ("model", "", {"known_on": "soon"}),
    ],
)
def test_a_value_that_the_kind_refuses_changes_nothing(table: str, identity: str, values: dict[str, Any]) -> None:
    with pytest.raises(DossierError) as raised:
        WHOLE.edited(table, identity, values)
    assert raised.value.problems
    assert WHOLE.data == SCENARIO_TEXT.encode()


def test_a_part_that_says_nothing_of_itself_has_no_head_to_edit() -> None:
    part = read("drafts/adopted.toml", b'[[adopted]]\nid = "a"\nsymbol = "A"\npart = "drafts/r/a.txt"\ndate = "2019"\n')

    with pytest.raises(WrongUse, match="adopted"):
        part.edited("", "", {"marking": "TLP:RED"})


@pytest.mark.parametrize("name", ["dossier.toml", "mandate.toml", "bodies.toml"])
def test_settings_are_not_edited_by_rows(name: str) -> None:
    data = {"dossier.toml": b'id = "d"\n', "mandate.toml": b"", "bodies.toml": b""}[name]
    part = read(name, data)

    for table in ("", "body", "dossier"):
        with pytest.raises(WrongUse):
            part.edited(table, "d", {"marking": "TLP:RED"})


# --- tables --------------------------------------------------------------------------------------------------------------------------------

TABLE = 'id,title,publisher,marking\ne1,One,"first\nsecond ""line""",\n\ne2,"Two, too",Là,TLP:RED\ne3,Three\n'


def semicolons(text: str) -> str:
    return text.replace(",", ";").replace('"Two; too"', "Two, too")


MANNERS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "semicolons": lambda text: semicolons(text).encode(),
    "tabs": lambda text: semicolons(text).replace(";", "\t").encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "cp1252": lambda text: text.encode("cp1252"),
    "UTF-8 BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16 LE": lambda text: b"\xff\xfe" + semicolons(text).encode("utf-16-le"),
    "UTF-16 BE": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "no last end": lambda text: text.rstrip("\n").encode(),
}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize(
    ("identity", "values", "old", "new"),
    [
        ("e1", {"title": Wording("Été")}, "e1,One,", "e1,Été,"),
        ("e1", {"publisher": None}, '"first\nsecond ""line"""', ""),
        ("e2", {"publisher": 'a "b"'}, ",Là,", ',"a ""b""",'),
        ("e2", {"marking": None}, "TLP:RED", ""),
        ("e3", {"title": "Four"}, "e3,Three", "e3,Four,,"),
        ("e3", {"publisher": "a\nb", "marking": "TLP:CLEAR"}, "e3,Three", 'e3,Three,"a\nb",TLP:CLEAR'),
    ],
)
def test_cells_are_changed_in_the_manner_of_the_file(manner: str, identity: str, values: dict[str, Any], old: str, new: str) -> None:
    assert TABLE.count(old) == 1
    made = MANNERS[manner]
    part = read("evidence.csv", made(TABLE))
    after = part.edited("evidence", identity, values)

    wanted = made(TABLE.replace(old, new))
    if manner == "CRLF" and "a\nb" in values.values():
        wanted = wanted.replace(b"a\r\nb", b"a\nb")
    assert after.data == wanted


@pytest.mark.parametrize(("name", "path"), [one for one in of_examples(".csv") if one.values[1].stat().st_size < 200_000])
def test_a_row_of_a_table_of_an_example_is_changed_in_its_own_lines(name: str, path: Path) -> None:
    part = read(name, path.read_bytes())
    ((table, rows),) = part.records.items()
    definition = part.kind.table  # type: ignore[attr-defined]
    columns = [c for c in definition.columns if c.name != "id" and c.name in header(path)]
    identities = [definition.identity(row) for row in rows]
    for at in {0, len(rows) // 2, len(rows) - 1}:
        if identities.count(identities[at]) > 1:
            continue
        for column in columns:
            after = part.edited(table, identities[at], {column.name: getattr(rows[at], column.name)})
            old, new = changed_lines(part.data, after.data)
            assert after.records[table] == rows
            assert (len(old) <= 1, len(new) <= 1) == (True, True) or b'"' in b"".join(old)
    assert after.records


@functools.cache
def header(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text("utf-8-sig").split("\n", 1)[0].strip().split(","))


def test_a_quote_within_a_cell_that_is_not_quoted_begins_none() -> None:
    text = 'id,title\ne1,a 5" gun\ne2,b\ne3,c 6"\n'
    part = read("evidence.csv", text.encode())

    assert part.edited("evidence", "e2", {"title": "d"}).data.decode() == text.replace("e2,b", "e2,d")


@pytest.mark.parametrize(
    ("identity", "values"),
    [
        ("nobody", {"title": "x"}),
        ("e1", {"colour": "x"}),
        ("e1", {"url": "https://example.org"}),
        ("e1", {"attributable": "yes"}),
    ],
)
def test_rows_and_columns_of_a_table_that_are_not_there_are_refused(identity: str, values: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        read("evidence.csv", TABLE.encode()).edited("evidence", identity, values)
    with pytest.raises(WrongUse):
        read("evidence.csv", TABLE.encode()).edited("actors", "e1", {"title": "x"})


def test_a_sign_that_the_encoding_of_a_table_has_not_is_refused() -> None:
    with pytest.raises(WrongUse, match="cp1252"):
        read("evidence.csv", TABLE.encode("cp1252")).edited("evidence", "e1", {"title": "Ω → ж"})


@pytest.mark.parametrize("values", [{"marking": "secret"}, {"id": ""}, {"id": "a b"}, {"title": "=1+1"}])
def test_a_cell_that_the_kind_refuses_changes_nothing(values: dict[str, Any]) -> None:
    with pytest.raises(DossierError):
        read("evidence.csv", TABLE.encode()).edited("evidence", "e1", values)


def test_why_is_written_where_the_row_has_a_column_for_that() -> None:
    text = "id,actor,issue,reason\np1,A,i,\n"
    part = read("positions.csv", text.encode())

    assert part.edited("positions", "p1", {"actor": "B"}, reason="Wrong").data.decode() == "id,actor,issue,reason\np1,B,i,Wrong\n"
    assert (
        read("evidence.csv", TABLE.encode()).edited("evidence", "e2", {"marking": None}, reason="Wrong").data
        == TABLE.replace("TLP:RED", "").encode()
    )


def test_a_kind_of_scenarios_has_the_tables_that_are_tested_here() -> None:
    assert set(WHOLE.records) >= {"descriptor", "descriptor.variant", "judgement"}
    assert SCENARIO.section == "model"
