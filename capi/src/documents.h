// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Documents handed over by C: their texts, and how the first one finds the others.
#ifndef ATTAIN_CAPI_DOCUMENTS_H_
#define ATTAIN_CAPI_DOCUMENTS_H_

#include <string>
#include <utility>
#include <vector>

#include "attain/definition/document.h"
#include "guard.h"

namespace attain::capi {

/// Name and text of each document, in the order given.
using Documents = std::vector<std::pair<std::string, std::string>>;

/// Copies of a caller's documents. kNullArgument, kInvalidArgument without any.
absl::StatusOr<Documents> CopyDocuments(const attain_document* documents, int64_t n_documents);
/// How the first of `documents`, which must live as long, is read.
definition::ReadOptions OptionsFor(const Documents& documents);

}  // namespace attain::capi

#endif  // ATTAIN_CAPI_DOCUMENTS_H_
