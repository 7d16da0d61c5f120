"""Which reporting clause a stretch in quotation marks belongs to: beside it, around it, above it, or before it.

A clause right after the marks ("...," said X) or before them (X said: "...") comes first, then the one whose reported
clause holds the stretch, then the verb above it in the parse ("described it as ..."). A stretch that stands as a
sentence of its own goes on with the speaker before it, or with the one announced before a colon.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from analysis.pipeline.cues import owner_of
from analysis.pipeline.lexicon import Verb, form_of, noun_of, verb_of, words_of
from analysis.pipeline.marks import Marked
from analysis.pipeline.names import can_speak, noun_class
from analysis.pipeline.page import Page
from analysis.records import Span

_FAR_RIGHT = 32
_FAR_LEFT = 16
_CLOSE = 3
"""Words between a mark and its cue that leave no doubt: "he said", "said Ann Lee"."""
_DASHES = frozenset({",", "—", "–", "-"})
_RULES = frozenset({"—", "–", "-", "--"})
_ENDED = (".", "!", "?", "…", ".'", ".’", "!’", "?’")
_CLOSED = (",", "!", "?", ",'", ",’")
_SHORTEST_CLAUSE = 5
_LONGEST_SIGNATURE = 20
_LONGEST_LABEL = 4
_FAR_ANSWER = 10
_MAIN = frozenset({"ROOT", "ccomp"})
"""Roles of a main verb before a colon; the parser may hang it on what follows."""
_PERSONAL = frozenset({"he", "she", "they"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOUNS = frozenset({"PROPN", "PRON", "NOUN"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue and the head of its source, how they were found, and how sure that is (0-1).

    ``content`` is the reported clause where one holds the stretch; ``side`` where the clause stands: "left", "right",
    "carried" from the quote before, or "" for around.
    """

    cue: Token | None
    source: Token | None
    rule: str
    confidence: float
    content: Span | None = None
    side: str = ""


def attribute(page: Page, mark: Marked) -> Attribution | None:
    """Return the reporting clause of a stretch in marks, None where its own sentence has none."""
    turn = page.turn(mark)
    if turn is not None:
        return Attribution(None, page.words(turn.label)[-1], "a name and a colon before what is said", 0.8)
    signed = _signed(page, mark)
    if signed is not None:
        return signed
    left, right, around = _left(page, mark), _right(page, mark), _around(page, mark)
    if not page.set_off(mark):
        close = right if right is not None and _touches(page, mark, right) else None
        found = around or close or left or _above(page, mark)
        return None if found is None or _describes(page, mark, found.source) else found
    if left is not None and (right is None or page.introduced(mark) or left.confidence > right.confidence):
        return left
    return right or around or _above(page, mark) or _how(page, mark) or _introduced(page, mark)


def carried(page: Page, mark: Marked, previous: Span | None) -> Attribution | None:
    """Return who goes on speaking, where a stretch stands as a sentence of its own.

    ``previous`` is the last quote in marks before it. A source that an indirect quote between them names comes first.
    """
    if not page.set_off(mark) or (page.before(mark) in (",", "(") and not page.only_connectives(mark)):
        return None
    alone = page.opens_paragraph(mark)
    if alone and mark.paragraph and page.text[: page.paragraphs[mark.paragraph - 1].end].endswith(":"):
        return _announced(page, mark.paragraph - 1)
    answer = _answered(page, mark) if alone else None
    if answer is not None:
        return answer
    near = page.paragraphs[mark.paragraph - 1 if alone and mark.paragraph else mark.paragraph].start
    rule, sure = ("goes on after the quote before it", 0.9)
    if alone:
        rule, sure = ("a new paragraph goes on with the speaker before", 0.6)
    frame = next((f for f in reversed(page.frames) if f.cue_span.end <= mark.outer.start and f.content), None)
    if frame is not None and frame.cue_span.start >= near and (previous is None or frame.cue_span.start > previous.end):
        return None if frame.source is None else Attribution(None, page.doc[frame.source], rule, sure)
    if previous is not None and previous.start >= near:
        return Attribution(None, None, rule, sure, side="carried")
    return None if alone else _told_of(page, Span(near, mark.outer.start))


