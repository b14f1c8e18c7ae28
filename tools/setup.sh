#!/usr/bin/env bash
# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#
# Installs what a step needs and is not there yet: system packages through apt (with sudo when not root), and a Python
# environment in .venv. Says what it does; says nothing and is quick when everything is in place.
#   tools/setup.sh build            what building the library takes
#   tools/setup.sh python           build, and the environment with the attain package and its file reader
#   tools/setup.sh test             python, and what the tests take
#   tools/setup.sh bench            python, and the peers the benchmarks measure against
set -euo pipefail
cd "$(dirname "$0")/.."

build_packages="g++ cmake ninja-build make libabsl-dev libeigen3-dev rapidjson-dev libre2-dev pkg-config"
python_packages="python3 python3-dev python3-venv"
test_packages="libgtest-dev libgmock-dev libbenchmark-dev clang-14 libclang-rt-14-dev lld-14 llvm-14 abigail-tools binutils clang-tidy-14"

install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "setup: installing system packages: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "setup: these packages are missing and there is no sudo: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
}

make_environment() {
  if [ ! -x .venv/bin/python ]; then
    echo "setup: making a Python environment in .venv"
    python3 -m venv .venv
  fi
}

# Installs the package with an extra when a source is newer than the last time, or the extra was never installed. More arguments go to pip.
install_attain() {
  local extra=$1 stamp=.venv/.attain-$1
  shift
  if [ -e "$stamp" ] && [ -z "$(find CMakeLists.txt pyproject.toml cmake src include python -newer "$stamp" -type f -not -name '*.pyc' -print -quit)" ]; then
    return 0
  fi
  echo "setup: building and installing attain[$extra] into .venv (some minutes the first time)"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" ".[$extra]"
  touch "$stamp"
}

# The Python module is made in the folder in which the tests build, with the same options: nothing is compiled twice.
with_tests=(-Cbuild-dir=build/release -Ccmake.define.ATTAIN_WERROR=ON -Ccmake.define.CMAKE_C_COMPILER=gcc -Ccmake.define.CMAKE_CXX_COMPILER=g++)

case "${1:-python}" in
  build) install_packages $build_packages ;;
  python) install_packages $build_packages $python_packages; make_environment; install_attain files ;;
  test) install_packages $build_packages $python_packages $test_packages; make_environment; install_attain test "${with_tests[@]}" ;;
  bench) install_packages $build_packages $python_packages $test_packages; make_environment; install_attain bench "${with_tests[@]}" ;;
  *) echo "usage: tools/setup.sh [build|python|test|bench]" >&2; exit 2 ;;
esac
