package io.vigie.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** What the code of every module keeps to. Each rule has a planted violation in this module's tests that it must find. */
public final class ArchitectureRules {

    private static final String[] SERVICES = {"gateway", "ingest", "query", "error", "alert"};

    private ArchitectureRules() {}

    /**
     * Checks the main classes of a package and all below it.
     *
     * @throws AssertionError that lists what breaks a rule
     */
    public static void check(String rootPackage) {
        JavaClasses imported = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage);
        all(rootPackage).values().forEach(rule -> rule.check(imported));
    }

    /** Every rule by a short name; a rule says nothing about classes that it does not concern. */
    static Map<String, ArchRule> all(String rootPackage) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("servicesKnowNothingOfEachOther", servicesKnowNothingOfEachOther());
        rules.put("timeComesFromAClock", timeComesFromAClock());
        rules.put("nothingSleeps", nothingSleeps());
        rules.put("nothingBlocksWithoutATimeout", nothingBlocksWithoutATimeout());
        rules.put("onlyConsumersAndJobsBlock", onlyConsumersAndJobsBlock());
        rules.put("dependenciesComeThroughConstructors", dependenciesComeThroughConstructors());
        rules.put("driversStayInTheirAdapters", driversStayInTheirAdapters());
        rules.put("namesSayWhatAClassIs", namesSayWhatAClassIs());
        rules.put("packagesAreNullMarked", packagesAreNullMarked());
        rules.put(
                "packagesHaveNoCycles",
                slices().matching(rootPackage + ".(*)..")
                        .should()
                        .beFreeOfCycles()
                        .allowEmptyShould(true));
        return rules;
    }

    private static ArchRule servicesKnowNothingOfEachOther() {
        return slices().matching("io.vigie.(" + String.join("|", SERVICES) + ")..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .because("what services say to each other is in proto");
    }

    private static ArchRule timeComesFromAClock() {
        return noClasses()
                .that(describe("are not where a clock is chosen", type -> !isWiring(type)))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .allowEmptyShould(true)
                .because("tests set the time");
    }

    private static ArchRule nothingSleeps() {
        return noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(Thread.class))).and(target(name("sleep"))))
                .allowEmptyShould(true)
                .because("what waits can be woken");
    }

    private static ArchRule nothingBlocksWithoutATimeout() {
        return noClasses()
                .should()
                .callMethodWhere(blockingCall(0))
                .allowEmptyShould(true)
                .because("a call without a timeout may hang for ever");
    }

    private static ArchRule onlyConsumersAndJobsBlock() {
        return noClasses()
                .that(describe("are not consumers or jobs", type -> !isBlockingByDesign(type)))
                .should()
                .callMethodWhere(blockingCall(1))
                .allowEmptyShould(true)
                .because("an event loop must never wait");
    }

    private static ArchRule dependenciesComeThroughConstructors() {
        return fields().should()
                .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .andShould()
                .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .allowEmptyShould(true)
                .because("settings are validated records, and what a class needs stands in its constructor");
    }

    private static ArchRule driversStayInTheirAdapters() {
        return noClasses()
                .that(describe("are not adapters or their wiring", type -> !isAdapter(type) && !isWiring(type)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.mongodb..",
                        "org.bson..",
                        "org.springframework.data.mongodb..",
                        "io.lettuce..",
                        "org.springframework.data.redis..")
                .allowEmptyShould(true)
                .because("an adapter is named for its technology");
    }

    private static ArchRule namesSayWhatAClassIs() {
        return classes()
                .should(describeName(
                        "not be called util, helper, manager, Impl or Base",
                        type -> !type.getSimpleName()
                                        .matches(".*(Utils?|Helpers?|Manager|Impl)|Base[A-Z].*|Abstract[A-Z].*")
                                && !type.getPackageName().matches(".*\\.(common|util|utils|helper|helpers)(\\..*)?")))
                .allowEmptyShould(true);
    }

    private static ArchRule packagesAreNullMarked() {
        return classes()
                .that(describe(
                        "are written by hand", type -> !type.getPackageName().matches("io\\.vigie\\.proto\\..*")))
                .should(describeName(
                        "be in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class)))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaCall<?>> blockingCall(int parameters) {
        return describe(
                "block() of Mono, blockFirst() or blockLast() of Flux with " + parameters + " parameters",
                call -> call.getTargetOwner().getPackageName().equals("reactor.core.publisher")
                        && call.getName().matches("block|blockFirst|blockLast|blockOptional")
                        && call.getTarget().getRawParameterTypes().size() == parameters);
    }

    private static boolean isBlockingByDesign(JavaClass type) {
        return outermost(type).getSimpleName().matches(".*(Consumer|Job)");
    }

    private static boolean isAdapter(JavaClass type) {
        return outermost(type).getSimpleName().matches("(Mongo|Redis|Embedded|Real).*");
    }

    private static boolean isWiring(JavaClass type) {
        return outermost(type).getSimpleName().matches(".*(Configuration|Application|Main)");
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    private static ArchCondition<JavaClass> describeName(
            String description, java.util.function.Predicate<JavaClass> holds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        type, holds.test(type), type.getFullName() + " should " + description));
            }
        };
    }
}
