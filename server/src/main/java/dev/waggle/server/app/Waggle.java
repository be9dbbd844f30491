package dev.waggle.server.app;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.explain.Explainer;
import dev.waggle.rules.explain.Explanation;
import dev.waggle.rules.impact.Comparison;
import dev.waggle.rules.impact.Impact;
import dev.waggle.rules.impact.KnownToWork;
import dev.waggle.rules.judge.Advisor;
import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.judge.Judge;
import dev.waggle.rules.judge.Query;
import dev.waggle.rules.judge.Recommendation;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.rules.matrix.JudgedMatrix;
import dev.waggle.rules.matrix.MatrixJudge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Everything a question needs, in memory: catalog, rules, machines and models. */
public final class Waggle {
    /** The name of the machine this runs on. */
    public static final String LOCAL = "local";

    private final Catalog catalog;
    private final Judge judge;
    private final Recommendation recommendation;
    private final Advisor advisor;
    private final Explainer explainer;
    private final ModelFolder models;
    private final ThisMachine thisMachine;
    private final Once<Docket> docket;
    private final Once<JudgedMatrix> judged;
    private final Map<Machine, Matrix> matrices = new ConcurrentHashMap<>();

    /** Puts it together; {@code dataFolder/models} is where a person's own models lie. */
    public Waggle(Catalog catalog, RuleSet rules, Path dataFolder) {
        this(
                catalog,
                rules,
                new ModelFolder(dataFolder.resolve("models"), catalog.engines().values()),
                new ThisMachine(),
                new Once<>(() -> Docket.of(catalog)));
    }

    private Waggle(Catalog catalog, RuleSet rules, ModelFolder models, ThisMachine thisMachine, Once<Docket> docket) {
        this.catalog = catalog;
        this.judge = new Judge(catalog.policy(), rules);
        this.recommendation = new Recommendation(catalog.policy());
        this.explainer = new Explainer(rules.book().rules());
        this.advisor = new Advisor(judge, catalog.policy(), catalog.machines());
        this.models = models;
        this.thisMachine = thisMachine;
        this.docket = docket;
        this.judged = new Once<>(() -> MatrixJudge.judge(docket.get(), rules));
    }

    /** The same with other rules or another catalog: what this machine has and holds is known already. */
    public Waggle with(Catalog otherCatalog, RuleSet otherRules) {
        boolean same = otherCatalog.hash().equals(catalog.hash());
        return new Waggle(
                otherCatalog,
                otherRules,
                same
                        ? models
                        : new ModelFolder(
                                models.folder(), otherCatalog.engines().values()),
                thisMachine,
                same ? docket : new Once<>(() -> Docket.of(otherCatalog)));
    }

    /** Every variant on every worker and named machine, judged: worked out when first wanted, within seconds. */
    public JudgedMatrix judged() {
        return judged.get();
    }

    /** What would change if another generation answered. */
    public Impact impactOf(Waggle next) {
        boolean same = next.version().equals(version());
        return Comparison.of(judged(), next.judged(), same, next.broken());
    }

    /** What is known to work and yet doesn't run by these rules and this catalog. */
    public List<Impact.Broken> broken() {
        return KnownToWork.broken(catalog, judge);
    }

    /** The data. */
    public Catalog catalog() {
        return catalog;
    }

    /** The hash of the rules. */
    public String ruleSet() {
        return judge.rules().book().hash();
    }

    /** Names rules and catalog together: the same version gives the same answers about named machines. */
    public String version() {
        return ruleSet() + "-" + catalog.hash();
    }

    /** The judge. */
    public Judge judge() {
        return judge;
    }

    /** Chooses among verdicts. */
    public Recommendation recommendation() {
        return recommendation;
    }

    /** The models in the data folder, by id. */
    public Map<String, LocalModel> localModels() {
        return models.models();
    }

    /** Files in the data folder that are no models, with the reason. */
    public Map<String, String> unreadableModels() {
        return models.unreadable();
    }

    /** The folder a person's own models lie in; it need not exist. */
    public Path modelFolder() {
        return models.folder();
    }

    /** Models of the catalog, then those in the data folder; of one id, the catalog's. */
    public Map<String, ModelEntry> models() {
        Map<String, ModelEntry> all = new LinkedHashMap<>();
        models.models().forEach((id, model) -> all.put(id, model.entry()));
        all.putAll(catalog.models());
        return all;
    }

    /** A machine as it is asked about. */
    public record Place(String id, Machine machine, boolean detected) {}

    /** This machine as it is now. */
    public Place presentPlace() {
        return new Place(LOCAL, thisMachine.now(), true);
    }

