"""Write a trained network as the file that the product runs: ONNX, weights in 8 bits, with its tokenizer.

    python export.py --encoder DIR --run DIR ... --out DIR

Of several runs from one start the mean of the weights is written.
Needs torch, transformers, onnx and onnxruntime (requirements.txt beside this file).
"""

import argparse
import shutil
from pathlib import Path

import onnx
import torch
from examples import Example
from network import StanceNetwork, collate, mean_of
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import plain_tokenizer

from analysis.records import Span
from analysis.stance_scoring import Mark, Sentence

INPUTS = ("ids", "mask", "roles", "pool", "row")


def main() -> None:
    """Export, quantise, and put the tokenizer beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--run", nargs="+", required=True, help="folders that train.py wrote")
    parser.add_argument("--out", required=True)
    parser.add_argument("--reduce", action="store_true", help="7 bits for processors that overflow with 8")
    options = parser.parse_args()
    network = StanceNetwork(options.encoder)
    network.load_state_dict(mean_of(options.run))
    network.eval()
    tokenizer = plain_tokenizer(options.encoder)
    plan = Sentence("“The plan is bad,” said Ann Lee.", (Mark((Span(5, 9),), "critical"),), (Span(25, 32),))
    both = (Mark((Span(14, 16),), "supportive"), Mark((Span(32, 36),), "critical"))
    examples = [Example(plan), Example(Sentence("They welcomed it and blamed the bank.", both))]
    batch = collate(examples, tokenizer)
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    whole = Path(options.run[0]) / "network.onnx"
    torch.onnx.export(
        network,
        (batch.ids, batch.mask, batch.roles, batch.pool, batch.row),
        str(whole),
        input_names=list(INPUTS),
        output_names=["logits", "shown"],
        dynamic_axes={
            **{name: {0: "sentences", 1: "tokens"} for name in INPUTS[:3]},
            "pool": {0: "targets", 1: "tokens"},
            "row": {0: "targets"},
            "logits": {0: "targets"},
            "shown": {0: "targets", 1: "tokens"},
        },
        opset_version=17,
        dynamo=False,
    )
    heads = [node.name for node in onnx.load(whole).graph.node if node.name.startswith(("/read", "/label", "/show"))]
    quantize_dynamic(
        whole,
        out / "model.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=options.reduce,
        nodes_to_exclude=heads,
    )
    shutil.copy(Path(options.encoder) / "tokenizer.json", out / "tokenizer.json")
    print(f"{(out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
