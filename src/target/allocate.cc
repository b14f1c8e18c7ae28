// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/target/allocate.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <thread>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/int128.h"
#include "base/internal/text.h"

namespace attain::target {
namespace {

using internal::FullProduct;
using internal::int128;
using internal::StrCat;
using internal::uint128;
using internal::Uint256;

uint64_t MagnitudeOf(int64_t total) {
  return total < 0 ? uint64_t{0} - static_cast<uint64_t>(total) : static_cast<uint64_t>(total);
}

int64_t WithSign(uint64_t units, bool negative) {
  return static_cast<int64_t>(negative ? uint64_t{0} - units : units);
}

// The sum of the weights as 128 bits; a negative weight is an error, and so is a sum of zero with
// something to split.
absl::StatusOr<uint128> SumOf(int64_t total, std::span<const int64_t> weights) {
  uint128 sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] < 0) {
      return MakeError(Reason::kInvalidWeights, StrCat("weight ", i, " is negative: ", weights[i]));
    }
    sum += static_cast<uint64_t>(weights[i]);
  }
  if (sum == 0 && total != 0) {
    return MakeError(Reason::kInvalidWeights,
                     StrCat("all weights are zero and there is ", total, " to split"));
  }
  return sum;
}

// One who takes part in a divisor method.
struct Seat {
  uint64_t weight;
  uint64_t held;
  size_t index;
};

std::strong_ordering CompareWide(Uint256 a, Uint256 b) {
  if (a.high != b.high)
    return a.high < b.high ? std::strong_ordering::less : std::strong_ordering::greater;
  if (a.low != b.low)
    return a.low < b.low ? std::strong_ordering::less : std::strong_ordering::greater;
  return std::strong_ordering::equal;
}

std::strong_ordering CompareWide(uint128 a, uint128 b) {
  return CompareWide(Uint256{0, a}, Uint256{0, b});
}

// How a.weight / d(a.held) compares with b.weight / d(b.held), by exact cross products.
std::strong_ordering ComparePrice(const Seat& a, const Seat& b, Divisor divisor) {
  const auto cross = [&](uint64_t da, uint64_t db) {
    return CompareWide(uint128{a.weight} * db, uint128{b.weight} * da);
  };
  if (divisor == Divisor::kDhondt) return cross(a.held + 1, b.held + 1);
  if (divisor == Divisor::kWebster) return cross(2 * a.held + 1, 2 * b.held + 1);
  // d(0) = 0: who holds nothing comes first, among them the larger weight.
  if (a.held == 0 || b.held == 0) {
    if (a.held == 0 && b.held == 0) return a.weight <=> b.weight;
    return a.held == 0 ? std::strong_ordering::greater : std::strong_ordering::less;
  }
  if (divisor == Divisor::kAdams) return cross(a.held, b.held);
  const uint128 a_step = uint128{a.held} * (a.held + 1);
  const uint128 b_step = uint128{b.held} * (b.held + 1);
  if (divisor == Divisor::kHuntingtonHill) {
    return CompareWide(FullProduct(uint128{a.weight} * a.weight, b_step),
                       FullProduct(uint128{b.weight} * b.weight, a_step));
  }
  return CompareWide(FullProduct(uint128{a.weight} * (2 * a.held + 1), b_step),
                     FullProduct(uint128{b.weight} * (2 * b.held + 1), a_step));
}

// Units everyone certainly gets, so that large totals need no step per unit. With p the lowest
// price paid, every d(a) in [a, a + 1] gives a_i >= w_i / p - 1 and W / p >= T - n (min + 1).
uint64_t SureUnits(uint64_t weight, uint64_t total, uint128 sum, uint64_t people,
                   uint64_t min_each) {
  const uint128 reserve = uint128{people} * (uint128{min_each} + 1);
  if (reserve >= total) return min_each;
  const uint128 units = uint128{weight} * static_cast<uint64_t>(total - reserve) / sum;
  return std::max(min_each, units == 0 ? uint64_t{0} : static_cast<uint64_t>(units) - 1);
}

