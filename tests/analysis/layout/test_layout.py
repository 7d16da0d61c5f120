"""Body, headings and furniture of a page: what each line is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.layout import find_layout

PAGE = """World
Storm hits the northern coast
By Jane Holt
12 May 2024
Share this article
A storm hit the coast on Monday and closed two harbours.
Helen Cho, the mayor, said the harbour was safe.
Read more: Ten storms that changed the map
“We lost it all”
Boats lay on the beach in the morning.
— Helen Cho, mayor
Sign up for our newsletter
The ferry will sail again on Friday.
All rights reserved
"""


def kinds(text: str, title: str = "") -> dict[str, str]:
    layout = find_layout(text, title=title)
    found = {paragraph.span.of(text): str(paragraph.role) for paragraph in layout.paragraphs}
    for region in layout.regions:
        found.update(dict.fromkeys(region.span.of(text).split("\n"), region.kind))
    return found


def test_lines_of_a_page() -> None:
    assert kinds(PAGE) == {
        "World": "kicker",
        "Storm hits the northern coast": "headline",
        "By Jane Holt": "byline",
        "12 May 2024": "dateline",
        "Share this article": "share",
        "A storm hit the coast on Monday and closed two harbours.": "body",
        "Helen Cho, the mayor, said the harbour was safe.": "body",
        "Read more: Ten storms that changed the map": "related",
        "“We lost it all”": "heading",
        "Boats lay on the beach in the morning.": "body",
        "— Helen Cho, mayor": "body",
        "Sign up for our newsletter": "promo",
        "The ferry will sail again on Friday.": "body",
        "All rights reserved": "footer",
    }


def test_title_known_from_elsewhere_is_the_headline() -> None:
    text = "Storm hits coast. Two die.\n\nA storm hit the coast on Monday."
    assert kinds(text, "Storm hits coast. Two die.")["Storm hits coast. Two die."] == "headline"
    assert kinds(text)["Storm hits coast. Two die."] == "body"


def test_a_name_that_signs_a_last_quote_is_body() -> None:
    text = "Readers wrote to us.\n“The sea took my house.”\n— Helen Cho, Westport"
    assert kinds(text)["— Helen Cho, Westport"] == "body"


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "A storm hit the coast on\nMonday and closed two\nharbours in the\nnorth.\n\nBoats lay on the\nbeach at dawn."
    )
    assert [span.of(text).split()[0] for span in find_layout(text).body] == ["A", "Boats"]


@pytest.mark.parametrize("text", ["", " \n \n", "\u200b", "word"])
def test_text_without_sentences(text: str) -> None:
    assert len(find_layout(text).paragraphs) == len(text.split())


@given(st.text(alphabet="Ab .,:\n“”—-1", max_size=120))
def test_every_word_lies_in_one_paragraph(text: str) -> None:
    layout = find_layout(text)
    covered = [index for paragraph in layout.paragraphs for index in range(paragraph.span.start, paragraph.span.end)]
    assert len(covered) == len(set(covered))
    assert {index for index, char in enumerate(text) if not char.isspace()} <= set(covered)
    asides = {index for region in layout.regions for index in range(region.span.start, region.span.end)}
    assert not any(set(range(span.start, span.end)) & asides for span in (*layout.body, *layout.headings))


def test_a_page_of_nothing_but_a_standfirst_and_its_author_is_read() -> None:
    text = "Storm hits coast\nIt was bad.\nBy Jane Holt\nJane Holt is a reporter at the Courier who covers the sea."
    assert len(find_layout(text).paragraphs) == 4


def test_who_wrote_it_is_no_story() -> None:
    text = "Storm hits coast\nIt was bad.\nIt will rain.\nJane Holt is a reporter at the Courier who covers the sea."
    assert kinds(text)["Jane Holt is a reporter at the Courier who covers the sea."] == "byline"
