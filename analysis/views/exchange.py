"""Tables of quotes for other programs, and back: what was exported as CSV, Excel, JSON or Parquet is read again.

What comes back is the table that was exported, with its columns, its types and its days, "" where nothing is given,
and numbered from 0. The text of cells comes back character by character: CSV holds it guarded against formulas, which
is undone; a workbook holds characters that XML forbids in a form of its own (_x0001_), which is undone too. Limits:
CSV holds numbers with 4 significant digits and a workbook with 4 decimals, and so they come back; JSON of a table
without rows has no columns of a person's own. No file can hold a lone surrogate, which UTF-8 has no form for.
"""

import datetime as dt
import io
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.library.cells import unguard
from analysis.views import tables, workbook
from analysis.views.archive import MOST_UNPACKED, Unusable

MOST_BYTES = 100 * 1024 * 1024
"""Of a file that holds a table."""
_NEEDED = ("quote_id", "article_id", "quote", "start", "end")
_LONGEST_CELL, _CUT = 32_767, "(cut here; the CSV file has it all)"
_CELL = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\r|\n|\Z)')
_EPOCH, _LEAP = dt.datetime(1899, 12, 30), 60  # noqa: DTZ001 - a sheet has no zones
"""A sheet counts days from 1899-12-31 and takes 1900 for a leap year: its 60 is a day that never was."""
Columns = Mapping[str, Sequence[object]]


def as_records(quotes: pd.DataFrame) -> bytes:
    """Return a table as JSON: a list of one object a row and line, days as 2024-05-31T00:00:00, null where unknown."""
    rows = (
        json.dumps({str(name): _plain(value) for name, value in row.items()}, ensure_ascii=False, allow_nan=False)
        for row in quotes.to_dict("records")
    )
    return ("[\n" + ",\n".join(rows) + "\n]\n").encode()


def as_parquet(quotes: pd.DataFrame, *, note: str) -> bytes:
    """Return a table as Parquet, its columns typed; ``note`` is the "note" of the schema's metadata."""
    table = pa.Table.from_pandas(quotes, preserve_index=False)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), b"note": note.encode()})
    memory = io.BytesIO()
    pq.write_table(table, memory, compression="zstd")
    return memory.getvalue()


def read_table(data: bytes, name: str) -> pd.DataFrame:
    """Return the table of quotes that a file holds; the end of its name says which kind of file it is.

    Raises Unusable, a ValueError that says what to do, where the file is no such table, was cut by a workbook's limit
    or is too large.
    """
    readers: Mapping[str, Callable[[bytes], Columns]] = {
        "csv": _from_csv,
        "xlsx": _from_workbook,
        "json": _from_records,
        "parquet": _from_parquet,
    }
    read = readers.get(name.rpartition(".")[2].casefold())
    if read is None:
        raise Unusable("The file is no table of a known kind: choose a .csv, .xlsx, .json or .parquet file.")
    if len(data) > MOST_BYTES:
        raise Unusable(
            f"The file has {len(data) / 2**20:.1f} MB and the limit is {MOST_BYTES // 2**20} MB: export less."
        )
    columns = read(data)
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        raise Unusable(f"The file is no table of quotes, it has no column {missing[0]}: export one from Quotes.")
    return pd.DataFrame({column: _typed(column, values) for column, values in columns.items()})


def _from_csv(data: bytes) -> Columns:
    try:
        header, *rows = _lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unusable("The file is no CSV in UTF-8: save it as CSV UTF-8, or export it again.") from error
    if any(len(row) != len(header) for row in rows):
        raise Unusable("Lines of the CSV have more or fewer cells than the first: export it again.")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(header)}
    return {
        name: [unguard(cell) for cell in cells] if tables.QUOTES.get(name, "str") == "str" else cells
        for name, cells in columns.items()
    }


def _lines(text: str) -> list[list[str]]:
    """Return the cells of a CSV (RFC 4180), however long they are; lines without any are left out."""
    lines: list[list[str]] = [[]]
    place = 0
    while found := _CELL.match(text, place):
        lines[-1].append(found[2] if found[1] is None else found[1].replace('""', '"'))
        place = found.end()
        if found[3] != "," and place == len(text):
            return [line for line in lines if line != [""]] or [[]]
        if found[3] != ",":
            lines.append([])
    raise Unusable("A cell of the CSV has a quotation mark too many or too few: export it again.")


def _from_workbook(data: bytes) -> Columns:
    header, *rows = list(workbook.rows(data)) or [[]]
    if any(len(row) > len(header) for row in rows):
        raise Unusable("Rows of the workbook have more cells than its first line: export it again.")
    filled = [[*row, *[None] * (len(header) - len(row))] for row in rows if set(row) - {None}]
    if any(
        isinstance(cell, str) and len(cell) == _LONGEST_CELL and cell.endswith(_CUT) for row in filled for cell in row
    ):
        raise Unusable("A cell of the workbook was cut when it was exported: choose the CSV file, which has it all.")
    return {str(name): [row[place] for row in filled] for place, name in enumerate(header) if name is not None}


def _from_records(data: bytes) -> Columns:
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unusable("The file is no JSON: export it again.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.keys() == rows[0].keys() for row in rows):
        raise Unusable("The JSON is no list of rows with the same columns: export one from Quotes.")
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else tables.QUOTES)}


def _from_parquet(data: bytes) -> Columns:
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        size = sum(file.metadata.row_group(number).total_byte_size for number in range(file.metadata.num_row_groups))
        if size > MOST_UNPACKED:
            raise Unusable(f"Unpacked, the file has more than {MOST_UNPACKED // 2**20} MB: export less.")
        columns: Columns = file.read().to_pydict()
    except (pa.ArrowException, OSError) as error:
        raise Unusable("The file is no Parquet: export it again.") from error
    return columns


def _typed(column: str, values: Sequence[object]) -> "pd.Series[Any]":
    """Return the cells of a column as the type that it has; a column that is not known holds text."""
    dtype = tables.QUOTES.get(column, "str")
    convert: Callable[[object], object] = {
        "str": _words,
        "datetime64[us]": _day,
        "int64": _whole,
        "float64": _number,
    }[dtype]
    converted: list[object] = []
    for row, value in enumerate(values, start=1):
        try:
            converted.append(convert(value))
        except (ValueError, TypeError, OverflowError) as error:
            told = {"datetime64[us]": "no day: write it as 2024-05-31", "str": "no text: write words"}
            what = told.get(dtype, "no number: write digits")
            raise Unusable(f"Quote {row}, column {column}: {str(value)[:40]!r} is {what}.") from error
    return pd.Series(converted, dtype=dtype)


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"  # digits that somebody typed into a sheet
    if isinstance(value, str):
        return value
    raise TypeError(value)


def _day(value: object) -> dt.datetime | None:
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, float):
        return _EPOCH + dt.timedelta(days=value + (value < _LEAP))
    return dt.datetime.fromisoformat(str(value)).replace(tzinfo=None)


def _whole(value: object) -> int:
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(value)
    if isinstance(value, int | float | str):
        return int(value)
    raise TypeError(value)


def _number(value: object) -> float:
    if value is None or value == "":
        return float("nan")
    if isinstance(value, int | float | str):
        return float(value)
    raise TypeError(value)


def _plain(value: object) -> object:
    """Return a cell as JSON has it."""
    if isinstance(value, pd.Timestamp):
        return value.isoformat(timespec="seconds")
    missing = value is pd.NaT or (isinstance(value, float) and math.isnan(value))
    return None if missing else value
