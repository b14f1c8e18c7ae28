# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
# RE2 with or without its own CMake package: Debian 12 ships a pkg-config file only. Gives re2::re2.
find_package(re2 CONFIG QUIET)
if(NOT TARGET re2::re2)
  find_path(re2_INCLUDE_DIR re2/re2.h)
  find_library(re2_LIBRARY re2)
  find_package(Threads REQUIRED)
  if(re2_INCLUDE_DIR AND re2_LIBRARY)
    add_library(re2::re2 UNKNOWN IMPORTED)
    set_target_properties(re2::re2 PROPERTIES IMPORTED_LOCATION ${re2_LIBRARY}
                          INTERFACE_INCLUDE_DIRECTORIES ${re2_INCLUDE_DIR}
                          INTERFACE_LINK_LIBRARIES Threads::Threads)
  endif()
  mark_as_advanced(re2_INCLUDE_DIR re2_LIBRARY)
endif()
if(TARGET re2::re2)
  set(re2_FOUND TRUE)
elseif(re2_FIND_REQUIRED)
  message(FATAL_ERROR "RE2 was not found: install libre2-dev")
endif()
