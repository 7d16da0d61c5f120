"""How fast a large library answers: make one that looks real, and time what pages ask of it.

    python benchmarks/large_library.py make --url sqlite:///large.db [--articles 10000]
    python benchmarks/large_library.py measure --url sqlite:///large.db
    python benchmarks/large_library.py pages --url sqlite:///large.db

Articles have about 800 words and 20 quotes. Words are those of the annotated articles, by how often they occur there,
and behind them those that the language model knows; how often speakers, institutions and targets occur falls with their
rank, as it does in newspapers (Zipf). Names of institutions are those of the shipped directory. The same seed makes the
same library. Searches are for words other than the commonest.
"""

import argparse
import datetime as dt
import json
import os
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from streamlit.testing.v1 import AppTest  # noqa: TID251 - pages are measured too

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from analysis.library import Library, QuoteFilter, database  # noqa: E402 - the project is run from its folder
from analysis.library.bodies import KINDS, Body  # noqa: E402
from analysis.library.directory import Directory  # noqa: E402
from analysis.pipeline import language  # noqa: E402
from analysis.records import (  # noqa: E402
    Affiliation,
    Analysis,
    Article,
    DateMention,
    Entity,
    Label,
    Quote,
    QuoteType,
    Section,
    Span,
    Speaker,
    Stance,
    StanceLabel,
    article_id,
    quote_id,
)
from analysis.views.sheets import Tables  # noqa: E402

_PORTION = 1_000
_SPEAKERS, _WORDS, _TARGETS = 6_000, 30_000, 400
_COMMON = 150  # words that nobody searches for: the, of, said
_TYPES: Sequence[QuoteType] = ("direct", "direct", "mixed", "indirect")
_SIDES: Sequence[StanceLabel] = ("neutral", "neutral", "critical", "supportive")
Kind = TypeVar("Kind")


class Ranked(Generic[Kind]):
    """Things of which the first is drawn most often, the tenth a tenth as often."""

    def __init__(self, things: Sequence[Kind], chance: random.Random, *, slope: float = 1.0) -> None:
        self.things = things
        self._weights = list(accumulate(1 / (rank + 3) ** slope for rank in range(len(things))))
        self._chance = chance

    def draw(self, count: int) -> list[Kind]:
        """Return ``count`` of them, some perhaps more than once."""
        return self._chance.choices(self.things, cum_weights=self._weights, k=count)


class Voice(NamedTuple):
    """Somebody who may be quoted."""

    name: str
    role: str
    body: Body


