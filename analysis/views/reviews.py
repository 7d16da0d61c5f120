"""How far a library is reviewed, how often the machine was right in it, and which quote to look at next."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.library.changes import standing
from analysis.library.reviews import ReviewEntry
from analysis.views.vocabulary import counted

Order = Literal["Least certain first", "Reading order", "Random sample"]
ORDERS: tuple[Order, ...] = ("Least certain first", "Reading order", "Random sample")
_Z = 1.96  # for an interval that holds in 95 of 100 cases
_GOOD_FOR = (
    (0.8, "enough to rely on"),
    (0.667, "enough for tentative conclusions only"),
    (-math.inf, "too low to draw conclusions from"),
)
"""What Krippendorff (2004, "Content Analysis", chapter 11) holds alpha to be good for, from which value on."""
_DEEDS = {"accept": "Accepted", "change": "Changed", "reject": "Rejected", "add": "Added"}


@dataclass(frozen=True, slots=True)
class Reliability:
    """Krippendorff's alpha, None where it is undefined, over how many quotes that two or more judged, and by whom."""

    alpha: float | None
    quotes: int
    reviewers: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many quotes of the machine people found right, right once changed, and no quotes; and how many it missed."""

    right: int
    changed: int
    wrong: int
    missed: int

    @property
    def judged(self) -> int:
        """The quotes of the machine that people looked at."""
        return self.right + self.changed + self.wrong


def tally(entries: Sequence[ReviewEntry]) -> Tally:
    """Count the last word on each quote; quotes that a person added are those that were missed."""
    held = standing(entries)
    added = {(entry.article_id, entry.after) for entry in held if entry.what == "add"}
    last = {(entry.article_id, entry.quote_id): entry.what for entry in held if entry.what != "add"}
    deeds = list(last.values())
    return Tally(deeds.count("accept"), deeds.count("change"), deeds.count("reject"), len(added))


def interval(right: int, judged: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson (1927): lower and upper bound, 0 to 1; (0, 1) for no cases."""
    if not judged:
        return 0.0, 1.0
    share, spread = right / judged, _Z * _Z / judged
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * (share * (1 - share) / judged + spread / (4 * judged)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def sum_up(found: Tally) -> str:
    """Return how often the machine was right, in a sentence."""
    if not found.judged:
        return "No quote has been reviewed yet."
    low, high = interval(found.right, found.judged)
    missed = f" {counted(found.missed, 'quote')} had been missed." if found.missed else ""
    return (
        f"{found.right:,} of {counted(found.judged, 'reviewed quote')} were right in everything: "
        f"{found.right / found.judged:.0%} (between {low:.0%} and {high:.0%} for quotes like these); "
        f"{found.changed:,} needed a change and {found.wrong:,} were no quotes.{missed}"
    )


def queue(quotes: pd.DataFrame, order: Order) -> list[str]:
    """Return the ids of the quotes that nobody looked at yet, in the order wanted.

    The random order is the same every time, so that a sample goes on where it was left.
    """
    rows = quotes[quotes["review"] == ""]
    if order == "Least certain first":
        rows = rows.sort_values("confidence", kind="stable")
    ids = [str(identity) for identity in rows["quote_id"]]
    if order == "Random sample":
        ids.sort(key=lambda identity: hashlib.sha256(identity.encode()).digest())
    return ids


def agreement(entries: Sequence[ReviewEntry]) -> tuple[float, float | None, int] | None:
    """Return how far the two reviewers with most quotes in common agree: share alike, Cohen's kappa, quotes.

    What counts is accept, change or reject, each reviewer's last word on a quote; None where no two share a quote.
    Kappa is None, as it is undefined, where both gave one and the same answer to all.
    """
    words: dict[str, dict[str, str]] = {}
    for (quote_id, who), what in _judgements(entries).items():
        words.setdefault(who, {})[quote_id] = what
    people = sorted(words)
    pairs = [(one, other) for number, one in enumerate(people) for other in people[number + 1 :]]
    shared = max(
        ((words[a].keys() & words[b].keys(), a, b) for a, b in pairs), key=lambda each: len(each[0]), default=None
    )
    if shared is None or not shared[0]:
        return None
    both = [(words[shared[1]][quote], words[shared[2]][quote]) for quote in sorted(shared[0])]
    alike = sum(one == other for one, other in both) / len(both)
    chance = (
        sum(sum(one == deed for one, _ in both) * sum(other == deed for _, other in both) for deed in _DEEDS)
        / len(both) ** 2
    )
    return alike, None if chance == 1 else (alike - chance) / (1 - chance), len(both)


def reliability(entries: Sequence[ReviewEntry]) -> Reliability | None:
    """Return how far all reviewers agree beyond chance; None where no quote was judged by two of them.

    That is Krippendorff's alpha (2011, "Computing Krippendorff's Alpha-Reliability") for labels without an order, each
    reviewer's last word on a quote: any number of reviewers, and quotes that only some of them judged. It is undefined
    where all gave the same answer to every quote: without variety, nobody can tell agreement from habit.
    """
    held = _judgements(entries)
    judged = Counter(quote for quote, _ in held)
    shared = {pair: deed for pair, deed in held.items() if judged[pair[0]] > 1}
    if not shared:
        return None
    quotes, reviewers = ({pair[side] for pair in shared} for side in (0, 1))
    if len(set(shared.values())) == 1:
        return Reliability(None, len(quotes), len(reviewers))
    from nltk.metrics.agreement import AnnotationTask  # noqa: PLC0415 - loads slowly, and is seldom needed

    task = AnnotationTask(data=[(who, quote, deed) for (quote, who), deed in shared.items()])
    return Reliability(float(task.alpha()), len(quotes), len(reviewers))


def tell_reliability(found: Reliability) -> str:
    """Return in words how far all reviewers agree, and what that is good for by Krippendorff (2004)."""
    who = "both" if found.reviewers == 2 else f"two or more of {found.reviewers}"
    over = f"{counted(found.quotes, 'quote')} that {who} reviewers judged"
    if found.alpha is None:
        return f"Krippendorff's alpha is undefined for {over}: all gave the same answer."
    good = next(words for least, words in _GOOD_FOR if found.alpha >= least)
    return f"Krippendorff's alpha is {found.alpha:.2f} for {over}: {good}."


def history(entries: Iterable[ReviewEntry], titles: Mapping[str, str]) -> pd.DataFrame:
    """Return one row per entry, the newest first: number, when, who, what, speaker, article, note."""
    rows = [
        {
            "number": entry.number,
            "when": entry.when,
            "who": entry.who,
            "what": _DEEDS.get(entry.what, f"Took number {entry.undoes} back"),
            "speaker": next((said.speaker for said in (entry.after, entry.before) if said), ""),
            "article": titles.get(entry.article_id, ""),
            "note": entry.note,
        }
        for entry in entries
    ]
    return pd.DataFrame(rows[::-1], columns=["number", "when", "who", "what", "speaker", "article", "note"])


def _judgements(entries: Sequence[ReviewEntry]) -> dict[tuple[str, str], str]:
    """Return each reviewer's last word on a quote, by quote and reviewer; quotes that somebody added have none."""
    return {(entry.quote_id, entry.who): entry.what for entry in standing(entries) if entry.what != "add"}
