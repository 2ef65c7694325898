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


@given(st.lists(st.tuples(st.sampled_from(("yes", "no", "")), st.sampled_from(("", *MARKINGS))), min_size=1, max_size=5))
def test_what_a_talk_that_may_not_be_attributed_supersedes_tells_no_more_than_it(chain: list[tuple[str, str]]) -> None:
    """The flag often comes with a correction: who spoke stands in the row before as well."""
    rows = "".join(
        f"g{n},{f'g{n - 1}' if n else ''},FRA,2018-01-01,yes,minister,WHO,{flag},Said,{marking}\n"
        for n, (flag, marking) in enumerate(chain)
    )
    head = HEAD.replace("id,", "id,supersedes,").replace("words", "words,marking")
    parts = {"dossier.toml": b'id = "x"', "actors.csv": b"id,name,kind\nFRA,France,state\n", "engagements.csv": (head + rows).encode()}
    seen = decode(parts).cleared(marking="TLP:GREEN", audience="partner")

    told = {row.id for row in seen.engagements if row.level or str(row.participants)}
    last = max((n for n, (flag, _) in enumerate(chain) if flag == "no"), default=-1)
    assert told == {row.id for row in seen.engagements if int(row.id[1:]) > last}
