package dev.orthant.cli.demo;

import java.util.List;

/**
 * A search by the name of an unseen class.
 *
 * @param className the name searched for
 * @param knownAtTraining whether training was given the name's vector (never a picture)
 * @param precisionAt20 share of the class among the 20 nearest; ties at the end in random order
 * @param outside share of the name's vector that lies outside what the model knows of names
 * @param hits the nearest pictures in the order of distance, then row
 */
record NameSearch(
    String className,
    boolean knownAtTraining,
    double precisionAt20,
    double outside,
    List<Hit> hits) {}
