"""The directory as a table: who is listed, from where, how often quoted, and which names are in doubt."""

import pandas as pd
import pytest

from analysis.library import Body, Directory
from analysis.library.bodies import KINDS
from analysis.library.directory import shipped
from analysis.views import institutions, tables
from tests.analysis.library.synthetic import sample

OWN = Body(id="fjord", name="Fjord Institute", aliases=("FI?",), parent="chatham-house", groups=(("region", "North"),))


@pytest.fixture
def quotes() -> pd.DataFrame:
    return tables.quotes([sample()])


def names(table: pd.DataFrame) -> list[str]:
    return list(table["name"])


def test_those_that_are_quoted_come_first_then_a_persons_own(quotes: pd.DataFrame) -> None:
    table = institutions.institutions(Directory([OWN]), quotes)
    rows = table.set_index("name")
    assert names(table)[0] == "Chatham House"
    assert names(table)[-1] == "Fjord Institute"
    assert rows.loc["Fjord Institute"].to_dict() == {
        "id": "fjord", "kind": "Think-tank", "country": "", "parent": "Chatham House", "source": "Yours", "quotes": 0,
        "group: region": "North",
    }  # fmt: skip
    assert rows.loc["US government", "id"] == ""
    assert table["quotes"].sum() == (quotes["institution"] != "").sum()


def test_a_search_finds_shipped_own_and_unknown_ones(quotes: pd.DataFrame) -> None:
    table = institutions.institutions(Directory([OWN]), quotes, words="INST fjord")
    assert names(table) == ["Fjord Institute"]
    assert "UK government" in names(institutions.institutions(Directory(), quotes, words="uk gov"))
    assert "Royal United Services Institute" in names(institutions.institutions(Directory(), quotes, words="rusi"))


def test_an_empty_library_lists_nothing_with_the_same_columns() -> None:
    table = institutions.institutions(Directory(), tables.quotes([]))
    assert table.empty
    assert dict(table.dtypes.astype(str)) == dict(institutions.INSTITUTIONS)


def test_quotes_are_those_of_the_id_and_of_names_that_are_its_alone(quotes: pd.DataFrame) -> None:
    directory = Directory()
    house = shipped()["chatham-house"]
    assert len(institutions.quotes_of(house, directory, quotes)) == 11
    twin = Directory([Body(id="twin", name="Twin", aliases=("Chatham House",))])
    assert institutions.quotes_of(house, twin, quotes).empty
    marked = quotes.assign(institution_id=quotes["institution"].map({"Chatham House": "chatham-house"}).fillna(""))
    assert len(institutions.quotes_of(house, twin, marked)) == 11


def test_each_kind_has_a_name_of_its_own_way_back() -> None:
    assert set(institutions.KIND_NAMES) == set(KINDS)
    for kind in ("think-tank", "government-institute", "ngo", "none"):
        assert institutions.kind_called(institutions.KIND_NAMES[kind]) == kind


def test_names_in_doubt_are_explained() -> None:
    alone = Directory([OWN])
    assert institutions.doubts(OWN, alone) == [
        "“FI” may mean something else: it counts where the text says more, such as the full name."
    ]
    other = Body(id="other", name="Farm Initiative", aliases=("FI",), country="NO")
    assert institutions.doubts(OWN, Directory([OWN, other])) == [
        "“FI” may also mean Farm Initiative (NO): it counts where the text says more, such as the full name."
    ]
    assert institutions.doubts(Body(id="x", name="Fjord Watch"), alone) == []
