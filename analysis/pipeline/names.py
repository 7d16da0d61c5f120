"""The words of people's names: titles, particles, hyphens, and what common nouns say about a source."""

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from analysis.pipeline.directory import look_up
from analysis.pipeline.lexicon import noun_of

_DATA = Path(__file__).parents[1] / "data"
_HUMAN_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "ee", "eer", "crat", "person", "people", "folk")
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.\-‐]*")


def core(words: str) -> tuple[str, ...]:
    """Return the folded words of a name without titles, suffixes and initials; particles stay."""
    found = [folded(word) for word in _NAME_WORD.findall(words)]
    parts = _parts()
    titled = [index for index, word in enumerate(found[:-1]) if parts.get(word.rstrip(".")) in ("title", "he", "she")]
    if titled:
        found = found[titled[-1] + 1 :]
    while len(found) > 1 and parts.get(found[-1].rstrip(".")) == "suffix":
        found.pop()
    kept = [word for word in found if len(word.rstrip(".")) > 1]
    return tuple(word.rstrip(".") for word in (kept or found))


def is_title(word: str) -> bool:
    """Tell whether a word is a title that stands before names ("Mr", "President", "Gen.")."""
    return _parts().get(word.lower().rstrip(".")) in ("title", "he", "she")


def is_particle(word: str) -> bool:
    """Tell whether a word is a particle inside names ("de", "von", "al")."""
    return _parts().get(word.lower()) == "particle"


def name_run(token: Token) -> DocSpan:
    """Return the run of name words around a proper noun, particles and initials included."""
    doc = token.doc
    start, end = token.i, token.i + 1
    while start > 0 and (step := _step_back(doc, start)):
        start -= step
    while end < len(doc) and not _breaks(doc[end - 1]):
        if _is_name_word(doc[end]):
            end += 1
        elif (
            doc[end].text == "-"
            and end + 1 < len(doc)
            and doc[end + 1].pos_ == "PROPN"
            and not doc[end - 1].whitespace_
        ):
            end += 2
        else:
            break
    person = next((i for i in range(start, token.i + 1) if doc[i].ent_type_ == "PERSON"), start)
    if person > start and doc[person].ent_iob_ == "B" and doc[person - 1].ent_type_ in ("ORG", "GPE", "FAC"):
        start = person
    elif (split := _after_body(doc[start:end])) is not None:
        start, end = (split, end) if split <= token.i else (start, split)
    while start < token.i and is_particle(doc[start].text) and doc[start].text.islower():
        start += 1
    while end - 1 > token.i and is_particle(doc[end - 1].text):
        end -= 1
    return doc[start:end]


def _step_back(doc: Doc, start: int) -> int:
    """Return how many tokens before a name belong to it: a name word, or what a hyphen joins ("Attorney-General")."""
    if _is_name_word(doc[start - 1]) and not _breaks(doc[start - 1]):
        return 1
    joined = (
        start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_ and not doc[start - 2].whitespace_
    )
    return 2 if joined and doc[start - 2].is_alpha else 0


def _after_body(run: DocSpan) -> int | None:
    """Return where a person's name follows that of a body in a run ("the United Nations Nikki Haley"), if so."""
    doc = run.doc
    starts = (start for start in range(run.start + 1, run.end - 1) if is_given_name(doc[start].text))
    return next((start for start in starts if look_up(doc[run.start : start].text)), None)


def whole_end(run: DocSpan) -> int:
    """Return where a name ends that goes on behind a hyphen or particle ("Moon Jae" of "Moon Jae-In")."""
    doc, end = run.doc, run.end
    while end < len(doc) and is_particle(doc[end - 1].text) and doc[end].pos_ == "PROPN":
        end += 1
    while (
        end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ and doc[end + 1].text[:1].isalpha()
    ):
        end += 2
    return end


def _is_name_word(token: Token) -> bool:
    named = token.text[:1].isupper() or token.text[:2] in ("al", "el") or "-" in token.text
    if token.pos_ == "PROPN" and token.text[:1].isalpha() and named:
        return True
    return is_particle(token.text) and token.text.isalpha() and len(token.text) > 1 and _near_name(token)


def _near_name(token: Token) -> bool:
    """Tell whether capitals stand on both sides of a particle, others passed over ("Ursula von der Leyen")."""
    doc, before, after = token.doc, token.i - 1, token.i + 1
    while before > 0 and is_particle(doc[before].text):
        before -= 1
    while after < len(doc) - 1 and is_particle(doc[after].text):
        after += 1
    return before >= 0 and after < len(doc) and doc[before].text[:1].isupper() and doc[after].text[:1].isupper()


