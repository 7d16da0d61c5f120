"""The article's text as HTML with its quotes and speakers marked. All words from articles pass through ``escape``."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from analysis.records import Analysis, Article, Quote, Region, Span
from analysis.views import vocabulary

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_HIDDEN = {
    **{code: f"⟦U+{code:04X}⟧" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)},
    **dict.fromkeys((*range(9), *range(11, 13), *range(14, 32), 127), "\N{REPLACEMENT CHARACTER}"),
}
_MARKDOWN = {ord(mark): f"\\{mark}" for mark in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"}

STYLE = """<style>
.record-text {line-height: 1.75; font-size: 1.05rem; overflow-wrap: anywhere;}
.record-text p {margin: 0 0 0.9rem;}
.record-text h3 {margin: 1.6rem 0 0.6rem; padding: 0;}
.record-text .furniture {opacity: 0.55; font-size: 0.85rem; font-style: italic;}
.record-text mark {color: inherit; background: color-mix(in srgb, var(--voice) 16%, transparent); padding: 0.1em 0;
  border-bottom: 2px solid var(--voice); position: relative; cursor: pointer;}
.record-text mark.indirect {background: none; border-bottom-style: dashed;}
.record-text mark.chosen {background: color-mix(in srgb, var(--voice) 38%, transparent);}
.record-text mark:focus-visible {outline: 2px solid var(--voice); outline-offset: 2px;}
.record-text mark::after {content: attr(data-label); display: none; position: absolute; left: 0; top: 100%; z-index: 9;
  width: max-content; max-width: min(20rem, 70vw); padding: 0.35rem 0.6rem; border-radius: 6px; background: #1c2126;
  color: #ffffff; font: 400 0.8rem/1.4 sans-serif; white-space: pre-line;}
.record-text mark:hover::after, .record-text mark:focus::after {display: block;}
.record-text sup {position: relative; top: -0.45em; vertical-align: baseline;}
.record-text sup, .record-legend b {font: 600 0.68rem/1 sans-serif; color: #ffffff; background: var(--voice);
  border-radius: 3px; padding: 0.12em 0.35em; margin-left: 0.2em;}
.record-text .speaker {text-decoration: underline dotted var(--voice) 2px; text-underline-offset: 3px;}
.record-text .cue {font-style: italic;}
.record-legend {display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; font-size: 0.85rem; margin-bottom: 0.5rem;}
.record-facts {display: grid; grid-template-columns: minmax(6.5rem, 2fr) 5fr; gap: 0.35rem 0.8rem; margin: 0;
  max-width: 46rem; font-size: 0.92rem;}
.record-facts dt {opacity: 0.75;} .record-facts dd {margin: 0; overflow-wrap: anywhere;}
</style>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How a speaker's quotes look: a colour and a short mark, and the label that says who it is."""

    colour: str
    mark: str
    label: str


NOBODY = Voice(colour=vocabulary.GREY, mark="?", label=vocabulary.UNNAMED)


def escape(text: str) -> str:
    """Return text that a browser shows as it is, never as markup; hidden controls become visible."""
    return html.escape(text.translate(_HIDDEN), quote=True)


def literal(text: str) -> str:
    """Return text that a label shows as it is where labels read Markdown."""
    return " ".join(text.translate(_HIDDEN).split()).translate(_MARKDOWN)


def voices(analysis: Analysis, colours: Mapping[str, str]) -> dict[str, Voice]:
    """Return a voice for each speaker id; ``colours`` maps names. Marks are initials, numbered where two are alike."""
    found: dict[str, Voice] = {}
    taken: dict[str, int] = {}
    for speaker in analysis.speakers:
        initials = "".join(word[0] for word in speaker.name.split()[:3]).upper() or "?"
        taken[initials] = taken.get(initials, 0) + 1
        mark = initials if taken[initials] == 1 else f"{initials}{taken[initials]}"
        institution = speaker.affiliation.institution
        found[speaker.id] = Voice(
            colour=colours.get(speaker.name, vocabulary.GREY),
            mark=mark,
            label=f"{speaker.name}, {institution}" if institution else speaker.name,
        )
    return found


def mark_text(
    article: Article, analysis: Analysis, known: Mapping[str, Voice], *, chosen: str = "", within: Span | None = None
) -> str:
    """Return the article as HTML: one element a line, headings as headings, furniture dimmed, quotes in their colour.

    ``chosen`` is the id of the quote to stand out; ``within`` keeps only the lines that this stretch touches.
    """
    headings = [section.heading for section in analysis.sections if section.heading]
    parts = []
    for line in lines(article.text):
        if within is None or line.overlaps(within):
            tag, style = _element(line, headings, analysis.regions)
            inner = _mark_line(article.text, line, analysis, known, chosen)
            parts.append(f'<{tag} class="{style}" dir="auto">{inner}</{tag}>')
    return f'{STYLE}<div class="record-text">{"".join(parts)}</div>'


def mark_spans(article: Article, spans: Iterable[Span]) -> str:
    """Return the lines of an article that hold the spans as HTML, with the words of the spans marked.

    The spans must not overlap.
    """
    marked = sorted(set(spans))
    parts = []
    for line in lines(article.text):
        here = [span for span in marked if line.holds(span)]
        edges = [line.start, *(edge for span in here for edge in (span.start, span.end)), line.end]
        pieces = [escape(Span(*piece).of(article.text)) for piece in pairwise(edges)]
        inner = "".join(f"<mark>{piece}</mark>" if number % 2 else piece for number, piece in enumerate(pieces))
        parts += [f'<p class="body" dir="auto">{inner}</p>'] if here else []
    style = f"--voice: {vocabulary.PALETTE[0]}"
    return f'{STYLE}<div class="record-text" style="{style}">{"".join(parts)}</div>'


def legend(analysis: Analysis, known: Mapping[str, Voice]) -> str:
    """Return the key to the marks: each speaker's sign in its colour with the name, those who are quoted only."""
    ids = dict.fromkeys(quote.speaker or "" for quote in analysis.quotes)
    items = [known.get(identity, NOBODY) for identity in ids]
    inner = "".join(
        f'<span style="--voice: {voice.colour}"><b>{escape(voice.mark)}</b> {escape(voice.label)}</span>'
        for voice in items
    )
    return f'{STYLE}<div class="record-legend">{inner}</div>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return names and values as a list of terms; pairs without a value are left out."""
    inner = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs if value)
    return f'{STYLE}<dl class="record-facts" style="padding: 0">{inner}</dl>'


