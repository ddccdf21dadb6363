package dev.selvedge.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows of the house: which module may use which. */
class HouseTest {
    private static final String ROOT = "dev.selvedge.";

    /** Modules that a module may use, beside itself. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("core", Set.of()),
            entry("workflow", Set.of("core")),
            entry("model", Set.of("core")),
            entry("train", Set.of("model", "core")),
            entry("judge", Set.of("core")),
            entry("serve", Set.of("model", "core")),
            entry("synth", Set.of("core", "workflow", "judge")),
            entry("eval", Set.of("core", "workflow", "judge")),
            entry("cluster", Set.of("core", "workflow", "synth", "eval")),
            entry("recipes", Set.of("core", "workflow", "model", "train", "judge", "synth", "eval")),
            entry(
                    "cli",
                    Set.of(
                            "core",
                            "workflow",
                            "model",
                            "train",
                            "judge",
                            "serve",
                            "synth",
                            "eval",
                            "recipes",
                            "cluster")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.selvedge");

    @Test
    void everyModuleHasItsArrows() {
        assertThat(CLASSES.stream().map(c -> module(c.getPackageName())).distinct())
                .containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core",
                "workflow",
                "model",
                "train",
                "judge",
                "serve",
                "synth",
                "eval",
                "recipes",
                "cluster",
                "cli"
            })
    void usesOnlyWhatItMay(String module) {
        List<String> forbidden = new ArrayList<>();
        for (String other : ARROWS.keySet()) {
            if (!other.equals(module) && !ARROWS.getOrDefault(module, Set.of()).contains(other)) {
                forbidden.add(ROOT + other + "..");
            }
        }
        DescribedPredicate<JavaClass> elsewhere = resideInAnyPackage(forbidden.toArray(String[]::new));
        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat(elsewhere)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesAreAtMostOneLevelDeep() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .allMatch(name -> name.split("\\.").length <= 4);
    }

    @Test
    void namesSayWhatThingsAre() {
        classes()
                .should()
                .haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl|Abstract\\w+|Base|Data|Info)")
                .check(CLASSES);
    }

    private static String module(String packageName) {
        String rest = packageName.substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
