# The native benchmarks: configure with -DORTHANT_BENCH=ON, build, run
# native/orthant_bench_scan, _batch, _multi_index or _updates in the build folder.
file(GLOB bench_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/native/*.cpp")
list(FILTER bench_sources EXCLUDE REGEX "_bench\\.cpp$") # these have a main function each
add_library(orthant_bench OBJECT ${bench_sources})
target_link_libraries(orthant_bench PUBLIC orthant_core)
foreach(bench scan batch multi_index updates)
  add_executable(orthant_bench_${bench} "${PROJECT_SOURCE_DIR}/bench/native/${bench}_bench.cpp")
  target_link_libraries(orthant_bench_${bench} PRIVATE orthant_bench orthant_core)
  set_target_properties(orthant_bench_${bench} PROPERTIES BUILD_RPATH "${OPENBLAS_ROOT}")
endforeach()
