"""Read a description of a person: which role it gives, and at which body."""

import re
from dataclasses import dataclass

from analysis.pipeline.bodies import Body, apposition, body_named, government_of, is_part, kind_of_noun
from analysis.pipeline.descriptions import Description
from analysis.pipeline.directory import match_within
from analysis.pipeline.places import people_of, place_named, state_of
from analysis.pipeline.posts import Post, adjective_of, find_posts
from analysis.records import Affiliation, Span

_CAPITAL = r"(?:[A-ZÀ-Þ0-9][\w'&.+-]*|&)"
_NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:(?:of|for|on|de|du|des|della|der|für|and|the)\s+){{0,2}}{_CAPITAL})*")
_LINK = re.compile(r"\b(at|of|from|with|for|heads|leads|runs|directs|chairs|represents)\b\s+")
_PHRASE_END = re.compile(r"[,;:()\n\"]|\s(?:at|in|to|who|which|that|from|with|until|since|during|on|by)\s|\s[-–—]\s")
_PAST = re.compile(
    r"\b(?:former|formerly|ex|retired|ousted|deposed|toppled|onetime|one-time|late|erstwhile|disgraced|then|previously|"
    r"veteran of|until \d{4}|from \d{4} (?:to|until) \d{4}|between \d{4} and \d{4}|during the \w+ (?:administration|presidency|years)|who (?:served|retired|worked|resigned))\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|currently|presently|today)\b(?:\s+(?:is|works|serves|as))*|,?\s+and\s+(?=an?\s)", re.IGNORECASE
)
_AND = re.compile(r",?\s+and\s+")
_SECOND = re.compile(r"\b(?:of|to|at|for|in)\s")
_SERVED = frozenset({"politician", "official", "diplomat", "military"})
_ARTICLE = re.compile(r"^(?:an?|the|its|their|his|her|our|one|another)\s+", re.IGNORECASE)
_PERSONAL = frozenset({"Mr", "Mrs", "Ms", "Dr", "Sir", "President", "Prime", "Senator", "Sen", "Gov"})
_HEADED = frozenset({"any", "business", "other", "activist"})
_PUBLIC = frozenset({"government", "military", "intergovernmental"})
_NEAR = 40
"""Characters between a body and the end of the role that it stands before."""
_PRESENT_WEIGHT = {"at": 5.0, "with": 4.5, "from": 4.2, "for": 4.0, "of": 4.0}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one description says. ``weight`` orders readings; ``owner`` is a person or pronoun that the role belongs to."""

    affiliation: Affiliation
    weight: float
    post: Post | None = None
    owner: str = ""
    placed: bool = False
    """Whether the words name the body or the country themselves."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    body: Body
    span: Span
    role_end: int
    weight: float


def read_description(text: str, plain: str, described: Description) -> Reading | None:
    """Return the role and the body that a description gives, or None where it gives neither."""
    span, place = described.span, described.place
    words = span.of(plain)
    past = _past_in(plain, span)
    if past:
        tail = _present_part(plain, span, past)
        present = read_description(text, plain, Description(tail, place)) if tail else None
        if present and present.affiliation.institution:
            return present
    posts = find_posts(plain, span)
    post = _main_post(plain, span, posts)
    found = _candidates(plain, span, post, place)
    best = max(found, key=lambda candidate: candidate.weight, default=None)
    if past or described.past:
        if not _still_there(past, described, post, best, span):
            return _former(text, span, post, past)
    if best is None:
        return _by_role(text, plain, described, post)
    return _employed(text, plain, described, post, best)


def _main_post(plain: str, span: Span, posts: tuple[Post, ...]) -> Post | None:
    """Return the first role, or one beside it that says more ("chief [presidential press secretary]")."""
    link = _LINK.search(plain, posts[0].span.end, span.end) if posts else None
    beside = [post for post in posts if link is None or post.span.end <= link.start()]
    telling = [
        post
        for post in beside
        if post.category != "any" and post.kind != "none" and "," not in plain[span.start : post.span.end]
    ]
    return next(iter(telling), posts[0] if posts else None)


