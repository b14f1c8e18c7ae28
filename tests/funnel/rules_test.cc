// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The rules of `Funnel` against a plain search through all chains.
#include <algorithm>
#include <bit>
#include <functional>
#include <optional>
#include <sstream>

#include "attain/funnel/funnel.h"
#include "funnel/logs.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using testing::Log;
using testing::LogRow;

struct Row {
  int64_t time;
  uint64_t steps;
  uint64_t excludes;
  std::vector<uint32_t> rows;  // those it stands for
};

struct Link {
  int step;
  size_t row;
};

// One subject's chains, all of them.
class Plain {
 public:
  Plain(const std::vector<Row>& rows, const Funnel& funnel) : rows_(rows), funnel_(funnel) {
    const auto by_time = [](const Row& a, const Row& b) { return a.time < b.time; };
    std::stable_sort(rows_.begin(), rows_.end(), by_time);
    const bool adjacent = funnel.order == Order::kAdjacent;
    if (adjacent && (funnel.ties == Ties::kByStep || funnel.ties == Ties::kAny)) {
      std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
        const auto rank = [](const Row& r) {
          return r.steps == 0 ? -1 : std::countr_zero(r.steps);
        };
        return a.time != b.time ? a.time < b.time : rank(a) < rank(b);
      });
    }
    if (adjacent && funnel.ties == Ties::kAny) {
      std::vector<Row> merged;
      for (const Row& row : rows_) {
        if (!merged.empty() && merged.back().time == row.time) {
          merged.back().steps |= row.steps;
          merged.back().rows.insert(merged.back().rows.end(), row.rows.begin(), row.rows.end());
        } else {
          merged.push_back(row);
        }
      }
      rows_ = merged;
    }
    end_ = rows_.size();
    if (funnel.after_break == AfterBreak::kStop) FindEnd();
    Search(end_, [&](const std::vector<Link>& chain) {
      const int level = chain.back().step + 1;
      const int64_t start = rows_[chain.front().row].time;
      if (level > level_ || (level == level_ && start > start_)) {
        level_ = level;
        start_ = start;
        best_ = chain;
      }
    });
  }

  int level() const { return level_; }
  int64_t start() const { return start_; }
  // In the order of the search, which tries early rows and the nearest step first, the first chain
  // of the level and start.
  const std::vector<Link>& best() const { return best_; }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  using Found = std::function<void(const std::vector<Link>&)>;

  int64_t GapOf(int step) const {
    const auto s = static_cast<size_t>(step);
    return s < funnel_.max_gap.size() && funnel_.max_gap[s] >= 0 ? funnel_.max_gap[s]
                                                                 : INT64_MAX / 4;
  }

  bool May(const std::vector<Link>& chain, Link next, size_t end) const {
    const Link last = chain.back();
    for (int s = last.step + 1; s < next.step; ++s) {
      if ((funnel_.optional >> s & 1) == 0) return false;
    }
    const Row& from = rows_[last.row];
    const Row& to = rows_[next.row];
    if ((to.steps >> next.step & 1) == 0) return false;
    if (funnel_.reuse == Reuse::kOnce) {
      for (const Link& link : chain) {
        if (link.row == next.row) return false;
      }
    }
    const bool adjacent = funnel_.order == Order::kAdjacent;
    const bool by_row = adjacent || funnel_.ties == Ties::kByRow;
    if (by_row && next.row < last.row) return false;
    if (adjacent && next.row > last.row + 1) return false;
    if (to.time < from.time) return false;
    if (funnel_.ties == Ties::kStrictlyLater && to.time == from.time) return false;
    if (to.time - rows_[chain.front().row].time > funnel_.window) return false;
    if (to.time - from.time > GapOf(next.step)) return false;
    if (!adjacent) {
      for (size_t e = 0; e < end; ++e) {
        for (int s = last.step + 1; s <= next.step; ++s) {
          if ((rows_[e].excludes >> s & 1) == 0) continue;
          if (by_row ? e > last.row && e < next.row
                     : rows_[e].time > from.time && rows_[e].time < to.time)
            return false;
        }
      }
    }
    return true;
  }

  void Longer(std::vector<Link>& chain, size_t end, const Found& found) const {
    found(chain);
    for (int step = chain.back().step + 1; step < funnel_.steps; ++step) {
      for (size_t row = 0; row < end; ++row) {
        if (!May(chain, {step, row}, end)) continue;
        chain.push_back({step, row});
        Longer(chain, end, found);
        chain.pop_back();
      }
    }
  }

  void Search(size_t end, const Found& found) const {
    std::optional<int64_t> first;
    for (size_t row = 0; row < end; ++row) {
      if ((rows_[row].steps & 1) == 0) continue;
      if (!first.has_value()) first = rows_[row].time;
      if (funnel_.entry == Entry::kFirst && rows_[row].time != *first) continue;
      std::vector<Link> chain = {{0, row}};
      Longer(chain, end, found);
    }
  }

  // The rows up to the first one that breaks a chain under way.
  void FindEnd() {
    const bool adjacent = funnel_.order == Order::kAdjacent;
    const bool by_row = adjacent || funnel_.ties == Ties::kByRow;
    for (size_t e = 0; e < rows_.size(); ++e) {
      if (!adjacent && rows_[e].excludes == 0) continue;
      size_t after = e + 1;
      while (!by_row && after < rows_.size() && rows_[after].time == rows_[e].time) ++after;
      bool broke = false;
      if (adjacent) {
        std::vector<std::optional<int64_t>> starts(static_cast<size_t>(funnel_.steps));
        std::vector<bool> led(starts.size());
        Search(e, [&](const std::vector<Link>& chain) {
          if (chain.back().row + 1 != e) return;
          auto& start = starts[static_cast<size_t>(chain.back().step)];
          start = std::max(start.value_or(INT64_MIN), rows_[chain.front().row].time);
          for (int step = 0; step < funnel_.steps; ++step) {
            if (step > chain.back().step && May(chain, {step, e}, e + 1))
              led[static_cast<size_t>(chain.back().step)] = true;
          }
        });
        for (size_t s = 0; s + 1 < starts.size(); ++s)
          broke |= starts[s].has_value() && !led[s] && rows_[e].time - *starts[s] <= funnel_.window;
      } else {
        Search(by_row ? e : after, [&](const std::vector<Link>& chain) {
          const Link last = chain.back();
          if (!by_row && rows_[last.row].time >= rows_[e].time) return;
          for (int step = last.step + 1; step < funnel_.steps; ++step) {
            bool may = (rows_[e].excludes >> step & 1) != 0;
            for (int s = last.step + 1; s < step; ++s) may &= (funnel_.optional >> s & 1) != 0;
            may &= rows_[e].time - rows_[chain.front().row].time <= funnel_.window;
            may &= rows_[e].time - rows_[last.row].time <= GapOf(step);
            for (size_t x = 0; x < e; ++x) {
              if ((rows_[x].excludes >> step & 1) != 0 &&
                  (by_row ? x > last.row
                          : rows_[x].time > rows_[last.row].time && rows_[x].time < rows_[e].time))
                may = false;
            }
            broke |= may;
          }
        });
      }
      if (!broke) continue;
      end_ = adjacent ? e + 1 : after;
      return;
    }
  }

  std::vector<Row> rows_;
  Funnel funnel_;
  size_t end_ = 0;
  int level_ = 0;
  int64_t start_ = 0;
  std::vector<Link> best_;
};

