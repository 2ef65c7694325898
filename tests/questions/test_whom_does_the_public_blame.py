"""Whom does the public blame: shares with intervals, before and since a day, the firm's failings always, and nobody accused by us."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from legation.dossier import decode
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Case, ask
from legation.questions.answer import Answer

AREA = "whom-does-the-public-blame"
HEAD = "id,kind,title,publisher,date,quote,part"
BEFORE = ("The mayor accuses the bank of having ignored three warnings.", "The regulator fined the bank for its lax security.")
SINCE = ("Hackers stole the records of the clinic.", "La police accuse les pirates d'avoir vidé les comptes.")


def debate(rows: list[str], **files: bytes) -> Case:
    parts = {"dossier.toml": b'id = "x"', "evidence.csv": "\n".join([HEAD, *rows, ""]).encode()} | {
        f"files/{k}.txt": v for k, v in files.items()
    }
    return Case(dossier=decode(parts), today=dt.date(2020, 1, 1))


def rows(each: int = 14) -> list[str]:
    made = []
    for month, texts in ((1, BEFORE), (6, SINCE)):
        for at in range(each):
            made.append(f"e{month}-{at},press,Item,{'Gazette' if at % 2 else 'Herald'},2019-{month:02}-{at + 1:02},{texts[at % 2]},")
    return made


def texts(answer: Answer, lang: str = "en") -> dict[str, str]:
    return {finding.id: say(finding.message, lang) for finding in answer.findings}


def test_the_share_moves_from_firm_to_attackers_at_the_day() -> None:
    answer = ask(AREA, debate(rows()), since="2019-04-01")
    found = texts(answer)

    assert re.match(
        r"Before 1 April 2019 most blame fell on: the organisation that was hit, \d+% \(\d+% to \d+%\)\.", found["blamed-before"]
    )
    assert re.match(r"Since 1 April 2019 most blame falls on: attackers, \d+% \(\d+% to \d+%\)\.", found["blamed-since"])
    shift = answer.finding("shift-attackers").message
    assert shift.id.endswith("shift-moved") and shift.values["low"] > 30
    assert answer.finding("shift-organisation").message.values["high"] < -30
    assert [figure.id for figure in answer.figures] == ["blame-shares"]
    assert {row[0].id for row in answer.table("shares").rows} == {"whole", "before", "since"}
    assert {str(row[1]) if row[0].id == "outlet" else "" for row in answer.table("groups").rows} == {"", "Gazette", "Herald"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_share_has_its_interval_in_both_languages(lang: str) -> None:
    answer = ask(AREA, debate(rows()), since="2019-04-01")
    data = json.loads(json.dumps(answer.to_json(lang), allow_nan=False))

    for text in texts(answer, lang).values():
        for share in re.finditer(r"\d+(?:\s|\xa0|\u202f)?%", text):
            assert re.search(r"\(.*%.*%\)", text), share.group()
    for row in answer.table("shares").rows:
        assert row[3] is None or row[4] <= row[3] <= row[5]
    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", json.dumps(data))


def test_failings_are_shown_with_who_said_so_and_fall_with_their_evidence() -> None:
    audit = "a1,report,Audit,Court of Auditors,2019-02-01,The audit found that the clinic had ignored four warnings.,"
    there = texts(ask(AREA, debate([audit, *(row for row in rows() if "bank" not in row)])))
    gone = texts(ask(AREA, debate([row for row in rows() if "bank" not in row])))

    assert there["failing-1"] == (
        "On the failings of the organisation that was hit, Court of Auditors said on 1 February 2019: "
        "“The audit found that the clinic had ignored four warnings.”"
    )
    assert "no proof that it had none" in gone["failing-none"]


def test_few_sentences_give_counts_and_no_share() -> None:
    answer = ask(AREA, debate(rows(each=2)), since="2019-04-01")

    assert texts(answer)["blamed-since"] == "Since 1 April 2019 2 sentences blame somebody: of fewer than 10 no share is given."
    assert all(row[3] is None for row in answer.table("shares").rows)
    assert answer.figures == ()
    assert any("10 sentences" in say(text, "en") for text in answer.missing)


def test_archived_texts_are_read_and_what_cannot_be_is_said() -> None:
    case = debate(
        ["e1,press,Item,Herald,2019-01-01,,files/a.txt", "e2,press,Item,Herald,,Die Bank wurde beraubt.,"], a=" ".join(BEFORE).encode()
    )
    answer = ask(AREA, case)

    assert answer.table("sentences").rows[0][6] == "accuses the bank of having ignored three warnings"
    assert any("another language" in say(text, "en") for text in answer.missing)
    assert any("No day was given" in say(text, "en") for text in answer.missing)


def test_what_spans_the_day_stands_on_neither_side() -> None:
    wide = ["w,press,Item,Herald,2019,Hackers stole the files of the bank.,"]
    shares = ask(AREA, debate([*rows(), *wide]), since="2019-04-01").table("shares").rows
    read = {(row[0].id, say(row[1].name, "en")): row[2] for row in shares}

    assert read["whole", "attackers"] == read["before", "attackers"] + read["since", "attackers"] + 1


@pytest.mark.parametrize(
    "row", ["e1,press,Item,Herald,2019-01-01,,", "e1,own_judgement,Item,Desk,2019-01-01,The bank ignored all warnings.,"]
)
def test_without_a_debate_it_says_what_to_add(row: str) -> None:
    with pytest.raises(NotAvailable, match=r"evidence\.csv"):
        ask(AREA, debate([row]))


def test_later_quotes_are_not_seen() -> None:
    answer = ask(AREA, debate(rows()), as_of="2019-03-01")

    assert answer.finding("read").message.values["count"] == 14
