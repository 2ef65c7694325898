"""How good were we?: scores by hand, open and due, broken seals, calibration only with enough, the product replayed, both examples."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from figures.sheet import apart, on_the_sheet

from legation.dossier import Dossier, Forecast, When, Wording, decode, load
from legation.dossier.tables.forecasts import seal_of, withheld
from legation.errors import NotAvailable
from legation.language import LANGUAGES, Message, say
from legation.questions import ask
from legation.questions.answer import Answer
from legation.questions.votes.track_record.backtest import WAYS

ROOT = Path(__file__).parents[3]
AREA = "how-good-were-we"
PARTS = {
    "dossier.toml": b'id = "x"\n',
    "evidence.csv": b"id,title,date\ne,First,2018-01-01\ns,Settled,2019-06-01\n",
    "forecasts.csv": (
        b"id,question,evidence,probability,low,value,high,unit,baseline_probability,baseline_value,made_on,made_by,due,"
        b"resolved_on,came_true,result,resolution_evidence,made,resolution\n"
        b"a,Adopted?,e,0.8,,,,,0.5,,2018-02-01,desk,,2019-06-01,yes,,s,,\n"
        b"b,Signed?,e,0.4,,,,,0.5,,2018-02-01,mission,,2019-06-01,no,,s,,\n"
        b"c,Margin?,e,,10,20,30,members,,40,2018-02-01,desk,,2019-06-01,,26,s,,\n"
        b"d,Replayed?,e,,10,20,30,members,,26,2018-02-01,desk,,2019-06-01,,26,s,replay,\n"
        b"o,Open?,e,0.5,,,,,,,2018-02-01,desk,2030,,,,,,\n"
        b"l,Late?,e,0.5,,,,,,,2018-02-01,desk,2019-03-01,,,,,,\n"
        b"w,In words?,e,0.5,,,,,,,2018-02-01,desk,,2019-06-01,,,s,,perhaps\n"
    ),
}
SALT = "a" * 32


@pytest.fixture
def dossier() -> Dossier:
    return decode(PARTS)


def asked(dossier: Dossier, as_of: str = "2020-01-01", **options: Any) -> Answer:
    return ask(AREA, dossier, as_of=as_of, **options)


def rows_of(answer: Answer, table: str) -> list[dict[str, object]]:
    found = answer.table(table)
    return [dict(zip((c.id for c in found.columns), row, strict=True)) for row in found.rows]


def test_scores_as_by_hand(dossier: Dossier) -> None:
    """Chances .8 yes and .4 no: Brier (.04 + .16)/2; the coin .25; the number 20 against 26 off by 6, the simple one by 14."""
    rows = rows_of(asked(dossier), "scores")

    assert [(r["count"], r["score"], r["simple"]) for r in rows] == [(2, 0.1, 0.25), (1, 6, 14), (1, 6, 0)]
    assert [r["skill"] for r in rows] == [0.6, 0.571, None]
    assert rows[1]["interval_score"] == 20
    assert rows[0]["log"] == pytest.approx(0.367, abs=1e-3)  # -(ln .8 + ln .6) / 2


def test_open_due_unsealed_and_what_cannot_be_scored_are_said(dossier: Dossier) -> None:
    found = asked(dossier)

    assert found.finding("due").message.values["count"] == 1
    assert found.finding("open").message.values["count"] == 2
    assert found.finding("unsealed").message.values["count"] == 6
    assert found.finding("calibration").message.values["more"] == 18
    assert {m.id.partition(".")[2] for m in found.missing} == {"unscored", "no-replay"}
    assert [f.id for f in found.figures] == ["ledger", "ledger-2"]  # chances, and members


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_forecast_is_drawn_beside_what_came_on_the_scale_of_its_unit(dossier: Dossier, lang: str) -> None:
    chances, members = asked(dossier).figures
    for figure in (chances, members):
        apart(on_the_sheet(figure, lang))  # type: ignore[no-untyped-call]
    values = [str(mark["value"]) for mark in members.records("en")]

    assert {mark["row"]["table"] for mark in (*chances.records("en"), *members.records("en"))} == {"forecasts"}
    assert any("20" in value and "ours" in value for value in values)
    assert "what came: 26" in values
    assert "what came: yes" in [mark["value"] for mark in chances.records("en")]


def test_by_maker_and_of_one_sort(dossier: Dossier) -> None:
    by_maker = rows_of(asked(dossier, by="maker", kind="chance"), "scores")

    assert [(r["maker"], r["count"]) for r in by_maker] == [("desk", 1), ("mission", 1)]
    assert [r["count"] for r in rows_of(asked(dossier, made_by="Mission"), "scores")] == [1]
    assert [r["count"] for r in rows_of(asked(dossier, kind="number"), "scores")] == [1, 1]


def test_before_the_fact_nothing_is_resolved_and_before_the_forecast_there_is_none(dossier: Dossier) -> None:
    early = asked(dossier, "2019-01-01")

    assert {f.id for f in early.findings} == {"open", "unsealed"}
    assert "none-resolved" in {m.id.partition(".")[2] for m in early.missing}
    with pytest.raises(NotAvailable):
        asked(dossier, "2017-01-01")


def test_a_finding_goes_with_its_evidence(dossier: Dossier) -> None:
    bare = dataclasses.replace(dossier, evidence=())

    assert {"scores-0", "skill-0", "due"}.isdisjoint(f.id for f in asked(bare).findings)


def test_a_broken_seal_is_said_and_not_scored_and_a_deposit_is_neither(dossier: Dossier) -> None:
    first, *others = dossier.forecasts
    sealed = dataclasses.replace(first, seal=seal_of(first, SALT), salt=SALT)
    good = asked(dataclasses.replace(dossier, forecasts=(sealed, *others)))
    broken = asked(dataclasses.replace(dossier, forecasts=(dataclasses.replace(sealed, probability=0.99), *others)))
    hidden = asked(dataclasses.replace(dossier, forecasts=(withheld(sealed), *others)))

    assert rows_of(good, "scores")[0]["count"] == 2
    assert rows_of(broken, "scores")[0]["count"] == 1
    assert broken.finding("broken").message.values["count"] == 1
    assert rows_of(broken, "forecasts")[0]["forecast"] is None
    assert "broken" not in {f.id for f in good.findings}
    assert hidden.finding("withheld").message.values["count"] == 1
    assert rows_of(hidden, "scores")[0]["count"] == 1


def many(count: int) -> Dossier:
    rows = tuple(
        Forecast(
            id=f"f{i}",
            question=Wording(f"Q{i}?"),
            probability=(i % 10) / 10,
            made_on=When("2018"),
            resolved_on=When("2019"),
            came_true=i % 3 == 0,
        )
        for i in range(count)
    )
    return dataclasses.replace(decode({"dossier.toml": b'id = "x"\n'}), forecasts=rows)


@pytest.mark.parametrize(("count", "drawn"), [(19, False), (20, True), (200, True)])
def test_calibration_is_drawn_from_twenty_on(count: int, drawn: bool) -> None:
    found = asked(many(count))

    drawings = [f for f in found.figures if f.id == "calibration"]
    assert bool(drawings) is drawn
    for figure in drawings:
        apart(on_the_sheet(figure, "fr"))
        assert figure.records("en")[0]["label"].startswith("Stated: ")
        assert "came about" in figure.records("en")[0]["value"]
    assert found.finding("calibration").message.id.endswith("not-calibrated") is not drawn


@pytest.mark.parametrize("name", ["un-ict-2018", "death-penalty-moratorium"])
def test_the_examples(name: str) -> None:
    """The replay that missed (range 28 to 117, 19 came) and the one that held (67 to 91, 77 came); and the product beside what needs none."""
    whole = load(ROOT / "examples" / name)
    found = ask(AREA, whole, as_of="2020-01-15", replay=8)
    row = rows_of(found, "scores")[0]

    assert (row["score"], row["simple"]) == ((54, 11) if name == "un-ict-2018" else (2, 2))
    assert found.finding("coverage-0").message.values["count"] == (0 if name == "un-ict-2018" else 1)
    assert found.findings[0].id == "winner"
    assert found.finding("winner").message.values["count"] == 8
    for lang in LANGUAGES:
        said = " ".join(found.sentences(lang))
        assert all("[" not in s.replace("[0", "") or "members" in s for s in found.sentences(lang))
        assert "right side" not in said and "bon côté" not in said
    assert {f.id for f in found.figures} == {"ledger", "replay"}
    assert [row["way"] for row in rows_of(found, "replay-scores")] == [Message(f"{AREA}.way.{way}") for way in WAYS]
    assert all(row["cut"] == row["date"].first - dt.timedelta(days=1) for row in rows_of(found, "replay"))
    frozen = ask(AREA, whole, replay=0)
    assert "scores-0" not in {f.id for f in frozen.findings}
    assert frozen.finding("open").message.values["count"] == 1


def changed(dossier: Dossier, row: str, **cells: Any) -> Dossier:
    """Return a dossier in which a row takes the place of a forecast."""
    old = next(r for r in dossier.forecasts if r.id == row)
    new = dataclasses.replace(old, id=f"{row}-2", supersedes=row, **cells)
    return dataclasses.replace(dossier, forecasts=(*dossier.forecasts, new))


def test_a_forecast_stays_as_it_was_made_and_a_new_one_stands_beside_it(dossier: Dossier) -> None:
    """The 20 of February 2018 is made a 25 a year later: both are scored against the 26 that came, each with its date."""
    found = asked(changed(dossier, "c", value=25.0, recorded=When("2019-02-01")))
    told = {row["question"].id: row for row in rows_of(found, "forecasts")}

    assert (told["c"]["forecast"], told["c"]["made_on"], told["c"]["score"]) == (20, When("2018-02-01"), 6)
    assert (told["c-2"]["forecast"], told["c-2"]["made_on"], told["c-2"]["score"]) == (25, When("2019-02-01"), 1)
    assert [row["count"] for row in rows_of(found, "scores")] == [2, 2, 1]
    assert found.finding("revised").message.values["count"] == 1


def test_a_row_that_tells_what_came_is_the_same_forecast(dossier: Dossier) -> None:
    same = asked(changed(dossier, "o", resolved_on=When("2019-07-01"), came_true=True, recorded=When("2019-07-02")))
    told = {row["question"].id: row for row in rows_of(same, "forecasts")}

    assert "o" not in told
    assert (told["o-2"]["made_on"], told["o-2"]["came"]) == (When("2018-02-01"), 1)
    assert "revised" not in {f.id for f in same.findings}


def test_what_is_changed_after_the_fact_is_no_forecast_made_ahead(dossier: Dossier) -> None:
    late = asked(changed(dossier, "a", probability=0.99, recorded=When("2019-06-02")))
    rows = rows_of(late, "scores")

    assert [row["count"] for row in rows] == [2, 1, 1, 1]  # the chances made ahead are still two, .8 among them
    assert rows[0]["score"] == 0.1
    assert late.finding("calibration").message.values["count"] == 2


def test_chances_are_told_whole_and_the_data_stay_exact(dossier: Dossier) -> None:
    odd = dataclasses.replace(
        dossier, forecasts=tuple(dataclasses.replace(r, probability=0.934) if r.id == "a" else r for r in dossier.forecasts)
    )
    table = asked(odd).table("forecasts")
    at = [c.id for c in table.columns].index("chance")

    assert table.rows[0][at] == 0.934
    assert (table.cell(0, at, "en"), table.cell(0, at, "fr")) == ("93%", "93\u202f%".replace("\u202f", "\xa0"))


VOTED = {
    "actors.csv": b"id,name,kind\n" + b"".join(b"A%d,A%d,state\n" % (i, i) for i in range(6)),
    "rollcalls.csv": b"id,title,date\nr1,Salt,2015-03-01\nr2,Salt,2016-03-01\nr3,Salt,2017-03-01\n",
    "votes.csv": b"rollcall,actor,vote\n"
    + b"".join(b"r%d,A%d,%s\n" % (r, i, b"yes" if i < 4 else b"no") for r in (1, 2, 3) for i in range(6)),
}


def test_what_the_product_gives_today_stands_beside_a_frozen_forecast_with_both_dates() -> None:
    rows = b"id,question,evidence,rollcall,low,value,high,made_on\nf,Margin?,e,r3,1,5,6,2017-02-01\nn,When?,e,r3,,7,,\nu,No vote?,e,,,7,,2017-02-01\n"
    found = asked(decode({**PARTS, **VOTED, "forecasts.csv": rows}))
    told = {row["question"].id: row for row in rows_of(found, "forecasts")}
    said = found.finding("beside-0").message

    assert (told["f"]["forecast"], told["f"]["made_on"]) == (5, When("2017-02-01"))
    assert told["f"]["today"] in (1, 2, 3)  # 4 yes and 2 no twice
    assert said.values["cut"] == dt.date(2017, 2, 28)
    assert said.values["today"] == dt.date(2019, 6, 1)  # the newest row, where nobody gives a day
    assert told["u"]["today"] is None
    for lang in LANGUAGES:
        assert "2017" in say(said, lang)
        assert "[how" not in say(found.finding("beside-1").message, lang)  # the one without a day
