# Runs the native tests in the folder BUILD and says which tiers could not be tested here, and why.
cmake_minimum_required(VERSION 3.20)

execute_process(
  COMMAND "${CMAKE_CTEST_COMMAND}" --test-dir "${BUILD}" --output-on-failure --no-tests=error
  RESULT_VARIABLE status)
file(STRINGS "${BUILD}/Testing/Temporary/LastTest.log" skipped REGEX "tests skipped$")
foreach(line IN LISTS skipped)
  message("${line}")
endforeach()
if(NOT status EQUAL 0)
  message(FATAL_ERROR "The native tests failed")
endif()
