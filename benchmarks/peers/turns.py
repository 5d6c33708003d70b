# SPDX-License-Identifier: Apache-2.0
"""Turns between other programs and the engine, so that a busy neighbour slows all alike."""
import pathlib
import statistics
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent


class Engine:
    """A warm engine process that does its work once for each line it is sent."""

    def __init__(self, java, workload, backend):
        command = [java, "--add-modules", "jdk.incubator.vector", "-XX:+IgnoreUnrecognizedVMOptions"]
        command += ["--enable-native-access=ALL-UNNAMED", "-Xmx3g", "-cp"]
        command += [str(HERE.parent / "target" / "benchmarks.jar")]
        command += ["org.heatscope.benchmarks.Rounds", workload, backend]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, bufsize=1)
        if self.process.stdout.readline().strip() != "ready":
            raise RuntimeError(f"{backend} did not start")

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
    """Calls every peer and engine once a round and prints the table."""
    times = {name: [] for name in (*peers, *started)}
    for _ in range(rounds):
        for name, call in peers.items():
            times[name].append(timed(call))
        for name, engine in started.items():
            times[name].append(engine())
    for engine in started.values():
        engine.close()
    report(workload, times, started)


def report(workload, times, engines):
    print(f"| {workload} | ms (median of {len(next(iter(times.values())))}) | fastest | "
          + " | ".join(f"as times of {e}" for e in engines) + " |")
    print("|---" * (3 + len(engines)) + "|")
    for name, values in times.items():
        # Round by round, so that both numbers of a ratio were taken under the same load.
        ratios = [statistics.median(a / b for a, b in zip(values, times[e])) for e in engines]
        print(f"| {name} | {statistics.median(values):.1f} | {min(values):.1f} | "
              + " | ".join(f"{r:.2f}" for r in ratios) + " |")
