"""What checkpoints of 7, 70 and 405 billion parameters cost: `python benches/scale/simulate.py [GFLOPS of one core]`.

The plans are those that `rankscope.measure` makes of the headers of such checkpoints (Llama's shapes, bfloat16); no weight exists. Time is
the plan's floating-point operations over the rate, and the speed-up that of a list schedule with the longest units first.
"""

import heapq
import json
import sys

from rankscope import _native

MODELS = {
    # name: layers, hidden, feed-forward, queries, keys, vocabulary
    "7B": (32, 4096, 11008, 4096, 4096, 32000),
    "70B": (80, 8192, 28672, 8192, 1024, 128256),
    "405B": (126, 16384, 53248, 16384, 1024, 128256),
}
WORKERS = (2, 8, 32, 128, 512)


def plan(layers, hidden, wide, queries, keys, vocabulary, every):
    """The plan of a checkpoint in one file, of which only the header is made."""
    shapes = {"model.embed_tokens.weight": (vocabulary, hidden), "lm_head.weight": (vocabulary, hidden)}
    for i in range(layers):
        of = f"model.layers.{i}"
        shapes |= {
            f"{of}.self_attn.q_proj.weight": (queries, hidden),
            f"{of}.self_attn.k_proj.weight": (keys, hidden),
            f"{of}.self_attn.v_proj.weight": (keys, hidden),
            f"{of}.self_attn.o_proj.weight": (hidden, queries),
            f"{of}.mlp.gate_proj.weight": (wide, hidden),
            f"{of}.mlp.up_proj.weight": (wide, hidden),
            f"{of}.mlp.down_proj.weight": (hidden, wide),
        }
    header, end = {}, 0
    for name, (rows, cols) in shapes.items():
        header[name] = {"dtype": "BF16", "shape": [rows, cols], "data_offsets": [end, end + 2 * rows * cols]}
        end += 2 * rows * cols
    text = json.dumps(header).encode()
    start = len(text).to_bytes(8, "little") + text
    survey = _native.Survey()
    while (wanted := survey.take("model.safetensors", len(start) + end, start)) is not None:
        raise SystemExit(f"{wanted} bytes of a header are not there")
    return survey.plan(every)


def speed_up(costs, workers):
    """Of units that are handed out the longest first, over one worker."""
    ends = [0.0] * min(workers, len(costs))
    for cost in sorted(costs, reverse=True):
        heapq.heappush(ends, heapq.heappop(ends) + cost)
    return sum(costs) / max(ends)


def main():
    rate = float(sys.argv[1]) * 1e9 if len(sys.argv) > 1 else 5e9
    print(f"at {rate / 1e9:g} GFLOP/s a core; a unit's memory and the bytes read in GB")
    print("| model | units | 10^15 flop | read | largest unit | core-hours | " + " | ".join(f"x {n}" for n in WORKERS) + " |")
    print("|" + " --- |" * (6 + len(WORKERS)))
    for name, sizes in MODELS.items():
        whole = plan(*sizes, every=True)
        units = [whole.unit(at) for at in range(len(whole))]
        costs = [unit["flops"] for unit in units]
        read = sum(end - begin for unit in units for _, begin, end in unit["ranges"])
        cells = [
            name,
            str(len(units)),
            f"{sum(costs) / 1e15:.2f}",
            f"{read / 1e9:.0f}",
            f"{max(unit['memory'] for unit in units) / 1e9:.1f}",
            f"{sum(costs) / rate / 3600:.0f}",
            *(f"{speed_up(costs, n):.1f}" for n in WORKERS),
        ]
        print("| " + " | ".join(cells) + " |")
        for note in whole.notes:
            print(f"<!-- {name}: {note} -->")


if __name__ == "__main__":
    main()
