// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/retention.h"

#include "attain/base/status.h"
#include "funnel/logs.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using testing::Log;

TEST(RetentionTest, TheExampleOfTheHeaderComesOut) {
  const Log log({{0, 2, 2}, {0, 1, 1}, {1, 2, 2}, {1, 3, 4}}, 3);
  const auto found = Retain(3, log.View());
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->flags, (std::vector<uint64_t>{3, 0, 0}));
  EXPECT_EQ(found->totals, (std::vector<int64_t>{1, 1, 0}));
}

TEST(RetentionTest, ConditionsAreOneToSixtyFour) {
  const Log log({{0, 1, 1}});
  EXPECT_EQ(ReasonOf(Retain(0, log.View()).status()), Reason::kOutOfBounds);
  EXPECT_EQ(ReasonOf(Retain(65, log.View()).status()), Reason::kOutOfBounds);
  EXPECT_EQ(Retain(64, log.View())->totals[0], 1);
}

}  // namespace
}  // namespace attain::funnel
