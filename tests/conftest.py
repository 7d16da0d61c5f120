"""A library for the pages to read, and pages that run headless, as a visitor would open them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.library import Library
from analysis.records import Analysis, Article
from tests.annotated import ROOT, annotated_article
from tests.pages.visiting import Open


@pytest.fixture
def sample() -> tuple[Article, Analysis]:
    return annotated_article()


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Return an empty library that the pages use too; the sample article is not offered again."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path / 'library.db'}")
    st.cache_data.clear()
    st.cache_resource.clear()
    empty = Library()
    empty.note("sample", "offered")
    return empty


@pytest.fixture
def filled(library: Library, sample: tuple[Article, Analysis]) -> Library:
    """Return a library that holds the sample article."""
    library.save(*sample)
    return library


@pytest.fixture
def visit() -> Open:
    """Return a function that opens a page of the application: ``visit("quotes", think_tank="Chatham House")``."""

    def open_page(page: str = "overview", **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=30)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        if page != "overview":
            app.switch_page(f"{page}.py").run()
        assert not app.exception, [problem.message for problem in app.exception]
        return app

    return open_page


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Put the main module back: a page under test takes its place, and a process spawned later would run that page."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
