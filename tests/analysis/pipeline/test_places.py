from collections import Counter

import pytest

from analysis.pipeline.places import people_of, place_named, places, state_of


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("US", "United States"),
        ("the U.S.", "United States"),
        ("America’s", "United States"),
        ("the United States'", "United States"),
        ("the Netherlands", "Netherlands"),
        ("Kiev", "Kyiv"),
        ("Washington, DC", "Washington"),
        ("Washington,\nDC", "Washington"),
        ("Burma", "Myanmar"),
        ("the Palestinian territories", "Palestine"),
        ("Cote d’Ivoire", "Ivory Coast"),
        ("EU", "European Union"),
        ("Holyrood", "Holyrood"),
    ],
)
def test_a_place_is_known_by_every_name_it_goes_by(words: str, name: str) -> None:
    place = place_named(words)
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize("words", ["us", "turkey", "", "'s", "Atlantis", "American"])
def test_other_words_are_no_place(words: str) -> None:
    assert place_named(words) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("American", "United States"),
        ("the Russians", "Russia"),
        ("Britons", "United Kingdom"),
        ("Englishmen", "England"),
        ("South Korean", "South Korea"),
        ("Swiss", "Switzerland"),
    ],
)
def test_a_people_belongs_to_its_place(words: str, name: str) -> None:
    place = people_of(words)
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Moscow", "Russia"),
        ("the Kremlin", "Russia"),
        ("Washington", "United States"),
        ("the White House", "United States"),
        ("Downing Street", "United Kingdom"),
        ("Brussels", "European Union"),
        ("Iranians", "Iran"),
        ("Taiwan", "Taiwan"),
        ("the EU", "European Union"),
        ("Texas", None),
        ("Scots", None),
        ("Mumbai", None),
        ("Europe", None),
        ("nobody", None),
    ],
)
def test_what_stands_for_a_state(words: str, state: str | None) -> None:
    assert state_of(words) == state


def test_no_name_or_demonym_belongs_to_two_places() -> None:
    uses = Counter(name for place in places() for name in {place.name, *place.aliases, *place.demonyms})
    assert [name for name, count in uses.items() if count > 1] == []


def test_states_and_capitals_refer_to_rows_of_the_table() -> None:
    known = {place.name for place in places()}
    assert {place.country for place in places()} - {""} <= known
    assert {place.capital for place in places()} - {""} <= known


def test_every_member_of_the_united_nations_is_there() -> None:
    states = [place for place in places() if place.kind == "country"]
    assert len(states) == 193 + len({"Kosovo", "Palestine", "Taiwan", "Vatican City"})
