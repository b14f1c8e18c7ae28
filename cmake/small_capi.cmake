# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#
# The C library goes into other people's programs, so that its size counts: all modules are compiled once more for it, for size and with
# optimisation across files when linking. What runs once per row, or for each call on a prepared model, stays compiled for speed.
get_property(modules GLOBAL PROPERTY ATTAIN_MODULES)
set(fast_sources
  base/date.cc base/decimal.cc base/fraction.cc base/rounding.cc base/internal/int128.cc base/internal/utf8.cc table/column.cc
  expression/internal/kernels.cc measure/changes.cc incentive/internal/credit_index.cc run/internal/incentives.cc
  run/internal/overlay.cc)

foreach(module IN LISTS modules)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${module}/*.cc ${PROJECT_SOURCE_DIR}/src/${module}/internal/*.cc)
  list(APPEND module_sources ${sources})
endforeach()
list(TRANSFORM fast_sources PREPEND ${PROJECT_SOURCE_DIR}/src/)
list(REMOVE_ITEM module_sources ${fast_sources})

# Two sets of objects, because a precompiled header serves one set of options.
add_library(attain_c_small OBJECT ${module_sources})
# At -Os alone g++ calls even what is shorter than a call (the length of a literal): up to three instructions are inlined.
target_compile_options(attain_c_small PRIVATE -Os --param=max-inline-insns-size=3)
add_library(attain_c_fast OBJECT ${fast_sources})
# Abseil's status includes <iostream>, by which every source registers a constructor and a destructor that run when the library is loaded.
# Nothing here prints: with the header's own guard set it is empty, and the library loads without running anything.
set(no_iostream -D_GLIBCXX_IOSTREAM)
foreach(part IN ITEMS attain_c_small attain_c_fast)
  target_include_directories(${part} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
  target_compile_options(${part} PRIVATE ${no_iostream} -flto -fno-fat-lto-objects)
  target_link_libraries(${part} PRIVATE attain_options absl::status absl::statusor absl::int128 absl::strings re2::re2 Eigen3::Eigen)
  set_target_properties(${part} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  if(ATTAIN_PCH)
    target_precompile_headers(${part} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/library_pch.h)
  else()
    target_compile_options(${part} PRIVATE -include ostream)
  endif()
endforeach()
# The library's own functions keep plain objects: the check of the binary interface reads their types from debug information.
target_link_libraries(attain_c PRIVATE $<BUILD_INTERFACE:attain_c_small> $<BUILD_INTERFACE:attain_c_fast> $<BUILD_INTERFACE:attain_options>
  absl::status absl::statusor absl::int128 absl::strings re2::re2)
target_compile_options(attain_c PRIVATE ${no_iostream} -include ostream -Os --param=max-inline-insns-size=3)
target_link_options(attain_c PRIVATE -flto -flto-partition=one -Os -Wl,-z,pack-relative-relocs)
