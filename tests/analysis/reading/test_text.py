import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading import Unreadable
from analysis.reading.text import decode, make_safe

ENGLISH = (
    "The naïve señor Müller said: “We won’t go – ever — I think…” and left. It cost £5 or €6.",
    "He won’t.",
    "the café",
    "Beyoncé sang.",
    "wait… no",
    "“Go,” he said.",
    "a naïve idea",
    "Plain text without a single odd letter.",
)


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_text_comes_back_character_for_character(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ENGLISH)
def test_one_odd_letter_deep_in_a_long_windows_text_is_enough(text: str) -> None:
    long = "Plain text about nothing much. " * 2_000 + text
    assert decode(long.encode("cp1252")) == long


def test_latin_1_is_read_and_never_taken_for_a_central_european_page() -> None:
    assert decode("À la carte: naïve señor Müller, £5".encode("latin-1")) == "À la carte: naïve señor Müller, £5"


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"one\r\ntwo\rthree\n") == "one\r\ntwo\rthree\n"


def test_a_file_cut_in_the_middle_of_a_character_loses_only_that() -> None:
    data = "“We won’t go”".encode()
    assert decode(data[:-1]) == "“We won’t go"


def test_a_few_bad_bytes_do_not_turn_utf_8_into_gibberish() -> None:
    data = "“We won’t go,” she said. ".encode() * 50 + b"\xff" + "“Never.”".encode()
    assert decode(data) == "“We won’t go,” she said. " * 50 + "\ufffd“Never.”"


def test_a_declared_encoding_is_used_where_nothing_surer_is_known() -> None:
    assert decode("Łódź “dobra”".encode("cp1250"), declared="windows-1250") == "Łódź “dobra”"
    assert decode("café".encode(), declared="windows-1250") == "café", "UTF-8 proves itself, whatever a page claims"
    assert decode("café".encode("cp1252"), declared="no-such-encoding") == "café"
    assert decode("won’t".encode("cp1252"), declared="iso-8859-1") == "won’t", "browsers read Latin-1 as Windows-1252"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"abc" * 50,
        b"\x7fELF\x02\x01\x01" + b"\0" * 50,
        b"PK\x03\x04\x14\x00" + b"word/document.xml" * 9,
        b"%PDF-1.7\n1 0 obj",
        b"{\\rtf1\\ansi A text}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office",
        bytes(range(256)) * 20,
        b"A text with\0a zero",
        b"\x01\x02\x03 mostly controls \x04\x05",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^This is (a|an|not) .*: save the article as \.txt, \.md or \.html\.$"):
        decode(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_text_without_a_zero_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except Unreadable:
        return
    assert "\0" not in text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x93We won\x92t\x94 \x85", "“We won’t” …"),
        ("a\x07b\x0bc\x1bd\x7fe", "a b c d e"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        ("tab\tline\r\nend", "tab\tline\r\nend"),
        ("whole 😀 \u200b\u202e", "whole 😀 \u200b\u202e"),
    ],
)
def test_unsafe_characters_are_replaced_one_for_one(text: str, safe: str) -> None:
    assert make_safe(text) == safe


@given(st.text(st.characters(exclude_characters="\0")))
def test_a_safe_text_has_the_same_positions_and_can_be_stored(text: str) -> None:
    safe = make_safe(text)
    assert len(safe) == len(text)
    assert safe.encode().decode() == safe
    assert make_safe(safe) == safe


def test_the_character_zero_is_refused() -> None:
    with pytest.raises(Unreadable, match="not text"):
        make_safe("a\0b")
