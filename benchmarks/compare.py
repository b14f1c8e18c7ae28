# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Speed beside the peers, in one run, answers compared first.

    python benchmarks/compare.py --domain table [--json] [--size small|full] [--threads 1,2]

Each workload and number of threads runs in a fresh process: data in memory in everyone's own form, one warm-up round, then at least five rounds in which all take turns.
The fastest round counts. An answer that differs makes the row invalid and the exit code 1.
"""

import argparse
import importlib
import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
DOMAINS = {"expression": "expression_workloads", "funnel": "funnel_workloads", "incentive": "incentive_workloads", "table": "table_workloads"}
ROUNDS = 5


def peak_extra_mb(call):
    """What a call adds to the peak of resident memory, result included, in MB; None where the system does not tell."""
    status, clear = pathlib.Path("/proc/self/status"), pathlib.Path("/proc/self/clear_refs")

    def value(key):
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(key))

    try:
        clear.write_text("5")
        before = value("VmRSS")
        result = call()
        extra = (value("VmHWM") - before) / 1024
        del result
        return round(max(extra, 0.0), 1)
    except (OSError, StopIteration):
        return None


def median(values):
    """The middle value."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def measure(job):
    """Times a workload: a dict of name -> callable, with answers compared before."""
    answers = {name: call() for name, call in job.calls.items()}  # also the warm-up round
    good = job.agrees(answers)
    times = {name: [] for name in job.calls}
    for _ in range(ROUNDS):
        for name, call in job.calls.items():
            start = time.perf_counter()
            result = call()
            times[name].append(1000 * (time.perf_counter() - start))
            del result
    fastest = {name: min(values) for name, values in times.items()}
    peers = {name: round(value, 3) for name, value in fastest.items() if name != "attain"}
    ours = fastest["attain"]
    row = {
        "workload": job.name, "threads": job.threads, "attain_ms": round(ours, 3), "peers": peers,
        "ratio_best_peer": round(min(peers.values()) / ours, 3) if peers else None, "peak_extra_mb": peak_extra_mb(job.calls["attain"]),
        "checksum_ok": bool(good), "median_ms": round(median(times["attain"]), 3), "bar": job.bar, "loaded": False,
    }
    row.update(job.extra(row))
    return row


def child(options):
    """Runs one workload in this process and prints its row."""
    workloads = importlib.import_module(DOMAINS[options.domain])
    job = workloads.make(options.child, options.size, int(options.threads))
    if options.peers:
        job.calls = {name: call for name, call in job.calls.items() if name == "attain" or name in options.peers.split(",")}
    print(json.dumps(measure(job)))


def main():
    """Runs every workload of a domain; exit code 1 on a wrong answer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--domain", choices=sorted(DOMAINS), required=True)
    parser.add_argument("--json", action="store_true", help="print a list of rows as JSON")
    parser.add_argument("--size", choices=["small", "full"], default="full")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--only", help="one workload")
    parser.add_argument("--peers", help="these peers alone, for a quick look: numpy,duckdb")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options)
        return 0
    load = os.getloadavg()[0]
    loaded = load > 0.5
    if loaded:
        print(f"compare: other work loads this machine (1-minute load {load:.2f}); ratios are less certain", file=sys.stderr)
    workloads = importlib.import_module(DOMAINS[options.domain])
    rows = []
    for name in workloads.NAMES if not options.only else [options.only]:
        for threads in options.threads.split(","):
            environment = {**os.environ, "POLARS_MAX_THREADS": threads, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
            done = subprocess.run([sys.executable, __file__, "--domain", options.domain, "--size", options.size, "--threads", threads, "--child", name,
                                   *(["--peers", options.peers] if options.peers else [])],
                                  stdout=subprocess.PIPE, text=True, env=environment, check=False)
            if done.returncode:
                rows.append({"workload": name, "threads": int(threads), "checksum_ok": False, "error": f"exit code {done.returncode}"})
            else:
                rows.append({**json.loads(done.stdout.splitlines()[-1]), "loaded": loaded})
    if options.json:
        print(json.dumps(rows))
    else:
        table(rows)
    return 0 if all(row["checksum_ok"] for row in rows) else 1


def table(rows):
    """Prints the rows, failed bars first."""
    def missed(row):
        return row.get("bar_met") is False or not row["checksum_ok"]

    print(f"{'workload':<16} {'threads':>7} {'attain ms':>10} {'best peer':>10} {'ratio':>7} {'extra MB':>9}  answer  bar")
    for row in sorted(rows, key=lambda row: not missed(row)):
        if "error" in row:
            print(f"{row['workload']:<16} {row['threads']:>7} {row['error']}")
            continue
        ratio = row["ratio_best_peer"]
        best = min(row["peers"].values()) if row["peers"] else None
        print(f"{row['workload']:<16} {row['threads']:>7} {row['attain_ms']:>10.2f} {'-' if best is None else format(best, '.2f'):>10} "
              f"{'-' if ratio is None else format(ratio, '.2f'):>7} {row['peak_extra_mb']!s:>9}  {'same' if row['checksum_ok'] else 'WRONG':<6}  "
              f"{row['bar']}{'' if row.get('bar_met') is None else ': met' if row['bar_met'] else ': MISSED'}")
        for peer, value in sorted(row["peers"].items(), key=lambda item: item[1]):
            print(f"{'':<16} {'':>7} {'':>10} {value:>10.2f}  {peer}")


if __name__ == "__main__":
    sys.exit(main())
