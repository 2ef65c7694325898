"""The explanation of vote and of position: our words and no line for one audience, the rules for the drafter, what is refused."""

from __future__ import annotations

import datetime as dt
import io
import re

import docx
import pytest
from pypdf import PdfReader

from legation.briefing import docx as word
from legation.briefing import html, pdf
from legation.briefing.document import Box, Bullets, Document, Heading, Paragraph
from legation.briefing.papers.explanation import KINDS, drafting_sheet, explanation, refusal
from legation.dossier import decode
from legation.errors import BadValue, NotAvailable, WrongUse
from legation.language import LANGUAGES, Lang
from legation.questions import Case

SAY = "We hold that salt is for all."


def case(*, say: str = SAY, settings: str = "", held: bool = False, committee: str = "yes") -> Case:
    """A vote ahead that Alpha authors and Beta joins; Gamma voted before, in committee too, and declares a no."""
    votes = f"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nG,r1,no\nA,c2,yes\nB,c2,yes\nG,c2,{committee}\n"
    if held:
        votes += "A,r2,yes\nB,r2,yes\nG,r2,abstain\n"
    parts = {
        "dossier.toml": f'id = "x"\nmarking = "TLP:CLEAR"\n[parameters]\nrollcall = "r2"\n{settings}\n[brief]\nsay = "{say}"\n'.encode(),
        "actors.csv": b"id,name,kind\nA,Alpha,state\nB,Beta,state\nG,Gamma,state\n",
        "issues.csv": b"id,question\nsalt,Salt?\n",
        "evidence.csv": (
            b"id,kind,title,origin,date,quote\ns,statement,Speech,Gamma,2019-05-01,Salt is dear to us\n"
            b"o,statement,Report,Alpha,2019-05-01,They said they hate salt\n"
        ),
        "positions.csv": b"id,actor,issue,value,evidence,known_on\np,G,salt,10,s,2019-05-01\nq,G,salt,10,o,2019-05-02\n",
        "rollcalls.csv": (
            b"id,symbol,draft_symbol,title,date,session,stage,issue,authors,sponsors,known_on\n"
            b"r1,R/1,,Salt tax,2019-03-01,73,plenary,salt,,,\n"
            b"c2,L.2,,Salt tax,2019-11-01,74,committee,salt,,,\n"
            b"r2,R/2,L.2,Salt tax,2020-03-01,74,plenary,salt,A,B,2019-11-01\n"
        ),
        "votes.csv": votes.encode(),
        "messages.csv": b"id,audience,issue,text,known_on\nm,,salt,A line for everybody,2019-12-01\nn,A,salt,A line for Alpha alone,2019-12-01\n",
        "obligations.csv": (
            b"id,text,kind,start\nb,We keep our promise of 2018,promise,2018-01-01\ni,INSTRUCTION-CANARY,instruction,2018-01-01\n"
        ),
        "commitments.csv": b"id,actor,direction,rollcall,vote,date,text\nc,G,received,r2,no,2020-01-05,We vote no\n",
    }
    today = dt.date(2020, 4, 1) if held else dt.date(2020, 1, 15)
    return Case(dossier=decode(parts), today=today).at(today)


def rules(document: Document) -> str:
    """Return what the box says to the drafter."""
    (box,) = [block for block in document.blocks if isinstance(block, Box)]
    (bullets,) = box.blocks
    assert isinstance(bullets, Bullets)
    return " ".join(item.text for item in bullets.items)


def spoken(document: Document) -> list[str]:
    return [
        text
        for block in document.blocks
        for text in ([block.text] if isinstance(block, Paragraph) else [i.text for i in block.items] if isinstance(block, Bullets) else [])
    ]


