"""Two registers become one: nothing is lost, nothing stands twice, and what contradicts is said."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from stix_made import every_type, made

from legation.sources import stix

_OBJECTS = st.lists(
    st.one_of(
        st.builds(
            lambda number, version, name: made("tool", number, modified=f"2024-01-0{version}T00:00:00.000Z", name=name),
            st.integers(1, 4),
            st.integers(1, 3),
            st.sampled_from(["a", "b"]),
        ),
        st.sampled_from([7, None, "text", {"type": "note"}, {"id": 7}, {"id": "x", "modified": 8}]),
    ),
    max_size=12,
)


def register(objects: Any) -> stix.Incidents:
    return stix.Incidents.of(objects)


@given(_OBJECTS, _OBJECTS)
def test_what_was_there_stays_and_what_came_is_there_or_named(there: list[Any], coming: list[Any]) -> None:
    found = stix.joined(register(there), register(coming))
    objects = found.incidents.objects

    assert objects[: len(there)] == tuple(there) and len(objects) == len(there) + found.added
    named = {problem.row for problem in found.contradicting}
    for row, o in enumerate(coming, start=1):
        assert o in objects or row in named
    again = stix.joined(found.incidents, register(coming))
    assert again.added == 0 and again.incidents is found.incidents


@given(_OBJECTS)
def test_a_register_joined_with_itself_is_itself(objects: list[Any]) -> None:
    there = register(objects)
    found = stix.joined(there, there)

    assert found.incidents is there and not found.contradicting


def test_every_type_is_joined_into_an_empty_register() -> None:
    coming = register(every_type(3))

    assert stix.joined(stix.Incidents(part="incidents/a.json"), coming).incidents == coming


def test_the_head_of_what_was_there_stays() -> None:
    there = stix.Incidents.of([made("tool", 1)], {"type": "bundle", "id": "bundle--0d5f0a4c-7d2d-4c3e-9a6b-1f2b3c4d5e60", "x_own": 1})

    assert stix.joined(there, register([made("tool", 2)])).incidents.head == there.head


def test_the_order_of_names_makes_no_other_object_and_a_truth_is_no_number() -> None:
    there = register([{"type": "note", "n": 1}, {"type": "tool", "id": "x", "n": 1}])
    found = stix.joined(there, register([{"n": 1, "type": "note"}, {"n": 1, "id": "x", "type": "tool"}, {"type": "note", "n": True}]))

    assert found.added == 1 and found.incidents.objects[2]["n"] is True and not found.contradicting


def test_each_of_several_contents_of_one_version_is_known() -> None:
    one, other = made("tool", 1), made("tool", 1, name="Other")
    found = stix.joined(register([one, other]), register([other, one, made("tool", 1, name="Third")]))

    assert found.added == 0 and [p.row for p in found.contradicting] == [3]


def test_a_version_with_another_content_is_left_out_and_said() -> None:
    found = stix.joined(register([made("tool", 1)]), register([made("tool", 1, name="Other")]))

    assert found.added == 0 and [(p.code, p.row, p.column) for p in found.contradicting] == [("other-content", 1, "id")]
