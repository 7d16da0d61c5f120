"""The gate tells a fall from a rise, never lowers a floor unasked, and notices changed gold."""

import json
from pathlib import Path

import pytest

from analysis import gate
from analysis.records import Span
from analysis.scoring import Tally, same_name

HIGH = {"quotes": 0.9, "speakers": 0.8}
LOW = {"quotes": 0.9, "speakers": 0.7}


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pin HIGH in a folder of the test's own and return the file of floors."""
    monkeypatch.setattr(gate, "_FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(gate, "_SHOWN", tmp_path / "accuracy.json")
    measured(monkeypatch, HIGH)
    assert gate.main(["--update"]) == 0
    return tmp_path / "floors.json"


def measured(monkeypatch: pytest.MonkeyPatch, figures: dict[str, float]) -> None:
    monkeypatch.setattr(gate, "measure", lambda: (figures, {"quotes": [("0.9-1.0", 4, 0.95, 1.0)]}))


def test_equal_figures_pass(pinned: Path) -> None:
    assert gate.main([]) == 0


def test_a_fallen_figure_fails_and_is_named(
    pinned: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured(monkeypatch, LOW)
    assert gate.main([]) == 1
    assert "FELL speakers" in capsys.readouterr().out


def test_update_refuses_to_lower_a_floor(pinned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured(monkeypatch, LOW)
    assert gate.main(["--update"]) == 1
    assert json.loads(pinned.read_text())["floors"] == HIGH


def test_update_lowers_a_floor_when_told_to(pinned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured(monkeypatch, LOW)
    assert gate.main(["--update", "--allow-regression"]) == 0
    assert json.loads(pinned.read_text())["floors"] == LOW


def test_the_page_shows_what_was_pinned(pinned: Path) -> None:
    assert json.loads((pinned.parent / "accuracy.json").read_text())["scores"] == HIGH


def test_changed_gold_fails(pinned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "gold_hash", lambda: "other")
    assert gate.main([]) == 1


def test_floors_in_the_repository_are_those_the_page_shows() -> None:
    root = Path(gate.__file__).parent
    floors = json.loads((root.parent / "tests" / "gold" / "floors.json").read_text(encoding="utf-8"))["floors"]
    shown = json.loads((root / "data" / "accuracy.json").read_text(encoding="utf-8"))["scores"]
    assert floors.keys() == shown.keys()
    assert all(shown[name] >= floors[name] - 0.0005 for name in floors)


def test_f1_and_shares_follow_from_their_counts() -> None:
    tally = Tally()
    tally.add("quotes", hit=3, found=4, gold=5)
    tally.judge("kind", right=True)
    tally.judge("kind", right=False)
    assert tally.f1("quotes") == pytest.approx(6 / 9)
    assert tally.share("kind") == 0.5
    assert tally.f1("nothing") == 0.0


def test_reliability_puts_each_quote_into_one_bin() -> None:
    tally = Tally(bins=[(0.4, False), (0.55, True), (0.95, True), (1.0, True)])
    assert [(name, count) for name, count, _, _ in tally.reliability()] == [
        ("0.0-0.5", 1),
        ("0.5-0.7", 1),
        ("0.9-1.0", 2),
    ]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Ann Lee", "Lee", True),
        ("Ms Lee", "Ann Lee", True),
        ("Ann Lee", "Bo Ek", False),
        ("José Núñez", "Núñez", True),
        ("the Red Cross", "Red Cross", True),
        (None, "Lee", False),
    ],
)
def test_names_agree_by_their_last_word(one: str | None, two: str, same: bool) -> None:  # noqa: FBT001 - a table's column
    assert same_name(one, two) is same


def test_spans_of_gold_articles_slice_to_their_words() -> None:
    folder = Path(gate.__file__).parents[1] / "tests" / "gold"
    text = (Path(gate.__file__).parent / "data" / "samples" / "ukraine-peace-talks.txt").read_text(encoding="utf-8")
    for quote in json.loads((folder / "sample.json").read_text(encoding="utf-8"))["quotes"]:
        assert Span(quote["start"], quote["end"]).of(text) == quote["text"]
