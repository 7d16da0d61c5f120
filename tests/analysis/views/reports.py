"""Invented reports for tests: an agency's, another of the same event, one that only quotes the same words, a speech."""

import datetime as dt

from analysis.records import Article

QUOTE = "We cannot repair a harbour with promises, and the winter will not wait for the ministry"
SECOND = "The crane has stood still since the storm, and so have two hundred families"
REPORT = (
    f"""Harbour of Vallmar to stay closed until spring

VALLMAR (Reuters) - The harbour of Vallmar will stay closed to cargo ships until at least April after engineers found
cracks in the outer breakwater, officials of the port authority said on Tuesday.

The breakwater was damaged in the storm of January, when waves of eleven metres tore away a third of its concrete
blocks and sank four fishing boats that had sought shelter behind it.

“{QUOTE},” said Mara Lindqvist of the Institute for Coastal Economy, who advises the town council.

Vallmar handles almost half of the grain that leaves the region, and traders have begun to send lorries to the larger
port of Osterby, two hundred kilometres to the south, at twice the usual cost.

The government set aside forty million crowns for repairs last week, a sum that the port authority called a beginning.
Its own estimate, which it published in a report to parliament, is three times as high.

“{SECOND},” Jonas Ekdal, who leads the union of dock workers, told reporters at the gate of the harbour.

Insurers have yet to decide whether they will pay, since the breakwater was last inspected nine years ago. A ruling of
the maritime court is expected in the autumn, according to lawyers on both sides.

Shipping companies said that they would return as soon as the channel has been cleared of debris. Divers began to look
for the missing blocks on Monday but had to stop when the wind freshened again.
""".replace("\n\n", "\0")
    .replace("\n", " ")
    .replace("\0", "\n")
)
SAME_EVENT = (
    """Grain piles up as Vallmar waits for its breakwater

Lorries queued for six kilometres outside Osterby on Tuesday, carrying wheat that would usually have been loaded at
Vallmar, whose port is shut because of storm damage that nobody expects to be mended before April.

Farmers we met along the road had slept in their cabs. Some had driven all night and were told in the morning that the
silos were full; others turned back to save the diesel.

Port officials in Vallmar admit that cracks run through the outer wall. An inspection last took place nine years ago,
and the budget for another one was struck out twice, minutes of the council show.

What the state has promised so far would buy a third of the stone. The rest, says the minister, is for the owners to
find, which they deny. Judges will have to settle it, and they have set no date before the autumn.

Meanwhile the town loses its customers one by one. A brewery signed with a mill in the south on Friday, and the feed
merchants are looking at trains.
""".replace("\n\n", "\0")
    .replace("\n", " ")
    .replace("\0", "\n")
)
SAME_QUOTES = f"""Dockers demand answers

Anger grew at the quays this week as crews were sent home for a second month without pay.

“{SECOND},” shouted Jonas Ekdal from the roof of a van, to applause.

Those in charge of the budget were not there to hear it. An adviser to the mayor had little comfort to give either.

“{QUOTE},” Mara Lindqvist said when asked what she made of the money on offer.

By nightfall the square had emptied, and only the lamps of the tugs were left to light the sheds along the water.
"""
SPEECH = "\n".join(
    f"“{words}"
    for words in (
        "Citizens of Vallmar, three winters ago I stood on this stone and told you that the sea gives and takes.",
        "It has taken much since then, and I have come to say what your government means to give back to you.",
        "First, there will be a wall, higher than the one your grandparents built with their hands and oxen.",
        "Second, there will be work at this wall, and it will be paid by the week and not by the promise of a season.",
        "Third, there will be a law, so that no minister after me can let a wall grow old behind a locked drawer.",
        "I ask you for patience, which you have, and for trust, which I have still to earn from every one of you.",
    )
)
NOTICE = """We use cookies and similar technologies to learn how you use our site and to show you offers that suit you.
By going on you agree to our terms of service and to our privacy policy, which you can read at any time below.
Sign up for our newsletter and get the stories that matter in your inbox every morning before seven o'clock."""


def article(  # noqa: PLR0913 - the fields of an article that matter here
    identity: str, text: str, outlet: str, *, day: int | None = 1, title: str = "", byline: str = ""
) -> Article:
    """Return an article of a day in March 2025, or of no day."""
    published = dt.date(2025, 3, day) if day else None
    return Article(identity, text, title or f"Title {identity}", outlet, published, byline=byline)


def shortened(text: str) -> str:
    """Return the text without its last third."""
    lines = text.strip().split("\n")
    return "\n".join(lines[: round(len(lines) * 2 / 3)])


def edited(text: str, every: int) -> str:
    """Return the text with every so-manieth word replaced by one of its own."""
    lines = [line.split(" ") for line in text.split("\n")]
    count = 0
    for line in lines:
        for at in range(len(line)):
            count += 1
            if count % every == 0:
                line[at] = f"other{count}"
    return "\n".join(" ".join(line) for line in lines)
