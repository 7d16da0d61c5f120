"""What people say of quotes holds after every new analysis, and can be taken back."""

import datetime as dt
from dataclasses import replace

import pytest

from analysis.library import DecisionRefused, Library, ReviewEntry, Said
from analysis.library.reviews import ReviewDeed, conflicts, said_of
from analysis.records import Analysis, Article, Quote, Span

NOW = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - as the tables hold it


@pytest.fixture
def article(filled: Library, sample: tuple[Article, Analysis]) -> Article:
    assert filled.article(sample[0].id)
    return sample[0]


def seen(library: Library, article: Article) -> Analysis:
    found = library.analysis(article.id)
    assert found
    return found


def say(
    library: Library, article: Article, what: ReviewDeed, quote: Quote | None = None, after: Said | None = None
) -> None:
    before = said_of(seen(library, article), quote) if quote else None
    identity = quote.id if quote else ""
    library.review(
        ReviewEntry(
            number=0,
            when=NOW,
            who="Ann",
            what=what,
            article_id=article.id,
            quote_id=identity,
            before=before,
            after=after,
        )
    )


def test_an_accepted_quote_is_certain_and_looks_reviewed(filled: Library, article: Article) -> None:
    quote = seen(filled, article).quotes[0]
    say(filled, article, "accept", quote)
    after = seen(filled, article).quotes[0]
    assert (after.review, after.confidence) == ("accepted", 1.0)
    assert replace(after, review="", confidence=quote.confidence) == quote


def test_a_rejected_quote_goes_with_its_stances_and_its_speaker_if_silent(filled: Library, article: Article) -> None:
    before = seen(filled, article)
    speaker = min(before.speakers, key=lambda each: sum(quote.speaker == each.id for quote in before.quotes))
    for quote in [quote for quote in before.quotes if quote.speaker == speaker.id]:
        say(filled, article, "reject", quote)
    after = seen(filled, article)
    assert speaker.id not in {each.id for each in after.speakers}
    assert {stance.quote for stance in after.stances if stance.quote} <= {quote.id for quote in after.quotes}


def test_a_changed_quote_is_as_the_person_has_it(filled: Library, article: Article) -> None:
    before = seen(filled, article)
    quote = next(quote for quote in before.quotes if any(stance.quote == quote.id for stance in before.stances))
    said = said_of(before, quote)
    wanted = replace(
        said, span=Span(said.span.start + 1, said.span.end), speaker="Tom Orr", role="mayor",
        institution="Leeds Council",
        kind="government", stances=(("the bridge", "critical"),),
    )  # fmt: skip
    say(filled, article, "change", quote, wanted)
    after = seen(filled, article)
    new = next(each for each in after.quotes if each.id == quote.id)
    assert said_of(after, new) == wanted
    assert new.review == "changed"
    others = [each for each in before.quotes if each.id != quote.id]
    assert [each for each in after.quotes if each.id != quote.id] == others


def test_a_missed_quote_is_added_and_everything_is_found_by_search(filled: Library, article: Article) -> None:
    start = article.text.index("Russia")
    say(filled, article, "add", None, Said(span=Span(start, start + 40), type="indirect", speaker="Ann Lee"))
    added = [quote for quote in seen(filled, article).quotes if quote.review == "added"]
    assert [quote.span for quote in added] == [Span(start, start + 40)]
    from analysis.library import QuoteFilter  # noqa: PLC0415

    assert filled.search(QuoteFilter(speakers=("Ann Lee",))) == [added[0].id]


def test_reviews_hold_after_an_analysis_that_finds_other_places_or_nothing(
    filled: Library, article: Article, sample: tuple[Article, Analysis]
) -> None:
    first, second, third = sample[1].quotes[:3]
    say(filled, article, "change", first, replace(said_of(sample[1], first), speaker="Tom Orr"))
    say(filled, article, "reject", second)
    say(filled, article, "accept", third)
    moved = tuple(replace(q, id=f"x{q.id[1:]}", span=Span(q.span.start, q.span.end - 1)) for q in sample[1].quotes[:2])
    filled.save(article, replace(sample[1], quotes=moved, stances=()))
    after = seen(filled, article)
    assert [(quote.review, quote.span.start) for quote in after.quotes] == [
        ("changed", first.span.start), ("accepted", third.span.start),
    ]  # fmt: skip
    found = filled.found(article.id)
    assert found
    assert [entry.what for entry in conflicts(found, filled.reviews(article.id))] == ["accept"]


def test_taking_back_brings_the_quote_back_as_it_was(filled: Library, article: Article) -> None:
    before = seen(filled, article)
    say(filled, article, "reject", before.quotes[0])
    (entry,) = filled.reviews(article.id)
    undo = ReviewEntry(number=0, when=NOW, who="Ann", what="undo", article_id="", undoes=entry.number)
    filled.review(undo)
    assert seen(filled, article) == before
    with pytest.raises(DecisionRefused, match="taken back"):
        filled.review(undo)
