"""A meeting that is planned with Aland, what was said and promised before it, and the lines to take with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from questions.bargaining_dossier import case, votes

from legation.briefing.document import Block, Box, Bullets, Head, Heading, Notice, PaperTable, Paragraph
from legation.questions import Case

__all__ = ["DAY", "OWED", "SAID", "TALKS", "desk", "texts"]

DAY = dt.date(2019, 6, 15)
TALKS = (
    "id,date,actor,level,by,channel,requested_by,place,participants,issue,rollcall,ask,fallback,points,answer,words,known_on,evidence\n"
    "past,2019-05-01,A,mission,the desk,meeting,,,,t,,An answer,,,undecided,We are thinking,,rec\n"
    'ahead,2019-06-20,A,minister,our ambassador,meeting,them,Geneva,the Minister and her adviser,t,,Vote yes,Abstain,"Money\nA seat",,,2019-06-10,rec\n'
)
OWED = (
    "id,actor,direction,promise,date,due,evidence\n"
    "c,A,given,A seat on the bureau,2019-01-01,2019-12-01,rec\nd,A,received,A speech,2019-01-02,,rec\n"
)
SAID = (
    "id,audience,text,supports,question,avoid,evidence\n"
    "m,A,A treaty protects the small,,,,rec\nn,club,It costs little,m,,,rec\nq,A,Nobody is judged,,Who judges?,,rec\n"
    "x,B,Only for Borduria,,,,rec\ny,A,,,,Do not speak of the veto,rec\n"
)


def desk(**changed: str) -> Case:
    parts = {"engagements_csv": TALKS, "commitments_csv": OWED, "messages_csv": SAID, **votes({"A": "nnn", "B": "yny", "C": "yyy"})}
    return case(DAY, **{**parts, **changed})


def texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Box():
                yield block.title
                yield from texts(block.blocks)
            case Bullets():
                yield from (item.text for item in block.items)
            case PaperTable():
                yield from (cell.text for row in block.rows for cell in row)
            case Head():
                yield from (f"{label}: {words}" for label, words in block.rows)
            case Paragraph() | Heading() | Notice():
                yield block.text
