"""The cells of the first sheet of an Excel workbook (ECMA-376), as far as tables of words, numbers and days need it."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from analysis.views.archive import Unusable, parse, unpack

Cell = str | float | None

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET, _SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_COLUMN = re.compile(r"[A-Z]{1,3}")


def rows(data: bytes) -> Iterator[list[Cell]]:
    """Yield the rows of the first sheet, as long as each has cells; days are numbers, as the sheet holds them.

    Characters that XML forbids come back from the form in which sheets hold them (_x0001_). Raises Unusable where the
    file is no workbook.
    """
    parts = unpack(data)
    if _SHEET not in parts:
        raise Unusable("The file is no Excel workbook: choose one that was exported as .xlsx.")
    shared = [_text(item) for item in parse(parts[_SHARED])] if _SHARED in parts else []
    for row in parse(parts[_SHEET]).iter(f"{_MAIN}row"):
        found: list[Cell] = []
        for cell in row.iter(f"{_MAIN}c"):
            place = _place(cell.get("r", ""), following=len(found))
            found += [None] * (place - len(found))
            found.append(_value(cell, shared))
        yield found


def _value(cell: ET.Element, shared: list[str]) -> Cell:
    kind, held = cell.get("t", "n"), cell.findtext(f"{_MAIN}v")
    inline = cell.find(f"{_MAIN}is")
    if inline is not None:
        return _text(inline)
    if held is None:
        return None
    try:
        if kind == "s":
            return shared[int(held)]
        return float(held) if kind == "n" else _unescape(held)
    except (ValueError, IndexError) as error:
        raise Unusable(f"Cell {cell.get('r', '')} of the workbook cannot be read: export it again.") from error


def _text(item: ET.Element) -> str:
    """Return the words of a cell, also where parts of them are formatted; how they are pronounced is left out."""
    pieces = (piece.findtext(f"{_MAIN}t") if piece.tag == f"{_MAIN}r" else piece.text for piece in item if _told(piece))
    return _unescape("".join(piece or "" for piece in pieces))


def _told(piece: ET.Element) -> bool:
    return piece.tag in {f"{_MAIN}t", f"{_MAIN}r"}


def _unescape(words: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)


def _place(reference: str, *, following: int) -> int:
    """Return the number of a cell's column from 0: of "B7" it is 1."""
    letters = _COLUMN.match(reference)
    if not letters:
        return following
    number = 0
    for letter in letters[0]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
