"""Where sign-in is set up, no page answers before it, deep links included; the list of addresses is kept."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts import sign_in
from tests.annotated import ROOT
from tests.pages.visiting import Open, words


def opened(page: str = "") -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=30)
    app.secrets["auth"] = {"client_id": "x"}
    app.run()
    if page:
        app.switch_page(f"{page}.py").run()
    assert not app.exception
    return app


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("page", ["", "quotes", "article", "library"])
def test_nothing_is_shown_before_the_sign_in(page: str) -> None:
    app = opened(page)
    assert app.button(key="sign-in").label == "Sign in"
    assert "Chatham House" not in words(app)
    assert not app.dataframe
    assert not app.page_link


@pytest.mark.usefixtures("filled")
def test_without_it_the_app_is_for_one_person(visit: Open) -> None:
    assert "Sign in" not in [button.label for button in visit("quotes").button]


@pytest.mark.parametrize(
    ("listed", "address", "let_in"),
    [
        ([], "ann@site.test", True),
        (["ann@site.test"], "Ann@Site.test", True),
        (["@site.test"], "ben@site.test", True),
        (["@site.test"], "ben@othersite.test", False),
        (["ann@site.test"], "ben@site.test", False),
        (["@site.test"], "", False),
    ],
)
def test_who_is_let_in(listed: list[str], address: str, let_in: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    monkeypatch.setattr(st, "secrets", {"access": {"emails": listed}} if listed else {})
    assert sign_in.is_let_in(address) is let_in
