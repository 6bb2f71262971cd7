package dev.orthant.cli.learn;

import dev.orthant.learn.CosdishTrainer;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.learn.KshTrainer;
import dev.orthant.learn.LfhTrainer;
import dev.orthant.learn.LshTrainer;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.learn.SemanticItqTrainer;
import dev.orthant.learn.Trainer;
import dev.orthant.learn.ZshTrainer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The methods that the command line offers. */
public enum Method {
  LSH("lsh", LshTrainer::ofBits),
  ITQ("itq", ItqTrainer::ofBits),
  SDH("sdh", SdhTrainer::ofBits),
  COSDISH("cosdish", CosdishTrainer::ofBits),
  KSH("ksh", KshTrainer::ofBits),
  LFH("lfh", LfhTrainer::ofBits),
  ZSH("zsh", ZshTrainer::ofBits),
  SEMANTIC_ITQ("semantic-itq", SemanticItqTrainer::ofBits);

  private final String id;

  /** The settings of the literature, by name. */
  private static final Map<String, UnaryOperator<ZshTrainer>> ZSH_PRESETS =
      Map.of("published", ZshTrainer::asPublished, "in-authors-code", ZshTrainer::asInAuthorsCode);

  private final IntFunction<Trainer<?>> ofBits;

  Method(String id, IntFunction<Trainer<?>> ofBits) {
    this.id = id;
    this.ofBits = ofBits;
  }

  /** The method that the command line calls {@code id}. */
  public static Method named(String id) {
    return Arrays.stream(values())
        .filter(method -> method.id.equals(id))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("method \"" + id + "\" is none of " + names()));
  }

  /** The method with its defaults for codes of {@code bits} bits. */
  public Trainer<?> trainer(int bits) {
    return ofBits.apply(bits);
  }

  /** The trainer with the settings of a preset. */
  public static Trainer<?> preset(Trainer<?> trainer, String name) {
    Set<String> known = trainer instanceof ZshTrainer ? ZSH_PRESETS.keySet() : Set.of();
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "preset \"" + name + "\" of " + trainer.method() + " is none of " + new TreeSet<>(known));
    }
    return ZSH_PRESETS.get(name).apply((ZshTrainer) trainer);
  }

  /** A trainer by one word: a method's name, or name-preset, such as zsh-published. */
  public static Trainer<?> trainer(String word, int bits) {
    for (Method method : values()) {
      if (word.startsWith(method.id + "-") && !word.equals(SEMANTIC_ITQ.id)) {
        String preset = word.substring(method.id.length() + 1);
        return preset(method.trainer(bits), preset);
      }
    }
    return named(word).trainer(bits);
  }

  @Override
  public String toString() {
    return id;
  }

  private static String names() {
    return Arrays.stream(values()).map(Method::toString).collect(Collectors.joining(", "));
  }
}
