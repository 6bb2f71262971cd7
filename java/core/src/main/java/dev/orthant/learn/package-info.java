/**
 * Learning hash functions from data.
 *
 * <p>A trainer takes vectors and gives a {@link dev.orthant.encode.HashModel}. Which trainer
 * depends on what is known of the data:
 *
 * <pre>
 * nothing                      LshTrainer           random hyperplanes, the baseline
 *                              PcaRrTrainer         principal directions, rotated at random
 *                              SpectralTrainer      waves along principal directions
 *                              ItqTrainer           principal directions, rotated to fit
 * the classes                  ScdhTrainer          codes that tell the classes apart, balanced
 *                              SdhTrainer           the same without balance
 *                              FsdhTrainer          the same in closed form
 *                              HcSdhTrainer         the same in one step, from fixed code words
 *                              CosdishTrainer       codes that follow pairs that share a class
 *                              KshTrainer           the same, bit by bit over few anchors
 *                              LfhTrainer           the same, by a likelihood of all pairs
 *                              DsdhTrainer          a network and discrete codes that it follows
 *                              GradientTrainer      a network on one of many losses
 * the classes and their        OrthantTrainer       codes with room for classes never seen
 *   meaning as vectors         ZshTrainer           codes that carry over to classes never seen
 *                              SemanticItqTrainer   one space for things and for class names
 *                              Vsb2Trainer          the same, names learned bit by bit
 *                              Vsb2NetworkTrainer   one space, reached by two networks
 * whatever the method needs    MethodTrainer        any method, by its name
 * </pre>
 *
 * <p>What a method needs is in its {@code train} method, so forgetting the labels does not compile.
 * All methods are driven in rounds; a {@link dev.orthant.learn.TrainingListener} sees each one and
 * can cancel. A seed makes a run repeatable to the last bit, at any number of threads.
 *
 * <pre>{@code
 * SdhTrainer trainer = SdhTrainer.ofBits(64).withAnchors(500).withSeed(7).withThreads(2);
 * try (HashModel model = trainer.train(features, labels)) { ... }
 * }</pre>
 */
package dev.orthant.learn;
