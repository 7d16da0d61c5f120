"""Who works where: the role and the institution of each speaker, from the words around the name."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from analysis.pipeline.bodies import Body, apposition, body_named, government_of, kind_of_noun
from analysis.pipeline.descriptions import describe
from analysis.pipeline.directory import Institution, Match, find_institutions, match_within
from analysis.pipeline.employers import Reading, read_description
from analysis.pipeline.language import legible
from analysis.pipeline.offices import employer_of
from analysis.pipeline.places import state_of
from analysis.pipeline.posts import Post, adjective_of, find_posts, holder_named, is_office_holder
from analysis.records import Affiliation, Span, Speaker

__all__ = ["Institution", "Match", "affiliate", "find_institutions"]

_LOCAL = re.compile(
    r"\b(?:mayor|governor|gov|councillor|sheriff|police|regional|local|district|state)\b", re.IGNORECASE
)
_DOMINANT = 0.6
_ENOUGH = 5
_NEAR_TITLE = 120
"""Characters within which a title and a body on both sides of a name belong together."""
_STATED = 2.0
"""Weight from which a reading stands on the text alone, so that general knowledge is not asked."""


def affiliate(
    doc: Doc, text: str, speakers: Sequence[Speaker], *, published: dt.date | None = None
) -> tuple[Speaker, ...]:
    """Return the same speakers with their affiliations.

    Each mention is read for titles before the name, appositions and brackets after it, and clauses about it; the
    reading that says most wins, the earlier one on a tie. What the text says of a body comes before the directory, the
    directory before the words of the body's name, and those before what a role implies. The country of a public office
    is taken from its words, then from the person it belongs to ("his ambassador"), the subject of the sentence, or the
    country that most of the article is about. Only where the text gives a person nothing, a small table of office
    holders is asked with the date of publication. ``evidence`` and ``because`` say what decided.

    Past posts give no institution and the kind "none". Groups take the body that their own words name.
    """
    plain = legible(text)
    readings = {
        speaker.id: _best_reading(doc, text, plain, speaker) for speaker in speakers if speaker.kind == "person"
    }
    known: dict[str, Affiliation] = {}
    for speaker in speakers:
        if speaker.kind != "person" and is_office_holder(speaker.name):
            known[speaker.id] = _of_person(speaker, None, published)
        elif speaker.kind == "organisation":
            known[speaker.id] = _of_organisation(plain, speaker)
        elif speaker.kind == "group":
            known[speaker.id] = _of_group(plain, speaker)
        else:
            known[speaker.id] = _of_person(speaker, _checked(doc, readings[speaker.id]), published)
    for speaker in speakers:
        reading = readings.get(speaker.id)
        if reading is not None and known[speaker.id] is reading.affiliation and _lacks_country(reading):
            others = [other for other in speakers if other.id != speaker.id]
            known[speaker.id] = _with_country(doc, plain, reading, {other: known[other.id] for other in others})
    return tuple(replace(speaker, affiliation=known[speaker.id]) for speaker in speakers)


def _best_reading(doc: Doc, text: str, plain: str, speaker: Speaker) -> Reading | None:
    """Return the reading of a person's mentions that says most."""
    readings = [
        reading
        for mention in speaker.mentions
        for description in describe(doc, plain, mention, speaker.name)
        if (reading := read_description(text, plain, description)) is not None
    ]
    best = max(readings, key=lambda reading: reading.weight, default=None)
    return _with_title(best, readings) if best is not None else None


def _with_title(best: Reading, readings: Sequence[Reading]) -> Reading:
    """Return a reading that names a body alone with the role that stands on the other side of the same name.

    "Colonel Ann Lee, of the Norwegian army": ``evidence`` then goes from the role to the body.
    """
    affiliation = best.affiliation
    if affiliation.role is not None or affiliation.evidence is None:
        return best
    for other in readings:
        role, near = other.affiliation.role, other.affiliation.evidence
        past = other.affiliation.because.startswith("a past post")
        if role is None or near is None or past or other.affiliation.kind not in {"none", affiliation.kind}:
            continue
        whole = Span(min(near.start, affiliation.evidence.start), max(near.end, affiliation.evidence.end))
        if whole.end - whole.start <= _NEAR_TITLE:
            return replace(best, affiliation=replace(affiliation, role=role, evidence=whole))
    return best


