"""Sheets of a workbook for people: tables with charts beside them, and text; what they hold is stored as text.

Nothing becomes a formula, and a link only where an article came from an address of the web.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from analysis.library.cells import guard
from analysis.views import charts, evidence
from analysis.views.vocabulary import PALETTE, counted

MOST_ROWS, _LONGEST_CELL = 1_048_575, 32_767
_CUT = " … (cut here; the pack as a web page has it all)"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that break a workbook, or stand in its cells as a code."""
_MOST_BARS, _LONGEST_TITLE = 15, 200
_A4 = 9
_LINE = 15
"""Points that a line of a cell is high."""
_TEXT_WIDTH = 110
_FIRST_DAY = dt.date(1900, 3, 1)
"""Sheets count earlier days wrongly or not at all."""
_Sheet = Any  # xlsxwriter has no types


class Origin(str):
    """Where an article came from: a link if that is an address of the web."""

    __slots__ = ()


class Worksheets:
    """The sheets of a workbook, and what had to be changed in their cells to store them."""

    def __init__(self, book: _Sheet) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        cell = {"valign": "top", "text_wrap": True}
        self._text, self._number = book.add_format(cell), book.add_format({"valign": "top", "num_format": "#,##0"})
        self._guarded = book.add_format({**cell, "quote_prefix": True})
        self._day = book.add_format({"valign": "top", "num_format": "d mmm yyyy", "align": "left"})
        self._share = book.add_format({"valign": "top", "num_format": "0%"})
        self._link = book.add_format({**cell, "font_color": PALETTE[0], "underline": 1})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._cut, self._replaced = list[str](), 0

    def add(self, name: str, columns: dict[str, int], rows: Iterable[Sequence[object]]) -> _Sheet:
        """Return a new sheet with a row of names that stays in sight, is repeated on paper and filters."""
        page, last = self._sheet(name), 0
        for column, (called, width) in enumerate(columns.items()):
            page.set_column(column, column, width)
            page.write_string(0, column, called, self._head)
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._write(page, last, column, value)
            page.set_row(last, _height(zip(row, columns.values(), strict=True)))
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.autofilter(0, 0, last, len(columns) - 1)
        return page

    def chart(self, page: _Sheet, title: str, rows: int, colours: dict[str, str], *, columns: dict[str, int]) -> None:
        """Draw the first rows of a sheet as bars beside it: a piece of each bar for each column that has a colour."""
        if not rows:
            return
        shown, names = min(rows, _MOST_BARS), list(columns)
        title = charts.shorten(self.fit(title), _LONGEST_TITLE) + (
            f" (the first {shown} of {rows:,})" if rows > shown else ""
        )
        chart = self._book.add_chart({"type": "bar", "subtype": "stacked"})
        for called, colour in colours.items():
            column = names.index(called)
            chart.add_series(
                {
                    "name": [page.name, 0, column],
                    "categories": [page.name, 1, 0, shown, 0],
                    "values": [page.name, 1, column, shown, column],
                    "fill": {"color": colour},
                    "gap": 60,
                    "data_labels": {"value": True, "num_format": "#,##0;;", "font": {"color": "white", "bold": True}},
                }
            )
        # A title that starts with "=" would be read as a reference to a cell.
        chart.set_title({"name": f" {title}" if title.startswith("=") else title, "name_font": {"size": 12}})
        chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "num_format": "0"})
        chart.set_legend({"none": True} if len(colours) == 1 else {"position": "bottom"})
        chart.set_size({"width": 760, "height": 130 + 30 * shown})
        page.insert_chart(1, len(columns) + 1, chart, {"description": title, "object_position": 3})

    def tell(self, name: str, title: str, parts: Mapping[str, Sequence[str]]) -> None:
        """Add a sheet of text, each part under its name, and last what could not be stored as it is."""
        page, row = self._sheet(name), 0
        page.set_column(0, 0, _TEXT_WIDTH)
        self._say(page, row, 0, title, style=self._title)
        for part, lines in {**parts, "Cut or replaced": self._changes()}.items():
            if part and lines:
                row += 2
                page.write_string(row, 0, part, self._head)
            for line in lines:
                row += 1
                self._write(page, row, 0, line)
                page.set_row(row, _height([(line, _TEXT_WIDTH)]))

    def _changes(self) -> list[str]:
        """Return what had to be changed, in lines."""
        lines = []
        if self._cut:
            cells = ", ".join(self._cut[:20]) + " and more" * (len(self._cut) > 20)
            lines = [
                f"A cell holds {_LONGEST_CELL:,} characters: {counted(len(self._cut), 'cell')} cut ({cells}).",
                "The pack as a web page has it all.",
            ]
        if self._replaced:
            sign = "\N{REPLACEMENT CHARACTER}"
            lines.append(f"{counted(self._replaced, 'character')} that no sheet holds replaced by {sign}.")
        return lines

    def fit(self, words: str) -> str:
        """Return words without characters that a workbook cannot hold."""
        words, replaced = _UNFIT.subn("\N{REPLACEMENT CHARACTER}", re.sub("\r\n?", "\n", words))
        self._replaced += replaced
        return words

    def _sheet(self, name: str) -> _Sheet:
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.4, right=0.4)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&RPage &P of &N")
        return page

    def _write(self, page: _Sheet, row: int, column: int, value: object) -> None:
        if isinstance(value, dt.date) and value >= _FIRST_DAY:
            page.write_datetime(row, column, value, self._day)
        elif isinstance(value, int | float):
            page.write_number(row, column, value, self._share if isinstance(value, float) else self._number)
        elif value:
            self._say(page, row, column, str(value), style=self._link if isinstance(value, Origin) else None)
        else:
            page.write_blank(row, column, None, self._text)

    def _say(self, page: _Sheet, row: int, column: int, words: str, *, style: object = None) -> None:
        words = self.fit(words)
        address = evidence.link(words) if style is self._link else ""
        if address and not page.write_url(row, column, address, style, string=words):
            return
        if style is None or style is self._link:  # a sheet holds 65,530 links: what follows them is text
            style = self._guarded if guard(words) != words else self._text
        wide = words.encode("utf-16-le")  # a sheet counts its characters in this form
        if len(wide) > 2 * _LONGEST_CELL:
            self._cut.append(f"{page.name} {xl_rowcol_to_cell(row, column)}")
            words = wide[: 2 * (_LONGEST_CELL - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
        page.write_string(row, column, words, style)


def _height(cells: Iterable[tuple[object, int]]) -> float:
    """Return how high a row must be, in points, to show cells of a width in characters; a sheet allows 409."""
    lines = (sum(1 + len(line) // width for line in str(value).split("\n")) for value, width in cells)
    return min(409, _LINE * max(lines, default=1))
