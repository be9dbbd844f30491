#!/usr/bin/env python3
"""Compares answers line by line with what they should be: compare.py WANTED GOT [SHOWN]

Prints the first SHOWN differences (default 5), how many lines are equal, and which buffers differ how often.
"""

import collections
import itertools
import json
import sys


def filled(line):
    """A line's buffers without those that hold nothing."""
    return {name: size for name, size in line.get("buffers", {}).items() if any(size.values())}


def main():
    wanted, got = ([json.loads(line) for line in open(path)] for path in sys.argv[1:3])
    shown = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    equal, why = 0, collections.Counter()
    for want, have in itertools.zip_longest(wanted, got, fillvalue={}):
        if "buffers" in want and "buffers" in have and filled(want) == filled(have):
            equal += 1
            continue
        a, b = filled(want), filled(have)
        where = [f"{name}.{part}" for name in sorted(a.keys() | b.keys()) for part in ("weights", "context", "compute")
                 if a.get(name, {}).get(part, 0) != b.get(name, {}).get(part, 0)]
        why[(want.get("model"), have.get("error", " ".join(where)))] += 1
        if shown > 0:
            shown -= 1
            print({key: value for key, value in want.items() if key != "buffers"})
            print("  wanted", a)
            print("  got   ", have.get("error", b))
    print(f"{equal} of {max(len(wanted), len(got))} lines equal")
    for (model, where), count in why.most_common():
        print(f"{count:6} {model}: {where}")
    sys.exit(equal != len(wanted))


if __name__ == "__main__":
    main()
