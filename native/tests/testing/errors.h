// What a body throws, as status and message.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "base/error.h"

namespace orthant::testing {

// Expects the body to throw orthant::Error with the status and a message that holds `part`.
template <typename Body>
void expect_error(orthant_status status, const std::string& part, Body&& body) {
  try {
    body();
    ADD_FAILURE() << "nothing was thrown; expected: " << part;
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), status) << error.what();
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos)
        << "expected '" << part << "' in: " << error.what();
  }
}

}  // namespace orthant::testing
