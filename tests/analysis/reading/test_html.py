import datetime as dt
import time

import pytest

from analysis.reading import Unreadable
from analysis.reading.html import is_page, read_page
from analysis.reading.limits import PAGE_BYTES

FIRST = (
    "The minister told reporters in the capital on Friday that her government “won’t give up” the talks with its rival."
)
SECOND = (
    "Experts said that there was little hope of an agreement before the summer, and that both sides knew it very well."
)
THIRD = (
    "A spokesman for the other side said that nothing had been decided, and that the offer would be studied with care."
)


def page(body: str, *, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


ARTICLE = f"<article><h1>Talks go on</h1><p>{FIRST}</p><h2>Little hope</h2><p>{SECOND}</p><p>{THIRD}</p></article>"


def test_paragraphs_and_headings_become_lines() -> None:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
    found = read_page(page(menu + ARTICLE + "<footer>All rights reserved</footer>"))
    assert found.text.split("\n\n") == ["Talks go on", FIRST, "Little hope", SECOND, THIRD]


def test_title_outlet_and_day_come_from_the_page() -> None:
    head = (
        "<title>Talks go on - The Daily</title><meta property='og:site_name' content='The Daily'>"
        "<meta property='article:published_time' content='2024-05-31T23:30:00Z'>"
    )
    found = read_page(page(ARTICLE, head=head))
    assert (found.title, found.outlet, found.published) == ("Talks go on", "The Daily", dt.date(2024, 5, 31))


def test_a_title_keeps_a_dash_of_its_own() -> None:
    head = "<meta property='og:title' content='Talks go on – and on'><meta property='og:site_name' content='The Daily'>"
    assert read_page(page(ARTICLE.replace("<h1>Talks go on</h1>", ""), head=head)).title == "Talks go on – and on"


def test_no_day_is_made_up() -> None:
    assert read_page(page(ARTICLE)).published is None


def test_a_link_stays_in_its_sentence() -> None:
    body = ARTICLE.replace("reporters", "<a href='/r'>reporters</a>").replace(
        "her government", "<b>her</b> <i>government</i>"
    )
    assert FIRST in read_page(page(body)).text.split("\n\n")


def test_an_article_given_only_as_data_is_read() -> None:
    kind = '"@context": "https://schema.org", "@type": "NewsArticle"'
    data = f'{{{kind}, "headline": "Talks go on", "articleBody": "{FIRST} {SECOND}"}}'
    found = read_page(page("<div id='app'></div>", head=f"<script type='application/ld+json'>{data}</script>"))
    assert FIRST in found.text
    assert found.title == "Talks go on"


def test_nothing_that_runs_gets_into_the_text() -> None:
    body = ARTICLE.replace(
        "</article>",
        "<script>steal()</script><p onclick='steal()'>" + THIRD + "<img src=x onerror=steal()></p>"
        "<iframe src='javascript:steal()'></iframe><style>p{color:red}</style></article>",
    )
    text = read_page(page(body, head="<base href='http://x.example'><meta http-equiv=refresh content='0;url=x'>")).text
    assert SECOND in text
    for word in ("steal", "javascript", "color", "<", "x.example"):
        assert word not in text


@pytest.mark.parametrize(
    ("claimed", "true"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "cp1252"),
        ("nonsense", "cp1252"),
    ],
)
def test_marks_are_right_whatever_encoding_the_page_claims(claimed: str, true: str) -> None:
    source = page(ARTICLE).decode().replace("charset='utf-8'", f"charset='{claimed}'")
    assert FIRST in read_page(source.encode(true)).text


@pytest.mark.parametrize(
    "data",
    [
        page(""),
        page("<script>alert('The minister said that it was so')</script>"),
        b"<html><head><title>A title alone</title></head></html>",
        b"<!-- a comment --><html>",
        page("<div>" * 200_000),
    ],
)
def test_a_page_without_an_article_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"(No article was found|nested too deeply).*: save the"):
        read_page(data)


def test_a_page_that_is_too_large_is_refused_at_once() -> None:
    start = time.perf_counter()
    with pytest.raises(Unreadable, match="the limit is 5 MB"):
        read_page(b"<html>" + b"<p>text</p>" * PAGE_BYTES)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("<!doctype HTML><p>", True),
        ("\n <?xml version='1.0'?><html lang=en>", True),
        ("<!-- saved from --><html>", True),
        ("The <html> tag", False),
        ("<b>bold</b> words", False),
        ("", False),
    ],
)
def test_a_page_is_known_by_its_start(text: str, page: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_page(text) is page


def test_a_heading_that_only_its_class_calls_one_is_kept() -> None:
    paragraph = "<p>When a state puts a levy on goods, those who bring them in pay it and pass it on to others.</p>"
    inside = f"{paragraph}<div class='pf_subheadline'>Who pays the levy?</div>{paragraph}{paragraph}"
    page = read_page(f"<html><body><article>{inside}</article></body></html>".encode())
    assert "\n\nWho pays the levy?\n\n" in page.text


def test_a_card_that_leads_to_another_article_is_left_out() -> None:
    paragraph = "<p>When a state puts a levy on goods, those who bring them in pay it and pass it on to others.</p>"
    card = "<a href='/other'><h4>Harbour</h4><p>The harbour of the town was closed for a week after a ship ran aground "
    card += "off the coast, and the mayor said that nobody knew when it would open again to the ferries.</p></a>"
    page = read_page(f"<html><body><article>{paragraph * 3}</article><ul><li>{card}</li></ul></body></html>".encode())
    assert "harbour" not in page.text
    assert "puts a levy" in page.text
