"""A small text under negotiation: two versions, stances with their sources, and a text that was adopted before."""

DRAFT = """[draft]
title_en = "Report"
title_fr = "Rapport"
body = "b"
[[version]]
id = "v1"
part = "drafts/report/v1.txt"
date = "2018-02-01"
kind = "zero"
evidence = ["e1"]
[[version]]
id = "v2"
part = "drafts/report/v2.txt"
date = "2019-02-10"
evidence = ["e2"]
[[party]]
actor = "B"
written = "BOR"
[[party]]
actor = "D"
[[stance]]
actor = "C"
unit = "2"
words = "shall"
stance = "oppose"
date = "2019-03-11"
evidence = ["e2"]
[[stance]]
actor = "A"
unit = "2"
words = "should"
stance = "reserve"
date = "2019-03-11"
public = false
evidence = ["e2"]
[[stance]]
actor = "A"
unit = "9"
stance = "oppose"
date = "2019-03-12"
evidence = ["e2"]
[[agreement]]
unit = "3"
level = "ad ref"
date = "2019-02-10"
evidence = ["e2"]
[[package]]
id = "p"
targets = ["1", "2: shall"]
date = "2019-03-12"
evidence = ["e2"]
"""
V1 = """Draft report

1. States report [at once (BOR)].

2. States [shall (BOR)][should (BOR)] act with care in all that they do.

3. States meet [each year] in the capital.
"""
V2 = """Draft report

1. States report [at once (BOR)] to all [others].

2. States [shall (BOR)][should (BOR)] act with care in all that they do.

3. States meet each year in the capital.
"""
LISTED = """[[adopted]]
id = "sky"
symbol = "R/1"
date = "2018-01-01"
part = "drafts/adopted/sky.txt"
rollcall = "r1"
words = "quoted"
evidence = ["e1"]
"""
PARTS = {
    "drafts/report.toml": DRAFT.encode(),
    "drafts/report/v1.txt": V1.encode(),
    "drafts/report/v2.txt": V2.encode(),
    "drafts/adopted.toml": LISTED.encode(),
    "drafts/adopted/sky.txt": b"1. States shall act with care in all that they do.\n",
}
