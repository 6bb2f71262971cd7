#!/bin/sh
# Asks all ways to search random questions about random codes, and compares their answers.
#   native/tests/campaigns/differential.sh <build folder> [queries, 1000000 unless given] [seed]
set -eu
build=${1:?usage: differential.sh <build folder> [queries] [seed]}
ORTHANT_DIFFERENTIAL=${2:-1000000} ORTHANT_DIFFERENTIAL_SEED=${3:-1} \
  exec "$build/native/orthant_tests" --gtest_filter='Differential.*'
