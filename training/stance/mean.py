"""Keep the mean of runs as a run of its own: python mean.py NAME RUN ..."""

import sys
from pathlib import Path

import torch
from network import mean_of

if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.mkdir(exist_ok=True)
    torch.save(mean_of(sys.argv[2:]), out / "network.pt")
