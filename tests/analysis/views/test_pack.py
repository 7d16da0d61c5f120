"""The evidence pack holds every quote with the words around it, and no text of an article becomes markup."""

import datetime as dt
import re
from dataclasses import replace

from analysis.records import Analysis, Article, Quote, Region, Section, Span, Stance
from analysis.views import evidence, pack, tables


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


def said(text: str, words: str, *, source: str = "") -> tuple[Article, Analysis]:
    span = Span(text.index(words), text.index(words) + len(words))
    quote = Quote("q", span, "direct", None, None, None, None, "neutral", None, 0.9, "")
    return Article("a", text, "T", source=source), Analysis("a", "1", quotes=(quote,))


def test_one_sentence_further_stands_around_a_quote_and_no_furniture() -> None:
    text = "Nothing. Second.\nRead more: Cats\nA heading\nThree said: “Fourteen. Five!” Six, he said. Sevenfold. Eight."
    article, analysis = said(text, "Fourteen. Five!")
    first, second = text.index("Read"), text.index("A heading")
    analysis = replace(
        analysis,
        regions=(Region(Span(first, second - 1), "related"),),
        sections=(Section(Span(0, len(text)), Span(second, second + len("A heading")), "A heading"),),
    )
    (found,) = evidence.gather(tables.quotes([(article, analysis)]), [(article, analysis)])
    assert found.before == "Second. Three said: “"
    assert found.after == "” Six, he said."
    (found,) = evidence.gather(tables.quotes([said(text, "Six")]), [said(text, "Six")])
    assert (found.before, found.after) == ("Five!” ", ", he said. Sevenfold.")
    (found,) = evidence.gather(tables.quotes([said("Only this.", "Only this.")]), [said("Only this.", "Only this.")])
    assert (found.before, found.after) == ("", "")


def test_an_article_on_the_web_is_linked_and_nothing_else_is() -> None:
    for source, links in (
        ("https://news.example/?a=1&b='2", ["https://news.example/?a=1&amp;b=&#x27;2"]),
        ("javascript:alert(1)", []),
        ("http://[bad", []),
        ("data:text/html,x", []),
        ("notes.txt", []),
    ):
        pair = said("“Yes.”", "Yes.", source=source)
        page = pack.as_html(tables.quotes([pair]), [pair], title="", note="").decode()
        assert re.findall(r"<a href='([^']*)' rel='noopener noreferrer'>", page) == links
        assert page.count("href=") == len(links)
        assert not re.search(r"src=|url\(|@import|<script", page)


def test_the_head_has_period_and_filter_and_the_foot_the_method() -> None:
    pair = said("“Yes.”", "Yes.")
    other = (replace(pair[0], id="b", published=dt.date(2024, 5, 2)), replace(pair[1], article_id="b"))
    third = (replace(pair[0], id="c", published=dt.date(2024, 6, 1)), replace(pair[1], article_id="c"))
    corpus = [pair, other, third]
    page = pack.as_html(tables.quotes(corpus), corpus, title="T", note="Filter: since = 2024-05-01\nMade.").decode()
    head, foot = page.split("</header>")[0], page.split("<footer>")[1]
    assert "<p>Published: 2 May 2024 to 1 June 2024; 1 article without a day</p>" in head
    assert "<p>Filter: since = 2024-05-01</p>" in head
    assert "<p>Made.</p>" in foot
    assert all(f"<p>{line}</p>" in foot for line in (*evidence.METHOD, evidence.CONFIDENCE))


def test_an_unsure_stance_is_unclear_and_bars_add_up_the_statements() -> None:
    article, analysis = said("“Yes.”", "Yes.")
    span = analysis.quotes[0].span
    stances = tuple(Stance("", "War", "critical", sure, "q", span, "") for sure in (0.9, 0.5))
    pair = (article, replace(analysis, stances=stances))
    page = pack.as_html(tables.quotes([pair]), [pair], title="T", note="").decode()
    assert "? Unclear towards War: “Yes.” (50%)" in page
    assert "<figcaption>1 critical and 0 supportive statements; War is criticised most (1)</figcaption>" in page
    assert "<span class='count'>1 critical, 1 unclear</span>" in page


def test_a_quote_that_has_gone_meanwhile_is_told() -> None:
    pair = said("“Yes.”", "Yes.")
    page = pack.as_html(tables.quotes([pair]), [], title="T", note="").decode()
    assert "1 quote left out: the article has changed since the quotes were listed." in page
