"""The clause that a reporting verb governs: where the reported words begin and end.

Most come from the clausal complement of the parse; parenthetical reporting clauses ("It will, she said, rain") and
clauses that the parser attached wrongly come from the punctuation around the verb. Spans leave out *that* and the
reporting clause, except where that stands in the middle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from analysis.pipeline.lexicon import Verb, noun_of, verb_of, words_of
from analysis.pipeline.phrases import conjoins, covered, is_complete, is_finite, is_object, marked_by, word_after
from analysis.records import Span

_COMMAS = frozenset({",", "–", "—", "-", "--"})
_ENDS = frozenset({".", "!", "?", ";", ":"})
_PRE_VERBAL = frozenset({"nsubj", "aux", "auxpass", "nsubjpass", "advmod", "neg"})
_ANY_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_STATING = frozenset({"say", "state", "claim", "conflict", "think", "write", "reply", "tell", "promise"})
_FAR_SUBJECT = 18
_FAR_THAT = 14
_LONGEST_ADDRESSEE = 6


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported clause, and the reporting verbs inside its parse that really go on the reporter's sentence."""

    span: Span
    resumed: tuple[int, ...] = ()
    """Token indices of verbs that share the cue's source ("says it is late and adds that ...")."""


def reported_clause(cue: Token, verb: Verb, quoted: Sequence[bool], source: Token | None) -> Reported | None:
    """Return the clause that a reporting verb governs, None where there is none."""
    clauses = [child for child in cue.children if child.dep_ == "ccomp" and not _is_source(child, cue)]
    clauses.sort(key=lambda child: (child.i < cue.i, not is_finite([child, *child.children])))
    clause = clauses[0] if clauses else None
    if clause is None and verb.group == "ask":
        clause = next(
            (child for child in cue.children if child.dep_ == "advcl" and marked_by(child, "if", "whether")), None
        )
    if clause is not None and clause.i > cue.i:
        inner = _told(clause)
        if inner is not None:
            return _following([inner], cue)
        return _following([clause, *(other for other in clauses if other.i > cue.i and other is not clause)], cue)
    parenthetical = _parenthetical(cue, quoted, source)
    if parenthetical is not None:
        return Reported(parenthetical)
    if clause is not None:
        own = _own_start(cue)
        if own and quoted[own - 1]:
            return None
        span = covered([token for token in clause.subtree if token.i < own])
        return Reported(span) if span else None
    if cue.dep_ == "advcl" and marked_by(cue, "as"):
        return _compared(cue)
    return _unparsed(cue, verb, quoted)


def _compared(cue: Token) -> Reported | None:
    """Return the sentence without an "as X said" that commas set off; "as he spoke" tells a time, not a source."""
    inside = [token.i for token in cue.subtree]
    complemented = any(child.dep_ in ("dobj", "xcomp", "ccomp", "acomp") for child in cue.children)
    sentence = [token for token in cue.sent if not token.is_space]
    after = [token for token in sentence if token.i > max(inside)]
    before = [token for token in sentence if token.i < min(inside)]
    opens = all(token.dep_ in ("cc", "advmod", "punct") for token in before)
    closing = cue.doc[max(inside)].text == "," or (bool(after) and after[0].text == ",")
    set_off = closing if opens else before[-1].text in _COMMAS
    agent = any(child.dep_ == "agent" for child in cue.children)
    perfect = any(child.dep_ == "aux" and child.lemma_ == "have" for child in cue.children)
    stated = agent or (_has_subject(cue) and (cue.tag_ != "VBN" or perfect))
    if complemented or not set_off or not stated:
        return None
    span = covered(before if len(before) >= len(after) else after)
    return Reported(span) if span else None


def according_clause(phrase: Sequence[Token], quoted: Sequence[bool]) -> Span | None:
    """Return what an "according to" phrase reports: the rest of the clause it stands in."""
    first, last = phrase[0], phrase[-1]
    sentence = first.sent
    before = [token for token in sentence if token.i < first.i and not token.is_space]
    after = [token for token in sentence if token.i > last.i and not token.is_space]
    opening = next((i for i in range(len(before) - 1, -1, -1) if before[i].text == "("), None)
    if opening is not None and not any(token.text == ")" for token in before[opening:]):
        return covered(before[opening + 1 :])
    breaks = [i for i, token in enumerate(before) if token.text in (":", ";") and not quoted[token.i]]
    if breaks and is_finite(before[breaks[-1] + 1 :]):
        before = before[breaks[-1] + 1 :]
    finite_before, finite_after = is_finite(before), is_finite(after)
    if finite_after and any(token.tag_ in ("WDT", "WP") for token in before[-2:]):
        return covered(after)
    if finite_before and not (
        finite_after and after and after[0].text == "," and first.nbor(-1).text == "," and not _independent(after)
    ):
        head = first.head
        clause = [token for token in before if token in head.subtree] if head.dep_ in ("relcl", "advcl") else before
        return covered(clause if is_finite(clause) else before)
    if finite_after and not finite_before:
        lead = before if len(before) > 2 else []
        return covered([*lead, *after] if lead else after)
    return covered([*before, *after]) if finite_after else covered(before)