def test_it_holds_our_words_with_their_sources_and_no_line_for_one_audience() -> None:
    document = explanation(case(), "en", us="Gamma")
    said = spoken(document)

    assert said[1:6] == ["Before the vote on L.2 (Salt tax):", "We shall vote against.", SAY, "A line for everybody", "Salt is dear to us"]
    assert "We keep our promise of 2018" in said
    assert "R/1, 1 March 2019: no." in said
    page = html.render(document).decode()
    for other in ("Alpha alone", "CANARY", "hate salt"):
        assert other not in page
    sheet = drafting_sheet(case(), "en", us="Gamma")
    assert document.sources == () and not [b for b in document.blocks if isinstance(b, Box)]
    assert [source.text.split(",")[0] for source in sheet.sources] == ["Speech"]
    assert (document.level, sheet.level) == ("TLP:CLEAR", "TLP:AMBER")
    assert not [b for b in document.blocks if isinstance(b, Heading) and "dissociate" in b.text.lower()]


@pytest.mark.parametrize("us", ["A", "B"])
def test_it_is_not_offered_to_an_author_or_a_co_author(us: str) -> None:
    for kind in KINDS:
        with pytest.raises(WrongUse, match="author"):
            explanation(case(), "en", us=us, kind=kind)
    assert refusal(case(settings=f'us = "{us}"')) is not None
    assert refusal(case(), us="G") is None
    assert refusal(case()) is None, "nobody says who we are"


def test_the_length_is_counted_at_120_words_a_minute() -> None:
    of = case(say="word " * 1199 + "end")
    count = sum(len(text.split()) for text in spoken(explanation(of, "en", us="G")))
    document = drafting_sheet(of, "en", us="G")
    (box,) = [block for block in document.blocks if isinstance(block, Box)]

    assert count > 1200
    assert f"Too long: {count:,} words, about {count / 120:.1f} minutes" in rules(document)
    assert box.tone == "warning"
    short = rules(drafting_sheet(case(), "en", us="G"))
    assert re.search(r"At most 10 minutes: \d+ words so far, about 0\.\d minutes", short)


def test_it_is_given_once_unless_the_vote_differs() -> None:
    assert "we voted yes; our vote is now no: it may be explained again" in rules(drafting_sheet(case(), "en", us="G"))
    assert "we voted no, as now: if it was explained there, it is not explained again" in rules(
        drafting_sheet(case(committee="no"), "en", us="G")
    )
    assert "34/401" in rules(drafting_sheet(case(), "fr"))


def test_after_the_vote_it_says_how_we_voted() -> None:
    of = case(held=True)

    assert "We abstained." in spoken(explanation(of, "en", us="G", kind="after"))
    assert "after the vote only" in rules(drafting_sheet(of, "en", us="G", kind="before"))
    assert "explained is the vote, not a position" in rules(drafting_sheet(of, "en", us="G", kind="position"))


def test_a_position_has_no_vote_and_who_we_are_may_be_unknown() -> None:
    document = explanation(case(), "fr", kind="position")

    assert document.title == "Explication de position"
    assert not [text for text in spoken(document) if text.startswith("Nous vot")]
    assert "ne dit pas qui nous sommes" in rules(drafting_sheet(case(), "fr", kind="position"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_set_in_each_form(kind: str, lang: Lang) -> None:
    document = explanation(case(), lang, us="G", kind=kind)
    found = docx.Document(io.BytesIO(word.render(document)))

    assert document.kind == f"explanation-{kind}"
    assert len(PdfReader(io.BytesIO(pdf.render(document))).pages) <= 2
    assert {"Title", "Legation Lead", "Heading 2"} <= {p.style.name for p in found.paragraphs if p.style}


def test_what_cannot_be_made_is_said() -> None:
    with pytest.raises(BadValue, match=r"before \| after \| position"):
        explanation(case(), "en", kind="never")
    with pytest.raises(WrongUse):
        explanation(case(), "en", us="Nowhere")
    with pytest.raises(WrongUse):
        explanation(case(), "en", rollcall="R/99")
    with pytest.raises(NotAvailable):
        explanation(Case(dossier=decode({"dossier.toml": b'id = "x"', "actors.csv": b"id\nA\n"}), today=dt.date(2020, 1, 1)), "en")
