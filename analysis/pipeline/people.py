"""The people of one article: which strings name the same person, and what the text shows of that person.

A full name gathers its surname, first name and titled forms ("Ann Lee", "Lee", "Ms Lee"); two people of one surname
stay two, and a bare surname then means the one named in full last. The gender that the words show ("Mr",
"spokeswoman") and the nouns that describe a person ("the minister") are kept for resolving pronouns and descriptions.
A given name that only men or only women bear keeps a pronoun from meaning somebody else; it shows nowhere. Limits: a
person whose full name never stands in the text is known by the longest form used.
"""

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from analysis.pipeline.directory import look_up
from analysis.pipeline.lexicon import verb_of
from analysis.pipeline.names import (
    core,
    folded,
    gender_of,
    is_body_word,
    is_given_name,
    is_particle,
    is_title,
    name_run,
    noun_class,
    pronoun_of,
    trimmed,
    untitled,
    whole_end,
)
from analysis.pipeline.places import people_of, place_named
from analysis.records import Span

_DESCRIBING = frozenset({"appos", "compound", "amod", "nmod", "attr", "conj"})
_FAR = 14
_FAR_BEFORE = 6
_LONGEST_NAME = 3
_TRUSTED = 3
"""Times that the model must take a name for no person's to be believed against a given name."""
_SOON = 700
"""Characters within which a person who was described first is named."""
_IN_FULL = {"col": "colonel", "gen": "general", "gov": "governor", "prof": "professor", "sen": "senator"}
_VAGUE = frozenset({"former", "senior", "other"})
_COPULAS = frozenset({"be", "become"})
_AGE = 2
"""Digits of an age: "Ann Lee, 54, used to sail there"."""
_MAY_BE_BODIES = frozenset(
    {"ally", "champion", "client", "customer", "donor", "giant", "host", "investor", "leader", "member", "opponent"}
    | {"owner", "parent", "partner", "predecessor", "rival", "successor"}
)
"""Nouns for people that also stand before the name of a company: "its owner, Meridian Rail"."""


@dataclass(slots=True)
class Person:
    """One person of an article. ``words`` are the folded words of the fullest name; mentions are in text order."""

    name: str
    words: tuple[str, ...]
    mentions: list[Span] = field(default_factory=list)
    subjects: list[int] = field(default_factory=list)
    """Positions of the mentions that are grammatical subjects or speak."""
    gender: str | None = None
    nouns: set[str] = field(default_factory=set)
    """Lemmas that describe the person: "director", "minister"."""
    titles: set[str] = field(default_factory=set)
    """Those of them that are said to be this person's alone: "the adviser", "Foreign Minister Lee"."""
    forms: dict[str, None] = field(default_factory=dict)

    @property
    def likely_gender(self) -> str | None:
        """Return "he" or "she" as the text shows it, else where the given name is borne by men or by women alone."""
        return self.gender or (pronoun_of(self.words[0]) if len(self.words) > 1 else None)

    def last_before(self, position: int) -> int:
        """Return the start of the last mention before a position, -1 where there is none."""
        index = bisect_right(self.mentions, Span(position, position)) - 1
        return self.mentions[index].start if index >= 0 else -1


