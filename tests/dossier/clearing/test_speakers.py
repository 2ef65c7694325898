"""Who spoke in a talk that may not be attributed is for the desk alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import MARKINGS, decode, encode, problems_of
from legation.dossier.clearing import AUDIENCES, OUTSIDE

HEAD = "id,actor,date,answer,level,participants,attributable,words\n"


@given(st.lists(st.sampled_from(("yes", "no", "")), min_size=1, max_size=4), st.sampled_from(AUDIENCES))
def test_level_and_function_are_for_the_desk_alone(flags: list[str], audience: str) -> None:
    rows = "".join(f"g{n},FRA,2018-01-01,yes,minister,WHO,{flag},Said\n" for n, flag in enumerate(flags))
    actors = b"id,name,kind\nFRA,France,state\n"
    whole = decode({"dossier.toml": b'id = "x"', "actors.csv": actors, "engagements.csv": (HEAD + rows).encode()})

    seen = whole.cleared(marking=MARKINGS[-1], audience=audience)

    hidden = audience in OUTSIDE
    wanted = [("", "") if hidden and flag == "no" else ("minister", "WHO") for flag in flags]
    assert [(row.level, str(row.participants)) for row in seen.engagements] == wanted
    assert [(row.answer, str(row.words)) for row in seen.engagements] == [("yes", "Said")] * len(flags)
    assert seen.cleared(marking=MARKINGS[-1], audience=audience) == seen
    assert [one for one in problems_of(encode(seen)) if not one.is_notice] == []
