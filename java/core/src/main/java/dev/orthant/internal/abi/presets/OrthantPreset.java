package dev.orthant.internal.abi.presets;

import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Tells JavaCPP how to bind orthant.h: it writes the class {@code OrthantC} and one class per
 * handle. OpenBLAS and what it needs are loaded first, by name, from the jar of {@code
 * org.bytedeco:openblas}.
 */
@Properties(
    target = "dev.orthant.internal.abi",
    global = "dev.orthant.internal.abi.OrthantC",
    value = {
      @Platform(
          cinclude = "orthant/orthant.h",
          link = "orthant",
          preload = {"gcc_s@.1", "quadmath@.0", "gfortran@.5", "openblas@.0"},
          preloadresource = "/org/bytedeco/openblas/"),
    })
@NoException
public class OrthantPreset implements InfoMapper {
  @Override
  public void map(InfoMap map) {
    map.put(new Info("ORTHANT_API").cppTypes().annotations());
    map.put(new Info("ORTHANT_ORTHANT_H").skip());
  }
}
