package dev.waggle.server.pages;

/** Addresses of our pages. */
final class Links {
    static final String CELL = "/cell";
    static final String RULES = "/rules";
    static final String HISTORY = RULES + "/history";
    static final String EDIT = RULES + "/edit";

    private Links() {}

    static String machine(String machine) {
        return "/?machine=" + Figures.encoded(machine);
    }

    static String cell(String machine, String model, String worker) {
        return CELL + "?machine=" + Figures.encoded(machine) + "&model=" + Figures.encoded(model) + "&worker="
                + Figures.encoded(worker);
    }

    static String variant(String machine, String model, String worker, String variant) {
        return cell(machine, model, worker) + "&variant=" + Figures.encoded(variant);
    }

    static String rule(String rule) {
        return RULES + "/" + Figures.encoded(rule);
    }

    static String version(int number) {
        return HISTORY + "#v" + number;
    }

    static String edit(String path) {
        return EDIT + "?path=" + Figures.encoded(path);
    }
}
