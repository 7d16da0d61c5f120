"""Fine-tune an encoder on labelled sentences; keep the epoch that does best on the development sets.

    python train.py --encoder DIR --train FILE[:WEIGHT[:SHARE]] ... --dev FILE ... --out DIR

WEIGHT is how much a sentence of the file counts, SHARE how many of them are seen in an epoch, drawn anew each time.
With ``--agree`` every sentence is read twice, the second time under other names and with other units dropped, and the
two readings are drawn together (R-Drop, Liang and others, NeurIPS 2021). With ``--teacher`` the labels of the sentences
are not used: the network learns to give what another gives (Hinton and others, "Distilling the knowledge", 2015).
Needs torch and transformers (requirements.txt beside this file). One thread is enough; results depend on the seed.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from examples import Example, names_in, read_examples, read_source, rename
from network import Batch, StanceNetwork, collate, restore
from tokenizers import Tokenizer
from torch.nn import functional

from analysis.pipeline.verdicts import LABELS
from analysis.stance_scoring import macro_f1

_EVIDENCE = 0.5
"""Weight of the evidence in the loss."""
_SMOOTHING = 0.05
_SOFT = 2.0
"""Temperature at which two networks are compared."""


def main() -> None:
    """Train, and print the figures after each epoch."""
    options = _options()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    chance = random.Random(options.seed)
    tokenizer = plain_tokenizer(options.encoder)
    sources = [read_source(name) for name in options.train]
    dev = {Path(name).stem: read_examples(Path(name)) for name in options.dev}
    names = Path(options.names).read_text(encoding="utf-8").splitlines() if options.names else []
    network = restore(options.encoder, options.start) if options.start else StanceNetwork(options.encoder)
    teacher = restore(options.encoder, options.teacher).eval() if options.teacher else None
    steps = options.epochs * (sum(source.drawn for source in sources) // options.batch + 1)
    faster = 1 if options.teacher else 5
    optimizer = torch.optim.AdamW(_groups(network, options.rate, faster), weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _schedule(step, steps))
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    best = 0.0
    for epoch in range(options.epochs):
        network.train()
        began, total, seen = time.process_time(), 0.0, 0
        drawn = [example for source in sources for example in chance.sample(source.examples, source.drawn)]
        varied = [_varied(example, names, options.rename, chance) for example in drawn]
        for examples in _batches(varied, options.batch, chance):
            again = [_varied(example, names, options.rename, chance) for example in examples] if options.agree else []
            batch = collate([*examples, *again], tokenizer)
            with torch.autocast("cpu", torch.bfloat16, enabled=options.half):
                loss = _loss(network, batch, options.agree) if teacher is None else _distance(network, teacher, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rate.step()
            total, seen = total + loss.item() * len(batch.row), seen + len(batch.row)
        scores = {name: evaluate(network, examples, tokenizer) for name, examples in dev.items()}
        mean = sum(scores.values()) / max(1, len(scores))
        shown = "  ".join(f"{name} {score:.3f}" for name, score in scores.items())
        print(f"epoch {epoch + 1}: loss {total / seen:.3f}  {shown}  {time.process_time() - began:.0f} s", flush=True)
        if mean >= best:
            best = mean
            torch.save(network.state_dict(), out / "network.pt")
            (out / "scores.json").write_text(json.dumps({"epoch": epoch + 1, **scores}, indent=1), encoding="utf-8")


def plain_tokenizer(encoder: str) -> Tokenizer:
    """Return the tokenizer of an encoder's folder, without padding and cutting."""
    tokenizer = Tokenizer.from_file(str(Path(encoder) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def read_chances(network: StanceNetwork, examples: Sequence[Example], tokenizer: Tokenizer) -> list[list[float]]:
    """Return the chances of the labels for every target, in order."""
    network.eval()
    order = sorted(range(len(examples)), key=lambda at: len(examples[at].sentence.text))
    found: list[list[list[float]]] = [[] for _ in examples]
    with torch.no_grad():
        for start in range(0, len(order), 32):
            chosen = order[start : start + 32]
            batch = collate([examples[at] for at in chosen], tokenizer)
            logits, _ = network(batch.ids, batch.mask, batch.roles, batch.pool, batch.row)
            for row, chances in zip(batch.row.tolist(), logits.softmax(1).tolist(), strict=True):
                found[chosen[row]].append(chances)
    return [chances for each in found for chances in each]


def evaluate(network: StanceNetwork, examples: Sequence[Example], tokenizer: Tokenizer) -> float:
    """Return macro-F1 over the three labels."""
    gold = [mark.label for example in examples for mark in example.sentence.marks]
    chances = read_chances(network, examples, tokenizer)
    return macro_f1(gold, [LABELS[max(range(3), key=each.__getitem__)] for each in chances])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", required=True, help="folder of the encoder: weights, config, tokenizer.json")
    parser.add_argument("--train", nargs="+", required=True, help="files of sentences")
    parser.add_argument("--dev", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--start", nargs="*", default=[], help="folders of earlier runs to go on from their mean")
    parser.add_argument("--teacher", nargs="*", default=[], help="folders of the runs whose mean is to be followed")
    parser.add_argument("--names", default="", help="a file with one name a line, for --rename")
    parser.add_argument("--rename", type=float, default=0.0, help="share of sentences whose names are swapped")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--agree", type=float, default=0.0, help="weight of the agreement of two readings, the second under other names"
    )
    parser.add_argument(
        "--half",
        action="store_true",
        help="multiply in bfloat16: faster where the processor has it, many times slower where not",
    )
    return parser.parse_args()


def _varied(example: Example, names: list[str], share: float, chance: random.Random) -> Example:
    """Return a sentence as it is seen in one epoch: now and then under other names."""
    if not names or chance.random() >= share:
        return example
    return Example(rename(example.sentence, names_in(example.sentence), names, chance), example.weight)


def _batches(examples: Sequence[Example], size: int, chance: random.Random) -> Iterator[list[Example]]:
    """Yield batches of sentences of like length, in random order."""
    order = sorted(range(len(examples)), key=lambda at: len(examples[at].sentence.text) + chance.random() * 60)
    blocks = [order[start : start + size] for start in range(0, len(order), size)]
    chance.shuffle(blocks)
    yield from ([examples[at] for at in block] for block in blocks)


def _groups(network: StanceNetwork, rate: float, faster: int) -> list[dict]:
    heads = (network.read, network.label, network.show, network.roles)
    fresh = [weight for head in heads for weight in head.parameters()]
    return [{"params": list(network.encoder.parameters()), "lr": rate}, {"params": fresh, "lr": rate * faster}]


def _schedule(step: int, steps: int) -> float:
    warm = max(1, steps // 12)
    return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))


def _loss(network: StanceNetwork, batch: Batch, agree: float = 0.0) -> torch.Tensor:
    logits, shown = network(batch.ids, batch.mask, batch.roles, batch.pool, batch.row)
    each = functional.cross_entropy(logits, batch.labels, label_smoothing=_SMOOTHING, reduction="none")
    loss = (each * batch.weights).sum() / batch.weights.sum()
    if agree:
        one, other = logits.log_softmax(1).chunk(2)
        both = functional.kl_div(one, other, log_target=True, reduction="none") + functional.kl_div(
            other, one, log_target=True, reduction="none"
        )
        weights = batch.weights.chunk(2)[0]
        loss = loss + agree * (both.sum(1) * weights).sum() / (2 * weights.sum())
    marked = batch.shown >= 0
    if marked.any():
        loss = loss + _EVIDENCE * functional.binary_cross_entropy_with_logits(shown[marked], batch.shown[marked])
    return loss


def _distance(network: StanceNetwork, teacher: StanceNetwork, batch: Batch) -> torch.Tensor:
    """Return how far a network is from another: in its chances, in what it takes for evidence, in its vectors."""
    hidden = network.encode(batch.ids, batch.mask, batch.roles)
    logits, shown = network.judge(hidden, batch.mask, batch.pool, batch.row)
    with torch.no_grad():
        aim = teacher.encode(batch.ids, batch.mask, batch.roles)
        aimed, telling = teacher.judge(aim, batch.mask, batch.pool, batch.row)
    soft = functional.kl_div(
        (logits / _SOFT).log_softmax(1), (aimed / _SOFT).log_softmax(1), log_target=True, reduction="batchmean"
    )
    words = batch.mask.bool()
    asked = words[batch.row]
    evidence = functional.binary_cross_entropy_with_logits(shown[asked], telling[asked].sigmoid())
    vectors = functional.mse_loss(hidden[words], aim[words]) / aim[words].square().mean()
    return soft * _SOFT**2 + _EVIDENCE * evidence + vectors


if __name__ == "__main__":
    main()