std::string Text(const Funnel& funnel, const std::vector<Row>& rows) {
  std::ostringstream text;
  text << "\nsteps " << funnel.steps << " window " << funnel.window << " order "
       << static_cast<int>(funnel.order) << " entry " << static_cast<int>(funnel.entry) << " ties "
       << static_cast<int>(funnel.ties) << " reuse " << static_cast<int>(funnel.reuse) << " stop "
       << static_cast<int>(funnel.after_break) << " optional " << funnel.optional << " gaps";
  for (const int64_t gap : funnel.max_gap) text << " " << gap;
  for (const Row& row : rows)
    text << "\n  at " << row.time << " steps " << row.steps << " excludes " << row.excludes;
  return text.str();
}

void Compare(const Log& log, const Funnel& funnel, const std::string& where) {
  ASSERT_TRUE(Validate(funnel).ok()) << Validate(funnel);
  const auto found = Calculate(funnel, log.View(), {.chains = true});
  ASSERT_TRUE(found.ok());
  const auto width = static_cast<size_t>(funnel.steps);
  for (int32_t subject = 0; subject < log.subjects(); ++subject) {
    std::vector<Row> rows;
    for (uint32_t i = 0; i < log.rows().size(); ++i) {
      const LogRow& row = log.rows()[i];
      if (row.subject == subject) rows.push_back({row.time, row.steps, row.excludes, {i}});
    }
    const auto s = static_cast<size_t>(subject);
    const Plain plain(rows, funnel);
    ASSERT_EQ(found->levels()[s], rows.empty() ? -1 : plain.level())
        << where << subject << Text(funnel, rows);
    if (plain.level() == 0) continue;
    ASSERT_EQ(found->times()[s * width], plain.start()) << where << subject << Text(funnel, rows);
    std::vector<bool> reached(width);
    for (const Link& link : plain.best()) {
      const auto step = static_cast<size_t>(link.step);
      const Row& row = plain.rows()[link.row];
      const uint32_t got = found->rows()[s * width + step];
      reached[step] = true;
      ASSERT_NE(got, UINT32_MAX) << where << subject << " step " << step;
      ASSERT_EQ(found->times()[s * width + step], row.time) << where << subject << " step " << step;
      ASSERT_NE(std::find(row.rows.begin(), row.rows.end(), got), row.rows.end())
          << where << subject << " step " << step;
      ASSERT_NE(log.rows()[got].steps >> step & 1, 0u);
    }
    for (size_t step = 0; step < width; ++step)
      ASSERT_EQ(found->rows()[s * width + step] == UINT32_MAX, !reached[step]) << where << subject;
  }
}

