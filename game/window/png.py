"""Small PNG files: flat pictures of text and shapes pack best unfiltered, at zlib's best level."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pygame

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOUR, _PALETTE = 2, 3


def save(surface: pygame.Surface, path: Path) -> None:
    """Write a surface without its transparency; the same pixels always give the same bytes."""
    width, height = surface.get_size()
    pixels = np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8)
    packed = pixels.reshape(-1, 3).astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    colours, index = np.unique(packed, return_inverse=True)
    chunks = []
    if len(colours) <= 256:
        rows, kind = index.astype(np.uint8).reshape(height, width), _PALETTE
        table = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
        chunks.append((b"PLTE", table.astype(np.uint8).tobytes()))
    else:
        rows, kind = pixels.reshape(height, width * 3), _TRUE_COLOUR
    unfiltered = np.zeros((height, 1), np.uint8)
    data = zlib.compress(np.hstack([unfiltered, rows]).tobytes(), 9)
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    chunks = [(b"IHDR", header), *chunks, (b"IDAT", data), (b"IEND", b"")]
    path.write_bytes(_SIGNATURE + b"".join(_chunk(*chunk) for chunk in chunks))


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))
