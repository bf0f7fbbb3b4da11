"""Interpreters that take turns at timing cases: what the tables of cases beside it have in common.

A worker is a script that was started with the argument `work`; it answers each line, a case, with nanoseconds.
"""

import math
import re
import subprocess
import sys


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
    if not ratios:
        return print("no such case")
    slower = sorted(((ratio, case) for case, ratio in ratios.items() if ratio > 1), reverse=True)
    mean = math.exp(math.fsum(map(math.log, ratios.values())) / len(ratios))
    print(f"geometric mean {mean:.3f} of {len(ratios)} cases; {len(slower)} over 1:")
    for ratio, case in slower:
        print(f"{ratio:8.2f}  {case}")


def work(lines, make_loop, seconds):
    """Answers each line with nanoseconds. `make_loop` gives what runs a case so many times and tells the seconds of that."""
    loops = {}
    for line in lines:
        line = line.removesuffix("\n")
        if line not in loops:
            run = make_loop(line)
            loops[line] = run, count(run, seconds)
        run, n_times = loops[line]
        print(run(n_times) / n_times * 1e9, flush=True)


def compare(script, cases, new, old, rounds=5, wanted=""):
    workers = start(script, (new, old))
    cases = [case for case in cases if re.search(wanted, case)]
    best = dict.fromkeys(cases, (math.inf, math.inf))
    for _ in range(rounds):  # All cases in each, so that what else runs meanwhile slows none in all of its rounds.
        for case in cases:
            best[case] = tuple(min(known, ask(worker, case)) for known, worker in zip(best[case], workers))
    ratios = {case: new / old for case, (new, old) in best.items()}
    for case, (new, old) in best.items():
        print(f"{ratios[case]:6.2f} {new:12.0f} ns {old:12.0f} ns  {case}")
    report(ratios)


def main(script, cases, make_loop, seconds):
    """What a script of cases does with its arguments."""
    if sys.argv[1:] == ["work"]:
        work(sys.stdin, make_loop, seconds)
    elif sys.argv[1:]:
        compare(script, cases, *sys.argv[1:3], *map(int, sys.argv[3:4]), *sys.argv[4:5])
    else:
        for case in cases:
            print(case, end="  ", flush=True)
            work([case], make_loop, seconds)
