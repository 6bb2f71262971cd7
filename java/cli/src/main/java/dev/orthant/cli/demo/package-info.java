/**
 * The demo: trains every method on the seen classes of a sample, searches for pictures of the
 * unseen ones, and writes what it found as a table and as a page of pictures.
 */
package dev.orthant.cli.demo;
