# The native benchmarks: configure with -DORTHANT_BENCH=ON, build, run
# native/orthant_bench_scan or native/orthant_bench_multi_index in the build folder.
file(GLOB bench_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/native/*.cpp")
list(FILTER bench_sources EXCLUDE REGEX "multi_index_bench\\.cpp$")
add_executable(orthant_bench_scan ${bench_sources})
add_executable(orthant_bench_multi_index "${PROJECT_SOURCE_DIR}/bench/native/multi_index_bench.cpp")
foreach(bench IN ITEMS orthant_bench_scan orthant_bench_multi_index)
  target_link_libraries(${bench} PRIVATE orthant_core)
  set_target_properties(${bench} PROPERTIES BUILD_RPATH "${OPENBLAS_ROOT}")
endforeach()
