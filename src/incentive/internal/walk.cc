// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "incentive/internal/walk.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "attain/base/status.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/group_table.h"
#include "incentive/internal/segments.h"

namespace attain::incentive {
namespace {

// The sinks. Each takes the same pieces; they differ in what they keep.

// The total of each segment.
template <typename Num>
class TotalSink {
 public:
  explicit TotalSink(size_t segments) : base_(segments, Num(0)), pay_(segments, Num(0)) {}
  void Piece(size_t, size_t segment, const Num& width, const Num& pay) {
    base_[segment] += width;
    pay_[segment] += pay;
  }
  const Num& base(size_t segment) const { return base_[segment]; }
  const Num& pay(size_t segment) const { return pay_[segment]; }

 private:
  std::vector<Num> base_;
  std::vector<Num> pay_;
};

// And what each credit earns.
template <typename Num>
class LineSink : public TotalSink<Num> {
 public:
  LineSink(size_t segments, size_t credits) : TotalSink<Num>(segments), earned_(credits, Num(0)) {}
  void Piece(size_t credit, size_t segment, const Num& width, const Num& pay) {
    TotalSink<Num>::Piece(credit, segment, width, pay);
    earned_[credit] += pay;
  }
  const std::vector<Num>& earned() const { return earned_; }

 private:
  std::vector<Num> earned_;
};

// And which credits stand behind each segment.
template <typename Num>
class TraceSink : public LineSink<Num> {
 public:
  TraceSink(size_t segments, size_t credits)
      : LineSink<Num>(segments, credits), behind_(segments) {}
  void Piece(size_t credit, size_t segment, const Num& width, const Num& pay) {
    LineSink<Num>::Piece(credit, segment, width, pay);
    behind_[segment].push_back(static_cast<int32_t>(credit));
  }
  const std::vector<int32_t>& behind(size_t segment) const { return behind_[segment]; }

