"""Conflict models as files: read, written, refused with every fault, and turned into games."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest
from dossier.model_rows import seen_of
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import DossierError, Wording
from legation.dossier.models import conflict as declared
from legation.dossier.models.conflict import CONFLICT, ConflictModel, Imagined, Maker, Option, Preference, StatementPreference, View
from legation.dossier.parts import form_of, walk
from legation.dossier.records import MARKINGS
from legation.methods.conflict import hypergame, stability, strength, under_unknown

PART = "conflicts/strike.toml"
EXAMPLE = Path(__file__).parents[3] / "examples" / "un-ict-2018" / "conflicts" / "attribution-crisis.toml"
STRIKE = """
[model]
title = "A strike"
status_quo = ["work"]

[[maker]]
id = "union"
name_fr = "Syndicat"
[[maker.option]]
id = "work"
[[maker]]
id = "board"
[[maker.option]]
id = "pay"
[[maker.option]]
id = "dismiss"
direction = "on_only"

[[infeasible]]
statement = "pay and dismiss"

[[preference]]
maker = "union"
[[preference.judgement]]
statement = "pay"
evidence = ["minutes", "letter"]
[[preference.judgement]]
statement = "work if pay"
known_on = "2026-02"

[[preference]]
maker = "board"
[[preference.judgement]]
statement = "work"
[[preference.judgement]]
statement = "not pay"
"""


def strike(old: str = "", new: str = "") -> ConflictModel:
    assert old in STRIKE
    return CONFLICT.read(STRIKE.replace(old, new, 1).encode(), PART)


def faults(old: str, new: str) -> list[tuple[str, str]]:
    with pytest.raises(DossierError) as raised:
        strike(old, new)
    assert all(p.part == PART and p.in_language("fr") and "[problem." not in p.in_language("en") for p in raised.value.problems)
    return [(p.code, p.column or "") for p in raised.value.problems]


def test_a_model_gives_its_game() -> None:
    model = strike()
    g = model.graph()

    assert g.decision_makers == ("union", "board") and [g.name(s) for s in range(g.count)] == ["000", "100", "010", "110", "001", "101"]
    assert model.start == "100" and [option.id for option in model.taken("110")] == ["work", "pay"]
    assert model.name("union", "fr") == "Syndicat" and model.name("pay", "en") == "pay"
    assert g.rank("union").tolist() == [0, 0, 1, 2, 0, 0] and g.rank("board").tolist() == [1, 3, 0, 2, 1, 3]
    assert [g.name(s) for s in g.reachable("board", "001")] == []
    assert stability(g).equilibria["nash"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_template_works_and_is_written_back(lang) -> None:
    text = CONFLICT.template(lang)
    model = CONFLICT.read(text.encode(), PART)

    assert CONFLICT.read(CONFLICT.write(model), PART) == model
    assert len(model.makers) >= 3 and all(j.reason for p in model.preferences for j in p.judgements)
    assert stability(model.graph()).equilibria["seq"] and hypergame(model.graph(), model.perceptions()).equilibria["nash"]
    assert under_unknown(model.graph(), model.unknown(), "a").equilibria and strength(model.graph(), model.grades()).strong


def test_both_templates_are_one_conflict() -> None:
    one, other = (CONFLICT.read(CONFLICT.template(lang).encode(), PART).graph() for lang in ("en", "fr"))

    assert (one.network.rank == other.network.rank).all() and one.count == other.count


def test_the_documented_model_is_one() -> None:
    text = (declared.__doc__ or "").split("be edited::\n")[1].split("A state is a bit string")[0]
    model = CONFLICT.read(re.sub("^ {4}", "", text, flags=re.MULTILINE).encode(), PART)

    assert model.cited() == ("statement-2018", "memo-3")
    assert model.perceptions()["intruder"].options.names == ("intrude", "attribute", "hack-back")
    assert CONFLICT.read(CONFLICT.write(model), PART) == model


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('title = "A strike"', "", [("toml-value", "model.title")]),
        ('title = "A strike"', "title = 3", [("toml-value", "model.title")]),
        ("[model]", "[model", [("bad-toml", "")]),
        ("[model]", "maker = 3\n[model]", [("bad-toml", "")]),
        ('id = "pay"', "", [("toml-value", "maker 2.option 1.id")]),
        ('direction = "on_only"', 'direction = "up"', [("not-a-choice", "maker 2.option 2.direction")]),
        ('["work"]', '["wurk"]', [("conflict-unknown-name", "model.status_quo")]),
        ('["work"]', '["pay", "dismiss"]', [("conflict-status-quo", "model.status_quo")]),
        ('["work"]', '"work"', [("toml-value", "model.status_quo")]),
        ('"pay and dismiss"', '"pay and"', [("conflict-statement", "infeasible 1.statement")]),
        ('"pay and dismiss"', '"pay and dismis"', [("conflict-unknown-name", "infeasible 1.statement")]),
        ('"pay and dismiss"', '"pay or not pay"', [("conflict-nothing-left", "infeasible")]),
        ('"not pay"', '"not work"', [("conflict-contradicts", "preference 2.judgement 2.statement")]),
        ('maker = "board"', 'maker = "bored"', [("conflict-preference", "preference"), ("conflict-unknown-name", "preference 2.maker")]),
        ('maker = "board"', 'maker = "union"', [("conflict-preference", "preference"), ("conflict-preference", "preference")]),
        ('maker = "board"', 'maker = "board"\nstrong = 3', [("out-of-range", "preference 2.strong")]),
        ('maker = "board"', 'maker = "board"\nranking = ["000"]', [("conflict-preference", "preference 2")]),
        (
            'maker = "board"',
            'maker = "board"\npayoffs = {"000" = nan}',
            [("toml-value", "preference 2.payoffs")],
        ),
        ('maker = "board"', 'maker = "board"\nranking = [3]', [("toml-value", "preference 2.ranking")]),
        ('known_on = "2026-02"', 'known_on = "2026-13"', [("toml-value", "preference 1.judgement 2.known_on")]),
        (
            "[[infeasible]]",
            '[[maker]]\nid = "court"\n[[infeasible]]',
            [("conflict-preference", "preference"), ("conflict-no-option", "maker 3.option")],
        ),
        ('status_quo = ["work"]', 'status_quo = ["work"]\nfeasible = ["1"]', [("conflict-feasible", "model.feasible")]),
        ('status_quo = ["work"]', 'status_quo = ["work"]\nfeasible = ["100", "100"]', [("conflict-feasible", "model.feasible")]),
        (
            "[[infeasible]]",
            '[[view]]\nof = "court"\nhidden = ["x"]\n[[infeasible]]',
            [("conflict-unknown-name", "view 1.of"), ("conflict-unknown-name", "view 1.hidden")],
        ),
        ("[[infeasible]]", '[[view]]\nof = "union"\nhidden = ["work"]\n[[infeasible]]', [("conflict-no-option", "view 1.hidden")]),
        (
            "[[infeasible]]",
            '[[view]]\nof = "union"\n[[view.preference]]\nmaker = "board"\npayoffs = {"000" = 1}\n[[infeasible]]',
            [("conflict-view-judgements", "view 1.preference 1")],
        ),
        (
            "[[infeasible]]",
            '[[view]]\nof = "union"\n[[view.infeasible]]\nstatement = "work or not work"\n[[infeasible]]',
            [("conflict-nothing-left", "view 1.infeasible")],
        ),
    ],
)
def test_what_cannot_be_is_named_with_its_place(old, new, wanted) -> None:
    assert faults(old, new) == wanted


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('id = "work"', 'id = "wo rk"', ("conflict-id", "maker 1.option 1.id")),
        ('id = "union"', 'id = "If"', ("conflict-id", "maker 1.id")),
        ('id = "pay"', 'id = "work"', ("conflict-twice", "maker 1.option 1.id")),
        ('id = "union"', 'id = "work"', ("conflict-twice", "maker 1.id")),
    ],
)
def test_names_that_cannot_be_are_named_beside_what_follows_from_them(old, new, wanted) -> None:
    assert wanted in faults(old, new)


def test_every_fault_is_named_at_once() -> None:
    bad = (
        STRIKE.replace('"not pay"', '"nor pay"')
        .replace('["work"]', '["wurk"]')
        .replace('id = "pay"', 'id = "not"')
        .replace('"on_only"', '"up"')
    )
    with pytest.raises(DossierError) as raised:
        CONFLICT.read(bad.encode(), PART)

    assert {p.code for p in raised.value.problems} == {"conflict-statement", "conflict-unknown-name", "conflict-id", "not-a-choice"}


def test_files_made_to_be_costly_are_refused() -> None:
    many = "".join(f'[[maker.option]]\nid = "o{k}"\n' for k in range(30))
    assert faults('[[maker]]\nid = "board"', many + '[[maker]]\nid = "board"') == [("conflict-options", "option")]
    assert faults("[[infeasible]]", '[[infeasible]]\nstatement = "work"\n' * 500 + "[[infeasible]]") == [
        ("conflict-too-many", "infeasible")
    ]
    deep = "(" * 100 + "pay" + ")" * 100
    assert faults('"pay and dismiss"', f'"{deep}"') == [("conflict-statement", "infeasible 1.statement")]
    with pytest.raises(DossierError, match="too large"):
        CONFLICT.read(b"#" * (2 * 1024 * 1024), PART)


def test_rankings_and_payoffs_say_the_same() -> None:
    board = STRIKE[STRIKE.index('maker = "board"') :]
    ranked = strike(board, 'maker = "board"\nstrong = 1\nranking = ["100", ["110", "000"], "010", ["001", "101"]]')
    paid = strike(board, 'maker = "board"\npayoffs = { "100" = 9, "110" = 5.5, "000" = 5.5, "010" = 3, "001" = -1, "101" = -1 }')

    assert ranked.graph().rank("board").tolist() == paid.graph().rank("board").tolist() == [2, 3, 1, 2, 0, 0]
    assert ranked.grades() == {"board": [0, 1, 0, 0, 0, 0]}
    assert faults(board, 'maker = "board"\nranking = ["100", "110"]') == [("conflict-states", "preference 2.ranking")]
    assert faults(board, 'maker = "board"\npayoffs = { "100" = 9, "011" = 1 }') == [("conflict-states", "preference 2.payoffs")]
    for model in (ranked, paid):
        assert CONFLICT.read(CONFLICT.write(model), PART) == model


def test_listed_states_are_numbered_in_their_order() -> None:
    model = strike('status_quo = ["work"]', 'status_quo = ["work"]\nfeasible = ["110", "011", "100", "000"]')
    g = model.graph()

    assert [g.name(s) for s in range(g.count)] == ["110", "100", "000"]


def test_a_judgement_that_is_not_known_gives_the_pairs_that_it_would_decide() -> None:
    model = strike('statement = "work"', 'statement = "work"\nunknown = true')
    g = model.graph()
    pairs = model.unknown()["board"]

    assert set(pairs) == {tuple(sorted((a, b))) for a in range(6) for b in range(6) if g.name(a)[0] != g.name(b)[0]}
    below = strike('statement = "not pay"', 'statement = "not pay"\nunknown = true')
    differ = [(a, b) for a, b in below.unknown()["board"]]
    assert differ and all(g.name(a)[0] == g.name(b)[0] and g.name(a)[1] != g.name(b)[1] for a, b in differ)


def test_a_view_hides_adds_and_believes() -> None:
    view = """
