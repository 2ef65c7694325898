"""Whether a change leaves every answer, export, paper and page of the examples as it was, byte for byte.

``python -m benchmarks.unchanged record DIR`` writes them all down; ``python -m benchmarks.unchanged compare BEFORE AFTER`` says what
differs. A folder of a record holds ``EXAMPLE/PART/...``: ``answers``, ``exports``, ``papers``, ``pages``, and apart from them ``errors``,
whose texts may change. The clock stands still, so that records of two days can be compared.
"""
