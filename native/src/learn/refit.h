// Rows added to a trained model, or taken away, without training again. Ours; for the methods whose
// semantic bits rest on a ridge regression, `orthant` and `semantic-itq`. The regression W is an
// exact function of sums over rows (encode/training_sums.h), so it is solved again from the sums
// alone:
//     orthant       scores s = W^T phi(x): the first layer of the semantic bits
//     semantic-itq  projection = W A, with the map A of the class vectors
// All else stays as training left it: anchors and their width, means and scales, directions and
// rotation, the balance, the names' codes, the visual bits. A row that is taken away is forgotten
// by W, not by those.
#pragma once

#include <cstdint>
#include <memory>

#include "data/labels.h"
#include "encode/hash_model.h"
#include "encode/training_sums.h"
#include "learn/training_data.h"
#include "linalg/work.h"

namespace orthant {

// The sums of the rows that `model` was trained on. Refuses a model of another method, and data
// that are not those of its provenance, by their fingerprint. Cost n d m + n m^2 for n rows, m
// anchors; memory n m floats and m^2 doubles.
[[nodiscard]] TrainingSums sums_of(const HashModel& model, const TrainingData& data,
                                   const Work& work);

// Adds rows, or takes them away: the same numbers to the last bit as they were added by, which is
// the caller's to see to, as the sums do not know single rows. Refuses rows that the model could
// not encode, labels of classes that it has no regression for, and taking away more rows of a class
// than there are. Cost and memory as above. After an error nothing has changed.
void add_rows(TrainingSums& sums, MatrixView<float> rows, const Labels& labels, const Work& work);
void remove_rows(TrainingSums& sums, MatrixView<float> rows, const Labels& labels,
                 const Work& work);

// The model with W solved from the sums, in its precision; the provenance has the number of rows as
// "refit-rows". Refuses a model that the sums do not belong to, and sums with rows of fewer than
// two classes; fails on sums that are not those of any rows. A class without rows left has scores
// of zero. Cost m^3 / 3.
[[nodiscard]] std::shared_ptr<const HashModel> refit(const HashModel& model,
                                                     const TrainingSums& sums);

}  // namespace orthant
