"""Dates in sentences of our own, against a publication on Saturday 19 April 2025 unless said otherwise."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.layout import Layout, Paragraph
from analysis.pipeline.dates import find_dates
from analysis.pipeline.dates.periods import parse
from analysis.pipeline.language import parsed
from analysis.records import DateMention, Region, Span

PUBLISHED = dt.date(2025, 4, 19)


def dates_of(text: str, published: dt.date | None = PUBLISHED, *regions: Region) -> tuple[DateMention, ...]:
    paragraphs: list[Paragraph] = []
    for line in text.split("\n"):
        start = paragraphs[-1].span.end + 1 if paragraphs else 0
        paragraphs.append(Paragraph(Span(start, start + len(line)), "body"))
    with parsed(text, [paragraph.span.start for paragraph in paragraphs]) as doc:
        return find_dates(doc, text, Layout(tuple(paragraphs), regions), published)


def read(text: str, published: dt.date | None = PUBLISHED) -> list[tuple[str, str | None]]:
    return [(mention.span.of(text), mention.resolved) for mention in dates_of(text, published)]


@pytest.mark.parametrize(
    ("text", "words", "resolved"),
    [
        # weekdays
        ("The minister said Friday that the talks had failed.", "Friday", "2025-04-18"),
        ("She resigned on Thursday after the vote.", "Thursday", "2025-04-17"),
        ("The ministers met on Saturday in Geneva.", "Saturday", "2025-04-19"),
        ("The envoys will meet on Wednesday in Oslo.", "Wednesday", "2025-04-23"),
        ("The court is expected to rule on Monday.", "Monday", "2025-04-21"),
        ("The leaders agreed to meet on Tuesday.", "Tuesday", "2025-04-22"),
        ("He managed to reach the border on Tuesday.", "Tuesday", "2025-04-15"),
        ("Police arrested three men Sunday night.", "Sunday", "2025-04-13"),
        ("The bank cut its forecast last Friday.", "last Friday", "2025-04-18"),
        ("Parliament votes next Tuesday.", "next Tuesday", "2025-04-22"),
        ("The strike began on Monday last week.", "Monday last week", "2025-04-07"),
        ("Friday’s vote was close.", "Friday", "2025-04-18"),
        # days next to publication
        ("The president spoke today.", "today", "2025-04-19"),
        ("The markets fell yesterday.", "yesterday", "2025-04-18"),
        ("The summit opens tomorrow.", "tomorrow", "2025-04-20"),
        ("The hotline was restored this morning.", "this morning", "2025-04-19"),
        ("Rockets hit the port last night.", "last night", "2025-04-18"),
        ("The debate takes place the day after tomorrow.", "the day after tomorrow", "2025-04-21"),
        # weeks, months, years around publication
        ("He resigned last week.", "last week", "2025-04-07/2025-04-13"),
        ("They meet again next week.", "next week", "2025-04-21/2025-04-27"),
        ("Inflation fell last month.", "last month", "2025-03"),
        ("The plant opens next month.", "next month", "2025-05"),
        ("The party split last year.", "last year", "2024"),
        ("Growth slowed earlier this year.", "this year", "2025"),
        ("Nuclear plants will close next year.", "next year", "2026"),
        ("The treaty was drafted last summer.", "last summer", "2024-06/2024-08"),
        ("The treaty was drafted last winter.", "last winter", "2024-12/2025-02"),
        ("The protests grew over the weekend.", "the weekend", "2025-04-12/2025-04-13"),
        ("Exports fell last quarter.", "last quarter", "2025-01/2025-03"),
        ("Much was promised in the last century.", "the last century", "1901/2000"),
        ("The deal was signed two days ago.", "two days ago", "2025-04-17"),
        ("The deal was signed three months ago.", "three months ago", "2025-01"),
        ("The deal was signed 10 years ago.", "10 years ago", "2015"),
        ("He took office a year ago.", "a year ago", "2024-04"),
        ("The wall fell 10 years ago Sunday.", "10 years ago Sunday", "2015-04-13"),
        ("The wall fell nearly 20 years ago.", "20 years ago", None),
        # months and days
        ("Both sides were ready to sign back in February.", "February", "2025-02"),
        ("The talks collapsed in May.", "May", "2024-05"),
        ("The talks will resume in May.", "May", "2025-05"),
        ("The talks have stalled since November.", "November", "2024-11"),
        ("A second test followed in mid-March.", "mid-March", "2025-03"),
        ("The army seized power last October.", "last October", "2024-10"),
        ("The army seized power in October last year.", "October last year", "2024-10"),
        ("Polls closed on January 9.", "January 9", "2025-01-09"),
        ("The vote was held on December 21.", "December 21", "2024-12-21"),
        ("The vote will be held on June 3.", "June 3", "2025-06-03"),
        ("Polls closed on 9 January 2018.", "9 January 2018", "2018-01-09"),
        ("It was seen off the coast on Sunday, Dec. 21, 2025.", "Sunday, Dec. 21, 2025", "2025-12-21"),
        ("The law took effect on the 1st of July 2019.", "1st of July 2019", "2019-07-01"),
        ("The summit ran from June 12-14, 2023.", "June 12-14, 2023", "2023-06-12/2023-06-14"),
        ("He was removed from power in April 2022.", "April 2022", "2022-04"),
        ("Exports collapsed in early May 2020.", "early May 2020", "2020-05"),
        ("The report dated 2024-02-29 was leaked.", "2024-02-29", "2024-02-29"),
        ("The report of 25/12/2024 was leaked.", "25/12/2024", "2024-12-25"),
        ("The report of 03/04/2024 was leaked.", "03/04/2024", None),
        ("The September 11 attacks changed that.", "September 11", "2001-09-11"),
        # years and longer
        ("Exxon left the country in 2007.", "2007", "2007"),
        ("The 2016 election was close.", "2016", "2016"),
        ("By early 2024 the front had frozen.", "early 2024", "2024"),
        ("The 1950-53 war never ended.", "1950-53", "1950/1953"),
        ("Caracas nationalised the industry in the 1970s.", "1970s", "1970/1979"),
        ("Growth was faster in the ’80s.", "’80s", "1980/1989"),
        ("The late 1990s were worse.", "late 1990s", "1990/1999"),
        ("The border was drawn in the 19th century.", "19th century", "1801/1900"),
        ("Sales rose in the third quarter of 2024.", "third quarter of 2024", "2024-07/2024-09"),
        ("Sales rose in Q2 2023.", "Q2 2023", "2023-04/2023-06"),
        ("Sales rose in the first half of last year.", "first half of last year", "2024-01/2024-06"),
        ("The spring of 2014 was different.", "spring of 2014", "2014-03/2014-05"),
    ],
)
def test_one_date(text: str, words: str, resolved: str | None) -> None:
    assert read(text) == [(words, resolved)]


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital.",
        "The 45th president sold 10 of 20 hotels.",
        "Some 2,007 people and 2000 troops were there.",
        "The war lasted two years and cost $2000 a day.",
        "He is 54 years old now and has recently moved.",
        "The shop opens at 10:30 every Friday.",
        "Theresa May said no.",
        "The Sunday Times reported it.",
        "Black Friday sales were weak.",
        "USA Today reported it.",
        "Resolution 1973 was passed.",
        "The ship carried 1500 tonnes of grain.",
        "Her plane was a Boeing 2050.",
        "The temple dates from 500 BC.",
        "Scores of 10-12 and 31/02/2024 mean nothing.",
        "He works on Sundays within a decade or for years.",
        "The code is 1999-12-345 or 20.24.2024.",
        "He called the plan, over the next year, dangerous.",
    ],
)
def test_no_date(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He led the mission from 2013 to 2015.",
            [("2013", "2013"), ("2015", "2015")],
        ),
        (
            "The risk is largest for 2026 and 2027.",
            [("2026", "2026"), ("2027", "2027")],
        ),
        (
            "Exxon left in 2007. Others lost their assets that same year.",
            [("2007", "2007"), ("that same year", "2007")],
        ),
        (
            "The raid began on 4 May 2011. Two days later the world knew.",
            [("4 May 2011", "2011-05-04"), ("Two days later", "2011-05-06")],
        ),
        (
            "The shah fled in January 1979. The following month he was gone.",
            [("January 1979", "1979-01"), ("The following month", "1979-02")],
        ),
        (
            "He was arrested in May 2023.\nThe arrest led to riots in May.",
            [("May 2023", "2023-05"), ("May", "2023-05")],
        ),
        (
            "The minister resigned on Thursday. The next day markets fell.",
            [("Thursday", "2025-04-17"), ("The next day", "2025-04-18")],
        ),
    ],
)
def test_dates_that_lean_on_each_other(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


def test_a_far_date_is_no_anchor() -> None:
    assert read("It began in 2007.\nNothing followed.\nMuch was lost that same year.")[-1] == ("that same year", None)


def test_without_a_publication_date_only_what_is_written_out_is_resolved() -> None:
    text = "On Friday the minister said that the law of May 2019 would change in June, as in 2012, or next year."
    assert read(text, None) == [
        ("Friday", None),
        ("May 2019", "2019-05"),
        ("June", None),
        ("2012", "2012"),
        ("next year", None),
    ]


def test_dates_in_furniture_are_left_out() -> None:
    text = "Published on 6 January 2026\nThe talks ended on Monday."
    aside = Region(Span(0, 27), "dateline")
    assert [mention.span.of(text) for mention in dates_of(text, PUBLISHED, aside)] == ["Monday"]


def test_the_reason_names_the_tense() -> None:
    (mention,) = dates_of("The minister said Friday that the talks had failed.")
    assert mention.because == "weekday, past tense: the Friday up to publication"


PIECES = st.lists(
    st.sampled_from(
        [
            "in", "on", "May", "march", "the", "Friday", "last", "next", "week", "year", "2007", "1970s", "'80s", "31",
            "-", "/", ",", ".", "\n", "February", "30", "Q3", "of", "two", "days", "later", "ago", "that", "same",
            "2024-13-40", "9999", "1999-05", "this", "winter", "mid-", "early", "today", "“", "”", "(", ")", "’s",
        ]
    ),
    max_size=25,
)  # fmt: skip


@settings(deadline=None)
@given(pieces=PIECES, published=st.one_of(st.none(), st.dates()))
def test_spans_slice_never_overlap_and_what_is_resolved_can_be_read_back(
    pieces: list[str], published: dt.date | None
) -> None:
    text = " ".join(pieces)
    mentions = dates_of(text, published)
    ends = [0, *(mention.span.end for mention in mentions)]
    for end, mention in zip(ends, mentions, strict=False):
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.because
        if mention.resolved:
            period = parse(mention.resolved)
            assert period.first <= period.last
            assert str(period) == mention.resolved


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for mention in dates_of(text):
        assert mention.span.of(text).strip() == mention.span.of(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "The ministers met on Friday in Geneva, while crowds waited outside.",
            "The ministers met on Friday in Geneva",
        ),
        ("Prices fell after the 2022 invasion.", "the 2022 invasion"),
        ("The bank, which opened in 1994, failed.", "The bank, which opened in 1994"),
        ("The road was due to be opened on Monday.", "The road was due to be opened on Monday"),
        ("She said on Tuesday that the plan was dead.", "She said on Tuesday that the plan was dead"),
        ("He sold the farm in May and left the country.", "He sold the farm in May"),
    ],
)
def test_a_date_is_tied_to_what_happens_then(text: str, event: str) -> None:
    (mention,) = dates_of(text)
    assert mention.event
    assert mention.event.of(text) == event