def _told_of(page: Page, before: Span) -> Attribution | None:
    """Return the person whom the words before a quote are about: "For Ann Lee, it came late. “We waited.”"."""
    words = [word for word in page.words(before) if not word.is_space and not page.quoted[word.i]]
    for sentence in reversed(list(dict.fromkeys(word.sent for word in words))):
        for word in sentence:
            opens = word.dep_ == "pobj" and word.head.lower_ == "for" and word.head.i == sentence.start
            about = opens or (word.dep_ == "nsubj" and word.head.dep_ == "ROOT")
            if about and (word.ent_type_ == "PERSON" or word.lower_ in _PERSONAL):
                return Attribution(None, word, "the words before are about this person", 0.5, side="left")
            if about and can_speak(word):
                return None
    return None


def _right(page: Page, mark: Marked) -> Attribution | None:
    """Return the reporting clause after a mark, in the rest of the sentence."""
    rest = page.rest(mark)
    ended = mark.span.of(page.text).endswith(".")
    if not rest or (ended and rest[0].text not in _DASHES and not rest[0].is_lower):
        return None
    for offset, token in enumerate(rest[:_FAR_RIGHT]):
        if token.text == ":":
            return None
        verb = _reports(token)
        if verb is None:
            if token.tag_ in _FINITE and token.dep_ in ("ROOT", "conj", "ccomp"):
                return None
            continue
        relative = token.dep_ == "relcl" and rest[0].text != ","
        source, rule = page.source(token)
        misread = token.tag_ == "VBN" and rule in ("its subject", "name right before its verb")
        loose = token.tag_ in ("VBG", "VBN") and not misread and token.nbor(-1).text not in _DASHES
        foretold = any(child.tag_ == "MD" for child in token.children) and rule == "its subject"
        bare = token.tag_ in ("VB", "NN") and not foretold
        if "quote" not in verb.frames or bare or relative or loose:
            continue
        if source is None or not (rest[0].i <= source.i <= rest[-1].i or _within(mark, source)):
            source, rule = _beside(rest, offset), "words beside the quote"
        spoken = offset <= _CLOSE and mark.span.of(page.text).endswith(_CLOSED)
        if source is not None and (can_speak(source) or spoken):
            sure = 0.97 if offset <= _CLOSE else 0.9
            return Attribution(token, source, f"after the quote: {rule}", sure, side="right")
    return _misread(rest) if mark.span.of(page.text).endswith(_CLOSED) else None


def _how(page: Page, mark: Marked) -> Attribution | None:
    """Return who speaks in a clause that says how it was put: "“...,” is how Ann Lee described it."."""
    rest = [word for word in page.rest(mark) if not word.is_punct][:_FAR_RIGHT]
    if len(rest) < _SHORTEST_CLAUSE - 1 or rest[0].lemma_ != "be" or rest[1].lower_ != "how":
        return None
    verb = next((word for word in rest[2:] if word.tag_ in _FINITE and word.dep_ != "relcl"), None)
    source = None if verb is None else page.source(verb)[0]
    told = verb is not None and source is not None and source.i < verb.i and can_speak(source)
    return Attribution(verb, source, "after the quote: how somebody put it", 0.9, side="right") if told else None


def _misread(rest: Sequence[Token]) -> Attribution | None:
    """Return a reporting clause of a few words that the tagger took for a noun phrase ("the editorial read")."""
    if len(rest) > _SHORTEST_CLAUSE or rest[-1].sent != rest[0].sent:
        return None
    words = [word for word in rest if word.is_alpha]
    for verb, phrase in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        if verb and phrase and verb[0].tag_ in ("NN", "NNS", "VB") and phrase[0].pos_ in ("DET", "PROPN"):
            known = form_of(verb[0])
            if known is not None and "quote" in known.frames:
                return Attribution(verb[0], phrase[-1], "after the quote: words beside the quote", 0.8, side="right")
    return None


