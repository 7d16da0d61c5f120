"""The directory as a table: which institutions there are, where each is known from, and how often it is quoted."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from analysis.library.bodies import KINDS, Body
from analysis.library.directory import Directory, shipped
from analysis.library.filters import fold, terms
from analysis.views import vocabulary
from analysis.views.tables import group_column

KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **{kind: vocabulary.KINDS[meant] for kind, meant in KINDS.items()},
        "government-institute": "Think-tank of a government",
        "university-centre": "University centre",
        "advocacy": "Advocacy group",
        "none": "Not known",
    }
)
"""Kinds of the directory as they are called."""
SHIPPED, OWN, CHANGED, UNKNOWN = "Shipped", "Yours", "Shipped, changed by you", "Not in the directory"
INSTITUTIONS: Mapping[str, str] = {
    "id": "str",
    "name": "str",
    "kind": "str",
    "country": "str",
    "parent": "str",
    "source": "str",
    "quotes": "int64",
}


def institutions(directory: Directory, quotes: pd.DataFrame, *, words: str = "") -> pd.DataFrame:
    """Return institutions, columns ``INSTITUTIONS`` and one for each grouping, the most quoted first.

    With ``words`` these are all that have a name with each of the words in it; without, those that are quoted and a
    person's own. Institutions that a text names and the directory does not know have the id "", and the kind that the
    analysis gives them.
    """
    counts, unknown = _counts(directory, quotes)
    kinds = dict(zip(quotes["institution"], quotes["affiliation_kind"], strict=True))
    asked = terms(words)
    bodies = [
        body for body in directory.bodies() if _is_asked(body, asked, quoted=body.id in counts, directory=directory)
    ]
    rows = [
        {
            "id": body.id,
            "name": body.name,
            "kind": KIND_NAMES[body.kind],
            "country": body.country,
            "parent": directory.parent(body),
            "source": source_of(body, directory),
            "quotes": counts.get(body.id, 0),
            **{group_column(column): dict(body.groups).get(column, "") for column in directory.columns},
        }
        for body in bodies
    ] + [
        {
            **dict.fromkeys(INSTITUTIONS, ""),
            **_no_groups(directory),
            "name": name,
            "kind": KIND_NAMES[kinds[name]],
            "source": UNKNOWN,
            "quotes": count,
        }
        for name, count in unknown.items()
        if all(term in fold(name) for term in asked)
    ]
    rows.sort(key=lambda row: (-int(str(row["quotes"])), str(row["name"]).casefold()))
    columns = {**INSTITUTIONS, **dict.fromkeys(_no_groups(directory), "str")}
    return pd.DataFrame.from_records(rows, columns=list(columns)).astype(columns)


def quotes_of(body: Body, directory: Directory, quotes: pd.DataFrame) -> pd.DataFrame:
    """Return the quotes whose speaker belongs to a body: by its id, or by a name that is its alone."""
    named = list(zip(quotes["institution_id"], quotes["institution"], strict=True))
    its_own = {(body_id, name) for body_id, name in set(named) if directory.known(body_id, name) == body}
    return quotes[[pair in its_own for pair in named]]


def kind_called(name: str) -> str:
    """Return the kind of the directory that is called so."""
    return next(kind for kind, called in KIND_NAMES.items() if called == name)


def source_of(body: Body, directory: Directory) -> str:
    """Return where a body is known from, in words."""
    if body.id not in directory.own:
        return SHIPPED
    return CHANGED if body.id in shipped() else OWN


def doubts(body: Body, directory: Directory) -> list[str]:
    """Return a sentence for each name of a body that may mean something else."""
    unsure = {alias.removesuffix("?") for alias in body.aliases if alias.endswith("?")}
    found = []
    for name in body.names:
        others = [other for other in directory.named(name) if other.id != body.id]
        if others:
            listed = " or ".join(f"{other.name} ({other.country or other.id})" for other in others[:3])
            found.append(f"“{name}” may also mean {listed}: it counts where the text says more, such as the full name.")
        elif name in unsure:
            found.append(
                f"“{name}” may mean something else: it counts where the text says more, such as the full name."
            )
    return found


def _counts(directory: Directory, quotes: pd.DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many quotes each id has, and each name that the directory does not know."""
    known: dict[str, int] = {}
    unknown: dict[str, int] = {}
    named = Counter(zip(quotes["institution_id"], quotes["institution"], strict=True))
    for (body_id, name), count in named.items():
        if body := directory.known(body_id, name):
            known[body.id] = known.get(body.id, 0) + count
        elif name:
            unknown[name] = unknown.get(name, 0) + count
    return known, unknown


def _is_asked(body: Body, asked: tuple[str, ...], *, quoted: bool, directory: Directory) -> bool:
    if not asked:
        return quoted or body.id in directory.own
    searched = directory.searched(body)
    return all(term in searched for term in asked)


def _no_groups(directory: Directory) -> dict[str, str]:
    return {group_column(column): "" for column in directory.columns}
