// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A program outside the tree that links one module alone: splits a hundred in three.
#include <cstdint>
#include <iostream>
#include <vector>

#include "attain/base.h"

int main() {
  const std::vector<int64_t> weights = {1, 1, 1};
  const auto parts = attain::Apportion(100, weights);
  if (!parts.ok()) return 1;
  std::cout << (*parts)[0] << ' ' << (*parts)[1] << ' ' << (*parts)[2] << '\n';
  return 0;
}
