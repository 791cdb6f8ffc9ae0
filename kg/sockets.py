"""No sockets for this process and its threads, where it must be able to open files (Linux seccomp(2)).

The filter needs no privilege and cannot be taken off again. On a machine it does not know it does nothing.
"""

import ctypes
import platform
import sys
from typing import Final

_KNOWN: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: what the system calls it (linux/audit.h), and the number of socket(2)."""

_NO_NEW_PRIVILEGES: Final = 38
_SECCOMP: Final = 22
_FILTER: Final = 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _MACHINE_AT = 0, 4
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001
"""Refused is what is not permitted (EPERM)."""

_SYSTEM: Final = ctypes.CDLL(None, use_errno=True)


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("true", ctypes.c_uint8), ("false", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def refuse_sockets() -> bool:
    """Let no socket be made from now on; return whether the system takes care of it."""
    if sys.platform != "linux" or platform.machine() not in _KNOWN:
        return False
    machine, number = _KNOWN[platform.machine()]
    lines = (
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 0, 3, machine),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_EQUAL, 0, 1, number),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    )
    program = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    told = _Program(len(lines), program)
    if _SYSTEM.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(_SYSTEM.prctl(_SECCOMP, _FILTER, ctypes.byref(told), 0, 0) == 0)