def _past_in(plain: str, span: Span) -> re.Match[str] | None:
    """Return the words that put the first role of a description in the past; later ones tell of somebody else."""
    past = _PAST.search(span.of(plain))
    posts = find_posts(plain, span)
    if past is None or re.match(r"who|until|from|between|during|veteran", past[0], re.IGNORECASE):
        return past
    return past if span.start + past.start() <= (posts[0].span.end if posts else span.start + _NEAR) else None


def _present_part(plain: str, span: Span, past: re.Match[str]) -> Span | None:
    """Return the part of a description that tells of today: "a former diplomat [who is now ...]", "[and a fellow at]"."""
    words = span.of(plain)
    now = _NOW.search(words, past.end())
    if now:
        return Span(span.start + now.end(), span.end)
    for joint in _AND.finditer(words, past.end()):
        tail = Span(span.start + joint.end(), span.end)
        posts = find_posts(plain, tail)
        if _SECOND.search(words, past.end(), joint.start()) and posts and posts[0].span.start < tail.start + _NEAR:
            return tail
    return None


def _still_there(
    past: re.Match[str] | None, described: Description, post: Post | None, best: _Candidate | None, span: Span
) -> bool:
    """Tell whether only the trade lies in the past: "a former diplomat at" a think-tank, words after the employer."""
    if described.past or past is None or best is None:
        return False
    if span.start + past.start() > best.span.end:
        return not past[0].lower().startswith(("who", "until", "from", "between"))
    return (
        best.body.kind in {"think-tank", "university", "company"}
        and best.weight >= 4.5
        and (post is not None and post.category in _SERVED)
    )


def _former(text: str, span: Span, post: Post | None, past: re.Match[str] | None) -> Reading | None:
    """Return a reading without a present employer; None where the words name no role at all."""
    if post is None and past is None:
        return None
    because = f"a past post: “{past[0]}”" if past else "the verb puts the post in the past"
    role = _role(text, span, span.end)
    return Reading(Affiliation(role=role, evidence=span, because=because), 2.0 if post else 1.0, post)


def _candidates(plain: str, span: Span, post: Post | None, place: str) -> list[_Candidate]:
    """Return the bodies that a description names as employers, each with its weight."""
    found = []
    if post is not None:
        found += _owners(plain, Span(span.start, post.span.start if post.category == "diplomat" else post.span.end))
    elif place == "before":
        found += _owners(plain, span)
    for link in _LINK.finditer(plain, span.start, span.end):
        if post is not None and post.span.start < link.start() < post.span.end:
            continue
        candidate = _linked(plain, link, span.end, post)
        if candidate is not None:
            found.append(candidate)
    if place == "after":
        found += _listed(plain, span, post)
    return found


def _owners(plain: str, span: Span) -> list[_Candidate]:
    """Return a body named before the role: "Pentagon spokesman", "Chatham House's", "Goldman Sachs chief economist"."""
    found = [
        _Candidate(
            Body(
                match.institution.name,
                match.institution.kind,
                match.institution.id,
                match.institution.state_run,
                "listed in the directory",
            ),
            match.span,
            match.span.start,
            4.6,
        )
        for match in match_within(plain, span)
        if match.span.end >= span.end - _NEAR
    ]
    for name in _NAME.finditer(plain, span.start, span.end):
        words, spot = _cut(name[0], name.start())
        words = " ".join(words.split())
        body = body_named(words)
        if (
            not found
            and " " in words
            and body.because
            and body.kind not in {"government", "military"}
            and spot.end < span.end
        ):
            found.append(_Candidate(body, spot, spot.start, 4.4))
    return found


