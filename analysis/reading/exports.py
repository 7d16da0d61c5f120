"""One text with many articles, as the databases Nexis, Factiva and ProQuest export them, to its articles.

The layouts differ by age and format of the export; what is common to them is used: the line that ends each article, and
the lines with names ("LENGTH:", "Publication date:") or in a fixed order (Factiva) that tell of it.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.reading.days import day_written
from analysis.reading.html import Page

_NEXIS_HEAD = re.compile(r"^\s*(?:Document )?\d{1,5} of \d{1,5} DOCUMENTS?\s*$", re.MULTILINE)
_NEXIS_END = re.compile(r"^\s*End of Document\s*$", re.MULTILINE)
_FACTIVA_END = re.compile(r"^\s*Document [A-Z0-9]{4,10}\d{8}[a-z0-9]{6,12}\s*$", re.MULTILINE)
_PROQUEST_LINE = re.compile(r"^_{20,}\s*$", re.MULTILINE)
_FIELD = re.compile(r"^\s*([A-Z][A-Za-z /-]{2,30}):[ \t]*(.*)$")
_WORD_COUNT = re.compile(r"^[\d,]{1,7} words$")
_COPYRIGHT = re.compile(r"^\s*(?:Copyright|\(c\)|©)", re.IGNORECASE)
_LONGEST_HEAD = 25
"""Lines at the start of an article in which what tells of it is looked for."""
_FEWEST_WORDS = 8
"""A stretch between two ends with fewer words holds no article: a cover page, a list of contents."""
_BEFORE_BODY = frozenset({"abstract", "links", "full text"})
_AFTER_BODY = frozenset(
    {
        "load-date", "language", "graphic", "publication-type", "journal-code", "subject", "type", "copyright", "title",
        "publication title", "publication year", "publication date", "classification", "document type", "credit",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Layout:
    name: str
    split: Callable[[str], list[str]]
    read: Callable[[Sequence[str]], Page | None]


def split_export(text: str) -> list[Page]:
    """Return the articles of an export, with title, outlet and day; none where the text is no export.

    A text counts as one where the line that ends or begins an article stands in it at least once and what is between
    has the lines that tell of an article.
    """
    for layout in _LAYOUTS:
        stretches = layout.split(text)
        pages = [page for stretch in stretches if (page := layout.read(stretch.splitlines()))]
        if pages:
            return pages
    return []


def _nexis(text: str) -> list[str]:
    if _NEXIS_END.search(text):
        return _NEXIS_END.split(text)
    return _NEXIS_HEAD.split(text)[1:]


def _factiva(text: str) -> list[str]:
    return _FACTIVA_END.split(text)[:-1]


def _proquest(text: str) -> list[str]:
    return _PROQUEST_LINE.split(text) if "Full text:" in text and _PROQUEST_LINE.search(text) else []


def _read_nexis(lines: Sequence[str]) -> Page | None:
    """Read an article of Nexis: outlet and day stand on lines above the fields, in newer exports the title too."""
    fields = dict(_fields(lines))
    if "length" not in fields:
        return None
    head = [line.strip() for line in lines[: _at(lines, "length")] if line.strip()]
    plain = [line for line in head if not _COPYRIGHT.match(line) and not _FIELD.match(line)]
    dated = next((number for number, line in enumerate(plain) if day_written(line)), None)
    above = plain[:dated] if dated is not None else plain
    below = plain[dated + 1 :] if dated is not None else []
    title = fields.get("headline") or (above[0] if len(above) > 1 else "".join(below[-1:]))
    starts = _at(lines, "body")
    body = lines[(starts if starts is not None else _last_field(lines)) + 1 :]
    return _page(
        _until(body, _AFTER_BODY),
        title=title,
        outlet=above[-1] if above else "",
        published=day_written(plain[dated]) if dated is not None else None,
    )


def _read_factiva(lines: Sequence[str]) -> Page | None:
    """Read an article of Factiva: title, author, length, day, time, outlet, code, language, copyright, the text."""
    start = next((number for number, line in enumerate(lines) if _WORD_COUNT.match(line.strip())), None)
    if start is None:
        return None
    above = [line.strip() for line in lines[:start] if line.strip()]
    head = [line.strip() for line in lines[start + 1 : start + _LONGEST_HEAD]]
    dated = next((number for number, line in enumerate(head) if day_written(line)), None)
    if dated is None:
        return None
    after = [line for line in head[dated + 1 :] if line and not re.fullmatch(r"\d{1,2}:\d{2}(?: \w+)?", line)]
    ends = next((number for number, line in enumerate(head) if _COPYRIGHT.match(line)), dated)
    title = next((line for line in above if not re.match(r"(?i)by\s", line)), "")
    return _page(
        lines[start + 1 + ends + 1 :],
        title=title,
        outlet=after[0] if after else "",
        published=day_written(head[dated]),
    )


def _read_proquest(lines: Sequence[str]) -> Page | None:
    fields = dict(_fields(lines))
    starts = _at(lines, "full text")
    if starts is None:
        return None
    first = (_FIELD.match(lines[starts]) or [""] * 3)[2]
    above = [line.strip() for line in lines[:starts] if line.strip() and not _FIELD.match(line)]
    heads = [line for line in above if not re.match(r"Document \d+ of \d+", line)]
    info = fields.get("publication info", "")
    return _page(
        _until([first, *lines[starts + 1 :]], _AFTER_BODY),
        title=fields.get("title") or (heads[0] if heads else ""),
        outlet=fields.get("publication title") or re.split(r"[;,\[]", info)[0].strip(),
        published=day_written(fields.get("publication date", "")) or day_written(info),
    )


_LAYOUTS = (
    _Layout("Nexis", _nexis, _read_nexis),
    _Layout("Factiva", _factiva, _read_factiva),
    _Layout("ProQuest", _proquest, _read_proquest),
)


def _fields(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the lines with a name, the name in small letters."""
    for line in lines:
        if found := _FIELD.match(line):
            yield found[1].lower(), found[2].strip()


def _at(lines: Sequence[str], name: str) -> int | None:
    """Return the number of the line with a name, or of the line that is that name alone ("Body")."""
    named = re.compile(rf"\s*{name}(?::|\s*$)", re.IGNORECASE)
    return next((number for number, line in enumerate(lines) if named.match(line)), None)


def _last_field(lines: Sequence[str]) -> int:
    """Return the number of the last of the lines with names at the start of an article."""
    last = -1
    for number, line in enumerate(lines[:_LONGEST_HEAD]):
        if (found := _FIELD.match(line)) and found[1].lower() not in _AFTER_BODY:
            last = number
    return last


def _until(lines: Sequence[str], names: frozenset[str]) -> Sequence[str]:
    """Return the lines before the first of those with one of the names; only at the end of an article are there any."""
    for number, line in enumerate(lines):
        if (found := _FIELD.match(line)) and found[1].lower() in names:
            return lines[:number]
    return lines


def _page(lines: Sequence[str], *, title: str, outlet: str, published: dt.date | None) -> Page | None:
    text = "\n".join(line.strip() for line in lines).strip()
    text = re.sub(r"\n{2,}", "\n\n", text)
    text = re.sub(r"(?<=[^\n])\n(?=[^\n])", " ", text) if "\n\n" in text else text
    if len(text.split()) < _FEWEST_WORDS:
        return None
    page = Page(text=text, title=" ".join(title.split()), outlet=" ".join(outlet.split()), published=published)
    return replace(page, text=f"{page.title}\n\n{page.text}") if page.title else page