// A bound of SplitBounded: at this λ part `index` begins or ceases to grow.
struct Breakpoint {
  Fraction lambda;
  size_t index;
  bool starts;
};

struct Bounds {
  Fraction lower;
  std::optional<Fraction> upper;
};

absl::StatusOr<std::vector<Bounds>> CheckBounds(std::span<const Fraction> weights,
                                                std::span<const std::optional<Fraction>> lower,
                                                std::span<const std::optional<Fraction>> upper) {
  if ((!lower.empty() && lower.size() != weights.size()) ||
      (!upper.empty() && upper.size() != weights.size())) {
    return MakeError(Reason::kLengthMismatch, StrCat(weights.size(), " weights, ", lower.size(),
                                                     " lower and ", upper.size(), " upper bounds"));
  }
  std::vector<Bounds> bounds(weights.size());
  for (size_t i = 0; i < weights.size(); ++i) {
    if (weights[i].sign() <= 0) {
      return MakeError(Reason::kInvalidWeights,
                       StrCat("weight ", i, " is not above zero: ", weights[i].ToString()));
    }
    if (!lower.empty() && lower[i].has_value()) bounds[i].lower = std::max(Fraction(0), *lower[i]);
    if (!upper.empty()) bounds[i].upper = upper[i];
    if (bounds[i].upper.has_value() && *bounds[i].upper < bounds[i].lower) {
      return MakeError(Reason::kInfeasibleBounds,
                       StrCat("bounds ", i, ": at least ", bounds[i].lower.ToString(),
                              " and at most ", bounds[i].upper->ToString()));
    }
  }
  return bounds;
}

absl::Status Infeasible(std::string_view bound, const Fraction& sum, const Fraction& total) {
  return MakeError(Reason::kInfeasibleBounds,
                   StrCat("the ", bound, " bounds add up to ", sum.ToString(), ", the total is ",
                          total.ToString()));
}

// The λ at which the parts add up to the total. At λ = 0 every part stands at its lower bound,
// together `at_lower`.
absl::StatusOr<Fraction> FindLambda(const Fraction& total, std::span<const Fraction> weights,
                                    const std::vector<Bounds>& bounds, const Fraction& at_lower) {
  std::vector<Breakpoint> points;
  for (size_t i = 0; i < weights.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction start, Divide(bounds[i].lower, weights[i]));
    points.push_back({start, i, true});
    if (bounds[i].upper.has_value()) {
      ATTAIN_ASSIGN_OR_RETURN(const Fraction stop, Divide(*bounds[i].upper, weights[i]));
      points.push_back({stop, i, false});
    }
  }
  std::sort(points.begin(), points.end(), [](const Breakpoint& a, const Breakpoint& b) {
    if (a.lambda != b.lambda) return a.lambda < b.lambda;
    return a.index < b.index;
  });
  Fraction sum = at_lower;
  Fraction slope = 0;
  Fraction lambda = 0;
  for (const Breakpoint& point : points) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction step, Subtract(point.lambda, lambda));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction growth, Multiply(step, slope));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction next, Add(sum, growth));
    if (next > total) break;
    sum = next;
    lambda = point.lambda;
    if (sum == total) return lambda;
    ATTAIN_ASSIGN_OR_RETURN(slope, point.starts ? Add(slope, weights[point.index])
                                                : Subtract(slope, weights[point.index]));
  }
  if (slope.is_zero()) return Infeasible("upper", sum, total);
  ATTAIN_ASSIGN_OR_RETURN(const Fraction missing, Subtract(total, sum));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction step, Divide(missing, slope));
  return Add(lambda, step);
}

// Chooses which fractional cells of a matrix are rounded up, so that each row and column gets the
// units it needs.
class CellFlow {
 public:
  CellFlow(size_t rows, size_t columns, std::vector<uint128> remainders)
      : rows_(rows),
        columns_(columns),
        remainders_(std::move(remainders)),
        up_(rows * columns, 0) {}

