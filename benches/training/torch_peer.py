"""The same training in PyTorch on one thread: the other side of `cargo xtask bench training`.

usage: python3 torch_peer.py float64|float32 eager|compiled
A line of the input is `L d T H V m batch feed normalised steps`; the answer is seconds of processor time and of the clock, and the last
loss. The same line again goes on with the same network. Plain tensors and operations, softmax, rms_norm, gelu and cross_entropy of
torch.nn.functional, the read-out at the last position only, clip_grad_norm_, and torch.optim.AdamW in its fused form, which is the
fastest of its forms here.
"""

import os

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_num_interop_threads(1)
torch.set_default_dtype(getattr(torch, sys.argv[1]))
COMPILED = sys.argv[2] == "compiled"


class Training:
    def __init__(self, layers, width, context, heads, vocabulary, samples, batch, feed, normalised):
        torch.manual_seed(1)
        torch.compiler.reset()
        self.batch, self.order = batch, []
        self.tokens = torch.randint(vocabulary, (samples, context))
        counts = F.one_hot(self.tokens, vocabulary).sum(1)
        self.labels = counts.argmax(1)
        parameters = []

        def add(rows, cols, fan_in):
            parameters.append((torch.randn(rows, cols) / fan_in**0.5).requires_grad_())
            return parameters[-1]

        def gain():
            parameters.append(torch.ones(width).requires_grad_())
            return parameters[-1]

        d = width
        embedding, positions = add(vocabulary, d, d), add(context, d, d)
        blocks = []
        for _ in range(layers):
            block = [gain() if normalised else None] + [add(d, d, d) for _ in range(4)]
            if feed:
                block += [gain() if normalised else None, add(d, 4 * d, d), add(4 * d, d, 4 * d)]
            blocks.append(block)
        final, readout = gain() if normalised else None, add(d, vocabulary, d)
        norm = lambda x, w: x if w is None else F.rms_norm(x, (d,), w, 1e-6)

        def loss(tokens, labels):
            x = embedding[tokens] + positions
            for block in blocks:
                n = norm(x, block[0])
                q, k, v = ((n @ w).view(-1, context, heads, d // heads).transpose(1, 2) for w in block[1:4])
                a = torch.softmax(q @ k.transpose(2, 3) * (d // heads) ** -0.5, -1)
                x = x + (a @ v).transpose(1, 2).reshape(-1, context, d) @ block[4]
                if feed:
                    x = x + F.gelu(norm(x, block[5]) @ block[6], approximate="tanh") @ block[7]
            return F.cross_entropy(norm(x[:, -1], final) @ readout, labels)

        self.loss = torch.compile(loss) if COMPILED else loss
        self.parameters = parameters
        self.adam = torch.optim.AdamW(parameters, lr=0.003, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.01, fused=True)

    def step(self):
        if len(self.order) < self.batch:
            self.order = torch.randperm(len(self.labels))
        rows, self.order = self.order[: self.batch], self.order[self.batch :]
        loss = self.loss(self.tokens[rows], self.labels[rows])
        self.adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.adam.step()
        return loss


print(torch.__version__, flush=True)
open_size, training = None, None
for line in sys.stdin:
    *size, steps = map(int, line.split())
    if size != open_size:
        open_size, training = size, Training(*size)
    begun, before = time.perf_counter(), time.process_time()
    for _ in range(steps):
        loss = training.step()
    print(time.process_time() - before, time.perf_counter() - begun, loss.item(), flush=True)
