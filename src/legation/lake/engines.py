"""Every engine that a lake can be asked by: those of this package, and those that others declare by the entry point ``legation.engines``.

An entry point names an engine, or a tuple of engines, in a module. Ours are found without loading the others.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from legation.errors import LegationError, NotAvailable, WrongUse
from legation.extension import Group
from legation.lake.engine import DuckDB, Engine, first_line
from legation.language import Message

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

__all__ = ["DEFAULT", "ENGINES", "OURS", "EngineKind", "engine_of", "engines"]

DEFAULT = "duckdb"


@dataclass(frozen=True, kw_only=True, slots=True)
class EngineKind:
    """An engine as it is declared; what it is stands in the catalogue ``engine`` under its id.

    Attributes
    ----------
    id : str
        What ``LEGATION_ENGINE`` names: ``duckdb``.
    opened : callable
        ``(memory, spill) -> Engine``: how much it may use before it spills to disk (``1GB``), and the folder for that, or None.
    """

    id: str
    opened: Callable[[str, Path | None], Engine]

    @property
    def title(self) -> Message:
        """What the engine is."""
        return Message(f"engine.{self.id}")


def _spark(memory: str, spill: Path | None) -> Engine:  # noqa: ARG001 - Spark has settings of its own
    from legation.lake.spark import Spark

    return Spark()


OURS = (EngineKind(id="duckdb", opened=DuckDB), EngineKind(id="spark", opened=_spark))
ENGINES = Group(name="legation.engines", of=EngineKind, title=Message("extension.what.engine"))
"""Engines as other packages declare them."""


@functools.cache
def engines() -> Mapping[str, EngineKind]:
    """Return every engine by its id, ours first.

    Raises
    ------
    WrongUse
        Where a package brings what is no engine, or one by an id that is taken.

    Examples
    --------
    >>> list(engines())[:2]
    ['duckdb', 'spark']
    """
    ours = {kind.id: kind for kind in OURS}
    return MappingProxyType({name: kind if name in ours else _guarded(kind) for name, kind in ENGINES.with_ours(ours).items()})


def engine_of(id: str) -> EngineKind:  # noqa: A002 - the field of a kind
    """Return an engine by its id; one of ours without loading the others.

    Raises
    ------
    WrongUse
        Where there is none; the sentence names those that there are.
    """
    own = next((kind for kind in OURS if kind.id == id), None)
    if own is not None:
        return own
    if id not in engines():
        raise WrongUse(Message("lake.unknown-engine", found=id, allowed=tuple(engines())))
    return engines()[id]


def _guarded(kind: EngineKind) -> EngineKind:
    """Return a kind from outside whose engine gives up in a sentence, whatever it raises."""

    def opened(memory: str, spill: Path | None) -> Engine:
        try:
            engine = kind.opened(memory, spill)
        except LegationError:
            raise
        except Exception as error:
            raise NotAvailable(Message("lake.not-opened", engine=kind.id, why=first_line(error))) from error
        return _Guarded(kind.id, engine)

    return EngineKind(id=kind.id, opened=opened)


class _Guarded(Engine):
    """An engine from outside: what it raises is said in a sentence."""

    def __init__(self, id: str, engine: Engine) -> None:  # noqa: A002
        self._id = id
        self._engine = engine

    @property
    def works(self) -> bool:
        try:
            return self._engine.works
        except Exception:  # noqa: BLE001 - one that cannot even say so does not
            return False

    def over(self, files: Sequence[Path], schema: pa.Schema) -> ir.Table:
        with self._failing():
            table = self._engine.over(files, schema)
            return table.select(*schema.names)

    def rows(self, expression: ir.Expr) -> pa.Table:
        import pyarrow as pa

        with self._failing():
            rows = self._engine.rows(expression)
            if isinstance(rows, pa.Table):
                return rows
        raise NotAvailable(Message("lake.engine-failed", engine=self._id, why=type(rows).__name__))

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except LegationError:
            raise
        except Exception as error:
            raise NotAvailable(Message("lake.engine-failed", engine=self._id, why=first_line(error))) from error
