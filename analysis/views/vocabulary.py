"""How kinds, stances, types and speakers are called and coloured, the same on every page."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from analysis.records import Article

PALETTE = ("#2a79b8", "#b4540c", "#1a9c74", "#6b4fc0", "#cf5f92", "#968600", "#48a0a8", "#a34a4a")
"""Eight colours with a contrast of 3 to 1 against white and near-black, kept apart for colour-blind readers."""
GREY = "#70767f"
INK = "#000037"
"""Streamlit puts the text colour of the viewer's theme in the place of this one; elsewhere it is a near-black."""

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "think-tank": "Think-tank",
        "government": "Government",
        "military": "Military",
        "university": "University",
        "company": "Company",
        "media": "Media",
        "ngo": "NGO",
        "intergovernmental": "Intergovernmental",
        "none": "No affiliation given",
    }
)
KIND_COLOURS: Mapping[str, str] = MappingProxyType(dict(zip(KINDS, (*PALETTE, GREY), strict=True)))

STANCES: Mapping[str, str] = MappingProxyType(
    {
        "supportive": "Supportive",
        "critical": "Critical",
        "neutral": "Neutral",
        "mixed": "Mixed",
        "unclear": "Unclear",
        "none": "None found",
    }
)
STANCE_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "supportive": "#2a79b8",
        "critical": "#b4540c",
        "neutral": GREY,
        "mixed": "#6b4fc0",
        "unclear": "#968600",
        "none": GREY,
    }
)
STANCE_SIGNS: Mapping[str, str] = MappingProxyType(
    {"supportive": "+", "critical": "−", "neutral": "○", "mixed": "±", "unclear": "?", "none": ""}
)

TYPES: Mapping[str, str] = MappingProxyType({"direct": "Direct", "mixed": "Mixed", "indirect": "Indirect"})
TYPE_SHAPES: Mapping[str, str] = MappingProxyType({"direct": "circle", "mixed": "diamond", "indirect": "circle-open"})

REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "headline": "Headline",
        "standfirst": "Standfirst",
        "kicker": "Above the headline",
        "byline": "Author or day",
        "dateline": "Place or day",
        "share": "Buttons",
        "caption": "Caption",
        "video": "Video",
        "related": "Other articles",
        "promo": "Promotion",
        "ad": "Advertisement",
        "paywall": "Subscription notice",
        "pull quote": "Quote pulled out of the text",
        "repeat": "Repeated",
        "embed": "Embedded post",
        "label": "Label",
        "credits": "Credits",
        "footer": "Below the story",
        "set aside": "Set aside by hand",
    }
)
"""What the parts of a page are called that are no part of its story."""
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "page": "from the web page",
        "file": "from the file",
        "name": "from the file's name",
        "text": "from lines of the text",
        "guess": "from the first words",
        "person": "corrected by hand",
    }
)
_FIELDS: Mapping[str, str] = MappingProxyType(
    {"title": "title", "outlet": "outlet", "byline": "author", "published": "day"}
)

REVIEWS: Mapping[str, str] = MappingProxyType(
    {"": "", "accepted": "✓ Accepted", "changed": "✓ Changed", "added": "✓ Added"}
)
UNNAMED = "No speaker given"


def told(article: Article) -> str:
    """Return where title, outlet, author and day of an article come from: "Title from the web page; day from ..."."""
    by_place: dict[str, list[str]] = {}
    for field, place in article.told:
        by_place.setdefault(place, []).append(_FIELDS[field])
    line = "; ".join(f"{', '.join(fields)} {PLACES[place]}" for place, fields in by_place.items())
    return line[:1].upper() + line[1:]


def speaker_colours(names: Iterable[str]) -> dict[str, str]:
    """Return a colour for each name, in the order of first appearance; nine or more names share colours."""
    return {name: PALETTE[number % len(PALETTE)] for number, name in enumerate(dict.fromkeys(names))}


def combined(labels: Sequence[str]) -> str:
    """Return one stance for several: the side that is taken, "mixed" where support meets criticism.

    Where no side is taken it is neutral if anything is, else unclear.
    """
    sides = {label for label in labels if label in ("supportive", "critical", "mixed")}
    if not sides:
        return "unclear" if labels and set(labels) == {"unclear"} else "neutral"
    return sides.pop() if len(sides) == 1 else "mixed"


def counted(count: int, unit: str) -> str:
    """Return "1 quote", "2 quotes", "3 entities"."""
    plural = f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"
    return f"{count:,} {unit if count == 1 else plural}"
