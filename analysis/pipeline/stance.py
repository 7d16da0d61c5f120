"""Where each speaker stands: towards which actors and issues, shown by which words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from analysis.pipeline.hearing import hear, judged_in
from analysis.pipeline.names import noun_class
from analysis.pipeline.passages import Scene, find_scenes
from analysis.pipeline.places import people_of, state_of
from analysis.pipeline.rulings import Ruling, Stage, rule, set_stage
from analysis.pipeline.stance_model import Passage, Reading, stance_model
from analysis.pipeline.targets import Target, find_targets
from analysis.pipeline.verdicts import Verdict, decide
from analysis.records import Entity, Quote, Span, Speaker, Stance

_LONGEST_EVIDENCE = 320
_OWN = frozenset({"his", "her", "its", "their"})
_CLEAR = 0.5
"""Strength from which rules alone make a stance of what the reporter says that a speaker did."""

Places = Mapping[str, Sequence[Span]]
"""Where each target is named or meant, by its name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the model: what a speaker thinks of a target in a quote, as far as a passage holds it."""

    scene: Scene
    quote: Quote
    target: str
    places: tuple[Span, ...]
    within: Span
    """The quoted words in the passage."""


def find_stances(
    doc: Doc, text: str, quotes: Sequence[Quote], speakers: Sequence[Speaker], entities: Sequence[Entity]
) -> tuple[Stance, ...]:
    """Return what speakers think of the actors and issues they speak about, one row per speaker, target and quote.

    A learned model reads each quote with the sentence around it (see ``stance_model``); rules of grammar over a lexicon
    weigh in, and say what the reporter's own verbs tell ("welcomed", "accused"). Neutral: spoken about, no side taken.
    No row: not spoken about. ``evidence`` is the words that decided, ``because`` what read them, ``confidence`` the
    share of such readings that is right on sentences kept for measuring.
    """
    heard = hear(doc, quotes, speakers)
    targets = without_own(doc, quotes, find_targets(doc, text, entities, judged_in(heard)))
    stage = set_stage(doc, quotes, speakers, targets)
    rulings: dict[tuple[str, str, str | None], list[Ruling]] = defaultdict(list)
    for ruling in rule(stage, heard):
        rulings[ruling.speaker, ruling.target.name, ruling.quote].append(ruling)
    places = {target.name: target.mentions for target in targets}
    asked = list(ask(text, quotes, speakers, places, hidden=stage.selves, also=meant(stage)))
    states = [tuple(span for span in target.mentions if _names_state(span.of(text))) for target in targets]
    found = judge(text, asked, rulings, states=states)
    answered = {(stance.speaker, stance.target, stance.quote) for stance in found}
    found += [
        _told(rows)
        for key, rows in rulings.items()
        if key not in answered and abs(sum(row.weight for row in rows)) >= _CLEAR
    ]
    return _distinct(found)


def find_stances_towards(
    text: str, quotes: Sequence[Quote], speakers: Sequence[Speaker], places: Places
) -> tuple[Stance, ...]:
    """Return what speakers think of targets whose places are known; the article needs no parse.

    No rules and no pronouns then: the model reads the quotes that name the target.
    """
    named = {speaker.id: {speaker.name, *speaker.names_used} for speaker in speakers}
    hidden = {
        identity: [target for target, spans in places.items() if any(span.of(text) in names for span in spans)]
        for identity, names in named.items()
    }
    states = [[span for span in spans if _names_state(span.of(text))] for spans in places.values()]
    return _distinct(judge(text, list(ask(text, quotes, speakers, places, hidden=hidden)), states=states))


def ask(  # noqa: PLR0913 - an article, and what is asked about it
    text: str,
    quotes: Sequence[Quote],
    speakers: Sequence[Speaker],
    places: Places,
    *,
    hidden: Mapping[str, Iterable[str]],
    also: Mapping[str, Places] | None = None,
) -> Iterable[Asked]:
    """Yield a question for every target that a quote speaks about.

    ``places`` are where targets are named; ``also`` where else a quote means them, by its id; ``hidden`` the targets
    that a speaker is not asked about, by the speaker's id: those that are the speaker.
    """
    named = sorted((place, target) for target, spans in places.items() for place in spans)
    for scene in find_scenes(text, quotes, speakers):
        barred = frozenset(hidden.get(scene.speaker, ()))
        spoken: dict[tuple[str, str], set[Span]] = defaultdict(set)
        for place, target in _inside(named, scene.span):
            owner = scene.owner(place)
            if owner is not None:
                spoken[owner.id, target].add(place)
        for quote, within in scene.said():
            meant = (also or {}).get(quote.id, {})
            for target in dict.fromkeys([*places, *meant]):
                further = {place for place in meant.get(target, ()) if within.holds(place)}
                inside = tuple(sorted(spoken.get((quote.id, target), set()) | further))
                if inside and target not in barred:
                    yield Asked(scene, quote, target, inside, within)


def _inside(named: Sequence[tuple[Span, str]], span: Span) -> Sequence[tuple[Span, str]]:
    """Return those of the places, which are in order, that start inside a span."""
    first = bisect_left(named, span.start, key=lambda pair: pair[0].start)
    return named[first : bisect_left(named, span.end, key=lambda pair: pair[0].start)]


def judge(
    text: str,
    asked: Sequence[Asked],
    rulings: Mapping[tuple[str, str, str | None], Sequence[Ruling]] | None = None,
    *,
    states: Sequence[Sequence[Span]] = (),
) -> list[Stance]:
    """Return the stances that the model reads, with what the rules say added; ``states`` are where each is named."""
    by_scene: dict[Scene, list[Asked]] = defaultdict(list)
    for question in asked:
        by_scene[question.scene].append(question)
    passages = [_passage(text, scene, questions, states) for scene, questions in by_scene.items()]
    found = []
    for (scene, questions), readings in zip(by_scene.items(), stance_model().read(passages), strict=True):
        for question, reading in zip(questions, readings, strict=True):
            rows = (rulings or {}).get((scene.speaker, question.target, question.quote.id), ())
            found.append(_stance(text, scene, question, reading, rows))
    return found


def _passage(text: str, scene: Scene, questions: Sequence[Asked], states: Sequence[Sequence[Span]]) -> Passage:
    start = scene.span.start
    named = sorted(inside for spans in states if (inside := [span for span in spans if scene.span.holds(span)]))

    def moved(places: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(Span(place.start - start, place.end - start) for place in places)

    return Passage(
        text=scene.span.of(text),
        targets=tuple(moved(question.places) for question in questions),
        holder=moved(scene.holder),
        states=tuple(map(moved, named)),
    )


def _stance(text: str, scene: Scene, asked: Asked, reading: Reading, rulings: Sequence[Ruling]) -> Stance:
    """Return the verdict on one target, with its words."""
    total = sum(ruling.weight for ruling in rulings)
    verdict = decide(reading.logits, total)
    telling = max(rulings, key=lambda ruling: ruling.weight * total, default=None)
    agrees = telling is not None and total != 0 and verdict.label == ("supportive" if total > 0 else "critical")
    if verdict.label == "neutral":
        evidence = _around(text, asked)
    elif agrees and telling is not None:
        evidence = telling.evidence
    else:
        evidence = _shown(text, scene, asked, reading) or _around(text, asked)
    because = _because(verdict, telling if agrees else None)
    return Stance(
        scene.speaker, asked.target, verdict.label, round(verdict.confidence, 2), asked.quote.id, evidence, because
    )


def _shown(text: str, scene: Scene, asked: Asked, reading: Reading) -> Span | None:
    start = scene.span.start
    within = Span(asked.within.start - start, asked.within.end - start)
    found = reading.evidence(scene.span.of(text), [within])
    return found and Span(found.start + start, found.end + start)


def _around(text: str, asked: Asked) -> Span:
    """Return the words around a target inside its quote, up to the next stops."""
    place = asked.places[0]
    start = max((text.rfind(stop, asked.within.start, place.start) + 1 for stop in ".!?;\n"), default=0)
    start = max(start, asked.within.start)
    ends = [at for stop in ".!?;\n" if (at := text.find(stop, place.end, asked.within.end)) >= 0]
    end = min([asked.within.end, *ends, start + _LONGEST_EVIDENCE])
    while start < place.start and text[start].isspace():
        start += 1
    return Span(start, max(end, place.end))


def _because(verdict: Verdict, ruling: Ruling | None) -> str:
    if ruling is not None:
        return f"{ruling.because}; the model agrees"
    if verdict.label == "neutral":
        return "spoken about, and the model reads no side"
    return "read by the model"


def _told(rulings: Sequence[Ruling]) -> Stance:
    """Return the stance that rules alone make of the reporter's words."""
    total = sum(ruling.weight for ruling in rulings)
    telling = max(rulings, key=lambda ruling: ruling.weight * total)
    verdict = decide((0.0, 0.0, 0.0), total)
    return Stance(
        telling.speaker,
        telling.target.name,
        "supportive" if total > 0 else "critical",
        round(max(verdict.chances[:2]), 2),
        telling.quote,
        telling.evidence,
        telling.because,
    )


