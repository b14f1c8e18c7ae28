// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/distribution.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "stats/internal/convolution.h"

namespace attain::stats {

namespace {

using internal::StrCat;

constexpr int64_t kFar = int64_t{1} << 62;

// A payment that is neither certain nor impossible, its amount above zero.
struct Payment {
  int64_t amount;
  double chance;
};

struct Prepared {
  std::vector<Payment> payments;  // by amount, then chance
  int64_t base = 0;               // what comes for certain
  int64_t most = 0;               // sum of all amounts
  int64_t unit = 1;               // largest common unit
};

// A sum that does not suffer from the size of its parts (Neumaier 1974).
class Adder {
 public:
  void Add(double value) {
    const double sum = sum_ + value;
    rest_ += std::abs(sum_) >= std::abs(value) ? (sum_ - sum) + value : (value - sum) + sum_;
    sum_ = sum;
  }
  double sum() const { return sum_ + rest_; }

 private:
  double sum_ = 0;
  double rest_ = 0;
};

// Points and their chances, ascending.
struct Points {
  std::vector<int64_t> amounts = {0};
  std::vector<double> chances = {1.0};
};

// Every attainable sum one by one, when they are surely at most `limit`.
std::optional<Points> SumPoints(const Prepared& prepared, size_t limit) {
  // Of k equal amounts 0 to k can come.
  double most = 1;
  for (size_t i = 0, k = 0; i < prepared.payments.size(); i += k) {
    k = 1;
    while (i + k < prepared.payments.size() &&
           prepared.payments[i + k].amount == prepared.payments[i].amount)
      ++k;
    most *= static_cast<double>(k + 1);
    if (most > static_cast<double>(limit)) return std::nullopt;
  }
  Points points;
  for (const Payment& payment : prepared.payments) {
    Points next;
    next.amounts.clear();
    next.chances.clear();
    next.amounts.reserve(2 * points.amounts.size());
    next.chances.reserve(2 * points.amounts.size());
    const size_t count = points.amounts.size();
    for (size_t without = 0, with = 0; with < count;) {
      const int64_t paid = points.amounts[with] + payment.amount;
      const bool take_without = without < count && points.amounts[without] <= paid;
      const bool take_with = !take_without || points.amounts[without] == paid;
      double chance = 0;
      if (take_without) chance += points.chances[without] * (1 - payment.chance);
      if (take_with) chance += points.chances[with] * payment.chance;
      next.amounts.push_back(take_with ? paid : points.amounts[without]);
      next.chances.push_back(chance);
      without += take_without ? 1 : 0;
      with += take_with ? 1 : 0;
    }
    points = std::move(next);
  }
  return points;
}

// Sums on a grid of `unit`: an amount between two multiples is shared between them.
Cells SumCells(const std::vector<Payment>& payments, int64_t unit) {
  // Few payments are added one at a time; their sums are joined two by two.
  constexpr size_t kLeafCells = 6144;
  constexpr int kLeafPayments = 64;
  std::vector<Cells> parts;
  int in_part = 0;
  for (const Payment& payment : payments) {
    if (parts.empty() || (in_part >= kLeafPayments && parts.back().chance.size() > kLeafCells)) {
      parts.emplace_back();
      in_part = 0;
    }
    const int64_t step = payment.amount / unit;
    const double share = static_cast<double>(payment.amount % unit) / static_cast<double>(unit);
    AddPayment(parts.back(), step, payment.chance * (1 - share), payment.chance * share);
    Trim(parts.back());
    ++in_part;
  }
  if (parts.empty()) return Cells{};
  Convolver convolver;
  while (parts.size() > 1) {
    std::vector<Cells> joined;
    for (size_t i = 0; i + 1 < parts.size(); i += 2)
      joined.push_back(convolver.Sum(parts[i], parts[i + 1]));
    if (parts.size() % 2 == 1) joined.push_back(std::move(parts.back()));
    parts = std::move(joined);
  }
  return std::move(parts.front());
}

// How many cells of `unit` hold all but a trace of the sum.
double CellsNeeded(const Prepared& prepared, double sd, int64_t unit) {
  const double widest =
      prepared.payments.empty() ? 0 : static_cast<double>(prepared.payments.back().amount);
  return std::min(static_cast<double>(prepared.most), 18 * sd + 2 * widest) /
             static_cast<double>(unit) +
         1;
}

// The smallest 1, 2 or 5 × 10^k that is at least `value`.
int64_t RoundUnit(double value) {
  int64_t power = 1;
  while (true) {
    for (const int64_t digit : {1, 2, 5}) {
      if (static_cast<double>(digit * power) >= value) return digit * power;
    }
    power *= 10;
  }
}

absl::StatusOr<Prepared> Prepare(std::span<const int64_t> amounts, std::span<const double> chances,
                                 Adder& mean, Adder& variance) {
  if (amounts.size() != chances.size())
    return MakeError(Reason::kLengthMismatch, "every payment needs one amount and one chance");
  std::vector<Payment> given;
  given.reserve(amounts.size());
  for (size_t i = 0; i < amounts.size(); ++i) {
    if (!(chances[i] >= 0 && chances[i] <= 1)) {
      return MakeError(Reason::kInvalidArgument,
                       StrCat("row ", i, ": a chance lies between 0 and 1"));
    }
    if (amounts[i] <= -kFar || amounts[i] >= kFar)
      return MakeError(Reason::kOverflow, "sums do not fit 62 bits");
    given.push_back({amounts[i], chances[i]});
  }
  // Sorted first, so that nothing depends on the order of rows.
  std::sort(given.begin(), given.end(), [](const Payment& a, const Payment& b) {
    return a.amount != b.amount ? a.amount < b.amount : a.chance < b.chance;
  });
  Prepared prepared;
  int64_t common = 0;
  for (Payment payment : given) {
    const auto amount = static_cast<double>(payment.amount);
    mean.Add(amount * payment.chance);
    variance.Add(amount * amount * payment.chance * (1 - payment.chance));
    if (payment.amount == 0 || payment.chance == 0) continue;
    if (payment.chance == 1 || payment.amount < 0) prepared.base += payment.amount;
    if (prepared.base >= kFar || prepared.base <= -kFar)
      return MakeError(Reason::kOverflow, "sums do not fit 62 bits");
    if (payment.chance == 1) continue;
    // A sum taken away with some chance is one taken away for certain and given back with the rest.
    if (payment.amount < 0) payment = {-payment.amount, 1 - payment.chance};
    if (payment.amount >= kFar - prepared.most)
      return MakeError(Reason::kOverflow, "sums do not fit 62 bits");
    prepared.most += payment.amount;
    common = std::gcd(common, payment.amount);
    prepared.payments.push_back(payment);
  }
  prepared.unit = std::max<int64_t>(common, 1);
  std::sort(prepared.payments.begin(), prepared.payments.end(),
            [](const Payment& a, const Payment& b) {
              return a.amount != b.amount ? a.amount < b.amount : a.chance < b.chance;
            });
  return prepared;
}

}  // namespace

struct PaymentKernel {
  static void SetMoments(PaymentSum& sum, size_t n, double mean, double variance) {
    sum.n_ = static_cast<int64_t>(n);
    sum.mean_ = mean;
    sum.sd_ = std::sqrt(std::max(0.0, variance));
  }

