package dev.waggle.server.pages;

import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which rows and columns of the matrix are asked for; an empty text asks for nothing.
 *
 * @param text part of a model's id, name or repository
 * @param format of some variant
 * @param architecture of some variant
 * @param task of the model
 * @param worker the only column
 * @param runs whether rows and columns where nothing runs are left out
 */
record Filter(String text, String format, String architecture, String task, String worker, boolean runs) {
    static Filter of(Context ctx) {
        return new Filter(
                given(ctx, "q").strip(),
                given(ctx, "format"),
                given(ctx, "architecture"),
                given(ctx, "task"),
                given(ctx, "worker"),
                ctx.queryParam("runs") != null);
    }

    private static String given(Context ctx, String name) {
        return Objects.requireNonNullElse(ctx.queryParam(name), "");
    }

    boolean isEmpty() {
        return !runs && (text + format + architecture + task + worker).isEmpty();
    }

    boolean takes(WorkerEntry column) {
        return worker.isEmpty() || column.id().equals(worker);
    }

    boolean takes(ModelEntry model) {
        return hasText(model)
                && (task.isEmpty() || model.tasks().contains(task))
                && hasVariant(model, format, VariantEntry::format)
                && hasVariant(model, architecture, VariantEntry::architecture);
    }

    private boolean hasText(ModelEntry model) {
        String repository = model.repository() == null ? "" : model.repository();
        String all = (model.id() + "\n" + model.name() + "\n" + repository).toLowerCase(Locale.ROOT);
        return all.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean hasVariant(
            ModelEntry model, String wanted, Function<VariantEntry, @Nullable String> component) {
        return wanted.isEmpty()
                || model.variants().stream().anyMatch(variant -> wanted.equals(component.apply(variant)));
    }
}
