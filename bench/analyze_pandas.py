"""The work of `openspc analyze` on a file of single readings, in pandas and numpy: the other side of the figure `analyze`.

Individuals limits by the moving range, Nelson's eight rules on the readings and rule 1 on the moving ranges, signals (hits of a rule on
one side that follow each other or overlap are one), Anderson-Darling. Prints what it found as JSON, so that both sides can be compared.

usage: analyze_pandas.py FILE.csv
"""

import json
import sys

import numpy
import pandas
from scipy.special import log_ndtr

D2, D4 = 1.1283791670955126, 3.2665319192886


def runs(holds: numpy.ndarray, window: int) -> numpy.ndarray:
    """At which points has `holds` been true for `window` points? Doubles the length that is known until it is reached."""
    known, length = holds, 1
    while length < window:
        step = min(length, window - length)
        longer = known.copy()
        longer[:step] = False
        longer[step:] &= known[:-step]
        known, length = longer, length + step
    return known


def some_of(holds: numpy.ndarray, count: int, window: int) -> numpy.ndarray:
    """At which points that hold do `count` of the last `window` hold?"""
    number = holds.astype(numpy.uint8)
    total = number.copy()
    for back in range(1, window):
        total[back:] += number[:-back]
    return holds & (total >= count)


def signals(fired: numpy.ndarray, window: int) -> int:
    places = numpy.flatnonzero(fired)
    return 0 if places.size == 0 else 1 + int(numpy.count_nonzero(numpy.diff(places) >= window))


def nelson(x: numpy.ndarray, center: float, sigma: float) -> dict[int, tuple[int, int]]:
    """How often each rule fires, and in how many signals."""
    found = {}

    def note(rule: int, window: int, *sides: numpy.ndarray) -> None:
        fired = sum(int(numpy.count_nonzero(side)) for side in sides)
        found[rule] = (fired, sum(signals(side, window) for side in sides))

    def sides(k: float) -> tuple[numpy.ndarray, numpy.ndarray]:
        return x > center + k * sigma, x < center - k * sigma

    above, below = sides(3)
    note(1, 1, above, below)
    above, below = sides(0)
    note(2, 9, runs(above, 9), runs(below, 9))
    rise = numpy.empty(x.size, bool)
    fall = numpy.empty(x.size, bool)
    rise[0] = fall[0] = False
    numpy.greater(x[1:], x[:-1], out=rise[1:])
    numpy.less(x[1:], x[:-1], out=fall[1:])
    note(3, 6, runs(rise, 5), runs(fall, 5))
    turn = numpy.zeros(x.size, bool)
    turn[1:] = (rise[1:] & fall[:-1]) | (fall[1:] & rise[:-1])
    note(4, 14, runs(turn, 12))
    above, below = sides(2)
    note(5, 3, some_of(above, 2, 3), some_of(below, 2, 3))
    above, below = sides(1)
    note(6, 5, some_of(above, 4, 5), some_of(below, 4, 5))
    outside = above | below
    note(7, 15, runs(~outside, 15))
    note(8, 8, runs(outside, 8))
    return found


def anderson_darling(x: numpy.ndarray, mean: float, sd: float) -> float:
    z = numpy.sort(x)
    z -= mean
    z /= sd
    n = z.size
    logs = log_ndtr(z)
    numpy.negative(z, out=z)
    logs += log_ndtr(z)[::-1]
    a_squared = -n - float(numpy.dot(numpy.arange(1, 2 * n, 2, dtype=float), logs)) / n
    return a_squared * (1 + 0.75 / n + 2.25 / n**2)


def main() -> None:
    x = pandas.read_csv(sys.argv[1]).iloc[:, 0].to_numpy()
    ranges = numpy.abs(numpy.diff(x))
    mean, mean_range = float(x.mean()), float(ranges.mean())
    sigma, sd = mean_range / D2, float(x.std(ddof=1))
    rules = nelson(x, mean, sigma)
    wide = ranges > D4 * mean_range
    print(json.dumps({"count": x.size, "center": mean, "sigma": sigma, "sd": sd, "a_squared_star": anderson_darling(x, mean, sd),
                      "location": {str(rule): fired for rule, (fired, _) in rules.items()},
                      "signals": {str(rule): number for rule, (_, number) in rules.items()},
                      "dispersion": {"1": int(numpy.count_nonzero(wide))}}))


if __name__ == "__main__":
    main()
