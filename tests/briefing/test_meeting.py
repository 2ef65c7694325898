"""The meeting brief: two pages whatever the dossier holds; what is planned, said, voted and owed stands on it, and what to avoid keeps it in."""

from __future__ import annotations

import io

import docx
import pytest
from briefing.talks import OWED, SAID, TALKS, desk, texts
from questions.bargaining_dossier import PARTS

from legation.briefing import docx as word
from legation.briefing import html, pdf
from legation.briefing.notes.declaration import Material
from legation.briefing.notes.registry import find_note
from legation.briefing.papers.meeting import meeting_brief
from legation.errors import WrongUse
from legation.language import LANGUAGES, say
from legation.questions import Case


def said(of: Case, actor: str = "A", lang: str = "en") -> list[str]:
    return [*texts(meeting_brief(of, actor, lang).blocks)]  # type: ignore[arg-type]


def test_the_plan_of_the_meeting_stands_at_its_head() -> None:
    lines = said(desk())

    assert "With: Aland – the Minister and her adviser" in lines
    assert "When, where: 20 June 2019, Geneva, meeting" in lines
    assert "Asked for by: them" in lines
    assert "For us: our ambassador" in lines


def test_what_is_asked_expected_owed_and_said_stands_in_the_order_of_the_talk() -> None:
    lines = said(desk())
    order = [
        "Our ask", "Vote yes", "Fallback – Abstain", "Where they stand", "“We are thinking” (1 May 2019)", "What they are likely to raise", "Money",
        "A seat", "What is owed", "Lines to take", "A treaty protects the small", "It costs little", "Questions and answers", "Who judges?",
        "Nobody is judged", "To avoid", "Do not speak of the veto",
    ]  # fmt: skip
    places = [lines.index(line) for line in order]

    assert places == sorted(places)
    assert any("A seat on the bureau" in line for line in lines)
    assert any("A speech" in line for line in lines)
    assert not any("Borduria" in line for line in lines), "what is said to others is not said here"


def test_a_brief_that_says_what_to_avoid_stays_in_the_house_whatever_the_dossier_is_marked() -> None:
    toml = 'id = "bargain"\nmarking = "TLP:CLEAR"\n[brief]\napproach_marking = "TLP:CLEAR"\n'
    without = SAID.rsplit("y,A", 1)[0]

    assert meeting_brief(desk(dossier_toml=toml), "A", "en").level == "TLP:AMBER+STRICT"
    assert meeting_brief(desk(dossier_toml=toml, messages_csv=without), "A", "en").level == "TLP:CLEAR"


def test_the_fallback_of_the_settings_brings_their_marking() -> None:
    toml = 'id = "bargain"\nmarking = "TLP:CLEAR"\n[brief]\nmarking = "TLP:RED"\nfallback = "Half of it"\n'
    made = meeting_brief(desk(dossier_toml=toml, engagements_csv=PARTS["engagements.csv"]), "A", "en")

    assert "Fallback – Half of it" in [*texts(made.blocks)]
    assert made.level == "TLP:RED"


def test_without_a_plan_the_brief_says_so_and_assumes_no_ask() -> None:
    lines = said(desk(engagements_csv="", commitments_csv="", messages_csv="", interests_csv=""), "B")

    assert any("No meeting with them is planned" in line for line in lines)
    assert any("written nowhere" in line for line in lines)
    assert "Nothing is owed, either way." in lines
    assert "Nothing in the dossier says what they may raise." in lines
    assert "The dossier has no line to take with them." in lines


def test_an_actor_that_is_none_is_refused() -> None:
    with pytest.raises(WrongUse, match="Nowhere"):
        meeting_brief(desk(), "Nowhere", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_has_two_pages_however_much_the_dossier_holds(lang: str) -> None:
    long = " ".join(["a treaty that holds for everybody who signs it"] * 6)
    messages = "".join(f"m{n},A,{n} {long},,,Never say {n},rec\n" for n in range(14))
    messages += "".join(f"q{n},A,{n} {long},,{n} {long}?,,rec\n" for n in range(14))
    owed = "".join(f"c{n},A,given,{n} {long},2019-01-01,,rec\n" for n in range(20))
    talks = "".join(f"t{n},2019-05-{n + 1:02},A,,,meeting,,,,t,,,,,yes,{n} {long},,rec\n" for n in range(20))
    of = desk(
        messages_csv=SAID.splitlines()[0] + "\n" + messages,
        commitments_csv=OWED.splitlines()[0] + "\n" + owed,
        engagements_csv=TALKS + talks,
    )
    made = meeting_brief(of, "A", lang)  # type: ignore[arg-type]

    assert pdf.page_count(made) == 2
    assert sum("Never say" in line for line in texts(made.blocks)) == 14, "what to avoid is never cut"


LONG = (
    "The Most Serene Federated Republics and Associated Overseas Territories of the Greater and the Lesser Archipelago of Aland" + "!" * 7
)
RIGHT = "المملكة البحرية"


@pytest.mark.parametrize(
    "name", [LONG[:120], RIGHT, '#import "x" </style><script>alert(1)</script>'], ids=["120 signs", "right to left", "hostile"]
)
def test_any_name_is_printed_whole_in_every_form(name: str) -> None:
    actors = PARTS["actors.csv"].replace("A,Aland,Åland", 'A,"{0}","{0}"'.format(name.replace('"', '""')))
    made = meeting_brief(desk(actors_csv=actors), "A", "en")
    written = docx.Document(io.BytesIO(word.render(made)))

    assert len(LONG[:120]) == 120
    assert name in made.title
    assert any(name in paragraph.text for paragraph in written.paragraphs)
    assert b"<script>alert" not in html.render(made)
    assert pdf.page_count(made) == 2


def test_the_note_for_a_meeting_says_what_its_row_says_too() -> None:
    more = find_note("meeting").more(Material(desk(), ()))

    assert [say(one.message, "en") for one in more["reactions"]] == ["They are expected to raise: Money; A seat"]
    assert [say(one.message, "fr") for one in more["situation"]] == ["Avec eux, position de repli – Abstain"]
    assert find_note("meeting").more(Material(desk(engagements_csv=""), ())) == {}