  // Needs of rows and columns; false when they cannot all be met.
  bool Solve(std::vector<int64_t> rows, std::vector<int64_t> columns) {
    column_need_ = std::move(columns);
    std::vector<size_t> order(columns_);
    for (size_t row = 0; row < rows_; ++row) {
      std::iota(order.begin(), order.end(), size_t{0});
      std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return remainders_[row * columns_ + a] > remainders_[row * columns_ + b];
      });
      for (const size_t column : order) {
        if (rows[row] == 0) break;
        if (remainders_[row * columns_ + column] == 0 || column_need_[column] == 0) continue;
        up_[row * columns_ + column] = 1;
        --column_need_[column];
        --rows[row];
      }
      for (; rows[row] > 0; --rows[row]) {
        if (!Augment(row)) return false;
      }
    }
    return std::all_of(column_need_.begin(), column_need_.end(),
                       [](int64_t need) { return need == 0; });
  }
  bool up(size_t cell) const { return up_[cell] != 0; }

 private:
  // Breadth-first from a row that still needs a unit to a column that has one to give, over cells
  // that may go up and back over cells that are up.
  bool Augment(size_t start) {
    constexpr size_t kNone = SIZE_MAX;
    std::vector<size_t> row_from(rows_, kNone);        // column through which a row was reached
    std::vector<size_t> column_from(columns_, kNone);  // row through which a column was reached
    std::vector<bool> seen(rows_, false);
    std::vector<size_t> queue = {start};
    seen[start] = true;
    for (size_t head = 0; head < queue.size(); ++head) {
      const size_t row = queue[head];
      for (size_t column = 0; column < columns_; ++column) {
        const size_t cell = row * columns_ + column;
        if (up_[cell] != 0 || remainders_[cell] == 0 || column_from[column] != kNone) continue;
        column_from[column] = row;
        if (column_need_[column] > 0) {
          Apply(start, column, row_from, column_from);
          return true;
        }
        for (size_t other = 0; other < rows_; ++other) {
          if (seen[other] || up_[other * columns_ + column] == 0) continue;
          seen[other] = true;
          row_from[other] = column;
          queue.push_back(other);
        }
      }
    }
    return false;
  }

  void Apply(size_t start, size_t column, const std::vector<size_t>& row_from,
             const std::vector<size_t>& column_from) {
    --column_need_[column];
    for (;;) {
      const size_t row = column_from[column];
      up_[row * columns_ + column] = 1;
      if (row == start) return;
      column = row_from[row];
      up_[row * columns_ + column] = 0;
    }
  }

  size_t rows_;
  size_t columns_;
  std::vector<uint128> remainders_;
  std::vector<uint8_t> up_;
  std::vector<int64_t> column_need_;
};

absl::Status ProductTooLarge(int64_t total) {
  return MakeError(Reason::kOverflow,
                   StrCat("the total ", total,
                          " times a row weight times a column weight does not fit 127 bits"));
}

std::vector<uint64_t> Reduced(std::span<const int64_t> weights) {
  uint64_t common = 0;
  for (const int64_t weight : weights) common = std::gcd(common, static_cast<uint64_t>(weight));
  std::vector<uint64_t> reduced(weights.begin(), weights.end());
  if (common > 1) {
    for (uint64_t& weight : reduced) weight /= common;
  }
  return reduced;
}

// Largest remainder over at most 16 months of small weights, without a division per month: with L =
// a W + b the part of month j is a m_j + floor(b m_j / W), and b m_j fits 31 bits.
class MonthSplitter {
 public:
  static constexpr size_t kLanes = 16;

