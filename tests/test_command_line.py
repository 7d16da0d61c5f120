import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx
import openpyxl
import pytest

from analysis.__main__ import main
from analysis.library import Library
from analysis.records import Analysis, Article
from analysis.views import exchange, qdpx
from tests.analysis.library.synthetic import ROOT, sample

SAMPLE = ROOT / "analysis/data/samples/ukraine-peace-talks.txt"
COMMANDS = ("analyse", "import", "export", "renew", "batch", "gate")


@pytest.fixture(autouse=True)
def analysis_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sample's annotation by hand stand for the analysis: these tests are about the commands."""

    def analyse(article: Article) -> Analysis:
        if "trouble" in article.text:
            raise ArithmeticError("too\nmuch")
        known = sample()[1]
        return known if article.id == known.article_id else Analysis(article.id, "gold-1")

    monkeypatch.setattr("analysis.pipeline.analyse", analyse)
    monkeypatch.setattr("analysis.pipeline.fingerprint", lambda: "gold-1")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path / 'library.db'}")
    opened = Library()
    yield opened
    opened.close()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"python -m analysis {command}" in capsys.readouterr().out


def test_without_a_command_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    for command in COMMANDS:
        assert f"    {command}" in shown


@pytest.mark.parametrize(
    "arguments", [["fly"], ["analyse"], ["analyse", "x", "--published", "soon"], ["analyse", "x", "--no"]]
)
def test_a_wrong_command_is_refused_with_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_analyse_prints_one_article_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes("Un café.\r\nHe left.".encode())
    assert main(["analyse", str(SAMPLE), str(other), "--published", "2025-04-19"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["source"], first["published"], len(first["quotes"])) == (str(SAMPLE), "2025-04-19", 37)
    assert first["text"] == SAMPLE.read_text(encoding="utf-8")
    assert second["text"] == "Un café.\r\nHe left."


def test_analyse_as_json_and_csv_and_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", str(SAMPLE), "--format", "json"]) == 0
    assert [article["source"] for article in json.loads(capsys.readouterr().out)] == [str(SAMPLE)]
    assert main(["analyse", str(SAMPLE), "--format", "csv"]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 37
    for kind in ("jsonl", "json", "csv"):
        place = tmp_path / f"out.{kind}"
        assert main(["analyse", str(SAMPLE), "--format", kind, "--out", str(place)]) == 0
        assert "Chatham House" in place.read_text(encoding="utf-8-sig")
        assert capsys.readouterr().out == ""


def test_what_fails_is_one_line_that_names_file_and_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty, trouble, odd = tmp_path / "empty.txt", tmp_path / "trouble.txt", tmp_path / "a\nb\x1b[2J.txt"
    for place, content in ((empty, b""), (trouble, b"A text of trouble."), (odd, b"")):
        place.write_bytes(content)
    assert main(["analyse", str(empty), str(odd), str(trouble), str(SAMPLE)]) == 1
    output = capsys.readouterr()
    first, second, third = output.err.splitlines()
    assert first == f"{empty}: The file is empty: choose one that holds the text of an article."
    assert second.isprintable()
    assert third == f"{trouble}: The analysis failed (ArithmeticError: too much)."
    assert len(json.loads(output.out)["quotes"]) == 37, "the other files are still analysed"


def test_import_keeps_articles_and_does_nothing_twice(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(SAMPLE), "--published", "2025-04-19"]) == 0
    assert main(["import", str(SAMPLE)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{SAMPLE}: added", f"{SAMPLE}: was there already"]
    ((article, analysis),) = library.corpus()
    assert analysis == sample()[1]
    assert str(article.published) == "2025-04-19"
    assert library.revision() == 1


def test_import_leaves_a_corrected_title_alone(library: Library) -> None:
    main(["import", str(SAMPLE)])
    (article,) = library.articles()
    library.describe(replace(article, title="Corrected", outlet="The Paper", published=None))
    assert main(["import", str(SAMPLE), "--published", "2025-04-19"]) == 0
    (article,) = library.articles()
    assert (article.title, article.outlet, str(article.published)) == ("Corrected", "The Paper", "2025-04-19")


def test_import_analyses_anew_what_an_older_version_found(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", str(SAMPLE), "--published", "2025-04-19"])
    monkeypatch.setattr("analysis.pipeline.fingerprint", lambda: "gold-2")
    assert main(["import", str(SAMPLE)]) == 0
    assert capsys.readouterr().out.endswith("analysed anew\n")
    assert str(library.articles()[0].published) == "2025-04-19"


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ([], 37),
        (["--think-tank", "Chatham House"], 11),
        (["--think-tank", "Chatham House", "--think-tank", "New Eurasian Strategies Centre", "--type", "direct"], 6),
        (["--think-tank", ""], 20),
        (["--speaker", "James Nixey", "--words", "america"], 1),
        (["--kind", "government", "--stance", "supportive"], 2),
        (["--since", "2025-04-20"], 0),
    ],
)
def test_export_writes_the_quotes_that_the_filter_asks_for(
    library: Library, arguments: list[str], count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    library.save(*sample())
    assert main(["export", *arguments]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == count
    assert main(["export", *arguments, "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == count


def test_export_by_country_parent_and_groups_of_ones_own(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.save(*sample())
    house = library.directory().body("chatham-house")
    assert house is not None
    library.keep_body(replace(house, parent="rand-corporation", groups=(("region", "Europe"),)))
    for arguments, count in (
        (["--country", "GB"], 14),
        (["--parent", "RAND Corporation"], 11),
        (["--group", "region=Europe"], 11),
        (["--group", "region=", "--country", "GB"], 3),
    ):
        assert main(["export", *arguments, "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert len(found) == count, arguments
        assert {row["country"] for row in found} == {"GB"}
    with pytest.raises(SystemExit):
        main(["export", "--group", "Europe"])


def test_export_as_workbook_and_network(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library.save(*sample())
    place = tmp_path / "quotes.xlsx"
    assert main(["export", "--think-tank", "Chatham House", "--format", "xlsx", "--out", str(place)]) == 0
    book = openpyxl.load_workbook(place)
    assert book["Quotes"].max_row == 12
    assert "Filter: think-tanks = Chatham House" in [cell.value for cell in book["About this table"]["A"]]
    assert main(["export", "--format", "graphml"]) == 0
    assert nx.parse_graphml(capsys.readouterr().out).number_of_edges() == 10
    assert main(["export", "--format", "graphml", "--speaker", "James Nixey"]) == 0
    assert nx.parse_graphml(capsys.readouterr().out).number_of_edges() == 2
    assert main(["export", "--format", "dna"]) == 0
    statements = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert {row["agreement"] for row in statements} == {"0", "1"}
    assert main(["export", "--format", "html", "--think-tank", "Chatham House"]) == 0
    assert "<title>Quotes: Chatham House</title>" in capsys.readouterr().out
    assert main(["export", "--format", "xlsx"]) == 1
    assert capsys.readouterr().err == "export: A workbook is no text for the screen: name a file with --out.\n"


def test_export_in_formats_of_other_programs(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library.save(*sample())
    chosen = ["export", "--think-tank", "Chatham House"]
    for kind, what in (("parquet", "A Parquet file"), ("qdpx", "A REFI-QDA project"), ("pack", "A workbook")):
        assert main([*chosen, "--format", kind]) == 1
        assert capsys.readouterr().err == f"export: {what} is no text for the screen: name a file with --out.\n"
        assert main([*chosen, "--format", kind, "--out", str(tmp_path / f"quotes.{kind}")]) == 0
    quotes = exchange.read_table((tmp_path / "quotes.parquet").read_bytes(), "quotes.parquet")
    assert len(quotes) == 11
    (source,) = qdpx.read_qdpx((tmp_path / "quotes.qdpx").read_bytes())
    assert [passage.span.of(source.text) for passage in source.passages] == quotes["quote"].tolist()
    assert main([*chosen, "--format", "json"]) == 0
    assert exchange.read_table(capsys.readouterr().out.encode(), "x.json").equals(quotes)
    assert main([*chosen, "--format", "claims"]) == 0
    claims = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert {row["organisation"] for row in claims} == {"Chatham House"}
    assert {row["quote_id"] for row in claims} <= set(quotes["quote_id"])


def test_export_says_where_the_quotes_come_from(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.save(*sample())
    assert main(["export", "--think-tank", "Chatham House", "--format", "note"]) == 0
    note = capsys.readouterr().out
    for line in (
        "from 1 article; 11 rows.",
        "Filter: think-tanks = Chatham House",
        "Analysis: gold-1",
        "reviewed yet.",
    ):
        assert line in note


def test_batch_goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    options = ["--out", str(out), "--engine", "serial"]
    assert main(["batch", str(SAMPLE), *options]) == 0
    assert main(["batch", str(SAMPLE), str(tmp_path / "none.txt"), *options]) == 1
    output = capsys.readouterr()
    assert output.out.splitlines() == ["1 analysed", "0 analysed, 1 current already, 1 failed"]
    assert output.err.startswith(f"{tmp_path / 'none.txt'}: The file cannot be opened")


def test_what_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    assert main(["batch", str(SAMPLE), "--out", str(tmp_path / "out"), "--engine", "ray"]) == 1
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "nonsense")
    assert main(["export"]) == 1
    assert main(["analyse", str(SAMPLE), "--out", str(tmp_path / "none" / "x")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["batch", "export", str(tmp_path / "none" / "x")]


def test_the_real_thing_as_a_program_reads_standard_input_in_any_locale() -> None:
    command = [sys.executable, "-m", "analysis", "analyse", "-", "--published", "2025-04-19"]
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        command, input=SAMPLE.read_bytes(), capture_output=True, cwd=ROOT, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found["source"] == "-"
    assert found["text"] == SAMPLE.read_text(encoding="utf-8")
    assert all(found["text"][quote["start"] : quote["end"]] == quote["text"] for quote in found["quotes"])
    assert {"James Nixey", "Samantha de Bendern"} <= {speaker["name"] for speaker in found["speakers"]}


def test_a_reader_that_goes_away_is_no_error_to_speak_of(library: Library) -> None:
    library.save(*sample())
    command = [sys.executable, "-m", "analysis", "export"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 1


def test_a_library_goes_to_another_place_in_one_file(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", str(SAMPLE)])
    before, place = library.corpus(), tmp_path / "mine.onrecord"
    assert main(["export", "--format", "library"]) == 1
    assert "--out" in capsys.readouterr().err
    assert main(["export", "--format", "library", "--out", str(place)]) == 0
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert main(["import", str(place)]) == 0
    assert capsys.readouterr().out == f"{place}: 1 article added\n"
    other = Library()
    assert other.corpus() == before
    other.close()
    place.write_bytes(b"words")
    assert main(["import", str(place)]) == 1
    assert "copy of a library" in capsys.readouterr().err


def test_renew_analyses_what_is_old_and_goes_on_where_it_was_stopped(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = tmp_path / "other.txt"
    place.write_text("A bridge\n\nThe mayor said on Friday that the bridge would open again.\n", encoding="utf-8")
    main(["import", str(SAMPLE), str(place)])
    monkeypatch.setattr("analysis.pipeline.fingerprint", lambda: "gold-2")
    seen: list[str] = []

    def stop(article: Article) -> Analysis:
        seen.append(article.id)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return Analysis(article.id, "gold-2")

    monkeypatch.setattr("analysis.pipeline.analyse", stop)
    assert main(["renew", "--engine", "serial"]) == 1
    assert sorted(library.fingerprints().values()) == ["gold-1", "gold-2"]
    assert main(["renew", "--engine", "serial"]) == 0
    assert set(library.fingerprints().values()) == {"gold-2"}
    assert seen[1] == seen[2]
    assert "1 article analysed anew" in capsys.readouterr().out
    assert main(["renew", "--engine", "serial"]) == 0
    assert len(seen) == 3
