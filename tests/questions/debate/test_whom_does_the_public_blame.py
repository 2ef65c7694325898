"""Whom does the public blame: what a person read is counted, with intervals; what nobody read is a number of passages and no more."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from figures.sheet import apart, marks, on_the_sheet
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Wording, decode
from legation.dossier.models.statement import STATEMENT
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.methods.text.blame import TARGETS, HalfLife
from legation.questions import Case, ask
from legation.questions.answer import Answer
from legation.questions.debate.blame import MOST, debate
from legation.questions.debate.blame_tables import Fading, fading_figure
from legation.questions.incident.texts import incidents

AREA = "whom-does-the-public-blame"
HEAD = "id,kind,title,publisher,date,quote,part"
READ = "id,evidence,incident,passage,holder,target,cause,stance,verdict"
BEFORE = ("The mayor accuses the bank of having ignored warning {}.", "The regulator fined the bank for its lax security in case {}.")
SINCE = ("Hackers stole the records of clinic {}.", "La police accuse les pirates d'avoir vidé le compte {}.")
INCIDENT = '[statement]\ntitle_en = "On the breach"\naddressee_en = "the public"\nfirm_en = "the Bank of Kestria"\n'
FIRM, ATTACKER = TARGETS[2], TARGETS[0]


def dossier(rows: list[str], readings: list[str] = (), incident: str = INCIDENT, **files: bytes) -> Case:  # type: ignore[assignment]
    parts = {"dossier.toml": b'id = "x"', "evidence.csv": "\n".join([HEAD, *rows, ""]).encode()}
    parts["readings.csv"] = "\n".join([READ, *readings, ""]).encode()
    if incident:
        parts["incidents/breach.statement.toml"] = incident.encode()
    return Case(dossier=decode(parts | {f"files/{k}.txt": v for k, v in files.items()}), today=dt.date(2020, 1, 1))


def rows(each: int = 14) -> list[str]:
    made = []
    for month, texts in ((1, BEFORE), (6, SINCE)):
        for at in range(each):
            outlet = "Gazette" if at % 2 else "Herald"
            made.append(f"e{month}-{at},press,Item,{outlet},2019-{month:02}-{at + 1:02},{texts[at % 2].format(at)},")
    return made


def read(evidence: list[str], target: str = "", stance: str = "blames", verdict: str = "confirmed") -> list[str]:
    """Return a reading of each row: of its quotation, against the firm before June and against attackers since."""
    made = []
    for line in evidence:
        id_, *_, quote, _ = line.split(",")
        made.append(
            f"r-{id_},{id_},breach,{quote},,{target or (ATTACKER if quote.startswith(('Hackers', 'La police')) else FIRM)},,{stance},{verdict}"
        )
    return made


def confirmed(each: int = 14) -> Case:
    return dossier(rows(each), read(rows(each)))


def texts(answer: Answer, lang: str = "en") -> dict[str, str]:
    return {finding.id: say(finding.message, lang) for finding in answer.findings}


def missing(answer: Answer, lang: str = "en") -> str:
    return "\n".join(say(text, lang) for text in answer.missing)


def everything(answer: Answer, lang: str) -> str:
    return json.dumps(answer.to_json(lang), ensure_ascii=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_nobody_read_is_a_number_of_passages_and_names_nobody(lang: str) -> None:
    about = "b,press,The Bank of Kestria,Gazette,2019-01-01,The mayor accuses the Bank of Kestria of having ignored three warnings.,"
    answer = ask(AREA, dossier([about, "c,press,Item,Herald,2019-01-02,Hackers stole the records of the clinic.,"]))
    found = texts(answer, lang)

    assert set(found) == {"read", "failing-none"}
    assert ("No person has read a passage" if lang == "en" else "Personne n'en a encore lu un passage") in found["read"].replace("’", "'")
    assert ("1 passage waits" if lang == "en" else "1 passage attend") in missing(answer, lang)
    assert ("1 text is about no incident" if lang == "en" else "1 texte ne parle d'aucun incident") in missing(answer, lang).replace(
        "’", "'"
    )
    assert not answer.figures and not {"sentences", "groups", "half-lives", "failings"} & {table.id for table in answer.tables}
    assert all(row[2] == 0 and row[3] is None for table in answer.tables for row in table.rows)
    told = everything(answer, lang)
    assert "accuses" not in told and "mayor" not in told and "Hackers" not in told and "Gazette" not in told


def test_a_text_about_no_incident_is_not_read() -> None:
    answer = ask(AREA, dossier(rows()))

    assert texts(answer)["read"].startswith("No text of the dossier is about Bank of Kestria")
    assert "28 texts are about no incident" in missing(answer) and "wait" not in missing(answer)


def test_without_an_incident_nothing_is_read_and_it_is_said_where_to_bring_one_in() -> None:
    answer = ask(AREA, dossier(rows(), incident=""))

    assert texts(answer) == {"read": "The dossier holds no incident, so none of its 28 texts was read for blame."}
    assert "a name is enough" in missing(answer) and "TOML" not in missing(answer).upper()


def test_the_share_moves_from_firm_to_attackers_at_the_day() -> None:
    answer = ask(AREA, confirmed(), since="2019-04-01")
    found = texts(answer)

    assert re.match(
        r"Before 1 April 2019 most blame fell on: the organisation that was hit, \d+% \(95% interval \d+% to \d+%\)\.",
        found["blamed-before"],
    )
    assert re.match(r"Since 1 April 2019 most blame falls on: attackers, \d+% \(95% interval \d+% to \d+%\)\.", found["blamed-since"])
    shift = answer.finding("shift-attackers").message
    assert shift.id.endswith("shift-moved") and shift.values["low"] > 30
    assert answer.finding("shift-organisation").message.values["high"] < -30
    assert "blame-shares" in [figure.id for figure in answer.figures]
    assert {row[0].id for row in answer.table("shares").rows} == {"whole", "before", "since"}
    assert {str(row[1]) if row[0].id == "outlet" else "" for row in answer.table("groups").rows} == {"", "Gazette", "Herald"}


def test_shares_of_readings_are_plain_counts() -> None:
    answer = ask(AREA, dossier(rows(), [*read(rows()[:21]), *read(rows()[21:], verdict="rejected", target=FIRM)]))
    share = {row[1].id: row[2:6] for row in answer.table("shares").rows if row[0].id == "whole"}

    assert share[FIRM][0] == 14 and share[ATTACKER][0] == 7
    assert share[FIRM][1] == pytest.approx(2 / 3, abs=1e-6) and share[ATTACKER][1] == pytest.approx(1 / 3, abs=1e-6)
    assert share[FIRM][2] < 2 / 3 < share[FIRM][3]


def test_what_was_rejected_is_counted_as_read_and_blames_nobody() -> None:
    answer = ask(AREA, dossier(rows(2), read(rows(2), verdict="rejected", target="")))

    assert answer.finding("read").message.values["count"] == 4 and answer.finding("read").message.values["blaming"] == 0
    assert "sentences" not in [table.id for table in answer.tables]


def test_excuses_and_open_questions_are_shown_and_are_no_blame() -> None:
    answer = ask(AREA, dossier(rows(2), read(rows(2), stance="excuses")))

    assert answer.finding("read").message.values["blaming"] == 0
    assert {say(row[5].name, "fr") for row in answer.table("sentences").rows} == {"dédouane"}


def test_a_passage_that_two_texts_quote_counts_once() -> None:
    twice = [line.replace("e1-", "copy-").replace("Gazette", "Echo").replace("Herald", "Echo") for line in rows()[:14]]
    once = ask(AREA, dossier(rows(), read(rows())))
    both = ask(AREA, dossier([*rows(), *twice], [*read(rows()), *read(twice)]))

    assert both.table("shares").rows == once.table("shares").rows
    assert both.finding("read").message.values == once.finding("read").message.values


def test_of_a_passage_that_waits_in_two_texts_one_reading_is_asked_for() -> None:
    quote = "The mayor accuses the Bank of Kestria of having ignored three warnings."
    found = debate(dossier([f"a,press,T,A,2019-01-01,{quote},", f"b,press,T,B,2019-01-02,«{quote}»,"]), lambda *_: None)

    assert [one.rows for one in found.waiting] == [("a", "b")]
    assert found.waiting[0].offered and 0 < found.waiting[0].chance <= 1


def test_what_was_read_no_longer_waits_and_the_share_read_is_told() -> None:
    sentence = "The mayor accuses the Bank of Kestria of having ignored warning {}."
    there = [f"e{at},press,T,A,2019-01-{at + 1:02},{sentence.format(at)}," for at in range(4)]
    answer = ask(AREA, dossier(there, read(there[:1])))

    assert "3 passages wait" in missing(answer) and "25% are read" in missing(answer)


def test_a_reading_follows_its_text_to_a_newer_version() -> None:
    there = [line + "," for line in rows(1)]
    newer = f"e1-0b,press,Item,Gazette,2019-01-01,{BEFORE[0].format(0)},,e1-0"
    parts = {"dossier.toml": b'id = "x"', "evidence.csv": "\n".join([f"{HEAD},supersedes", *there, newer, ""]).encode()}
    parts |= {"readings.csv": "\n".join([READ, *read(rows(1)[:1]), ""]).encode(), "incidents/breach.statement.toml": INCIDENT.encode()}
    answer = ask(AREA, Case(dossier=decode(parts), today=dt.date(2020, 1, 1)))

    assert answer.finding("read").evidence == ("e1-0b",)


@given(st.permutations(range(8)), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_counts_depend_on_what_was_confirmed_and_on_nothing_else(order: list[int], rejected: set[int], twice: set[int]) -> None:
    """Rows in any order, a reading that stands twice, passages that were rejected: who is blamed is counted once for each passage."""
    there = rows(4)
    made = [read([there[at]], verdict="rejected" if at in rejected else "confirmed")[0] for at in order]
    again = [made[order.index(at)].replace("r-", "again-", 1) for at in twice]
    answer = ask(AREA, dossier(there, [*made, *again]))
    values = answer.finding("read").message.values

    assert values["count"] == 8 and values["blaming"] == 8 - len(rejected)
    counted = {row[1].id: row[2] for table in answer.tables if table.id == "shares" for row in table.rows}
    assert counted.get(FIRM, 0) == 4 - len(rejected & {0, 1, 2, 3}) and counted.get(ATTACKER, 0) == 4 - len(rejected & {4, 5, 6, 7})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_share_has_its_interval_in_both_languages(lang: str) -> None:
    answer = ask(AREA, confirmed(), since="2019-04-01")
    data = json.loads(json.dumps(answer.to_json(lang), allow_nan=False))

    for text in texts(answer, lang).values():
        for share in re.finditer(r"\d+(?:\s|\xa0|\u202f)?%", text):
            assert re.search(r"\([^)]*95\s?%[^)]*\d[^)]*\d[^)]*\)", text), share.group()
    for row in answer.table("shares").rows:
        assert row[3] is None or row[4] <= row[3] <= row[5]
    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", json.dumps(data))


def test_failings_come_from_readings_and_from_the_statement_and_fall_with_their_evidence() -> None:
    audit = "a1,report,Audit,Court of Auditors,2019-02-01,The audit found that the clinic had ignored four warnings.,"
    ours = f'{INCIDENT}\n[[failing]]\nid = "f"\ntext_en = "no copy was kept"\nevidence = ["a1"]\n'
    there = texts(ask(AREA, dossier([audit], read([audit]), ours)))
    unread = texts(ask(AREA, dossier([audit])))

    assert there["failing-1"] == (
        "On the failings of the organisation that was hit, Court of Auditors said on 1 February 2019: "
        "“The audit found that the clinic had ignored four warnings.”"
    )
    assert there["failing-2"].endswith("the statement of this dossier says: no copy was kept")
    assert "no proof that it had none" in unread["failing-none"]


def test_few_passages_give_counts_and_no_share() -> None:
    answer = ask(AREA, confirmed(2), since="2019-04-01")

    assert texts(answer)["blamed-since"] == "Since 1 April 2019 2 passages blame somebody: of fewer than 10 no share is given."
    assert all(row[3] is None for row in answer.table("shares").rows)
    assert answer.figures == ()
    assert "10 passages" in missing(answer)


def test_archived_texts_wait_and_what_cannot_be_read_is_said() -> None:
    words = " ".join(text.format(1) for text in BEFORE)
    case = dossier(
        ["e1,press,Bank of Kestria,Herald,2019-01-01,,files/a.txt", "e2,press,Bank of Kestria,Herald,,Die Bank wurde beraubt.,"],
        a=words.encode(),
    )

    assert "2 passages wait" in missing(ask(AREA, case))
    assert "in a language other than French or English" in missing(ask(AREA, case))


@pytest.mark.parametrize("quote", ["Fault", "Bank of Kestria", "Pirates", ""])
def test_a_text_of_a_word_or_two_is_no_fault(quote: str) -> None:
    about = "b,press,Bank of Kestria,Gazette,2019-01-01,The Bank of Kestria spoke.,"
    answer = ask(AREA, dossier([about, f"e,press,Bank of Kestria,Gazette,2019-01-01,{quote},"]))

    assert texts(answer)["read"]


def test_of_a_long_text_the_first_sentences_are_looked_at_and_the_rest_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.questions.debate.blame.MOST", 20)
    monkeypatch.setattr("legation.questions.debate.whom_does_the_public_blame.MOST", 20)
    long = " ".join(f"The mayor blames the bank for failure number {at}." for at in range(200))
    short = "s,press,Bank of Kestria,Gazette,2019-01-01,The mayor blames the Bank of Kestria.,"
    answer = ask(AREA, dossier(["e1,press,Bank of Kestria,Herald,2019-01-01,,files/a.txt", short], a=long.encode()))

    assert "181 sentences were not looked at: at one go 20 are" in missing(answer)
    assert MOST > 20


def test_what_spans_the_day_stands_on_neither_side() -> None:
    wide = ["w,press,Item,Herald,2019,Hackers stole the files of the bank.,"]
    case = dossier([*rows(), *wide], read([*rows(), *wide]))
    shares = ask(AREA, case, since="2019-04-01").table("shares").rows
    counted = {(row[0].id, say(row[1].name, "en")): row[2] for row in shares}

    assert counted["whole", "attackers"] == counted["before", "attackers"] + counted["since", "attackers"] + 1


@pytest.mark.parametrize(
    "row", ["e1,press,Item,Herald,2019-01-01,,", "e1,own_judgement,Item,Desk,2019-01-01,The bank ignored all warnings.,"]
)
def test_without_a_debate_it_says_what_to_add(row: str) -> None:
    with pytest.raises(NotAvailable, match=r"Add rows to evidence\.csv with the publisher"):
        ask(AREA, dossier([row]))


def test_a_reading_is_known_with_its_text() -> None:
    answer = ask(AREA, confirmed(), as_of="2019-03-01")

    assert answer.finding("read").message.values["count"] == 14


def test_incidents_are_told_apart() -> None:
    other = INCIDENT.replace("Bank of Kestria", "Clinic of Ombria")
    case = dossier(rows(2), read(rows(2)))
    parts = {"dossier.toml": b'id = "x"', "evidence.csv": "\n".join([HEAD, *rows(2), ""]).encode()}
    parts |= {"readings.csv": "\n".join([READ, *read(rows(2)), ""]).encode()}
    parts |= {"incidents/breach.statement.toml": INCIDENT.encode(), "incidents/a-clinic.statement.toml": other.encode()}
    both = Case(dossier=decode(parts), today=dt.date(2020, 1, 1))

    assert texts(ask(AREA, both))["read"] == texts(ask(AREA, case))["read"], "that with readings comes first"
    assert texts(ask(AREA, both, incident="a-clinic"))["read"].startswith("No text of the dossier is about Clinic of Ombria")
    assert "a-clinic" in "\n".join(say(text, "en") for text in ask(AREA, both).caveats)
    with pytest.raises(WrongUse, match="There are: a-clinic and breach"):
        ask(AREA, both, incident="storm")


def test_evidence_of_an_earlier_attribution_is_not_about_the_incident() -> None:
    model = f'{INCIDENT}\n[[withdrawn]]\nid = "w"\ntext_en = "an earlier word"\nevidence = ["e1-0"]\n'
    (found,) = incidents(dossier(rows(1), incident=model).dossier)
    (template,) = incidents(decode({"dossier.toml": b'id = "d"', "incidents/i.statement.toml": STATEMENT.template("fr").encode()}))

    assert found.named == frozenset() and found.names == ("Bank of Kestria",)
    assert template.name == "i"


def test_a_register_gives_the_names_of_its_incident_and_malware_and_a_broken_one_says_nothing() -> None:
    made = '"spec_version": "2.1", "created": "2019-01-01T00:00:00Z", "modified": "2019-01-01T00:00:00Z"'
    malware = (
        f'{{"type": "malware", "id": "malware--0d5f0a4c-7d2d-4c3e-9a6b-1f2b3c4d5e62", "name": "Tin Worm", "aliases": ["TW-9"], {made}}}'
    )
    bundle = f'{{"type": "bundle", "id": "bundle--0d5f0a4c-7d2d-4c3e-9a6b-1f2b3c4d5e60", "objects": [{malware}]}}'
    quotes = ["Nobody stopped the tin worm in time.", "The tinworm is a toy.", "Who wrote TW-9?"]
    evidence = "\n".join([HEAD, *(f"e{at},press,Item,Gazette,2019-01-01,{quote}," for at, quote in enumerate(quotes)), ""])
    parts = {"dossier.toml": b'id = "x"', "evidence.csv": evidence.encode(), "incidents/worm.json": bundle.encode()}
    whole, broken = decode(parts), decode(parts | {"incidents/worm.json": b"{"})

    (found,) = incidents(whole)
    assert [row.id for row in whole.evidence if found.is_about(row, row.quote)] == ["e0", "e2"]
    assert [one.names for one in incidents(broken)] == [()]


def fading_rows(outlets: int = 1, half: int = 7, weeks: int = 6, first: int = 32) -> list[str]:
    """A passage against attackers a day of each text, half as many after each `half` days."""
    start, made = dt.date(2019, 3, 4), []
    for outlet in range(outlets):
        for week in range(weeks):
            for at in range(round(first * 0.5 ** (7 * week / half))):
                day = start + dt.timedelta(days=7 * week + at % 7)
                made.append(f"o{outlet}w{week}a{at},press,Item,Outlet {outlet},{day},{SINCE[0].format(f'{outlet} {week} {at}')},")
    return made


def fading(*more: str, outlets: int = 1) -> Case:
    there = [*fading_rows(outlets), *more]
    return dossier(there, read(there))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_long_blame_lasts_is_told_with_its_interval(lang: str) -> None:
    answer = ask(AREA, fading())
    values = answer.finding("fades-attackers").message.values

    assert 4 < values["low"] < values["count"] < values["high"] < 12
    row = next(row for row in answer.table("half-lives").rows if row[0].id == "attacker/hackers")
    assert row[4] == values["texts"] and row[6] == values["low"]
    assert ("half within" if lang == "en" else "retombent de moitié") in texts(answer, lang)["fades-attackers"]
    assert {figure.id for figure in answer.figures} == {"blame-shares", "half-lives"}
    drawn = next(figure for figure in answer.figures if figure.id == "half-lives")
    apart(on_the_sheet(drawn, lang))  # type: ignore[no-untyped-call]
    assert f"{values['low']:.0f}" in str(drawn.records("en")[0]["value"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_half_life_without_end_has_a_tip_and_no_dot(lang: str) -> None:
    ends = ((30.0, 12.4, 88.0), (21.0, 8.0, math.inf), (math.inf, 90.0, math.inf), (math.inf, math.inf, math.inf), (1.0, 1.0, 1.0))
    found = HalfLife(target=TARGETS[0], peak="2019-01-07", weeks=9, texts=40)
    made = tuple(
        Fading(
            outlet="" if at == 0 else f"o{at}",
            named=Wording(en="The Gazette of the coast"),
            found=replace(found, days=days, low=low, high=high),
        )
        for at, (days, low, high) in enumerate(ends)
    )
    (figure,) = fading_figure(dossier([], read([])), made)
    apart(on_the_sheet(figure, lang))  # type: ignore[no-untyped-call]

    assert sum(mark.get("shape") == "square" for mark in marks(figure, lang)) == 3  # type: ignore[no-untyped-call]


def test_too_few_weeks_give_no_half_life_and_say_so() -> None:
    answer = ask(AREA, confirmed(2))

    assert not [finding for finding in answer.findings if finding.id.startswith(("fades", "lasts", "grows"))]
    assert "for this target: attackers. It takes 10 texts over 4 weeks from its peak on" in missing(answer)
    assert "for this target: the organisation that was hit." in missing(answer) and "a supplier" not in missing(answer)


def test_outlets_that_hold_enough_have_half_lives_of_their_own() -> None:
    few = [f"x{at},press,Item,Small,2019-03-{at + 10:02},{SINCE[0].format(f'x{at}')}," for at in range(3)]
    table = ask(AREA, fading(*few, outlets=2)).table("half-lives")

    assert [str(row[1]) for row in table.rows if row[0].id == "attacker/hackers"] == ["all outlets", "Outlet 0", "Outlet 1"]


def test_a_date_of_a_year_stands_in_no_week() -> None:
    vague = [f"v{at},press,Item,Yearly,2019,{SINCE[0].format(f'v{at}')}," for at in range(5)]
    answer = ask(AREA, fading(*vague))

    assert answer.finding("fades-attackers").message == ask(AREA, fading()).finding("fades-attackers").message
    assert "5 passages are dated to a month or a year only" in missing(answer)


def pdf(text: str) -> bytes:
    import typst

    return typst.compile(text.encode(), format="pdf")


def archived(data: bytes, quote: str = "") -> Case:
    parts = {"dossier.toml": b'id = "x"', "files/a.pdf": data, "incidents/breach.statement.toml": INCIDENT.encode()}
    parts["evidence.csv"] = f"{HEAD}\ne1,press,Bank of Kestria,Herald,2019-01-01,{quote},files/a.pdf\n".encode()
    return Case(dossier=decode(parts), today=dt.date(2020, 1, 1))


@pytest.mark.parametrize("sentence", [BEFORE[0].format(3), SINCE[1].format(3)])
def test_a_pdf_is_looked_through_as_a_text_is(sentence: str) -> None:
    pytest.importorskip("pypdf")
    found = debate(archived(pdf(f"= Dossier\n\n{sentence}")), lambda *_: None)

    assert [one.text.replace("’", "'").removeprefix("Dossier ") for one in found.waiting] == [sentence]


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"no PDF"])
def test_a_broken_pdf_is_said_to_be_so(data: bytes) -> None:
    pytest.importorskip("pypdf")
    answer = ask(AREA, archived(data, BEFORE[0].format(3)))

    assert "1 passage waits" in missing(answer)
    assert any(say(text, "en").startswith("files/a.pdf: The text could not be read") for text in answer.missing)


def test_without_a_reader_of_pdf_the_install_line_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pypdf.py").write_text("raise ImportError", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # the child process finds this one before any that is installed
    answer = ask(AREA, archived(pdf(BEFORE[0].format(3)), BEFORE[0].format(3)))

    assert any("pip install 'legation[web]'" in say(text, "en").replace("’", "'") for text in answer.missing)
