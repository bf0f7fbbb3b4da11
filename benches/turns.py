"""Interpreters that take turns at timing cases: what the tables of cases beside it have in common.

A worker is a script that was started with the argument `work`; it answers each line, a case, with nanoseconds.
"""

import math
import subprocess


def start(script, pythons):
    """A worker by each of the interpreters."""
    pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    return [subprocess.Popen([python, "-X", "utf8", script, "work"], **pipes) for python in pythons]


def ask(worker, line):
    worker.stdin.write(line + "\n")
    worker.stdin.flush()
    return float(worker.stdout.readline())


def count(run, seconds):
    """How often `run` is to be repeated, so that it takes so many seconds."""
    n_times = 1
    while (taken := run(n_times)) < seconds / 4 and n_times < 1e6:
        n_times *= 3
    return max(round(n_times * seconds / max(taken, 1e-9)), 1)


def report(ratios):
    """Prints the geometric mean of the cases' ratios, and the cases that are slower."""
    slower = sorted(((ratio, case) for case, ratio in ratios.items() if ratio > 1), reverse=True)
    mean = math.exp(math.fsum(map(math.log, ratios.values())) / len(ratios))
    print(f"geometric mean {mean:.3f} of {len(ratios)} cases; {len(slower)} over 1:")
    for ratio, case in slower:
        print(f"{ratio:8.2f}  {case}")
