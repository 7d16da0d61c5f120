"""What flows through the program: plain, frozen records with integer positions into the article's text.

Positions are half-open and count code points of ``Article.text``, which is never altered: cleaning marks regions, it
does not delete. No record holds an object of the language model, so every record can be stored, sent and compared.
"""

import datetime as dt
import hashlib
import unicodedata
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

Field = Literal["title", "outlet", "byline", "published"]
Place = Literal["page", "file", "name", "text", "guess", "person"]
"""Where something about an article comes from: a web page's own data, a file's, the file's name, a line of the text,
the first words for want of a title, or a person."""
_FIELDS: tuple[Field, ...] = get_args(Field)
QuoteType = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["person", "organisation", "group"]
AffiliationKind = Literal[
    "think-tank",
    "government",
    "military",
    "university",
    "company",
    "media",
    "ngo",
    "intergovernmental",
    "none",
]
Review = Literal["", "accepted", "changed", "added"]
"""What a person said of a quote, "" where nobody looked at it yet."""
StanceLabel = Literal["supportive", "critical", "neutral"]
Attitude = Literal["neutral", "distancing", "endorsing", "conflict"]
LabelKind = Literal["function", "ideology", "place", "ownership"]
RegionKind = Literal[
    "headline",
    "standfirst",
    "kicker",
    "byline",
    "dateline",
    "share",
    "caption",
    "video",
    "related",
    "promo",
    "ad",
    "paywall",
    "pull quote",
    "repeat",
    "embed",
    "label",
    "credits",
    "footer",
    "set aside",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` up to, not including, ``end`` of an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Tell whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read. ``id`` follows from the text alone, so the same text is the same article."""

    id: str
    text: str
    title: str
    outlet: str = ""
    published: dt.date | None = None
    source: str = ""
    """The file name or other place it was read from."""
    byline: str = ""
    """Who wrote it, as written."""
    told: tuple[tuple[Field, Place], ...] = ()
    """Where title, outlet, byline and day come from, as far as they are known."""
    columns: tuple[tuple[str, str], ...] = ()
    """Further columns of the table it came in: name and value."""
    repairs: tuple[tuple[str, str], ...] = ()
    """Garbled words that were put right when it was read: as they stand in the file, and as they are in the text."""
    moved: tuple["Moved", ...] = ()
    """Lines of which a person said what they are."""
    redacted: bool = False
    """Whether a person was taken out of it: letters are blotted out, and it is not analysed anew."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A stretch of whole lines that a person brought into the story, or set aside from it."""

    span: Span
    into: Literal["body", "aside"]


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was given, byte for byte."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the page that is not body text: furniture, the headline, the standfirst."""

    span: Span
    kind: RegionKind


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the body. ``span`` starts with the heading line; sections partition the body in order."""

    span: Span
    heading: Span | None
    label: str
    keyphrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A person's role and institution as the text gives them; for an organisation, what it is itself."""

    role: str | None = None
    institution: str | None = None
    institution_id: str | None = None
    """Row of the directory, where the institution is in it."""
    kind: AffiliationKind = "none"
    state_run: bool = False
    evidence: Span | None = None
    """The words that say so."""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody or some body that is quoted, or of whom the reporter tells a side ("the union condemned the raids").

    ``group`` stands for unnamed sources ("some analysts").
    """

    id: str
    name: str
    kind: SpeakerKind
    names_used: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    affiliation: Affiliation = Affiliation()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that the article gives as somebody's.

    ``span`` is the words without their marks; ``clause`` the whole reported clause around a mixed quote; ``mention``
    the speaker as written at the quote ("De Bendern", "she"); ``speaker`` the id of the resolved speaker, None where
    the text gives no source.
    """

    id: str
    span: Span
    type: QuoteType
    speaker: str | None
    mention: Span | None
    clause: Span | None
    cue: Span | None
    attitude: Attitude
    section: int | None
    """Index into ``Analysis.sections``."""
    confidence: float
    because: str
    review: Review = ""


@dataclass(frozen=True, slots=True)
class Stance:
    """What a speaker thinks of a target, and the words that show it."""

    speaker: str
    target: str
    label: StanceLabel
    confidence: float
    quote: str | None
    evidence: Span
    because: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar expression. ``resolved`` is YYYY[-MM[-DD]] or start/end, None where the text does not settle it."""

    span: Span
    resolved: str | None
    because: str = ""
    event: Span | None = None
    """What is said to happen then: the clause around the date, or the noun that it is part of ("the 2022 invasion")."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body, place or other thing that the text names, under one name. ``label`` is spaCy's (PERSON, ORG)."""

    id: str
    name: str
    label: str
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One citation of an institution in the reporter's words, and how the text labels it there.

    ``kinds`` says what each stretch of ``words`` tells of the institution; both are empty where its name stands alone.
    """

    institution: str
    institution_id: str | None
    """Row of the directory, where the institution is in it."""
    kind: AffiliationKind
    mention: Span
    kinds: tuple[LabelKind, ...] = ()
    words: tuple[Span, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one article, and the ``fingerprint`` of the model, rules and data that found it."""

    article_id: str
    fingerprint: str
    regions: tuple[Region, ...] = ()
    sections: tuple[Section, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    quotes: tuple[Quote, ...] = ()
    scare_quotes: tuple[Span, ...] = ()
    stances: tuple[Stance, ...] = ()
    dates: tuple[DateMention, ...] = ()
    entities: tuple[Entity, ...] = ()
    labels: tuple[Label, ...] = ()


def article_id(text: str) -> str:
    """Return 16 hexadecimal digits that depend on the words alone, not on their spacing or Unicode composition."""
    words = " ".join(unicodedata.normalize("NFKC", text).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def corrected(article: Article, by: Place = "person", **said: Any) -> Article:  # noqa: ANN401 - values of Field
    """Return an article with title, outlet, byline or day as they are ``said``, and that they were said so.

    What is said as it was stays as it came; what is said to be empty comes from nowhere.
    """
    new = {name: value for name, value in said.items() if getattr(article, name) != value}
    told = {name: place for name, place in article.told if name not in new}
    told.update({name: by for name in _FIELDS if new.get(name)})
    return replace(article, **new, told=tuple(told.items()))


def quote_id(article: str, span: Span, kind: QuoteType) -> str:
    """Return 16 hexadecimal digits for a quote, the same for every later analysis that finds the same words."""
    return hashlib.sha256(f"{article}:{span.start}:{span.end}:{kind}".encode()).hexdigest()[:16]
