"""How much of one text stands in another, by runs of five words, and which of many texts are worth comparing.

Runs of words ("shingles") and the share of one text's in another's ("containment") are those of Broder, "On the
resemblance and containment of documents" (1997). Shares are counted in words that stand in common runs, as a share of
runs falls five times as fast with every edit. Pairs worth comparing come from an index of a quarter of all runs, chosen
by their hash: so the same runs are chosen in every text, whatever else there is.

What is not the reporter's text can be left out: lines that the layout sets aside, lines that one outlet printed on four
days or more (its furniture, or the background that it repeats), and what stands in quotation marks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.layout import find_layout
from analysis.library.filters import fold
from analysis.records import Article

Runs = NDArray[np.uint64]
RUN = 5
"""Words in a run: shorter ones are shared by chance, longer ones break more often where a text was edited."""
_FURNITURE_DAYS = 4
_SAMPLED = np.uint64(2**62)  # runs below it: a quarter of all
_LEAST_SAMPLED, _LEAST_OF_SAMPLE = 3, 0.12  # where half of the words are in common runs, a quarter of the runs may be
_ALL_PAIRS = 12  # articles that share a run, from which on each is paired with the first and with its neighbour only
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(
    # In one line. Double marks that do not close run on to its end, as those of a speech in several paragraphs do.
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|(?<!\w)[‘'](?=\w).*?[\w.,!?][’'](?!\w)"
)


class Codes(dict[str, int]):
    """A number of 64 bits for each word, the same in every process."""

    def __missing__(self, word: str) -> int:
        """Return and keep the number of a word that was not asked for before."""
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        code = self[word] = int.from_bytes(digest, "little")
        return code


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """A story's runs, and of each word whether it stands outside quotation marks and in which paragraph."""

    runs: Runs
    own: NDArray[np.bool_]
    paragraph: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one story stands in another: shares of its own and of all its words, 0 to 1; own words, paragraphs.

    ``paragraphs`` counts those with shared own words, ``of`` those with own words.
    """

    own: float
    all: float
    words: int
    paragraphs: int
    of: int


def read(article: Article, codes: Codes, furniture: frozenset[int] = frozenset(), *, bare: bool) -> Story:
    """Return the story of an article, without the lines of ``furniture``, and ``bare`` of what the layout sets aside.

    The layout takes most of the time: some milliseconds an article.
    """
    text = article.text
    lines = text.split("\n")
    if bare:
        lines = [span.of(text) for span in find_layout(text, title=article.title, moved=article.moved).body]
    words: list[int] = []
    stretches: list[tuple[int, bool, int]] = []  # how many words, whether outside quotation marks, paragraph
    for number, line in enumerate(lines):
        if line_key(line) not in furniture:
            for piece, own in _pieces(_plain(line)):
                found = _WORD.findall(piece)
                words += [codes[word] for word in found]
                stretches.append((len(found), own, number))
    count, outside, paragraph = np.array(stretches, dtype=np.int32).reshape(-1, 3).T
    return Story(_runs(words), np.repeat(outside > 0, count), np.repeat(paragraph, count))


def share(one: Story, other: Story) -> Share:
    """Return how much of one story stands in another, in runs of words that both have."""
    held = np.isin(one.runs, other.runs)
    words = np.zeros(len(one.own), dtype=np.bool_)
    for at in range(RUN):
        words[at : at + len(held)] |= held
    own = words & one.own
    return Share(
        own=float(own.sum() / max(1, one.own.sum())),
        all=float(words.sum() / max(1, len(words))),
        words=int(own.sum()),
        paragraphs=len(np.unique(one.paragraph[own])),
        of=len(np.unique(one.paragraph[one.own])),
    )


def spaced(text: str) -> str:
    """Return the words of a text in lower case between single spaces, with one before and one behind."""
    return f" {' '.join(_WORD.findall(_plain(text)))} "


def line_key(line: str) -> int:
    """Return a number that stands for a line, whatever the space around it, as long as this process runs."""
    return hash(line.strip())


def repeated_lines(articles: Sequence[Article]) -> frozenset[int]:
    """Return the keys of the lines that one outlet printed on four days or more."""
    keys: list[int] = []
    outlets: list[int] = []
    days: list[int] = []
    numbers: dict[str, int] = {}
    for article in articles:
        if article.outlet and article.published:
            here = {line_key(line) for line in article.text.split("\n") if line.strip()}
            keys += here
            outlets += [numbers.setdefault(fold(article.outlet), len(numbers))] * len(here)
            days += [article.published.toordinal()] * len(here)
    table = pd.DataFrame({"key": keys, "outlet": outlets, "day": days}, dtype="int64").drop_duplicates()
    counts = table.groupby(["key", "outlet"]).size()
    return frozenset(counts.index.get_level_values("key")[counts >= _FURNITURE_DAYS])


def candidates(articles: Sequence[Article], codes: Codes, furniture: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the places, the lower one first, of any two articles that may share much.

    Both stand together where they share an eighth of the sampled runs of the shorter. Of runs that many articles share
    (an agency's text, or a notice), each is paired with the first of them and with its neighbour, so that the work
    grows with the articles and not with their square.
    """
    samples = [_sample(article, codes, furniture) for article in articles]
    sizes = np.array([len(sample) for sample in samples], dtype=np.int64)
    if not sizes.sum():
        return
    runs = np.concatenate(samples)
    owners = np.repeat(np.arange(len(samples), dtype=np.int64), sizes)
    del samples
    order = np.argsort(runs, kind="stable")
    runs, owners = runs[order], owners[order]
    _, first, count = np.unique(runs, return_index=True, return_counts=True)
    start, many = np.repeat(first, count), np.repeat(count, count)
    place = np.arange(len(runs), dtype=np.int64) - start
    pairs = [owners[start[far]] * len(sizes) + owners[far] for far in [(many > _ALL_PAIRS) & (place > 1)]]
    for step in range(1, _ALL_PAIRS):
        late = place >= step if step == 1 else (place >= step) & (many <= _ALL_PAIRS)
        ends = np.flatnonzero(late)
        pairs.append(owners[ends - step] * len(sizes) + owners[ends])
    keys, shared = np.unique(np.concatenate(pairs), return_counts=True)
    one, other = np.divmod(keys, len(sizes))
    enough = shared >= np.maximum(_LEAST_SAMPLED, _LEAST_OF_SAMPLE * np.minimum(sizes[one], sizes[other]))
    yield from zip(one[enough].tolist(), other[enough].tolist(), strict=True)


def _sample(article: Article, codes: Codes, furniture: frozenset[int]) -> Runs:
    """Return a quarter of an article's runs, each once."""
    text = article.text
    if furniture:
        text = "\n".join(line for line in text.split("\n") if line_key(line) not in furniture)
    runs = _runs(list(map(codes.__getitem__, _WORD.findall(_plain(text)))))
    return np.unique(runs[runs < _SAMPLED])


def _runs(words: Sequence[int]) -> Runs:
    """Return a number for each run of words, from the numbers of its words."""
    codes = np.array(words, dtype=np.uint64)
    runs = np.zeros(max(0, len(codes) - RUN + 1), dtype=np.uint64)
    for at in range(RUN):
        runs = runs * _MULTIPLIER + codes[at : at + len(runs)]  # beyond 64 bits it starts again at 0
    return runs


def _pieces(line: str) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of a line outside (True) and inside (False) quotation marks, in their order."""
    at = 0
    for quoted in _QUOTED.finditer(line):
        yield line[at : quoted.start()], True
        yield quoted[0], False
        at = quoted.end()
    yield line[at:], True


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
