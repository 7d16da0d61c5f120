"""An evidence pack as an Excel workbook: quotes, who is quoted, stances with charts, statements, how it came about.

All text is stored as text: nothing becomes a formula, and a link only where an article came from an address of the web.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from analysis.records import Analysis, Article
from analysis.views import evidence
from analysis.views.evidence import Evidence
from analysis.views.export import TooManyRows
from analysis.views.vocabulary import KINDS, PALETTE, REVIEWS, STANCE_COLOURS, STANCES, TYPES
from analysis.views.worksheets import MOST_ROWS, Origin, Worksheets

_A3 = 8
"""The sheet of quotes has many columns: on this paper they can be read."""
_QUOTES = {
    "Speaker": 16, "Role": 16, "Institution": 17, "Kind": 12, "Think-tank": 17,
    "Before": 30, "Quote": 40, "After": 30, "Type": 9, "Stance": 11, "Stances": 32, "Section": 15,
    "Outlet": 12, "Author": 13, "Published": 12, "Article": 20, "Source": 20,
    "Confidence": 12, "Why this speaker": 20, "Reviewed": 12,
}  # fmt: skip
_VOICES = {
    "Speaker": 24, "Role": 26, "Institution": 24, "Kind": 14, "Think-tank": 24,
    "Quotes": 10, "Direct": 10, "Mixed": 10, "Indirect": 11, "Articles": 10,
}  # fmt: skip
_SIDES = {"Target": 36, **{STANCES[side]: 12 for side in evidence.SIDES}, "Statements": 12}
_STATEMENTS = {
    "Target": 22, "Side": 12, "Words": 40, "Confidence": 12, "Why": 22,
    "Speaker": 18, "Institution": 20, "Quote": 45, "Article": 24, "Published": 12,
}  # fmt: skip


def as_workbook(quotes: pd.DataFrame, corpus: Sequence[tuple[Article, Analysis]], *, title: str, note: str) -> bytes:
    """Return the pack of a table of quotes as a workbook.

    ``corpus`` holds their articles; ``note`` says in lines where the quotes come from. What cannot be stored as it is,
    a cell of more than 32,767 characters or a character that no sheet holds, is told on the sheet "About". Raises
    TooManyRows for more quotes or statements than a sheet holds (1,048,575).
    """
    found = evidence.gather(quotes, corpus)
    most, voices = evidence.voices(quotes)
    taken, sides = evidence.sides(found)
    if max(len(found), int(sides.to_numpy().sum())) > MOST_ROWS:
        raise TooManyRows(f"A sheet holds {MOST_ROWS:,} rows: narrow the filter, or save the pack as a web page.")
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        pages = Worksheets(book)
        book.set_properties({"title": pages.fit(title)[:255]})
        pages.add("Quotes", _QUOTES, map(_quote, found)).set_paper(_A3)
        page = pages.add("Who is quoted", _VOICES, (_voice(row) for row in voices.to_dict("records")))
        pages.chart(page, most, len(voices), {"Quotes": PALETTE[0]}, columns=_VOICES)
        rows = ([str(name), *map(int, counts), int(sum(counts))] for name, *counts in sides.itertuples())
        page = pages.add("Stances", _SIDES, rows)
        colours = {STANCES[side]: STANCE_COLOURS[side] for side in evidence.SIDES}
        pages.chart(page, taken, len(sides), colours, columns=_SIDES)
        pages.add("Statements", _STATEMENTS, (row for each in found for row in _statements(each)))
        told = [*evidence.head(quotes, found, note=""), *note.splitlines()]
        pages.tell("About", title, {"": told, "Method": evidence.METHOD, "Confidence": [evidence.CONFIDENCE]})
    return memory.getvalue()


def _quote(each: Evidence) -> list[object]:
    row, article = each.row, each.article
    return [
        *(each.speaker, row["role"], row["institution"], KINDS[str(row["affiliation_kind"])], row["think_tank"]),
        *(each.before.strip(), each.words, each.after.strip(), TYPES[each.quote.type], STANCES[str(row["stance"])]),
        "\n".join(
            f"{STANCES[said.label]} towards {said.target}: “{said.words}” ({said.confidence:.0%})"
            for said in each.statements
        ),
        *(row["section"], article.outlet, article.byline, article.published, article.title, Origin(article.source)),
        *(each.quote.confidence, each.quote.because, REVIEWS[each.quote.review] or "Not reviewed"),
    ]


def _voice(row: dict[Any, Any]) -> list[object]:
    names = (row["speaker"], row["role"], row["institution"], KINDS[str(row["affiliation_kind"])], row["think_tank"])
    return [*names, *(row[name] for name in ("quotes", "direct", "mixed", "indirect", "articles"))]


def _statements(each: Evidence) -> Iterator[list[object]]:
    said_by = (each.speaker, each.row["institution"], each.words, each.article.title, each.article.published)
    return (
        [said.target, STANCES[said.label], said.words, said.confidence, said.because, *said_by]
        for said in each.statements
    )
