"""Read a description of a person: which role it gives, and at which body."""

import re
from dataclasses import dataclass, replace

from analysis.pipeline.bodies import Body, kind_of_noun
from analysis.pipeline.descriptions import Description
from analysis.pipeline.offices import employer_of, is_local, state_of_office
from analysis.pipeline.posts import Post, find_posts
from analysis.pipeline.workplaces import ARTICLE, LINK, NEAR, Workplace, find_workplaces, phrase_after_link
from analysis.records import Affiliation, AffiliationKind, Span

_PAST = re.compile(
    r"\b(?:former|formerly|ex|retired|ousted|deposed|toppled|onetime|one-time|late|erstwhile|disgraced|then|previously|"
    r"veteran of|until \d{4}|from \d{4} (?:to|until) \d{4}|between \d{4} and \d{4}|"
    r"during the \w+ (?:administration|presidency|years)|who (?:served|retired|worked|resigned))\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|currently|presently|today)\b(?:\s+(?:is|works|serves|as))*|,?\s+and\s+(?=an?\s)", re.IGNORECASE
)
_AND = re.compile(r",?\s+and\s+")
_SECOND = re.compile(r"\b(?:of|to|at|for|in)\s")
_SERVED = frozenset({"politician", "official", "diplomat", "military"})
_PUBLIC = frozenset({"government", "military", "intergovernmental"})
_STANDING = frozenset({"think-tank", "university", "company"})
_LATER = ("who", "until", "from", "between", "during")
_SURE = 4.5
"""Weight of a body that stands after "at" or before the role."""
_ACTS = re.compile(
    r"^(?:who\s+)?(?:is\s|was\s|(?:now\s|currently\s)?(?:head|lead|run|direct|chair|work|teache?|serve|lecture|represent|advise)"
    r"(?:s|d|ed)\b(?:\sas\b)?\s*)"
)
_OWNER = re.compile(r"((?:[\w-]+\s){0,2}[\w-]+)['’]s\s+")
_AT = re.compile(r"\s(?:at|with)\s")
_WHERE = {"before": "words before the name", "after": "words after the name", "clause": "said of the name"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one description says. ``weight`` orders readings; ``owner`` is the person the role belongs to ("his")."""

    affiliation: Affiliation
    weight: float
    post: Post | None = None
    owner: str = ""
    placed: bool = False
    """Whether the words name the body or the country themselves."""


def read_description(text: str, plain: str, described: Description) -> Reading | None:
    """Return the role and the body that a description gives, or None where it gives neither."""
    span, place = described.span, described.place
    past = _past_in(plain, span)
    if past:
        tail = _present_part(plain, span, past)
        present = read_description(text, plain, Description(tail, place)) if tail else None
        if present and present.affiliation.institution:
            return present
    linked = place == "after" and LINK.match(plain, span.start)  # a role after "with" is somebody else's
    post = None if linked else _main_post(plain, span, find_posts(plain, span))
    found = find_workplaces(plain, span, post, place)
    best = max(found, key=lambda candidate: candidate.weight, default=None)
    if (past or described.past) and not _still_there(past, described, post, best):
        return _former(text, span, post, past)
    if best is None:
        return _by_role(text, plain, described, post)
    return _employed(text, described, post, best)


def _main_post(plain: str, span: Span, posts: tuple[Post, ...]) -> Post | None:
    """Return the first role, or one beside it that says more ("chief [presidential press secretary]")."""
    link = LINK.search(plain, posts[0].span.end, span.end) if posts else None
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
    return past if span.start + past.start() <= (posts[0].span.end if posts else span.start + NEAR) else None


def _present_part(plain: str, span: Span, past: re.Match[str]) -> Span | None:
    """Return the part that tells of today: "a former diplomat who is now [...]", "and [a fellow at ...]"."""
    words = span.of(plain)
    now = _NOW.search(words, past.end())
    if now:
        return Span(span.start + now.end(), span.end)
    for joint in _AND.finditer(words, past.end()):
        tail = Span(span.start + joint.end(), span.end)
        posts = find_posts(plain, tail)
        if _SECOND.search(words, past.end(), joint.start()) and posts and posts[0].span.start < tail.start + NEAR:
            return tail
    return None


def _still_there(past: re.Match[str] | None, described: Description, post: Post | None, best: Workplace | None) -> bool:
    """Tell whether only the trade lies in the past: "a former diplomat at" a think-tank, words after the employer."""
    if described.past or past is None or best is None:
        return False
    if described.span.start + past.start() > best.span.end:
        return not past[0].lower().startswith(_LATER)
    served = post is not None and post.category in _SERVED
    return served and best.body.kind in _STANDING and best.weight >= _SURE


def _former(text: str, span: Span, post: Post | None, past: re.Match[str] | None) -> Reading | None:
    """Return a reading without a present employer; None where the words name no role at all."""
    if post is None and past is None:
        return None
    because = f"a past post: “{past[0]}”" if past else "the verb puts the post in the past"
    at = _AT.search(text, post.span.end if post else span.end, span.end)
    role = _role(text, span, at.start() if at else span.end)
    return Reading(Affiliation(role=role, evidence=span, because=because), 2.0 if post else 1.0, post)


def _employed(text: str, described: Description, post: Post | None, best: Workplace) -> Reading:
    """Return the reading of a description that names a body."""
    span = described.span
    if best.role_end == best.span.start:
        role, evidence = _role(text, Span(best.span.end, span.end), span.end), span
    elif described.place == "before" and not (post and post.span.end <= best.role_end):
        role, evidence = _role(text, span, span.end), span
    else:
        role = _role(text, span, best.role_end)
        evidence = Span(span.start, max(best.span.end, span.start + 1))
    where = _WHERE[described.place]
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
    at = _AT.search(plain, post.span.end if post else span.end, span.end)
    role = _role(text, span, at.start() if at else span.end)
    if post is None:
        noun = None if described.place == "before" else _unnamed_body(plain, span)
        because = "kind inferred: an unnamed body is described"
        return Reading(Affiliation(role=role, kind=noun, evidence=span, because=because), 1.5) if noun else None
    country, spot, owner = state_of_office(plain, span, post)
    alone = (
        described.place == "before" and post.span.of(plain) == span.of(plain).rstrip() and text[span.start].isupper()
    )
    if post.kind == "none" or (post.category == "any" and not country and not alone):
        noun = _unnamed_body(plain, Span(post.span.end, span.end)) or _owning_body(plain, span, post)
        because = "kind inferred: an unnamed body is described" if noun else "a role without a body"
        return Reading(Affiliation(role=role, kind=noun or "none", evidence=span, because=because), 1.2, post)
    office = Affiliation(role=role, kind=post.kind, evidence=span, because="the role is a public office")
    if is_local(plain, span, post):
        return Reading(replace(office, because="a public office below the state"), 2.6, post, placed=True)
    if post.institution and country in {"", post.country}:
        because = "the office exists in one place only"
        return Reading(replace(office, institution=post.institution, because=because), 3.4, post, placed=True)
    if country:
        body = employer_of(post, country, words=span.of(plain))
        because = f"a public office of {country}: “{spot}”"
        placed = replace(office, institution=body.name, institution_id=body.id, kind=body.kind, because=because)
        return Reading(placed, 3.3, post, placed=True)
    return Reading(office, 2.4, post, owner)


def _unnamed_body(plain: str, span: Span) -> AffiliationKind | None:
    """Return the kind of a body that is described but not named: "a fellow at a Washington think-tank"."""
    kind = kind_of_noun(phrase_after_link(plain, span))
    return None if kind in _PUBLIC else kind


def _owning_body(plain: str, span: Span, post: Post) -> AffiliationKind | None:
    """Return the kind of a body that owns the post by a common noun: "the think-tank's president"."""
    owner = _OWNER.match(ARTICLE.sub("", plain[span.start : post.span.end]))
    kind = kind_of_noun(owner[1]) if owner else None
    return None if kind in _PUBLIC else kind


def _role(text: str, span: Span, end: int) -> str | None:
    """Return the words of the role as written, without articles, possessives and what follows."""
    words = " ".join(text[span.start : min(end, span.end)].split())
    words = re.sub(r"^[’']s\b\s*|^\d+,?\s*", "", words)
    acts = _ACTS.match(words)
    if acts:
        words = words[acts.end() :]
        if not find_posts(words, Span(0, len(words))):
            return None
    words = ARTICLE.sub("", words.strip(" ,(–—-"))
    owner = _OWNER.match(words)
    words = words[owner.end() :] if owner and kind_of_noun(owner[1]) else words
    words = re.split(r",|;|\(|\bwho\b|\bwhich\b| – | — ", words, maxsplit=1)[0].strip(" ,(–—-'’")
    words = _without_rank(words)
    words = re.sub(r"^(?:[A-ZÀ-Þ][\w.-]*\s){0,2}[A-ZÀ-Þ][\w.-]*(?:['’]s|s['’])\s+", "", words)
    return words or None


def _without_rank(words: str) -> str:
    """Return "spokeswoman" of "spokeswoman Rear Adm.": a rank behind a post belongs to the name that follows."""
    posts = find_posts(words, Span(0, len(words)))
    if len(posts) < 2 or posts[-1].category != "military" or posts[-1].span.end < len(words.rstrip(".")):
        return words
    return words[: posts[-1].span.start].strip()
