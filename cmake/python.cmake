# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#
# The Python extension module attain._core; pyproject.toml builds it through scikit-build-core.
find_package(Python 3.9 REQUIRED COMPONENTS Interpreter Development.Module)
find_package(pybind11 2.10 CONFIG REQUIRED)

file(GLOB binding_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/python/bindings/*.cc)
pybind11_add_module(_core MODULE ${binding_sources})
target_link_libraries(_core PRIVATE attain)
target_link_options(_core PRIVATE -Wl,--version-script=${PROJECT_SOURCE_DIR}/python/bindings/exports.map -Wl,--gc-sections)
install(TARGETS _core LIBRARY DESTINATION attain)
