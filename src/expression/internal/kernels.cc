// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Hot loops: plain, without branches where they can be, so that the compiler turns them into vector
// instructions (this file is compiled with -O3).
#include "expression/internal/kernels.h"

#include <algorithm>
#include <limits>

#include "expression/internal/operators.h"

namespace attain::expression {
namespace {

/// Runs out[i] = test(a, b) with the constant sides taken out of the loop.
template <typename A, typename B, typename Out, typename Test>
void Loop(Operand<A> a, Operand<B> b, int64_t n, Out* __restrict out, Test test) {
  const A* __restrict x = a.data;
  const B* __restrict y = b.data;
  if (a.constant) {
    const A left = x[0];
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<Out>(test(left, b.constant ? y[0] : y[i]));
  } else if (b.constant) {
    const B right = y[0];
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<Out>(test(x[i], right));
  } else {
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<Out>(test(x[i], y[i]));
  }
}

template <typename T>
void CompareAny(Op op, Operand<T> a, Operand<T> b, int64_t n, uint8_t* out) {
  switch (op) {
    case Op::kEqual:
      return Loop(a, b, n, out, [](const T& x, const T& y) { return x == y; });
    case Op::kNotEqual:
      return Loop(a, b, n, out, [](const T& x, const T& y) { return x != y; });
    case Op::kLess:
      return Loop(a, b, n, out, [](const T& x, const T& y) { return x < y; });
    case Op::kLessEqual:
      return Loop(a, b, n, out, [](const T& x, const T& y) { return x <= y; });
    case Op::kGreater:
      return Loop(a, b, n, out, [](const T& x, const T& y) { return x > y; });
    default:
      return Loop(a, b, n, out, [](const T& x, const T& y) { return x >= y; });
  }
}

/// Below 10^38: 38 digits.
Int128 Limit() {
  Int128 limit = 1;
  for (int i = 0; i < 38; ++i) limit *= 10;
  return limit;
}

template <typename T>
T At(Operand<T> operand, int64_t i) {
  return operand.data[operand.constant ? 0 : i];
}

}  // namespace

void Compare(Op op, Operand<int64_t> a, Operand<int64_t> b, int64_t n, uint8_t* out) {
  CompareAny(op, a, b, n, out);
}
void Compare(Op op, Operand<int32_t> a, Operand<int32_t> b, int64_t n, uint8_t* out) {
  CompareAny(op, a, b, n, out);
}
void Compare(Op op, Operand<double> a, Operand<double> b, int64_t n, uint8_t* out) {
  CompareAny(op, a, b, n, out);
}
void Compare(Op op, Operand<Int128> a, Operand<Int128> b, int64_t n, uint8_t* out) {
  CompareAny(op, a, b, n, out);
}
void Compare(Op op, Operand<uint8_t> a, Operand<uint8_t> b, int64_t n, uint8_t* out) {
  CompareAny(op, a, b, n, out);
}
void Compare(Op op, Operand<std::string_view> a, Operand<std::string_view> b, int64_t n,
             uint8_t* out) {
  CompareAny(op, a, b, n, out);
}

void Compare(Op op, Operand<int64_t> a, Operand<double> b, int64_t n, uint8_t* out) {
  Loop(a, b, n, out, [op](int64_t x, double y) { return Holds(op, CompareIntDouble(x, y)); });
}

bool Calculate(Op op, Operand<int64_t> a, Operand<int64_t> b, int64_t n, int64_t* out,
               uint8_t* state) {
  bool any = false;
  for (int64_t i = 0; i < n; ++i) {
    const int64_t x = At(a, i);
    const int64_t y = At(b, i);
    bool failed = false;
    switch (op) {
      case Op::kAdd:
        failed = __builtin_add_overflow(x, y, &out[i]);
        break;
      case Op::kSubtract:
        failed = __builtin_sub_overflow(x, y, &out[i]);
        break;
      case Op::kMultiply:
        failed = __builtin_mul_overflow(x, y, &out[i]);
        break;
      default:
        // The least number divided by -1 does not fit; its remainder is 0.
        failed =
            y == 0 || (y == -1 && op == Op::kDivide && x == std::numeric_limits<int64_t>::min());
        out[i] = failed              ? 0
                 : y == -1           ? (op == Op::kDivide ? -x : 0)
                 : op == Op::kDivide ? x / y
                                     : x % y;
    }
    state[i] = failed ? kFailed : kPresent;
    any |= failed;
  }
  return any;
}

void Calculate(Op op, Operand<double> a, Operand<double> b, int64_t n, double* out) {
  switch (op) {
    case Op::kAdd:
      return Loop(a, b, n, out, [](double x, double y) { return x + y; });
    case Op::kSubtract:
      return Loop(a, b, n, out, [](double x, double y) { return x - y; });
    case Op::kMultiply:
      return Loop(a, b, n, out, [](double x, double y) { return x * y; });
    default:
      return Loop(a, b, n, out, [](double x, double y) { return x / y; });
  }
}

bool Calculate(Op op, Operand<Int128> a, Int128 a_power, Operand<Int128> b, Int128 b_power,
               int64_t n, Int128* out, uint8_t* state) {
  const Int128 limit = Limit();
  bool any = false;
  for (int64_t i = 0; i < n; ++i) {
    Int128 x = At(a, i);
    Int128 y = At(b, i);
    bool failed = false;
    // An operand that does not fit 38 digits with the decimals of the sum fails, as it does in
    // Add(Decimal, Decimal).
    if (a_power != 1) failed |= __builtin_mul_overflow(x, a_power, &x) || x >= limit || x <= -limit;
    if (b_power != 1) failed |= __builtin_mul_overflow(y, b_power, &y) || y >= limit || y <= -limit;
    Int128 result = 0;
    if (op == Op::kAdd) failed |= __builtin_add_overflow(x, y, &result);
    if (op == Op::kSubtract) failed |= __builtin_sub_overflow(x, y, &result);
    if (op == Op::kMultiply) failed |= __builtin_mul_overflow(x, y, &result);
    failed |= result >= limit || result <= -limit;
    out[i] = result;
    state[i] = failed ? kFailed : kPresent;
    any |= failed;
  }
  return any;
}

namespace {

/// out[i] = a[i] op b[i] after the powers of ten, in type Out.
template <typename In, typename Out>
void CalculateFree(Op op, Operand<In> a, Out a_power, Operand<In> b, Out b_power, int64_t n,
                   Out* out) {
  const auto run = [&](auto left, auto right) {
    switch (op) {
      case Op::kAdd:
        return Loop(a, b, n, out, [=](In x, In y) { return left(x) + right(y); });
      case Op::kSubtract:
        return Loop(a, b, n, out, [=](In x, In y) { return left(x) - right(y); });
      default:
        return Loop(a, b, n, out, [=](In x, In y) { return left(x) * right(y); });
    }
  };
  const auto plain = [](In x) { return static_cast<Out>(x); };
  const auto left = [a_power](In x) { return static_cast<Out>(x) * a_power; };
  const auto right = [b_power](In y) { return static_cast<Out>(y) * b_power; };
  if (a_power == 1 && b_power == 1) return run(plain, plain);
  if (b_power == 1) return run(left, plain);
  if (a_power == 1) return run(plain, right);
  run(left, right);
}

}  // namespace

void Calculate64(Op op, Operand<int64_t> a, int64_t a_power, Operand<int64_t> b, int64_t b_power,
                 int64_t n, int64_t* out) {
  CalculateFree<int64_t, int64_t>(op, a, a_power, b, b_power, n, out);
}

void CalculateWide(Op op, Operand<int64_t> a, Int128 a_power, Operand<int64_t> b, Int128 b_power,
                   int64_t n, Int128* out) {
  CalculateFree<int64_t, Int128>(op, a, a_power, b, b_power, n, out);
}

void CalculateWide(Op op, Operand<Int128> a, Int128 a_power, Operand<Int128> b, Int128 b_power,
                   int64_t n, Int128* out) {
  CalculateFree<Int128, Int128>(op, a, a_power, b, b_power, n, out);
}

namespace {

/// The least 2^k - 1 that covers the bits, plus one: -2^k has the bits of 2^k - 1.
uint64_t Cover(uint64_t bits) {
  return bits == 0 ? 1 : (~uint64_t{0} >> __builtin_clzll(bits)) + 1;
}

}  // namespace

bool Pack(const Int128* in, int64_t n, int64_t* __restrict out, uint64_t* size) {
  uint64_t bits = 0;
  uint64_t beyond = 0;
  for (int64_t i = 0; i < n; ++i) {
    const auto low = static_cast<int64_t>(in[i]);
    const auto high = static_cast<int64_t>(in[i] >> 64);
    beyond |= static_cast<uint64_t>(high ^ (low >> 63));
    bits |= static_cast<uint64_t>(low ^ (low >> 63));
    out[i] = low;
  }
  *size = Cover(bits);
  return beyond == 0;
}

uint64_t LargestSize(const int64_t* in, int64_t n) {
  uint64_t bits = 0;
  for (int64_t i = 0; i < n; ++i) bits |= static_cast<uint64_t>(in[i] ^ (in[i] >> 63));
  return Cover(bits);
}

bool Negate(Operand<int64_t> a, int64_t n, int64_t* out, uint8_t* state) {
  bool any = false;
  for (int64_t i = 0; i < n; ++i) {
    const bool failed = __builtin_sub_overflow(int64_t{0}, At(a, i), &out[i]);
    state[i] = failed ? kFailed : kPresent;
    any |= failed;
  }
  return any;
}

void Negate(Operand<double> a, int64_t n, double* out) {
  for (int64_t i = 0; i < n; ++i) out[i] = -At(a, i);
}

void Negate(Operand<Int128> a, int64_t n, Int128* out) {
  for (int64_t i = 0; i < n; ++i) out[i] = -At(a, i);
}

void RoundOff(const int64_t* in, int64_t power, RoundingMode mode, int64_t n, int64_t* out) {
  const int64_t half = power / 2;  // powers of ten are even
  const auto each = [&](auto away) {
    for (int64_t i = 0; i < n; ++i) {
      const int64_t quotient = in[i] / power;
      const int64_t rest = in[i] - quotient * power;
      const int64_t size = rest < 0 ? -rest : rest;
      const int64_t step = in[i] < 0 ? -1 : 1;
      out[i] = quotient + (away(size, quotient, in[i] < 0) ? step : 0);
    }
  };
  switch (mode) {
    case RoundingMode::kHalfEven:
      return each([=](int64_t size, int64_t quotient, bool) {
        return size > half || (size == half && (quotient & 1) != 0);
      });
    case RoundingMode::kHalfAway:
      return each([=](int64_t size, int64_t, bool) { return size >= half; });
    case RoundingMode::kHalfTowardZero:
      return each([=](int64_t size, int64_t, bool) { return size > half; });
    case RoundingMode::kDown:
      return each([](int64_t, int64_t, bool) { return false; });
    case RoundingMode::kUp:
      return each([](int64_t size, int64_t, bool) { return size != 0; });
    case RoundingMode::kFloor:
      return each([](int64_t size, int64_t, bool negative) { return size != 0 && negative; });
    case RoundingMode::kCeiling:
      return each([](int64_t size, int64_t, bool negative) { return size != 0 && !negative; });
  }
}

void PackBits(Operand<uint8_t> in, int64_t first, int64_t n, uint8_t* bits) {
  int64_t i = 0;
  const auto single = [&] {
    const int64_t bit = first + i;
    const auto value = static_cast<uint8_t>(At(in, i) << (bit & 7));
    if ((bit & 7) == 0)
      bits[bit >> 3] = value;
    else
      bits[bit >> 3] |= value;
    ++i;
  };
  while (i < n && ((first + i) & 7) != 0) single();
  for (; i + 8 <= n; i += 8) {
    uint8_t byte = 0;
    for (int64_t k = 0; k < 8; ++k) byte = static_cast<uint8_t>(byte | At(in, i + k) << k);
    bits[(first + i) >> 3] = byte;
  }
  while (i < n) single();
}

bool DayRange(const int32_t* days, const uint8_t* state, int64_t n, int32_t* least,
              int32_t* greatest) {
  int32_t low = std::numeric_limits<int32_t>::max();
  int32_t high = std::numeric_limits<int32_t>::min();
  if (state == nullptr) {
    for (int64_t i = 0; i < n; ++i) {
      low = std::min(low, days[i]);
      high = std::max(high, days[i]);
    }
  } else {
    for (int64_t i = 0; i < n; ++i) {
      low = std::min(low, state[i] == kPresent ? days[i] : low);
      high = std::max(high, state[i] == kPresent ? days[i] : high);
    }
  }
  *least = low;
  *greatest = high;
  return low <= high;
}

int64_t FloorDivide(int64_t value, int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

bool Rescale(const Int128* in, Int128 power, int64_t n, Int128* out, uint8_t* state) {
  const Int128 limit = Limit();
  bool any = false;
  for (int64_t i = 0; i < n; ++i) {
    Int128 result = 0;
    const bool failed =
        __builtin_mul_overflow(in[i], power, &result) || result >= limit || result <= -limit;
    out[i] = result;
    state[i] = failed ? kFailed : kPresent;
    any |= failed;
  }
  return any;
}

bool Combine(bool is_or, uint8_t* a, uint8_t* a_state, const uint8_t* b, const uint8_t* b_state,
             int64_t n, uint8_t* out_state) {
  uint8_t any = 0;
  for (int64_t i = 0; i < n; ++i) {
    const uint8_t x = a_state == nullptr ? uint8_t{kPresent} : a_state[i];
    const uint8_t y = b_state == nullptr ? uint8_t{kPresent} : b_state[i];
    const bool decided =
        (x == kPresent && (a[i] != 0) == is_or) || (y == kPresent && (b[i] != 0) == is_or);
    out_state[i] = decided ? uint8_t{kPresent} : std::max(x, y);
    a[i] = decided ? is_or : !is_or;
    any |= out_state[i];
  }
  return any != 0;
}

void CombinePresent(bool is_or, uint8_t* __restrict a, const uint8_t* __restrict b, int64_t n) {
  if (is_or) {
    for (int64_t i = 0; i < n; ++i) a[i] |= b[i];
  } else {
    for (int64_t i = 0; i < n; ++i) a[i] &= b[i];
  }
}

bool AnySet(const uint8_t* bytes, int64_t n) {
  uint8_t any = 0;
  for (int64_t i = 0; i < n; ++i) any |= bytes[i];
  return any != 0;
}

bool FindUndecided(bool is_or, const uint8_t* __restrict values, const uint8_t* __restrict state,
                   const uint8_t* __restrict active, int64_t n, uint8_t* __restrict out) {
  const auto wanted = static_cast<uint8_t>(is_or);
  for (int64_t i = 0; i < n; ++i) out[i] = values[i] ^ wanted;
  if (state != nullptr) {
    for (int64_t i = 0; i < n; ++i) out[i] |= static_cast<uint8_t>(state[i] != kPresent);
  }
  if (active != nullptr) {
    for (int64_t i = 0; i < n; ++i) out[i] &= static_cast<uint8_t>(active[i] != 0);
  }
  return AnySet(out, n);
}

void ExpandBits(const uint8_t* bits, int64_t offset, int64_t n, uint8_t flip, uint8_t* out) {
  for (int64_t i = 0; i < n; ++i) {
    const int64_t bit = offset + i;
    out[i] = ((bits[bit >> 3] >> (bit & 7)) & 1) ^ flip;
  }
}

int64_t CountOnes(const uint8_t* bytes, int64_t n) {
  int64_t count = 0;
  // Short runs keep the sum in narrow lanes.
  for (int64_t i = 0; i < n; i += 128) {
    uint8_t part = 0;
    const int64_t end = std::min(n, i + 128);
    for (int64_t j = i; j < end; ++j) part = static_cast<uint8_t>(part + bytes[j]);
    count += part;
  }
  return count;
}

void KeepPresent(const uint8_t* __restrict state, int64_t n, uint8_t* __restrict bytes) {
  for (int64_t i = 0; i < n; ++i) bytes[i] &= static_cast<uint8_t>(state[i] == kPresent);
}

void MergeStates(uint8_t* __restrict state, const uint8_t* __restrict other, int64_t n) {
  for (int64_t i = 0; i < n; ++i) state[i] = std::max(state[i], other[i]);
}

namespace {

/// Calls run with the indices of a dictionary chunk in their own width.
template <typename Run>
void WithIndices(const table::Chunk& chunk, int64_t first, Run run) {
  switch (chunk.layout) {
    case table::Layout::kDictionary8:
      return run(chunk.As<int8_t>() + first);
    case table::Layout::kDictionary16:
      return run(chunk.As<int16_t>() + first);
    case table::Layout::kDictionary64:
      return run(chunk.As<int64_t>() + first);
    default:
      return run(chunk.As<int32_t>() + first);
  }
}

}  // namespace

void ReadCodes(const table::Chunk& chunk, int64_t first, int64_t n, const uint8_t* state,
               int32_t size, int32_t* out) {
  WithIndices(chunk, first, [&](const auto* indices) {
    for (int64_t i = 0; i < n; ++i) {
      const int64_t code = indices[i];
      out[i] = code < 0 || code >= size ? size : static_cast<int32_t>(code);
    }
  });
  if (state == nullptr) return;
  for (int64_t i = 0; i < n; ++i) out[i] = state[i] == kPresent ? out[i] : size;
}

void MatchCode(const table::Chunk& chunk, int64_t first, int64_t n, int64_t wanted,
               uint8_t* __restrict out) {
  WithIndices(chunk, first, [&](const auto* __restrict indices) {
    const auto code =
        static_cast<std::remove_cv_t<std::remove_reference_t<decltype(*indices)>>>(wanted);
    for (int64_t i = 0; i < n; ++i) out[i] = indices[i] == code;
  });
}

void Gather(const uint8_t* values, const int32_t* codes, int64_t n, uint8_t* out) {
  for (int64_t i = 0; i < n; ++i) out[i] = values[codes[i]];
}

}  // namespace attain::expression
