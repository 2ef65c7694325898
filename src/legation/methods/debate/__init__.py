"""Debates: who is heard, and the three measures of digital diplomacy that Bjola and Jiang name, each tied to an objective.

===========================  =====================================================================
:func:`share_of_voice`       who is heard, each source counting once however much it publishes
:func:`agenda_setting`       whether others took up our topics, and whether they do so without us
:func:`presence_expansion`   which named targets we reached before and after; never followers
:func:`conversation`         whether what we begin is answered, both ways, and how far it goes
===========================  =====================================================================
"""

from __future__ import annotations

from legation.methods.debate.agenda import AgendaSetting, agenda_setting
from legation.methods.debate.conversation import Conversation, conversation
from legation.methods.debate.measure import Portion
from legation.methods.debate.presence import PresenceExpansion, presence_expansion
from legation.methods.debate.voice import FEW_SOURCES, Voice, share_of_voice

__all__ = [
    "FEW_SOURCES",
    "AgendaSetting",
    "Conversation",
    "Portion",
    "PresenceExpansion",
    "Voice",
    "agenda_setting",
    "conversation",
    "presence_expansion",
    "share_of_voice",
]
