"""Made texts: statements at an invented conference, posts of its delegations and of readers, and a small feed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["texts"]

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2024, 6, 30)
SPEECH = dt.date(2023, 9, 12)
"""The day on which the mission first says its phrase."""
PAPER = dt.date(2023, 11, 20)
"""The day of its paper on a shared repair fleet, which nobody takes up."""
BREAK = dt.date(2024, 2, 6)
"""The day of the invented break off Cape Orme, after which everybody speaks of the seabed."""
HOST = "social.example.org"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, in which language, of what, and from which day on with the mission's phrase; None: never."""

    actor: str
    name: str
    tongue: str
    themes: tuple[str, ...]
    takes_up: dt.date | None = None
    falls_silent: dt.date = LAST


VOICES = (
    Voice("valmere", "Valmere", "en", ("guard", "trade"), SPEECH),
    Voice("valmere", "Valmere", "fr", ("guard", "trade"), SPEECH),
    Voice("vescary", "Vescary", "fr", ("trade", "guard"), dt.date(2023, 10, 12)),
    Voice("palmora", "Palmora", "en", ("trade", "seabed"), dt.date(2023, 12, 12)),
    Voice("ostrelle", "Ostrelle", "fr", ("guard", "seabed"), dt.date(2024, 2, 12)),
    Voice("hollmark", "Hollmark", "en", ("guard", "trade"), dt.date(2024, 5, 12)),
    Voice("toromar", "Toromar", "en", ("trade", "trade")),
    Voice("kelvany", "Kelvany", "en", ("seabed", "trade")),
    Voice("sundermark", "Sundermark", "en", ("guard", "guard")),
    Voice("quenara", "Quenara", "fr", ("seabed", "guard"), None, dt.date(2023, 8, 31)),
    Voice("conference-secretariat", "Conference secretariat", "en", ("trade", "seabed"), dt.date(2024, 1, 12)),
    Voice("seabed-watch", "Seabed Watch", "en", ("seabed", "seabed")),
)
SHIP_OWNERS = Voice("ship-owners", "Association of cable ship owners", "en", ("trade", "guard"))
WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


class Writer:
    """Puts sentences together; the same seed writes the same texts."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 (an example, no secret)

    def sentence(self, tongue: str, kind: str, name: str = "") -> str:
        """Return one sentence of a kind, filled in."""
        draw = self.draw
        said = str(draw.choice(WORDS[tongue][kind]))
        return said.format(name=name, place=draw.choice(WORDS["places"]), days=draw.randint(2, 29), part=draw.choice(WORDS["part"][tongue]))

    def body(self, voice: Voice, day: dt.date, length: int) -> list[str]:
        """Return what a voice says on a day: of its themes, of the seabed after the break, and the phrase once it has taken it up."""
        draw = self.draw
        after = BREAK <= day < BREAK + dt.timedelta(days=56)
        kinds = ["seabed" if after and draw.random() < 0.7 else draw.choice(voice.themes) for _ in range(length)]
        said = list(dict.fromkeys(self.sentence(voice.tongue, kind) for kind in kinds))
        if draw.random() < 0.15:
            said.append(self.sentence(voice.tongue, "neighbours"))
        if voice.takes_up is not None and (day == voice.takes_up or (day > voice.takes_up and draw.random() < 0.4)):
            said.insert(draw.randint(0, len(said)), self.sentence(voice.tongue, "repair"))
        if voice.actor == "valmere" and day > PAPER and draw.random() < 0.3:
            said.append(self.sentence(voice.tongue, "fleet"))
        return said


def texts(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the files: statements with their ``metadata.csv``, posts, the register of accounts, and a feed."""
    yield from _statements(Writer(seed))
    yield "posts.csv", _posts(Writer(seed + 1))
    yield "accounts.csv", _accounts()
    yield "feed.xml", _feed(Writer(seed + 2))


