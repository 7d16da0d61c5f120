"""Reporting clauses on hand-built parses: rules that need no model."""

import pytest
import spacy
from spacy.tokens import Doc

from analysis.pipeline.cues import find_frames
from analysis.pipeline.lexicon import noun_of, verb_of
from analysis.pipeline.phrases import conjoins, covered, is_complete, is_finite

VOCAB = spacy.blank("en").vocab


def build(rows: str) -> Doc:
    """Return a Doc from lines of word, lemma, tag, part of speech, relation and index of the head."""
    cells = [line.split() for line in rows.strip().splitlines()]
    words, lemmas, tags, pos, deps, heads = zip(*cells, strict=True)
    spaces = [
        word != "," and following not in (",", ".") for word, following in zip(words, [*words[1:], "."], strict=True)
    ]
    return Doc(
        VOCAB,
        words=list(words),
        spaces=spaces,
        lemmas=list(lemmas),
        tags=list(tags),
        pos=list(pos),
        deps=list(deps),
        heads=[int(head) for head in heads],
        sent_starts=[index == 0 for index in range(len(words))],
    )


SAID_THAT = """
Lee lee NNP PROPN nsubj 1
said say VBD VERB ROOT 1
that that IN SCONJ mark 4
rain rain NN NOUN nsubj 4
fell fall VBD VERB ccomp 1
. . . PUNCT punct 1
"""
ACCORDING_TO = """
Rain rain NN NOUN nsubj 1
fell fall VBD VERB ROOT 1
, , , PUNCT punct 1
according accord VBG VERB prep 1
to to IN ADP prep 3
Lee lee NNP PROPN pobj 4
. . . PUNCT punct 1
"""
REPORTED = """
It it PRP PRON nsubjpass 2
was be VBD AUX auxpass 2
reported report VBN VERB ROOT 2
that that IN SCONJ mark 5
rain rain NN NOUN nsubj 5
fell fall VBD VERB ccomp 2
. . . PUNCT punct 2
"""
WHO_SAID = """
I I PRP PRON nsubj 1
met meet VBD VERB ROOT 1
Lee lee NNP PROPN dobj 1
, , , PUNCT punct 2
who who WP PRON nsubj 5
said say VBD VERB relcl 2
rain rain NN NOUN nsubj 7
fell fall VBD VERB ccomp 5
. . . PUNCT punct 1
"""
DENIED = """
Lee lee NNP PROPN nsubj 3
did do VBD AUX aux 3
not not RB PART neg 3
say say VB VERB ROOT 3
rain rain NN NOUN nsubj 5
fell fall VBD VERB ccomp 3
. . . PUNCT punct 3
"""


@pytest.mark.parametrize(
    ("rows", "cue", "source", "content"),
    [
        (SAID_THAT, "said", "Lee", "rain fell"),
        (ACCORDING_TO, "according to", "Lee", "Rain fell"),
        (REPORTED, "reported", None, "rain fell"),
        (WHO_SAID, "said", "Lee", "rain fell"),
        (DENIED, "say", "Lee", None),
    ],
)
def test_frames(rows: str, cue: str, source: str | None, content: str | None) -> None:
    doc = build(rows)
    (frame,) = find_frames(doc, [True] * len(doc))
    assert frame.cue_span.of(doc.text) == cue
    assert (None if frame.source is None else doc[frame.source].text) == source
    assert (None if frame.content is None else frame.content.of(doc.text)) == content


def test_words_inside_marks_report_nothing() -> None:
    doc = build(SAID_THAT)
    assert find_frames(doc, [False] * len(doc)) == []


def test_lexicon_knows_words_by_lemma() -> None:
    doc = build(SAID_THAT)
    said, rain = verb_of(doc[1]), noun_of(doc[3])
    assert said is not None
    assert (said.lemma, said.attitude, said.group) == ("say", "neutral", "say")
    assert rain is None


def test_runs_of_words() -> None:
    doc = build(SAID_THAT)
    span = covered(list(doc[2:]))
    assert span is not None
    assert span.of(doc.text) == "rain fell"
    assert covered(list(doc[5:])) is None
    assert is_finite(list(doc[1:2]))
    assert not is_finite(list(doc[2:4]))
    assert is_complete(list(doc[:2]))
    assert not is_complete(list(doc[4:]))
    assert conjoins(doc[2])
    assert not conjoins(doc[3])
