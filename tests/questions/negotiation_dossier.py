"""Talks of two sides on three issues, one of which ranked cards, with offers; a third party with a rule to vote by; and our own limits."""

from __future__ import annotations

import datetime as dt

from legation.dossier import decode
from legation.questions import Case

__all__ = ["EVIDENCE", "MANDATE", "SECRET", "TALKS", "THREE", "asked"]

EVIDENCE = b"id,title,date,marking\ne1,Their speech,2018-01-01,\ne2,A private word,2018-02-01,TLP:RED\ne3,Later,2019-03-01,\n"
SECRET = "41.625"
"""Our floor, a number that stands nowhere else."""
MANDATE = f"""
[negotiation.talks]
party = "us"
floor = {SECRET}
red_lines = {{ scope = ["none"] }}
""".encode()
TALKS = """
[negotiation]
title_en = "Talks on reporting"
title_fr = "Pourparlers sur la notification"
opened = "2018-01-01"
deadline = "2019-12-31"
status_quo = { scope = "none", seat = "ours", start = "later" }
evidence = ["e1"]

[[party]]
id = "us"
name_en = "Our side"
name_fr = "Notre côté"
[[party]]
id = "them"
actor = "B"

[[issue]]
id = "scope"
name_en = "Scope"
name_fr = "Portée"
[[issue.option]]
id = "none"
[[issue.option]]
id = "grave"
[[issue.option]]
id = "all"
[[issue]]
id = "seat"
[[issue.option]]
id = "ours"
[[issue.option]]
id = "theirs"
[[issue]]
id = "start"
[[issue.option]]
id = "now"
[[issue.option]]
id = "later"

[[worth]]
party = "us"
issue = "scope"
points = { none = 0, grave = [30, 35, 50], all = 50 }
evidence = ["e1"]
[[worth]]
party = "us"
issue = "seat"
points = { ours = 20, theirs = 0 }
[[worth]]
party = "us"
issue = "start"
points = { now = 30, later = 0 }
[[worth]]
party = "them"
issue = "scope"
points = { none = 30, grave = 20, all = 0 }
evidence = ["e1"]
[[worth]]
party = "them"
issue = "seat"
points = { ours = 0, theirs = 50 }
[[worth]]
party = "them"
issue = "start"
points = { now = 15, later = 20 }

[[floor]]
party = "them"
value = 40
holder = "the desk"
evidence = ["e1", "e2"]

[[offer]]
id = "o1"
party = "us"
date = "2018-03-01"
package = { scope = "all", seat = "ours", start = "now" }
evidence = ["e1"]
[[offer]]
id = "o2"
party = "them"
date = "2018-06-01"
package = { scope = "none", seat = "theirs", start = "now" }
evidence = ["e1"]
[[offer]]
id = "o3"
party = "us"
date = "2018-09-01"
package = { scope = "grave", seat = "ours", start = "now" }
evidence = ["e2"]
marking = "TLP:RED"

[[agreed]]
date = "2019-06-01"
package = { scope = "grave", seat = "theirs", start = "now" }
evidence = ["e3"]
"""
THREE = (
    TALKS.replace("[[issue]]", '[[party]]\nid = "third"\nweight = 2\n[[issue]]', 1)
    .replace('deadline = "2019-12-31"', 'deadline = "2019-12-31"\nshare = "1/2"\nstrict = true\nveto = ["us"]')
    .replace(
        "[[floor]]",
        "".join(
            f'[[worth]]\nparty = "third"\nissue = "{issue}"\npoints = {points}\n'
            for issue, points in (
                ("scope", "{ none = 0, grave = 50, all = 10 }"),
                ("seat", "{ ours = 5, theirs = 10 }"),
                ("start", "{ now = 0, later = 40 }"),
            )
        )
        + '[[floor]]\nparty = "third"\nvalue = 50\n[[floor]]\nparty = "us"\nvalue = 60\n[[floor]]',
        1,
    )
)


def asked(talks: str = TALKS, as_of: str = "2019-01-01", mandate: bytes | None = MANDATE) -> Case:
    """Return the talks as a case; without a mandate where None is given."""
    parts = {
        "dossier.toml": b'id = "d"\n',
        "actors.csv": b"id,name,kind\nA,Aland,state\nB,Borduria,state\n",
        "evidence.csv": EVIDENCE,
        "negotiations/talks.toml": talks.encode(),
    }
    parts |= {"mandate.toml": mandate} if mandate is not None else {}
    return Case(dossier=decode(parts), today=dt.date(2020, 1, 1)).at(dt.date.fromisoformat(as_of))