def _checked(doc: Doc, reading: Reading | None) -> Reading | None:
    """Return a reading without the usual country of its office where the article names only other countries."""
    if reading is None or reading.post is None or reading.post.country in {"", "United States"}:
        return reading
    affiliation = reading.affiliation
    if affiliation.institution != reading.post.institution:
        return reading
    states = {state for token in doc if token.text[:1].isupper() and (state := state_of(token.text))}
    if not states or reading.post.country in states:
        return reading
    open_ended = replace(affiliation, institution=None, because="the role is a public office")
    return replace(reading, affiliation=open_ended, placed=False, weight=_STATED)


def _of_person(speaker: Speaker, reading: Reading | None, published: dt.date | None) -> Affiliation:
    if reading is not None and (reading.placed or (reading.weight >= _STATED and reading.affiliation.kind == "none")):
        return reading.affiliation
    held = _of_holder(speaker, published)
    if held is not None and (reading is None or not reading.placed):
        role = reading.affiliation.role if reading and reading.post and reading.post.kind != "none" else held.role
        return replace(held, role=role or held.role, evidence=reading.affiliation.evidence if reading else None)
    return reading.affiliation if reading is not None else Affiliation(because="the text says nothing about a post")


def _of_holder(speaker: Speaker, published: dt.date | None) -> Affiliation | None:
    """Return the affiliation of a generally known office holder, or None."""
    for name in (speaker.name, *speaker.names_used):
        held = holder_named(name, published=published)
        if held is None:
            continue
        posts = find_posts(held.office, Span(0, len(held.office)))
        office = next((post for post in posts if post.institution), None)
        body = body_named(office.institution) if office else government_of(held.country)
        return Affiliation(
            role=held.office, institution=office.institution if office else body.name, institution_id=body.id,
            kind=office.kind if office else body.kind, because="known office holder, not stated in the text",
        )  # fmt: skip
    return None


def _of_organisation(plain: str, speaker: Speaker) -> Affiliation:
    """Return what an organisation is itself."""
    described = next(filter(None, (_described(plain, mention) for mention in speaker.mentions)), "")
    bodies = [body_named(name, described=described) for name in (speaker.name, *speaker.names_used)]
    body = next((body for body in bodies if body.because), bodies[0])
    evidence = speaker.mentions[0] if speaker.mentions else None
    return Affiliation(
        institution=body.name, institution_id=body.id, kind=body.kind, state_run=body.state_run, evidence=evidence,
        because=body.because or "nothing in the text or in its name says what it is",
    )  # fmt: skip


def _described(plain: str, mention: Span) -> str:
    """Return the words that say what a body is: "the think-tank X", "X, a London-based bank,"; else an empty string."""
    before = re.search(
        r"\b(?:the|an?)\s+((?:[\w'-]+\s+){1,6})$", plain[max(0, mention.start - 80) : mention.start], re.IGNORECASE
    )
    if before and kind_of_noun(before[1]) and before[1].split()[-1].islower():
        return before[1]
    after = apposition(plain[mention.end : mention.end + 120])
    return after if kind_of_noun(after) else ""


