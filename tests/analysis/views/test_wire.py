"""Copies of one text: which articles belong together and which do not, what is said of them, and their quotes."""

import random
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.records import Article
from analysis.views import agencies, shingles, tables, wire
from tests.analysis.views.reports import (
    NOTICE,
    QUOTE,
    REPORT,
    SAME_EVENT,
    SAME_QUOTES,
    SECOND,
    SPEECH,
    article,
    edited,
    shortened,
)

FIRST = article("first", REPORT, "The Paper", title="Harbour of Vallmar to stay closed until spring")


def ids(groups: tuple[wire.Group, ...]) -> list[list[str]]:
    return [[member.article.id for member in group] for group in groups]


@pytest.mark.parametrize(
    ("text", "least"),
    [
        (REPORT.replace("Harbour of Vallmar to stay closed until spring", "Ships turned away"), 0.95),
        (shortened(REPORT), 0.95),
        (edited(REPORT, 12), 0.85),
        (edited(shortened(REPORT), 12), 0.85),
        (" ".join(REPORT.split()), 0.95),
        (REPORT.upper().replace("“", "«").replace("”", "»"), 0.95),
    ],
    ids=["other headline", "last third cut", "edited", "cut and edited", "in one line", "in capitals"],
)
def test_copies_are_found_with_their_share(text: str, least: float) -> None:
    copy = article("copy", text, "Daily News", day=2)
    (group,) = wire.find_groups([copy, FIRST])
    assert [member.article.id for member in group] == ["first", "copy"]
    assert least <= group[1].shared <= 1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (SAME_EVENT, REPORT),
        (SAME_QUOTES, REPORT),
        (edited(REPORT, 4), REPORT),
        (f"{SPEECH}”\n{SAME_EVENT}", f"{REPORT}\n{SPEECH}”"),
        (f"{REPORT.splitlines()[1]}\n{SAME_EVENT}", REPORT),
        (f"{REPORT}\n{REPORT.split()[0]} ended.", ""),
        (f"The town waits for spring.\n{NOTICE}", f"Nobody came to the fair on Sunday.\n{NOTICE}"),
    ],
    ids=["same event", "same quotes", "rewritten", "a speech in both", "one paragraph", "no text", "a notice in both"],
)
def test_other_articles_are_no_copies(text: str, other: str) -> None:
    one, two = article("one", text, "The Paper"), article("two", other, "Daily News")
    assert not wire.are_alike(one, two)
    assert wire.find_groups([one, two]) == ()


def test_a_few_paragraphs_in_a_long_report_make_no_copy() -> None:
    long = "\n".join([*(edited(SAME_EVENT, 1).replace("other", f"n{part}") for part in range(10)), shortened(REPORT)])
    assert not wire.are_alike(FIRST, article("long", long, "Daily News"))


def test_lines_that_an_outlet_prints_every_day_count_for_nothing() -> None:
    furniture = "\n".join(f"{line} It is written by the people of our desk, every day." for line in NOTICE.split("\n"))
    briefs = [
        article(
            f"brief {day}",
            f"On day {day} the gulls of pier {day}{day} were counted by hand.\n{furniture}",
            "Paper",
            day=day,
        )
        for day in range(1, 6)
    ]
    assert len(shingles.repeated_lines(briefs)) == 3
    assert wire.find_groups(briefs) == ()
    assert shingles.repeated_lines(briefs[:3]) == frozenset()
    assert shingles.repeated_lines([replace(brief, published=None) for brief in briefs]) == frozenset()


def test_a_later_version_of_the_same_outlet_is_no_wire_copy() -> None:
    corrected = REPORT.replace("forty million", "fifty million")
    later = article("later", corrected, "the paper", day=3)
    table = wire.wire_copy([later, FIRST], said({"article_id": "first"}))
    assert table["kind"].tolist() == ["New version"] * 2
    assert table["standing"].tolist() == ["Earliest", "New version"]


def test_a_group_says_who_was_first_where_and_from_which_agency() -> None:
    copies = [
        article("copy", shortened(REPORT), "Daily News", day=2),
        article("undated", REPORT + "\nSource: dpa", "", day=None),
        article("again", edited(REPORT, 15), "The Paper", day=3),
        article("else", SAME_EVENT, "The Paper", day=3),
    ]
    table = wire.wire_copy([*copies, FIRST], said({"article_id": "copy"}, {"article_id": "copy", "quote": "No."}))
    assert table.dtypes.astype(str).to_dict() == dict(wire.COPIES)
    assert table["article_id"].tolist() == ["first", "copy", "again", "undated"]
    assert table["standing"].tolist() == ["Earliest", "Copy", "New version", "Copy"]
    assert set(table["kind"]) == {"Several outlets"}
    assert set(table["agency"]) == {"Reuters; dpa"}
    assert table["quotes"].tolist() == [0, 2, 0, 0]
    assert table["published"].isna().tolist() == [False, False, False, True]
    assert table["shared"].iloc[0] == 100
    assert table["shared"].between(50, 100).all()


def test_without_copies_the_table_has_its_columns() -> None:
    table = wire.wire_copy([FIRST], said({"article_id": "first"}))
    assert table.empty
    assert table.dtypes.astype(str).to_dict() == dict(wire.COPIES)
    assert wire.find_groups([]) == ()
    assert wire.find_groups([article("empty", "", "")] * 2) == ()


def test_copies_without_an_outlet_say_so() -> None:
    table = wire.wire_copy([FIRST, article("copy", shortened(REPORT), "")], said({"article_id": "copy"}))
    assert set(table["kind"]) == {"Outlet not given"}


