"""The learned reader of stances: a small encoder that sees a passage, who speaks, and which words are the targets.

One pass serves all targets of a passage. How it was trained, on what, and how good it is: ``training/stance``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from analysis.records import Span

_FOLDER = Path(__file__).parents[1] / "data" / "stance"
_LONGEST = 128
"""Tokens of a passage that are read; what lies beyond is not."""
_BATCH = 8
_SLOWER = ["SkipLayerNormFusion"]
"""Steps joined into one that then takes six times as long: adding and normalising."""
_SPEAKER, _TARGET = 1, 2
_STAND_INS = ("norway", "peru", "kenya", "japan", "canada", "portugal")
"""What the states of a passage are read as, in the order in which they are named; each is one word piece."""
_SHOWN = 0.5
_LONGEST_EVIDENCE = 24
_SHORTEST_EVIDENCE = 5
_REACH = 60
"""Characters to each side by which a short piece of evidence may grow."""
_BREAK = re.compile(r"[,;:!?\n()“”\"–—]|\.(?=\s|$)")
_INNER = re.compile(r"^(?:.\w\w.|\w['’\-‐]\w.|.\w['’\-‐]\w)$", re.DOTALL)
"""Two characters before a place and two behind it that stand in one word."""
_EDGES = " \u00a0\u202f\r.,;:!?\n\t“”‘’\"'()–—-"

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Integers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words to be read: ``targets`` are the places of each target, ``holder`` those that name who speaks.

    Positions count code points of ``text``.
    """

    text: str
    targets: tuple[tuple[Span, ...], ...]
    holder: tuple[Span, ...] = ()
    states: tuple[tuple[Span, ...], ...] = ()
    """The places that name each state: it is read under another name, so that it does not matter which state it is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one target: logits of supportive, critical and neutral, and how telling each word is."""

    logits: tuple[float, float, float]
    shown: tuple[tuple[Span, float], ...]
    """Tokens of the passage with the probability (0-1) that they belong to the evidence."""

    def evidence(self, text: str, within: Sequence[Span]) -> Span | None:
        """Return the words inside one of the spans that show the stance best, None where there is no word.

        That is the run of tokens most likely marked by readers, whole words; a run of fewer than five words grows to
        the phrase around it, up to the next stop or comma.
        """
        inside = [[pair for pair in self.shown if span.holds(pair[0])] for span in within]
        best, found = -1.0, None
        for tokens in inside:
            for start, (first, _) in enumerate(tokens):
                total = 0.0
                for token, chance in tokens[start : start + _LONGEST_EVIDENCE]:
                    total += chance - _SHOWN
                    if total > best:
                        best, found = total, Span(first.start, token.end)
        if found is None:
            return None
        around = next(span for span in within if span.holds(found))
        return _phrase(text, found, around)


def _phrase(text: str, span: Span, around: Span) -> Span:
    """Return a span grown to whole words, and where it is short to the phrase around it, without marks at its edges."""
    start, end = span.start, span.end
    if len(span.of(text).split()) < _SHORTEST_EVIDENCE:
        before = [found.end() for found in _BREAK.finditer(text, around.start, start)]
        after = _BREAK.search(text, end, around.end)
        start = max(before[-1] if before else around.start, start - _REACH)
        end = min(after.start() if after else around.end, end + _REACH)
    while start > around.start and _within_word(text, start):
        start -= 1
    while end < around.end and _within_word(text, end):
        end += 1
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip(_EDGES)), end - len(words) + len(words.rstrip(_EDGES)))


def _within_word(text: str, at: int) -> bool:
    """Tell whether a place lies inside a word; an apostrophe or hyphen between letters is part of it."""
    around = text[max(0, at - 2) : at + 2]
    return bool(_INNER.search(around)) if len(around) == 4 else text[at - 1].isalnum() and text[at].isalnum()


class StanceModel:
    """The network of a folder with ``model.onnx`` and ``tokenizer.json``; one thread, so that results repeat."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            folder / "model.onnx", settings, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def read(self, passages: Sequence[Passage]) -> list[list[Reading]]:
        """Return a reading of each target of each passage, in the same order."""
        found: list[list[Reading]] = [[] for _ in passages]
        pieces = [self._pieces(passage) for passage in passages]
        offsets = [[span for _, span in found] for found in pieces]
        order = sorted((at for at, one in enumerate(passages) if one.targets), key=lambda at: len(offsets[at]))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            width = len(offsets[chosen[-1]])
            ids = np.zeros((len(chosen), width), np.int64)
            mask, roles = np.zeros_like(ids), np.zeros_like(ids)
            pool: list[Floats] = []
            row: list[int] = []
            for number, at in enumerate(chosen):
                ids[number, : len(offsets[at])] = [piece for piece, _ in pieces[at]]
                mask[number, : len(offsets[at])] = 1
                roles[number, _tokens(offsets[at], passages[at].holder)] = _SPEAKER
                for places in passages[at].targets:
                    own = _tokens(offsets[at], places) or [0]
                    roles[number, own] = _TARGET
                    weights = np.zeros(width, np.float32)
                    weights[own] = 1 / len(own)
                    pool.append(weights)
                    row.append(number)
            inputs = {"ids": ids, "mask": mask, "roles": roles, "pool": np.stack(pool), "row": np.array(row)}
            logits, shown = cast("tuple[Floats, Floats]", self._session.run(["logits", "shown"], inputs))
            for number, target, telling in zip(row, logits, shown, strict=True):
                at = chosen[number]
                found[at].append(_reading(target, telling, offsets[at]))
        return found

    def _pieces(self, passage: Passage) -> list[tuple[int, Span]]:
        """Return the word pieces of a passage with their places; the name of a state is one piece, the same for all.

        The first state of a passage is read as Norway, the second as Peru, and so on.
        """
        encoding = self._tokenizer.encode(passage.text)
        stand_ins = [cast("int", self._tokenizer.token_to_id(name)) for name in _STAND_INS]
        names = [
            (stand_ins[number % len(stand_ins)], place)
            for number, places in enumerate(passage.states)
            for place in places
        ]
        found: list[tuple[int, Span]] = []
        for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            span = Span(start, end)
            name = next((pair for pair in names if end > start and pair[1].holds(span)), None)
            if name is None:
                found.append((piece, span))
            elif not found or found[-1][1] != name[1]:
                found.append(name)
        return found[:_LONGEST]


@cache
def stance_model() -> StanceModel:
    """Return the model that ships with the product, loaded once in a process."""
    return StanceModel()


def _tokens(offsets: Sequence[Span], places: Sequence[Span]) -> list[int]:
    """Return the tokens that share a character with one of the places."""
    return [at for at, token in enumerate(offsets) if any(token.overlaps(place) for place in places)]


def _reading(logits: Floats, shown: Floats, offsets: Sequence[Span]) -> Reading:
    supportive, critical, neutral = (float(value) for value in logits)
    chances = 1 / (1 + np.exp(-shown[: len(offsets)]))
    tokens = tuple(
        (token, float(chance)) for token, chance in zip(offsets, chances, strict=True) if token.end > token.start
    )
    return Reading((supportive, critical, neutral), tokens)
