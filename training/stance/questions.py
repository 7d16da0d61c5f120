"""List what the analysis asks about articles, to be labelled by hand, and turn the labels into training lines.

    python questions.py list ARTICLES.jsonl --out LIST.jsonl          # prints the questions to read
    python questions.py join LIST.jsonl LABELS.txt --out FILE         # one target a line
    python questions.py strip FILE SOURCE ... --out FILE              # takes out texts that others published
    python questions.py fill FILE SOURCE ... --out FILE               # puts them back

An article is a line {"id", "text"}. A label is a line: the number of the question, s (supportive), c (critical) or x,
and for s and c, if wished, the words that show it: "17 c {has shown no interest}". What has no line is neutral;
questions marked x make no sense and are left out. SOURCE is a file of ``analysis.stance_scoring`` with the same ids.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from analysis.pipeline.passages import Scene
from analysis.pipeline.stance import Asked, ask, meant
from analysis.stance_scoring import staged

_LABEL = re.compile(r"(\d+)\s+([scnx])\b\s*(?:\{(.*)\})?\s*$")
_LABELS = {"s": "supportive", "c": "critical", "n": "neutral"}


def main() -> None:
    """Do one of the four."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("list", "join", "strip", "fill"))
    parser.add_argument("file", type=Path)
    parser.add_argument("more", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.task == "list":
        rows = list_questions(options.file)
    elif options.task == "join":
        rows = join(options.file, options.more[0])
    else:
        texts = {row["id"]: row["text"] for path in options.more for row in _rows(path)}
        rows = [(strip if options.task == "strip" else fill)(row, texts) for row in _rows(options.file)]
    options.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def list_questions(articles: Path) -> list[dict[str, Any]]:
    """Print the questions about articles, and return them in the form of one target a line, without labels."""
    rows: list[dict[str, Any]] = []
    for record in _rows(articles):
        text = record["text"]
        by_scene: dict[Scene, list[Asked]] = defaultdict(list)
        names: dict[str, str] = {}
        for asked in _questions(text, names):
            by_scene[asked.scene].append(asked)
        for scene, questions in by_scene.items():
            start = scene.span.start
            words = scene.span.of(text)
            print(f"\nSPEAKER {names[scene.speaker]}: {' '.join(words.split())}")
            for asked in questions:
                places = [{"start": place.start - start, "end": place.end - start} for place in asked.places]
                if any(place["start"] < 0 or place["end"] > len(words) for place in places):
                    continue
                rows.append(
                    {
                        "id": f"{record['id']}-{len(rows) + 1}",
                        "family": record["id"],
                        "text": words,
                        "target": places[0],
                        "target_mentions": places[1:],
                        "target_name": asked.target,
                        "label": "",
                    }
                )
                if scene.holder:
                    held = scene.holder[0]
                    rows[-1]["holder"] = {"start": held.start - start, "end": held.end - start}
                shown = ", ".join(" ".join(text[place.start : place.end + 18].split()) + "…" for place in asked.places)
                quoted = " ".join(asked.within.of(text).split())
                print(f"  {len(rows)} {asked.target} [{shown}]  in: {quoted[:40]}…")
    return rows


def join(listed: Path, labels: Path) -> list[dict[str, Any]]:
    """Return the listed questions with their labels."""
    rows = _rows(listed)
    told: dict[int, tuple[str, str]] = {}
    for line in labels.read_text(encoding="utf-8").splitlines():
        match = _LABEL.match(line.strip())
        if match and int(match[1]) <= len(rows):
            told[int(match[1])] = (match[2], match[3] or "")
        elif line.strip():
            print(f"unreadable: {line[:80]}")
    found = []
    for number, row in enumerate(rows, start=1):
        label, shown = told.get(number, ("n", ""))
        if label == "x":
            continue
        found.append(row | {"label": _LABELS[label]})
        at = row["text"].find(shown)
        if shown and at >= 0:
            found[-1]["evidence"] = {"start": at, "end": at + len(shown)}
        elif shown:
            print(f"not in the passage: {number} {shown[:80]}")
    counts = Counter(row["label"] for row in found)
    print(f"{len(found)} of {len(rows)} kept: {dict(counts)}")
    return found


def strip(row: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """Return a row with the place of its passage in a text known by its source, in exchange for the words."""
    known = texts.get(row["family"])
    if known is None:
        return row
    start = known.index(row["text"])
    words = {"start": start, "end": start + len(row["text"])}
    return {name: value for name, value in row.items() if name != "text"} | {"passage": words}


def fill(row: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """Return a row with the words of its passage."""
    if "text" in row:
        return row
    return row | {"text": texts[row["family"]][row["passage"]["start"] : row["passage"]["end"]]}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _questions(text: str, names: dict[str, str]) -> list[Asked]:
    with staged(text) as (analysis, targets, stage):
        names |= {speaker.id: speaker.name for speaker in analysis.speakers}
        places = {target.name: target.mentions for target in targets}
        return list(ask(text, analysis.quotes, analysis.speakers, places, hidden=stage.selves, also=meant(stage)))


if __name__ == "__main__":
    main()
