"""Codes and numbers of themes, suggestions and similar incidents."""

from __future__ import annotations

from django.db import models


class ModelKind(models.TextChoices):
    THEMES = "themes", "Themes found in accounts"
    CATEGORIES = "categories", "Categories learnt from triage"


# Below so many accounts, what they have in common says more about chance than about care.
FEWEST_ACCOUNTS = 50
MOST_FITTED = 50_000  # the newest; older ones keep the theme they had
AT_ONCE = 2_000
# A fit over everything is worth it after so many new accounts, or such a share of those fitted.
FIT_AGAIN_AFTER, FIT_AGAIN_SHARE = 50, 0.1
FEWEST_TO_SPLIT = 10

MOST_LEARNT = 50_000
LEARN_AGAIN_SHARE = 0.1
# A suggestion is made at this probability or above, and only while suggestions on accounts that
# had no part in learning were right at least as often as FEWEST_RIGHT.
SUGGEST_AT, FEWEST_RIGHT = 0.6, 0.6
HELD_OUT_SHARE, FEWEST_HELD_OUT = 0.2, 8
WORDS_SHOWN = 4

READ_AT_ONCE = 500
INDEXED_AT_ONCE, SAMPLED = 5_000, 20_000  # accounts
SIMILAR_KEPT, SIMILAR_SHOWN = 40, 5
FEWEST_ALIKE = 0.05  # below this, two accounts have little more than their English in common
# How many of the likest are looked up before those out of the reader's sight are left out; where
# too few remain, this many of the newest accounts in sight are compared one by one.
FETCHED, COMPARED = 200, 20_000
CANDIDATES = 300  # accounts that share a word, compared where there is no index
