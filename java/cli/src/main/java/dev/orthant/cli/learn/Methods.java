package dev.orthant.cli.learn;

import dev.orthant.learn.DsdhTrainer;
import dev.orthant.learn.MethodTrainer;
import dev.orthant.learn.Trainer;
import dev.orthant.learn.ZshTrainer;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The methods of the library by name, and the settings of the literature by name. */
public final class Methods {
  /** What trains where no method is named: the library's own. */
  public static final String DEFAULT = "orthant";

  /** METHOD-PRESET: the method with settings of the literature. Every method works without. */
  private static final Map<String, IntFunction<Trainer<?>>> PRESETS = new TreeMap<>();

  static {
    PRESETS.put("dsdh-published", bits -> DsdhTrainer.ofBits(bits).asPublished());
    PRESETS.put("dsdh-in-authors-code", bits -> DsdhTrainer.ofBits(bits).asInAuthorsCode());
    PRESETS.put("dsdh-discrete", bits -> DsdhTrainer.ofBits(bits).discrete());
    PRESETS.put("zsh-published", bits -> ZshTrainer.ofBits(bits).asPublished());
    PRESETS.put("zsh-in-authors-code", bits -> ZshTrainer.ofBits(bits).asInAuthorsCode());
  }

  private Methods() {}

  /** The method, or method with a preset, that is called {@code word}: zsh, zsh-published. */
  public static Trainer<?> trainer(String word, int bits) {
    if (PRESETS.containsKey(word)) {
      return PRESETS.get(word).apply(bits);
    }
    if (!MethodTrainer.methods().contains(word)) {
      throw new IllegalArgumentException(
          "method \""
              + word
              + "\" is none of "
              + String.join(", ", MethodTrainer.methods())
              + "; nor one of them with a preset: "
              + String.join(", ", PRESETS.keySet()));
    }
    return MethodTrainer.named(word, bits);
  }

  /** For the help: the names of all methods, then each METHOD-PRESET. */
  public static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(MethodTrainer.methods().stream(), PRESETS.keySet().stream()).iterator();
    }
  }

  /** For the help: each METHOD-PRESET. */
  public static final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return new TreeSet<>(PRESETS.keySet()).iterator();
    }
  }
}
