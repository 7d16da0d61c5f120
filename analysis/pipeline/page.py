"""A parsed page with its quotation marks: what stands before, after and between them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from analysis.layout import Layout
from analysis.pipeline.cues import find_frames, source_of
from analysis.pipeline.lexicon import words_of
from analysis.pipeline.marks import Marked, find_marks
from analysis.pipeline.transcripts import Turn, find_turns
from analysis.records import Span

STOPS = frozenset(".!?;")
_SET_OFF = frozenset(",:.!?;—–-…(")
_CLOSERS = frozenset("\"”’'»")
_BLANKS = " \t\u00a0\u200b\u200c\u2060"


class Page:
    """The Doc of an article with its marks and reporting clauses.

    ``quoted`` says of each token whether it lies inside marks, ``outside`` whether it is the reporter's own: in the
    body and outside marks. Token positions are indices into ``doc``.
    """

    def __init__(self, doc: Doc, text: str, layout: Layout) -> None:
        self.doc, self.text, self.paragraphs = doc, text, layout.body
        self.turns = find_turns(text, self.paragraphs)
        self.marks = _with_turns(find_marks(text, self.paragraphs), self.turns)
        self._starts = [token.idx for token in doc]
        self.quoted = self._covered([mark.outer for mark in self.marks])
        body = self._covered(self.paragraphs)
        self.outside = [within and not inside for inside, within in zip(self.quoted, body, strict=True)]
        self.frames = find_frames(doc, self.outside)

    def paragraph(self, position: int) -> int:
        """Return the index of the body paragraph that holds a position, or of the last one before it."""
        return max(0, bisect_right(self.paragraphs, position, key=lambda paragraph: paragraph.start) - 1)

    def turn(self, mark: Marked) -> Turn | None:
        """Return the turn of a transcript that a stretch is, None where it stands in marks."""
        return next((turn for turn in self.turns if turn.span == mark.span), None)

    def tokens(self, span: Span) -> range:
        """Return the indices of the tokens that start inside a span."""
        return range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    def words(self, span: Span) -> list[Token]:
        """Return the tokens that start inside a span."""
        return [self.doc[index] for index in self.tokens(span)]

    def rest(self, mark: Marked) -> list[Token]:
        """Return the tokens after a mark, up to the end of the sentence, the paragraph or the next mark."""
        return self._until(self.tokens(Span(mark.outer.end, self.paragraphs[mark.paragraph].end)))

    def lead(self, mark: Marked) -> list[Token]:
        """Return the tokens before a mark, back to the start of the sentence, the paragraph or the last mark."""
        before = self.tokens(Span(self.paragraphs[mark.paragraph].start, mark.outer.start))
        return self._until(reversed(before))[::-1]

    def before(self, mark: Marked) -> str:
        """Return the last character before a mark in its paragraph, white space apart; "" at the paragraph's start."""
        start = max(self.paragraphs[mark.paragraph].start, mark.outer.start - 12)
        return self.text[start : mark.outer.start].rstrip(_BLANKS)[-1:]

    def introduced(self, mark: Marked) -> bool:
        """Tell whether a comma or colon leads to a mark."""
        return self.before(mark) in (",", ":")

    def set_off(self, mark: Marked) -> bool:
        """Tell whether a mark stands apart from the words before it: by punctuation, or after a connective alone."""
        before = self.before(mark)
        if not before or before in _SET_OFF or before in _CLOSERS:
            return True
        lead = self.lead(mark)
        return len(lead) == 1 and lead[0].lower_ in words_of("connective")

    def only_connectives(self, mark: Marked) -> bool:
        """Tell whether nothing but a connective ("However,") stands between a mark and the sentence before it."""
        lead = self.lead(mark)
        return len(lead) < 3 and all(token.lower_ in words_of("connective") or token.is_punct for token in lead)

    def opens_paragraph(self, mark: Marked) -> bool:
        """Tell whether a paragraph starts with a mark, a connective apart."""
        words = self.text[self.paragraphs[mark.paragraph].start : mark.outer.start].split()
        return self.only_connectives(mark) and len(words) < 3

    def sentence_start(self, mark: Marked) -> int:
        """Return where the reporter's sentence around a mark starts, earlier marks in it included."""
        start = mark.outer.start
        for index in reversed(self.tokens(Span(self.paragraphs[mark.paragraph].start, mark.outer.start))):
            token = self.doc[index]
            if token.text in STOPS:
                break
            opens = index == 0 or self.doc[index - 1].text in ".!?\n"
            if not token.is_space and not (opens and token.lower_ in words_of("connective")):
                start = token.idx
        return start

    def source(self, cue: Token) -> tuple[Token | None, str]:
        """Return the word that heads the source of a reporting verb, and how it was found; a frame knows it best."""
        frame = next((frame for frame in self.frames if frame.cue == cue.i and frame.source is not None), None)
        return source_of(cue, self.quoted) if frame is None else (self.doc[frame.source or 0], frame.rule)

    def _until(self, indices: Iterable[int]) -> list[Token]:
        found = []
        for index in indices:
            token = self.doc[index]
            if self.quoted[index] or token.text in STOPS:
                break
            if not token.is_space:
                found.append(token)
        return found

    def _covered(self, spans: Sequence[Span]) -> list[bool]:
        flags = [False] * len(self.doc)
        for span in spans:
            for index in self.tokens(span):
                flags[index] = True
        return flags


def _with_turns(marks: Sequence[Marked], turns: Sequence[Turn]) -> tuple[Marked, ...]:
    """Return the stretches in marks and the turns of a transcript, in order; marks inside a turn belong to it."""
    spoken = [Marked(turn.span, turn.span, single=False, closed=True, paragraph=turn.paragraph) for turn in turns]
    kept = [mark for mark in marks if not any(turn.span.overlaps(mark.outer) for turn in turns)]
    return tuple(sorted([*kept, *spoken], key=lambda mark: mark.span.start))
