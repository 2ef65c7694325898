"""How far paragraphs are agreed: by silence what was asked and as it was asked, by packages whole ones."""

from __future__ import annotations

import time

from rooms.drafting_room import drafting, propose, refused, row
from rooms.room_made import Log

from legation.rooms.drafting import Agreed, Asked, Brought, Event, Lapsed, Linked, Opened, Paragraph, fold


def _level(log: Log, unit: str) -> str:
    return str(row(log, None, unit, "units")["level"])


def _silence_over(log: Log) -> None:
    log.at = log.at.replace(hour=15)
    log.add("h", "published", up_to=1, sha256="0" * 64)


def _asked(log: Log, *units: str, level: str = "ad ref") -> None:
    log.add("c", "asked", id="s", units=list(units), deadline="2026-03-02T14:00:00.000Z", level=level)


def test_words_that_changed_under_silence_are_not_adopted() -> None:
    log = drafting()
    _asked(log, "1", "2")
    propose(log, "fra", "b", "never")
    log.add("c", "closed", bracket="b", mode="accepted")
    propose(log, "rus", "d", "never", unit="2")
    log.add("rus", "withdrawn", id="d")  # the words are those that were asked about
    _silence_over(log)
    assert (_level(log, "1"), _level(log, "2")) == ("proposed", "ad ref")


def test_silence_adopts_nothing_that_waits_for_a_capital() -> None:
    log = drafting()
    log.add("rus", "referred", unit="1")
    _asked(log, "1", "2", level="adopted")
    _silence_over(log)
    assert (_level(log, "1"), _level(log, "2")) == ("proposed", "adopted")
    refused(log, "still-opposed", "c", "agreed", unit="1", level="adopted")


def test_no_package_is_relinked_past_an_objection() -> None:
    log = drafting()
    log.add("c", "linked", id="p", targets=["1"])
    log.add("c", "agreed", unit="1", level="adopted")
    log.add("rus", "stood", target="2", stance="oppose", public=False)
    refused(log, "conflict", "c", "linked", id="p", targets=["1", "2"])
    refused(log, "conflict", "c", "linked", id="q", targets=["1", "2"])
    log.add("c", "linked", id="p", targets=[])  # nobody objects to what is in it
    log.add("rus", "stood", target="2", stance="flexible")
    log.add("c", "agreed", unit="2", level="adopted")
    log.add("c", "linked", id="p", targets=["1", "2"])
    log.add("rus", "stood", target="2", stance="oppose")
    for targets in ([], ["1"], ["1", "3"]):
        refused(log, "still-opposed", "c", "linked", id="p", targets=targets)
    log.add("c", "reopened", unit="2")
    assert (_level(log, "1"), _level(log, "2")) == ("proposed", "proposed")
    log.add("c", "linked", id="p", targets=[])


def test_a_package_falls_as_it_rises() -> None:
    log = drafting()
    log.add("c", "linked", id="p", targets=["1", "2"])
    log.add("c", "agreed", unit="1", level="informals")
    log.add("c", "agreed", unit="2", level="proposed")
    assert (_level(log, "1"), _level(log, "2"), _level(log, "3")) == ("proposed", "proposed", "proposed")


def test_a_chain_of_packages_rises_in_the_time_of_its_length() -> None:
    count = 400
    day = "2026-03-02"
    rows = tuple(Paragraph(id=f"{n}", label=f"{n}", text=f"Paragraph {n}.") for n in range(count))
    log: list[Event] = [Opened(at=day, silence_accepts=True), Brought(at=day, kind="zero", paragraphs=rows)]
    log += [Linked(at=day, id=f"p{n}", targets=(f"{n}", f"{n + 1}")) for n in range(count - 1)]
    log.append(Asked(at=day, id="s", units=tuple(f"{n}" for n in range(count - 1)), deadline="2026-03-03"))
    began = time.process_time()
    left_out = fold([*log, Lapsed(at="2026-03-04", id="s")])
    whole = fold([*log, Agreed(at=day, unit="p7", level="adopted")])
    assert time.process_time() - began < 2
    assert {unit.level for unit in left_out.units} == {"proposed"}  # nobody was asked about the last
    assert {unit.level for unit in whole.units} == {"adopted"}
