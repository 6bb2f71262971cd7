#include "report.h"

#include <algorithm>
#include <cstdio>

#include "measure.h"

namespace orthant::bench {
namespace {

const char* outcome_of(const Aim& aim, double value) {
  if (aim.kind == Aim::Kind::kNone) return "";
  const bool least = aim.kind == Aim::Kind::kAtLeast;
  const auto meets = [&](double wanted) { return least ? value >= wanted : value <= wanted; };
  if (meets(aim.stretch)) return "stretch";
  return meets(aim.hard) ? "met" : "MISSED";
}

std::string number(double value) { return text(value >= 1000 ? "%.0f" : "%.3g", value); }

std::string quoted(const std::string& value) {
  std::string result = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

}  // namespace

void Report::add(const std::string& goal, const std::string& what, const Aim& aim,
                 const std::vector<double>& values, const std::string& note) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double median = median_of(values);
  rows_.push_back({goal, what, aim, aim.kind == Aim::Kind::kAtMost ? *least : *most, median, note,
                   outcome_of(aim, median)});
  const Row& row = rows_.back();
  progress(goal + "  " + what + ": " + number(median) + " " + row.outcome + "  " + note);
}

void Report::print(const std::string& machine, const std::string& verdict) const {
  std::printf("%s\n%s\n\n%-5s %-46s %9s %9s %9s %9s  %-7s  %s\n", machine.c_str(), verdict.c_str(),
              "goal", "", "hard", "stretch", "best", "median", "", "baseline");
  for (const Row& row : rows_) {
    const char* sign = row.aim.kind == Aim::Kind::kAtLeast ? ">= " : "<= ";
    const bool aims = row.aim.kind != Aim::Kind::kNone;
    std::printf("%-5s %-46s %9s %9s %9s %9s  %-7s  %s\n", row.goal.c_str(), row.what.c_str(),
                aims ? (sign + number(row.aim.hard)).c_str() : "",
                aims ? number(row.aim.stretch).c_str() : "", number(row.best).c_str(),
                number(row.median).c_str(), row.outcome, row.note.c_str());
  }
}

void Report::print_json(const std::string& machine, const std::string& verdict) const {
  std::printf("{\"machine\":%s,\"verdict\":%s,\"goals\":[", quoted(machine).c_str(),
              quoted(verdict).c_str());
  const char* separator = "\n";
  for (const Row& row : rows_) {
    std::printf("%s{\"goal\":%s,\"what\":%s", separator, quoted(row.goal).c_str(),
                quoted(row.what).c_str());
    if (row.aim.kind != Aim::Kind::kNone) {
      std::printf(",\"%s\":%g,\"stretch\":%g,\"outcome\":\"%s\"",
                  row.aim.kind == Aim::Kind::kAtLeast ? "at_least" : "at_most", row.aim.hard,
                  row.aim.stretch, row.outcome);
    }
    std::printf(",\"best\":%.6g,\"median\":%.6g,\"baseline\":%s}", row.best, row.median,
                quoted(row.note).c_str());
    separator = ",\n";
  }
  std::printf("\n]}\n");
}

}  // namespace orthant::bench
