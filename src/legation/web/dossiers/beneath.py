"""What an author does not see lies beneath what they see, and stays as it is when they save."""

from __future__ import annotations

from legation.dossier import Dossier as Content
from legation.dossier.conflict import Conflict
from legation.dossier.merging import merge
from legation.errors import CannotWrite
from legation.language import Message
from legation.sources.draft_model import drafts_seen, is_draft
from legation.sources.frames_model import frames_seen, is_frames
from legation.sources.models_seen import is_model, model_seen
from legation.sources.monitor_model import is_monitor, monitors_seen
from legation.sources.negotiation_model import is_negotiation, negotiations_seen
from legation.sources.room_model import is_room, rooms_seen
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
    there = {row.id for row in whole.evidence}
    for part, data in now.files.items():
        kept = is_model(part) or is_draft(part) or is_negotiation(part) or is_room(part) or is_frames(part) or is_monitor(part)
        changed = kept and visible.files.get(part) != data and whole.files[part] != data
        if changed and _whole_seen(part, whole, there) != data:
            raise CannotWrite(Message("web.hidden-in-model", part=part))


def _whole_seen(part: str, whole: Content, there: set[str]) -> bytes | None:
    """Return what somebody who may see everything sees of a model, written anew."""
    if is_draft(part):
        return drafts_seen(whole.files, there).get(part)
    if is_negotiation(part):
        return negotiations_seen({part: whole.files[part]}, there).get(part)
    if is_room(part):
        return rooms_seen({part: whole.files[part]}, there).get(part)
    if is_frames(part):
        return frames_seen({part: whole.files[part]}, there).get(part)
    if is_monitor(part):
        return monitors_seen({part: whole.files[part]}, there).get(part)
    return model_seen(whole.files[part], part, there)


def _choice(conflict: Conflict) -> str:
    """Return whose a place is that both hold: the author's where they see it; a hidden row keeps its name and its neighbours."""
    if conflict.needed_by:
        raise CannotWrite(Message("web.rests-on-hidden"))
    if conflict.columns or conflict.base is not None or conflict.mine is None or conflict.theirs is None:
        return "mine"
    if "both" not in conflict.allowed:
        raise CannotWrite(Message("page-import.hidden-twin", row=conflict.subject))
    return "both"
