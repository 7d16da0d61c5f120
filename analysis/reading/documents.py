"""Word, PDF and RTF files to the text of their article. Each library loads only when such a file comes."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from analysis.reading.html import Page
from analysis.reading.limits import DOCUMENT_PAGES, Unreadable, check_unpacked
from analysis.reading.text import decode

_NO_WORD_FILE = "This is no Word file that can be opened: save the article as .docx or .txt."
_END = re.compile(r"[.!?…:][”’\"')\]]*$")
_HYPHEN = re.compile(r"(?<=[a-z])[-‐\xad]$")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
_SHORT_LINE = 0.75
"""Share of the usual length below which a line ends its paragraph."""
_EDGE = 2
"""Lines at the top and the foot of a page among which what repeats is no part of the article."""


def read_docx(data: bytes) -> Page:
    """Return the paragraphs of a Word file, headings among them, a blank line between them; tables are left out.

    Raises Unreadable for what is no Word file, or unpacks to too much. Limit: text boxes and footnotes are not read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(_NO_WORD_FILE) from error
    check_unpacked(size)
    from docx import Document  # noqa: PLC0415 - only for such files

    try:
        document = Document(io.BytesIO(data))
    except Exception as error:  # the library raises what its parts raise: zip, XML, missing keys
        raise Unreadable(_NO_WORD_FILE) from error
    paragraphs = [" ".join(paragraph.text.split()) for paragraph in document.paragraphs]
    return Page(text="\n\n".join(filter(None, paragraphs)), title=document.core_properties.title or "")


def read_pdf(data: bytes) -> Page:
    """Return the paragraphs of a PDF file, put together again from its lines.

    A line that is shorter than most and ends a sentence ends a paragraph; a word that a hyphen cuts at the end of a
    line is joined; lines that stand at the top or foot of several pages, and page numbers, are left out. Raises
    Unreadable for what is no PDF file, is locked, has too many pages or no text. Limit: columns are read as the file
    orders them.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - only for such files
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
        pages = [_text_lines(page.extract_text()) for page in reader.pages[: count if count <= DOCUMENT_PAGES else 0]]
        title = "" if locked else str((reader.metadata and reader.metadata.title) or "")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise Unreadable("This PDF file is damaged: save it anew, or copy its text into a .txt file.") from error
    if locked:
        raise Unreadable("The PDF file is locked with a password: save it without one.")
    if count > DOCUMENT_PAGES:
        raise Unreadable(f"The file has {count} pages and the limit is {DOCUMENT_PAGES}: split it.")
    if not any(pages):
        raise Unreadable("The PDF file holds pictures and no text: copy the text of the article into a .txt file.")
    return Page(text="\n\n".join(_paragraphs(_without_running_lines(pages))), title=title)


def read_rtf(data: bytes) -> Page:
    """Return the paragraphs of an RTF file. Raises Unreadable for what is no RTF file."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - only for such files

    source = data.decode("latin-1")
    if not source.lstrip().startswith("{\\rtf"):
        return Page(text=decode(data))
    lines = _text_lines(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    return Page(text="\n\n".join(filter(None, lines)))


def _text_lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.replace("\0", " ").splitlines()) if line]


def _without_running_lines(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return all lines but those that repeat at the edges of pages, and page numbers there."""
    edges = Counter(_shape(line) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    kept = []
    for page in pages:
        for number, line in enumerate(page):
            at_edge = number < _EDGE or number >= len(page) - _EDGE
            repeated = len(pages) > 1 and edges[_shape(line)] > 1
            if not (at_edge and (repeated or _PAGE_NUMBER.fullmatch(line))):
                kept.append(line)
    return kept


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(lines: Sequence[str]) -> Iterable[str]:
    """Yield lines joined to paragraphs."""
    if not lines:
        return
    usual = median(sorted(map(len, lines))[len(lines) // 2 :])
    paragraph = lines[0]
    for before, line in pairwise(lines):
        short = len(before) < _SHORT_LINE * usual
        if short and (_END.search(before) or line[:1].isupper() or not before[-1:].isalnum()):
            yield paragraph
            paragraph = line
        elif _HYPHEN.search(paragraph) and line[:1].islower():
            paragraph = paragraph[:-1] + line
        else:
            paragraph = f"{paragraph} {line}"
    yield paragraph
