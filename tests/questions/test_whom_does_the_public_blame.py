"""Whom does the public blame: shares with intervals, before and since a day, the firm's failings always, and nobody accused by us."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

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
    assert [figure.id for figure in answer.figures] == ["blame-shares", "half-lives"]
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


def fading_rows(outlets: int = 1, half: int = 7, weeks: int = 6, first: int = 32) -> list[str]:
    """A sentence against attackers a day of each text, half as many after each `half` days."""
    start, made = dt.date(2019, 3, 4), []
    for outlet in range(outlets):
        for week in range(weeks):
            for at in range(round(first * 0.5 ** (7 * week / half))):
                day = start + dt.timedelta(days=7 * week + at % 7)
                made.append(f"o{outlet}w{week}a{at},press,Item,Outlet {outlet},{day},{SINCE[0]},")
    return made


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_long_blame_lasts_is_told_with_its_interval(lang: str) -> None:
    answer = ask(AREA, debate(fading_rows()))
    values = answer.finding("fades-attackers").message.values

    assert 4 < values["low"] < values["count"] < values["high"] < 12
    row = next(row for row in answer.table("half-lives").rows if row[0].id == "attacker/hackers")
    assert row[4] == values["texts"] and row[6] == values["low"]
    assert ("half within" if lang == "en" else "retombe de moitié") in texts(answer, lang)["fades-attackers"]
    assert {figure.id for figure in answer.figures} == {"blame-shares", "half-lives"}


def test_too_few_weeks_give_no_half_life_and_say_so() -> None:
    answer = ask(AREA, debate(rows(each=2)))

    assert not [finding for finding in answer.findings if finding.id.startswith(("fades", "lasts", "grows"))]
    told = [say(text, "en") for text in answer.missing]
    assert any("needed: texts 10, weeks 4: attackers." in text for text in told)
    assert any("needed: texts 10, weeks 4: the organisation that was hit." in text for text in told)


def test_outlets_that_hold_enough_have_half_lives_of_their_own() -> None:
    few = [f"x{at},press,Item,Small,2019-03-{at + 10:02},{SINCE[0]}," for at in range(3)]
    table = ask(AREA, debate([*fading_rows(outlets=2), *few])).table("half-lives")

    assert [str(row[1]) for row in table.rows if row[0].id == "attacker/hackers"] == ["all outlets", "Outlet 0", "Outlet 1"]


def test_a_date_of_a_year_stands_in_no_week() -> None:
    vague = [f"v{at},press,Item,Yearly,2019,{SINCE[0]}," for at in range(5)]
    answer = ask(AREA, debate([*fading_rows(), *vague]))

    assert answer.finding("fades-attackers").message == ask(AREA, debate(fading_rows())).finding("fades-attackers").message
    assert any("5 sentences are dated to a month or a year only" in say(text, "en") for text in answer.missing)


def pdf(text: str) -> bytes:
    import typst

    return typst.compile(text.encode(), format="pdf")


def archived(data: bytes) -> Case:
    parts = {"dossier.toml": b'id = "x"', "files/a.pdf": data}
    parts["evidence.csv"] = f"{HEAD}\ne1,press,Item,Herald,2019-01-01,,files/a.pdf\n".encode()
    return Case(dossier=decode(parts), today=dt.date(2020, 1, 1))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [(BEFORE[0], "accuses the bank of having ignored three warnings"), (SINCE[1], "accuse les pirates d'avoir vidé les comptes")],
)
def test_a_pdf_is_read_as_a_text_is(sentence: str, words: str) -> None:
    pytest.importorskip("pypdf")
    answer = ask(AREA, archived(pdf(f"= Dossier\n\n{sentence}")))

    assert [row[6].replace("’", "'") for row in answer.table("sentences").rows] == [words]


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"no PDF"])
def test_a_broken_pdf_is_said_to_be_so(data: bytes) -> None:
    pytest.importorskip("pypdf")
    parts = {"dossier.toml": b'id = "x"', "files/a.pdf": data}
    parts["evidence.csv"] = f"{HEAD}\ne1,press,Item,Herald,2019-01-01,{BEFORE[0]},files/a.pdf\n".encode()
    answer = ask(AREA, Case(dossier=decode(parts), today=dt.date(2020, 1, 1)))

    assert answer.finding("read").message.values["count"] == 1
    assert any(say(text, "en").startswith("files/a.pdf: The text could not be read") for text in answer.missing)


def test_without_a_reader_of_pdf_the_install_line_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pypdf.py").write_text("raise ImportError", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # the child process finds this one before any that is installed
    data = pdf(BEFORE[0])
    parts = {"dossier.toml": b'id = "x"', "files/a.pdf": data}
    parts["evidence.csv"] = f"{HEAD}\ne1,press,Item,Herald,2019-01-01,{BEFORE[0]},files/a.pdf\n".encode()
    answer = ask(AREA, Case(dossier=decode(parts), today=dt.date(2020, 1, 1)))

    assert any("pip install 'legation[web]'" in say(text, "en").replace("’", "'") for text in answer.missing)
