"""The label audit counts what the records say: by mention and by article, by institution and by outlet."""

from dataclasses import replace

from analysis.records import Analysis, Article, Label, Span
from analysis.views import labels
from tests.annotated import annotated_article

TEXT = "The conservative Alpha Fund spoke. Alpha Fund wrote. Beta Fund, in Rome, wrote."


def corpus() -> list[tuple[Article, Analysis]]:
    """Return two articles with the same text, of which only one has an outlet."""
    cited = (
        Label("Alpha Fund", None, "ngo", Span(17, 27), ("ideology",), (Span(4, 16),), "before"),
        Label("Alpha Fund", None, "ngo", Span(35, 45), because="alone"),
        Label("Beta Fund", None, "think-tank", Span(53, 62), ("place",), (Span(64, 71),), "after"),
    )
    first = Article("a", TEXT, "First", "The Paper")
    return [
        (first, Analysis("a", "x", labels=cited)),
        (Article("b", TEXT, "Second"), Analysis("b", "x", labels=cited[1:2])),
    ]


def test_every_citation_is_a_row_that_leads_back_to_its_words() -> None:
    table = labels.labels(corpus())
    assert list(table["label"]) == ["Ideology", "Name alone", "Place", "Name alone"]
    assert list(table["words"]) == ["conservative", "", "in Rome", ""]
    assert {TEXT[start:end] for start, end in zip(table["start"], table["end"], strict=True)} == {
        "Alpha Fund",
        "Beta Fund",
    }
    assert table["sentence"][2] == "Beta Fund, in Rome, wrote."


def test_once_an_article_a_label_counts_for_all_mentions() -> None:
    table = labels.once_an_article(labels.labels(corpus()))
    assert list(zip(table["article_id"], table["institution"], table["label"], table["citations"], strict=True)) == [
        ("a", "Alpha Fund", "Ideology", 2),
        ("a", "Beta Fund", "Place", 1),
        ("b", "Alpha Fund", "Name alone", 1),
    ]
    assert int(table["start"][0]) == 17


def test_row_of_an_article_points_to_the_first_mention_with_a_label() -> None:
    article, analysis = corpus()[0]
    turned = replace(analysis, labels=analysis.labels[1::-1])
    assert labels.once_an_article(labels.labels([(article, turned)]))["start"][0] == 17


def test_shares_are_of_the_citations_of_their_row() -> None:
    cells = labels.shares(labels.labels(corpus()), by="institution")
    told = {
        (row, column): shown for row, column, shown in zip(cells["row"], cells["column"], cells["shown"], strict=True)
    }
    assert told == {
        ("Alpha Fund", "Citations"): "3",
        ("Alpha Fund", "Name alone"): "67%",
        ("Alpha Fund", "Ideology"): "33%",
        ("Beta Fund", "Citations"): "1",
        ("Beta Fund", "Place"): "100%",
    }
    assert list(labels.shares(labels.labels(corpus()), by="outlet")["row"].unique()) == ["The Paper", "No outlet given"]


def test_chart_says_its_point_and_leads_back() -> None:
    chart = labels.share_grid(labels.labels(corpus()), by="institution")
    assert chart.title == "2 of 4 citations give the name alone"
    assert ["Alpha Fund", "Ideology"] in list(chart.figure.data[0].customdata)


def test_tables_of_nothing_keep_their_columns() -> None:
    nothing = labels.labels([])
    assert list(nothing.columns) == list(labels.LABELS)
    assert list(labels.once_an_article(nothing).columns) == list(labels.LABELS)
    assert labels.shares(nothing, by="outlet").empty
    assert labels.share_grid(nothing, by="outlet").title == "No citation"


def test_sample_by_hand() -> None:
    table = labels.once_an_article(labels.labels([annotated_article()]))
    assert list(table["label"]) == ["Function; Place", "Funding or ownership"]
