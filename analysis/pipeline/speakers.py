"""Who says each quote: the words of its source resolved to a person, a body or a group of the article.

Names come from ``people``; "she", "the minister" and "the bank" are resolved to the nearest person or body that fits,
and left as they are where the text does not say. Speakers carry over from quote to quote as the drafts tell.
"""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from analysis.layout import Layout
from analysis.pipeline.cast import Cast, Known
from analysis.pipeline.cues import owner_of
from analysis.pipeline.lexicon import noun_of, words_of
from analysis.pipeline.names import bare, gender_of, is_title, name_run, noun_class, untitled
from analysis.pipeline.organisations import Organisations
from analysis.pipeline.page import Page
from analysis.pipeline.people import People, Person
from analysis.pipeline.places import state_of
from analysis.pipeline.quotes import Draft, find_drafts
from analysis.pipeline.told import siders
from analysis.records import Quote, Section, Span, Speaker, SpeakerKind, quote_id

_SINGULAR = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_REACH = 3
_LONGEST_ACRONYM = 3
_GUESSED = 0.5
"""Share right where nothing but recency says whom "she" means."""
_UNRESOLVED = 0.4
_PORTIONS = frozenset({"half", "one", "quarter", "third"})
_LONGEST_DESCRIPTION = 12
"""Words between the noun of a description and the comma before the name described."""


def find_quotes(
    doc: Doc, text: str, layout: Layout, *, article: str, sections: Sequence[Section]
) -> tuple[tuple[Speaker, ...], tuple[Quote, ...], tuple[Span, ...]]:
    """Return the speakers, the quotes in text order, and the scare quotes of an article.

    Among the speakers, last, are those of whom the reporter tells a side without a quote. ``article`` is the article's
    id, from which quote ids follow.
    """
    page = Page(doc, text, layout)
    drafts, scare = find_drafts(page)
    sources = _Sources(page)
    quotes = []
    said: list[Known | None] = []
    for draft in drafts:
        known, mention, certainty = sources.speaker(draft, drafts, said)
        said.append(known)
        quotes.append(
            Quote(
                id=quote_id(article, draft.span, draft.type),
                span=draft.span,
                type=draft.type,
                speaker=known.id if known else None,
                mention=mention,
                clause=draft.clause,
                cue=draft.cue,
                attitude=draft.verb.attitude if draft.verb else "neutral",
                section=next((n for n, part in enumerate(sections) if part.span.holds(draft.span)), None),
                confidence=round(draft.confidence * certainty, 2),
                because=draft.because,
            )
        )
    for sider in siders(page, [quote.span for quote in quotes if quote.type == "indirect"]):
        sources.meet(sider)
    return sources.cast.speakers(), tuple(quotes), tuple(scare)


