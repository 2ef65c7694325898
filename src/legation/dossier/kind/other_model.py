"""A model that another model goes with, by its name, and a row of that model: who may not see them sees nothing that names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.dossier.kind.base import Id, Target, Text

__all__ = ["MODELS", "ModelName", "RowOfModel"]

MODELS = "models"
"""The place of whole models, each by the name of its part."""


@dataclass(frozen=True, slots=True)
class ModelName(Text):
    """The NAME of a model whose part is called ``pattern``, ``negotiations/{}.toml``."""

    pattern: str = "{}"

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return (((MODELS,), self.pattern.format(value)),) if value else ()

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row)


@dataclass(frozen=True, slots=True)
class RowOfModel(Id):
    """The id of a row in a table of the model whose part the attribute ``model`` of the row names."""

    table: str = ""

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        part = getattr(row, "model", "")
        return (((f"{part}.{self.table}",), value),) if value and part else ()

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row)
