"""Zip archives and XML from elsewhere, opened with care: nothing unpacks beyond a limit, no entity is expanded."""

import io
import lzma
import zipfile
import zlib
from xml.etree import ElementTree as ET

MOST_UNPACKED = 500 * 1024 * 1024
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error, lzma.LZMAError)


class Unusable(ValueError):  # noqa: N818 - named for what it tells a person
    """A file is not what it should be; the message says in one sentence what is wrong and what to do."""


def unpack(data: bytes, *, limit: int = MOST_UNPACKED) -> dict[str, bytes]:
    """Return the files of a zip archive by their names.

    Raises Unusable where it is broken or locked, or where its files have more than ``limit`` bytes together.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            size = sum(part.file_size for part in parts)
            # A part never gives more bytes than it states, so what is stated is what can come.
            if size <= limit:
                return {part.filename: archive.read(part) for part in parts}
    except _BROKEN as error:
        raise Unusable("The file is broken or locked: export it again.") from error
    raise Unusable(f"Unpacked, the file has {size / 2**20:,.0f} MB and the limit is {limit // 2**20}: export less.")


def parse(xml: bytes) -> ET.Element:
    """Return the root of an XML document in UTF-8.

    Raises Unusable where it is no such document, or has a document type, which could hold entities that grow.
    """
    try:
        text = xml.decode("utf-8-sig")
        if "<!DOCTYPE" in text:
            raise Unusable("The file holds a document type, which is not read: export it again without one.")
        return ET.fromstring(text)  # noqa: S314 - entities need a document type, which is refused above
    except (UnicodeDecodeError, ET.ParseError) as error:
        raise Unusable("The file holds XML that cannot be read: export it again.") from error
