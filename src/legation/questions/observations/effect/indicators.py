"""What an effect is measured on: shares of texts, shares of yes in votes, visits to pages, and stories of a pair of states."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import standing
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import LANGUAGES, Lang, Message, say
from legation.methods.progress import Progress
from legation.methods.text.plain import WORD, plain
from legation.methods.text.uptake.phrase import Phrase, phrase, places
from legation.questions.actors.ideal_points.rollcalls import in_sessions, session_named
from legation.questions.base.case import Case
from legation.questions.base.inputs import profile
from legation.questions.debate.texts import named, spoken
from legation.questions.debate.utterances import Spoken
from legation.questions.observations import lake
from legation.questions.observations.days import between
from legation.questions.observations.effect.measure import AREA, MISSING, MOST_OTHERS, EffectMeasure, Spans, anchored, nearest
from legation.questions.observations.monitors.counts import complete_until, lost_days, paths_of
from legation.questions.observations.site.pages import visits_by_page, visits_to

__all__ = [
    "pages_measured",
    "pair_measured",
    "phrase_measured",
    "voice_measured",
    "votes_measured",
]


_SHORTEST = 5
"""Letters of a word that stands for the rest of the talk."""
_LIFT = 1.5
"""How many times as frequent in the texts with our wording a word may be, to be no part of it."""


def phrase_measured(
    case: Case, date: dt.date, words: str, controls: str, every: str, since: dt.date | None, progress: Progress
) -> EffectMeasure:
    """Count texts that use a wording, out of all, beside other wordings: those that are named, or common words of the same texts."""
    wanted = phrase(words)
    said = spoken(case, since=since, progress=progress)
    spans = _text_spans(case, said, date, every)
    at = spans.of(said.days)
    letters = [plain(f"{_said(title)}\n{text}") for title, text in zip(said.titles, said.texts, strict=True)]
    using = np.array([bool(places(one, wanted)) for one in letters])
    total = _sum(np.ones(len(at), bool), at, spans)
    named_others = [form.strip() for form in controls.split(";") if form.strip()]
    if named_others:
        found = {form: np.array([bool(places(one, phrase(form))) for one in letters]) for form in named_others[:MOST_OTHERS]}
    else:
        found = _common(letters, using, at, spans, wanted)
    others = tuple((_quoted(form), _sum(rows, at, spans), total) for form, rows in found.items())
    return EffectMeasure(
        kind="phrase",
        what=Message(f"{AREA}.what.phrase", words=words),
        spans=spans,
        count=_sum(using, at, spans),
        total=total,
        others=others,
        rest=Message(f"{AREA}.rest.phrases") if named_others else Message(f"{AREA}.rest.words"),
        unit="share",
        every=every,
        notes=() if named_others else (Message(f"{AREA}.words-chosen", count=len(others)),),
        lacking=_sampled(said),
        evidence=tuple(dict.fromkeys(item for item, uses in zip(said.evidence, using, strict=True) if item and uses)),
    )


def voice_measured(case: Case, date: dt.date, actor: str, every: str, since: dt.date | None, progress: Progress) -> EffectMeasure:
    """Count texts by a speaker, out of all whose speaker is known, beside other speakers."""
    said = spoken(case, since=since, progress=progress)
    spans = _text_spans(case, said, date, every)
    at = spans.of(said.days)
    who = np.array(said.actors, object)
    total = _sum(who != "", at, spans)
    before = (at >= 0) & (at < spans.at)
    sizes = Counter(who[before & (who != "")].tolist())
    rest = sorted(name for name in sizes if name != actor)
    chosen = [rest[place] for place in nearest([sizes[name] for name in rest], sizes[actor])]
    return EffectMeasure(
        kind="voice",
        what=Message(f"{AREA}.what.voice", actor=case.named(actor)),
        spans=spans,
        count=_sum(who == actor, at, spans),
        total=total,
        others=tuple((named(case, name), _sum(who == name, at, spans), total) for name in chosen),
        rest=Message(f"{AREA}.rest.voices"),
        unit="share",
        every=every,
        notes=(Message(f"{AREA}.voice-shares"),),
        lacking=_sampled(said),
        evidence=tuple(dict.fromkeys(item for item, name in zip(said.evidence, said.actors, strict=True) if item and name == actor)),
    )


def _text_spans(case: Case, said: Spoken, date: dt.date, every: str) -> Spans:
    days = said.days
    made = anchored(date, every, days.min().astype(object), min(case.as_of, days.max().astype(object)))
    if not len(made):
        raise NotAvailable(Message(f"{AREA}.no-period", date=date, since=days.min().astype(object), until=days.max().astype(object)))
    return made


def _common(letters: list[Any], using: npt.NDArray[np.bool_], at: npt.NDArray[np.int64], spans: Spans, wanted: Phrase) -> dict[str, Any]:
    """Return common words of the texts before the activity, about as frequent as our wording, that are no part of it; by word.

    They are chosen by what was before the activity alone.
    """
    from legation.methods.text.plain import stop_words

    left_out = {word for form in wanted.forms for word in WORD.findall(form)} | stop_words("en") | stop_words("fr")
    before = (at >= 0) & (at < spans.at)
    texts = [frozenset(word for word in WORD.findall(one.text) if len(word) >= _SHORTEST and word.isalpha()) for one in letters]
    count: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    for place in np.flatnonzero(before).tolist():
        count.update(texts[place])
        if using[place]:
            ours.update(texts[place])
    whole, own = max(int(before.sum()), 1), int((using & before).sum())
    least = max(spans.at, 1)
    there = sorted(word for word, n in count.items() if n >= least and n <= 0.9 * whole and word not in left_out)
    there = [word for word in there if own == 0 or ours[word] / own <= _LIFT * count[word] / whole]
    chosen = [there[place] for place in nearest([count[word] for word in there], max(own, 0.05 * whole))]
    return {word: np.array([word in one for one in texts]) for word in chosen}


def _sum(rows: npt.NDArray[np.bool_], at: npt.NDArray[np.int64], spans: Spans) -> npt.NDArray[np.float64]:
    return np.bincount(at[rows & (at >= 0)], minlength=len(spans)).astype(np.float64)


def _sampled(said: Spoken) -> tuple[Message, ...]:
    return (Message(f"{AREA}.sampled", nth=said.origin.nth, count=said.origin.lake),) if said.origin.nth > 1 else ()


def _said(title: Any) -> str:
    langs: tuple[Lang, ...] = LANGUAGES
    return title if isinstance(title, str) else "\n".join(dict.fromkeys(say(title, lang) for lang in langs))


def _quoted(form: str) -> Message:
    return Message(f"{AREA}.quoted", words=form)


def votes_measured(case: Case, date: dt.date, issue: str, audience: tuple[str, ...]) -> EffectMeasure:
    """Count yes votes of the audience on an issue, out of all votes cast, beside other members; without an audience, beside other issues.

    Votes of the session of the activity that were held before it are left out.
    """
    every = profile(case)
    rollcalls = [r for r in every.rollcalls if r.date is not None]
    sessions, by_year = in_sessions(rollcalls)
    first_after = min(
        (s for s, r in zip(sessions, rollcalls, strict=True) if s is not None and r.date and r.date.last >= date), default=None
    )
    relevant = [
        place
        for place, (session, row) in enumerate(zip(sessions, rollcalls, strict=True))
        if session is not None and not (session == first_after and row.date is not None and row.date.last < date)
    ]
    on_issue = [place for place in relevant if not issue or rollcalls[place].issue == issue]
    numbers = sorted({s for place in on_issue if (s := sessions[place]) is not None})
    if not numbers:
        raise NotAvailable(Message(f"{AREA}.no-votes", issue=issue))
    whole = list(range(numbers[0], numbers[-1] + 1))
    places = {r.id: at for at, r in enumerate(every.rollcalls)}
    votes = every.votes

    def series(members: list[int], chosen: list[int]) -> tuple[np.ndarray, np.ndarray]:
        yes, cast = np.zeros(len(whole)), np.zeros(len(whole))
        for place in chosen:
            column = votes[members, places[rollcalls[place].id]]
            at = (sessions[place] or 0) - whole[0]
            if 0 <= at < len(whole):
                yes[at] += float((column == 1).sum())
                cast[at] += float((column > 0).sum())
        return np.where(cast > 0, yes, np.nan), np.where(cast > 0, cast, np.nan)

    aimed = {member for name in audience for member in _members(case, name)}
    ours = [at for at, actor in enumerate(every.actors) if actor in aimed]
    others: list[tuple[Any, np.ndarray, np.ndarray]] = []
    if ours and len(ours) < len(every.actors):
        rest = [at for at in range(len(every.actors)) if at not in ours]
        weight = np.count_nonzero(votes[:, [places[rollcalls[place].id] for place in on_issue]][rest], axis=1)
        most = sorted(range(len(rest)), key=lambda k: (-weight[k], every.actors[rest[k]]))[:MOST_OTHERS]
        for k in sorted(most):
            count, total = series([rest[k]], on_issue)
            others.append((case.named(every.actors[rest[k]]), count, total))
        rest_said = Message(f"{AREA}.rest.members")
    else:
        ours = list(range(len(every.actors)))
        for other in sorted({r.issue for r in rollcalls if r.issue and r.issue != issue}):
            count, total = series(ours, [place for place in relevant if rollcalls[place].issue == other])
            others.append((Message(f"{AREA}.quoted", words=other), count, total))
        rest_said = Message(f"{AREA}.rest.issues")
    count, total = series(ours, on_issue)
    at = len(whole) if first_after is None else sum(number < first_after for number in whole)
    question = next((row.question for row in standing(case.dossier.issues) if row.id == issue), issue)
    starts = tuple(dt.date(1900, 1, 1) + dt.timedelta(days=number) for number in range(len(whole)))  # places only: they are named below
    return EffectMeasure(
        kind="votes",
        what=Message(f"{AREA}.what.votes", issue=question, count=len(ours)),
        spans=Spans(starts=starts, until=starts[-1], at=at),
        names=tuple(session_named(number, by_year=by_year) for number in whole),
        count=count,
        total=total,
        others=tuple(others),
        rest=rest_said,
        unit="share",
        every="session",
    )


def _members(case: Case, name: str) -> set[str]:
    """Return the actors that an audience means: an actor, the members of a group, or those of a coalition."""
    rows = case.dossier
    groups = {row.actor for row in rows.groups if row.group == name} | {row.actor for row in rows.coalitions if row.coalition == name}
    return groups or {name}


_EPOCH = dt.date(1970, 1, 1)
Floats = npt.NDArray[np.float64]


def pages_measured(case: Case, date: dt.date, pages: str, controls: str, every: str, since: dt.date | None) -> EffectMeasure:
    """Count visits by people to some pages, beside other pages of the site: those that are named, or the ones visited about as often."""
    patterns = [one.strip() for one in pages.split(";") if one.strip()]
    spans = _row_spans(case, "requests", date, every, since)
    seen = lake.seen(case, "requests")
    found = paths_of(case, patterns)
    if not found:
        raise NotAvailable(Message(f"{AREA}.no-page", pages=tuple(patterns)))
    lost = _lost(case, "requests", spans)

    def visits(paths: tuple[str, ...]) -> Floats:
        return _by_span(lake.columns(case, visits_to(seen, paths)), "visits", spans, lost)

    count = visits(found)
    others: list[tuple[Any, tuple[str, ...]]] = []
    named = [one.strip() for one in controls.split(";") if one.strip()]
    if named:
        others = [(one, paths_of(case, [one])) for one in named[:MOST_OTHERS]]
        others = [(one, paths) for one, paths in others if paths and not set(paths) & set(found)]
    elif spans.at:
        last = spans.starts[spans.at] - dt.timedelta(days=1) if spans.at < len(spans) else spans.until
        before = between(seen, "time", spans.starts[0], last)
        table = lake.columns(case, visits_by_page(before, most=2_000))
        sizes = zip(map(str, table["page"]), map(float, table["visits"]), strict=True)
        rest = [(page, n) for page, n in sizes if page not in set(found) and n >= spans.at]
        own = float(np.nansum(count[: spans.at]))
        others = [(rest[place][0], (rest[place][0],)) for place in nearest([n for _, n in rest], own)]
    return EffectMeasure(
        kind="pages",
        what=Message(f"{AREA}.what.pages", pages=tuple(patterns)),
        spans=spans,
        count=count,
        total=None,
        others=tuple((name, visits(paths), None) for name, paths in others),
        rest=Message(f"{AREA}.rest.pages"),
        unit="count",
        every=every,
        notes=(Message(f"{AREA}.visits-are"),),
        lacking=_gaps(lost),
    )


def pair_measured(case: Case, date: dt.date, first: str, second: str, acts: str, every: str, since: dt.date | None) -> EffectMeasure:
    """Count stories of conflict, or of cooperation, of a pair among all stories, beside other pairs of either of the two."""
    from legation.questions.observations.events.expressions import pair_by_day, partners_by_day, volume_by_day, within
    from legation.questions.observations.events.inputs import Country

    codes = {row.id: row.iso3 for row in standing(case.dossier.actors)}
    one, two = codes.get(first, ""), codes.get(second, "")
    if not one or not two or one == two:
        raise NotAvailable(Message(f"{AREA}.no-pair", first=case.named(first), second=case.named(second)))
    spans = _row_spans(case, "events", date, every, since)
    events = within(lake.seen(case, "events"), spans.starts[0], spans.until)
    lost = _lost(case, "events", spans)
    total = _by_span(lake.columns(case, volume_by_day(events)), "stories", spans, lost)
    own = _by_span(lake.columns(case, pair_by_day(events, one, two)), acts, spans, lost)
    by_code = {iso3: case.named(actor) for actor, iso3 in codes.items() if iso3}
    pairs: list[tuple[Any, Floats]] = []
    for centre, other in ((one, two), (two, one)):
        table = lake.columns(case, partners_by_day(events, centre))
        for partner in sorted(set(map(str, table["other"])) - {other}):
            rows = table["other"].astype(str) == partner
            series = _by_span({name: value[rows] for name, value in table.items() if name != "other"}, acts, spans, lost)
            names = tuple(by_code.get(code) or Named(code, Country(code)) for code in (centre, partner))
            pairs.append((Message(f"{AREA}.pair", first=names[0], second=names[1]), series))
    before = [float(np.nansum(series[: spans.at])) for _, series in pairs]
    busy = [place for place, size in enumerate(before) if size >= spans.at / 2]
    chosen = [busy[place] for place in nearest([before[place] for place in busy], float(np.nansum(own[: spans.at])))]
    values = {"first": case.named(first), "second": case.named(second)}
    return EffectMeasure(
        kind="pair",
        what=Message(f"{AREA}.what.conflict", **values) if acts == "conflict" else Message(f"{AREA}.what.cooperation", **values),
        spans=spans,
        count=own,
        total=total,
        others=tuple((pairs[place][0], pairs[place][1], total) for place in chosen),
        rest=Message(f"{AREA}.rest.pairs"),
        unit="thousand",
        every=every,
        notes=(Message(f"{AREA}.coded-only"),),
        lacking=_gaps(lost),
    )


def _row_spans(case: Case, table: str, date: dt.date, every: str, since: dt.date | None) -> Spans:
    received = lake.lake_of(case, table).received(table)
    begin = min((first.date() for first, _, _ in received.values()), default=case.as_of)
    end = complete_until(case, table)
    made = anchored(date, every, max(begin, since) if since else begin, end)
    if not len(made):
        raise NotAvailable(Message(f"{AREA}.no-period", date=date, since=begin, until=end))
    return made


def _lost(case: Case, table: str, spans: Spans) -> Floats:
    """Return for each period the share of it that was not received."""
    share = lost_days(case, table, spans.starts[0], spans.until)
    offset = [(start - spans.starts[0]).days for start in spans.starts]
    return np.array([share[a:b].mean() for a, b in zip(offset, [*offset[1:], len(share)], strict=True)])


def _by_span(table: dict[str, npt.NDArray[Any]], name: str, spans: Spans, lost: Floats) -> Floats:
    """Return the sums of a daily column in each period; nan where the period was not received."""
    days = table["day"].astype("int64").astype("datetime64[D]")
    at = spans.of(days)
    inside = at >= 0
    made = np.bincount(at[inside], weights=table[name][inside].astype(np.float64), minlength=len(spans))
    return np.where(lost > MISSING, np.nan, made)


def _gaps(lost: Floats) -> tuple[Message, ...]:
    count = int((lost > MISSING).sum())
    return (Message(f"{AREA}.gaps", count=count),) if count else ()
