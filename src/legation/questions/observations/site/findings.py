"""What the log says, as sentences and pictures: browsers and programs apart, never a number of persons over days."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import numpy.typing as npt

from legation.figures.figure import Figure, Named
from legation.figures.kit.multiples import Course, Instant, Key, Panel, Reading, Spell, multiples
from legation.figures.kit.rows import Item, Row, Scale, row_chart
from legation.figures.kit.rows import Key as RowKey
from legation.language import Message, Spoken
from legation.methods.share import TEST, share_interval
from legation.methods.visits import RateChange, count_interval
from legation.questions.answer import Finding, first_of
from legation.questions.observations.site.audience import Audience
from legation.questions.observations.site.inputs import AREA, SiteInputs
from legation.questions.observations.site.readers import GROUPS, country_of, group_name, in_group, language, plain

__all__ = [
    "bots_findings",
    "change_findings",
    "more_findings",
    "people_finding",
    "pictures",
    "reading_findings",
    "shift_of",
    "source_findings",
]


_SHOWN = 3


def people_finding(of: SiteInputs) -> Finding:
    """Say how many visits persons' browsers made, and how many pages they read."""
    days = int((~np.isnan(of.nothing[of.now])).sum())
    visits, pages = (int(np.nansum(of.total(by, [""])[of.now])) for by in (of.visits, of.pages))
    low, high = count_interval(visits)
    rate = {"day": visits / max(days, 1), "low": low / max(days, 1), "high": high / max(days, 1), "days": days}
    message = Message(f"{AREA}.people", count=visits, pages=pages, **rate, **of.span)
    return Finding(id="people", message=message, confidence="moderate", contrary=Message(f"{AREA}.pretend"))


def bots_findings(of: SiteInputs) -> list[Finding]:
    """Say how much of what is read programs read, and which families gather for artificial intelligence."""
    every = int(sum(np.nansum(one[of.now]) for one in of.pages.values()))
    bots = in_group(of.pages, "ai", "search", "other")
    visits, pages = (int(np.nansum(of.total(by, bots)[of.now])) for by in (of.visits, of.pages))
    values = {"count": visits, "pages": pages, "share": pages / max(every, 1), **of.span}
    made = [Finding(id="bots", message=Message(f"{AREA}.bots", **values), confidence="moderate")]
    ai = {name: int(np.nansum(of.pages[name][of.now])) for name in in_group(of.pages, "ai")}
    ranked = sorted((name for name in ai if ai[name]), key=lambda name: (-ai[name], name))
    if ranked:
        total = sum(ai.values())
        names = [Named(name, Message(f"{AREA}.counted", name=name, count=ai[name])) for name in ranked]
        values = {"count": total, "share": total / max(every, 1), "families": first_of(names, 5), **of.span}
        made.append(Finding(id="ai", message=Message(f"{AREA}.ai", **values), confidence="moderate"))
    else:
        made.append(Finding(id="ai", message=Message(f"{AREA}.ai-none", **of.span), confidence="low"))
    return made


def change_findings(of: SiteInputs) -> list[Finding]:
    """Say whether there are more visits than before, of persons and of programs for artificial intelligence."""
    made = []
    change = of.change(of.total(of.visits, [""]))
    if change is not None:
        values = _ratio(of, change)
        message = {
            1: Message(f"{AREA}.visits-more", **values),
            -1: Message(f"{AREA}.visits-fewer", **values),
            0: Message(f"{AREA}.visits-same", **values),
        }[change.direction]
        made.append(Finding(id="change", message=message, confidence="low", contrary=Message(f"{AREA}.season")))
    change = of.change(of.total(of.pages, in_group(of.pages, "ai")))
    if change is not None and change.before + change.after > 0:
        values = _ratio(of, change)
        message = {
            1: Message(f"{AREA}.ai-more", **values),
            -1: Message(f"{AREA}.ai-fewer", **values),
            0: Message(f"{AREA}.ai-same", **values),
        }[change.direction]
        made.append(Finding(id="change-ai", message=message, confidence="low"))
    return made