  // True when `months` are few and small enough.
  static bool Fits(std::span<const int64_t> months, uint128 sum) {
    if (months.empty() || months.size() > kLanes || sum == 0 || sum >= (uint128{1} << 27))
      return false;
    const int64_t largest = *std::max_element(months.begin(), months.end());
    return (sum - 1) * static_cast<uint64_t>(largest) < (uint128{1} << 31);
  }

  MonthSplitter(std::span<const int64_t> months, uint64_t sum)
      : count_(months.size()),
        sum_(static_cast<uint32_t>(sum)),
        inverse_(1.0 / static_cast<double>(sum)) {
    for (size_t j = 0; j < count_; ++j) weights_[j] = static_cast<uint32_t>(months[j]);
    // Granlund and Montgomery (1994): for x < 2^31, floor(x / W) = x × magic >> (31 + l), l =
    // ceil(log2 W).
    int log = 0;
    while ((uint64_t{1} << log) < sum_) ++log;
    shift_ = 31 + log;
    magic_ = (uint64_t{1} << shift_) / sum_ + 1;
  }

  void Split(uint64_t leaf, bool negative, int64_t* cells) const {
    const uint64_t whole = leaf < (uint64_t{1} << 52) ? Estimate(leaf) : leaf / sum_;
    const auto rest = static_cast<uint32_t>(leaf - whole * sum_);
    std::array<uint32_t, kLanes> quotients;
    std::array<int32_t, kLanes> keys;
    uint32_t given = 0;
    for (size_t j = 0; j < kLanes; ++j) {
      const uint32_t product = rest * weights_[j];
      const auto quotient = static_cast<uint32_t>((uint64_t{product} * magic_) >> shift_);
      quotients[j] = quotient;
      // Remainder above place: one comparison decides by remainder, then by the earlier month.
      keys[j] = static_cast<int32_t>((product - quotient * sum_) << 4 | (kLanes - 1 - j));
    }
    for (size_t j = 0; j < kLanes; ++j) given += quotients[j];
    const auto left = static_cast<int32_t>(rest - given);
    std::array<int32_t, kLanes> ahead = {};
    for (size_t j = 0; j < count_; ++j) {
      const int32_t key = keys[j];
      for (size_t i = 0; i < kLanes; ++i) ahead[i] += key > keys[i] ? 1 : 0;
    }
    for (size_t j = 0; j < count_; ++j) {
      const uint64_t part = whole * weights_[j] + quotients[j] + (ahead[j] < left ? 1U : 0U);
      cells[j] = WithSign(part, negative);
    }
  }

 private:
  // leaf / W by a reciprocal: wrong by one at most, which the remainder shows.
  uint64_t Estimate(uint64_t leaf) const {
    auto quotient =
        static_cast<uint64_t>(static_cast<double>(static_cast<int64_t>(leaf)) * inverse_);
    const auto rest = static_cast<int64_t>(leaf - quotient * sum_);
    if (rest < 0) {
      --quotient;
    } else if (rest >= static_cast<int64_t>(sum_)) {
      ++quotient;
    }
    return quotient;
  }

  size_t count_;
  uint32_t sum_;
  double inverse_;
  int shift_ = 0;
  uint64_t magic_ = 0;
  std::array<uint32_t, kLanes> weights_ = {};
};

