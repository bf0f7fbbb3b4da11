#!/bin/sh
# Writes what CPython 3.14 prints for the programs in tests/programs beside them.
#
#   PYTHON314=/path/to/python3.14 tests/update.sh [--all] [PART OF A NAME]
#
# Without --all, only programs that have no .out, .err or .rc yet are run. Programs that assert inside and
# print nothing have none of the three; running them again changes nothing.
set -eu
cd "$(dirname "$0")/.."
which=missing
if [ "${1-}" = --all ]; then
  which=all
  shift
fi
: "${PYTHON314:?must name a CPython 3.14}"
TAIPAN_TEST_UPDATE=$which exec cargo test -q --test programs -- "$@"