class People:
    """All people named in an article outside quotation marks."""

    def __init__(self, doc: Doc, text: str, outside: Sequence[bool]) -> None:
        self.persons: list[Person] = []
        self._at: dict[int, Person] = {}
        runs = _candidates(doc, outside)
        votes = _votes(doc)
        ordinary = {token.text for token in doc if token.pos_ in ("NOUN", "VERB", "ADJ") and token.text.islower()}
        full = [run for run in runs if len(core(run.text)) > 1 and _is_person(run, votes, ordinary)]
        for run in full:
            self._join(run, text)
        known = {person.words[-1] for person in self.persons}
        for run in runs:
            if run not in full and (_is_surname(run, known) or _is_person(run, votes, ordinary)):
                self._join(run, text)
        for person in self.persons:
            person.mentions.sort()
            person.subjects.sort()
            person.name = max(person.forms, key=lambda form: (len(core(form)), -list(person.forms).index(form)))

        self._note_descriptions(doc, outside)

    def _note_descriptions(self, doc: Doc, outside: Sequence[bool]) -> None:
        """Count "the president" as a subject mention of the person last named who is described so."""
        for token in doc:
            if token.pos_ != "NOUN" or token.dep_ not in ("nsubj", "nsubjpass") or not outside[token.i]:
                continue
            person = self.described(token)
            if person is not None:
                person.subjects.append(token.idx)
                person.subjects.sort()

    def surnamed(self, words: str) -> Person | None:
        """Return the person named in full whose surname these words are, also where they name a place too."""
        wanted = core(words)
        fits = [p for p in self.persons if len(wanted) == 1 and len(p.words) > 1 and p.words[-1] == wanted[0]]
        return fits[0] if len(fits) == 1 else None

    def described(self, noun: Token) -> Person | None:
        """Return whom a definite description ("the Ukrainian minister") means: the last person so described."""
        words = [child for child in noun.children if child.i < noun.i]
        if noun.tag_ != "NN" or not any(child.lower_ == "the" for child in words):
            return None
        wanted = {folded(noun.lemma_)} | {
            folded(child.text) for child in words if child.ent_type_ in ("NORP", "GPE", "ORG")
        }
        known = [p for p in self.persons if p.last_before(noun.idx) >= 0]
        fits = [p for p in known if wanted <= p.nouns]
        if not fits and len(wanted) > 1:  # "Sen. Ann Lee", then "the Florida senator"
            near = [p for p in known if p.last_before(noun.idx) > noun.idx - _SOON]
            alone = [p for p in near if folded(noun.lemma_) in p.nouns]
            fits = alone if len(alone) == 1 else []
        return max(fits, key=lambda person: person.last_before(noun.idx)) if fits else None

    def foretold(self, noun: Token) -> Person | None:
        """Return whom a description before a name means ("the region's top adviser", then "Ann Lee, the adviser").

        That is the one person first named soon after who is described by the same noun, where one of the describing
        words agrees too or both descriptions are definite.
        """
        words = [word for child in noun.children if child.i < noun.i for word in child.subtree]
        if noun.tag_ != "NN" or not words:
            return None
        lemma, end = folded(noun.lemma_), noun.idx + len(noun)
        definite = any(word.lower_ == "the" or word.dep_ == "poss" for word in words)
        kinds = ("NOUN", "ADJ", "PROPN") if definite else ("NOUN", "ADJ")
        details = {folded(word.lemma_) for word in words if word.pos_ in kinds} - _VAGUE
        soon = [p for p in self.persons if end < p.mentions[0].start < end + _SOON and lemma in p.nouns]
        fits = [p for p in soon if details & p.nouns or (definite and lemma in p.titles)]
        return fits[0] if len(soon) == len(fits) == 1 else None

    def at(self, token: Token) -> Person | None:
        """Return the person whose name a token is part of."""
        return self._at.get(token.i)

    def named(self, words: str) -> Person | None:
        """Return the person that a name means, the one named in full last where several fit."""
        fits = [person for person in self.persons if _fits(core(words), person.words)]
        return max(fits, key=lambda person: person.mentions[0].start) if fits else None

    def _join(self, run: DocSpan, text: str) -> None:
        words = core(run.text)
        if not words:
            return
        fits = [person for person in self.persons if _same(words, person.words)]
        titles = (gender_of(word.lower_.rstrip(".")) for word in run.doc[max(0, run.start - 1) : run.end])
        shown = next(filter(None, titles), None)
        fits = [p for p in fits if p.gender == shown] or [p for p in fits if shown is None or p.gender is None]
        if fits:
            position = run.start_char
            person = max(fits, key=lambda one: (one.last_before(position), -one.mentions[0].start))
            if len(words) > len(person.words):
                person.words = words
        else:
            person = Person("", words)
            self.persons.append(person)
        first, last = untitled(run)
        span = Span(run.doc[first].idx, run.doc[last - 1].idx + len(run.doc[last - 1]))
        if span not in person.mentions:  # "Dr Lee" and "Lee" are two candidates for one place
            person.mentions.append(span)
        person.forms.setdefault(span.of(text))
        for index in range(run.start, run.end):
            self._at[index] = person
        root = run.root
        lead = root.head if root.dep_ == "appos" else root
        if lead.dep_ in ("nsubj", "nsubjpass"):
            person.subjects.append(run.start_char)
        _describe(person, run)


