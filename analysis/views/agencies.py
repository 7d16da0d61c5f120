"""News agencies, and where a text or its byline gives one as its source.

Credits of pictures ("AFP/Getty", "Image: Reuters") say nothing of the text and do not count, nor do sentences that cite
an agency ("told Reuters").
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from analysis.records import Article

AGENCIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AAP": ("Australian Associated Press", "AAP"),
        "AFP": ("Agence France-Presse", "Agence France Presse", "AFP"),
        "Anadolu": ("Anadolu Agency", "Anadolu"),
        "ANI": ("Asian News International", "ANI"),
        "ANSA": ("ANSA",),
        "AP": ("The Associated Press", "Associated Press", "AP"),
        "Bloomberg": ("Bloomberg News", "Bloomberg"),
        "Canadian Press": ("The Canadian Press", "Canadian Press"),
        "dpa": ("Deutsche Presse-Agentur", "dpa", "DPA"),
        "EFE": ("Agencia EFE", "EFE"),
        "IANS": ("Indo-Asian News Service", "IANS"),
        "Interfax": ("Interfax-Ukraine", "Interfax"),
        "Kyodo": ("Kyodo News", "Kyodo"),
        "PA Media": ("Press Association", "PA Media", "PA"),
        "PTI": ("Press Trust of India", "PTI"),
        "Reuters": ("Thomson Reuters", "Reuters"),
        "RIA Novosti": ("RIA Novosti", "RIA"),
        "TASS": ("ITAR-TASS", "TASS", "Tass"),
        "Ukrinform": ("Ukrinform",),
        "UPI": ("United Press International", "UPI"),
        "Xinhua": ("Xinhua News Agency", "Xinhua"),
        "Yonhap": ("Yonhap News Agency", "Yonhap"),
    }
)
"""Agencies as they are called here, and as texts write them."""
_NAMES = {written: name for name, forms in AGENCIES.items() for written in forms}
_NAME = f"(?P<name>{'|'.join(re.escape(name) for name in sorted(_NAMES, key=lambda name: (-len(name), name)))})"
_BYLINE = re.compile(
    rf"(?:^|[,;|/(–—-]\s*|(?i:\b(?:by|for|of|and|from|via)\s))(?i:the\s)?{_NAME}(?![\w/])"
    rf"|\b(?P<long>{'|'.join(re.escape(name) for name in _NAMES if ' ' in name)})\b"
)
"""Reuters; Ann Lee, AFP; ANN LEE Associated Press. Not: Michael Bloomberg."""
_DATELINE = re.compile(rf"^.{{0,60}}?(?:\({_NAME}\)\.?\s?[-–—]|/(?P<long>TASS|Tass)/\.)", re.MULTILINE)
"""KYIV (Reuters) - ; BEIJING, March 3 (Xinhua) -- ; MOSCOW, March 3. /TASS/. ; Madrid, 3 mar (EFE).-"""
_CREDIT = re.compile(
    rf"^\W{{0,3}}(?i:by|source:?|from|copyright|©)\s(?:©\s)?(?:\d{{4}},?\s|[^\n]{{2,60}}(?:,|\||\bof|\bfor|/)\s)?"
    rf"(?i:the\s)?{_NAME}(?i:\sstaff|\snews agency)?\W*$",
    re.MULTILINE,
)
"""A line of its own: By Reuters; By Ann Lee, Associated Press; Source: AFP; © 2025 Agence France-Presse."""
_REUTERS = re.compile(
    r"^\W?Reporting by [^;\n]+; ?(?i:additional|writing|editing)\b|Thomson Reuters Trust Principles", re.MULTILINE
)


def named(article: Article) -> tuple[str, ...]:
    """Return the agencies that an article gives as its source: as outlet, in its byline, dateline or credits."""
    places = ((_BYLINE, article.outlet), (_BYLINE, article.byline), (_DATELINE, article.text), (_CREDIT, article.text))
    forms = [match["name"] or match["long"] for pattern, text in places for match in pattern.finditer(text)]
    forms += ["Reuters"] if _REUTERS.search(article.text) else []
    return tuple(dict.fromkeys(_NAMES[form] for form in forms))
