#!/usr/bin/env python3
"""Questions for fit-truth about GGUF files, stratified over placements and settings; the same for the same name.

    make-questions.py FILE.gguf... > questions.jsonl
"""

import json
import random
import struct
import sys

CONTEXTS = [512, 1024, 2048, 4096, 4096, 8192, 8192, 16384, 32768, 32768, 65536, 131072]
UBATCHES = [64, 128, 256, 512, 512, 512, 1024, 2048]
SEQUENCES = [1, 1, 4, 4, 8]


def keys_of(path):
    """Scalar numbers and strings of a GGUF file's keys."""
    sizes = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
    with open(path, "rb") as file:
        read = lambda form: struct.unpack("<" + form, file.read(struct.calcsize("<" + form)))
        text = lambda: file.read(read("Q")[0]).decode()
        read("II")
        _, count = read("QQ")
        keys = {}
        for _ in range(count):
            key = text()
            (kind,) = read("I")
            if kind == 8:
                keys[key] = text()
            elif kind == 9:
                (kind,) = read("I")
                (length,) = read("Q")
                for _ in range(length):
                    text() if kind == 8 else read(sizes[kind])
            else:
                (keys[key],) = read(sizes[kind])
        return keys


def questions(name, keys):
    arch = keys["general.architecture"]
    layers = keys[f"{arch}.block_count"]
    experts = keys.get(f"{arch}.expert_count", 0) > 0
    pick = random.Random(name)

    def question(ngl, gpus, quantized=False, temporaries=0, moe=0, repack=0, flash=None):
        sequences = pick.choice(SEQUENCES)
        flash = 1 if quantized else pick.choice([0, 1, 1]) if flash is None else flash
        return {
            "model": name, "gpu_layers": ngl, "context": pick.choice(CONTEXTS), "ubatch": pick.choice(UBATCHES),
            "batch": 2048, "sequences": sequences, "unified_kv": pick.randint(0, 1), "flash_attention": flash,
            "kv_type": pick.choice(["q8_0", "q4_0"]) if quantized else "f16",
            "output_rows": pick.choice([0, sequences]), "moe_layers_on_host": moe, "gpus": gpus,
            "cuda_fa_temporaries": temporaries, "cpu_repack": repack}

    asked = [question(99, 1, flash=i % 2) for i in range(24)]
    asked += [question(99, 1, quantized=True, temporaries=i % 2) for i in range(10)]
    partial = [1, layers // 2, layers - 1, layers] + [pick.randint(2, layers) for _ in range(4)]
    asked += [question(ngl, 1, quantized=i in (1, 5)) for i, ngl in enumerate(partial)]
    asked += [question(0, 1, quantized=i == 2) for i in range(4)]
    asked += [question(99, 2, quantized=i == 2) for i in range(6)]
    asked += [question(pick.randint(2, layers), 2, quantized=i == 1) for i in range(4)]
    asked += [question(0, 0, quantized=i == 2, repack=0) for i in range(6)]
    asked += [question(0, 0, quantized=i == 2, repack=1) for i in range(6)]
    if experts:
        asked += [question(99, 1, moe=layers, quantized=i == 2) for i in range(4)]
        asked += [question(99, 1, moe=layers // 2, quantized=i == 2) for i in range(4)]
        asked += [question(99, 2, moe=layers), question(99, 2, moe=layers // 2), question(layers // 2, 1, moe=layers // 4)]
    return asked


def main():
    for path in sys.argv[1:]:
        keys = keys_of(path)
        for asked in questions(path.rsplit("/", 1)[-1].removesuffix(".gguf"), keys):
            print(json.dumps(asked))


if __name__ == "__main__":
    main()
