# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Runs every test of the project and ends with one line: `N passed, N failed`.

Each phase builds what it needs, runs it, and counts. A phase that cannot build counts as one failure and shows the end of
its output; the other phases still run.

    python tests/all.py                     # everything a change must pass
    python tests/all.py --only release      # one phase
    python tests/all.py --nightly           # the long phases as well
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
JOBS = str(os.cpu_count() or 2)
SHARED = ROOT.parent / "shared"


class Count:
    """What a phase saw: how many tests passed, and the names of those that failed."""

    def __init__(self):
        self.passed = 0
        self.failed = []
        self.notes = []

    def add(self, name, good, output=""):
        """Counts one test; prints the end of its output when it failed."""
        if good:
            self.passed += 1
            return
        self.failed.append(name)
        print(f"FAILED {name}")
        for line in output.splitlines()[-40:]:
            print(f"    {line}")


def run(command, timeout=1800, **options):
    """Runs a command; gives its exit code and its output, both streams together."""
    options.setdefault("cwd", ROOT)
    try:
        done = subprocess.run(
            [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace", timeout=timeout, stdin=subprocess.DEVNULL, **options)
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
        return 124, (output.decode(errors="replace") if isinstance(output, bytes) else output) + "\ntimed out"


def configure_and_build(count, preset, targets, *options):
    """Configures a preset and builds targets (all when empty); False and one failure when that does not work."""
    code, output = run(["cmake", "--preset", preset, *options])
    if code == 0:
        code, output = run(["cmake", "--build", BUILD / preset, "-j", JOBS, *(["--target", *targets] if targets else [])])
    if code != 0:
        errors = [line for line in output.splitlines() if "error" in line or "FAILED" in line]
        count.add(f"{preset}: build", False, "\n".join(errors[:40] + output.splitlines()[-30:]))
    return code == 0


def module_tests(build):
    """The C++ test programs of a build, by name."""
    return sorted(path for path in build.glob("attain_*_test") if os.access(path, os.X_OK))


def run_gtest(count, preset, program, *arguments, environment=None):
    """Runs one GoogleTest program and counts each of its tests."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        code, output = run([program, f"--gtest_output=json:{report}", "--gtest_brief=1", *arguments],
                           env={**os.environ, **(environment or {})})
        if not report.exists():
            count.add(f"{preset}: {program.name}", False, output)
            return
        failures = 0
        for suite in json.loads(report.read_text())["testsuites"]:
            for test in suite["testsuite"]:
                if test["status"] != "RUN":
                    continue
                if test.get("result") == "SKIPPED":
                    count.notes.append(f"{program.name}: {suite['name']}.{test['name']} skipped")
                    continue
                good = "failures" not in test
                failures += not good
                count.add(f"{preset}: {program.name}: {suite['name']}.{test['name']}", good,
                          "\n".join(failure["failure"] for failure in test.get("failures", [])))
        if code != 0 and failures == 0:
            count.add(f"{preset}: {program.name} exit code {code}", False, output)


def run_programs(count, preset, environment=None):
    """Runs the C++ test programs of a build, as many at a time as there are processors, and counts each of their tests."""
    with concurrent.futures.ThreadPoolExecutor(int(JOBS)) as pool:
        for done in [pool.submit(run_gtest, count, preset, program, environment=environment) for program in module_tests(BUILD / preset)]:
            done.result()


def run_ctest(count, preset, *selection):
    """Runs the tests that are not GoogleTest programs (checks in C, Python or by the compiler) and counts each."""
    report = BUILD / preset / "ctest.xml"
    code, output = run(["ctest", "--test-dir", BUILD / preset, "--output-on-failure", "--output-junit", report, "-j", JOBS, *selection])
    if not report.exists():
        count.add(f"{preset}: ctest", False, output)
        return
    for case in xml.etree.ElementTree.parse(report).getroot().iter("testcase"):
        good = case.get("status") != "fail"
        text = case.findtext("system-out") or ""
        if good and "skipped: no ../shared" in text:
            count.notes.append(f"{case.get('name')}: skipped: no ../shared")
        count.add(f"{preset}: {case.get('name')}", good, text)


# tools/setup.sh built the Python module in the same folder, without tests and the C library.
RELEASE = ["-DATTAIN_BUILD_TESTS=ON", "-DATTAIN_BUILD_CAPI=ON", "-DATTAIN_INSTALL=ON", "-DATTAIN_BUILD_PYTHON=OFF", "-DCMAKE_INSTALL_PREFIX=/usr/local"]


def phase_release(count):
    """g++ release: every C++ test, every check, the C library and its checks, the consumer projects."""
    if configure_and_build(count, "release", [], *RELEASE):
        run_programs(count, "release")
        run_ctest(count, "release", "-LE", "gtest")


# One build serves the sanitizers and the minute of fuzzing. Counting edges costs no build time; comparing operands, as the fuzz preset does, a fifth.
FUZZERS = ["-DATTAIN_BUILD_FUZZERS=ON", "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -g1 -fsanitize-coverage=inline-8bit-counters,pc-table"]


def phase_sanitizers(count):
    """clang with address and undefined-behaviour sanitizers: every C++ test."""
    if configure_and_build(count, "asan", [], *FUZZERS):
        run_programs(count, "asan", environment={"ASAN_OPTIONS": "detect_leaks=1:allocator_may_return_null=1"})
        run_ctest(count, "asan", "-L", "sanitize")


def phase_threads(count):
    """clang with the thread sanitizer: the tests whose names say Thread."""
    sources = [path for path in (ROOT / "tests").rglob("*_test.cc") if "Thread" in path.read_text(errors="replace")]
    modules = sorted({path.parent.name for path in sources} & {path.name for path in (ROOT / "src").iterdir()})
    if modules and configure_and_build(count, "tsan", [f"attain_{module}_test" for module in modules], "-DATTAIN_BUILD_CAPI=OFF"):
        for module in modules:
            run_gtest(count, "tsan", BUILD / "tsan" / f"attain_{module}_test", "--gtest_filter=*Thread*")


def phase_python(count):
    """The Python package: its tests and the examples in its docstrings and pages."""
    report = BUILD / "pytest.xml"
    BUILD.mkdir(exist_ok=True)
    code, output = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", "tests/python", "tests/docs"])
    if not report.exists():
        count.add("python: pytest", False, output)
        return
    report_cases(count, "python", report, code, output)


def report_cases(count, phase, report, code, output):
    """Counts the cases of a JUnit report."""
    failures = 0
    for case in xml.etree.ElementTree.parse(report).getroot().iter("testcase"):
        name = f"{phase}: {case.get('classname')}.{case.get('name')}"
        skipped = case.find("skipped")
        if skipped is not None:
            count.notes.append(f"{name}: {skipped.get('message')}")
            continue
        bad = next((case.find(kind) for kind in ("failure", "error") if case.find(kind) is not None), None)
        failures += bad is not None
        count.add(name, bad is None, "" if bad is None else (bad.text or ""))
    if code not in (0, 5) and failures == 0:
        count.add(f"{phase}: exit code {code}", False, output)


def phase_golden(count):
    """The published cases, by domain."""
    domains = {"expressions": "expressions", "incentives": "incentive", "targets": "target", "kpi": "kpi",
               "funnel": "funnel", "segmentation": "segment"}
    for stem, domain in domains.items():
        own, shared = ROOT / "tests" / "golden" / "cases" / f"{stem}.json", SHARED / "golden" / f"{stem}.json"
        path = shared if shared.exists() else own
        if not path.exists():
            count.notes.append(f"golden {domain}: skipped: no ../shared")
            continue
        code, output = run([sys.executable, "tests/golden/run.py", "--domain", domain, "--json", path])
        try:
            result = json.loads(output)
        except ValueError:
            count.add(f"golden: {domain}", False, output)
            continue
        count.passed += len(result["passed"])
        for case in result["failed"]:
            count.add(f"golden: {domain}: {case['id']}", False, json.dumps(case)[:600])
        count.notes.append(f"golden {domain}: {len(result['passed'])} passed, {len(result['failed'])} failed, "
                           f"{len(result['unsupported'])} unsupported, {len(result['disputed'])} disputed")


def fuzz(count, preset, options, seconds, seed):
    """Builds the fuzz targets and gives each its share of `seconds`; seed 0 draws another one every time."""
    if not configure_and_build(count, preset, [], *options):
        return
    targets = sorted(path for path in (BUILD / preset).glob("*_fuzz") if os.access(path, os.X_OK))

    def run_target(target):
        corpus = BUILD / preset / "corpus" / target.name
        corpus.mkdir(parents=True, exist_ok=True)
        seeds = ROOT / "tests" / "fuzz" / "seeds" / target.name
        code, output = run([target, f"-max_total_time={max(5, seconds // len(targets))}", f"-seed={seed}", "-timeout=25", "-rss_limit_mb=4096", "-max_len=4096",
                            corpus, *([seeds] if seeds.exists() else [])], timeout=seconds + 600, cwd=BUILD / preset)
        count.add(f"fuzz: {target.name}", code == 0, output)

    with concurrent.futures.ThreadPoolExecutor(int(JOBS)) as pool:
        list(pool.map(run_target, targets))


def phase_fuzz(count):
    """A minute of fuzzing, shared by all targets, from a fixed seed: a change fails for what it did, not for its luck."""
    fuzz(count, "asan", FUZZERS, 60, 1)


def phase_fuzz_long(count):
    """Half an hour of fuzzing, shared by all targets."""
    fuzz(count, "fuzz", [], 1800, 0)


def phase_coverage(count):
    """Every source of the library is covered by its own test at 90 % of lines or better."""
    code, output = run([sys.executable, "tests/coverage.py"], timeout=7200)
    print(output)
    count.add("coverage", code == 0, output)


def phase_tidy(count):
    """clang-tidy over the library's sources."""
    sources = sorted((ROOT / "src").rglob("*.cc"))
    if configure_and_build(count, "asan", ["attain_base"], "-DATTAIN_PCH=OFF"):
        for source in sources:
            code, output = run(["clang-tidy-14", "-quiet", "-p", BUILD / "asan", source])
            count.add(f"tidy: {source.relative_to(ROOT)}", code == 0, output)


def phase_package(count):
    """The whole library compiled inside another project by add_subdirectory."""
    if configure_and_build(count, "release", [], *RELEASE):
        code, output = run([sys.executable, "tests/checks/package_test.py", ".", "build/release", "attain::attain"])
        count.add("package: attain::attain by add_subdirectory", code == 0, output)


def phase_peers(count):
    """The benchmarks' answers at the small size, beside the peers."""
    for domain in ("expression", "incentive", "table"):
        code, output = run([sys.executable, "benchmarks/compare.py", "--domain", domain, "--size", "small"])
        print(output)
        count.add(f"benchmarks: answers of {domain}", code == 0, output)


def phase_random(count):
    """Twelve million random expressions x rows: columns and prepared rows against the plain evaluator."""
    if configure_and_build(count, "release", ["attain_expression_test"], *RELEASE):
        run_gtest(count, "random", BUILD / "release" / "attain_expression_test", "--gtest_filter=*PlainEvaluator*",
                  environment={"ATTAIN_RANDOM_EXPRESSIONS": "20000", "ATTAIN_RANDOM_ROWS": "600"})


def phase_pay(count):
    """A hundred thousand random plans x random transactions against the plain calculation (ATTAIN_RANDOM_PLANS says how many)."""
    report = BUILD / "pay.xml"
    BUILD.mkdir(exist_ok=True)
    code, output = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", "tests/python/test_random_plans.py"], timeout=6 * 3600,
                       env={"ATTAIN_RANDOM_PLANS": "100000", **os.environ})
    if not report.exists():
        count.add("pay: pytest", False, output)
        return
    report_cases(count, "pay", report, code, output)


def phase_stages(count):
    """A thousand simulated pipelines of 40,000 deals: rates unbiased, intervals hold the truth (ATTAIN_SIMULATIONS says how many)."""
    if configure_and_build(count, "release", ["attain_funnel_test"], *RELEASE):
        run_gtest(count, "stages", BUILD / "release" / "attain_funnel_test", "--gtest_filter=StageSimulationTest.*",
                  environment={"ATTAIN_SIMULATIONS": os.environ.get("ATTAIN_SIMULATIONS", "1000")})


PHASES = {"release": phase_release, "python": phase_python, "golden": phase_golden, "sanitizers": phase_sanitizers,
          "threads": phase_threads, "fuzz": phase_fuzz}
NIGHTLY = {"coverage": phase_coverage, "tidy": phase_tidy, "long-fuzz": phase_fuzz_long, "package": phase_package, "random": phase_random, "pay": phase_pay, "stages": phase_stages, "peers": phase_peers}


def main():
    """Runs the chosen phases; exit code 1 when a test failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=[*PHASES, *NIGHTLY], help="run this phase (may be given again)")
    parser.add_argument("--nightly", action="store_true", help="run the long phases as well")
    options = parser.parse_args()
    phases = {**PHASES, **NIGHTLY} if options.nightly or options.only else PHASES
    chosen = {name: phase for name, phase in phases.items() if not options.only or name in options.only}
    passed, failed = 0, 0
    for name, phase in chosen.items():
        count, start = Count(), time.monotonic()
        print(f"== {name}: {phase.__doc__.splitlines()[0]}", flush=True)
        phase(count)
        for note in count.notes:
            print(f"   {note}")
        print(f"== {name}: {count.passed} passed, {len(count.failed)} failed in {time.monotonic() - start:.0f} s", flush=True)
        passed, failed = passed + count.passed, failed + len(count.failed)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    if shutil.which("cmake") is None:
        sys.exit("cmake is missing; run tools/setup.sh test")
    sys.exit(main())
