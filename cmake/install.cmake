# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#
# The two libraries a user sees, and their installation: attain::attain (C++, static) and attain::c (shared, C).
include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY ATTAIN_MODULES)
set(objects "")
foreach(module IN LISTS modules)
  list(APPEND objects $<TARGET_OBJECTS:attain_${module}>)
endforeach()
add_library(attain STATIC ${objects})
add_library(attain::attain ALIAS attain)
set_target_properties(attain PROPERTIES LINKER_LANGUAGE CXX)
target_compile_features(attain INTERFACE cxx_std_20)
target_include_directories(attain INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(attain
  PUBLIC absl::status absl::statusor absl::int128 absl::strings absl::cord
  PRIVATE re2::re2)

if(ATTAIN_INSTALL)
  set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/attain)
  set(targets attain)
  if(TARGET attain_c)
    list(APPEND targets attain_c)
    set_target_properties(attain_c PROPERTIES EXPORT_NAME c)
    install(FILES capi/include/attain/c_api.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/attain)
    configure_file(cmake/attain.pc.in attain.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/attain.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
  endif()
  install(TARGETS ${targets} EXPORT attainTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(EXPORT attainTargets NAMESPACE attain:: DESTINATION ${package_dir})
  install(DIRECTORY include/attain DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h" PATTERN "*.inc")
  configure_package_config_file(cmake/attainConfig.cmake.in attainConfig.cmake INSTALL_DESTINATION ${package_dir})
  write_basic_package_version_file(attainConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/attainConfig.cmake ${PROJECT_BINARY_DIR}/attainConfigVersion.cmake cmake/Findre2.cmake
    DESTINATION ${package_dir})
endif()
