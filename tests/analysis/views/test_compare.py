"""Parties side by side: shares with intervals, first and last word, sides, and quotes that travel."""

import pandas as pd
import pytest

from analysis.views import compare, tables

MARCH, APRIL = pd.Timestamp("2025-03-02"), pd.Timestamp("2025-04-02")


def quotes(*rows: dict[str, object]) -> pd.DataFrame:
    """Return a table of quotes; every row has a think-tank, a speaker and words unless it says otherwise."""
    plain = dict.fromkeys(tables.QUOTES, "") | {
        "published": pd.Timestamp("2025-03-02"),
        "start": 0,
        "quote": "We are here",
    }
    frame = pd.DataFrame([{**plain, "quote_id": str(number), **row} for number, row in enumerate(rows)])
    return frame.astype({"published": "datetime64[us]"})


SAID = quotes(
    {"article_id": "a", "article": "Bruegel sees growth", "think_tank": "Bruegel", "start": 1},
    {"article_id": "a", "article": "Bruegel sees growth", "think_tank": "RUSI", "start": 9},
    {"article_id": "b", "article": "Rain", "think_tank": "Bruegel", "start": 3, "published": APRIL},
    {"article_id": "b", "article": "Rain", "think_tank": "", "start": 7},
)  # fmt: skip
SIDES = pd.DataFrame(
    {"quote_id": ["0", "0", "2"], "think_tank": ["Bruegel"] * 3, "label": ["supportive", "neutral", "critical"]}
)  # fmt: skip


def test_think_tanks_are_counted_side_by_side() -> None:
    first, second = compare.compare(SAID, SIDES, "Think-tanks").to_dict("records")
    assert (first["party"], first["quotes"], first["words"], first["articles"]) == ("Bruegel", 2, 6, 2)
    assert (first["first"], first["last"], first["headlines"]) == (2, 0, 1)
    assert (first["supportive"], first["critical"]) == (1, 1)
    assert first["share"] == pytest.approx(100 * 2 / 3)
    assert first["low"] < first["share"] < first["high"]
    assert (second["party"], second["last"]) == ("RUSI", 1)
    assert compare.share_bars(compare.compare(SAID, SIDES, "Think-tanks"), "Think-tanks").title == (
        "Bruegel has 67 % of all quotes from think-tanks"
    )


def test_months_are_those_of_publication() -> None:
    table = compare.compare(SAID, SIDES, "Months")
    assert dict(zip(table["party"], table["quotes"], strict=True)) == {"2025-03": 3, "2025-04": 1}


def test_who_is_named_but_never_quoted() -> None:
    said = quotes({"article_id": "a", "speaker": "Ann Lee", "institution": "RUSI"})
    mentions = pd.DataFrame(
        {
            "article_id": ["a", "a", "b", "b"],
            "entity": ["Ann Lee", "NATO", "NATO", "Paris"],
            "label": ["PERSON", "ORG", "ORG", "GPE"],
            "start": [1, 2, 3, 4],
        }
    )
    (row,) = compare.unheard(mentions, said).to_dict("records")
    assert (row["entity"], row["mentions"], row["articles"]) == ("NATO", 2, 2)


def test_a_quote_that_travels_is_found_with_what_changed() -> None:
    words = "We will never accept a deal that is made without us"
    said = quotes(
        {"article_id": "a", "article": "A", "speaker": "Ann Lee", "quote": words},
        {"article_id": "b", "article": "B", "speaker": "Ann Lee", "quote": words.replace("never", "not")},
        {"article_id": "a", "article": "A", "speaker": "Ann Lee", "quote": words.upper()},
        {"article_id": "b", "article": "B", "speaker": "Tom Orr", "quote": words},
        {
            "article_id": "c",
            "article": "C",
            "speaker": "Ann Lee",
            "quote": "The weather is fine here in the north",
        },
    )
    found = compare.travelling(said)
    assert set(zip(found["in_one"], found["in_other"], strict=True)) <= {("A", "B"), ("B", "A")}
    assert found.iloc[0]["change"] == "never → not"
    assert set(found["group"]) == {1}


def test_it_says_what_each_speaks_of_and_how_reporters_label_it() -> None:
    rows = SAID.assign(targets=["Growth; Tax", "", "Growth", "Tax"])
    cited = pd.DataFrame(
        {"institution": ["Bruegel", "Bruegel", "RUSI"], "label": ["Function; Place", "Name alone", "Name alone"]}
    )
    table = compare.compare(rows, SIDES, "Think-tanks", labels=cited).set_index("party")
    assert table.loc["Bruegel", "about"] == "Growth, Tax"
    assert table.loc["Bruegel", "labelled"] == "Function 50 %, Place 50 %, Name alone 50 % of 2"
    assert (table.loc["RUSI", "about"], table.loc["RUSI", "labelled"]) == ("", "Name alone 100 % of 1")
    assert "labelled" not in compare.compare(rows, SIDES, "Outlets", labels=cited)
