"""What the names of files tell of articles."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.patterns import Told, check_pattern, read_name

DAY, MAY = dt.date(2025, 4, 19), dt.date(2025, 5, 9)


@pytest.mark.parametrize(
    ("pattern", "name", "told"),
    [
        ("{date}_{outlet}_{title}", "2025-04-19_Courier_Bridge_to_open.txt", Told("Bridge to open", "Courier", DAY)),
        ("{date}_{outlet}_{title}", "20250419_Aller Courier_Bridge.docx", Told("Bridge", "Aller Courier", DAY)),
        ("{outlet} - {title} - {date}", "in/Courier - Bridge, a - 9 May 2025.pdf", Told("Bridge, a", "Courier", MAY)),
        ("{outlet}_{}_{date}", "Courier_0042_19.04.2025.txt", Told("", "Courier", DAY)),
        ("{outlet}_{title}", "no mark of the kind.txt", Told()),
        ("{date}_{title}", "soon_Bridge.txt", Told("Bridge")),
        ("{title}", "export.txt:3", Told("export")),
    ],
)  # fmt: skip
def test_a_name_is_read_by_its_pattern(pattern: str, name: str, told: Told) -> None:
    assert check_pattern(pattern) == ""
    assert read_name(pattern, name) == told


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [("{author}_{title}", "{author} is not known"), ("title", "names nothing"), ("{title}{title}", "twice")],
)
def test_a_wrong_pattern_says_what_is_wrong(pattern: str, fault: str) -> None:
    assert fault in check_pattern(pattern)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_pattern_and_no_name_breaks_it(pattern: str, name: str) -> None:
    if not check_pattern(pattern):
        read_name(pattern, name)
