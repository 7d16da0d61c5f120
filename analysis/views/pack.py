"""An evidence pack: quotes with the sentences around them, in one HTML file that opens offline and prints.

For a report: every quote with its speaker, institution, outlet and day, the sentence before and after, stances with the
words that show them, and whether a person reviewed it; counts as bars; and how it all came about.
"""

import html
from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from analysis.records import Analysis, Article, Quote, Span
from analysis.views.findings import sentence_around
from analysis.views.vocabulary import KINDS, REVIEWS, STANCE_SIGNS, STANCES, TYPES, UNNAMED, counted

_STYLE = """
body {font: 11pt/1.5 Georgia, serif; color: #1c2126; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;}
h1, h2, h3 {font-family: Helvetica, Arial, sans-serif; line-height: 1.25;} h2 {margin-top: 2rem;}
table {border-collapse: collapse; width: 100%; font: 10pt/1.4 Helvetica, Arial, sans-serif;}
td, th {text-align: left; padding: 0.2rem 0.6rem 0.2rem 0; vertical-align: top;}
.bar {display: inline-block; height: 0.7rem; background: #2a79b8; margin-right: 0.4rem;}
blockquote {margin: 0.3rem 0; padding-left: 0.8rem; border-left: 3px solid #2a79b8;} .around {color: #5a626b;}
article {break-inside: avoid; margin: 1.2rem 0;} .facts, footer {font: 9.5pt/1.45 Helvetica, Arial, sans-serif;}
mark {background: #dcebf7;} @media print {body {margin: 0; max-width: none;} a {color: inherit;}}
"""


def as_html(quotes: pd.DataFrame, corpus: Sequence[tuple[Article, Analysis]], *, title: str, note: str) -> bytes:
    """Return the pack of a table of quotes as an HTML page without links to anything outside it.

    ``corpus`` holds their articles; ``note`` says in lines where the quotes come from. All text is escaped.
    """
    known = {article.id: (article, analysis) for article, analysis in corpus}
    size = f"{counted(len(quotes), 'quote')} from {counted(quotes['article_id'].nunique(), 'article')}"
    parts = [
        f"<h1>{_safe(title)}</h1>",
        f"<p>{size}; {int((quotes['review'] != '').sum()):,} reviewed by a person.</p></header>",
        "<h2>Who is quoted</h2>",
        _bars(quotes["speaker"].where(quotes["speaker"] != "", UNNAMED).value_counts().head(12).to_dict()),
        "<h2>Stances</h2>",
        _bars({STANCES[str(label)]: count for label, count in quotes["stance"].value_counts().items()}),
        "<h2>Quotes</h2>",
    ]
    for article_id, said in quotes.groupby("article_id", sort=False):
        article, analysis = known[str(article_id)]
        told = " · ".join(filter(None, (article.outlet, article.byline, _day(article), article.source)))
        parts.append(f"<h3>{_safe(article.title or 'Untitled')}</h3><p class='facts'>{_safe(told)}</p>")
        by_id = {quote.id: quote for quote in analysis.quotes}
        parts += [_quote(row, by_id[row["quote_id"]], article, analysis) for row in said.to_dict("records")]
    lines = "".join(f"<p>{_safe(line)}</p>" for line in note.splitlines() if line.strip())
    head = f"<meta charset='utf-8'><title>{_safe(title)}</title><style>{_STYLE}</style>"
    page = f"<!doctype html><html lang='en'><head>{head}</head><body><header>{''.join(parts)}"
    return f"{page}<footer><h2>How this came about</h2>{lines}</footer></body></html>".encode()


def _quote(row: Mapping[Hashable, object], quote: Quote, article: Article, analysis: Analysis) -> str:
    """Return one quote with what stands around it and what is known of it."""
    text = article.text
    before, after = _around(text, quote.span)
    who = ", ".join(filter(None, (str(row["speaker"]) or UNNAMED, str(row["role"]), str(row["institution"]))))
    stances = [
        f"{STANCE_SIGNS[stance.label]} {STANCES[stance.label]} towards {stance.target}: "
        f"“{stance.evidence.of(text)}” ({stance.confidence:.0%})"
        for stance in analysis.stances
        if stance.quote == quote.id
    ]
    facts = [
        f"{TYPES[quote.type]} quote; {KINDS[str(row['affiliation_kind'])]}; confidence {quote.confidence:.0%}",
        *stances,
        REVIEWS[quote.review],
    ]
    lines = "<br>".join(_safe(fact) for fact in facts if fact)
    return (
        f"<article><b>{_safe(who)}</b><blockquote><span class='around'>{_safe(before)}</span>"
        f"<mark>{_safe(quote.span.of(text))}</mark><span class='around'>{_safe(after)}</span></blockquote>"
        f"<p class='facts'>{lines}</p></article>"
    )


def _around(text: str, span: Span) -> tuple[str, str]:
    """Return what stands before and after a quote: the rest of its sentences, and one sentence further."""
    head = text.rfind("\n", 0, span.start) + 1
    tail = text.find("\n", span.end)
    tail = len(text) if tail < 0 else tail
    left, right = " ".join(text[head : span.start].split()), " ".join(text[span.end : tail].split())
    if not left.strip(" “\"'‘") and head > 1:
        earlier = text[:head].rstrip()
        left = f"{sentence_around(text, Span(len(earlier) - 1, len(earlier)))} {left}" if earlier else left
    if not right.strip(" ”\"'’") and tail < len(text):
        later = tail + len(text[tail:]) - len(text[tail:].lstrip())
        right = f"{right} {sentence_around(text, Span(later, later + 1))}" if later < len(text) else right
    return (
        left + " " * text[: span.start].endswith((" ", "\n")),
        " " * text[span.end :].startswith((" ", "\n")) + right,
    )


def _bars(counts: Mapping[object, int]) -> str:
    most = max(counts.values(), default=1)
    rows = (
        f"<tr><td>{_safe(str(name))}</td><td><span class='bar' style='width: {12 * count / most:.1f}rem'></span>"
        f"{count:,}</td></tr>"
        for name, count in counts.items()
    )
    return f"<table>{''.join(rows)}</table>"


def _day(article: Article) -> str:
    return f"{article.published:%-d %B %Y}" if article.published else ""


def _safe(words: str) -> str:
    return html.escape(words, quote=True)
