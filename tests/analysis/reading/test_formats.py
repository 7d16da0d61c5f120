"""Every kind of file that a person may have: the same article gives the same quotes, and what is broken says so."""

import datetime as dt

import pytest

from analysis.pipeline import analyse
from analysis.reading import Unreadable, open_file
from analysis.records import Article
from tests.analysis.reading import making

QUOTES = [
    ("direct", "The repairs have gone better than anybody had hoped,", "Ruth Calder"),
    ("direct", "We must never let a bridge rot for thirty years again.", "Ruth Calder"),
]


def only(name: str, data: bytes) -> Article:
    """Return the one article in a file."""
    (part,) = open_file(name, data)
    (article,) = part.read()
    return article


@pytest.mark.parametrize("name", making.every_kind())
def test_one_article_in_every_kind_of_file_gives_the_same_quotes(name: str) -> None:
    article = only(name, making.every_kind()[name])
    found = analyse(article)
    speakers = {speaker.id: speaker.name for speaker in found.speakers}
    direct = [
        (quote.type, " ".join(quote.span.of(article.text).split()), speakers.get(quote.speaker or ""))
        for quote in found.quotes
        if quote.type == "direct"
    ]
    assert direct == QUOTES
    assert article.title == making.TITLE
    assert "“The repairs have gone" in article.text
    assert "the cost was a scandal" in article.text


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", making.pdf([[]]), "holds pictures and no text"),
        ("a.pdf", making.pdf([["word"]])[:200], "damaged"),
        ("a.docx", making.archive({"x.xml": b"<x/>"}), "no Word file"),
        ("a.docx", b"PK\x03\x04 and nothing more", "no Word file"),
        ("a.zip", b"PK\x03\x04 and nothing more", "damaged"),
        ("a.zip", making.archive({"picture.png": b"\x89PNG"}), "no article in this file"),
        ("a.csv", b"title,day\nA,B\n", 'no column "text"'),
        ("a.csv", b"text\n", "no article in this file"),
        ("a.eml", b"Subject: x\n\n", "only white space|no text"),
        ("a.mhtml", b"Subject: x\n\nwords", "no text in this file"),
        ("a.rtf", b"", "empty"),
    ],
)
def test_what_is_broken_says_so_in_a_sentence(name: str, data: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        _ = [part.read() for part in open_file(name, data)]


def test_a_file_says_by_its_bytes_what_it_is() -> None:
    for name in ("a.pdf", "a.docx", "a.rtf"):
        assert only("misnamed.txt", making.every_kind()[name]).title == making.TITLE


def test_one_bad_file_in_an_archive_does_not_stop_the_others() -> None:
    data = making.archive(
        {
            "1.txt": making.TEXT.encode(),
            "2.pdf": b"%PDF-1.4 broken",
            "3/table.csv": making.table(),
            "4/bad.csv": b"a,b\n1,2\n",
            "__MACOSX/1.txt": b"x",
            ".hidden.txt": b"x",
        }
    )
    outcomes = []
    for part in open_file("all.zip", data):
        try:
            outcomes += [(part.name, article.title) for article in part.read()]
        except Unreadable as problem:
            outcomes.append((part.name, str(problem).split(":", maxsplit=1)[0]))
    assert outcomes == [
        ("1.txt", making.TITLE),
        ("2.pdf", "This PDF file is damaged"),
        ("3/table.csv:2", making.TITLE),
        ("4/bad.csv", 'The table has no column "text"'),
    ]


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.reading.limits.UNPACKED_BYTES", 1000)
    for name, data in (("a.zip", making.archive({"a.txt": b"x" * 1001})), ("a.docx", making.docx())):
        with pytest.raises(Unreadable, match="Unpacked, the file has"):
            _ = [part.read() for part in open_file(name, data)]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-04-19", dt.date(2025, 4, 19)),
        ("19 April 2025", dt.date(2025, 4, 19)),
        ("April 19, 2025", dt.date(2025, 4, 19)),
        ("19.04.2025", dt.date(2025, 4, 19)),
        ("April 19th, 2025", dt.date(2025, 4, 19)),
        ("4/5/2025", None),
        ("", None),
    ],
)
def test_the_day_in_a_table(cell: str, day: dt.date | None) -> None:
    data = f"text;date\n{making.PARAGRAPHS[0]};{cell}\n".encode()
    assert only("a.csv", data).published == day


def test_mail_tells_outlet_and_day() -> None:
    article = only("a.eml", making.mail())
    assert (article.outlet, article.published) == ("The Aller Courier", dt.date(2025, 4, 19))


def test_pdf_lines_become_paragraphs_without_running_lines() -> None:
    lines = making.paragraph_lines()
    half = len(lines) // 2
    pages = [
        ["The Courier 19 April 2025", *lines[:half], "Page 1 of 2"],
        ["The Courier 19 April 2025", *lines[half:], "2"],
    ]
    assert only("a.pdf", making.pdf(pages)).text.split("\n\n") == list(making.PARAGRAPHS)
