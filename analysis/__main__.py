"""The command line: one verb for each thing the program can do, by the functions that the pages use."""

import argparse
import datetime as dt
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.corpus.batch import analyse_all
from analysis.corpus.engines import ENGINES, EngineMissing, spread
from analysis.corpus.sources import Failure, Originals, find_articles
from analysis.library import Library, LibraryUnavailable, NoLibraryFile, QuoteFilter
from analysis.records import Analysis, Article
from analysis.views import (
    claims,
    discourse,
    exchange,
    export,
    narrowing,
    pack,
    pack_workbook,
    positions,
    qdpx,
    reviews,
    tables,
)
from analysis.views.sheets import Tables
from analysis.views.vocabulary import counted

DONE, FAILED = 0, 1
_COPY = ".onrecord"

_FORMATS = (
    *("csv", "xlsx", "json", "parquet", "graphml", "dna", "claims", "qdpx"),
    *("html", "pack", "note", "library"),
)
_FORMATS_TOLD = (
    "graphml: speakers and targets; dna: a list of statements for the Discourse Network Analyzer; claims: who claims "
    "what, by the names of data sets of political claims; qdpx: a REFI-QDA project for NVivo, MAXQDA or ATLAS.ti; "
    "html and pack: evidence to read and print, as a web page and as a workbook; note: where the quotes come from, for "
    "formats without room for it; library: all of it, whatever the filter, for another computer or database: give "
    "FILE.onrecord to import there"
)
_NO_TEXT = {
    "xlsx": "A workbook",
    "parquet": "A Parquet file",
    "qdpx": "A REFI-QDA project",
    "library": "A library",
    "pack": "A workbook",
}
# Options of ``export`` that may be given several times: the field of the filter that they fill, and their help.
_CHOICES = {
    "--article": ("articles", "id of an article"),
    "--think-tank": ("think_tanks", 'name of a think-tank; "" for quotes without one'),
    "--institution": ("institutions", "name of an institution"),
    "--kind": ("kinds", "kind of institution, such as think-tank, government or none"),
    "--country": ("countries", "country of an institution, as two letters such as US"),
    "--parent": ("parents", "name of the body that an institution is a part of"),
    "--speaker": ("speakers", "name of a speaker"),
    "--stance": ("stances", "supportive, critical, neutral, mixed or none"),
    "--target": ("targets", "whom or what a quote takes a stance on"),
    "--type": ("types", "direct, mixed or indirect"),
    "--section": ("sections", "label of a section"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 where something could not be done."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if options.command is None and not rest:
        parser.print_help()
        return DONE
    if rest and options.command != "gate":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        return int(options.run(options))
    except (LibraryUnavailable, NoLibraryFile, EngineMissing, export.TooManyRows) as error:
        _complain(Failure(options.command, str(error)))
    except BrokenPipeError:
        # The reader of the output has gone, as `head` does: nothing more can be said to it, also not at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _complain(Failure(str(error.filename or options.command), f"{error.strerror or error}."))
    return FAILED


def analyse(options: argparse.Namespace) -> int:
    """Print what articles say: as JSON, or their quotes as a table."""
    failures: list[Failure] = []
    analysed = _analysed(find_articles(options.paths, published=options.published), failures)
    if options.format == "csv":
        _deliver(export.as_csv(tables.quotes(list(analysed))), options.out)
    elif options.format == "json":
        articles = [export.as_json(*pair) for pair in analysed]
        _deliver(json.dumps(articles, ensure_ascii=False, indent=2).encode() + b"\n", options.out)
    else:
        lines = (json.dumps(export.as_json(*pair), ensure_ascii=False).encode() + b"\n" for pair in analysed)
        if options.out:
            _deliver(b"".join(lines), options.out)
        for line in lines:
            _deliver(line, None)
    return FAILED if failures else DONE


def import_(options: argparse.Namespace) -> int:
    """Analyse articles and keep them in the library; what is there and current is not done again."""
    from analysis.corpus.targets import judge_added  # noqa: PLC0415 - the models load only where they are needed
    from analysis.pipeline import fingerprint  # noqa: PLC0415 - as above

    library, failures = Library(), list[Failure]()
    for path in [path for path in options.paths if path.endswith(_COPY)]:
        options.paths.remove(path)
        with Path(path).open("rb") as file:
            print(f"{path}: {counted(library.take_in_copy(file), 'article')} added")
    originals: Originals = {}
    versions, present = library.fingerprints(), fingerprint()

    def outdated() -> Iterator[Article | Failure]:
        for found in find_articles(options.paths, published=options.published, originals=originals):
            if isinstance(found, Failure):
                yield found
                continue
            article, stored = library.complete(found), library.article(found.id)
            if versions.get(found.id) == present and stored and stored == replace(article, source=stored.source):
                print(f"{found.source}: was there already")
            else:
                yield article

    for article, analysis in _analysed(outdated(), failures):
        new = library.save(article, analysis, original=originals.pop(article.id)())
        print(f"{article.source}: {'added' if new else 'analysed anew'}")
    for _ in judge_added(library):
        pass  # targets that a person added are read in the new articles too
    return FAILED if failures else DONE


def export_(options: argparse.Namespace) -> int:
    """Write the quotes of the library that a filter asks for, or the network of their speakers and targets."""
    if options.format in _NO_TEXT and options.out is None:
        _complain(Failure("export", f"{_NO_TEXT[options.format]} is no text for the screen: name a file with --out."))
        return FAILED
    given = {field: tuple(getattr(options, field) or ()) for field, _ in _CHOICES.values()}
    chosen = QuoteFilter(
        **given, groups=tuple(options.group), words=options.words, since=options.since, until=options.until
    )
    library = Library()
    if options.format == "library":
        with export.whole(options.out) as file:
            library.write_copy(file)
        return DONE
    known = Tables(library)
    quotes = known.table("quotes")
    quotes = tables.choose(quotes, chosen, saying=library.search(QuoteFilter(words=chosen.words)))
    articles = known.table("articles")
    versions, today = set(articles["fingerprint"]), dt.datetime.now().astimezone().date()
    note = export.provenance(chosen, articles=len(articles), rows=len(quotes), versions=versions, made=today)
    note = f"{note}\n{reviews.sum_up(reviews.tally(library.reviews()))}"
    stances = known.table("stances")
    if chosen != QuoteFilter():
        stances = stances[stances["quote_id"].isin(quotes["quote_id"])]
    writers: Mapping[str, Callable[[], bytes]] = {
        "csv": lambda: export.as_csv(quotes),
        "xlsx": lambda: export.as_xlsx(quotes, sheet="Quotes", note=note),
        "json": lambda: exchange.as_records(quotes),
        "parquet": lambda: exchange.as_parquet(quotes, note=note),
        "graphml": lambda: export.as_graphml(stances),
        "dna": lambda: export.as_csv(discourse.statements(positions.settle(stances))),
        "claims": lambda: export.as_csv(claims.claims(quotes, stances)),
        "qdpx": lambda: qdpx.as_qdpx(_quoted(library, quotes), quotes, note=note, made=today),
        "html": lambda: pack.as_html(quotes, _quoted(library, quotes), title=narrowing.name(chosen), note=note),
        "pack": lambda: pack_workbook.as_workbook(
            quotes, _quoted(library, quotes), title=narrowing.name(chosen), note=note
        ),
        "note": f"{note}\n".encode,
    }
    _deliver(writers[options.format](), options.out)
    return DONE


def renew(options: argparse.Namespace) -> int:
    """Analyse anew what an earlier version analysed; what was stopped goes on where it was."""
    from analysis.pipeline import analyse as find_all  # noqa: PLC0415 - as above
    from analysis.pipeline import fingerprint  # noqa: PLC0415 - as above

    library, failed = Library(), 0
    old = library.stale(fingerprint())
    articles = filter(None, map(library.article, old))
    try:
        for number, (article, outcome) in enumerate(spread(find_all, articles, engine=options.engine), start=1):
            if isinstance(outcome, Exception):
                failed += 1
                _complain(Failure(article.title or article.id, f"The analysis failed ({outcome})."))
            else:
                library.save(article, outcome)
                print(f"{number:,} of {len(old):,}", end="\r", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        _complain(Failure("renew", "Stopped. What was analysed is kept; the same command goes on with the others."))
        return FAILED
    print(f"{counted(len(old) - failed, 'article')} analysed anew")
    return FAILED if failed else DONE


def batch(options: argparse.Namespace) -> int:
    """Analyse many articles into a folder, one file each; a batch that was stopped goes on where it was."""
    report = analyse_all(options.paths, options.out, engine=options.engine, published=options.published, tell=_complain)
    counts = {
        "analysed": report.analysed,
        "current already": report.current,
        "with the text of another": report.repeated,
        "failed": len(report.failures),
    }
    print(", ".join(f"{count} {what}" for what, count in counts.items() if count or what == "analysed"))
    return FAILED if report.failures else DONE


def gate(options: argparse.Namespace) -> int:
    """Measure the analysis on the sample and fail where it is worse than it was."""
    return int(importlib.import_module("analysis.gate").main(options.rest))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Who says what in the news: in evidence.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, run: object) -> argparse.ArgumentParser:
        text = str(run.__doc__).strip()
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    def takes_articles(reader: argparse.ArgumentParser) -> argparse.ArgumentParser:
        paths_help = "an article (.txt, .md, .html), a folder, a .jsonl with one {id, text} a line, or - for a text"
        reader.add_argument("paths", nargs="+", metavar="PATH", help=paths_help)
        day_help = "day of publication (YYYY-MM-DD) of articles that name none themselves"
        reader.add_argument("--published", type=_day, metavar="DAY", help=day_help)
        return reader

    printer = takes_articles(command("analyse", analyse))
    printer.add_argument("--format", choices=("jsonl", "json", "csv"), default="jsonl", help="default: %(default)s")
    printer.add_argument("--out", type=Path, metavar="FILE", help="write to a file")
    takes_articles(command("import", import_))
    exporter = command("export", export_)
    for option, (field, text) in _CHOICES.items():
        exporter.add_argument(option, action="append", dest=field, metavar="VALUE", help=f"{text} (may be repeated)")
    group_help = "a group of institutions of your own, such as region=Europe (may be repeated)"
    exporter.add_argument("--group", type=_group, action="append", default=[], metavar="NAME=VALUE", help=group_help)
    exporter.add_argument("--words", default="", help="words that occur in the quote or the speaker's name")
    exporter.add_argument("--since", type=_day, metavar="DAY", help="published on this day or later")
    exporter.add_argument("--until", type=_day, metavar="DAY", help="published on this day or earlier")
    exporter.add_argument("--format", choices=_FORMATS, default="csv", help=_FORMATS_TOLD)
    exporter.add_argument("--out", type=Path, metavar="FILE", help="write to a file")
    renewer = command("renew", renew)
    renewer.add_argument("--engine", choices=ENGINES, default="processes", help="default: %(default)s")
    spreader = takes_articles(command("batch", batch))
    spreader.add_argument("--out", type=Path, metavar="DIR", required=True, help="folder for the results")
    spreader.add_argument("--engine", choices=ENGINES, default="processes", help="default: %(default)s")
    command("gate", gate)
    return parser


def _analysed(articles: Iterator[Article | Failure], failures: list[Failure]) -> Iterator[tuple[Article, Analysis]]:
    """Yield articles with their analyses; tell what failed, note it in ``failures`` and go on with the next."""
    from analysis.pipeline import analyse as find_all  # noqa: PLC0415 - as above

    for found in articles:
        failure = found if isinstance(found, Failure) else None
        if isinstance(found, Article):
            try:
                analysis = find_all(found)
            except Exception as error:  # noqa: BLE001 - told below; one article must not stop the others
                failure = Failure(found.source, f"The analysis failed ({type(error).__name__}: {error}).")
            else:
                yield found, analysis
        if failure:
            failures.append(failure)
            _complain(failure)


def _quoted(library: Library, quotes: pd.DataFrame) -> list[tuple[Article, Analysis]]:
    """Return the articles of a table of quotes with their analyses."""
    pairs = ((library.article(identity), library.analysis(identity)) for identity in quotes["article_id"].unique())
    return [(article, analysis) for article, analysis in pairs if article and analysis]


def _deliver(data: bytes, out: Path | None) -> None:
    if out:
        export.write_whole(out, data)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()


def _complain(failure: Failure) -> None:
    """Print one line, whatever the names and reasons hold."""
    line = " ".join(f"{failure.source}: {failure.reason}".split())
    print(
        "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line),
        file=sys.stderr,
    )


def _group(words: str) -> tuple[str, str]:
    column, sign, value = words.partition("=")
    if not (sign and column.strip()):
        raise argparse.ArgumentTypeError(f"{words!r} is no group: write the name of the grouping, = and its value")
    return column.strip(), value.strip()


def _day(words: str) -> dt.date:
    try:
        return dt.date.fromisoformat(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{words!r} is no day: write it as 2024-05-31") from error


if __name__ == "__main__":
    sys.exit(main())
