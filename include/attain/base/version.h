// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The version of the library: semantic, and the same in C++, C and Python.
//
//   Version();   // "0.1.0"
#ifndef ATTAIN_BASE_VERSION_H_
#define ATTAIN_BASE_VERSION_H_

#include <string_view>

#define ATTAIN_VERSION_MAJOR 0  ///< Raised when a documented behaviour changes.
#define ATTAIN_VERSION_MINOR 1  ///< Raised when something is added.
#define ATTAIN_VERSION_PATCH 0  ///< Raised when something is mended.

namespace attain {

/// The version of the library that is linked, "major.minor.patch"; compare with the macros above
/// to notice a mix of headers and library.
std::string_view Version();

}  // namespace attain

#endif  // ATTAIN_BASE_VERSION_H_
