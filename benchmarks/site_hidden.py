"""Three dossiers that one reader sees alike, one of them with many hidden rows: ``python -m benchmarks.site_hidden HIDDEN NAME...``.

The one that is called ``hidden`` has them. It runs as a program of its own, as ``site_desk`` does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

SHOWN = 300
_HEAD = {"dossier.toml": 'id = "x"\nmarking = "TLP:GREEN"\n', "issues.csv": "id,question,low,high\nnorms,Binding norms?,none,treaty\n"}
_TABLES = {
    "actors.csv": ("id,name,kind,marking", "{0},Actor {0},ngo,{1}"),
    "evidence.csv": ("id,kind,title,date,known_on,marking", "e{0},statement,Statement {0},2018-05-03,2018-05-03,{1}"),
    "positions.csv": (
        "id,actor,issue,low,value,high,basis,held_from,known_on,evidence,marking",
        "p{0},{0},norms,40,50,60,statement,2018-05-03,2018-05-03,e{0},{1}",
    ),
}


def parts(hidden: int) -> dict[str, bytes]:
    """Return the parts of a dossier that shows the same whatever is hidden in it."""
    rows = [(f"a{n}", "") for n in range(SHOWN)] + [(f"h{n}", "TLP:RED") for n in range(hidden)]
    tables = {part: "\n".join([header, *(line.format(*row) for row in rows), ""]) for part, (header, line) in _TABLES.items()}
    return {part: text.encode() for part, text in (_HEAD | tables).items()}


def main(hidden: int, names: Sequence[str]) -> None:
    """Save them, and give the first person of the site a reader's grant."""
    import django

    django.setup()
    from legation.dossier import decode
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Grant

    reader, owner = (Account.objects.get(email=f"person-{number}@example.org") for number in (0, 1))
    for name in names:
        made = store.create(decode(parts(hidden if name == "hidden" else 0)), owner, slug=name)
        Grant.objects.create(dossier=made, account=reader, role="reader", marking="TLP:GREEN", by=owner)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
