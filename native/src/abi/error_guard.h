// Where exceptions end: a cold function of the C interface is `return guard(error, [&] { ... });`.
// This file has the only catch (...) of the core.
#pragma once

#include <cstdint>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/error.h"
#include "orthant/orthant.h"

namespace orthant::abi {

// Fills the caller's error (nullptr: not wanted) and returns the status. Of a message that is too
// long the middle is left out, as it says at its start what was done and at its end why that
// failed, with a path between. What is no UTF-8 becomes '?'.
std::int32_t report(orthant_error* error, orthant_status status, std::string_view message) noexcept;

// Runs the body; what it throws becomes the error, and the status is returned.
template <typename Body>
std::int32_t guard(orthant_error* error, Body&& body) noexcept {
  try {
    body();
    return report(error, ORTHANT_OK, "");
  } catch (const Error& failure) {
    return report(error, failure.status(), failure.what());
  } catch (const std::bad_alloc&) {
    return report(error, ORTHANT_OUT_OF_MEMORY, "the memory that this takes could not be had");
  } catch (const std::exception& failure) {
    return report(error, ORTHANT_INTERNAL, failure.what());
  } catch (...) {
    return report(error, ORTHANT_INTERNAL, "an unknown exception");
  }
}

// The same for a body that returns a handle; nullptr if it throws.
template <typename Handle, typename Body>
Handle* guard_handle(orthant_error* error, Body&& body) noexcept {
  Handle* handle = nullptr;
  guard(error, [&] { handle = body(); });
  return handle;
}

// Refuses a null argument by its name.
inline void require(const void* argument, const char* name) {
  if (argument == nullptr) refuse(std::string(name) + " must not be null");
}

// Refuses a number outside [lowest, highest] by its name.
void require_between(const char* name, std::int64_t value, std::int64_t lowest,
                     std::int64_t highest);

// Refuses a number of threads outside 1 to 256.
inline void require_threads(std::int32_t threads) { require_between("threads", threads, 1, 256); }

// Refuses rows x columns values of `value_bytes` bytes each that no address space holds.
void require_countable(std::int64_t rows, std::int64_t columns, std::size_t value_bytes);

}  // namespace orthant::abi
