"""A table that was edited elsewhere comes back as reviews of exactly what differs."""

import pytest

from analysis.records import Analysis, Article, Quote
from analysis.views import exchange, export, tables
from analysis.views.archive import Unusable
from analysis.views.edited import edits
from tests.analysis.library.synthetic import sample

CURRENT = tables.quotes([sample()])


def look(identity: str) -> tuple[Article, Analysis, Quote] | None:
    article, analysis = sample()
    found = next((quote for quote in analysis.quotes if quote.id == identity), None)
    return (article, analysis, found) if found else None


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "parquet"])
def test_a_table_that_nobody_edited_says_nothing(kind: str) -> None:
    written = {
        "csv": lambda: export.as_csv(CURRENT),
        "xlsx": lambda: export.as_xlsx(CURRENT, sheet="Quotes", note="note"),
        "json": lambda: exchange.as_records(CURRENT),
        "parquet": lambda: exchange.as_parquet(CURRENT, note="note"),
    }[kind]()
    found = edits(exchange.read_table(written, f"quotes.{kind}"), CURRENT, look, who="Ann")
    assert (found.entries, found.unknown) == ((), 0)


def test_what_differs_becomes_a_review() -> None:
    edited = CURRENT.copy()
    edited.loc[0, ["speaker", "role"]] = ["Ann Lee", "chief economist"]
    edited.loc[1, "review"] = "accepted"
    edited.loc[2, "quote_id"] = "gone"
    found = edits(edited[["quote_id", "speaker", "role", "review"]], CURRENT, look, who="Ben")
    first, second = found.entries
    assert found.unknown == 1
    assert (first.what, first.who) == ("change", "Ben")
    assert first.before
    assert first.after
    assert (first.after.speaker, first.after.role) == ("Ann Lee", "chief economist")
    assert (first.after.institution, first.after.span) == (first.before.institution, first.before.span)
    assert (second.what, second.after, second.quote_id) == ("accept", None, CURRENT.loc[1, "quote_id"])


def test_a_word_that_a_column_cannot_hold_is_refused() -> None:
    edited = CURRENT.copy()
    edited.loc[0, "affiliation_kind"] = "thinktank"
    with pytest.raises(Unusable, match=r"think-tank.*affiliation_kind"):
        edits(edited, CURRENT, look, who="")
