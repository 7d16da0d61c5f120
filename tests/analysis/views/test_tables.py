import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings

from analysis.library.filters import QuoteFilter
from analysis.records import Affiliation, Analysis, Article, Entity, Quote, Section, Span, Speaker, Stance, article_id
from analysis.views import findings, tables
from tests.analysis.library.synthetic import corpora, sample

TEXT = """Ana Reyes of the Northern Institute said the plan was “sound”. “It works,” she said.
A second part
Officials called it “a mess”."""


def made() -> tuple[Article, Analysis]:
    """Return an article in which every column of the tables has a value that a person can check."""
    article = Article(article_id(TEXT), TEXT, "A plan", outlet="The Paper", published=dt.date(2024, 5, 31))
    heading = TEXT.index("A second part")

    def quote(words: str, identity: str, speaker: str | None) -> Quote:
        span = Span(TEXT.index(words), TEXT.index(words) + len(words))
        return Quote(identity, span, "direct", speaker, None, None, None, "neutral", None, 0.9, "marks")

    officials = TEXT.index("Officials")
    return article, Analysis(
        article_id=article.id,
        fingerprint="1",
        sections=(
            Section(Span(0, heading), None, "Opening", ("plan", "institute")),
            Section(Span(heading, len(TEXT)), Span(heading, heading + 13), "A second part"),
        ),
        speakers=(
            Speaker(
                "ana-reyes",
                "Ana Reyes",
                "person",
                affiliation=Affiliation("fellow", "Northern Institute", "ni", "think-tank"),
            ),
            Speaker("plan-body", "Plan Body", "organisation", affiliation=Affiliation(kind="ngo")),
        ),
        quotes=(
            replace(quote("It works,", "q2", "ana-reyes"), cue=Span(TEXT.index("said."), TEXT.index("said.") + 4)),
            replace(quote("sound", "q1", "ana-reyes"), type="mixed"),
            replace(quote("a mess", "q3", None), mention=Span(officials, officials + 9), section=1),
        ),
        stances=(
            Stance("ana-reyes", "the plan", "supportive", 0.8, "q1", Span(0, 9), "sound"),
            Stance("ana-reyes", "critics; doubters", "critical", 0.75, "q1", Span(0, 9), "contrast"),
            Stance("ana-reyes", "the plan", "neutral", 0.7, "q2", Span(0, 9), "no word"),
            Stance("ana-reyes", "the plan", "supportive", 0.7, None, Span(0, 9), "overall"),
        ),
        entities=(Entity("ni", "Northern Institute", "ORG", (Span(17, 35),)),),
    )


def words_at(table: pd.DataFrame, text: str) -> list[str]:
    return [text[start:end] for start, end in zip(table["start"], table["end"], strict=True)]


def test_a_quote_has_its_words_speaker_institution_stance_and_place() -> None:
    first, second, third = tables.quotes([made()]).to_dict("records")
    body = len(TEXT)
    assert first == {
        "quote_id": "q1",
        "article_id": article_id(TEXT),
        "article": "A plan",
        "outlet": "The Paper",
        "published": pd.Timestamp("2024-05-31"),
        "quote": "sound",
        "type": "mixed",
        "speaker_id": "ana-reyes",
        "speaker": "Ana Reyes",
        "speaker_kind": "person",
        "role": "fellow",
        "institution": "Northern Institute",
        "institution_id": "ni",
        "affiliation_kind": "think-tank",
        "think_tank": "Northern Institute",
        "country": "",
        "parent": "",
        "stance": "mixed",
        "targets": "the plan; critics, doubters",
        "section": "Opening",
        "place": 100 * TEXT.index("sound") / body,
        "cue": "",
        "attitude": "neutral",
        "confidence": 0.9,
        "because": "marks",
        "review": "",
        "start": TEXT.index("sound"),
        "end": TEXT.index("sound") + 5,
    }
    assert (second["quote_id"], second["cue"], second["stance"], second["targets"]) == (
        "q2",
        "said",
        "neutral",
        "the plan",
    )
    assert (third["speaker"], third["speaker_id"], third["speaker_kind"]) == ("Officials", "", "")
    assert (third["stance"], third["targets"], third["think_tank"], third["affiliation_kind"]) == (
        "none",
        "",
        "",
        "none",
    )
    assert third["section"] == "A second part"


