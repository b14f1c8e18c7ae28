// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/process_change.h"

#include <cmath>
#include <vector>

#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

TEST(CompareWithControlTest, EffectIsWhatTheControlDoesNotExplain) {
  const ChangeEffect effect = *CompareWithControl({{80, 400}, {120, 400}, {90, 450}, {99, 450}});
  EXPECT_NEAR(effect.change, 0.1, 1e-15);
  EXPECT_NEAR(effect.control_change, 0.02, 1e-15);
  EXPECT_NEAR(effect.effect, 0.08, 1e-15);
  EXPECT_LT(effect.interval.lower, 0.08);
  EXPECT_GT(effect.interval.upper, 0.08);
  EXPECT_NEAR(effect.standard_error, 0.0408, 1e-3);
  EXPECT_NEAR(effect.p_two_sided, std::erfc(effect.z / std::sqrt(2)), 1e-15);
  EXPECT_LT(effect.p_two_sided, 0.06);
}

TEST(CompareWithControlTest, IntervalHoldsTheTruthAsOftenAsItSays) {
  stats::Random random(4);
  const auto draw = [&](double rate, int n) {
    stats::Proportion group{.n = static_cast<double>(n)};
    for (int i = 0; i < n; ++i) group.successes += random.Uniform() < rate ? 1 : 0;
    return group;
  };
  int inside = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    const ChangeEffect effect =
        *CompareWithControl({draw(0.2, 60), draw(0.35, 50), draw(0.25, 70), draw(0.3, 40)});
    inside += effect.interval.lower <= 0.1 && 0.1 <= effect.interval.upper ? 1 : 0;
  }
  EXPECT_GT(inside, 930);
  EXPECT_LT(inside, 980);
}

TEST(CompareWithControlTest, EmptyGroupsAreInsufficient) {
  EXPECT_EQ(ReasonOf(CompareWithControl({{1, 2}, {1, 2}, {1, 2}, {0, 0}}).status()),
            Reason::kInsufficientData);
  EXPECT_EQ(ReasonOf(CompareWithControl({{3, 2}, {1, 2}, {1, 2}, {1, 2}}).status()),
            Reason::kInvalidArgument);
}

TEST(WatchSeriesTest, AlarmComesAfterALastingShiftAndSaysSinceWhen) {
  std::vector<double> values(10, 10.0);
  values.insert(values.end(), 6, 13.0);  // 1.5 deviations more
  const Cusum cusum = *WatchSeries(values, {.mean = 10, .sd = 2});
  EXPECT_EQ(cusum.high[9], 0);
  EXPECT_EQ(cusum.high[12], 3);
  EXPECT_EQ(*cusum.high_alarm, 15);
  EXPECT_EQ(*cusum.high_since, 10);
  EXPECT_FALSE(cusum.low_alarm.has_value());
  for (double& value : values) value = 20 - value;
  const Cusum fall = *WatchSeries(values, {.mean = 10, .sd = 2});
  EXPECT_EQ(*fall.low_alarm, 15);
  EXPECT_EQ(*fall.low_since, 10);
}

TEST(WatchSeriesTest, NoiseAloneSeldomAlarms) {
  stats::Random random(6);
  std::vector<double> values;
  for (int i = 0; i < 100; ++i) values.push_back(random.Normal());
  EXPECT_FALSE(WatchSeries(values, {})->high_alarm.has_value());
}

TEST(WatchSeriesTest, BadInputHasItsReason) {
  EXPECT_EQ(ReasonOf(WatchSeries({}, {.sd = 0}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(WatchSeries({}, {.threshold = 0}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(WatchSeries(std::vector<double>{std::nan("")}, {}).status()),
            Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::funnel