def _candidates(doc: Doc, outside: Sequence[bool]) -> list[DocSpan]:
    """Return the name-like runs outside quotation marks, in text order: recognised people, and proper-noun runs."""
    runs: dict[int, DocSpan] = {}
    for entity in doc.ents:
        if entity.label_ == "PERSON" and outside[entity.start]:
            run = trimmed(entity)
            if run is not None:
                runs[run.start] = doc[run.start : max(run.end, whole_end(run))]
    covered = {index for run in runs.values() for index in range(run.start, run.end)}
    for token in doc:
        if token.i in covered or not outside[token.i] or token.pos_ != "PROPN" or not token.text[:1].isalpha():
            continue
        run = name_run(token)
        covered.update(range(run.start, run.end))
        runs.setdefault(run.start, run)
    return [runs[start] for start in sorted(runs)]


def _votes(doc: Doc) -> dict[str, Counter[str]]:
    """Return, for each recognised name and each last word of one, how often the model gave which label."""
    votes: dict[str, Counter[str]] = {}
    for entity in doc.ents:
        words = core(entity.text)
        if words:
            votes.setdefault(words[-1], Counter())[entity.label_] += 1
            votes.setdefault(" ".join(words), Counter())[entity.label_] += len(words) > 1
    return votes


def _is_person(run: DocSpan, votes: dict[str, Counter[str]], ordinary: AbstractSet[str]) -> bool:
    """Tell a person's name from that of a place, a body or a thing: titles, the places known, the model's votes.

    A single capitalised word that stands in the article as an ordinary word too ("Iodine", "iodine") is no name.
    """
    words = core(run.text)
    articles = [child.lower_ for child in run.root.children if child.dep_ == "det"]
    alone = "a" in articles or "an" in articles or (len(run) == 1 and (articles or run.text.lower() in ordinary))
    office = all(is_title(word.text) for word in run if word.is_alpha) and (articles or "-" in run.text)
    if not words or alone or office or (run.text.isupper() and len(run) > 2):
        return False
    bare = " ".join(token.text for token in run if token.text not in ("'s", "’s"))
    if place_named(bare) is not None or people_of(bare) is not None or any(is_body_word(word) for word in words):
        return False
    if (
        is_title(run[0].text)
        and len(run) > 1
        and run[0].text.lower().rstrip(".") not in ("us", "u.s", "uk", "state", "house", "senate")
    ):
        return True
    if run.start and is_title(run.doc[run.start - 1].text) and run.doc[run.start - 1].whitespace_:
        return True
    if len(words) > 1 and _is_shown_human(run.root):
        return True
    counts = votes.get(" ".join(words)) or votes.get(words[-1]) or Counter()
    person = counts["PERSON"]
    other = sum(
        count
        for label, count in counts.items()
        if label in ("ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT")
    )
    if len(words) > 1:
        other -= counts["WORK_OF_ART"]
        named = _is_full_name(run) and (not other or _speaks(run, other) or _follows_body(run))
        return named or (person > 0 and person >= other / 2)
    return person > 0 and person * 2 >= other


def _speaks(run: DocSpan, votes: int) -> bool:
    """Tell whether a full name that the model misread, once or twice, is the subject of a reporting verb.

    Or the author of a document ("a note by Ann Lee"). No body of that name is in the directory ("Morgan Stanley" is).
    """
    head = run.root.head
    wrote = run.root.dep_ == "pobj" and head.lower_ == "by" and noun_class(head.head) == "document"
    says = run.root.dep_ == "nsubj" and verb_of(head) is not None
    return votes < _TRUSTED and (says or wrote) and look_up(run.text) is None


def _follows_body(run: DocSpan) -> bool:
    """Tell whether the name of a body stands right before a name ("its ambassador to the United Nations Ann Lee")."""
    before = run.doc[run.start - 1] if run.start else None
    return before is not None and before.pos_ == "PROPN" and look_up(name_run(before).text) is not None


def _is_full_name(run: DocSpan) -> bool:
    """Tell whether a run is a given name and a surname, whatever the model takes it for."""
    words = [word.text for word in run if not is_particle(word.lower_)]
    return 1 < len(words) <= _LONGEST_NAME and is_given_name(words[0]) and all(word.istitle() for word in words)


