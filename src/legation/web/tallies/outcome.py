"""On which outcome a sealed tally is scored: one alone, fixed when it is first shown, so that nobody learns its words by trying outcomes.

Whoever edits a dossier could enter one vote, look at the scores of others, enter another, and so read off what each of them expected. So a
tally is scored on the newest revision of the first moment at which somebody asks after its day, where more than half of the members have a
vote there (or as many as the totals say); the number of that revision stays with the tally, and no later change of votes, members, days or
markings changes the score. A vote of which any revision ever held votes is no longer one to seal a tally of, whatever was removed since.
"""

from __future__ import annotations

import csv
import datetime as dt
import io

from legation.dossier import VOTES, RollCall, standing
from legation.dossier import Dossier as Content
from legation.dossier.votes import NOT_ENTITLED
from legation.questions import Case, inputs
from legation.questions.tally_scores import vote_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Part, Revision
from legation.web.tallies.keeping import sealed_of
from legation.web.tallies.models import Tally

__all__ = ["is_whole", "rollcall_in", "scored_tallies", "was_held"]

_VOTES = "votes.csv"


def scored_tallies(dossier: Dossier, rollcall: str, today: dt.date) -> list[Tally]:
    """Return every sealed tally of a vote that has an outcome to be scored on; those of which the day has come get theirs now."""
    due = sealed_of(dossier, rollcall, today)
    waiting = [tally.pk for tally in due if tally.outcome is None]
    if waiting:
        head = store.revision_of(dossier)
        if is_whole(store.content(head), rollcall, today):
            Tally.objects.filter(pk__in=waiting, outcome__isnull=True).update(outcome=head.number)
            due = sealed_of(dossier, rollcall, today)
    return [tally for tally in due if tally.outcome is not None]


def is_whole(content: Content, rollcall: str, today: dt.date) -> bool:
    """Whether a dossier holds the votes of more than half of the members, or of all that the totals count, and the day has begun."""
    row = rollcall_in(content, rollcall)
    if row is None or (row.date is not None and row.date.first > today):
        return False
    case = Case(dossier=content, today=today, as_of=today)
    members = inputs.member_ids(case, row)
    voted = int((vote_of(case, members, row.id) > 0).sum())
    totals = [total for total in (row.total_yes, row.total_no, row.total_abstain) if total is not None]
    return voted > 0 and (2 * voted > len(members) or (len(totals) == 3 and voted == sum(totals)))


def rollcall_in(content: Content, rollcall: str) -> RollCall | None:
    """Return a vote by its id, as it stands in a dossier; None where it is not there."""
    return next((row for row in standing(content.rollcalls) if row.id == rollcall), None)


def was_held(dossier: Dossier, rollcall: str) -> bool:
    """Whether any revision of a dossier ever held votes in a roll call, or a tally of it was scored.

    A row that says that a member has no vote in it is entered before the vote, and is none.
    """
    if Tally.objects.filter(dossier=dossier, rollcall=rollcall, outcome__isnull=False).exists():
        return True
    digests = {parts.get(_VOTES, "") for parts in Revision.objects.filter(dossier=dossier).values_list("parts", flat=True)}
    row, without = (_as_written("", rollcall, vote) for vote in ("", VOTES[NOT_ENTITLED]))
    stored = Part.objects.filter(sha256__in=digests - {""}).values_list("data", flat=True).iterator()
    return any(bytes(data).count(row) > bytes(data).count(without) for data in stored)


def _as_written(*fields: str) -> bytes:
    """Return a part of a line as it stands in the file."""
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(fields)
    return written.getvalue().encode()
