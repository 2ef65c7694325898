"""From a matrix that another program made to a model that can be given reasons and sources."""

from __future__ import annotations

from collections.abc import Sequence

from legation.dossier.column import Wording
from legation.dossier.models.scenario import Descriptor, Judgement, ScenarioModel, Variant, completed
from legation.methods.scenario.matrix import CrossImpactMatrix
from legation.sources.folding import slug

__all__ = ["model_of"]


def model_of(matrix: CrossImpactMatrix, part: str) -> ScenarioModel:
    """Return a model with the names and judgements of a matrix, and no reasons yet: a judgement for each block that is not all 0.

    Parameters
    ----------
    matrix : CrossImpactMatrix
    part : str
        ``scenarios/NAME.toml``, where it is to lie.

    Examples
    --------
    >>> m = CrossImpactMatrix(descriptors=["Talks"], variants=[["On", "Off"]], judgements=[[0, 1], [0, 0]], name="A year")
    >>> model = model_of(m, "scenarios/year.toml")
    >>> model.descriptors[0].id, model.descriptors[0].called("en"), len(model.judgements), model.matrix("en") == m
    ('talks', 'Talks', 1, True)
    """
    descriptors = tuple(
        Descriptor(id=id_, name=Wording(name), variants=tuple(Variant(id=v, name=Wording(n)) for v, n in _named(variants)))
        for (id_, name), variants in zip(_named(matrix.descriptors), matrix.variants, strict=True)
    )
    judgements = []
    for i, source in enumerate(descriptors):
        for j, target in enumerate(descriptors):
            block = matrix.array[matrix.offsets[i] : matrix.offsets[i + 1], matrix.offsets[j] : matrix.offsets[j + 1]]
            if block.any():
                rows = {variant.id: tuple(map(int, row)) for variant, row in zip(source.variants, block, strict=True)}
                judgements.append(Judgement(from_=source.id, to=target.id, rows=rows))
    return completed(ScenarioModel(part=part, title=Wording(matrix.name), descriptors=descriptors, judgements=tuple(judgements)))


def _named(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return each name behind an id of its own."""
    found: dict[str, str] = {}
    for at, name in enumerate(names, start=1):
        stem = slug(name, 50) or f"x{at}"
        found[stem if stem not in found else f"{stem}-{at}"] = name
    return list(found.items())
