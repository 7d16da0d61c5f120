"""One file, or a pasted text, to one article: the kind of file tells how its text is found."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import PurePath
from typing import TypeVar

from analysis.layout import Head, find_head
from analysis.reading.days import day_in, day_written
from analysis.reading.documents import read_docx, read_pdf, read_rtf
from analysis.reading.english import is_english
from analysis.reading.exports import split_export
from analysis.reading.html import Page, is_page, read_page
from analysis.reading.limits import TEXT_CHARACTERS, Unreadable, check_count, check_length, check_size
from analysis.reading.mail import read_mail, read_saved_page
from analysis.reading.markdown import front_matter, plain
from analysis.reading.repairs import repair
from analysis.reading.text import decode, make_safe
from analysis.records import Article, Field, Place, article_id

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
_Said = TypeVar("_Said", str, dt.date | None)
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*(?=\s|$)")
_LONGEST_HEADLINE = 150
_LONGEST_TITLE = 80


def read(name: str, data: bytes) -> Article:
    """Return the article in a file; ``name`` gives its kind (see SUFFIXES) and becomes its ``source``.

    The text of a .txt file is kept character for character, line ends included; only a byte order mark goes, and what
    ``compose`` mends. A page saved as .txt is read as a page. The day of
    publication comes from the page or from a date such as 2024-05-31 in the file's name. Raises Unreadable.
    """
    return compose(_page(name, data), source=name)


def read_all(name: str, data: bytes, *, mend: bool = False) -> list[Article]:
    """Return the articles in a file: of an export of Nexis, Factiva or ProQuest each, else the one that ``read`` gives.

    The ``source`` of an article of an export is the file's name and the number in it. Raises Unreadable.
    """
    page = _page(name, data)
    pages = split_export(page.text)
    check_count(len(pages))
    return [compose(each, source=f"{name}:{number}", mend=mend) for number, each in enumerate(pages, start=1)] or [
        compose(page, source=name, mend=mend)
    ]


def _page(name: str, data: bytes) -> Page:
    check_size(len(data))
    kind = _signed(data) or _kind(name)
    if reader := _READERS.get(kind):
        return reader(data)
    return read_page(data) if kind == ".html" and b"<" in data else _page_of(decode(data), data, kind=kind)


def compose(page: Page | str, *, source: str = "", mend: bool = False) -> Article:
    """Return an article of a page, or of a bare text that was read elsewhere; raise Unreadable as ``read`` does.

    Characters that no program can show are replaced one for one, so positions are those of the text as given; ``mend``
    puts garbled ones right too, and ``repairs`` tells which.

    What the page does not say of itself is taken from the lines above the story and from the name of the ``source``.
    Without a title the first line is taken where it looks like a headline, else the start of the first sentence.
    """
    page = Page(text=page) if isinstance(page, str) else page
    check_length(page.text)
    whole, repairs = repair(page.text) if mend else (page.text, ())
    text = make_safe(whole)
    if not is_english(text):
        raise Unreadable("The text is not in English, and only English can be analysed: choose an English article.")
    head = find_head(text)
    title = _first(
        (page.told_by, _one_line(page.title)), ("text", _one_line(head.headline)), ("guess", _title_of(text))
    )
    outlet = _first((page.told_by, _one_line(page.outlet)))
    byline = _first((page.told_by, _one_line(page.byline)), ("text", _one_line(head.byline)))
    published = _first((page.told_by, page.published), ("name", day_in(source)), ("text", _day_of(head)))
    said: dict[Field, tuple[Place, object] | None] = {
        "title": title,
        "outlet": outlet,
        "byline": byline,
        "published": published,
    }
    return Article(
        id=article_id(text),
        text=text,
        title=title[1] if title else "",
        outlet=outlet[1] if outlet else "",
        published=published[1] if published else None,
        source=make_safe(source.replace("\0", " ")),
        byline=byline[1] if byline else "",
        told=tuple((field, saying[0]) for field, saying in said.items() if saying),
        repairs=tuple((_one_line(was), _one_line(now)) for was, now in repairs),
        columns=tuple((_one_line(name), _one_line(value)) for name, value in page.columns if value.strip()),
    )


def _first(*found: tuple[Place, _Said]) -> tuple[Place, _Said] | None:
    """Return the first of several sayings that says anything, with where it comes from."""
    return next((saying for saying in found if saying[1]), None)


def _day_of(head: Head) -> dt.date | None:
    """Return the earliest day in the lines that tell when an article was published or changed."""
    return min((day for line in head.dated if (day := day_written(line))), default=None)


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
        byline=head.get("author") or head.get("byline") or "",
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
