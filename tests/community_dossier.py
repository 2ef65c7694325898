"""A small dossier of the Empowered Community and its Board: five participants, directors, rules by matter, a part that names a body."""

from __future__ import annotations

FIVE = ("ALAC", "ASO", "ccNSO", "GAC", "GNSO")
DIRECTORS = tuple(f"D{number:02}" for number in range(1, 17))
COMMUNITY = '[[body]]\nid = "ec"\nname_en = "Empowered Community"\nname_fr = "Communauté habilitée"\nmembers = "five"\n'
BOARD = '[[body]]\nid = "board"\nname_en = "Board of Directors"\nname_fr = "Conseil d’administration"\nmembers = "directors"\n'
BYLAW_OF_BOTH = """[[body.rule]]
of = "all"
matter = "approve fundamental bylaw"
verified = "proposal"
[[body.rule.part]]
of = "members"
share = "3/4"
strict = false
[[body.rule.part]]
body = "ec"
matter = "approve fundamental bylaw"
"""


def power(matter: str, number: int, verified: str = "", more: str = "") -> str:
    """Return the rule of a power of the community: so many support it, at most one objects; ``more`` are further lines."""
    lines = ["[[body.rule]]", 'of = "count"', f"number = {number}", "most_against = 1", f'matter = "{matter}"']
    lines += [f'verified = "{verified}"'] if verified else []
    return "\n".join([*lines, *([more.strip()] if more else [])]) + "\n"


BODIES = (
    COMMUNITY
    + power("reject budget", 4, "no")
    + power("approve fundamental bylaw", 3, "yes")
    + power("carve-out", 3, more='members = "four"')
    + BOARD
    + BYLAW_OF_BOTH
)


def parts(bodies: str = BODIES, *, directors: int = 16, **tables: str) -> dict[str, bytes]:
    """Return the parts of the dossier; a table by its name (``rollcalls``) is added, or takes the place of the one that is there."""
    seated = DIRECTORS[:directors]
    groups = (("five", FIVE), ("four", tuple(name for name in FIVE if name != "GAC")), ("directors", seated))
    found = {
        "dossier.toml": 'format = 2\nid = "ec"\n',
        "actors.csv": "id,kind\n" + "".join(f"{name},technical\n" for name in FIVE) + "".join(f"{name},other\n" for name in seated),
        "groups.csv": "group,actor\n" + "".join(f"{group},{name}\n" for group, names in groups for name in names),
        "evidence.csv": "id,title,date\nannex,Annex,2016-02-23\n",
        "bodies.toml": bodies,
    }
    named = {name if "." in name else f"{name}.csv": text for name, text in tables.items()}
    return {name: text.encode() for name, text in {**found, **named}.items()}
