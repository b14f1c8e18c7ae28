// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <cstdlib>

#include "absl/base/config.h"
#include "attain/base/version.h"  // its macros must be those of the C header: the compiler refuses other values
#include "guard.h"

#define ATTAIN_TEXT_(value) #value
#define ATTAIN_TEXT(value) ATTAIN_TEXT_(value)
#define ATTAIN_VERSION_TEXT         \
  ATTAIN_TEXT(ATTAIN_VERSION_MAJOR) \
  "." ATTAIN_TEXT(ATTAIN_VERSION_MINOR) "." ATTAIN_TEXT(ATTAIN_VERSION_PATCH)

namespace {

constexpr char kVersion[] = ATTAIN_VERSION_TEXT;
constexpr char kBuildInfo[] =
    "{\"version\": \"" ATTAIN_VERSION_TEXT
    "\", \"abi\": " ATTAIN_TEXT(ATTAIN_ABI_VERSION) ", \"state\": " ATTAIN_TEXT(
        ATTAIN_STATE_VERSION) ", \"compiler\": \"" __VERSION__
                              "\", \"optimized\": "
#ifdef __OPTIMIZE__
                              "true"
#else
                              "false"
#endif
                              ", \"assertions\": "
#ifdef NDEBUG
                              "false"
#else
                              "true"
#endif
                              ", \"dependencies\": {\"abseil\": "
#ifdef ABSL_LTS_RELEASE_VERSION
    ATTAIN_TEXT(ABSL_LTS_RELEASE_VERSION)
#else
                              "0"
#endif
        "}}";

}  // namespace

extern "C" {

const char* attain_version_string(void) { return kVersion; }

int32_t attain_abi_version(void) { return ATTAIN_ABI_VERSION; }

const char* attain_build_info(void) { return kBuildInfo; }

void attain_free(void* memory) { std::free(memory); }

void attain_run_options_init(attain_run_options* options, size_t size) {
  if (options == nullptr || size < sizeof(uint32_t) || size > UINT32_MAX) return;
  std::memset(static_cast<void*>(options), 0, size);
  const auto written = static_cast<uint32_t>(size);
  std::memcpy(static_cast<void*>(options), &written, sizeof written);
}

}  // extern "C"
