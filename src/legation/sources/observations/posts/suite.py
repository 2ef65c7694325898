"""Tables of posts as social suites export them: Brandwatch, Meltwater, Talkwalker, Sprinklr, Hootsuite, X, CrowdTangle, Meta, 4CAT.

What a column means is guessed from its heading (``sources/observations/texts/headings.toml``), or told by a mapping. Traps, and what is
done:

- some write the query above the header, and some UTF-16 with tabs: the header is sought, and the encoding asked of the bytes;
- dates of digits alone have an order that one export does not mix: a date in it that gives the order away tells it, else they are refused;
- a suite lists newspapers beside posts: those are ``article``, keep their address and outlet, and lose the journalist's name;
- the same post can stand in several rows, one for each query: the first counts, the others are told.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from legation.sources.observations.accounts import NETWORKS, network, profile_of
from legation.sources.observations.posts.masking import Masks, Post, Who, place
from legation.sources.observations.texts.dates import Order, TextDate, moment, order_of
from legation.sources.observations.texts.language import tag_code
from legation.sources.observations.texts.rows import TextRows, mark_of, web_address
from legation.sources.observations.texts.tables import (
    BrokenRow,
    TextMapping,
    TextTable,
    is_press,
    load_text_mapping,
    network_of,
    text_table,
)
from legation.sources.observed import Fault

__all__ = ["steps"]

_NEEDED = ("text", "time")
_MENTION = re.compile(r"(?<![\w/])[@＠](\w[\w.-]*)")
_REPEAT = re.compile(r"RT @(\w{1,40}):", re.ASCII)
_NUMBER = re.compile(r"/(?:status|statuses|posts?|permalink|videos?)/(?:[\w-]*?)(\d{5,25})(?:\D|$)")


def steps(path: Path, rows: TextRows, masks: Masks, mapping: TextMapping | None) -> Iterator[None]:
    """Read a file twice: first whom it tells of and the order of its dates; then its rows."""
    settled = mapping or load_text_mapping(path) or TextMapping()
    order = _look(text_table(path, settled, _NEEDED), masks, settled)
    table = text_table(path, settled, _NEEDED)
    for row in table.rows:
        if isinstance(row, BrokenRow):
            rows.fault(Fault(path.name, row.line, "texts-row-stop" if row.last else "texts-row", found=row.why))
        elif len(row[1]) != len(table.header):
            rows.fault(Fault(path.name, row[0], "texts-width", allowed=str(len(table.header)), found=str(len(row[1]))))
        else:
            _row(rows, masks, path.name, row[0], _Cells(table, row[1], settled), order)
        yield


def _look(table: TextTable, masks: Masks, mapping: TextMapping) -> Order:
    """Note whom the rows tell of, and return the order of their dates; none where they give two away."""
    orders: set[Order] = set()
    for row in table.rows:
        if isinstance(row, BrokenRow) or len(row[1]) != len(table.header):
            continue
        cells = _Cells(table, row[1], mapping)
        orders.add(order_of(cells("time")))
        if cells.who and not cells.press:
            masks.know(cells.network, cells.who)
    found = orders - {""}
    return mapping.order or (found.pop() if len(found) == 1 else "")


class _Cells:
    """The cells of a row by what they mean."""

    def __init__(self, table: TextTable, cells: list[str], mapping: TextMapping) -> None:
        self._table, self._cells = table, cells
        said = network(self("platform"))
        self.press = is_press(said)
        said = said if said in NETWORKS else ""
        self.profile = profile_of(self("url"))
        self.network = said or network(mapping.platform) or (self.profile[0] if self.profile else "") or network_of(table.suite) or "other"
        if self.profile and self.profile[0] != self.network and not self.press:
            self.network = self.profile[0]  # a suite's "Twitter" is our "x", and its "web" may be a post of the Fediverse

    def __call__(self, name: str) -> str:
        return self._table.cell(self._cells, name)

    @property
    def who(self) -> str:
        """The account: as its column has it, as its address tells, else by its number or the name that it shows."""
        said = self("author")
        in_address = self.profile[1] if self.profile else ""
        if said and " " not in said:
            speaker = profile_of(said) if "/" in said else None
            found = speaker[1] if speaker else said
            return in_address if self.network == "mastodon" and "@" not in found.lstrip("@") and in_address else found
        return in_address or self("account_number") or said or self("name")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self("name"), self("author") if " " in self("author") else "")))

    def reference(self, name: str) -> str:
        """Return a post as it is referred to in any column: by its number, where the address holds one."""
        text = self(name)
        number = _NUMBER.search(text) if "/" in text else None
        return number[1] if number and self.network not in ("mastodon", "bluesky") else text


def _row(rows: TextRows, masks: Masks, part: str, line: int, cells: _Cells, order: Order) -> None:
    said = " ".join(filter(None, (cells("time"), cells("clock") if ":" not in cells("time") else "")))
    when = moment(said, order) or moment(cells("time"), order)
    if when is None and order_of(said) == "" and re.match(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", said):
        rows.fault(Fault(part, line, "posts-date-order", allowed="dmy | mdy", found=masks.plain(said), column="time"))
        return
    if cells.press:
        _article(rows, masks, part, line, cells, when, said)
        return
    repeat = _REPEAT.match(cells("text"))
    mentions: list[Who] = [(cells.network, name) for name in _MENTION.findall(cells("text"))] if cells.network != "mastodon" else []
    repeats = cells.reference("repeats") or (f"{repeat[1].lower()} {cells('text')[repeat.end() : repeat.end() + 60]}" if repeat else "")
    place(
        rows,
        masks,
        part,
        line,
        Post(
            network=cells.network,
            reference=cells.reference("id") or cells.reference("url") or mark_of(cells.who, said, cells("text")),
            account=cells.who,
            when=when,
            said=said,
            text=cells("text"),
            title=cells("title"),
            language=cells("language"),
            url=cells("url"),
            names=tuple((cells.who, name) for name in cells.names),
            mentions=tuple(mentions),
            answers=cells.reference("answers"),
            repeats=repeats,
        ),
    )


def _article(rows: TextRows, masks: Masks, part: str, line: int, cells: _Cells, when: TextDate | None, said: str) -> None:
    """Place what a publication wrote: without its writer, with its address."""
    if when is None:
        rows.add(part, line, None, found=masks.plain(said), id="", text="…")
        return
    day = when.time.date()
    address = web_address(cells("url"))
    title, text = (masks.words(cells(name), "x", day, names=cells.names, private=False) for name in ("title", "text"))
    outlet = masks.words(cells("outlet"), "x", day, names=cells.names, private=False)
    rows.add(
        part,
        line,
        when,
        id=f"article-{hashlib.blake2b((address or said + text).encode('utf-8', 'replace'), digest_size=12).hexdigest()}",
        kind="article",
        outlet=outlet,
        language=tag_code(cells("language")),
        title=title,
        text=text,
        url=masks.address(address, day) if address else None,
    )