    /** This machine as it was seen last, minutes ago at most: what is free now may differ. Mostly costs no time. */
    public Place recentPlace() {
        return new Place(LOCAL, thisMachine.recently(), true);
    }

    /** The machine of that id; {@value #LOCAL} as it is now. */
    public Place place(String id) throws UnknownIdException {
        if (id.equals(LOCAL)) return presentPlace();
        Machine machine = catalog.machines().get(id);
        if (machine == null) {
            TreeSet<String> ids = new TreeSet<>(catalog.machines().keySet());
            ids.add(LOCAL);
            throw new UnknownIdException("machine", id, ids);
        }
        return new Place(id, machine, false);
    }

    /** The worker of that id. */
    public WorkerEntry worker(String id) throws UnknownIdException {
        WorkerEntry worker = catalog.workers().get(id);
        if (worker == null)
            throw new UnknownIdException("worker", id, catalog.workers().keySet());
        return worker;
    }

    /** What {@code id} or {@code id:variant} means; the last colon splits. */
    public Subject subject(String text) throws UnknownIdException {
        Map<String, LocalModel> local = models.models();
        Map<String, ModelEntry> all = models();
        ModelEntry whole = all.get(text);
        if (whole != null) return subject(whole, whole.variants(), text, local);
        int colon = text.lastIndexOf(':');
        String id = colon < 0 ? text : text.substring(0, colon);
        ModelEntry model = all.get(id);
        if (model == null) throw new UnknownIdException("model", id, all.keySet());
        String variantId = text.substring(colon + 1);
        VariantEntry variant = model.variant(variantId)
                .orElseThrow(() -> new UnknownIdException(
                        "variant of " + id,
                        variantId,
                        model.variants().stream().map(VariantEntry::id).toList()));
        return subject(model, List.of(variant), id, local);
    }

    private Subject subject(ModelEntry model, List<VariantEntry> variants, String id, Map<String, LocalModel> local) {
        LocalModel file = catalog.models().containsKey(id) ? null : local.get(id);
        return new Subject(model, variants, file == null ? null : file.file());
    }

    /** Verdicts for each of the variants on each of the workers. */
    public List<Verdict> judge(Subject subject, Place place, List<WorkerEntry> workers, Wish wish) {
        List<Verdict> verdicts = new ArrayList<>();
        for (VariantEntry variant : subject.variants())
            verdicts.addAll(judge.judge(
                    new Query(subject.model(), variant, place.id(), place.machine(), place.detected(), workers, wish)));
        return verdicts;
    }

    /**
     * How far the question behind a verdict could go, and what would help where it doesn't simply run.
     *
     * @param others {@link #judge}'s verdicts for the same subject, place and wish, of the workers to propose instead
     * @param verdict one of such verdicts
     */
    public Advice advice(Subject subject, Place place, Wish wish, List<Verdict> others, Verdict verdict) {
        Query query = query(subject, place, wish, verdict);
        List<Verdict> sameVariant = others.stream()
                .filter(other -> other.variant().equals(verdict.variant()))
                .toList();
        return new Advice(advisor.limits(query, verdict), advisor.fixes(query, verdict, sameVariant));
    }

    /**
     * Why each rule had something to say of a verdict's worker, or had not, in the order of the rules.
     *
     * @param verdict one of {@link #judge}'s for the same subject, place and wish
     */
    public List<Explanation> explain(Subject subject, Place place, Wish wish, Verdict verdict) {
        return explainer.explain(judge.facts(query(subject, place, wish, verdict)));
    }

    /** The question behind one verdict. */
    private static Query query(Subject subject, Place place, Wish wish, Verdict verdict) {
        return new Query(
                subject.model(),
                subject.model().variant(verdict.variant()).orElseThrow(),
                place.id(),
                place.machine(),
                place.detected(),
                List.of(verdict.worker()),
                wish);
    }

    /**
     * Models × workers. Of a named machine the catalog's models are judged once.
     *
     * @param withLocal whether the models in the data folder are rows too
     */
    public Matrix matrix(Place place, boolean withLocal) {
        Collection<ModelEntry> catalogued = catalog.models().values();
        Matrix matrix = place.detected() || !catalog.machines().containsValue(place.machine())
                ? Matrix.of(this, catalogued, place)
                : matrices.computeIfAbsent(place.machine(), machine -> Matrix.of(this, catalogued, place));
        if (!withLocal) return matrix;
        List<ModelEntry> local =
                localModels().values().stream().map(LocalModel::entry).toList();
        return Matrix.of(this, local, place).followedBy(matrix);
    }

    /** All workers of the catalog. */
    public List<WorkerEntry> workers() {
        return List.copyOf(catalog.workers().values());
    }
}
