"""How institutions are labelled where they are cited: the table, its shares by institution and outlet, their chart.

The categories are those of Michael Dolny, "What's in a Label?" (Extra!, FAIR 1998), and of the Checks & Balances
Project (2011): a citation can have several labels or none, so shares of one row can add up to more than 100 %.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import pandas as pd

from analysis.library.directory import Directory
from analysis.library.rows import SEPARATOR
from analysis.views.charts import Chart, count_grid
from analysis.views.findings import LABEL_KINDS, LABEL_NAMES, Row, citation_rows
from analysis.views.tables import Corpus, frame
from analysis.views.vocabulary import counted

Split = Literal["institution", "outlet"]

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "article_id": "str",
        "article": "str",
        "outlet": "str",
        "published": "datetime64[us]",
        "institution": "str",
        "institution_id": "str",
        "affiliation_kind": "str",
        "label": "str",
        "words": "str",
        "function": "str",
        "ideology": "str",
        "place": "str",
        "ownership": "str",
        "sentence": "str",
        "because": "str",
        "citations": "int64",
        "start": "int64",
        "end": "int64",
    }
)
NO_OUTLET = "No outlet given"
CITATIONS = "Citations"
_SHARES = {"row": "str", "column": "str", "count": "int64", "shown": "str"}


def labels(corpus: Corpus) -> pd.DataFrame:
    """Return one row for each citation of an institution, in the order of the articles.

    ``label`` holds the kinds by their names, ``words`` all words that label; ``function``, ``ideology``, ``place`` and
    ``ownership`` the words of one kind each, joined by "; ". ``citations`` is 1; start and end are those of the name.
    """
    known = Directory()
    return frame((row for article, analysis in corpus for row in citation_rows(article, analysis, known)), LABELS)


def once_an_article(labels: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each institution in each article, with all labels that the article gives it.

    A reader who was told at the first mention what a body is has been told: this is how media researchers count. The
    row points to the first mention that has a label, else to the first; ``citations`` counts the mentions.
    """
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in labels.to_dict("records"):
        grouped.setdefault((row["article_id"], row["institution"]), []).append({str(key): row[key] for key in row})
    return frame((_merged(mentions) for mentions in grouped.values()), LABELS)


def shares(labels: pd.DataFrame, *, by: Split) -> pd.DataFrame:
    """Return for each institution or outlet how many citations have which label: row, column, count, shown.

    The most cited row comes first. ``column`` is "Citations" or a name of a label; ``shown`` is the number of
    citations, or the share of them in per cent. Pairs that never occur are left out.
    """
    cells = []
    rows = labels.assign(outlet=labels["outlet"].where(labels["outlet"] != "", NO_OUTLET))
    for row in rows[by].value_counts(sort=True).index:
        here = rows[rows[by] == row]
        cells.append({"row": row, "column": CITATIONS, "count": len(here), "shown": str(len(here))})
        for kind, name in LABEL_NAMES.items():
            count = int(chosen(here, kind).sum())
            if count:
                cells.append({"row": row, "column": name, "count": count, "shown": f"{count / len(here):.0%}"})
    return pd.DataFrame.from_records(cells, columns=list(_SHARES)).astype(_SHARES)


def chosen(labels: pd.DataFrame, kind: str) -> "pd.Series[bool]":
    """Tell for each row whether it has a label of a kind; of the kind "", whether it has none."""
    return labels["label"] == LABEL_NAMES[""] if not kind else labels[kind] != ""


def share_grid(labels: pd.DataFrame, *, by: Split, limit: int = 20) -> Chart:
    """Return the shares as a grid, at most ``limit`` rows; a click gives institution or outlet, and the label."""
    cells = shares(labels, by=by)
    rows = list(dict.fromkeys(cells["row"]))[:limit]
    alone = int(chosen(labels, "").sum())
    title = f"{alone} of {counted(len(labels), 'citation')} give the name alone" if len(labels) else "No citation"
    return count_grid(cells, rows=rows, columns=[CITATIONS, *LABEL_NAMES.values()], title=title, unit="citation")


def _merged(mentions: Sequence[Row]) -> Row:
    """Return the mentions of one institution in one article as one row."""
    first = next((row for row in mentions if row["label"] != LABEL_NAMES[""]), mentions[0])
    words = {column: _joined(str(row[column]) for row in mentions) for column in ("words", *LABEL_KINDS)}
    return {
        **first,
        **words,
        "label": _named([kind for kind in LABEL_KINDS if words[kind]]),
        "citations": len(mentions),
    }


def _named(kinds: Iterable[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(LABEL_NAMES[kind] for kind in kinds)) or LABEL_NAMES[""]


def _joined(cells: Iterable[str]) -> str:
    """Return the different words of several cells, in order."""
    return SEPARATOR.join(dict.fromkeys(words for cell in cells for words in cell.split(SEPARATOR) if words))