def reading_findings(of: SiteInputs, found: Audience) -> list[Finding]:
    """Say what persons read most, what rose and what fell, in which languages, and what they downloaded."""
    made = []
    read = [(plain(page), int(count)) for page, count in zip(found.pages["page"], found.pages["people"], strict=True) if count]
    if read:
        message = Message(f"{AREA}.read-most", pages=_counts(read[:_SHOWN]), **of.span)
        made.append(Finding(id="read-most", message=message, confidence="moderate"))
    moved: dict[int, list[Named]] = {1: [], -1: []}
    for page, change in found.changes.items():
        if change.direction:
            moved[change.direction].append(Named(page, Message(f"{AREA}.times", name=plain(page), ratio=change.ratio)))
    if found.changes:
        values = {"count": len(found.changes), "up": first_of(moved[1], _SHOWN), "down": first_of(moved[-1], _SHOWN)}
        if moved[1] and moved[-1]:
            message = Message(f"{AREA}.moved", **values)
        elif moved[1]:
            message = Message(f"{AREA}.moved-up", **values)
        elif moved[-1]:
            message = Message(f"{AREA}.moved-down", **values)
        else:
            message = Message(f"{AREA}.moved-none", **values)
        made.append(Finding(id="moved", message=message, confidence="low", contrary=Message(f"{AREA}.season")))
    people = found.languages["people"]
    codes = [str(code) for code in found.languages["code"]]
    spoken = sorted(
        ((code, int(n)) for code, n in zip(codes, people, strict=True) if language(code) and n), key=lambda one: (-one[1], one[0])
    )
    if spoken:
        total = int(people.sum())
        names = [Named(code, Message(f"{AREA}.shared", name=language(code), share=n / total)) for code, n in spoken]
        rest = (total - sum(n for _, n in spoken)) / total
        made.append(
            Finding(id="languages", message=Message(f"{AREA}.languages", languages=first_of(names, 6), rest=rest), confidence="moderate")
        )
    files = [(plain(page), int(count)) for page, count in zip(found.downloads["page"], found.downloads["people"], strict=True) if count]
    if files:
        made.append(Finding(id="downloads", message=Message(f"{AREA}.downloads", files=_counts(files[:_SHOWN])), confidence="moderate"))
    return made


def source_findings(of: SiteInputs, found: Audience) -> list[Finding]:
    """Say whence persons come: other sites, countries, activities of ours."""
    made = []
    hosts = [(plain(host), int(count)) for host, count in zip(found.referrers["host"], found.referrers["people"], strict=True) if count]
    named = [one for one in hosts if one[0]]
    if named:
        silent = dict(hosts).get("", 0)
        message = Message(f"{AREA}.from", hosts=_counts(named[:_SHOWN]), silent=silent, **of.span)
        made.append(Finding(id="from", message=message, confidence="moderate", contrary=Message(f"{AREA}.referrers-hidden")))
    if found.countries:
        total = sum(people for people, _ in found.countries.values())
        known = [(code, people) for code, (people, _) in found.countries.items() if code and people]
        if known:
            names = []
            for code, people in known[:5]:
                low, high = share_interval(people, total, TEST)
                name = country_of(code) or code
                names.append(Message(f"{AREA}.between", name=name, share=people / total, low=low, high=high))
            rest = (total - sum(people for _, people in known)) / total
            made.append(Finding(id="countries", message=Message(f"{AREA}.countries", countries=tuple(names), rest=rest), confidence="low"))
    arrivals = [one for one in found.sent if one.people]
    if arrivals:
        first = arrivals[0]
        values = {"activity": first.activity, "count": first.people, "bots": first.bots, "others": len(arrivals) - 1, **of.span}
        if first.objectives:
            message = Message(f"{AREA}.activity", aim=first.objectives[0], **values)
        else:
            message = Message(f"{AREA}.activity-no-aim", **values)
        made.append(Finding(id="activity", message=message, confidence="moderate", contrary=Message(f"{AREA}.links-only")))
    return made


