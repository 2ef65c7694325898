"""Which trade: the best deals, where offers stand, what unlocks them, how firm it is, and what is not known."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest
from questions.negotiation_dossier import TALKS, THREE, asked

from legation.dossier.models.negotiation import NEGOTIATION
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.questions import ask
from legation.questions.deals.negotiation.analysis import firmness
from legation.questions.deals.negotiation.inputs import find_negotiation, is_open, sampled_domains, valued

CARDS = TALKS.replace(
    "[[floor]]",
    """
[[card]]
id = "c1"
package = { scope = "none", seat = "theirs", start = "now" }
[[card]]
id = "c2"
package = { scope = "all", seat = "theirs", start = "later" }
[[card]]
id = "c3"
package = { scope = "none", seat = "ours", start = "later" }
[[ranking]]
party = "us"
cards = ["c2", "c1", "c3"]
[[floor]]""",
    1,
)


def test_the_best_deal_is_that_of_the_definition() -> None:
    """By hand: gains over (0, 40) multiply to 65 x 45 at grave, theirs, now; the next best is 80 x 25."""
    answer = ask("which-trade", asked())
    best = answer.finding("best").message

    assert (best.values["count"], best.values["of"]) == (7, 12)
    assert say(best.values["deal"], "en") == "Scope: grave; seat: theirs; start: now"
    assert (answer.finding("zone").message.values["count"], answer.finding("zone").message.values["of"]) == (9, 12)
    assert answer.finding("same").message.values["count"] == 4


def test_a_trade_leaves_nobody_worse() -> None:
    answer = ask("which-trade", asked())
    gains = [row[4:] for row in answer.table("trades").rows]

    assert gains
    assert all(min(row) >= 0 and max(row) > 0 for row in gains)
    assert "status quo" in say(answer.finding("trade-1").message, "en")


def test_the_last_offer_that_can_be_improved_is_where_trades_begin() -> None:
    answer = ask(
        "which-trade",
        asked(TALKS.replace('scope = "none", seat = "theirs", start = "now"', 'scope = "all", seat = "ours", start = "later"')),
    )

    assert "1 June 2018" in say(answer.finding("trade-1").message, "en")
    assert answer.finding("offer:o2").message.id == "which-trade.offer-below"


def test_coalitions_are_counted_under_the_rule() -> None:
    answer = ask("which-trade", asked(THREE))
    (row,) = answer.table("coalitions").rows

    assert ([one.id for one in row[0]], row[1]) == (["us", "third"], 3)
    assert "coalitions" not in {one.id for one in ask("which-trade", asked()).findings}


def test_what_was_agreed_is_hidden_until_its_day_or_until_asked_for() -> None:
    ids = lambda answer: {one.id for one in answer.findings}  # noqa: E731

    assert "agreed" not in ids(ask("which-trade", asked()))
    assert "agreed" in ids(ask("which-trade", asked(), reveal="yes"))
    assert "agreed" in ids(ask("which-trade", asked(as_of="2019-07-01")))


def test_later_offers_change_nothing() -> None:
    earlier = TALKS[: TALKS.index('[[offer]]\nid = "o3"')]
    day = dt.date(2018, 7, 1).isoformat()

    whole, cut = (ask("which-trade", asked(text, day)).to_json() for text in (TALKS, earlier))
    assert [whole[part] for part in ("findings", "tables")] == [cut[part] for part in ("findings", "tables")]


def test_without_floors_nothing_is_said_of_the_zone() -> None:
    text = TALKS[: TALKS.index("[[floor]]")] + TALKS[TALKS.index("[[offer]]") :]
    answer = ask("which-trade", asked(text))

    assert "zone" not in {one.id for one in answer.findings}
    assert "which-trade.no-floors" in {one.id for one in answer.missing}


def test_an_empty_zone_is_said() -> None:
    answer = ask("which-trade", asked(TALKS.replace("value = 40", "value = 101")))

    assert answer.finding("best").message.id == "which-trade.no-deal"
    assert answer.finding("zone").message.id == "which-trade.zone-empty"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_party_is_too_little(lang) -> None:
    start = TALKS.index('[[worth]]\nparty = "them"\nissue = "start"')
    text = TALKS[:start] + TALKS[TALKS.index("[[floor]]") :]

    with pytest.raises(NotAvailable) as raised:
        ask("which-trade", asked(text))
    assert "worth" in say(raised.value.message, lang)
    with pytest.raises(WrongUse):
        ask("which-trade", asked(), negotiation="nowhere")


def test_ranked_cards_give_weights_with_room() -> None:
    case = asked(CARDS)
    talks = find_negotiation(case, "")
    domains = list(sampled_domains(talks.model, talks.valued, 50, seed=1))
    best = np.array([domain.highest[0] for domain in domains])

    assert talks.valued[0].weights is not None
    assert np.allclose(best, 100)
    assert len({round(float(domain.tables[0][0].max()), 6) for domain in domains}) > 10
    assert ask("which-trade", case).finding("firm").message.values["draws"] == 200


def test_answers_of_a_ranking_that_contradict_are_named() -> None:
    circle = CARDS.replace("[[floor]]", '[[ranking]]\nparty = "us"\ncards = ["c3", "c2"]\n[[floor]]', 1)

    assert "trading.inconsistent" in {one.id for one in ask("which-trade", asked(circle)).caveats}


def test_the_same_seed_draws_the_same_and_nothing_is_drawn_without_ranges() -> None:
    talks = find_negotiation(asked(), "")
    packages = [(1, 1, 0), (0, 0, 1)]
    first, again = (firmness(talks, packages, 40, 5, 7, lambda *_: None) for _ in range(2))

    assert first == again
    assert first is not None
    assert first.nash[1] == 0
    narrow = asked(TALKS.replace("[30, 35, 50]", "35"))
    assert not is_open(valued(NEGOTIATION.read(TALKS.replace("[30, 35, 50]", "35").encode(), "negotiations/t.toml"))[0])
    assert "which-trade.no-range" in {one.id for one in ask("which-trade", narrow).missing}


def test_draws_stay_within_their_ranges() -> None:
    talks = find_negotiation(asked(), "")
    grave = np.array([domain.tables[0][0, 1] for domain in sampled_domains(talks.model, talks.valued, 400, seed=0)])

    assert (grave >= 30).all()
    assert (grave <= 50).all()
    assert abs(grave.mean() - (30 + 35 + 50) / 3) < 1


@pytest.mark.parametrize("text", [TALKS, THREE, CARDS])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_of_the_program_stands_in_the_answer(text, lang) -> None:
    answer = ask("which-trade", asked(text)).to_json(lang)

    assert "[trading" not in json.dumps(answer)
