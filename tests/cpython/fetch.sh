#!/bin/sh
# Brings CPython 3.14's own tests, as Debian packages them, into a folder: tests/cpython/fetch.sh FOLDER
#
# The package comes from Debian's unstable suite, from where this machine's own sources come, by a private apt configuration;
# nothing is installed. Prints the folder to give to run.py as --tests.
set -eu
to=${1:?a folder}
mkdir -p "$to/apt/parts" "$to/apt/lists/partial" "$to/apt/cache/archives/partial"
# apt takes what is no absolute path for one below its own folders.
to=$(cd "$to" && pwd)
tests=$to/usr/lib/python3.14
if [ ! -d "$tests/test/test_import" ]; then
  sources=/etc/apt/sources.list.d/debian.sources
  [ -f $sources ] || { echo "fetch.sh: no $sources" >&2; exit 1; }
  awk 'BEGIN { RS = ""; ORS = "\n\n" } /Suites:/ && !/-security/ { sub(/Suites:[^\n]*/, "Suites: sid"); print }' \
    $sources > "$to/apt/parts/sid.sources"
  set -- -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$to/apt/parts" -o Dir::State::lists="$to/apt/lists" \
    -o Dir::Cache="$to/apt/cache" -o APT::Sandbox::User=root -o APT::Get::List-Cleanup=0 -o Debug::NoLocking=1
  apt-get "$@" update >&2
  (cd "$to/apt/cache/archives" && apt-get "$@" download libpython3.14-testsuite libpython3.14-stdlib >&2)
  for package in "$to"/apt/cache/archives/libpython3.14-*.deb; do dpkg -x "$package" "$to"; done
fi
echo "$tests"
