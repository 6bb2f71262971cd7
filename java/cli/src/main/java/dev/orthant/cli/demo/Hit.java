package dev.orthant.cli.demo;

/**
 * A retrieved picture.
 *
 * @param row its row in the database
 * @param distance the Hamming distance of its code to the query's
 * @param right whether it is of the class that was searched for
 */
record Hit(int row, int distance, boolean right) {}
