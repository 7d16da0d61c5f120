"""Which words the reader of stances is shown: sentences around quotes, of one speaker, inside one paragraph."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis.pipeline.passages import find_scenes, sentence_starts
from analysis.records import Quote, QuoteType, Span, Speaker


def sentences(text: str) -> list[str]:
    starts = sentence_starts(text)
    return [text[start:end].strip() for start, end in pairwise(starts) if text[start:end].strip()]


def quote(text: str, words: str, who: str = "lee", kind: QuoteType = "direct", clause: str = "") -> Quote:
    at = text.index(words)
    whole = Span(text.index(clause), text.index(clause) + len(clause)) if clause else None
    return Quote(words[:8], Span(at, at + len(words)), kind, who, None, whole, None, "neutral", None, 0.9, "")


LEE = Speaker("lee", "Ann Lee", "person")
WU = Speaker("wu", "Wu Li", "person")


def test_sentences_end_at_stops_and_paragraphs_not_at_short_forms() -> None:
    text = "Mr. Lee met Gen. Wu in the U.S. in May. “It works!” he said. (It does.)\nNo. 5 won 1.4 points"
    assert sentences(text) == [
        "Mr. Lee met Gen. Wu in the U.S. in May.",
        "“It works!” he said.",
        "(It does.)",
        "No. 5 won 1.4 points",
    ]


def test_neighbouring_sentences_of_one_speaker_are_one_passage() -> None:
    text = "It rained. “The port is old,” said Lee. “It leaks.” The mayor left.\n“Nobody cares,” she said."
    quotes = [quote(text, words) for words in ("The port is old,", "It leaks.", "Nobody cares,")]
    scenes = find_scenes(text, quotes, [LEE])
    assert [scene.span.of(text).strip() for scene in scenes] == [
        "“The port is old,” said Lee. “It leaks.”",
        "“Nobody cares,” she said.",
    ]
    assert [len(scene.quotes) for scene in scenes] == [2, 1]


def test_two_speakers_in_one_sentence_have_a_passage_each() -> None:
    text = "“It works,” said Lee, but “it does not,” said Wu."
    quotes = [quote(text, "It works,"), quote(text, "it does not,", "wu"), quote(text, "said", "nobody")]
    scenes = find_scenes(text, quotes, [LEE, WU])
    assert sorted(scene.speaker for scene in scenes) == ["lee", "wu"]


def test_a_long_quote_is_read_in_several_passages() -> None:
    words = " ".join(f"The port of town number {number} is old and leaks every winter." for number in range(12))
    text = f"“{words}”"
    scenes = find_scenes(text, [quote(text, words)], [LEE])
    assert len(scenes) > 1
    assert all(len(scene.span.of(text)) <= 420 for scene in scenes)
    assert "".join(scene.span.of(text) for scene in scenes) == text


def test_a_place_belongs_to_the_quote_that_holds_it_else_to_the_clause() -> None:
    text = "Lee said the port was “old” and the road “bad”."
    clause = "the port was “old” and the road “bad”"
    old, bad = quote(text, "old", kind="mixed", clause=clause), quote(text, "bad", kind="mixed", clause=clause)
    (scene,) = find_scenes(text, [old, bad], [LEE])
    place = {word: Span(text.index(word), text.index(word) + len(word)) for word in ("port", "bad", "Lee")}
    assert scene.owner(place["bad"]) is bad
    assert scene.owner(place["port"]) is old
    assert scene.owner(place["Lee"]) is None
    assert {span.of(text) for _, span in scene.said()} == {clause}


def test_the_speaker_is_shown_where_the_reporter_names_them() -> None:
    text = "“Lee is right,” said Ann Lee."
    mentions = (Span(1, 4), Span(text.index("Ann"), text.index("Ann") + 7))
    speaker = Speaker("lee", "Ann Lee", "person", ("Ann Lee",), mentions)
    (scene,) = find_scenes(text, [quote(text, "Lee is right,")], [speaker])
    assert [span.of(text) for span in scene.holder] == ["Ann Lee"]


@given(st.text(alphabet="aB .!?\n“”\"'1", max_size=80))
def test_sentences_cover_any_text_once(text: str) -> None:
    starts = sentence_starts(text)
    assert starts[0] == 0
    assert starts[-1] == len(text)
    assert starts == sorted(starts)
