"""Stances towards targets that a person added, read from the stored articles without a new parse."""

from collections.abc import Iterator

from analysis.library import Library
from analysis.library.aims import AimChange, places_of
from analysis.pipeline.stance import find_stances_towards


def judge_added(library: Library) -> Iterator[tuple[int, int]]:
    """Judge what waits to be judged, article by article, and yield how much is done, and of how much.

    What is done is kept at once, so that it can be broken off at any time and gone on with.
    """
    waiting = library.waiting_targets()
    for number, (article_id, change) in enumerate(waiting, start=1):
        _judge(library, article_id, change)
        yield number, len(waiting)


def _judge(library: Library, article_id: str, change: AimChange) -> None:
    article, analysis = library.article(article_id), library.found(article_id)
    if article is None or analysis is None:
        return
    places = places_of(article.text, change.words())
    stances = find_stances_towards(article.text, analysis.quotes, analysis.speakers, {change.name: places})
    library.keep_judged(article_id, change.number, stances)