TEST(RulesTest, EveryRuleAgreesWithASearchThroughAllChains) {
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    Funnel funnel{.steps = 1 + static_cast<int>(random() % 4),
                  .window = static_cast<int64_t>(random() % 9)};
    funnel.order = round % 3 == 0 ? Order::kAdjacent : Order::kOrdered;
    funnel.entry = static_cast<Entry>(random() % 2);
    funnel.ties = static_cast<Ties>(random() % 4);
    funnel.reuse = static_cast<Reuse>(random() % 2);
    funnel.after_break = static_cast<AfterBreak>(random() % 2);
    if (funnel.order == Order::kAdjacent && funnel.ties == Ties::kAny)
      funnel.reuse = Reuse::kAllowed;
    if (random() % 2 == 0) {
      for (int s = 0; s < funnel.steps; ++s)
        funnel.max_gap.push_back(static_cast<int64_t>(random() % 6) - 1);
    }
    if (random() % 3 == 0)
      funnel.optional = random() % (uint64_t{1} << funnel.steps) & ~uint64_t{1};
    const Log log(
        testing::RandomRows(random, 20, 7, 10, funnel.steps, round % 4 != 0, round % 2 != 0), 21);
    Compare(log, funnel, "round " + std::to_string(round) + ", subject ");
    if (HasFatalFailure()) return;
  }
}

TEST(RulesTest, ManyRowsAtOneTimeThatServeOnceAreGivenToSteps) {
  std::mt19937 random(12);
  for (int round = 0; round < 100; ++round) {
    Funnel funnel{.steps = 4, .window = 3, .reuse = Reuse::kOnce};
    if (round % 2 != 0) funnel.optional = random() % 16 & 14;
    if (round % 3 == 0) funnel.max_gap = {-1, 1, 1, 1};
    const Log log(testing::RandomRows(random, 20, 7, 3, 4, true, round % 5 == 0), 20);
    Compare(log, funnel, "round " + std::to_string(round) + ", subject ");
    if (HasFatalFailure()) return;
  }
}

// Steps in any order: the most distinct steps in a window that begins at a row.
TEST(RulesTest, StepsInAnyOrderAreCountedInTheBestWindow) {
  std::mt19937 random(13);
  for (int round = 0; round < 200; ++round) {
    Funnel funnel{.steps = 1 + static_cast<int>(random() % 4),
                  .window = static_cast<int64_t>(random() % 7)};
    funnel.order = Order::kUnordered;
    funnel.reuse = static_cast<Reuse>(random() % 2);
    funnel.entry = static_cast<Entry>(random() % 2);
    const Log log(
        testing::RandomRows(random, 20, 7, 10, funnel.steps, round % 3 != 0, round % 2 != 0), 20);
    const auto found = Calculate(funnel, log.View(), {.chains = true});
    ASSERT_TRUE(found.ok());
    for (int32_t subject = 0; subject < 20; ++subject) {
      std::vector<LogRow> rows;
      for (const LogRow& row : log.rows()) {
        if (row.subject == subject) rows.push_back(row);
      }
      std::stable_sort(rows.begin(), rows.end(),
                       [](const auto& a, const auto& b) { return a.time < b.time; });
      int best = 0;
      for (size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].steps == 0) continue;
        int64_t end = rows[i].time + funnel.window;
        for (const LogRow& row : rows) {
          if (row.excludes != 0 && row.time > rows[i].time) {
            end = std::min(end, row.time);
            break;
          }
        }
        std::vector<uint64_t> masks;
        for (const LogRow& row : rows) {
          if (row.time >= rows[i].time && row.time <= end) masks.push_back(row.steps);
        }
        // The most steps with a row each: every choice.
        const std::function<int(int, uint64_t)> most = [&](int step, uint64_t used) {
          if (step == funnel.steps) return 0;
          int level = most(step + 1, used);
          for (size_t r = 0; r < masks.size(); ++r) {
            if ((masks[r] >> step & 1) == 0 || (used >> r & 1) != 0) continue;
            level = std::max(
                level,
                1 + most(step + 1, funnel.reuse == Reuse::kOnce ? used | uint64_t{1} << r : used));
          }
          return level;
        };
        best = std::max(best, most(0, 0));
        if (funnel.entry == Entry::kFirst) break;
      }
      ASSERT_EQ(found->levels()[static_cast<size_t>(subject)], rows.empty() ? -1 : best)
          << round << " " << subject;
      int named = 0;
      for (int s = 0; s < funnel.steps; ++s) {
        const uint32_t row = found->rows()[static_cast<size_t>(subject * funnel.steps + s)];
        if (row == UINT32_MAX) continue;
        ++named;
        ASSERT_NE(log.rows()[row].steps >> s & 1, 0u);
      }
      ASSERT_EQ(named, best);
    }
  }
}

}  // namespace
}  // namespace attain::funnel