def _linked(plain: str, link: re.Match[str], end: int, post: Post | None) -> _Candidate | None:
    """Return the body of "at the London-based think-tank Example House": the last name of the phrase after the link."""
    listed = [match for match in match_within(plain, Span(link.end(), end))[:1]]
    stop = _PHRASE_END.search(plain, link.end(), end)
    until = stop.start() if stop else end
    if listed and listed[0].span.start <= until:
        span = listed[0].span
        lead = plain[link.end() : span.start]
        if listed[0].span.end > until:
            until = listed[0].span.end
        if not re.search(r"\b(?:at|in|with)\b|,", lead):
            body = body_named(span.of(plain), described=_says(plain, lead, span, end))
            body = Body(listed[0].institution.name, body.kind if body.because.startswith("described") else listed[0].institution.kind,
                        listed[0].institution.id, listed[0].institution.state_run or body.state_run,
                        body.because if body.because.startswith("described") else "listed in the directory")  # fmt: skip
            rest = plain[span.end : until].strip()
            if not rest or not rest[0].islower() or rest.startswith(("and ", "or ", "told ", "said ")):
                return _Candidate(body, span, link.start(), _PRESENT_WEIGHT.get(link[1].lower(), 4.1))
    return _public(plain, link, until) or _unlisted(plain, link, until, end, post)


def _public(plain: str, link: re.Match[str], until: int) -> _Candidate | None:
    """Return the government behind "Ukraine's drone agency" or "the Danish energy ministry": a state and a common noun."""
    phrase = _ARTICLE.sub("", plain[link.end() : until])
    owned = re.match(r"((?:[A-Z][\w.]+\s?){1,3}?)(?:'s)?\s((?:[a-z-]+\s?){1,4}?)(?=\s[a-z]+ing\b|$)", phrase)
    if owned is None or kind_of_noun(owned[2]) not in {"government", "military"}:
        return None
    country = state_of(owned[1].strip())
    if country is None:
        return None
    start = plain.index(phrase, link.end())
    body = government_of(country)
    named = Body(
        body.name, kind_of_noun(owned[2]) or body.kind, body.id, because=f"a body of {country}: “{owned[2].strip()}”"
    )
    return _Candidate(named, Span(start, start + owned.end()), link.start(), 3.5)


def _says(plain: str, lead: str, span: Span, end: int) -> str:
    """Return the noun phrase that describes a body: before its name ("the think-tank X"), else after ("X, a bank")."""
    before = _ARTICLE.sub("", lead.strip())
    if kind_of_noun(before):
        return before
    return apposition(plain[span.end : end]) or before


def _unlisted(plain: str, link: re.Match[str], until: int, end: int, post: Post | None) -> _Candidate | None:
    """Return a body that the directory does not know, by its capital letters."""
    phrase = plain[link.end() : until]
    lead = _ARTICLE.match(phrase)
    names = list(_NAME.finditer(phrase))
    names = [
        name for name in names if not re.search(r"-(?:based|run|funded|backed|owned|linked|led)$", name[0])
    ] or names
    if not names:
        return None
    name = names[-1]
    words, span = _cut(name[0], link.end() + name.start())
    tail = phrase[name.end() :].strip()
    if not words or (tail and tail[0].islower() and not tail.startswith(("and ", "told ", "said ", "as "))):
        return None
    if _is_elsewhere(words) or is_part(words) or words.split()[0].rstrip(".") in _PERSONAL:
        return None
    body = body_named(words, described=_says(plain, phrase[lead.end() if lead else 0 : name.start()], span, end),
                      category=post.category if post else "")  # fmt: skip
    known = bool(body.because)
    if not known and not _may_be_body(words, link[1], post):
        return None
    weight = {"at": 3.6, "with": 3.0}.get(link[1].lower(), 3.2 if known else 2.2)
    return _Candidate(body, span, link.start(), weight + 0.3 * known)


def _may_be_body(words: str, link: str, post: Post | None) -> bool:
    """Tell whether a name of which nothing is known may be an employer: "president of X", but not "a farmer from X"."""
    if link == "from":
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
    return words, Span(start, start + len(words))


def _is_elsewhere(words: str) -> bool:
    """Tell whether a name is a place, a people, a month or a day rather than a body."""
    bare = re.sub(r"'s?$", "", words)
    if place_named(bare) or people_of(bare) or re.search(r"\d{4}", bare):
        return True
    return all(
        place_named(part.strip()) or people_of(part.strip()) for part in re.split(r",|\band\b", bare) if part.strip()
    )


