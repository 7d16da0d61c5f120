"""What is too much: every limit on what is read, in one place, and how it is told."""

FILE_BYTES = 20 * 1024 * 1024
PAGE_BYTES = 5 * 1024 * 1024
TEXT_CHARACTERS = 300_000
BATCH_FILES = 2_000
PACKED_BYTES = 100 * 1024 * 1024
"""Of a file that holds many articles."""
UNPACKED_BYTES = 500 * 1024 * 1024
DOCUMENT_PAGES = 300


class Unreadable(ValueError):  # noqa: N818 - named for what it tells a person
    """A file or text cannot be read as an article; the message says in one sentence what is wrong and what to do."""


def check_size(size: int, *, limit: int = FILE_BYTES) -> None:
    """Raise Unreadable where a file of ``size`` bytes is empty or larger than ``limit``."""
    if not size:
        raise Unreadable("The file is empty: choose one that holds the text of an article.")
    if size > limit:
        raise Unreadable(
            f"The file has {size / 2**20:.1f} MB and the limit is {limit // 2**20} MB: split it into single articles."
        )


def check_length(text: str) -> None:
    """Raise Unreadable where a text has no word or digit, or is longer than an article can be."""
    if not any(character.isalnum() for character in text):
        raise Unreadable(
            "There is no text, only white space or marks: choose a file that holds the text of an article."
        )
    if len(text) > TEXT_CHARACTERS:
        raise Unreadable(
            f"The text has {len(text):,} characters and the limit is {TEXT_CHARACTERS:,}: "
            "split it into single articles."
        )


def check_count(files: int) -> None:
    """Raise Unreadable where more files are uploaded at once than one batch may hold."""
    if files > BATCH_FILES:
        raise Unreadable(f"There are {files:,} files and the limit is {BATCH_FILES:,} at once: bring them in parts.")


def check_unpacked(size: int) -> None:
    """Raise Unreadable where what is packed in a file takes ``size`` bytes, more than is reasonable."""
    if size > UNPACKED_BYTES:
        raise Unreadable(
            f"Unpacked, the file has {size / 2**20:,.0f} MB and the limit is {UNPACKED_BYTES // 2**20}: split it."
        )
