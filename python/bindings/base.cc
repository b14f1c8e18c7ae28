// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <vector>

#include "attain/base/apportion.h"
#include "attain/base/rounding.h"
#include "attain/base/version.h"
#include "attain/definition/fields.h"
#include "common.h"

namespace attain::python {
namespace {

std::vector<int64_t> ApportionPython(int64_t total, const py::sequence& weights,
                                     const std::string& method, const std::string& ties) {
  std::vector<Fraction> exact;
  exact.reserve(weights.size());
  for (const py::handle weight : weights) exact.push_back(ToFraction(weight));
  ApportionOptions options;
  if (method == "ratio_order") {
    options.method = ApportionMethod::kRatioOrder;
  } else if (method != "largest_remainder") {
    Raise(MakeError(Reason::kUnknownWord,
                    "method: \"" + method + "\" is neither largest_remainder nor ratio_order"));
  }
  if (ties == "highest_index") {
    options.ties = TieRule::kHighestIndex;
  } else if (ties != "lowest_index") {
    Raise(MakeError(Reason::kUnknownWord,
                    "ties: \"" + ties + "\" is neither lowest_index nor highest_index"));
  }
  return Take(Unlocked([&] { return Apportion(total, exact, options); }));
}

py::list ReasonRows() {
  py::list rows;
  for (const ReasonInfo& info : Reasons()) {
    rows.append(py::make_tuple(static_cast<int>(info.reason), std::string(info.name),
                               static_cast<int>(info.code), std::string(info.meaning),
                               std::string(info.remedy), std::string(info.chinese)));
  }
  return rows;
}

}  // namespace

void BindBase(py::module_& module) {
  module.def("version", [] { return std::string(Version()); });
  module.def("reasons", &ReasonRows);
  module.def("round", [](const py::object& value, int scale, const std::string& mode) {
    for (const definition::Word& word : Describe(definition::Type<RoundingMode>{}).words()) {
      if (word.text == mode)
        return ToPython(
            Take(Round(ToFraction(value), scale, static_cast<RoundingMode>(word.value))));
    }
    Raise(MakeError(Reason::kUnknownWord, "mode: \"" + mode + "\" is no rounding mode"));
  });
  module.def("apportion", &ApportionPython, py::arg("total"), py::arg("weights"), py::arg("method"),
             py::arg("ties"));
}

}  // namespace attain::python
