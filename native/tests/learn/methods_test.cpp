#include "learn/methods.h"

#include <gtest/gtest.h>

#include "testing/errors.h"

namespace orthant {
namespace {

TEST(Methods, AreMadeByName) {
  for (const char* name : {"lsh", "itq", "sdh", "zsh", "semantic-itq", "dpsh", "dsdh", "orthohash",
                           "csq", "greedyhash"}) {
    EXPECT_EQ(make_trainer(name)->options.method(), name);
  }
}

TEST(Methods, AnUnknownNameIsRefusedWithTheKnownOnes) {
  testing::expect_error(ORTHANT_INVALID_ARGUMENT,
                        "no method \"ITQ\"; the methods are lsh, itq, sdh, ",
                        [] { (void)make_trainer("ITQ"); });
}

TEST(Methods, EveryDefaultLiesWithinItsBounds) {
  for (const char* name : {"lsh", "itq", "sdh", "zsh", "semantic-itq", "dpsh", "dsdh", "orthohash",
                           "csq", "greedyhash"}) {
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
