"""Where speakers stand: sentences of our own, grouped by what makes them easy or hard."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.pipeline import analyse
from analysis.pipeline.directory import rows
from analysis.pipeline.hearing import hear
from analysis.pipeline.language import parsed
from analysis.pipeline.rulings import rule, set_stage
from analysis.pipeline.stance import find_stances, meant
from analysis.pipeline.targets import Target, find_targets
from analysis.reading import compose
from analysis.records import Entity, Quote, Span, Speaker, Stance

STATES = (
    "Kyiv",
    "Moscow",
    "Ukraine",
    "Russia",
    "Washington",
    "Europe",
    "Norway",
    "Brussels",
    "Iran",
    "Americans",
    "Russians",
)
PERSONS = ("Ana Brown", "Brown", "Lee", "Trump")
BODIES = ("Acme", "Parliament", "NATO", "Hamas")


def entities_of(text: str) -> tuple[Entity, ...]:
    found = []
    for label, names in (("GPE", STATES), ("PERSON", PERSONS), ("ORG", BODIES)):
        for name in names:
            spans = tuple(Span(*at.span()) for at in re.finditer(rf"\b{name}\b", text))
            if name == "Brown":
                spans = tuple(span for span in spans if text[: span.start][-4:] != "Ana ")
            if spans:
                found.append(Entity(name, "Ana Brown" if name == "Brown" else name, label, spans))
    return tuple(found)


def scene_of(text: str) -> tuple[Speaker, tuple[Quote, ...], list[int]]:
    """Return the speaker, the quotes and the breaks of a text in which Ida Tamm says what stands in curly marks."""
    mentions = tuple(
        Span(*at.span()) for at in re.finditer(r"Ida Tamm|\bTamm\b", re.sub(r"“.*?”", lambda q: "_" * len(q[0]), text))
    )
    speaker = Speaker("tamm", "Ida Tamm", "person", ("Ida Tamm", "Tamm"), mentions)
    quotes = tuple(
        Quote(f"q{number}", Span(*at.span(1)), "direct", "tamm", None, None, None, "neutral", None, 1.0, "")
        for number, at in enumerate(re.finditer(r"“(.*?)”", text))
    )
    return speaker, quotes, [at.end() for at in re.finditer(r"\n", text)]


def stances_of(text: str) -> tuple[Stance, ...]:
    """Read a text in which Ida Tamm says what stands in curly marks."""
    speaker, quotes, breaks = scene_of(text)
    with parsed(text, breaks) as doc:
        return find_stances(doc, text, quotes, (speaker,), entities_of(text))


def label_of(text: str, target: str) -> str:
    labels = {stance.label for stance in stances_of(text) if target in stance.target}
    assert len(labels) <= 1
    return next(iter(labels), "none")


def ruling_of(text: str, target: str) -> str:
    """Return what the rules alone say of a target: supportive, critical or none."""
    speaker, quotes, breaks = scene_of(text)
    with parsed(text, breaks) as doc:
        targets = find_targets(doc, text, entities_of(text))
        stage = set_stage(doc, quotes, (speaker,), targets)
        total = sum(
            ruling.weight for ruling in rule(stage, hear(doc, stage.quotes, (speaker,))) if target in ruling.target.name
        )
    return "supportive" if total >= 0.5 else "critical" if total <= -0.5 else "none"


def said(words: str) -> str:
    """Put words into the mouth of the speaker, with the comma that newspapers use."""
    return f"“{words.removesuffix('.')}{'' if words.endswith('?') else ','}” said Ida Tamm, who grows apples."


QUOTED = [
    # plain judgement
    ("The plan is a disaster.", "plan", "critical"),
    ("The plan is excellent.", "plan", "supportive"),
    ("The minerals agreement is good for everyone.", "minerals agreement", "supportive"),
    ("Norway has been slow and naive.", "Norway", "critical"),
    ("Norway has fought with extraordinary courage.", "Norway", "supportive"),
    ("Brown played his cards brilliantly.", "Ana Brown", "supportive"),
    ("Brown has badly misread the room.", "Ana Brown", "critical"),
    ("It was a brutal invasion.", "invasion", "critical"),
    ("Norway’s reckless policy cost us dearly.", "policy", "critical"),
    ("Norway’s reckless policy cost us dearly.", "Norway", "critical"),
    ("The simplistic plan put forward by Brown is a joke.", "Ana Brown", "critical"),
    ("The sanctions are a serious and realistic answer.", "sanctions", "supportive"),
    ("Brown lied to voters.", "Ana Brown", "critical"),
    ("Brown is a coward.", "Ana Brown", "critical"),
    ("Norway keeps undermining the talks.", "Norway", "critical"),
    ("Norway is exploiting the truce.", "Norway", "critical"),
    ("This tax is unfair.", "tax", "critical"),
    ("Acme has failed its workers.", "Acme", "critical"),
    ("Acme deserves credit.", "Acme", "supportive"),
    ("The proposal could make inflation worse.", "proposal", "critical"),
    ("I find the tariffs absurd.", "tariffs", "critical"),
    # verbs of judging
    ("I welcome the ceasefire.", "ceasefire", "supportive"),
    ("We support Norway.", "Norway", "supportive"),
    ("We condemn the attack.", "attack", "critical"),
    ("I blame Norway for this.", "Norway", "critical"),
    ("I applaud Brown for trying.", "Ana Brown", "supportive"),
    ("I am deeply sceptical about the talks.", "talks", "critical"),
    ("We oppose the merger.", "merger", "critical"),
    ("I trust NATO.", "NATO", "supportive"),
    ("We reject the offer.", "offer", "critical"),
    # negation
    ("The plan is not good.", "plan", "critical"),
    ("The plan is not a failure.", "plan", "supportive"),
    ("Brown does not care about farmers.", "Ana Brown", "critical"),
    ("Brown doesn’t understand the law.", "Ana Brown", "critical"),
    ("Norway never listens.", "Norway", "critical"),
    ("Norway has no strategy.", "Norway", "critical"),
    ("Brown has no idea.", "Ana Brown", "critical"),
    ("I don’t trust Norway.", "Norway", "critical"),
    ("I don’t think the plan is wise.", "plan", "critical"),
    ("There is nothing in this deal that helps farmers.", "deal", "critical"),
    ("Acme has shown zero interest.", "Acme", "critical"),
    # for whom something is secured, and what is promised
    ("We are working hard to secure a lasting peace in Ukraine.", "Ukraine", "supportive"),
    ("We will defend the rights of the rebels.", "rebels", "supportive"),
    ("We fund the war in Ukraine.", "Ukraine", "neutral"),
    ("The companies will be compensated.", "companies", "supportive"),
    ("Acme will not be compensated.", "Acme", "neutral"),
    # one of those who ...
    ("Brown is one of the leaders who lied to us.", "Ana Brown", "critical"),
    ("Brown now joins the list of ministers who have betrayed farmers.", "Ana Brown", "critical"),
    ("Brown is not one of those who lied.", "Ana Brown", "neutral"),
    ("Norway is a country that keeps undermining the talks.", "Norway", "critical"),
    # whose deed it is
    ("The government closed nine clinics. This decision is a disgrace.", "government", "critical"),
    ("Acme works with every client it can find. This campaign is wise.", "Acme", "supportive"),
    ("The government closed nine clinics. The decision of Acme is a disgrace.", "government", "neutral"),
    # what should be done
    ("Norway must agree to a ceasefire.", "Norway", "critical"),
    ("Norway must stop hiding.", "Norway", "critical"),
    ("Parliament should reject this plan.", "plan", "critical"),
    ("Parliament should ratify the treaty.", "treaty", "supportive"),
    ("The sanctions should be tightened.", "sanctions", "supportive"),
    ("Norway should be compensated.", "Norway", "supportive"),
    ("Hamas must be defeated.", "Hamas", "critical"),
    ("More sanctions are needed to end this.", "sanctions", "supportive"),
    ("No new tax is needed.", "tax", "critical"),
    # views of others
    ("Moscow sees NATO as a threat.", "NATO", "neutral"),
    ("Norway has called the plan unacceptable.", "plan", "none"),
    ("Norway opposes the plan.", "plan", "none"),
    ("People say Norway is weak.", "Norway", "none"),
    ("Brown believes the treaty is terrible.", "treaty", "none"),
    # events, forecasts, conditions, questions
    ("Russia launched 400 drones overnight.", "Russia", "neutral"),
    ("The ceasefire expires on Sunday.", "ceasefire", "neutral"),
    ("Norway will meet Acme on Monday.", "Norway", "neutral"),
    ("Norway faces an election in spring.", "Norway", "neutral"),
    ("If the plan is a disaster, we will know by May.", "plan", "none"),
    ("Is the plan a disaster?", "plan", "none"),
    ("We are running out of time.", "time", "none"),
    ("Norway has no plans to meet Acme.", "Norway", "none"),
    ("I suspect that Norway will have something to say.", "Norway", "none"),
    ("Norway exports a great deal of fish.", "deal", "none"),
    # two targets
    ("Norway has been constructive while Iran has stalled.", "Norway", "supportive"),
    ("Norway has been constructive while Iran has stalled.", "Iran", "critical"),
    ("Russia’s invasion was criminal, and Europe has been brave.", "Europe", "supportive"),
    # what is supposed, and what a law demands
    ("Should the plan go, we will see.", "plan", "none"),
    ("Under the treaty, Norway must report every year.", "Norway", "none"),
    # what a demand puts off
    ("Norway must return the prisoners before any talks can begin.", "talks", "critical"),
    ("Norway must return the prisoners before the talks in May.", "talks", "none"),
    ("Norway returned the prisoners before any talks.", "talks", "none"),
    # a pronoun
    ("Brown came late. He is ignorant.", "Ana Brown", "critical"),
    ("Norway has voted. Many officials are angry. They have no idea what they are doing.", "Norway", "none"),
    ("Ministers met Norway twice. It was a disaster.", "Norway", "none"),
    ("The sanctions began in May. It was a mistake.", "sanctions", "none"),
    ("The plan came in May. It was a mistake.", "plan", "critical"),
    ("We met at a conference in May. It was a mistake.", "conference", "none"),
    ("The plan came in May. It is wrong to close schools.", "plan", "none"),
    ("The plan came in May. It is a shame that nobody asked teachers.", "plan", "none"),
]


FRAGMENTS = [
    "“",
    "”",
    "Ida Tamm",
    "said",
    "the plan",
    "is not",
    "a disaster",
    "Norway",
    "they",
    "must",
    ",",
    ".",
    "?",
    "\n",
    "$1",
]


@pytest.mark.parametrize(("words", "target", "label"), QUOTED)
def test_rules_on_quoted_words(words: str, target: str, label: str) -> None:
    assert ruling_of(said(words), target) == label.replace("neutral", "none")


@pytest.mark.parametrize(
    ("quoted", "label"),
    [
        ("digital terrorism", "critical"),
        ("digital campaigns", "none"),
        ("a theft", "critical"),
        ("told us of it", "none"),
    ],
)
def test_a_fragment_quoted_for_its_name_judges(quoted: str, label: str) -> None:
    text = f"Ida Tamm, who grows apples, attributed “{quoted}” to Norway."
    speaker, quotes, breaks = scene_of(text)
    mixed = [replace(quote, type="mixed", clause=quote.span) for quote in quotes]
    with parsed(text, breaks) as doc:
        start, end = mixed[0].span.start, mixed[0].span.end
        stage = set_stage(doc, mixed, (speaker,), [Target(quoted, "issue", (Span(start, end),))])
        total = sum(
            ruling.weight for ruling in rule(stage, hear(doc, stage.quotes, (speaker,))) if ruling.target.name == quoted
        )
    assert label == ("critical" if total <= -0.5 else "none")


TAKEN_UP = [
    ("The companies had asked. [They] will be paid.", "companies"),
    # the subject of the sentence before
    ("Norway met Iran twice. [It] wants peace.", "Norway"),
    ("Brussels paid for the barges, [it] paid for the trains.", "European Union"),
    ("Americans buy the steel. [They] need it.", "United States"),
    ("The plan came in May. [This] will hurt farmers.", "plan"),
    ("Brown came late. [He] was tired.", "Ana Brown"),
    # not the object where something else is the subject, nor what lies further back
    ("Our ministry wrote the plan. [It] has held eleven meetings.", "ministry"),
    ("Norway met Iran. Climate sets the table. [It] does not cut the budget.", None),
    ("Brown came. The minister was late. [He] was tired.", None),
    ("Norway met Iran. The villages were hit. [They] had no captives.", None),
    # no object is the subject of its own clause
    ("Norway joined the treaty and Iran left [it].", "treaty"),
    ("Iran left [it] in May.", None),
    ("Acme earned fifty million for arranging [it].", None),
    ("Brown did what Lee told [him].", "Ana Brown"),
    # pronouns for nobody
    ("Norway published the plan. [It] is our ministry that hides the rest.", None),
    ("Iran lost nothing, because [it] rained.", None),
    ("Norway finds [it] harder to ignore its customers.", None),
    ("Norway did [it] in May.", None),
    # what is supposed, not who was named
    ("Norway is patient. If we closed the border, that would not help. In the end [it] would cost lives.", None),
    ("The plan came in May. You know where [that] leads.", None),
    ("Norway signed the plan. I take [this] as a good sign.", None),
]


@pytest.mark.parametrize(("words", "target"), TAKEN_UP)
def test_pronoun_takes_up_what_the_words_before_settle(words: str, target: str | None) -> None:
    text = said(words.replace("[", "").replace("]", ""))
    speaker, quotes, breaks = scene_of(text)
    with parsed(text, breaks) as doc:
        stage = set_stage(doc, quotes, (speaker,), find_targets(doc, text, entities_of(text)))
        found = {
            place.start: name for places in meant(stage).values() for name, spans in places.items() for place in spans
        }
    assert found.get(words.index("[") + 1) == target


REPORTED = [
    ("Ida Tamm praised the proposal.", "proposal", "supportive"),
    ("Ida Tamm welcomed the ceasefire.", "ceasefire", "supportive"),
    ("Ida Tamm accused Norway of cheating.", "Norway", "critical"),
    ("Ida Tamm dismissed the offer.", "offer", "critical"),
    ("Ida Tamm criticised Brown.", "Ana Brown", "critical"),
    ("Ida Tamm supports a larger military role.", "military role", "supportive"),
    ("Ida Tamm met Brown.", "Ana Brown", "none"),
    ("Brown criticised Norway, Ida Tamm noted.", "Norway", "none"),
]


@pytest.mark.parametrize(("text", "target", "label"), REPORTED)
def test_reporter_s_words(text: str, target: str, label: str) -> None:
    assert label_of(text, target) == label


TOLD = [
    ("Tamm has called for sanctions. “It is raining,” said Ida Tamm.", "sanctions", "supportive"),
    ("Tamm voted against the treaty in May. “It is raining,” said Ida Tamm.", "treaty", "critical"),
    ("Tamm called the treaty historic. “It is raining,” said Ida Tamm.", "treaty", "supportive"),
    ("Tamm considers the ban reckless. “It is raining,” said Ida Tamm.", "ban", "critical"),
    ("Tamm described Norway as a bully. “It is raining,” said Ida Tamm.", "Norway", "critical"),
    ("Tamm does not want a ban on fishing. “It is raining,” said Ida Tamm.", "ban", "critical"),
    ("Lee called the treaty a disgrace. “It is raining,” said Ida Tamm.", "treaty", "none"),
    # who "she" is
    ("“It is raining,” said Ida Tamm. She welcomed the treaty.", "treaty", "supportive"),
    ("“It is raining,” said Ida Tamm. Ana Brown was there. She welcomed the treaty.", "treaty", "none"),
    # nouns and adjectives that lean
    ("Tamm’s opposition to the treaty is old. “It is raining,” said Ida Tamm.", "treaty", "critical"),
    ("Tamm voiced support for the treaty. “It is raining,” said Ida Tamm.", "treaty", "supportive"),
    ("Tamm expressed doubts about the treaty. “It is raining,” said Ida Tamm.", "treaty", "critical"),
    ("Tamm is critical of the treaty. “It is raining,” said Ida Tamm.", "treaty", "critical"),
    ("Tamm is opposed to the treaty. “It is raining,” said Ida Tamm.", "treaty", "critical"),
    ("Tamm, a fierce opponent of the treaty, left. “It is raining,” said Ida Tamm.", "treaty", "critical"),
    ("Tamm, once a proponent of the treaty, left. “It is raining,” said Ida Tamm.", "treaty", "none"),
    ("Tamm met critics of the treaty. “It is raining,” said Ida Tamm.", "treaty", "none"),
    ("Tamm came out against the treaty. “It is raining,” said Ida Tamm.", "treaty", "critical"),
    ("The treaty was welcomed by Tamm. “It is raining,” said Ida Tamm.", "treaty", "supportive"),
    ("Tamm never blamed Norway. “It is raining,” said Ida Tamm.", "Norway", "none"),
    ("Tamm refused to back the treaty. “It is raining,” said Ida Tamm.", "treaty", "critical"),
    # what somebody wants done
    ("Tamm vowed to repeal the ban. “It is raining,” said Ida Tamm.", "ban", "critical"),
    ("Tamm’s promise to scrap the ban is old. “It is raining,” said Ida Tamm.", "ban", "critical"),
    ("Tamm called on Brown to defend the treaty. “It is raining,” said Ida Tamm.", "treaty", "supportive"),
    ("Tamm urged Brown to oppose the treaty. “It is raining,” said Ida Tamm.", "treaty", "critical"),
    ("Lee urged Tamm to oppose the treaty. “It is raining,” said Ida Tamm.", "treaty", "none"),
    ("Tamm called for Brown to step down. “It is raining,” said Ida Tamm.", "Brown", "critical"),
]


@pytest.mark.parametrize(("text", "target", "label"), TOLD)
def test_rules_on_what_the_reporter_tells(text: str, target: str, label: str) -> None:
    assert ruling_of(text, target) == label


SIDERS = [
    ("The nurses’ union condemned the treaty.", [("nurses' union", "treaty", "critical")]),
    ("Norway has accused Acme of cheating.", [("Norway", "Acme", "critical")]),
    ("The treaty was praised by Ana Brown.", [("Ana Brown", "treaty", "supportive")]),
    ("Ana Brown is a critic of the treaty.", [("Ana Brown", "treaty", "critical")]),
    ("Ana Brown, who opposes the treaty, left the hall.", [("Ana Brown", "treaty", "critical")]),
    ("Ana Brown vowed to repeal the ban.", [("Ana Brown", "ban", "critical")]),
    ("Ana Brown is against the ban.", [("Ana Brown", "ban", "critical")]),
    ("The council rejected the ban.", [("council", "ban", "critical")]),
    ("The High Court suspended the ban.", [("High Court", "ban", "critical")]),
    ("Nurses United, a union that has endorsed Ana Brown, met.", [("Nurses United", "Ana Brown", "supportive")]),
    # what somebody calls a thing
    ("The farmers’ union called the treaty a disgrace.", [("farmers' union", "treaty", "critical")]),
    ("Ana Brown described the treaty as a historic mistake.", [("Ana Brown", "treaty", "critical")]),
    ("The treaty was branded reckless by Ana Brown.", [("Ana Brown", "treaty", "critical")]),
    ("The treaty, described by Ana Brown as a disaster, is old.", [("Ana Brown", "treaty", "critical")]),
    # several at once, each with a side of their own
    ("Peru and Chile condemned the treaty.", [("Peru", "treaty", "critical"), ("Chile", "treaty", "critical")]),
    (
        "Peru opposed the treaty. Chile praised the treaty.",
        [("Peru", "treaty", "critical"), ("Chile", "treaty", "supportive")],
    ),
    (
        "The treaty was applauded by Ana Brown and criticised by Volvo.",
        [("Volvo", "treaty", "critical"), ("Ana Brown", "treaty", "supportive")],
    ),
    (
        "The judge mocked Ana Brown and Ida Tamm for criticising the treaty.",
        [("Ana Brown", "treaty", "critical"), ("Ida Tamm", "treaty", "critical")],
    ),
    ("The treaty is long. The Greens opposed it.", [("Greens", "treaty", "critical")]),
    # somebody else's words, no side, nobody in particular
    ("“It is raining,” said Ida Tamm. Tamm said that Ana Brown had condemned the treaty.", []),
    ("Ana Brown read the treaty.", []),
    ("The army attacked the town.", []),
    ("They condemned the treaty.", []),
    ("The Armenians of Israel criticised the treaty.", []),
    ("Ana Brown saw the bad weather of the treaty.", []),
    ("Ana Brown did not call the treaty a disaster.", []),
]


@pytest.mark.parametrize(("words", "sides"), SIDERS)
def test_sides_of_those_who_are_not_quoted(words: str, sides: list[tuple[str, str, str]]) -> None:
    text = f"Norway and Acme signed the treaty in May. The ban is old. {words}"
    analysis = analyse(compose(text))
    names = {speaker.id: speaker.name.replace("’", "'") for speaker in analysis.speakers}
    told = [(names[one.speaker], one.target, one.label) for one in analysis.stances if one.quote is None]
    assert told == sides


def test_nobody_without_quote_or_side_is_a_speaker() -> None:
    analysis = analyse(compose("Ana Brown never blamed Norway. Ola Brand praised himself."))
    assert analysis.speakers == ()


JUDGED = [
    ("Speculation is bad.", "speculation", "critical"),
    ("Public transit is absolutely vital.", "public transit", "supportive"),
    ("I dreamt of one awful winter.", "winter", "none"),
    ("A good thing it is not.", "thing", "none"),
]


@pytest.mark.parametrize(("words", "target", "label"), JUDGED)
def test_what_is_judged_is_asked_about(words: str, target: str, label: str) -> None:
    stances = {stance.target.lower(): stance.label for stance in stances_of(said(words))}
    assert stances.get(target, "none") == label


AND_THEN = [
    ("Ida Tamm said that nobody had broken the law and accused Norway of meddling.", "accused Norway of meddling"),
    ("Deputy minister Ida Tamm said that none of them had lied and blamed Norway for the delay.", "blamed Norway"),
]


@pytest.mark.parametrize(("text", "shown"), AND_THEN)
def test_what_a_speaker_does_after_what_he_is_reported_to_say(text: str, shown: str) -> None:
    stances = {stance.target: stance for stance in analyse(compose(text)).stances}
    assert stances["Norway"].label == "critical"
    assert stances["Norway"].evidence.of(text).startswith(shown)


def test_a_speaker_is_not_asked_about_his_own_body() -> None:
    text = "Ola Brand said his government had kept its word. The government has failed, said Ida Tamm."
    asked = {(stance.speaker, stance.target) for stance in analyse(compose(text)).stances}
    assert asked == {("ida-tamm", "government")}


@pytest.mark.parametrize("words", [words for words, target, _ in QUOTED if target == "Norway" and "Acme" not in words])
def test_names_do_not_matter(words: str) -> None:
    """A judgement does not depend on which capital or state it is about."""
    labels = []
    for name, target in (("Kyiv", "Ukraine"), ("Moscow", "Russia")):
        labels.append(label_of(said(words.replace("Norway", name)), target).replace("none", "neutral"))
    assert labels[0] == labels[1]


def test_stance_carries_its_evidence_and_its_reason() -> None:
    text = "“We waited for weeks. The plan is a disaster, and all know it,” said Ida Tamm."
    (stance,) = (stance for stance in stances_of(text) if stance.label == "critical")
    assert stance.evidence.of(text) == "The plan is a disaster"
    assert (stance.quote, stance.speaker, stance.target) == ("q0", "tamm", "plan")
    assert "disaster" in stance.because
    assert 0.5 < stance.confidence <= 1


def test_one_row_per_speaker_target_and_quote() -> None:
    text = (
        "“The plan is bad. The plan is awful. I oppose the plan,” said Ida Tamm.\n“The plan is excellent,” said Tamm."
    )
    found = [(stance.target, stance.quote, stance.label) for stance in stances_of(text)]
    assert found == [("plan", "q0", "critical"), ("plan", "q1", "supportive")]


def test_no_stance_towards_oneself() -> None:
    assert stances_of("“I am a coward and Tamm is a liar,” said Ida Tamm.") == ()


def test_targets_join_the_words_that_mean_them() -> None:
    text = (
        "The Trump administration signed a minerals agreement. The administration praised it. The White House agreed. "
        "Moscow disliked the agreement. Russia said so. Russians shrugged."
    )
    with parsed(text, []) as doc:
        targets = {target.name: len(target.mentions) for target in find_targets(doc, text, entities_of(text))}
    assert targets["Trump administration"] == 3
    assert targets["minerals agreement"] == 2
    assert targets["Russia"] == 3
    assert "Trump" not in targets


@pytest.mark.parametrize(
    ("text", "target", "words"),
    [
        ("The ministry waits. Farmers protest.", "ministry", ["ministry"]),
        ("The ministry waits. Farmers protest.", "Farmers", ["Farmers"]),
        ("A ban on fishing came in May. The ban hurt.", "ban on fishing", ["ban", "ban"]),
        ("They signed a code of conduct.", "code of conduct", ["code"]),
        ("The bank kept the €5m loan.", "loan", ["loan"]),
        ("The Acme group paid. The group was late. Another group left.", "Acme", ["Acme group", "group"]),
        ("Mayor Ana Brown left. The mayor was tired. A mayor elsewhere left.", "Ana Brown", ["Ana Brown", "mayor"]),
        ("Two women and the other side met at the end of the year.", "women", []),
    ],
)
def test_actors_and_issues_without_a_name_of_their_own(text: str, target: str, words: list[str]) -> None:
    with parsed(text, []) as doc:
        acme = Entity("acme", "Acme", "ORG", tuple(Span(*at.span()) for at in re.finditer("Acme group", text)))
        given = tuple(one for one in entities_of(text) if one.name != "Acme")
        found = {one.name: one.mentions for one in find_targets(doc, text, (acme, *given) if acme.mentions else given)}
    assert [span.of(text) for span in found.get(target, ())] == words


def test_an_issue_is_named_by_what_it_is_and_not_by_how_it_is_judged_or_counted() -> None:
    text = (
        "It is the best argument for the European Union's carbon border levy. A fifty percent duty hurts. "
        "She had little choice, and the strictest law of all."
    )
    with parsed(text, []) as doc:
        names = {target.name for target in find_targets(doc, text, ())}
    assert "European Union's carbon border levy" in names
    assert not any(word in name for name in names for word in ("best", "strictest", "little", "percent", "the "))


def test_a_bare_singular_takes_up_no_plural() -> None:
    text = (
        "Business interests grew. She fears business interests. They serve business interests. He has zero interest "
        "in it, and may lose interest. Oslo has large interests."
    )
    with parsed(text, []) as doc:
        found = {target.name.lower(): len(target.mentions) for target in find_targets(doc, text, ())}
    assert found == {"business interests": 3}


def test_a_union_and_its_seat_are_one_target_and_a_capital_may_be_a_mere_place() -> None:
    text = "The European Union waits. Brussels said so. He died in Brussels. If this administration waits, it loses."
    union = Entity("eu", "European Union", "ORG", (Span(4, 18),))
    with parsed(text, []) as doc:
        targets = {
            one.name: [span.of(text) for span in one.mentions]
            for one in find_targets(doc, text, (union, *entities_of(text)))
        }
    assert targets["European Union"] == ["European Union", "Brussels"]
    assert targets["administration"] == ["administration"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join))
def test_any_text_gives_stances_inside_it(text: str) -> None:
    keys = [(stance.speaker, stance.target, stance.quote) for stance in stances_of(text)]
    assert len(set(keys)) == len(keys)
    assert all(0 <= stance.evidence.start < stance.evidence.end <= len(text) for stance in stances_of(text))


def test_tables_are_sound() -> None:
    words = list(rows("stance_words.csv"))
    assert len({(row["word"], row["pos"], row["class"]) for row in words}) == len(words)
    assert {row["pos"] for row in words} <= {"ADJ", "ADV", "NOUN", "VERB", "DET"}
    assert all(-2 <= float(row["polarity"]) <= 2 for row in words)
