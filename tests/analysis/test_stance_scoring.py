"""Labelled sentences in both forms, and figures that are right on hand-made verdicts."""

import json
from pathlib import Path

import pytest

from analysis.pipeline.verdicts import Verdict
from analysis.records import StanceLabel
from analysis.stance_scoring import (
    Mark,
    Sentence,
    by_phenomenon,
    calibration_error,
    macro_f1,
    read_sentences,
    reliability,
    score,
    score_pronouns,
)


def verdict(label: StanceLabel, sure: float) -> Verdict:
    return Verdict(label, sure, (sure, 1 - sure, 0.0))


def test_both_forms_are_read_and_targets_of_one_sentence_are_joined(tmp_path: Path) -> None:
    text = "Lee hailed the port, not the port tax."
    rows = [
        {"id": "a", "text": text, "holder": "Lee", "targets": [
            {"text": "port", "label": "supportive", "evidence": "hailed", "phenomenon": "reporter_cue"},
            {"text": "port", "nth": 2, "label": "neutral", "evidence": "", "phenomenon": "background"},
        ]},
        {"id": "b", "text": "He left.", "target": {"start": 0, "end": 2}, "label": "neutral",
         "holder": {"start": 3, "end": 7}, "target_mentions": [{"start": 3, "end": 7}]},
        {"id": "c", "text": "He left.", "target": {"start": 0, "end": 2}, "label": "critical",
         "holder": {"start": 3, "end": 7}},
    ]  # fmt: skip
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    first, second = read_sentences(path)
    assert [[place.of(text) for place in mark.places] for mark in first.marks] == [["port"], ["port"]]
    assert first.marks[0].places != first.marks[1].places
    assert [span.of(text) for span in first.holder] == ["Lee"]
    assert first.marks[0].evidence is not None
    assert first.marks[0].evidence.of(text) == "hailed"
    assert first.marks[1].evidence is None
    assert [mark.id for mark in (*first.marks, *second.marks)] == ["a-0", "a-1", "b", "c"]
    assert len(second.marks[0].places) == 2


def test_pronouns_count_as_right_where_they_mean_the_target_that_was_read(tmp_path: Path) -> None:
    text = "“Norway has voted. It wants peace,” said Ida Tamm, a teacher."
    place = text.index("It")
    path = tmp_path / "rows.jsonl"
    for target, share in (("Norway", 1.0), ("Iran", 0.0), (None, 0.0)):
        path.write_text(json.dumps({"text": text, "pronouns": [{"start": place, "target": target}]}), encoding="utf-8")
        assert score_pronouns(path)["of those taken up, rightly"] == share


def test_macro_f1_is_the_mean_over_the_labels_that_occur() -> None:
    assert macro_f1(["critical", "neutral"], ["critical", "neutral"]) == 1
    assert macro_f1(["critical", "critical"], ["neutral", "critical"]) == pytest.approx((2 / 3) / 2)
    assert macro_f1([], []) == 0


def test_figures_count_turned_sides_false_sides_and_confidence() -> None:
    marks = tuple(Mark((), label, phenomenon="hedged") for label in ("critical", "supportive", "neutral", "neutral"))
    sentences = [Sentence("", marks)]
    verdicts = [verdict("supportive", 0.8), verdict("neutral", 0.8), verdict("critical", 0.8), verdict("neutral", 0.8)]
    figures = score(sentences, verdicts)
    assert figures["no side turned round"] == 0.75
    assert figures["neutral ones left neutral"] == 0.5
    assert figures["stated confidence kept"] == pytest.approx(1 - (0.8 - 0.25))
    assert by_phenomenon(sentences, verdicts) == {"hedged": (1, 4)}
    assert reliability(sentences, verdicts) == [("0.8-0.9", 4, 0.8, 0.25)]


def test_calibration_is_perfect_where_the_share_right_is_what_is_stated() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0)
    assert calibration_error([]) == 0
