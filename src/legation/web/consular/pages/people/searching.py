"""Searching the people of a post: by name in any script, or exactly by telephone, e-mail address or document.

What is searched for is sent in a form and stands in no address: not in the browser's history, nor in a log.
"""

from __future__ import annotations

from django.http import HttpResponse

from legation.consular.contact import email, phone
from legation.errors import BadValue
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.people.listing import LIST, list_page
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Household, Person
from legation.web.consular.routing import DeskRequest, action, show
from legation.web.consular.taking.household import document_parts
from legation.web.consular.vault import vault
from legation.web.site.values import parse_int

__all__ = ["KINDS", "found_by", "search"]

KINDS = ("name", "phone", "email", "document")
_LONGEST = 200


@action("posts/<slug:post>/people/search", name="people.search", action="see-names")
def search(request: DeskRequest) -> HttpResponse:
    """Show who is found."""
    words, by = request.form.get("words", "").strip()[:_LONGEST], request.form.get("by", "name")
    by = by if by in KINDS else "name"
    post = request.post.id if request.post else ""
    problem: object = None
    ids: list[str] = []
    if by == "name":
        known = known_people()
        ids = known.find(words, known.at([post]))
        ids.sort(key=lambda one: (known.family[known.position[one]].casefold(), known.given[known.position[one]].casefold()))
    else:
        try:
            ids = [one for _, members in found_by(by, words, post) for one in members]
        except BadValue as error:
            problem = error.message
    first = parse_int(request.form.get("from", ""), 0)
    return show(request, list_page(request, ids, first=first, by=by, words=words, problem=problem), LIST)


def found_by(kind: str, words: str, post: str = "") -> list[tuple[Household, list[str]]]:
    """Return the households that have a telephone number, an address or a document, with the ids of their people; of one post, or of all.

    Raises
    ------
    BadValue
        Where it is none; the sentence says how it is written.
    """
    home = HOUSE.post(post)
    if not words:
        return []
    readers = {"phone": lambda text: phone(text, home.country if home else ""), "email": email, "document": document_parts}
    subjects = vault().find(kind, readers[kind](words))
    people = Person.objects.filter(pk__in=subjects).values_list("household_id", flat=True)
    rows = Household.objects.filter(pk__in=[*subjects, *people])
    if post:
        rows = rows.filter(post=post)
    found = []
    for household in rows.order_by("pk"):
        members = sorted(household.people.values_list("pk", flat=True))
        found.append((household, [one for one in members if kind != "document" or one in subjects]))
    return found
