"""Articles with their quotes coded, as a REFI-QDA project: for NVivo, MAXQDA, ATLAS.ti, QualCoder and others.

The format is REFI-QDA 1.5 (Rotterdam Exchange Format Initiative, qdasoftware.org): a zip archive of ``project.qde``,
XML in the order of elements that its schema asks for, and one text file per article in ``sources``. Positions count
Unicode code points of that file from 0; the end is left out, as QualCoder reads it too. Programs disagree on whether
the two characters of a Windows line end count as one, so the files end every line with one character, and positions
are those in the file. Nothing else of a text is changed or cut, but for byte order marks at its start and lone
surrogates, which UTF-8 has no form for.

Codes of institutions and think-tanks say in their names which they are, and codes of stances name the target, since
some programs have room for one code of a name only. Identifiers follow from what they stand for: the same library
gives the same file on the same day.
"""

import datetime as dt
import io
import re
import uuid
import zipfile
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pandas as pd

from analysis.library.rows import SURE
from analysis.records import Analysis, Article, Span, Stance
from analysis.views.archive import Unusable, parse, unpack
from analysis.views.vocabulary import TYPES

NAMESPACE = "urn:QDA-XML:project:1.0"
Code = tuple[str, ...]
"""A code after the codes above it, by their names: ("Stance", "Ukraine", "Ukraine: supportive")."""
_BRANCHES = ("Speaker", "Institution", "Think-tank", "Type", "Stance")
_VARIABLES: Mapping[str, str] = {"Outlet": "Text", "Author": "Text", "Published": "Date", "Read from": "Text"}
_ROOT = uuid.UUID("5f0d4a0e-7c86-5d0f-9d0b-3c1f6a7d2b94")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_NAME = 60
_INTERNAL = "internal://"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text and the codes that it bears."""

    span: Span
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A text of a project with what is known of it, as names and values, and its coded passages."""

    name: str
    text: str
    facts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]


def as_qdpx(corpus: Iterable[tuple[Article, Analysis]], quotes: pd.DataFrame, *, note: str, made: dt.date) -> bytes:
    """Return the articles of a table of quotes as a project, each quote coded by speaker, institution, type and stance.

    ``corpus`` holds their articles, and may hold others; ``note`` says in lines where the quotes come from and becomes
    the description of the project; ``made`` is the day that everything in it is dated by. Stances less sure than
    ``SURE`` are coded as unclear. Characters that XML forbids become U+FFFD in names; the texts keep them.
    """
    known = {article.id: (article, analysis) for article, analysis in corpus}
    by = {"creatingUser": _guid("user"), "creationDateTime": f"{made.isoformat()}T00:00:00Z"}
    sources, files, used, titles = ET.Element("Sources"), dict[str, bytes](), set[Code](), Counter[str]()
    for article_id, said in quotes.groupby("article_id", sort=False):
        article, analysis = known[str(article_id)]
        guid, title = _guid("source", article.id), _line(article.title) or "Untitled"
        titles[title] += 1
        title = f"{title} ({titles[title]})" if titles[title] > 1 else title
        told = {"guid": guid, "name": title, "plainTextPath": f"{_INTERNAL}{guid}.txt", **by}
        source = ET.SubElement(sources, "TextSource", told)
        text, gone = _written(article.text)
        files[f"sources/{guid}.txt"] = text.encode()
        for row, codes in _coded(said, analysis):
            start, end = (place - bisect_left(gone, place) for place in (int(row["start"]), int(row["end"])))
            _select(source, row, Span(start, end), codes, by)
            used.update(codes)
        _describe(source, article)
    user = {"creatingUserGUID": by["creatingUser"], "creationDateTime": by["creationDateTime"]}
    project = ET.Element("Project", {"xmlns": NAMESPACE, "name": "On Record", "origin": "On Record", **user})
    ET.SubElement(ET.SubElement(project, "Users"), "User", {"guid": _guid("user"), "name": "On Record"})
    if used:
        _list(ET.SubElement(ET.SubElement(project, "CodeBook"), "Codes"), used)
    variables = ET.SubElement(project, "Variables")
    for name, kind in _VARIABLES.items():
        ET.SubElement(variables, "Variable", {"guid": _guid("variable", name), "name": name, "typeOfVariable": kind})
    if files:
        project.append(sources)
    ET.SubElement(project, "Description").text = _clean("\n".join(note.splitlines()))
    return _packed({"project.qde": ET.tostring(project, encoding="utf-8", xml_declaration=True), **files})


def read_qdpx(data: bytes) -> tuple[Source, ...]:
    """Return the texts of a project with their coded passages, in the order of the file; other sources are left out.

    Raises Unusable where the file is no such project, or lacks a text or a code that it speaks of.
    """
    parts = unpack(data)
    project = next((part for place, part in parts.items() if "/" not in place and place.endswith(".qde")), None)
    if project is None:
        raise Unusable("The file is no REFI-QDA project: choose a .qdpx file.")
    root = parse(project)
    texts = {place.rpartition("/")[2]: part for place, part in parts.items()}
    codes = dict(_codes_of(root))
    variables = {str(each.get("guid")): str(each.get("name")) for each in root.iter(_tag("Variable"))}
    try:
        return tuple(_source(each, texts, codes, variables) for each in root.iter(_tag("TextSource")))
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise Unusable("The project lacks a text or a code that it speaks of: export it again.") from error


