"""Who works where: sentences of our own, one phenomenon each."""

import csv
import datetime as dt
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.pipeline.directory import find_institutions, look_up, rows
from analysis.pipeline.institutions import affiliate
from analysis.pipeline.language import parsed
from analysis.records import Affiliation, Span, Speaker, SpeakerKind


def affiliation_of(
    text: str,
    name: str,
    *,
    kind: SpeakerKind = "person",
    others: tuple[str, ...] = (),
    published: dt.date | None = None,
) -> Affiliation:
    speakers = []
    for who, what in ((name, kind), *((other, "person") for other in others)):
        short = who.split()[-1] if what == "person" else who
        mentions = [Span(*found.span()) for found in re.finditer(rf"(?:{re.escape(who)}|\b{re.escape(short)})\b", text)]
        speakers.append(Speaker(who, who, what, (who,), tuple(mentions)))
    breaks = [found.end() for found in re.finditer(r"\n+", text)]
    with parsed(text, breaks) as doc:
        return affiliate(doc, text, speakers, published=published)[0].affiliation


with (Path(__file__).parent / "affiliations.csv").open(encoding="utf-8", newline="") as table:
    PERSONS = [
        (row["text"].replace("\\n", "\n"), row["name"], row["role"] or None, row["institution"] or None, row["kind"])
        for row in csv.DictReader(table)
    ]
FLOOR = 0.95


def test_roles_institutions_and_kinds_reach_their_floor() -> None:
    right = [0, 0, 0]
    for text, name, *expected in PERSONS:
        found = affiliation_of(text, name)
        told = [found.role, found.institution, found.kind]
        for place, (got, wanted) in enumerate(zip(told, expected, strict=True)):
            right[place] += got == wanted
        if told != expected:
            sys.stdout.write(f"{text}\n  expected {expected}\n  found {told}: {found.because}\n")
    shares = [count / len(PERSONS) for count in right]
    sys.stdout.write(f"{len(PERSONS)} sentences: role, institution, kind right in {shares}\n")
    assert len(PERSONS) >= 150
    assert min(shares) >= FLOOR


@pytest.mark.parametrize(("text", "name"), [row[:2] for row in PERSONS])
def test_reading_shows_the_words_it_came_from(text: str, name: str) -> None:
    found = affiliation_of(text, name)
    assert found.because
    if found.role or found.institution:
        assert found.evidence is not None
        assert found.evidence.of(text).strip()


def test_kind_from_a_name_or_a_description_is_marked_as_inferred() -> None:
    for text in (
        "Ann Lee, an analyst at Polis Nova, a think-tank, said it was late.",
        "Ann Lee, an analyst at the Institute for Grain Policy, said it was late.",
        "Ann Lee, a fellow at a Washington think-tank, said it was late.",
    ):
        assert "kind inferred" in affiliation_of(text, "Ann Lee").because
    assert "inferred" not in affiliation_of("Ann Lee, of Chatham House, said it was late.", "Ann Lee").because


def test_title_before_a_name_joins_the_body_behind_it() -> None:
    text = "Colonel Ingrid Dahl, of the Norwegian army, said it was late."
    found = affiliation_of(text, "Ingrid Dahl")
    assert (found.role, found.institution) == ("Colonel", "Norwegian army")
    assert found.evidence is not None
    assert found.evidence.of(text) == "Colonel Ingrid Dahl, of the Norwegian army"


BODIES = [
    ("Ukraine said it was late.", "Ukraine", "Ukrainian government", "government"),
    ("Washington said it was late.", "Washington", "US government", "government"),
    ("The army said it was late.", "army", "army", "military"),
    ("The Trump administration said it was late.", "Trump administration", "Trump administration", "government"),
    ("The Pentagon said it was late.", "Pentagon", "Pentagon", "military"),
    ("Goldman Sachs said it was late.", "Goldman Sachs", "Goldman Sachs", "company"),
    ("Reuters reported that it was late.", "Reuters", "Reuters", "media"),
    ("The European Commission said it was late.", "European Commission", "European Commission", "intergovernmental"),
    ("The Brookings Institution said it was late.", "Brookings Institution", "Brookings Institution", "think-tank"),
    ("Polis Nova, a think-tank based in Lima, said it was late.", "Polis Nova", "Polis Nova", "think-tank"),
    ("The London-based charity Open Wells said it was late.", "Open Wells", "Open Wells", "ngo"),
    ("The University of Leeds said it was late.", "University of Leeds", "University of Leeds", "university"),
    ("Zorblax said it was late.", "Zorblax", "Zorblax", "none"),
]


