"""Where somebody works, in the words of one description: bodies that own a role, follow "at", or stand apart."""

import re
from dataclasses import dataclass

from analysis.pipeline.bodies import Body, apposition, body_named, government_of, is_part, kind_of_noun
from analysis.pipeline.directory import Institution, match_within
from analysis.pipeline.places import people_of, place_named, state_of
from analysis.pipeline.posts import Post, adjective_of, find_posts
from analysis.records import Span

LINK = re.compile(r"\b(at|of|from|with|for|heads|leads|runs|directs|chairs|represents)\b\s+")
ARTICLE = re.compile(r"^(?:an?|the|its|their|his|her|our|one|another)\s+", re.IGNORECASE)
NEAR = 40
"""Characters between a body and the end of the role that it stands before."""
_CAPITAL = r"(?:[A-ZÀ-Þ0-9][\w'&.+-]*|&)"
_NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:(?:of|for|on|de|du|des|della|der|für|and|the)\s+){{0,2}}{_CAPITAL})*")
_PHRASE_END = re.compile(r"[,;:()\n\"]|\s(?:at|in|to|who|which|that|from|with|until|since|during|on|by)\s|\s[-–—]\s")
_OWNED = re.compile(r"([A-Z][\w.]+(?:\s[A-Z][\w.]+){0,2}?)(?:'s)?\s([a-z-]+(?:\s[a-z-]+){0,3}?)(?=\s[a-z]+ing\b|$)")
_COMPOUND = re.compile(r"-(?:based|run|funded|backed|owned|linked|led)$")
_GOES_ON = ("and ", "or ", "told ", "said ", "as ")
_PERSONAL = frozenset({"Mr", "Mrs", "Ms", "Dr", "Sir", "President", "Prime", "Senator", "Sen", "Gov"})
_HEADED = frozenset({"any", "business", "other", "activist"})
_WEIGHTS = {"at": 5.0, "with": 4.5, "from": 4.2, "for": 4.0, "of": 4.0}
_UNLISTED_WEIGHTS = {"at": 3.6, "with": 3.0}


@dataclass(frozen=True, slots=True)
class Workplace:
    """A body named as employer. ``role_end`` is where the words of the role end; ``weight`` orders workplaces."""

    body: Body
    span: Span
    role_end: int
    weight: float


def find_workplaces(plain: str, span: Span, post: Post | None, place: str) -> list[Workplace]:
    """Return the bodies that a description names as employers, each with its weight."""
    found = []
    if post is not None:
        found += _owners(plain, Span(span.start, post.span.start if post.category == "diplomat" else post.span.end))
    elif place == "before":
        found += _owners(plain, span)
    for link in LINK.finditer(plain, span.start, span.end):
        if post is not None and post.span.start < link.start() < post.span.end:
            continue
        candidate = _linked(plain, link, span.end, post)
        if candidate is not None:
            found.append(candidate)
    if place == "after":
        found += _listed(plain, span, post)
    return found


def _owners(plain: str, span: Span) -> list[Workplace]:
    """Return a body named before the role: "Pentagon spokesman", "Chatham House's", "Goldman Sachs chief economist"."""
    found = [
        Workplace(_as_listed(match.institution), match.span, match.span.start, 4.6)
        for match in match_within(plain, span)
        if match.span.end >= span.end - NEAR
    ]
    for name in _NAME.finditer(plain, span.start, span.end):
        words, spot = _cut(name[0], name.start())
        words = " ".join(words.split())
        body = body_named(words)
        private = body.because and body.kind not in {"government", "military"}
        if not found and private and " " in words and spot.end < span.end:
            found.append(Workplace(body, spot, spot.start, 4.4))
    return found


def _linked(plain: str, link: re.Match[str], end: int, post: Post | None) -> Workplace | None:
    """Return the body of "at the London-based think-tank Example House": the last name of the phrase after the link."""
    listed = next(iter(match_within(plain, Span(link.end(), end))), None)
    stop = _PHRASE_END.search(plain, link.end(), end)
    until = stop.start() if stop else end
    if listed is not None and listed.span.start <= until:
        span = listed.span
        lead = plain[link.end() : span.start]
        until = max(until, span.end)
        rest = plain[span.end : until].strip()
        whole = not rest or not rest[0].islower() or rest.startswith(_GOES_ON)
        if whole and not re.search(r"\b(?:at|in|with)\b|,", lead):
            body = _as_described(listed.institution, _says(plain, lead, span, end))
            return Workplace(body, span, link.start(), _WEIGHTS.get(link[1], 4.1))
    return _public(plain, link, until) or _unlisted(plain, link, until, end, post)


def _as_listed(listed: Institution) -> Body:
    return Body(listed.name, listed.kind, listed.id, listed.state_run, "listed in the directory")


def _as_described(listed: Institution, described: str) -> Body:
    """Return a body of the directory with the kind that the text gives it, where it gives one."""
    told = body_named(listed.name, described=described)
    if "described" not in told.because:
        return Body(listed.name, listed.kind, listed.id, listed.state_run or told.state_run, "listed in the directory")
    return Body(listed.name, told.kind, listed.id, listed.state_run or told.state_run, told.because)


