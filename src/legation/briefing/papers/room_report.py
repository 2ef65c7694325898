"""The report of a live room (*rapport d'espace*): who took part, what joins, what divides, the slate, how it was worked out, the hash.

It is laid out from a snapshot, whose figures stand as they were published, and from the words of statements as they are now: an author who
has left took them along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.briefing.document import Block, Box, Bullets, Cell, Document, Heading, PaperTable, Paragraph, Picture
from legation.dossier import Wording
from legation.figures.figure import Figure
from legation.figures.kit.row import Item, Key, Row, Scale
from legation.figures.kit.rows import row_chart
from legation.language import Lang, Message, say
from legation.version import VERSION

__all__ = ["KIND", "ReportTexts", "report_figure", "room_report"]

KIND = "room-report"
_DRAWN = 12
"""Statements of the picture at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTexts:
    """What a report says in words that are none of its figures.

    Attributes
    ----------
    title, host, interest : Wording
    question : str
    statements : mapping of str to str
        The words of each statement by its id; one that is missing was withdrawn.
    names : mapping of str to Spoken or str
        What organisations are called, by id.
    sha256 : str
        Of the snapshot.
    authors : mapping of str to str
        By the id of a statement who gave it, where that may leave the room: an organisation's id, or the sign of a seat.
    """

    title: Wording
    question: str
    host: Wording
    interest: Wording
    statements: Mapping[str, str]
    names: Mapping[str, Any]
    sha256: str
    authors: Mapping[str, str] = field(default_factory=dict)


def room_report(snapshot: Mapping[str, Any], texts: ReportTexts, lang: Lang) -> Document:
    """Lay out the report of a room, two to four pages."""
    page = _Page(snapshot, texts, lang)
    last = snapshot["to"]
    return Document(
        kind=KIND,
        name=snapshot["room"],
        lang=lang,
        title=texts.question or say(texts.title, lang),
        subtitle=page.text("room-report.subtitle", title=texts.title),
        date=say(_day(last), lang),
        iso_date=last,
        version=f"Legation {VERSION}",
        blocks=tuple(page.blocks()),
    )


