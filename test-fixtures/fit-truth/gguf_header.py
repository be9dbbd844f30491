"""Writes GGUF files that are all header: keys and tensor table, the data a hole in a sparse file."""

import struct

# number of the type, values a block, bytes a block (ggml.h, ggml_type)
TYPES = {
    "f32": (0, 1, 4), "f16": (1, 1, 2), "bf16": (30, 1, 2), "q4_0": (2, 32, 18), "q4_1": (3, 32, 20),
    "q5_0": (6, 32, 22), "q5_1": (7, 32, 24), "q8_0": (8, 32, 34), "q2_K": (10, 256, 84), "q3_K": (11, 256, 110),
    "q4_K": (12, 256, 144), "q5_K": (13, 256, 176), "q6_K": (14, 256, 210), "iq4_nl": (20, 32, 18),
    "iq4_xs": (23, 256, 136), "mxfp4": (39, 32, 17), "i32": (26, 1, 4),
}
ALIGNMENT = 32


def _string(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(value):
    """A key's value with its type: bool, int (uint32), float (float32), str, or a list of one of them (int32)."""
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, str):
        return struct.pack("<I", 8) + _string(value)
    if isinstance(value, list):
        head = lambda kind: struct.pack("<IIQ", 9, kind, len(value))
        if isinstance(value[0], bool):
            return head(7) + struct.pack(f"<{len(value)}?", *value)
        if isinstance(value[0], int):
            return head(5) + struct.pack(f"<{len(value)}i", *value)
        if isinstance(value[0], float):
            return head(6) + struct.pack(f"<{len(value)}f", *value)
        return head(8) + b"".join(map(_string, value))
    raise TypeError(value)


def size_of(kind, shape):
    """Bytes of a tensor."""
    _, block, size = TYPES[kind]
    if shape[0] % block:
        raise ValueError(f"rows of {shape[0]} don't fit blocks of {block}")
    count = 1
    for n in shape:
        count *= n
    return count // block * size


def write(path, keys, tensors):
    """tensors: (name, type, shape) in the file's order. Returns the file's size in bytes, most of it a hole."""
    out = bytearray(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(keys)))
    for key, value in keys.items():
        out += _string(key) + _value(value)
    offset = 0
    for name, kind, shape in tensors:
        out += _string(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, TYPES[kind][0], offset)
        offset += -(-size_of(kind, shape) // ALIGNMENT) * ALIGNMENT
    if not tensors:
        offset = 0
    out += b"\0" * (-len(out) % ALIGNMENT)
    with open(path, "wb") as file:
        file.write(out)
        file.truncate(len(out) + offset)
    return len(out) + offset