absl::Status SplitLeaves(std::span<const int64_t> leaves, std::span<const int64_t> months,
                         uint128 month_sum, std::span<int64_t> cells) {
  const size_t count = months.size();
  if (MonthSplitter::Fits(months, month_sum)) {
    const MonthSplitter splitter(months, static_cast<uint64_t>(month_sum));
    for (size_t i = 0; i < leaves.size(); ++i) {
      splitter.Split(MagnitudeOf(leaves[i]), leaves[i] < 0, cells.data() + i * count);
    }
    return absl::OkStatus();
  }
  std::vector<absl::int128> scratch;
  for (size_t i = 0; i < leaves.size(); ++i) {
    ATTAIN_RETURN_IF_ERROR(
        ApportionInto(leaves[i], months, {}, cells.subspan(i * count, count), scratch));
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<Divisor> DivisorNamed(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Divisor>, 5> kNames = {
      {{"dhondt", Divisor::kDhondt},
       {"webster", Divisor::kWebster},
       {"adams", Divisor::kAdams},
       {"huntington_hill", Divisor::kHuntingtonHill},
       {"dean", Divisor::kDean}}};
  for (const auto& [text, divisor] : kNames) {
    if (text == name) return divisor;
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<Part>> SplitTraced(int64_t total, std::span<const Fraction> weights,
                                              ApportionOptions options) {
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<int64_t> values, Apportion(total, weights, options));
  Fraction sum = 0;
  for (const Fraction& weight : weights) {
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, weight));
  }
  std::vector<Part> parts(weights.size());
  for (size_t i = 0; i < weights.size(); ++i) {
    parts[i].value = values[i];
    if (sum.is_zero()) continue;
    ATTAIN_ASSIGN_OR_RETURN(parts[i].share, Divide(weights[i], sum));
    // Truncation is the floor of the magnitude: the mirror image for negative totals.
    ATTAIN_ASSIGN_OR_RETURN(const Fraction exact, Multiply(parts[i].share, Fraction(total)));
    const int128 floor = internal::Raw(exact.numerator()) / internal::Raw(exact.denominator());
    parts[i].given = values[i] - static_cast<int64_t>(floor);
  }
  return parts;
}

absl::StatusOr<std::vector<int64_t>> SplitByDivisor(int64_t total, std::span<const int64_t> weights,
                                                    Divisor divisor, int64_t min_each) {
  ATTAIN_ASSIGN_OR_RETURN(const uint128 sum, SumOf(total, weights));
  const auto people = static_cast<uint64_t>(
      std::count_if(weights.begin(), weights.end(), [](int64_t w) { return w > 0; }));
  if (total < 0 || min_each < 0 ||
      uint128{people} * static_cast<uint64_t>(min_each) > static_cast<uint64_t>(total)) {
    return MakeError(Reason::kInfeasibleBounds, StrCat("a total of ", total, " cannot give ",
                                                       people, " at least ", min_each, " each"));
  }
  const auto units = static_cast<uint64_t>(total);
  std::vector<Seat> seats;
  uint64_t held = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    const auto weight = static_cast<uint64_t>(weights[i]);
    const uint64_t sure = SureUnits(weight, units, sum, people, static_cast<uint64_t>(min_each));
    seats.push_back({weight, sure, i});
    held += sure;
  }
  const auto behind = [divisor](const Seat& a, const Seat& b) {
    const std::strong_ordering order = ComparePrice(a, b, divisor);
    return order == 0 ? a.index > b.index : order < 0;
  };
  std::make_heap(seats.begin(), seats.end(), behind);
  for (; held < units; ++held) {
    std::pop_heap(seats.begin(), seats.end(), behind);
    ++seats.back().held;
    std::push_heap(seats.begin(), seats.end(), behind);
  }
  std::vector<int64_t> parts(weights.size(), 0);
  for (const Seat& seat : seats) parts[seat.index] = static_cast<int64_t>(seat.held);
  return parts;
}

absl::StatusOr<std::vector<int64_t>> SplitCumulative(int64_t total,
                                                     std::span<const int64_t> weights) {
  ATTAIN_ASSIGN_OR_RETURN(const uint128 sum, SumOf(total, weights));
  const uint128 twice = uint128{2} * MagnitudeOf(total);
  uint128 largest = 0;
  if ((sum >> 126) != 0 || internal::MultiplyOverflows(twice + 1, sum, &largest)) {
    return MakeError(
        Reason::kOverflow,
        StrCat("the total ", total, " times the sum of the weights does not fit 127 bits"));
  }
  std::vector<int64_t> parts(weights.size());
  uint128 running = 0;
  uint64_t before = 0;
  for (size_t k = 0; k < weights.size(); ++k) {
    running += static_cast<uint64_t>(weights[k]);
    const auto reached =
        sum == 0 ? uint64_t{0} : static_cast<uint64_t>((twice * running + sum) / (2 * sum));
    parts[k] = WithSign(reached - before, total < 0);
    before = reached;
  }
  return parts;
}

