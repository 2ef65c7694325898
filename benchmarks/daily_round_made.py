"""A round of démarches in a new site: ``python -m benchmarks.daily_round_made`` prints its posts; with ``--count`` what was reported in it.

It runs as a program of its own, so that the settings are those of the environment and the server finds everything in the database.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from legation.web.serving.database import set_up

POSTS, STATES = 120, 193
SLUG, ROUND = "round", "march"


def parts() -> tuple[dict[str, bytes], dict[str, list[str]]]:
    """Return the parts of a dossier of 193 States in which 120 posts each speak to two, and whom each speaks to."""
    from legation.dossier.tables.countries import countries

    states = [one.iso3 for one in countries().values()][:STATES]
    targets = {f"Post {number:03}": [states[(2 * number) % STATES], states[(2 * number + 1) % STATES]] for number in range(POSTS)}
    given = [f"{post}-{actor},{ROUND},{actor},{post},2020-01-01T09:00Z" for post, actors in targets.items() for actor in actors]
    tables = {
        "actors.csv": ["id,name,kind,iso3", *(f"{one},{one},state,{one}" for one in states)],
        "rounds.csv": ["id,title,opened,deadline,zone", f"{ROUND},Round,2020-01-01T09:00Z,2999-03-05T18:00,Europe/Paris"],
        "instructions.csv": ["id,round,version,change,at,ask", f"i1,{ROUND},1,first,2020-01-01T09:00Z,Please vote yes"],
        "assignments.csv": ["id,round,actor,post,at", *(line.replace(" ", "-", 1) for line in given)],
    }
    made = {name: ("\n".join(lines) + "\n").encode() for name, lines in tables.items()}
    return {"dossier.toml": f'id = "{SLUG}"\nmarking = "TLP:GREEN"\n'.encode(), **made}, targets


def make() -> dict[str, Any]:
    """Make the dossier and a link to each post."""
    from legation.dossier import decode
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.posts.holders import make_link, post_for

    files, targets = parts()
    owner = Account.objects.get(email="person-0@example.org")
    dossier = store.create(decode(files), owner, slug=SLUG)
    found = {name: post_for(dossier, ROUND, name) for name in targets}
    return {"posts": [{"id": post.pk, "secret": make_link(post, owner), "targets": targets[name]} for name, post in found.items()]}


def count() -> dict[str, Any]:
    """Return how many reports the dossier holds, how many of them twice, and how many keys."""
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier
    from legation.web.stores.posts.models import PostReport

    rows = store.content(store.revision_of(Dossier.objects.get(slug=SLUG))).engagements
    words = Counter(str(row.words) for row in rows)
    return {
        "rows": len(rows),
        "doubled": sum(number - 1 for number in words.values()),
        "keys": PostReport.objects.count(),
        "words": sorted(words),
    }


if __name__ == "__main__":
    set_up()
    json.dump(count() if "--count" in sys.argv else make(), sys.stdout)
