import json

import pytest
from hypothesis import given, settings

from analysis.library.codec import decode, encode
from analysis.records import Analysis, Article
from tests.analysis.library.synthetic import corpora, sample


@settings(max_examples=60, deadline=None)
@given(corpora())
def test_what_is_read_equals_what_was_written(pair: tuple[Article, Analysis]) -> None:
    assert decode(encode(pair[1])) == pair[1]


def test_the_sample_survives() -> None:
    assert decode(encode(sample()[1])) == sample()[1]


def test_a_field_of_a_later_version_is_left_out_and_a_missing_one_takes_its_default() -> None:
    fields = json.loads(encode(sample()[1]))
    fields["mood"] = "sombre"
    del fields["entities"]
    assert decode(json.dumps(fields)).entities == ()


@pytest.mark.parametrize("text", ["", "[]", "3", "{}", '{"article_id": 1, "fingerprint": "x", "quotes": 3}'])
def test_what_is_no_analysis_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own error is a ValueError too
        decode(text)


def test_a_word_outside_the_vocabulary_is_refused() -> None:
    broken = encode(sample()[1]).replace('"type":"direct"', '"type":"shouted"')
    with pytest.raises(ValueError, match="'shouted' is none of direct, mixed, indirect"):
        decode(broken)
