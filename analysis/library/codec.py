"""Analyses as JSON text and back, without loss: what is read equals what was written, record by record."""

import dataclasses
import json
import types
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from analysis.records import Analysis, Span


def encode(analysis: Analysis) -> str:
    """Return an analysis as JSON: records as objects, spans as [start, end]."""
    return json.dumps(_plain(analysis), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Analysis:
    """Return the analysis that ``encode`` wrote.

    Fields that an older version did not know take their defaults. Raises ValueError where the text is no analysis.
    """
    try:
        restored = _restore(Analysis, json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"The stored analysis cannot be read: {error}") from error
    if not isinstance(restored, Analysis):
        raise ValueError("The stored analysis cannot be read: it is no record.")  # noqa: TRY004 - bad data, not a bad call
    return restored


def _plain(value: object) -> object:
    if isinstance(value, Span):
        return [value.start, value.end]
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _restore(kind: Any, value: Any) -> object:  # noqa: ANN401 - type hints and JSON values have no narrower type
    origin, options = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (present,) = (option for option in options if option is not type(None))
        restored = None if value is None else _restore(present, value)
    elif origin is tuple:
        restored = tuple(_restore(options[0], item) for item in value)
    elif kind is Span:
        start, end = value
        restored = Span(start, end)
    elif dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        restored = kind(**{name: _restore(hints[name], item) for name, item in value.items() if name in hints})
    elif origin is Literal and value not in options:
        raise TypeError(f"{value!r} is none of {', '.join(options)}")
    else:
        restored = value
    return restored


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
