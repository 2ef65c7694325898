"""``drafts/adopted.toml``: the adopted texts that a draft is compared with, each with its symbol, its day and the vote on it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.toml_part import plain, read_toml, written
from legation.dossier.when import When
from legation.errors import DossierError
from legation.sources.draft_model.checking import DraftCheck
from legation.sources.draft_model.records import WORDS, AdoptedText
from legation.sources.model_tables import ModelReader
from legation.sources.row_marks import seen_rows

__all__ = ["ADOPTED", "AdoptedList", "read_adopted_list", "write_adopted_list"]

ADOPTED = "drafts/adopted.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedList:
    """Adopted texts, in the order in which equals are preferred."""

    part: str = field(default=ADOPTED, compare=False)
    texts: tuple[AdoptedText, ...] = ()
    known_on: When | None = None
    source: bytes = field(default=b"", compare=False, repr=False)

    def as_known(
        self, evidence: Collection[str], as_of: dt.date, marking: str = "TLP:RED", unmarked: str = "TLP:CLEAR"
    ) -> tuple[AdoptedList, int]:
        """Return the list with what a reader may see of it on a day, and how many rows are left out."""
        kept = seen_rows(self.texts, frozenset(evidence), as_of, marking, unmarked)
        return dataclasses.replace(self, texts=kept), len(self.texts) - len(kept)

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the file names, each once, in its order."""
        return tuple(dict.fromkeys(item for row in self.texts for item in row.evidence))

    def parts(self) -> tuple[str, ...]:
        """Return the parts in which the words lie."""
        return tuple(dict.fromkeys(one.part for one in self.texts))


def read_adopted_list(data: bytes, part: str = ADOPTED) -> AdoptedList:
    r"""Return the adopted texts that a part lists; their words lie in parts of their own.

    Raises
    ------
    DossierError
        With every fault and its place.

    Examples
    --------
    >>> row = b'[[adopted]]\nid = "a"\nsymbol = "A/RES/1"\ndate = "2018"\npart = "drafts/adopted/a.txt"\n'
    >>> [one.symbol for one in read_adopted_list(row).texts]
    ['A/RES/1']
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    texts = _Reader(part, problems).texts(table) if table is not None else ()
    stop_at(problems)
    return AdoptedList(part=part, texts=texts, source=data)


def write_adopted_list(found: AdoptedList) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay."""
    if found.source:
        try:
            if read_adopted_list(found.source, found.part) == found:
                return found.source
        except DossierError:
            pass
    return written({"adopted": [plain(one) for one in found.texts]})


class _Reader(ModelReader):
    """Rows of the list become records; what is wrong is noted."""

    __slots__ = ()

    def texts(self, table: dict[str, Any]) -> tuple[AdoptedText, ...]:
        """Return the rows, and note what is wrong in them."""
        left, check = dict(table), DraftCheck(self._part)
        rows = [(at, self._filled(AdoptedText, at, entry, ("id", "symbol", "part", "date"))) for at, entry in self._tables(left, "adopted")]
        self._problems.extend(problem("unknown-key", self._part, None, name, allowed="[[adopted]]", found=name) for name in left)
        found = [(at, row) for at, row in rows if row is not None]
        for at, row in found:
            self._problems.extend(check.word(f"{at}.words", row.words, WORDS))
            self._problems.extend(check.text_part(at, row.part))
            self._problems.extend(check.marking(at, row.marking))
            if row.rollcall and row.without_vote:
                self._problems.append(check.fault("toml-value", f"{at}.without_vote", "rollcall | without_vote", row.rollcall))
        self._problems.extend(check.twice([at for at, _ in found], [row.id for _, row in found]))
        return tuple(row for _, row in found)