def more_findings(of: SiteInputs, found: Audience) -> list[Finding]:
    """Say what is asked of consular pages, and which pages are missing."""
    made = []
    if found.demand:
        read = int(np.nansum(found.demand_daily[of.now]))
        pages = [(plain(one.page), one.people) for one in found.demand if one.people][:_SHOWN]
        message = Message(f"{AREA}.demand", count=read, pages=len(found.demand), most=_counts(pages) or "—", **of.span)
        made.append(Finding(id="demand", message=message, confidence="moderate"))
        change = of.change(found.demand_daily)
        if change is not None:
            values = _ratio(of, change)
            message = {
                1: Message(f"{AREA}.demand-more", **values),
                -1: Message(f"{AREA}.demand-fewer", **values),
                0: Message(f"{AREA}.demand-same", **values),
            }[change.direction]
            made.append(Finding(id="demand-change", message=message, confidence="low", contrary=Message(f"{AREA}.season")))
    if len(found.broken["page"]):
        first = {name: found.broken[name][0] for name in found.broken}
        values = {
            "count": int(first["all_people"]),
            "bots": int(first["all_bots"]),
            "pages": int(first["pages"]),
            "page": plain(first["page"]),
            "most": int(first["people"]),
        }
        if first["referrer"]:
            message = Message(f"{AREA}.broken-from", referrer=plain(first["referrer"]), **values)
        else:
            message = Message(f"{AREA}.broken", **values)
        made.append(Finding(id="broken", message=message, confidence="high"))
    return made


def shift_of(of: SiteInputs) -> Message:
    """Return the finding that the first picture shows."""
    change = of.change(of.total(of.visits, [""]))
    if change is None:
        people, bots = (
            int(np.nansum(of.total(of.visits, kinds)[of.now])) for kinds in ([""], in_group(of.visits, "ai", "search", "other"))
        )
        return Message(f"{AREA}.title-one", people=people, bots=bots)
    values = {"before": change.before, "after": change.after}
    if not change.direction:
        return Message(f"{AREA}.title-same", **values)
    return Message(f"{AREA}.title-more", **values) if change.direction > 0 else Message(f"{AREA}.title-fewer", **values)


def _ratio(of: SiteInputs, change: RateChange) -> dict[str, object]:
    ends = {"ratio": change.ratio, "low": change.low, "high": change.high, "before": change.before, "after": change.after}
    return {**ends, "from_": of.earlier, **of.span}


def _counts(pairs: list[tuple[str, int]]) -> tuple[Message, ...]:
    return tuple(Message(f"{AREA}.counted", name=name, count=count) for name, count in pairs)


_FAMILIES = 8
_PAGES = 15
_WEEKS = 160
"""Weeks of one picture, the latest."""


def pictures(of: SiteInputs, found: Audience) -> tuple[Figure, ...]:
    """Return every picture that has something to show."""
    made = [_who(of)]
    if found.pages["page"].size:
        made.append(_pages(of, found))
    crawlers = _crawlers(of)
    return (*made, crawlers) if crawlers is not None else tuple(made)


def _who(of: SiteInputs) -> Figure:
    rows = [
        _panel(of, group_name(group), of.total(of.visits, in_group(of.visits, group)))
        for group in GROUPS
        if group == "people" or in_group(of.visits, group)
    ]
    people, bots = (int(np.nansum(of.total(of.visits, kinds)[of.now])) for kinds in ([""], in_group(of.visits, "ai", "search", "other")))
    return multiples(
        _now_above(of, rows),
        id="weeks",
        key=_KEY,
        one_scale=True,
        title=shift_of(of),
        subtitle=Message(f"{AREA}.weeks-subtitle", since=of.seen.since, until=of.until),
        alt=Message(f"{AREA}.weeks-alt", count=len(rows), people=people, bots=bots, **of.span),
    )