absl::StatusOr<std::vector<int64_t>> SplitLocked(int64_t total, std::span<const int64_t> weights,
                                                 std::span<const std::optional<int64_t>> locked) {
  if (locked.size() != weights.size()) {
    return MakeError(Reason::kLengthMismatch,
                     StrCat(weights.size(), " weights and ", locked.size(), " locks"));
  }
  int128 rest = total;
  std::vector<int64_t> free_weights;
  for (size_t i = 0; i < weights.size(); ++i) {
    if (locked[i].has_value()) {
      rest -= *locked[i];
    } else {
      free_weights.push_back(weights[i]);
    }
  }
  // A negative total leaves a negative rest; what is over-locked has the other sign.
  if (rest != 0 && (rest < 0) != (total < 0)) {
    return MakeError(Reason::kInfeasibleBounds,
                     StrCat("the locked parts exceed the total ", total, " by ",
                            absl::int128(rest < 0 ? -rest : rest)));
  }
  if (!internal::FitsInt64(rest))
    return MakeError(Reason::kOverflow, "what the locked parts leave does not fit 64 bits");
  ATTAIN_ASSIGN_OR_RETURN(
      const std::vector<int64_t> free_parts,
      Apportion(static_cast<int64_t>(rest), std::span<const int64_t>(free_weights)));
  std::vector<int64_t> parts(weights.size());
  size_t next = 0;
  for (size_t i = 0; i < weights.size(); ++i)
    parts[i] = locked[i].has_value() ? *locked[i] : free_parts[next++];
  return parts;
}

absl::StatusOr<std::vector<Fraction>> SplitBounded(const Fraction& total,
                                                   std::span<const Fraction> weights,
                                                   std::span<const std::optional<Fraction>> lower,
                                                   std::span<const std::optional<Fraction>> upper) {
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<Bounds> bounds, CheckBounds(weights, lower, upper));
  Fraction at_lower = 0;
  for (const Bounds& bound : bounds) {
    ATTAIN_ASSIGN_OR_RETURN(at_lower, Add(at_lower, bound.lower));
  }
  if (at_lower > total) return Infeasible("lower", at_lower, total);
  if (weights.empty()) {
    if (total.is_zero()) return std::vector<Fraction>();
    return MakeError(Reason::kInvalidWeights, "there is something to split and nobody to take it");
  }
  ATTAIN_ASSIGN_OR_RETURN(const Fraction lambda, FindLambda(total, weights, bounds, at_lower));
  std::vector<Fraction> parts;
  for (size_t i = 0; i < weights.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction free_part, Multiply(lambda, weights[i]));
    Fraction part = std::max(bounds[i].lower, free_part);
    if (bounds[i].upper.has_value()) part = std::min(*bounds[i].upper, part);
    parts.push_back(part);
  }
  return parts;
}

