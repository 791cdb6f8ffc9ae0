"""A pool for a test, and what a test must leave behind: no child and no open file."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from kg.workers import Limits, Pool

SIZE = 2
LIMITS = Limits(seconds=20)


def own_children() -> set[int]:
    """Return the children that are forks of this process, dead ones included; what other tests started is none."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    own = Path("/proc/self/cmdline").read_bytes()
    return {int(pid) for pid in children if Path(f"/proc/{pid}/cmdline").read_bytes() in {own, b""}}


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def pooled(test: Callable[["Pool[Any]", list[str]], Awaitable[None]], **options: Any) -> None:
    """Run a test with a full pool, and let its children end."""

    async def main() -> None:
        before, kills = own_children(), list[str]()
        pool: Pool[Any] = Pool(options.pop("state", "first"), SIZE, options.pop("memory_mb", 256), kills.append)
        pool.fill()
        try:
            await test(pool, kills)
        finally:
            pool.close()
            while own_children() - before:
                await asyncio.sleep(0)

    asyncio.run(main())


async def at_rest(pool: "Pool[Any]") -> None:
    """Wait until the pool is full again, and whoever was replaced is gone."""
    while pool.ready < SIZE or own_children() != set(pool.pids):
        await asyncio.sleep(0)


async def answer_of(pool: "Pool[Any]", job: Any, limits: Limits = LIMITS) -> tuple[bytes, Any]:
    with await pool.run(job, limits) as answer:
        return answer.read(), answer.result
