"""What a delegation reports to its capital: each wish of its own on the side where the text puts it, and nothing that it may not know."""

from __future__ import annotations

from legation.questions.deals.drafting.capital import CapitalReport, Wish, capital_report
from legation.rooms.drafting import Agreed, Asked, Broken, Brought, Closed, Event, Opened, Paragraph, Proposed, Reserved, Stood, fold

TEXT = tuple(Paragraph(id=f"{n}", label=f"{n}", text=f"States act with care number{n} always.") for n in range(1, 7))
LOG: list[Event] = [
    Opened(at="2026-03-01"),
    Brought(at="2026-03-01", kind="zero", paragraphs=TEXT),
    Proposed(at="2026-03-02", by="FRA", id="won", operation="insert", unit="1", start=1, end=1, text="shall"),
    Proposed(at="2026-03-02", by="FRA", id="lost", operation="insert", unit="2", start=1, end=1, text="promptly"),
    Proposed(at="2026-03-02", by="RUS", id="gave", operation="replace", unit="3", start=0, end=1, text="Parties"),
    Proposed(at="2026-03-02", by="FRA", id="open", operation="insert", unit="4", start=1, end=1, text="also"),
    Proposed(at="2026-03-02", by="RUS", id="theirs", operation="insert", unit="5", start=1, end=1, text="never"),
    Stood(at="2026-03-03", by="FRA", target="gave", stance="oppose"),
    Stood(at="2026-03-03", by="CHE", target="open", stance="oppose"),
    Stood(at="2026-03-03", by="IND", target="open", stance="oppose", public=False),
    Stood(at="2026-03-03", by="KEN", target="theirs", stance="oppose"),
    Stood(at="2026-03-03", by="FRA", target="6", stance="oppose"),
    Reserved(at="2026-03-03", by="FRA", unit="5", text="Pending instructions."),
    Reserved(at="2026-03-03", by="CHE", unit="1", text="Theirs."),
    Stood(at="2026-03-04", by="FRA", target="lost", stance="flexible"),
    Stood(at="2026-03-04", by="FRA", target="gave", stance="can_live_with"),
    Stood(at="2026-03-04", by="RUS", target="gave.was", stance="flexible"),
    Closed(at="2026-03-05", bracket="won", mode="accepted"),
    Closed(at="2026-03-05", bracket="lost", mode="withdrawn"),
    Closed(at="2026-03-05", bracket="gave", mode="accepted"),
    Asked(at="2026-03-05", id="q", units=("1", "2"), deadline="2026-03-12"),
    Broken(at="2026-03-06", by="FRA", id="q", units=("2",)),
    Agreed(at="2026-03-06", unit="1", level="ad ref", pending=("FRA", "CHE")),
]


def wishes(actor: str = "FRA") -> list[Wish]:
    found = []
    for event in LOG:
        if isinstance(event, Stood) and event.by == actor:
            found.append(Wish(event.at, event.target, event.stance))
        if isinstance(event, Proposed) and event.by == actor:
            found.append(Wish(event.at, event.id, "support"))
    return found


def report(actor: str = "FRA", log: list[Event] = LOG, name: object = str) -> CapitalReport:
    return capital_report(fold(log), {actor}, wishes(actor), name)  # type: ignore[arg-type]


def test_a_wish_is_obtained_or_conceded_by_what_became_of_its_words_and_not_by_the_last_stance() -> None:
    found = report()

    assert [(one.unit, one.words, one.wish, one.stands) for one in found.obtained] == [("1", "shall", "support", True)]
    assert sorted((one.unit, one.words, one.wish, one.stands) for one in found.conceded) == [
        ("2", "promptly", "support", False),
        ("3", "Parties", "oppose", True),
    ]
    assert [(one.unit, one.text) for one in found.reserved] == [("5", "Pending instructions.")]


def test_what_gave_way_is_told_with_what_stands_in_its_place() -> None:
    found = capital_report(fold(LOG), {"X"}, [Wish("2026-03-02", "gave.was", "support")], str)

    assert [(one.words, one.stands, one.now) for one in found.conceded] == [("States", False, "Parties")]


def test_open_points_name_who_holds_them_those_of_the_delegation_first() -> None:
    found = report()

    assert [(one.unit, one.words, one.mine, one.wanting, one.objecting) for one in found.open] == [
        ("4", "also", "support", (), ("CHE",)),
        ("5", "never", "", ("RUS",), ("KEN",)),
    ]
    assert [one.unit for one in found.mine] == ["4"]


def test_nobody_else_is_named_where_names_do_not_leave_the_room() -> None:
    found = report(name=lambda _: None)

    assert all(one.wanting == one.objecting == () for one in found.open)
    assert not any(who in repr(found) for who in ("RUS", "KEN", "CHE", "IND"))


def test_what_is_not_public_stands_in_the_report_of_its_own_delegation_alone() -> None:
    assert "IND" not in repr(report())
    (own,) = report("IND").mine
    assert (own.unit, own.mine) == ("4", "oppose")


def test_what_waits_for_the_delegation_is_told() -> None:
    found = report()

    assert found.pending == ("1",)
    (silence,) = found.silences
    assert (silence.units, silence.deadline, silence.broken) == (("2",), "2026-03-12", True)  # 1 stands there already
    assert (found.paragraphs, found.agreed) == (6, 1)


def test_a_silence_is_told_for_what_it_may_still_raise() -> None:
    units = ("1", "2", "3", "5")  # the first stands there already
    log = [one for one in LOG if not isinstance(one, Asked | Broken)]
    log.append(Asked(at="2026-03-06", id="s9", units=units, deadline="2026-03-12", level="ad ref"))
    log += [Broken(at="2026-03-06", by=who, id="s9", units=(unit,)) for who, unit in (("RUS", "3"), ("FRA", "2"))]
    found = capital_report(fold(log), {"FRA"}, wishes(), str)

    assert [(one.units, one.broken) for one in found.silences] == [(("5",), False), (("2",), True)]


def test_an_agreed_paragraph_that_the_delegation_opposed_is_conceded() -> None:
    opposed = [one for one in LOG if not (isinstance(one, Stood) and one.target == "6")]
    found = capital_report(fold([*opposed, Agreed(at="2026-03-07", unit="6", level="ad ref")]), {"FRA"}, wishes(), str)

    assert ("6", "", "oppose") in [(one.unit, one.words, one.wish) for one in found.conceded]
