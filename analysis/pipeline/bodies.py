"""What kind of body some words mean: from the noun that describes it, or from the words of its name."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from analysis.pipeline.directory import look_up, rows
from analysis.pipeline.places import state_of
from analysis.pipeline.posts import adjective_of
from analysis.records import AffiliationKind

BodyKind = Literal[AffiliationKind, "institute", "part"]
"""``institute`` leaves the kind open; ``part`` is a word for a part of a body ("Public Affairs")."""
_LONGEST = 4
_APPOSITION = re.compile(
    r"(?:\s*\([A-Z][\w.-]+\))?\s*,\s+(?:an?|the)\s+([\w'-]+(?:\s[\w'-]+){0,8}?)"
    r"(?=\s(?:in|based|that|which|of|for|at|with)\b|[,.;:()\n\"]|$)"
)
_POLICY = frozenset(row["word"] for row in rows("policy_words.csv"))
"""Words in the name of an institute that make it one of policy."""
_DESCRIBED = "kind inferred: described so in the text"
_VAGUE = frozenset({"institute", "group", "organisation", "organization", "institution", "centre", "center", "giant"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body as an employer or as a speaker; ``because`` names the rule that gave its kind."""

    name: str
    kind: AffiliationKind
    id: str | None = None
    state_run: bool = False
    because: str = ""


@cache
def _body_words() -> dict[str, BodyKind]:
    return {row["word"]: cast("BodyKind", row["kind"]) for row in rows("body_words.csv")}


def kind_of_noun(words: str) -> AffiliationKind | None:
    """Return what a description such as "London-based investment company" or "a think-tank" says that a body is.

    The last noun decides; vague ones ("group", "institute") say nothing: None.
    """
    parts = words.lower().replace("\n", " ").split()
    parts = [part.strip(",.;:()'\"") for part in parts]
    for size in range(min(_LONGEST, len(parts)), 0, -1):
        noun = " ".join(parts[-size:])
        kind = _body_words().get(noun) or _body_words().get(noun.removesuffix("s"))
        if kind and kind not in {"institute", "part"} and noun not in _VAGUE:
            return cast("AffiliationKind", kind)
    return None


def apposition(plain: str) -> str:
    """Return "Oslo-based bank" of text that goes on ", an Oslo-based bank which ...", else an empty string."""
    after = _APPOSITION.match(plain)
    return after[1] if after else ""


def is_part(name: str) -> bool:
    """Tell whether a name is that of a part of a body ("Government Affairs"), which says nothing about the body."""
    words = name.lower().split()
    return _body_words().get(words[-1]) == "part" and not {"of", "for"} & set(words) and look_up(name) is None


def kind_of_name(name: str, *, category: str = "") -> tuple[AffiliationKind, str]:
    """Return the kind that the words of a body's own name suggest, and the word that decided.

    The first word group is asked before the last ("University of ...", "... Bank"). For institutes and centres the
    subject in the name and the ``category`` of the person's role decide between a think-tank, a university and an NGO.
    """
    words = [word.strip(",.()").lower() for word in name.split()]
    weak = ""
    for size in range(min(3, len(words)), 0, -1):
        spots = [0, len(words) - size] if size < len(words) else [0]
        spots += [at for at in range(1, len(words) - size) if words[at + size] in {"of", "for"}]
        for at in sorted(set(spots), key=lambda spot: (spot != len(words) - size, spot)):
            noun = " ".join(words[at : at + size])
            kind = _body_words().get(noun)
            if kind == "institute":
                weak = noun
            elif kind and kind != "part":
                return kind, noun
    if not weak:
        return "none", ""
    if category == "academic":
        return "university", weak
    if category == "think-tank-expert" or _POLICY & set(words):
        return "think-tank", weak
    return "ngo", weak


def body_named(name: str, *, described: str = "", category: str = "") -> Body:
    """Return what a body is: the text's own description first, then the directory, then the words of its name."""
    listed = look_up(name)
    told = kind_of_noun(described) if described else None
    run = any(word in described.lower() for word in ("government-run", "state-run", "government-controlled"))
    if listed is not None:
        kind, because = told or listed.kind, _DESCRIBED if told else "listed in the directory"
        return Body(listed.name, kind, listed.id, listed.state_run or run, because)
    if told is not None:
        return Body(name, told, None, run, _DESCRIBED)
    country = state_of(name)
    if country is not None:
        return government_of(country)
    kind, word = kind_of_name(name, category=category)
    return Body(name, kind, None, run, f"kind inferred: its name says “{word}”" if word else "")


def government_of(country: str, *, wording: str = "") -> Body:
    """Return a country's government under its usual short name ("Ukrainian government") or the text's ``wording``."""
    if country == "European Union":
        return Body("European Union", "intergovernmental", "european-union", because="a union of states")
    return Body(f"{wording or adjective_of(country)} government", "government", because=f"stands for {country}")
