"""Conflicts and scenario models as a reader may see them: a secret source hides what rests on it, and a model is seen from its day on."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier import Dossier, decode, encode
from legation.sources.imports.merge import model_faults

EVIDENCE = b"id,title,marking\nopen,The open one,\nred,The canary source,TLP:RED\n"
CONFLICT = """[model]
title = "A breach"
known_on = "2019-03-01"
[[maker]]
id = "a"
[[maker.option]]
id = "stay"
evidence = ["{option}"]
[[maker]]
id = "b"
[[maker.option]]
id = "name"
[[preference]]
maker = "a"
[[preference.judgement]]
statement = "not name"
[[preference]]
maker = "b"
[[preference.judgement]]
statement = "not stay"
reason = "An open reason"
evidence = ["open"]
[[preference.judgement]]
statement = "name"
reason = "A canary reason"
evidence = ["open", "{judgement}"]
"""
SCENARIO = """[model]
title = "A year"
known_on = "2019-03-01"
[[descriptor]]
id = "talks"
[[descriptor.variant]]
id = "on"
evidence = ["{variant}"]
[[descriptor.variant]]
id = "off"
[[descriptor]]
id = "trust"
[[descriptor.variant]]
id = "high"
[[descriptor.variant]]
id = "low"
[[judgement]]
from = "talks.on"
to = {{ "trust.high" = 2 }}
reason = "A canary reason"
evidence = ["open", "{judgement}"]
"""
PARTS = {"conflicts/c.toml": CONFLICT, "scenarios/s.toml": SCENARIO}


def dossier(**cited: str) -> Dossier:
    sources = {"option": "open", "variant": "open", "judgement": "open"} | cited
    models = {part: text.format(**sources).encode() for part, text in PARTS.items()}
    return decode({"dossier.toml": b'id = "d"\n', "evidence.csv": EVIDENCE} | models)


def test_a_judgement_goes_with_its_secret_source_and_what_is_left_is_sound() -> None:
    seen = dossier(judgement="red").cleared("TLP:GREEN")

    assert set(seen.files) == set(PARTS)
    assert b"canary" not in b"".join(encode(seen).values())
    assert b"An open reason" in seen.files["conflicts/c.toml"]
    assert not list(model_faults(decode(encode(seen))))


@pytest.mark.parametrize(("part", "row"), [("conflicts/c.toml", "option"), ("scenarios/s.toml", "variant")])
def test_a_model_built_on_a_secret_is_seen_not_at_all(part: str, row: str) -> None:
    whole = dossier(**{row: "red"})

    assert part not in whole.cleared("TLP:GREEN").files
    assert whole.cleared("TLP:RED").files[part] == whole.files[part]


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_model_is_there_from_the_day_on_which_it_was_known(part: str) -> None:
    assert part not in dossier().cleared("TLP:RED", as_of=dt.date(2019, 2, 28)).files
    assert part in dossier().cleared("TLP:RED", as_of=dt.date(2019, 3, 1)).files


def test_a_part_that_nobody_declared_is_the_owners_alone_and_check_names_it() -> None:
    strange = "scenarios/notes.txt"
    whole = decode({"dossier.toml": b'id = "d"\n', strange: b"canary"})

    assert [strange in whole.cleared("TLP:RED", audience).files for audience in ("owner", "desk", "partner", "public")] == [True] + [
        False
    ] * 3
    assert [(one.part, one.code) for one in model_faults(whole)] == [(strange, "undeclared-part")]