  static void SetPoints(PaymentSum& sum, std::vector<int64_t> amounts,
                        std::vector<double> chances) {
    const size_t count = amounts.size();
    sum.at_most_.resize(count);
    sum.at_least_.resize(count);
    Adder up;
    Adder down;
    for (size_t i = 0; i < count; ++i) {
      up.Add(chances[i]);
      sum.at_most_[i] = std::min(1.0, up.sum());
      down.Add(chances[count - 1 - i]);
      sum.at_least_[count - 1 - i] = std::min(1.0, down.sum());
    }
    sum.amounts_ = std::move(amounts);
    sum.chances_ = std::move(chances);
  }

  static void SetCells(PaymentSum& sum, const Cells& cells, int64_t base, int64_t unit) {
    std::vector<int64_t> amounts;
    std::vector<double> chances;
    amounts.reserve(cells.chance.size());
    chances.reserve(cells.chance.size());
    for (size_t i = 0; i < cells.chance.size(); ++i) {
      if (cells.chance[i] <= 0) continue;
      amounts.push_back(base + (cells.first + static_cast<int64_t>(i)) * unit);
      chances.push_back(cells.chance[i]);
    }
    SetPoints(sum, std::move(amounts), std::move(chances));
  }

  static void SetUnit(PaymentSum& sum, int64_t unit) { sum.unit_ = unit; }
};

absl::StatusOr<int64_t> PaymentSum::Quantile(double q) const {
  if (!(q > 0 && q <= 1))
    return MakeError(Reason::kInvalidArgument, "a quantile lies above 0 and at most at 1");
  const auto place = std::lower_bound(at_most_.begin(), at_most_.end(), q - 1e-12);
  if (place == at_most_.end()) return amounts_.back();
  return amounts_[static_cast<size_t>(place - at_most_.begin())];
}

double PaymentSum::AtLeast(int64_t amount) const {
  const auto place = std::lower_bound(amounts_.begin(), amounts_.end(), amount);
  return place == amounts_.end() ? 0.0 : at_least_[static_cast<size_t>(place - amounts_.begin())];
}

double PaymentSum::AtMost(int64_t amount) const {
  const auto place = std::upper_bound(amounts_.begin(), amounts_.end(), amount);
  return place == amounts_.begin() ? 0.0
                                   : at_most_[static_cast<size_t>(place - amounts_.begin()) - 1];
}

absl::StatusOr<PaymentSum> SumPayments(std::span<const int64_t> amounts,
                                       std::span<const double> chances,
                                       const PaymentSumOptions& options) {
  if (options.max_points < 2 || options.max_points > 16'777'216)
    return MakeError(Reason::kInvalidArgument, "max_points lies between 2 and 16,777,216");
  Adder mean;
  Adder variance;
  ATTAIN_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(amounts, chances, mean, variance));
  PaymentSum sum;
  PaymentKernel::SetMoments(sum, amounts.size(), mean.sum(), variance.sum());
  const auto limit = static_cast<size_t>(options.max_points);
  const auto most_points = static_cast<double>(limit);
  // Few sums are listed one by one; sums on a grid are added cell by cell.
  const bool few = prepared.payments.size() <= 12 && limit >= kFewCells;
  if (!few && CellsNeeded(prepared, sum.sd(), prepared.unit) <= most_points) {
    PaymentKernel::SetCells(sum, SumCells(prepared.payments, prepared.unit), prepared.base,
                            prepared.unit);
    return sum;
  }
  if (std::optional<Points> points = SumPoints(prepared, limit); points.has_value()) {
    for (int64_t& amount : points->amounts) amount += prepared.base;
    PaymentKernel::SetPoints(sum, std::move(points->amounts), std::move(points->chances));
    return sum;
  }
  if (options.large == LargeSupport::kRefuse) {
    return MakeError(
        Reason::kSupportTooLarge,
        StrCat("the sum of ", prepared.payments.size(), " payments can take more than ", limit,
               " amounts; their largest common unit is ", prepared.unit));
  }
  // A grid of some ten thousand cells is finer than anybody reads a forecast.
  const double cells = std::min(most_points, 32'768.0);
  const int64_t unit = RoundUnit(CellsNeeded(prepared, sum.sd(), 1) / cells);
  PaymentKernel::SetUnit(sum, unit);
  PaymentKernel::SetCells(sum, SumCells(prepared.payments, unit), prepared.base, unit);
  return sum;
}

}  // namespace attain::stats
