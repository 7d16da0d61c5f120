"""States, territories, cities and the names they go by; which state a place, a people or a seat of power stands for."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

PlaceKind = Literal["country", "union", "territory", "region", "city", "seat"]

_DATA = Path(__file__).parents[1] / "data" / "places.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One row of ``data/places.csv``.

    ``region`` is a part of the world ("Middle East"), ``territory`` a part of a state or one that two states dispute,
    ``seat`` a building or street that stands for a government ("the Kremlin"). ``country`` is the name of the state
    that a place belongs to (its own name for a state, "" for a region of the world).
    """

    name: str
    kind: PlaceKind
    country: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


@cache
def places() -> tuple[Place, ...]:
    """Return every place of the table, states first."""
    with _DATA.open(encoding="utf-8", newline="") as rows:
        return tuple(
            Place(
                name=row["name"],
                kind=cast("PlaceKind", row["kind"]),
                country=row["country"],
                aliases=_listed(row["aliases"]),
                demonyms=_listed(row["demonyms"]),
                capital=row["capital"],
            )
            for row in csv.DictReader(rows)
        )


@cache
def _names() -> dict[str, Place]:
    return {name: place for place in places() for name in (place.name, *place.aliases)}


@cache
def _demonyms() -> dict[str, Place]:
    return {demonym: place for place in places() for demonym in place.demonyms}


@cache
def _governments() -> dict[str, str]:
    """Map capitals to the state or union that they stand for; a union's seat stands for the union."""
    return {place.capital: place.name for place in places() if place.capital and place.kind in {"country", "union"}}


def bare(words: str) -> str:
    """Return a name with single spaces and straight apostrophes, without a leading article and a possessive ending."""
    plain = " ".join(words.replace("’", "'").split())
    plain = plain.removeprefix("the ").removeprefix("The ").strip()
    return plain.removesuffix("'s").removesuffix("'").strip()


def place_named(words: str) -> Place | None:
    """Return the place that goes by these words ("the U.S.", "Kiev’s"), else None; capital letters count.

    Some names belong to more than one place, and the table holds one: "Georgia" is the state in the Caucasus,
    "Congo" the one whose capital is Kinshasa, "Washington" the city.
    """
    name = " ".join(words.replace("’", "'").split())
    return _names().get(name) or _names().get(bare(name))


def people_of(words: str) -> Place | None:
    """Return the place whose people or adjective these words are ("Ukrainian", "the Russians"), else None."""
    name = bare(words)
    return _demonyms().get(name) or _demonyms().get(name.removesuffix("s"))


def state_of(words: str) -> str | None:
    """Return the state or union that these words stand for when they act: its name, people, capital or seat of power.

    "America", "Americans", "Washington" and "the White House" all give "United States"; "Brussels" gives
    "European Union". Cities that are no capital, territories and regions of the world stand for no state: None.
    """
    place = place_named(words)
    if place is None:
        people = people_of(words)
        return people.name if people and people.kind in {"country", "union"} else None
    if place.kind in {"country", "union"}:
        return place.name
    if place.kind == "seat":
        return place.country
    return _governments().get(place.name)
