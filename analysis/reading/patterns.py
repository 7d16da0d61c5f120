"""What file names tell of articles, by a pattern that a person gives: "{date}_{outlet}_{title}"."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePath

from analysis.reading.days import day_written

FIELDS = ("date", "outlet", "title")
_FIELD = re.compile(r"\{(\w*)\}")
_PACKED_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Told:
    """What a file's name says: "" and None for what it does not say."""

    title: str = ""
    outlet: str = ""
    published: dt.date | None = None


def check_pattern(pattern: str) -> str:
    """Return what is wrong with a pattern in one sentence, "" where nothing is."""
    names = _FIELD.findall(pattern)
    unknown = [name for name in names if name not in {*FIELDS, ""}]
    if unknown:
        return f"{{{unknown[0]}}} is not known: use {{date}}, {{outlet}}, {{title}}, and {{}} for what does not matter."
    if not set(names) & set(FIELDS):
        return "The pattern names nothing: write for example {date}_{outlet}_{title}."
    if len(set(filter(None, names))) < len([name for name in names if name]):
        return "A part stands in the pattern twice: name each once."
    return ""


def read_name(pattern: str, name: str) -> Told:
    """Return what the name of a file says by a pattern without fault; nothing where the name is not built so.

    Underscores inside a part stand for spaces. A day is written as 2024-05-31, 20240531, 31.05.2024 or with the month's
    name. The ending of the file does not count.
    """
    stem = PurePath(name.replace("\\", "/").partition(":")[0]).stem
    built = ""
    for number, part in enumerate(_FIELD.split(pattern.strip())):
        is_field = number % 2 == 1
        built += (f"(?P<{part}>.+?)" if part else ".+?") if is_field else re.escape(part)
    found = re.fullmatch(built, stem)
    if found is None:
        return Told()
    said = {field: " ".join(words.replace("_", " ").split()) for field, words in found.groupdict().items()}
    day = said.get("date", "")
    packed = _PACKED_DAY.sub(r"\1-\2-\3", day.replace(" ", "-") if re.fullmatch(r"[\d ]+", day) else day)
    return Told(said.get("title", ""), said.get("outlet", ""), day_written(packed))
