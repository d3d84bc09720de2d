package io.github.argusglue.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the packages that docs/architecture.md gives. */
final class LayersTest {
    private static final String CORE = "io.github.argusglue.core.";

    /** The way of an alert and of what comes back; each may use what stands before it. */
    private static final List<String> WAY = List.of(
            "argus",
            "expression",
            "config",
            "rules",
            "retry",
            "shape",
            "registry",
            "plan",
            "apply",
            "feedback",
            "controller",
            "preview",
            "service",
            "cli");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.argusglue.core");

    static Stream<String> way() {
        return WAY.stream();
    }

    @ParameterizedTest
    @MethodSource("way")
    void nothingPointsForward(String layer) {
        String[] later = WAY.stream()
                .skip(WAY.indexOf(layer) + 1L)
                .map(name -> CORE + name + "..")
                .toArray(String[]::new);
        if (later.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(CORE + layer + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(CLASSES);
        }
    }

    @Test
    void noPackagesNeedEachOther() {
        slices().matching(CORE + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void anAdapterIsAskedByWhatKnowsNothingOfPlans() {
        noClasses()
                .that()
                .resideInAPackage(CORE + "adapter..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE + "registry..", CORE + "plan..", CORE + "apply..", CORE + "controller..")
                .check(CLASSES);
    }

    @Test
    void theOwnerOfASourceDoesNotDependOnItsAlerts() {
        noClasses()
                .that()
                .resideInAPackage(CORE + "cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        CORE + "shape..", CORE + "registry..", CORE + "plan..", CORE + "apply..", CORE + "controller..")
                .check(CLASSES);
    }

    @Test
    void theConfigurationKnowsNothingOfWhatIsDoneWithIt() {
        noClasses()
                .that()
                .resideInAPackage(CORE + "config..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.argusglue.core..")
                        .and(not(resideInAnyPackage(CORE + "config..", CORE + "expression.."))))
                .check(CLASSES);
    }

    @Test
    void whatOthersSeeOfASourceKnowsNoneOfItsParts() {
        noClasses()
                .that()
                .resideInAPackage(CORE + "status..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WAY.stream()
                        .skip(WAY.indexOf("shape"))
                        .map(name -> CORE + name + "..")
                        .toArray(String[]::new))
                .check(CLASSES);
    }
}
