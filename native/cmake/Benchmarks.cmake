# The native benchmarks: configure with -DORTHANT_BENCH=ON, build, run
# native/orthant_bench_goals in the build folder.
file(GLOB bench_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/native/*.cpp")
add_executable(orthant_bench_goals ${bench_sources})
target_link_libraries(orthant_bench_goals PRIVATE orthant_core)
set_target_properties(orthant_bench_goals PROPERTIES BUILD_RPATH "${OPENBLAS_ROOT}")

# The same for training: native/orthant_bench_training.
file(GLOB training_bench_sources CONFIGURE_DEPENDS
     "${PROJECT_SOURCE_DIR}/bench/native/training/*.cpp")
add_executable(orthant_bench_training ${training_bench_sources}
  "${PROJECT_SOURCE_DIR}/bench/native/measure.cpp" "${PROJECT_SOURCE_DIR}/bench/native/report.cpp")
target_link_libraries(orthant_bench_training PRIVATE orthant_core)
set_target_properties(orthant_bench_training PROPERTIES BUILD_RPATH "${OPENBLAS_ROOT}")
if(NOT APPLE)
  # As for the tests: libgfortran finds libquadmath through the executable's path.
  target_link_options(orthant_bench_training PRIVATE LINKER:--disable-new-dtags)
endif()
