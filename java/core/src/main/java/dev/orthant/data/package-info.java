/**
 * What goes in and what comes out: vectors, labels, class vectors, codes, and the files that hold
 * them.
 *
 * <p>A learning-to-hash experiment starts with {@link dev.orthant.data.Vectors}: n rows of d
 * floats, the features of n things. They may lie in the heap or in files of any size; rows are
 * copied in blocks when they are needed, never all at once. {@link dev.orthant.data.Labels} say
 * which classes each row belongs to. {@link dev.orthant.data.ClassSemantics} say what the classes
 * mean, one vector per class name, which is what lets a zero-shot method deal with classes that it
 * has never seen.
 *
 * <p>The result is {@link dev.orthant.data.BinaryCodes}: n codes of b bits, each in {@code ceil(b /
 * 64)} words of 64 bits. Bit i of a code is bit {@code i % 64} of word {@code i / 64}; the unused
 * bits of the last word are zero. A row number is called an <em>id</em> once it is the result of a
 * search. Everything here is an immutable value, safe for any number of threads.
 */
package dev.orthant.data;