def said(*rows: dict[str, str]) -> pd.DataFrame:
    """Return a table of quotes."""
    plain = dict.fromkeys(tables.QUOTES, "") | {"quote": QUOTE}
    return pd.DataFrame([{**plain, "quote_id": str(number), **row} for number, row in enumerate(rows)])


def test_quotes_of_copies_are_counted_once() -> None:
    extra = article("copy", f"{REPORT}“Nobody asked us,” said a baker.", "Daily News", day=2)
    last = article("last", extra.text.replace("baker", "baker on Friday"), "Evening Post", day=3)
    quotes = said(
        {"article_id": "first", "quote": QUOTE},
        {"article_id": "first", "quote": QUOTE},  # twice in one article is not our matter
        {"article_id": "copy", "quote": QUOTE.upper()},
        {"article_id": "copy", "quote": "the winter will not wait for the ministry"},
        {"article_id": "copy", "quote": SECOND},  # not found as a quote in the first
        {"article_id": "copy", "quote": "Nobody asked us"},
        {"article_id": "last", "quote": "Nobody asked us"},  # stands in the second, not in the first
        {"article_id": "last", "quote": SECOND},
        {"article_id": "elsewhere", "quote": QUOTE},
        {"article_id": "last", "quote": "…"},
    )
    again = wire.repeats(wire.find_groups([FIRST, extra, last]), quotes)
    assert sorted(again) == ["2", "3", "6", "7"]
    assert wire.list_copies(wire.find_groups([FIRST, extra, last]), quotes, again)["repeated"].tolist() == [0, 2, 2]


def test_the_sum_is_said_in_a_sentence() -> None:
    assert wire.sum_up(12, 340) == "12 of 340 quotes stand in copies of the same text; counted once there are 328."
    assert wire.sum_up(1, 2) == "1 of 2 quotes stands in a copy of the same text; counted once there are 1."
    assert wire.sum_up(0, 5) == "No quote is counted more than once because of them."


@pytest.mark.parametrize(
    ("text", "byline", "found"),
    [
        ("WASHINGTON (AP) — The Senate met.", "", ("AP",)),
        ("BEIJING, March 3 (Xinhua) -- A canal was opened.", "", ("Xinhua",)),
        ("MOSCOW, March 3. /TASS/. A ship left.", "", ("TASS",)),
        ("Madrid, 3 mar (EFE).- A train was late.", "", ("EFE",)),
        ("It rained.\n(Reporting by Ann Lee; Editing by Tom Orr)", "", ("Reuters",)),
        ("It rained.\n© 2025 Agence France-Presse", "", ("AFP",)),
        ("By Ann Lee, Associated Press\nIt rained.", "", ("AP",)),
        ("It rained.", "Ann Lee | PA Media", ("PA Media",)),
        ("It rained.", "Ann Lee and agencies", ()),
        ("It rained.", "Michael Bloomberg", ()),
        ("He told Reuters (by phone) that it rained, AFP said.", "", ()),
        ("Image: Sergei Supinsky/AFP/Getty\nPolice in Kyiv (AP)", "", ()),
    ],
)
def test_agencies_are_known_by_bylines_datelines_and_credits(text: str, byline: str, found: tuple[str, ...]) -> None:
    assert agencies.named(article("a", text, "", byline=byline)) == found


def report(seed: int) -> list[str]:
    """Return six paragraphs of random words that no other seed shares."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [f"{' '.join(f'w{seed}x{chance.randrange(400)}' for _ in range(25)).capitalize()}." for _ in range(6)]


@st.composite
def libraries(draw: st.DrawFn) -> list[Article]:
    """Return articles of which some are cut or edited copies of others."""
    made = []
    for number in range(draw(st.integers(0, 7))):
        lines = report(draw(st.integers(0, 2)))[: draw(st.integers(2, 6))]
        text = edited("\n".join(lines), draw(st.sampled_from([3, 6, 12, 10_000])))
        outlet = draw(st.sampled_from(["", "The Paper", "Daily News"]))
        made.append(article(f"{number}", text, outlet, day=draw(st.none() | st.integers(1, 5))))
    return made


@settings(max_examples=60, deadline=None)
@given(libraries(), st.randoms())
def test_the_order_of_articles_does_not_matter(library: list[Article], chance: random.Random) -> None:
    groups = wire.find_groups(library)
    shuffled = list(library)
    chance.shuffle(shuffled)
    assert wire.find_groups(shuffled) == groups


@settings(max_examples=60, deadline=None)
@given(libraries(), st.sampled_from([None, 1, 5]))
def test_an_unrelated_article_changes_no_group(library: list[Article], day: int | None) -> None:
    other = article("other", "\n".join(report(9)), "The Paper", day=day)
    assert wire.find_groups([other, *library]) == wire.find_groups(library)


@settings(max_examples=60, deadline=None)
@given(libraries())
def test_likeness_is_mutual_and_members_are_like_the_earliest(library: list[Article]) -> None:
    for one in library:
        assert [wire.are_alike(one, other) for other in library] == [wire.are_alike(other, one) for other in library]
    groups = wire.find_groups(library)
    for first, *later in groups:
        assert later
        assert all(wire.are_alike(first.article, member.article) for member in later)
        assert all(0.2 <= member.shared <= 1 for member in later)
    named = [identity for group in ids(groups) for identity in group]
    assert len(named) == len(set(named))


def test_a_text_that_many_print_is_one_group() -> None:
    prints = [article(f"{number:02}", edited(REPORT, 20 + number), f"Outlet {number}") for number in range(40)]
    (group,) = wire.find_groups(prints)
    assert len(group) == 40