def _following(clauses: Sequence[Token], cue: Token) -> Reported | None:
    """Return the clause after its verb, up to where the reporter's own sentence goes on."""
    heads = [*clauses, *_misread_subject(clauses[0], cue)]
    tokens = sorted((token for head in heads for token in head.subtree if token.i > cue.i), key=lambda token: token.i)
    resumed: list[int] = []
    for token in tokens:
        if token.i <= cue.i + 1 or token is clauses[0]:
            continue
        if token.lower_ == "according" and token.nbor(-1).text == ",":
            tokens = [other for other in tokens if other.i < token.i - 1]
            break
        stop = _resumes(token, cue)
        if stop is not None:
            resumed.append(token.i)
            tokens = [other for other in tokens if other.i < stop]
            break
        if _contrasts(token) or (_comments(token) and max(other.i for other in token.subtree) >= tokens[-1].i - 1):
            start = min(other.i for other in token.subtree)
            tokens = [other for other in tokens if other.i < start]
            break
    else:
        tokens.extend(_further(tokens, cue))
    span = covered(_before_aside(tokens))
    return Reported(span, tuple(resumed)) if span else None


def _told(clause: Token) -> Token | None:
    """Return the that-clause inside one that describes whom a verb addresses ("tells voters who ask why that ...")."""
    if not any(child.dep_ == "nsubj" and child.lower_ == "who" for child in clause.children):
        return None
    inside = (token for token in clause.subtree if token.dep_ == "ccomp" and marked_by(token, "that"))
    return next(inside, None)


def _misread_subject(clause: Token, cue: Token) -> list[Token]:
    """Return the subject of a reported clause that the parser took for the object of its reporting verb."""
    if cue.lemma_ in words_of("addressing") or not is_finite([clause, *clause.children]):
        return []
    if any(child.dep_ in _ANY_SUBJECT or child.dep_ == "mark" for child in clause.children):
        return []
    return [
        child
        for child in cue.children
        if child.dep_ == "dobj"
        and cue.i < child.i < clause.i
        and child.pos_ != "PRON"
        and (child.right_edge.i > child.i or child.nbor().text not in _COMMAS)
    ]


