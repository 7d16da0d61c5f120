"""Bytes to text: which encoding they are in, whether they are text at all, and characters made harmless in place."""

import codecs
import re
from functools import partial

from analysis.reading.limits import Unreadable

_SIGNATURES = {
    b"%PDF": "PDF file",
    b"PK\x03\x04": "ZIP or Office file",
    b"PK\x05\x06": "ZIP file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "Office file",
    b"{\\rtf": "RTF file",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
    b"\x7fELF": "program",
    b"MZ\x90\x00": "program",
    b"\x1f\x8b": "compressed file",
    b"BZh": "compressed file",
    b"7z\xbc\xaf": "compressed file",
    b"\xfd7zXZ": "compressed file",
    b"SQLite format 3": "database",
}
_MARKS = (
    # The longer marks first: that of UTF-32 starts with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLDER = ("cp1252", "mac_roman")
_BINARY_SHARE = 0.01
_LOST_SHARE = 0.001

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNSAFE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile(
    r"""(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŠŒŽŸ]                    # a capital after a small letter
      | (?<=[A-Z])[À-ÖØ-ÞŠŒŽŸ](?=[a-zß-öø-ÿ])          # a second capital before small letters
      | (?<=[.,!?])[À-ÖØ-öø-ÿŒœŠšŽžŸƒ]                 # a letter straight after punctuation
      | (?<![^\W\d_])[À-ÖØ-öø-ÿŒœŠšŽžŸƒ](?![^\W\d_])   # a letter that stands alone
      | (?<=[^\W\d_])[^\w\s\x00-\x7f’‘–—…\xad](?=[^\W\d_])  # a symbol inside a word
      | [¡¤¦¨¬¯´¸](?=\w) | (?<=\w)[¡¤¦¨¬¯´¸]          # an accent or sign that touches a word
      | (?<=[^\W\d_])[“„‚‹](?=[^\W\d_]|\s)             # a mark that opens where a word ends
      | (?:(?<=\s)|(?<=^))[”›](?=\w)                   # a mark that closes where a word starts
    """,
    re.VERBOSE | re.MULTILINE,
)


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Return the text of a file, without a byte order mark and with its line ends as they are.

    Tried in this order: a byte order mark, UTF-16 without a mark, UTF-8, the ``declared`` encoding, then Windows-1252
    and Mac Roman, of which the one is taken that puts fewer characters where English has none (Windows-1252 when they
    are equal). A UTF-8 file that was cut short or holds a few bad bytes is read as UTF-8. Raises Unreadable where the
    bytes are no text.
    """
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise Unreadable(f"This is a {kind}, not a text: save the article as .txt, .md or .html.")
    readers = (_marked, _wide, _utf8, partial(_declared, encoding=declared), _older)
    text = next(text for text in (reader(data) for reader in readers) if text is not None)
    if "\0" in text or len(_CONTROL.findall(text)) > _BINARY_SHARE * len(text):
        raise Unreadable("This is not text but binary data: save the article as .txt, .md or .html.")
    return text


def make_safe(text: str) -> str:
    """Return ``text`` with every character that cannot be stored or shown replaced, one for one.

    Positions stay what they were. Code points 128 to 159 become what Windows-1252 means by them, as browsers read them;
    control characters other than line ends and tabs become spaces; halves of surrogate pairs become U+FFFD. Raises
    Unreadable for the character 0, which no text holds.
    """
    if "\0" in text:
        raise Unreadable("This is not text but binary data: save the article as .txt, .md or .html.")
    return _UNSAFE.sub(lambda found: _harmless(found[0]), text)


def _harmless(character: str) -> str:
    code = ord(character)
    if code < 0x80:
        return " "
    if code > 0x9F:
        return "\N{REPLACEMENT CHARACTER}"
    try:
        return bytes([code]).decode("cp1252")
    except UnicodeDecodeError:
        return " "


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return text if _kept(text) else None
    return None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        whole, rest = data[: error.start].decode("utf-8", "replace"), data[error.start :]
        if error.reason == "unexpected end of data" and (len(rest) > 1 or not whole.isascii()):
            return whole
    text = data.decode("utf-8", "replace")
    return text if _kept(text) and len(re.findall(r"[^\x00-\x7f\ufffd]", text)) > 10 * text.count("\ufffd") else None


def _wide(data: bytes) -> str | None:
    """Read UTF-16 without a mark: in English every second byte is zero."""
    half = len(data) // 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half and data[offset::2].count(0) > 0.7 * half and not data[1 - offset :: 2].count(0):
            return data.decode(encoding, "ignore")
    return None


def _declared(data: bytes, encoding: str | None) -> str | None:
    if not encoding:
        return None
    try:
        text = data.decode("cp1252" if encoding.lower() in {"iso-8859-1", "latin-1", "us-ascii"} else encoding)
    except (LookupError, UnicodeError):
        return None
    return text if "\0" not in text else None


def _older(data: bytes) -> str:
    readings = []
    for encoding in _OLDER:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((len(_ODD.findall(text)), text))
    return min(readings, key=lambda reading: reading[0])[1]


def _kept(text: str) -> bool:
    return text.count("\N{REPLACEMENT CHARACTER}") <= _LOST_SHARE * len(text)