def _breaks(token: Token) -> bool:
    return token.text.endswith(("'s", "’s")) or "\n" in token.whitespace_


def trimmed(entity: DocSpan) -> DocSpan | None:
    """Return a recognised name without the possessive, the verbs and the small words that the model took in."""
    doc, start, end = entity.doc, entity.start, entity.end
    while start < end and not (
        doc[start].pos_ == "PROPN" or (doc[start].text[:1].isupper() and doc[start].pos_ in ("NOUN", "ADJ", "X"))
    ):
        start += 1
    while end > start and (
        doc[end - 1].text in ("'s", "'", "’s", "’") or doc[end - 1].is_punct or doc[end - 1].is_space
    ):
        end -= 1
    while start < end and doc[start].pos_ in ("VERB", "ADP", "SCONJ", "DET"):
        start += 1
    return doc[start:end] if start < end else None


def untitled(run: DocSpan) -> tuple[int, int]:
    """Return the first and the end token of a name without the titles before it."""
    doc = run.doc
    titled = [at for at in range(run.start, run.end - 1) if is_title(doc[at].text) and doc[at + 1].text != "-"]
    return (titled[-1] + 1 if titled else run.start), run.end


def can_speak(source: Token) -> bool:
    """Tell whether a word can head a source: a name, a pronoun, or a noun for people, bodies or documents.

    "The profound differences underscore" has a reporting verb, but nobody who reports.
    """
    if source.pos_ != "NOUN" or source.ent_type_ in ("PERSON", "ORG", "NORP", "GPE", "CARDINAL", "PERCENT"):
        return True
    if source.text[:1].isupper():
        named = (other.text == source.text and other.pos_ == "PROPN" for other in source.doc)
        if not source.is_sent_start or any(named):
            return True
    lemma = source.lemma_.lower()
    known = noun_class(source) is not None or noun_of(source) is not None
    return known or lemma in _role_words() or lemma.endswith(_HUMAN_ENDINGS)


def noun_class(noun: Token) -> str | None:
    """Return what kind of source a common noun is: "person", "body", "document", or None."""
    return _source_nouns().get(noun.lemma_.lower())


def folded(word: str) -> str:
    """Return a word in lower case without accents and possessive ending."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]s?$", "", word.replace("’", "'")))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()


@cache
def _parts() -> dict[str, str]:
    with (_DATA / "name_parts.csv").open(encoding="utf-8", newline="") as file:
        return {row["part"].rstrip("."): row["class"] for row in csv.DictReader(file)}


@cache
def _given_names() -> dict[str, str]:
    """Return given names with the pronoun of those who bear it, empty where both women and men do."""
    with (_DATA / "given_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["shows"] for row in csv.DictReader(file)}


@cache
def _role_words() -> frozenset[str]:
    """Return the last words of roles: "fellow", "secretary"."""
    with (_DATA / "roles.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["term"].split()[-1] for row in csv.DictReader(file))


@cache
def _source_nouns() -> dict[str, str]:
    with (_DATA / "source_nouns.csv").open(encoding="utf-8", newline="") as file:
        return {row["noun"]: row["class"] for row in csv.DictReader(file)}


def bare(words: str) -> str:
    """Return a name or noun phrase without its article and its possessive ending."""
    plain = re.sub(r"^(?:the|a|an)\s+", "", " ".join(words.split()), flags=re.IGNORECASE)
    return re.sub(r"['’]s?$", "", plain)


def is_given_name(word: str) -> bool:
    """Tell whether a word is a given name in some language ("Priya", "Owen"); many surnames are too."""
    return folded(word) in _given_names()


def pronoun_of(given: str) -> str | None:
    """Return "he" or "she" where a folded given name is one that only men or only women bear, else None."""
    return _given_names().get(given) or None


def gender_of(noun: str) -> str | None:
    """Return "he" or "she" where a title or noun shows it ("Mrs", "spokeswoman"), else None."""
    kind = _parts().get(noun)
    return kind if kind in ("he", "she") else None


def is_body_word(word: str) -> bool:
    """Tell whether a word ends or stands in the names of bodies ("institute", "ministry"), never in people's."""
    return _source_nouns().get(word) == "body" and word not in ("church", "town")