def _coded(said: pd.DataFrame, analysis: Analysis) -> Iterator[tuple[dict[str, str], list[Code]]]:
    """Yield the quotes of one article, as rows of words, with their codes."""
    stances: dict[str | None, list[Stance]] = defaultdict(list)
    for stance in analysis.stances:
        stances[stance.quote].append(stance)
    for found in said.to_dict("records"):
        row = {str(name): str(value) for name, value in found.items()}
        codes: list[Code] = [("Type", TYPES[row["type"]])]
        if row["speaker"]:
            codes.append(("Speaker", row["speaker"]))
        if row["institution"]:
            codes.append(("Institution", f"{row['institution']} (institution)"))
        if row["think_tank"]:
            codes.append(("Think-tank", f"{row['think_tank']} (think-tank)"))
        for stance in stances[row["quote_id"]]:
            label = stance.label if stance.confidence >= SURE else "unclear"
            codes.append(("Stance", stance.target, f"{stance.target}: {label}"))
        yield row, list(dict.fromkeys(codes))


def _select(source: ET.Element, row: Mapping[str, str], span: Span, codes: list[Code], by: Mapping[str, str]) -> None:
    """Add a quote to its article as a coded passage."""
    words, identity = _line(row["quote"]) or "Quote", (row["article_id"], row["quote_id"])
    name = words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…"
    place = {"startPosition": str(span.start), "endPosition": str(span.end)}
    passage = ET.SubElement(
        source, "PlainTextSelection", {"guid": _guid("quote", *identity), "name": name, **place, **by}
    )
    review = f"{row['review']} by a person" if row["review"] else "not reviewed"
    ET.SubElement(passage, "Description").text = f"Confidence {float(row['confidence']):.0%}, {review}"
    for code in codes:
        coding = ET.SubElement(passage, "Coding", {"guid": _guid("coding", *identity, *code), **by})
        ET.SubElement(coding, "CodeRef", {"targetGUID": _guid("code", *code)})


def _describe(source: ET.Element, article: Article) -> None:
    """Add what is known of an article as values of variables."""
    published = article.published.isoformat() if article.published else ""
    for name, value in zip(_VARIABLES, (article.outlet, article.byline, published, article.source), strict=True):
        if value:
            told = ET.SubElement(source, "VariableValue")
            ET.SubElement(told, "VariableRef", {"targetGUID": _guid("variable", name)})
            ET.SubElement(told, f"{_VARIABLES[name]}Value").text = _line(value)


def _list(parent: ET.Element, codes: Collection[Code]) -> None:
    """Add codes below those that they belong to, which bear no passages themselves."""
    paths = {code[:depth] for code in codes for depth in range(1, len(code) + 1)}
    nodes: dict[Code, ET.Element] = {(): parent}
    for path in sorted(paths, key=lambda path: (_BRANCHES.index(path[0]), [part.casefold() for part in path], path)):
        told = {"guid": _guid("code", *path), "name": _line(path[-1]) or "Without a name"}
        nodes[path] = ET.SubElement(nodes[path[:-1]], "Code", {**told, "isCodable": str(path in codes).lower()})


def _written(text: str) -> tuple[str, list[int]]:
    """Return a text as its file holds it, and the places of the characters that it lacks there."""
    marks = len(text) - len(text.lstrip("\ufeff"))
    gone = [*range(marks), *(found.start() for found in re.finditer("\r(?=\n)", text))]
    lines = text[marks:].replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", lines), gone


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip archive that does not tell when and where it was made."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, content in files.items():
            part = zipfile.ZipInfo(place)
            part.compress_type, part.create_system, part.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(part, content)
    return memory.getvalue()


def _codes_of(root: ET.Element) -> Iterator[tuple[str, Code]]:
    """Yield the identifier and the names of every code of a project."""
    left: list[tuple[ET.Element, Code]] = [(book, ()) for book in root.iter(_tag("Codes"))]
    while left:
        parent, above = left.pop()
        for code in parent.findall(_tag("Code")):
            path = (*above, str(code.get("name")))
            yield str(code.get("guid")), path
            left.append((code, path))


def _source(
    source: ET.Element, texts: Mapping[str, bytes], codes: Mapping[str, Code], variables: Mapping[str, str]
) -> Source:
    """Return one text with its facts and passages. Raises KeyError and others where it speaks of what is not there."""
    inline = source.findtext(_tag("PlainTextContent"))
    place = str(source.get("plainTextPath")).removeprefix(_INTERNAL)
    return Source(
        name=str(source.get("name")),
        text=texts[place].decode("utf-8-sig") if inline is None else inline,
        facts=tuple(
            (variables[_target(value, "VariableRef")], value[-1].text or "")
            for value in source.findall(_tag("VariableValue"))
        ),
        passages=tuple(
            Passage(
                Span(int(each.attrib["startPosition"]), int(each.attrib["endPosition"])),
                tuple(codes[_target(coding, "CodeRef")] for coding in each.findall(_tag("Coding"))),
            )
            for each in source.findall(_tag("PlainTextSelection"))
        ),
    )


def _target(holder: ET.Element, name: str) -> str:
    reference = holder.find(_tag(name))
    return "" if reference is None else reference.attrib["targetGUID"]


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _guid(*parts: str) -> str:
    return str(uuid.uuid5(_ROOT, "\0".join(part.encode("utf-8", "replace").decode() for part in parts)))


def _clean(words: str) -> str:
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", words)


def _line(words: str) -> str:
    return " ".join(_clean(words).split())
