"""The parts in TOML: whatever stands in them, it is read or it is a fault with a place."""

from __future__ import annotations

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.dossier.parts.settings import read_bodies, read_info, read_mandate
from legation.dossier.problem import Problem

VALUES = st.recursive(
    st.text(st.characters(blacklist_categories=("Cs",)), max_size=8)
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "rule", "question", "of", "share", "x"]), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "id",
        "title",
        "title_fr",
        "languages",
        "author",
        "created",
        "as_of",
        "marking",
        "pap",
        "parameters",
        "brief",
        "body",
        "rule",
        "rules",
        "aim",
        "red_lines",
        "reservation",
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(table=st.dictionaries(NAMES, VALUES, max_size=5), good_id=st.booleans())
def test_no_value_stops_the_reading(table: dict[str, object], good_id: bool) -> None:
    data = tomli_w.dumps(table | ({"id": "x"} if good_id else {})).encode()
    for read in (read_info, read_bodies, read_mandate):
        problems: list[Problem] = []
        done = read(data, problems)
        assert problems or done is not None
        assert all(p.place and str(p) and p.in_language("fr") for p in problems)


@given(entry=st.dictionaries(st.sampled_from(["id", "name", "members", "rule", "rules", "source"]), VALUES))
def test_no_body_stops_the_reading(entry: dict[str, object]) -> None:
    read_bodies(tomli_w.dumps({"body": [entry, {"id": "b", "rule": [entry]}]}).encode(), [])


@given(data=st.binary(max_size=60))
def test_no_bytes_stop_the_reading(data: bytes) -> None:
    for read in (read_info, read_bodies, read_mandate):
        read(data, [])


@pytest.mark.parametrize(
    ("text", "place", "allowed", "found"),
    [
        ("body = 3", "body", "[[body]]", "3"),
        ("body = [1]", "body 1", "[[body]]", "1"),
        ("[[body]]\nname = 'x'", "body 1.id", "text", ""),
        ("[[body]]\nid = 'b'\nrule = 5", "body 1.rule", "[[body.rule]]", "5"),
        ("[[body]]\nid = 'b'\nrule = ['x']", "body 1.rule 1", "[[body.rule]]", "x"),
        ("[[body]]\nid = 'b'\n[[body.rule]]\nstrict = 'no'", "body 1.rule 1.strict", "true | false", "no"),
        ("[[body]]\nid = 'b'\n[[body.rule]]\nshare = '0/0'", "body 1.rule 1.share", "1/2 | 2/3 | ...", "0/0"),
        ("[[body]]\nid = 'b'\n[[body.rule]]\nevidence = 'e'", "body 1.rule 1.evidence", '["...", "..."]', "e"),
    ],
)
def test_a_body_of_a_wrong_shape_is_a_fault(text: str, place: str, allowed: str, found: str) -> None:
    problems: list[Problem] = []
    read_bodies(text.encode(), problems)

    assert [(p.code, p.column, p.allowed, p.found) for p in problems] == [("toml-value", place, allowed, found)]


def test_rules_under_a_wrong_name_are_a_fault() -> None:
    for text, place in (("[[body]]\nid = 'b'\nrules = [1]", "body 1.rules"), ("[[bodies]]\nid = 'b'", "bodies")):
        problems: list[Problem] = []
        read_bodies(text.encode(), problems)

        assert [(p.code, p.column) for p in problems] == [("unknown-key", place)]


@pytest.mark.parametrize(
    ("text", "place", "allowed", "found"),
    [
        ("created = 'May'", "created", "YYYY-MM-DD | YYYY-MM | YYYY", "May"),
        ("author = true", "author", "text", "true"),
        ("title_fr = 3", "title_fr", "text", "3"),
        ("languages = ['en', 'de']", "languages", '["en", "fr"] | ["en"] | ["fr"]', '["en", "de"]'),
        ("languages = []", "languages", '["en", "fr"] | ["en"] | ["fr"]', "[]"),
        ("languages = 'en'", "languages", '["...", "..."]', "en"),
        ("marking = 3", "marking", "text", "3"),
        ("parameters = 3", "parameters", "table", "3"),
        ("brief = {question_fr = 3}", "brief.question_fr", "text", "3"),
        ("brief = {key = 3}", "brief.key", '["...", "..."]', "3"),
        ("brief = {sections = 'x'}", "brief.sections", '["...", {question = "..."}]', "x"),
        ("brief = {sections = ['x', {option = 1}]}", "brief.sections", '["...", {question = "..."}]', '{"option": 1}'),
    ],
)
def test_a_setting_of_a_wrong_kind_says_what_was_found(text: str, place: str, allowed: str, found: str) -> None:
    problems: list[Problem] = []

    assert read_info(f"id = 'x'\n{text}".encode(), problems) is None
    assert [(p.code, p.column, p.allowed, p.found) for p in problems] == [("toml-value", place, allowed, found)]
