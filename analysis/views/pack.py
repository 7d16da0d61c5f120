"""An evidence pack: quotes with the sentences around them, in one HTML file that opens offline and prints.

For a report: every quote with its speaker, institution, outlet and day, the sentence before and after, stances with the
words that show them, and whether a person reviewed it; counts as bars; and how it all came about.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import pandas as pd

from analysis.records import Analysis, Article
from analysis.views import evidence
from analysis.views.evidence import Evidence
from analysis.views.vocabulary import KINDS, PALETTE, REVIEWS, STANCE_COLOURS, STANCE_SIGNS, STANCES, TYPES, counted

_STYLE = """
body {font: 11pt/1.5 Georgia, serif; color: #1c2126; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
 print-color-adjust: exact; -webkit-print-color-adjust: exact; overflow-wrap: anywhere;}
h1, h2, h3 {font-family: Helvetica, Arial, sans-serif; line-height: 1.25; break-after: avoid;} h2 {margin-top: 2rem;}
figure {margin: 0;} figcaption {font: bold 10.5pt/1.4 Helvetica, Arial, sans-serif; margin-bottom: 0.4rem;}
table {border-collapse: collapse; width: 100%; font: 10pt/1.4 Helvetica, Arial, sans-serif;}
td {text-align: left; padding: 0.2rem 0.6rem 0.2rem 0; vertical-align: top;} tr {break-inside: avoid;}
td:first-child {width: 32%;} .bar {display: inline-block; height: 0.7rem;} .count {margin-left: 0.4rem;}
blockquote {margin: 0.3rem 0; padding-left: 0.8rem; border-left: 3px solid #2a79b8;} .around {color: #5a626b;}
article {break-inside: avoid; margin: 1.2rem 0;}
.facts, header p, footer {font: 9.5pt/1.45 Helvetica, Arial, sans-serif;} header p {margin: 0.2rem 0;}
mark {background: #dcebf7; color: inherit;} a {color: #1d5c8f;} @page {margin: 18mm 16mm;}
@media print {body {margin: 0; padding: 0; max-width: none;} a {color: inherit;}}
"""
_CLOSED = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the page: nothing."""
_MOST_BARS = 12


def as_html(quotes: pd.DataFrame, corpus: Sequence[tuple[Article, Analysis]], *, title: str, note: str) -> bytes:
    """Return the pack of a table of quotes as an HTML page that loads nothing; its links lead to the articles.

    ``corpus`` holds their articles; ``note`` says in lines where the quotes come from. All text is escaped.
    """
    found = evidence.gather(quotes, corpus)
    most, voices = evidence.voices(quotes)
    taken, sides = evidence.sides(found)
    parts = [
        f"<header><h1>{_safe(title)}</h1>{_lines(evidence.head(quotes, found, note=note))}</header>",
        "<h2>Who is quoted</h2>",
        _bars(most, [(row["speaker"], {"": row["quotes"]}) for row in voices.to_dict("records")], unit="speaker"),
        "<h2>Stances</h2>",
        _bars(taken, [(name, dict(row)) for name, row in sides.iterrows()], unit="target"),
        "<h2>Quotes</h2>",
    ]
    for _, together in groupby(found, key=lambda each: each.article.id):
        said = list(together)
        parts += [_article(said[0].article), *map(_quote, said)]
    head = (
        f"<meta charset='utf-8'><meta http-equiv='Content-Security-Policy' content=\"{_CLOSED}\">"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{_safe(title)}</title><style>{_STYLE}</style>"
    )
    foot = (
        f"<footer><h2>How this came about</h2>{_lines(note.splitlines())}<h3>Method</h3>{_lines(evidence.METHOD)}"
        f"<h3>Confidence</h3>{_lines([evidence.CONFIDENCE])}</footer>"
    )
    page = f"<!doctype html><html lang='en'><head>{head}</head><body>{''.join(parts)}{foot}</body></html>"
    return page.encode("utf-8", "replace")


def _article(article: Article) -> str:
    """Return the heading of an article: its title, outlet, author and day, and where it came from."""
    day = f"{article.published:%-d %B %Y}" if article.published else ""
    told = [_safe(each) for each in (article.outlet, article.byline, day) if each]
    address, source = _safe(evidence.link(article.source)), _safe(article.source)
    told.append(f"<a href='{address}' rel='noopener noreferrer'>{source}</a>" if address else source)
    return f"<h3>{_safe(article.title or 'Untitled')}</h3><p class='facts'>{' · '.join(filter(None, told))}</p>"


def _quote(each: Evidence) -> str:
    """Return one quote with what stands around it and what is known of it."""
    row = each.row
    who = ", ".join(filter(None, (each.speaker, str(row["role"]), str(row["institution"]))))
    facts = [
        f"{TYPES[each.quote.type]} quote; {KINDS[str(row['affiliation_kind'])]}; confidence {row['confidence']:.0%}",
        *(
            f"{STANCE_SIGNS[said.label]} {STANCES[said.label]} towards {said.target}: "
            f"“{said.words}” ({said.confidence:.0%})"
            for said in each.statements
        ),
        REVIEWS[each.quote.review] or "Not reviewed",
    ]
    return (
        f"<article><b>{_safe(who)}</b><blockquote><span class='around'>{_safe(each.before)}</span>"
        f"<mark>{_safe(each.words)}</mark><span class='around'>{_safe(each.after)}</span></blockquote>"
        f"<p class='facts'>{'<br>'.join(map(_safe, facts))}</p></article>"
    )


def _bars(title: str, rows: Sequence[tuple[object, Mapping[str, int]]], *, unit: str) -> str:
    """Return a chart of bars under its title: a row for each name, a piece of its bar for each side, "" for none."""
    if not rows:
        return f"<p>{_safe(title)}.</p>"
    most = max(sum(counts.values()) for _, counts in rows)
    drawn = (
        f"<tr><td>{_safe(str(name))}</td><td>"
        + "".join(
            f"<span class='bar' style='width: {14 * count / most:.1f}rem; "
            f"background: {STANCE_COLOURS.get(side, PALETTE[0])}'></span>"
            for side, count in counts.items()
            if count
        )
        + f"<span class='count'>{_counts(counts)}</span></td></tr>"
        for name, counts in rows[:_MOST_BARS]
    )
    left = f"<p class='facts'>The first {_MOST_BARS} of {counted(len(rows), unit)} are shown.</p>"
    table = f"<figure><figcaption>{_safe(title)}</figcaption><table>{''.join(drawn)}</table></figure>"
    return table + left * (len(rows) > _MOST_BARS)


def _counts(counts: Mapping[str, int]) -> str:
    """Return the counts of a bar in words: "3", or "2 supportive, 1 critical"."""
    return ", ".join(f"{count:,} {side}".strip() for side, count in counts.items() if count)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"<p>{_safe(line)}</p>" for line in lines if line.strip())


def _safe(words: str) -> str:
    return html.escape(words, quote=True)
