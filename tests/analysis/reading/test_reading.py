import datetime as dt
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.reading import Page, Unreadable, check_count, compose, read
from analysis.reading.limits import BATCH_FILES, FILE_BYTES, TEXT_CHARACTERS
from analysis.records import article_id

SAMPLE = Path(__file__).parents[3] / "analysis/data/samples/ukraine-peace-talks.txt"
GERMAN = "Der Minister sagte am Freitag, dass die Regierung die Verhandlungen nicht abbrechen werde. " * 6


def test_the_sample_is_read_character_for_character() -> None:
    article = read("ukraine-peace-talks.txt", SAMPLE.read_bytes())
    assert article.text == SAMPLE.read_text(encoding="utf-8")
    assert article.id == article_id(article.text)
    assert article.title == "The moment Ukraine has feared – yet anticipated – may now be drawing close."
    assert (article.outlet, article.published, article.source) == ("", None, "ukraine-peace-talks.txt")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "The file is empty: "),
        ("a.html", b"", "The file is empty: "),
        ("a.txt", b" \r\n\t ", "There is no text, only white space"),
        ("a.md", b"\n\n# \n", "There is no text"),
        ("a.txt", b"\xef\xbb\xbf", "There is no text"),
        ("a.txt", b"\xff\xfe", "There is no text"),
        ("a.txt", "\u200b\u200d\ufeff".encode(), "There is no text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n....", "This is a picture, not a text"),
        ("a.txt", b"%PDF-1.4", "This PDF file is damaged"),
        ("a.md", b"PK\x03\x04....", "This is a ZIP or Office file, not a text"),
        ("a.txt", b"abc\0def", "This is not text but binary data"),
        (
            "a.txt",
            b"The man said so. " * 125_000,
            "The text has 2,125,000 characters and the limit is 300,000: split it",
        ),
        ("a.txt", b"x" * (FILE_BYTES + 1), "The file has 20.0 MB and the limit is 20 MB: split it"),
        ("a.txt", GERMAN.encode(), "The text is not in English"),
        ("a.txt", GERMAN.encode("utf-16"), "The text is not in English"),
        ("a.docx", b"PK\x03\x04", "This is no Word file that can be opened: save the article as .docx or .txt."),
        ("a.xls", b"\xd0\xcf", "Files of type .xls are not read: save the article as .txt, .md, .html"),
        ("a\u202etxt.exe", b"MZ", "Files of type .exe are not read"),
        ("article", b"text", "The file's name does not say what it is"),
        ("", b"text", "The file's name does not say what it is"),
        ("a.\0\x1b[2J", b"text", "Files of type . "),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_at_once(name: str, data: bytes, reason: str) -> None:
    start = time.perf_counter()
    with pytest.raises(Unreadable) as refused:
        read(name, data)
    message = str(refused.value)
    assert message.startswith(reason)
    assert message.endswith(".")
    assert ": " in message, "after what is wrong it says what to do"
    assert message.isprintable()
    assert time.perf_counter() - start < 2


def test_random_bytes_named_txt_are_refused() -> None:
    with pytest.raises(Unreadable):
        read("a.txt", os.urandom(4_000))


def test_windows_1252_is_right_in_every_character() -> None:
    text = "The naïve señor Müller said: “We won’t go — not for €5.” He left…"
    assert read("a.txt", text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    "name",
    [
        "../../x.txt",
        "..\\x.txt",
        "C:\\x.TXT",
        "CON.txt",
        "n" * 300 + ".txt",
        "😀.txt",
        ".hidden.txt",
        ".txt",
        "a.b.txt",
        "x.text",
    ],
)
def test_any_name_of_a_text_will_do_and_is_only_remembered(name: str) -> None:
    assert read(name, b"He left.").source == name


def test_a_name_is_remembered_without_what_cannot_be_stored() -> None:
    assert read("a\0\ud800\x1b.txt", b"He left.").source == "a \ufffd .txt"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-05-31-talks.txt", dt.date(2024, 5, 31)),
        ("paper_2024_05_31.txt", dt.date(2024, 5, 31)),
        ("2024-13-45 2023-01-02.txt", dt.date(2023, 1, 2)),
        ("2023-02-29.txt", None),
        ("12024-05-311.txt", None),
        ("talks.txt", None),
    ],
)
def test_a_day_in_the_name_is_the_day_of_publication(name: str, day: dt.date | None) -> None:
    assert read(name, b"He left.").published == day


