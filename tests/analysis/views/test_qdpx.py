"""REFI-QDA projects: shaped as the schema asks, the same every time, and every position cuts the quote's words."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.records import Affiliation, Analysis, Article, Quote, Span, Speaker, Stance
from analysis.views import archive, qdpx, tables
from tests.analysis.library.synthetic import corpora, sample

DAY = dt.date(2025, 5, 1)
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TEXT, TIME, WHOLE = re.compile(r"(?s).+"), re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z"), re.compile(r"\d+")


class Shape(NamedTuple):
    """What the schema says of an element: its children in their order, and the attributes used here."""

    children: tuple[str, ...] = ()
    attributes: dict[str, re.Pattern[str]] = {}  # noqa: RUF012 - never changed


BY = {"creatingUser": GUID, "creationDateTime": TIME}
NAMED = {"guid": GUID, "name": TEXT}
POINTER = Shape(attributes={"targetGUID": GUID})
# After Project-mrt2019.xsd of REFI-QDA, as far as the elements are used here.
SCHEMA = {
    "Project": Shape(
        ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs", "Description"),
        {"name": TEXT, "origin": TEXT, "creatingUserGUID": GUID, "creationDateTime": TIME},
    ),
    "Users": Shape(("User",)),
    "User": Shape(attributes=NAMED),
    "CodeBook": Shape(("Codes",)),
    "Codes": Shape(("Code",)),
    "Code": Shape(("Description", "NoteRef", "Code"), {**NAMED, "isCodable": re.compile("true|false")}),
    "Variables": Shape(("Variable",)),
    "Variable": Shape(("Description",), {**NAMED, "typeOfVariable": re.compile("Text|Date")}),
    "Sources": Shape(("TextSource",)),
    "TextSource": Shape(
        ("Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"),
        {**NAMED, "plainTextPath": re.compile(rf"internal://{GUID.pattern}\.txt"), **BY},
    ),
    "PlainTextSelection": Shape(
        ("Description", "Coding", "NoteRef"), {**NAMED, "startPosition": WHOLE, "endPosition": WHOLE, **BY}
    ),
    "Coding": Shape(("CodeRef", "NoteRef"), {"guid": GUID, **BY}),
    "VariableValue": Shape(("VariableRef", "TextValue", "DateValue")),
    "CodeRef": POINTER,
    "VariableRef": POINTER,
    "Description": Shape(),
    "TextValue": Shape(),
    "DateValue": Shape(),
}  # fmt: skip


def project(pairs: list[tuple[Article, Analysis]], note: str = "Made by hand.") -> bytes:
    return qdpx.as_qdpx(pairs, tables.quotes(pairs), note=note, made=DAY)


def xml(data: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        return ET.fromstring(files.read("project.qde"))  # noqa: S314 - our own


def said(text: str, *words: str) -> tuple[Article, Analysis]:
    """Return an article in which somebody says each of the given words."""
    quotes = tuple(
        Quote(f"q{number}", Span(text.index(word), text.index(word) + len(word)), "direct", "s", None, None, None,
              "neutral", None, 0.9, "", review="accepted")
        for number, word in enumerate(words)
    )  # fmt: skip
    speaker = Speaker(
        "s", "Ann\x01 & <Lee>\n", "person", affiliation=Affiliation(institution="Oxfam", kind="think-tank")
    )
    stances = (
        Stance("s", "tax", "supportive", 0.9, "q0", quotes[0].span, ""),
        Stance("s", "tax", "critical", 0.3, "q0", quotes[0].span, ""),
    )
    return Article("a", text, "News"), Analysis("a", "by hand", speakers=(speaker,), quotes=quotes, stances=stances)


def well_formed(data: bytes) -> None:
    """Check a project against the schema: elements, their order, attributes and their form, and what points where."""
    root = xml(data)
    pointed, named = set[str](), list[str]()
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{qdpx.NAMESPACE}}}")
        shape = SCHEMA[name]
        order = [shape.children.index(child.tag.rpartition("}")[2]) for child in element]
        assert order == sorted(order), name
        assert element.attrib.keys() == shape.attributes.keys(), name
        for attribute, value in element.attrib.items():
            assert shape.attributes[attribute].fullmatch(value), (name, attribute, value)
        pointed |= {element.attrib[key] for key in ("targetGUID", "creatingUser") if key in element.attrib}
        named += [element.attrib["guid"]] if "guid" in element.attrib else []
    assert pointed <= set(named)
    assert len(named) == len(set(named))
    for holder in ("CodeBook", "Codes", "Sources", "Users", "Variables"):
        assert all(len(found) for found in root.iter(f"{{{qdpx.NAMESPACE}}}{holder}")), f"{holder} may not be empty"


def test_the_sample_is_a_project_as_the_schema_asks() -> None:
    data = project([sample()])
    well_formed(data)
    (source,) = qdpx.read_qdpx(data)
    article, analysis = sample()
    assert (source.name, source.text) == (article.title, article.text)
    assert dict(source.facts) == {
        "Outlet": "The Paper",
        "Published": "2025-04-19",
        "Read from": "ukraine-peace-talks.txt",
    }
    assert [each.span for each in source.passages] == sorted(quote.span for quote in analysis.quotes)
    codes = {code for each in source.passages for code in each.codes}
    assert {code[0] for code in codes} == {"Speaker", "Institution", "Think-tank", "Type", "Stance"}
    assert {("Speaker", "James Nixey"), ("Institution", "Chatham House (institution)")} <= codes
    assert {("Think-tank", "Chatham House (think-tank)"), ("Type", "Indirect")} <= codes
    assert ("Stance", "Ukraine", "Ukraine: supportive") in codes


def test_codes_that_bear_passages_have_names_of_their_own() -> None:
    codes = xml(project([sample()])).iter(f"{{{qdpx.NAMESPACE}}}Code")
    names = [code.attrib["name"] for code in codes if code.attrib["isCodable"] == "true"]
    assert len(names) == len(set(names))


def test_emoji_and_combining_characters_do_not_shift_a_passage() -> None:
    text = "👩‍🚀🇺🇦 e\u0301a\u0308 𝒳\n“Nai\u0308ve 🙂 plan.” ﬁn\u200b.\n"
    (source,) = qdpx.read_qdpx(project([said(text, "Nai\u0308ve 🙂 plan.", "🇺🇦")]))
    assert source.text == text
    assert [each.span.of(source.text) for each in source.passages] == ["🇺🇦", "Nai\u0308ve 🙂 plan."]


def test_lines_end_with_one_character_and_passages_stay_on_their_words() -> None:
    text = "\ufeff\ufeffOne\r\n\r\n“two\r\nthree” \r four\n\ud800 “five”\r"
    data = project([said(text, "two\r\nthree", "five", "One", "\r\n\r\n")])
    (source,) = qdpx.read_qdpx(data)
    assert source.text == "One\n\n“two\nthree” \n four\n\ufffd “five”\n"
    assert [each.span.of(source.text) for each in source.passages] == ["One", "\n\n", "two\nthree", "five"]
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        (text_file,) = (place for place in files.namelist() if place.startswith("sources/"))
        assert files.read(text_file).decode() == source.text


@settings(max_examples=40, deadline=None)
@given(
    pair=corpora(), head=st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n\ufeff"), max_size=9)
)
def test_every_passage_cuts_the_words_of_its_quote(pair: tuple[Article, Analysis], head: str) -> None:
    article, analysis = pair
    shifted = tuple(
        replace(
            quote,
            span=Span(quote.span.start + len(head), quote.span.end + len(head)),
            clause=None,
            cue=None,
            mention=None,
        )
        for quote in analysis.quotes
    )
    moved = (replace(article, text=head + article.text), replace(analysis, quotes=shifted, sections=(), stances=()))
    quotes = tables.quotes([moved])
    data = qdpx.as_qdpx([moved], quotes, note="", made=DAY)
    well_formed(data)
    sources = qdpx.read_qdpx(data)
    found = [each.span.of(source.text) for source in sources for each in source.passages]
    expected = [words.replace("\r\n", "\n").replace("\r", "\n") for words in quotes["quote"]]
    # A quote may begin with a mark that the file lacks, or end within a line end that is one character there.
    assert [words.removesuffix("\n") for words in found] == [
        words.lstrip("\ufeff").removesuffix("\n") for words in expected
    ]


def test_names_that_xml_forbids_do_not_break_the_file() -> None:
    data = project([said("“Yes.”", "Yes.")], note="Filter: \x00 <&> \x0b\nLine 2")
    well_formed(data)
    (source,) = qdpx.read_qdpx(data)
    assert source.passages[0].codes == (
        ("Type", "Direct"),
        ("Speaker", "Ann\ufffd & <Lee>"),
        ("Institution", "Oxfam (institution)"),
        ("Think-tank", "Oxfam (think-tank)"),
        ("Stance", "tax", "tax: supportive"),
        ("Stance", "tax", "tax: unclear"),
    )
    assert xml(data)[-1].text == "Filter: \ufffd <&> \n\nLine 2"
    passage = next(xml(data).iter(f"{{{qdpx.NAMESPACE}}}PlainTextSelection"))
    assert passage[0].text == "Confidence 90%, accepted by a person"


def test_the_same_library_gives_the_same_file_and_articles_of_one_title_are_told_apart() -> None:
    first, second = said("“Yes.”", "Yes."), said("“No.”", "No.")
    other = (replace(second[0], id="b"), replace(second[1], article_id="b"))
    assert project([first, other]) == project([first, other])
    assert [source.name for source in qdpx.read_qdpx(project([first, other]))] == ["News", "News (2)"]
    well_formed(project([first, other]))


def test_only_articles_with_quotes_are_in_it_and_a_long_one_is_whole() -> None:
    long = said("x" * 400_000 + "“Yes.”", "Yes.")
    other = (Article("b", "Nothing.", "Other"), Analysis("b", "by hand"))
    (source,) = qdpx.read_qdpx(project([long, other]))
    assert source.text == long[0].text
    empty = qdpx.as_qdpx([other], tables.quotes([]), note="", made=DAY)
    well_formed(empty)
    assert qdpx.read_qdpx(empty) == ()


def packed(place: str, content: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as files:
        files.writestr(place, content)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no zip", "broken or locked"),
        (packed("other.xml", "<a/>"), "choose a .qdpx file"),
        (packed("project.qde", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "document type"),
        (packed("project.qde", "<a>"), "XML that cannot be read"),
        (packed("project.qde", f'<a xmlns="{qdpx.NAMESPACE}"><TextSource plainTextPath="x"/></a>'), "lacks a text"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_project_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(archive.Unusable, match=told):
        qdpx.read_qdpx(data)


def test_a_project_of_another_program_is_read() -> None:
    """The name of the project's own file varies, texts may stand in it, and passages need not be coded."""
    text = "<PlainTextContent>One two</PlainTextContent><PlainTextSelection startPosition='4' endPosition='7'/>"
    (source,) = qdpx.read_qdpx(
        packed("Trial.qde", f'<Project xmlns="{qdpx.NAMESPACE}"><TextSource name="T">{text}</TextSource></Project>')
    )
    assert source == qdpx.Source("T", "One two", (), (qdpx.Passage(Span(4, 7), ()),))
