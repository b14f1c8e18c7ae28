# The commands of the project. Each installs what it needs first; see tools/setup.sh.
.PHONY: demo test bench nightly docs format clean help

help:
	@echo "make demo     a made-up company's quarter: targets, attainment, pay statements and their reasons"
	@echo "make test     every test: g++ release, clang sanitizers, threads, Python, published cases, documentation, fuzzing"
	@echo "make bench    speed beside DuckDB, polars, pandas and NumPy in one run"
	@echo "make nightly  what is too long for each change: coverage, long fuzzing, clang-tidy, large random tests"
	@echo "make docs     the generated reference pages, and the site in build/docs"

demo:
	@tools/setup.sh python
	@.venv/bin/attain demo

test:
	@tools/setup.sh test
	@.venv/bin/python tests/all.py

bench:
	@tools/setup.sh bench
	@.venv/bin/python benchmarks/compare.py --domain table
	@.venv/bin/python benchmarks/compare.py --domain expression
	@.venv/bin/python benchmarks/compare.py --domain incentive
	@cmake --preset release -DATTAIN_BUILD_BENCHMARKS=ON >/dev/null && cmake --build build/release --target attain_capi_benchmark
	@build/release/attain_capi_benchmark

nightly:
	@tools/setup.sh test
	@.venv/bin/python tests/all.py --nightly

docs:
	@tools/setup.sh test
	@.venv/bin/python docs/generate.py

format:
	git ls-files '*.h' '*.cc' '*.c' | xargs clang-format-14 -i

clean:
	rm -rf build .venv
