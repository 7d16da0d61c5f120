"""Files and pasted text to articles. What cannot be read is refused in one sentence that says why and what to do."""

import datetime as dt
import re
from pathlib import PurePath

from analysis.reading.english import is_english
from analysis.reading.html import Page, is_page, read_page
from analysis.reading.limits import TEXT_CHARACTERS, Unreadable, check_count, check_length, check_size
from analysis.reading.markdown import front_matter, plain
from analysis.reading.text import decode, make_safe
from analysis.records import Article, article_id

__all__ = ["SUFFIXES", "Unreadable", "check_count", "compose", "read"]

SUFFIXES = (".txt", ".md", ".html")
"""The kinds of file that are read; .text, .markdown and .htm stand for them too."""

_KINDS = {".txt": ".txt", ".text": ".txt", ".md": ".md", ".markdown": ".md", ".html": ".html", ".htm": ".html"}
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_](\d{2})[-_](\d{2})(?!\d)")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*(?=\s|$)")
_LONGEST_HEADLINE = 150
_LONGEST_TITLE = 80


def read(name: str, data: bytes) -> Article:
    """Return the article in a file; ``name`` gives its kind (.txt, .md or .html) and becomes its ``source``.

    The text of a .txt file is kept character for character, line ends included; only a byte order mark goes, and
    characters that no program can show are replaced one for one. A page saved as .txt is read as a page. The day of
    publication comes from the page or from a date such as 2024-05-31 in the file's name. Raises Unreadable.
    """
    kind = _kind(name)
    check_size(len(data))
    page = read_page(data) if kind == ".html" and b"<" in data else _page_of(decode(data), data, kind=kind)
    return compose(
        page.text, title=page.title, outlet=page.outlet, published=page.published or _date_in(name), source=name
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
    if suffix not in _KINDS:
        raise Unreadable(
            f"Files of type {make_safe(suffix[:20].replace(chr(0), ' '))} are not read: "
            f"save the article as {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}."
            if suffix.startswith(".")
            else f"The file's name does not say what it is: let it end in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}."
        )
    return _KINDS[suffix]


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
        published=_date_in(head.get("published") or head.get("date") or ""),
    )


def _date_in(words: str) -> dt.date | None:
    for found in _ISO_DATE.finditer(words):
        try:
            return dt.date(*map(int, found.groups()))
        except ValueError:
            continue
    return None


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
