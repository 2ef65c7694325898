"""An incident that a person names on the page of readings: a register with one incident in it, to which texts can then be bound."""

from __future__ import annotations

import dataclasses
import itertools
import uuid

from django.http import HttpResponse
from django.utils.text import slugify

from legation.dossier.edit import known_from
from legation.language import Message
from legation.questions import Case
from legation.questions.incident_texts import incidents, proper
from legation.sources.stix import Incidents, encode
from legation.web.asked import Asked
from legation.web.pages.readings import TEMPLATE, href_of, page_of
from legation.web.route import deed, show
from legation.web.saving import number_of, save_content

LONGEST = 120
"""Characters of a name."""


@deed("dossiers/<slug:slug>/evidence/readings/incident", name="evidence.readings.incident", action="edit")
def named(asked: Asked) -> str | HttpResponse:
    """Put an incident of this name into the dossier; a name that no text could be known by is refused."""
    name = " ".join(asked.form.get("name", "").split())
    if not proper(name) or len(name) > LONGEST:
        case = Case(dossier=asked.view, today=asked.today)
        error = Message("page-readings.no-name", longest=LONGEST)
        return show(asked, page_of(asked, case, asked.form.get("incident", ""), 1, error=error), TEMPLATE, status=422)
    base = number_of(asked.form.get("base"), asked)
    begun = asked.seen_at(base)
    day = f"{known_from(begun, asked.today).isoformat()}T00:00:00.000Z"
    one = {"type": "incident", "spec_version": "2.1", "id": f"incident--{uuid.uuid4()}", "created": day, "modified": day, "name": name}
    taken = {there.name for there in incidents(asked.view)}
    stem = slugify(name)[:60] or "incident"
    free = next(of for at in itertools.count(1) if (of := f"{stem}-{at}" if at > 1 else stem) not in taken)
    mine = dataclasses.replace(begun, files={**begun.files, f"incidents/{free}.json": encode(Incidents.of([one]))})
    return save_content(asked, mine, base=base, next=href_of(asked, free), reason=Message("page-readings.named", name=name))
