// To encode a vector, a model must read its projection once. The time in fp32 is therefore at least
// bytes / R, R being the rate at which this thread reads those bytes from its cache: that of the
// best of the read kernels (read_kernels.h) in the same repetitions. The narrower precisions are
// compared with fp32. What is timed is all that Encoder does: the check of the vector, products,
// signs.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "data/packed_codes.h"
#include "encode/batch_encoder.h"
#include "encode/encoder.h"
#include "goals.h"
#include "kernels/narrow.h"
#include "measure.h"
#include "read_kernels.h"

namespace orthant::bench {
namespace {

using Model = std::shared_ptr<const HashModel>;

Matrix<float> gaussian(Rng& rng, std::int64_t rows, std::int64_t columns) {
  Matrix<float> values(rows, columns);
  for (std::int64_t i = 0; i < rows * columns; ++i) {
    values.data()[i] = static_cast<float>(rng.normal());
  }
  return values;
}

// anchors == 0: linear.
Model random_model(Rng& rng, std::int32_t dimension, std::int32_t bits, std::int32_t anchors) {
  auto model = std::make_shared<HashModel>();
  model->dimension = dimension;
  BitGroup& group = model->groups.emplace_back();
  group.features.dimension = dimension;
  if (anchors > 0) {
    group.features.unit_rows = true;
    group.features.anchors = gaussian(rng, anchors, dimension);
    const float norm = std::sqrt(static_cast<float>(dimension));
    for (std::int64_t i = 0; i < std::int64_t{anchors} * dimension; ++i) {
      group.features.anchors.data()[i] /= norm;
    }
    group.features.width = 2.0F;
  }
  group.projection = gaussian(rng, bits, group.features.columns());
  model->prepare();
  return model;
}

// Single and batch encoding give the same codes, and these those of fp32 in nearly all bits.
void check(const Model& model, const PackedCodes& fp32, MatrixView<float> x,
           const std::string& what) {
  const PackedCodes codes = encode_all(*model, x, 1);
  Encoder encoder(model);
  std::int64_t differing = 0;
  for (std::int64_t i = 0; i < x.rows; ++i) {
    std::memcpy(encoder.vector(), x.row(i).data(), x.row(i).size_bytes());
    if (!encoder.encode() ||
        !std::equal(codes.row(i), codes.row(i) + codes.words(), encoder.code())) {
      fail(what + ": single and batch encoding differ in row " + std::to_string(i));
    }
    for (std::int32_t w = 0; w < codes.words(); ++w) {
      differing += __builtin_popcountll(codes.row(i)[w] ^ fp32.row(i)[w]);
    }
  }
  if (differing > x.rows * model->bits() / 20) fail(what + ": the codes are not those of fp32");
}

// The signs of sums in double precision, for the linear model in fp32.
void check_signs(const HashModel& model, const PackedCodes& codes, MatrixView<float> x) {
  const Matrix<float>& weights = model.groups[0].projection;
  for (std::int64_t i = 0; i < x.rows; ++i) {
    for (std::int64_t j = 0; j < weights.rows(); ++j) {
      double sum = 0.0;
      for (std::int64_t c = 0; c < x.columns; ++c)
        sum += static_cast<double>(weights(j, c)) * x(i, c);
      const bool set = (codes.row(i)[j / 64] >> (j % 64) & 1) != 0;
      if (std::fabs(sum) > 1e-3 && set != (sum > 0.0)) {
        fail("fp32: bit " + std::to_string(j) + " of row " + std::to_string(i) + " is wrong");
      }
    }
  }
}

struct Single {
  explicit Single(const Model& model, MatrixView<float> x) : encoder(model) {
    std::memcpy(encoder.vector(), x.row(0).data(), x.row(0).size_bytes());
  }
  void run(std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) use(encoder.encode() ? encoder.code()[0] : 0);
  }

