#!/usr/bin/env python3
"""peers.py: the same patterns on the same comments with tools people have at hand: Python's re, grep -P, ripgrep.

usage: peers.py BENCH_CORPUS [PATTERNS]

Each tool gets as many comments as it manages in some seconds; the figure is comments a second for all PATTERNS, the median of five.
grep and ripgrep take one pattern with look-around at a time, so a process is started for each of a sample of the patterns on a file of
comments, and the time is scaled to all of them (the start of the processes is a small part: the file is large). Processor time counts.
"""
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 5
SAMPLE = 20          # patterns for grep and ripgrep
FILE_COMMENTS = 5000  # comments for grep and ripgrep
RE_COMMENTS = 100     # comments for re


def lines(corpus, what, count):
    out = subprocess.run([corpus, what, str(count)], check=True, capture_output=True).stdout
    return out.decode("utf-8").splitlines()


def processor_seconds():
    """Of this process and of the ended processes that it started."""
    return sum(os.times()[:4])


def python_re(patterns, comments):
    """None for a pattern that re cannot compile."""
    compiled = []
    for pattern in patterns:
        try:
            compiled.append(re.compile(pattern, re.IGNORECASE | re.DOTALL))
        except re.error:
            pass
    begin = processor_seconds()
    for comment in comments[:RE_COMMENTS]:
        for pattern in compiled:
            pattern.search(comment)
    seconds = (processor_seconds() - begin) * len(patterns) / len(compiled)
    return RE_COMMENTS / seconds


def by_process(command, patterns, comments):
    sample = patterns[:: max(1, len(patterns) // SAMPLE)]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write("\n".join(comments[:FILE_COMMENTS]) + "\n")
        file.flush()
        begin = processor_seconds()
        for pattern in sample:
            subprocess.run([*command, pattern, file.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        seconds = (processor_seconds() - begin) / len(sample) * len(patterns)
    return FILE_COMMENTS / seconds


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    patterns = lines(sys.argv[1], "patterns", int(sys.argv[2]) if len(sys.argv) == 3 else 1000)
    comments = lines(sys.argv[1], "comments", FILE_COMMENTS)
    peers = {"python re": lambda: python_re(patterns, comments)}
    for name, command in {"grep -P": ["grep", "-c", "-i", "-P", "-e"], "ripgrep -P": ["rg", "-c", "-i", "-j1", "-P", "-e"]}.items():
        if shutil.which(command[0]):
            peers[name] = lambda command=command: by_process(command, patterns, comments)
    rates = {name: [] for name in peers}
    for _ in range(ROUNDS):
        for name, measure in peers.items():
            rates[name].append(measure())
    for name, values in rates.items():
        print(f"{name:12} {statistics.median(values):10.1f} comments/s")


if __name__ == "__main__":
    main()
