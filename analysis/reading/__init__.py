"""Files and pasted text to articles. What cannot be read is refused in one sentence that says why and what to do."""

from analysis.reading.files import SUFFIXES, compose, read, read_all
from analysis.reading.html import Page
from analysis.reading.limits import Unreadable, check_count
from analysis.reading.parts import PACKED, Part, is_wanted, lines_of_json, open_file

__all__ = [
    "PACKED",
    "SUFFIXES",
    "Page",
    "Part",
    "Unreadable",
    "check_count",
    "compose",
    "is_wanted",
    "lines_of_json",
    "open_file",
    "read",
    "read_all",
]
