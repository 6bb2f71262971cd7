/** The methods by the names that the command line gives them. */
package dev.orthant.cli.learn;
