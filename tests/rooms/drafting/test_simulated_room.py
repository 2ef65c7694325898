"""A simulated negotiation written in a live room: the truth that the simulator knows is found again through the room's log."""

from __future__ import annotations

import pytest
from rooms.drafting_room import state_of
from rooms.room_made import Log

from legation import moment
from legation.rooms import read_log, replay, verify, write_log
from legation.rooms.drafting import Drafting, Joined, Opened, Simulated, State, blocking, event_to, fold, simulate, view
from legation.rooms.drafting.obstacles import share


def written(played: Simulated) -> tuple[Log, dict[str, State]]:
    """Return the log of a room in which a simulated negotiation was written, and its state at the end of each day."""
    log, days = Log("drafting"), dict[str, State]()
    log.at = moment.parse(f"{played.log[0].at}T09:00Z")
    log.add("h", "opened", inside="organisation", leaves="attributed")
    log.add("h", "seated", seat="c", role="chair")
    for event in played.log:
        data = event_to(event)
        kind, by, at = data.pop("event"), data.pop("by", ""), data.pop("at")
        log.at = max(log.at, moment.parse(f"{at}T09:00Z"))
        if isinstance(event, Joined):
            log.add("h", "seated", seat=event.actor.lower(), role="delegate", organisation=event.actor)
        elif not isinstance(event, Opened):
            log.add(by.lower() or "c", kind, **data)
        if at in played.truth.open:
            days[at] = state_of(log).desk.state()
    return log, days


@pytest.mark.parametrize("seed", range(3))
def test_the_truth_of_a_simulation_is_found_again_through_the_log_of_a_room(seed: int) -> None:
    played = simulate(6, 4, 3, 25, concession=0.06, seed=seed)
    log, days = written(played)
    entries = read_log(write_log(log.entries))
    again = replay("drafting", entries)

    assert verify(entries) is None
    assert isinstance(again, Drafting)
    for day, state in days.items():
        assert dict(blocking(state).objectors) == played.truth.objectors[day]
        assert len(state.held) == played.truth.open[day]
        assert share(state) == pytest.approx(played.truth.share[day])
    assert {past.held.id: (past.closed[:10], past.mode) for past in again.draft.past} == played.truth.closed
    assert view(again.draft, "attributed") == played.drafts[-1][1] == view(fold(played.log), "attributed")
