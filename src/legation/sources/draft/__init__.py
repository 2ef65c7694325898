"""Texts under negotiation in other people's files: plain text, Akoma Ntoso, Word.

Each module reads and writes one form; what all of them read is a :class:`legation.methods.drafting.Draft`.
"""
