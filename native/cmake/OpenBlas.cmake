# Imports OpenBLAS by file: the jar org.bytedeco:openblas has the shared library, but no link for
# -lopenblas.
if(NOT OPENBLAS_ROOT)
  message(FATAL_ERROR "OPENBLAS_ROOT is not set: give the folder of the unpacked jar "
                      "org.bytedeco:openblas that has libopenblas.so.0 and include/ (Maven does)")
endif()

find_file(OPENBLAS_LIBRARY NAMES libopenblas.so.0 libopenblas.0.dylib libopenblas.dylib
          PATHS "${OPENBLAS_ROOT}" NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
if(NOT OPENBLAS_LIBRARY OR NOT EXISTS "${OPENBLAS_ROOT}/include/cblas.h")
  message(FATAL_ERROR "OPENBLAS_ROOT=${OPENBLAS_ROOT} lacks libopenblas.so.0 or include/cblas.h")
endif()

get_filename_component(openblas_name "${OPENBLAS_LIBRARY}" NAME)
add_library(openblas SHARED IMPORTED GLOBAL)
set_target_properties(openblas PROPERTIES
  IMPORTED_LOCATION "${OPENBLAS_LIBRARY}"
  IMPORTED_SONAME "${openblas_name}"
  INTERFACE_INCLUDE_DIRECTORIES "${OPENBLAS_ROOT}/include")
if(NOT APPLE)
  # libopenblas needs libgfortran, which lies beside it.
  target_link_options(openblas INTERFACE "LINKER:-rpath-link,${OPENBLAS_ROOT}")
endif()

# Its header for arm64 says _Float16, which g++ has in C++ from version 13 on.
include(CheckCXXSourceCompiles)
check_cxx_source_compiles("_Float16 half; int main() { return 0; }" ORTHANT_HAS_FLOAT16)
if(NOT ORTHANT_HAS_FLOAT16 AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
  target_compile_definitions(openblas INTERFACE _Float16=__fp16)
endif()
