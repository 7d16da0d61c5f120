"""Write what a trained network thinks of every target: the chances that a smaller one can learn from.

    python teach.py --encoder DIR --run DIR --out FILE SENTENCES ...

Each line: {"id", "chances": [supportive, critical, neutral]}. Where readers gave a label, the chances are the mean of
the network's and the label, so that a teacher softens what readers said but does not overrule it.
"""

import argparse
import json
from pathlib import Path

import torch
from examples import read_examples
from network import StanceNetwork
from train import plain_tokenizer, read_chances

from analysis.pipeline.verdicts import LABELS


def main() -> None:
    """Read, judge, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", nargs="+")
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--trust", type=float, default=0.5, help="share of the network beside the readers' label")
    options = parser.parse_args()
    torch.set_num_threads(1)
    network = StanceNetwork(options.encoder)
    network.load_state_dict(torch.load(Path(options.run) / "network.pt"))
    tokenizer = plain_tokenizer(options.encoder)
    with Path(options.out).open("w", encoding="utf-8") as out:
        for name in options.sentences:
            examples = read_examples(name)
            marks = [mark for example in examples for mark in example.sentence.marks]
            for mark, chances in zip(marks, read_chances(network, examples, tokenizer), strict=True):
                given = [float(label == mark.label) for label in LABELS]
                mixed = [options.trust * a + (1 - options.trust) * b for a, b in zip(chances, given, strict=True)]
                out.write(json.dumps({"id": mark.id, "chances": [round(value, 4) for value in mixed]}) + "\n")


if __name__ == "__main__":
    main()
