// Damages a file in every way that storage and transport know, and expects a reader to refuse each.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "testing/temp_folder.h"

namespace orthant::testing {

using Load = std::function<void(const std::string& path)>;

// Empty: the file was read without complaint.
inline std::string complaint_about(const std::string& path, const Load& load) {
  try {
    load(path);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), ORTHANT_CORRUPT_FILE) << error.what();
    EXPECT_NE(std::string(error.what()).find(path), std::string::npos) << error.what();
    return error.what();
  }
}

inline std::string complaint_about(const std::string& path, const std::string& bytes,
                                   const Load& load) {
  write_bytes(path, bytes);
  return complaint_about(path, load);
}

// In place: writing the whole file for each damage would take most of a test's time.
inline void set_byte(const std::string& path, std::size_t at, char value) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(value);
}

// Every bit flipped, bytes at the end, and every truncation.
inline void expect_damage_is_refused(const std::string& bytes, const Load& load) {
  const TempFolder folder;
  const std::string path = folder.file("damaged");
  ASSERT_EQ(complaint_about(path, bytes, load), "");
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      set_byte(path, at, static_cast<char>(bytes[at] ^ (1 << bit)));
      ASSERT_NE(complaint_about(path, load), "") << "bit " << bit << " of byte " << at;
    }
    set_byte(path, at, bytes[at]);
  }
  ASSERT_EQ(complaint_about(path, load), "");
  for (const std::size_t more : {1, 63, 64, 5000}) {
    std::filesystem::resize_file(path, bytes.size() + more);
    ASSERT_NE(complaint_about(path, load), "") << more << " bytes more";
  }
  for (std::size_t length = bytes.size(); length-- > 0;) {
    std::filesystem::resize_file(path, length);
    ASSERT_NE(complaint_about(path, load), "") << "the first " << length << " bytes";
  }
}

}  // namespace orthant::testing
