# The native benchmarks: configure with -DORTHANT_BENCH=ON, build, run
# native/orthant_bench_goals in the build folder.
file(GLOB bench_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/native/*.cpp")
add_executable(orthant_bench_goals ${bench_sources})
target_link_libraries(orthant_bench_goals PRIVATE orthant_core)
set_target_properties(orthant_bench_goals PROPERTIES BUILD_RPATH "${OPENBLAS_ROOT}")
