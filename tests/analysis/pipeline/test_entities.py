import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.layout import Layout, Paragraph
from analysis.pipeline.directory import find_institutions
from analysis.pipeline.entities import LABELS, find_entities
from analysis.pipeline.language import parsed
from analysis.pipeline.namesakes import Namesakes, slug
from analysis.records import Entity, Region, Span, Speaker


def speaker(text: str, name: str, *forms: str, kind: str = "person") -> Speaker:
    """Return a speaker with a mention wherever one of the forms stands."""
    spans = [Span(*match.span()) for form in forms for match in re.finditer(re.escape(form), text)]
    return Speaker(slug(name), name, kind, forms, tuple(sorted(spans)))  # type: ignore[arg-type]


def entities_of(text: str, *speakers: Speaker, aside: str = "") -> tuple[Entity, ...]:
    """Return the entities of a text of one paragraph a line; ``aside`` is a line of furniture in it."""
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    roles = ["aside" if line.of(text) == aside else "body" for line in lines]
    paragraphs = tuple(Paragraph(line, role) for line, role in zip(lines, roles, strict=True))  # type: ignore[arg-type]
    regions = tuple(Region(line, "label") for line, role in zip(lines, roles, strict=True) if role == "aside")
    with parsed(text, [line.start for line in lines]) as doc:
        return find_entities(doc, text, Layout(paragraphs, regions), speakers, find_institutions(text))


def named(text: str, *speakers: Speaker) -> dict[str, tuple[str, list[str]]]:
    return {
        entity.name: (entity.label, [mention.of(text) for mention in entity.mentions])
        for entity in entities_of(text, *speakers)
    }


@pytest.mark.parametrize(
    ("text", "name", "label", "mentions"),
    [
        # one place, many names
        (
            "The US, or America, is not the United States’ only name: the U.S. has others.",
            "United States",
            "GPE",
            ["US", "America", "United States", "U.S."],
        ),
        ("Britain is the UK to most people.", "United Kingdom", "GPE", ["Britain", "UK"]),
        ("Kiev is now written Kyiv in English.", "Kyiv", "GPE", ["Kiev", "Kyiv"]),
        ("He flew to Washington, DC, and spoke in Washington.", "Washington", "GPE", ["Washington, DC", "Washington"]),
        ("Turkey and Türkiye are one country.", "Turkey", "GPE", ["Turkey", "Türkiye"]),
        ("The Netherlands sent trucks from Holland.", "Netherlands", "GPE", ["Netherlands", "Holland"]),
        ("Czechia beat Sweden on penalties.", "Czech Republic", "GPE", ["Czechia"]),
        ("The war in the Gaza Strip left Gaza in ruins.", "Gaza", "GPE", ["Gaza Strip", "Gaza"]),
        # places that stand for governments are themselves
        ("The Kremlin denied it, and Moscow’s envoys left.", "Kremlin", "ORG", ["Kremlin"]),
        ("The Kremlin denied it, and Moscow’s envoys left.", "Moscow", "GPE", ["Moscow"]),
        ("The EU fined the firm, the European Union’s court heard.", "European Union", "ORG", ["EU", "European Union"]),
        ("Officials in the Middle East agreed.", "Middle East", "LOC", ["Middle East"]),
        ("Leaders in the West were silent.", "West", "LOC", ["West"]),
        # peoples are not their states
        (
            "Ukrainian officials said Ukrainians would stay in Ukraine.",
            "Ukrainian",
            "NORP",
            ["Ukrainian", "Ukrainians"],
        ),
        ("Ukrainian officials said Ukrainians would stay in Ukraine.", "Ukraine", "GPE", ["Ukraine"]),
        ("The British and many Britons disagreed.", "British", "NORP", ["British", "Britons"]),
        ("Dutch farmers blocked the road.", "Dutch", "NORP", ["Dutch"]),
        # short forms and full names
        (
            "Maria Ortega met Peter Lund. Ortega left early, and Lund’s aides waited.",
            "Maria Ortega",
            "PERSON",
            ["Maria Ortega", "Ortega"],
        ),
        (
            "Maria Ortega met Peter Lund. Ortega left early, and Lund’s aides waited.",
            "Peter Lund",
            "PERSON",
            ["Peter Lund", "Lund"],
        ),
        (
            "Harold J. Finch won. Voters like Harold Finch, Finch says.",
            "Harold J. Finch",
            "PERSON",
            ["Harold J. Finch", "Harold Finch", "Finch"],
        ),
        # the directory and its short forms
        (
            "The International Monetary Fund (IMF) cut its forecast. The IMF was gloomy.",
            "International Monetary Fund",
            "ORG",
            ["International Monetary Fund", "IMF", "IMF"],
        ),
        ("Analysts at Chatham House disagreed.", "Chatham House", "ORG", ["Chatham House"]),
        (
            "The Western Harbour Commission (WHC) met on Monday. The WHC will meet again.",
            "Western Harbour Commission",
            "ORG",
            ["Western Harbour Commission", "WHC", "WHC"],
        ),
    ],
)
def test_what_is_named_is_gathered_under_one_name(text: str, name: str, label: str, mentions: list[str]) -> None:
    assert named(text).get(name) == (label, mentions)


@pytest.mark.parametrize(
    "text",
    [
        "On Friday, in May 2024, it cost $20 million, about 30 percent more.",
        "They told us that the turkey was from a west wind.",
        "The President and the Foreign Minister met the Secretary.",
        "At 10 p.m. the second of three trains left.",
    ],
)
def test_dates_figures_and_offices_are_no_entities(text: str) -> None:
    assert named(text) == {}


