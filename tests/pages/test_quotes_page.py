"""The table of quotes: every filter narrows it, the address sets it, and what is selected is explained."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkx as nx
import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.library import Body, Library, QuoteFilter
from analysis.records import Analysis, Article
from analysis.views import exchange, qdpx
from pages.parts.marked_text import literal
from tests.pages.visiting import Open, select, words

pytestmark = pytest.mark.usefixtures("filled")


def rows(app: AppTest) -> int:
    """Return how many quotes the page says it shows, which the table must agree with."""
    count = int(next(line.value for line in app.markdown if line.value.endswith("quotes**")).split()[0].strip("*"))
    assert (len(app.dataframe[0].value) if app.dataframe else 0) == count
    return count


def test_all_quotes_are_shown_without_filters(visit: Open) -> None:
    assert rows(visit("quotes")) == 37


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("think_tank", "Chatham House", 11),
        ("think_tank", "", 20),
        ("speaker", "James Nixey", 5),
        ("speaker", "", 4),
        ("institution", "UK government", 3),
        ("kind", "think-tank", 17),
        ("kind", "none", 8),
        ("stance", "critical", 7),
        ("type", "indirect", 9),
        ("section", "Opening", 7),
        ("target", "Ukraine", 2),
    ],
)
def test_filter_narrows_the_table(visit: Open, key: str, value: str, expected: int) -> None:
    app = visit("quotes")
    app.multiselect(key=key).set_value([value]).run()
    assert not app.exception
    assert rows(app) == expected


def test_words_narrow_the_table(visit: Open) -> None:
    app = visit("quotes")
    app.text_input(key="words").set_value("business deals").run()
    assert rows(app) == 2


def test_filters_work_together(visit: Open) -> None:
    app = visit("quotes")
    app.multiselect(key="think_tank").set_value(["Chatham House"])
    app.multiselect(key="type").set_value(["direct"]).run()
    assert 0 < rows(app) < 11


def test_address_sets_the_filter(visit: Open) -> None:
    app = visit("quotes", think_tank="Chatham House")
    assert app.multiselect(key="think_tank").value == ["Chatham House"]
    assert rows(app) == 11


def test_address_may_name_several_think_tanks(visit: Open) -> None:
    app = visit("quotes", think_tank=["Chatham House", "New Eurasian Strategies Centre"])
    assert rows(app) == 14


def test_address_with_an_unknown_think_tank_shows_all(visit: Open) -> None:
    assert rows(visit("quotes", think_tank="Institute of Nowhere")) == 37


def test_each_think_tank_carries_its_count(visit: Open) -> None:
    labels = [button.label for button in visit("quotes").button]
    assert "Chatham House **11**" in labels
    assert "No think\\-tank **20**" in labels


def test_counts_follow_the_other_filters(visit: Open) -> None:
    app = visit("quotes")
    app.multiselect(key="speaker").set_value(["James Nixey"]).run()
    assert "Chatham House **5**" in [button.label for button in app.button]


def test_button_of_a_think_tank_sets_and_takes_back_the_filter(visit: Open) -> None:
    app = visit("quotes")
    app.button(key="think_tank-Chatham House").click().run()
    assert rows(app) == 11
    app.button(key="think_tank-Chatham House").click().run()
    assert rows(app) == 37


def test_kinds_and_countries_carry_their_counts_and_are_chosen_by_them(visit: Open) -> None:
    app = visit("quotes")
    labels = {button.label for button in app.button}
    assert {"Think\\-tank **17**", "No affiliation given **8**"} <= labels
    app.button(key="kind-none").click().run()
    assert rows(app) == 8
    app.button(key="kind-think-tank").click().run()
    assert rows(app) == 25
    app.button(key="clear").click().run()
    assert rows(app) == 37


def test_quotes_are_filtered_by_country_parent_and_groups_of_a_persons_own(visit: Open, filled: Library) -> None:
    trust = filled.keep_body(Body(id="", name="Trust of the House", kind="ngo"))
    shipped = filled.directory().body("chatham-house")
    assert shipped is not None
    filled.keep_body(replace(shipped, parent=trust.id, groups=(("funder", "<b>state</b>"), ("region", "Europe"))))
    centre = Body(id="", name="NEST in London", aliases=("New Eurasian Strategies Centre",), country="GB")
    filled.keep_body(replace(centre, groups=(("region", "Europe"),)))
    app = visit("quotes")
    labels = {button.label for button in app.button}
    shown = {"GB": 14, "Trust of the House": 11, "funder: <b>state</b>": 11, "region: Europe": 14}
    assert {f"{literal(name)} **{count}**" for name, count in shown.items()} <= labels
    for key, expected in (
        ("country-GB", 14), ("parent-Trust of the House", 11), ("group-region=Europe", 14), ("group-funder=", 26),
    ):  # fmt: skip
        app.button(key=key).click().run()
        assert rows(app) == expected, key
        app.button(key="clear").click().run()
    app.multiselect(key="group").set_value([("region", "Europe"), ("funder", "")]).run()
    assert rows(app) == 3
    app = visit("quotes", group=["region: Europe"], country="GB")
    assert rows(app) == 14


def test_empty_result_explains_itself_and_can_be_cleared(visit: Open) -> None:
    app = visit("quotes")
    app.text_input(key="words").set_value("no such words").run()
    assert rows(app) == 0
    assert "agrees with all these filters" in words(app)
    app.button(key="clear").click().run()
    assert rows(app) == 37


def test_selected_quote_is_explained_in_its_paragraph(visit: Open, sample: tuple[Article, Analysis]) -> None:
    app = select(visit("quotes", speaker="James Nixey"), 0)
    assert "#### James Nixey" in words(app)
    assert "annotated by hand" in words(app)
    text = next(element.value for element in app.html if '<div class="record-text">' in element.value)
    assert text.count("<p ") == 1
    assert f'data-quote="{first_quote_of("nixey", sample)}"' in text


def test_quote_that_is_hardly_sure_asks_to_be_checked(visit: Open) -> None:
    app = select(visit("quotes", speaker="No speaker given"), 0)
    assert "Check this one" in words(app)


PACK = ("Web page", "Workbook")
MORE = ("REFI-QDA project", "Statements", "Claims table", "Network", "Parquet", "JSON", "Note on the data")


def test_downloads_are_offered(visit: Open) -> None:
    labels = [button.label for button in visit("quotes").download_button]
    assert labels == ["Download CSV", "Download Excel", *PACK, *MORE]


@pytest.mark.parametrize(
    "key",
    ["csv", "xlsx", "more-evidence.html", "more-evidence.xlsx"]
    + [f"more-{kind}" for kind in ("quotes.qdpx", "statements.csv", "claims.csv", "network.graphml")]
    + [f"more-{kind}" for kind in ("quotes.parquet", "quotes.json", "note.txt")],
)
def test_a_download_leaves_the_page_as_it_is(visit: Open, key: str) -> None:
    app = visit("quotes", think_tank="Chatham House")
    app.download_button(key=key).click().run()
    assert not app.exception
    assert rows(app) == 11


def test_further_formats_stand_behind_one_button_each_with_who_needs_it(visit: Open) -> None:
    starts = ("For ", "To read", "Filter, ")
    told = [caption.value for caption in visit("quotes").caption if caption.value.startswith(starts)]
    assert len(told) == len(PACK + MORE)
    for name in ("NVivo, MAXQDA, ATLAS.ti", "Discourse Network Analyzer", "R and Python", "Gephi", "political claims"):
        assert name in "\n".join(told)


def test_evidence_packs_hold_the_quotes_shown(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    made = watch(monkeypatch)
    visit("quotes", think_tank="Chatham House")
    page = made["Web page"]().decode()
    assert page.count("<article>") == 11
    book = openpyxl.load_workbook(io.BytesIO(made["Workbook"]()))
    assert book["Quotes"].max_row == 12
    told = [cell.value for cell in book["About"]["A"]]
    assert told[0] == "Quotes: Chatham House"
    assert "Filter: think-tanks = Chatham House" in told
    assert "<p>Filter: think-tanks = Chatham House</p></header>" in page


def watch(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """Return what makes the file of each download button that is drawn from now on, by the button's name."""
    made: dict[str, Callable[[], bytes]] = {}
    draw = st.download_button

    def watched(label: str, *, data: Callable[[], bytes], **how: Any) -> bool:  # noqa: ANN401 - handed on as it is
        made[label] = data
        return draw(label, data=data, **how)

    monkeypatch.setattr(st, "download_button", watched)
    return made


