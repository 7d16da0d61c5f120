"""The page of institutions: looked up, explained, added, changed, grouped, imported; mistakes are said."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from analysis.library import Body, Library, QuoteFilter
from analysis.library.bodies import write_sheet
from analysis.library.directory import shipped
from pages.parts.marked_text import literal
from tests.pages.visiting import Open, select, words

HOSTILE = "<img src=x onerror=alert(1)> :red[x] $5 to $10 ![p](http://127.0.0.1/p.png)"


def listed(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["name"]) if app.dataframe else []


def field(app: AppTest, form: str, name: str) -> str:
    """Return the key of a field in the form that starts with ``form``."""
    keys = [str(element.key) for kind in ("text_input", "text_area", "selectbox") for element in app.get(kind)]
    return next(key for key in keys if key.startswith(form) and key.endswith(f"-{name}"))


def fill(app: AppTest, form: str, **values: str) -> AppTest:
    """Write values into a form and send it."""
    for name, value in values.items():
        widget = {"kind": app.selectbox, "groups": app.text_area}.get(name, app.text_input)
        widget(key=field(app, form, name)).set_value(value)
    next(button for button in app.button if str(button.key).startswith(form)).click().run()
    assert not app.exception, [problem.message for problem in app.exception]
    return app


def choose(visit: Open, name: str, **query: str) -> AppTest:
    app = visit("directory", **query)
    return select(app, listed(app).index(name))


@pytest.mark.usefixtures("library")
def test_an_empty_library_says_what_to_do(visit: Open) -> None:
    app = visit("directory")
    assert app.title[0].value == "Institutions"
    assert "Look one up by its name, or add one below." in words(app)
    assert f"{len(shipped()):,} institutions" in words(app)


@pytest.mark.usefixtures("filled")
def test_quoted_institutions_come_first_with_their_counts(visit: Open) -> None:
    rows = visit("directory").dataframe[0].value.to_dict("records")
    found = {row["name"]: (row["kind"], row["country"], row["source"], row["quotes"]) for row in rows}
    assert found["Chatham House"] == ("Think-tank", "GB", "Shipped", 11)
    assert found["UK government"] == ("Government", "", "Not in the directory", 3)
    assert [row["quotes"] for row in rows] == sorted((row["quotes"] for row in rows), reverse=True)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("chatham", "Chatham House"),
        ("RUSI", "Royal United Services Institute"),
        ("houston univ", "University of Houston"),
    ],
)
def test_names_and_other_names_are_found(visit: Open, asked: str, found: str) -> None:
    assert found in listed(visit("directory", find=asked))


@pytest.mark.usefixtures("library")
def test_a_name_that_nobody_has_says_so(visit: Open) -> None:
    assert "No institution has such a name" in words(visit("directory", find="zzz nowhere"))


@pytest.mark.usefixtures("filled")
def test_a_selected_institution_is_explained_with_whom_it_is_said_of(visit: Open) -> None:
    app = choose(visit, "Chatham House")
    assert "#### Chatham House" in words(app)
    assert "11 quotes: Samantha de Bendern (6), James Nixey (5)" in words(app)
    app.button(key="quotes-Chatham House").click().run()
    assert not app.exception
    assert app.title[0].value == "Quotes"


@pytest.mark.usefixtures("library")
def test_an_ambiguous_name_is_explained(visit: Open) -> None:
    ambiguous = next(body for body in shipped().values() if any(alias.endswith("?") for alias in body.aliases))
    app = choose(visit, ambiguous.name, find=ambiguous.id)
    assert "it counts where the text says more" in words(app)


def test_an_institution_is_added_and_articles_are_seen_with_it(visit: Open, filled: Library) -> None:
    app = fill(
        visit("directory"), "add", name="UK government", kind="government", country="gb", groups="region = Europe"
    )
    assert "UK government is kept" in app.success[0].value
    (kept,) = filled.bodies()
    assert (kept.id, kept.country, kept.groups) == ("uk-government", "GB", (("region", "Europe"),))
    assert len(filled.search(QuoteFilter(groups=(("region", "Europe"),)))) == 3
    assert app.dataframe[0].value.set_index("name").loc["UK government", "source"] == "Yours"


def test_an_unknown_institution_of_an_article_is_told_under_another_name(visit: Open, filled: Library) -> None:
    fill(choose(visit, "UK government"), "tell", name="Government of the United Kingdom", kind="government")
    (kept,) = filled.bodies()
    assert kept.aliases == ("UK government",)
    assert len(filled.search(QuoteFilter(institutions=("Government of the United Kingdom",)))) == 3


def test_the_kind_that_an_article_gives_is_offered(visit: Open, filled: Library) -> None:
    fill(choose(visit, "UK government"), "tell")
    assert [(body.name, body.kind) for body in filled.bodies()] == [("UK government", "government")]


def test_a_shipped_institution_is_changed_and_brought_back(visit: Open, filled: Library) -> None:
    fill(choose(visit, "Chatham House"), "change", country="fr", parent="RUSI")
    assert filled.directory().parent(filled.bodies()[0]) == "Royal United Services Institute"
    assert filled.search(QuoteFilter(countries=("FR",)))
    app = choose(visit, "Chatham House")
    assert "Shipped, changed by you" in words(app)
    app.button(key="drop-chatham-house").click().run()
    assert "as it was shipped" in app.success[0].value
    assert filled.bodies() == ()


def test_ones_own_institution_is_deleted(visit: Open, library: Library) -> None:
    library.keep_body(Body(id="fjord", name="Fjord Institute"))
    app = choose(visit, "Fjord Institute")
    app.button(key="drop-fjord").click().run()
    assert library.bodies() == ()


def test_an_institution_with_parts_is_not_deleted_and_says_why(visit: Open, library: Library) -> None:
    library.keep_body(Body(id="fjord", name="Fjord Institute"))
    library.keep_body(Body(id="boats", name="Centre for Boats", parent="fjord"))
    app = choose(visit, "Fjord Institute")
    app.button(key="drop-fjord").click().run()
    assert "is a part of this institution" in app.error[0].value
    assert len(library.bodies()) == 2


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "needs a name"),
        ({"name": "Chatham House"}, "There is an institution “Chatham House” already"),
        ({"name": "X House", "country": "Norway"}, "“NORWAY” is no country"),
        ({"name": "X House", "parent": "Nowhere at all"}, "There is no institution “Nowhere at all”"),
        ({"name": "X House", "groups": "north"}, "“north” is no group"),
    ],
)
def test_a_mistake_is_said_in_one_sentence_and_nothing_is_kept(
    visit: Open, library: Library, values: dict[str, str], sentence: str
) -> None:
    app = fill(visit("directory"), "add", **values)
    assert literal(sentence) in app.error[0].value
    assert library.bodies() == ()
    assert app.text_input(key=field(app, "add", "name")).value == values["name"]


def test_a_file_is_imported(visit: Open, filled: Library) -> None:
    app = visit("directory")
    body = replace(shipped()["chatham-house"], groups=(("funder", "=cmd"),))
    app.file_uploader(key="bodies-file").upload("mine.csv", write_sheet([body]), "text/csv")
    next(button for button in app.button if button.label == "Import this file").click().run()
    assert not app.exception
    assert "1 institution imported from mine" in app.success[0].value
    assert filled.bodies() == (body,)
    assert "Download yours (1)" in {button.label for button in app.download_button}


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"name,kind\nX House,blog\n", "Line 2:"), (None, "Choose a file first")]
)
def test_a_file_with_a_mistake_is_refused(visit: Open, library: Library, data: bytes | None, sentence: str) -> None:
    app = visit("directory")
    if data is not None:
        app.file_uploader(key="bodies-file").upload("mine.csv", data, "text/csv")
    next(button for button in app.button if button.label == "Import this file").click().run()
    assert literal(sentence) in app.error[0].value or sentence in app.error[0].value
    assert library.bodies() == ()


def test_hostile_names_are_never_markup(visit: Open, filled: Library) -> None:
    groups = ((HOSTILE.translate(dict.fromkeys(map(ord, "=:"))), HOSTILE),)
    filled.keep_body(Body(id="x", name=HOSTILE, aliases=("Chatham House",), note=HOSTILE, groups=groups))
    for app in (choose(visit, HOSTILE), visit("quotes")):
        for element in (*app.header, *app.subheader, *app.markdown, *app.caption, *app.button):
            text = str(getattr(element, "label", "") or element.value)
            assert "<img" not in text.replace("\\<", "")
            assert ":red[" not in text
        for html in app.html:
            assert "<img" not in html.value