class Press:
    """Writes articles with their analyses."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
        names = [name for line in _lines("given_names.csv") if len(name := line.split(",")[0]) > 2]
        bodies = sorted(Directory().bodies(), key=lambda body: (body.kind == "university", body.id))
        bodies = bodies[:2_000]
        self.chance.shuffle(bodies)
        known = _vocabulary(self.chance)
        self.words = Ranked(known, self.chance)
        self.sought = Ranked(known[_COMMON:], self.chance)
        placed = Ranked(bodies, self.chance)
        self.voices = Ranked(
            [
                Voice(f"{self.chance.choice(names).title()} {self._word().title()}{number}", self._word(), body)
                for number, body in enumerate(placed.draw(_SPEAKERS))
            ],
            self.chance,
            slope=0.8,
        )
        self.targets = Ranked([f"{self._word()} {self._word()}" for _ in range(_TARGETS)], self.chance)
        self.outlets = Ranked([f"The {self._word().title()} Post" for _ in range(60)], self.chance)

    def articles(self) -> Iterator[tuple[Article, Analysis]]:
        """Yield articles for ever, no two alike."""
        while True:
            yield self._article()

    def _word(self) -> str:
        return self.chance.choice(self.sought.things)

    def _article(self) -> tuple[Article, Analysis]:
        chance = self.chance
        title = " ".join(self.words.draw(8)).capitalize()
        day = dt.date(2023, 1, 1) + dt.timedelta(days=chance.randrange(1_000))
        voices = list(dict.fromkeys(self.voices.draw(6)))
        aims = self.targets.draw(4)
        text, quotes, sections = f"{title}\n\n", [], []
        mentions: dict[str, list[Span]] = {voice.name: [] for voice in voices}
        for part in range(4):
            start = len(text)
            heading = " ".join(self.words.draw(3)).capitalize()
            text += f"{heading}\n\n"
            for _ in range(5):
                voice = chance.choice(voices)
                said = " ".join(self.words.draw(chance.randint(12, 28)))
                begin = len(text) + 1
                text += f"“{said},” said {voice.name}, {voice.role} of {voice.body.name}. "
                at = text.index(voice.name, begin + len(said))
                mentions[voice.name].append(Span(at, at + len(voice.name)))
                quotes.append((voice, Span(begin, begin + len(said)), chance.choice(_TYPES), part, Span(at, at + 4)))
                text += " ".join(self.words.draw(chance.randint(10, 26))).capitalize() + f" on {day:%-d %B %Y}.\n\n"
            sections.append(
                Section(Span(start, len(text)), Span(start, start + len(heading)), heading, tuple(self.words.draw(3)))
            )
        identity = article_id(text)
        ids = {voice: f"{voice.name.lower().replace(' ', '-')}" for voice in voices}
        kept = tuple(
            Quote(
                quote_id(identity, span, kind), span, kind, ids[voice], mention, None, None, "neutral", part,
                chance.uniform(0.4, 1), "the name beside the verb",
            )
            for voice, span, kind, part, mention in quotes
        )  # fmt: skip
        article = Article(identity, text, title, self.outlets.draw(1)[0], day, "made.txt")
        return article, Analysis(
            identity,
            "made-1",
            sections=tuple(sections),
            speakers=tuple(_speaker(voice, ids[voice], mentions[voice.name]) for voice in voices),
            quotes=kept,
            stances=tuple(
                Stance(
                    quote.speaker or "",
                    aim,
                    chance.choice(_SIDES),
                    chance.uniform(0.5, 1),
                    quote.id,
                    quote.span,
                    "made",
                )
                for quote in kept
                for aim in chance.sample(aims, 1)
            ),
            dates=tuple(
                DateMention(Span(at, at + len(f"{day:%-d %B %Y}")), day.isoformat())
                for at in _places(text, f"{day:%-d %B %Y}")[:12]
            ),
            entities=tuple(
                Entity(ids[voice], voice.name, "PERSON", tuple(spans))
                for voice in voices
                if (spans := mentions[voice.name])
            )
            + tuple(
                Entity(word, word, "ORG", tuple(Span(at, at + len(word)) for at in _places(text, word)[:3]))
                for word in dict.fromkeys(self.words.draw(15))
                if word in text
            ),
            labels=tuple(
                Label(voice.body.name, voice.body.id, KINDS[voice.body.kind], Span(at, at + len(voice.body.name)))
                for voice in voices[:3]
                if (at := text.find(voice.body.name)) >= 0
            ),
        )


def _vocabulary(chance: random.Random) -> list[str]:
    """Return words in small letters, the commonest first."""
    counts: Counter[str] = Counter()
    with (ROOT / "tests" / "gold" / "gum_news.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            counts.update(re.findall("[a-z]{2,}", json.loads(line)["text"].lower()))
    others = [
        word
        for word in sorted(language.load(language.model_name()).vocab.strings)
        if word.isascii() and word.isalpha() and word.islower() and len(word) > 3 and word not in counts
    ]
    chance.shuffle(others)
    return [word for word, _ in counts.most_common()] + others[:_WORDS]


def _lines(name: str) -> list[str]:
    return (ROOT / "analysis" / "data" / name).read_text(encoding="utf-8").splitlines()[1:]


def _places(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _speaker(voice: Voice, identity: str, spans: Sequence[Span]) -> Speaker:
    post = Affiliation(voice.role, voice.body.name, voice.body.id, KINDS[voice.body.kind])
    return Speaker(identity, voice.name, "person", (voice.name,), tuple(spans), post)


def make(url: str, count: int, seed: int, *, whole: bool) -> None:
    """Fill a library with made articles."""
    library, press = Library(url), Press(seed)
    pairs = press.articles()
    began = time.perf_counter()
    for done in range(0, count, _PORTION):
        library.take_in(islice(pairs, min(_PORTION, count - done)))
        print(f"{min(count, done + _PORTION):,} articles, {time.perf_counter() - began:,.0f} s", flush=True)
    if not whole:
        return
    began = time.perf_counter()
    for _ in Tables(library).prepare():
        pass
    print(f"tables made in {time.perf_counter() - began:,.0f} s")


def measure(url: str, rounds: int, seed: int, *, whole: bool) -> None:
    """Print what filters and searches cost, and with ``whole`` the tables of all articles."""
    opened = time.perf_counter()
    library, chance = Library(url), random.Random(seed + 1)  # noqa: S311 - as above
    print(f"opened in {time.perf_counter() - opened:.2f} s; {library.count(QuoteFilter()):,} quotes")
    press = Press(seed)
    questions: dict[str, Callable[[], QuoteFilter]] = {
        "no filter": QuoteFilter,
        "one speaker": lambda: QuoteFilter(speakers=(press.voices.draw(1)[0].name,)),
        "one institution": lambda: QuoteFilter(institutions=(press.voices.draw(1)[0].body.name,)),
        "kind and stance": lambda: QuoteFilter(kinds=("think-tank",), stances=(chance.choice(_SIDES),)),
        "one target": lambda: QuoteFilter(targets=(press.targets.draw(1)[0],)),
        "a month": lambda: QuoteFilter(
            since=dt.date(2024, month := chance.randint(1, 12), 1), until=dt.date(2024, month, 28)
        ),
        "one word": lambda: QuoteFilter(words=press.sought.draw(1)[0]),
        "two words": lambda: QuoteFilter(words=" ".join(press.sought.draw(2))),
        "a rare word": lambda: QuoteFilter(words=chance.choice(press.sought.things)),
        "a phrase": lambda: QuoteFilter(words=f'"{" ".join(press.sought.draw(2))}"'),
        "word and kind": lambda: QuoteFilter(words=press.sought.draw(1)[0], kinds=("think-tank",)),
    }
    for name, ask in questions.items():
        asked = [ask() for _ in range(rounds)]
        _report(f"{name}: first 100", [_timed(partial(library.search, one, limit=100)) for one in asked])
        _report(f"{name}: how many", [_timed(partial(library.count, one)) for one in asked])
    _report("articles with a word", [_timed(lambda: library.find(press.sought.draw(1)[0])) for _ in range(rounds)])
    tables = Tables(library)
    for name in () if not whole else ("articles", "quotes", "stances", "sections", "dates", "mentions", "labels"):
        print(f"table {name}: {_timed(partial(tables.table, name)):6.2f} s, {len(tables.table(name)):,} rows")
    print(f"memory at most {_peak():.2f} GB")


def _first(chance: random.Random) -> dt.date:
    return dt.date(2024, chance.randint(1, 12), 1)


def pages(url: str) -> None:
    """Print how long the server takes for each page, of one article and of all, at the first visit and at a second."""
    os.environ[database.VARIABLE] = url
    paths = [path for path in sorted((ROOT / "pages").glob("*.py")) if path.name != "shell.py"]
    for scope in ("this", "all"):
        for path in paths:
            app = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=600)
            app.query_params["scope"] = scope
            app.switch_page(path.name)
            first, again = _timed(app.run), _timed(app.run)
            shown = f"{scope} {path.stem}"
            problem = app.exception[0].value if app.exception else ""
            held = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e9
            memory = f"{held:5.2f} GB, at most {_peak():.2f}"
            print(f"{shown:20} first {first:6.2f} s   again {again:6.2f} s   {memory}  {problem}", flush=True)
    print(f"memory at most {_peak():.2f} GB")


def _peak() -> float:
    """Return the most memory that was held, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _report(name: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    middle, late = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"{name:32} p50 {1000 * middle:7.0f} ms   p95 {1000 * late:7.0f} ms")


def main() -> None:
    """Make a library, or measure one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "measure", "pages"))
    parser.add_argument("--url", required=True, help="address of the made library, never that of your own")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--searches", action="store_true", help="measure searches alone; make no tables")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.what == "make":
        make(options.url, options.articles, options.seed, whole=not options.searches)
    elif options.what == "measure":
        measure(options.url, options.rounds, options.seed, whole=not options.searches)
    else:
        pages(options.url)


if __name__ == "__main__":
    main()
