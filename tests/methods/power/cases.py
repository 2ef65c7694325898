"""Bodies with published indices, written down again in our own form.

United Nations Security Council since 1965, Council of the European Economic Community 1958 and of the European Union 1995: weights and quota
of the treaties. Nassau County 1964: Banzhaf 1965. The counts of the first four were made by full enumeration; the figures of the Council of
28 are those published with power_bdd 1.0.0 (populations of 2019, Eurostat).
"""

from __future__ import annotations

from fractions import Fraction

CASES = {
    "security-council": {
        "weights": [7] * 5 + [1] * 10,
        "quota": 39,
        "swings": [848] * 5 + [84] * 10,
        "winning": 848,
        "minimal": 210,
        "shapley_shubik": ["421/2145"] * 5 + ["4/2145"] * 10,
        "johnston": ["283/1590"] * 5 + ["7/636"] * 10,
        "deegan_packel": ["1/9"] * 5 + ["2/45"] * 10,
        "holler": ["1/9"] * 5 + ["2/45"] * 10,
        "act": Fraction(53, 2048),
    },
    "eec-1958": {
        "weights": [4, 4, 4, 2, 2, 1],
        "quota": 12,
        "swings": [10, 10, 10, 6, 6, 0],
        "winning": 14,
        "minimal": 4,
        "shapley_shubik": ["7/30"] * 3 + ["3/20"] * 2 + ["0"],
        "johnston": ["1/4"] * 3 + ["1/8"] * 2 + ["0"],
        "deegan_packel": ["5/24"] * 3 + ["3/16"] * 2 + ["0"],
        "holler": ["1/5"] * 5 + ["0"],
        "act": Fraction(14, 64),
    },
    "nassau-1964": {
        "weights": [9, 9, 7, 3, 1, 1],
        "quota": 16,
        "swings": [16, 16, 16, 0, 0, 0],
        "winning": 32,
        "minimal": 3,
        "shapley_shubik": ["1/3"] * 3 + ["0"] * 3,
        "johnston": ["1/3"] * 3 + ["0"] * 3,
        "deegan_packel": ["1/3"] * 3 + ["0"] * 3,
        "holler": ["1/3"] * 3 + ["0"] * 3,
        "act": Fraction(1, 2),
    },
    "four": {
        "weights": [4, 3, 2, 1],
        "quota": 6,
        "swings": [5, 3, 3, 1],
        "winning": 7,
        "minimal": 3,
        "shapley_shubik": ["5/12", "1/4", "1/4", "1/12"],
        "johnston": ["1/2", "2/9", "2/9", "1/18"],
        "deegan_packel": ["1/3", "5/18", "5/18", "1/9"],
        "holler": ["2/7", "2/7", "2/7", "1/7"],
        "act": Fraction(7, 16),
    },
    "eu-1995": {
        "weights": [10] * 4 + [8] + [5] * 4 + [4] * 2 + [3] * 3 + [2],
        "quota": 62,
        "swings": [1849] * 4 + [1531] + [973] * 4 + [793] * 2 + [595] * 3 + [375],
        "winning": 2549,
        "minimal": 829,
        "shapley_shubik": ["7/60"] * 4 + ["860/9009"] + ["19883/360360"] * 4 + ["743/16380"] * 2 + ["1588/45045"] * 3 + ["932/45045"],
        "johnston": ["183023/1376550"] * 4
        + ["758248/7571025"]
        + ["2965271/60568200"] * 4
        + ["380621/10094700"] * 2
        + ["9622/360525"] * 3
        + ["18074/1081575"],
        "deegan_packel": ["22481/273570"] * 4
        + ["6161/82071"]
        + ["212519/3282840"] * 4
        + ["99841/1641420"] * 2
        + ["4694/82071"] * 3
        + ["18074/410355"],
        "holler": ["674/8335"] * 4 + ["619/8335"] + ["542/8335"] * 4 + ["511/8335"] * 2 + ["97/1667"] * 3 + ["75/1667"],
        "act": Fraction(2549, 32768),
    },
}

ELECTORAL_COLLEGE_1996 = [
    54,
    33,
    32,
    25,
    23,
    22,
    21,
    18,
    15,
    14,
    13,
    13,
    12,
    12,
    11,
    11,
    11,
    11,
    10,
    10,
    9,
    9,
    8,
    8,
    8,
    8,
    8,
    8,
    7,
    7,
    7,
    6,
    6,
]
ELECTORAL_COLLEGE_1996 += [5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3]
"""51 units, 270 of 538 needed; the three largest: absolute Banzhaf .46645413468, .25958612005, .25121432673."""

EU_28 = [493559, 613894, 875898, 1324820, 1919968, 2080908, 2794184, 4076246, 4904226, 5450421, 5517919, 5806081, 7000039, 8858775]
EU_28 += [9772756, 10230185, 10276617, 10649800, 10722287, 11467923, 17282163, 19401658, 37972812, 46934632, 60359546, 66647112, 67028048]
EU_28 += [83019214]
"""Populations of the 28 members of 2019 (Eurostat), Malta to Germany."""
