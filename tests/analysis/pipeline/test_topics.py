from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.layout import Layout, Paragraph
from analysis.pipeline.language import parsed
from analysis.pipeline.topics import find_sections
from analysis.records import Region, Section, Span


def sections_of(lines: list[tuple[str, str]]) -> tuple[str, tuple[Section, ...]]:
    """Return the text of lines with their roles, and its sections."""
    text, paragraphs, regions = "", [], []
    for role, line in lines:
        span = Span(len(text), len(text) + len(line))
        paragraphs.append(Paragraph(span, role))  # type: ignore[arg-type]
        if role == "aside":
            regions.append(Region(span, "related"))
        text += line + "\n"
    with parsed(text, [paragraph.span.start for paragraph in paragraphs]) as doc:
        return text, find_sections(doc, text, Layout(tuple(paragraphs), tuple(regions)))


HARBOUR = (
    "The harbour board wants a new container terminal. The container terminal would double the harbour’s traffic, "
    "said Laura Keller, who chairs the harbour board."
)
SCHOOLS = (
    "School meals cost the town too much, the council says. Free school meals were introduced in May. Council leader "
    "Jo Park wants to keep the school meals."
)


def test_headings_open_sections() -> None:
    text, sections = sections_of(
        [
            ("body", HARBOUR),
            ("heading", "Dear lunches"),
            ("body", SCHOOLS),
            ("aside", "Read more"),
            ("body", "It ends."),
        ]
    )
    assert [section.label for section in sections] == ["Harbour board, container terminal", "Dear lunches"]
    assert [section.heading and section.heading.of(text) for section in sections] == [None, "Dear lunches"]
    assert sections[0].span.of(text) == HARBOUR + "\n"
    assert sections[1].span.of(text).startswith("Dear lunches\n")
    assert sections[1].span.of(text).endswith("It ends.")


def test_keyphrases_are_the_special_words_of_a_section_as_written() -> None:
    _, (harbour, schools) = sections_of([("body", HARBOUR), ("heading", "Lunch"), ("body", SCHOOLS)])
    assert harbour.keyphrases == ("harbour board", "container terminal", "traffic")
    assert schools.keyphrases[0] == "school meals"


@pytest.mark.parametrize("word", ["Laura", "Keller", "Laura Keller", "Park", "May", "meal", "said"])
def test_names_months_and_doubles_are_no_keyphrases(word: str) -> None:
    _, sections = sections_of([("body", HARBOUR), ("heading", "Lunch"), ("body", SCHOOLS)])
    assert word not in [phrase for section in sections for phrase in section.keyphrases]


def test_a_page_without_a_body_has_no_sections() -> None:
    assert sections_of([("aside", "Read more")])[1] == ()
    assert sections_of([])[1] == ()


def test_a_body_that_starts_with_a_heading_has_nothing_before_it() -> None:
    text, sections = sections_of([("aside", "By A. Writer"), ("heading", "First"), ("body", "They left.")])
    assert [section.span.of(text) for section in sections] == ["First\nThey left."]


def test_a_section_without_phrases_is_labelled_with_its_first_words() -> None:
    _, sections = sections_of([("body", "They went there and then they came back again.")])
    assert [(section.label, section.keyphrases) for section in sections] == [("They went there and then they…", ())]


def _story(words: list[str], sentences: int) -> list[tuple[str, str]]:
    """Return paragraphs of three sentences each, made of the given nouns in turn."""
    count = len(words)
    told = [
        f"The {words[n % count]} near the {words[(n + 1) % count]} needs another {words[(n + 2) % count]}."
        for n in range(sentences)
    ]
    return [("body", " ".join(told[start : start + 3])) for start in range(0, sentences, 3)]


SEA = ["harbour", "ship", "crane", "sailor", "anchor", "cargo", "pilot", "tide"]
HILL = ["glacier", "climber", "summit", "rope", "avalanche", "valley", "hut", "ridge"]


def test_a_long_article_is_divided_where_its_vocabulary_changes() -> None:
    sea, hill = _story(SEA, 90), _story(HILL, 90)
    text, sections = sections_of([*sea, *hill])
    assert len(sections) == 2
    assert sections[1].span.start == text.index("The glacier")
    assert sections[1].heading is None


@pytest.mark.parametrize("lines", [_story(SEA, 180), [*_story(SEA, 30), *_story(HILL, 30)]])
def test_one_topic_and_short_articles_are_not_divided(lines: list[tuple[str, str]]) -> None:
    assert len(sections_of(lines)[1]) == 1


LINES = st.lists(
    st.tuples(
        st.sampled_from(["body", "heading", "aside"]),
        st.sampled_from(["The tax went up.", "Prices", "“We pay,” he said.", "Read next", "x", "In May 2,000 left."]),
    ),
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_sections_partition_the_body(lines: list[tuple[str, str]]) -> None:
    _, sections = sections_of(lines)
    starts, position = [], 0
    for role, line in lines:
        starts.append((role, position, position + len(line)))
        position += len(line) + 1
    body = [(start, end) for role, start, end in starts if role == "body"]
    assert bool(sections) == bool(body)
    if not sections:
        return
    assert sections[-1].span.end == body[-1][1]
    assert sections[0].span.start == min(start for role, start, _ in starts if role != "aside")
    assert all(one.span.end == two.span.start for one, two in pairwise(sections))
    assert all(section.label and section.span.start < section.span.end for section in sections)
