"""How kinds, stances, types and speakers are called and coloured, the same on every page."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

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

UNNAMED = "No speaker given"


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
