"""The table of claims: the published names, one row per quote and target, and a way back to every quote."""

import pandas as pd

from analysis.views import claims, exchange, export, tables
from tests.analysis.library.synthetic import sample

ARTICLE, ANALYSIS = sample()
QUOTES, STANCES = tables.quotes([sample()]), tables.stances([sample()])


def test_the_names_are_the_published_ones_and_then_ours() -> None:
    table = claims.claims(QUOTES, STANCES)
    assert list(table.columns[:8]) == ["doc_id", "quote", "cdate", "begin", "end", "actorvalues", "claims", "cpos"]
    assert table.dtypes.astype(str).to_dict() == dict(claims.CLAIMS)


def test_every_stance_of_a_quote_is_a_claim_with_the_words_and_the_place_of_the_quote() -> None:
    table = claims.claims(QUOTES, STANCES)
    assert len(table) == (STANCES["quote_id"] != "").sum() > 0
    for begin, end, words in zip(table["begin"], table["end"], table["quote"], strict=True):
        assert ARTICLE.text[begin:end] == words
    assert (table["cdate"] == "20250419").all()
    by_label = {"supportive": (1, "positive"), "critical": (-1, "negative"), "neutral": (0, "neutral")}
    expected = [
        by_label[stance.label] for quote in ANALYSIS.quotes for stance in ANALYSIS.stances if stance.quote == quote.id
    ]
    assert sorted(zip(table["cpos"], table["polarity"], strict=True)) == sorted(expected)


def test_actors_are_named_as_the_published_data_name_them() -> None:
    said = pd.concat([STANCES.head(1)] * 4, ignore_index=True)
    said["speaker"] = pd.Series(["Ann Lee", "Oxfam", "Ann Lee", ""], dtype="str")
    said["institution"] = pd.Series(["Oxfam", "Oxfam", "", ""], dtype="str")
    said["published"] = pd.NaT
    table = claims.claims(QUOTES, said)
    assert table["actorvalues"].tolist() == ["per_Ann Lee; org_Oxfam", "org_Oxfam", "per_Ann Lee", ""]
    assert table["cdate"].tolist() == [""] * 4


def test_only_claims_in_the_quotes_given_are_listed() -> None:
    some = QUOTES[QUOTES["speaker"] == "James Nixey"]
    table = claims.claims(some, STANCES)
    assert set(table["actor"]) == {"James Nixey"}
    assert set(table["quote_id"]) <= set(some["quote_id"])
    empty = claims.claims(QUOTES.head(0), STANCES)
    assert empty.empty
    assert list(empty) == list(claims.CLAIMS)


def test_sides_are_numbers_that_no_spreadsheet_takes_for_a_formula() -> None:
    lines = export.as_csv(claims.claims(QUOTES, STANCES)).decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == list(claims.CLAIMS)
    assert exchange.as_records(claims.claims(QUOTES, STANCES)).startswith(b'[\n{"doc_id": "')
