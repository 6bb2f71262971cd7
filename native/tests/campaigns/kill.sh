#!/bin/sh
# Kills a writing process at random instants and at every call to the file system, and compares what
# is found with what it had reported as done.
#   native/tests/campaigns/kill.sh <build folder> [kills, 10000 unless given]
set -eu
build=${1:?usage: kill.sh <build folder> [kills]}
ORTHANT_KILLS=${2:-10000} exec "$build/native/orthant_tests" --gtest_filter='Kill.*'
