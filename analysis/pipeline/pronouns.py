"""Which actor or issue a pronoun in somebody's words stands for, where the words before it settle that."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from analysis.pipeline.issues import AMOUNTS
from analysis.pipeline.names import can_speak, noun_class
from analysis.pipeline.targets import Target, TargetKind
from analysis.records import Quote

_THEY = frozenset({"they", "them", "their", "theirs"})
_THING = frozenset({"it", "its"})
_PERSON = frozenset({"he", "him", "his", "she", "her", "hers"})
_ONE = _PERSON | {"it", "its", "this"}
_POINTING = frozenset({"this", "these"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "dative", "pobj"})
_LEADING = frozenset({"nsubj", "nsubjpass", "poss", "conj", "appos", "attr"})
"""What a state is in its sentence where it is taken up by "it" or "they": more than a place where something happens."""
_TOPICS = frozenset({"nsubj", "nsubjpass", "dobj"})
_WHEN_AND_WHERE = frozenset({"after", "at", "before", "during", "in", "since", "until"})
_BEFORE_NOUN = frozenset({"amod", "poss", "det", "nmod"})
_PARTIES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "attr", "agent"})
_KINDS: dict[str, tuple[TargetKind, ...]] = {
    **dict.fromkeys(_PERSON, ("person",)),
    **dict.fromkeys(_THEY, ("body", "state", "issue")),
    **dict.fromkeys(_THING, ("issue", "body", "state")),
    **dict.fromkeys(_POINTING, ("issue",)),
}
_CARRIED = frozenset({"xcomp", "conj", "pcomp", "advcl", "prep"})
"""How a verb without a subject of its own hangs on the verb whose subject it shares."""
_WEATHER = frozenset({"rain", "snow", "hail", "thunder", "dawn"})
_SUPPOSING = frozenset({"would", "could", "might"})
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
        self._last: dict[tuple[str, tuple[TargetKind, ...]], tuple[int, Target]] = {}

    def of(self, token: Token, quote: Quote | None) -> Target | None:
        """Return the target of a pronoun inside ``quote``, else None.

        In indirect speech a pronoun as subject is mostly the speaker, so it resolves to nothing, and so does an object
        where the last person named is the subject ("Tamm said that Brown had warned [her]"). Words of the same
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
        if kept is not None and 0 <= token.idx - kept[0] < _STAY and self._stays(kept[0], token):
            self._last[key] = (token.idx, kept[1])
            return kept[1]
        found = self._search(token, kinds, speaker, indirect=quote is not None and quote.type == "indirect")
        if found is not None:
            self._last[key] = (token.idx, found)
        return found

    def _search(self, token: Token, kinds: tuple[TargetKind, ...], speaker: str, *, indirect: bool) -> Target | None:
        first = bisect_right(self._mentions, token.idx - _REACH, key=lambda pair: pair[0])
        last = bisect_left(self._mentions, token.idx, key=lambda pair: pair[0])
        near = [pair for pair in self._mentions[first:last] if pair[1].kind in kinds and self._fits(token, *pair)]
        same = [pair for pair in near if self._speaker_at(pair[0]) == speaker] if speaker else []
        paragraph = self._text.rfind("\n", 0, token.idx)
        local = [pair for pair in near if pair[0] > paragraph and self._speaker_at(pair[0]) in {"", speaker}]
        if kinds != ("person",):
            local = [pair for pair in local if self._is_topic(*pair)]
        elif indirect and near and not self._may_mean(token, near[-1][0]):
            return None
        group = [pair for pair in same or local if self._may_mean(token, pair[0])]
        if not group:
            return None
        start, target = self._latest(token, group)
        return None if self._has_rival(start, token) else target

    def _may_mean(self, token: Token, start: int) -> bool:
        named = self._named_at(start)
        return named is None or _may_stand_for(token, named)

    def _stays(self, last: int, token: Token) -> bool:
        """Tell whether a pronoun may stand for what the same pronoun stood for at a position before it."""
        words = self._doc.char_span(last, last + 1, alignment_mode="expand")
        return words is not None and not self._has_rival(last, token) and _may_stand_for(token, words[0])

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

    def _latest(self, token: Token, group: Sequence[tuple[int, Target]]) -> tuple[int, Target]:
        """Return the last candidate; for "they" a body of the last two sentences before a state.

        A pronoun that is a subject takes up the subject among those of one sentence.
        """
        if token.lower_ in _THEY:
            bodies = [pair for pair in group if pair[1].kind == "body" and token.idx - pair[0] < _REACH // 2]
            if bodies and group[-1][1].kind == "state" and group[-1][0] - bodies[-1][0] < _STAY:
                return bodies[-1]
        elif token.dep_ in _SUBJECTS and token.lower_ in _THING:
            named = [self._named_at(start) for start, _ in group]
            last = named[-1]
            for pair, word in zip(reversed(group), reversed(named), strict=True):
                if word is not None and last is not None and word.sent == last.sent and word.dep_ in _SUBJECTS:
                    return pair
        return group[-1]

    def _speaker_at(self, position: int) -> str:
        last = bisect_right(self._quotes, position, key=lambda quote: quote.span.start)
        inside = [quote for quote in self._quotes[max(0, last - 3) : last] if position < quote.span.end]
        return (inside[-1].speaker or "") if inside else ""

    def _has_rival(self, start: int, token: Token) -> bool:
        """Tell whether something else, named since a position, may be what the pronoun stands for.

        That is, for "they", others in the plural or a body that act; for "he", somebody else; for "it", another thing
        that is the subject, or an object where pronoun and antecedent are not both subjects of neighbouring sentences.
        """
        named = self._named_at(start)
        if named is None:
            return False
        barred = _subject_of(token) if token.dep_ in _OBJECTS else None
        since = [
            word
            for word in self._doc[named.i + 1 : token.i]
            if word != barred and named not in word.ancestors and word.ent_type_ not in AMOUNTS
        ]
        if token.lower_ in _THEY:
            return any(
                (word.tag_ == "NNS" and (word.dep_ in _SUBJECTS or (word.dep_ in _PARTIES and can_speak(word))))
                or (word.dep_ in _SUBJECTS and noun_class(word) == "body")
                for word in since
            )
        if token.lower_ in _PERSON:
            return any(word.tag_ == "NN" and word.dep_ in _SUBJECTS | {"dobj"} and _is_human(word) for word in since)
        own = self._speaker_at(start) == self._speaker_at(token.idx)
        if own and named.dep_ not in _SUBJECTS and token.dep_ in _SUBJECTS:
            since += [word for word in named.sent if word.i < named.i and word.head in named.ancestors]
        near = token.sent.start - named.sent.end <= 0
        leads = near and token.dep_ in _SUBJECTS and named.dep_ in {*_SUBJECTS, "poss"}
        rivals = _SUBJECTS if leads else _SUBJECTS | {"dobj"}
        return any(word.tag_ in {"NN", "NNP"} and word.dep_ in rivals and not _is_human(word) for word in since)

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
        if token.lower_ in _THEY and target.kind == "issue":
            return many and noun_class(named) in {"body", "person"}
        if token.lower_ in _POINTING:
            return many
        singular = named.dep_ == "nsubj" and named.head.tag_ in {"VBZ", "VBD"} and named.head.lower_ != "were"
        return not (singular and named.sent == token.sent)


def _may_stand_for(token: Token, named: Token) -> bool:
    """Tell whether a pronoun may mean what a word names: no object is its own clause's subject ("Norway left [it]").

    An object takes up what its sentence or the one before it speaks of, and so does "it is" with a noun or adjective,
    then only what is a subject there: otherwise it may mean all that was said.
    """
    if token.dep_ in _OBJECTS and _subject_of(token) == named:
        return False
    if token.lower_ in _THEY | _PERSON:
        return True
    near = token.sent.start - named.sent.end <= 0
    if token.lower_ in _POINTING:
        told = any(child.dep_ in {"attr", "ccomp"} for child in token.head.children)
        return near and token.dep_ in _SUBJECTS and not told and named.dep_ in _TOPICS
    if token.dep_ in _SUBJECTS:
        says = token.head.lemma_ == "be" and any(
            child.dep_ in {"attr", "acomp", "ccomp"} for child in token.head.children
        )
        return not says or (near and named.dep_ in _SUBJECTS) or named.lower_ in _THING
    return token.dep_ == "poss" or (near and token.dep_ == "dobj" and token.head.lemma_ != "do")


def _subject_of(token: Token) -> Token | None:
    """Return the subject of the clause that a word is in, that of a higher clause where it has none of its own."""
    verb = token.head
    while True:
        found = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if found:
            return found[0]
        if verb.dep_ not in _CARRIED or verb.head == verb:
            return None
        verb = verb.head


def _is_human(word: Token) -> bool:
    """Tell whether a word names a person."""
    return (
        word.ent_type_ == "PERSON"
        or noun_class(word) == "person"
        or (noun_class(word) is None and can_speak(word) and word.pos_ == "NOUN")
    )


def _points_nowhere(token: Token) -> bool:
    """Tell whether a word is no pronoun for an issue.

    "That" before a noun, opening a clause ("that plan", "says that", "the plan that failed"); "it" that stands for the
    clause behind it ("it is clear that ...", "it would be wrong to ...").
    """
    if token.lower_ == "it":
        return (
            token.dep_ == "expl"
            or (token.dep_ == "nsubj" and (_announces(token.head) or _singles_out(token.head)))
            or token.head.lemma_ in _WEATHER
            or _is_measured(token)
            or _is_supposed(token)
        )
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


def _singles_out(verb: Token) -> bool:
    """Tell whether "it is" singles out who or what the clause behind is about: "it is our ministry that hides them"."""
    told = [word for word in verb.children if word.dep_ == "attr" and word.i > verb.i]
    return verb.lemma_ == "be" and any(
        child.dep_ == "relcl" or (child.i == word.i + 1 and child.lower_ in {"that", "who", "whom"})
        for word in told
        for child in (*word.children, *verb.doc[word.i + 1 : word.i + 2])
    )


def _is_measured(token: Token) -> bool:
    """Tell whether "it" stands before an adjective and "to": "they find it hard to ..."."""
    after = token.doc[token.i + 1 : token.i + 5]
    return (
        token.dep_ != "pobj"
        and len(after) > 1
        and after[0].pos_ == "ADJ"
        and any(word.lower_ == "to" for word in after)
    )


def _is_supposed(token: Token) -> bool:
    """Tell whether "it would" takes up what the sentence before supposes: "If we left, ... It would cost lives"."""
    modal = any(child.lower_ in _SUPPOSING for child in token.head.children if child.tag_ == "MD")
    before = token.doc[token.sent.start - 1].sent if token.sent.start else None
    return (
        modal
        and token.dep_ in _SUBJECTS
        and before is not None
        and any(word.lower_ == "if" and word.dep_ == "mark" for word in before)
    )


def _opens(clause: Token) -> bool:
    """Tell whether a clause starts with "that" or "to"."""
    return any(child.lower_ in {"that", "to"} and child.i < clause.i for child in clause.children)
