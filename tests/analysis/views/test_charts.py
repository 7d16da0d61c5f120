"""Figures show the counts of their tables, say so in their titles, lead back to records, and never show markup."""

import html
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import Analysis, Article
from analysis.views import charts, positions, tables, vocabulary

HOSTILE = "<b>x</b> <a href='http://127.0.0.1'>y</a> $5 to $10"


def frame(quotes: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Return a table of quotes from speaker, institution and kind."""
    rows = [
        {
            **dict.fromkeys(tables.QUOTES, ""),
            "quote_id": f"q{number}",
            "speaker_id": speaker,
            "speaker": speaker,
            "institution": institution,
            "affiliation_kind": kind,
            "type": "direct",
            "quote": "some words",
            "place": 10.0 * number,
            "published": pd.NaT,
            "confidence": 1.0,
            "start": number,
            "end": number + 1,
        }
        for number, (speaker, institution, kind) in enumerate(quotes)
    ]
    return pd.DataFrame(rows, columns=list(tables.QUOTES)).astype(dict(tables.QUOTES))


def stance_frame(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Return a table of stances from speaker, target and label."""
    return pd.DataFrame(rows, columns=["speaker", "target", "label"])


ANN, BEN = ("Ann Lee", "Brook Institute", "think-tank"), ("Ben Roe", "Ministry", "government")


def drawn(chart: charts.Chart) -> dict[str, int]:
    """Return what the bars of a chart count, by what a click on them hands back."""
    return {key: x for bar in chart.figure.data for key, x in zip(bar.customdata, bar.x, strict=True)}


def test_speaker_bars_count_quotes_and_hand_back_names() -> None:
    quotes = frame([ANN, ANN, BEN])
    chart = charts.speaker_bars(tables.speakers(quotes), total=3)
    assert drawn(chart) == {"Ann Lee": 2, "Ben Roe": 1}
    assert chart.title == "Ann Lee is quoted most: 2 of 3 quotes"


@pytest.mark.parametrize(
    ("quotes", "title"),
    [
        ([ANN], "Ann Lee is quoted most: 1 of 1 quote"),
        ([ANN, BEN], "Ann Lee and Ben Roe lead with 1 of 2 quotes each"),
        ([ANN, BEN, ("Cy Po", "", "none")], "Ann Lee and 2 others lead with 1 of 3 quotes each"),
        ([], "None of 0 quotes can be counted here"),
    ],
)
def test_title_says_who_leads(quotes: list[tuple[str, str, str]], title: str) -> None:
    assert charts.speaker_bars(tables.speakers(frame(quotes)), total=len(quotes)).title == title


def test_institutions_without_a_name_have_no_bar() -> None:
    assert drawn(charts.institution_bars(frame([ANN, ("Cy Po", "", "none")]))) == {"Brook Institute": 1}


def test_bars_keep_the_colour_of_their_kind_whatever_is_filtered() -> None:
    both = charts.speaker_bars(tables.speakers(frame([ANN, BEN])), total=2)
    one = charts.speaker_bars(tables.speakers(frame([BEN])), total=1)
    colour = {bar.name: bar.marker.color[0] for bar in both.figure.data}
    assert one.figure.data[0].marker.color[0] == colour["Government"] == vocabulary.KIND_COLOURS["government"]


def test_stance_bars_count_by_label() -> None:
    chart = positions.stance_bars(
        stance_frame([("A", "tax", "critical"), ("B", "tax", "critical"), ("A", "road", "supportive")])
    )
    counts = {bar.name: dict(zip(bar.customdata, bar.x, strict=True)) for bar in chart.figure.data}
    assert counts["− Critical"] == {"tax": 2, "road": 0}
    assert counts["+ Supportive"] == {"tax": 0, "road": 1}
    assert chart.title == "2 critical and 1 supportive statements; tax is criticised most (2)"


def test_stance_grid_has_a_cell_for_each_pair_with_its_sign() -> None:
    chart = positions.stance_grid(
        stance_frame([("A", "tax", "critical"), ("A", "tax", "supportive"), ("B", "road", "neutral")])
    )
    cells = {tuple(pair): trace.text for trace in chart.figure.data for pair in trace.customdata}
    assert cells == {("A", "tax"): "±", ("B", "road"): "○"}
    assert chart.title == "1 critical and 1 supportive statements; tax is criticised most (1)"


def test_count_grid_shows_known_pairs_only() -> None:
    pairs = pd.DataFrame({"row": ["a", "b"], "column": ["x", "y"], "count": [3, 1]})
    chart = charts.count_grid(pairs, rows=["a"], columns=["x", "y"], title="t", unit="quote")
    (trace,) = chart.figure.data
    assert [list(pair) for pair in trace.customdata] == [["a", "x"]]
    assert list(trace.text) == ["3"]


def test_reading_order_keeps_the_ids_and_places_of_quotes() -> None:
    chart = charts.reading_order(frame([ANN, BEN, ("", "", "none")]))
    points = {key: x for trace in chart.figure.data if trace.customdata is not None
              for key, x in zip(trace.customdata, trace.x, strict=True)}  # fmt: skip
    assert points == {"q0": 0.0, "q1": 10.0, "q2": 20.0}
    assert chart.title == "Ann Lee is quoted first, No speaker given last"


def test_dates_without_a_day_are_left_out() -> None:
    dates = pd.DataFrame(
        {
            "words": ["Friday", "soon"],
            "resolved": ["2024-05-31", ""],
            "since": [pd.Timestamp("2024-05-31"), pd.NaT],
            "until": [pd.Timestamp("2024-05-31"), pd.NaT],
            "event": ["On Friday", "It comes soon"],
            "context": ["On Friday.", "It comes soon."],
            "start": [3, 8],
        }
    )
    chart = charts.date_axis(dates)
    assert [list(trace.customdata) for trace in chart.figure.data] == [[3, 3]]
    assert chart.figure.layout.annotations[0].text == "<b>31 May 2024</b>  On Friday"
    assert chart.title == "The text tells of 1 moment between 31 May 2024 and 31 May 2024"


def test_every_chart_of_the_sample_draws_and_states_itself(sample: tuple[Article, Analysis]) -> None:
    corpus = [sample]
    quotes, stances = tables.quotes(corpus), tables.stances(corpus)
    for chart in (
        charts.speaker_bars(tables.speakers(quotes), total=len(quotes)),
        charts.institution_bars(quotes),
        positions.stance_bars(stances),
        positions.stance_grid(stances),
        charts.reading_order(quotes),
        charts.date_axis(tables.dates(corpus)),
    ):
        assert len(chart.title.split()) > 3
        assert chart.figure.to_dict()["layout"]["height"] > 100


def test_markup_in_names_is_shown_as_written() -> None:
    chart = charts.speaker_bars(tables.speakers(frame([(HOSTILE, "", "none")])), total=1)
    shown = [*(note.text for note in chart.figure.layout.annotations), *chart.figure.data[0].hovertext]
    for text in shown:
        assert "<a" not in text
        assert "$" not in text


@given(st.text())
def test_escaped_text_holds_no_markup_and_can_be_read_back(text: str) -> None:
    escaped = charts.escape(text)
    assert not re.search(r"[<>$\"']", escaped)
    assert html.unescape(escaped) == " ".join(text.split())


@pytest.mark.parametrize(
    ("count", "unit", "words"), [(0, "quote", "0 quotes"), (1, "quote", "1 quote"), (1234, "entity", "1,234 entities")]
)
def test_counts_agree_with_their_nouns(count: int, unit: str, words: str) -> None:
    assert vocabulary.counted(count, unit) == words


@pytest.mark.parametrize(
    ("labels", "label"),
    [
        (("neutral",), "neutral"),
        (("neutral", "critical"), "critical"),
        (("supportive", "critical"), "mixed"),
        (("supportive", "supportive"), "supportive"),
    ],
)
def test_several_stances_make_one(labels: tuple[str, ...], label: str) -> None:
    assert vocabulary.combined(labels) == label


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", ["#ffffff", "#12161a"])
@pytest.mark.parametrize("colour", [*vocabulary.PALETTE, vocabulary.GREY])
def test_colours_stand_out_in_light_and_dark(colour: str, ground: str) -> None:
    dark, light = sorted((luminance(colour), luminance(ground)))
    assert (light + 0.05) / (dark + 0.05) >= 3
