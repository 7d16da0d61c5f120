"""The library page: articles come in by file or paste, each with a line of its own, are corrected, opened, deleted."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from analysis import pipeline
from analysis.library import Library
from analysis.reading import web
from analysis.records import Analysis, Article, Original
from tests.analysis.reading.test_exports import NEXIS_NEW
from tests.pages.visiting import Open, select, words

NEWS = "The mayor said on Friday that the bridge would open again. “We are ready,” she told the council."


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "analyse", lambda article: Analysis(article.id, "by hand"))
    monkeypatch.setattr(pipeline, "fingerprint", lambda: "by hand")


def submit(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def offer(app: AppTest, files: dict[str, bytes]) -> AppTest:
    """Choose files to upload, so that the page shows what they hold."""
    uploader = app.file_uploader(key="files-0")
    for name, data in files.items():
        uploader.upload(name, data)
    app.run()
    assert not app.exception
    return app


def test_uploaded_file_is_kept_with_outlet_and_date(visit: Open, library: Library) -> None:
    app = offer(visit("library"), {"bridge.txt": NEWS.encode()})
    app.text_input(key="upload-outlet").set_value("The Daily")
    app.date_input(key="upload-published").set_value(dt.date(2024, 5, 3))
    assert library.articles() == ()
    submit(app, "Add 1 article")
    (kept,) = library.articles()
    assert (kept.text, kept.outlet, kept.published, kept.source) == (
        NEWS, "The Daily", dt.date(2024, 5, 3), "bridge.txt",
    )  # fmt: skip
    assert "bridge\\.txt" in app.success[0].value
    assert "added" in app.success[0].value
    assert library.original(kept.id) == Original("bridge.txt", NEWS.encode())
    app = select(visit("library"), 0)
    assert app.download_button(key=f"original-{kept.id}").label == "Original file"


def test_each_bad_file_has_its_line_and_good_ones_are_kept(visit: Open, library: Library) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    app = offer(visit("library"), {"empty.txt": b"", "picture.txt": picture, "bridge.txt": NEWS.encode()})
    assert "2 files cannot be read" in app.warning[0].value
    assert "picture\\.txt" in app.warning[0].value
    submit(app, "Add 1 article")
    assert len(app.error) == 2
    assert len(app.success) == 1
    assert [article.source for article in library.articles()] == ["bridge.txt"]


def test_article_that_the_program_fails_on_does_not_stop_the_others(
    visit: Open, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(article: Article) -> Analysis:
        if "bridge" in article.text:
            raise ValueError(article.id)
        return Analysis(article.id, "by hand")

    monkeypatch.setattr(pipeline, "analyse", analyse)
    road = NEWS.replace("bridge", "road").encode()
    app = submit(offer(visit("library"), {"bridge.txt": NEWS.encode(), "road.txt": road}), "Add 2 articles")
    assert "could not be analysed" in app.error[0].value
    assert [article.source for article in library.articles()] == ["road.txt"]


def test_same_text_twice_is_one_article_and_keeps_its_corrections(visit: Open, library: Library) -> None:
    submit(offer(visit("library"), {"bridge.txt": NEWS.encode()}), "Add 1 article")
    library.describe(replace(library.articles()[0], title="Corrected"))
    app = submit(offer(visit("library"), {"again.txt": NEWS.encode()}), "Add 1 article")
    assert "in the library already" in app.success[0].value
    assert [article.title for article in library.articles()] == ["Corrected"]


def test_what_is_corrected_before_it_is_added_is_kept_so(visit: Open, library: Library) -> None:
    other = NEWS.replace("bridge", "road").encode()
    app = offer(visit("library"), {"2025-04-19_Courier_Bridge.txt": NEWS.encode(), "x.txt": other})
    app.text_input(key="name-pattern").set_value("{date}_{outlet}_{title}").run()
    table = next(frame for frame in app.dataframe if "keep" in frame.value)
    assert table.value["title"].iloc[0] == "Bridge"
    app.session_state[str(table.key)] = {"edited_rows": {0: {"outlet": "The Courier"}, 1: {"keep": False}}}
    submit(app.run(), "Add 1 article")
    (kept,) = library.articles()
    assert (kept.title, kept.outlet, kept.published) == ("Bridge", "The Courier", dt.date(2025, 4, 19))


def test_a_pattern_that_names_nothing_says_so(visit: Open) -> None:
    app = offer(visit("library"), {"x.txt": NEWS.encode()})
    app.text_input(key="name-pattern").set_value("{author}").run()
    assert "is not known" in app.error[0].value


def test_an_export_of_a_database_is_shown_as_its_articles_before_they_are_kept(visit: Open, library: Library) -> None:
    app = offer(visit("library"), {"export.txt": NEXIS_NEW.encode()})
    table = next(frame for frame in app.dataframe if "keep" in frame.value)
    assert list(table.value["title"]) == ["Bridge to open again", "Ferry stops for the summer"]
    submit(app, "Add 2 articles")
    assert {article.outlet for article in library.articles()} == {"The Aller Courier", "The Daily Weser"}


def test_pasted_text_is_kept(visit: Open, library: Library) -> None:
    app = visit("library")
    app.text_area(key="pasted").set_value(NEWS)
    app.text_input(key="paste-title").set_value("The bridge")
    submit(app, "Add this text")
    assert [(article.title, article.text) for article in library.articles()] == [("The bridge", NEWS)]


def test_pasting_nothing_stores_nothing(visit: Open, library: Library) -> None:
    app = submit(visit("library"), "Add this text")
    assert len(app.error) == 1
    assert library.articles() == ()


def test_article_is_corrected_and_analysed_anew_for_its_dates(
    visit: Open, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dt.date | None] = []

    def analyse(article: Article) -> Analysis:
        seen.append(article.published)
        return Analysis(article.id, "anew")

    monkeypatch.setattr(pipeline, "analyse", analyse)
    (article,) = filled.articles()
    app = select(visit("library"), 0)
    app.text_input(key=f"title-{article.id}").set_value("Talks in Paris")
    app.text_input(key=f"outlet-{article.id}").set_value("")
    app.date_input(key=f"published-{article.id}").set_value(dt.date(2025, 4, 20))
    submit(app, "Save corrections")
    (kept,) = filled.articles()
    assert (kept.title, kept.outlet, kept.published) == ("Talks in Paris", "", dt.date(2025, 4, 20))
    assert seen == [dt.date(2025, 4, 20)]


def test_correcting_the_title_alone_keeps_the_analysis(visit: Open, filled: Library) -> None:
    (article,) = filled.articles()
    before = filled.analysis(article.id)
    app = select(visit("library"), 0)
    app.text_input(key=f"title-{article.id}").set_value("Talks in Paris")
    submit(app, "Save corrections")
    assert filled.articles()[0].title == "Talks in Paris"
    assert filled.analysis(article.id) == before


def test_deleting_asks_first(visit: Open, filled: Library) -> None:
    (article,) = filled.articles()
    app = select(visit("library"), 0)
    app.button(key=f"delete-{article.id}").click().run()
    assert filled.articles() == (article,)
    assert "cannot be undone" in words(app)
    app.button(key="delete-now").click().run()
    assert filled.articles() == ()


def test_analyses_of_an_earlier_version_are_renewed_on_request(
    visit: Open, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not [button for button in visit("library").button if button.key == "renew"]
    monkeypatch.setattr(pipeline, "fingerprint", lambda: "newer")
    monkeypatch.setattr(pipeline, "analyse", lambda article: Analysis(article.id, "newer"))
    visit("library").button(key="renew").click().run()
    assert set(filled.fingerprints().values()) == {"newer"}


def packed(**texts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return out.getvalue()


def test_an_archive_of_many_articles_gives_a_list_that_can_be_downloaded(visit: Open, library: Library) -> None:
    texts = {f"bridge{number}": f"{NEWS} It was bridge {number}." for number in range(12)}
    app = offer(visit("library"), {"all.zip": packed(**texts, empty=""), "bad.zip": b"PK\x03\x04 nothing"})
    submit(app, "Add 12 articles")
    assert len(library.articles()) == 12
    assert "12 articles in the library, 2 files refused" in words(app)
    table = next(frame.value for frame in app.dataframe if "What became of it" in frame.value)
    assert list(table["Result"])[:3] == ["Refused", "Refused", "Kept"]
    assert app.download_button(key="outcome-list").label == "Download this list"
    assert not app.success


def test_a_page_from_the_web_is_offered_only_where_that_is_switched_on(
    visit: Open, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "From the web" not in [tab.label for tab in visit("library").tabs]
    monkeypatch.setenv(web.VARIABLE, "1")
    monkeypatch.setattr(web, "fetch", lambda _: ("site.test.html", f"<html><p>{NEWS}</p></html>".encode()))
    app = visit("library")
    app.text_input(key="address").set_value("https://site.test/bridge")
    submit(app, "Fetch this page")
    assert [article.source for article in library.articles()] == ["https://site.test/bridge"]


def test_three_hundred_files_in_one_archive_are_kept_and_listed(visit: Open, library: Library) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number:03}.txt", NEWS.replace("bridge", f"bridge number {number}") if number else "")
    app = submit(offer(visit("library"), {"many.zip": packed.getvalue()}), "Add 299 articles")
    assert len(library.articles()) == 299
    assert "299 articles in the library, 1 file refused" in words(app)
    table = next(frame.value for frame in app.dataframe if "Result" in frame.value)
    assert table["Result"].value_counts().to_dict() == {"Kept": 299, "Refused": 1}
    assert app.download_button(key="outcome-list").label == "Download this list"


def test_a_library_is_copied_and_taken_in(visit: Open, filled: Library) -> None:
    app = visit("library")
    assert app.download_button(key="copy-download").label == "Download the library"
    file = io.BytesIO()
    filled.write_copy(file)
    before = filled.corpus()
    filled.delete(before[0][0].id)
    app.file_uploader(key="copy-file").upload("library.onrecord", file.getvalue())
    submit(app, "Take it in")
    assert filled.corpus() == before
    assert "1 article added" in words(app)
    app.file_uploader(key="copy-file").upload("library.onrecord", b"words")
    submit(app, "Take it in")
    assert "Nothing was taken in" in app.error[0].value


def test_articles_are_found_by_their_words(visit: Open, filled: Library) -> None:
    app = visit("library")
    app.text_input(key="find").set_value('"peace deal"').run()
    assert "1 article with these words" in words(app)
    app = select(app, 0)
    assert "<mark" in words(app)
    app.text_input(key="find").set_value("nowhere-to-be-found").run()
    assert "0 articles with these words" in words(app)
    assert filled.articles()