def _before_aside(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens before a dash that nothing answers: what follows it is the reporter's aside."""
    dashes = [i for i, token in enumerate(tokens) if token.text in _COMMAS - {","} and i and tokens[i - 1].whitespace_]
    return tokens[: dashes[0]] if len(dashes) == 1 and is_finite(tokens[: dashes[0]]) else tokens


def _further(tokens: Sequence[Token], cue: Token) -> list[Token]:
    """Return a second that-clause that the parser hung elsewhere ("said that one is so and that another is")."""
    if not tokens:
        return []
    last = tokens[-1]
    rest = [token for token in cue.sent if token.i > last.i and not token.is_space]
    lead = [token.lower_ for token in rest[:3]]
    explicit = any(token.lower_ == "that" and token.tag_ == "IN" for token in tokens[:1])
    continued = explicit and len(lead) > 1 and lead[0] in ("and", "but") and lead[1] in ("he", "she", "they", "it")
    joined = (
        continued
        or lead[:2] in (["and", "that"], ["but", "that"])
        or lead[1:] in (["and", "that"], ["but", "that"])
        or (last.lower_ in ("and", "but") and lead[:1] == ["that"])
    )
    if not joined:
        return []
    stop = next(
        (i for i, token in enumerate(rest) if i > 2 and (token.lower_ == "according" or token.text in _ENDS)), len(rest)
    )
    return rest[:stop]


def _resumes(token: Token, cue: Token) -> int | None:
    """Return where the reporter's sentence goes on with a further reporting verb, if ``token`` is one.

    ", adding that" and "and added that" hang on the reported clause in many parses, though they share its reporting
    verb's subject.
    """
    if token.pos_ != "VERB" or any(child.dep_ in ("nsubj", "nsubjpass") for child in token.children):
        return None
    before = token.nbor(-1)
    if token.tag_ == cue.tag_ == "VBD" and token.dep_ == "conj" and before.dep_ == "cc" and before.nbor(-1).text == ",":
        return int(before.i - 1)
    verb = verb_of(token)
    if verb is None or (verb.group == "think" and token.dep_ == "conj" and word_after(token).lower() != "that"):
        return None
    same = token.tag_ == cue.tag_ and token.dep_ == "conj" and token.head.tag_ != token.tag_
    if same and before.dep_ == "cc" and any(child.dep_ == "dobj" for child in token.children):
        return int(before.i)
    governs = any(child.dep_ == "ccomp" for child in token.children) or word_after(token).lower() in (
        "that",
        "to",
        ",",
        ":",
        '"',
    )
    if token.tag_ == "VBG" and governs:
        if before.text in _COMMAS:
            return int(before.i)
        if token.dep_ == "pcomp":
            return _break_before(token)
    if token.tag_ in ("VBD", "VBZ", "VBP") and token.dep_ == "conj" and governs and before.dep_ in ("cc", "advmod"):
        return int(before.i - 1 if before.nbor(-1).text == "," else before.i)
    return None


def _comments(token: Token) -> bool:
    """Tell whether a clause at the end is the reporter's own remark: ", which it has denied", ", referring to ..."."""
    first = token.left_edge
    if token.dep_ == "relcl" or (token.dep_ == "advcl" and first.lower_ == "which"):
        return first.lower_ in ("which", "who", "whose") and first.i > 0 and first.nbor(-1).text == ","
    if token.dep_ == "advcl" and marked_by(token, "though", "although"):
        return is_finite([token, *token.children]) and first.i > 0 and first.nbor(-1).text in _COMMAS
    if token.dep_ == "appos" and token.left_edge.nbor(-1).text in _COMMAS:
        summary = token.lower_ in words_of("summary") or noun_of(token) is not None
        return summary and any(child.dep_ in ("relcl", "acl") for child in token.children)
    return (
        token.dep_ == "advcl"
        and token.tag_ == "VBG"
        and token.lemma_ in words_of("remarking")
        and token.nbor(-1).text in _COMMAS
    )


def _break_before(token: Token) -> int | None:
    """Return the last comma or dash within a few words before a token ("- just days after claiming")."""
    return next(
        (i for i in range(token.i - 1, max(token.i - 6, token.sent.start), -1) if token.doc[i].text in _COMMAS), None
    )


def _contrasts(token: Token) -> bool:
    """Tell whether a clause set against the reported one reports itself (", while 22 percent said they would not")."""
    return (
        token.dep_ == "advcl"
        and marked_by(token, "while", "whereas", "though", "although")
        and verb_of(token) is not None
        and any(child.dep_ == "nsubj" for child in token.children)
        and any(child.dep_ == "ccomp" for child in token.children)
    )


def _parenthetical(cue: Token, quoted: Sequence[bool], source: Token | None) -> Span | None:
    """Return the sentence around a reporting clause set off by commas or at the end, None where it is not set off."""
    beside = source is not None and cue.i - _FAR_SUBJECT < source.i < cue.i
    if cue.tag_ not in ("VBD", "VBZ", "VBP") or not (beside or _has_subject(cue)):
        return None
    if any(is_object(child, cue) or child.lower_ == "who" for child in cue.children):
        return None
    sentence = [token for token in cue.sent if not token.is_space]
    own = _own_start(cue, source if beside else None)
    before = [token for token in sentence if token.i < own]
    broken_off = len(before) > 1 and before[-2].pos_ in ("AUX", "ADP", "DET") and word_after(cue) in _COMMAS
    end = cue.i if broken_off else _own_end(cue)
    after = [token for token in sentence if token.i > end]
    if not before or before[-1].text not in _COMMAS or quoted[before[-1].i]:
        return None
    if after and after[0].text not in _COMMAS | _ENDS:
        return None
    before, rest = _since_break(before[:-1]), after[1:] if after and after[0].text in _COMMAS else []
    if not before or any(quoted[token.i] for token in (before[-1], *rest[:1])):
        return None
    phrase = bool(rest) and rest[0].pos_ in ("ADP", "ADV") and not is_finite(rest)
    reason = any(token.lower_ in words_of("reasoning") for token in rest[:2])
    goes_on = broken_off or phrase or reason
    if not rest or (is_complete(before) and not goes_on):
        return covered(before) if is_complete(before) else None
    if all(token.lower_ in words_of("connective") or token.is_punct for token in before):
        before = []
    return covered([*before, *rest]) if is_finite([*before, *rest]) else None


def _has_subject(cue: Token) -> bool:
    following = cue.nbor() if cue.i + 1 < len(cue.doc) else cue
    return any(child.dep_ == "nsubj" for child in cue.children) or following.pos_ in ("PROPN", "PRON")


def _since_break(tokens: list[Token]) -> list[Token]:
    """Return the tokens after the last colon, semicolon, dash or opening bracket."""
    breaks = [index for index, token in enumerate(tokens) if token.text in (":", ";", "–", "—", "-", "--", "(")]
    spaced = [
        index
        for index in breaks
        if tokens[index].text in ":;(" or (tokens[index].whitespace_ and index and tokens[index - 1].whitespace_)
    ]
    return tokens[spaced[-1] + 1 :] if spaced else tokens


def _unparsed(cue: Token, verb: Verb, quoted: Sequence[bool]) -> Reported | None:
    """Return the words after a stating verb that hold a finite verb, where the parser saw no complement."""
    if verb.group not in _STATING or cue.tag_ not in ("VBD", "VBZ", "VBP", "VBG") or "clause" not in verb.frames:
        return None
    joined = {
        token.i
        for child in cue.children
        if child.dep_ == "conj" and verb_of(child) is not None
        for token in child.subtree
    }
    tokens = [token for token in cue.subtree if token.i > cue.i and token.i not in joined and not token.is_space]
    that = next((index for index, token in enumerate(tokens[:_FAR_THAT]) if conjoins(token)), None)
    if that is not None and any(token.pos_ == "VERB" and verb_of(token) is not None for token in tokens[:that]):
        return None
    if that is not None:
        tokens = tokens[that + 1 :]
    elif cue.lemma_ != "say" or not tokens or tokens[0].is_punct or tokens[0].pos_ in ("ADP", "SCONJ", "ADV"):
        return None
    else:
        tokens = tokens if is_finite([token for token in tokens if token.dep_ != "relcl"]) else []
    if not is_finite(tokens) or any(quoted[token.i] for token in tokens[:1]):
        return None
    span = covered(tokens)
    return Reported(span) if span else None


def _own_start(cue: Token, source: Token | None = None) -> int:
    """Return the first token of the reporting clause itself: its subject, auxiliaries and adverbs before the verb.

    ``source`` is the subject where the parser hung it elsewhere; its name starts the clause then.
    """
    comma = next((i for i in range(cue.i - 1, cue.sent.start, -1) if cue.doc[i].text in _COMMAS), -1)
    aside = source is not None and comma < source.i < cue.i
    own = [
        token.i
        for child in cue.children
        if child.dep_ in _PRE_VERBAL and child.i < cue.i and not (aside and child.i < comma)
        for token in child.subtree
    ]
    if source is not None and not any(child.dep_ == "nsubj" for child in cue.children):
        first = source
        while first.i > 0 and first.nbor(-1).pos_ == "PROPN":
            first = first.nbor(-1)
        own.append(first.i)
    if aside and source is not None and source.pos_ == "NOUN" and word_after(cue) == ",":
        own.append(comma + 1)
    start: int = min([cue.i, *own])
    return start


def _own_end(cue: Token) -> int:
    """Return the last token of the reporting clause: addressee, time, or a subject after the verb, described or not."""
    own = [cue.i]
    for child in cue.children:
        addressed = child.dep_ in ("dobj", "dative") and (
            cue.lemma_ in words_of("addressing") or child.lower_ == "reporters"
        )
        if child.i > cue.i and (addressed or child.dep_ in ("prt", "advmod", "npadvmod", "prep", "nsubj", "tmod")):
            end = max(token.i for token in child.subtree)
            if child.dep_ == "nsubj" or end - cue.i <= _LONGEST_ADDRESSEE:
                own.append(end)
    return max(own)


def _is_source(child: Token, cue: Token) -> bool:
    """Tell whether a "clause" is really the subject after its verb ("said Ann Lee"), misread by the parser."""
    return child.pos_ == "PROPN" and child.i > cue.i and not is_finite(list(child.subtree))


def _independent(tokens: Sequence[Token]) -> bool:
    """Tell whether words after a comma start a clause of their own: a conjunction and later a subject."""
    return (len(tokens) > 1 and tokens[1].dep_ in ("cc", "mark")) or (
        len(tokens) > 1 and tokens[1].lower_ in ("and", "but", "while", "which")
    )
