"""Targets of stances as a table, and what people changed about them in words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from analysis.library.aims import AimChange, tell
from analysis.views.positions import sum_up

TARGETS: Mapping[str, str] = {
    "target": "str",
    "statements": "int64",
    "told": "str",
    "speakers": "int64",
    "articles": "int64",
    "linked": "str",
}


def targets(stances: pd.DataFrame, linked: Mapping[str, Sequence[str]] = MappingProxyType({})) -> pd.DataFrame:
    """Return one row per target, the most spoken about first, columns ``TARGETS``.

    ``told`` counts the sides taken; ``linked`` names other targets that belong to the same state.
    """
    rows = [
        {
            "target": target,
            "statements": len(said),
            "told": sum_up(said),
            "speakers": said["speaker_id"].nunique(),
            "articles": said["article_id"].nunique(),
            "linked": ", ".join(linked.get(str(target), ())),
        }
        for target, said in stances.groupby("target", sort=False)
    ]
    table = pd.DataFrame(rows, columns=list(TARGETS)).astype(dict(TARGETS))
    return table.sort_values("statements", ascending=False, kind="stable", ignore_index=True)


def changes(done: Sequence[AimChange], titles: Mapping[str, str]) -> pd.DataFrame:
    """Return what people changed, the newest first: ``when`` (UTC), ``who``, ``what`` in words."""
    numbered = {change.number: change for change in done}
    rows = [{"when": one.when, "who": one.who, "what": tell(one, numbered, titles)} for one in reversed(done)]
    return pd.DataFrame(rows, columns=["when", "who", "what"])