def _pages(of: SiteInputs, found: Audience) -> Figure:
    columns = (found.pages[name][:_PAGES] for name in ("page", "people", "bots", "ai"))
    counts = [(Named(str(page), plain(page)), int(people), int(bots), int(ai)) for page, people, bots, ai in zip(*columns, strict=True)]
    most = float(max(max(people, bots) for _, people, bots, _ in counts) or 1)
    first, people, bots, _ = counts[0]
    return row_chart(
        [_page(*one) for one in counts],
        [Scale(high=most, head=group_name("people")), Scale(high=most, head=Message(f"{AREA}.group.bots"))],
        id="pages",
        title=Message(f"{AREA}.pages-title", page=first, count=people),
        subtitle=Message(f"{AREA}.pages-subtitle", **of.span),
        alt=Message(f"{AREA}.pages-alt", count=len(counts), page=first, people=people, bots=bots),
        key=[RowKey(Item(value=1.0, tone="third", fill="hatched"), Message(f"{AREA}.of-these-ai"))] if any(ai for *_, ai in counts) else (),
    )


def _page(page: Named, people: int, bots: int, ai: int) -> Row:
    """Return a page: what people opened of it, and what bots did, those of AI first."""
    items = [Item(value=float(people), text=Message("answer.value", value=people))]
    if ai:
        items.append(Item(value=float(ai), said=Message(f"{AREA}.count-ai", count=ai), scale=1, tone="third", fill="hatched"))
    items.append(Item(value=float(bots), start=float(ai), text=Message("answer.value", value=bots), scale=1, tone="third"))
    return Row(name=page, items=tuple(items))


def _crawlers(of: SiteInputs) -> Figure | None:
    totals = {family: float(np.nansum(of.pages[family][of.now])) for family in in_group(of.pages, "ai")}
    ranked = sorted((one for one in totals if totals[one]), key=lambda one: (-totals[one], one))
    if not ranked:
        return None
    rows = [_panel(of, Named(family, family), of.pages[family]) for family in ranked[:_FAMILIES]]
    if len(ranked) > _FAMILIES:
        rest = ranked[_FAMILIES:]
        rows.append(_panel(of, Message(f"{AREA}.rest", count=len(rest)), of.total(of.pages, rest)))
    return multiples(
        _now_above(of, rows),
        id="crawlers",
        key=_KEY,
        title=Message(f"{AREA}.crawlers-title", family=ranked[0], count=len(ranked), pages=int(totals[ranked[0]])),
        subtitle=Message(f"{AREA}.crawlers-subtitle", since=of.seen.since, until=of.until),
        alt=Message(f"{AREA}.crawlers-alt", count=len(rows), family=ranked[0], pages=int(totals[ranked[0]]), **of.span),
    )


_KEY = (Key("interval", Message("visits.figure.interval")), Key("partly", Message("visits.figure.missing")))


def _panel(of: SiteInputs, name: Spoken, daily: npt.NDArray[np.float64]) -> Panel:
    """Return counts week by week with their intervals; a week of which nothing was received has no bar, and is hatched."""
    readings, spells = [], []
    for at in range(max(0, len(of.seen.starts) - _WEEKS), len(of.seen.starts)):
        within = of.seen.period == at
        known = daily[within]
        known = known[~np.isnan(known)]
        start, end = of.seen.starts[at], of.seen.end(at)
        lost = float(of.share[within].mean())
        if not known.size:
            spells.append(Spell(at=start, until=end, kind="missing"))
            continue
        if lost > 0:
            spells.append(Spell(at=start, until=start + dt.timedelta(days=max(0, round(7 * lost) - 1)), kind="partly"))
        count = float(known.sum())
        low, high = count_interval(count)
        said = Message("figures.bands.count", value=count, low=low, high=high)
        label = Message("figures.bands.week", name=name, when=start)
        readings.append(Reading(at=start, until=end, value=count, low=low, high=high, text=said, label=label))
    total = int(np.nansum(daily[of.now]))
    course = Course(name=name, readings=tuple(readings), form="bar")
    instants = (Instant(at=of.since),) if of.earlier < of.since else ()
    return Panel(name=name, note=Message(f"{AREA}.row-note", count=total), courses=(course,), spells=tuple(spells), instants=instants)


def _now_above(of: SiteInputs, panels: list[Panel]) -> list[Panel]:
    """Return the panels; above the first one is written where now begins."""
    if of.earlier >= of.since:
        return panels
    now = Instant(at=of.since, words=Message("visits.figure.now"))
    return [dataclasses.replace(panels[0], instants=(now,)), *panels[1:]]
