"""SKM against the published survey of 29 respondents and the table of 90 samples."""

import re
from datetime import date

import numpy as np
import pytest

from bina.citizens.rules.skm import element_weight, sample_size, skm_values
from bina.law.law import law_on
from bina.law.scaled import MISSING, bands_of, scaled

LAW = law_on(date(2026, 1, 1))
TOTALS = np.array([[105, 101, 100, 116, 102, 105, 106, 105, 115]])
TABLE = """10:10 15:14 20:19 25:24 30:28 35:32 40:36 45:40 50:44 55:48 60:52 65:56 70:59 75:63
80:66 85:70 90:73 95:76 100:80 110:86 120:92 130:97 140:103 150:108 160:113 170:118 180:123
190:127 200:132 210:136 220:140 230:144 240:148 250:152 260:155 270:159 280:162 290:165 300:169
320:175 340:181 360:186 380:191 400:196 420:201 440:205 460:210 480:214 500:217 550:226 600:234
650:242 700:248 750:254 800:260 850:265 900:269 950:274 1000:278 1100:285 1200:291 1300:297
1400:302 1500:306 1600:310 1700:313 1800:317 1900:320 2000:322 2200:327 2400:331 2600:335 2800:338
3000:341 3500:346 4000:351 4500:354 5000:357 6000:361 7000:364 8000:367 9000:368 10000:370
15000:375 20000:377 30000:379 40000:380 50000:381 75000:382 1000000:384"""


def value(mode, totals=TOTALS, n=29):
    return int(skm_values(totals, np.array([n]), mode, LAW.value("citizens.skm.conversion"))[0])


@pytest.mark.parametrize(
    ("mode", "expected"), [("exact", 91.48), ("0.111", 91.38), ("0.11", 90.56)]
)
def test_three_weights_of_29_respondents(mode, expected):
    bands = LAW.value("citizens.skm.bands")

    assert value(mode) == scaled(expected)
    assert bands[bands_of([value(mode)], bands)[0]]["code"] == "A"


@pytest.mark.parametrize(
    ("points", "quality"),
    [(64.99, "D"), (65, "C"), (76.6, "C"), (76.61, "B"), (88.3, "B"), (88.31, "A"), (25, "D")],
)
def test_quality_at_its_borders(points, quality):
    bands = LAW.value("citizens.skm.bands")

    assert bands[bands_of([scaled(points)], bands)[0]]["code"] == quality


def test_dropped_element_makes_the_weight_one_over_the_rest():
    assert element_weight("exact", 8).denominator == 8
    assert value("exact", np.full((1, 8), 4 * 10), 10) == scaled(100)
    assert value("exact", TOTALS, 0) == MISSING
    with pytest.raises(ValueError, match="one element"):
        element_weight("exact", 0)


@pytest.mark.parametrize("pair", re.findall(r"(\d+):(\d+)", TABLE))
def test_sample_sizes_of_the_printed_table(pair):
    assert sample_size(int(pair[0]), LAW.value("citizens.skm.sample")) == int(pair[1])


def test_nobody_cannot_be_sampled():
    with pytest.raises(ValueError, match="at least 1"):
        sample_size(0, LAW.value("citizens.skm.sample"))
