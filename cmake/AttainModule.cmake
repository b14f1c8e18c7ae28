# One library per module. Each names the modules it may include; the layering test reads the same list
# from the include lines, so that a module that reaches sideways or upwards neither links nor passes.

set_property(GLOBAL PROPERTY ATTAIN_MODULES "")

# attain_module(<name> [DEPENDS <module>...] [LIBRARIES <target>...] [PUBLIC_LIBRARIES <target>...])
function(attain_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cc
       ${PROJECT_SOURCE_DIR}/src/${name}/internal/*.cc)
  if(NOT sources)
    return()
  endif()
  add_library(attain_${name} STATIC ${sources})
  add_library(attain::${name} ALIAS attain_${name})
  target_compile_features(attain_${name} PUBLIC cxx_std_20)
  target_include_directories(attain_${name}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  set(dependencies ${ARG_DEPENDS})
  foreach(dependency IN LISTS dependencies)
    if(TARGET attain_${dependency})
      target_link_libraries(attain_${name} PUBLIC attain_${dependency})
    endif()
  endforeach()
  target_link_libraries(attain_${name} PUBLIC ${ARG_PUBLIC_LIBRARIES} PRIVATE ${ARG_LIBRARIES} attain_options)
  set_target_properties(attain_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  if(ATTAIN_PCH)
    target_precompile_headers(attain_${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/library_pch.h)
  endif()
  set_property(GLOBAL APPEND PROPERTY ATTAIN_MODULES ${name})

  if(ATTAIN_BUILD_TESTS)
    file(GLOB tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${name}/*_test.cc)
    if(ATTAIN_SANITIZE MATCHES "thread")
      # It replaces operator new to let allocations fail, as the thread sanitizer's own runtime does.
      list(FILTER tests EXCLUDE REGEX "memory_test\\.cc$")
      # What starts no threads has nothing to show here: these builds hold the tests that say Thread.
      foreach(test IN LISTS tests)
        file(STRINGS ${test} threads REGEX "Thread" LIMIT_COUNT 1)
        if(NOT threads)
          list(REMOVE_ITEM tests ${test})
        endif()
      endforeach()
    endif()
    if(tests)
      add_executable(attain_${name}_test ${tests})
      target_include_directories(attain_${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
      target_link_libraries(attain_${name}_test PRIVATE attain_${name} attain_options GTest::gtest GTest::gmock
                            GTest::gtest_main)
      # Tests check what the library was built to be; optimising the tests themselves only costs build time.
      target_compile_options(attain_${name}_test PRIVATE $<$<CONFIG:Release>:-O1>)
      target_compile_definitions(attain_${name}_test PRIVATE ATTAIN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
      if(ATTAIN_PCH)
        target_precompile_headers(attain_${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/cmake/test_pch.h)
      endif()
      add_test(NAME ${name} COMMAND attain_${name}_test)
      set_tests_properties(${name} PROPERTIES LABELS gtest)
    endif()
  endif()

  if(ATTAIN_BUILD_BENCHMARKS)
    file(GLOB benchmarks CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/benchmarks/${name}/*_benchmark.cc)
    if(benchmarks)
      add_executable(attain_${name}_benchmark ${benchmarks})
      target_include_directories(attain_${name}_benchmark PRIVATE ${PROJECT_SOURCE_DIR}/benchmarks)
      target_link_libraries(attain_${name}_benchmark PRIVATE attain_${name} attain_options benchmark::benchmark
                            benchmark::benchmark_main)
    endif()
  endif()

  attain_fuzzers(${name} attain_${name})
endfunction()

# attain_fuzzers(<folder> <library>): a program for each tests/fuzz/<folder>/*_fuzz.cc that gives bytes to <library>.
function(attain_fuzzers folder library)
  if(NOT ATTAIN_BUILD_FUZZERS)
    return()
  endif()
  file(GLOB fuzzers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/${folder}/*_fuzz.cc)
  foreach(fuzzer IN LISTS fuzzers)
    get_filename_component(base ${fuzzer} NAME_WE)
    add_executable(${folder}_${base} ${fuzzer})
    target_include_directories(${folder}_${base} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(${folder}_${base} PRIVATE ${library} attain_options)
    target_link_options(${folder}_${base} PRIVATE -fsanitize=fuzzer)
  endforeach()
endfunction()
