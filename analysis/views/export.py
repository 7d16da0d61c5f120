"""What leaves the program: the JSON of an analysis, and tables as CSV, Excel and GraphML that are safe to open."""

import contextlib
import datetime as dt
import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import networkx as nx
import pandas as pd
import xlsxwriter

from analysis.library.cells import guard
from analysis.library.filters import QuoteFilter
from analysis.records import Analysis, Article, Entity, Label, Quote, Section, Span, Speaker, Stance

_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575
_CUT = " … (cut here; the CSV file has it all)"
_WIDTHS = {
    "quote": 80,
    "evidence": 80,
    "context": 80,
    "because": 40,
    "article": 30,
    "institution": 30,
    "think_tank": 30,
}


class TooManyRows(ValueError):  # noqa: N818 - named for what it tells a person
    """A table does not fit on a sheet; the message says what to do."""


def as_json(article: Article, analysis: Analysis) -> dict[str, Any]:
    """Return an article and all that was found in it under the fixed names of the command line.

    Positions are code points of ``text``; a span has "start", "end" and, where words help a reader, "text".
    """
    text = article.text
    return {
        "source": article.source,
        "id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "text": text,
        "furniture": [
            {**_piece(region.span, text), "kind": region.kind}
            for region in analysis.regions
            if region.kind not in ("headline", "standfirst")
        ],
        "sections": [_section(section, text) for section in analysis.sections],
        "speakers": [_speaker(speaker) for speaker in analysis.speakers],
        "quotes": [_quote(quote, text) for quote in analysis.quotes],
        "scare_quotes": [_piece(span, text) for span in analysis.scare_quotes],
        "stances": [_stance(stance, text) for stance in analysis.stances],
        "dates": [{**_piece(date.span, text), "resolved": date.resolved} for date in analysis.dates],
        "entities": [_entity(entity, text) for entity in analysis.entities],
        "labels": [_label(label, text) for label in analysis.labels],
    }


