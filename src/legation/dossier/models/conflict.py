"""Conflict models, written by hand: the dossier part ``conflicts/NAME.toml``.

A conflict is who can choose what, what cannot be together, and what each prefers. This is a whole one; ``CONFLICT.template`` gives one
with notes, to be edited::

    [model]
    title_en = "A breach comes to light"          # title, title_fr, title_en: any of them
    question_en = "Who speaks first?"             # optional; so are issue, known_on, author, note, evidence
    illustration = true                           # made up for demonstration; false where it is left out
    status_quo = ["intrude"]                      # the options that are taken now

    [[maker]]                                     # a decision maker; actor: its id in actors.csv
    id = "intruder"
    name_en = "Intruder"
    [[maker.option]]                              # an option; direction: both | on_only | off_only
    id = "intrude"
    name_en = "stays in the network"

    [[maker]]
    id = "state"
    [[maker.option]]
    id = "attribute"
    direction = "on_only"                         # once said it stays said
    evidence = ["statement-2018"]                 # ids in evidence.csv
    [[maker.option]]
    id = "expel"

    [[infeasible]]                                # holds in no state
    statement = "expel and not attribute"
    reason_en = "Nobody is expelled for a deed that nobody has been said to have done."

    [[preference]]                                # one for each decision maker; the most important judgement first
    maker = "intruder"
    strong = 1                                    # where the first judgement differs the preference is strong
    [[preference.judgement]]
    statement = "not expel"
    reason_en = "An expelled officer is worth more than one network."
    evidence = ["memo-3"]
    known_on = "2018-11"
    [[preference.judgement]]
    statement = "intrude"
    unknown = true                                # whether it prefers this is not known

    [[preference]]
    maker = "state"                               # instead of judgements: all feasible states, the best first, equals in a list;
    ranking = ["010", ["000", "011"], "110", "111", "100"]     # or payoffs = { "010" = 3, ... }

    [[view]]                                      # the conflict in the eyes of one decision maker, where it differs
    of = "intruder"
    hidden = ["expel"]                            # options that it does not know of
    [[view.option]]                               # an option that only it believes in
    maker = "state"
    id = "hack-back"
    [[view.preference]]                           # what it takes a preference to be; also [[view.infeasible]]
    maker = "state"
    [[view.preference.judgement]]
    statement = "hack-back if intrude"

A state is a bit string: character k is the k-th option in the order of the file. ``[model] feasible = ["000", ...]`` lists the states where
they are not all combinations. Statements are those of :mod:`legation.methods.conflict.statement`. A file has at most 12 decision makers and
20 options (62, where the states are listed).
"""

from __future__ import annotations

from legation.dossier.models.conflict_checks import whole
from legation.dossier.models.conflict_model import ConflictModel
from legation.dossier.models.conflict_records import Imagined, Infeasible, Maker, Option, Preference, StatementPreference, View
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.toml_record import TOML_LIMIT

__all__ = ["CONFLICT", "ConflictModel", "Imagined", "Infeasible", "Maker", "Option", "Preference", "StatementPreference", "View"]

CONFLICT = ModelKind(id="conflict", pattern="conflicts/{path}.toml", head=ConflictModel, section="model", whole=whole, limit=TOML_LIMIT)
