# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#
# The shared C library: target attain_c (attain::c), file libattain.so.<abi>. It shows the functions of attain/c_api.h and nothing else.
if(NOT ATTAIN_BUILD_CAPI OR NOT TARGET attain_run)
  return()
endif()

file(STRINGS ${PROJECT_SOURCE_DIR}/capi/include/attain/c_api.h abi_line REGEX "^#define ATTAIN_ABI_VERSION ")
string(REGEX MATCH "[0-9]+" ATTAIN_ABI_VERSION "${abi_line}")

file(GLOB capi_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/capi/src/*.cc)
add_library(attain_c SHARED ${capi_sources})
add_library(attain::c ALIAS attain_c)
set_target_properties(attain_c PROPERTIES
  OUTPUT_NAME attain VERSION ${ATTAIN_ABI_VERSION}.${PROJECT_VERSION_MINOR}.${PROJECT_VERSION_PATCH} SOVERSION ${ATTAIN_ABI_VERSION}
  LINK_DEPENDS ${PROJECT_SOURCE_DIR}/capi/exports.map)
target_include_directories(attain_c
  PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/capi/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
  PRIVATE ${PROJECT_SOURCE_DIR}/capi/src ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
target_link_libraries(attain_c PRIVATE $<BUILD_INTERFACE:attain_run> $<BUILD_INTERFACE:attain_options>)
target_link_options(attain_c PRIVATE
  -Wl,--version-script=${PROJECT_SOURCE_DIR}/capi/exports.map -Wl,--gc-sections -Wl,-z,relro -Wl,-z,now)
if(NOT ATTAIN_SANITIZE)
  target_link_options(attain_c PRIVATE -Wl,--no-undefined)
endif()

if(ATTAIN_BUILD_TESTS)
  add_executable(capi_test ${PROJECT_SOURCE_DIR}/tests/capi/capi_test.c)
  add_executable(capi_example_crm_cursor ${PROJECT_SOURCE_DIR}/docs/examples/crm-cursor/crm_cursor.c)
  set(capi_programs capi_test capi_example_crm_cursor)
  if(NOT ATTAIN_SANITIZE)  # sanitizers have an allocator of their own
    add_executable(capi_allocation_test ${PROJECT_SOURCE_DIR}/tests/capi/allocation_test.c)
    list(APPEND capi_programs capi_allocation_test)
  endif()
  foreach(program IN LISTS capi_programs)
    set_target_properties(${program} PROPERTIES C_EXTENSIONS OFF LINKER_LANGUAGE C)
    target_compile_options(${program} PRIVATE -pedantic-errors)
    target_link_libraries(${program} PRIVATE attain_c attain_options)
    add_test(NAME ${program} COMMAND ${program})
  endforeach()
  find_package(Python 3.9 COMPONENTS Interpreter)
  if(Python_FOUND AND NOT ATTAIN_SANITIZE)
    add_test(NAME capi_abi_test COMMAND ${Python_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/capi/abi_test.py ${PROJECT_SOURCE_DIR}
      $<TARGET_FILE:attain_c>)
  endif()
endif()
