"""What each stage of the analysis costs, as a share of bare spaCy's time on the same articles in the same run.

Run it as ``python benchmarks/stages.py [--rounds N] [--sample]``. It reads the annotated Wikinews articles and the
sample, or the sample alone, warms everything up once, and prints processor time: machines are noisy, the share is not.
"""

import argparse
import html
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from analysis.layout import find_layout  # noqa: E402
from analysis.pipeline import language  # noqa: E402 - the project is run from its folder, not installed
from analysis.pipeline.dates import find_dates  # noqa: E402
from analysis.pipeline.entities import find_entities  # noqa: E402
from analysis.pipeline.institutions import affiliate, find_institutions  # noqa: E402
from analysis.pipeline.labels import find_labels  # noqa: E402
from analysis.pipeline.speakers import find_quotes  # noqa: E402
from analysis.pipeline.stance import find_stances  # noqa: E402
from analysis.pipeline.topics import find_sections  # noqa: E402
from analysis.reading import read  # noqa: E402

SPENT: dict[str, float] = defaultdict(float)


def main() -> None:
    """Print the processor time of each stage and its share of bare spaCy's."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often to read every article (default 3)")
    parser.add_argument("--sample", action="store_true", help="read the sample article alone")
    given = parser.parse_args()
    rounds = given.rounds
    texts = list(articles())[: 1 if given.sample else None]
    for text in texts:
        once(text)
    SPENT.clear()
    for _ in range(rounds):
        for text in texts:
            once(text)
    words = rounds * sum(len(text.split()) for text in texts)
    bare = SPENT["bare spaCy"]
    print(f"{words:,} words, {words / bare:,.0f} words per second of processor time in bare spaCy")
    for stage, seconds in SPENT.items():
        print(f"{stage:28}{seconds:8.2f} s {100 * seconds / bare:7.1f} %")
    whole = sum(
        seconds for stage, seconds in SPENT.items() if stage != "bare spaCy" and not stage.startswith("reading")
    )
    print(f"stances: {100 * SPENT['stances'] / whole:.0f} % of the analysis of a text")


def articles() -> Iterator[str]:
    """Yield the texts to read."""
    yield (ROOT / "analysis" / "data" / "samples" / "ukraine-peace-talks.txt").read_text(encoding="utf-8")
    with (ROOT / "tests" / "gold" / "gum_news.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def as_page(text: str) -> bytes:
    """Return a plain web page with the text in its paragraphs, between a menu and a footer."""
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
    menu = "<nav>" + "".join(f'<a href="/{number}">Section {number}</a>' for number in range(40)) + "</nav>"
    return f"<html><head><title>News</title></head><body>{menu}<article>{paragraphs}</article></body></html>".encode()


def once(text: str) -> None:
    """Run every stage on one article, and bare spaCy on the same text."""
    nlp = language.load(language.model_name())
    with spent("bare spaCy"), nlp.memory_zone():
        nlp(text)
    with spent("reading, as .txt"):
        read("article.txt", text.encode())
    with spent("reading, as .html"):
        read("article.html", as_page(text))
    with spent("layout"):
        layout = find_layout(text)
    breaks = [paragraph.span.start for paragraph in layout.paragraphs]
    parse = language.parsed(text, breaks)
    with spent("parse by paragraphs"):
        doc = parse.__enter__()
    with spent("sections"):
        sections = find_sections(doc, text, layout)
    with spent("quotes and speakers"):
        speakers, quotes, scare_quotes = find_quotes(doc, text, layout, article="", sections=sections)
    with spent("directory"):
        bodies = find_institutions(text)
    with spent("roles and institutions"):
        speakers = affiliate(doc, text, speakers)
    with spent("entities"):
        entities = find_entities(doc, text, layout, speakers, bodies)
    with spent("stances"):
        find_stances(doc, text, quotes, speakers, entities)
    with spent("labels"):
        find_labels(doc, text, layout, quotes=quotes, speakers=speakers, listed=bodies, scare_quotes=scare_quotes)
    with spent("dates"):
        find_dates(doc, text, layout, None)
    parse.__exit__(None, None, None)


@contextmanager
def spent(stage: str) -> Iterator[None]:
    """Add the processor time of the block to a stage."""
    start = time.process_time()
    yield
    SPENT[stage] += time.process_time() - start


if __name__ == "__main__":
    main()
