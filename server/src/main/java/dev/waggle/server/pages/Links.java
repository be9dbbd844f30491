package dev.waggle.server.pages;

/** Addresses of our pages. */
final class Links {
    static final String CELL = "/cell";

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
        return "/api/rules/" + Figures.encoded(rule);
    }
}
