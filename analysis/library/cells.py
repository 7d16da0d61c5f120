"""Cells of tables that spreadsheets open: text that could be taken for a formula is guarded, and freed again."""

import re

_FORMULA = re.compile(r"[\s'\"]*[=+\-@|＝＋－＠]|['\"]*[\t\r\n]")


def guard(cell: str) -> str:
    """Return a cell with an apostrophe in front where a spreadsheet could take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """Return a cell without the apostrophe that ``guard`` put there."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
