"""Where sign-in is set up, no page answers before it, deep links included; the list of addresses is kept."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts import access, sign_in
from tests.annotated import ROOT
from tests.pages.visiting import Open, select, words


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


@pytest.mark.parametrize(
    ("address", "lists", "role"),
    [
        ("ann@site.test", {}, "admin"),
        ("ann@site.test", {"emails": ["@site.test"]}, "admin"),
        ("ann@site.test", {"editors": ["@site.test"]}, "editor"),
        ("ANN@site.test", {"admins": ["ann@site.test"]}, "admin"),
        ("ben@site.test", {"admins": ["ann@site.test"]}, "reader"),
        ("ben@site.test", {"editors": ["ben@site.test"], "admins": ["@site.test"]}, "admin"),
        ("", {"editors": ["@site.test"]}, "reader"),
    ],
)
def test_what_an_address_may_do(
    address: str, lists: dict[str, list[str]], role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "secrets", {"access": lists})
    assert sign_in.role_of(address) == role
    assert sign_in.is_let_in(address) or address == ""


@pytest.fixture
def as_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "may", lambda role: role == "reader")


CHANGES = {
    "library": {"Save corrections", "Delete", "Add this text"},
    "review": {"All of it is right", "Change it", "This is no quote"},
    "people": {"Merge these two", "Undo"},
    "targets": {"Add", "Rename", "Hide", "Join"},
    "directory": {"Keep this institution", "Import this file"},
    "article": {"Set it aside"},
}


@pytest.mark.usefixtures("filled", "as_reader")
@pytest.mark.parametrize("page", sorted(CHANGES))
def test_a_reader_is_offered_no_change(page: str, visit: Open) -> None:
    app = visit(page)
    if page in {"library", "targets"}:
        app = select(app, 0)
    assert not app.exception
    assert not CHANGES[page] & {button.label for button in app.button if not button.disabled}
    assert page == "article" or "not change it" in words(app)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("page", sorted(CHANGES))
def test_others_are_offered_them(page: str, visit: Open) -> None:
    app = visit(page)
    if page in {"library", "targets"}:
        app = select(app, 0)
    if page == "article":
        app.selectbox(key="set-aside").select_index(0).run()
    wanted = CHANGES[page] - {"Merge these two", "Undo", "Join"}
    assert wanted <= {button.label for button in app.button}


@pytest.mark.usefixtures("filled", "as_reader")
def test_a_change_is_refused_whatever_is_drawn() -> None:
    with pytest.raises(PermissionError, match="editor"):
        access.editing()


@pytest.mark.usefixtures("filled")
def test_an_editor_deletes_nothing(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "may", lambda role: role != "admin")
    app = select(visit("library"), 0)
    labels = {button.label for button in app.button}
    assert "Save corrections" in labels
    assert "Delete" not in labels
    with pytest.raises(PermissionError, match="admin"):
        access.editing("admin")
