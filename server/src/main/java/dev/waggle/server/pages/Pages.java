package dev.waggle.server.pages;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.explain.Explanation;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.server.app.Advice;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.http.Access;
import dev.waggle.server.http.Caller;
import dev.waggle.server.http.Routes;
import dev.waggle.server.rulebook.Publisher;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pages: the first one, with machine, matrix and generating, and one for each cell of the matrix. */
public final class Pages {
    private static final String FIRST_MACHINE = "rtx-4090";

    private final Waggle waggle;
    private final Boards boards;
    private final Frame frame;
    private final MatrixReader matrices;
    private final VerdictReader verdicts;

    private Pages(Waggle waggle, Frame frame) {
        List<Rule> rules = waggle.judge().rules().book().rules();
        this.waggle = waggle;
        this.frame = frame;
        this.boards = new Boards(waggle);
        this.matrices = new MatrixReader(rules, waggle.catalog().models().keySet());
        this.verdicts = new VerdictReader(rules.stream().map(Rule::id).collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Adds the routes, and begins to judge this machine so that its first reader need not wait.
     *
     * @param live each page is about the generation that answers
     * @param publisher has what the pages about rules show
     * @param inFolder whether rules or catalog are edited in a folder, and therefore not on a page
     */
    public static void addTo(Routes routes, Live live, Publisher publisher, boolean inFolder) {
        Frame frame = new Frame();
        Supplier<Pages> now = live.each(waggle -> new Pages(waggle, frame));
        frame.assets().addTo(routes);
        routes.get("/", Access.OPEN, ctx -> now.get().answer(ctx, Pages::home));
        routes.get(Links.CELL, Access.OPEN, ctx -> now.get().answer(ctx, Pages::cell));
        RulePages.addTo(routes, frame, publisher, inFolder);
        now.get().boards.readBehind(Waggle.LOCAL);
    }

    /** Renders a page of one generation. */
    private interface Renderer {
        String render(Pages pages, Context ctx) throws UnknownIdException, SignInNeeded;
    }

    /** This machine was asked for by a reader who did not sign in. */
    private static final class SignInNeeded extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private void answer(Context ctx, Renderer renderer) {
        try {
            frame.answer(ctx, renderer.render(this, ctx));
        } catch (UnknownIdException e) {
            message(ctx, 404, "Not found", String.valueOf(e.getMessage()));
        } catch (SignInNeeded e) {
            message(
                    ctx,
                    401,
                    "Sign in to see this machine",
                    "This machine is shown to its user only: open the sign-in link that waggle serve prints.");
        }
    }

    private void message(Context ctx, int status, String title, String sentence) {
        frame.message(ctx, page(ctx, title), status, sentence);
    }

    private static boolean isUser(Context ctx) {
        return Caller.of(ctx) != Caller.ANONYMOUS;
    }

    private Page page(Context ctx, String title) {
        return frame.page(ctx, waggle, Page.Name.ofMatrix(title));
    }

    private Board board(Context ctx) throws UnknownIdException, SignInNeeded {
        String asked = ctx.queryParam("machine");
        if (isUser(ctx)) return boards.own(Objects.requireNonNullElse(asked, Waggle.LOCAL));
        if (Waggle.LOCAL.equals(asked)) throw new SignInNeeded();
        return boards.open(Objects.requireNonNullElse(asked, firstMachine()));
    }

    private String firstMachine() {
        Map<String, ?> machines = waggle.catalog().machines();
        return machines.containsKey(FIRST_MACHINE) || machines.isEmpty()
                ? FIRST_MACHINE
                : machines.keySet().iterator().next();
    }

    private String home(Context ctx) throws UnknownIdException, SignInNeeded {
        Board board = board(ctx);
        Filter filter = Filter.of(ctx);
        MatrixView matrix = matrices.view(board, filter);
        MachineView chosen = MachineView.of(board.place(), board.notes());
        Home home = new Home(
                page(ctx, "What runs on " + matrix.machine()),
                chosen,
                isUser(ctx) ? here(board) : null,
                Facets.of(waggle.catalog().machines(), board.matrix()),
                filter,
                matrix,
                isUser(ctx) ? GenerateView.of(waggle) : null);
        return frame.render("home", home);
    }

    private @Nullable MachineView here(Board chosen) throws UnknownIdException {
        if (chosen.place().detected()) return null;
        Board here = boards.own(Waggle.LOCAL);
        return MachineView.of(here.place(), here.notes());
    }

    private String cell(Context ctx) throws UnknownIdException, SignInNeeded {
        Board board = board(ctx);
        Subject subject = subject(ctx);
        var worker = waggle.worker(Objects.requireNonNullElse(ctx.queryParam("worker"), ""));
        List<Verdict> all = waggle.judge(subject, board.place(), List.of(worker), Wish.none());
        String variant = ctx.queryParam("variant");
        Verdict verdict = variant == null
                ? waggle.recommendation().cell(all).orElseThrow()
                : all.stream()
                        .filter(each -> each.variant().equals(variant))
                        .findFirst()
                        .orElseThrow(() -> new UnknownIdException(
                                "variant of " + subject.model().id(),
                                variant,
                                all.stream().map(Verdict::variant).toList()));
        List<Verdict> others = waggle.judge(subject, board.place(), waggle.workers(), Wish.none());
        Advice advice = waggle.advice(subject, board.place(), Wish.none(), others, verdict);
        List<Explanation> why = waggle.explain(subject, board.place(), Wish.none(), verdict);
        VerdictView view =
                verdicts.view(verdict, new VerdictReader.Beside(all, advice, why), subject.model(), board.place());
        return frame.render("cell", Map.of("page", page(ctx, view.model() + " with " + view.workerId()), "cell", view));
    }

    /** A model of this machine's own is there for its user alone. */
    private Subject subject(Context ctx) throws UnknownIdException {
        String model = Objects.requireNonNullElse(ctx.queryParam("model"), "");
        if (isUser(ctx) || waggle.catalog().models().containsKey(model)) return waggle.subject(model);
        throw new UnknownIdException("model", model, waggle.catalog().models().keySet());
    }
}
