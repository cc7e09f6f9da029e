package dev.rrq.shell.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** rrq's own version, from the jar's manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"rrq " + number()};
  }

  static String number() {
    String inJar = Version.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(inJar, "(unpackaged)");
  }
}
