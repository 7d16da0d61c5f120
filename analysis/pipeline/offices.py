"""Public offices: which state one belongs to, and which body of that state."""

import re

from analysis.pipeline.bodies import Body, body_named, government_of
from analysis.pipeline.places import people_of, place_named, state_of
from analysis.pipeline.posts import Post, adjective_of
from analysis.pipeline.workplaces import ARTICLE
from analysis.records import Span

_ARMS = ("army", "navy", "air force")
_MEMBERS = frozenset({"mp", "mps", "lawmaker", "legislator", "senator", "parliamentarian", "deputy"})
_CONGRESS = frozenset({"sen", "rep", "senator", "congressman", "congresswoman"})
_OF_STATE = re.compile(r"(?:\s+[a-z]+)*?\s+(?:of|for|in)\s+(?:the\s+)?([A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+)*)")
_OWNER = re.compile(r"(his|her|their|its)\b|([A-Z][\w-]+(?:\s[A-Z][\w-]+)*)'s?\s")


def state_of_office(plain: str, span: Span, post: Post) -> tuple[str, str, str]:
    """Return the state that a public office belongs to, the word that says so, and a person that owns it instead."""
    before = plain[span.start : post.span.end].replace("\n", " ")
    words = before.split()
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            spot = " ".join(words[at : at + size])
            state = state_of(spot) or _adjective_state(spot)
            if state and (at == 0 or words[at - 1].lower() not in {"to", "in", "on", "for"}):
                return state, spot, ""
    after = _OF_STATE.match(plain[post.span.end : span.end])
    if after and "to" not in plain[post.span.end : post.span.end + after.start(1)].split():
        named, _, _ = after[1].partition("'s")
        state = state_of(named)
        if state:
            return state, named, ""
    owner = _OWNER.match(before)
    return "", "", (owner[1] or owner[2] or "").strip() if owner else ""


def _adjective_state(word: str) -> str | None:
    """Return the state of words like "US-backed" or "Russian-installed" in front of an office."""
    first, hyphen, _ = word.partition("-")
    people = people_of(first) if hyphen else None
    return people.country or None if people and people.kind == "country" else None


def employer_of(post: Post, country: str, *, words: str = "", wording: str = "") -> Body:
    """Return the body that a public office of a country belongs to: its government, parliament, army or forces."""
    if post.kind == "military":
        arm = next((arm for arm in _ARMS if arm in words.lower()), "military")
        name = f"{wording or adjective_of(country)} {arm}"
        return _force(name) or _force(f"{country} {arm.title()}") or Body(name, "military")
    title = set(words.lower().split())
    if title & _MEMBERS and "minister" not in title:
        return Body(f"{adjective_of(country)} parliament", "government")
    body = government_of(country, wording=wording)
    return Body(body.name, body.kind if body.kind != "none" else post.kind, body.id)


def _force(name: str) -> Body | None:
    """Return the armed force of the directory that goes by a name ("Pakistan Army"), or None."""
    listed = body_named(name)
    return Body(listed.name, "military", listed.id) if listed.id and listed.kind == "military" else None


def is_local(plain: str, span: Span, post: Post) -> bool:
    """Tell whether an office is one of a part of a state: "Texas attorney general", "the state House Speaker"."""
    if post.span.of(plain).lower().rstrip(".") in _CONGRESS:
        return bool(re.search(r"\bstate\s+$", plain[span.start : post.span.start]))
    words = ARTICLE.sub("", plain[span.start : post.span.start].strip()).removesuffix("'s")
    place = place_named(words)
    local = place is not None and place.kind in {"territory", "city"} and not state_of(words)
    return local or words.split()[-1:] in (["state"], ["Republican"], ["Democratic"])
