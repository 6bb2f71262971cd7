# Instruction-set tiers: a file <tier>.cpp or <anything>_<tier>.cpp below src/kernels is compiled
# for that tier, or for an extension that some processors of a tier have. All other files are
# compiled for the processor's baseline.
set(ORTHANT_TIER_scalar "")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
  set(ORTHANT_TIERS scalar popcnt avx2 avx512_vpopcntdq)
  set(ORTHANT_FOREIGN_TIERS neon)
  set(ORTHANT_TIER_popcnt -mpopcnt)
  set(ORTHANT_TIER_avx2 -mavx2 -mbmi2 -mfma -mpopcnt)
  set(ORTHANT_TIER_avx512_vpopcntdq
    -mavx512f -mavx512bw -mavx512vl -mavx512dq -mavx512vpopcntdq -mbmi2 -mfma -mpopcnt)
  set(ORTHANT_TIER_EXTENSIONS avx512_vnni avx512_bf16)
  set(ORTHANT_TIER_avx512_vnni ${ORTHANT_TIER_avx512_vpopcntdq} -mavx512vnni)
  set(ORTHANT_TIER_avx512_bf16 ${ORTHANT_TIER_avx512_vpopcntdq} -mavx512bf16)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 finds its own intrinsics to use uninitialised variables (GCC bug 105593).
    foreach(tier avx512_vpopcntdq avx512_vnni avx512_bf16)
      list(APPEND ORTHANT_TIER_${tier} -Wno-maybe-uninitialized -Wno-uninitialized)
    endforeach()
  endif()
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
  set(ORTHANT_TIERS scalar neon)
  set(ORTHANT_FOREIGN_TIERS popcnt avx2 avx512_vpopcntdq avx512_vnni avx512_bf16)
  set(ORTHANT_TIER_neon "") # part of the baseline
else()
  set(ORTHANT_TIERS scalar)
  set(ORTHANT_FOREIGN_TIERS popcnt avx2 avx512_vpopcntdq avx512_vnni avx512_bf16 neon)
endif()

# Gives each tier's files in the list named `list` its flags; drops other processors' files.
function(orthant_kernel_tiers list)
  foreach(tier IN LISTS ORTHANT_FOREIGN_TIERS)
    list(FILTER ${list} EXCLUDE REGEX "^src/kernels/(.*[_/])?${tier}\\.cpp$")
  endforeach()
  foreach(tier IN LISTS ORTHANT_TIERS ORTHANT_TIER_EXTENSIONS)
    set(files ${${list}})
    list(FILTER files INCLUDE REGEX "^src/kernels/(.*[_/])?${tier}\\.cpp$")
    if(files AND ORTHANT_TIER_${tier})
      set_source_files_properties(${files} PROPERTIES COMPILE_OPTIONS "${ORTHANT_TIER_${tier}}")
    endif()
  endforeach()
  set(${list} ${${list}} PARENT_SCOPE)
endfunction()
