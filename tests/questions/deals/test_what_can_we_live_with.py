"""What we can live with: counted within our limits, and seen by nobody who may not see the mandate."""

from __future__ import annotations

import itertools
import json

import pytest
from questions.negotiation_dossier import MANDATE, SECRET, TALKS, THREE, asked

from legation.briefing.brief import brief, gather
from legation.cli import main
from legation.dossier import MARKINGS, encode, save
from legation.dossier.clearing import AUDIENCES
from legation.errors import DossierError, NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Case, ask
from legation.questions.deals.negotiation.mandate import find_limits

QUESTION = "what-can-we-live-with"


def test_packages_are_counted_as_one_by_one() -> None:
    case = asked()
    limits = find_limits(case, "")
    domain = limits.talks.domain
    kept = [p for p in itertools.product(*map(range, domain.sizes)) if not limits.crossed(p)]
    ours = [p for p in kept if domain.utilities(p)[0, 0] >= limits.floor]
    both = [p for p in ours if domain.utilities(p)[0, 1] >= 40]
    values = ask(QUESTION, case).finding("counted").message.values

    assert (values["left"], values["ours"], values["everyone"]) == (len(kept), len(ours), len(both)) == (8, 7, 4)


def test_the_loss_is_against_the_best_of_all_packages() -> None:
    values = ask(QUESTION, asked()).finding("worth:our-best-signed").message.values

    assert (values["points"], values["loss"]) == (80, 20)


def test_next_offers_stand_by_what_they_tell_and_are_not_below_our_floor() -> None:
    rows = ask(QUESTION, asked()).table("next").rows

    assert [row[-1] for row in rows] == sorted((row[-1] for row in rows), reverse=True)
    assert all(row[1] >= float(SECRET) for row in rows)


def test_our_own_offer_below_the_floor_or_across_a_red_line_is_named() -> None:
    mandate = MANDATE.replace(b'scope = ["none"]', b'scope = ["grave"]').replace(SECRET.encode(), b"90")
    found = {one.id for one in ask(QUESTION, asked(mandate=mandate)).findings}

    assert {"below:o3", "red:o3"} <= found
    assert "below:o1" not in found


def test_an_issue_with_red_lines_alone_leaves_nothing() -> None:
    answer = ask(QUESTION, asked(mandate=MANDATE.replace(b'scope = ["none"]', b'seat = ["ours", "theirs"]')))

    assert answer.finding("counted").message.id == f"{QUESTION}.all-red"
    assert answer.figures


@pytest.mark.parametrize(
    "entry, place",
    [
        (b"talks = 3\n", "negotiation.talks"),
        (b'talks = { party = "nobody", floor = 3 }\n', "negotiation.talks.party"),
        (b'talks = { party = "us" }\n', "negotiation.talks.floor"),
        (b'talks = { party = "us", floor = nan }\n', "negotiation.talks.floor"),
        (b'talks = { party = "us", floor = true }\n', "negotiation.talks.floor"),
        (b'talks = { party = "us", floor = 3, red_lines = 4 }\n', "negotiation.talks.red_lines"),
        (b'talks = { party = "us", floor = 3, red_lines = { moon = ["none"] } }\n', "negotiation.talks.red_lines"),
        (b'talks = { party = "us", floor = 3, red_lines = { scope = ["mars"] } }\n', "negotiation.talks.red_lines.scope"),
        (b'talks = { party = "us", floor = 3, ceiling = 4 }\n', "negotiation.talks.ceiling"),
    ],
)
def test_a_mandate_that_does_not_fit_is_a_fault_with_its_place(entry, place) -> None:
    with pytest.raises(DossierError) as raised:
        ask(QUESTION, asked(mandate=b"[negotiation]\n" + entry))
    assert place in {one.column for one in raised.value.problems}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mandate", [None, b'red_lines = ["none"]\n', b'[negotiation.other]\nparty = "us"\nfloor = 1\n'])
def test_without_our_limits_it_says_what_to_add(mandate, lang) -> None:
    with pytest.raises(NotAvailable) as raised:
        ask(QUESTION, asked(mandate=mandate))
    assert "mandate.toml" in say(raised.value.message, lang)


@pytest.mark.parametrize("audience", [one for one in AUDIENCES if one != "owner"])
@pytest.mark.parametrize("marking", MARKINGS)
def test_nobody_but_an_owner_gets_a_byte_of_it(audience, marking) -> None:
    whole = asked().later
    seen = whole.cleared(marking, audience)

    assert not any(SECRET.encode() in data for data in encode(seen).values())
    with pytest.raises(NotAvailable):
        ask(QUESTION, Case(dossier=seen, today=asked().today))
    for question in ("which-trade",):
        try:
            answer = json.dumps(ask(question, Case(dossier=seen, today=asked().today)).to_json())
        except NotAvailable:
            continue
        assert SECRET not in answer


@pytest.mark.parametrize("sections", [(), (QUESTION,), (QUESTION, "which-trade")])
def test_it_stands_in_no_brief_even_of_an_owner(sections) -> None:
    case = asked()
    gathered = gather(case, sections=sections)

    assert QUESTION not in {one.question for one in gathered.answers}
    assert (QUESTION in gathered.unavailable) == bool(sections)
    assert SECRET not in repr(brief(case, gathered, "en"))
    assert "41.6" not in repr(brief(case, gathered, "en"))


def test_the_commands_answer_the_owner_and_export_nothing(tmp_path, capsys) -> None:
    save(asked().later, tmp_path / "d")

    assert main(["ask", QUESTION, str(tmp_path / "d"), "--as-of", "2019-01-01", "--json"]) == 0
    assert "41.6" in capsys.readouterr().out
    for audience in ("desk", "partner"):
        out = tmp_path / audience
        assert main(["export", str(tmp_path / "d"), str(out), "--audience", audience]) == 0
        assert not any(SECRET.encode() in path.read_bytes() for path in out.rglob("*") if path.is_file())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", [TALKS, THREE, TALKS.replace('opened = "2018-01-01"', "")])
def test_every_sentence_is_said(text, lang) -> None:
    answer = ask(QUESTION, asked(text)).to_json(lang)

    assert "[trading" not in json.dumps(answer)
    assert f"[{QUESTION}" not in json.dumps(answer)
