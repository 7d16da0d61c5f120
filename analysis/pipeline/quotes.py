"""Quotations: direct and mixed from quotation marks, indirect from reporting clauses, each with its cue and source.

Two channels are joined. Marks are found on characters (``marks``), reporting clauses in the parse (``cues``). A stretch
in marks takes its source from the reporting clause beside it, else from the one that governs it, else from the quote
before it. What nobody is said to have said, and is short, is a scare quote.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from analysis.pipeline.clauses import covered
from analysis.pipeline.cues import Frame, cue_span, find_frames, owner_of, source_of
from analysis.pipeline.lexicon import Verb, noun_of, verb_of
from analysis.pipeline.layout import Layout
from analysis.pipeline.marks import Marked, find_marks
from analysis.records import QuoteType, Span

_FAR_RIGHT = 32
_FAR_LEFT = 16
_SHORT = 4
_FINITE = ("VBD", "VBZ", "VBP")
_STOPS = frozenset(".!?;")
_SET_OFF = frozenset(",:.!?;—–-…(")
_CONNECTIVES = frozenset(
    "however still but yet and so then also meanwhile moreover nevertheless nonetheless instead besides or".split()
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote whose source is still a word of the text, not yet a speaker.

    ``source`` is the token that heads the source; ``follows`` the index, among the drafts, of the quote whose speaker
    goes on speaking; both None where the text gives no source.
    """

    span: Span
    type: QuoteType
    clause: Span | None
    cue: Span | None
    verb: Verb | None
    source: int | None
    follows: int | None
    paragraph: int
    confidence: float
    because: str


@dataclass(frozen=True, slots=True)
class _Attribution:
    cue: Token | None
    source: Token | None
    rule: str
    confidence: float
    content: Span | None = None
    side: str = ""


def find_drafts(page: "Page") -> tuple[list[Draft], list[Span]]:
    """Return the quotes of the body in text order, and the scare quotes: marks that are nobody's words."""
    marks = page.marks
    drafts: list[Draft] = []
    scare: list[Span] = []
    for number, mark in enumerate(marks):
        attribution = page.attribute(number)
        kind = page.kind(number, attribution)
        if kind == "mixed" and page.is_title(mark):
            scare.append(mark.span)
            continue
        if attribution is None:
            attribution = page.carried(number, drafts)
            if attribution is None:
                if kind == "mixed" or page.is_scare(mark):
                    scare.append(mark.span)
                    continue
                attribution = _Attribution(None, None, "no source in the text", 0.4)
        drafts.append(page.draft(mark, kind, attribution, drafts))
    drafts.extend(page.indirect(drafts, scare))
    return _ordered(drafts), scare


