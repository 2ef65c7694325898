"""The JSON Schema of a kind of model allows what the reader reads, and knows no more columns than it."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from legation.dossier.models.response import RESPONSE
from legation.dossier.models.scenario import SCENARIO
from legation.dossier.parts import ModelKind, kind_of, kinds
from legation.dossier.parts.schema import blank, schema, table_schema
from legation.language import LANGUAGES

MODELS = [kind for kind in kinds() if isinstance(kind, ModelKind)]
EXAMPLES = Path(__file__).parents[3] / "examples"


def plain(value: Any) -> Any:
    """A value of TOML as JSON has it: a date is text."""
    match value:
        case dict():
            return {name: plain(one) for name, one in value.items()}
        case list():
            return [plain(one) for one in value]
        case dt.date():
            return value.isoformat()
    return value


def faults(kind: ModelKind[Any], text: str) -> list[str]:
    checker = jsonschema.Draft202012Validator(schema(kind, "en"))
    return [f"{one.json_path}: {one.message}" for one in checker.iter_errors(plain(tomllib.loads(text)))]


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.id)
def test_templates_and_examples_are_as_the_schema_has_them(kind: ModelKind[Any]) -> None:
    made = schema(kind, "fr")
    jsonschema.Draft202012Validator.check_schema(made)

    for lang in LANGUAGES:
        assert faults(kind, kind.template(lang)) == []
        assert faults(kind, blank(kind, lang)) == []
    for path in sorted(EXAMPLES.rglob("*.toml")):
        if kind_of(path.relative_to(EXAMPLES).as_posix().partition("/")[2]) is kind:
            assert faults(kind, path.read_text("utf-8")) == [], path


def test_the_examples_have_models_of_some_kinds() -> None:
    found = {kind_of(path.relative_to(EXAMPLES).as_posix().partition("/")[2]) for path in EXAMPLES.rglob("*.toml")}

    assert len(found & set(MODELS)) >= 3


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"horizon": 2030}, "$.model.horizon"),
        ({"horizont": "2030"}, "$.model"),
        ({"marking": "TLP:PURPLE"}, "$.model.marking"),
    ],
)
def test_a_fault_of_a_column_is_one_for_the_schema(changed: dict[str, Any], place: str) -> None:
    part = tomllib.loads(SCENARIO.template("en"))
    part["model"] |= changed

    assert [one.json_path for one in jsonschema.Draft202012Validator(schema(SCENARIO)).iter_errors(part)] == [place]


def test_the_schema_says_what_the_declaration_says() -> None:
    made = schema(SCENARIO, "en")

    assert made["required"] == ["descriptor"]
    variants = made["properties"]["descriptor"]["items"]["properties"]["variant"]
    assert (variants["minItems"], variants["maxItems"]) == (2, 60)
    assert variants["items"]["properties"]["likelihood"]["maximum"] == 1
    assert "0 to 1" in variants["items"]["properties"]["likelihood"]["description"]
    assert variants["items"]["additionalProperties"] is False
    assert table_schema(SCENARIO, "descriptor.variant")["properties"] == variants["items"]["properties"]
    assert table_schema(SCENARIO, "model")["properties"].keys() >= {"title", "title_en", "title_fr", "horizon"}


def test_a_column_beside_the_head_and_a_single_table_stand_at_the_top() -> None:
    made = schema(RESPONSE, "en")["properties"]

    assert made["features"]["type"] == "object"
    assert made["held"]["type"] == "object"
    assert "features" not in made["response"]["properties"]


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.id)
def test_a_template_made_from_the_declaration_names_every_column(kind: ModelKind[Any]) -> None:
    text = blank(kind, "fr")

    for table, columns in kind.tables.items():
        assert f"[{table}]" in text or table == "head"
        assert [one.name for one in columns if f"{one.name} = " not in text] == []


@pytest.mark.parametrize(
    "kind",
    [one for one in MODELS if one.id in ("scenario", "negotiation", "draft", "room", "response", "frames")],
    ids=lambda kind: kind.id,
)
def test_a_template_made_from_the_declaration_is_read(kind: ModelKind[Any]) -> None:
    kind.read(blank(kind, "en").encode(), kind.called("x"))
