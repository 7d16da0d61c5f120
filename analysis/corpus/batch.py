"""The analysis of many articles into a folder, one JSON file each; what is there and current is not done again."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analysis.corpus.engines import Engine, spread
from analysis.corpus.sources import Failure, find_articles
from analysis.records import Article
from analysis.views.export import as_json, write_whole

FAILURES = "failures.jsonl"


@dataclass(slots=True)
class Report:
    """What became of a batch."""

    analysed: int = 0
    current: int = 0
    """Articles whose stored analysis is that of the present model, rules and data."""
    repeated: int = 0
    """Articles with the same text as another one of the batch."""
    failures: list[Failure] = field(default_factory=list)


def analyse_all(
    paths: Iterable[str],
    out: Path,
    *,
    engine: Engine,
    published: dt.date | None = None,
    tell: Callable[[Failure], None] = lambda _failure: None,
) -> Report:
    """Analyse every article that the paths lead to and write the results to the folder ``out``.

    Article ID becomes ID.json: the fields of the command line's JSON and the ``fingerprint`` of the analysis. Each file
    is written whole or not at all, so a batch that was stopped can be started again and goes on where it was. What
    failed is told at once and stands in failures.jsonl at the end. Raises EngineMissing.
    """
    from analysis.pipeline import fingerprint  # noqa: PLC0415 - the language model loads only when there is work

    report = Report()
    out.mkdir(parents=True, exist_ok=True)

    def fail(source: str, reason: str) -> None:
        report.failures.append(Failure(source, reason))
        tell(report.failures[-1])

    wanted = _wanted(find_articles(paths, published=published), out, fingerprint(), report, fail)
    for article, outcome in spread(analyse_to_json, wanted, engine=engine):
        if isinstance(outcome, Exception):
            fail(article.source, f"The analysis failed ({type(outcome).__name__}: {outcome}).")
        else:
            write_whole(_result(out, article), outcome.encode())
            report.analysed += 1
    lines = [json.dumps({"source": failure.source, "reason": failure.reason}) + "\n" for failure in report.failures]
    write_whole(out / FAILURES, "".join(lines).encode())
    return report


def analyse_to_json(article: Article) -> str:
    """Return the JSON of one article with the fingerprint of its analysis; worker processes run this."""
    from analysis.pipeline import analyse  # noqa: PLC0415 - as above

    analysis = analyse(article)
    return json.dumps({"fingerprint": analysis.fingerprint, **as_json(article, analysis)}, ensure_ascii=False)


def _wanted(
    found: Iterable[Article | Failure], out: Path, fingerprint: str, report: Report, fail: Callable[[str, str], None]
) -> Iterator[Article]:
    """Yield the articles still to be analysed, each text once, and count the others."""
    seen: set[str] = set()
    for article in found:
        if isinstance(article, Failure):
            fail(article.source, article.reason)
        elif article.id in seen:
            report.repeated += 1
        elif _is_current(_result(out, article), article, fingerprint):
            report.current += 1
            seen.add(article.id)
        else:
            seen.add(article.id)
            yield article


def _result(out: Path, article: Article) -> Path:
    return out / f"{article.id}.json"


def _is_current(path: Path, article: Article, fingerprint: str) -> bool:
    """Tell whether a stored result is of this text and these metadata, by the present analysis."""
    try:
        stored = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    published = article.published.isoformat() if article.published else None
    wanted = {"fingerprint": fingerprint, "text": article.text, "title": article.title, "published": published}
    return isinstance(stored, dict) and wanted.items() <= {key: stored.get(key) for key in wanted}.items()
