"""Records as JSON text and back, without loss: what is read equals what was written, record by record."""

import dataclasses
import json
import types
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from analysis.records import Analysis, Article, Span

Kind = TypeVar("Kind")
_DETAILS = ("byline", "told", "columns", "repairs", "moved", "redacted")


def encode(analysis: Analysis) -> str:
    """Return an analysis as JSON: records as objects, spans as [start, end]."""
    return json.dumps(_plain(analysis), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Analysis:
    """Return the analysis that ``encode`` wrote.

    Fields that an older version did not know take their defaults. Raises ValueError where the text is no analysis.
    """
    try:
        restored = _reader(Analysis)(json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"The stored analysis cannot be read: {error}") from error
    if not isinstance(restored, Analysis):
        raise ValueError("The stored analysis cannot be read: it is no record.")  # noqa: TRY004 - bad data, not a bad call
    return restored


def encode_details(article: Article) -> str:
    """Return as JSON what is known of an article beside its text and what lists of articles show."""
    details = {name: _plain(getattr(article, name)) for name in _DETAILS}
    return json.dumps({name: value for name, value in details.items() if value}, ensure_ascii=False)


def decode_details(text: str) -> dict[str, Any]:
    """Return the fields of an article that ``encode_details`` wrote."""
    hints = get_type_hints(Article)
    return {name: _reader(hints[name])(value) for name, value in json.loads(text).items() if name in _DETAILS}


def encode_record(record: object) -> str:
    """Return any record as JSON: its fields as an object, spans as [start, end]."""
    return json.dumps(_plain(record), ensure_ascii=False)


def decode_record(kind: type[Kind], text: str) -> Kind:
    """Return the record of a kind that ``encode_record`` wrote."""
    read: Callable[[Any], Kind] = _reader(cast("Any", kind))
    return read(json.loads(text))


def _plain(value: object) -> object:
    if isinstance(value, Span):
        return [value.start, value.end]
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - type hints and JSON values have no narrower type
    """Return the function that makes a value of one declared type from JSON."""
    origin, options = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (present,) = (_reader(option) for option in options if option is not type(None))
        return lambda value: None if value is None else present(value)
    if origin is tuple and options[-1] is not Ellipsis:
        readers = [_reader(option) for option in options]
        return lambda values: tuple(read(value) for read, value in zip(readers, values, strict=True))
    if origin is tuple:
        one = _reader(options[0])
        return lambda values: tuple(one(value) for value in values)
    if origin is Literal:
        return partial(_one_of, options)
    if kind is Span:
        return lambda ends: Span(*ends)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return partial(_record, kind, {name: _reader(hint) for name, hint in get_type_hints(kind).items()})
    return lambda value: value


def _one_of(words: tuple[str, ...], value: str) -> str:
    if value not in words:
        raise TypeError(f"{value!r} is none of {', '.join(words)}")
    return value


def _record(kind: type, readers: dict[str, Callable[[Any], Any]], fields: dict[str, Any]) -> object:
    return kind(**{name: readers[name](value) for name, value in fields.items() if name in readers})
