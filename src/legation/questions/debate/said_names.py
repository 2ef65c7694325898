"""Names of organisations and places in the texts that neither the dossier nor the list of names knows: candidates to add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from legation.dossier import standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.questions.case import Case
from legation.questions.debate.said_passages import sample
from legation.questions.debate.spoken import Spoken
from legation.sources.gazetteer import gazetteer
from legation.sources.name_proposals import READ, Proposed, proposed_names, tongues_read

__all__ = ["BUDGET", "Names", "names_of"]

BUDGET = 1_500_000
"""Characters in which names are looked for, in a minute or so; of more a sample of texts is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names that no list knows.

    Attributes
    ----------
    found : tuple of Proposed
        Their texts are rows of the kept texts.
    read, of : int
        Texts that were read, of all that are no posts: what a post names may be a private person.
    languages : tuple of str
        Which can be read here.
    missing : Message or None
        Why nothing could be read.
    """

    found: tuple[Proposed, ...] = ()
    read: int = 0
    of: int = 0
    languages: tuple[str, ...] = ()
    missing: Message | None = None


def names_of(case: Case, kept: Spoken, seed: int, progress: Progress = silent) -> Names:
    """Return the names that the dossier's actors and the list do not have, those in the most texts first."""
    tongues = tongues_read()
    public = [at for at, kind in enumerate(kept.kinds) if kind != "post"]
    known = [at for at in public if kept.languages[at] in tongues]
    starts = [kept.texts[at][:READ] for at in known]
    drawn = sample(starts, BUDGET, seed)
    rows = [known[at] for at in drawn]
    listed = gazetteer(standing(case.dossier.actors))
    try:
        found = proposed_names([starts[at] for at in drawn], [kept.languages[at] for at in rows], listed, progress)
    except NotAvailable as error:
        return Names(of=len(public), missing=cast("Message", error.message))
    placed = tuple(Proposed(name=one.name, kind=one.kind, texts=tuple(rows[at] for at in one.texts)) for one in found)
    return Names(found=placed, read=len(rows), of=len(public), languages=tongues)
