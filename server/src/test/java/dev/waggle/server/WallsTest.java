package dev.waggle.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The walls of the house: who may know whom. */
@AnalyzeClasses(packages = "dev.waggle", importOptions = ImportOption.DoNotIncludeTests.class)
final class WallsTest {
    private static final String OURS = "dev.waggle..";

    @ArchTest
    static final ArchRule HARDWARE_KNOWS_NOTHING_OF_OURS = standsAlone("dev.waggle.hardware..");

    @ArchTest
    static final ArchRule MODELS_KNOW_NOTHING_OF_OURS = standsAlone("dev.waggle.models..");

    @ArchTest
    static final ArchRule RUNTIME_KNOWS_NOTHING_OF_OURS = standsAlone("dev.waggle.runtime..");

    @ArchTest
    static final ArchRule RULES_KNOW_NEITHER_RUNTIME_NOR_SERVER = noClasses()
            .that()
            .resideInAPackage("dev.waggle.rules..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.waggle.runtime..", "dev.waggle.server..");

    @ArchTest
    static final ArchRule FIT_IS_ARITHMETIC = noClasses()
            .that()
            .resideInAPackage("dev.waggle.rules.fit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.waggle.rules.book..", "dev.waggle.rules.facts..", "dev.waggle.rules.judge..");

    /** Else the one could not tell whether the other is right. */
    @ArchTest
    static final ArchRule THE_INTERPRETER_SHARES_NOTHING_WITH_THE_ENGINE = noClasses()
            .that()
            .resideInAPackage("dev.waggle.rules.explain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.waggle.rules.drools..", "dev.waggle.rules.judge..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_DROOLS = onlyKnows("org.drools..", "dev.waggle.rules.drools..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_KIE = onlyKnows("org.kie..", "dev.waggle.rules.drools..");

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_KNOWS_NO_HTTP_LIBRARY = noClasses()
            .that()
            .resideInAnyPackage("dev.waggle.server.cli..", "dev.waggle.server.app..", "dev.waggle.server.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_OSHI = onlyKnows("oshi..", "dev.waggle.hardware.oshi..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_CUDA = onlyKnows("jcuda..", "dev.waggle.hardware.cuda..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_LLAMA_JAVA =
            onlyKnows("de.kherud..", "dev.waggle.runtime.llamajava..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_JNA = onlyKnows("com.sun.jna..", "dev.waggle.runtime.llamacpp..");

    @ArchTest
    static final ArchRule PICOCLI_STAYS_IN_THE_COMMAND_LINE = onlyKnows("picocli..", "dev.waggle.server.cli..");

    @ArchTest
    static final ArchRule PACKAGES_DO_NOT_GO_IN_CIRCLES =
            slices().matching("dev.waggle.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
            classes().that().resideInAPackage(OURS).should(liveInANullMarkedPackage());

    private static ArchRule standsAlone(String room) {
        DescribedPredicate<JavaClass> otherRoom = JavaClass.Predicates.resideInAPackage(OURS)
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(room)));
        return noClasses().that().resideInAPackage(room).should().dependOnClassesThat(otherRoom);
    }

    private static ArchRule onlyKnows(String library, String room) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetAnnotationOfType(NullMarked.class)
                        .isPresent();
                if (!marked)
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
            }
        };
    }
}
