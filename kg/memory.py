"""Memory that is given back to the system as soon as it is free."""

import ctypes
from typing import Final

_MMAP_THRESHOLD: Final = -3  # M_MMAP_THRESHOLD in glibc's malloc.h
_LARGE: Final = 1 << 18


def give_back_large_buffers() -> None:
    """Let the allocator map each large buffer by itself, and unmap it when it is free.

    glibc raises the size from which it does so to that of the largest buffer it has seen, up to 32 MiB; then long
    answers, once gone, leave tens of megabytes behind in the heap. Elsewhere there is no such call, and no need of it.
    """
    system = ctypes.CDLL(None)
    if hasattr(system, "mallopt"):
        system.mallopt(_MMAP_THRESHOLD, _LARGE)
