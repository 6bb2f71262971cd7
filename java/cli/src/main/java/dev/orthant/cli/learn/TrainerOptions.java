package dev.orthant.cli.learn;

import dev.orthant.learn.Trainer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A trainer's options by name. The names are those of its {@code with} methods (withVisualBits is
 * visual-bits) and of its presets (asPublished is published), found by reflection, so that the
 * command line offers what the library does and nothing else.
 */
public final class TrainerOptions {
  private TrainerOptions() {}

  /** The trainer with one option set to what a user wrote. */
  public static Trainer set(Trainer trainer, String name, String value) {
    Map<String, Method> options = options(trainer);
    Method option = options.get(name);
    if (option == null) {
      throw new IllegalArgumentException(
          "option \"" + name + "\" of " + trainer.method() + " is none of " + names(options));
    }
    if (option.getParameterCount() == 0) {
      requireTrue(name, value);
      return call(trainer, option);
    }
    return call(trainer, option, parse(name, value, option.getParameterTypes()[0]));
  }

  /** The trainer with the settings of a preset. */
  public static Trainer preset(Trainer trainer, String name) {
    Map<String, Method> presets = methods(trainer, "as", 0);
    if (!presets.containsKey(name)) {
      throw new IllegalArgumentException(
          "preset \"" + name + "\" of " + trainer.method() + " is none of " + names(presets));
    }
    return call(trainer, presets.get(name));
  }

  /** Without seed, threads and listener, which the command line sets by options of their own. */
  private static Map<String, Method> options(Trainer trainer) {
    Map<String, Method> options = methods(trainer, "with", 1);
    options.putAll(methods(trainer, "with", 0));
    options.keySet().removeAll(Set.of("seed", "threads", "listener"));
    return options;
  }

  /** Public methods such as withVisualBits that return the trainer's own class, by short name. */
  private static Map<String, Method> methods(Trainer trainer, String prefix, int parameters) {
    Map<String, Method> found = new TreeMap<>();
    for (Method method : trainer.getClass().getMethods()) {
      if (method.getName().matches(prefix + "[A-Z].*")
          && method.getParameterCount() == parameters
          && method.getReturnType() == trainer.getClass()) {
        found.put(hyphenated(method.getName().substring(prefix.length())), method);
      }
    }
    return found;
  }

  private static String hyphenated(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static Object parse(String name, String value, Class<?> type) {
    try {
      if (type == int.class) {
        return Integer.valueOf(value);
      }
      if (type == double.class) {
        return Double.valueOf(value);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "option "
              + name
              + " = \""
              + value
              + "\" is not "
              + (type == int.class ? "a whole number" : "a number"));
    }
    return constant(name, value, type);
  }

  private static void requireTrue(String name, String value) {
    if (!value.equals("true")) {
      throw new IllegalArgumentException(
          "option " + name + " = \"" + value + "\": it is either true or left out");
    }
  }

  private static Object constant(String name, String value, Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equalsIgnoreCase(value.replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "option "
                        + name
                        + " = \""
                        + value
                        + "\" is none of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
  }

  private static String names(Map<String, Method> methods) {
    return "[" + String.join(", ", methods.keySet()) + "]";
  }

  private static Trainer call(Trainer trainer, Method method, Object... arguments) {
    try {
      return (Trainer) method.invoke(trainer, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
