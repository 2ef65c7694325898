"""The papers of a room on a text: the report to capital on one page, the report of the room, the text; in both languages."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from legation.briefing import docx as word
from legation.briefing import html, pdf
from legation.briefing.papers.capital import CapitalTexts, capital_paper
from legation.briefing.papers.negotiated_text import TextAbout, text_paper, text_report
from legation.dossier import Wording
from legation.questions.base.live_rooms import LiveRoomNamed
from legation.questions.deals.drafting.capital import CapitalReport, Deadline, OpenPoint, Point, Reserve
from legation.questions.deals.drafting.room_text import as_shown, room_text
from legation.questions.deals.drafting.text_snapshot import text_snapshot
from legation.rooms.drafting import Brought, Opened, Paragraph, Proposed, Reserved, Stood, fold

TITLE = Wording(en="Norms in cyberspace", fr="Normes dans le cyberespace")
LONG = "to take all the measures that each of them deems to be appropriate in the light of its own law and means " * 4


def texts(**more: Any) -> CapitalTexts:
    values = {"room": "live-1", "title": TITLE, "delegation": "FRA", "day": "2026-03-07", "next_meeting": "2026-03-12", "is_named": True}
    return CapitalTexts(**(values | {"number": 9, "hash": "ab" * 32} | more))


def report(count: int) -> CapitalReport:
    point = Point(unit="OP12bis", words=LONG, wish="support", stands=True, day="2026-03-05")
    gone = Point(unit="OP12bis", words=LONG, wish="support", stands=False, now=LONG, day="2026-03-05")
    held = OpenPoint(unit="OP12bis", words=LONG, mine="can_live_with", wanting=tuple(f"A{n}" for n in range(40)), objecting=("RUS",))
    return CapitalReport(
        obtained=(point,) * count,
        conceded=(gone,) * count,
        reserved=(Reserve("OP12bis", LONG),) * count,
        open=(held,) * count,
        pending=tuple(f"{n}" for n in range(count)),
        silences=(Deadline(units=("1", "2"), deadline="2026-03-12T17:00:00.000Z", zone="Europe/Paris", level="ad ref", broken=False),)
        * count,
        paragraphs=500,
        agreed=12,
        share=0.25,
    )


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("count", [0, 200])
def test_a_report_to_capital_takes_one_page(lang: Any, count: int) -> None:
    assert pdf.page_count(capital_paper(report(count), texts(), lang)) == 1


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["Report to capital", "Our 600 points: 200 obtained, 200 conceded, 200 open.", "Next meeting: 12 March 2026.", "18:00", "more, in the text itself"]),
        ("fr", ["Compte rendu à la capitale", "Sur 600 points que nous portions, obtenus : 200", "Prochaine réunion : 12 mars 2026.", "18:00", "autres, dans le texte"]),
    ],
)  # fmt: skip
def test_a_report_to_capital_says_the_same_on_paper_on_a_screen_and_in_word(lang: Any, said: list[str]) -> None:
    paper = capital_paper(report(200), texts(), lang)
    page = html.render(paper).decode().replace("\u00a0", " ").replace("\u202f", " ")
    written = docx.Document(io.BytesIO(word.render(paper)))
    words = "\n".join(p.text for p in written.element.body.iter() if p.tag.endswith("}t") and p.text)
    for one in said:
        assert one in page
    assert said[0] in words
    assert "OP12bis" in words


def test_where_nobody_is_named_a_report_to_capital_has_no_names_and_says_so() -> None:
    page = html.render(capital_paper(report(3), texts(is_named=False, delegation=""), "en")).decode()

    assert "A1," not in page
    assert ">RUS<" not in page
    assert ">RUS<" in html.render(capital_paper(report(3), texts(), "en")).decode()
    assert "nobody else is named" in page


LOG = [
    Opened(at="2026-03-01"),
    Brought(at="2026-03-01", kind="zero", paragraphs=(Paragraph(id="1", label="1", text="States should act."), Paragraph(id="2", label="2", text="Ends."))),
    Proposed(at="2026-03-02", by="EU", id="p1", operation="replace", unit="1", start=1, end=2, text="shall"),
    Stood(at="2026-03-03", by="RUS", target="p1", stance="oppose"),
    Reserved(at="2026-03-03", by="KEN", unit="2", text="Pending instructions."),
]  # fmt: skip
ABOUT = TextAbout(
    room="live-1", title=TITLE, host=Wording(en="The desk", fr="Le bureau"), day="2026-03-07", number=9, log="ab" * 32, leaves="attributed"
)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_report_of_a_room_counts_names_as_it_may_and_has_the_text(lang: Any) -> None:
    state = fold(LOG)
    named = LiveRoomNamed(name="live-1", title=TITLE, holder=Wording(en="The desk"), opened="2026-03-01", known="2026-03-07")
    figures = text_snapshot(state, named, {"inside": "organisation", "leaves": "attributed"}, 9, "ab" * 32)

    assert (figures["open"], figures["paragraphs"], figures["agreed"], figures["alternatives"]) == (2, 2, 0, 1)
    assert all(isinstance(value, int | str | bool) for value in figures.values())
    assert not any(name in repr(figures) for name in ("EU", "RUS", "KEN", "shall"))
    page = html.render(text_report(as_shown(state, str), figures, ABOUT, "cd" * 32, lang)).decode()
    for said in ("RUS", "shall", "cd" * 32, "KEN", {"en": "2 brackets are open", "fr": "2 crochets sont ouverts"}[lang]):
        assert said in page
    unnamed = html.render(text_report(as_shown(state, lambda _: None), figures, ABOUT, "cd" * 32, lang)).decode()
    assert not any(f">{name}<" in unnamed or f"({name})" in unnamed for name in ("EU", "RUS", "KEN"))


def test_the_text_as_a_paper_has_every_line_in_its_order() -> None:
    shown = as_shown(fold(LOG), str)
    page = html.render(text_paper(shown, ABOUT, "attributed", "fr")).decode()
    lines = [line for line in room_text(shown, "attributed", notes=False, lang="fr").split("\n") if line]

    assert len(lines) == 2
    assert "KEN, paragraphe 2" in page.replace("\u00a0", " ")
    assert sorted(lines, key=page.index) == lines


def test_a_silence_that_accepts_nothing_is_not_reported_as_acceptance() -> None:
    for accepts, lang, said in [
        (True, "en", "without an objection by then they are accepted"),
        (False, "en", "silence until then is noted and accepts nothing"),
        (False, "fr", "cela n’accepte rien"),
    ]:
        page = html.render(capital_paper(report(1), texts(silence_accepts=accepts), lang)).decode()
        plain = page.replace("\u00a0", " ").replace("\u202f", " ")
        assert said in plain and ("they are accepted" in plain) == accepts