[[view]]
of = "union"
hidden = ["dismiss"]
[[view.option]]
maker = "board"
id = "move-abroad"
[[view.infeasible]]
statement = "move-abroad and work"
[[view.preference]]
maker = "board"
[[view.preference.judgement]]
statement = "move-abroad"
"""
    model = strike("[[infeasible]]", view + "\n[[infeasible]]")
    seen = model.perceptions()["union"]

    assert seen.options.names == ("work", "pay", "move-abroad")
    assert [seen.name(s) for s in range(seen.count)] == ["000", "100", "010", "110", "001", "011"]
    assert seen.rank("board").tolist() == [0, 0, 0, 0, 1, 1]
    found = hypergame(model.graph(), model.perceptions())
    surprised = [model.graph().name(s) for s in range(model.graph().count) if found.sees[0, s] < 0]
    assert surprised == []
    assert CONFLICT.read(CONFLICT.write(model), PART) == model


def test_what_was_known_later_or_has_lost_its_evidence_falls_away() -> None:
    model = strike()

    def left(evidence: set[str], as_of: dt.date | None = None) -> list[str]:
        seen = seen_of(CONFLICT, model, evidence, as_of)
        return [] if seen is None else [j.statement for j in seen.preference_of("union").judgements]

    assert left({"letter", "minutes"}) == ["pay", "work if pay"]
    assert left(set()) == ["work if pay"]
    assert left({"letter", "minutes"}, dt.date(2026, 1, 31)) == ["pay"]
    assert left(set(), dt.date(2026, 1, 31)) == []
    assert seen_of(CONFLICT, model, set(), dt.date(2026, 1, 31)) is None, "without a preference of each maker it is no conflict"


WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12).map(str.strip)
TEXTS = st.builds(Wording, WORDS, fr=WORDS, en=WORDS)


@given(st.lists(st.integers(1, 3), min_size=2, max_size=3), TEXTS, st.randoms(use_true_random=False))
def test_what_is_written_is_read(sizes, text, random) -> None:
    mark = random.choice(["", *MARKINGS])
    makers = tuple(
        Maker(
            id=f"m{i}",
            name=text,
            note=text,
            marking=mark,
            options=tuple(Option(id=f"o{i}-{k}", name=text, marking=mark) for k in range(size)),
        )
        for i, size in enumerate(sizes)
    )
    options = [option for maker in makers for option in maker.options]
    told = [
        StatementPreference(statement=f"not {o.id}", reason=text, unknown=random.random() < 0.5)
        for o in random.sample(options, len(options))
    ]
    preferences = tuple(Preference(maker=m.id, judgements=tuple(told), strong=1) for m in makers)
    view = View(
        of="m0",
        reason=text,
        hidden=("o1-0",) if sizes[1] > 1 else (),
        options=(Imagined(id="dream", maker="m1"),),
        preferences=(Preference(maker="m1", judgements=(StatementPreference(statement="not dream", marking=mark),)),),
    )
    model = ConflictModel(
        title=Wording("A conflict"),
        question=text,
        makers=makers,
        preferences=preferences,
        views=(view,),
        illustration=True,
    )
    data = CONFLICT.write(model)

    assert CONFLICT.read(data, PART) == model
    assert CONFLICT.write(CONFLICT.read(data, PART)) == data


def test_the_example_is_read_back() -> None:
    model = CONFLICT.read(EXAMPLE.read_bytes(), PART)

    assert CONFLICT.read(CONFLICT.write(model), PART) == model


VIEW = """
[[view]]
of = "union"
hidden = ["dismiss"]
[[view.option]]
maker = "board"
id = "move-abroad"
[[view.infeasible]]
statement = "move-abroad and work"
[[view.preference]]
maker = "board"
[[view.preference.judgement]]
statement = "move-abroad"
"""


def test_every_row_can_bear_a_marking_a_source_and_a_day() -> None:
    text = re.sub(r"^((?:id|of|statement|maker|title) = .*)$", r"\1\n@", STRIKE + VIEW, flags=re.MULTILINE)
    text = text.replace('maker = "board"\n@\nid', 'maker = "board"\nid').replace('known_on = "2026-02"\n', "")
    model = CONFLICT.read(text.replace("@", 'marking = "TLP:AMBER"\nknown_on = "2026"').encode(), PART)
    marked = {table for table, _, row, _ in walk(model) if row.marking == "TLP:AMBER" and str(row.known_on) == "2026"}

    assert model.marking == "TLP:AMBER"
    assert marked == {table for table, _, _, _ in walk(model)} == {
        "maker", "maker.option", "infeasible", "preference", "preference.judgement", "view", "view.option", "view.infeasible",
        "view.preference", "view.preference.judgement",
    }  # fmt: skip


def test_a_name_that_only_a_view_has_is_none_outside_of_it() -> None:
    outside = STRIKE.replace('statement = "not pay"', 'statement = "not move-abroad"') + VIEW
    with pytest.raises(DossierError) as raised:
        CONFLICT.read(outside.encode(), PART)

    assert [(p.code, p.column) for p in raised.value.problems] == [("conflict-unknown-name", "preference 2.judgement 2.statement")]


def test_two_can_imagine_the_same_option_and_nobody_has_two_views() -> None:
    other = VIEW.replace('of = "union"', 'of = "board"').replace('hidden = ["dismiss"]', "")

    assert len(CONFLICT.read((STRIKE + VIEW + other).encode(), PART).views) == 2
    with pytest.raises(DossierError) as raised:
        CONFLICT.read((STRIKE + VIEW + VIEW).encode(), PART)
    assert ("conflict-twice", "view 2.of") in [(p.code, p.column) for p in raised.value.problems]


def test_a_fault_tells_its_line() -> None:
    with pytest.raises(DossierError) as raised:
        strike('statement = "work if pay"', 'statement = "work if play"')

    assert [(p.row, p.column) for p in raised.value.problems] == [(28, "preference 1.judgement 2.statement")]


def test_a_statement_goes_with_any_option_that_it_names_and_a_status_quo_is_cut() -> None:
    model = strike()
    columns = {one.name: one for row in (model, model.infeasible[0]) for one in form_of(type(row)).columns}
    said, held = columns["statement"], columns["status_quo"]

    assert [name for _, name in said.kind.needs(said.of(model.infeasible[0]))] == ["pay", "dismiss"]
    assert held.kind.without(held.of(model), lambda target: target == ((".option",), "work")) == ()
    assert held.kind.bears(held.of(model)) == ()


def test_strong_judgements_are_those_of_them_that_are_left() -> None:
    rows = [StatementPreference(statement=name) for name in ("a", "not b", "c", "a")]
    before = Preference(maker="m", judgements=tuple(rows), strong=3)

    def left(*kept: int) -> int:
        return dataclasses.replace(before, judgements=tuple(rows[k] for k in kept)).settled(before).strong

    assert (left(0, 1, 2, 3), left(0, 2), left(1, 2, 3), left(3), left()) == (3, 2, 2, 1, 0)
    ranked = Preference(maker="m", ranking=(("0",), ("1",)), strong=1)
    assert ranked.settled(ranked) == ranked


@given(st.data())
def test_whatever_is_done_to_a_file_it_is_a_model_or_its_faults_are_named(data) -> None:
    lines = STRIKE.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "swap", "value", "key"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(other, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "value":
                value = data.draw(
                    st.sampled_from(["3", "-1", "nan", "true", "[]", "[[1]]", "{}", '""', '"pay"', "2026-01-01", '["work", "work"]'])
                )
                lines[at] = f"{lines[at].split('=')[0]}= {value}"
            case "key":
                key = data.draw(
                    st.sampled_from(["ranking", "payoffs", "strong", "unknown", "hidden", "feasible", "makers", "view", "judgements"])
                )
                value = data.draw(st.sampled_from(["1", "[]", "{}", '["100"]']))
                lines.insert(at, f"{key} = {value}")
    try:
        model = CONFLICT.read("\n".join(lines).encode(), PART)
    except DossierError as error:
        assert all(p.part == PART and p.in_language("fr") for p in error.problems)
    else:
        assert stability(model.graph(), ["nash"]).stable["nash"].shape == (len(model.makers), model.graph().count)
        assert CONFLICT.read(CONFLICT.write(model), PART) == model
