"""Choose training sentences from DSE: every one in which somebody takes a side, and as many in which nobody does.

    python prepare.py TRAIN DEV --out FILE

TRAIN and DEV are the official parts of DSE with one target and its holder a line (see ``analysis.stance_scoring``).
DSE repeats sentences between its parts; those of DEV are left out. Nine in ten of its pairs are neutral: of these come
1,500 that share a sentence with a sided pair and 1,500 others. The choice depends on the seed.
"""

import argparse
import json
import random
from pathlib import Path

_EACH = 1500


def main() -> None:
    """Read, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    held = {row["text"] for row in _rows(options.dev)}
    rows = [row for row in _rows(options.train) if row["text"] not in held]
    sided = [row for row in rows if row["label"] != "neutral"]
    texts = {row["text"] for row in sided}
    neutral = [row for row in rows if row["label"] == "neutral"]
    beside = [row for row in neutral if row["text"] in texts]
    others = [row for row in neutral if row["text"] not in texts]
    chosen = sided + chance.sample(beside, _EACH) + chance.sample(others, _EACH)
    chance.shuffle(chosen)
    options.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in chosen), encoding="utf-8")


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
