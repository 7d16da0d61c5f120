"""The lexicon of stance words: in which class each is, and how strongly it judges (``data/stance_words.csv``)."""

from functools import cache

from spacy.tokens import Token

from analysis.pipeline.directory import rows

_PLACES = {"PROPN": "NOUN", "AUX": "VERB", "PRON": "DET", "NUM": "DET", "ADP": "DET", "PART": "ADV"}


@cache
def _words() -> dict[tuple[str, str], tuple[tuple[str, float], ...]]:
    entries: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for row in rows("stance_words.csv"):
        entries.setdefault((row["word"], row["pos"]), []).append((row["class"], float(row["polarity"])))
    return {key: tuple(value) for key, value in entries.items()}


@cache
def first_words(*classes: str) -> frozenset[str]:
    """Return the first words of what is listed in some classes: without them a sentence has nothing of these."""
    return frozenset(
        word.split()[0] for (word, _), entries in _words().items() if any(kind in classes for kind, _ in entries)
    )


def entries_of(token: Token) -> tuple[tuple[str, float], ...]:
    """Return (class, polarity) pairs of a token; participles that the model calls adjectives count as verbs too."""
    place = _PLACES.get(token.pos_, token.pos_)
    lemma = token.lemma_.lower()
    if token.lower_ in {"great", "good"} and token.head.lower_ == "deal" and token.i and token.nbor(-1).lower_ == "a":
        return ()  # "a great deal" is much, not praise
    link = link_of(token)
    if link is not None:
        return _words()[_phrase(token, link) or ("", "")]
    found = _words().get((lemma, place)) or _words().get((token.lower_, place)) or ()
    if not found and token.dep_ == "amod":
        found = _words().get((token.lower_, "ADJ"), ())  # "a [failing] regime"
    if not found and place == "ADJ" and token.lower_.endswith(("ing", "ed")):
        stem = token.lower_.removesuffix("ing").removesuffix("ed")
        found = _words().get((stem, "VERB")) or _words().get((f"{stem}e", "VERB")) or ()
    return found


def is_a(token: Token, name: str) -> bool:
    """Tell whether a token is listed in a class of stance words ("report", "light", "negation")."""
    return any(kind == name for kind, _ in entries_of(token))


def link_of(word: Token) -> Token | None:
    """Return the preposition or particle with which a word is listed: "call [for]", "critical [of]", "sell [out]"."""
    if word.lemma_.lower() not in _linking() and word.lower_ not in _linking():
        return None
    near = [*word.children, *(word.head.children if word.dep_ == "dobj" else ())]  # "voiced concern about"
    links = (child for child in near if child.dep_ in {"prep", "agent", "prt"} and child.i > word.i)
    return next((link for link in links if _phrase(word, link) is not None), None)


@cache
def _linking() -> frozenset[str]:
    """Return the words that are listed with a preposition or particle."""
    return frozenset(word.split()[0] for word, _ in _words() if " " in word)


def _phrase(word: Token, link: Token) -> tuple[str, str] | None:
    """Return the entry of a word and its preposition; participles are listed as adjectives too ("opposed to")."""
    place = _PLACES.get(word.pos_, word.pos_)
    forms = [(f"{word.lemma_.lower()} {link.lower_}", place)]
    if word.tag_ in {"VBN", "VBG"} or place == "ADJ":
        forms.insert(0, (f"{word.lower_} {link.lower_}", "ADJ"))
    return next((form for form in forms if form in _words()), None)
