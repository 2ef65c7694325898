"""A document with every block, in both languages, and one whose every text is hostile. Figures are drawn by a stand-in: these tests are of
documents."""

from __future__ import annotations

import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

from legation.briefing.document import (
    Box,
    Bullets,
    Cell,
    CitedSource,
    Document,
    Form,
    Heading,
    Notice,
    PageBreak,
    PaperTable,
    Paragraph,
    Picture,
    Slip,
    Slips,
)
from legation.figures.figure import Figure
from legation.language import Message

HOSTILE = (
    '#import "x": * `raw` $x^2$ \\ ] [ } { <label> </style><script>alert(1)</script> @source-9 // /* = * _ ~ -- " \' &amp; '
    "{{ 7*7 }} {% raw %} \x00\x0b\x1b\ud800 %PDF ]]> javascript:alert(1) =HYPERLINK(1)"
)
WORDS = tomllib.loads((Path(__file__).parent / "sample.toml").read_text("utf-8"))


def figure(identifier="cross", alt=None):
    words = {lang: WORDS[lang]["alt"] for lang in WORDS}
    text = Message("language.yes") if alt is None else alt
    return Figure(id=identifier, title=text, subtitle=text, alt=Said(words) if alt is None else alt, spec={"mark": "bar"})


class Said(Message):
    """A message that carries its texts, for tests that own no catalogue."""

    __slots__ = ("texts",)

    def __init__(self, texts):
        super().__init__("test.said")
        self.texts = texts

    def in_language(self, lang):
        return self.texts[lang] if isinstance(self.texts, dict) else self.texts


def stand_in(fig, lang, *, footer=""):
    """Return a drawing with what real ones have: ids, clips, words, 200 marks."""
    title = escape(fig.title.in_language(lang))
    colours = ("#1B7F79", "#D9A441", "#B3261E")
    marks = "".join(
        f'<rect x="{20 + 13 * (n % 46)}" y="{70 + 30 * (n // 46)}" width="11" height="24" fill="{colours[n % 3]}"/>' for n in range(193)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="640" height="260" viewBox="0 0 640 260">'
        '<defs><clipPath id="clip0"><rect x="0" y="0" width="640" height="260"/></clipPath></defs>'
        '<g clip-path="url(#clip0)"><rect width="640" height="260" fill="#FBFAF7"/>'
        f'<text x="20" y="30" font-family="Inter" font-size="16" font-weight="600" fill="#14213D">{title}</text>{marks}'
        f'<text x="20" y="250" font-family="Inter" font-size="9" fill="#5C6475">{escape(footer)}</text></g></svg>'
    )


def brief(lang):
    """Return a brief with every kind of block."""
    w = WORDS[lang]
    cross = PaperTable(
        head=(Cell(w["member"]), Cell("73/27"), Cell("73/266"), Cell("n", "right")),
        rows=(
            (Cell(w["state"].format(1)), Cell("", tone="yes"), Cell("", tone="yes"), Cell("77", "right", bold=True)),
            (Cell("Côte d’Ivoire"), Cell("", tone="no"), Cell("", tone="yes"), Cell("46", "right")),
            (Cell("Türkiye"), Cell("", tone="abstain"), Cell("abstention", tone="abstain"), Cell("12", "right")),
            (Cell("Namibie"), Cell("", tone="absent"), Cell("", tone="not_entitled"), Cell("1\u202f234", "right")),
        ),
        caption=w["caption"],
        widths=(0.55, 0.15, 0.15, 0.15),
    )
    return Document(
        kind="brief",
        name="un-ict-2018",
        lang=lang,
        title=w["title"],
        subtitle=w["subtitle"],
        date=w["date"],
        iso_date="2018-11-01",
        version=w["version"],
        marking=w["marking"],
        blocks=(
            Paragraph(w["lead"], (1, 3), "lead"),
            Paragraph(w["body"], (2,)),
            Picture(figure(), "Nations Unies, PV 73/45 · dossier 4f1c 9a07"),
            Box(w["unknown"], (Bullets((Paragraph(w["item"]), Paragraph(w["body"], (1,)))),)),
            PageBreak(),
            Heading(w["next"], 1, "who"),
            Bullets((Paragraph(w["item"], (2, 3)), Paragraph(w["item"])), numbered=True),
            Heading(w["heading"], 2),
            cross,
            Heading(w["heading"], 3),
            Paragraph(w["body"], (1, 2, 3)),
            Box(w["wrong"], (Paragraph(w["body"], (3,)), cross), "warning"),
            Heading(w["unknown"], 1),
            Bullets((Paragraph(w["item"]),), numbered=True),
            Paragraph(w["body"], style="note"),
            Picture(figure("second"), "Nations Unies", 0.6),
            Form(((w["fields"][0], 3), (w["fields"][1], 2))),
            Notice(w["notice"]),
        ),
        sources=(
            CitedSource(1, "Assemblée générale, procès-verbal A/73/PV.45", "https://undocs.org/A/73/PV.45", w["quote"], "A1"),
            CitedSource(2, "A/RES/73/266", "https://undocs.org/A/RES/73/266"),
            CitedSource(3, "Note interne", "javascript:alert(1)", "", "F6"),
        ),
    )


