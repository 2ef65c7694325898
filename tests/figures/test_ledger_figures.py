"""The ledger: words on the sheet that do not touch, every number at its place, and what is refused."""

import pytest
from figures.examples import SAID, actors
from figures.sheet import apart, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.ledger import SHOWN, Forecasted, ledger
from legation.language import LANGUAGES


def ledger_of(n):
    rows = []
    for i, name in enumerate(actors(n)):
        if i % 3 == 2:
            rows.append(Forecasted(name=name, unit="", result=float(i % 2), value=(i % 11) / 10, baseline=0.5, share=True))
        else:
            low = -40.0 + i
            end = {"low": low, "high": low + 90} if i % 4 else {}
            rows.append(Forecasted(name=name, unit="members", result=19.0 + i, value=low + 45, baseline=30.0 if i % 5 else None, **end))
    return ledger(rows, **SAID)


EVERY = {"ledger": ledger_of}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 3, 30, 200])
@pytest.mark.parametrize("name", EVERY)
def test_words_stand_on_the_sheet_and_do_not_touch(name, n, lang):
    apart(on_the_sheet(EVERY[name](n), lang))


def test_every_number_is_drawn_where_its_scale_has_it():
    data = [d for d in marks(ledger_of(2)) if "forecast" in d]
    places = {d["value"]: d["x"] for d in data if "x" in d}
    values = sorted(places)

    assert len([d for d in marks(ledger_of(200)) if d.get("shape") == "circle" and "forecast" in d]) == SHOWN
    assert [places[v] for v in values] == sorted(places.values())
    span = (places[values[-1]] - places[values[0]]) / (values[-1] - values[0])
    assert all(abs(places[v] - places[values[0]] - span * (v - values[0])) < 0.2 for v in values)


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": 3.0, "value": 2.0, "high": 4.0},
        {"value": float("nan")},
        {"value": 1.2, "share": True},
        {"result": float("inf")},
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(BadValue):
        ledger([Forecasted(name=actors(1)[0], unit="", **{"result": 1.0, **wrong})], **SAID)
    with pytest.raises(BadValue):
        ledger([], **SAID)
