package dev.waggle.server.pages;

import dev.waggle.server.pages.HistoryView.Entry;
import dev.waggle.server.rulebook.Edition;
import dev.waggle.server.rulebook.Publisher;
import dev.waggle.server.rulebook.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Turns the versions that were published into their page. */
final class HistoryReader {
    private static final int MOST = 20;

    private final Publisher publisher;
    private final Edition edition;
    private final Standing standing;
    private final Annals annals;

    HistoryReader(Publisher publisher, Edition edition, Standing standing, Annals annals) {
        this.annals = annals;
        this.publisher = publisher;
        this.edition = edition;
        this.standing = standing;
    }

    /** The newest versions below a number. */
    HistoryView view(Page page, int below) {
        List<Version> versions = publisher.versions().stream()
                .filter(version -> version.number() < below)
                .toList();
        List<Entry> entries = new ArrayList<>();
        versions.stream().limit(MOST).forEach(version -> entries.add(entry(version)));
        boolean isLast = versions.size() <= MOST;
        if (isLast) entries.add(shipped());
        return new HistoryView(
                page,
                standing,
                edition.tag(),
                page.admin() && !standing.inFolder(),
                entries,
                isLast
                        ? ""
                        : Links.HISTORY + "?before=" + versions.get(MOST - 1).number());
    }

    private Entry entry(Version version) {
        List<HistoryView.FileChange> changes = List.of();
        String unreadable = "";
        try {
            changes = annals.changes(version);
        } catch (IOException e) {
            unreadable = "What it changed can’t be told: a version’s files are damaged or gone.";
        }
        return new Entry(
                version.number(),
                Figures.time(version.time()),
                version.author(),
                version.note(),
                version.parent(),
                isLive(version.number()),
                changes,
                unreadable);
    }

    private Entry shipped() {
        return new Entry(Version.SHIPPED, "", "", "", 0, isLive(Version.SHIPPED), List.of(), "");
    }

    private boolean isLive(int number) {
        return edition.version().number() == number;
    }
}