@pytest.mark.parametrize(("text", "name", "institution", "kind"), BODIES)
def test_body(text: str, name: str, institution: str, kind: str) -> None:
    found = affiliation_of(text, name, kind="organisation")
    assert (found.institution, found.kind) == (institution, kind)


def test_group_takes_the_body_that_its_words_name() -> None:
    found = affiliation_of("Analysts at Goldman Sachs said prices would fall.", "Analysts", kind="group")
    assert (found.institution, found.kind) == ("Goldman Sachs", "company")
    assert affiliation_of("Some analysts said prices would fall.", "Some analysts", kind="group").kind == "none"


@pytest.mark.parametrize(
    ("published", "institution"),
    [(dt.date(2022, 5, 1), "US government"), (dt.date(2015, 5, 1), None), (dt.date(2023, 5, 1), "US government")],
)
def test_known_office_holder_counts_only_in_office(published: dt.date, institution: str | None) -> None:
    found = affiliation_of("Joe Biden said it was late.", "Joe Biden", published=published)
    assert found.institution == institution
    assert ("known office holder" in found.because) is (institution is not None)


def test_text_comes_before_general_knowledge() -> None:
    text = "Former president Joe Biden said it was late."
    assert affiliation_of(text, "Joe Biden", published=dt.date(2022, 5, 1)).kind == "none"


def test_post_that_belongs_to_a_person_takes_that_person_s_government() -> None:
    text = "Estonian President Ida Tamm waited while her ambassador to the United Nations Ann Lee spoke."
    assert affiliation_of(text, "Ann Lee", others=("Ida Tamm",)).institution == "Estonian government"


def test_country_of_the_article_is_used_with_a_reason() -> None:
    text = "Kenya waits. " * 6 + "Finance minister Ann Lee said it was late."
    found = affiliation_of(text, "Ann Lee")
    assert (found.institution, "most of the article" in found.because) == ("Kenyan government", True)


def test_evidence_lies_in_the_text_and_holds_the_body() -> None:
    text = "“It is late,” said Ann Lee, a fellow at the government-run Institute for Grain Policy, Kyiv."
    found = affiliation_of(text, "Ann Lee")
    assert found.evidence is not None
    assert found.evidence.of(text) == "a fellow at the government-run Institute for Grain Policy"
    assert (found.role, found.kind, found.state_run) == ("fellow", "think-tank", True)


# the directory


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Analysts at Chatham House and the RAND Corporation met.", ["chatham-house", "rand-corporation"]),
        ("The Rand Corporation’s study appeared.", ["rand-corporation"]),
        ("The chathamhouse and Chatham Houses met.", []),
        ("Onward they marched all night.", []),
        ("“It is late,” said a researcher at Onward.", ["onward"]),
        ("Under Article 19 of the constitution nothing changes.", []),
        ("The Institute for the Study of War (ISW) said so. ISW maps.", ["institute-for-the-study-of-war"] * 3),
    ],
)  # fmt: skip
def test_find_institutions(text: str, ids: list[str]) -> None:
    assert [match.institution.id for match in find_institutions(text)] == ids


def test_tables_are_sound() -> None:
    kinds = {
        "think-tank",
        "government",
        "military",
        "university",
        "company",
        "media",
        "ngo",
        "intergovernmental",
        "none",
    }
    assert {row["kind"] for row in rows("bodies.csv")} <= kinds
    assert {row["kind"] for row in rows("offices.csv")} <= kinds
    assert {row["kind"] for row in rows("body_words.csv")} <= kinds | {"institute", "part"}
    assert {row["kind"] for row in rows("institutions.csv")} == {
        "think-tank", "government-institute", "university-centre", "advocacy", "intergovernmental",
    }  # fmt: skip
    for office in rows("offices.csv"):
        assert (
            not office["institution"] or look_up(office["institution"]) or office["institution"].endswith("government")
        )


@given(st.text(alphabet=st.sampled_from("RANDrand Chthmous’'é\n.,-"), max_size=80))
def test_matches_are_in_order_and_on_word_boundaries(text: str) -> None:
    last = 0
    for match in find_institutions(text):
        assert match.span.start >= last
        assert not text[match.span.end : match.span.end + 1].isalnum()
        last = match.span.end
