"""Which actor or issue a pronoun in somebody's words stands for, where the words before it settle that."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from analysis.pipeline.names import can_speak
from analysis.pipeline.targets import Target, TargetKind
from analysis.records import Quote

_THEY = frozenset({"they", "them", "their", "theirs"})
_ONE = frozenset({"he", "him", "his", "she", "her", "hers", "it", "its", "this", "that"})
_POINTING = frozenset({"this", "that", "these", "those"})
_LEADING = frozenset({"nsubj", "nsubjpass", "poss", "conj", "appos", "attr"})
"""What a state is in its sentence where it is taken up by "it" or "they": more than a place where something happens."""
_TOPICS = frozenset({"nsubj", "nsubjpass", "dobj"})
_WHEN_AND_WHERE = frozenset({"after", "at", "before", "during", "in", "since", "until"})
_BEFORE_NOUN = frozenset({"amod", "poss", "det", "nmod"})
_PARTIES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "attr", "agent"})
_KINDS: dict[str, tuple[TargetKind, ...]] = {
    **dict.fromkeys(("he", "him", "his", "she", "her", "hers"), ("person",)),
    **dict.fromkeys(_THEY, ("body", "state")),
    **dict.fromkeys(("it", "its"), ("issue", "body", "state")),
    **dict.fromkeys(("this", "that", "these", "those"), ("issue",)),
}
_CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "acl", "relcl", "advcl"})
_JUDGEMENTS = frozenset(
    {"crime", "duty", "error", "honour", "honor", "job", "lie", "mistake", "pity", "pleasure", "privilege", "relief"}
    | {"scandal", "shame", "time", "wonder"}
)
"""Nouns that judge a clause behind them: "it is a mistake to ..."."""
_REACH = 900
"""Characters before a pronoun in which its antecedent is looked for."""
_STAY = 250
"""Characters within which the same pronoun keeps its antecedent."""


class Antecedents:
    """Resolves pronouns of one article, in reading order; remembers what a pronoun of the same quote stood for."""

    def __init__(self, doc: Doc, targets: Sequence[Target], quotes: Sequence[Quote]) -> None:
        self._doc = doc
        self._text = doc.text
        self._quotes = sorted(quotes, key=lambda quote: quote.span.start)
        self._mentions = sorted(
            ((mention.start, target) for target in targets for mention in target.mentions), key=lambda pair: pair[0]
        )
        spans = sorted(mention for target in targets for mention in target.mentions)
        self._starts, self._ends = [span.start for span in spans], [span.end for span in spans]
        self._last: dict[tuple[str, tuple[TargetKind, ...]], tuple[int, Target]] = {}

    def of(self, token: Token, quote: Quote | None) -> Target | None:
        """Return the target of a pronoun inside ``quote``, else None.

        In indirect speech a pronoun as subject is mostly the speaker, so it resolves to nothing. Words of the same
        speaker come first, then the reporter's in the same paragraph. "They" is no state that is the subject of a
        singular verb in its own sentence, prefers a body over a state, and stays open where other people or bodies were
        named since.
        """
        kinds = _KINDS.get(token.lower_)
        if (
            kinds is None
            or _points_nowhere(token)
            or (quote is not None and quote.type == "indirect" and token.dep_ in {"nsubj", "nsubjpass", "poss"})
        ):
            return None
        speaker = quote.speaker if quote is not None and quote.speaker is not None else ""
        key = (speaker, kinds)
        kept = self._last.get(key)
        if kept is not None and 0 <= token.idx - kept[0] < _STAY and not self._has_rival(kept[0], token):
            self._last[key] = (token.idx, kept[1])
            return kept[1]
        found = self._search(token, kinds, speaker)
        if found is not None:
            self._last[key] = (token.idx, found)
        return found

    def _search(self, token: Token, kinds: tuple[TargetKind, ...], speaker: str) -> Target | None:
        first = bisect_right(self._mentions, token.idx - _REACH, key=lambda pair: pair[0])
        last = bisect_left(self._mentions, token.idx, key=lambda pair: pair[0])
        near = [pair for pair in self._mentions[first:last] if pair[1].kind in kinds and self._fits(token, *pair)]
        same = [pair for pair in near if self._speaker_at(pair[0]) == speaker] if speaker else []
        paragraph = self._text.rfind("\n", 0, token.idx)
        local = [pair for pair in near if pair[0] > paragraph and self._speaker_at(pair[0]) in {"", speaker}]
        if kinds != ("person",):
            local = [pair for pair in local if self._is_topic(*pair)]
        group = same or local
        if not group or self._has_rival(group[-1][0], token):
            return None
        return self._latest(token, group, kinds)

    def _is_topic(self, start: int, target: Target) -> bool:
        """Tell whether the reporter brings up an issue that a quote may take up: "[the move] was", "hailed [it]"."""
        named = self._named_at(start)
        while named is not None and named.dep_ in _BEFORE_NOUN:
            named = named.head
        return target.kind == "issue" and (named is None or named.dep_ in _TOPICS)

    def _named_at(self, start: int) -> Token | None:
        """Return the word that heads the name or noun phrase at a position."""
        words = self._doc.char_span(start, start + 1, alignment_mode="expand")
        named = words[0] if words is not None else None
        while named is not None and named.dep_ == "compound":
            named = named.head
        return named

    def _latest(self, token: Token, group: Sequence[tuple[int, Target]], kinds: tuple[TargetKind, ...]) -> Target:
        """Return the last candidate; for "they" a body of the last two sentences before a state."""
        if kinds == ("body", "state"):
            bodies = [pair for pair in group if pair[1].kind == "body" and token.idx - pair[0] < _REACH // 2]
            if bodies and group[-1][1].kind == "state" and group[-1][0] - bodies[-1][0] < _STAY:
                return bodies[-1][1]
        return group[-1][1]

    def _speaker_at(self, position: int) -> str:
        last = bisect_right(self._quotes, position, key=lambda quote: quote.span.start)
        inside = [quote for quote in self._quotes[max(0, last - 3) : last] if position < quote.span.end]
        return (inside[-1].speaker or "") if inside else ""

    def _has_rival(self, start: int, token: Token) -> bool:
        """Tell whether people or bodies that are no target, named after a position, may be "they" as well."""
        if token.lower_ not in _THEY:
            return False
        words = self._doc.char_span(start, token.idx, alignment_mode="contract")
        return any(
            word.tag_ == "NNS" and word.dep_ in _PARTIES and can_speak(word) and not self._is_named(word.idx)
            for word in words or ()
        )

    def _is_named(self, position: int) -> bool:
        """Tell whether a target is named at a position."""
        last = bisect_right(self._starts, position)
        return bool(last) and position < self._ends[last - 1]

    def _fits(self, token: Token, start: int, target: Target) -> bool:
        """Tell whether a mention agrees with the pronoun: no "he" or "it" for many; a singular subject is no "they"."""
        named = self._named_at(start)
        if named is None:
            return True
        if target.kind in {"body", "state"} and token.lower_ not in _POINTING and named.dep_ not in _LEADING:
            return False
        if target.kind == "issue" and named.dep_ == "pobj" and named.head.lower_ in _WHEN_AND_WHERE:
            return False
        many = named.tag_ in {"NNS", "NNPS"} and not (named.ent_type_ in {"GPE", "ORG"} and target.kind != "issue")
        if token.lower_ in _ONE:
            return not many
        if token.lower_ in _POINTING:
            return many
        singular = named.dep_ == "nsubj" and named.head.tag_ in {"VBZ", "VBD"} and named.head.lower_ != "were"
        return not (singular and named.sent == token.sent)


def _points_nowhere(token: Token) -> bool:
    """Tell whether a word is no pronoun for an issue.

    "That" before a noun, opening a clause ("that plan", "says that", "the plan that failed"); "it" that stands for the
    clause behind it ("it is clear that ...", "it would be wrong to ...").
    """
    if token.lower_ == "it":
        return token.dep_ == "expl" or (token.dep_ == "nsubj" and _announces(token.head))
    return token.tag_ == "WDT" or (
        token.tag_ in {"DT", "IN"} and token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj"}
    )


def _announces(verb: Token) -> bool:
    """Tell whether a form of "be" leads to a judgement and then to the clause that is its real subject."""
    judged = [
        word
        for word in verb.children
        if word.i > verb.i and (word.dep_ == "acomp" or (word.dep_ == "attr" and word.lemma_.lower() in _JUDGEMENTS))
    ]
    clauses = [clause for word in (verb, *judged) for clause in word.children if clause.dep_ in _CLAUSES]
    return verb.lemma_ == "be" and any(clause.i > word.i and _opens(clause) for word in judged for clause in clauses)


def _opens(clause: Token) -> bool:
    """Tell whether a clause starts with "that" or "to"."""
    return any(child.lower_ in {"that", "to"} and child.i < clause.i for child in clause.children)
