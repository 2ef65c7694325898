"""A program of the walks: it gives a house its accounts, one for each role, in a language; with the word ``people`` some who registered."""

from __future__ import annotations

import datetime as dt
import sys

PEOPLE = 60
PASSWORD = "a long sentence for the desk"


def main() -> None:
    """Fill the house that the environment names."""
    from legation.web.consular.serving import prepare

    prepare()
    from django.contrib.auth.hashers import make_password

    from legation.web.accounts.models import Account
    from legation.web.consular.access import EVERYWHERE, ROLES
    from legation.web.consular.house import HOUSE, house_folder
    from legation.web.consular.records.models import Assignment

    names = {"head": "Anne Delaunay", "officer": "Karim Benali", "hotline": "Rose Petit", "protection": "Paul Marchand"}
    post = HOUSE.posts[0].id
    password = make_password(PASSWORD)
    for role in ROLES:
        about = {"name": names.get(role, role.title()), "language": sys.argv[1], "password": password}
        account = Account.objects.create(email=f"{role}@example.org", **about)
        Assignment.objects.create(account=account, post="" if role in EVERYWHERE else post, role=role)
        if role in ("head", "administrator"):  # a consulate of two: whoever leads it looks after its accounts too
            Assignment.objects.create(account=account, post="", role="crisis")
    if sys.argv[2:] != ["people"]:
        return
    from legation.web.consular.drills import truth
    from legation.web.consular.drills.declared import Drill
    from legation.web.consular.drills.filling import fill

    now = dt.datetime.now(dt.UTC)
    fill(Drill(name="Karse", seed=11, people=PEOPLE, place="Karse", longitude=-28.0, latitude=41.0, radius_km=60.0, made=now))
    (house_folder() / truth.FILE).unlink()


if __name__ == "__main__":
    main()
