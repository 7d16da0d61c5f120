"""The network: a small encoder that sees which words are targets and which name the speaker, and a head per target.

The role of a token (none, speaker, target) is added to its embedding; each target is read from the sentence vector,
the mean of its own tokens, the mean of all tokens, and the tokens that it attends to, so one pass serves all targets of
a sentence. The attention is trained on the words that readers marked as evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from examples import Example
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from analysis.pipeline.verdicts import LABELS
from analysis.records import Span

SPEAKER, TARGET = 1, 2
LONGEST = 128


@dataclass(slots=True)
class Batch:
    """Tensors of a batch: ids, mask and roles are sentences x tokens; ``pool`` is targets x tokens; ``row`` targets."""

    ids: torch.Tensor
    mask: torch.Tensor
    roles: torch.Tensor
    pool: torch.Tensor
    row: torch.Tensor
    labels: torch.Tensor
    """Numbers of the labels."""
    weights: torch.Tensor
    shown: torch.Tensor
    """1 for tokens of the evidence, 0 for others, -1 where nobody marked it; targets x tokens."""


class StanceNetwork(nn.Module):
    """Logits over supportive, critical and neutral for each target, and of each token as its evidence."""

    def __init__(self, encoder: str, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.roles = nn.Embedding(3, width, padding_idx=0)
        nn.init.normal_(self.roles.weight, std=0.02)
        with torch.no_grad():
            self.roles.weight[0].zero_()
        self.show = nn.Linear(2 * width, width + 1)
        self.read = nn.Sequential(nn.Dropout(dropout), nn.Linear(4 * width, width), nn.Tanh(), nn.Dropout(dropout))
        self.label = nn.Linear(width, 3)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, roles: torch.Tensor, pool: torch.Tensor, row: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return logits, targets x labels, and scores of evidence, targets x tokens."""
        return self.judge(self.encode(ids, mask, roles), mask, pool, row)

    def encode(self, ids: torch.Tensor, mask: torch.Tensor, roles: torch.Tensor) -> torch.Tensor:
        """Return the vectors of the tokens, sentences x tokens x width."""
        words = self.encoder.embeddings.word_embeddings(ids) + self.roles(roles)
        return self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state

    def judge(
        self, hidden: torch.Tensor, mask: torch.Tensor, pool: torch.Tensor, row: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what ``forward`` does, from the vectors of the tokens."""
        every = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * every).sum(1) / every.sum(1)
        own = hidden.index_select(0, row)
        target = torch.bmm(pool.unsqueeze(1), own).squeeze(1)
        asked = self.show(torch.cat([own[:, 0], target], dim=1))
        shown = torch.bmm(own, asked[:, :-1].unsqueeze(2)).squeeze(2) / own.shape[2] ** 0.5 + asked[:, -1:]
        hidden_words = (1 - mask.index_select(0, row).to(hidden.dtype)) * -1e4
        weights = torch.softmax(shown + hidden_words, dim=1)
        told = torch.bmm(weights.unsqueeze(1), own).squeeze(1)
        found = self.read(torch.cat([own[:, 0], target, mean.index_select(0, row), told], dim=1))
        return self.label(found), shown

    def narrow(self, channels: int, units: int) -> None:
        """Give each layer so many channels of attention, whole heads, and hidden units; their weights are new."""
        for layer in self.encoder.encoder.layer:
            own = layer.attention.self
            width = own.query.in_features
            own.query, own.key, own.value = (nn.Linear(width, channels) for _ in range(3))
            layer.attention.output.dense = nn.Linear(channels, width)
            layer.intermediate.dense = nn.Linear(width, units)
            layer.output.dense = nn.Linear(units, width)


def restore(encoder: str, runs: Sequence[str]) -> StanceNetwork:
    """Return the network of the mean of runs, as narrow as they are."""
    state = mean_of(runs)
    first = "encoder.encoder.layer.0."
    network = StanceNetwork(encoder)
    network.narrow(len(state[first + "attention.self.query.bias"]), len(state[first + "intermediate.dense.bias"]))
    network.load_state_dict(state)
    return network


def mean_of(runs: Sequence[str]) -> dict[str, torch.Tensor]:
    """Return the mean of the weights that runs of ``train.py`` kept (Wortsman and others, "Model soups", ICML 2022)."""
    states = [torch.load(Path(run) / "network.pt") for run in runs]
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


def collate(examples: Sequence[Example], tokenizer: Tokenizer) -> Batch:
    """Return the tensors of a batch of sentences."""
    encoded = [tokenizer.encode(example.sentence.text) for example in examples]
    width = min(LONGEST, max(len(encoding.ids) for encoding in encoded))
    ids = torch.zeros(len(examples), width, dtype=torch.long)
    mask, roles = torch.zeros_like(ids), torch.zeros_like(ids)
    pool, row, labels, weights, shown = [], [], [], [], []
    for number, (example, encoding) in enumerate(zip(examples, encoded, strict=True)):
        size = min(width, len(encoding.ids))
        offsets = encoding.offsets[:size]
        ids[number, :size] = torch.tensor(encoding.ids[:size])
        mask[number, :size] = 1
        roles[number, _tokens(offsets, example.sentence.holder)] = SPEAKER
        for mark in example.sentence.marks:
            inside = _tokens(offsets, mark.places) or [0]
            roles[number, inside] = TARGET
            own = torch.zeros(width)
            own[inside] = 1 / len(inside)
            pool.append(own)
            row.append(number)
            labels.append(LABELS.index(mark.label))
            weights.append(example.weight)
            evidence = torch.full((width,), -1.0)
            if mark.evidence is not None:
                evidence[:size] = 0
                evidence[_tokens(offsets, (mark.evidence,))] = 1
            shown.append(evidence)
    return Batch(
        ids,
        mask,
        roles,
        torch.stack(pool),
        torch.tensor(row),
        torch.tensor(labels),
        torch.tensor(weights),
        torch.stack(shown),
    )


def _tokens(offsets: Sequence[tuple[int, int]], places: Sequence[Span]) -> list[int]:
    """Return the tokens that share a character with one of the places."""
    return [at for at, (start, end) in enumerate(offsets) if any(start < p.end and p.start < end for p in places)]
