"""How a text labels the institutions it cites: by name alone, or with what they do, think, where they are, who pays.

Media researchers count this by hand: Dolny, "What's in a Label?" (Extra!, FAIR 1998) and the study of Checks & Balances
Project (2011). A label counts where the words stand directly at the name: in front of it, in the description behind
it, in a list that it belongs to, or in a later sentence that takes the institution up again ("The group, which ...").
Limits: what readers are told in other articles, in headlines or by the people quoted does not count.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from analysis.layout import Layout
from analysis.pipeline.bodies import kind_of_noun
from analysis.pipeline.citations import Citation, find_citations
from analysis.pipeline.directory import Match
from analysis.pipeline.language import legible
from analysis.pipeline.wording import Wording, find_wordings, is_body_noun, is_label, ownership_pattern
from analysis.records import Label, Quote, Span, Speaker

_REACH = 160
"""Characters before and behind a name in which its labels are looked for."""
_LATER = 320
"""Characters behind a name in which a sentence may take the institution up again."""
_LONGEST_LEAD = 10
_LONGEST_IN_MARKS = 40
_ACRONYM = re.compile(r"\s*\(\"?[A-Z][\w&.-]{1,14}\"?\)")
_DETERMINER = r"(?:one\sof\s(?:the\s)?|an?\s|the\s|another\s)"
_VIEW = r"(?:describes|calls|bills|styles|brands|considers|presents)\sitself(?:\sas)?|has\slong\sbeen|remains|became"
_BE = (
    r"(?:is|was|are|were)(?:\s(?:also|itself|widely|often|\w+ly))*(?:\s(?:described|seen|known|regarded)\sas)?"
    rf"|{_VIEW}"
)
_OPENER = re.compile(
    rf"\s*(?:,|\(|–|—|\s--?)\s*(?:(?:which|that)\s(?:{_BE})\s)?"
    rf"(?:(?:itself|now|once|long|perhaps|arguably|described\sas|(?:widely\s)?seen\sas|known\sas)\s)?({_DETERMINER})?"
)
_COPULA = re.compile(rf"\s+(?:{_BE})\s+({_DETERMINER})?")
_IN_PLACE = re.compile(
    r"\s*[,(]?\s*(?:(?:which\s|that\s)?(?:is\s|are\s)?((?:based|headquartered|located)\s))?in\s(?:the\s)?"
    r"([A-Z][\w.'-]*\w(?:\s[A-Z][\w.'-]*\w){0,2}(?:,\s[A-Z][\w.]*\w(?=[,.]))?)"
)
_AT_PLACE = re.compile(r"\s*(?:,\s|\()([A-Z][\w.]+(?:\s[A-Z][\w.]+){0,2})(?=[,.;)]|$)")
_PAID = re.compile(
    r"\s*[,(–—]?\s*(?:and\s|but\s)?(?:(?:which|that)\s)?"
    r"(?:(?:is|was|are|has|have|been|long|also|partly|largely|mainly|itself)\s){0,4}(?:\w+ed\sand\s)?"
)
_RELATIVE = re.compile(r"\s*,?\s*(?:which|that|whose)\s[^.;:()\"\n]{3,140}")
_DETOUR = re.compile(
    r"\s(?:for|on|of|founded|focused|focusing|specialising|specializing|devoted|dedicated)\s[^,.;:()\"\n]{2,60}"
)
_INTRODUCED = re.compile(r"(?:,?\s(?:such\sas|including|like|called|named|known\sas|dubbed|namely)\s|:\s)(?:the\s)?$")
_NAMED_AFTER = re.compile(r"(?:,\s|\s[–—-]\s)(?:the\s)?$")
_LISTED = re.compile(r"(?:'s)?(?:\s*\([^()]{1,40}\))?\s*(?:,|,?\s(?:and|or|as\swell\sas))\s*(?:the\s)?")
_END_OF_OBJECT = re.compile(r"[,.;:()\"\n–—]|\s(?:and|but|which|that|who)\s")
_TANKS = frozenset({"tank", "tanks"})
"""The model takes "think tank" for two verbs now and then."""
_TAKEN_UP = re.compile(r"\b(?:[Tt]he|[Tt]his)\s(?=[\w-])")
_WHERE = {
    "before": "words before the name",
    "after": "words after the name",
    "list": "words for the list that the name is in",
    "later": "a later sentence",
}


@dataclass(slots=True)
class _Labelled:
    """A citation while its labels are gathered; ``places`` are the keys of ``_WHERE``, in order."""

    citation: Citation
    wordings: list[Wording] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def take(self, wordings: Sequence[Wording], place: str) -> None:
        new = [found for found in wordings if not any(found.span.overlaps(had.span) for had in self.wordings)]
        self.wordings += new
        if new and place not in self.places:
            self.places.append(place)

    def label(self) -> Label:
        cited = self.citation
        told = sorted(self.wordings, key=lambda wording: wording.span)
        because = "; ".join(_WHERE[place] for place in self.places) or "the name alone"
        return Label(
            cited.institution, cited.institution_id, cited.kind, cited.span,
            tuple(wording.kind for wording in told), tuple(wording.span for wording in told), because,
        )  # fmt: skip


def find_labels(  # noqa: PLR0913 - what the stages before it found
    doc: Doc,
    text: str,
    layout: Layout,
    *,
    quotes: Sequence[Quote],
    speakers: Sequence[Speaker],
    listed: Sequence[Match],
    scare_quotes: Sequence[Span] = (),
) -> tuple[Label, ...]:
    """Return every citation of an institution in body text outside quotation marks, with its labels, in order.

    ``listed`` are the places where a body of the directory is named. Words in marks that are the reporter's distance
    ("a so-called “think-tank”") still label; ``scare_quotes`` are those.
    """
    plain = _open_marks(legible(text), scare_quotes)
    spoken = [quote.span for quote in quotes if quote.type != "indirect"]
    citations = find_citations(doc, plain, layout.body, speakers, listed=listed, marked=[*spoken, *scare_quotes])
    if not citations:
        return ()
    page = _Page(doc, plain, citations, spoken)
    found = [_Labelled(citation) for citation in citations]
    for number, one in enumerate(found):
        one.take(page.before(number), "before")
        one.take(page.after(number), "after")
        one.take(page.introducing(number, found[number - 1] if number else None), "list")
        one.take(page.later(number), "later")
    return tuple(one.label() for one in found)


def _open_marks(plain: str, scare_quotes: Sequence[Span]) -> str:
    """Return the text with spaces for the marks around a few words, so that a description reads on through them."""
    letters = list(plain)
    for span in scare_quotes:
        for at in (span.start - 1, span.end):
            if span.end - span.start <= _LONGEST_IN_MARKS and 0 <= at < len(letters) and letters[at] in "\"'":
                letters[at] = " "
    return "".join(letters)


class _Page:
    """The text of one article with what the rules ask about it."""

    def __init__(self, doc: Doc, plain: str, citations: Sequence[Citation], spoken: Sequence[Span]) -> None:
        self.doc, self.plain, self.citations, self.spoken = doc, plain, citations, spoken

    def before(self, number: int) -> list[Wording]:
        """Return the labels in front of a name: "the London-based think-tank X", "Britain's X"."""
        mention = self.citations[number].span
        floor = self.citations[number - 1].span.end if number else 0
        at = self._token_at(mention.start)
        lead = max(self._lead(at), floor)
        words = list(find_wordings(self.plain, Span(lead, mention.start))) if lead < mention.start else []
        bare = len(words) == 1 and words[0].kind == "place" and words[0].span == Span(lead, mention.start - 1)
        owned = re.search(r"'s?\s*$", self.plain[lead : mention.start])
        determined = re.search(r"\b(?:the|an?)\s+$", self.plain[max(0, lead - 5) : lead], re.IGNORECASE)
        return [] if bare and not (owned or determined or "-" in words[0].span.of(self.plain)) else words

    def after(self, number: int) -> list[Wording]:
        """Return the labels behind a name: "X, a think-tank funded by Y", "X is nonpartisan", "X (London)"."""
        start, end = self._after_name(number), self._end_of_reach(number)
        phrase = self._phrase(start + 1, end) if self.plain[start : start + 1].isspace() else None
        if phrase is not None and phrase.of(self.plain)[0].islower():
            return [*find_wordings(self.plain, phrase), *self._tail(phrase.end, end)]
        for opening in (_OPENER, _COPULA):
            opened = opening.match(self.plain, start, end)
            if opened is None:
                continue
            phrase = self._phrase(opened.end(), end)
            if phrase is not None:
                return [*find_wordings(self.plain, phrase), *self._tail(phrase.end, end)]
            adjective = self._adjective(opened.end(), end) if opened[1] is None else None
            if adjective is not None:
                return [adjective, *self._tail(adjective.span.end, end)]
        return list(self._chain(start, end, detoured=True))

    def introducing(self, number: int, last: _Labelled | None) -> list[Wording]:
        """Return the labels of "think-tanks such as X and Y" and "a Washington think-tank, X,"."""
        mention = self.citations[number].span
        floor = self.citations[number - 1].span.end if number else 0
        if last is not None and "list" in last.places and _LISTED.fullmatch(self.plain, floor, mention.start):
            return last.wordings
        left = Span(max(floor, mention.start - _REACH), mention.start)
        introduced = _INTRODUCED.search(self.plain, left.start, left.end)
        named = None if introduced else _NAMED_AFTER.search(self.plain, left.start, left.end)
        if named and self.plain[mention.end : mention.end + 1] not in {",", ".", ";", ":", ")", "", "\n"}:
            return []
        joint = introduced or named
        if joint is None:
            return []
        phrase = self._phrase_ending(left.start, joint.start())
        if phrase is None:
            return []
        lead = self.plain[max(0, phrase.start - 12) : phrase.start]
        if named and not re.search(rf"{_DETERMINER}$", lead, re.IGNORECASE):
            return []
        return [*find_wordings(self.plain, phrase), *self._tail(phrase.end, joint.start())]

    def later(self, number: int) -> list[Wording]:
        """Return the labels of a sentence that takes the last named institution up: "The conservative group said"."""
        cited = self.citations[number]
        following = [other.span.start for other in self.citations[number + 1 :] if not _same(other, cited)]
        again = [other.span.start for other in self.citations[number + 1 :] if _same(other, cited)]
        end = min([cited.span.end + _LATER, len(self.plain), *following[:1], *again[:1]])
        sentence = self._end_of_sentence(cited.span.end)
        found: list[Wording] = []
        for taken in _TAKEN_UP.finditer(self.plain, sentence, end):
            phrase = self._phrase(taken.end(), end)
            if phrase is None or self._is_spoken(phrase) or not _agrees(phrase.of(self.plain), cited):
                continue
            rest = self.plain[phrase.end : phrase.end + 2]
            if not (following and following[0] <= phrase.end + 8) and rest[:1] in {" ", ",", "'", "."}:
                found += [*find_wordings(self.plain, phrase), *self._tail(phrase.end, end)]
        return found

    def _after_name(self, number: int) -> int:
        """Return where the words behind a name begin: after its acronym in brackets."""
        end = self.citations[number].span.end
        acronym = _ACRONYM.match(self.plain, end)
        return acronym.end() if acronym else end

    def _end_of_reach(self, number: int) -> int:
        """Return how far the words behind a name are its own: to the next name, the end of the sentence or a quote."""
        span = self.citations[number].span
        following = [other.span.start for other in self.citations[number + 1 : number + 2]]
        spoken = [quote.start - 1 for quote in self.spoken if quote.start >= span.end]
        return min([span.end + _REACH, self._end_of_sentence(span.end), *following, *spoken])

    def _end_of_sentence(self, at: int) -> int:
        token = self._token_at(at - 1)
        return int(token.sent.end_char) if token is not None else len(self.plain)

    def _is_spoken(self, span: Span) -> bool:
        return any(quote.overlaps(span) for quote in self.spoken)

    def _token_at(self, position: int) -> Token | None:
        words = self.doc.char_span(position, position + 1, alignment_mode="expand")
        return words[0] if words is not None and len(words) else None

    def _lead(self, first: Token | None) -> int:
        """Return where the noun-like words in front of a token begin; the token's own start where there are none."""
        if first is None:
            return 0
        at = first.i
        while at > 0 and first.i - at < _LONGEST_LEAD and self._may_lead(self.doc[at - 1], self.doc[at]):
            at -= 1
        while at < first.i and (self.doc[at].is_punct or self.doc[at].lower_ in {"and", "'s"}):
            at += 1
        return int(self.doc[at].idx)

    def _may_lead(self, token: Token, right: Token) -> bool:
        """Tell whether a token belongs to the words in front of a name or a noun."""
        left_hyphen = token.i > 0 and self.doc[token.i - 1].text == "-" and not self.doc[token.i - 1].whitespace_
        if token.text == "-" or right.text == "-" or left_hyphen or {token.lower_, right.lower_} & _TANKS:
            return True
        if self.plain[token.idx] == " ":  # an opened mark, or a space that is a token of its own
            return "\n" not in token.text
        if token.lower_ == "the" and token.i > 0:  # "Washington think-tank the X"
            return is_body_noun(self.plain[max(0, token.idx - 24) : token.idx].rpartition("\n")[2])
        if token.text in {",", "and", "but"} and token.i > 0:
            left = self.doc[token.i - 1]
            return is_label(left.text) or (token.i > 2 and self.doc[token.i - 2].text == "-")
        nominal = token.pos_ in {"ADJ", "NOUN", "PROPN", "ADV"} or token.tag_ in {"POS", "VBG", "HYPH"}
        return nominal or is_label(token.text)

    def _phrase(self, start: int, end: int) -> Span | None:
        """Return the noun phrase that starts at a position and is headed by a noun for a body, without what follows."""
        token = self._token_at(start)
        if token is None or start >= end:
            return None
        for word in self.doc[token.i : token.i + _LONGEST_LEAD + 4]:
            stop = int(word.idx) + len(word)
            following = self.doc[word.i + 1] if word.i + 1 < len(self.doc) else None
            if stop > end or not (word.i == token.i or self._may_lead(word, following or word)):
                return None
            goes_on = following is not None and (
                following.text in {"-", "'s"} or (following.tag_ in {"NN", "NNS"} and int(following.idx) < end)
            )
            if not goes_on and is_body_noun(self.plain[start:stop]):
                return Span(start, stop)
        return None

    def _phrase_ending(self, start: int, end: int) -> Span | None:
        """Return the last noun phrase for a body before a position, where only its place or owner stands between."""
        token = self._token_at(end - 1)
        while token is not None and token.idx >= start:
            stop = int(token.idx) + len(token)
            if is_body_noun(self.plain[max(start, stop - 24) : stop]):
                return Span(max(self._lead(token), start), stop) if self._tail_end(stop, end) >= end else None
            token = self.doc[token.i - 1] if token.i else None
        return None

    def _adjective(self, start: int, end: int) -> Wording | None:
        """Return the label of "X is nonpartisan," where it stands alone."""
        first = next(find_wordings(self.plain, Span(start, min(end, start + 40))), None)
        if first is None or first.span.start != start or first.kind == "place":
            return None
        return first if re.match(r"[,.;)]|\s(?:and|but)\s", self.plain[first.span.end :][:5]) else None

    def _tail(self, start: int, end: int) -> list[Wording]:
        """Return the places and owners that follow a name or its description, one behind the other."""
        return list(self._chain(start, end))

    def _tail_end(self, start: int, end: int) -> int:
        return max((wording.span.end for wording in self._chain(start, end)), default=start)

    def _chain(self, start: int, end: int, *, detoured: bool = False) -> Iterator[Wording]:
        while start < end:
            wording = self._place(start, end) or self._owner(start, end)
            if wording is not None:
                yield wording
                start = wording.span.end
                continue
            detour = None if detoured else _DETOUR.match(self.plain, start, end)
            if detour is None:
                break
            start, detoured = self._cut(detour, end), True
        relative = _RELATIVE.match(self.plain, start, end)
        phrase = ownership_pattern().search(self.plain, start, relative.end()) if relative else None
        if phrase is not None and not re.search(r"\bnot\b|n't\b", self.plain[start : phrase.start()]):
            yield Wording(Span(phrase.start(), self._end_of_object(phrase.end())), "ownership")

    def _cut(self, detour: re.Match[str], end: int) -> int:
        """Return where a detour ends: before the next "in", "based" or "funded"."""
        inner = re.search(
            r"\s(?:in|based|headquartered)\s|\s\w+ed\sby\s", self.plain[detour.start() + 6 : detour.end()]
        )
        return detour.start() + 6 + inner.start() if inner else min(detour.end(), end)

    def _place(self, start: int, end: int) -> Wording | None:
        within = _IN_PLACE.match(self.plain, start, end)
        if within is not None and (within[1] or self._is_place(Span(*within.span(2)))):
            opened = re.search(r"(?:based|headquartered|located|in)\s", within[0])
            return Wording(Span(within.start() + (opened.start() if opened else 0), within.end()), "place")
        alone = _AT_PLACE.match(self.plain, start, end + 1)
        if alone is not None and self._is_place(Span(*alone.span(1))):
            return Wording(Span(*alone.span(1)), "place")
        return None

    def _is_place(self, span: Span) -> bool:
        words = list(find_wordings(self.plain, span))
        if words and words[0].kind == "place" and words[0].span.start == span.start:
            return True
        entity = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return entity is not None and all(
            token.ent_type_ in {"GPE", "LOC", "FAC"} for token in entity if token.is_alpha
        )

    def _owner(self, start: int, end: int) -> Wording | None:
        led = _PAID.match(self.plain, start, end)
        phrase = ownership_pattern().match(self.plain, led.end(), end) if led else None
        if phrase is None:
            return None
        return Wording(Span(phrase.start(), self._end_of_object(phrase.end())), "ownership")

    def _end_of_object(self, start: int) -> int:
        """Return where the funder's name ends: at punctuation, a finite verb or the next clause."""
        end = self._end_of_sentence(start)
        stop = _END_OF_OBJECT.search(self.plain, start, end)
        limit = stop.start() if stop else end
        words = self.doc.char_span(start, limit, alignment_mode="contract")
        for token in words or ():
            if token.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
                return start + len(self.plain[start : token.idx].rstrip())
        return start + len(self.plain[start:limit].rstrip())


def _same(one: Citation, other: Citation) -> bool:
    return (one.institution_id or one.institution) == (other.institution_id or other.institution)


def _agrees(phrase: str, cited: Citation) -> bool:
    """Tell whether a later description may mean the cited body: "the think-tank" no bank, "the group" no newspaper."""
    told = kind_of_noun(phrase)
    return cited.kind in {"think-tank", "ngo", "none"} if told is None else told == cited.kind
