import json
from pathlib import Path

from analysis import gate
from analysis.views.accuracy import measured


def test_every_pinned_figure_and_every_corpus_is_shown_as_a_share() -> None:
    figures = measured()
    pinned = json.loads((Path(gate.__file__).parent / "data" / "accuracy.json").read_text(encoding="utf-8"))["scores"]
    assert list(figures["ours"][: len(pinned)]) == list(pinned.values())
    assert {"Sample article", "Wikinews", "Five news articles", "PolNeAR, 605 articles"} <= set(figures["on"])
    assert figures["ours"].between(0, 1).all()
    assert figures["figure"].is_unique or not figures.duplicated(["on", "figure"]).any()