def as_csv(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV: UTF-8 with a byte order mark so that Excel reads it right, days as 2024-05-31.

    A text cell that a spreadsheet could take for a formula gets an apostrophe in front: one that starts with
    = + - @ | (full-width too), also behind spaces or quotation marks, or with a tab or a line break. Numbers stay
    numbers. To undo it, take one apostrophe from every text cell that is of this kind without it.
    """
    guarded = frame.copy()
    texts: list[str] = list(frame.select_dtypes("str").columns)
    for column in texts:
        guarded[column] = frame[column].map(_guard)
    table = guarded.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d", float_format="%.4g")
    return table.encode("utf-8-sig")


def as_xlsx(frame: pd.DataFrame, *, sheet: str, note: str) -> bytes:
    """Return a table as an Excel workbook, and on a second sheet the lines of ``note``: where the table comes from.

    All text is stored as text: nothing becomes a formula, a link or a number. A cell holds 32,767 characters, longer
    ones are cut and say so. Raises TooManyRows for more rows than a sheet holds (1,048,575).
    """
    if len(frame) > _MOST_ROWS:
        raise TooManyRows(f"A sheet holds {_MOST_ROWS:,} rows and this table has {len(frame):,}: save it as CSV.")
    memory = io.BytesIO()
    options = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    with xlsxwriter.Workbook(memory, {**options, "in_memory": True}) as book:
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet)[:31].strip() or "Table")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        for column, name in enumerate(frame):
            page.set_column(column, column, _WIDTHS.get(str(name), 16))
            page.write_string(0, column, str(name), bold)
            for row, value in enumerate(frame[name], start=1):
                _write(page, row, column, value, day if isinstance(value, pd.Timestamp) else wrapped)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(frame), max(0, frame.shape[1] - 1))
        about = book.add_worksheet("About this table")
        about.set_column(0, 0, 100)
        for row, line in enumerate(note.splitlines()):
            _write(about, row, 0, line, wrapped)
    return memory.getvalue()


def as_graphml(stances: pd.DataFrame) -> bytes:
    """Return a table of stances as a network for Gephi, visone or yEd: speakers, targets, one edge for each pair.

    Nodes have a ``label`` and a ``side`` (speaker or target), speakers their institution and think-tank; edges count
    the stances of each label, and ``weight`` is their sum.
    """
    graph: nx.Graph[str] = nx.Graph()
    for (speaker, target), rows in stances.groupby(["speaker_id", "target"], sort=False):
        known = rows.iloc[0]
        counts = rows["label"].value_counts()
        graph.add_node(
            f"speaker:{speaker}",
            label=known["speaker"],
            side="speaker",
            institution=known["institution"],
            think_tank=known["think_tank"],
        )
        graph.add_node(f"target:{target}", label=target, side="target")
        graph.add_edge(
            f"speaker:{speaker}",
            f"target:{target}",
            weight=len(rows),
            **{label: int(counts.get(label, 0)) for label in ("supportive", "critical", "neutral")},
        )
    return as_network(graph)


def as_network(graph: "nx.Graph[str]") -> bytes:
    """Return a network as GraphML."""
    return "\n".join(nx.generate_graphml(graph)).encode()


@contextlib.contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing that is never seen half written: whoever stops the program leaves the old one or the new.

    What is no file, such as /dev/stdout, is written to directly. Raises OSError with the name of the file.
    """
    is_file = path.is_file() or not path.exists()
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft") if is_file else path
    try:
        with draft.open("wb") as file:
            yield file
        if is_file:
            draft.replace(path)
    except BaseException as error:
        if is_file:
            with contextlib.suppress(OSError):
                draft.unlink()
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is never seen half written, as ``whole`` does."""
    with whole(path) as file:
        file.write(data)


def provenance(chosen: QuoteFilter, *, articles: int, rows: int, versions: Iterable[str], made: dt.date) -> str:
    """Return the note that belongs to a table: what was chosen, from how much, when, by which analysis."""
    lines = [
        f"Made on {made.isoformat()} from {articles} article{'' if articles == 1 else 's'}; {rows} rows.",
        "Positions (start, end) count characters of the article's text from 0.",
        *(f"Filter: {line}" for line in _describe(chosen)),
        *(f"Analysis: {version}" for version in sorted(set(versions))),
    ]
    return "\n".join(lines)


def _describe(chosen: QuoteFilter) -> Iterator[str]:
    """Yield one line for each restriction, or one that says there is none."""
    restrictions = [(field.name.replace("_", "-"), getattr(chosen, field.name)) for field in fields(chosen)]
    given = [(name, value) for name, value in restrictions if value]
    for name, value in given:
        values = value if isinstance(value, tuple) else (value,)
        shown = (
            ": ".join(part or "none given" for part in item) if isinstance(item, tuple) else item for item in values
        )
        yield f"{name} = {' or '.join(str(item) or 'none given' for item in shown)}"
    if not given:
        yield "none, all quotes"


def _piece(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _section(section: Section, text: str) -> dict[str, Any]:
    return {
        "heading": section.heading.of(text) if section.heading else None,
        "start": section.span.start,
        "end": section.span.end,
        "label": section.label,
        "keyphrases": list(section.keyphrases),
    }


def _speaker(speaker: Speaker) -> dict[str, Any]:
    affiliation = speaker.affiliation
    return {
        "id": speaker.id,
        "name": speaker.name,
        "names_used": list(speaker.names_used),
        "kind": speaker.kind,
        "role": affiliation.role,
        "affiliation": affiliation.institution,
        "institution_id": affiliation.institution_id,
        "affiliation_kind": affiliation.kind,
        "state_run": affiliation.state_run,
    }


def _quote(quote: Quote, text: str) -> dict[str, Any]:
    return {
        "id": quote.id,
        **_piece(quote.span, text),
        "type": quote.type,
        "speaker": quote.speaker,
        "mention": _piece(quote.mention, text) if quote.mention else None,
        "clause": {"start": quote.clause.start, "end": quote.clause.end} if quote.clause else None,
        "cue": _piece(quote.cue, text) if quote.cue else None,
        "section": quote.section,
        "confidence": quote.confidence,
        "because": quote.because,
    }


def _stance(stance: Stance, text: str) -> dict[str, Any]:
    return {
        "speaker": stance.speaker,
        "target": stance.target,
        "label": stance.label,
        "confidence": stance.confidence,
        "quote": stance.quote,
        "evidence": _piece(stance.evidence, text),
        "because": stance.because,
    }


def _entity(entity: Entity, text: str) -> dict[str, Any]:
    mentions = [_piece(span, text) for span in entity.mentions]
    return {"id": entity.id, "name": entity.name, "label": entity.label, "mentions": mentions}


def _label(label: Label, text: str) -> dict[str, Any]:
    return {
        "institution": label.institution,
        "institution_id": label.institution_id,
        "affiliation_kind": label.kind,
        "mention": _piece(label.mention, text),
        "labels": [{"kind": kind, **_piece(words, text)} for kind, words in zip(label.kinds, label.words, strict=True)],
        "because": label.because,
    }


def _guard(cell: object) -> object:
    return guard(cell) if isinstance(cell, str) else cell


def _write(page: Any, row: int, column: int, value: object, style: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    if isinstance(value, str):
        page.write_string(row, column, value if len(value) <= _LONGEST_CELL else _cut(value), style)
    elif isinstance(value, pd.Timestamp):
        page.write_datetime(row, column, value.to_pydatetime(), style)
    elif isinstance(value, int | float) and not pd.isna(value):
        page.write_number(row, column, round(value, 4), style)
    else:
        page.write_blank(row, column, None, style)


def _cut(words: str) -> str:
    return words[: _LONGEST_CELL - len(_CUT)] + _CUT
