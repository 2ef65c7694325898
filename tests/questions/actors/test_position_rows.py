"""Positions as rows: who stands alike shares a row, a page holds them all, contradictions stay side by side, nobody is lost."""

import pytest
from figures.examples import GROUPS, SAID, actors
from figures.sheet import apart, boxes, on_the_sheet

from legation.errors import BadValue
from legation.language import LANGUAGES, say
from legation.questions.actors.position_rows import Stand, position_chart, position_rows

BASES = ("vote", "statement", "text", "expert", "model", "game", "room")


def chart(stands):
    return position_chart(stands, id="positions", low=GROUPS[0], high=GROUPS[1], **SAID)


def stands_of(n, *, apart_by=37):
    stands = []
    for i, actor in enumerate(actors(n)):
        value = (i * apart_by) % 101
        if i % 11 == 5:
            stands.append(Stand(actor=actor, value=None))
        elif i % 7 == 3:
            stands += [Stand(actor=actor, value=20, low=5, high=30, basis="vote"), Stand(actor=actor, value=80, basis="statement")]
        else:
            low, high = max(0, value - 12), min(100, value + 9)
            stands.append(Stand(actor=actor, value=value, low=low, high=high, basis=BASES[i % 7 if n > 300 else 1], evidence=("record",)))
    return stands


def words(figure, lang="en"):
    return " ".join(text for text, _, _ in boxes(figure.specification(lang)))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 5, 81, 200, 1336])
def test_words_stand_on_one_page_and_do_not_touch(n, lang) -> None:
    figure = chart(stands_of(n))

    apart(on_the_sheet(figure, lang))
    assert figure.specification(lang)["height"] <= 1050


@pytest.mark.parametrize("n", [5, 81, 200])
def test_nobody_is_lost(n) -> None:
    figure = chart(stands_of(n))

    found = {record["row"]["id"] for mark in figure.records("en") for record in (mark, *mark["parts"]) if record["row"]}
    assert found == {actor.id for actor in actors(n)}


@pytest.mark.parametrize("n", [5, 200, 1336])
def test_rows_beside_others_take_no_more_than_their_room_and_say_who_is_left_out(n) -> None:
    rows, said = position_rows(stands_of(n), tall=400)
    shown = {part.row for row in rows for part in row.parts} | {row.row for row in rows if row.row}

    assert sum(max(15, 17 * (1 + max(item.line for item in row.items))) + 9 for row in rows) <= 400
    assert len(shown) == n or "in the table" in " ".join(map(str, said))


def test_the_weight_of_a_row_is_that_of_its_actors() -> None:
    one, two = actors(2)
    rows, _ = position_rows([Stand(actor=one, value=50, share=0.2), Stand(actor=two, value=50, share=0.3)])

    assert [str(row.under) for row in rows] == ["2 actors, 50% of the weight"]


def test_who_stands_alike_shares_a_row_and_has_a_part_of_its_mark() -> None:
    one, two, other = actors(3)
    alike = {"value": 15, "low": 5, "high": 40, "basis": "statement"}
    figure = chart([Stand(actor=one, **alike), Stand(actor=other, value=90, basis="text"), Stand(actor=two, evidence=("e",), **alike)])

    first, second = figure.records("en")
    assert first["label"] == "Registry of AAA and Registry of AAB"
    assert [(part["row"]["id"], part["value"], part["evidence"]) for part in first["parts"]] == [
        ("AAA", "15, statement", []),
        ("AAB", "15, statement", ["e"]),
    ]
    assert (second["row"]["id"], second["value"]) == ("AAC", "90, text")
    assert "No range given (1 actor)" in words(figure)


def test_contradictory_positions_are_two_lines_of_one_row() -> None:
    actor = actors(1)[0]
    figure = chart([Stand(actor=actor, value=90, basis="statement"), Stand(actor=actor, value=10, low=0, high=20, basis="vote")])

    assert [(mark["row"]["id"], mark["value"]) for mark in figure.records("en")] == [("AAA", "10, vote"), ("AAA", "90, statement")]


def test_where_rows_are_too_many_those_near_share_one_that_says_so() -> None:
    stands = [Stand(actor=a, value=i, low=max(0, i - 5), high=min(100, i + 5), basis="expert") for i, a in enumerate(actors(101))]
    figure = chart(stands)

    assert len(figure.marks) <= 32
    assert "stand between them" in words(figure)
    assert figure.records("en")[0]["value"].endswith("expert judgement")


@pytest.mark.parametrize(
    "stand",
    [Stand(actor=actors(1)[0], value=120), Stand(actor=actors(1)[0], value=5, low=10, high=20), Stand(actor=actors(1)[0], value=-1)],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(stand) -> None:
    with pytest.raises(BadValue) as refused:
        chart([stand])

    assert len({say(refused.value.message, lang) for lang in LANGUAGES}) == 2
