"""Topics of many texts, by non-negative factors: how firm each is, and how much of each period is about it."""

from __future__ import annotations

from legation.methods.text.topics.stability import STABLE
from legation.methods.text.topics.topics import FEWEST_TEXTS, Topic, Topics, TopicShares, topics

__all__ = ["FEWEST_TEXTS", "STABLE", "Topic", "TopicShares", "Topics", "topics"]
