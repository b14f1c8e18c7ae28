// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/version.h"

#define ATTAIN_VERSION_TEXT_INNER_(number) #number
#define ATTAIN_VERSION_TEXT_(number) ATTAIN_VERSION_TEXT_INNER_(number)

namespace attain {

std::string_view Version() {
  return ATTAIN_VERSION_TEXT_(ATTAIN_VERSION_MAJOR) "." ATTAIN_VERSION_TEXT_(
      ATTAIN_VERSION_MINOR) "." ATTAIN_VERSION_TEXT_(ATTAIN_VERSION_PATCH);
}

}  // namespace attain
