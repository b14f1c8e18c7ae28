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
if(ATTAIN_SMALL_CAPI)
  include(small_capi)
else()
  target_link_libraries(attain_c PRIVATE $<BUILD_INTERFACE:attain_run> $<BUILD_INTERFACE:attain_options>)
endif()
if(ATTAIN_BUILD_TESTS AND NOT ATTAIN_SANITIZE)  # the ABI check reads the types of the C functions from debug information
  target_compile_options(attain_c PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-g>)
endif()
target_link_options(attain_c PRIVATE
  -Wl,--version-script=${PROJECT_SOURCE_DIR}/capi/exports.map -Wl,--gc-sections -Wl,-z,relro -Wl,-z,now)
if(NOT ATTAIN_SANITIZE)
  target_link_options(attain_c PRIVATE -Wl,--no-undefined)
endif()

attain_fuzzers(capi attain_c)

if(ATTAIN_BUILD_BENCHMARKS)
  add_executable(attain_capi_benchmark ${PROJECT_SOURCE_DIR}/benchmarks/capi/prepared_benchmark.c)
  set_target_properties(attain_capi_benchmark PROPERTIES C_EXTENSIONS OFF)
  target_link_libraries(attain_capi_benchmark PRIVATE attain_c attain_options)
endif()

if(ATTAIN_BUILD_TESTS)
  set(statement_folder ${PROJECT_SOURCE_DIR}/docs/examples/statement)
  add_executable(capi_test ${PROJECT_SOURCE_DIR}/tests/capi/capi_test.c)
  add_executable(capi_journey_test ${PROJECT_SOURCE_DIR}/tests/capi/journey_test.c)
  add_executable(capi_state_bytes_test ${PROJECT_SOURCE_DIR}/tests/capi/state_bytes_test.c)
  add_executable(capi_crm_opportunities_test ${PROJECT_SOURCE_DIR}/tests/capi/crm_opportunities_test.c)
  add_executable(capi_composition_test ${PROJECT_SOURCE_DIR}/tests/capi/composition_test.c)
  add_executable(capi_example_crm_cursor ${PROJECT_SOURCE_DIR}/docs/examples/crm-cursor/crm_cursor.c)
  add_executable(capi_example_statement ${statement_folder}/statement.c)
  set(capi_programs capi_test capi_journey_test capi_state_bytes_test capi_crm_opportunities_test capi_composition_test
    capi_example_crm_cursor capi_example_statement)
  if(NOT ATTAIN_SANITIZE)  # sanitizers have an allocator of their own
    add_executable(capi_allocation_test ${PROJECT_SOURCE_DIR}/tests/capi/allocation_test.c)
    list(APPEND capi_programs capi_allocation_test)
  endif()
  # The runtime of the sanitizers for the library's C++ comes with the C++ driver alone.
  set(capi_driver C)
  if(ATTAIN_SANITIZE)
    set(capi_driver CXX)
  endif()
  foreach(program IN LISTS capi_programs)
    set_target_properties(${program} PROPERTIES C_EXTENSIONS OFF LINKER_LANGUAGE ${capi_driver})
    target_compile_options(${program} PRIVATE -pedantic-errors)
    target_link_libraries(${program} PRIVATE attain_c attain_options)
  endforeach()
  add_executable(example_statement ${statement_folder}/statement.cc)  # the same in C++
  target_link_libraries(example_statement PRIVATE attain_run attain_options)

  add_test(NAME capi_test COMMAND capi_test)
  find_package(Threads REQUIRED)
  target_link_libraries(capi_journey_test PRIVATE Threads::Threads)
  add_test(NAME capi_journey_test COMMAND capi_journey_test)
  add_test(NAME capi_state_bytes_test COMMAND capi_state_bytes_test)
  add_test(NAME capi_example_crm_cursor COMMAND capi_example_crm_cursor)
  add_test(NAME capi_composition_test COMMAND capi_composition_test ${PROJECT_SOURCE_DIR}/tests/cases/incentive/company)
  add_test(NAME capi_crm_opportunities_test
    COMMAND capi_crm_opportunities_test ${PROJECT_SOURCE_DIR}/../shared/data/crm ${PROJECT_SOURCE_DIR}/docs/examples/crm-opportunities)
  # The label says which of the programs run under the sanitizers as well.
  set_tests_properties(capi_test capi_composition_test capi_journey_test capi_state_bytes_test capi_example_crm_cursor capi_crm_opportunities_test PROPERTIES TIMEOUT 120 LABELS sanitize)
  set_tests_properties(capi_crm_opportunities_test PROPERTIES SKIP_RETURN_CODE 77)
  if(TARGET capi_allocation_test)
    # One entry for each call and program, so that they run beside one another.
    set(allocation_steps library dataset_new rows columns stream check replace schema prepare update model_findings calculate what_if tables
        column explain compare restate findings state error example_crm_cursor example_statement)
    foreach(step IN LISTS allocation_steps)
      add_test(NAME capi_allocation_${step} COMMAND capi_allocation_test ${step} ${statement_folder})
      set_tests_properties(capi_allocation_${step} PROPERTIES TIMEOUT 120)
    endforeach()
  endif()
  find_package(Python 3.9 COMPONENTS Interpreter)
  if(Python_FOUND)
    foreach(program IN ITEMS capi_example_statement example_statement)
      add_test(NAME ${program} COMMAND ${Python_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/docs/compare_output.py
        ${PROJECT_SOURCE_DIR}/docs/tutorials/first-statement.md docs/examples/statement/statement.py $<TARGET_FILE:${program}> ${statement_folder})
      set_tests_properties(${program} PROPERTIES TIMEOUT 120 LABELS sanitize)
    endforeach()
  endif()
  if(Python_FOUND AND NOT ATTAIN_SANITIZE)
    add_test(NAME capi_abi_test COMMAND ${Python_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/capi/abi_test.py ${PROJECT_SOURCE_DIR}
      $<TARGET_FILE:attain_c>)
    add_test(NAME capi_abidiff_test COMMAND ${Python_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/capi/abidiff_test.py ${PROJECT_SOURCE_DIR}
      $<TARGET_FILE:attain_c>)
    set_tests_properties(capi_abi_test capi_abidiff_test PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77)
  endif()
endif()