def test_further_formats_hold_the_quotes_shown(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    made = watch(monkeypatch)
    visit("quotes", think_tank="Chatham House")
    quotes = exchange.read_table(made["Parquet"](), "quotes.parquet")
    assert set(quotes["think_tank"]) == {"Chatham House"}
    assert exchange.read_table(made["JSON"](), "quotes.json").equals(quotes)
    (source,) = qdpx.read_qdpx(made["REFI-QDA project"]())
    assert [passage.span.of(source.text) for passage in source.passages] == quotes["quote"].tolist()
    assert nx.parse_graphml(made["Network"]().decode()).number_of_edges() > 0
    for table, actor in (("Claims table", "organisation"), ("Statements", "organization")):
        lines = csv.DictReader(io.StringIO(made[table]().decode("utf-8-sig")))
        assert {line[actor] for line in lines} == {"Chatham House"}, table
    note = made["Note on the data"]().decode()
    assert "Filter: think-tanks = Chatham House" in note
    assert "No quote has been reviewed yet." in note


def test_article_column_appears_in_the_scope_of_all(visit: Open) -> None:
    assert "article" not in visit("quotes").dataframe[0].value
    assert "article" in visit("quotes", scope="all").dataframe[0].value


def first_quote_of(speaker: str, sample: tuple[Article, Analysis]) -> str:
    return next(quote.id for quote in sample[1].quotes if quote.speaker == speaker)


def test_library_finds_what_the_page_shows(visit: Open, filled: Library) -> None:
    app = visit("quotes", kind="Government")
    assert rows(app) == len(filled.search(QuoteFilter(kinds=("government",))))


def test_an_empty_result_says_what_to_take_away(visit: Open) -> None:
    app = visit("quotes")
    app.multiselect(key="think_tank").set_value(["Chatham House"])
    app.multiselect(key="speaker").set_value(["Marco Rubio"]).run()
    assert rows(app) == 0
    button = app.button(key="drop-speakers")
    assert button.label == "11 quotes without the filter: speaker"
    button.click().run()
    assert not app.exception
    assert rows(app) == 11


def test_a_period_narrows_the_quotes_of_a_library(
    visit: Open, filled: Library, sample: tuple[Article, Analysis]
) -> None:
    article, analysis = sample
    later = Article("f" * 16, article.text, "Later", published=dt.date(2025, 6, 2))
    quotes = tuple(replace(quote, id=f"2{quote.id[1:]}") for quote in analysis.quotes[:3])
    filled.save(later, replace(analysis, article_id=later.id, quotes=quotes, stances=()))
    app = visit("quotes", scope="all")
    assert rows(app) == 40
    app.date_input(key="since").set_value(dt.date(2025, 5, 1)).run()
    assert rows(app) == 3
    app.button(key="clear").click().run()
    assert not app.exception
    assert rows(app) == 40
    assert "since" not in [field.key for field in visit("quotes").date_input]
