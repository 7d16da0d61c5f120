"""A filter as SQL: the same choice of quotes that ``views.tables.choose`` makes of a table."""

from sqlalchemy import ColumnElement, Select, and_, exists, select

from analysis.library.filters import QuoteFilter, terms
from analysis.library.schema import article, grouping, quote, target

NEWEST_FIRST = (article.c.published.is_(None), article.c.published.desc(), article.c.title, article.c.id)
"""The order of articles everywhere: newest publication first, those without a date last, then by title."""


def matching(chosen: QuoteFilter) -> Select[tuple[str]]:
    """Return the query for the ids of the quotes that a filter asks for, in the order of articles and of reading."""
    conditions: list[ColumnElement[bool]] = [
        column.in_(values)
        for column, values in (
            (quote.c.article_id, chosen.articles),
            (quote.c.think_tank, chosen.think_tanks),
            (quote.c.institution, chosen.institutions),
            (quote.c.affiliation_kind, chosen.kinds),
            (quote.c.country, chosen.countries),
            (quote.c.parent, chosen.parents),
            (quote.c.speaker, chosen.speakers),
            (quote.c.stance, chosen.stances),
            (quote.c.type, chosen.types),
            (quote.c.section, chosen.sections),
        )
        if values
    ]
    if chosen.targets:
        same = and_(target.c.article_id == quote.c.article_id, target.c.number == quote.c.number)
        wanted = exists().where(same, target.c.target.in_(chosen.targets))
        conditions.append(wanted | ~exists().where(same) if "" in chosen.targets else wanted)
    for column, values in chosen.groupings().items():
        placed = and_(
            grouping.c.article_id == quote.c.article_id,
            grouping.c.number == quote.c.number,
            grouping.c.column == column,
        )
        found = exists().where(placed, grouping.c.value.in_(values))
        conditions.append(found | ~exists().where(placed) if "" in values else found)
    if chosen.since:
        conditions.append(article.c.published >= chosen.since)
    if chosen.until:
        conditions.append(article.c.published <= chosen.until)
    # What a person types is text, not a pattern: autoescape takes the meaning from % and _.
    conditions += [quote.c.searched.contains(term, autoescape=True) for term in terms(chosen.words)]
    return (
        select(quote.c.quote_id)
        .join(article, article.c.id == quote.c.article_id)
        .where(*conditions)
        .order_by(*NEWEST_FIRST, quote.c.number)
    )
