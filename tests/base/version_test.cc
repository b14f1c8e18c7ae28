// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/version.h"

#include <string>

#include "gtest/gtest.h"

namespace attain {
namespace {

TEST(VersionTest, TheLibrarySaysWhatTheHeaderSays) {
  EXPECT_EQ(Version(), std::to_string(ATTAIN_VERSION_MAJOR) + "." +
                           std::to_string(ATTAIN_VERSION_MINOR) + "." +
                           std::to_string(ATTAIN_VERSION_PATCH));
}

}  // namespace
}  // namespace attain
