/**
 * The command line: one class per verb, named as the stages of the library are.
 *
 * <p>A verb reads its arrays through the option groups ({@link dev.orthant.cli.FeatureOptions},
 * {@link dev.orthant.cli.LabelOptions}, {@link dev.orthant.cli.DataOptions}), calls the public API
 * and hands one value to {@link dev.orthant.cli.console.Output}, which prints it as text or JSON.
 * Bad input is an {@code IllegalArgumentException} or an {@code IOException}; {@link
 * dev.orthant.cli.Main} turns it into one line and exit code 2.
 */
package dev.orthant.cli;
