"""Heat: blocs stand together, what is missing shows, names are found by pointing, and many actors stay small."""

import numpy as np
import pytest
from figures.examples import EVERY, GROUPS, SAID, actors
from figures.sheet import apart, boxes, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures import render
from legation.figures.figure import Named
from legation.figures.kit.heat import heat
from legation.language import LANGUAGES

LONG = Named(
    "LNG", "Association internationale des registres et de la gouvernance de l’Internet et des ressources numériques du Sud " + "o" * 8
)


def words(figure, lang="en"):
    return [text for text, _, _ in boxes(figure.specification(lang))]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 5, 36, 200, 1336])
def test_words_stand_on_the_sheet_do_not_touch_and_can_be_read(n, lang) -> None:
    figure = EVERY["heat"](n)
    apart(on_the_sheet(figure, lang))

    spec = figure.specification(lang)
    assert min(layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"]["type"] == "text") >= 12
    assert spec["height"] <= 960  # with title and footer one page


@pytest.mark.parametrize("n", [5, 40, 1336])
def test_as_many_blocs_as_actors_and_long_names_do_not_collide(n) -> None:
    figure = heat(np.full((n, n), 0.5), actors(n), range(n), bloc_names=[LONG.name] * 3, **SAID)

    apart(on_the_sheet(figure, "fr"))
    assert len(figure.marks) <= n + n * (n - 1 if n < 36 else 46)


def test_of_blocs_too_small_to_be_pointed_at_each_actor_has_its_mean() -> None:
    figure = heat(np.full((100, 100), 0.5), actors(100), range(100), **SAID)

    assert {record["value"] for record in figure.records("en") if record["row"]} == {"0.50 on average"}
    assert len(figure.marks) == 200


def test_a_right_to_left_name_and_one_of_120_signs_stand_apart() -> None:
    figure = heat(np.full((3, 3), 0.5), [LONG, Named("مصر", "جمهورية مصر العربية"), Named("a" * 120, "a" * 120)], [0, 1, -1], **SAID)

    apart(on_the_sheet(figure, "fr"))
    assert "Dans aucun bloc" in words(figure, "fr")


def test_many_actors_stay_small() -> None:
    """Of runs of one shade one path is made, and rows of more than 280 actors are averaged inside their bloc."""
    figure = EVERY["heat"](1336)

    assert len(render.svg(figure, "fr")) < 250_000
    assert any("10 × 10" in text for text in words(figure))
    assert len(figure.marks) == 3 + 9


def test_blocs_stand_together_and_what_is_missing_is_hatched() -> None:
    figure = heat([[1, 0.2, np.nan], [0.2, 1, 0.9], [np.nan, 0.9, 1]], actors(3), [1, 0, 0], **SAID)

    assert any(d.get("missing") for d in marks(figure))
    assert [text for text in words(figure) if text in {"AAA", "AAB", "AAC"}][:3] == ["AAC", "AAB", "AAA"]
    assert not any(d.get("missing") for d in marks(heat(np.ones((3, 3)), actors(3), [0, 0, 0], **SAID)))


def test_the_mean_of_two_blocs_leaves_out_pairs_that_never_voted() -> None:
    score = np.full((60, 60), 0.9)
    score[:30, 30:] = score[30:, :30] = 0.4
    score[0, 1] = score[1, 0] = np.nan
    figure = heat(score, actors(60), [0] * 30 + [1] * 30, **SAID)

    large = [
        d["text"] for layer in figure.specification("en")["layer"] if layer["mark"].get("fontSize") == 16 for d in layer["data"]["values"]
    ]
    assert large == ["0.90", "0.40", "0.40", "0.90"]


def test_a_square_of_one_score_is_a_square() -> None:
    square = next(d for d in marks(heat(np.full((7, 7), 0.8), actors(7), [0] * 7, **SAID)) if "x2" in d)

    assert square["x2"] - square["x"] == pytest.approx(square["y2"] - square["y"], abs=0.11)


def test_blocs_have_their_members_and_sources_and_pairs_their_number() -> None:
    first, second, third = actors(3)
    groups = [GROUPS[0], GROUPS[1], ""]
    score = [[1, 0.25, np.nan], [0.25, 1, 0.5], [np.nan, 0.5, 1]]
    figure = heat(score, [first, second, third], [0, 0, 1], groups=groups, evidence=("record",), **SAID)

    bloc, other, *pairs = figure.records("en")
    assert [part["row"]["id"] for part in bloc["parts"]] == [first.id, second.id]
    assert (bloc["evidence"], other["value"]) == (["record"], "1 member")
    said = {record["label"]: (record["value"], record["row"]["id"], record["group"]) for record in pairs}
    name = [actor.in_language("en") for actor in (first, second, third)]
    assert said[f"{name[0]} – {name[1]}"] == ("0.25", first.id, GROUPS[0].in_language("en"))
    assert said[f"{name[2]} – {name[0]}"] == ("No common vote", third.id, "")
    assert len(pairs) == 6


def test_a_single_name_of_two_hundred_is_found_by_pointing() -> None:
    figure = EVERY["heat"](200)

    drawn = {d["mark"]: d for d in marks(figure) if "mark" in d}
    records = figure.records("en")
    row = next(at for at, record in enumerate(records) if record["row"])
    assert records[row]["value"].endswith("on average with Bloc 1")
    assert drawn[row]["y2"] - drawn[row]["y"] == pytest.approx(556 / 200, abs=0.11)
    assert {record["row"]["id"] for record in records if record["row"]} == {actor.id for actor in actors(200)}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: heat(np.ones((2, 3)), actors(2), [0, 0], **SAID),
        lambda: heat(np.ones((0, 0)), [], [], **SAID),
        lambda: heat(np.ones((2, 2)), actors(2), [0, 0], groups=["a"], **SAID),
    ],
)
def test_what_does_not_fit_is_refused_in_both_languages(wrong) -> None:
    with pytest.raises(BadValue) as caught:
        wrong()

    english, french = (caught.value.message.in_language(lang) for lang in LANGUAGES)
    assert english != french
