"""The evidence pack holds every quote with the words around it, and no text of an article becomes markup."""

import re
from dataclasses import replace

from analysis.records import Analysis, Article, Quote, Span
from analysis.views import pack, tables


def test_every_quote_stands_in_the_pack_with_its_article(sample: tuple[Article, Analysis]) -> None:
    quotes = tables.quotes([sample])
    page = pack.as_html(quotes, [sample], title="Quotes: Chatham House", note="Made on a Monday.").decode()
    assert page.count("<article>") == len(quotes) == 37
    assert "37 quotes from 1 article; 0 reviewed by a person." in page
    assert "<title>Quotes: Chatham House</title>" in page
    assert "Made on a Monday." in page
    assert not re.search(r"(src|href)=", page)


def test_a_quote_that_fills_its_paragraph_comes_with_its_neighbours() -> None:
    text = "The mayor was tired. She went out.\n\n“We are ready.”\n\nIt rained. The bridge opened."
    span = Span(text.index("We are"), text.index("We are") + len("We are ready."))
    quote = Quote("q", span, "direct", None, None, None, None, "neutral", None, 0.9, "", review="accepted")
    article = Article("a", text, "<script>alert(1)</script>")
    pair = (article, Analysis("a", "by hand", quotes=(quote,)))
    page = pack.as_html(tables.quotes([pair]), [pair], title="<b>", note="<i>").decode()
    assert "She went out. “</span>" in page
    assert "”  It rained.</span>".replace("  ", " ") in page
    assert "“</span><mark>We are ready.</mark><span class='around'>”" in page
    assert "✓ Accepted" in page
    assert not re.search(r"<(script|b>|i>)", page.replace("<b>No speaker", ""))
    empty = pack.as_html(
        tables.quotes([(article, replace(pair[1], quotes=()))]), [pair], title="None", note=""
    ).decode()
    assert "0 quotes from 0 articles" in empty
