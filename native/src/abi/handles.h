// What the opaque handles hold. Handles are created and freed in abi/ only. What is shared is held
// by std::shared_ptr, so that handles may be freed in any order.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "data/matrix.h"
#include "data/row_filter.h"
#include "encode/encoder.h"
#include "encode/hash_model.h"
#include "encode/training_sums.h"
#include "index/hamming_index.h"
#include "learn/training_run.h"
#include "orthant/orthant.h"
#include "search/batch_search.h"
#include "search/searcher.h"
#include "store/mutable_index.h"

struct orthant_matrix {
  std::shared_ptr<orthant::Matrix<float>> values;
};

struct orthant_training {
  explicit orthant_training(std::string_view method) : run(method) {}

  std::shared_ptr<const orthant::Matrix<float>> features;    // outlives the run that borrows it
  std::shared_ptr<const orthant::Matrix<float>> unlabelled;  // likewise
  orthant::TrainingRun run;
};

struct orthant_model {
  std::shared_ptr<const orthant::HashModel> model;
};

struct orthant_sums {
  orthant::TrainingSums sums;
};

struct orthant_encoder {
  orthant::Encoder encoder;
};

struct orthant_index {
  explicit orthant_index(orthant::HammingIndex made)
      : index(std::move(made)), description(index.describe()) {}

  orthant::HammingIndex index;
  std::string description;  // lent
};

struct orthant_filter {
  std::shared_ptr<const orthant::RowFilter> filter;
};

struct orthant_searcher {
  orthant::Searcher searcher;
  int64_t stats[ORTHANT_STATS] = {};  // lent, of the last search
  std::string explanation = {};       // lent
};

struct orthant_mutable_index {
  std::unique_ptr<orthant::MutableIndex> index;
  std::string recovery;  // lent
};

struct orthant_folder_report {
  std::string text;  // lent
};

struct orthant_batch {
  orthant::BatchSearch batch;
};
