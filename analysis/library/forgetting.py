"""Taking a person out of a library: their name in all articles, and, where asked, what they said.

Words are blotted out letter for letter, so that all positions stay right, and an article keeps the id of its words as
they were: it is known when it comes again, and is left as it is here. Files that held the name go.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, delete, select, update

from analysis.library import database, identities, originals, schema
from analysis.library.codec import decode
from analysis.library.identities import DecisionRefused
from analysis.library.likeness import name_key
from analysis.library.people import Identity
from analysis.library.search import articles_saying
from analysis.library.sight import stored_article
from analysis.records import Analysis, Article, Span, Speaker

BLOT = "█"
"""What stands for a letter or a digit that was blotted out."""
_COUNT = "anonymous people"
_FEWEST_LETTERS = 3
_UPPER = re.compile(r"[^\W\d_]\w*(?:[-'’][^\W\d_]\w*)*")


def forget(connection: Connection, handle: str, *, words: bool) -> tuple[str, list[tuple[Article, Analysis]]]:
    """Take a person out of decisions, reviews, targets and files, and return the articles as they are to be kept.

    The first of what is returned is what stands for the name. Raises DecisionRefused.
    """
    identity = identities.people(connection).by_handle.get(handle)
    if identity is None or identity.kind != "person":
        raise DecisionRefused("There is no person of this name in the library: look at the list as it is now.")
    pseudonym = _pseudonym(connection)
    full = {voice.name for voice in identity.voices if name_key(voice.name)}
    held = {voice.article_id for voice in identity.voices}
    for name in full:
        held.update(connection.scalars(articles_saying(connection, f'"{name}"')))
    touched = []
    joined = select(schema.article, schema.analysis.c.records).join(schema.analysis)
    for article_id in sorted(held):
        row = connection.execute(joined.where(schema.article.c.id == article_id)).one()
        article, analysis = stored_article(row), decode(row.records)
        _scrub(connection, article_id, identity, analysis, pseudonym=pseudonym, words=words)
        touched.append(without(article, analysis, identity, pseudonym=pseudonym, words=words))
    _forget_decisions(connection, identity)
    named = select(schema.origin.c.sha256).where(schema.origin.c.article_id.in_(held))
    for sha256 in connection.scalars(named).all():
        connection.execute(delete(schema.origin).where(schema.origin.c.sha256 == sha256))
    originals.tidy(connection)
    return pseudonym, touched


def _pseudonym(connection: Connection) -> str:
    """Return a name that stands for nobody yet."""
    number = int(database.noted(connection, _COUNT) or 0) + 1
    database.note(connection, _COUNT, str(number))
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    # Letters, since people whose names differ in a digit alone are taken for one.
    return f"Anonymous person {letters}"


def _scrub(  # noqa: PLR0913 - what is taken out of where
    connection: Connection, article_id: str, identity: Identity, analysis: Analysis, *, pseudonym: str, words: bool
) -> None:
    """Take a person out of what people said of quotes and targets of an article."""
    names = names_of(identity, analysis)
    own = {voice.speaker_id for voice in identity.voices if voice.article_id == article_id}
    gone = {quote.id for quote in analysis.quotes if quote.speaker in own} if words else set()
    table = schema.review
    for row in connection.execute(select(table).where(table.c.article_id == article_id)).all():
        here = table.c.number == row.number
        if row.quote_id in gone:
            connection.execute(delete(table).where(here))
        else:
            told = {name: renamed(getattr(row, name), names, pseudonym) for name in ("before", "after", "note")}
            connection.execute(update(table).where(here).values(**told))
    held = schema.judged
    for row in connection.execute(select(held).where(held.c.article_id == article_id)).all():
        stances = [each for each in json.loads(row.records) if not (words and each["speaker"] in own)]
        kept = [{**each, "speaker": _id(pseudonym)} if each["speaker"] in own else each for each in stances]
        here = (held.c.article_id == article_id) & (held.c.number == row.number)
        connection.execute(update(held).where(here).values(records=json.dumps(kept, ensure_ascii=False)))


def _forget_decisions(connection: Connection, identity: Identity) -> None:
    """Forget what was decided about a person, and the taking back of it: it calls the person by name."""
    table = schema.decision
    about = table.c.one.in_(identity.handles) | table.c.other.in_(identity.handles)
    gone = list(connection.scalars(select(table.c.number).where(about)))
    while gone:
        connection.execute(delete(table).where(table.c.number.in_(gone)))
        gone = list(connection.scalars(select(table.c.number).where(table.c.undoes.in_(gone))))


def names_of(identity: Identity, analysis: Analysis) -> list[str]:
    """Return what an article calls a person, longest first: full names, and surnames that nobody else there has."""
    own = {voice.speaker_id for voice in identity.voices if voice.article_id == analysis.article_id}
    mine = [speaker for speaker in analysis.speakers if speaker.id in own]
    full = {voice.name for voice in identity.voices if name_key(voice.name)}
    full |= {name for speaker in mine for name in (speaker.name, *speaker.names_used) if name}
    others = {
        word
        for name in (
            *(speaker.name for speaker in analysis.speakers if speaker.id not in own),
            *(entity.name for entity in analysis.entities if entity.label == "PERSON"),
        )
        if name not in full
        for word in _UPPER.findall(name)
    }
    parts = {words[-1] for name in full if len(words := _UPPER.findall(name)) > 1} - others
    called = {name for name in full | parts if len(name) >= _FEWEST_LETTERS}
    return sorted(called, key=lambda name: (-len(name), name))


def blot(text: str, names: Iterable[str], spans: Iterable[Span] = ()) -> str:
    """Return a text of the same length in which names, and stretches, have a blot for each letter and digit."""
    found = [Span(*hit.span()) for name in names for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    letters = list(text)
    for span in (*found, *spans):
        letters[span.start : span.end] = [BLOT if each.isalnum() else each for each in letters[span.start : span.end]]
    return "".join(letters)


def renamed(text: str, names: Iterable[str], pseudonym: str) -> str:
    """Return words that the program wrote, such as a reason, with a pseudonym in place of the names."""
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: pseudonym, text)
    return text


def without(
    article: Article, analysis: Analysis, identity: Identity, *, pseudonym: str, words: bool
) -> tuple[Article, Analysis]:
    """Return an article and its analysis as they are without a person: under a pseudonym, or, with ``words``, gone.

    ``words`` also blots out what the person is quoted with and takes the quotes and stances away.
    """
    own = {voice.speaker_id for voice in identity.voices if voice.article_id == article.id}
    names = names_of(identity, analysis)
    mentions = [span for speaker in analysis.speakers if speaker.id in own for span in speaker.mentions]
    named = [span for span in mentions if span.of(article.text)[:1].isupper()]
    said = [quote.clause or quote.span for quote in analysis.quotes if quote.speaker in own] if words else []
    told = partial(renamed, names=names, pseudonym=pseudonym)
    hidden = replace(
        article,
        text=blot(article.text, names, (*named, *said)),
        title=blot(article.title, names),
        byline=blot(article.byline, names),
        columns=tuple((name, blot(value, names)) for name, value in article.columns),
        redacted=True,
    )
    identifier = _id(pseudonym)
    kept = replace(
        analysis,
        speakers=tuple(
            _unnamed(speaker, identifier, pseudonym) if speaker.id in own else _told(speaker, told)
            for speaker in analysis.speakers
            if not (words and speaker.id in own)
        ),
        quotes=tuple(
            replace(
                quote,
                speaker=identifier if quote.speaker in own else quote.speaker,
                because=told(quote.because),
            )
            for quote in analysis.quotes
            if not (words and quote.speaker in own)
        ),
        stances=tuple(
            replace(
                stance,
                speaker=identifier if stance.speaker in own else stance.speaker,
                target=told(stance.target),
                because=told(stance.because),
            )
            for stance in analysis.stances
            if not (words and stance.speaker in own)
        ),
        sections=tuple(
            replace(part, label=blot(part.label, names), keyphrases=tuple(told(each) for each in part.keyphrases))
            for part in analysis.sections
        ),
        entities=tuple(entity for entity in analysis.entities if entity.name not in names),
        labels=tuple(replace(label, because=told(label.because)) for label in analysis.labels),
    )
    return hidden, kept


def _unnamed(speaker: Speaker, identifier: str, pseudonym: str) -> Speaker:
    """Return a speaker under a pseudonym; role and institution stay, the words that gave them may hold the name."""
    return replace(
        speaker,
        id=identifier,
        name=pseudonym,
        names_used=(pseudonym,),
        affiliation=replace(speaker.affiliation, evidence=None, because="kept when the person was made anonymous"),
    )


def _told(speaker: Speaker, told: Callable[[str], str]) -> Speaker:
    return replace(speaker, affiliation=replace(speaker.affiliation, because=told(speaker.affiliation.because)))


def _id(pseudonym: str) -> str:
    return "-".join(pseudonym.lower().split())