absl::StatusOr<Matrix> SplitControlled(int64_t total, std::span<const int64_t> row_weights,
                                       std::span<const int64_t> column_weights) {
  ATTAIN_ASSIGN_OR_RETURN(std::vector<int64_t> row_sums, Apportion(total, row_weights));
  ATTAIN_ASSIGN_OR_RETURN(std::vector<int64_t> column_sums, Apportion(total, column_weights));
  const size_t rows = row_weights.size();
  const size_t columns = column_weights.size();
  Matrix matrix{static_cast<int64_t>(rows), static_cast<int64_t>(columns),
                std::vector<int64_t>(rows * columns, 0)};
  if (total == 0) return matrix;
  const std::vector<uint64_t> a = Reduced(row_weights);
  const std::vector<uint64_t> b = Reduced(column_weights);
  const uint128 a_sum = std::accumulate(a.begin(), a.end(), uint128{0});
  const uint128 b_sum = std::accumulate(b.begin(), b.end(), uint128{0});
  uint128 whole = 0;
  uint128 largest = 0;
  if (internal::MultiplyOverflows(a_sum, b_sum, &whole) ||
      internal::MultiplyOverflows(whole, uint128{MagnitudeOf(total)}, &largest) ||
      (largest >> 127) != 0) {
    return ProductTooLarge(total);
  }
  std::vector<uint128> remainders(rows * columns);
  std::vector<int64_t> row_need(rows);
  std::vector<int64_t> column_need(columns);
  for (size_t i = 0; i < rows; ++i) row_need[i] = static_cast<int64_t>(MagnitudeOf(row_sums[i]));
  for (size_t j = 0; j < columns; ++j)
    column_need[j] = static_cast<int64_t>(MagnitudeOf(column_sums[j]));
  for (size_t i = 0; i < rows; ++i) {
    for (size_t j = 0; j < columns; ++j) {
      const size_t cell = i * columns + j;
      const uint128 exact = uint128{MagnitudeOf(total)} * a[i] * b[j];
      matrix.cells[cell] = static_cast<int64_t>(exact / whole);
      remainders[cell] = exact % whole;
      row_need[i] -= matrix.cells[cell];
      column_need[j] -= matrix.cells[cell];
    }
  }
  CellFlow flow(rows, columns, std::move(remainders));
  if (!flow.Solve(std::move(row_need), std::move(column_need))) {
    return MakeError(Reason::kInfeasibleBounds,
                     "no matrix of floors and ceilings has these row and column sums");
  }
  for (size_t cell = 0; cell < matrix.cells.size(); ++cell) {
    const auto units = static_cast<uint64_t>(matrix.cells[cell]) + (flow.up(cell) ? 1U : 0U);
    matrix.cells[cell] = WithSign(units, total < 0);
  }
  return matrix;
}

absl::Status SplitCascade(int64_t total, std::span<const int64_t> leaf_weights,
                          std::span<const int64_t> month_weights, std::span<int64_t> cells,
                          CascadeOptions options) {
  if (options.threads < 1 || options.threads > 256) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat("threads must be 1..256, not ", options.threads));
  }
  if (cells.size() != leaf_weights.size() * month_weights.size()) {
    return MakeError(Reason::kLengthMismatch,
                     StrCat(leaf_weights.size(), " leaves and ", month_weights.size(),
                            " months, but room for ", cells.size(), " cells"));
  }
  ATTAIN_ASSIGN_OR_RETURN(const uint128 month_sum, SumOf(total, month_weights));
  std::vector<int64_t> leaves(leaf_weights.size());
  {
    std::vector<absl::int128> scratch;
    ATTAIN_RETURN_IF_ERROR(ApportionInto(total, leaf_weights, {}, leaves, scratch));
  }
  if (month_weights.empty() || leaves.empty()) return absl::OkStatus();
  const auto threads = static_cast<size_t>(
      std::min<int64_t>(options.threads, 1 + static_cast<int64_t>(leaves.size() / 4096)));
  std::vector<absl::Status> statuses(threads);
  const auto work = [&](size_t t) {
    const size_t first = leaves.size() * t / threads;
    const size_t end = leaves.size() * (t + 1) / threads;
    statuses[t] = SplitLeaves(
        std::span<const int64_t>(leaves).subspan(first, end - first), month_weights, month_sum,
        cells.subspan(first * month_weights.size(), (end - first) * month_weights.size()));
  };
  std::vector<std::thread> others;
  for (size_t t = 1; t < threads; ++t) others.emplace_back(work, t);
  work(0);
  for (std::thread& other : others) other.join();
  for (const absl::Status& status : statuses) ATTAIN_RETURN_IF_ERROR(status);
  return absl::OkStatus();
}

}  // namespace attain::target
