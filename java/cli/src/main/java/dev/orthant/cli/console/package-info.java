/** What goes to the terminal: results on standard output, progress and errors beside it. */
package dev.orthant.cli.console;
