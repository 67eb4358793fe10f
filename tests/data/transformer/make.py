"""Losses of 30 steps of AdamW in PyTorch, float64, and spectra of the heads before the first by NumPy: losses.json, which
tests/it/golden_training.rs compares with.

Run with PyTorch 2.15 and NumPy 2 (any CPU): python tests/data/transformer/make.py

Weights, tokens and labels come from one linear congruential generator, so that Rust has the same bits. The network is written here from
its definition, with torch.nn.functional's softmax, cross_entropy, rms_norm and gelu, and torch.optim.AdamW; nothing is shared with Rust.
"""

import itertools
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
V, T, D, H, M, B, STEPS = 5, 6, 8, 2, 12, 4, 30


class Generator:
    def __init__(self, seed):
        self.x = seed

    def next(self):
        self.x = (self.x * 1664525 + 1013904223) % 2**32
        return self.x / 2**32

    def tensor(self, rows, cols):
        return torch.tensor([[self.next() - 0.5 for _ in range(cols)] for _ in range(rows)])


def losses(layers, feed, normalised, causal, tied, temperature):
    g = Generator(12345)
    parameters = []

    def add(tensor):
        tensor.requires_grad_()
        parameters.append(tensor)
        return tensor

    gain = lambda: add(1 + 0.5 * g.tensor(1, D)) if normalised else None
    tokens, positions = add(g.tensor(V, D)), add(g.tensor(T, D))
    blocks = []
    for _ in range(layers):
        block = [gain()] + [add(g.tensor(D, D)) for _ in range(4)]
        if feed:
            block += [gain(), add(g.tensor(D, 4 * D)), add(g.tensor(4 * D, D))]
        blocks.append(block)
    final = gain()
    readout = None if tied else add(g.tensor(D, V))
    data = torch.tensor([[int(g.next() * V) for _ in range(T)] for _ in range(M)])
    # Three of four positions have a label, the last one always.
    labels = [[int(g.next() * V) if g.next() < 0.75 or t == T - 1 else -1 for t in range(T)] for _ in range(M)]

    norm = lambda x, w: F.rms_norm(x, (D,), w[0], 1e-6) if normalised else x
    mask = torch.full((T, T), -torch.inf).triu(1) if causal else torch.zeros(T, T)

    attention = []

    def forward(rows):
        attention.clear()
        x = tokens[data[rows]] + positions
        for block in blocks:
            n = norm(x, block[0])
            q, k, v = ((n @ w).view(-1, T, H, D // H).transpose(1, 2) for w in block[1:4])
            a = torch.softmax(q @ k.transpose(2, 3) / (temperature * (D // H) ** 0.5) + mask, -1)
            attention.append(a.detach().numpy())
            x = x + (a @ v).transpose(1, 2).reshape(-1, T, D) @ block[4]
            if feed:
                z = norm(x, block[5]) @ block[6]
                x = x + (F.relu(z) if feed == "relu" else F.gelu(z, approximate="tanh")) @ block[7]
        return norm(x, final) @ (tokens.T if tied else readout)

    # Of every head: mean erank, mean stable rank, largest spectral and nuclear norm over the sequences, erank of the mean attention,
    # largest singular values of W_Q W_K^T and W_V W_O.
    forward(list(range(M)))
    heads = []
    for block, a in zip(blocks, attention):
        w = [m.detach().numpy() for m in block[1:5]]
        for h in range(H):
            s = np.linalg.svd(a[:, h], compute_uv=False)
            erank = lambda s: np.exp(-(s / s.sum(-1, keepdims=True) * np.log(s / s.sum(-1, keepdims=True))).sum(-1))
            own = slice(h * (D // H), (h + 1) * (D // H))
            qk, ov = w[0][:, own] @ w[1][:, own].T, w[2][:, own] @ w[3][own]
            mean = np.linalg.svd(a[:, h].mean(0), compute_uv=False)
            heads.append([erank(s).mean(), (s**2).sum(1).dot(1 / s[:, 0] ** 2) / M, s[:, 0].max(), s.sum(1).max(), erank(mean), np.linalg.norm(qk, 2), np.linalg.norm(ov, 2)])
    heads = np.array(heads).tolist()

    adam = torch.optim.AdamW(parameters, lr=0.02, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1)
    found = []
    for step in range(STEPS):
        rows = [(step * B + i) % M for i in range(B)]
        scores = forward(rows)
        loss = 0
        for i, row in enumerate(rows):
            asked = [t for t in range(T) if labels[row][t] >= 0]
            loss = loss + F.cross_entropy(scores[i, asked], torch.tensor([labels[row][t] for t in asked])) / B
        adam.zero_grad()
        loss.backward()
        adam.step()
        found.append(loss.item())
    return {"losses": found, "heads": heads}


cases = [
    (layers, feed, normalised, causal, False, 1.0)
    for layers, feed, normalised, causal in itertools.product([1, 2], [None, "gelu"], [False, True], [False, True])
]
cases += [(1, "relu", True, False, True, 1.0), (2, "relu", False, True, True, 1.0), (2, None, True, True, True, 0.5)]
keys = ["layers", "feed_forward", "normalised", "causal", "tied", "temperature"]
made = [dict(zip(keys, case)) | losses(*case) for case in cases]
text = {"made_with": f"PyTorch {torch.__version__}, float64", "cases": made}
pathlib.Path(__file__).with_name("losses.json").write_text(json.dumps(text, indent=1) + "\n")
