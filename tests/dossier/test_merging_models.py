"""Models that two people changed are joined row by row; what both changed is asked about row and column; what is joined is a model."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from typing import Any

import pytest
from dossier.parts.model_changes import changed
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from legation.dossier import Dossier, Info, decode
from legation.dossier.changes.difference import difference
from legation.dossier.changes.merge import Merged, merge
from legation.dossier.changes.rows import bare, changes_between, differ, each, model_of
from legation.dossier.models import OURS
from legation.dossier.models.scenario import SCENARIO
from legation.dossier.parts import ModelKind, form_of, read
from legation.dossier.parts.rewrite import rewritten
from legation.dossier.parts.row_match import said_of
from legation.language import LANGUAGES, say

MODELS = [kind for kind in OURS if isinstance(kind, ModelKind)]
PARTS = [read(kind.called("x") if "{" in kind.pattern else kind.pattern, kind.template("en").encode()) for kind in MODELS]
SOME = settings(suppress_health_check=list(HealthCheck))
YEAR = "scenarios/year.toml"


def holding(part: str, data: bytes | str) -> Dossier:
    return Dossier(info=Info(id="x"), files={part: data.encode() if isinstance(data, str) else data})


@st.composite
def sides(draw: st.DrawFn) -> tuple[str, Any, Dossier, Dossier, Dossier]:
    """A model of any kind and what two people made of it."""
    part = draw(st.sampled_from(PARTS))
    made = [rewritten(part, draw(changed(part.kind, part.model, part.name))) for _ in range(2)]  # type: ignore[arg-type]
    return part.name, part.kind, holding(part.name, part.data), *(holding(part.name, data) for data in made)  # type: ignore[return-value]


def model(kind: Any, part: str, dossier: Dossier) -> Any:
    return kind.read(dossier.files[part], part)


def settled(base: Dossier, mine: Dossier, theirs: Dossier, side: str) -> Merged:
    asked = merge(base, mine, theirs)
    choices = {conflict.key: side for conflict in asked.conflicts}
    return merge(base, mine, theirs, choices)


@SOME
@given(sides())
def test_what_one_side_left_alone_is_as_the_other_made_it(given: Any) -> None:
    _, _, base, mine, theirs = given

    assert merge(base, mine, base).dossier == mine
    assert merge(base, base, theirs).dossier == theirs
    assert merge(base, mine, mine).dossier == mine


@SOME
@given(sides())
def test_either_side_chosen_everywhere_gives_a_model_that_says_its_changes(given: Any) -> None:
    part, kind, base, mine, theirs = given
    was, my, their = (model(kind, part, side) for side in (base, mine, theirs))
    for side, wanted in (("mine", my), ("theirs", their)):
        merged = settled(base, mine, theirs, side)
        assert merged.dossier is not None
        result = model(kind, part, merged.dossier)

        if wanted == was:
            continue
        if any(conflict.part == "files" for conflict in merge(base, mine, theirs).conflicts):
            assert result == wanted
            continue
        for found in each(kind, was, wanted, result):
            old, new, now = found.rows
            if found.name and not getattr(old, "id", ""):
                continue  # of rows without an id the other may have added the same
            if old is not None and new is not None and now is not None:
                changed_columns = {c.column for c in _changes(old, new)}
                assert not changed_columns & {c.column for c in _changes(new, now) if not isinstance(c.now, (tuple, dict))}, found.key
            elif old is not None and new is None:
                assert now is None, found.key


def _changes(before: Any, now: Any) -> Any:
    return tuple(changes_between(said_of(before), said_of(now)))


@SOME
@given(sides())
def test_without_conflicts_it_does_not_matter_who_came_first(given: Any) -> None:
    part, kind, base, mine, theirs = given
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)

    assert (one.dossier is None) == (other.dossier is None)
    assume(one.dossier is not None and other.dossier is not None)
    rows = [sorted(repr(bare(found.rows[0])) for found in each(kind, model(kind, part, m.dossier)) if found.name) for m in (one, other)]  # type: ignore[arg-type]
    assert rows[0] == rows[1]


@SOME
@given(sides())
def test_every_change_of_rows_is_told_and_back_is_the_mirror_of_there(given: Any) -> None:
    part, kind, base, mine, _ = given
    there, back = difference(base, mine), difference(mine, base)

    assert bool(there) == (base.files != mine.files)
    assert sorted(c.how for c in there.models) == sorted({"new": "gone", "gone": "new"}.get(c.how, c.how) for c in back.models)
    for lang in LANGUAGES:
        assert len({say(word, lang) for word in there.words()}) > 0 or not there
        assert not any("[" in say(word, lang)[:1] for word in there.words())
    if not there.models:
        assert not any(differ(*found.rows) for found in each(kind, model(kind, part, base), model(kind, part, mine)) if all(found.rows))


# --- two editors ---


def edited(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def joined(part: str, text: str, mine: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> Merged:
    return merge(holding(part, text), holding(part, edited(text, *mine)), holding(part, edited(text, *theirs)))


SCENARIO_TEXT = SCENARIO.template("en")
CONFLICT_TEXT = next(kind for kind in MODELS if kind.id == "conflict").template("en")
DRAFT_TEXT = next(kind for kind in MODELS if kind.id == "draft").template("en")


def test_two_editors_of_a_scenario_in_rows_within_rows() -> None:
    mine = [
        ('name = "go on"', 'name = "carry on"\nlikelihood = 0.5'),
        ('name = "are broken off"', 'name = "are broken off"\nlikelihood = 0.5'),
    ]
    theirs = [("confidence = 3", "confidence = 5"), ("# Plans", "# Our plans")]
    merged = joined(YEAR, SCENARIO_TEXT, mine, theirs)

    assert merged.conflicts == ()
    assert merged.dossier is not None
    assert merged.dossier.files[YEAR].decode() == edited(SCENARIO_TEXT, *mine, *theirs)
    assert merged.taken is not None
    assert {(c.table, c.identity) for c in merged.taken.models} == {
        ("descriptor.variant", "talks.open"),
        ("descriptor.variant", "talks.shut"),
    }


def test_two_editors_of_a_conflict_and_of_a_draft() -> None:
    for part, text in (("conflicts/x.toml", CONFLICT_TEXT), ("drafts/x.toml", DRAFT_TEXT)):
        kind = next(kind for kind in MODELS if part.startswith(kind.pattern.split("/")[0]) and kind.id in ("conflict", "draft"))
        model_ = kind.read(text.encode(), part)
        keys = [(found.table, found.key) for found in each(kind, model_) if found.name]
        first, last = keys[0], keys[-1]
        texts = [rewritten(read(part, text.encode()), _marked(kind, model_, key)) for _, key in (first, last)]
        merged = merge(holding(part, text), *(holding(part, data) for data in texts))

        assert merged.conflicts == ()
        assert merged.dossier is not None
        found = {one.key: one.rows[0].marking for one in each(kind, kind.read(merged.dossier.files[part], part))}
        assert (found[first[1]], found[last[1]]) == ("TLP:RED", "TLP:RED")
        assert merged.dossier.files[part].count(b"TLP:RED") == text.count("TLP:RED") + 2


def _marked(kind: Any, model_: Any, key: str) -> Any:
    """Return a model of which one row has another marking."""
    target = next(found.rows[0] for found in each(kind, model_) if found.key == key)

    def made(row: Any) -> Any:
        changes: dict[str, Any] = {"marking": "TLP:RED"} if row is target else {}
        for of in form_of(type(row)).tables:
            held = getattr(row, of.field)
            changes[of.field] = (made(held) if held is not None else None) if of.single else tuple(map(made, held))
        return dataclasses.replace(row, **changes) if changes else row

    return made(model_)


def test_one_column_altered_in_two_ways_is_asked_by_its_row_and_column() -> None:
    old, mine, theirs = '"Silence is taken for intent."', '"Mine."', '"Theirs."'
    merged = joined(YEAR, SCENARIO_TEXT, [(old, mine), ('"go on"', '"carry on"')], [(old, theirs), ("confidence = 3", "confidence = 1")])
    (conflict,) = merged.conflicts

    assert (conflict.part, conflict.table, conflict.row, conflict.column) == (YEAR, "judgement", "judgement:talks.shut", "reason")
    assert (conflict.base, conflict.mine, conflict.theirs) == ("Silence is taken for intent.", "Mine.", "Theirs.")
    english, french = (conflict.in_language(lang).replace("\u202f", " ") for lang in ("en", "fr"))
    assert "judgement “talks.shut”: reason" in english
    assert "jugement « talks.shut »" in french
    assert "motif" in french
    for side, said in (("mine", mine), ("theirs", theirs)):
        result = merge(
            holding(YEAR, SCENARIO_TEXT),
            holding(YEAR, edited(SCENARIO_TEXT, (old, mine), ('"go on"', '"carry on"'))),
            holding(YEAR, edited(SCENARIO_TEXT, (old, theirs), ("confidence = 3", "confidence = 1"))),
            {conflict.key: side},
        )
        assert result.dossier is not None
        assert result.dossier.files[YEAR].decode() == edited(
            SCENARIO_TEXT, (old, said), ('"go on"', '"carry on"'), ("confidence = 3", "confidence = 1")
        )


FRAMES = "debates/x.frames.toml"


def frames(*rows: tuple[str, str], head: str = 'title = "T"') -> str:
    return f"[debate]\n{head}\n" + "".join(
        f'\n# {one}\n[[frame]]\nid = "{one}"\nname = "{one}"\nmeaning = "{said}"\n' for one, said in rows
    )


def test_a_row_removed_by_one_and_changed_by_the_other_is_asked() -> None:
    base, mine, theirs = frames(("a", "A"), ("b", "B")), frames(("a", "A")), frames(("a", "A"), ("b", "C"))
    merged = merge(holding(FRAMES, base), holding(FRAMES, mine), holding(FRAMES, theirs))
    (conflict,) = merged.conflicts

    assert (conflict.row, conflict.columns, conflict.mine, conflict.allowed) == ("frame:b", (), None, ("mine", "theirs"))
    for side, wanted in (("mine", mine), ("theirs", theirs)):
        result = settled(holding(FRAMES, base), holding(FRAMES, mine), holding(FRAMES, theirs), side)
        assert result.dossier == holding(FRAMES, wanted)


def test_a_row_that_moved_keeps_its_place_and_what_another_wrote_in_it() -> None:
    base = frames(("a", "A"), ("b", "B"), ("c", "C"))
    moved, written = frames(("c", "C"), ("a", "A"), ("b", "B")), frames(("a", "A"), ("b", "B"), ("c", "D"))
    for mine, theirs in ((moved, written), (written, moved)):
        merged = merge(holding(FRAMES, base), holding(FRAMES, mine), holding(FRAMES, theirs))

        assert merged.dossier == holding(FRAMES, frames(("c", "D"), ("a", "A"), ("b", "B")))


def test_rows_added_on_both_sides_stand_where_their_authors_put_them() -> None:
    base = frames(("a", "A"), ("b", "B"))
    mine, theirs = frames(("a", "A"), ("m", "M"), ("b", "B")), frames(("a", "A"), ("b", "B"), ("t", "T"))
    merged = merge(holding(FRAMES, base), holding(FRAMES, mine), holding(FRAMES, theirs))

    assert merged.dossier is not None
    made = merged.dossier.files[FRAMES].decode().replace("# m\n", "")
    assert made == frames(("a", "A"), ("m", "M"), ("b", "B"), ("t", "T")).replace("# m\n", "")


def test_two_rows_added_under_one_id_can_both_stand() -> None:
    base, mine, theirs = frames(("a", "A")), frames(("a", "A"), ("n", "M")), frames(("a", "A"), ("n", "T"))
    sides_ = [holding(FRAMES, text) for text in (base, mine, theirs)]
    (conflict,) = merge(*sides_).conflicts

    assert conflict.allowed == ("mine", "theirs", "both")
    result = merge(*sides_, {conflict.key: "both"})
    assert result.dossier is not None
    found = read(FRAMES, result.dossier.files[FRAMES]).model.frames
    assert [(one.id, str(one.meaning)) for one in found] == [("a", "A"), ("n", "T"), ("n-2", "M")]


def test_where_a_new_row_names_one_that_the_other_took_away_the_part_is_asked_as_a_whole() -> None:
    block = SCENARIO_TEXT[
        SCENARIO_TEXT.index('[[descriptor.variant]]\nid = "some"') : SCENARIO_TEXT.index('[[descriptor.variant]]\nid = "low"')
    ]
    mine = [(block, ""), ("some = [1, -1], ", ""), ("no = [1, 0, -1], yes = [-2, 0, 2]", "no = [1, -1], yes = [-2, 2]")]
    theirs = [("# Rules", '[[judgement]]\nfrom = "talks.open"\nto = { "trust.some" = 1 }\nreason = "R"\nknown_on = "2026"\n# Rules')]
    merged = joined(YEAR, SCENARIO_TEXT, mine, theirs)
    (conflict,) = merged.conflicts

    assert (conflict.part, conflict.row) == ("files", YEAR)


def test_a_part_that_cannot_be_read_on_one_side_is_a_file() -> None:
    base, mine, theirs = frames(("a", "A")), "[debate\n", frames(("a", "B"))
    merged = merge(holding(FRAMES, base), holding(FRAMES, mine), holding(FRAMES, theirs))
    found = difference(holding(FRAMES, base), holding(FRAMES, mine))

    assert [(conflict.part, conflict.row) for conflict in merged.conflicts] == [("files", FRAMES)]
    assert (found.models, [(file.name, file.how) for file in found.files]) == ((), [(FRAMES, "replaced")])


def test_comments_that_one_side_changed_stay_with_the_rows_of_the_other() -> None:
    base = frames(("a", "A"), ("b", "B"))
    noted, written = base.replace("# a\n", "# a, the first\n"), base.replace('"B"', '"C"')
    for mine, theirs in ((noted, written), (written, noted)):
        merged = merge(holding(FRAMES, base), holding(FRAMES, mine), holding(FRAMES, theirs))

        assert merged.dossier == holding(FRAMES, noted.replace('"B"', '"C"'))
    other = base.replace("# a\n", "# a, the last\n")
    assert [c.part for c in merge(holding(FRAMES, base), holding(FRAMES, noted), holding(FRAMES, other)).conflicts] == ["files"]


@pytest.mark.parametrize("manner", [lambda text: text.replace("\n", "\r\n").encode(), lambda text: b"\xef\xbb\xbf" + text.encode()])
@pytest.mark.parametrize("part", ["debates/a.b.frames.toml", FRAMES])
def test_ends_of_lines_a_mark_and_a_name_with_a_dot_stay(manner: Any, part: str) -> None:
    base, mine, theirs = frames(("a", "A"), ("b", "B")), frames(("a", "M"), ("b", "B")), frames(("a", "A"), ("b", "T"))
    merged = merge(*(holding(part, manner(text)) for text in (base, mine, theirs)))

    assert merged.dossier == holding(part, manner(frames(("a", "M"), ("b", "T"))))


def test_a_difference_tells_rows_of_models_by_title_table_and_name() -> None:
    evidence = "id,title\ne1,Report of the group\n"
    old, new = (
        decode({"dossier.toml": b'id = "x"\n', "evidence.csv": evidence.encode(), YEAR: text.encode()})
        for text in (SCENARIO_TEXT, edited(SCENARIO_TEXT, ("confidence = 3", 'confidence = 4\nevidence = ["e1"]')))
    )
    found = difference(old, new)
    (change,) = found.models

    assert (change.part, change.table, change.identity, change.how) == (YEAR, "judgement", "talks.shut", "altered")
    assert [(field.column, field.before, field.now) for field in change.fields] == [("confidence", 3, 4), ("evidence", (), ("e1",))]
    assert found.files == ()
    english = [say(word, "en") for word in found.words()]
    assert english[0] == "“Where the talks could stand in five years”, judgement “talks.shut”: confidence 3 → 4."
    assert english[1].endswith("evidence (empty) → Report of the group.")
    assert say(found.summary(), "en") == "1 row of a model corrected"
    assert say(found.summary(), "fr") == "correction de 1 ligne d’un modèle"


def test_rows_in_another_order_are_told() -> None:
    found = difference(holding(FRAMES, frames(("a", "A"), ("b", "B"))), holding(FRAMES, frames(("b", "B"), ("a", "A"))))

    assert (found.models, [file.how for file in found.files]) == ((), ["reordered"])
    assert [say(word, "en") for word in found.words()] == [f"{FRAMES}: its rows stand in another order."]


def test_ten_thousand_rows_are_compared_and_joined_in_the_time_of_reading_them() -> None:
    rows = "".join(
        f'\n[[judgement]]\nfrom = "a.x"\nto = {{ "b.z" = {n % 3} }}\nknown_on = "{dt.date.fromordinal(720_000 + n)}"\n'
        for n in range(10_000)
    )
    pairs = "".join(f'[[descriptor]]\nid = "{d}"\n[[descriptor.variant]]\nid = "x"\n[[descriptor.variant]]\nid = "z"\n' for d in "ab")
    text = '[model]\ntitle = "T"\n' + pairs + rows
    day, other = (f'known_on = "{dt.date.fromordinal(720_000 + n)}"\n' for n in (17, 9_000))
    base, mine, theirs = (
        holding(YEAR, data)
        for data in (text, edited(text, (day, f"{day}confidence = 3\n")), edited(text, (other, f"{other}confidence = 2\n")))
    )
    start = time.process_time()
    for dossier in (base, mine, theirs):
        assert model_of(YEAR, dossier) is not None
    reading = time.process_time() - start
    start = time.process_time()
    found, merged = difference(base, mine), merge(base, mine, theirs)
    took = time.process_time() - start

    assert len(found.models) == 1
    assert merged.dossier == holding(YEAR, edited(text, (day, f"{day}confidence = 3\n"), (other, f"{other}confidence = 2\n")))
    assert took < 2 * reading + 2, (took, reading)
