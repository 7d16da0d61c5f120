"""The overview counts what the page Stance counts."""

import re

import pytest

from tests.pages.visiting import Open


@pytest.mark.usefixtures("filled")
def test_overview_and_stance_count_the_same_sides(visit: Open) -> None:
    titles = [
        next(head.value for head in visit(page).subheader if "supportive statement" in head.value)
        for page in ("overview", "stance")
    ]
    counts = [re.findall(r"\d+", title)[:2] for title in titles]
    assert counts[0] == counts[1]