class Page:
    """The Doc with its marks: answers what stands beside, around and above a stretch in marks.

    ``quoted`` says of each token whether it lies inside marks, ``outside`` whether it is the reporter's own: in the body
    and outside marks.
    """

    def __init__(self, doc: Doc, text: str, layout: Layout) -> None:
        self.doc, self.text, self.paragraphs = doc, text, layout.body
        self.marks = find_marks(text, self.paragraphs)
        self.starts = [token.idx for token in doc]
        self.quoted = self._covered([mark.outer for mark in self.marks])
        body = self._covered(self.paragraphs)
        self.outside = [within and not inside for inside, within in zip(self.quoted, body, strict=True)]
        self.frames = find_frames(doc, self.outside)

    def _covered(self, spans: Sequence[Span]) -> list[bool]:
        flags = [False] * len(self.doc)
        for span in spans:
            for index in self.tokens(span):
                flags[index] = True
        return flags

    def paragraph(self, position: int) -> int:
        """Return the index of the body paragraph that holds a position, or of the last one before it."""
        return max(0, bisect_right(self.paragraphs, position, key=lambda paragraph: paragraph.start) - 1)

    def tokens(self, span: Span) -> range:
        """Return the indices of the tokens that start inside a span."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def attribute(self, number: int) -> _Attribution | None:
        """Return the reporting clause of a stretch in marks: beside it, else around or above it."""
        left, right, framed = self._left(number), self._right(number), self._framed(number)
        if not self._set_off_left(number):
            close = right if right is not None and self._touches(number, right) else None
            return framed or close or left or self._governing(number)
        if left is not None and (right is None or self._introduces(number) or left.confidence > right.confidence):
            return left
        return right or framed or self._governing(number)

    def kind(self, number: int, attribution: _Attribution | None) -> QuoteType:
        """Tell direct from mixed: direct stands apart from the reporter's sentence and holds a clause of its own."""
        mark = self.marks[number]
        if not self._set_off_left(number):
            return "mixed"
        words = self.tokens(mark.span)
        finite = any(self.doc[index].tag_ in ("VBD", "VBZ", "VBP", "MD") for index in words)
        subject = any(self.doc[index].dep_ in ("nsubj", "nsubjpass", "expl") for index in words)
        ends = mark.span.of(self.text)[-1:] in ".!?…,"
        whole = self._before(mark.outer.start) in ("", ".", "!", "?", ":") and ends
        if (finite and subject) or whole or (attribution is not None and attribution.side and ends):
            return "direct"
        return "mixed"

    def carried(self, number: int, drafts: Sequence[Draft]) -> _Attribution | None:
        """Return who goes on speaking, where a quote stands as a sentence of its own after another or after a colon."""
        mark = self.marks[number]
        if not self._set_off_left(number):
            return None
        if self._before(mark.outer.start) in (",", "(") and not self._only_connectives(mark):
            return None
        alone = self._opens_paragraph(mark)
        if alone and mark.paragraph and self.text[: self.paragraphs[mark.paragraph - 1].end].endswith(":"):
            return self._announced(mark.paragraph - 1)
        previous = drafts[-1] if drafts else None
        frame = next((f for f in reversed(self.frames) if f.cue_span.end <= mark.outer.start and f.content), None)
        here = self.paragraphs[mark.paragraph]
        near = here.start if not alone or mark.paragraph == 0 else self.paragraphs[mark.paragraph - 1].start
        rule, sure = ("a new paragraph goes on with the speaker before", 0.8) if alone else ("goes on after the quote before it", 0.9)
        if frame is not None and frame.cue_span.start >= near and (previous is None or frame.cue_span.start > previous.span.end):
            source = None if frame.source is None else self.doc[frame.source]
            return _Attribution(None, source, rule, sure) if source is not None else None
        if previous is not None and previous.span.start >= near:
            return _Attribution(None, None, rule, sure, side="carried")
        return None

    def _announced(self, paragraph: int) -> _Attribution | None:
        """Return who is announced by a paragraph that ends in a colon ("And from the ministry:")."""
        words = [self.doc[i] for i in self.tokens(self.paragraphs[paragraph]) if not self.doc[i].is_space]
        sentence = [token for token in words if token.sent == words[-1].sent] if words else []
        for token in reversed(sentence):
            if self._reports(token) is not None and not self.quoted[token.i]:
                source, _ = source_of(token, self.quoted)
                if source is not None:
                    return _Attribution(token, source, "announced before a colon", 0.85)
        subject = next((token for token in sentence if token.dep_ == "nsubj"), None)
        named = next((token for token in reversed(sentence) if token.dep_ in ("pobj", "ROOT") and token.pos_ == "PROPN"), None)
        source = subject or named
        return _Attribution(None, source, "announced before a colon", 0.7) if source is not None else None

    def is_scare(self, mark: Marked) -> bool:
        """Tell whether a stretch that nobody is said to have said is a term, a title or the reporter's own distance."""
        return len(mark.span.of(self.text).split()) <= _SHORT or not any(
            self.doc[index].pos_ in ("VERB", "AUX") for index in self.tokens(mark.span)
        )

    def is_title(self, mark: Marked) -> bool:
        """Tell whether a stretch is written like a title: every word but the small ones starts with a capital."""
        words = [word for word in mark.span.of(self.text).replace("-", " ").split() if len(word) > 3]  # noqa: PLR2004 - small words
        return bool(words) and all(word[0].isupper() for word in words) and self._before(mark.outer.start) != ":"

    def draft(self, mark: Marked, kind: QuoteType, found: _Attribution, drafts: Sequence[Draft]) -> Draft:
        """Return the record of a stretch in marks."""
        carried = found.side == "carried"
        clause = None
        if kind == "mixed":
            clause = self._clause(mark, found)
        cue = found.cue
        return Draft(
            span=mark.span,
            type=kind,
            clause=clause,
            cue=None if cue is None else cue_span(cue),
            verb=None if cue is None else (noun_of(cue) if cue.pos_ == "NOUN" else verb_of(cue)),
            source=None if found.source is None else found.source.i,
            follows=len(drafts) - 1 if carried else None,
            paragraph=mark.paragraph,
            confidence=found.confidence,
            because=found.rule,
        )

    def indirect(self, drafts: Sequence[Draft], scare: Sequence[Span]) -> list[Draft]:
        """Return the reported clauses that hold no quotation marks of their own."""
        taken = [draft.clause or draft.span for draft in drafts]
        found = []
        for frame in self.frames:
            if frame.content is None or not self._is_clause(frame):
                continue
            if any(frame.content.overlaps(span) for span in taken):
                continue
            found.append(
                Draft(
                    span=frame.content,
                    type="indirect",
                    clause=None,
                    cue=frame.cue_span,
                    verb=frame.verb,
                    source=frame.source,
                    follows=None,
                    paragraph=self.paragraph(frame.cue_span.start),
                    confidence=0.8,
                    because=frame.rule,
                )
            )
            taken.append(frame.content)
        return found

    # what stands to the left and right of a mark

    def _right(self, number: int) -> _Attribution | None:
        mark = self.marks[number]
        rest = self._rest(mark.outer.end, mark.paragraph)
        last = mark.span.of(self.text)[-1:]
        if not rest or (last in "." and self.doc[rest[0]].text not in (",", "—", "–", "-") and not self.doc[rest[0]].is_lower):
            return None
        for offset, index in enumerate(rest[:_FAR_RIGHT]):
            token = self.doc[index]
            if token.text in (":",):
                return None
            verb = self._reports(token)
            if verb is None:
                if token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.dep_ in ("ROOT", "conj", "ccomp"):
                    return None
                continue
            if "quote" not in verb.frames or token.tag_ in ("VB", "NN") or (token.dep_ == "relcl" and self.doc[rest[0]].text != ","):
                continue
            if token.tag_ in ("VBG", "VBN") and token.nbor(-1).text not in (",", "—", "–", "-"):
                continue
            source, rule = source_of(token, self.quoted)
            if source is None or source.i not in self._window(rest):
                source = self._beside(token, rest, offset)
                rule = "words beside the quote"
            if source is None:
                continue
            close = 0.97 if offset <= 3 else 0.9  # noqa: PLR2004 - "he said", "said Ann Lee"
            return _Attribution(token, source, f"after the quote: {rule}", close, side="right")
        return None

    def _touches(self, number: int, right: _Attribution) -> bool:
        """Tell whether a reporting clause starts right after a stretch in marks, a comma apart."""
        rest = [i for i in self._rest(self.marks[number].outer.end, self.marks[number].paragraph) if not self.doc[i].is_punct]
        words = [word for word in (right.cue, right.source) if word is not None]
        return bool(rest) and any(word.left_edge.i <= rest[0] <= word.i or word.i == rest[0] for word in words)

    def _left(self, number: int) -> _Attribution | None:
        mark = self.marks[number]
        before = self._lead(mark.outer.start, mark.paragraph)
        for offset, index in enumerate(reversed(before[-_FAR_LEFT:])):
            token = self.doc[index]
            noun = noun_of(token) if token.pos_ == "NOUN" and (offset <= 2 or token.lower_ == "words") else None  # noqa: PLR2004 - "his remark that"
            verb = noun or self._reports(token)
            if verb is None or not verb.frames & {"quote", "fragment", "clause"} or token.dep_ == "amod":
                continue
            if not verb.frames & {"quote", "clause"} and not self._introduces(number):
                continue
            source, rule = (owner_of(token), "noun with its owner") if noun else source_of(token, self.quoted)
            if source is None:
                continue
            confidence = 0.95 if self._introduces(number) and offset <= 2 else 0.8  # noqa: PLR2004
            if source.i not in self._window(before):
                confidence -= 0.1
            if offset > 3 and not self._introduces(number):  # noqa: PLR2004
                return None
            return _Attribution(token, source, f"before the quote: {rule}", confidence, side="left")
        return None

    def _framed(self, number: int) -> _Attribution | None:
        """Return the reporting clause whose reported clause holds the stretch."""
        mark = self.marks[number]
        holding = [frame for frame in self.frames if frame.content is not None and frame.content.overlaps(mark.span)]
        if not holding:
            return None
        frame = min(holding, key=lambda frame: (frame.content or mark.span).end - (frame.content or mark.span).start)
        source = None if frame.source is None else self.doc[frame.source]
        return _Attribution(self.doc[frame.cue], source, f"inside a reported clause: {frame.rule}", 0.85, frame.content)

    def _governing(self, number: int) -> _Attribution | None:
        """Return the reporting verb above the stretch in the parse ("described it as ...")."""
        indices = self.tokens(self.marks[number].span)
        root = next((self.doc[i] for i in indices if self.doc[i].head.i not in indices or self.doc[i].head.i == i), None)
        if root is None:
            return None
        for above in root.ancestors:
            if self.quoted[above.i] or above.pos_ not in ("VERB", "AUX"):
                continue
            verb = verb_of(above)
            if verb is None or "fragment" not in verb.frames:
                continue
            source, rule = source_of(above, self.quoted)
            if source is not None:
                return _Attribution(above, source, f"object of a reporting verb: {rule}", 0.7)
        return None

    def _reports(self, token: Token) -> Verb | None:
        if token.text.lower() == "according" and token.i + 1 < len(self.doc) and self.doc[token.i + 1].lower_ == "to":
            return None
        if token.pos_ not in ("VERB", "AUX") and token.tag_ not in ("VBD", "VBZ", "VBG"):
            return None
        return verb_of(token)

    def _beside(self, verb: Token, rest: Sequence[int], offset: int) -> Token | None:
        """Return the head of the noun phrase that ends right before a verb after a quote, else of the one after it."""
        nouns = [self.doc[i] for i in rest[:offset] if self.doc[i].pos_ in ("PROPN", "PRON", "NOUN")]
        if nouns:
            described = self.doc[verb.i - 1].text == ","
            return _last_of_run(nouns[0]) if described else nouns[-1]
        after = [self.doc[i] for i in rest[offset + 1 : offset + 8]]
        following = next((token for token in after if token.pos_ in ("PROPN", "PRON", "NOUN")), None)
        return None if following is None else _last_of_run(following)

    def _rest(self, position: int, paragraph: int) -> list[int]:
        """Return the tokens after a position, up to the end of the sentence, the paragraph or the next mark."""
        found = []
        for index in self.tokens(Span(position, self.paragraphs[paragraph].end)):
            token = self.doc[index]
            if self.quoted[index] or token.text in _STOPS:
                break
            if not token.is_space:
                found.append(index)
        return found

    def _lead(self, position: int, paragraph: int) -> list[int]:
        """Return the tokens before a position, back to the start of the sentence, the paragraph or the last mark."""
        found: list[int] = []
        for index in reversed(self.tokens(Span(self.paragraphs[paragraph].start, position))):
            token = self.doc[index]
            if self.quoted[index] or token.text in _STOPS:
                break
            if not token.is_space:
                found.append(index)
        return found[::-1]

    def _window(self, indices: Sequence[int]) -> range:
        return range(indices[0], indices[-1] + 1) if indices else range(0)

    def _introduces(self, number: int) -> bool:
        return self._before(self.marks[number].outer.start) in (",", ":")

    def _before(self, position: int) -> str:
        """Return the last character before a position in its paragraph, white space apart."""
        start = max(self.paragraphs[self.paragraph(position)].start, position - 12)
        return self.text[start:position].rstrip(" \t\u00a0\u200b\u200c\u2060")[-1:]

    def _set_off_left(self, number: int) -> bool:
        position = self.marks[number].outer.start
        before = self._before(position)
        if not before or before in _SET_OFF or before in "\"”’'»":
            return True
        lead = self._lead(position, self.marks[number].paragraph)
        return bool(lead) and len(lead) == 1 and self.doc[lead[0]].lower_ in _CONNECTIVES

    def _opens_paragraph(self, mark: Marked) -> bool:
        first = self.paragraphs[mark.paragraph].start
        return self._only_connectives(mark) and not self.text[first : mark.outer.start].rstrip().endswith((".", "!", "?"))

    def _only_connectives(self, mark: Marked) -> bool:
        """Tell whether nothing but a connective ("However,") stands between a stretch and the sentence before it."""
        lead = self._lead(mark.outer.start, mark.paragraph)
        return len(lead) <= 2 and all(self.doc[i].lower_ in _CONNECTIVES or self.doc[i].is_punct for i in lead)  # noqa: PLR2004 - a word and its comma

    def _clause(self, mark: Marked, found: _Attribution) -> Span:
        """Return the reported clause around a mixed quote."""
        if found.content is not None:
            return Span(min(found.content.start, mark.span.start), max(found.content.end, mark.outer.end))
        frame = next((f for f in self.frames if found.cue is not None and f.cue == found.cue.i and f.content), None)
        if frame is not None and frame.content is not None and frame.content.overlaps(mark.span):
            return Span(min(frame.content.start, mark.outer.start), max(frame.content.end, mark.outer.end))
        if found.side == "right":
            sentence = self._sentence_start(mark)
            return Span(sentence, mark.outer.end)
        if found.cue is not None and found.cue.i < self.tokens(mark.outer).start and self._before(mark.outer.start) not in (",", ":"):
            return self._object(mark, found.cue)
        return mark.outer

    def _object(self, mark: Marked, cue: Token) -> Span:
        """Return the complement of a reporting verb that a fragment is part of ("noted the "senseless" deaths of men")."""
        inside = self.tokens(mark.outer)
        parts = [child for child in cue.children if child.i > cue.i and any(word.i in inside for word in child.subtree)]
        words = [word for child in parts for word in child.subtree if word.i > cue.i]
        span = covered(sorted(words, key=lambda word: word.i))
        return mark.outer if span is None else Span(min(span.start, mark.outer.start), max(span.end, mark.outer.end))

    def _sentence_start(self, mark: Marked) -> int:
        """Return where the reporter's sentence around a mark starts, earlier marks in it included."""
        start = mark.outer.start
        for index in reversed(self.tokens(Span(self.paragraphs[mark.paragraph].start, mark.outer.start))):
            token = self.doc[index]
            if token.text in _STOPS and not self.quoted[index]:
                break
            if self.quoted[index] and token.text in _STOPS:
                break
            if not token.is_space and (token.lower_ not in _CONNECTIVES or index > 0 and self.doc[index - 1].text not in ".!?\n"):
                start = token.idx
        return start

    def _is_clause(self, frame: Frame) -> bool:
        tokens = [self.doc[i] for i in self.tokens(frame.content or frame.cue_span)]
        return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in tokens) and len(tokens) >= 3  # noqa: PLR2004


def _last_of_run(token: Token) -> Token:
    """Return the last word of the run of nouns and names that a token starts."""
    while token.i + 1 < len(token.doc) and token.nbor().pos_ in ("PROPN", "NOUN") and token.whitespace_:
        token = token.nbor()
    return token


def _ordered(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts in text order, with ``follows`` pointing to the new places."""
    order = sorted(range(len(drafts)), key=lambda index: (drafts[index].span.start, drafts[index].span.end))
    place = {old: new for new, old in enumerate(order)}
    return [
        drafts[old] if drafts[old].follows is None else replace(drafts[old], follows=place[drafts[old].follows or 0])
        for old in order
    ]
