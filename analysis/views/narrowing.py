"""What a filter is called, and why it leaves nothing: how many quotes there are without each of its parts."""

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

import pandas as pd

from analysis.library import QuoteFilter
from analysis.views.tables import choose

PARTS = {
    "words": "words",
    "think_tanks": "think-tank",
    "institutions": "institution",
    "kinds": "kind of institution",
    "countries": "country",
    "parents": "part of",
    "groups": "your columns and groups",
    "speakers": "speaker",
    "stances": "stance",
    "targets": "stance towards",
    "types": "type of quote",
    "sections": "section",
}
"""The parts of a filter that a person can take away, as they are called."""


def ease(quotes: pd.DataFrame, chosen: QuoteFilter, *, saying: Collection[str] | None = None) -> list[tuple[str, int]]:
    """Return the parts of a filter with the number of quotes there are without each, the most first, none at zero.

    ``saying`` is as in ``tables.choose``.
    """
    unset: dict[str, Any] = {field.name: field.default for field in fields(QuoteFilter)}
    used = [part for part in PARTS if getattr(chosen, part) != unset[part]]
    counts = [(part, len(choose(quotes, replace(chosen, **{part: unset[part]}), saying=saying))) for part in used]
    return sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1])


def name(chosen: QuoteFilter) -> str:
    """Return a title for the quotes of a filter: its think-tanks, institutions or speakers, else "Quotes"."""
    called = [value for value in (*chosen.think_tanks, *chosen.institutions, *chosen.speakers) if value]
    return f"Quotes: {', '.join(called)}" if called else "Quotes"
