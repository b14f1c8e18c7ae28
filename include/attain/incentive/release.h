// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Releases: what was earned is paid in parts, and the parts add up to it to the cent.
//
//   by stages     1,000.00 at 70 : 30                           700.00, 300.00
//   by receipts   commission 1,000.00 of an invoice of 3,000,
//                 three receipts of 1,000                       333.33, 333.34, 333.33
//   by a hold     30 % of a commission of 1,000.00 on a sale of 10,000 wait for the money:
//                 booked                     held -300.00       released   0.00
//                 4,000 collected                               released 120.00
//                 refund of 2,000 (-200.00)  held   60.00       released   0.00
//                 4,000 collected: nothing is open any more     released 120.00
//
// In: columns in the order in which things happened. Out: one number per row. Releases are
// cumulative: rounded total to date less what was released before, so that no cent is lost on the
// way.
#ifndef ATTAIN_INCENTIVE_RELEASE_H_
#define ATTAIN_INCENTIVE_RELEASE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/apportion.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"

namespace attain::incentive {

/// What is released row by row.
struct Releases {
  std::vector<Decimal> lines;  ///< One per stage or receipt, rounded.
  Decimal total;               ///< What the lines add up to.
  Decimal remaining;           ///< What is still to be released, rounded; negative when more was
                               ///< released than earned.
};

/// `earned` in stages (ratios of any positive sum: 70 and 30, or 0.7 and 0.3) that add up to it:
/// Allocate of share.h. `reached` stages are released, the others wait. kInexact when the amount has
/// more than `scale` decimals, kInvalidWeights, kInvalidArgument unless 0 ≤ reached ≤ stages,
/// kOverflow.
absl::StatusOr<Releases> StageReleases(Decimal earned, std::span<const Decimal> stages,
                                       size_t reached, int scale = 2,
                                       ApportionOptions options = {});

/// How receipts release a commission.
struct CollectedOptions {
  bool limit = false;  ///< Release no more than the commission when more is collected than
                       ///< invoiced. Default: in proportion, also beyond it.
  Fraction collected = 0;  ///< Collected before the first receipt of this call. Default: nothing.
  int scale = 2;                               ///< Decimals of a release.
  RoundingMode mode = RoundingMode::kHalfAway; ///< How the total due is rounded.
};

/// Pay by collected share. After each receipt: due = Round(commission × receipts so far / invoice),
/// release = due - due before. `receipts` may hold negative rows (a cheque that bounced). A full
/// collection releases the rounded commission exactly. kDivisionByZero for an invoice of 0,
/// kOverflow.
absl::StatusOr<Releases> CollectedReleases(Decimal commission, Decimal invoice,
                                           std::span<const Decimal> receipts,
                                           const CollectedOptions& options = {});

/// One event of a sale whose commission is partly held.
struct HoldEvent {
  int32_t sale = 0;       ///< Which sale (dense, from 0): the original transaction of a refund or
                          ///< receipt.
  Decimal earned = 0;     ///< Commission of a booking (or, negative, of a refund); 0 for receipts.
  Decimal booked = 0;     ///< Amount booked (or, negative, refunded); 0 for receipts.
  Decimal collected = 0;  ///< Amount received; 0 for bookings and refunds.
};

/// What is kept back of one sale so far; the state to hand from period to period.
struct HoldState {
  Fraction held;       ///< Kept back altogether.
  Fraction booked;     ///< Booked less refunded.
  Fraction collected;  ///< Received.
  Fraction released;   ///< Released altogether.
  bool operator==(const HoldState&) const = default;
};

/// What a hold does to each event.
struct HeldAndReleased {
  std::vector<Fraction> held;      ///< What the event keeps back, as a statement shows it: negative
                                   ///< for a sale, positive for a refund.
  std::vector<Fraction> released;  ///< What it releases; negative when a refund makes earlier
                                   ///< releases too large.
  std::vector<HoldState> states;   ///< Per sale, after the last event.
};

/// Holds `share` (0..1) of each commission until the customer has paid. Released of each sale is
/// min(1, collected / booked) of what is held of it to date, less what was released before; all of
/// it when nothing is left to collect (booked ≤ 0). `opening` is one state per sale, or empty. Exact:
/// held + released add up to 0 once everything is collected. kInvalidArgument for a share outside
/// 0..1, kRowOutOfRange for a sale outside `sales`, kLengthMismatch for the opening, kOverflow.
absl::StatusOr<HeldAndReleased> Hold(std::span<const HoldEvent> events, const Fraction& share,
                                     int32_t sales, std::span<const HoldState> opening = {});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_RELEASE_H_