def report_figure(snapshot: Mapping[str, Any]) -> Figure | None:
    """Return what all say of the statements of a report, by their numbers and without their words; None where nothing may be shown."""
    rows = {one["number"]: one["counts"] for one in snapshot["statements"] if one["counts"]}
    lists = (snapshot["unites"], snapshot["divides"], [number for number, _ in snapshot.get("slate", ())])
    named = dict.fromkeys(number for one in lists for number in one if number in rows)
    numbers = sorted([*named][:_DRAWN], key=lambda number: (-rows[number][0] / rows[number][2], number))
    if not numbers:
        return None
    tones: Mapping[str, Any] = {"agree": "yes", "pass": "abstain", "disagree": "no"}
    words = {"agree": Message("room-report.agree"), "pass": Message("room-report.pass"), "disagree": Message("room-report.disagree")}

    def part(kind: str, start: float, end: float, count: int | None = None) -> Item:
        text = "" if count is None else Message("figures.bands.number", value=count)
        said = "" if count is None else Message("room-report.counted", what=words[kind], count=count)
        return Item(
            value=end, start=start, text=text, said=said, tone=tones[kind], fill="hatched" if kind == "pass" else "full", is_inside=True
        )

    def bars(number: int) -> Row:
        agree, disagree, seen = rows[number]
        at, items = 0, []
        for kind, count in (("agree", agree), ("pass", seen - agree - disagree), ("disagree", disagree)):
            if count:
                items.append(part(kind, at / seen, (at + count) / seen, count))
            at += count
        return Row(name=Message("room-report.numbered", number=number), items=tuple(items))

    return row_chart(
        [bars(number) for number in numbers],
        [Scale()],
        id="room-statements",
        key=[Key(part(kind, 0.0, 1.0), words[kind]) for kind in tones],
        title=Message("room-report.figure", count=len(numbers)),
        subtitle=Message("room-report.figure-subtitle"),
        alt=Message("room-report.figure-alt", most=numbers[0], least=numbers[-1], count=len(numbers)),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    snapshot: Mapping[str, Any]
    texts: ReportTexts
    lang: Lang

    def text(self, name: str, /, **values: Any) -> str:
        return say(Message(name, **values), self.lang)

    def words(self, row: Mapping[str, Any]) -> str:
        return self.texts.statements.get(row["id"]) or self.text("room-report.withdrawn")

    def attributed(self, row: Mapping[str, Any]) -> str:
        """Return the words of a statement with who gave it, where that may leave the room."""
        name = self.texts.authors.get(row["id"])
        return f"{self.words(row)} — {say(self.texts.names.get(name, name), self.lang)}" if name else self.words(row)

    def quoted(self, row: Mapping[str, Any]) -> str:
        return self.words(row).rstrip(".")

    def rows(self, numbers: Iterable[int]) -> list[Mapping[str, Any]]:
        by_number = {one["number"]: one for one in self.snapshot["statements"]}
        return [by_number[number] for number in numbers if by_number[number]["counts"]]

    def blocks(self) -> Iterator[Block]:
        s = self.snapshot
        yield Paragraph(self.headline(), style="lead")
        yield Heading(self.text("room-report.who"), anchor="who")
        yield from self.took_part()
        if s["people"] is None:
            yield Paragraph(self.text("room-report.withheld", smallest=s["smallest"]))
        else:
            yield from self.listed()
        yield Box(self.text("room-report.method"), (Bullets(tuple(Paragraph(one, style="note") for one in self.method())),))

    def headline(self) -> str:
        s = self.snapshot
        if s["people"] is None:
            return self.text("room-report.headline-few", smallest=s["smallest"])
        first, divided = self.rows(s["unites"][:1]), self.rows(s["divides"][:1])
        parts = []
        if first:
            agree, disagree, seen = first[0]["counts"]
            form = "room-report.joins-most" if agree >= disagree else "room-report.joins-against"
            parts.append(self.text(form, words=self.quoted(first[0]), share=max(agree, disagree) / seen, seen=seen))
        if divided:
            parts.append(self.text("room-report.divides-most", words=self.quoted(divided[0])))
        return " ".join(parts) or self.text("room-report.nothing-shared", count=s["people"])

    def took_part(self) -> Iterator[Block]:
        s, t = self.snapshot, self.texts
        last = s.get("ended") or s["to"]
        days = {"first": _day(s["from"]), "last": _day(last)}
        if s["people"] is not None:
            yield Paragraph(self.text("room-report.people", count=s["people"], votes=s["votes"], statements=len(s["statements"])))
        if s["people"] is not None and s.get("imported"):
            yield Paragraph(self.text("room-report.imported", count=s["imported"]))
        form = "room-report.day" if s["from"] == last else "room-report.days"
        origin = self.text("room-report.statements-from", seeds=sum(one["source"] == "seed" for one in s["statements"]), given=s["given"])
        yield Paragraph(f"{self.text(form, **days)} {origin}")
        if t.host:
            yield Paragraph(
                self.text("room-report.host", host=t.host)
                + (f" {self.text('room-report.interest', interest=t.interest)}" if t.interest else "")
            )
        if s["organisations"]:
            said = [
                self.text("room-report.organisation", name=t.names.get(name, name), weight=weight)
                if weight > 1
                else say(t.names.get(name, name), self.lang)
                for name, weight in s["organisations"]
            ]
            yield Paragraph(self.text("room-report.organisations", names=tuple(said)))
        if s["withdrew"]:
            yield Paragraph(self.text("room-report.withdrew", count=s["withdrew"]))

    def listed(self) -> Iterator[Block]:
        s = self.snapshot
        yield Heading(self.text("room-report.joins"), anchor="joins")
        unites = self.rows(s["unites"])
        if unites:
            yield self.table(unites)
        else:
            yield Paragraph(self.text("room-report.joins-nothing"))
        if s["held_back"]:
            sets, people = s["as_one"]
            numbers = tuple(str(number) for number in s["held_back"])
            yield Paragraph(self.text("room-report.held-back", count=len(numbers), numbers=numbers, people=people, sets=sets), style="note")
        yield Heading(self.text("room-report.divides"), anchor="divides")
        if s["groups"]:
            yield Paragraph(self.text("room-report.groups", count=len(s["groups"]), sizes=tuple(s["groups"])))
        divides = self.rows(s["divides"])
        if divides:
            yield self.table(divides, groups=len(s["groups"]))
        else:
            yield Paragraph(self.text("room-report.divides-nothing"))
        stays = dict(s["slate"])
        chosen = self.rows(stays)
        if chosen:
            yield Heading(self.text("room-report.slate"), anchor="slate")
            yield Paragraph(
                self.text("room-report.slate-proportional" if s["represented"] else "room-report.slate-unproportional", count=len(chosen))
            )
            yield self.table(chosen, stays=stays)
        yield from self.second_round()
        figure = report_figure(s)
        if figure is not None:
            yield Picture(figure, width=0.9, floats=True)

    def second_round(self) -> Iterator[Block]:
        s = self.snapshot
        rows = self.rows(s["second"])
        if rows:
            yield Heading(self.text("room-report.second"), anchor="second")
            yield self.table(rows, groups=len(s["groups"]) if s["closed"] else 0)
        for first, other, difference, low, high in s["versions"]:
            if high < 0:  # the second fared better: it is the one that is said to gain
                first, other, difference, low, high = other, first, -difference, -high, -low
            ends = {"difference": difference, "low": low, "high": high}
            form = "room-report.versions" if low > 0 or high < 0 else "room-report.versions-alike"
            yield Paragraph(self.text(form, first=first, second=other, **ends))

    def table(self, rows: Sequence[Mapping[str, Any]], *, groups: int = 0, stays: Mapping[int, int] | None = None) -> PaperTable:
        head = [Cell(self.text("room-report.col-number"), "right"), Cell(self.text("room-report.col-statement"))]
        head += [Cell(self.text(name), "right") for name in ("room-report.col-agree", "room-report.col-disagree", "room-report.col-votes")]
        head += [Cell(self.text("room-report.col-group", number=number + 1), "right") for number in range(groups)]
        head += [Cell(self.text("room-report.col-held"), "right")] if stays else []
        return PaperTable(
            tuple(head),
            tuple(self.cells(one, groups, stays) for one in rows),
            widths=(1, 9, 2, 2.2, 1.4, *(2,) * groups, *((2.4,) if stays else ())),
        )

    def cells(self, row: Mapping[str, Any], groups: int, stays: Mapping[int, int] | None) -> tuple[Cell, ...]:
        agree, disagree, seen = row["counts"]
        shown = [Cell(str(row["number"]), "right"), Cell(self.attributed(row))]
        shown += [Cell(self.share(count, seen), "right") for count in (agree, disagree)] + [Cell(say(seen, self.lang), "right")]
        for said in row.get("groups", ())[:groups]:
            shown.append(Cell("—" if not said else self.share(said[0], said[1]), "right"))
        if stays:
            shown.append(Cell(self.share(stays[row["number"]], 100), "right"))
        return tuple(shown)

    def share(self, count: int, of: int) -> str:
        return say(Message("answer.share", share=count / of), self.lang)

    def method(self) -> Iterator[str]:
        s = self.snapshot
        yield self.text("room-report.limits")
        yield self.text("room-report.released", smallest=s["smallest"])
        if s["people"] is not None and s["reason"] is not None:
            yield self.text("room-report.no-groups")
        if s["left_out"]:
            yield self.text("room-report.left-out", count=s["left_out"])
        leaves = {
            "attributed": Message("room-report.leaves-attributed"),
            "organisation": Message("room-report.leaves-organisation"),
            "chatham": Message("room-report.leaves-chatham"),
        }
        yield say(leaves[s["leaves"]], self.lang)
        if not s["closed"]:
            yield self.text("room-report.running")
        yield self.text("room-report.hashes", room=s["room"], number=s["up_to"], log=s["log"], sha256=self.texts.sha256)


def _day(text: str) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(text)