def test_quotes_of_the_sample() -> None:
    quotes = tables.quotes([sample()])
    assert len(quotes) == 37
    assert dict(quotes["type"].value_counts()) == {"direct": 14, "mixed": 14, "indirect": 9}
    assert dict(quotes.loc[quotes["think_tank"] != "", "think_tank"].value_counts()) == {
        "Chatham House": 11,
        "National Institute for Strategic Studies": 3,
        "New Eurasian Strategies Centre": 3,
    }
    assert quotes["place"].is_monotonic_increasing
    assert quotes["place"].between(0, 100).all()
    text = sample()[0].text
    assert words_at(quotes, text) == list(quotes["quote"])


def test_speakers_are_counted_most_quoted_first() -> None:
    speakers = tables.speakers(tables.quotes([sample()]))
    assert list(speakers["speaker"])[:2] == ["Samantha de Bendern", "James Nixey"]
    assert list(speakers["quotes"])[:2] == [6, 5]
    assert len(speakers) == 12
    assert (speakers["direct"] + speakers["mixed"] + speakers["indirect"] == speakers["quotes"]).all()
    assert speakers["quotes"].sum() == 33, "the four quotes without a speaker are nobody's"


def test_a_speaker_keeps_the_institution_that_one_article_names_and_another_does_not() -> None:
    article, analysis = sample()
    other = Article("0" * 16, article.text, "Other")
    unplaced = tuple(Speaker(speaker.id, speaker.name, speaker.kind) for speaker in analysis.speakers)
    bare = Analysis(other.id, "1", speakers=unplaced, quotes=analysis.quotes)
    speakers = tables.speakers(tables.quotes([(other, bare), (article, analysis)])).set_index("speaker")
    assert speakers.loc["James Nixey", "think_tank"] == "Chatham House"
    assert speakers.loc["James Nixey", "articles"] == 2
    assert speakers.loc["James Nixey", "quotes"] == 10


def test_stances_name_speaker_target_and_the_words_that_show_them() -> None:
    stances = tables.stances([made()])
    assert list(stances["label"]) == ["supportive", "critical", "neutral", "supportive"]
    assert list(stances["quote_id"]) == ["q1", "q1", "q2", ""]
    assert set(stances["evidence"]) == {"Ana Reyes"}
    assert set(stances["think_tank"]) == {"Northern Institute"}
    assert len(tables.stances([sample()])) == 10


def test_sections_count_words_quotes_and_speakers() -> None:
    opening, second = tables.sections([made()]).to_dict("records")
    assert (opening["number"], opening["quotes"], opening["speakers"]) == (1, 2, 1)
    assert opening["keyphrases"] == "plan; institute"
    assert (second["section"], second["number"], second["words"], second["quotes"], second["speakers"]) == (
        "A second part",
        2,
        8,
        1,
        0,
    )


def test_an_organisation_is_its_own_institution() -> None:
    article, analysis = made()
    speaker = analysis.speakers[1]
    quotes = tuple(replace(quote, speaker=speaker.id) for quote in analysis.quotes)
    table = tables.quotes([(article, Analysis(article.id, "1", speakers=(speaker,), quotes=quotes))])
    assert set(table["institution"]) == {"Plan Body"}
    assert set(table["think_tank"]) == {""}


def test_dates_have_their_days_and_their_sentence() -> None:
    dates = tables.dates([sample()])
    assert list(dates["words"]) == ["Friday", "Thursday", "February", "Thursday"]
    assert list(dates["since"]) == [
        pd.Timestamp(day) for day in ("2025-04-18", "2025-04-17", "2025-02-01", "2025-04-17")
    ]
    assert dates.loc[2, "until"] == pd.Timestamp("2025-02-28")
    assert dates.loc[2, "context"] == (
        "Although both sides were ready to sign the agreement back in February, the process was postponed after a "
        "heated exchange erupted during an Oval Office meeting between Trump and Zelensky."
    )


