package dev.waggle.server.cli;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.models.ShapeReading;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.server.app.Quantity;
import dev.waggle.server.json.CatalogJson;
import dev.waggle.server.json.Json;
import dev.waggle.server.json.ModelFileJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about models. */
@Command(
        name = "models",
        description = "Look at models.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "list",
            description = "List the models of the catalog and of the data folder.",
            mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print JSON.") boolean json, @Mixin AppOptions app) {
        Collection<ModelEntry> models = app.waggle().models().values();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(models.stream().map(CatalogJson::model).toList()));
        } else {
            Table table = new Table(100, "model", "parameters", "tasks", "variants");
            for (ModelEntry model : models)
                table.row(
                        model.id(),
                        parameters(model),
                        String.join(" ", model.tasks()),
                        model.variants().stream().map(VariantEntry::id).collect(Collectors.joining(" ")));
            out.print(table);
        }
        out.flush();
        return ExitCode.YES;
    }

    private static String parameters(ModelEntry model) {
        Long parameters = model.variants().get(0).parameters();
        return parameters == null ? "unknown" : Quantity.parameters(parameters);
    }

    @Command(
            name = "show",
            description = "Print what a model's file says of the model; nothing but its header is read.",
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "FILE", description = "A GGUF file; of a split model any of its files.") Path file,
            @Option(names = "--tensors", description = "Print every tensor too.") boolean tensors,
            @Option(names = "--json", description = "Print JSON.") boolean json)
            throws ModelFileException {
        ModelFile model = ModelFile.read(file);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(ModelFileJson.of(model, tensors)));
        } else {
            out.print(sheet(model));
            if (tensors) printTensors(model, out);
        }
        out.flush();
        return ExitCode.YES;
    }

    private static void printTensors(ModelFile model, PrintWriter out) {
        out.println();
        model.tensors()
                .forEach(tensor -> out.printf("  %-44s %-8s %s%n", tensor.name(), tensor.type(), tensor.shape()));
    }

    private static Sheet sheet(ModelFile model) {
        boolean mixture = model.activeParameters() != model.parameters();
        Long context = model.contextTokens();
        Sheet sheet = new Sheet()
                .add("name", known(model.name()))
                .add(
                        "format",
                        model.format()
                                + (model.files().size() == 1
                                        ? ""
                                        : ", " + model.files().size() + " files"))
                .add("architecture", model.architecture())
                .add("quantization", model.quantization())
                .add(
                        "parameters",
                        Quantity.parameters(model.parameters())
                                + (mixture
                                        ? ", " + Quantity.parameters(model.activeParameters()) + " active per token"
                                        : ""))
                .add("size", Quantity.bytes(model.fileBytes()) + " (" + Quantity.count(model.fileBytes()) + " bytes)")
                .add("context", context == null ? "unknown" : Quantity.count(context) + " tokens")
                .add("tokenizer", known(model.tokenizer()))
                .add("chat template", model.chatTemplate() == null ? "none" : "yes");
        if (model.shape() instanceof ShapeReading.Known known) addShape(sheet, known.shape(), model.tiedEmbeddings());
        else if (model.shape() instanceof ShapeReading.Unknown unknown) sheet.add("shape", "unknown: " + unknown.why());
        return sheet.add("weights", weights(model));
    }

    private static String known(@Nullable String value) {
        return value == null ? "unknown" : value;
    }

    private static void addShape(Sheet sheet, ModelShape shape, boolean tied) {
        sheet.add(
                        "layers",
                        shape.layers()
                                + (shape.predictionLayers() == 0
                                        ? ""
                                        : ", " + shape.predictionLayers() + " of them predict further tokens"))
                .add("embedding", Quantity.count(shape.embeddingLength()) + (tied ? ", also the output layer" : ""))
                .add("vocabulary", Quantity.count(shape.vocabulary()));
        ModelShape.Attention attention = shape.attention();
        if (attention != null) sheet.add("attention", attention(attention));
        ModelShape.Experts experts = shape.experts();
        if (experts != null) sheet.add("experts", experts.used() + " of " + experts.count());
        ModelShape.Recurrent recurrent = shape.recurrent();
        if (recurrent != null) sheet.add("recurrent", String.valueOf(recurrent));
    }

    private static String attention(ModelShape.Attention attention) {
        String text = range(attention.heads()) + " heads, " + range(attention.keyValueHeads())
                + " for keys and values, of " + attention.keyLength() + " and " + attention.valueLength();
        ModelShape.SlidingWindow window = attention.window();
        if (window != null) text += "; a window of " + Quantity.count(window.tokens()) + " tokens" + windowed(window);
        ModelShape.Latent latent = attention.latent();
        if (latent != null) text += "; compressed to " + latent.rank() + " (MLA)";
        return text;
    }

    private static String windowed(ModelShape.SlidingWindow window) {
        long count = window.layers().stream().filter(windowed -> windowed).count();
        return window.layers().isEmpty()
                ? ""
                : " in " + count + " of " + window.layers().size() + " layers";
    }

    private static String range(List<Integer> perLayer) {
        int least = perLayer.stream().mapToInt(Integer::intValue).min().orElse(0);
        int most = perLayer.stream().mapToInt(Integer::intValue).max().orElse(0);
        return least == most ? String.valueOf(most) : least + " to " + most;
    }

    private static String weights(ModelFile model) {
        return model.bytesByType().entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                .map(entry -> entry.getKey() + " " + Quantity.bytes(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