class _Sources:
    """Resolves the words of sources to the people, bodies and groups of an article, as quotes are read in order."""

    def __init__(self, page: Page) -> None:
        self.doc, self.text, self.paragraphs, self._paragraph = page.doc, page.text, page.paragraphs, page.paragraph
        self._outside = page.outside
        self.people = People(page.doc, page.text, page.outside)
        self.organisations = Organisations(page.doc, page.outside)
        self._labels = {turn.span.start: turn.label for turn in page.turns}
        self.cast = Cast()

    def speaker(
        self, draft: Draft, drafts: Sequence[Draft], said: Sequence[Known | None]
    ) -> tuple[Known | None, Span | None, float]:
        """Return the speaker of a quote, the words that name it there, and how sure the resolution is (0-1)."""
        origin = draft
        while origin.source is None and origin.follows is not None:
            if said[origin.follows] is not None:
                known = said[origin.follows]
                break
            origin = drafts[origin.follows]
        else:
            known = None
        if draft.span.start in self._labels and draft.source is not None:
            label = self._labels[draft.span.start]
            return self._labelled(label, self.doc[draft.source]), label, 1.0
        if draft.source is None:
            return known, self._mention(_origin(draft, drafts).source), 1.0
        token = self.doc[draft.source]
        mention = self._mention(draft.source)
        found, certainty = self.meet(token)
        if found is not None:
            self.cast.turns.append((draft.span.start, found))
        return found, mention, certainty

    def meet(self, token: Token) -> tuple[Known | None, float]:
        """Return whom a source means, noted as one of the cast, and how sure that is (0-1)."""
        mention = self._mention(token.i)
        found, certainty = self._resolve(token)
        if found is not None and mention is not None and token.pos_ != "PRON":
            found.forms.setdefault(mention.of(self.text))
            if mention not in found.mentions:
                found.mentions.append(mention)
        return found, certainty

    def _labelled(self, label: Span, token: Token) -> Known:
        """Return whom the label of a turn names: a person of the article, an unnamed "MODERATOR", or a new person."""
        words = label.of(self.text)
        plain = words.title() if words.isupper() and len(words) > _LONGEST_ACRONYM else words
        person = self.people.named(plain)
        if person is not None:
            return self.cast.person(person)
        unnamed = noun_class(token)
        return self.cast.body(plain, kind="group" if unnamed == "person" else "person")

    def _resolve(self, token: Token) -> tuple[Known | None, float]:
        lower = token.lower_
        if lower in _SINGULAR:
            return self._pronoun(token, _SINGULAR[lower])
        if lower in ("they", "them", "their"):
            they = self._they(token)
            return they, 0.7 if they else _UNRESOLVED
        if lower in ("it", "its"):
            it = self._it(token)
            return it, 0.7 if it else _UNRESOLVED
        acronym = token.text.isupper() and len(token) > 1
        unnamed = token.pos_ == "PRON" and noun_class(token) is None
        if (lower in words_of("nobody") or unnamed) and not acronym:
            return None, 0.8
        person = self.people.at(token) or self.people.surnamed(token.text) or self._beside(token)
        if person is None and token.text.istitle() and token.pos_ == "NOUN":
            person = self.people.named(token.text)  # a name that the tagger took for a common noun
        if person is not None:
            return self.cast.person(person), 1.0
        return self._thing(token)

    def _pronoun(self, token: Token, gender: str) -> tuple[Known | None, float]:
        """Return the person that "he" or "she" means: the subject just before, the last speaker, the last one named.

        A speaker without a name goes on as well: "the senator said ... he said".
        """
        paragraph = self._paragraph(token.idx)
        floor = self.paragraphs[max(0, paragraph - _REACH)].start
        fits = [p for p in self.people.persons if p.gender in (None, gender)]
        if any(p.likely_gender == gender and p.last_before(token.idx) >= floor for p in fits):
            fits = [p for p in fits if p.likely_gender in (None, gender)]
        sentence = token.sent[0].idx if len(token.sent) else token.idx
        turns = [(at, k) for at, k in reversed(self.cast.turns) if floor <= at < token.idx]
        turn = next(((at, k) for at, k in turns if k.person in fits), None)
        subjects = [
            (at, p)
            for p in fits
            for at in p.subjects
            if floor <= at < token.idx and self._paragraph(at) >= paragraph - 1
        ]
        best = max(subjects, key=lambda found: found[0], default=None)
        here = [found for found in subjects if self._paragraph(found[0]) == paragraph]
        opening = [
            (p.last_before(token.idx), p) for p in fits if self._paragraph(p.last_before(token.idx)) == paragraph
        ]
        if not here and opening and turn is not None and self._paragraph(turn[0]) < paragraph:
            return self.cast.person(max(opening, key=lambda found: found[0])[1]), 0.7
        unnamed = self._last_turn(token.idx, ("group",))
        last = max([best[0] if best else 0, *(at for at, _ in turns)])
        if unnamed is not None and unnamed.id in self.cast.single and last == turns[0][0]:
            return unnamed, 0.8
        since = max(last, self.paragraphs[paragraph].start)
        acting = self._acting(token, gender, since)
        if acting is not None:
            return self._thing(acting)[0], 0.7
        if best is not None and (turn is None or best[0] > turn[0] or best[0] >= sentence):
            best[1].gender = gender
            return self.cast.person(best[1]), 0.9
        if turn is not None and turn[1].person is not None:
            turn[1].person.gender = gender
            return turn[1], 0.9
        named = [(p.last_before(token.idx), p) for p in fits if p.last_before(token.idx) >= floor]
        if named:
            return self.cast.person(max(named, key=lambda found: found[0])[1]), _GUESSED
        return None, _UNRESOLVED

    def _acting(self, pronoun: Token, gender: str, since: int) -> Token | None:
        """Return the last noun since a position for one unnamed person who acts: "[A local official] came. He said"."""
        for noun in reversed(self.doc[: pronoun.i]):
            if noun.idx < since:
                return None
            leads = noun.tag_ == "NN" and noun.dep_ in ("nsubj", "nsubjpass") and noun.head.dep_ == "ROOT"
            human = noun_class(noun) == "person" and noun.lower_ not in _PORTIONS and self.people.at(noun) is None
            if leads and human and self._outside[noun.i]:
                shown = gender_of(noun.lower_) in (None, gender)
                kin = any(child.tag_ == "PRP$" for child in noun.children)
                return noun if shown and not kin else None
        return None

    def _they(self, token: Token) -> Known | None:
        """Return the group or body that "they" means: the plural subject just before, else the last one that spoke."""
        subject = self.organisations.subject_before(token, plural=True)
        if subject is not None and self.people.at(subject) is None:
            return self._thing(subject)[0]
        return self._last_turn(token.idx, ("group", "organisation"))

    def _it(self, token: Token) -> Known | None:
        """Return the body that "it" means: the last one that spoke, else the subject just before."""
        last = self._last_turn(token.idx, ("organisation",))
        subject = None if last else self.organisations.subject_before(token, plural=False)
        return last if subject is None or self.people.at(subject) is not None else self._thing(subject)[0]

    def _thing(self, token: Token) -> tuple[Known | None, float]:
        """Return the body, group or described person that a noun means."""
        mention = self._mention(token.i) or Span(token.idx, token.idx + len(token))
        words = mention.of(self.text)
        if token.pos_ == "PROPN" or token.text.isupper():
            name = bare(words)
            state = state_of(name)
            if state:
                return self.cast.body(state, kind="organisation"), 1.0
            if token.text.isupper() and name == token.text:
                name = self.organisations.spelled_out(name) or name
            noun = noun_class(token)
            if noun == "person" and not token.ent_type_:
                return self._described(token, words)
            return self.cast.body(name, kind="organisation"), 0.95
        noun = noun_class(token)
        body = self._spokesman_of(token)
        if body is not None:
            return body, 0.85
        author = self._author(token) if noun == "document" or noun_of(token) is not None else None
        if author is not None:
            return author, 0.85
        if noun == "person":
            return self._described(token, words)
        if noun == "body":
            return self._described_body(token, words)
        return self.cast.group(words), 0.8

    def _beside(self, noun: Token) -> Person | None:
        """Return the person named behind a description: "its convenor, Ann Lee", "the dean of arts, Ann Lee"."""
        if noun.tag_ != "NN" and not is_title(noun.text):
            return None
        if noun_class(noun) not in (None, "person") or noun_of(noun) is not None:
            return None
        for word in noun.doc[noun.i + 1 : noun.i + _LONGEST_DESCRIPTION]:
            if word.text == "," and word.i + 1 < len(noun.doc):
                person = self.people.at(noun.doc[word.i + 1])
                known = noun_class(noun) == "person" or (person is not None and self._ends(person, word.i + 1))
                return person if known else None
            verb = word.pos_ in ("VERB", "AUX") and word.dep_ != "amod"
            if verb or word.lower_ == "and" or (word.is_punct and word.text not in ("(", ")")):
                return None
        return None

    def _ends(self, person: Person, first: int) -> bool:
        """Tell whether a name that starts at a token stands between commas, or ends its sentence."""
        after = next((token for token in self.doc[first:] if self.people.at(token) is not person), None)
        return after is None or after.is_punct or after.is_space

    def _described(self, token: Token, words: str) -> tuple[Known | None, float]:
        """Return whom "the minister" means: the last person so described; a group or unnamed source otherwise."""
        person = self.people.described(token)
        if person is not None:
            return self.cast.person(person), 0.8
        person = self.people.foretold(token)
        if person is None:
            known = self.cast.group(words)
            if token.tag_ in ("NN", "NNP"):
                self.cast.single.add(known.id)
            return known, 0.9
        beside = person.mentions[0].start <= token.idx + len(token) + len(", ")
        return self.cast.person(person), 0.95 if beside else 0.6

    def _described_body(self, token: Token, words: str) -> tuple[Known | None, float]:
        """Return which body "the bank" means: the last one whose name or description holds the noun."""
        lemma = token.lemma_.lower()
        if token.tag_ == "NNS":
            return self.cast.group(words), 0.85
        if words.split(maxsplit=1)[0].lower() in ("the", "this", "that"):
            for _, known in reversed(self.cast.turns if len(words.split()) == 2 else ()):
                if known.kind == "organisation" and (lemma in known.name.lower() or self._called(known, lemma)):
                    return known, 0.8
            name = self.organisations.described(words, token.idx)
            if name is not None:
                return self.cast.body(name, kind="organisation"), 0.7
        return self.cast.body(bare(words), kind="organisation"), 0.85

    def _called(self, known: Known, lemma: str) -> bool:
        """Tell whether the words before a mention of a body hold a noun ("investment banking giant Goldman Sachs")."""
        return any(lemma[:4] in self.text[max(0, span.start - 60) : span.end].lower() for span in known.mentions)

    def _spokesman_of(self, token: Token) -> Known | None:
        """Return the body behind "a spokesman for X", "an X spokeswoman", "analysts at X"."""
        speaks = token.lemma_.lower().startswith(("spokes", "representative"))
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in (("for", "of", "at", "from", "with") if speaks else ("at",)):
                named = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
                if named is not None and self.people.at(named) is None:
                    span = self._mention(named.i)
                    return self.cast.body(bare(span.of(self.text) if span else named.text), kind="organisation")
        if not speaks:
            return None
        owner = next((c for c in token.children if c.dep_ in ("compound", "poss") and c.pos_ == "PROPN"), None)
        if owner is not None and self.people.at(owner) is None:
            return self.cast.body(bare(name_run(owner).text), kind="organisation")
        for child in token.children:
            if child.dep_ == "compound" and noun_class(child) == "body":
                words = [word.text for word in child.subtree]
                return self.cast.body(" ".join(words), kind="organisation") if words[1:] else self._last_body(token.idx)
        return None

    def _author(self, token: Token) -> Known | None:
        """Return who made a document: "a report by X", "Ann Lee's remarks"; not "Ann Lee's tax returns"."""
        owner = owner_of(token)
        if owner is None or owner.pos_ not in ("PROPN", "PRON"):
            return None
        body = owner.ent_type_ == "ORG" and self.people.at(owner) is None
        own = owner.dep_ != "poss" or body or noun_of(token) is not None or owner.lower_ in ("its", "their")
        return self._resolve(owner)[0] if own else None

    def _last_body(self, position: int) -> Known | None:
        """Return the last company or other body named before a position, quotes included."""
        paragraph = self._paragraph(position)
        floor = self.paragraphs[max(0, paragraph - 2)].start
        named = [e for e in self.doc.ents if e.label_ == "ORG" and floor <= e.start_char < position]
        if not named:
            return None
        first = [e for e in named if e.start_char >= self.paragraphs[paragraph].start]
        return self.cast.body(bare((first[0] if first else named[-1]).text), kind="organisation")

    def _last_turn(self, position: int, kinds: Sequence[SpeakerKind]) -> Known | None:
        since = self.paragraphs[max(0, self._paragraph(position) - 1)].start
        return self.cast.last_turn(position, since, kinds=kinds)

    def _mention(self, index: int | None) -> Span | None:
        """Return the words that name a source: the name, or the noun phrase up to its head."""
        if index is None:
            return None
        token = self.doc[index]
        if token.pos_ == "PRON":
            return Span(token.idx, token.idx + len(token))
        if token.pos_ == "PROPN":
            run = name_run(token)
            if token.ent_type_ in ("ORG", "GPE", "FAC", "NORP", "LOC"):
                run = next((e for e in self.doc.ents if e.start <= index < e.end), run)
            start, end = untitled(run) if self.people.at(token) else (run.start, run.end)
            while end > start + 1 and self.doc[end - 1].text in ("'s", "'", "’s", "’"):
                end -= 1
            while start < index and self.doc[start].lower_ in ("the", "a", "an"):
                start += 1
            return Span(self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1]))
        left = min(
            [
                index,
                *(
                    t.i
                    for c in token.children
                    if c.i < index
                    and c.dep_ in ("det", "amod", "compound", "poss", "nmod", "nummod", "advmod", "quantmod")
                    for t in c.subtree
                ),
            ]
        )
        return Span(self.doc[left].idx, token.idx + len(token))


def _origin(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    while draft.source is None and draft.follows is not None:
        draft = drafts[draft.follows]
    return draft