 private:
  std::vector<std::vector<int32_t>> behind_;
};

// The walk: the same for every arithmetic and every sink.
template <typename Num, typename Amount, typename Sink>
void WalkCredits(const Segments<Num>& segments, const Num& start, size_t count, Amount&& amount,
                 Sink& sink) {
  Position<Num> at{start, SegmentOf(segments, start)};
  for (size_t i = 0; i < count; ++i) {
    at = Walk(segments, at, amount(i), [&](size_t segment, const Num& width, const Num& rate) {
      sink.Piece(i, segment, width, width * rate);
    });
  }
}

// Walks and turns what the sink kept into fractions: base = base / base_divisor, amount = pay /
// pay_divisor.
template <typename Num, typename Amount, typename ToFraction>
absl::StatusOr<Walked> WalkInto(const Segments<Num>& segments, const Num& start,
                                const Selection& selection, Detail detail, Amount&& amount,
                                ToFraction&& to_base, ToFraction&& to_pay,
                                const std::vector<Fraction>& rates) {
  const size_t count = selection.credits.size();
  const size_t size = segments.rate.size();
  Walked walked;
  absl::Status status;
  const auto collect = [&](const auto& sink) {
    for (size_t k = 0; k < size; ++k) {
      Emitted emitted;
      emitted.band = segments.band[k];
      emitted.below_zero = k == 0 && !segments.upper.empty() && !(segments.upper[0] > Num(0));
      emitted.rate = rates[k];
      const absl::StatusOr<Fraction> base = to_base(sink.base(k));
      const absl::StatusOr<Fraction> pay = to_pay(sink.pay(k));
      if (status.ok()) status = base.status();
      if (status.ok()) status = pay.status();
      if (!status.ok()) return;
      emitted.base = *base;
      emitted.amount = *pay;
      walked.segments.push_back(std::move(emitted));
    }
  };
  const auto collect_lines = [&](const auto& sink) {
    for (const Num& earned : sink.earned()) {
      const absl::StatusOr<Fraction> pay = to_pay(earned);
      if (status.ok()) status = pay.status();
      walked.earned.push_back(pay.ok() ? *pay : Fraction());
    }
  };
  if (detail == Detail::kTotal) {
    TotalSink<Num> sink(size);
    WalkCredits(segments, start, count, amount, sink);
    collect(sink);
  } else if (detail == Detail::kLines) {
    LineSink<Num> sink(size, count);
    WalkCredits(segments, start, count, amount, sink);
    collect(sink);
    collect_lines(sink);
  } else {
    TraceSink<Num> sink(size, count);
    WalkCredits(segments, start, count, amount, sink);
    collect(sink);
    collect_lines(sink);
    for (size_t k = 0; k < walked.segments.size(); ++k) {
      std::vector<int32_t>& credits = walked.segments[k].credits;
      for (const int32_t place : sink.behind(k))
        credits.push_back(selection.credits[static_cast<size_t>(place)]);
      credits.erase(std::unique(credits.begin(), credits.end()), credits.end());
    }
  }
  ATTAIN_RETURN_IF_ERROR(status);
  return walked;
}

}  // namespace

Fraction AmountAt(const PayInput& input, size_t i) {
  if (!input.exact.empty()) return input.exact[i];
  return *Fraction::Of(absl::int128(input.amounts[i]), absl::int128(input.denominator));
}

// Pays a selection along bands whose bounds are multiplied by `unit`, in the narrowest arithmetic
// that is exact.
absl::StatusOr<Walked> WalkBands(const TierRates& rates, const Fraction& unit,
                                 bool first_band_below, const PayInput& input,
                                 const Selection& selection, Detail detail, const Fraction& start) {
  const auto rates_of = [&](const std::vector<int32_t>& bands) {
    std::vector<Fraction> result;
    for (const int32_t band : bands)
      result.push_back(band < 0 ? Fraction(0) : rates.bands()[static_cast<size_t>(band)].pays);
    return result;
  };
  // Where it begins, in units of the amounts.
  const absl::int128 unit_amounts(input.denominator);
  const bool whole_start = unit_amounts % start.denominator() == 0 &&
                           start.numerator() < INT64_MAX && start.numerator() > -INT64_MAX;
  if (input.exact.empty() && whole_start) {
    const Wide first = FromAbsl(start.numerator()) * FromAbsl(unit_amounts / start.denominator());
    Wide reach = Magnitude(first);
    for (const int32_t credit : selection.credits)
      reach += Magnitude(input.amounts[static_cast<size_t>(credit)]);
    const std::optional<GroupTable<Wide>> wide =
        MakeWide(rates, unit, input.denominator, 1, first_band_below);
    const auto fraction = [](Wide value, Wide divisor) {
      return Fraction::Of(ToAbsl(value), ToAbsl(divisor));
    };
    Wide base_divisor = 0;
    if (wide.has_value() && MultiplyFits(wide->amount_factor, input.denominator, base_divisor)) {
      const std::function<absl::StatusOr<Fraction>(Wide)> to_base = [&](Wide value) {
        return fraction(value, base_divisor);
      };
      const std::function<absl::StatusOr<Fraction>(Wide)> to_pay = [&](Wide value) {
        return fraction(value, wide->divisor);
      };
      GroupTable<int64_t> small;
      if (MakeSmall(*wide, reach, small)) {
        return WalkInto(
            small.segments, static_cast<int64_t>(first) * small.amount_factor, selection, detail,
            [&](size_t i) {
              return input.amounts[static_cast<size_t>(selection.credits[i])] * small.amount_factor;
            },
            to_base, to_pay, rates_of(small.segments.band));
      }
      if (MayUseWide(*wide, reach)) {
        return WalkInto(
            wide->segments, first * wide->amount_factor, selection, detail,
            [&](size_t i) {
              return Wide{input.amounts[static_cast<size_t>(selection.credits[i])]} *
                     wide->amount_factor;
            },
            to_base, to_pay, rates_of(wide->segments.band));
      }
    }
  }
  std::vector<Stretch<Exact>> stretches;
  for (size_t i = 0; i < rates.bands().size(); ++i) {
    const RateBand& band = rates.bands()[i];
    stretches.push_back({Exact(band.from) * Exact(unit),
                         band.to.has_value() ? Exact(*band.to) * Exact(unit) : Exact(),
                         !band.to.has_value(), Exact(band.pays), static_cast<int32_t>(i)});
  }
  const Segments<Exact> segments = MakeSegments(stretches, first_band_below);
  const std::function<absl::StatusOr<Fraction>(const Exact&)> value =
      [](const Exact& exact) -> absl::StatusOr<Fraction> {
    ATTAIN_RETURN_IF_ERROR(exact.status());
    return exact.value();
  };
  return WalkInto(
      segments, Exact(start), selection, detail,
      [&](size_t i) { return Exact(AmountAt(input, static_cast<size_t>(selection.credits[i]))); },
      value, value, rates_of(segments.band));
}

}  // namespace attain::incentive
