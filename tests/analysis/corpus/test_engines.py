import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.corpus.engines import Engine, EngineMissing, WorkerLost, spread


def invert(number: int) -> float:
    return 1 / number


def perish(number: int) -> int:
    """End the process without a word, as one that has no memory left does."""
    if number == 3:
        os._exit(1)
    return number


def linger(number: int) -> int:
    """Never come to an end on one item."""
    while number == 3:
        time.sleep(1)
    return number


class FussyError(ValueError):
    """An exception that can be sent but not received, as many libraries have."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def fuss(number: int) -> int:
    if number == 3:
        raise FussyError("a", "b")
    return number


def test_an_exception_that_cannot_be_received_is_still_a_failure_of_its_item_alone() -> None:
    outcomes = dict(spread(fuss, range(5), engine="processes", workers=1))
    assert isinstance(outcomes.pop(3), Exception)
    assert outcomes == {number: number for number in range(5) if number != 3}


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_every_item_comes_back_with_its_result_or_its_error(engine: Engine) -> None:
    outcomes = dict(spread(invert, [1, 2, 0, 4], engine=engine, workers=2))
    assert isinstance(outcomes.pop(0), ZeroDivisionError)
    assert outcomes == {1: 1.0, 2: 0.5, 4: 0.25}


def test_an_item_that_ends_its_process_is_named_and_the_others_are_done() -> None:
    outcomes = dict(spread(perish, range(12), engine="processes", workers=2))
    lost = outcomes.pop(3)
    assert isinstance(lost, WorkerLost)
    assert "ended" in str(lost)
    assert outcomes == {number: number for number in range(12) if number != 3}


def test_an_item_without_end_is_given_up_and_the_others_are_done() -> None:
    outcomes = dict(spread(linger, range(6), engine="processes", workers=2, patience=5))
    lost = outcomes.pop(3)
    assert isinstance(lost, WorkerLost)
    assert str(lost) == "It was given up after 5 seconds."
    assert outcomes == {number: number for number in range(6) if number != 3}


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_items_are_taken_only_as_they_are_needed_and_no_process_stays(engine: Engine) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1, 1_000):
            taken.append(number)
            yield number

    outcomes = spread(invert, items(), engine=engine, workers=1)
    assert next(outcomes) == (1, 1.0)
    assert taken == [1]
    del outcomes
    assert multiprocessing.active_children() == []


def test_ray_that_is_not_installed_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineMissing, match="pip install ray, or choose processes"):
        list(spread(invert, [1], engine="ray"))


def test_ray_is_used_as_its_manual_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray is optional and large; a stand-in with its four functions shows the order of calls and of results."""
    calls: list[str] = []

    def remote(work: Any) -> SimpleNamespace:  # noqa: ANN401 - as Ray's
        return SimpleNamespace(remote=lambda item: (work, item))

    stand_in = SimpleNamespace(
        init=lambda **_: calls.append("init"),
        remote=remote,
        get=lambda reference: reference[0](reference[1]),
        shutdown=lambda: calls.append("shutdown"),
    )
    monkeypatch.setitem(sys.modules, "ray", stand_in)
    outcomes = list(spread(invert, [2, 0, 4], engine="ray", workers=1))
    assert [item for item, _ in outcomes] == [2, 0, 4]
    assert outcomes[0][1] == 0.5
    assert isinstance(outcomes[1][1], ZeroDivisionError)
    assert calls == ["init", "shutdown"]
