"""What a library is about: keyphrases that sections of several articles share.

A theme is a keyphrase of sections in at least two articles, in its plain form; sections whose keyphrases contain it
("peace deal", "peace deal talks") belong to it. It follows from the sections alone and in no order, so adding an
article takes no section out of a theme. A theme that lies wholly in a longer one is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

import pandas as pd

from analysis.library.rows import SEPARATOR
from analysis.views.charts import Chart, bars
from analysis.views.vocabulary import PALETTE, counted

_FEWEST = 2
"""Articles that make a phrase a theme."""


def themes(sections: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return one row per theme, the widest first: theme, name, articles, quotes, phrases, and ``rows``.

    ``theme`` is its plain form, ``name`` what it is called: a person's name for it from ``names``, else the phrase as
    most texts write it. ``rows`` are the index values of its sections, ``phrases`` how they say it, joined by "; ".
    """
    said: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, cell in sections["keyphrases"].items():
        for phrase in filter(None, str(cell).split(SEPARATOR)):
            said[_plain(phrase)].append((int(str(row)), phrase))
    members: dict[str, list[tuple[int, str]]] = {theme: [] for theme in said}
    for other, pairs in said.items():
        for theme in _within(other) & said.keys():
            members[theme] += pairs
    article, quotes = sections["article_id"].to_dict(), sections["quotes"].to_dict()
    spread = {theme: frozenset(article[row] for row, _ in pairs) for theme, pairs in members.items()}
    kept = [theme for theme, articles in spread.items() if len(articles) >= _FEWEST]
    swallowed = {
        theme
        for other in kept
        for theme in _within(other) & said.keys()
        if theme != other and spread[theme] == spread[other]
    }
    rows = []
    for theme in kept:
        if theme in swallowed:
            continue
        here = sorted({row for row, _ in members[theme]})
        written = Counter(phrase for _, phrase in members[theme])
        own = Counter(phrase for _, phrase in said[theme])
        rows.append(
            {
                "theme": theme,
                "name": names.get(theme) or max(own, key=lambda phrase: (own[phrase], phrase)),
                "articles": len(spread[theme]),
                "quotes": sum(quotes[row] for row in here),
                "phrases": SEPARATOR.join(sorted(written)),
                "rows": here,
            }
        )
    rows.sort(key=lambda row: (-int(str(row["articles"])), -int(str(row["quotes"])), str(row["theme"])))
    return pd.DataFrame(rows, columns=["theme", "name", "articles", "quotes", "phrases", "rows"])


def theme_bars(found: pd.DataFrame, *, limit: int = 15) -> Chart:
    """Return in how many articles each theme is found; a click gives the theme."""
    table = pd.DataFrame(
        {
            "label": found["name"],
            "count": found["articles"],
            "group": "Themes",
            "colour": PALETTE[0],
            "key": found["theme"],
        }
    )
    first = found.iloc[0]
    title = f"“{first['name']}” is a theme of {counted(int(first['articles']), 'article')}"
    return bars(table, title=title, unit="article", limit=limit)


def _within(phrase: str) -> set[str]:
    """Return a phrase and all phrases that stand in it."""
    words = phrase.split()
    return {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}


def _plain(phrase: str) -> str:
    """Return a phrase in small letters, its last word without the s of the plural."""
    plain = " ".join(phrase.lower().replace("’", "'").split())
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain
