"""What is in the journal's file already, kept to rebuild a lost file; packed, since nobody looks at it otherwise."""

from __future__ import annotations

import zlib

#: Bytes packed at once: so few that packing them is not felt between two keys.
TOGETHER = 16 * 1024


class KeptBytes:
    """Bytes added at the end; an eight-hour screen takes a few hundred kilobytes of memory.

    Attributes:
        size: how many there are, unpacked.
    """

    def __init__(self, data: bytes = b"") -> None:
        self.size = 0
        self._packed: list[bytes] = []
        self._loose = bytearray()
        self.add(data)

    def add(self, data: bytes) -> None:
        """Keep more."""
        self._loose += data
        self.size += len(data)
        if len(self._loose) >= TOGETHER:
            self._packed.append(zlib.compress(self._loose, 1))
            self._loose = bytearray()

    def whole(self) -> bytes:
        """Return all of them."""
        return b"".join([*map(zlib.decompress, self._packed), self._loose])
