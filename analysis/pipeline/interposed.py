"""Reporting clauses that commas set off, read from the words around the verb whatever the parser made of them.

", De Bendern pointed out.", ", union members and leaders say, ...", "Any delay, said Ann Lee, a lawyer, would ...".
"""

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from analysis.pipeline.names import can_speak

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SPOKEN = frozenset({"VBD", "VBZ", "VBP"})
_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "CCONJ", "ADP", "PART", "PUNCT", "PRON"})
_TITLES = frozenset({"DET", "ADJ", "NOUN", "PROPN"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_MARKS = frozenset({",", '"', "'"})
_LONGEST_NAME = 16
_LONGEST_PHRASE = 9
_LONGEST_DESCRIPTION = 24


def source_before(verb: Token, quoted: Sequence[bool]) -> Token | None:
    """Return who stands between a comma or a closing mark and their verb (", De Bendern pointed out").

    It is the subject whatever the parser took for one.
    """
    auxiliary = verb.doc[verb.i - 1] if verb.i else verb
    if verb.tag_ in ("VBD", "VBN") and auxiliary.tag_ == "MD" and auxiliary.text.istitle():
        return auxiliary  # "Will wrote" is a name, "will write" is not
    if verb.tag_ not in _SPOKEN:
        return None
    last = before_verb(verb)
    bracketed = verb.doc[last].text == ","
    if bracketed:
        last = _before_brackets(verb.doc, last)
    word = verb.doc[last]
    if last <= 0 or quoted[last] or word.lower_ in _RELATIVES:
        return None
    following = verb.nbor() if verb.i + 1 < len(verb.doc) else None
    closed = following is None or following.is_punct or following.dep_ in ("prt", "advmod", "prep", "npadvmod")
    if word.pos_ == "NOUN":
        return None if bracketed or following is None or following.text != "," else _phrase_before(verb, last)
    if word.pos_ not in ("PROPN", "PRON"):
        return None
    first = last
    while first > 0 and verb.doc[first - 1].pos_ in _TITLES and verb.doc[first - 1].whitespace_:
        first -= 1
    before = verb.doc[first - 1] if first else None
    opens = bracketed and first == verb.sent.start and verb.doc[last + 2].pos_ == "ADP"
    apart = opens or (before is not None and before.text in _MARKS and before.sent == verb.sent)
    return word if apart and (closed or bracketed) else None


def source_after(verb: Token, subject: Token) -> Token | None:
    """Return who is named after a verb between commas, in a sentence whose own subject the parser gave to the verb.

    "Any delay, said Ann Lee, a lawyer in Leeds, would cost millions": the comma before the verb is the only one since
    that subject, and the sentence goes on with its own verb.
    """
    doc, comma = verb.doc, verb.i - 1
    if verb.tag_ not in _SPOKEN or comma <= subject.i or doc[comma].text != "," or subject.ent_type_ == "PERSON":
        return None
    if any(word.text == "," for word in doc[subject.i : comma]):
        return None
    ends = [
        word.i
        for word in doc[verb.i + 1 : verb.i + _LONGEST_DESCRIPTION]
        if word.text == "," and word.sent == verb.sent
    ]
    described = list(doc[verb.i + 1 : ends[0]]) if ends else []
    named = bool(described) and described[0].pos_ == "PROPN"
    goes_on = named or any(_starts_verb(doc, end + 1) for end in ends[:2])
    if not described or not goes_on or any(word.tag_ in _FINITE for word in described):
        return None
    return _head(described)


def before_verb(verb: Token) -> int:
    """Return the index of the last word before a verb, its auxiliaries and adverbs passed over."""
    last = min([verb.i, *(child.i for child in verb.children if child.dep_ in ("aux", "auxpass"))]) - 1
    while last > 0 and verb.doc[last].pos_ in ("AUX", "ADV", "PART"):
        last -= 1
    return int(last)


def _before_brackets(doc: Doc, closing: int) -> int:
    """Return the word before a stretch between commas that describes it ("Nixey, of Chatham House, argued")."""
    reach = range(closing - 2, max(closing - _LONGEST_NAME, doc[closing].sent.start), -1)
    opening = next((i for i in reach if doc[i].text == ","), None)
    return closing if opening is None or doc[opening - 1].pos_ != "PROPN" else opening - 1


def _phrase_before(verb: Token, last: int) -> Token | None:
    """Return the head of a noun phrase between commas before its verb (", a group of economists say,")."""
    doc, first = verb.doc, last
    while first > verb.sent.start and doc[first - 1].text not in _MARKS and last - first < _LONGEST_PHRASE:
        first -= 1
    phrase = doc[first : last + 1]
    if first == verb.sent.start or doc[first - 1].text != "," or any(word.pos_ not in _PHRASE for word in phrase):
        return None
    head = _head(phrase)
    return head if head is not None and can_speak(head) else None


def _head(phrase: Iterable[Token]) -> Token | None:
    """Return the last noun before the first preposition, or the people that an amount is of ("a number of experts")."""
    heads: list[Token] = []
    for word in phrase:
        if word.pos_ == "ADP" and heads and (word.lower_ != "of" or can_speak(heads[-1])):
            break
        if word.pos_ == "CCONJ" and heads and heads[-1].pos_ == "PROPN":
            break
        if word.pos_ in _NOUNS:
            heads.append(word)
    return heads[-1] if heads else None


def _starts_verb(doc: Doc, index: int) -> bool:
    """Tell whether a finite verb stands at an index, adverbs before it passed over."""
    while index < len(doc) and doc[index].pos_ == "ADV":
        index += 1
    return index < len(doc) and doc[index].tag_ in _FINITE
