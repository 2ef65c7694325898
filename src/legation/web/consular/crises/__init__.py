"""Crises at the desk: whom they concern, the waves of messages, the roll call, what goes on paper."""
