"""The pictures of a draft: how it comes together, whose words stand, who holds what open."""

from __future__ import annotations

from legation.figures.blockers import blockers
from legation.figures.convergence import Moment, convergence
from legation.figures.figure import Figure, Named
from legation.figures.survivors import Origin, survivors
from legation.language import Message
from legation.questions.drafting.asked import Asked
from legation.questions.drafting.names import KIND
from legation.questions.drafting.survival import Kept
from legation.questions.drafting.units import Standing
from legation.rooms.drafting import Blocking

__all__ = ["blockers_of", "convergence_of", "survivors_of"]


def convergence_of(asked: Asked, standing: Standing) -> Figure:
    """Return open brackets and bracketed words, version by version."""
    moments = [Moment(name=KIND[one.kind], day=one.day, open=one.open, share=one.share) for one in standing.moments]
    first, last = moments[0], moments[-1]
    title = _course(first, last, len(moments))
    known = [one.share for one in moments if one.share == one.share] or [0.0]
    return convergence(
        moments,
        title=title,
        subtitle=Message("drafting.picture.course-subtitle", title=asked.title, as_of=asked.case.as_of),
        alt=Message("drafting.picture.course-alt", finding=title, low=min(known), high=max(known)),
    )


def _course(first: Moment, last: Moment, versions: int) -> Message:
    """Return how many brackets are open, beside the first version; none is said as none."""
    if not last.open:
        form = "course-closed" if first.open else "course-without"
        return Message(f"drafting.picture.{form}", count=first.open, date=last.day)
    form = "course-one" if versions == 1 else "course" if first.open else "course-from-none"
    return Message(f"drafting.picture.{form}", count=last.open, first=first.open, date=last.day)


def survivors_of(asked: Asked, kept: Kept) -> Figure:
    """Return whose words stand outside brackets now."""
    origins = [Origin(name=Named("first", Message("drafting.picture.first-version")), kept=kept.first, proposed=kept.first_words)]
    for one in kept.origins:
        names = Message("drafting.picture.proposers", actors=asked.names(one.actors))
        origins.append(Origin(name=Named(" ".join(one.actors), names), kept=one.kept, proposed=one.proposed))
    origins.append(Origin(name=Named("new", Message("drafting.picture.new-words")), kept=kept.new, proposed=None))
    title = Message("drafting.picture.kept", first=kept.first, of=kept.words)
    return survivors(
        origins,
        title=title,
        subtitle=Message("drafting.picture.kept-subtitle", title=asked.title, as_of=asked.case.as_of),
        alt=Message("drafting.picture.kept-alt", finding=title, count=len(kept.origins), new=kept.new),
    )


def blockers_of(asked: Asked, held: Blocking) -> Figure:
    """Return who holds which bracket open."""
    opposed = sum(map(bool, held.objectors.values()))
    form = "blockers" if held.lone else "blockers-shared" if opposed else "blockers-unopposed"
    described = "blockers-alt" if opposed else "blockers-unopposed-alt"
    title = Message(f"drafting.picture.{form}", count=len(held.brackets), alone=len(held.lone))
    return blockers(
        [_row(asked, name) for name in held.brackets],
        asked.names(held.actors),
        held.stance.T,
        title=title,
        subtitle=Message("drafting.picture.blockers-subtitle", title=asked.title, as_of=asked.case.as_of),
        alt=Message(f"drafting.picture.{described}", finding=title, actors=len(held.actors), count=opposed),
    )


def _row(asked: Asked, name: str) -> Named:
    held = asked.room.state.held[name]
    return Named(name, Message("drafting.figure.row", unit=asked.label(held.unit), words=asked.words(held)))
