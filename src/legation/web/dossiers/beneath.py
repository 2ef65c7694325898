"""What an author does not see lies beneath what they see, and stays as it is when they save."""

from __future__ import annotations

from legation.dossier import Dossier as Content
from legation.dossier.clearing.ledger import holds_unknown, read_model
from legation.dossier.conflict import Conflict
from legation.dossier.merging import merge
from legation.dossier.parts import ModelKind, kind_of
from legation.errors import CannotWrite
from legation.language import Message
from legation.web.dossiers.registers import with_hidden_objects

__all__ = ["beneath"]


def beneath(now: Content, visible: Content, whole: Content) -> Content:
    """Return the whole dossier with what an author made of the part that they see.

    Parameters
    ----------
    now : Content
        The newest revision as the author sees it.
    visible : Content
        The same as they want it.
    whole : Content
        The newest revision.

    Raises
    ------
    CannotWrite
        Where something that they do not see rests on what they removed, or is already there under the same name, or stands in a model that
        they changed; nothing was written.
    """
    _leave_partly_seen_models(now, visible, whole)
    now, visible = with_hidden_objects(now, visible, whole)
    merged = merge(now, visible, whole)  # lists of references are joined entry by entry: hidden entries stay
    if merged.conflicts:
        merged = merge(now, visible, whole, {conflict.key: _choice(conflict) for conflict in merged.conflicts})
    if merged.dossier is None:
        raise CannotWrite(Message("web.rests-on-hidden"))
    return merged.dossier


def _leave_partly_seen_models(now: Content, visible: Content, whole: Content) -> None:
    """Refuse a change of a model of which the author does not see every row: nobody can say where the hidden ones would stand in it."""
    for part, data in now.files.items():
        kind = kind_of(part)
        if not isinstance(kind, ModelKind) or visible.files.get(part) == data or whole.files[part] == data:
            continue
        model = read_model(kind, part, whole.files[part])
        if model is None or kind.write(model) != data or holds_unknown(kind, part, whole.files[part]):
            raise CannotWrite(Message("web.hidden-in-model", part=part))


def _choice(conflict: Conflict) -> str:
    """Return whose a place is that both hold: the author's where they see it; a hidden row keeps its name and its neighbours."""
    if conflict.needed_by:
        raise CannotWrite(Message("web.rests-on-hidden"))
    if conflict.columns or conflict.base is not None or conflict.mine is None or conflict.theirs is None:
        return "mine"
    if "both" not in conflict.allowed:
        raise CannotWrite(Message("page-import.hidden-twin", row=conflict.subject))
    return "both"
