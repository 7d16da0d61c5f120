"""The page of labels: shares, filters, the click on a cell, the words in their paragraph, what it says of nothing."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.library import Library
from tests.annotated import plain_article
from tests.pages.visiting import Open, select, words


def shown(app: AppTest) -> list[str]:
    """Return the institutions in the table of citations."""
    return list(app.dataframe[0].value["institution"]) if app.dataframe else []


@pytest.mark.usefixtures("filled")
class TestFilled:
    """With the sample article in the library."""

    def test_an_article_counts_once(self, visit: Open) -> None:
        app = visit("labels")
        assert shown(app) == ["Chatham House", "National Institute for Strategic Studies"]
        assert "0 of 2 citations give the name alone" in words(app).replace("\\", "")

    def test_every_mention_counts_by_itself(self, visit: Open) -> None:
        app = visit("labels")
        app.segmented_control(key="counting").set_value("Every mention").run()
        assert not app.exception
        assert shown(app).count("Chatham House") == 2
        assert "1 of 3 citations give the name alone" in words(app).replace("\\", "")

    @pytest.mark.parametrize(
        ("key", "value", "expected"),
        [
            ("cited", "Chatham House", 1),
            ("paper", "i", 2),
            ("told", "Funding or ownership", 1),
            ("told", "Name alone", 0),
        ],
    )
    def test_filter_narrows_the_table(self, visit: Open, key: str, value: str, expected: int) -> None:
        app = visit("labels")
        app.multiselect(key=key).set_value([value]).run()
        assert not app.exception
        assert len(shown(app)) == expected
        assert ("agrees with all these filters" in words(app)) is (expected == 0)

    def test_shares_by_outlet(self, visit: Open) -> None:
        app = visit("labels")
        app.segmented_control(key="split").set_value("By outlet").run()
        assert not app.exception

    def test_all_institutions_hold_the_think_tanks(self, visit: Open) -> None:
        app = visit("labels")
        app.segmented_control(key="bodies").set_value("All institutions").run()
        assert shown(app) == ["Chatham House", "National Institute for Strategic Studies"]

    def test_address_sets_the_filter(self, visit: Open) -> None:
        app = visit("labels", cited="Chatham House")
        assert shown(app) == ["Chatham House"]

    def test_selected_row_is_shown_in_its_paragraph(self, visit: Open) -> None:
        app = select(visit("labels"), 0)
        text = next(element.value for element in app.html if '<div class="record-text"' in element.value)
        assert "<mark>London-based</mark> <mark>think-tank</mark> <mark>Chatham House</mark>" in text
        assert "annotated by hand" in words(app)

    def test_paragraph_leads_to_the_article(self, visit: Open) -> None:
        app = select(visit("labels"), 0)
        button = next(button for button in app.button if button.label == "Read it in the article")
        button.click().run()
        assert not app.exception
        assert app.title[0].value == "Article"

    def test_downloads_are_offered(self, visit: Open) -> None:
        assert {button.label for button in visit("labels").download_button} == {"Download CSV", "Download Excel"}

    def test_outlet_and_article_stand_in_the_scope_of_all(self, visit: Open) -> None:
        assert not visit("labels", scope="all").exception


def test_article_without_citations_says_so(visit: Open, library: Library) -> None:
    library.save(*plain_article("A quiet day", "Nothing was said."))
    assert "No institution is cited in this article outside quotations." in words(visit("labels"))