@pytest.mark.parametrize(
    ("resolved", "since", "until"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("1990/1999", "1990-01-01", "1999-12-31"),
        ("2024-05-27/2024-06-02", "2024-05-27", "2024-06-02"),
        ("2023-02-29", None, None),
        ("0000", None, None),
        ("2024-13", None, None),
        ("soon", None, None),
        (None, None, None),
    ],
)
def test_the_first_and_last_day_of_a_date(resolved: str | None, since: str | None, until: str | None) -> None:
    expected = tuple(dt.date.fromisoformat(day) if day else None for day in (since, until))
    assert findings.days_of(resolved) == expected


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("It ended. Two came today. Three.", "today", "Two came today."),
        ("He left. “Go on Friday!” she said. Then.", "Friday", "“Go on Friday!” she said."),
        ("It was Gen. Li who came on May 3. He left.", "May", "It was Gen. Li who came on May 3."),
        ("A heading on Monday\nThe text. More.", "Monday", "A heading on Monday"),
        ("no end in 2024", "2024", "no end in 2024"),
    ],
)
def test_the_sentence_around_a_word(text: str, word: str, sentence: str) -> None:
    start = text.index(word)
    assert findings.sentence_around(text, Span(start, start + len(word))) == sentence


def test_entities_and_their_mentions() -> None:
    entities, mentions = tables.entities([sample()]), tables.mentions([sample()])
    assert entities.set_index("entity")["mentions"].to_dict() == {
        name: sample()[0].text.count(name) for name in ("Nixey", "Trump", "Putin")
    }
    assert entities["mentions"].sum() == len(mentions)
    assert mentions["start"].is_monotonic_increasing
    assert mentions.loc[mentions["entity"] == "Putin", "section"].iloc[0] in set(tables.sections([sample()])["section"])


@pytest.mark.parametrize(
    ("build", "columns"),
    [
        (tables.quotes, tables.QUOTES),
        (tables.stances, tables.STANCES),
        (tables.sections, tables.SECTIONS),
        (tables.dates, tables.DATES),
        (tables.entities, tables.ENTITIES),
        (tables.mentions, tables.MENTIONS),
        (lambda corpus: tables.speakers(tables.quotes(corpus)), tables.SPEAKERS),
    ],
)
def test_columns_and_dtypes_are_the_same_with_rows_and_without(
    build: Callable[[tables.Corpus], pd.DataFrame], columns: Mapping[str, str]
) -> None:
    expected = pd.Series({name: pd.Series(dtype=dtype).dtype for name, dtype in columns.items()})
    for corpus in ([], [sample()], [made(), sample()]):
        pd.testing.assert_series_equal(build(corpus).dtypes, expected, check_names=False)


@settings(max_examples=30, deadline=None)
@given(corpora())
def test_every_row_leads_back_to_its_words(pair: tuple[Article, Analysis]) -> None:
    text = pair[0].text
    quotes = tables.quotes([pair])
    assert words_at(quotes, text) == list(quotes["quote"])
    assert quotes["place"].between(0, 100).all()
    stances = tables.stances([pair])
    assert words_at(stances, text) == list(stances["evidence"])
    assert len(tables.mentions([pair])) == tables.entities([pair])["mentions"].sum()
    for build in (tables.sections, tables.dates):
        assert not build([pair]).isna().drop(columns=["since", "until"], errors="ignore").any(axis=None)


def test_a_choice_keeps_order_and_index_and_leaves_the_table_alone() -> None:
    quotes = tables.quotes([sample()])
    before = quotes.copy()
    chosen = tables.choose(quotes, QuoteFilter(think_tanks=("Chatham House",), words="business DEALS"))
    assert len(chosen) == 2
    pd.testing.assert_frame_equal(chosen, quotes.loc[chosen.index])
    pd.testing.assert_frame_equal(quotes, before)


def test_no_restriction_keeps_all_and_none_given_is_a_choice() -> None:
    quotes = tables.quotes([sample()])
    assert len(tables.choose(quotes, QuoteFilter())) == 37
    assert len(tables.choose(quotes, QuoteFilter(think_tanks=("",)))) == 20
    assert len(tables.choose(quotes, QuoteFilter(think_tanks=("", "Chatham House")))) == 31
    assert set(tables.choose(quotes, QuoteFilter(speakers=("",)))["speaker"]) == {""}


def test_an_undated_article_is_outside_every_span_of_days() -> None:
    article, analysis = made()
    undated = Article(article.id, article.text, article.title)
    quotes = tables.quotes([(undated, analysis)])
    assert len(tables.choose(quotes, QuoteFilter(since=dt.date(1900, 1, 1)))) == 0
    assert len(tables.choose(quotes, QuoteFilter(until=dt.date(2100, 1, 1)))) == 0
