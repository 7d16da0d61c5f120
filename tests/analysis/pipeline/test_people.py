"""Names of people: which strings mean one person, and what the words around show."""

import pytest

from analysis.pipeline.language import parsed
from analysis.pipeline.names import bare, core, gender_of, is_body_word, is_given_name, is_particle, is_title
from analysis.pipeline.organisations import Organisations
from analysis.pipeline.people import People
from analysis.pipeline.transcripts import find_turns
from analysis.records import Span


def people_of(text: str) -> dict[str, list[str]]:
    with parsed(text, []) as doc:
        found = People(doc, text, [True] * len(doc)).persons
        return {person.name: [span.of(text) for span in person.mentions] for person in found}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Anna Keller left. Keller was tired.", {"Anna Keller": ["Anna Keller", "Keller"]}),
        ("Dr Anna Keller left. Ms Keller was tired.", {"Anna Keller": ["Anna Keller", "Keller"]}),
        ("Maria de Souza left. De Souza was tired.", {"Maria de Souza": ["Maria de Souza", "De Souza"]}),
        ("The Bank of England met in Paris on Monday.", {}),
        ("Tom Reed met Ann Reed. Ms Reed smiled.", {"Tom Reed": ["Tom Reed"], "Ann Reed": ["Ann Reed", "Reed"]}),
    ],
)
def test_mentions_of_one_person_are_gathered(text: str, people: dict[str, list[str]]) -> None:
    assert people_of(text) == people


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Ms. Anna B. Keller", ("anna", "keller")),
        ("President Keller", ("keller",)),
        ("Tom Reed Jr.", ("tom", "reed")),
        ("Ludwig van Dyck", ("ludwig", "van", "dyck")),
        ("José Núñez’s", ("jose", "nunez")),
        ("X", ("x",)),
    ],
)
def test_words_of_a_name(words: str, kept: tuple[str, ...]) -> None:
    assert core(words) == kept


def test_classes_of_name_words() -> None:
    assert is_title("Gen.")
    assert not is_title("Anna")
    assert is_particle("de")
    assert is_given_name("Zoë")
    assert not is_given_name("Bank")
    assert is_body_word("ministry")
    assert (gender_of("mrs"), gender_of("uncle"), gender_of("minister")) == ("she", "he", None)
    assert (bare("the bank's"), bare("A senior  aide"), bare("Theo")) == ("bank", "senior aide", "Theo")


def test_bodies_are_found_by_description_and_initials() -> None:
    text = "The International Trade Centre, a research group in Geneva, met. The Harbour Institute agreed."
    with parsed(text, []) as doc:
        bodies = Organisations(doc, [True] * len(doc))
        assert bodies.spelled_out("ITC") == "International Trade Centre"
        assert bodies.spelled_out("ABC") is None
        assert bodies.described("the research group", len(text)) == "International Trade Centre"
        assert bodies.described("the institute", len(text)) == "Harbour Institute"
        assert bodies.described("the institute", 10) is None
        assert bodies.described("the bank", len(text)) is None


def turns_of(text: str) -> list[tuple[str, str]]:
    paragraphs, start = [], 0
    for line in text.split("\n"):
        paragraphs.append(Span(start, start + len(line)))
        start += len(line) + 1
    return [(turn.label.of(text), turn.span.of(text)) for turn in find_turns(text, paragraphs)]


def test_turns_of_a_transcript() -> None:
    assert turns_of("HOLT: Are you well?\nSATO (laughs): I am.\nHOLT: Good for you.") == [
        ("HOLT", "Are you well?"),
        ("SATO", "I am."),
        ("HOLT", "Good for you."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Price: 20 euros.\nRooms: 14.\nPrice: 12 euros.",
        "PARIS: The talks go on.\nROME: The talks go on.\nPARIS: You may go.",
        "Note: You may bring a note.\nTime: Are we late?\nNote: We are on time.",
        "Holt: I am well.",
        "The time is 10:30 now.",
    ],
)
def test_labels_that_open_no_turn(text: str) -> None:
    assert turns_of(text) == []
