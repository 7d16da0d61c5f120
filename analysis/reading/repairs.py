"""Characters that were read in the wrong encoding before the file came here ("donâ€™t") put right, and told."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

_SIGNS = re.compile(r"[ÂÃÅÄ][\x80-ÿ‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]|â€|â\x80|ï»¿|ðŸ")
"""Pairs that letters of two or more bytes turn into when they are read one byte at a time."""
_MOST = 20
"""Repaired words that are told."""


def repair(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the text with garbled characters put right, and the words that changed: as they were, as they are now.

    Line by line, by the method of ftfy (Speer 2019), its encoding step alone: quotation marks, ligatures, widths and
    spaces stay as they are. A line is changed only where its letters make no sense otherwise.
    """
    if not _SIGNS.search(text):
        return text, ()
    from ftfy import fix_encoding  # noqa: PLC0415 - only for such texts

    lines = text.splitlines(keepends=True)
    fixed = [fix_encoding(line) if _SIGNS.search(line) else line for line in lines]
    told = dict.fromkeys(
        pair for was, now in zip(lines, fixed, strict=True) if was != now for pair in _changed(was.split(), now.split())
    )
    return "".join(fixed), tuple(told)[:_MOST]


def _changed(was: list[str], now: list[str]) -> Iterator[tuple[str, str]]:
    for what, start, end, first, last in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what != "equal":
            yield " ".join(was[start:end]), " ".join(now[first:last])
