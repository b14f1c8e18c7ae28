// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Loops over blocks of values. Operands are arrays, or single values that stand for every row.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_KERNELS_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_KERNELS_H_

#include <cstdint>
#include <string_view>

#include "attain/base/rounding.h"
#include "attain/table/column.h"
#include "expression/internal/node.h"

namespace attain::expression {

__extension__ using Int128 = __int128;

/// What a row of a block is.
enum State : uint8_t { kPresent = 0, kMissing = 1, kFailed = 2 };

/// One operand: `data[i]`, or `data[0]` for every row.
template <typename T>
struct Operand {
  const T* data = nullptr;
  bool constant = false;
};

// out[i] = a[i] op b[i] as 0 or 1, for the six comparisons.
void Compare(Op op, Operand<int64_t> a, Operand<int64_t> b, int64_t n, uint8_t* out);
void Compare(Op op, Operand<int32_t> a, Operand<int32_t> b, int64_t n, uint8_t* out);
void Compare(Op op, Operand<double> a, Operand<double> b, int64_t n, uint8_t* out);
void Compare(Op op, Operand<Int128> a, Operand<Int128> b, int64_t n, uint8_t* out);
void Compare(Op op, Operand<uint8_t> a, Operand<uint8_t> b, int64_t n, uint8_t* out);
void Compare(Op op, Operand<std::string_view> a, Operand<std::string_view> b, int64_t n,
             uint8_t* out);
void Compare(Op op, Operand<int64_t> a, Operand<double> b, int64_t n, uint8_t* out);

/// Arithmetic of whole numbers; rows that overflow or divide by zero become kFailed in `state`.
/// True when there was one.
bool Calculate(Op op, Operand<int64_t> a, Operand<int64_t> b, int64_t n, int64_t* out,
               uint8_t* state);
/// Arithmetic of binary numbers.
void Calculate(Op op, Operand<double> a, Operand<double> b, int64_t n, double* out);
/// Sum, difference or product of decimals after multiplying each side with a power of ten; beyond
/// 38 digits rows become kFailed. True when there was one.
bool Calculate(Op op, Operand<Int128> a, Int128 a_power, Operand<Int128> b, Int128 b_power,
               int64_t n, Int128* out, uint8_t* state);
/// The same where no row can overflow: with coefficients of 64 bits, or whose results have 128
/// bits.
void Calculate64(Op op, Operand<int64_t> a, int64_t a_power, Operand<int64_t> b, int64_t b_power,
                 int64_t n, int64_t* out);
void CalculateWide(Op op, Operand<int64_t> a, Int128 a_power, Operand<int64_t> b, Int128 b_power,
                   int64_t n, Int128* out);
void CalculateWide(Op op, Operand<Int128> a, Int128 a_power, Operand<Int128> b, Int128 b_power,
                   int64_t n, Int128* out);
/// Coefficients as 64 bits each; false when one does not fit. `size`: no coefficient is larger than
/// this.
bool Pack(const Int128* in, int64_t n, int64_t* out, uint64_t* size);
/// No number is larger in size than the result.
uint64_t LargestSize(const int64_t* in, int64_t n);
/// -a; the least number fails. True when there was one.
bool Negate(Operand<int64_t> a, int64_t n, int64_t* out, uint8_t* state);
void Negate(Operand<double> a, int64_t n, double* out);
void Negate(Operand<Int128> a, int64_t n, Int128* out);
/// Coefficients with fewer decimals: divided by a power of ten up to 10^18 and rounded, 64 bits
/// each.
void RoundOff(const int64_t* in, int64_t power, RoundingMode mode, int64_t n, int64_t* out);
/// Bytes 0 or 1 as bits from position `first` on; bits before are kept, bits after are zero.
void PackBits(Operand<uint8_t> in, int64_t first, int64_t n, uint8_t* bits);
/// The least and the greatest day among present rows; false when there is none.
bool DayRange(const int32_t* days, const uint8_t* state, int64_t n, int32_t* least,
              int32_t* greatest);
/// value / by, rounded down; `by` is positive.
int64_t FloorDivide(int64_t value, int64_t by);

/// Coefficients with more decimals: rows that do not fit 38 digits become kFailed. True when there
/// was one.
bool Rescale(const Int128* in, Int128 power, int64_t n, Int128* out, uint8_t* state);

/// Three-valued and / or of two conditions, into the first. A state may be null: all present. True
/// when a row is not present.
bool Combine(bool is_or, uint8_t* a, uint8_t* a_state, const uint8_t* b, const uint8_t* b_state,
             int64_t n, uint8_t* out_state);
/// out[i] = a[i] & b[i] or a[i] | b[i].
void CombinePresent(bool is_or, uint8_t* a, const uint8_t* b, int64_t n);

/// out[i] = 1 where a row is not decided yet and active (null: every row is); true when there is
/// one. `state` may be null.
bool FindUndecided(bool is_or, const uint8_t* values, const uint8_t* state, const uint8_t* active,
                   int64_t n, uint8_t* out);
/// True when a byte is not zero.
bool AnySet(const uint8_t* bytes, int64_t n);

/// Bits from position `offset` on as bytes 0 or 1; XORed with `flip`.
void ExpandBits(const uint8_t* bits, int64_t offset, int64_t n, uint8_t flip, uint8_t* out);
/// Number of ones among bytes 0 or 1.
int64_t CountOnes(const uint8_t* bytes, int64_t n);
/// out[i] = a[i] & (state[i] == kPresent).
void KeepPresent(const uint8_t* state, int64_t n, uint8_t* bytes);
/// state[i] = max(state[i], other[i]).
void MergeStates(uint8_t* state, const uint8_t* other, int64_t n);

/// Dictionary indices as entry numbers 0..size; `size` for missing rows (state kMissing) and for
/// indices outside.
void ReadCodes(const table::Chunk& chunk, int64_t first, int64_t n, const uint8_t* state,
               int32_t size, int32_t* out);
/// out[i] = (code of row i == wanted), straight from the indices of a chunk without missing rows.
void MatchCode(const table::Chunk& chunk, int64_t first, int64_t n, int64_t wanted, uint8_t* out);
/// out[i] = values[codes[i]].
void Gather(const uint8_t* values, const int32_t* codes, int64_t n, uint8_t* out);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_KERNELS_H_
