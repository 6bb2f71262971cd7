package dev.orthant.cli.demo;

import dev.orthant.cli.console.Machine;
import java.util.List;

/**
 * What the demo found.
 *
 * @param chance the share of an unseen class in the database, mean over the unseen ones: what
 *     random codes would score
 * @param page where the page of pictures was written
 */
public record DemoReport(
    String sample,
    int bits,
    long seed,
    List<String> unseen,
    List<String> seen,
    int trainingRows,
    int databaseRows,
    int unseenQueries,
    int seenQueries,
    double chance,
    List<MethodResult> methods,
    List<NameSearch> byName,
    int threads,
    double seconds,
    Machine machine,
    String page) {}
