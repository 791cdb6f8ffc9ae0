"""Randomness after a fork.

The engine's generator goes on from where the parent's stood, so two children of one parent would make the same UUID()
and the same "new" blank nodes. It draws a new seed from the system after 64 KiB.
"""

import secrets
from typing import Final

import pyoxigraph as ox

_DRAWS: Final = (64 << 10) // 16 + 64
"""Each blank node draws 16 bytes; a block of the generator may be left over."""


def reseed() -> None:
    """Part this process's randomness from its parent's and siblings'; about a millisecond."""
    for _ in range(_DRAWS):
        ox.BlankNode()


def new_node() -> ox.BlankNode:
    """Return a blank node that no other process has made; its label tells it from those the engine makes."""
    return ox.BlankNode(f"n{secrets.token_hex(16)}")
