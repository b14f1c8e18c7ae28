// Headers nearly every test includes; precompiled only to save build time.
#include "gtest/gtest.h"
#include "library_pch.h"
