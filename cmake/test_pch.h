// Headers nearly every test includes; precompiled only to save build time.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "library_pch.h"
