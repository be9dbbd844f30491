package dev.waggle.rules.drools;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.RuleFact;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.drools.compiler.kie.builder.impl.DrlProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieSession;

/**
 * Rules compiled by Drools. Immutable and safe for many threads: each judgement has a session of its own. Only trees
 * that the checker passed get here, since compiling DRL executes code. The engine's own registry forgets them at once, so
 * they go, classes and all, when nobody holds them any more.
 *
 * <p>The classic engine is used, not the executable model: it compiles in half the time, names lines in errors, and
 * judges as fast.
 */
public final class CompiledRules {
    /** Compiling is not safe for two threads. */
    private static final Object COMPILER = new Object();

    private static final AtomicLong GENERATION = new AtomicLong();
    private static final Comparator<Hit> ORDER = Comparator.comparing(Hit::rule)
            .thenComparingInt(Hit::target)
            .thenComparingInt(Hit::rung)
            .thenComparing(hit -> hit.facts().toString());

    final KieBase known;
    final KieBase unknown;

    private CompiledRules(KieBase known, KieBase unknown) {
        this.known = known;
        this.unknown = unknown;
    }

    /**
     * Compiles rules that were checked.
     *
     * @throws IllegalStateException where Drools refuses what the checker passed: a fault of ours
     */
    public static CompiledRules compile(List<Rule> rules) {
        synchronized (COMPILER) {
            return new CompiledRules(compile(DrlWriter.known(rules)), compile(DrlWriter.unknown(rules)));
        }
    }

    private static KieBase compile(String drl) {
        KieServices services = KieServices.get();
        ReleaseId releaseId = services.newReleaseId("dev.waggle", "book", "1." + GENERATION.incrementAndGet());
        KieFileSystem files = services.newKieFileSystem();
        files.generateAndWritePomXML(releaseId);
        files.write("src/main/resources/waggle/book/book.drl", drl);
        KieBuilder builder = services.newKieBuilder(files).buildAll(DrlProject.class);
        if (builder.getResults().hasMessages(Message.Level.ERROR)) {
            String messages = builder.getResults().getMessages(Message.Level.ERROR).stream()
                    .map(Message::getText)
                    .collect(Collectors.joining("\n"));
            throw new IllegalStateException("Drools refuses checked rules: " + messages + "\n" + drl);
        }
        try {
            return services.newKieContainer(releaseId).getKieBase();
        } finally {
            services.getRepository().removeKieModule(releaseId);
        }
    }

    /** Every rule that holds for the facts, and every rule an unknown fact keeps from being decided; in a fixed order. */
    public List<Hit> judge(Collection<? extends RuleFact> facts) {
        List<Hit> hits = find(facts);
        hits.sort(ORDER);
        return List.copyOf(hits);
    }

    /** The same in no particular order, which is much faster for many facts. */
    public List<Hit> find(Collection<? extends RuleFact> facts) {
        Findings findings = new Findings();
        fire(known, facts, findings);
        if (facts.stream().anyMatch(CompiledRules::hasUnknown)) fire(unknown, facts, findings);
        return findings.hits();
    }

    private static void fire(KieBase rules, Collection<? extends RuleFact> facts, Findings findings) {
        KieSession session = rules.newKieSession();
        try {
            session.setGlobal("findings", findings);
            facts.forEach(session::insert);
            session.fireAllRules();
        } finally {
            session.dispose();
        }
    }

    private static boolean hasUnknown(RuleFact fact) {
        return FactTypes.hasUnknown(fact);
    }
}