def _public(plain: str, link: re.Match[str], until: int) -> Workplace | None:
    """Return the government behind "Ukraine's drone agency": a state and a common noun for a public body."""
    phrase = ARTICLE.sub("", plain[link.end() : until])
    owned = _OWNED.match(phrase)
    if owned is None or kind_of_noun(owned[2]) not in {"government", "military"}:
        return None
    country = state_of(owned[1].strip())
    if country is None:
        return None
    start = plain.index(phrase, link.end())
    body = government_of(country)
    because = f"a body of {country}: “{owned[2].strip()}”"
    military = kind_of_noun(owned[2]) == "military"
    name = f"{adjective_of(country)} {owned[2].strip()}" if military else body.name
    named = Body(name, "military" if military else body.kind, None if military else body.id, because=because)
    return Workplace(named, Span(start, start + owned.end()), link.start(), 3.5)


def _says(plain: str, lead: str, span: Span, end: int) -> str:
    """Return the noun phrase that describes a body: before its name ("the think-tank X"), else after ("X, a bank")."""
    before = ARTICLE.sub("", lead.strip())
    if kind_of_noun(before):
        return before
    return apposition(plain[span.end : end]) or before


def _unlisted(plain: str, link: re.Match[str], until: int, end: int, post: Post | None) -> Workplace | None:
    """Return a body that the directory does not know, by its capital letters."""
    phrase = plain[link.end() : until]
    lead = ARTICLE.match(phrase)
    names = list(_NAME.finditer(phrase))
    names = [name for name in names if not _COMPOUND.search(name[0])] or names
    if not names:
        return None
    name = names[-1]
    words, span = _cut(name[0], link.end() + name.start())
    tail = phrase[name.end() :].strip()
    if not words or (tail and tail[0].islower() and not tail.startswith(_GOES_ON)):
        return None
    titles = find_posts(plain, Span(link.end(), span.start))
    if titles and titles[-1].span.end >= span.start - 1:
        return None  # "with France's interior minister Jean Petit": a person
    if _is_elsewhere(words) or is_part(words) or words.split()[0].rstrip(".") in _PERSONAL:
        return None
    described = _says(plain, phrase[lead.end() if lead else 0 : name.start()], span, end)
    body = body_named(words, described=described, category=post.category if post else "")
    known = bool(body.because)
    if not known and not _may_be_body(words, link[1], post):
        return None
    weight = _UNLISTED_WEIGHTS.get(link[1], 3.2 if known else 2.2)
    return Workplace(body, span, link.start(), weight + 0.3 * known)


def _may_be_body(words: str, link: str, post: Post | None) -> bool:
    """Tell whether an unknown name may be an employer: "president of X", but not "a farmer from X"."""
    if (
        link == "from"
        or (link == "for" and post is None)
        or (link in {"of", "for"} and " " not in words and post is None)
    ):
        return False
    if post is not None and post.category not in _HEADED and " " not in words and link != "at":
        return False
    if link == "of":
        return " " in words if post is None else post.category in _HEADED
    return True


def _cut(words: str, start: int) -> tuple[str, Span]:
    """Cut a name at an "and" that joins two bodies rather than two words of one name."""
    joined = re.search(r"\s+and\s+(?:the\s+)?", words)
    if joined and not re.search(r"\b(?:of|for|on)\b", words[: joined.start()]):
        words = words[: joined.start()]
    words = re.sub(r"'s?$", "", words).rstrip(".") if not re.search(r"\b\w{2,4}\.$", words) else words
    words = re.sub(r"(?:\s(?:Mr|Mrs|Ms|Dr|Sir)\.?)+$", "", words)
    return words, Span(start, start + len(words))


def _is_elsewhere(words: str) -> bool:
    """Tell whether a name is a place, a people, a month or a day rather than a body."""
    bare = re.sub(r"'s?$", "", words)
    if place_named(bare) or people_of(bare) or re.search(r"\d{4}", bare):
        return True
    parts = [part.strip() for part in re.split(r",|\band\b", bare) if part.strip()]
    return all(place_named(part) or people_of(part) for part in parts)


def _listed(plain: str, span: Span, post: Post | None) -> list[Workplace]:
    """Return bodies set off by commas or in brackets: "Ann Lee, Chatham House, said", "director, Chatham House"."""
    found = []
    for match in match_within(plain, span):
        before = plain[span.start : match.span.start].rstrip()
        alone = not before or (before.endswith(",") and post is not None and before.count(",") <= 2)
        if alone and plain[match.span.end : match.span.end + 1] in {",", ")", ".", "", "\n"}:
            found.append(Workplace(_as_listed(match.institution), match.span, match.span.start, 4.0))
    return found


def phrase_after_link(plain: str, span: Span) -> str:
    """Return the words after the first "at", "of" or the like in a span, up to the end of their phrase."""
    link = LINK.search(plain, span.start, span.end)
    if link is None:
        return ""
    stop = _PHRASE_END.search(plain, link.end(), span.end)
    return plain[link.end() : stop.start() if stop else span.end]
