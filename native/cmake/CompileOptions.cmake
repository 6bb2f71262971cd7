# What every object of ours is compiled with: the target orthant_options.
add_library(orthant_options INTERFACE)
target_compile_features(orthant_options INTERFACE cxx_std_20)
# No contraction to fused multiply-add by the compiler: only kernels use it, and they say so.
target_compile_options(orthant_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Werror -ffp-contract=off
  -fvisibility=hidden -fvisibility-inlines-hidden)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms on the concatenation of std::string (GCC bug 105651).
  target_compile_options(orthant_options INTERFACE -Wno-restrict)
endif()

if(ORTHANT_SANITIZE)
  target_compile_options(orthant_options INTERFACE
    -fsanitize=${ORTHANT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
  target_link_options(orthant_options INTERFACE -fsanitize=${ORTHANT_SANITIZE})
endif()

# Beside hidden visibility: the standard library's templates, instantiated here, would be exported.
function(orthant_export_only_the_c_interface target)
  if(APPLE)
    target_link_options(${target} PRIVATE "LINKER:-exported_symbol,_orthant_*")
  else()
    set(script "${CMAKE_CURRENT_SOURCE_DIR}/cmake/exports.map")
    target_link_options(${target} PRIVATE "LINKER:--version-script=${script}")
    set_target_properties(${target} PROPERTIES LINK_DEPENDS "${script}")
    if(NOT ORTHANT_SANITIZE) # a sanitizer's runtime lies in the executable
      target_link_options(${target} PRIVATE LINKER:--no-undefined)
    endif()
  endif()
endfunction()
