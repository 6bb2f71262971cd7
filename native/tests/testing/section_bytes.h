// Makes section files by hand, independently of the writer, so that tests can build what it never
// writes.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "store/checksum.h"

namespace orthant::testing {

struct RawSection {
  std::string id;
  std::string bytes;
  std::uint32_t flags = 1;
};

struct RawFile {
  std::string kind;
  std::vector<RawSection> sections;
  std::uint16_t major = 1;
  std::uint16_t minor = 0;
  std::uint32_t reserved = 0;
};

template <typename T>
void put(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i)));
  }
}

inline void put(std::string& out, float value) { put(out, std::bit_cast<std::uint32_t>(value)); }
inline void put(std::string& out, double value) { put(out, std::bit_cast<std::uint64_t>(value)); }

inline std::uint32_t crc_of(const std::string& bytes) {
  return crc32c_portable(0, std::as_bytes(std::span(bytes)));
}

inline std::string render(const RawFile& file) {
  std::string table;
  std::string body;
  const std::size_t header = 32 + 32 * file.sections.size() + 4;
  for (const RawSection& section : file.sections) {
    body.resize((header + body.size() + 63) / 64 * 64 - header);
    table += section.id;
    put(table, section.flags);
    put(table, std::uint64_t{header + body.size()});
    put(table, std::uint64_t{section.bytes.size()});
    put(table, crc_of(section.bytes));
    put(table, std::uint32_t{0});
    body += section.bytes;
  }
  std::string out = "\x89ORTH\r\n\x1A" + file.kind;
  put(out, file.major);
  put(out, file.minor);
  put(out, std::uint64_t{header + body.size()});
  put(out, static_cast<std::uint32_t>(file.sections.size()));
  put(out, file.reserved);
  out += table;
  put(out, crc_of(out));
  return out + body;
}

}  // namespace orthant::testing
