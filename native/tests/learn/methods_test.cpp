#include "learn/methods.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "testing/errors.h"

namespace orthant {
namespace {

TEST(Methods, AreMadeByName) {
  for (const std::string_view name : method_names()) {
    EXPECT_EQ(make_trainer(name)->options.method(), name);
  }
}

TEST(Methods, AnUnknownNameIsRefusedWithTheKnownOnes) {
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "no method \"ITQ\"; the methods are lsh, ",
                        [] { (void)make_trainer("ITQ"); });
  for (const std::string_view name : method_names()) {
    testing::expect_error(ORTHANT_INVALID_ARGUMENT, std::string(name),
                          [] { (void)make_trainer("ITQ"); });
  }
}

TEST(Methods, HaveDistinctNames) {
  const std::vector<std::string_view> names = method_names();
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), names.size());
}

TEST(Methods, AreListedInTheOrderOfTheTable) {
  std::string names;
  for (std::int32_t i = 0; i < method_count(); ++i) {
    EXPECT_EQ(make_trainer(method_name(i))->options.method(), method_name(i));
    names.append(i == 0 ? "" : ", ").append(method_name(i));
  }
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "the methods are " + names,
                        [] { (void)make_trainer("none of them"); });
}

TEST(Methods, EveryDefaultLiesWithinItsBounds) {
  for (const std::string_view name : method_names()) {
    const auto trainer = make_trainer(name);
    for (std::int32_t i = 0; i < trainer->options.count(); ++i) {
      const OptionSpec& spec = trainer->options.spec(i);
      EXPECT_NO_THROW(trainer->options.set(spec.name, spec.initial)) << name << " " << spec.name;
      EXPECT_NO_THROW(trainer->options.set(spec.name, spec.min)) << name << " " << spec.name;
      EXPECT_NO_THROW(trainer->options.set(spec.name, spec.max)) << name << " " << spec.name;
    }
  }
}

}  // namespace
}  // namespace orthant
