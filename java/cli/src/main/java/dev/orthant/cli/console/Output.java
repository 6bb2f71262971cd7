package dev.orthant.cli.console;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Standard output: a verb's result as text for people, or as one JSON object with --json. */
public final class Output {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .serializeNulls()
          .registerTypeAdapter(double.class, new FiniteOrNull())
          .registerTypeAdapter(Double.class, new FiniteOrNull())
          .create();

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  /** Prints {@code result} as JSON if it was asked for, otherwise what {@code text} makes of it. */
  public <T> void print(T result, Function<T, String> text) {
    System.out.println(json ? GSON.toJson(result) : text.apply(result).stripTrailing());
    System.out.flush();
  }

  /** Prints a line of text about what goes on; with --json nothing, to keep to one object. */
  public void tell(String line) {
    if (!json) {
      System.out.println(line);
      System.out.flush();
    }
  }

  /** JSON has no NaN or infinity: a measure without a value is null. */
  private static final class FiniteOrNull extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, Double value) throws IOException {
      if (value == null || !Double.isFinite(value)) {
        out.nullValue();
      } else {
        out.value(value);
      }
    }

    @Override
    public Double read(JsonReader in) throws IOException {
      return in.nextDouble();
    }
  }
}
