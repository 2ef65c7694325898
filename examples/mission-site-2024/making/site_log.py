"""A made access log of an invented mission's site: people, crawlers, a campaign that brings readers to one page, and three lost days.

The addresses are those that are set aside for documentation (RFC 5737, RFC 3849), the hosts lie under example.org, .com and .net.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator

__all__ = ["CAMPAIGN", "FIRST", "LAST", "LOST", "lines"]

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 6, 30)
LOST = (dt.date(2024, 5, 2), dt.date(2024, 5, 25), dt.date(2024, 6, 16))
"""Days whose log was lost."""
CAMPAIGN = dt.date(2024, 5, 14)
"""The day on which the link to the visa guide goes out."""
SITE = "https://mission.example.org"
PAGES = (("visa", "visa", 20), ("passport", "passeport", 14), ("civil-status", "etat-civil", 8), ("travellers", "voyageurs", 8),
         ("opening-hours", "horaires", 10), ("news", "actualites", 12), ("cables", "cables", 10), ("contact", "contact", 6))  # fmt: skip
FILES = ("/files/visa-form.pdf", "/files/formulaire-visa.pdf", "/files/cable-conference.pdf", "/files/fees-2024.xlsx")
ASSETS = ("/static/site.css", "/static/site.js", "/static/arms.png", "/favicon.ico")
REFERRERS = (
    ("https://search.example.com/", 30),
    ("https://ministry.example.org/missions", 8),
    ("https://post.example.org/travel", 4),
    ("-", 40),
)
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
)
BOTS = (
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 7, 0.0),
    ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", 5, 0.0),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)", 3, 0.07),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)", 3, 0.05),
    ("CCBot/2.0 (https://commoncrawl.org/faq/)", 2, 0.0),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)", 1, 0.02),
    ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", 4, 0.0),
    ("curl/8.5.0", 2, 0.0),
)
"""Agent, requests a day at the beginning, more of them each day."""


def lines(seed: int) -> Iterator[str]:
    """Yield the lines in the combined format, in order of time; the last line of 20 June is cut, as when a disk is full."""
    draw = random.Random(seed)  # noqa: S311 (an example, no secret)
    day = FIRST
    while day <= LAST:
        found = sorted([*_people(draw, day), *_programs(draw, day)], key=lambda one: one[0])
        if day not in LOST:
            for at, line in found:
                yield line.replace("TIME", f"{at:%d/%b/%Y:%H:%M:%S} +0000")
            if day == dt.date(2024, 6, 20):
                yield '203.0.113.9 - - [20/Jun/2024:23:59:58 +0000] "GET /fr/vi'
        day += dt.timedelta(days=1)


def _people(draw: random.Random, day: dt.date) -> Iterator[tuple[dt.datetime, str]]:
    weekend = 0.5 if day.weekday() >= 5 else 1.0
    for _ in range(_poisson(draw, 17 * weekend)):
        yield from _visit(draw, day)
    since = (day - CAMPAIGN).days
    if since >= 0:
        for _ in range(_poisson(draw, (3 + 17 * math.exp(-since / 14)) * weekend)):
            yield from _visit(draw, day, campaign=True)


def _visit(draw: random.Random, day: dt.date, *, campaign: bool = False) -> Iterator[tuple[dt.datetime, str]]:
    """Yield a visit: one to four pages, what they are made of, perhaps a file; one in forty follows a dead link of a partner's site."""
    who, agent = _address(draw), draw.choice(BROWSERS)
    tongue = draw.choices(("fr", "en", "pt"), (60, 36, 4))[0]
    at = dt.datetime.combine(day, dt.time(int(draw.triangular(6, 23, 14)), draw.randint(0, 59), draw.randint(0, 59)), dt.UTC)
    came = draw.choices([one for one, _ in REFERRERS], [weight for _, weight in REFERRERS])[0]
    path = _page(draw, tongue)
    if campaign:
        came, tongue = "https://social.example.org/", "fr" if tongue == "pt" else tongue
        tag = "?lg=visa-guide" if draw.random() < 0.7 else "?utm_source=social&utm_campaign=visa-guide"
        path = f"/{tongue}/visa{tag}"
    elif draw.random() < 0.025:
        yield at, _line(who, "/en/visas-old", 404, 512, "https://partner.example.net/links", agent)
        at += dt.timedelta(seconds=20)
    fresh = draw.random() < 0.6
    for step in range(draw.choice((1, 1, 2, 2, 3, 4))):
        yield at, _line(who, path, 200, draw.randint(4_000, 30_000), came, agent)
        if step == 0 and fresh:
            for asset in draw.sample(ASSETS, 2):
                yield at + dt.timedelta(seconds=1), _line(who, asset, 200, draw.randint(300, 9_000), SITE + path, agent)
        if "visa" in path and draw.random() < 0.3:
            form = FILES[1] if tongue == "fr" else FILES[0]
            yield at + dt.timedelta(seconds=30), _line(who, form, 200, 84_512, SITE + path, agent)
        at, came, path = at + dt.timedelta(seconds=draw.randint(15, 240)), SITE + path, _page(draw, tongue)


def _page(draw: random.Random, tongue: str) -> str:
    found = draw.choices(range(-1, len(PAGES)), [12, *(weight for *_, weight in PAGES)])[0]
    english, french, _ = PAGES[max(found, 0)]
    return f"/{tongue}/" if found < 0 else f"/{tongue}/{french if tongue == 'fr' else english}"


def _programs(draw: random.Random, day: dt.date) -> Iterator[tuple[dt.datetime, str]]:
    passed = (day - FIRST).days
    for agent, usual, more in BOTS:
        for _ in range(_poisson(draw, usual + more * passed)):
            at = dt.datetime.combine(day, dt.time(draw.randint(0, 23), draw.randint(0, 59), draw.randint(0, 59)), dt.UTC)
            path = draw.choice(("/robots.txt", *FILES)) if draw.random() < 0.15 else _page(draw, draw.choice(("fr", "en")))
            yield at, _line(f"203.0.113.{200 + len(agent) % 40}", path, 200, draw.randint(300, 30_000), "-", agent)
    if draw.random() < 0.2:
        at = dt.datetime.combine(day, dt.time(3, draw.randint(0, 59)), dt.UTC)
        yield at, _line("198.51.100.250", "/wp-login.php", 404, 512, "-", "-")


def _address(draw: random.Random) -> str:
    if draw.random() < 0.3:
        return f"2001:db8:{draw.randint(1, 40):x}::{draw.randint(1, 0xFFFF):x}"
    return f"{draw.choices(('192.0.2', '198.51.100', '203.0.113'), (5, 3, 2))[0]}.{draw.randint(1, 199)}"


def _line(who: str, path: str, status: int, size: int, came: str, agent: str) -> str:
    return f'{who} - - [TIME] "GET {path} HTTP/1.1" {status} {size} "{came}" "{agent}"'


def _poisson(draw: random.Random, mean: float) -> int:
    """Return a count with a Poisson distribution, by Knuth's way."""
    limit, product, count = math.exp(-mean), draw.random(), 0
    while product > limit:
        product *= draw.random()
        count += 1
    return count