def _listed(plain: str, span: Span, post: Post | None) -> list[_Candidate]:
    """Return bodies set off by commas or in brackets: "Ann Lee, Chatham House, said", "director, Asia, Example House"."""
    found = []
    for match in match_within(plain, span):
        before = plain[span.start : match.span.start].rstrip()
        alone = not before or (before.endswith(",") and post is not None and before.count(",") <= 2)
        if alone and plain[match.span.end : match.span.end + 1] in {",", ")", ".", "", "\n"}:
            listed = match.institution
            body = Body(listed.name, listed.kind, listed.id, listed.state_run, "listed in the directory")
            found.append(_Candidate(body, match.span, match.span.start, 4.0))
    return found


def _employed(text: str, plain: str, described: Description, post: Post | None, best: _Candidate) -> Reading:
    """Return the reading of a description that names a body."""
    span = described.span
    if best.role_end == best.span.start:
        role, evidence = _role(text, Span(best.span.end, span.end), span.end), span
    elif described.place == "before":
        role, evidence = _role(text, span, span.end), span
    else:
        role = _role(text, span, best.role_end)
        evidence = Span(span.start, max(best.span.end, span.start + 1))
    where = {"before": "words before the name", "after": "words after the name", "clause": "said of the name"}[
        described.place
    ]
    body = best.body
    if post is not None and post.kind != "none" and post.category != "any" and body.kind == "none":
        body = Body(body.name, post.kind, body.id, because=f"{body.because or 'a party'}; the role is a public office")
    if post is not None and post.category == "candidate":
        body = Body(body.name, "none", body.id, because="a party or candidacy, no public office")
    because = f"{where}; {body.because}" if body.because else where
    affiliation = Affiliation(
        role=role, institution=body.name, institution_id=body.id, kind=body.kind,
        state_run=body.state_run, evidence=evidence, because=because,
    )  # fmt: skip
    return Reading(affiliation, best.weight + (0.5 if post else 0.0), post, placed=True)


def _by_role(text: str, plain: str, described: Description, post: Post | None) -> Reading | None:
    """Return the reading of a description without a named body: an office and, where said, its country."""
    span = described.span
    if post is None:
        noun = kind_of_noun(_phrase_after_link(plain, span)) if described.place != "before" else None
        if noun is None or noun in _PUBLIC:
            return None
        return Reading(
            Affiliation(
                role=_role(text, span, span.end), kind=noun, evidence=span, because="an unnamed body is described"
            ),
            1.5,
        )
    role = _role(text, span, span.end)
    country, spot, owner = _country(plain, span, post)
    bare = (
        described.place == "before"
        and post.span.end >= len(plain[: span.end].rstrip())
        and post.span.start == span.start
    )
    if post.kind == "none" or (post.category == "any" and not country and not (bare and plain[span.start].isupper())):
        unnamed = kind_of_noun(_phrase_after_link(plain, Span(post.span.end, span.end)))
        unnamed = None if unnamed in _PUBLIC else unnamed
        because = "an unnamed body is described" if unnamed else "a role without a body"
        return Reading(Affiliation(role=role, kind=unnamed or "none", evidence=span, because=because), 1.2, post)
    foreign = bool(country) and bool(post.country) and country != post.country
    if _is_local(plain, span, post):
        return Reading(
            Affiliation(role=role, kind=post.kind, evidence=span, because="a public office below the state"),
            2.6,
            post,
            placed=True,
        )
    if post.institution and not foreign:
        return Reading(
            Affiliation(role=role, institution=post.institution, kind=post.kind, evidence=span, because="the office exists in one place only"),
            3.4, post, placed=True,
        )  # fmt: skip
    if country:
        body = employer_of(post, country, words=span.of(plain))
        return Reading(
            Affiliation(role=role, institution=body.name, institution_id=body.id, kind=body.kind, evidence=span,
                        because=f"a public office of {country}: “{spot}”"),
            3.3, post, placed=True,
        )  # fmt: skip
    return Reading(
        Affiliation(role=role, kind=post.kind, evidence=span, because="the role is a public office"), 2.4, post, owner
    )