  Encoder encoder;
};

void one_vector(const Options& options, Report& report, std::int32_t dimension, std::int32_t bits) {
  Rng rng(1);
  const Model model = random_model(rng, dimension, bits, 0);
  const Matrix<float> x = gaussian(rng, 200, dimension);
  const PackedCodes codes = encode_all(*model, x.view(), 1);
  check_signs(*model, codes, x.view());
  const Model bf16_model = model->with_precision(Precision::bf16);
  const Model int8_model = model->with_precision(Precision::int8);
  for (const Model& other : {model, bf16_model, int8_model}) {
    check(other, codes, x.view(), std::string(name_of(other->precision)));
  }

  const std::int64_t words = std::int64_t{dimension} * bits / 2;
  const std::int64_t times = std::max<std::int64_t>(20'000'000 / words, 1);
  Single single(model, x.view());
  Single bf16_single(bf16_model, x.view());
  Single int8_single(int8_model, x.view());
  Measurement fp32{[&] { single.run(times); }};
  Measurement bf16{[&] { bf16_single.run(times); }};
  Measurement int8{[&] { int8_single.run(times); }};
  std::vector<Measurement> reads;
  std::vector<std::uint64_t> bytes(static_cast<std::size_t>(words) + 8);
  const auto at = (64 - reinterpret_cast<std::uintptr_t>(bytes.data()) % 64) % 64 / 8;
  for (const ReadKernel& kernel : read_kernels()) {
    reads.push_back({[&bytes, at, words, times, read = kernel.read] {
      for (std::int64_t i = 0; i < times; ++i) use(read(bytes.data() + at, words));
    }});
  }
  std::vector<Measurement*> all = {&fp32, &bf16, &int8};
  for (Measurement& read : reads) all.push_back(&read);
  time_in_turn(all, options.repeat(31));
  const Measurement& read =
      *std::min_element(reads.begin(), reads.end(),
                        [](const auto& a, const auto& b) { return a.median() < b.median(); });

  const auto microseconds = [times](const Measurement& m) {
    return 1e6 * m.median() / static_cast<double>(times);
  };
  const std::string what = text("%d to %d bits", dimension, bits);
  const bool goal = dimension == 512 && bits == 64;
  report.add("P10", what + ", fp32 over read", goal ? at_most(1.10, 1.03) : no_aim(),
             ratios(fp32, read),
             text("read %.2f us (%.0f GB/s), encode %.2f us", microseconds(read),
                  8e-3 * static_cast<double>(words) / microseconds(read), microseconds(fp32)));
  report.add("P10", what + ", bf16 over fp32", no_aim(), ratios(bf16, fp32),
             text("%.2f us, kernels of %s", microseconds(bf16), kernels::narrow().name));
  report.add("P10", what + ", int8 over fp32", goal ? at_most(0.35, 0.25) : no_aim(),
             ratios(int8, fp32),
             text("%.2f us, kernels of %s", microseconds(int8), kernels::narrow().name));
}

// What a model costs that scales vectors to unit length and centres them, as learners make them.
void scaled_and_centred(const Options& options, Report& report) {
  constexpr std::int32_t kDimension = 512;
  constexpr std::int64_t kTimes = 1000;
  Rng rng(3);
  const Model plain = random_model(rng, kDimension, 64, 0);
  const std::shared_ptr<HashModel> model = plain->clone();
  model->groups[0].features.unit_rows = true;
  model->groups[0].features.mean = AlignedBuffer<float>(kDimension);
  for (float& value : model->groups[0].features.mean) {
    value = static_cast<float>(0.01 * rng.normal());
  }
  model->prepare();
  const Matrix<float> x = gaussian(rng, 50, kDimension);
  check(model, encode_all(*model, x.view(), 1), x.view(), "scaled and centred");
  Single as_it_is(plain, x.view());
  Single placed(model, x.view());
  Measurement without{[&] { as_it_is.run(kTimes); }};
  Measurement with{[&] { placed.run(kTimes); }};
  time_in_turn({&with, &without}, options.repeat(31));
  report.add("P10", "512 to 64 bits, scaled and centred, over as it is", no_aim(),
             ratios(with, without),
             text("%.2f us, as it is %.2f us", 1e6 * with.median() / kTimes,
                  1e6 * without.median() / kTimes));
}

// Batches, and models with anchors in both ways.
void compared_with_fp32(const Options& options, Report& report, std::int32_t dimension,
                        std::int32_t bits, std::int32_t anchors, std::int64_t rows) {
  Rng rng(2);
  const Model model = random_model(rng, dimension, bits, anchors);
  const Matrix<float> x = gaussian(rng, std::max<std::int64_t>(rows, 50), dimension);
  const PackedCodes codes = encode_all(*model, x.view(), 1);
  const std::string way = rows > 1 ? text("batch of %lld", static_cast<long long>(rows)) : "single";
  const std::string what = text("%d to %d bits", dimension, bits) +
                           (anchors > 0 ? text(" by %d anchors, ", anchors) : ", ") + way;
  std::vector<std::uint64_t> out(static_cast<std::size_t>(rows * words_for(bits)));
  const MatrixView<float> block = x.view().block(0, rows);
  Measurement fp32{[&] { encode_all(*model, block, 1, out.data()); }};
  for (const Precision precision : {Precision::bf16, Precision::int8}) {
    const Model other = model->with_precision(precision);
    check(other, codes, x.view().block(0, 50), what);
    Measurement narrow{[&] { encode_all(*other, block, 1, out.data()); }};
    Single single(model, x.view());
    Single narrow_single(other, x.view());
    const std::int64_t times = std::max<std::int64_t>(2000 / std::max(anchors, 1), 1);
    Measurement one{[&] { single.run(times); }};
    Measurement narrow_one{[&] { narrow_single.run(times); }};
    Measurement& wide_time = rows > 1 ? fp32 : one;
    Measurement& narrow_time = rows > 1 ? narrow : narrow_one;
    wide_time.seconds.clear();
    time_in_turn({&wide_time, &narrow_time}, options.repeat(21));
    const double per = 1e6 / static_cast<double>(rows > 1 ? rows : times);
    report.add("P10", what + ", " + std::string(name_of(precision)) + ": times faster", no_aim(),
               ratios(wide_time, narrow_time),
               text("%.2f us a vector, fp32 %.2f us", per * narrow_time.median(),
                    per * wide_time.median()));
  }
}

}  // namespace

void run_encode_goals(const Options& options, Report& report) {
  if (!options.wants("P10")) return;
  for (const std::int32_t dimension : {512, 2048}) {
    for (const std::int32_t bits : {64, 128}) one_vector(options, report, dimension, bits);
  }
  scaled_and_centred(options, report);
  compared_with_fp32(options, report, 512, 64, 0, 4096);
  compared_with_fp32(options, report, 1024, 64, 1000, 1);
  compared_with_fp32(options, report, 1024, 64, 1000, 512);
}

}  // namespace orthant::bench
