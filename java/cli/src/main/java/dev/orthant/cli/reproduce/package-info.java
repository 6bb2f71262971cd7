/**
 * The reproduction tables: protocols of the literature, run method by method and seed by seed. Each
 * run becomes one row of a file; tables are made from the file alone.
 */
package dev.orthant.cli.reproduce;
