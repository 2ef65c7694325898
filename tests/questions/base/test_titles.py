"""Which roll calls stand on one title, against a comparison of each with each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import RollCall, Wording
from legation.questions.base import inputs

LONG = "the situation of human rights in the country"
STEMS = ["the open sea", "la haute mer", LONG, f"{LONG} and beyond", f"{LONG} and beyond it", f"{LONG} within", LONG[:39], ""]
TITLES = st.builds(Wording, st.sampled_from(STEMS), st.sampled_from(STEMS), st.sampled_from(STEMS))


def one_by_one(titles: list[Wording]) -> list[int]:
    """Return a number for each title, the same where one of its languages is one of the first title with that number."""

    def alike(one: str, other: str) -> bool:
        return one == other or (min(len(one), len(other)) >= 40 and (one.startswith(other) or other.startswith(one)))

    firsts: list[set[str]] = []
    numbers = []
    for title in titles:
        words = {text for text in (title.text, title.fr, title.en) if text}
        found = next((at for at, first in enumerate(firsts) if any(alike(a, b) for a in words for b in first)), len(firsts))
        if found == len(firsts):
            firsts.append(words)
        numbers.append(found)
    return numbers


@given(st.lists(TITLES, max_size=12))
def test_titles_are_numbered_as_by_comparing_each_with_each(titles: list[Wording]) -> None:
    assert inputs.title_numbers([RollCall(id=str(at), title=title) for at, title in enumerate(titles)]) == one_by_one(titles)


def test_a_title_that_records_cut_is_one_with_the_whole() -> None:
    rows = [
        RollCall(id=str(at), title=Wording(text=text)) for at, text in enumerate([f"{LONG} and beyond", LONG, f"{LONG} within", LONG[:39]])
    ]

    assert inputs.title_numbers(rows) == [0, 0, 1, 2]
