"""How kinds of versions, levels of agreement and stances are called."""

from __future__ import annotations

from legation.language import Message

__all__ = ["KIND", "LEVEL", "STANCE"]

KIND = {name: Message(f"drafting.kind.{name}") for name in ("zero", "compilation", "rolling", "chair", "L", "final")}
STANCE = {
    name: Message(f"drafting.stance.{name}") for name in ("support", "can_live_with", "flexible", "reserve", "oppose", "no_instructions")
}
LEVEL = {
    "proposed": Message("drafting.level.proposed"),
    "bracketed": Message("drafting.level.bracketed"),
    "informals": Message("drafting.level.informals"),
    "ad ref": Message("drafting.level.ad-ref"),
    "committee": Message("drafting.level.committee"),
    "adopted": Message("drafting.level.adopted"),
}