def _of_group(plain: str, speaker: Speaker) -> Affiliation:
    """Return the body that the words for an unnamed group name: "analysts at Goldman Sachs", "US officials"."""
    for span in speaker.mentions or (Span(0, 0),):
        around = Span(span.start, min(len(plain), span.end + 80))
        stop = re.search(r"[.,;:\n\"]|\b(?:said|say|says|told|who|that)\b", plain[span.end : around.end])
        words = Span(span.start, span.end + (stop.start() if stop else around.end - span.end))
        for match in match_within(plain, words):
            if re.search(r"\b(?:at|of|from|with|for|in)\s(?:[\w'-]+\s){0,6}$", plain[words.start : match.span.start]):
                body = match.institution
                return Affiliation(
                    institution=body.name,
                    institution_id=body.id,
                    kind=body.kind,
                    state_run=body.state_run,
                    evidence=Span(words.start, match.span.end),
                    because="the group's own words; listed in the directory",
                )
    return Affiliation(because="an unnamed group")


def _lacks_country(reading: Reading) -> bool:
    post = reading.post
    affiliation = reading.affiliation
    return post is not None and affiliation.institution is None and affiliation.kind in {"government", "military"}


def _with_country(doc: Doc, plain: str, reading: Reading, others: dict[Speaker, Affiliation]) -> Affiliation:
    """Return a public office with the body it belongs to, where words elsewhere in the article say which."""
    affiliation, post = reading.affiliation, reading.post
    if post is None or affiliation.evidence is None or _is_local(affiliation.evidence.of(plain)):
        return affiliation
    people = [other for other in others if other.kind == "person" or is_office_holder(other.name)]
    boss = _owner_of(reading, affiliation.evidence, people)
    if boss is not None and others[boss].institution and others[boss].kind == post.kind:
        found = others[boss]
        return replace(
            affiliation, institution=found.institution, institution_id=found.institution_id,
            because=f"{affiliation.because}; the post belongs to {boss.name}",
        )  # fmt: skip
    country, because = _country_of_sentence(doc, affiliation.evidence), "the subject of the sentence is {}"
    if country is None:
        country, because = _country_of_article(doc), "most of the article is about {}, the words at the name do not say"
    if country is None:
        return affiliation
    body = _body_of(plain, post, country, affiliation.evidence)
    return replace(
        affiliation,
        institution=body.name,
        institution_id=body.id,
        because=f"{affiliation.because}; {because.format(country)}",
    )


def _is_local(words: str) -> bool:
    """Tell whether an office is one of a town, a province or a police force, below a country's government."""
    return bool(_LOCAL.search(words))


def _owner_of(reading: Reading, evidence: Span, others: Sequence[Speaker]) -> Speaker | None:
    """Return the person whose post it is: "Trump's envoy" by name, "his envoy" by the last person named before."""
    if reading.owner in {"his", "her"}:
        placed = [
            (span.start, other)
            for other in others
            for span in other.mentions
            if evidence.start - 300 < span.start < evidence.start
        ]
        return max(placed, key=lambda pair: pair[0])[1] if placed else None
    if not reading.owner:
        return None
    last = reading.owner.split()[-1]
    return next((other for other in others if other.name.split()[-1] == last), None)


def _country_of_sentence(doc: Doc, evidence: Span) -> str | None:
    """Return the state that the subject of the sentence stands for ("Seoul welcomed ..., with press secretary ...")."""
    words = doc.char_span(evidence.start, evidence.end, alignment_mode="expand")
    if words is None:
        return None
    for token in words.sent.root.children:
        if token.dep_ in {"nsubj", "nsubjpass"} and token.i < words.start:
            return state_of(token.text) or state_of(doc[token.left_edge.i : token.i + 1].text)
    return None


def _country_of_article(doc: Doc) -> str | None:
    """Return the state that most of the article's names of states and peoples stand for, or None."""
    named = Counter(state for token in doc if token.text[:1].isupper() and (state := state_of(token.text)))
    if not named:
        return None
    country, count = named.most_common(1)[0]
    return country if count >= _ENOUGH and count >= _DOMINANT * named.total() else None


def _body_of(plain: str, post: Post, country: str, evidence: Span) -> Body:
    """Return the body of an office under the wording that the article itself uses ("Pakistan government")."""
    wording = next((word for word in (adjective_of(country), country) if f"{word} government" in plain), "")
    return employer_of(post, country, words=evidence.of(plain), wording=wording)