def lines(text: str) -> list[Span]:
    """Return the lines of a text that hold more than spaces, without their line breaks."""
    return [Span(*line.span()) for line in _LINE.finditer(text) if line[0].strip()]


def _element(line: Span, headings: Iterable[Span], regions: Iterable[Region]) -> tuple[str, str]:
    if any(line.overlaps(heading) for heading in headings):
        return "h3", "section"
    kinds = {region.kind for region in regions if line.overlaps(region.span)}
    if "headline" in kinds:
        return "h2", "headline"
    if "standfirst" in kinds:
        return "p", "standfirst"
    return ("p", "furniture") if kinds else ("p", "body")


def _mark_line(text: str, line: Span, analysis: Analysis, known: Mapping[str, Voice], chosen: str) -> str:
    """Return one line with its marks; of quotes inside one another the shortest is shown."""
    quotes = [quote for quote in analysis.quotes if quote.span.overlaps(line)]
    pointers = [
        (span, style, known.get(quote.speaker or "", NOBODY))
        for quote in analysis.quotes
        for span, style in ((quote.mention, "speaker"), (quote.cue, "cue"))
        if span and span.overlaps(line)
    ]
    spans = [*(quote.span for quote in quotes), *(span for span, _, _ in pointers)]
    cuts = {line.start, line.end, *(edge for span in spans for edge in (span.start, span.end))}
    edges = sorted(edge for edge in cuts if line.start <= edge <= line.end)
    pieces = []
    for start, end in pairwise(edges):
        piece = Span(start, end)
        inner = escape(piece.of(text))
        for span, style, voice in pointers:
            if span.holds(piece):
                inner = f'<span class="{style}" style="--voice: {voice.colour}">{inner}</span>'
        around = min((quote for quote in quotes if quote.span.holds(piece)), key=_length, default=None)
        pieces.append(_mark_piece(inner, around, piece, known, chosen) if around else inner)
    return "".join(pieces)


def _mark_piece(inner: str, quote: Quote, piece: Span, known: Mapping[str, Voice], chosen: str) -> str:
    voice = known.get(quote.speaker or "", NOBODY)
    style = f"{quote.type} chosen" if quote.id == chosen else quote.type
    label = escape(f"{voice.label}\n{vocabulary.TYPES[quote.type]} quote. {quote.because}")
    reviewed = "✓" if quote.review else ""
    sign = f"<sup>{escape(voice.mark)}{reviewed}</sup>" if piece.end == quote.span.end else ""
    return (
        f'<mark class="{style}" data-quote="{escape(quote.id)}" data-label="{label}" aria-label="{label}" tabindex="0" '
        f'style="--voice: {voice.colour}">{inner}{sign}</mark>'
    )


def _length(quote: Quote) -> int:
    return quote.span.end - quote.span.start