def tally(lang, members=193):
    """Return a tally sheet across: all members by group, room for a pen."""
    w = WORDS[lang]
    tones = ("yes", "abstain", "no", "absent", "not_entitled")
    rows = []
    for number in range(members):
        if number % 40 == 0:
            rows.append((Cell(f"{w['caption']} {number // 40 + 1}", tone="head"),))
        votes = tuple(Cell("", "centre", tone=tones[(number * k) % 5]) for k in (1, 2, 3))
        name = w["state"].format(number) if number % 19 == 0 else f"Côte d’Ivoire {number}"
        rows.append(
            (
                Cell(name),
                *votes,
                Cell("", tone="empty"),
                Cell(f"oui, {number % 100} %", "right"),
                Cell("", tone="empty"),
                Cell("", tone="empty"),
            )
        )
    return Document(
        kind="tally",
        name="un-ict-2018",
        lang=lang,
        title=w["title"],
        date=w["date"],
        iso_date="2018-11-01",
        version=w["version"],
        marking=w["marking"],
        landscape=True,
        blocks=(
            PaperTable(
                head=(Cell(w["member"]), *(Cell(c, "centre" if n < 3 else "left") for n, c in enumerate(w["columns"]))),
                rows=tuple(rows),
                widths=(4, 1, 1, 1, 2, 2, 3, 1),
                dense=True,
            ),
        ),
    )


def hostile():
    """Return a document in which every text attacks."""
    h = HOSTILE
    paragraph = Paragraph(h, (1, 7, 7))
    return Document(
        kind="brief",
        name="x",
        lang="en",
        title=h,
        subtitle=h,
        date=h,
        iso_date="not a date",
        version=h,
        marking=h,
        blocks=(
            Heading(h, 3, 'a"b'),
            Heading(h, 9, "source-1"),
            paragraph,
            Bullets((paragraph,)),
            PaperTable(
                (Cell(h), Cell(h)),
                ((Cell(h, tone="yes"), Cell(h, tone="head")), (Cell(h, tone="head"),), (), (Cell(h),) * 5),
                h,
                (0.0, -1.0),
            ),
            PaperTable((), ((Cell(h),),)),
            PaperTable((), ()),
            Picture(figure("h", Said(h)), h),
            Box(h, (paragraph, Box(h, ()))),
            Form(((h, 0),)),
            Notice(h),
            Slips((Slip(h, (h, h), h, ()), Slip(h, (), "javascript:alert(1)", ("1",)))),
            Paragraph("\n\n", style="lead"),
            Paragraph("日本語 العربية עברית Русский Ελληνικά"),
        ),
        sources=(CitedSource(1, h, 'https://example.org/"><script>', h, h), CitedSource(1, "twice"), CitedSource(2, h, "data:text/html,x")),
        labels={"page": h, "of": h},
    )
