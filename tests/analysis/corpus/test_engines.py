import os
import sys
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


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_every_item_comes_back_in_order_with_its_result_or_its_error(engine: Engine) -> None:
    outcomes = list(spread(invert, [1, 2, 0, 4], engine=engine, workers=2))
    assert [item for item, _ in outcomes] == [1, 2, 0, 4]
    assert [result for _, result in outcomes if not isinstance(result, Exception)] == [1, 0.5, 0.25]
    assert isinstance(outcomes[2][1], ZeroDivisionError)


def test_an_item_that_ends_its_process_is_found_and_the_others_are_done() -> None:
    outcomes = dict(spread(perish, range(12), engine="processes", workers=2))
    assert isinstance(outcomes.pop(3), WorkerLost)
    assert outcomes == {number: number for number in range(12) if number != 3}


@pytest.mark.parametrize(("engine", "ahead"), [("serial", 1), ("processes", 5)])
def test_items_are_taken_only_as_they_are_needed(engine: Engine, ahead: int) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1, 1_000):
            taken.append(number)
            yield number

    outcomes = spread(invert, items(), engine=engine, workers=1)
    assert next(outcomes) == (1, 1.0)
    assert len(taken) <= ahead
    del outcomes


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
