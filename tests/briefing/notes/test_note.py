"""Notes on small dossiers: two pages, nothing null, a sheet without a recommendation, and nothing that the dossier does not say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from pathlib import Path

import pytest
from questions.negotiation_dossier import asked

from legation.briefing import docx, html, pdf
from legation.briefing.document import Box, Document, Head, Heading, PaperTable
from legation.briefing.labels import Sources
from legation.briefing.notes import paper
from legation.briefing.notes.annex import PAGES as MOST
from legation.briefing.notes.annex import ROWS
from legation.briefing.notes.declaration import Note
from legation.briefing.notes.paper import PAGES, Papers, ask_for_note, papers
from legation.briefing.notes.usage import READERS
from legation.dossier import decode, load
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions import Case, ask, find
from legation.questions.actors.contacts import planned_contacts
from legation.questions.situations import SITUATIONS
from legation.questions.votes.estimate import estimate

TODAY = dt.date(2019, 12, 26)
INTERNAL = re.compile(r"\b(sha|hash|graine|seed|the check finds|add a file|\[\w+\.[\w.-]+\])\b|\[note\.|\b[0-9a-f]{12,}\b", re.IGNORECASE)
MEMBERS = 24
ROLLCALLS = [f"r{number}" for number in range(1, 8)]
ACTORS = "id,name\n" + "".join(f"M{n},Member {n}\n" for n in range(MEMBERS))
HELD = "id,symbol,title,date,stage,known_on\n" + "".join(f"{r},A/{n},The text,201{n}-12-01,plenary,\n" for n, r in enumerate(ROLLCALLS, 1))
AHEAD = "r9,A/9,The text,2020-01-05,plenary,2019-12-01\n"
VOTES = "actor,rollcall,vote\n" + "".join(
    f"M{n},{r},{('yes', 'no', 'abstain', 'yes')[(n * 5 + at * (n % 3)) % 4]}\n" for at, r in enumerate(ROLLCALLS) for n in range(MEMBERS)
)
BRIEF = """
[brief]
to_en = "the Minister"
to_fr = "le ministre"
decision = "Approve the calls."
recommendation = "Call three."
default = "No call is made."
reply_by = "2019-12-28"
"""


def case(toml: str = "", **parts: str) -> Case:
    files = {"dossier.toml": f'id = "x"\n{toml}'.encode(), **{f"{name}.csv": text.encode() for name, text in parts.items()}}
    return Case(dossier=decode(files), today=TODAY)


def vote(toml: str = "", **parts: str) -> Case:
    return case(toml, actors=ACTORS, rollcalls=HELD + AHEAD, votes=VOTES, **parts)


def made(of: Case, lang: Lang = "en", reader: str = READERS[0]) -> Papers:
    return papers(ask_for_note(of), lang, reader)


def text_of(document: Document) -> str:
    page = html.render(document).decode()
    return re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|svg)\b.*?</\1>", "", page))


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_note_on_a_vote_asks_advises_and_counts_on_two_pages(lang: Lang, reader: str) -> None:
    note = made(vote('[parameters]\ngoal = "adopt"\n' + BRIEF), lang, reader).note
    text = text_of(note)

    assert pdf.page_count(note) <= PAGES
    assert "Approve the calls." in text
    assert "Call three." in text
    assert "28 December 2019" in text or "28 décembre 2019" in text
    assert not INTERNAL.search(text)
    assert len(headings(note)) == len(set(headings(note)))
    assert docx.render(note)[:2] == b"PK"


def test_a_french_note_is_addressed_as_a_cabinet_does() -> None:
    assert made(vote(BRIEF), "fr").note.title == "Note à l’attention du ministre"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_recommendation_the_paper_informs_and_has_no_empty_field(lang: Lang) -> None:
    asking = ask_for_note(vote('[brief]\ndecision = "Approve the calls."\n'))
    sheet = papers(asking, lang).note

    assert asking.settings.lacks == ("recommendation",)
    assert sheet.title == {"en": "Information note", "fr": "Fiche"}[lang]
    assert not any(isinstance(block, Box) for block in sheet.blocks)
    assert "Approve" not in text_of(sheet)
    assert not any("recommand" in heading.casefold() or "recommend" in heading.casefold() for heading in headings(sheet))


def test_without_a_goal_nobody_is_approached_and_no_aim_is_made_up() -> None:
    text = text_of(made(vote()).note)

    assert "A/9" in text
    assert "What we ask" not in text
    assert "Our aim" not in text
    assert "please state it" in text


PLAN = "id,recorded,date,actor,level,by_en,by_fr,ask_en,ask_fr,rollcall\n" + "".join(
    f"p{n},2019-12-20,2019-12-30,M{n},ministry,our ambassador in Town {n},notre ambassadeur à Ville {n},An abstention.,Une abstention.,r9\n"
    for n in range(MEMBERS)
)
SAID = "id,audience,text_en,text_fr\nm," + " ".join(f"M{n}" for n in range(MEMBERS)) + ",Advice comes first.,L’avis d’abord.\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_speaks_and_at_which_level_is_said_of_every_name_and_the_same_words_once(lang: Lang) -> None:
    note = made(vote('[parameters]\ngoal = "adopt"\n' + BRIEF, engagements=PLAN, messages=SAID), lang).note
    (table,) = [block for block in note.blocks if isinstance(block, PaperTable)]

    by = {"en": r"by our ambassador in Town \d+, at the ministry", "fr": r"par notre ambassadeur à Ville \d+, au ministère"}[lang]
    assert len(table.rows) >= 3
    assert all(re.search(by, row[0].text) for row in table.rows)
    told = [row[1].text for row in table.rows]
    assert sum({"en": "Advice comes first.", "fr": "L’avis d’abord."}[lang] in text for text in told) == 1
    assert sum({"en": "In the same words", "fr": "Mêmes éléments de langage"}[lang] in text for text in told) == len(told) - 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_we_would_settle_for_and_the_foot_stand_where_they_are_given(lang: Lang) -> None:
    foot = (
        'fallback = "A later vote."\nsignatory = "The head"\ncopies = "The mission"\nenclosures = "The annex"\ncleared_by = "The lawyers"\n'
    )
    bare, whole = text_of(made(vote(BRIEF), lang).note), text_of(made(vote(BRIEF + foot), lang).note)
    submission = text_of(made(vote(BRIEF + foot), lang, "submission").note)

    for words in ("A later vote.", "The head", "The mission", "The annex"):
        assert words in whole
        assert words not in bare
    assert "The lawyers" in submission
    assert "The mission" in submission
    assert "The lawyers" not in whole


def test_a_contact_that_is_planned_is_known_before_its_day_and_its_answer_is_not() -> None:
    head = "id,recorded,date,actor,ask,answer\n"
    ahead = case(actors=ACTORS, engagements=head + "m,2019-12-20,2020-01-02,M1,Come with us,\n").at(TODAY)
    answered = case(actors=ACTORS, engagements=head + "m,2019-12-20,2020-01-02,M1,Come with us,yes\n").at(TODAY)

    assert [row.actor for row in planned_contacts(ahead)] == ["M1"]
    assert "Come with us" in text_of(made(ahead).note)
    assert len(answered.dossier.engagements) == 0


AIM = "id,aim,rollcall,goal,yes_at_least,yes_at_most,issue\no,A larger majority,r9,{goal},{least},{most},\n"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("least", "most"), [("1", ""), ("", "0"), ("3", "20"), ("24", "")])
def test_the_chance_of_our_own_aim_stands_beside_that_of_the_outcome(lang: Lang, least: str, most: str) -> None:
    of = vote(BRIEF, objectives=AIM.format(goal="adopt", least=least, most=most)).at(TODAY)
    made_of = estimate(of, of.rollcall("r9"))
    assert made_of is not None
    yes = (made_of.draws.votes == 1).sum(axis=1)
    share = float(((yes >= int(least or 0)) & (yes <= int(most or 10**6))).mean())
    (finding,) = [one for one in ask("do-we-have-the-votes", of).findings if one.id == "aim:o"]

    assert finding.message.values["share"] == share
    line = say(
        Message(
            "note.vote.aim." + ("between" if least and most else "at-least" if least else "at-most"),
            at_least=least,
            at_most=most,
            word="",
            chance=share,
        ),
        lang,
    )
    assert line.partition(":")[0].strip() in text_of(made(of, lang).note)


def test_where_we_want_a_text_defeated_the_chance_of_that_is_said_and_where_we_want_it_adopted_no_second_one() -> None:
    against, with_it = (text_of(made(vote(f'[parameters]\ngoal = "{goal}"\n' + BRIEF)).note) for goal in ("defeat", "adopt"))

    assert "Chance of our own aim, that it is not adopted" in against
    assert "Chance of our own aim" not in with_it


@pytest.mark.parametrize("lang", LANGUAGES)
def test_partners_and_those_on_the_other_side_are_named_and_a_group_that_is_whole(lang: Lang) -> None:
    talks = "id,recorded,date,actor,channel,rollcall,answer\n" + "".join(
        f"t{n},2019-12-01,2019-12-01,M{n},note,r9,{'yes' if n < 4 else 'no'}\n" for n in range(6)
    )
    groups = "group,actor\n" + "".join(f"{name},M{n}\n" for name, there in (("club", range(4)), ("rest", range(3, 8))) for n in there)
    text = text_of(made(vote('[parameters]\ngoal = "adopt"\n' + BRIEF, engagements=talks, groups=groups), lang).note)

    assert {"en": "Beside us: 4 members", "fr": "À nos côtés : 4 membres"}[lang] in text.replace("\u00a0", " ").replace("\u202f", " ")
    assert {"en": "2 members have declared themselves the other way", "fr": "en sens contraire 2 membres"}[lang] in text
    assert re.search({"en": r"Whole among these: (the )?club", "fr": r"Y figurent au\s+complet\s*: (le |la )?club"}[lang], text)


def test_of_many_sources_a_sentence_names_the_weightiest_then_the_newest() -> None:
    head = "id,kind,title,date,known_on,reliability,credibility\n"
    rows = "ours,own_judgement,A,2019-12-01,2019-01-01,A,1\nold,report,B,2001-01-01,2001-01-01,B,2\nnew,report,C,2019-06-01,2019-06-01,B,2\nlater,report,D,2021-01-01,2019-01-01,A,1\nbest,report,E,2000-01-01,2000-01-01,A,1\n"
    of = case(evidence=head + rows).at(TODAY)

    assert Sources(of, "en").weightiest(["ours", "old", "new", "later", "best", "gone"], 9) == ("best", "new", "old", "ours", "later")


HIDDEN = "id,audience,text_en,text_fr,marking\n" + "".join(
    f"m{n},M{n},Word {n}.,Mot {n}.,{'TLP:RED' if n % 2 else 'TLP:CLEAR'}\n" for n in range(8)
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("situation", [one.id for one in SITUATIONS])
def test_where_a_marking_hides_half_the_note_says_on_what_it_is_based_and_not_what_is_hidden(situation: str, lang: Lang) -> None:
    whole = vote(f'[brief]\nnote = "{situation}"\nmarking = "TLP:RED"\ndecision = "SECRET WORDS"\n', messages=HIDDEN)
    of = Case(dossier=whole.dossier.cleared("TLP:GREEN"), today=TODAY)
    text = text_of(papers(ask_for_note(of, up_to="TLP:GREEN"), lang).note)

    assert {"en": "Based on what is marked TLP:GREEN or lower.", "fr": "Établi sur ce qui porte la mention TLP:GREEN"}[lang] in text
    assert "SECRET" not in text
    assert not re.search(r"hidden|masqu|withheld", text)
    assert not re.search(r"(Word|Mot) [1357]\.", text)
    assert "Based on what is marked" not in text_of(papers(ask_for_note(whole, up_to="TLP:RED"), "en").note)


BARE = {
    "one actor": {"actors": "id,name\nA,One\n"},
    "a row without a source": {
        "actors": ACTORS,
        "obligations": "id,text\nb,No text without us\n",
        "objectives": "id,aim\no,A text that holds\n",
    },
    "no vote ahead": {"actors": ACTORS, "rollcalls": HELD, "votes": VOTES},
    "no goal": {"actors": ACTORS, "rollcalls": HELD + AHEAD, "votes": VOTES},
    "a vote of one": {"actors": "id,name\nA,One\n", "rollcalls": AHEAD.join(("id,symbol,title,date,stage,known_on\n", ""))},
    "nobody at all": {"issues": "id,question\ni,What now?\n"},
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", BARE)
@pytest.mark.parametrize("brief", ["", '[brief]\nnote = "vote"\n', BRIEF])
def test_of_bad_input_the_note_is_shorter_and_whole(name: str, lang: Lang, brief: str) -> None:
    note = made(case(brief, **BARE[name]), lang).note
    there = [block for block in note.blocks if not isinstance(block, Head | Box)]

    assert pdf.page_count(note) <= PAGES
    assert not INTERNAL.search(text_of(note))
    assert not any(
        isinstance(one, Heading) and (at + 1 == len(there) or isinstance(there[at + 1], Heading)) for at, one in enumerate(there)
    )
    if name == "a row without a source" and "vote" not in brief:
        assert "No text without us" in text_of(note)


def test_the_decision_stands_before_everything_else() -> None:
    note = made(vote(BRIEF)).note

    assert [type(block) for block in note.blocks[:3]] == [Head, Box, Heading]


@pytest.mark.parametrize("situation", [one.id for one in SITUATIONS])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_a_dossier_with_hardly_anything_a_note_is_short_and_has_no_empty_heading(situation: str, lang: Lang) -> None:
    both = made(case(f'[brief]\nnote = "{situation}"\n', actors="id,name\nA,Only one\n"), lang)
    blocks = both.note.blocks

    assert pdf.page_count(both.note) == 1
    assert all(not isinstance(after, Heading) for before, after in itertools.pairwise(blocks) if isinstance(before, Heading))
    assert not isinstance(blocks[-1], Heading)
    assert not INTERNAL.search(text_of(both.note))


def test_an_empty_dossier_has_a_sheet_that_says_its_day_and_reference() -> None:
    note = made(case()).note

    assert [text for _, text in note.blocks[0].rows[:2]] == ["26 December 2019", "x"]  # type: ignore[union-attr]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_long_names_and_names_from_right_to_left_stay_on_two_pages(lang: Lang) -> None:
    names = "id,name\n" + "".join(f"M{n},{'N' * 118 if n % 2 else 'جمهورية مصر العربية'} {n}\n" for n in range(MEMBERS))
    toml = f'title = "{"Title " * 40}"\n[parameters]\ngoal = "defeat"\n{BRIEF.replace("Call three.", "word " * 400)}'
    dossier = case(toml, actors=names, rollcalls=HELD + AHEAD, votes=VOTES)
    note = made(dossier, lang).note

    assert pdf.page_count(note) <= PAGES
    assert pdf.render(note)[:5] == b"%PDF-"


def test_the_annex_has_ten_pages_at_most_and_tables_of_fifteen_rows() -> None:
    both = made(vote('[parameters]\ngoal = "adopt"\n' + BRIEF))
    tables = [block for block in both.annex.blocks if isinstance(block, PaperTable)]

    assert pdf.page_count(both.annex) <= MOST
    assert tables
    assert all(len([row for row in table.rows if len(row) == len(table.head)]) <= ROWS for table in tables)
    assert "situation" in both.annex.subtitle or "names" in both.annex.subtitle


def test_the_numbers_of_sources_are_those_of_the_annex() -> None:
    evidence = "id,title,date\ne1,The first source,2018-01-01\n"
    objectives = "id,evidence,aim,rollcall,goal\no,e1,That the text passes,r9,adopt\n"
    both = made(vote(evidence=evidence, objectives=objectives))

    assert [source.text for source in both.annex.sources if "The first source" in source.text]
    assert "Our aim – That the text passes" in text_of(both.note)


def test_a_note_says_that_nobody_was_consulted_where_nobody_was() -> None:
    assert "Nobody was consulted" in text_of(made(vote(BRIEF)).note)
    assert "Nobody was consulted" not in text_of(made(vote()).note)


def test_of_an_invented_model_a_note_says_so_or_says_nothing() -> None:
    dossier = load(Path(__file__).parents[3] / "examples/notpetya-2017")
    lets = {**dossier.info.brief, "illustrations": True}, {**dossier.info.brief, "illustrations": False}
    told, silent = (
        text_of(made(Case(dossier=dataclasses.replace(dossier, info=dataclasses.replace(dossier.info, brief=brief)), today=TODAY)).note)
        for brief in lets
    )

    assert "are invented for illustration" in told
    assert "not the matter" not in told  # a message that is withheld
    assert "TeleBots" in told
    assert "are invented" not in silent
    assert "TeleBots" not in silent


def test_the_same_case_gives_the_same_note() -> None:
    assert html.render(made(vote(BRIEF)).note) == html.render(made(vote(BRIEF)).note)


def test_the_situation_that_is_stated_is_taken_and_said() -> None:
    asking = ask_for_note(vote('[brief]\nnote = "strategy"\n'))

    assert (asking.taken.situation.id, asking.taken.is_stated) == ("strategy", True)
    assert say(asking.taken.reason, "fr") != say(ask_for_note(vote()).taken.reason, "fr")


def test_a_question_that_looks_at_our_mandate_stands_in_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a package's note asks for, and whoever asks."""
    private = Note(situation="strategy", id="desk", questions=("what-can-we-live-with", "what-is-due"), bottom_line=lambda _: None, says={})
    monkeypatch.setattr(paper, "find_note", lambda _: private)
    owner = asked()

    assert find("what-can-we-live-with").private
    assert ask("what-can-we-live-with", owner).findings
    assert [answer.question for answer in ask_for_note(owner).material.answers] == ["what-is-due"]


@pytest.mark.parametrize(
    ("reader", "title"),
    [
        ("le ministre", "Note à l’attention du ministre"),
        ("la ministre", "Note à l’attention de la ministre"),
        ("les ambassadeurs", "Note à l’attention des ambassadeurs"),
        ("l’ambassadrice", "Note à l’attention de l’ambassadrice"),
        ("une équipe", "Note à l’attention d’une équipe"),
    ],
)
def test_the_title_joins_the_reader_as_french_does(reader: str, title: str) -> None:
    assert made(vote(BRIEF.replace("le ministre", reader)), "fr").note.title == title