def _signed(page: Page, mark: Marked) -> Attribution | None:
    """Return the name after a dash that signs a quote, beside it or in the next paragraph ("... — Ann Lee, mayor")."""
    index = mark.paragraph
    rest = page.words(Span(mark.outer.end, page.paragraphs[index].end))
    if not any(word.is_alpha for word in rest) and index + 1 < len(page.paragraphs):
        rest = page.words(page.paragraphs[index + 1])
    if not 1 < len(rest) <= _LONGEST_SIGNATURE or rest[0].text not in _RULES or rest[1].pos_ != "PROPN":
        return None
    if any(word.tag_ in _FINITE for word in rest) or not mark.span.of(page.text).endswith(_ENDED):
        return None
    return Attribution(None, _last_of_run(rest[1]), "signed with a dash", 0.9, side="right")


def _introduced(page: Page, mark: Marked) -> Attribution | None:
    """Return the subject of a sentence that ends in a colon before a whole quote ("Ann Lee was blunt: ...")."""
    if page.before(mark) != ":" or not mark.span.of(page.text).endswith(_ENDED):
        return None
    lead = [word for word in page.lead(mark) if word.text != ":"]
    last = lead[-1] if lead else None
    if last is not None and last.pos_ == "PROPN" and (len(lead) <= _LONGEST_LABEL or last.ent_type_ == "PERSON"):
        return Attribution(None, last, "a name and a colon before what is said", 0.8, side="left")
    if last is not None and lead[0].lower_ == "from" and can_speak(last):
        return Attribution(None, last, "announced before a colon", 0.85, side="left")
    subject = next((word for word in lead if word.dep_ == "nsubj" and word.head.dep_ in _MAIN), None)
    if subject is None:
        return None
    if subject.lower_ in ("that", "this"):  # "That is the view of Ann Lee: ..."
        nouns = (word for word in subject.head.children if word.dep_ == "attr" and noun_of(word) is not None)
        links = (child for noun in nouns for child in noun.children if child.lower_ in ("of", "by", "from"))
        subject = next((word for link in links for word in link.children if word.dep_ == "pobj"), subject)
    speaks = subject.pos_ == "PROPN" or subject.lower_ in _PERSONAL or noun_class(subject) in ("person", "body")
    return Attribution(None, subject, "subject of the words before a colon", 0.75, side="left") if speaks else None


def _left(page: Page, mark: Marked) -> Attribution | None:
    """Return the reporting clause or noun that leads to a mark, in the sentence before it."""
    lead = page.lead(mark)
    introduced = page.introduced(mark)
    for offset, token in enumerate(reversed(lead[-_FAR_LEFT:])):
        near_noun = token.pos_ == "NOUN" and (offset < _CLOSE or token.lower_ == "words")
        noun = noun_of(token) if near_noun else None
        verb = noun or _reports(token)
        if token.tag_ == "VBN" and token.dep_ == "advcl":  # "Asked about it, Lee was blunt:"
            continue
        if verb is None or token.dep_ == "amod" or not (verb.frames & {"quote", "clause"} or introduced):
            continue
        source, rule = (owner_of(token), "noun with its owner") if noun else page.source(token)
        if source is None or not can_speak(source):
            continue
        if offset > _CLOSE and not introduced:
            return None
        sure = 0.95 if introduced and offset < _CLOSE else 0.6 if noun else 0.8
        if not lead[0].i <= source.i <= lead[-1].i:
            sure -= 0.1
        return Attribution(token, source, f"before the quote: {rule}", sure, side="left")
    return None


def _around(page: Page, mark: Marked) -> Attribution | None:
    """Return the reporting clause whose reported clause holds the stretch, the shortest where several do."""
    holding = [
        (frame.content.end - frame.content.start, frame)
        for frame in page.frames
        if frame.content is not None and frame.content.overlaps(mark.span)
    ]
    if not holding:
        return None
    frame = min(holding, key=lambda pair: pair[0])[1]
    source = None if frame.source is None else page.doc[frame.source]
    return Attribution(page.doc[frame.cue], source, f"inside a reported clause: {frame.rule}", 0.85, frame.content)


def _above(page: Page, mark: Marked) -> Attribution | None:
    """Return the reporting verb above the stretch in the parse ("described it as ...")."""
    inside = page.tokens(mark.span)
    root = next((word for word in page.words(mark.span) if word.head.i not in inside or word.head is word), None)
    for above in () if root is None else root.ancestors:
        verb = None if page.quoted[above.i] or above.pos_ not in ("VERB", "AUX") else verb_of(above)
        if verb is None or "fragment" not in verb.frames:
            continue
        source, rule = page.source(above)
        if source is not None and can_speak(source):
            return Attribution(above, source, f"object of a reporting verb: {rule}", 0.7)
    return None


