/**
 * Turning vectors into codes with a learned {@link dev.orthant.encode.HashModel}.
 *
 * <p>A hash model is a list of yes-or-no questions about a vector, one per bit: on which side of a
 * learned hyperplane does it lie, perhaps after its distances to some anchors have been taken. The
 * answers, packed into 64-bit words, are its code; vectors that training showed to belong together
 * get codes that differ in few bits.
 *
 * <p>A model is shared by any number of threads. For many vectors at once there is {@link
 * dev.orthant.encode.HashModel#encode(dev.orthant.data.Vectors, int)}. For one vector at a time, in
 * a service, each thread has an {@link dev.orthant.encode.Encoder} of its own, which allocates
 * nothing per call. Both give the same codes, bit by bit.
 *
 * <p>For service a model may be brought into another {@link dev.orthant.encode.Precision}: in
 * {@code INT8} it encodes one vector in about a third of the time, batches a little faster, and
 * gives the same codes on every processor. A {@link dev.orthant.encode.PrecisionReport} says how
 * many bits that changes: of a linear model few, of one that compares with anchors, as that of
 * {@link dev.orthant.learn.OrthantTrainer}, about one in a hundred, which speaks for {@code FP32}.
 */
package dev.orthant.encode;
