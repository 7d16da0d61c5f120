"""Write a trained network as the file that the product runs: ONNX, most weights in 8 bits, with its tokenizer.

The small layers behind the encoder are multiplied in full, and kept in 16 bits. What the layers of the encoder read is
evened out first, but for the second matrix of each layer's two (Xiao and others, "SmoothQuant", ICML 2023).

    python export.py --encoder DIR --run DIR ... --out DIR

Of several runs from one start the mean of the weights is written.
Needs torch, transformers, onnx and onnxruntime (requirements.txt beside this file).
"""

import argparse
import re
import shutil
from pathlib import Path

import onnx
import onnx.numpy_helper
import torch
from examples import Example, read_examples
from network import Batch, StanceNetwork, collate, restore
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from train import plain_tokenizer

from analysis.records import Span
from analysis.stance_scoring import Mark, Sentence

INPUTS = ("ids", "mask", "roles", "pool", "row")
_FULL = re.compile(r"^/(?:read|label|show)/")
"""Names of the nodes that are multiplied in full."""
_LARGE = 100_000
_SEEN = 100
"""Sentences of a file that show how large activations get."""


class Evened(nn.Module):
    """A linear layer whose inputs are divided by what its weights are multiplied with: the result is the same."""

    def __init__(self, linear: nn.Linear, scale: torch.Tensor) -> None:
        super().__init__()
        self.divisor = scale.reciprocal()
        self.linear = linear
        linear.weight = nn.Parameter(linear.weight * scale)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Return what the layer returned."""
        return self.linear(values * self.divisor)


def main() -> None:
    """Export, quantise, and put the tokenizer beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--run", nargs="+", required=True, help="folders that train.py wrote")
    parser.add_argument("--out", required=True)
    parser.add_argument("--sample", nargs="+", type=Path, required=True, help="sentences that show the activations")
    parser.add_argument("--reduce", action="store_true", help="7 bits for processors that overflow with 8")
    options = parser.parse_args()
    network = restore(options.encoder, options.run)
    network.encoder.set_attn_implementation("eager")  # fewer steps than what it is exported as otherwise
    network.eval()
    tokenizer = plain_tokenizer(options.encoder)
    even_out(network, collate([one for path in options.sample for one in read_examples(path)[:_SEEN]], tokenizer))
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
    names = [node.name for node in onnx.load(whole).graph.node if _FULL.search(node.name)]
    quantize_dynamic(
        whole,
        out / "model.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=options.reduce,
        nodes_to_exclude=[name + end for name in names for end in ("", "_MatMul")],  # what a Gemm is made first
    )
    keep_in_half(out / "model.onnx")
    shutil.copy(Path(options.encoder) / "tokenizer.json", out / "tokenizer.json")
    print(f"{(out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def even_out(network: StanceNetwork, batch: Batch) -> None:
    """Move half of the differences between the channels that the encoder's layers read into their weights."""
    largest: dict[nn.Module, torch.Tensor] = {}

    def watch(layer: nn.Module, values: tuple[torch.Tensor]) -> None:
        largest[layer] = values[0].abs().flatten(0, -2).amax(0)

    places = []
    for layer in network.encoder.encoder.layer:
        own = layer.attention.self
        places += [((own, "query"), (own, "key"), (own, "value"))]
        places += [((layer.attention.output, "dense"),), ((layer.intermediate, "dense"),)]
    hooks = [getattr(*group[0]).register_forward_pre_hook(watch) for group in places]
    with torch.no_grad():
        network(batch.ids, batch.mask, batch.roles, batch.pool, batch.row)
    for hook in hooks:
        hook.remove()
    for group in places:
        linears = [getattr(parent, name) for parent, name in group]
        weights = torch.stack([linear.weight.detach().abs().amax(0) for linear in linears]).amax(0)
        scale = (largest[linears[0]].clamp(min=1e-5) / weights.clamp(min=1e-5)).sqrt()
        for (parent, name), linear in zip(group, linears, strict=True):
            setattr(parent, name, Evened(linear, scale))


def keep_in_half(path: Path) -> None:
    """Store the large weights that are not in 8 bits in 16; they are made full again when the file is loaded."""
    model = onnx.load(path)
    graph = model.graph
    for weight in [one for one in graph.initializer if one.data_type == onnx.TensorProto.FLOAT]:
        values = onnx.numpy_helper.to_array(weight)
        if values.size >= _LARGE:
            graph.initializer.remove(weight)
            graph.initializer.append(onnx.numpy_helper.from_array(values.astype("float16"), f"{weight.name}_half"))
            cast = onnx.helper.make_node("Cast", [f"{weight.name}_half"], [weight.name], to=onnx.TensorProto.FLOAT)
            graph.node.insert(0, cast)
    onnx.save(model, path)


if __name__ == "__main__":
    main()
