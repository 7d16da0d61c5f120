import json
from pathlib import Path

import pytest

from analysis.corpus.batch import FAILURES, Report, analyse_all
from analysis.corpus.sources import Failure
from analysis.records import Analysis, Article

analysed: list[str] = []


@pytest.fixture(autouse=True)
def analysis_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Analyse nothing and note what was asked for, so that what is repeated and what is not can be seen."""
    analysed.clear()

    def analyse(article: Article) -> Analysis:
        analysed.append(article.text)
        if "trouble" in article.text:
            raise ArithmeticError("too much trouble")
        return Analysis(article.id, "version 1")

    monkeypatch.setattr("analysis.pipeline.analyse", analyse)
    monkeypatch.setattr("analysis.pipeline.fingerprint", lambda: "version 1")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Text number {number}.", encoding="utf-8")
    return folder


def run(papers: Path) -> Report:
    return analyse_all([str(papers)], papers.parent / "out", engine="serial")


def results(papers: Path) -> dict[str, dict[str, object]]:
    files = (papers.parent / "out").glob("*.json")
    return {found["text"]: found for found in (json.loads(file.read_bytes()) for file in files)}


def test_each_article_becomes_one_file_named_by_its_id(papers: Path) -> None:
    report = run(papers)
    assert (report.analysed, report.current, report.repeated, report.failures) == (3, 0, 0, [])
    found = results(papers)["Text number 1."]
    assert found["fingerprint"] == "version 1"
    assert found["source"] == str(papers / "1.txt")
    assert (papers.parent / "out" / f"{found['id']}.json").exists()
    assert (papers.parent / "out" / FAILURES).read_bytes() == b""


def test_what_is_current_is_not_done_again(papers: Path) -> None:
    run(papers)
    (papers / "3.txt").write_text("Text number 3.", encoding="utf-8")
    analysed.clear()
    report = run(papers)
    assert (report.analysed, report.current) == (1, 3)
    assert analysed == ["Text number 3."]


def test_a_new_version_or_a_half_written_result_is_done_again(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(papers)
    broken = papers.parent / "out" / f"{results(papers)['Text number 1.']['id']}.json"
    broken.write_bytes(broken.read_bytes()[:40])
    assert run(papers).analysed == 1
    monkeypatch.setattr("analysis.pipeline.fingerprint", lambda: "version 2")
    assert run(papers).analysed == 3


def test_another_spacing_of_the_same_words_is_done_again_since_positions_differ(papers: Path) -> None:
    run(papers)
    (papers / "1.txt").write_text("Text  number 1.", encoding="utf-8")
    assert run(papers).analysed == 1
    assert "Text  number 1." in results(papers)


def test_the_same_text_twice_is_done_once(papers: Path) -> None:
    (papers / "copy.txt").write_text("Text number 0.", encoding="utf-8")
    report = run(papers)
    assert (report.analysed, report.repeated) == (3, 1)


def test_what_fails_is_told_at_once_and_listed_and_the_others_are_done(papers: Path) -> None:
    (papers / "1.txt").write_text("A text of trouble.", encoding="utf-8")
    (papers / "empty.txt").write_bytes(b"")
    told: list[Failure] = []
    report = analyse_all([str(papers)], papers.parent / "out", engine="serial", tell=told.append)
    assert report.analysed == 2
    assert told == report.failures
    listed = [json.loads(line) for line in (papers.parent / "out" / FAILURES).read_text().splitlines()]
    assert listed == [{"source": failure.source, "reason": failure.reason} for failure in told]
    assert "The analysis failed (ArithmeticError: too much trouble)." in {failure.reason for failure in told}
    assert "A text of trouble." not in results(papers)
