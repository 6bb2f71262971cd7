package dev.orthant.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every public method with null, closed, wrong-sized, not finite and extreme arguments, found by
 * reflection. It may succeed or throw what is documented; nothing else, and the process survives.
 */
@Timeout(120)
final class MisuseMatrixTest {
  private static final int CALLS_PER_METHOD = 40;
  private static final int CALLS_PER_FACTORY = 150;

  /** Each may wait for the disk. */
  private static final int CALLS_WITH_A_FILE = 20;

  /** What the documentation allows; NullPointerException only if something is null. */
  private static final List<Class<? extends Throwable>> ALLOWED =
      List.of(
          IllegalArgumentException.class,
          IllegalStateException.class,
          IndexOutOfBoundsException.class,
          CancellationException.class,
          IOException.class);

  @TempDir static Path folder;

  private final Random random = Seeds.random("misuse");
  private final TreeSet<String> violations = new TreeSet<>();
  private final TreeSet<String> succeeded = new TreeSet<>();
  private final TreeSet<String> called = new TreeSet<>();

  @Test
  void everyPublicMethodWithstandsMisuse() throws Exception {
    try (MisusePool pool = new MisusePool(folder)) {
      for (int pass = 0; pass < 2; pass++) { // the first pass makes objects for the second
        for (Class<?> type : MisusePool.publicTypes()) {
          for (Method method : methodsOf(type)) {
            misuse(pool, type, method);
          }
        }
      }
      pool.assertHealthy();
    }
    assertThat(violations).isEmpty();
    assertThat(called).hasSizeGreaterThan(100);
    TreeSet<String> never = new TreeSet<>(called);
    never.removeAll(succeeded);
    assertThat(never).as("methods that no call reached the end of").isEmpty();
  }

  /** In a fixed order: the virtual machine's own differs from run to run, and with it the draws. */
  private static List<Method> methodsOf(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(MisuseMatrixTest::isOurs)
        .sorted(Comparator.comparing(Method::toGenericString))
        .toList();
  }

  private static boolean isOurs(Method method) {
    return method.getDeclaringClass().getName().startsWith("dev.orthant.")
        && !method.isSynthetic()
        && !method.getName().equals("close")
        && !(method.getDeclaringClass().isEnum() && method.getName().equals("valueOf"));
  }

  private void misuse(MisusePool pool, Class<?> type, Method method) {
    boolean isStatic = Modifier.isStatic(method.getModifiers());
    List<Object> receivers = isStatic ? Arrays.asList((Object) null) : pool.instancesOf(type);
    for (Object receiver : receivers) {
      boolean withFile = Arrays.asList(method.getParameterTypes()).contains(Path.class);
      int calls = isStatic ? CALLS_PER_FACTORY : CALLS_PER_METHOD;
      calls = withFile ? CALLS_WITH_A_FILE : calls;
      for (int call = 0; call < calls; call++) {
        call(pool, method, receiver, arguments(pool, method, call));
        if (method.getParameterCount() == 0) {
          break;
        }
      }
    }
  }

  /**
   * Drawn at random from what fits and what does not; in the first call, from what fits. Files come
   * in turn, so that each function meets the one that is its own.
   */
  private Object[] arguments(MisusePool pool, Method method, int call) {
    List<Object> arguments = new ArrayList<>();
    for (var parameter : method.getParameters()) {
      List<Object> fitting = pool.instancesOf(parameter.getType());
      List<Object> variants = pool.variantsOf(parameter);
      boolean fits = !fitting.isEmpty() && (call == 0 || random.nextBoolean());
      boolean file = parameter.getType() == Path.class;
      int variant = file ? call % variants.size() : random.nextInt(variants.size());
      arguments.add(fits ? fitting.get(0) : variants.get(variant));
    }
    return arguments.toArray();
  }

  private void call(MisusePool pool, Method method, Object receiver, Object[] arguments) {
    String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    called.add(name);
    String on = MisusePool.describe(new Object[] {receiver});
    String what = name + MisusePool.describe(arguments) + " on " + on;
    try {
      Object result = method.invoke(receiver, arguments);
      pool.harvest(result);
      MisusePool.closeQuietly(result);
      succeeded.add(name);
    } catch (InvocationTargetException e) {
      judge(what, arguments, e.getCause());
    } catch (IllegalAccessException e) {
      violations.add(what + ": " + e);
    }
  }

  private void judge(String what, Object[] arguments, Throwable thrown) {
    boolean anyNull = Arrays.stream(arguments).anyMatch(MisusePool::holdsNull);
    boolean allowed = ALLOWED.stream().anyMatch(type -> type.isInstance(thrown));
    allowed |= anyNull && thrown instanceof NullPointerException;
    allowed |= thrown instanceof OutOfMemoryError && MisusePool.asksForTooMuch(arguments);
    String message = Objects.toString(thrown.getMessage(), "");
    boolean spoken = !message.isBlank() && !message.startsWith("Cannot ");
    boolean defect = message.contains("defect in Orthant");
    if (!allowed || !spoken || defect) {
      violations.add(what + ": " + thrown);
    }
  }
}