def _names_state(words: str) -> bool:
    """Tell whether words are the name of a state, its capital or its seat of power, and not of its people."""
    return state_of(words) is not None and people_of(words) is None


def without_own(doc: Doc, quotes: Sequence[Quote], targets: Sequence[Target]) -> list[Target]:
    """Return targets without the places where indirect speech names the speaker's own body: "[his government] had"."""
    reported = [quote.span for quote in quotes if quote.type == "indirect"]
    kept = [
        (target, tuple(place for place in target.mentions if not _is_own(doc, place, reported))) for target in targets
    ]
    return [replace(target, mentions=places) for target, places in kept if places]


def _is_own(doc: Doc, place: Span, reported: Sequence[Span]) -> bool:
    words = doc.char_span(place.start, place.end, alignment_mode="expand")
    return (
        words is not None
        and noun_class(words.root) == "body"
        and any(child.dep_ == "poss" and child.lower_ in _OWN for child in words.root.children)
        and any(span.holds(place) for span in reported)
    )


def meant(stage: Stage) -> dict[str, dict[str, list[Span]]]:
    """Return where pronouns of a quote mean a target, by the quote's id and the target's name."""
    found: dict[str, dict[str, list[Span]]] = {}
    for quote in stage.quotes:
        words = stage.doc.char_span(quote.span.start, quote.span.end, alignment_mode="expand")
        for token in words or ():
            target = stage.antecedents.of(token, quote)
            if target is not None:
                place = Span(token.idx, token.idx + len(token))
                found.setdefault(quote.id, {}).setdefault(target.name, []).append(place)
    return found


def _distinct(stances: Sequence[Stance]) -> tuple[Stance, ...]:
    """Keep one row per speaker, target and quote: the surest side taken, neutral only where there is none."""
    best: dict[tuple[str, str, str | None], Stance] = {}
    for stance in sorted(stances, key=lambda stance: (stance.label != "neutral", stance.confidence)):
        best[stance.speaker, stance.target, stance.quote] = stance
    return tuple(sorted(best.values(), key=lambda stance: (stance.evidence.start, stance.target)))