def _announced(page: Page, paragraph: int) -> Attribution | None:
    """Return who is announced by a paragraph that ends in a colon ("And from the ministry:")."""
    words = [word for word in page.words(page.paragraphs[paragraph]) if not word.is_space]
    sentence = [word for word in words if word.sent == words[-1].sent]
    for token in reversed(sentence):
        if _reports(token) is not None and not page.quoted[token.i]:
            source, _ = page.source(token)
            if source is not None:
                return Attribution(token, source, "announced before a colon", 0.85)
    subjects = [word for word in sentence if word.dep_ == "nsubj"]
    subject = next((word for word in subjects if word.head.dep_ == "ROOT"), next(iter(subjects), None))
    named = (word for word in reversed(sentence) if word.dep_ in ("pobj", "ROOT") and word.pos_ == "PROPN")
    source = subject or next(named, None)
    return None if source is None else Attribution(None, source, "announced before a colon", 0.7)


def _answered(page: Page, mark: Marked) -> Attribution | None:
    """Return who speaks after a paragraph that ends in somebody's words: "..., drawing a sharp reply from Ann Lee."."""
    if not mark.paragraph:
        return None
    words = [word for word in page.words(page.paragraphs[mark.paragraph - 1]) if not word.is_space]
    for token in reversed(words[-_FAR_ANSWER:]):
        if token.pos_ == "NOUN" and not page.quoted[token.i] and token.lemma_.lower() in words_of("statement"):
            owner = owner_of(token)
            if owner is not None and owner.i > token.i and owner.ent_type_ == "PERSON":
                return Attribution(None, owner, "a reply announced in the paragraph before", 0.6)
    return None


def _touches(page: Page, mark: Marked, right: Attribution) -> bool:
    """Tell whether a reporting clause starts right after a stretch in marks, a comma apart."""
    first = next((word.i for word in page.rest(mark) if not word.is_punct), None)
    words = [word for word in (right.cue, right.source) if word is not None]
    return first is not None and any(word.left_edge.i <= first <= word.i for word in words)


def _within(mark: Marked, source: Token) -> bool:
    """Tell whether a stretch stands inside the noun phrase of a source: "Ann Lee, a “rebel” of old, said"."""
    return source.idx < mark.outer.start and source.right_edge.idx > mark.outer.start


def _describes(page: Page, mark: Marked, source: Token | None) -> bool:
    """Tell whether a stretch belongs to an apposition, by which the reporter says who the source is."""
    inside = page.tokens(mark.span)
    root = next((word for word in page.words(mark.span) if word.head.i not in inside), None)
    if root is None or source is None:
        return False
    line = itertools.takewhile(lambda word: word.pos_ not in ("VERB", "AUX"), [root, *root.ancestors])
    return any(word.dep_ == "appos" and word.head == source for word in line)


def _reports(token: Token) -> Verb | None:
    """Return the reporting verb that a token is, also where the tagger missed a verb after a quote."""
    if token.lower_ == "according" or (token.pos_ not in ("VERB", "AUX") and token.tag_ not in ("VBD", "VBZ", "VBG")):
        return None
    return verb_of(token)


def _beside(rest: Sequence[Token], offset: int) -> Token | None:
    """Return the head of the noun phrase that ends right before a verb after a quote, else of the one after it."""
    nouns = [word for word in rest[:offset] if word.pos_ in _NOUNS]
    if nouns:
        described = rest[offset].nbor(-1).text == ","
        return _last_of_run(nouns[0]) if described else nouns[-1]
    following = next((word for word in rest[offset + 1 : offset + 8] if word.pos_ in _NOUNS), None)
    return None if following is None else _last_of_run(following)


def _last_of_run(token: Token) -> Token:
    """Return the last word of the run of nouns and names that a token starts."""
    while token.i + 1 < len(token.doc) and token.nbor().pos_ in ("PROPN", "NOUN") and token.whitespace_:
        token = token.nbor()
    return token
