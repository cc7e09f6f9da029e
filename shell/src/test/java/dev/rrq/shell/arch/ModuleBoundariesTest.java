package dev.rrq.shell.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What each module may see, as the table of the design has it. */
@AnalyzeClasses(
    packages = "dev.rrq",
    importOptions = {ImportOption.DoNotIncludeTests.class, ModuleBoundariesTest.NoTestJars.class})
final class ModuleBoundariesTest {

  /** The fixtures of other modules are tests too, packaged where the whole project is built. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final List<String> MODULES =
      List.of("grammar", "symbols", "store", "gdbrsp", "indexer", "planner", "shell");

  @ArchTest static final ArchRule grammar = sees("grammar");
  @ArchTest static final ArchRule symbols = sees("symbols");
  @ArchTest static final ArchRule store = sees("store");
  @ArchTest static final ArchRule gdbrsp = sees("gdbrsp");
  @ArchTest static final ArchRule indexer = sees("indexer", "gdbrsp", "store", "symbols");
  @ArchTest static final ArchRule planner = sees("planner", "grammar", "store", "symbols");

  @ArchTest
  static final ArchRule parserOnlyInGrammar =
      only("dev.rrq.grammar..", "org.antlr..", "generated contexts never leave the AST builder");

  @ArchTest
  static final ArchRule calciteOnlyInPlanner =
      only("dev.rrq.planner..", "org.apache.calcite..", "the other modules know no algebra");

  @ArchTest
  static final ArchRule jlineOnlyInShell =
      only("dev.rrq.shell..", "org.jline..", "only the shell has a terminal");

  @ArchTest
  static final ArchRule picocliOnlyInShell =
      only("dev.rrq.shell..", "picocli..", "only the shell has a command line");

  @ArchTest
  static final ArchRule duckdbOnlyWhereSqlIsRun =
      noClasses()
          .that()
          .resideInAPackage("dev.rrq..")
          .and()
          .resideOutsideOfPackages("dev.rrq.store..", "dev.rrq.planner..duckdb..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.duckdb..")
          .because("DuckDB is the store's and that of the planner's convention for it");

  @ArchTest
  static final ArchRule protocolIsPlainJava =
      classes()
          .that()
          .resideInAPackage("dev.rrq.gdbrsp..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.rrq.gdbrsp..", "java..", "javax.xml..", "org.jspecify..")
          .because("the protocol client is a library of its own");

  @ArchTest
  static final ArchRule onlyMainExits =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.rrq.shell.Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .because("exit statuses are given in one place");

  @ArchTest
  static final ArchRule shellPackagesHaveNoCycles =
      slices().matching("dev.rrq.shell.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule grammarPackagesHaveNoCycles =
      slices().matching("dev.rrq.grammar.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  private static ArchRule sees(String module, String... others) {
    List<String> forbidden = new ArrayList<>();
    for (String each : MODULES) {
      if (!each.equals(module) && !Arrays.asList(others).contains(each)) {
        forbidden.add("dev.rrq." + each + "..");
      }
    }
    return noClasses()
        .that()
        .resideInAPackage("dev.rrq." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.toArray(String[]::new));
  }

  private static ArchRule only(String home, String library, String reason) {
    return noClasses()
        .that(areOutside(home))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .because(reason);
  }

  private static DescribedPredicate<JavaClass> areOutside(String home) {
    return JavaClass.Predicates.resideInAPackage("dev.rrq..")
        .and(JavaClass.Predicates.resideOutsideOfPackage(home));
  }
}
