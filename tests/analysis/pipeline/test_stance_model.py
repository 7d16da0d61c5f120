"""The learned reader: what comes back, that it repeats, that names do not matter, and how evidence is cut out."""

import time

import pytest

from analysis.pipeline.stance_model import Passage, Reading, StanceModel, stance_model
from analysis.pipeline.verdicts import LABELS, decide
from analysis.records import Span


def passage(text: str, *targets: str, holder: str = "") -> Passage:
    def places(words: str) -> tuple[Span, ...]:
        at = text.index(words)
        return (Span(at, at + len(words)),)

    return Passage(text, tuple(places(target) for target in targets), places(holder) if holder else ())


def labels(text: str, *targets: str, holder: str = "") -> list[str]:
    (readings,) = stance_model().read([passage(text, *targets, holder=holder)])
    return [decide(reading.logits).label for reading in readings]


SIDES = "“The {one} has badly misread the market, while the {two} has done everything right,” said Ann Lee, an analyst."


@pytest.mark.parametrize(("one", "two"), [("ministry", "central bank"), ("fund", "union"), ("company", "regulator")])
def test_two_targets_of_one_sentence_are_told_apart(one: str, two: str) -> None:
    assert labels(SIDES.format(one=one, two=two), one, two, holder="Ann Lee") == ["critical", "supportive"]


@pytest.mark.parametrize(
    "words",
    [
        "“{} has failed its people for a decade and should be ashamed,” said Ann Lee.",
        "“{} deserves our full support for this brave decision,” said Ann Lee.",
        "“{} will hold the next round of talks in the spring,” said Ann Lee.",
        "Ann Lee said {} had lied to its allies and broken every promise.",
        "“I trust {} more than anyone else at this table,” said Ann Lee.",
    ],
)
def test_the_name_of_the_target_does_not_decide(words: str) -> None:
    names = ("Kyiv", "Moscow", "Beijing", "Washington", "Jerusalem", "Oslo", "Tehran", "Brussels")
    found = {name: labels(words.format(name), name, holder="Ann Lee")[0] for name in names}
    assert len(set(found.values())) == 1, found


def test_states_are_read_under_one_name() -> None:
    readings = []
    for name in ("Kyiv", "Moscow", "Trinidad and Tobago"):
        text = f"“{name} has been slow, and {name} knows it,” said Ann Lee."
        places = tuple(Span(at, at + len(name)) for at in (1, text.rindex(name)))
        (found,) = stance_model().read([Passage(text, (places,), states=(places,))])
        assert [span for span, _ in found[0].shown if span.of(text) == name] == list(places)
        readings.append(found[0].logits)
    assert readings[0] == readings[1] == readings[2]


def test_readings_come_in_order_and_do_not_depend_on_company() -> None:
    passages = [
        passage("The plan is a disaster, said Lee.", "plan"),
        Passage("Nobody is asked about here.", ()),
        passage("“We welcome the deal and thank the mayor,” said Wu of the long and narrow harbour.", "deal", "mayor"),
    ]
    together = stance_model().read(passages)
    assert [len(readings) for readings in together] == [1, 0, 2]
    for one, alone in zip(together, (stance_model().read([single])[0] for single in passages), strict=True):
        for reading, lone in zip(one, alone, strict=True):
            assert reading.logits == pytest.approx(lone.logits, abs=0.35)  # 8-bit weights round with their neighbours
    assert stance_model().read(passages) == together


def test_a_target_beyond_what_is_read_gets_a_reading_all_the_same() -> None:
    text = "word " * 400 + "plan"
    (readings,) = stance_model().read([passage(text, "plan")])
    assert len(readings) == 1


def test_the_model_loads_fast() -> None:
    began = time.process_time()
    StanceModel()
    assert time.process_time() - began < 2  # seconds; about 0.2 on an idle machine


def test_verdicts_are_chances_that_rules_move() -> None:
    for rule in (-3.0, -1.0, 0.0, 1.0, 3.0):
        verdict = decide((0.1, 0.2, 0.3), rule)
        assert sum(verdict.chances) == pytest.approx(1)
        assert verdict.confidence == max(verdict.chances)
        assert verdict.label == LABELS[verdict.chances.index(verdict.confidence)]
    assert decide((0.0, 0.0, 0.0), 2.0).chances[0] > decide((0.0, 0.0, 0.0)).chances[0]
    assert decide((0.0, 0.0, 0.0), -2.0).chances[1] > decide((0.0, 0.0, 0.0)).chances[1]


TEXT = "We waited, and the plan is a sad mess, all told. Fine."


def shown(*marked: str) -> Reading:
    """Return a reading in which some words are the evidence."""
    tokens, at = [], 0
    for word in TEXT.replace(",", "").replace(".", "").split():
        start = TEXT.index(word, at)
        at = start + len(word)
        tokens.append((Span(start, at), 0.9 if word in marked else 0.1))
    return Reading((0.0, 0.0, 0.0), tuple(tokens))


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        (("the", "plan", "is", "a", "sad", "mess"), "the plan is a sad mess"),
        (("mess",), "and the plan is a sad mess"),
        (("Fine",), "Fine"),
        ((), "and the plan is a sad mess"),
    ],
)
def test_evidence_is_the_marked_run_or_the_phrase_around_it(marked: tuple[str, ...], words: str) -> None:
    found = shown(*marked).evidence(TEXT, [Span(0, len(TEXT))])
    assert found is not None
    assert found.of(TEXT) == words or not marked


def test_evidence_stays_inside_the_words_that_are_asked_about() -> None:
    whole = Span(TEXT.index("the plan"), TEXT.index(", all"))
    found = shown("waited", "Fine").evidence(TEXT, [whole])
    assert found is not None
    assert whole.holds(found)
    assert shown("mess").evidence(TEXT, [Span(0, 0)]) is None


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("s war effort has second-hand", "Russia’s war effort has second-hand"),
        ("known for its speed, not its car", "known for its speed, not its care"),
        ("hand aid that came late and i", "second-hand aid that came late and is"),
    ],
)
def test_evidence_is_whole_words(marked: str, words: str) -> None:
    text = "Russia’s war effort has second-hand aid that came late and is\nknown for its speed, not its care."
    span = Span(text.index(marked), text.index(marked) + len(marked))
    found = Reading((0.0, 0.0, 0.0), ((span, 0.9),)).evidence(text, [Span(0, len(text))])
    assert found is not None
    assert found.of(text) == words
