"""One file, or a pasted text, to one article: the kind of file tells how its text is found."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import PurePath

from analysis.reading.days import day_in
from analysis.reading.documents import read_docx, read_pdf, read_rtf
from analysis.reading.english import is_english
from analysis.reading.exports import split_export
from analysis.reading.html import Page, is_page, read_page
from analysis.reading.limits import TEXT_CHARACTERS, Unreadable, check_count, check_length, check_size
from analysis.reading.mail import read_mail, read_saved_page
from analysis.reading.markdown import front_matter, plain
from analysis.reading.text import decode, make_safe
from analysis.records import Article, article_id

SUFFIXES = (".txt", ".md", ".html", ".mhtml", ".docx", ".pdf", ".rtf", ".eml")
"""The kinds of file that are read as one article."""

KINDS = {
    **{suffix: suffix for suffix in SUFFIXES},
    ".text": ".txt",
    ".markdown": ".md",
    ".htm": ".html",
    ".mht": ".mhtml",
}
"""Every ending that is read, with the kind of file that it means."""

_READERS: dict[str, Callable[[bytes], Page]] = {
    ".mhtml": read_saved_page,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".rtf": read_rtf,
    ".eml": read_mail,
}
_MARKS = {b"%PDF": ".pdf", b"{\\rtf": ".rtf"}
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*(?=\s|$)")
_LONGEST_HEADLINE = 150
_LONGEST_TITLE = 80


def read(name: str, data: bytes) -> Article:
    """Return the article in a file; ``name`` gives its kind (see SUFFIXES) and becomes its ``source``.

    The text of a .txt file is kept character for character, line ends included; only a byte order mark goes, and
    characters that no program can show are replaced one for one. A page saved as .txt is read as a page. The day of
    publication comes from the page or from a date such as 2024-05-31 in the file's name. Raises Unreadable.
    """
    return _article(_page(name, data), name)


def read_all(name: str, data: bytes) -> list[Article]:
    """Return the articles in a file: of an export of Nexis, Factiva or ProQuest each, else the one that ``read`` gives.

    The ``source`` of an article of an export is the file's name and the number in it. Raises Unreadable.
    """
    page = _page(name, data)
    pages = split_export(page.text)
    check_count(len(pages))
    return [_article(each, f"{name}:{number}") for number, each in enumerate(pages, start=1)] or [_article(page, name)]


def _page(name: str, data: bytes) -> Page:
    check_size(len(data))
    kind = _signed(data) or _kind(name)
    if reader := _READERS.get(kind):
        return reader(data)
    return read_page(data) if kind == ".html" and b"<" in data else _page_of(decode(data), data, kind=kind)


def _article(page: Page, source: str) -> Article:
    return compose(
        page.text,
        title=page.title,
        outlet=page.outlet,
        published=page.published or day_in(source),
        source=source,
    )


def compose(
    text: str, *, title: str = "", outlet: str = "", published: dt.date | None = None, source: str = ""
) -> Article:
    """Return an article of a text that somebody pasted or that was read elsewhere; raise Unreadable as ``read`` does.

    Without a title the first line is taken where it looks like a headline, else the start of the first sentence.
    """
    check_length(text)
    text = make_safe(text)
    if not is_english(text):
        raise Unreadable("The text is not in English, and only English can be analysed: choose an English article.")
    return Article(
        id=article_id(text),
        text=text,
        title=_one_line(title) or _title_of(text),
        outlet=_one_line(outlet),
        published=published,
        source=make_safe(source.replace("\0", " ")),
    )


def _kind(name: str) -> str:
    path = PurePath(name.replace("\\", "/"))
    suffix = (path.suffix or path.name).lower()
    if suffix not in KINDS:
        raise Unreadable(
            f"Files of type {make_safe(suffix[:20].replace(chr(0), ' '))} are not read: "
            f"save the article as {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}."
            if suffix.startswith(".")
            else f"The file's name does not say what it is: let it end in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}."
        )
    return KINDS[suffix]


def _signed(data: bytes) -> str | None:
    """Return the kind of file that the first bytes show, whatever it is called."""
    if data.startswith(b"PK") and b"word/document.xml" in data:
        return ".docx"
    return next((kind for mark, kind in _MARKS.items() if data.startswith(mark)), None)


def _page_of(text: str, data: bytes, *, kind: str) -> Page:
    if is_page(text):
        return read_page(data)
    if kind != ".md":
        return Page(text=text)
    if len(text) > 2 * TEXT_CHARACTERS:
        check_length(text)
    head = front_matter(text)
    return Page(
        text=plain(text),
        title=head.get("title", ""),
        outlet=head.get("outlet", ""),
        published=day_in(head.get("published") or head.get("date") or ""),
    )


def _title_of(text: str) -> str:
    first, _, rest = text.strip().partition("\n")
    first = _one_line(first)
    if rest.strip() and len(first) <= _LONGEST_HEADLINE and not re.search(r"[.:;,][”’\"')\]]*$", first):
        return first
    end = _SENTENCE_END.search(first)
    sentence = first[: end.end()] if end else first
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    return sentence[: _LONGEST_TITLE + 1].rsplit(" ", 1)[0][:_LONGEST_TITLE].rstrip(" ,;:–—-") + "…"


def _one_line(words: str) -> str:
    return " ".join(make_safe(words.replace("\0", " ")).split())
