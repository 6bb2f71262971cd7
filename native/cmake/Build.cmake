# Configures, builds and installs the core; Maven runs it (java/core/pom.xml). Incremental, but a
# build folder made for another place, before the clone was moved, is wiped: CMake keeps absolute
# paths.
#   cmake -DSOURCE= -DBUILD= -DPREFIX= -DOPENBLAS_ROOT= -DARGUMENTS= -DSKIP_TESTS=true|false
#         -P Build.cmake
cmake_minimum_required(VERSION 3.20)

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REAL_PATH "${SOURCE}" source)
file(REAL_PATH "${BUILD}" build)
if(EXISTS "${build}/CMakeCache.txt")
  file(STRINGS "${build}/CMakeCache.txt" home REGEX "^CMAKE_HOME_DIRECTORY:")
  file(STRINGS "${build}/CMakeCache.txt" folder REGEX "^CMAKE_CACHEFILE_DIR:")
  if(NOT home STREQUAL "CMAKE_HOME_DIRECTORY:INTERNAL=${source}"
     OR NOT folder STREQUAL "CMAKE_CACHEFILE_DIR:INTERNAL=${build}")
    message("The build folder was made elsewhere: building anew")
    file(REMOVE_RECURSE "${build}")
  endif()
endif()

separate_arguments(arguments NATIVE_COMMAND "${ARGUMENTS}")
cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
set(targets "")
if(SKIP_TESTS)
  set(targets --target orthant)
endif()
run("${CMAKE_COMMAND}" -S "${source}" -B "${build}" "-DOPENBLAS_ROOT=${OPENBLAS_ROOT}" ${arguments})
run("${CMAKE_COMMAND}" --build "${build}" --parallel ${cores} ${targets})
run("${CMAKE_COMMAND}" --install "${build}" --prefix "${PREFIX}" --strip)
