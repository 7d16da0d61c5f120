"""A news page to the text of its article: main text by trafilatura, title, outlet and date from the page's own data."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from analysis.reading.limits import PAGE_BYTES, Unreadable, check_size
from analysis.reading.text import decode
from analysis.records import Place

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w:.-]{2,40})", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_BLOCKS = {"p", "head", "quote", "item", "code", "ab", "fw", "cell"}
_CONTINUES = re.compile(r"[a-z,;:.!?)’”'\"]")
_TOUCHES = re.compile(r"[,;:.!?)’”']")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*$")
_SUBHEAD = re.compile(
    r"(?:^|[\s_-])(?:sub-?head(?:line|ing)?|cross-?head(?:ing)?|inter-?title)s?(?:$|[\s_-])", re.IGNORECASE
)
_LONGEST_LINK = 8  # words
_LONGEST_HEADING = 20  # words


class Element(Protocol):
    """What is used of an element of the extracted page: lxml's, which has no types of its own."""

    tag: str
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator["Element"]:
        """Go through the elements directly inside."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page holds of an article: "" and None for what it does not say."""

    text: str
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: dt.date | None = None
    columns: tuple[tuple[str, str], ...] = ()
    """Further columns of a table: name and value."""
    told_by: Place = "file"


def is_page(text: str) -> bool:
    """Tell whether a text starts as an HTML document does, whatever its file is called."""
    return _PAGE.match(text) is not None


def read_page(data: bytes) -> Page:
    """Return the article on a page: paragraphs, headings and list items each on a line, a blank line between them.

    Scripts, comments, menus and tables are left out. Raises Unreadable for a page that is too large, nested beyond
    reason, or holds no article. Limit: on pages made of loose fragments a heading may be lost or a teaser kept.
    """
    check_size(len(data), limit=PAGE_BYTES)
    declared = _CHARSET.search(data[:4096])
    source = decode(data, declared=declared[1].decode("ascii", "replace") if declared else None)
    # Loaded here because it takes a third of a second that plain text need not wait for.
    from trafilatura import bare_extraction, load_html  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    try:
        found = bare_extraction(
            _tidied(load_html(source)),
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except RecursionError as error:
        raise Unreadable("The page is nested too deeply to be read: save the article as .txt.") from error
    if not isinstance(found, Document) or found.body is None:
        raise Unreadable("No article was found on this page: save the text of the article as .txt.")
    outlet = " ".join((found.sitename or "").split())
    return Page(
        text="\n\n".join(_lines(_pieces(found.body))),
        title=_headline(found.title or "", names=(outlet, found.hostname or "")),
        outlet=outlet,
        byline=found.author or "",
        published=_day(found.date),
        told_by="page",
    )


def _tidied(page: Any) -> Any:  # noqa: ANN401 - lxml has no types of its own
    """Return a page made plain for the extraction, which drops headings that are no h-element and keeps teasers.

    What its class calls a heading is made one; a link with whole paragraphs in it is a card that leads to another
    article, and goes.
    """
    if page is None:
        return None
    for element in page.iter("div", "p", "span"):
        called = _SUBHEAD.search(element.get("class") or "")
        if called and not len(element) and len((element.text or "").split()) in range(1, _LONGEST_HEADING):
            element.tag = "h3"
    for link in list(page.iter("a")):
        if link.find(".//p") is not None and len("".join(link.itertext()).split()) > _LONGEST_HEADING:
            link.drop_tree()
    return page


def _pieces(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the kind and the words of every block, and of what stands "loose" between blocks, in order."""
    if element.tag in _BLOCKS and not any(child.tag in _BLOCKS for child in element):
        for line in _words(element).split("\n"):
            yield str(element.tag), line
    else:
        yield "loose", element.text or ""
        for child in element:
            yield from _pieces(child)
    yield "loose", element.tail or ""


def _words(element: Element) -> str:
    """Return the words inside a block; only a forced line break starts a new line."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag == "lb" else _words(child), child.tail or ""]
    return "".join(part if part == "\n" else re.sub(r"\s+", " ", part) for part in parts)


def _lines(pieces: Iterable[tuple[str, str]]) -> list[str]:
    """Return blocks as lines; the extraction tears some links out of their sentence, which is made whole again."""
    lines: list[str] = []
    before = "head"
    for kind, words in ((kind, " ".join(words.split())) for kind, words in pieces):
        if not words:
            continue
        torn_out = kind == "loose" and before != "head" and len(words.split()) <= _LONGEST_LINK
        if (
            lines
            and not _SENTENCE_END.search(lines[-1])
            and (torn_out or (before == "loose" and _CONTINUES.match(words)))
        ):
            lines[-1] += words if _TOUCHES.match(words) else f" {words}"
        else:
            lines.append(words)
        before = kind
    return lines


def _headline(title: str, *, names: Iterable[str]) -> str:
    """Return a page's title without the name of the outlet that many pages put behind it."""
    title = " ".join(title.split())
    parts = re.fullmatch(r"(.+)\s[-–—|·]\s(.+)", title)
    if parts and (tail := _letters(parts[2])) and any(tail in _letters(name) for name in names):
        return parts[1].strip()
    return title


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _day(date: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((date or "")[:10])
    except ValueError:
        return None
