"""Ways to spread work: one after the other, over processes, over a Ray cluster. Each survives an item that fails."""

import contextlib
import importlib
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Generic, Literal, TypeVar, cast, get_args

Item = TypeVar("Item")
Result = TypeVar("Result")
Outcomes = Iterator[tuple[Item, Result | Exception]]

Engine = Literal["serial", "processes", "ray"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
_AHEAD = 4  # items given to Ray for each worker, so that none waits and few are held in memory
_PATIENCE = 900.0  # seconds for one item: the longest article takes a few minutes on a slow machine


class EngineMissing(RuntimeError):  # noqa: N818 - named for what it tells a person
    """The engine that was asked for is not installed; the message says what to do."""


class WorkerLost(RuntimeError):  # noqa: N818 - as above
    """The process at work on an item ended, or was ended, before it was done."""


def spread(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    engine: Engine,
    workers: int | None = None,
    patience: float = _PATIENCE,
) -> Outcomes[Item, Result]:
    """Yield every item as it is done, with what ``work`` makes of it or the exception that it raised.

    Items are taken as they are needed. For processes and Ray, ``work`` is a function of a module, and items, results
    and exceptions can be pickled; ``workers`` is the number of processes, by default one for each core. A process that
    dies or takes more than ``patience`` seconds costs its item a WorkerLost, and another takes its place; the other
    engines wait for ever. Raises EngineMissing.
    """
    workers = workers or os.cpu_count() or 1
    if engine == "processes":
        return _over_processes(work, items, workers=workers, patience=patience)
    if engine == "ray":
        return _over_ray(work, items, workers=workers)
    return ((item, _attempt(work, item)) for item in items)


def _attempt(work: Callable[[Item], Result], item: Item) -> Result | Exception:
    try:
        return work(item)
    except Exception as error:  # noqa: BLE001 - handed to the caller; one item must not stop the others
        return error


class _Worker(Generic[Item, Result]):
    """A process that works on one item at a time, so that it is known which item it was lost on."""

    item: Item
    deadline: float

    def __init__(self, work: Callable[[Item], Result]) -> None:
        # Started afresh, not forked: a fork would copy the locks of the language model's threads.
        context = multiprocessing.get_context("spawn")
        self.pipe, its_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(work, its_end), daemon=True)
        self._process.start()
        its_end.close()

    def begin(self, item: Item, *, patience: float) -> None:
        self.item, self.deadline = item, time.monotonic() + patience
        with contextlib.suppress(OSError):  # a process that has ended is noticed when its answer is read
            self.pipe.send(item)

    def answer(self) -> Result | Exception:
        try:
            received: Result | Exception = self.pipe.recv()
        except (EOFError, OSError):
            self.stop()
            return WorkerLost("The process at work on it ended, perhaps for want of memory.")
        except Exception as error:  # noqa: BLE001 - an exception that cannot be unpickled is a failure of its item
            return error
        return received

    def stop(self) -> None:
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _serve(work: Callable[[Item], Result], pipe: Connection) -> None:
    """Answer each item with its result until the other end is gone."""
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            pipe.send(_attempt(work, pipe.recv()))


def _over_processes(
    work: Callable[[Item], Result], items: Iterable[Item], *, workers: int, patience: float
) -> Outcomes[Item, Result]:
    waiting = iter(items)
    idle: list[_Worker[Item, Result]] = []
    busy: dict[Connection, _Worker[Item, Result]] = {}
    try:
        while True:
            for item in islice(waiting, workers - len(busy)):
                worker = idle.pop() if idle else _Worker(work)
                worker.begin(item, patience=patience)
                busy[worker.pipe] = worker
            if not busy:
                return
            soonest = min(worker.deadline for worker in busy.values())
            for pipe in wait(list(busy), timeout=max(0.0, soonest - time.monotonic())):
                worker = busy.pop(cast("Connection", pipe))
                outcome = worker.answer()
                if not isinstance(outcome, WorkerLost):
                    idle.append(worker)
                yield worker.item, outcome
            for worker in [worker for worker in busy.values() if worker.deadline <= time.monotonic()]:
                del busy[worker.pipe]
                worker.stop()
                yield worker.item, WorkerLost(f"It was given up after {patience:.0f} seconds.")
    finally:
        for worker in [*idle, *busy.values()]:
            worker.stop()


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
