"""What goes out of an assessment and of a response: the same bytes as if the hidden rows had never been there."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.dossier import Dossier, decode, encode, load
from legation.dossier.models import assessment, response, statement

ASSESSMENT, RESPONSE = "incidents/a.assessment.toml", "incidents/a.response.toml"
ITEM = '[[item]]\nid = "i{at}"\nclaim = "Claim {at}"\nevidence = ["e{at}"]\nratio.x = 4\n'
COST = '[[cost]]\nmeasure = "public-attribution"\nbears = "victims"\ntext = "Text {at}"\nevidence = ["e{at}"]\n'
HEAD = """# A word of the desk.
[assessment]
title = "Who"
holder = "Desk"
scale = "icd203"
[[hypothesis]]
id = "x"
kind = "criminal"
name = "X"
[[hypothesis]]
id = "unlisted"
kind = "unlisted"
name = "Unlisted"
[[hypothesis]]
id = "false-x"
kind = "false-flag"
of = "x"
name = "Planted"
[[analyst]]
id = "one"
name = "One"
reason = "History"
priors = { x = 0.5, false-x = 0.1, unlisted = 0.4 }
"""
ANALYSED = "incidents/notpetya.assessment.toml"
READERS = {
    ".assessment.toml": assessment.ASSESSMENT.read,
    ".response.toml": response.RESPONSE.read,
    ".statement.toml": statement.STATEMENT.read,
}
EXAMPLE = Path(__file__).parents[3] / "examples" / "notpetya-2017"


def read_of(part: str) -> Callable[[bytes, str], Any]:
    return next(read for ending, read in READERS.items() if part.endswith(ending))


def evidence(red: set[int], left: set[int]) -> bytes:
    """Return six items of evidence, some of them marked higher, of which some are left."""
    rows = [f"e{at},Item {at},{'TLP:RED' if at in red else ''}" for at in range(6) if at in left]
    return ("id,title,marking\n" + "\n".join(rows) + "\n").encode()


def matter(red: set[int], left: set[int]) -> Dossier:
    text = HEAD + "".join(ITEM.format(at=at) for at in range(6) if at in left)
    costs = "".join(COST.format(at=at) for at in range(6) if at in left)
    response = '[response]\ntitle = "What we may do"\nwho = "state"\n' + costs
    parts = {"dossier.toml": b'id = "d"\n', ASSESSMENT: text.encode(), RESPONSE: response.encode()}
    return decode(parts | ({"evidence.csv": evidence(red, left)} if left else {}))


@settings(max_examples=30)
@given(st.sets(st.integers(0, 5)), st.sampled_from(["desk", "owner"]))
def test_deleting_the_hidden_rows_first_gives_the_same_bytes(red: set[int], audience: str) -> None:
    every = set(range(6))

    seen, less = (one.cleared("TLP:AMBER", audience) for one in (matter(red, every), matter(set(), every - red)))
    assert encode(seen) == encode(less)
    told = seen.files[ASSESSMENT] + seen.files[RESPONSE]
    assert all((f"e{at}".encode() in told) == (at not in red) for at in every)
    assert [item.id for item in assessment.ASSESSMENT.read(seen.files[ASSESSMENT], ASSESSMENT).items] == [
        f"i{at}" for at in sorted(every - red)
    ]


def test_whoever_sees_everything_gets_the_bytes_and_comments_are_for_nobody_else() -> None:
    whole = matter(set(), set(range(6)))

    assert whole.cleared("TLP:RED") is whole
    assert b"A word of the desk" not in whole.cleared("TLP:AMBER").files[ASSESSMENT]


def test_rows_that_were_known_later_do_not_go_out() -> None:
    text = HEAD + ITEM.format(at=1) + "known_on = 2024-05-01\n" + ITEM.format(at=2)
    whole = decode({"dossier.toml": b'id = "d"\n', ASSESSMENT: text.encode(), "evidence.csv": evidence(set(), {1, 2})})

    seen = whole.cleared("TLP:RED", as_of=dt.date(2024, 4, 30))
    assert [item.id for item in assessment.ASSESSMENT.read(seen.files[ASSESSMENT], ASSESSMENT).items] == ["i2"]
    late = text.replace('title = "Who"', 'title = "Who"\nknown_on = 2024-06-01').encode()
    whole = decode({"dossier.toml": b'id = "d"\n', ASSESSMENT: late, "evidence.csv": evidence(set(), {1, 2})})
    assert ASSESSMENT not in whole.cleared("TLP:RED", as_of=dt.date(2024, 5, 2)).files


@pytest.mark.parametrize("part", [ASSESSMENT, RESPONSE, "incidents/notes.toml"])
def test_what_cannot_be_read_is_for_whoever_sees_everything(part: str) -> None:
    whole = decode({"dossier.toml": b'id = "d"\n', part: b"secret = 1\n"})

    assert whole.cleared("TLP:RED", "owner").files[part] == b"secret = 1\n"
    assert (part in whole.cleared("TLP:RED").files) is not part.startswith("incidents/notes"), "of no kind: the owner's alone"
    assert part not in whole.cleared("TLP:AMBER").files


def test_each_item_of_the_example_can_be_hidden_and_every_model_still_reads() -> None:
    """A model goes with an item that its head cites, for without a marking it is as strict as that; otherwise only rows go."""
    whole = load(EXAMPLE)
    models = {part: data for part, data in whole.files.items() if part.endswith(".toml") and part.startswith("incidents/")}
    ids = {row.id for row in whole.evidence}
    cited = sorted(one for one in ids if any(f'"{one}"'.encode() in data for data in models.values()))
    assert len(cited) > 5

    for hidden in cited[::3]:
        evidence = tuple(dataclasses.replace(row, marking="TLP:RED") if row.id == hidden else row for row in whole.evidence)
        left = dataclasses.replace(whole, evidence=evidence).cleared("TLP:AMBER+STRICT")
        seen = {part: left.files[part] for part in models if part in left.files}
        gone = {part for part, data in models.items() if hidden in read_of(part)(data, part).evidence}
        assert models.keys() - seen.keys() == gone | ({ANALYSED} if hidden == "own-strategy" else set())  # no analyst, no assessment
        for part, data in seen.items():
            assert hidden not in read_of(part)(data, part).cited()
            assert tomllib.loads(tomli_w.dumps(tomllib.loads(data.decode()))) == tomllib.loads(data.decode())
