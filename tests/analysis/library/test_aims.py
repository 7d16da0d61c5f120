"""Targets as a person wants them: other names, joined, hidden, added; for one article or all; everything undone."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.library import DecisionRefused, Library, QuoteFilter
from analysis.library.aims import AimChange, Aims, places_of, tell
from analysis.records import Analysis, Article, Quote, Span, Speaker, Stance, StanceLabel, article_id, quote_id

NOW = dt.datetime(2024, 5, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(f"sqlite:///{tmp_path / 'library.db'}")
    yield opened
    opened.close()


def keep(library: Library, number: int, *said: tuple[str, StanceLabel, float]) -> str:
    """Keep an article in which Ann Lee says one thing, with a stance towards each of some targets; return its id."""
    text = f"Day {number}. “It works,” said Ann Lee."
    identity, span = article_id(text), Span(text.index("It"), text.index("It") + 9)
    quote = Quote(quote_id(identity, span, "direct"), span, "direct", "lee", None, None, None, "neutral", None, 0.9, "")
    stances = tuple(Stance("lee", target, label, sure, quote.id, span, "") for target, label, sure in said)
    speaker = Speaker("lee", "Ann Lee", "person", ("Ann Lee",))
    library.save(
        Article(identity, text, f"Day {number}"), Analysis(identity, "1", (), (), (speaker,), (quote,), (), stances)
    )
    return identity


def shown(library: Library, article: str) -> dict[str, str]:
    """Return the label of every target of an article, as it is seen; the search must find the same targets."""
    analysis = library.analysis(article)
    assert analysis is not None
    found: dict[str, str] = {stance.target: stance.label for stance in analysis.stances}
    for target in found:
        assert analysis.quotes[0].id in library.search(QuoteFilter(targets=(target,)))
    assert dict(library.corpus())[library.article(article)] == analysis  # type: ignore[index]
    return found


def test_a_renamed_target_has_its_new_name_everywhere_until_that_is_undone(library: Library) -> None:
    one, two = keep(library, 1, ("Moscow", "critical", 0.8)), keep(library, 2, ("Moscow", "neutral", 0.8))
    library.rename_target("Moscow", "Russia", who="Ann")
    assert shown(library, one) == {"Russia": "critical"}
    assert shown(library, two) == {"Russia": "neutral"}
    assert library.search(QuoteFilter(targets=("Moscow",))) == []
    library.undo_target(1)
    assert shown(library, one) == {"Moscow": "critical"}
    library.undo_target(2)
    assert shown(library, one) == {"Russia": "critical"}
    with pytest.raises(DecisionRefused, match="taken back already"):
        library.undo_target(2)


def test_a_change_may_hold_for_one_article_only(library: Library) -> None:
    one, two = keep(library, 1, ("deal", "critical", 0.8)), keep(library, 2, ("deal", "critical", 0.8))
    library.rename_target("deal", "minerals deal", article_id=one)
    library.hide_target("deal", article_id=two)
    assert shown(library, one) == {"minerals deal": "critical"}
    assert shown(library, two) == {}


def test_joined_targets_keep_the_side_that_is_surest(library: Library) -> None:
    one = keep(library, 1, ("deal", "neutral", 0.9), ("pact", "critical", 0.6), ("accord", "supportive", 0.7))
    for name in ("deal", "pact"):
        library.rename_target(name, "accord")
    assert shown(library, one) == {"accord": "supportive"}


def test_a_later_change_starts_from_the_name_that_is_shown(library: Library) -> None:
    one = keep(library, 1, ("pact", "critical", 0.6))
    library.rename_target("pact", "deal")
    library.rename_target("deal", "agreement")
    library.hide_target("agreement")
    assert shown(library, one) == {}
    library.undo_target(3)
    library.undo_target(2)
    assert shown(library, one) == {"deal": "critical"}


def test_an_added_target_waits_until_each_article_is_judged(library: Library) -> None:
    one, two = keep(library, 1), keep(library, 2)
    library.add_target("port", "harbour\nthe  docks", who="Ann")
    waiting = library.waiting_targets()
    assert {article for article, _ in waiting} == {one, two}
    change = waiting[0][1]
    assert change.words() == ("harbour", "the docks", "port")
    for article, _ in waiting:
        quote = library.found(article).quotes[0].id  # type: ignore[union-attr]
        stance = Stance("lee", "port", "critical", 0.8, quote, Span(0, 3), "")
        library.keep_judged(article, change.number, (stance,) if article == one else ())
    assert library.waiting_targets() == []
    assert shown(library, one) == {"port": "critical"}
    assert shown(library, two) == {}
    library.rename_target("port", "harbour")
    assert shown(library, one) == {"harbour": "critical"}
    library.undo_target(change.number)
    assert shown(library, one) == {}


def test_an_article_analysed_anew_is_asked_again_and_keeps_the_names(library: Library) -> None:
    one = keep(library, 1, ("pact", "critical", 0.6))
    library.rename_target("pact", "deal")
    library.add_target("port")
    library.keep_judged(one, 2, ())
    keep(library, 1, ("pact", "supportive", 0.6))
    assert shown(library, one) == {"deal": "supportive"}
    assert [article for article, _ in library.waiting_targets()] == [one]
    library.delete(one)
    assert library.waiting_targets() == []


@pytest.mark.parametrize(("name", "to"), [("", "x"), ("x", " "), ("x", "x"), ("x" * 81, "y")])
def test_a_name_that_says_nothing_is_refused(library: Library, name: str, to: str) -> None:
    with pytest.raises(DecisionRefused):
        library.rename_target(name, to)
    assert library.aim_changes() == ()


def test_changes_are_told_in_plain_words() -> None:
    made = [
        AimChange(number=1, when=NOW, who="", what="rename", name="pact", to="deal"),
        AimChange(number=2, when=NOW, who="", what="hide", name="deal", article_id="a"),
        AimChange(number=3, when=NOW, who="", what="add", name="port"),
        AimChange(number=4, when=NOW, who="", what="undo", undoes=2),
    ]
    numbered = {change.number: change for change in made}
    assert [tell(change, numbered, {"a": "A day"}) for change in made] == [
        "pact shown as deal",
        "deal hidden in “A day”",
        "port added",
        "Took back: deal hidden in “A day”",
    ]


def test_words_are_found_whole_in_any_case_over_line_breaks() -> None:
    text = "NATO\nenlargement, Nato enlargement; the enlargement of NATOs."
    assert [span.of(text) for span in places_of(text, ["NATO  enlargement", ""])] == [
        "NATO\nenlargement",
        "Nato enlargement",
    ]
    assert places_of(text, [" "]) == ()


NAMES = st.sampled_from("abc")
CHANGES = st.lists(
    st.tuples(st.sampled_from(["rename", "hide", "undo"]), NAMES, NAMES, st.sampled_from(["", "x", "y"])), max_size=8
)


@given(CHANGES, NAMES)
def test_what_is_undone_leaves_no_trace(drawn: list[tuple[str, str, str, str]], name: str) -> None:
    made: list[AimChange] = []
    for number, (what, one, two, article) in enumerate(drawn, start=1):
        if what == "undo":
            continue
        made.append(
            AimChange(number=number, when=NOW, who="", what=what, name=one, to=two, article_id=article)  # type: ignore[arg-type]
        )
    undone = [AimChange(number=100 + one.number, when=NOW, who="", what="undo", undoes=one.number) for one in made]
    assert Aims([*made, *undone]).shown("x", name) == name
    assert Aims(made).shown("x", name) == Aims([*made, *undone, *_again(undone)]).shown("x", name)


def _again(undone: list[AimChange]) -> list[AimChange]:
    return [AimChange(number=100 + one.number, when=NOW, who="", what="undo", undoes=one.number) for one in undone]
