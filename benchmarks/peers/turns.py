# SPDX-License-Identifier: Apache-2.0
"""Turns between other programs and the engine, so that a busy neighbour slows all alike."""
import pathlib
import statistics
import subprocess
import time

import yardstick

HERE = pathlib.Path(__file__).resolve().parent


class Engine:
    """A warm engine process that does its work once for each line it is sent."""

    def __init__(self, java, workload, backend):
        command = [java, "--add-modules", "jdk.incubator.vector", "-XX:+IgnoreUnrecognizedVMOptions"]
        # numpy asks for huge pages for its arrays too.
        command += ["--enable-native-access=ALL-UNNAMED", "-XX:+UseTransparentHugePages", "-XX:+UseSerialGC"]
        command += ["-Xmx3g", "-cp"]
        command += [str(HERE.parent / "target" / "benchmarks.jar")]
        command += ["org.heatscope.benchmarks.Rounds", workload, backend]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, bufsize=1)
        ready, _, size = self.process.stdout.readline().partition(" ")
        if ready != "ready":
            raise RuntimeError(f"{backend} did not start")
        self.bytes = int(size)

    def __call__(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(call):
    start = time.perf_counter()
    call()
    return 1e3 * (time.perf_counter() - start)


def engines(java, workload, names):
    """The engine processes that start."""
    started = {}
    for name in names.split(","):
        try:
            started[name] = Engine(java, workload, name)
        except RuntimeError as reason:
            print(f"{name} left out: {reason}")
    return started


def take(workload, peers, started, rounds):
    """Calls every peer and engine once a round, and copies an array, and prints the table."""
    times = {name: [] for name in (*peers, *started)}
    copy, copies = yardstick.copy(), []
    if copy:
        copy()
    for _ in range(rounds):
        if copy:
            copies.append(timed(copy))
        for name, call in peers.items():
            times[name].append(timed(call))
        for name, engine in started.items():
            times[name].append(engine())
    size = next((engine.bytes for engine in started.values()), 0)
    for engine in started.values():
        engine.close()
    report(workload, size, times, started, [2e-6 * yardstick.COPIED / ms for ms in copies])


def report(workload, size, times, engines, ceiling):
    """size: the bytes that the workload must move; ceiling: what a copy reached in each round, in GB/s
    read and written, or nothing."""
    print(f"| {workload} | ms (median of {len(next(iter(times.values())))}) | fastest | share of ceiling | "
          + " | ".join(f"as times of {e}" for e in engines) + " |")
    print("|---" * (4 + len(engines)) + "|")
    # Ratios and shares round by round, so that both of their numbers were taken under the same load.
    for name, values in times.items():
        ratios = [statistics.median(a / b for a, b in zip(values, times[e])) for e in engines]
        shares = [1e-6 * size / ms / rate for ms, rate in zip(values, ceiling)]
        share = f"{statistics.median(shares):.1%}" if shares else ""
        print(f"| {name} | {statistics.median(values):.1f} | {min(values):.1f} | {share} | "
              + " | ".join(f"{r:.2f}" for r in ratios) + " |")
    if ceiling:
        print(f"| copy, GB/s | {statistics.median(ceiling):.1f} | {max(ceiling):.1f} | |"
              + " |" * len(engines))