def _is_shown_human(root: Token) -> bool:
    """Tell whether words around a name show a person: "who ...", "a former nurse", an age, "its director" before."""
    head = root.head
    if root.dep_ == "appos" and head.i < root.i and head.tag_ == "NN" and head.lemma_ not in _MAY_BE_BODIES:
        return noun_class(head) == "person"
    after = root.doc[root.i + 1 : root.i + 4]
    if [word.text for word in after if word.is_punct] == [",", ","] and after[1].like_num and len(after[1]) == _AGE:
        return True
    for child in root.children:
        if child.i > root.i and child.dep_ == "relcl" and any(word.lower_ == "who" for word in child.children):
            return True
        if child.i > root.i and child.dep_ == "appos" and child.pos_ == "NOUN" and noun_class(child) == "person":
            return True
    return False


def _is_surname(run: DocSpan, known: AbstractSet[str]) -> bool:
    """Tell whether a run is the bare surname of somebody named in full, whatever the model takes it for."""
    words = core(run.text)
    return len(words) == 1 and words[0] in known and place_named(run.text) is None


def _same(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether two names can be one person's: same first and last name, or a part of the other."""
    if len(_without_particles(one)) > 1 and len(_without_particles(two)) > 1:
        return (
            (one[-1] == two[-1] and (one[0] == two[0] or one[0].startswith(two[0]) or two[0].startswith(one[0])))
            or _fits(one, two)
            or _fits(two, one)
        )
    return _fits(one, two) or _fits(two, one)


def _fits(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Tell whether a name is the end, or else the first word, of a fuller one."""
    if not part or len(part) > len(whole):
        return False
    return whole[-len(part) :] == part or (len(part) == 1 and whole[0] == part[0])


def _without_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if not is_particle(word))


def _describe(person: Person, run: DocSpan) -> None:
    """Note what the words around a name show: titles before it, the apposition after it, what it is said to be."""
    before = _nouns_before(run)
    root = run.root
    heads = [child for child in root.children if child.dep_ == "appos" and child.i > root.i]
    if root.dep_ == "appos" and root.head.pos_ == "NOUN":
        heads.append(root.head)
    if root.dep_ == "nsubj" and root.head.lemma_ in _COPULAS:
        heads.extend(child for child in root.head.children if child.dep_ == "attr")
    heads.extend(head for child in root.children if child.dep_ == "relcl" for head in _held(child))
    if run.start > 1 and run.doc[run.start - 1].text == "," and run.doc[run.start - 2].tag_ == "NN":
        heads.extend(word for word in run.doc[run.start - 2 : run.start - 1] if noun_class(word) == "person")
    person.nouns |= (before | _nouns_after(run)).union(*map(_nouns, heads))
    person.nouns |= {_IN_FULL[title] for title in before if title in _IN_FULL}
    person.titles |= before
    person.titles.update(
        folded(head.lemma_) for head in heads if any(c.lower_ == "the" or c.dep_ == "poss" for c in head.children)
    )
    shown = {gender for noun in sorted(person.nouns) if (gender := gender_of(noun)) is not None}
    if len(shown) == 1:
        person.gender = shown.pop()


def _held(clause: Token) -> Iterator[Token]:
    """Yield the posts that a who-clause gives: "who was finance minister", "who served as the chief adviser"."""
    for child in clause.children:
        if child.dep_ == "attr" and clause.lemma_ in _COPULAS:
            yield child
        elif child.dep_ == "prep" and child.lower_ == "as":
            yield from (word for word in child.children if word.dep_ == "pobj" and noun_class(word) == "person")


def _nouns_before(run: DocSpan) -> set[str]:
    """Return the nouns and titles right before a name ("Foreign Secretary")."""
    first, _ = untitled(run)
    words = itertools.takewhile(
        lambda word: word.pos_ in ("NOUN", "PROPN", "ADJ") and word.sent == run.sent,
        reversed(run.doc[max(0, first - _FAR_BEFORE) : first]),
    )
    return {folded(word.lemma_).rstrip(".") for word in words}


def _nouns_after(run: DocSpan) -> set[str]:
    """Return the nouns between a name's comma and the next ("Ann Lee, a former nurse and mayor,")."""
    doc, last = run.doc, run.end
    if last >= len(doc) or doc[last].text != ",":
        return set()
    words = itertools.takewhile(
        lambda word: word.text not in ',.;"' and word.pos_ != "VERB", doc[last + 1 : last + _FAR]
    )
    return {folded(word.lemma_) for word in words if word.pos_ == "NOUN"}


def _nouns(head: Token) -> set[str]:
    return {folded(head.lemma_)} | {folded(child.lemma_) for child in head.children if child.dep_ in _DESCRIBING}
