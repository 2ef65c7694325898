"""Who blocks, whether the text comes together, where it could land: against small rooms counted by hand, and against the simulator's truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.drafting import parse
from legation.rooms.drafting import (
    SILENT,
    Brought,
    Closed,
    Event,
    Linked,
    Opened,
    Paragraph,
    Stood,
    blocking,
    course,
    fold,
    landing,
    lasting,
    simulate,
    step,
    view,
)

DAY = "2025-03-01"


def room(*texts: str) -> list[Event]:
    paragraphs = tuple(Paragraph(id=f"{n}", label=f"{n}", text=text) for n, text in enumerate(texts, 1))
    return [Opened(at=DAY), Brought(at=DAY, kind="rolling", paragraphs=paragraphs)]


def test_blocking_counted_by_hand() -> None:
    log = room(
        "States [shall report (EU, CHE) – RUS oppose] [at once (EU)] [on [all (CHE) – RUS, IRN oppose] incidents – RUS, IRN oppose]."
    )
    shall, once, on, every = fold(log).held
    log += [Linked(at=DAY, id="p", targets=(once, shall)), Stood(at=DAY, by="KEN", target=once, stance="flexible")]
    found = blocking(fold(log))

    assert found.brackets == (shall, once, on, every)
    assert found.actors == ("CHE", "EU", "IRN", "KEN", "RUS")
    assert found.stance.tolist() == [
        [1, SILENT, SILENT, 1],
        [1, 1, SILENT, SILENT],
        [SILENT, SILENT, -1, -1],
        [SILENT, 0, SILENT, SILENT],
        [-1, SILENT, -1, -1],
    ]
    assert found.words.tolist() == [2, 2, 3, 1]
    assert found.lone == {shall: "RUS"}
    assert found.lone_wanting == {once: "EU", every: "CHE"}
    assert found.pairs == (("IRN", "RUS", 2),)
    assert found.contradictory == ((shall, "CHE", "RUS"), (shall, "EU", "RUS"), (every, "CHE", "IRN"), (every, "CHE", "RUS"))
    assert found.bracketed == {"CHE": 0, "EU": 0, "IRN": 3, "KEN": 0, "RUS": 5}
    assert found.held_back == {once: (shall,)}


def test_the_course_of_a_text_counted_by_hand() -> None:
    log = room("States [shall (EU)][should (RUS)] report [at once].", "They cooperate. (agreed ad ref)")
    once = list(fold(log).held)[2]
    log += [Stood(at="2025-03-03", by="IRN", target=once, stance="oppose"), Stood(at="2025-03-03", by="EU", target=once, stance="support")]
    log += [Stood(at="2025-03-04", by=a, target=once, stance="flexible") for a in ("EU", "IRN")] + [
        Closed(at="2025-03-05", bracket=once, mode="accepted")
    ]
    found = course(log)

    assert found.at == (DAY, "2025-03-03", "2025-03-04", "2025-03-05")
    assert found.open.tolist() == [3, 3, 3, 2]
    assert found.share == pytest.approx([4 / 8, 4 / 8, 4 / 8, 2 / 8])
    assert found.depth.tolist() == [1, 1, 1, 1]
    assert found.alternatives.tolist() == [2, 2, 2, 2]
    assert found.agreed.tolist() == [0.5] * 4
    assert found.entropy == pytest.approx([0, 1 / 3, 0, 0])
    assert np.isnan(found.stable[0])
    assert found.stable[1:].tolist() == [1, 1, 1]


def test_how_long_brackets_last_by_hand() -> None:
    """Five close after 1, 2, 3, 4 and 5 days, one is open after 5: Kaplan-Meier 5/6, 4/6, 3/6, 2/6, 1/6."""
    texts = [f"a [b{n}] c" for n in range(6)]
    log = room(*texts)
    for number, name in enumerate(list(fold(log).held)[:5]):
        log.append(Closed(at=f"2025-03-0{number + 2}", bracket=name, mode="accepted"))
    found = lasting(fold(log))

    assert found.days.tolist() == [1, 2, 3, 4, 5]
    assert found.open == pytest.approx([5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6])
    assert (found.half_life, found.closed, found.still_open) == (3, 5, 1)
    assert found.low is not None
    assert found.low <= 3
    assert lasting(fold(log[:6])).half_life is None
    assert lasting(fold(log[:2])).still_open == 6


def test_landing_takes_the_least_opposition_then_the_most_support_and_says_who_would_have_to_move() -> None:
    log = room("States [shall (EU, CHE) – RUS, IRN oppose][should (RUS) – CHE oppose][may (IRN, CHN) – EU oppose] report.")
    shall, should, may = fold(log).held
    (found,) = landing(fold(log))

    assert found.brackets == (may, should, shall)
    assert (found.against, found.for_) == ((1, 1, 2), (2, 1, 2))
    assert (found.best, found.must_move) == ((may,), {may: ("EU",)})
    log += [Stood(at=DAY, by="KEN", target=should, stance="support")]
    (found,) = landing(fold(log), voices=("BRA", "KEN"))
    assert found.best == (should, may)
    assert found.silent == 1


@given(st.integers(1, 7), st.integers(1, 5), st.integers(2, 6), st.integers(0, 12), st.integers(0, 10_000))
def test_the_truth_of_a_simulated_negotiation_is_found_again(
    actors: int, paragraphs: int, alternatives: int, rounds: int, seed: int
) -> None:
    played = simulate(actors, paragraphs, alternatives, rounds, concession=0.06, seed=seed)
    state = None
    for event, after in zip(played.log, [*played.log[1:], None], strict=True):
        state = step(state, event)
        if after is None or after.at != event.at:
            assert dict(blocking(state).objectors) == played.truth.objectors[event.at]
    assert state is not None
    assert {past.held.id: (past.closed, past.mode) for past in state.past} == played.truth.closed
    found = course(played.log)
    for day, count, share in zip(found.at, found.open, found.share, strict=True):
        assert count == played.truth.open[day]
        assert share == pytest.approx(played.truth.share[day])
    assert played.drafts[-1][1] == view(fold(played.log), "attributed")


def test_the_written_draft_says_what_the_room_knows() -> None:
    """An attributed draft is read back into the same brackets, wanted and unwanted by the same."""
    played = simulate(6, 4, 3, 4, seed=5)
    state = fold(played.log)
    draft = parse(view(state, "attributed"))
    read = {(b.text.split(" (")[0].split(" –")[0], tuple(sorted(a for one in b.attributions for a in one.actors))) for b in draft.brackets}
    blocked = blocking(state)

    assert state.held
    assert len(draft.brackets) == len(state.held)
    assert read == {
        ("".join(state.words(h)).strip(), tuple(sorted((*blocked.wanting[n], *blocked.objectors[n])))) for n, h in state.held.items()
    }
    assert not draft.problems


@pytest.mark.parametrize("numbers", [(0, 1, 2, 1), (1, 0, 2, 1), (1, 1, 1, 1), (1, 1, 7, 1), (1, 1, 2, -1)])
def test_a_simulation_off_its_range_is_refused(numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(BadValue, match="must be from"):
        simulate(*numbers)


def test_a_text_without_brackets_or_words_claims_nothing() -> None:
    found = course([Opened(at=DAY)])

    assert np.isnan(found.share[0])
    assert found.open.tolist() == [0]
    assert blocking(fold([Opened(at=DAY)])).stance.shape == (0, 0)
    assert landing(fold(room("No bracket."))) == ()
