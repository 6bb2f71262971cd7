# The native tests: two checks of the objects, and one executable, run once per tier.
if(NOT ORTHANT_SANITIZE AND NOT APPLE)
  set(check_symbols "${CMAKE_CURRENT_SOURCE_DIR}/cmake/CheckSymbols.cmake")
  add_test(NAME exports_only_the_c_interface
    COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM} -DLIBRARY=$<TARGET_FILE:orthant>
            -P "${check_symbols}")
  # An inline function compiled for AVX-512 and chosen by the linker would end other processors.
  add_test(NAME kernel_objects_have_no_weak_symbols
    COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM} "-DTIERS=${ORTHANT_TIERS};${ORTHANT_TIER_EXTENSIONS}"
            "-DOBJECTS=$<TARGET_OBJECTS:orthant_core>" -P "${check_symbols}")
endif()

# The header is C: this compiler's C front end must take it as C11 without a warning.
add_test(NAME header_is_c11
  COMMAND ${CMAKE_CXX_COMPILER} -x c -std=c11 -pedantic -Wall -Wextra -Werror -fsyntax-only
          "${CMAKE_CURRENT_SOURCE_DIR}/include/orthant/orthant.h")

if(ORTHANT_GTEST_SOURCE)
  set(INSTALL_GTEST OFF)
  add_subdirectory("${ORTHANT_GTEST_SOURCE}" googletest EXCLUDE_FROM_ALL)
  if(NOT TARGET GTest::gtest) # older than 1.11
    add_library(GTest::gtest ALIAS gtest)
  endif()
else()
  find_package(GTest QUIET)
endif()
file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS tests/*.cpp)
if(NOT TARGET GTest::gtest)
  set(count 0)
  foreach(test_source IN LISTS test_sources)
    file(STRINGS "${test_source}" tests REGEX "^(TYPED_)?TEST(_F|_P)?\\(")
    list(LENGTH tests tests_here)
    math(EXPR count "${count} + ${tests_here}")
  endforeach()
  message(NOTICE "GoogleTest not found (Debian: libgtest-dev, macOS: brew install googletest): "
                 "native tests are skipped (${count})")
  return()
endif()

add_executable(orthant_tests ${test_sources})
target_include_directories(orthant_tests PRIVATE tests)
target_link_libraries(orthant_tests PRIVATE orthant_core GTest::gtest)
set_target_properties(orthant_tests PROPERTIES BUILD_RPATH "${OPENBLAS_ROOT}")
if(NOT APPLE)
  # Old tags: libgfortran finds libquadmath through the executable's path, not through the system's.
  target_link_options(orthant_tests PRIVATE LINKER:--disable-new-dtags)
endif()

# 77: the processor lacks the tier; tests/main.cpp says so.
foreach(tier IN LISTS ORTHANT_TIERS)
  add_test(NAME orthant_tests_${tier} COMMAND orthant_tests --gtest_brief=1)
  set_tests_properties(orthant_tests_${tier} PROPERTIES
    ENVIRONMENT "ORTHANT_SIMD=${tier}" SKIP_RETURN_CODE 77)
endforeach()

# The campaigns of tests/campaigns, longer than in the run of each tier. The tier does not matter to
# files; the differential test runs on the best one that the processor has.
add_test(NAME orthant_tests_kill COMMAND orthant_tests --gtest_brief=1 --gtest_filter=Kill.*)
set_tests_properties(orthant_tests_kill PROPERTIES ENVIRONMENT "ORTHANT_KILLS=300")
add_test(NAME orthant_tests_differential
  COMMAND orthant_tests --gtest_brief=1 --gtest_filter=Differential.*)
set_tests_properties(orthant_tests_differential PROPERTIES
  ENVIRONMENT "ORTHANT_DIFFERENTIAL=100000")