def _is_local(plain: str, span: Span, post: Post) -> bool:
    """Tell whether an office is one of a part of a state: "Texas attorney general", "the state House Speaker"."""
    if post.span.of(plain).lower().rstrip(".") in {"sen", "rep", "senator", "congressman", "congresswoman"}:
        return bool(re.search(r"\bstate\s+$", plain[span.start : post.span.start]))
    words = _ARTICLE.sub("", plain[span.start : post.span.start].strip()).removesuffix("'s")
    place = place_named(words)
    return words.split()[-1:] == ["state"] or (
        place is not None and place.kind in {"territory", "city"} and not state_of(words)
    )


def _phrase_after_link(plain: str, span: Span) -> str:
    link = _LINK.search(plain, span.start, span.end)
    if link is None:
        return ""
    stop = _PHRASE_END.search(plain, link.end(), span.end)
    return plain[link.end() : stop.start() if stop else span.end]


def _country(plain: str, span: Span, post: Post) -> tuple[str, str, str]:
    """Return the state that a public office belongs to, the word that says so, and a person that owns it instead."""
    before = plain[span.start : post.span.end].replace("\n", " ")
    words = before.split()
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            spot = " ".join(words[at : at + size])
            state = state_of(spot) or _adjective_state(spot)
            if state and (at == 0 or words[at - 1].lower() not in {"to", "in", "on", "for"}):
                return state, spot, ""
    after = re.match(
        r"(?:\s+(?:and|affairs|of|for|the|[a-z]+))*?\s+(?:of|for|in)\s+(?:the\s+)?([A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+)*)",
        plain[post.span.end : span.end],
    )
    if after and "to" not in plain[post.span.end : post.span.end + after.start(1)].split():
        named = re.sub(r"'s.*$", "", after[1])
        state = state_of(named)
        if state:
            return state, named, ""
    owner = re.match(r"(his|her|their|its)\b|((?:[A-Z][\w-]+\s?)+)'s?\s", before)
    return "", "", (owner[1] or owner[2] or "").strip() if owner else ""


def _adjective_state(word: str) -> str | None:
    """Return the state of "US-backed", "Pakistani", "Anglo" style words in front of an office."""
    people = people_of(word.split("-")[0]) if "-" in word else None
    return people.country or None if people and people.kind == "country" else None


def employer_of(post: Post, country: str, *, words: str = "", wording: str = "") -> Body:
    """Return the body that a public office of a country belongs to: its government, parliament, army or forces."""
    if post.kind == "military":
        arm = next((arm for arm in ("army", "navy", "air force") if arm in words.lower()), "military")
        name = f"{wording or adjective_of(country)} {arm}"
        listed = body_named(name)
        return (
            Body(listed.name, "military", listed.id)
            if listed.id
            else _named_force(country, arm) or Body(name, "military")
        )
    title = words.lower()
    if (
        any(
            house in title.split()
            for house in ("mp", "mps", "lawmaker", "legislator", "senator", "parliamentarian", "deputy")
        )
        and "minister" not in title
    ):
        return Body(f"{adjective_of(country)} parliament", "government")
    body = government_of(country, wording=wording)
    return Body(body.name, body.kind if body.kind != "none" else post.kind, body.id)


def _named_force(country: str, arm: str) -> Body | None:
    """Return the listed force of a country that goes by its name ("Pakistan Army"), or None."""
    if arm == "military":
        return None
    listed = body_named(f"{country} {arm.title()}")
    return Body(listed.name, "military", listed.id) if listed.id and listed.kind == "military" else None


def _role(text: str, span: Span, end: int) -> str | None:
    """Return the words of the role as written, without articles, possessives and what follows."""
    words = " ".join(text[span.start : min(end, span.end)].split())
    words = re.sub(r"^[’']s\b\s*|^\d+,?\s*", "", words)
    words = re.sub(r"^who\s+(?:is|was|heads|leads|works as|served as|serves as)\s+", "", words)
    words = _ARTICLE.sub("", words.strip(" ,(–—-"))
    words = re.split(r",|;|\(|\bwho\b|\bwhich\b| – | — ", words)[0].strip(" ,(–—-'’")
    words = re.sub(r"^(?:[A-ZÀ-Þ][\w.-]*\s){0,2}[A-ZÀ-Þ][\w.-]*(?:['’]s|s['’])\s+", "", words)
    return words or None
