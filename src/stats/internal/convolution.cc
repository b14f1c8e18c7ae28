// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "stats/internal/convolution.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>

namespace attain::stats {

namespace {

// Two numbers side by side; compilers hold them in one register.
using Pair = double __attribute__((vector_size(16)));

Pair Load(const double* from) {
  Pair pair;
  std::memcpy(&pair, from, sizeof(pair));
  return pair;
}

void Store(double* to, Pair pair) { std::memcpy(to, &pair, sizeof(pair)); }

// to[i] = to[i] * keep + from[i] * pays + before[i] * next, from the last to the first: `from` and
// `before` lie below `to` in one array.
void Mix(double* to, const double* from, const double* before, size_t count, double keep,
         double pays, double next) {
  size_t i = count;
  for (; i % 4 != 0; --i) to[i - 1] = to[i - 1] * keep + from[i - 1] * pays + before[i - 1] * next;
  for (; i > 0; i -= 4) {
    const Pair high =
        Load(to + i - 2) * keep + Load(from + i - 2) * pays + Load(before + i - 2) * next;
    const Pair low =
        Load(to + i - 4) * keep + Load(from + i - 4) * pays + Load(before + i - 4) * next;
    Store(to + i - 2, high);
    Store(to + i - 4, low);
  }
}

void MixTwo(double* to, const double* from, size_t count, double keep, double pays) {
  size_t i = count;
  for (; i % 4 != 0; --i) to[i - 1] = to[i - 1] * keep + from[i - 1] * pays;
  for (; i > 0; i -= 4) {
    const Pair high = Load(to + i - 2) * keep + Load(from + i - 2) * pays;
    const Pair low = Load(to + i - 4) * keep + Load(from + i - 4) * pays;
    Store(to + i - 2, high);
    Store(to + i - 4, low);
  }
}

Cells SumDirectly(const Cells& a, const Cells& b) {
  const Cells& few = a.chance.size() < b.chance.size() ? a : b;
  const Cells& many = &few == &a ? b : a;
  Cells sum{.first = a.first + b.first, .chance = {}};
  sum.chance.assign(a.chance.size() + b.chance.size() - 1, 0.0);
  for (size_t i = 0; i < few.chance.size(); ++i) {
    const double weight = few.chance[i];
    if (weight == 0) continue;
    for (size_t j = 0; j < many.chance.size(); ++j) sum.chance[i + j] += weight * many.chance[j];
  }
  return sum;
}

}  // namespace

void AddPayment(Cells& cells, int64_t step, double pays, double next) {
  const double keep = 1 - pays - next;
  const size_t old = cells.chance.size();
  const size_t shift = static_cast<size_t>(step) + (next > 0 ? 1 : 0);
  if (shift == 0) return;
  // In front as many zeros as the longest step, so that every cell has one that many places below.
  std::vector<double>& chance = cells.chance;
  chance.resize(old + shift, 0.0);
  const auto width = static_cast<size_t>(step);
  double* const at = chance.data();
  // Cells that both the old and the moved distribution reach; then those only one of them does.
  const auto one = [&](size_t i) {
    double value = i < old ? at[i] * keep : 0.0;
    if (i >= width && i - width < old) value += (width == 0 ? at[i] : at[i - width]) * pays;
    if (next > 0 && i >= width + 1 && i - width - 1 < old) value += at[i - width - 1] * next;
    return value;
  };
  size_t i = chance.size();
  const size_t from = std::max(shift, std::min(old, chance.size()));
  for (; i > from; --i) at[i - 1] = one(i - 1);
  if (i > shift) {
    if (next > 0) {
      Mix(at + shift, at + shift - width, at, i - shift, keep, pays, next);
    } else {
      MixTwo(at + shift, at, i - shift, keep, pays);
    }
    i = shift;
  }
  for (; i > 0; --i) at[i - 1] = one(i - 1);
}

void Trim(Cells& cells) {
  std::vector<double>& chance = cells.chance;
  if (chance.size() <= kFewCells) return;
  size_t end = chance.size();
  while (end > 1 && chance[end - 1] < kTrace) --end;
  chance.resize(end);
  size_t begin = 0;
  while (begin + 1 < end && chance[begin] < kTrace) ++begin;
  chance.erase(chance.begin(), chance.begin() + static_cast<ptrdiff_t>(begin));
  cells.first += static_cast<int64_t>(begin);
}

const Convolver::Table& Convolver::TableOf(size_t size) {
  const auto [place, is_new] = tables_.try_emplace(size);
  Table& table = place->second;
  if (!is_new) return table;
  const size_t quarter = size / 4;
  for (std::vector<double>& part : table.roots) part.resize(quarter);
  const double angle = -2 * std::numbers::pi / static_cast<double>(size);
  for (size_t j = 0; j < quarter; ++j) {
    const double c = std::cos(angle * static_cast<double>(j));
    const double s = std::sin(angle * static_cast<double>(j));
    const double c2 = c * c - s * s;
    const double s2 = 2 * c * s;
    table.roots[0][j] = c;
    table.roots[1][j] = s;
    table.roots[2][j] = c2;
    table.roots[3][j] = s2;
    table.roots[4][j] = c2 * c - s2 * s;
    table.roots[5][j] = c2 * s + s2 * c;
  }
  return table;
}

// Radix 4, decimation in frequency, one quarter after the other so that a quarter stays in the
// cache. The order of the result is scrambled; Backward expects it so.
void Convolver::Forward(double* re, double* im, size_t size) {
  if (size == 2) {
    const double r = re[0] - re[1];
    const double i = im[0] - im[1];
    re[0] += re[1];
    im[0] += im[1];
    re[1] = r;
    im[1] = i;
    return;
  }
  if (size < 2) return;
  const size_t quarter = size / 4;
  const auto step = [&]<typename V>(V, size_t j, auto load, auto store, const V(&w)[6]) {
    const V ar = load(re + j), ai = load(im + j);
    const V br = load(re + j + quarter), bi = load(im + j + quarter);
    const V cr = load(re + j + 2 * quarter), ci = load(im + j + 2 * quarter);
    const V dr = load(re + j + 3 * quarter), di = load(im + j + 3 * quarter);
    const V t0r = ar + cr, t0i = ai + ci, t1r = ar - cr, t1i = ai - ci;
    const V t2r = br + dr, t2i = bi + di, t3r = bi - di, t3i = dr - br;  // (b - d) times -i
    const V y1r = t1r + t3r, y1i = t1i + t3i, y2r = t0r - t2r, y2i = t0i - t2i;
    const V y3r = t1r - t3r, y3i = t1i - t3i;
    store(re + j, t0r + t2r);
    store(im + j, t0i + t2i);
    store(re + j + quarter, y1r * w[0] - y1i * w[1]);
    store(im + j + quarter, y1r * w[1] + y1i * w[0]);
    store(re + j + 2 * quarter, y2r * w[2] - y2i * w[3]);
    store(im + j + 2 * quarter, y2r * w[3] + y2i * w[2]);
    store(re + j + 3 * quarter, y3r * w[4] - y3i * w[5]);
    store(im + j + 3 * quarter, y3r * w[5] + y3i * w[4]);
  };
  if (quarter == 1) {
    const double w[6] = {1, 0, 1, 0, 1, 0};
    step(
        0.0, 0, [](const double* from) { return *from; },
        [](double* to, double value) { *to = value; }, w);
    return;
  }
  const Table& table = TableOf(size);
  for (size_t j = 0; j < quarter; j += 2) {
    Pair w[6];
    for (int part = 0; part < 6; ++part) w[part] = Load(table.roots[part].data() + j);
    step(Pair{}, j, Load, Store, w);
  }
  for (size_t part = 0; part < 4; ++part)
    Forward(re + part * quarter, im + part * quarter, quarter);
}

void Convolver::Backward(double* re, double* im, size_t size) {
  if (size == 2) return Forward(re, im, size);
  if (size < 2) return;
  const size_t quarter = size / 4;
  const auto step = [&]<typename V>(V, size_t j, auto load, auto store, const V(&w)[6]) {
    const V u0r = load(re + j), u0i = load(im + j);
    const V ar = load(re + j + quarter), ai = load(im + j + quarter);
    const V br = load(re + j + 2 * quarter), bi = load(im + j + 2 * quarter);
    const V cr = load(re + j + 3 * quarter), ci = load(im + j + 3 * quarter);
    const V u1r = ar * w[0] + ai * w[1], u1i = ai * w[0] - ar * w[1];  // times the conjugate root
    const V u2r = br * w[2] + bi * w[3], u2i = bi * w[2] - br * w[3];
    const V u3r = cr * w[4] + ci * w[5], u3i = ci * w[4] - cr * w[5];
    const V t0r = u0r + u2r, t0i = u0i + u2i, t2r = u0r - u2r, t2i = u0i - u2i;
    const V t1r = u1r + u3r, t1i = u1i + u3i, t3r = u3i - u1i, t3i = u1r - u3r;  // times i
    store(re + j, t0r + t1r);
    store(im + j, t0i + t1i);
    store(re + j + quarter, t2r + t3r);
    store(im + j + quarter, t2i + t3i);
    store(re + j + 2 * quarter, t0r - t1r);
    store(im + j + 2 * quarter, t0i - t1i);
    store(re + j + 3 * quarter, t2r - t3r);
    store(im + j + 3 * quarter, t2i - t3i);
  };
  if (quarter == 1) {
    const double w[6] = {1, 0, 1, 0, 1, 0};
    step(
        0.0, 0, [](const double* from) { return *from; },
        [](double* to, double value) { *to = value; }, w);
    return;
  }
  for (size_t part = 0; part < 4; ++part)
    Backward(re + part * quarter, im + part * quarter, quarter);
  const Table& table = TableOf(size);
  for (size_t j = 0; j < quarter; j += 2) {
    Pair w[6];
    for (int part = 0; part < 6; ++part) w[part] = Load(table.roots[part].data() + j);
    step(Pair{}, j, Load, Store, w);
  }
}

Cells Convolver::Sum(const Cells& a, const Cells& b) {
  const size_t length = a.chance.size() + b.chance.size() - 1;
  const size_t size = std::bit_ceil(length);
  const auto products = static_cast<double>(a.chance.size()) * static_cast<double>(b.chance.size());
  const double butterflies = 6.0 * static_cast<double>(size) * std::bit_width(size);
  if (length <= kFewCells || products < butterflies) {
    Cells sum = SumDirectly(a, b);
    Trim(sum);
    return sum;
  }
  // (a + ib)² = a² - b² + 2i ab: one transform there and one back.
  re_.assign(size, 0.0);
  im_.assign(size, 0.0);
  std::copy(a.chance.begin(), a.chance.end(), re_.begin());
  std::copy(b.chance.begin(), b.chance.end(), im_.begin());
  Forward(re_.data(), im_.data(), size);
  for (size_t i = 0; i < size; ++i) {
    const double real = re_[i] * re_[i] - im_[i] * im_[i];
    im_[i] = 2 * re_[i] * im_[i];
    re_[i] = real;
  }
  Backward(re_.data(), im_.data(), size);
  Cells sum{.first = a.first + b.first, .chance = {}};
  sum.chance.resize(length);
  const double scale = 0.5 / static_cast<double>(size);
  for (size_t i = 0; i < length; ++i) {
    const double chance = im_[i] * scale;
    sum.chance[i] = chance < kTrace ? 0.0 : chance;
  }
  Trim(sum);
  return sum;
}

}  // namespace attain::stats
