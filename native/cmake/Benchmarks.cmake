# The native benchmarks: configure with -DORTHANT_BENCH=ON, build, run
# native/orthant_bench_scan in the build folder.
file(GLOB bench_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/native/*.cpp")
add_executable(orthant_bench_scan ${bench_sources})
target_link_libraries(orthant_bench_scan PRIVATE orthant_core)
set_target_properties(orthant_bench_scan PROPERTIES BUILD_RPATH "${OPENBLAS_ROOT}")

add_executable(orthant_bench_updates
  "${PROJECT_SOURCE_DIR}/bench/native/updates/update_bench.cpp")
target_link_libraries(orthant_bench_updates PRIVATE orthant_core)
set_target_properties(orthant_bench_updates PROPERTIES BUILD_RPATH "${OPENBLAS_ROOT}")
