"""Ways to spread work: one after the other, over processes, over a Ray cluster. Each survives an item that fails."""

import importlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Literal, TypeVar, get_args

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Item], Result]
Outcomes = Iterator[tuple[Item, Result | Exception]]

Engine = Literal["serial", "processes", "ray"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
_AHEAD = 4  # items submitted for each worker, so that none waits and few are held in memory


class EngineMissing(RuntimeError):  # noqa: N818 - named for what it tells a person
    """The engine that was asked for is not installed; the message says what to do."""


class WorkerLost(RuntimeError):  # noqa: N818 - as above
    """The process at work on an item ended before it was done."""


def spread(
    work: Callable[[Item], Result], items: Iterable[Item], *, engine: Engine, workers: int | None = None
) -> Outcomes[Item, Result]:
    """Yield every item, in order, with what ``work`` makes of it or the exception that it raised.

    Items are taken as they are needed. For processes and Ray, ``work`` is a function of a module, and items and results
    can be pickled; ``workers`` is the number of processes, by default one for each core. Raises EngineMissing.
    """
    if engine == "processes":
        return _over_processes(work, items, workers=workers or os.cpu_count() or 1)
    if engine == "ray":
        return _over_ray(work, items, workers=workers or os.cpu_count() or 1)
    return ((item, _attempt(work, item)) for item in items)


def _attempt(work: Callable[[Item], Result], item: Item) -> Result | Exception:
    try:
        return work(item)
    except Exception as error:  # noqa: BLE001 - handed to the caller; one item must not stop the others
        return error


def _over_processes(work: Callable[[Item], Result], items: Iterable[Item], *, workers: int) -> Outcomes[Item, Result]:
    waiting = iter(items)
    while True:
        suspects: list[Item] = []
        with _pool(workers) as pool:
            running = deque((item, _submit(pool, work, item)) for item in islice(waiting, _AHEAD * workers))
            while running:
                item, future = running.popleft()
                outcome = _outcome(future)
                if isinstance(outcome, BrokenProcessPool):
                    suspects.append(item)
                else:
                    yield item, outcome
                if not suspects:
                    running.extend((item, _submit(pool, work, item)) for item in islice(waiting, 1))
        if not suspects:
            return
        # One of them took its process down, and the pool with it: each is tried again alone to tell which.
        for item in suspects:
            with _pool(1) as pool:
                outcome = _outcome(_submit(pool, work, item))
            lost = WorkerLost("The process at work on it ended, perhaps for want of memory.")
            yield item, lost if isinstance(outcome, BrokenProcessPool) else outcome


def _pool(workers: int) -> ProcessPoolExecutor:
    # Started afresh, not forked: a fork would copy the locks of the language model's threads.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _submit(pool: ProcessPoolExecutor, work: Callable[[Item], Result], item: Item) -> Future[Result]:
    try:
        return pool.submit(work, item)
    except BrokenProcessPool as error:
        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


def _outcome(future: Future[Result]) -> Result | Exception:
    error = future.exception()
    if isinstance(error, Exception):
        return error
    return future.result()


def _over_ray(work: Callable[[Item], Result], items: Iterable[Item], *, workers: int) -> Outcomes[Item, Result]:
    try:
        ray = importlib.import_module("ray")
    except ImportError as error:
        raise EngineMissing("The engine ray is not installed: pip install ray, or choose processes.") from error
    ray.init(ignore_reinit_error=True, include_dashboard=False, log_to_driver=False)
    remote = ray.remote(work)
    waiting = iter(items)
    running = deque((item, remote.remote(item)) for item in islice(waiting, _AHEAD * workers))
    try:
        while running:
            item, reference = running.popleft()
            yield item, _attempt(ray.get, reference)
            running.extend((item, remote.remote(item)) for item in islice(waiting, 1))
    finally:
        ray.shutdown()
