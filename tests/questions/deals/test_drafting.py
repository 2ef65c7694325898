"""A text under negotiation: where it is stuck, who is on record against what, what was adopted before."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions.draft_dossier import DRAFT, PARTS, V2

from legation.dossier import decode
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.methods.drafting import openness, parse
from legation.questions import Case, ask
from legation.questions.deals.drafting.draft import find_draft
from legation.questions.deals.drafting.paragraphs import cut_version, key_of
from legation.rooms.drafting import blocking, simulate

STUCK, BLOCKING, BEFORE = "where-is-the-text-stuck", "who-is-blocking", "what-did-they-say-before"
BASE = {
    "dossier.toml": b'id = "small"\n',
    "actors.csv": b"id,name,kind\nA,Aland,state\nB,Borduria,state\nC,Cagliostro,state\nD,Dorne,state\n",
    "evidence.csv": b"id,title,date\ne1,First,2018-01-01\ne2,Second,2019-01-01\n",
    "bodies.toml": b'[[body]]\nid = "b"\n[[body.rule]]\nshare = "1/2"\n',
    "rollcalls.csv": b"id,symbol,title,date,evidence\nr1,R/1,The open sky,2018-01-01,e1\n",
    "votes.csv": b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,yes\n",
}


def case(as_of: str = "2019-04-01", draft: str = DRAFT, **changed: bytes) -> Case:
    parts = {**BASE, **PARTS, "drafts/report.toml": draft.encode()}
    parts |= {f"drafts/report/{name}.txt": data for name, data in changed.items()}
    return Case(dossier=decode(parts), today=dt.date(2019, 4, 1)).at(dt.date.fromisoformat(as_of))


def text(answer, finding: str, lang: str = "en") -> str:
    return say(answer.finding(finding).message, lang)


def rows(answer, table: str) -> list[tuple[str, ...]]:
    found = answer.table(table)
    return [tuple(found.cell(row, column, "en") for column in range(len(found.columns))) for row in range(len(found.rows))]


def test_brackets_and_words_are_counted_by_version() -> None:
    answer = ask(STUCK, case())

    assert [(row[1], row[2], row[5]) for row in rows(answer, "versions")] == [("zero draft", "4", "0%"), ("rolling text", "4", "33%")]
    for name, row in zip(("v1", "v2"), answer.table("versions").rows, strict=True):
        counted = openness(parse(PARTS[f"drafts/report/{name}.txt"].decode()))
        assert counted.brackets == row[2]
    assert text(answer, "now").startswith("In the version of 10 February 2019 of “Report” 4 brackets are open")
    assert "Too few brackets have closed for a half-life: 1" in text(answer, "half-life")
    assert "they wait for what somebody does oppose: “shall” (paragraph 2)" in text(answer, "held-back:p")
    (lands,) = [say(one.message, "en") for one in answer.findings if one.id.startswith("landing:")]
    assert lands == "In paragraph 2 nobody on record opposes “should” (1 for it)."


def test_what_does_not_fit_the_text_is_said_and_not_counted() -> None:
    answer = ask(STUCK, case())
    said = [say(one, "en") for one in answer.caveats]

    assert any("paragraph 9" in one and "12 March 2019" in one for one in said)


def test_who_is_alone_is_said_with_its_day_and_its_source() -> None:
    answer = ask(BLOCKING, case())
    (alone,) = [one for one in answer.findings if one.id.startswith("alone:")]

    assert (
        say(alone.message, "en")
        == "On 11 March 2019 Cagliostro went on record against “shall” (paragraph 2); no other objection is on record."
    )
    assert alone.evidence == ("e2",)
    assert "Borduria" in say(alone.contrary, "en")
    assert "Aland reserved its position" in text(answer, "reserved")
    assert "Dorne takes part and said nothing" in text(answer, "silent")
    assert "Silence is not counted as acceptance." in [say(one, "en") for one in answer.caveats]
    assert ("Cagliostro", "1", "1", "1", "0", "0", "3") in rows(answer, "actors")


def test_an_objection_that_the_text_notes_is_said_to_stand_in_the_text() -> None:
    answer = ask(BLOCKING, case(v2=V2.replace("[others]", "[others – CAG delete]").encode()))
    said = [say(one.message, "en") for one in answer.findings if one.id.startswith("alone:")]

    assert "The text of 10 February 2019 records CAG against “others” (paragraph 1); no other objection is on record." in said


def test_what_was_said_in_private_is_said_to_be_reported() -> None:
    private = DRAFT.replace('stance = "oppose"\ndate = "2019-03-11"\n', 'stance = "oppose"\npublic = false\ndate = "2019-03-11"\n')
    said = [say(one.message, "en") for one in ask(BLOCKING, case(draft=private)).findings if one.id.startswith("alone:")]

    assert said == [
        "On 11 March 2019 Cagliostro is reported to have spoken in private against “shall” (paragraph 2); no other objection is on record."
    ]


def test_the_nearest_adopted_wording_comes_with_the_votes_on_it() -> None:
    answer = ask(BEFORE, case())
    (near,) = [one for one in answer.findings if one.id.startswith("near:")]

    assert say(near.message, "en").startswith("Paragraph 2 with “shall” is near to words adopted in R/1 on 1 January 2018")
    assert any(
        say(one.message, "en") == "Cagliostro, on record against “shall” in paragraph 2 now, voted for R/1 on 1 January 2018."
        for one in answer.findings
    )
    assert [row[2:] for row in rows(answer, "votes")] == [
        ("Support", "yes", "Borduria"),
        ("Oppose", "yes", "Cagliostro"),
    ]


def test_a_group_counts_by_its_members_on_the_day_of_the_vote() -> None:
    draft = DRAFT.replace('actor = "B"\nwritten = "BOR"\n', 'actor = "B"\nwritten = "BOR"\n[[party]]\nactor = "C"\nspeaks_for = "club"\n')
    dossier = decode(
        {**BASE, **PARTS, "drafts/report.toml": draft.encode(), "groups.csv": b"group,actor,start\nclub,A,2017\nclub,D,2017\n"}
    )
    answer = ask(BEFORE, Case(dossier=dossier, today=dt.date(2019, 4, 1)).at(dt.date(2019, 4, 1)))

    assert any(
        "Cagliostro is on record against “shall” in paragraph 2 now; of its 2 members that day 1 voted for R/1" in say(one.message, "en")
        for one in answer.findings
    )


def test_a_day_before_sees_the_text_of_that_day() -> None:
    answer = ask(STUCK, case("2018-06-01"))

    assert len(answer.table("versions").rows) == 1
    assert answer.missing
    with pytest.raises(NotAvailable):
        ask(STUCK, case("2017-01-01"))


def test_silence_is_acceptance_only_where_the_rule_says_so() -> None:
    asked = '[[silence]]\nid = "s"\nunits = ["3"]\ndate = "2019-03-01"\ndeadline = "2019-03-05"\nlevel = "committee"\n'
    broken = '[[broken]]\nsilence = "s"\nactor = "A"\ndate = "2019-03-04"\n'
    rule = DRAFT.replace('body = "b"\n', 'body = "b"\nsilence_accepts = true\n')
    levels = [
        {row[0]: row[1] for row in rows(ask(STUCK, case(draft=one)), "units")}["3"]
        for one in (DRAFT + asked, rule + asked, rule + asked + broken)
    ]

    assert levels == ["agreed ad referendum", "agreed in committee", "agreed ad referendum"]


@pytest.mark.parametrize("question", [STUCK, BLOCKING, BEFORE])
def test_wrong_names_and_empty_texts_are_said(question: str) -> None:
    with pytest.raises(WrongUse, match="report"):
        ask(question, case(), draft="raport")
    with pytest.raises(NotAvailable):
        ask(question, case(v1=b"", v2=b" \n"))
    with pytest.raises(NotAvailable):
        ask(question, Case(dossier=decode(BASE), today=dt.date(2019, 4, 1)))


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\xff\xfe garbage \x00",
        b"[" * 300 + b"x" + b"]" * 300,
        b"1. A [b.\n2. C] d [e].\n",
        b"no number [and a bracket]\n",
        "１．［全］【角】".encode(),
    ],
)
def test_bad_texts_are_answered_or_said_and_never_a_crash(data: bytes) -> None:
    for question, lang in itertools.product((STUCK, BLOCKING, BEFORE), LANGUAGES):
        try:
            answer = ask(question, case(v2=data))
        except NotAvailable as error:
            assert say(error.message, lang)
        else:
            assert all(not re.search(r"\[[a-z-]+\.[a-z.-]+\]", one) for one in answer.sentences(lang))


def test_a_stray_bracket_is_a_caveat_and_no_bracket() -> None:
    answer = ask(STUCK, case(v2=b"1. A [b. C.\n\n2. D [e] f.\n"))

    assert answer.table("versions").rows[-1][2] == 1
    assert any("1 bracket has no other half" in say(one, "en") for one in answer.caveats)


def test_a_bracket_over_paragraphs_stands_in_each() -> None:
    found = cut_version("OP1. A.\n\n[OP2. B [c] d.\n\nOP3. E. – RUS, CHN delete]\n", "new")

    assert [(one.id, one.text) for one in found.paragraphs] == [
        ("op1", "A."),
        ("op2", "[B [c] d. – RUS, CHN delete]"),
        ("op3", "[E. – RUS, CHN delete]"),
    ]
    assert found.stray == 0
    assert key_of("OP 2 bis.") == "op2bis"


@given(st.text(alphabet="[]() 12.OPab\n–,EU", max_size=120))
def test_any_text_is_cut_into_paragraphs_whose_brackets_are_whole(text: str) -> None:
    found = cut_version(text, "alternative")

    assert all(not parse(one.text).problems for one in found.paragraphs)
    assert len({one.id for one in found.paragraphs}) == len(found.paragraphs)


def test_renumbered_paragraphs_keep_their_brackets() -> None:
    draft = (
        DRAFT.replace('date = "2019-02-10"\nevidence', 'date = "2019-02-10"\nrenumbered = { "7" = "2" }\nevidence', 1)
        .replace('unit = "2"', 'unit = "7"')
        .replace('"2: shall"', '"7: shall"')
    )
    answer = ask(STUCK, case(draft=draft, v2=V2.replace("\n2. ", "\n7. ").encode()))

    assert ("7", "shall") in [(row[0], row[1]) for row in rows(answer, "brackets") if row[3] == "1 February 2018"]


def test_a_simulated_negotiation_is_recovered_from_its_texts() -> None:
    run = simulate(seed=3)
    versions = "".join(
        f'[[version]]\nid = "v{at}"\npart = "drafts/s/v{at}.txt"\ndate = "{day[:10]}"\n' for at, (day, _) in enumerate(run.drafts)
    )
    parts = {**BASE, "drafts/s.toml": ('[draft]\ntitle = "S"\n' + versions).encode()}
    parts |= {f"drafts/s/v{at}.txt": words.encode() for at, (_, words) in enumerate(run.drafts)}
    last = dt.date.fromisoformat(run.drafts[-1][0][:10])
    answer = ask(STUCK, Case(dossier=decode(parts), today=last))

    assert len(run.drafts) > 3
    found = [(str(row[0]), row[2], row[3]) for row in answer.table("versions").rows]
    assert [(day, count) for day, count, _ in found] == [(day[:10], run.truth.open[day]) for day, _ in run.drafts]
    assert [share for *_, share in found] == pytest.approx([run.truth.share[day] for day, _ in run.drafts])
    day = max(day for day, open_ in run.truth.open.items() if open_)
    known = Case(dossier=decode(parts), today=last).at(dt.date.fromisoformat(day[:10]))
    objectors = blocking(find_draft(known, "").room.state).objectors
    assert sorted(objectors.values()) == sorted(run.truth.objectors[day].values())
