# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#
# Tests that are no GoogleTest programs: about the shape of the sources, the package and the documentation.
find_package(Python 3.9 COMPONENTS Interpreter)
if(Python_FOUND)
  file(GLOB checks CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/checks/*_test.py)
  foreach(check IN LISTS checks)
    get_filename_component(name ${check} NAME_WE)
    add_test(NAME ${name} COMMAND ${Python_EXECUTABLE} ${check} ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 1200)
  endforeach()
endif()
