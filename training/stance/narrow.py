"""Take from a network the attention heads and hidden units that matter least, and make good what the rest can.

    python narrow.py --encoder DIR --run DIR ... --sample FILE[:WEIGHT[:SHARE]] ... --heads N --units N --out DIR

In each layer the heads, then the units, are taken out one at a time: the one whose loss changes the layer's output
least on the sample, when the weights of those that remain are set anew by least squares (Hassibi and Stork, "Second
order derivatives for network pruning: optimal brain surgeon", NeurIPS 1992). ``train.py --teacher`` trains the rest.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from examples import read_source
from network import Batch, StanceNetwork, collate, restore
from torch import nn
from train import plain_tokenizer

_HEAD = 32
"""Channels of a head."""
_RIDGE = 0.003
"""What is added to the variance of every input, as a share of their mean."""


def main() -> None:
    """Narrow every layer, first to last, each on what the narrowed ones before it give."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--run", nargs="+", required=True, help="folders that train.py wrote")
    parser.add_argument("--sample", nargs="+", required=True, help="sentences to measure on")
    parser.add_argument("--heads", type=int, required=True, help="heads that a layer keeps")
    parser.add_argument("--units", type=int, required=True, help="hidden units that a layer keeps")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    network = restore(options.encoder, options.run)
    network.eval()
    tokenizer = plain_tokenizer(options.encoder)
    chance = random.Random(options.seed)
    sources = [read_source(name) for name in options.sample]
    examples = [example for source in sources for example in chance.sample(source.examples, source.drawn)]
    examples.sort(key=lambda example: len(example.sentence.text))
    batches = [collate(examples[start : start + 32], tokenizer) for start in range(0, len(examples), 32)]
    for number, layer in enumerate(network.encoder.encoder.layer):
        own, out = layer.attention.self, layer.attention.output.dense
        heads = _narrow([own.query, own.key, own.value], out, options.heads, _moments(network, batches, out))
        out = layer.output.dense
        units = _narrow([layer.intermediate.dense], out, options.units, _moments(network, batches, out), size=1)
        print(f"layer {number + 1}: {heads:.4f} of the output's variance lost with heads, {units:.4f} with units")
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), options.out / "network.pt")


def _narrow(
    before: Sequence[nn.Linear], after: nn.Linear, keep: int, moments: torch.Tensor, size: int = _HEAD
) -> float:
    """Keep so many groups of the channels between layers; return the share of the output's variance that is lost."""
    weight = after.weight.detach().double()
    kept, anew = choose(weight, moments, keep * size, size)
    change = weight.clone()
    change[:, kept] -= anew
    for linear in before:
        linear.weight = nn.Parameter(linear.weight.detach()[kept].clone())
        linear.bias = nn.Parameter(linear.bias.detach()[kept].clone())
    after.weight = nn.Parameter(anew.float().contiguous())
    return _variance(change, moments) / _variance(weight, moments)


def choose(weight: torch.Tensor, moments: torch.Tensor, keep: int, size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the numbers of the channels to keep, whole groups, and the weights for them.

    ``weight`` is outputs x channels, ``moments`` channels x channels: the mean products of what the layer reads.
    """
    channels = len(moments)
    moments = moments + torch.eye(channels, dtype=moments.dtype) * moments.diagonal().mean() * _RIDGE
    inverse = torch.linalg.inv(moments)
    weight, left = weight.clone(), torch.arange(channels).view(-1, size)
    while left.numel() > keep:
        pivots = torch.linalg.inv(inverse[left.unsqueeze(2), left.unsqueeze(1)])
        costs = torch.einsum("ogs,gst,ogt->g", weight[:, left], pivots, weight[:, left])
        cheapest = int(costs.argmin())
        gone, pivot = left[cheapest], pivots[cheapest]
        left = torch.cat([left[:cheapest], left[cheapest + 1 :]])
        weight -= weight[:, gone] @ pivot @ inverse[gone]
        inverse -= inverse[:, gone] @ pivot @ inverse[gone]
    kept = left.flatten()
    return kept, weight[:, kept]


def _moments(network: StanceNetwork, batches: Sequence[Batch], layer: nn.Linear) -> torch.Tensor:
    """Return the mean products of the channels that a layer reads."""
    total = torch.zeros(layer.in_features, layer.in_features, dtype=torch.float64)
    tokens = 0
    read: list[torch.Tensor] = []
    hook = layer.register_forward_pre_hook(lambda _, values: read.append(values[0]))
    with torch.no_grad():
        for batch in batches:
            network(batch.ids, batch.mask, batch.roles, batch.pool, batch.row)
            values = read.pop()[batch.mask.bool()]
            total += values.T @ values
            tokens += len(values)
    hook.remove()
    return total / tokens


def _variance(weight: torch.Tensor, moments: torch.Tensor) -> float:
    return float(((weight @ moments) * weight).sum())


if __name__ == "__main__":
    main()
