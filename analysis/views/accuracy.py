"""How well the analysis was measured to do: the pinned figures of the gate, and corpora that stay outside."""

import json
from pathlib import Path

import pandas as pd

_DATA = Path(__file__).parents[1] / "data"
_COLUMNS = {"on": "str", "figure": "str", "ours": "float64", "peer": "float64", "person": "float64"}


def measured() -> pd.DataFrame:
    """Return one row per figure: on (test set), figure, ours, peer (best published system), person (a second one).

    Figures are shares between 0 and 1, NaN where nobody measured. The rows of the gate come first; the others are of
    corpora that may be measured on but not shipped (``data/accuracy_corpora.csv``).
    """
    pinned = json.loads((_DATA / "accuracy.json").read_text(encoding="utf-8"))["scores"]
    rows = [(*name.split(": ", 1), score, None, None) for name, score in pinned.items()]
    gate = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    corpora = pd.read_csv(_DATA / "accuracy_corpora.csv", dtype=_COLUMNS)
    return pd.concat([gate.assign(on=gate["on"].str.capitalize()), corpora], ignore_index=True)