def test_markdown_gives_text_title_outlet_and_day() -> None:
    article = read("a.md", b"---\ntitle: A plan\ndate: 2024-05-31\noutlet: The Paper\n---\n# Heading\n\nHe **left**.")
    assert (article.text, article.title) == ("Heading\n\nHe left.", "A plan")
    assert (article.outlet, article.published) == ("The Paper", dt.date(2024, 5, 31))


def test_a_page_is_read_as_a_page_whatever_its_name_and_a_text_as_a_text() -> None:
    sentence = "The minister told reporters on Friday that the government would not give up the talks. "
    page = f"<!doctype html><html><body><article><p>{sentence * 5}</p></article></body></html>".encode()
    assert read("a.txt", page).text == read("a.html", page).text == (sentence * 5).strip()
    assert read("a.html", sentence.encode()).text == sentence


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A plan for peace\n\nThe text follows here.", "A plan for peace"),
        ("Will they go?\nThe text.", "Will they go?"),
        ("‘We won’t go’\r\n\r\nThe text.", "‘We won’t go’"),
        ("The text starts at once. It goes on.\nAnd on.", "The text starts at once."),
        ("“We won’t!” she said. It goes on.\nAnd on.", "“We won’t!”"),
        ("Only one line", "Only one line"),
        ("A sentence that goes on for so long that nobody could take all of it for the title of an article, ever.",
         "A sentence that goes on for so long that nobody could take all of it for the…"),
        ("x" * 200, "x" * 80 + "…"),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_or_the_start(text: str, title: str) -> None:
    assert compose(text).title == title


def test_what_a_person_gives_comes_before_what_the_text_shows() -> None:
    page = Page(text="Headline\n\nText.", title=" My\n title ", outlet="A\tB", published=dt.date(2024, 1, 1))
    article = compose(page, source="paste")
    assert (article.title, article.outlet, article.published, article.source) == (
        "My title",
        "A B",
        dt.date(2024, 1, 1),
        "paste",
    )


STORY = (
    "Storm hits the northern coast\n"
    "A storm hit the coast on Monday and closed two harbours. Helen Cho, the mayor, said the harbour was safe again.\n"
    "The ferry will sail on Friday, and the schools in the valley stay closed until the roads have been cleared."
)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_pasted_text_is_kept_position_for_position_or_refused(text: str) -> None:
    try:
        article = compose(text)
    except Unreadable:
        return
    assert len(article.text) == len(text)
    assert article.title
    assert "\n" not in article.title


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_file_is_read_or_refused(data: bytes, name: str) -> None:
    try:
        article = read(name, data)
    except Unreadable:
        return
    assert article.text.encode()


def test_the_longest_text_passes_and_one_character_more_does_not() -> None:
    text = ("The man said so. " * TEXT_CHARACTERS)[:TEXT_CHARACTERS]
    assert len(compose(text).text) == TEXT_CHARACTERS
    with pytest.raises(Unreadable, match="300,001"):
        compose(text + "x")


def test_a_batch_has_a_limit() -> None:
    check_count(BATCH_FILES)
    with pytest.raises(Unreadable, match="2,001 files and the limit is 2,000"):
        check_count(BATCH_FILES + 1)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("storm.txt", STORY, {"title": "text"}),
        ("storm.txt", STORY.partition("\n")[2], {"title": "guess"}),
        ("2024-05-31_storm.txt", STORY, {"title": "text", "published": "name"}),
        (
            "storm.txt",
            STORY.replace("\n", "\nBy Jane Holt\nPublished 12 May 2024, updated 13 May 2024\n", 1),
            {"title": "text", "byline": "text", "published": "text"},
        ),
        ("storm.md", f"---\ntitle: Storm\nauthor: Jo\n---\n{STORY}", {"title": "file", "byline": "file"}),
        (
            "storm.html",
            f"<html><head><title>Storm</title><meta name='author' content='Jane Holt'></head><p>{STORY}</p></html>",
            {"title": "page", "byline": "page"},
        ),
    ],
)
def test_it_is_known_where_title_author_and_day_come_from(name: str, text: str, told: dict[str, str]) -> None:
    assert dict(read(name, text.encode()).told) == told


def test_a_day_in_the_lines_above_the_story_is_the_earliest_one() -> None:
    text = STORY.replace("\n", "\nUpdated 13 May 2024\nPublished 12 May 2024\n", 1)
    assert read("storm.txt", text.encode()).published == dt.date(2024, 5, 12)
    assert read("storm.txt", STORY.replace("\n", "\nUpdated 3/4/2024\n", 1).encode()).published is None
