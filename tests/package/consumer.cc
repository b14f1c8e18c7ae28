// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A program outside the tree that uses the installed C++ library: splits a target and prints the
// parts.
#include <iostream>

#include "attain/attain.h"

int main() {
  const std::vector<int64_t> weights = {1, 1, 1};
  const auto parts = attain::Apportion(100, weights);
  if (!parts.ok()) return 1;
  std::cout << (*parts)[0] << ' ' << (*parts)[1] << ' ' << (*parts)[2] << ' ' << attain::Version()
            << '\n';
  const auto broken = attain::run::Parse("{}");
  std::cout << attain::Name(attain::ReasonOf(broken.status())) << '\n';
  return broken.ok() ? 1 : 0;
}
