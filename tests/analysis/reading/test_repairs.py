"""Garbled characters are put right only where their letters make no sense otherwise, and told word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading import compose, open_file
from analysis.reading.repairs import repair


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("They donâ€™t know.", "They don’t know.", (("donâ€™t", "don’t"),)),
        ("The cafÃ© shut.\nNobody came.", "The café shut.\nNobody came.", (("cafÃ©", "café"),)),
        ("“We must act”, he said.", "“We must act”, he said.", ()),
        ("São Paulo and Århus, €5 and 20 °C", "São Paulo and Århus, €5 and 20 °C", ()),
        ("ﬁne ‘quotes’ &amp; wide ＡＢ", "ﬁne ‘quotes’ &amp; wide ＡＢ", ()),
    ],
)
def test_garbled_words_are_put_right_and_told(was: str, now: str, told: tuple[tuple[str, str], ...]) -> None:
    assert repair(was) == (now, told)


@given(st.text(alphabet="abc \n“”’é€", max_size=60))
def test_what_was_garbled_once_comes_back(text: str) -> None:
    assert repair(text)[0] == text


def test_files_are_mended_only_when_asked() -> None:
    data = "The mayor said that they donâ€™t know what to do about the bridge and the road.".encode()
    (part,) = open_file("bridge.txt", data)
    assert "donâ€™t" in part.read()[0].text
    (mended,) = part.read(mend=True)
    assert "don’t" in mended.text
    assert mended.repairs == (("donâ€™t", "don’t"),)
    assert compose(mended.text, mend=True).repairs == ()
