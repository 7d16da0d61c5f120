"""Whole pages as they come by copy and paste: every line is read as what it is."""

from pathlib import Path

import pytest

from analysis.layout import find_head, find_layout

_STORY = {"body", "heading", "headline", "standfirst"}


def read_pages() -> list[list[tuple[str, str]]]:
    """Return the pages of ``pages.txt``: what each line is, and the line."""
    text = Path(__file__).with_name("pages.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    pages = "\n".join(lines).split("\n----\n")
    return [[(kind, words) for kind, words in (line.split("\t") for line in page.splitlines())] for page in pages]


PAGES = read_pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: next(words for kind, words in page if kind == "headline")[:30])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "blank lines"])
def test_every_line_of_a_page_is_read_as_what_it_is(page: list[tuple[str, str]], gap: str) -> None:
    text = gap.join(words for _, words in page)
    layout = find_layout(text)
    regions = {place: region.kind for region in layout.regions for place in range(region.span.start, region.span.end)}
    found, place = [], 0
    for paragraph, (_, words) in zip(layout.paragraphs, page, strict=True):
        place = text.index(words, place)
        kind = regions.get(place, paragraph.role)
        found.append((kind if kind in _STORY else "aside", words))
        place += len(words)
    assert found == [(kind if kind in _STORY else "aside", words) for kind, words in page]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: next(words for kind, words in page if kind == "headline")[:30])
def test_the_headline_is_found_below_labels_and_kickers(page: list[tuple[str, str]]) -> None:
    headline = next(words for kind, words in page if kind == "headline")
    assert find_head("\n".join(words for _, words in page)).headline == headline


def test_author_and_day_stand_in_lines_of_their_own() -> None:
    head = find_head(
        "Storm hits coast\nBy Jane Holt\n12 May 2024\nA storm hit the coast on 3 June 2020, officials said."
    )
    assert (head.headline, head.byline, head.dated) == (
        "Storm hits coast",
        "Jane Holt",
        ("By Jane Holt", "12 May 2024"),
    )


def test_words_pulled_from_the_story_are_no_second_quote() -> None:
    said = "“We will not wait for another flood to come down this valley”"
    story = f"Storm hits coast\n\nThe mayor was blunt.\n\n{said}, she told the council on Monday.\n\nIt met at noon."
    text = story.replace("blunt.", f"blunt.\n\n{said}")
    assert [region.kind for region in find_layout(text).regions] == ["headline", "pull quote"]