def test_two_candidates_leave_a_surname_alone() -> None:
    text = "Anna Berg and Karl Berg were there. Then Berg spoke to Anna Berg’s lawyer in Oslo."
    found = named(text, speaker(text, "Anna Berg", "Anna Berg"), speaker(text, "Karl Berg", "Karl Berg"))
    assert found["Anna Berg"] == ("PERSON", ["Anna Berg", "Anna Berg"])
    assert found["Karl Berg"] == ("PERSON", ["Karl Berg"])


def test_a_speaker_is_a_person_whatever_the_model_says() -> None:
    text = "Rambo Kyiv Nixon Institute head Ivo Zadar said so. “Zadar is right,” they say. Zadar left."
    found = named(text, speaker(text, "Ivo Zadar", "Ivo Zadar", "Zadar left"))
    assert found["Ivo Zadar"] == ("PERSON", ["Ivo Zadar", "Zadar", "Zadar"])


def test_titles_of_speakers_are_no_part_of_their_names() -> None:
    text = "Foreign Secretary Ada Quill said no. Prof. Quill went home."
    found = named(text, speaker(text, "Ada Quill", "Foreign Secretary Ada Quill", "Prof. Quill"))
    assert found["Ada Quill"] == ("PERSON", ["Ada Quill", "Quill"])


def test_a_speaker_known_by_surname_joins_the_full_name() -> None:
    text = "Maria Ortega was absent. The plan is dead, Ortega said. “Ortega wins,” they said."
    found = named(text, speaker(text, "Ortega", "Ortega said"))
    assert found == {"Maria Ortega": ("PERSON", ["Maria Ortega", "Ortega", "Ortega"])}


def test_groups_are_no_entities() -> None:
    text = "Some analysts said the plan was weak."
    assert named(text, speaker(text, "Some analysts", "Some analysts", kind="group")) == {}


@pytest.mark.parametrize(
    ("form", "name", "label"),
    [
        ("Norway", "Norway", "GPE"),
        ("The Harbour Board", "Harbour Board", "ORG"),
        ("Oslo", "Oslo", "GPE"),
    ],
)
def test_bodies_and_states_that_speak_keep_their_kind(form: str, name: str, label: str) -> None:
    text = f"{form} said that the ferry would sail."
    assert named(text, speaker(text, form, form, kind="organisation"))[name] == (label, [name])


def test_an_organisation_named_after_a_speaker_is_not_the_speaker() -> None:
    text = "Bruno Hale said that Hale Industries had paid. Hale smiled."
    found = named(text, speaker(text, "Bruno Hale", "Bruno Hale", "Hale"))
    assert found["Bruno Hale"] == ("PERSON", ["Bruno Hale", "Hale"])
    assert found["Hale Industries"] == ("ORG", ["Hale Industries"])


def test_a_place_inside_a_name_is_no_place() -> None:
    found = named("Jordan Whitfield flew home. Officials thanked Jordan Whitfield.")
    assert "Jordan" not in found


def test_mentions_in_furniture_are_left_out() -> None:
    text = "Norway sent aid.\nMore on Norway\nNorway paid."
    (norway,) = entities_of(text, aside="More on Norway")
    assert [mention.start for mention in norway.mentions] == [0, 32]


def test_ids_are_slugs_and_unlike() -> None:
    entities = entities_of("Nicolás Peña of Côte d’Ivoire met the US envoy in São Paulo.")
    assert {"nicolas-pena", "ivory-coast", "united-states", "sao-paulo"} <= {entity.id for entity in entities}


@pytest.mark.parametrize(
    ("names", "form", "expected"),
    [
        (["Samantha de Bendern"], "De Bendern", "Samantha de Bendern"),
        (["Samantha de Bendern", "De Bendern"], "De Bendern", "Samantha de Bendern"),
        (["Kim Jong-un"], "Kim Jong Un", "Kim Jong-un"),
        (["Kim Jong-un"], "Kim", "Kim Jong-un"),
        (["José Peña"], "Pena", "José Peña"),
        (["Anna Berg", "Karl Berg"], "Berg", None),
        (["Anna Berg"], "Bergen", None),
        (["Anna Berg"], "", None),
        ([], "Berg", None),
    ],
)
def test_a_short_form_has_one_full_name_or_none(names: list[str], form: str, expected: str | None) -> None:
    assert Namesakes(names).full_name(form) == expected


WORDS = st.lists(
    st.sampled_from(
        ["The", "US", "America’s", "Kyiv", "Ortega", "Maria", "Friday", "IMF", "(", ")", "“", "”", "said", "\n", "-",
         "Harbour", "Board", "Russians", "U.S.", ".", ",", "2024", "de", "of", "Mr.", "'s"]
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(words=WORDS)
def test_mentions_slice_never_overlap_and_ids_are_unique(words: list[str]) -> None:
    text = " ".join(words)
    entities = entities_of(text, speaker(text, "Maria Ortega", "Ortega"))
    assert len({entity.id for entity in entities}) == len(entities)
    spans = sorted(mention for entity in entities for mention in entity.mentions)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    for entity in entities:
        assert entity.label in LABELS
        assert entity.mentions == tuple(sorted(entity.mentions))
        assert all(mention.of(text).strip() == mention.of(text) != "" for mention in entity.mentions)
