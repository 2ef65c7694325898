"""Two answers side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legation.web.runs.comparison import compare

WORDS = st.text("abc", min_size=1, max_size=2)
ROWS = st.lists(st.lists(WORDS, min_size=2, max_size=2), max_size=6)


def content(findings, rows):
    """Return an answer of one table with two columns."""
    columns = [
        {"id": "actor", "title": "Actor", "kind": "text", "right": False},
        {"id": "vote", "title": "Vote", "kind": "vote", "right": False},
    ]
    table = {"id": "t", "title": "T", "columns": columns, "rows": [[{"text": cell} for cell in row] for row in rows]}
    return {"findings": [{"id": key, "text": text} for key, text in findings.items()], "tables": [table]}


ANSWERS = st.builds(content, st.dictionaries(WORDS, WORDS, max_size=4), ROWS)


def test_what_differs_is_named():
    before = content({"count": "3 voted yes.", "gone": "Old."}, [["France", "yes"], ["Peru", "no"], ["Chad", "no"]])
    after = content({"count": "4 voted yes.", "new": "New."}, [["France", "yes"], ["Peru", "yes"], ["Japan", "no"]])

    found = compare(before, after)

    assert [(f.id, f.how) for f in found.findings] == [("count", "changed"), ("gone", "removed"), ("new", "added")]
    (table,) = found.tables
    assert table.same == 1
    assert [(row.how, [(cell.before, cell.after, cell.changed) for cell in row.cells]) for row in table.rows] == [
        ("changed", [("Peru", "Peru", False), ("no", "yes", True)]),
        ("removed", [("Chad", "", False), ("no", "", False)]),
        ("added", [("", "Japan", False), ("", "no", False)]),
    ]


@given(ANSWERS)
def test_an_answer_does_not_differ_from_itself(answer):
    found = compare(answer, answer)

    assert all(finding.how == "same" for finding in found.findings)
    assert [(table.rows, table.same) for table in found.tables] == [([], len(answer["tables"][0]["rows"]))]


@given(ANSWERS, ANSWERS)
def test_exchanged_answers_exchange_what_is_added_and_removed(one, two):
    turned = {"same": "same", "changed": "changed", "added": "removed", "removed": "added"}
    there, back = compare(one, two), compare(two, one)

    assert {(f.id, f.how) for f in there.findings} == {(f.id, turned[f.how]) for f in back.findings}
    assert sorted(row.how for row in there.tables[0].rows) == sorted(turned[row.how] for row in back.tables[0].rows)
    assert there.tables[0].same == back.tables[0].same