def _statements(writer: Writer) -> Iterator[tuple[str, bytes]]:
    """Yield one meeting a month, at which four or five delegations speak; the ship owners once, before anybody else; and our paper."""
    listed = []
    for month in range(18):
        day = dt.date(2023 + month // 12, month % 12 + 1, 12)
        there = [voice for voice in VOICES if day <= voice.falls_silent and voice.actor != "seabed-watch"]
        speakers = writer.draw.sample(there, 4)
        ours = next((voice for voice in VOICES if day == voice.takes_up), None)
        if ours is not None and ours not in speakers:
            speakers[0] = ours
        for voice in dict.fromkeys(speakers):
            said = [writer.sentence(voice.tongue, "opening", voice.name), *writer.body(voice, day, 6)]
            listed.append((voice, day, [*said, writer.sentence(voice.tongue, "closing")]))
    early = dt.date(2023, 3, 21)
    said = [writer.sentence("en", kind, SHIP_OWNERS.name) for kind in ("opening", "trade", "guard", "trade")]
    listed.append((SHIP_OWNERS, early, [*said, "Our crews ask for this: repair without delay."]))
    for voice in VOICES[:2]:
        said = [writer.sentence(voice.tongue, kind, voice.name) for kind in ("opening", "trade", "guard", "fleet", "closing")]
        listed.append((voice, PAPER, said))
    rows = []
    for voice, day, sentences in sorted(listed, key=lambda one: (one[1], one[0].actor, one[0].tongue)):
        name = f"{day}-{voice.actor}.{voice.tongue}.txt"
        title = f"{voice.name}, {day}"
        rows.append(
            (name, day, voice.actor, voice.tongue, title, "Cable Conference", f"https://conference.example.org/{day}/{voice.actor}")
        )
        yield f"statements/{name}", (" ".join(sentences) + "\n").encode()
    yield "statements/metadata.csv", _csv(("file", "date", "actor", "language", "title", "outlet", "url"), rows)


def _posts(writer: Writer) -> bytes:
    """Return posts of delegations, and of readers who answer or repeat them: their handles are made as well."""
    draw, rows = writer.draw, []
    span = (LAST - FIRST).days
    official: list[tuple[str, str]] = []
    ours: set[str] = set()
    start = dt.datetime.combine(FIRST, dt.time(), dt.UTC)
    moments = sorted((draw.randint(0, span), draw.randint(7 * 60, 20 * 60)) for _ in range(150))
    for number, (at, minute) in enumerate(moments):
        day, time = FIRST + dt.timedelta(days=at), start + dt.timedelta(days=at, minutes=minute)
        reference = str(700_000 + number)
        if official and draw.random() < 0.3:
            reader = f"reader{draw.randint(1, 14):02}@{HOST}"
            other, tongue = draw.choice(official[-6:])
            if draw.random() < 0.3:
                rows.append((reference, time, reader, "", tongue, "", other))
                continue
            rows.append((reference, time, reader, writer.sentence(tongue, "answer"), tongue, other, ""))
            if other in ours and draw.random() < 0.5:
                back = (f"{reference}1", time + dt.timedelta(hours=3), f"valmere@{HOST}")
                rows.append((*back, writer.sentence(tongue, "reply"), tongue, reference, ""))
            continue
        voice = draw.choice([one for one in VOICES if day <= one.falls_silent])
        said = writer.body(voice, day, draw.randint(2, 3))
        if voice.actor == "valmere" and draw.random() < 0.3:
            said = [writer.sentence(voice.tongue, "consular")]
        to = draw.choice(official)[0] if official and draw.random() < 0.15 else ""
        rows.append((reference, time, f"{_handle(voice.actor)}@{HOST}", " ".join(said), voice.tongue, to, ""))
        official.append((reference, voice.tongue))
        if voice.actor == "valmere":
            ours.add(reference)
    head = ("id", "date", "platform", "author", "text", "language", "url", "reply to", "retweet id")
    return _csv(
        head,
        [
            (reference, time.isoformat(), "mastodon", who, said, tongue, f"https://{HOST}/@{who.split('@')[0]}/{reference}", to, repeats)
            for reference, time, who, said, tongue, to, repeats in rows
        ],
    )


def _handle(actor: str) -> str:
    return actor.replace("-", "_")


def _accounts() -> bytes:
    actors = dict.fromkeys(voice.actor for voice in VOICES)
    return _csv(
        ("account", "actor", "platform", "start", "end"), [(f"{_handle(one)}@{HOST}", one, "mastodon", "2023-01-01", "") for one in actors]
    )


def _feed(writer: Writer) -> bytes:
    """Return a feed of an invented newspaper."""
    voice = Voice("", "The Harbour Post", "en", ("trade", "seabed", "guard"))
    items = []
    for at in range(12):
        day = dt.date(2024, 1 + at // 2, 4 + 14 * (at % 2))
        said = writer.body(voice, day, 4)
        items.append(
            f"<item><title>{escape(said[0])}</title><link>https://post.example.org/{day}</link>"
            f"<guid>https://post.example.org/{day}</guid><pubDate>{day:%a, %d %b %Y} 06:00:00 GMT</pubDate>"
            f"<description>{escape(' '.join(said))}</description></item>\n"
        )
    head = "<channel><title>The Harbour Post (made)</title><link>https://post.example.org/</link><language>en</language>\n"
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">' + head + "".join(items) + "</channel></rss>\n").encode()


def _csv(head: tuple[str, ...], rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(head)
    table.writerows(rows)
    return out.getvalue().encode()
