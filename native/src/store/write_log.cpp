#include "store/write_log.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "data/packed_codes.h"
#include "store/checksum.h"
#include "store/little_endian.h"
#include "store/section_file.h"

namespace orthant {
namespace {

constexpr FourLetters kKind = "WLOG";
constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kRecordBytes = 32;  // without keys and codes
constexpr std::size_t kCrcOffset = 4;
constexpr std::size_t kCrcEnd = 8;
constexpr std::uint32_t kSynced = 4;  // beside the kinds of batches
constexpr std::uint64_t kAlignment = 8;

std::vector<std::byte> header_of(std::int32_t bits, std::uint64_t start) {
  std::vector<std::byte> header;
  append_preamble(header, kKind);
  append(header, start);
  append(header, static_cast<std::uint32_t>(bits));
  append(header, crc32c(0, header));
  return header;
}

// Of a whole record, but for the checksum itself.
std::uint32_t crc_of(std::span<const std::byte> record) noexcept {
  return crc32c(crc32c(0, record.first(kCrcOffset)), record.subspan(kCrcEnd));
}

template <typename T>
std::byte* put(std::byte* at, const T* values, std::size_t count) {
  if (count > 0) std::memcpy(at, values, count * sizeof(T));
  return at + count * sizeof(T);
}

template <typename T>
std::byte* put(std::byte* at, const T& value) {
  return put(at, &value, 1);
}

// What stands in a record beside its checksum, its length and its rows.
struct RecordHead {
  std::uint64_t sequence;
  std::uint64_t synced;
  std::uint32_t kind;
};

void encode(std::vector<std::byte>& record, const RecordHead& head, const Batch& batch) {
  const std::size_t rows = batch.keys.size();
  const std::size_t words =
      batch.has_codes() ? rows * static_cast<std::size_t>(words_for(batch.bits)) : 0;
  record.resize(kRecordBytes + 8 * (rows + words));
  std::byte* at = record.data();
  at = put(at, static_cast<std::uint32_t>(8 * (rows + words)));
  at = put(at, std::uint32_t{0});  // the checksum, in the end
  at = put(at, head.sequence);
  at = put(at, head.synced);
  at = put(at, head.kind);
  at = put(at, static_cast<std::uint32_t>(rows));
  at = put(at, batch.keys.data(), rows);
  put(at, batch.codes, words);
  const std::uint32_t crc = crc_of(record);
  put(record.data() + kCrcOffset, crc);
}

}  // namespace

WriteLog::WriteLog(ReplacementFile& place, std::string path, std::int32_t bits, std::uint64_t start,
                   std::uint64_t next, std::span<const std::byte> records)
    : path_(std::move(path)), next_(next) {
  const std::vector<std::byte> header = header_of(bits, start);
  place.write(header);
  place.write(records);
  file_ = place.commit_and_keep_open();
  length_ = header.size() + records.size();
  synced_ = length_;
}

// Of a record that could not be written nothing may stay: the next one would follow its remains.
void WriteLog::write_record() {
  try {
    file_->write(record_);
  } catch (const Error& error) {
    try {
      file_->truncate(length_);
    } catch (const Error&) {
      break_off(error.what());
    }
    throw;
  }
  length_ += record_.size();
  ++next_;
}

void WriteLog::append(const Batch& batch) {
  require_usable();
  encode(record_, {next_, synced_, static_cast<std::uint32_t>(batch.kind)}, batch);
  write_record();
  unsynced_batches_ = true;
}

void WriteLog::sync_file() {
  try {
    file_->sync();
  } catch (const Error& error) {
    break_off(error.what());
    throw;
  }
  synced_ = length_;
  unsynced_batches_ = false;
}

void WriteLog::sync() {
  require_usable();
  if (!unsynced_batches_) return;
  sync_file();
  Batch mark;
  mark.kind = BatchKind::kRemove;
  encode(record_, {next_, synced_, kSynced}, mark);
  try {
    write_record();
  } catch (const Error&) {
    // The batches are durable without the mark; only damage to the last of them would be taken for
    // an unfinished end.
  }
}

void WriteLog::finish() {
  require_usable();
  if (synced_ != length_) sync_file();
}

void WriteLog::break_off(const std::string& reason) {
  if (broken_.empty()) broken_ = reason;
}

void WriteLog::require_usable() const {
  if (broken_.empty()) return;
  throw Error(ORTHANT_IO, "'" + path_ + "': the index takes no more changes until it is opened " +
                              "again, since an earlier one failed: " + broken_);
}

LogReader::LogReader(const std::string& path, bool last, FileSystem& files) : path_(path) {
  const InputFile file(path, files);
  bytes_ = AlignedBuffer<std::byte>(static_cast<std::size_t>(file.length()));
  if (file.read_at(0, {bytes_.data(), bytes_.size()}) != bytes_.size()) {
    corrupt("the file was cut off while it was read");
  }
  read_header();
  find_end(last);
}

void LogReader::corrupt(const std::string& complaint) const {
  throw Error(ORTHANT_CORRUPT_FILE, "'" + path_ + "': " + complaint);
}

void LogReader::read_header() {
  if (bytes_.size() < kHeaderBytes) corrupt("the file ends in its header");
  const std::span<const std::byte> header(bytes_.data(), kHeaderBytes);
  FieldReader crc(header.subspan(kHeaderBytes - 4));
  if (crc.take<std::uint32_t>() != crc32c(0, header.first(kHeaderBytes - 4))) {
    corrupt("the header at offset 0 (32 bytes) fails its checksum: it is damaged, or no log");
  }
  check_preamble(header, kKind, path_);
  FieldReader fields(header.subspan(kPreambleBytes));
  start_ = fields.take<std::uint64_t>();
  const auto bits = fields.take<std::uint32_t>();
  if (bits < 1 || bits > ORTHANT_MAX_BITS) {
    corrupt("claims codes of " + std::to_string(bits) + " bits");
  }
  bits_ = static_cast<std::int32_t>(bits);
}

LogReader::Record LogReader::record_at(std::uint64_t offset) const {
  FieldReader fields({bytes_.data() + offset, kRecordBytes});
  Record record;
  record.length = fields.take<std::uint32_t>();
  record.crc = fields.take<std::uint32_t>();
  record.sequence = fields.take<std::uint64_t>();
  record.synced = fields.take<std::uint64_t>();
  record.kind = fields.take<std::uint32_t>();
  record.rows = fields.take<std::uint32_t>();
  return record;
}

bool LogReader::is_whole(std::uint64_t offset, const Record& record) const {
  if (record.length > bytes_.size() - offset - kRecordBytes) return false;
  return record.crc == crc_of({bytes_.data() + offset, kRecordBytes + record.length});
}

bool LogReader::has_right_shape(const Record& record) const {
  if (record.kind == kSynced) return record.rows == 0 && record.length == 0;
  const bool codes = record.kind != static_cast<std::uint32_t>(BatchKind::kRemove);
  const std::uint64_t words = 1 + (codes ? static_cast<std::uint64_t>(words_for(bits_)) : 0);
  return record.rows <= kMostBatchRows && record.length == 8 * words * record.rows;
}

void LogReader::find_end(bool last) {
  next_ = start_;
  end_ = kHeaderBytes;
  while (bytes_.size() - end_ >= kRecordBytes) {
    const Record record = record_at(end_);
    if (!is_whole(end_, record)) break;
    const std::string where = "the record at offset " + std::to_string(end_);
    if (record.kind < 1 || record.kind > kSynced) {
      throw Error(ORTHANT_NEWER_FILE, "'" + path_ + "': " + where + " is of kind " +
                                          std::to_string(record.kind) +
                                          ", of a newer release, which this one cannot read");
    }
    if (record.sequence != next_) {
      corrupt(where + " has the number " + std::to_string(record.sequence) + " where " +
              std::to_string(next_) + " follows");
    }
    if (!has_right_shape(record) || record.synced > end_) {
      corrupt(where + " describes no possible batch");
    }
    end_ += kRecordBytes + record.length;
    ++next_;
  }
  if (end_ == bytes_.size()) return;
  if (!last) {
    corrupt("the record at offset " + std::to_string(end_) +
            " is damaged, and another log follows this one");
  }
  refuse_damage_at(end_);
}

// Looks for a good record beyond the bad one that attests it as synced. Only the writer's own
// records can stand there, but a forged file may hold many that look like one: their checksums are
// computed over a bounded number of bytes.
void LogReader::refuse_damage_at(std::uint64_t bad) const {
  std::uint64_t budget = 4 * (bytes_.size() - bad);
  for (std::uint64_t at = bad + kAlignment; at + kRecordBytes <= bytes_.size(); at += kAlignment) {
    const Record record = record_at(at);
    const bool attests = record.synced > bad && record.synced <= at;
    const bool known = record.kind >= 1 && record.kind <= kSynced && record.sequence > next_;
    if (!attests || !known || !has_right_shape(record)) continue;
    const std::uint64_t cost = kRecordBytes + record.length;
    if (cost <= budget && !is_whole(at, record)) {
      budget -= cost;
      continue;
    }
    corrupt("the record at offset " + std::to_string(bad) + " fails its checksum though the one " +
            "at offset " + std::to_string(at) + " tells that it was synced: the log is damaged");
  }
}

std::span<const std::byte> LogReader::records() const noexcept {
  return std::span<const std::byte>(bytes_.data(), static_cast<std::size_t>(end_))
      .subspan(kHeaderBytes);
}

void LogReader::for_each(
    const std::function<void(std::uint64_t offset, const Batch& batch)>& visit) const {
  for (std::uint64_t offset = kHeaderBytes; offset < end_;) {
    const Record record = record_at(offset);
    const std::byte* payload = bytes_.data() + offset + kRecordBytes;
    if (record.kind != kSynced) {
      Batch batch;
      batch.kind = static_cast<BatchKind>(record.kind);
      batch.keys = {reinterpret_cast<const std::int64_t*>(payload), record.rows};
      batch.bits = bits_;
      if (batch.has_codes()) {
        batch.codes = reinterpret_cast<const std::uint64_t*>(payload + 8 * batch.keys.size());
      }
      visit(offset, batch);
    }
    offset += kRecordBytes + record.length;
  }
}

}  // namespace orthant
