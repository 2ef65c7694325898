"""A conflict model as the set-up of an exercise, with the names that a player reads."""

from __future__ import annotations

import json

from legation.dossier.models.conflict_model import ConflictModel
from legation.language import Lang
from legation.methods.conflict import exercise

__all__ = ["write_exercise"]


def write_exercise(model: ConflictModel, lang: Lang) -> bytes:
    """Return the JSON of :mod:`legation.methods.conflict.roles`; model, roles and options bear a ``title`` beside their ids.

    Raises
    ------
    BadValue
        For a model of more states than an exercise hands out.

    Examples
    --------
    >>> from legation.dossier.models.conflict import CONFLICT
    >>> made = json.loads(write_exercise(CONFLICT.read(CONFLICT.template("en").encode(), "conflicts/one.toml"), "en"))
    >>> made["format"], made["start"], len(made["role"]), made["role"][0]["title"]
    ('legation-exercise', '1000', 3, 'Intruder')
    """
    made = exercise(model.graph(), model.start)
    for role in made["role"]:
        role["title"] = model.name(role["name"], lang)
        for option in role["option"]:
            option["title"] = model.name(option["name"], lang)
    return json.dumps({"title": model.title.in_language(lang), **made}, ensure_ascii=False, indent=1).encode() + b"\n"
