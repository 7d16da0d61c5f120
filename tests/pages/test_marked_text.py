"""Article text becomes HTML without becoming markup, and every character of it is there."""

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import Analysis, Article, Quote, Region, Section, Span, Speaker, quote_id
from pages.parts import marked_text

TEXT = "A headline\nAnn Lee said: “We will <b>wait</b> & see.” Then she left.\nRead more"
WORDS = Span(TEXT.index("We"), TEXT.index("”"))


def marked(*, chosen: str = "", within: Span | None = None) -> str:
    """Return a small article with one quote, a headline and a line of furniture."""
    quote = Quote(
        quote_id("a", WORDS, "direct"), WORDS, "direct", "ann", Span(11, 18), None, Span(19, 23), "neutral", 0, 1.0, "r"
    )
    body = Span(TEXT.index("Ann"), TEXT.index("Read"))
    analysis = Analysis(
        "a", "f",
        regions=(Region(Span(0, 10), "headline"), Region(Span(TEXT.index("Read"), len(TEXT)), "related")),
        sections=(Section(body, None, ""),),
        speakers=(Speaker("ann", "Ann Lee", "person"),),
        quotes=(quote,),
    )  # fmt: skip
    voices = marked_text.voices(analysis, {"Ann Lee": "#2a79b8"})
    return marked_text.mark_text(Article("a", TEXT, "t"), analysis, voices, chosen=chosen, within=within)


class Reader(HTMLParser):
    """Collects the text of a page and the tags it is built of, without the signs added at the ends of quotes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.skipping = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)
        self.skipping = tag in {"sup", "style"}

    def handle_endtag(self, tag: str) -> None:
        if tag in {"sup", "style"}:
            self.skipping = False
        if tag in {"p", "h2", "h3"}:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_every_character_is_shown_once() -> None:
    assert read(marked()).text.strip() == TEXT


def test_markup_of_the_article_stays_text() -> None:
    assert read(marked()).tags == {"style", "div", "h2", "p", "mark", "sup", "span"}


def test_quote_has_its_label_sign_and_colour() -> None:
    page = marked()
    assert re.search(r'<mark class="direct"[^>]*--voice: #2a79b8[^>]*>We will', page)
    assert "<sup>AL</sup></mark>" in page
    assert 'aria-label="Ann Lee\nDirect quote. r"' in page


def test_chosen_quote_stands_out() -> None:
    assert 'class="direct chosen"' in marked(chosen=quote_id("a", WORDS, "direct"))


def test_headline_and_furniture_have_their_own_look() -> None:
    page = marked()
    assert '<h2 class="headline" dir="auto">A headline</h2>' in page
    assert '<p class="furniture" dir="auto">Read more</p>' in page


def test_excerpt_holds_the_touched_lines_only() -> None:
    assert read(marked(within=WORDS)).text.strip() == TEXT.split("\n")[1]


@given(st.text())
def test_escaped_text_is_never_markup(text: str) -> None:
    assert not re.search(r"[<>\"']", marked_text.escape(text))
    assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;)", marked_text.escape(text))


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs"])))
def test_escaped_text_reads_as_written(text: str) -> None:
    assert html.unescape(marked_text.escape(text)) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Zl", "Zp"], include_characters="\r\n")))
def test_lines_cover_every_character_that_is_seen(text: str) -> None:
    covered = "".join(line.of(text) for line in marked_text.lines(text))
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "shown"), [("a\u202eb", "a⟦U+202E⟧b"), ("a\x00b", "a�b"), ("a\nb", "a\nb"), ("a & b", "a &amp; b")]
)
def test_hidden_controls_become_visible(text: str, shown: str) -> None:
    assert marked_text.escape(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [(":red[x]", r"\:red\[x\]"), ("$5", r"\$5"), ("1. a", r"1\. a"), ("two\nlines", "two lines"), ("naïve", "naïve")],
)
def test_literal_text_is_no_markdown(text: str, shown: str) -> None:
    assert marked_text.literal(text) == shown


def test_same_initials_are_numbered() -> None:
    speakers = tuple(Speaker(str(number), name, "person") for number, name in enumerate(("John Lough", "Jane Low")))
    found = marked_text.voices(Analysis("a", "f", speakers=speakers), {})
    assert [voice.mark for voice in found.values()] == ["JL", "JL2"]


def test_facts_leave_out_what_is_not_known() -> None:
    page = marked_text.facts([("Role", ""), ("Name", "<i>")])
    assert "<dt>Name</dt><dd>&lt;i&gt;</dd>" in page
    assert "Role" not in page
