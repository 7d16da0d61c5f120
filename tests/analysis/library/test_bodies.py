"""A person's own institutions: what is refused, how they are stored and exchanged, how analyses are seen with them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from analysis.library import Body, BodyRefused, Directory, Library, QuoteFilter
from analysis.library.bodies import COLUMNS, KINDS, check, key, read_groups, read_sheet, tidy, write_sheet
from analysis.library.directory import shipped
from analysis.pipeline import directory as pipeline_directory
from analysis.records import Affiliation, AffiliationKind, Analysis, Article, Label, Quote, Span, Speaker, article_id
from tests.analysis.library.synthetic import sample

INSTITUTE = Body(id="fjord-institute", name="Fjord Institute", kind="think-tank", country="NO")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(f"sqlite:///{tmp_path / 'library.db'}")
    yield opened
    opened.close()


def said(affiliation: Affiliation, *, name: str = "Ana Reyes", words: str = "We will see") -> tuple[Article, Analysis]:
    """Return an article with one quote of one speaker."""
    full = f"“{words},” said {name}."
    article = Article(article_id(full), full, "A day", published=dt.date(2024, 5, 1))
    span = Span(1, 1 + len(words))
    quote = Quote("q" + article.id[:8], span, "direct", "ana", None, None, None, "neutral", None, 0.9, "marks")
    speaker = Speaker("ana", name, "person", affiliation=affiliation)
    return article, Analysis(article.id, "1", speakers=(speaker,), quotes=(quote,))


def seen(directory: Directory, affiliation: Affiliation) -> Affiliation:
    return directory.apply(said(affiliation)[1]).speakers[0].affiliation


# Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Fjord Institute", "fjord institute"),
        ("Institut für Höhere Studien", "INSTITUT FUR HOHERE STUDIEN"),
        ("People’s  Forum", "People's Forum"),
    ],
)
def test_names_are_compared_by_their_letters(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_the_article_of_a_single_word_is_part_of_the_name() -> None:
    assert key("The Sun") != key("Sun")


# What is refused


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "???"}, "a letter or a digit"),
        ({"name": "x" * 301}, "too long"),
        ({"aliases": ("A|B",)}, "separates names"),
        ({"aliases": tuple(f"name {n}" for n in range(101))}, "too many"),
        ({"kind": "blog"}, "“blog” is no kind"),
        ({"country": "Norway"}, "two capital letters"),
        ({"domain": "https://fjord.example"}, "no domain"),
        ({"id": "Fjord Institute"}, "cannot be an id"),
        ({"parent": "nobody-knows"}, "no institution with the id “nobody-knows”"),
        ({"parent": "fjord-institute"}, "part of itself"),
        ({"name": "chatham HOUSE"}, "There is an institution “Chatham House” already"),
        ({"groups": (("a=b", "x"),)}, "cannot hold the signs = and :"),
        ({"groups": (("a: b", "x"),)}, "cannot hold the signs = and :"),
        ({"groups": (("Kind", "x"),)}, "has another meaning"),
        ({"groups": (("", "x"),)}, "needs a name"),
        ({"groups": (("region", "x"), ("Region", "y"))}, "once"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused_in_one_sentence(
    library: Library, changes: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BodyRefused, match=sentence) as refusal:
        library.keep_body(replace(INSTITUTE, **changes))  # type: ignore[arg-type]  # fields of several types
    assert str(refusal.value).endswith(".")
    assert library.bodies() == ()
    assert library.revision() == 0


def test_every_shipped_body_may_be_kept_as_it_is() -> None:
    directory = Directory()
    for body in shipped().values():
        assert directory.accept(body).id == body.id


def test_the_library_and_the_pipeline_know_the_same_institutions() -> None:
    with_ids = {body.id for name in ("institutions.csv",) for body in map(_shipped, pipeline_directory.rows(name))}
    assert len(with_ids) == 2112
    for name in ("White House", "Reuters", "University of Houston", "Chatham House", "The New Yorker"):
        known = pipeline_directory.look_up(name)
        assert known is not None
        assert (shipped()[known.id].name, shipped()[known.id].country) == (known.name, known.country)


def _shipped(row: dict[str, str]) -> Body:
    return shipped()[row["id"]]


# Keeping


def test_a_body_gets_an_id_of_its_own(library: Library) -> None:
    first = library.keep_body(replace(INSTITUTE, id="", name="RAND Fjord"))
    second = library.keep_body(replace(INSTITUTE, id="", name="Rand, Fjörd"))
    assert (first.id, second.id) == ("rand-fjord", "rand-fjord-2")
    assert library.keep_body(replace(INSTITUTE, id="", name="研究所")).id == "body"


def test_bodies_are_kept_changed_and_dropped(library: Library) -> None:
    library.keep_body(INSTITUTE)
    changed = replace(INSTITUTE, name="Fjord  Centre ", groups=(("region", "North"), ("empty", " ")))
    assert library.keep_body(changed) == replace(INSTITUTE, name="Fjord Centre", groups=(("region", "North"),))
    assert library.bodies() == (replace(INSTITUTE, name="Fjord Centre", groups=(("region", "North"),)),)
    library.drop_body(INSTITUTE.id)
    assert library.bodies() == ()
    assert library.directory().body(INSTITUTE.id) is None


def test_a_changed_shipped_body_comes_back_as_it_was(library: Library) -> None:
    original = shipped()["chatham-house"]
    library.keep_body(replace(original, country="FR"))
    assert [body.country for body in library.directory().bodies() if body.id == original.id] == ["FR"]
    library.drop_body(original.id)
    assert library.directory().body(original.id) == original


def test_a_shipped_body_that_is_kept_unchanged_is_not_a_persons_own(library: Library) -> None:
    library.keep_body(shipped()["chatham-house"])
    assert library.bodies() == ()
    assert library.revision() == 0


def test_a_body_with_parts_is_not_dropped(library: Library) -> None:
    library.keep_body(INSTITUTE)
    library.keep_body(Body(id="", name="Centre for Boats", parent=INSTITUTE.id))
    with pytest.raises(BodyRefused, match="“Centre for Boats” is a part"):
        library.drop_body(INSTITUTE.id)
    assert len(library.bodies()) == 2


def test_dropping_what_is_not_there_changes_nothing(library: Library) -> None:
    library.drop_body("chatham-house")
    assert library.revision() == 0


# Analyses as they are seen


def of(name: str | None, body_id: str | None, kind: AffiliationKind) -> Affiliation:
    return Affiliation("fellow", name, body_id, kind)


@pytest.mark.parametrize(
    ("affiliation", "expected"),
    [
        (of("the Fjord institute", None, "none"), ("Fjord Institute", "fjord-institute", "think-tank")),
        (of("FI Oslo", None, "ngo"), ("Fjord Institute", "fjord-institute", "think-tank")),
        (of("Fjord", "fjord-institute", "ngo"), ("Fjord Institute", "fjord-institute", "think-tank")),
        (of("Fjord Institute", "chatham-house", "ngo"), ("Fjord Institute", "chatham-house", "ngo")),
        (of("Other", None, "ngo"), ("Other", None, "ngo")),
        (of(None, None, "none"), (None, None, "none")),
        (
            Affiliation("fellow", "Fjord Institute", None, "company", because="described so in the text"),
            ("Fjord Institute", "fjord-institute", "company"),
        ),
    ],
)  # fmt: skip
def test_an_affiliation_is_seen_with_what_a_person_says_of_its_body(
    affiliation: Affiliation, expected: tuple[str | None, str | None, str]
) -> None:
    directory = Directory([replace(INSTITUTE, aliases=("FI Oslo",))])
    found = seen(directory, affiliation)
    assert (found.institution, found.institution_id, found.kind) == expected
    assert found.role == affiliation.role


def test_a_name_of_two_own_bodies_means_neither() -> None:
    other = Body(id="fi-farms", name="Farm Initiative", aliases=("FI Oslo",))
    affiliation = Affiliation("fellow", "FI Oslo", None, "none")
    assert seen(Directory([replace(INSTITUTE, aliases=("FI Oslo",)), other]), affiliation) == affiliation


def test_an_ambiguous_name_gives_way_to_a_shipped_body_of_that_name() -> None:
    affiliation = Affiliation("fellow", "Chatham House", None, "none")
    assert seen(Directory([replace(INSTITUTE, aliases=("Chatham House?",))]), affiliation) == affiliation
    assert seen(Directory([replace(INSTITUTE, aliases=("Chatham House",))]), affiliation).institution == INSTITUTE.name


def test_a_government_institute_is_a_think_tank_that_is_state_run() -> None:
    directory = Directory([replace(INSTITUTE, kind="government-institute")])
    found = seen(directory, Affiliation("head", "Fjord Institute", None, "none"))
    assert (found.kind, found.state_run) == ("think-tank", True)


def test_an_organisation_that_speaks_is_seen_too() -> None:
    _, analysis = said(Affiliation(), name="Fjord Institute")
    speaker = replace(analysis.speakers[0], kind="organisation")
    found = Directory([INSTITUTE]).apply(replace(analysis, speakers=(speaker,))).speakers[0]
    assert (found.name, found.affiliation.institution_id) == ("Fjord Institute", "fjord-institute")


def test_stored_and_new_articles_are_searched_by_what_a_person_says(library: Library) -> None:
    library.save(*said(Affiliation("fellow", "Fjord Institute", None, "none")))
    library.save(*said(Affiliation("fellow", "Chatham House", "chatham-house", "think-tank"), words="No"))
    assert len(library.search(QuoteFilter(countries=("GB",)))) == 1
    before = library.revision()
    library.keep_body(replace(INSTITUTE, parent="chatham-house", groups=(("funder", "state"),)))
    assert library.revision() == before + 1
    library.save(*said(Affiliation("fellow", "fjord institute", None, "none"), words="New"))
    for chosen, count in (
        (QuoteFilter(think_tanks=("Fjord Institute",)), 2),
        (QuoteFilter(countries=("NO",)), 2),
        (QuoteFilter(countries=("NO", "GB")), 3),
        (QuoteFilter(parents=("Chatham House",)), 2),
        (QuoteFilter(parents=("",)), 1),
        (QuoteFilter(groups=(("funder", "state"),)), 2),
        (QuoteFilter(groups=(("funder", ""),)), 1),
        (QuoteFilter(groups=(("funder", ""), ("funder", "state"))), 3),
        (QuoteFilter(groups=(("funder", "state"), ("region", "North"))), 0),
    ):
        assert len(library.search(chosen)) == count, chosen
    library.keep_body(replace(shipped()["chatham-house"], name="The House"))
    assert len(library.search(QuoteFilter(parents=("The House",)))) == 2
    library.drop_body(INSTITUTE.id)
    assert library.search(QuoteFilter(think_tanks=("Fjord Institute",))) == []
    assert len(library.search(QuoteFilter(institutions=("Fjord Institute",), kinds=("none",)))) == 1


def test_the_stored_analysis_itself_stays_as_it_was(library: Library, tmp_path: Path) -> None:
    pair = said(Affiliation("fellow", "Fjord Institute", None, "none"))
    library.save(*pair)
    library.keep_body(INSTITUTE)
    assert library.analysis(pair[0].id) != pair[1]
    assert library.corpus()[0][1] == library.analysis(pair[0].id)
    library.drop_body(INSTITUTE.id)
    assert library.corpus() == (pair,)


def test_a_library_of_an_older_version_gets_the_new_columns(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    opened = Library(url)
    opened.save(*said(Affiliation("fellow", "Chatham House", "chatham-house", "think-tank")))
    opened.close()
    with create_engine(url).begin() as connection:
        for table in ("body", "grouping", "affiliation"):
            connection.execute(text(f"DROP TABLE {table}"))
        for column in ("country", "parent"):
            connection.execute(text(f"ALTER TABLE quote DROP COLUMN {column}"))
        connection.execute(text("DELETE FROM note"))
        connection.execute(text("UPDATE migration SET number = 1"))
    renewed = Library(url)
    assert len(renewed.search(QuoteFilter(countries=("GB",)))) == 1
    renewed.close()


def test_the_sample_is_as_it_was_without_own_bodies(library: Library) -> None:
    library.save(*sample())
    assert library.corpus() == (sample(),)


# Files

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAME = TEXT.map(lambda words: f"{words}a".replace("|", ""))
BODIES = st.builds(
    Body,
    id=st.from_regex(r"[a-z0-9][a-z0-9.-]{0,9}", fullmatch=True),
    name=NAME,
    aliases=st.lists(NAME, max_size=3).map(tuple),
    kind=st.sampled_from(sorted(KINDS)),
    country=st.sampled_from(("", "NO", "US")),
    city=TEXT,
    note=st.sampled_from(("=1+1", "'=x", "-", "@a", '"=', "a;b,c\td", "", "+1", "“x”")) | TEXT,
    groups=st.dictionaries(
        st.sampled_from(("region", "leaning", "=no".lstrip("="), "@funder", "'quoted")), TEXT, max_size=3
    ).map(lambda groups: tuple(groups.items())),
).map(tidy)


@settings(max_examples=150, deadline=None)
@given(st.lists(BODIES, min_size=1, max_size=4))
def test_what_is_written_to_a_file_is_read_back(bodies: list[Body]) -> None:
    assert list(read_sheet(write_sheet(bodies)).bodies.values()) == bodies


def test_the_export_of_a_library_can_be_imported_by_another(library: Library, tmp_path: Path) -> None:
    library.keep_body(replace(INSTITUTE, name="=HYPERLINK(1)", groups=(("region", "North"),)))
    library.keep_body(replace(shipped()["chatham-house"], groups=(("region", "<b>"),), parent=INSTITUTE.id))
    other = Library(f"sqlite:///{tmp_path / 'other.db'}")
    data = write_sheet(library.bodies())
    assert b"\r\nfjord-institute,'=HYPERLINK(1)," in data
    other.keep_bodies(read_sheet(data))
    assert other.bodies() == library.bodies()
    other.close()


def test_what_a_file_does_not_say_stays_as_it_is_known(library: Library) -> None:
    library.keep_body(replace(INSTITUTE, groups=(("funder", "state"), ("region", "South"))))
    data = "name;region\nthe fjord institute;North\n\nChatham House;\nRUSI;\n".encode("utf-8-sig")
    with pytest.raises(BodyRefused, match="Line 5: “RUSI” is new"):
        library.keep_bodies(read_sheet(data))
    library.keep_bodies(read_sheet(data.replace(b"RUSI;", b"Royal United Services Institute;x")))
    rusi = replace(shipped()["royal-united-services-institute"], groups=(("region", "x"),))
    groups = (("funder", "state"), ("region", "North"))
    assert library.bodies() == (rusi, replace(INSTITUTE, name="the fjord institute", groups=groups))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Line 1 names no column"),
        (b"kind\nngo", "Line 1 names no column “name”"),
        (b"name\nX House", "Line 2: “X House” is new: add a column “kind”"),
        (b"name,kind\nX House,", "Line 2: “” is no kind"),
        (b"name,kind,name\n", "names a column twice"),
        (b"name,kind\n", "no institution in it"),
        (b"name,kind\nA,ngo\nB\n", "Line 3 has 1 cells where the first line names 2"),
        (b"name,kind\nA,ngo\nB,blog\n", "Line 3: “blog” is no kind"),
        (b'name,kind\n"A\nB",ngo\n,ngo\n', "Line 4: .* needs a name"),
        (b"name,kind,parent\nA,ngo,\nB,ngo,nobody\n", "Line 3: There is no institution with the id"),
        (b"name,kind\nFjord House,ngo\nthe FJORD house,ngo\n", "Line 2: There is an institution"),
        (b"id,name,kind\na,A,ngo\na,B,ngo\n", "Line 3 is about the same institution as line 2"),
        (b"name,kind,a=b\nX,ngo,1\n", "cannot hold the signs = and :"),
        (b"name,kind,\nX,ngo,1\n", "A grouping needs a name"),
        (b'name,kind\n"X"y,ngo\n', "not readable as CSV"),
        ("name,kind\né,ngo\n".encode("utf-16"), "no text in UTF-8"),
    ],
)
def test_a_file_with_a_mistake_is_refused_whole_and_says_where(library: Library, data: bytes, sentence: str) -> None:
    with pytest.raises(BodyRefused, match=sentence):
        library.keep_bodies(read_sheet(data))
    assert library.bodies() == ()


def test_lines_of_a_file_may_be_parts_of_each_other(library: Library) -> None:
    library.keep_bodies(
        read_sheet(b"id,name,kind,parent\nb,Centre of Fjords,ngo,a\na,University of Fjords,university,\n")
    )
    directory = library.directory()
    assert [directory.parent(body) for body in library.bodies()] == ["University of Fjords", ""]


def test_the_columns_are_those_of_the_shipped_table() -> None:
    names = set(next(iter(pipeline_directory.rows("institutions.csv"))))
    assert names | {"note"} == set(COLUMNS)


def test_groups_are_read_from_lines() -> None:
    assert read_groups("region = North\n\nfunder=a=b\n") == (("region ", " North"), ("funder", "a=b"))
    with pytest.raises(BodyRefused, match="“north” is no group"):
        read_groups("north")


def test_a_body_of_tidy_values_is_tidy(library: Library) -> None:
    body = tidy(replace(INSTITUTE, aliases=("b", " b", "", "Fjord Institute"), note=" a\n\tb\u200b "))
    assert (body.aliases, body.note) == (("b",), "a b")
    assert tidy(body) == body
    check(body)


def test_a_person_may_name_a_body_by_id_or_name() -> None:
    directory = Directory([INSTITUTE])
    assert directory.id_of(" ") == ""
    assert directory.id_of("chatham-house") == "chatham-house"
    assert directory.id_of("the FJORD institute") == INSTITUTE.id
    with pytest.raises(BodyRefused, match="add it first"):
        directory.id_of("Nowhere Institute")


def test_citations_follow_the_directory_too() -> None:
    _, analysis = said(Affiliation())
    cited = Label(INSTITUTE.name, None, "none", Span(1, 3))
    other = Label("Another Body Altogether", None, "none", Span(1, 3))
    found = Directory([INSTITUTE]).apply(replace(analysis, labels=(cited, other))).labels
    assert (found[0].institution, found[0].institution_id) == (INSTITUTE.name, INSTITUTE.id)
    assert found[1] == other
