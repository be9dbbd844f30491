package dev.waggle.server.pages;

import dev.waggle.server.app.LocalModel;
import dev.waggle.server.app.Waggle;
import java.util.ArrayList;
import java.util.List;

/**
 * What the box for generating offers.
 *
 * @param models on this machine, those that chat
 * @param unreadable files that are no models, with the reason
 * @param demo whether the demo model is among the models
 * @param command what a terminal does instead
 */
record GenerateView(List<Choice> models, List<Unreadable> unreadable, boolean demo, String command) {
    private static final String DEMO = "waggle-demo";

    /** A model that can be chosen. */
    record Choice(String id, String text) {}

    /** A file and why it is no model. */
    record Unreadable(String file, String why) {}

    static GenerateView of(Waggle waggle) {
        List<Choice> models = new ArrayList<>();
        String file = "FILE.gguf";
        for (var each : waggle.localModels().entrySet()) {
            LocalModel model = each.getValue();
            if (!model.entry().tasks().contains("chat")) continue;
            if (models.isEmpty()) file = quoted(model.file().toString());
            models.add(new Choice(each.getKey(), text(each.getKey(), model)));
        }
        List<Unreadable> unreadable = new ArrayList<>();
        waggle.unreadableModels().forEach((name, why) -> unreadable.add(new Unreadable(name, why)));
        boolean demo = models.stream().anyMatch(model -> model.id().equals(DEMO));
        return new GenerateView(models, unreadable, demo, "bin/waggle run " + file + " 'Hello'");
    }

    private static String text(String id, LocalModel model) {
        String name = model.entry().name();
        String about = model.variant().quantization() + ", "
                + Figures.bytesOrUnknown(model.variant().fileBytes());
        return (name.equals(id) ? id : name + " (" + id + ")") + " · " + about;
    }

    private static String quoted(String path) {
        return path.matches("[\\w./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
