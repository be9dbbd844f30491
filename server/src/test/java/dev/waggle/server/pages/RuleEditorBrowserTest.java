package dev.waggle.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.server.rulebook.ChangeSet;
import dev.waggle.server.rulebook.Publisher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Rules edited in a real browser: broken, mended, tried, published and taken back. */
@Tag("slow")
class RuleEditorBrowserTest {
    private static final String DRL = "memory/memory.drl";

    @TempDir
    Path folder = Path.of("");

    @TempDir
    Path profile = Path.of("");

    private Site site;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        site = new Site(folder);
        browser = new Browser(profile);
        browser.open(site.adminSignInLink());
    }

    @AfterEach
    void stop() {
        try (Site ends = site;
                Browser closes = browser) {
            assertThat(closes.complaints())
                    .as("the browser's console, but for answers that say no")
                    .allMatch(complaint -> complaint.contains("status of 4"));
            assertThat(ends).isNotNull();
        }
    }

    private void edit(String path) {
        browser.open(site.at("/rules/edit?path=" + path));
        browser.see("#text");
    }

    private String text() {
        return String.valueOf(browser.see("#text").getDomProperty("value"));
    }

    /** Types over a part of the text that must be there. */
    private void replace(String from, String to) {
        int start = text().indexOf(from);
        assertThat(start).as(from).isNotNegative();
        browser.run(
                "const t = document.getElementById('text'); t.focus(); t.setSelectionRange(arguments[0], arguments[1])",
                (long) start,
                (long) start + from.length());
        browser.see("#text").sendKeys(to);
    }

    @Test
    void admin_breaksMendsPreviewsPublishesAndGoesBack() {
        edit(DRL);
        replace("leftBytes < comfortableBytes", "leftBytes < comfortableBites");
        browser.waitForText("#lint-state", "1 thing is wrong");
        assertThat(browser.see("#errors").getText()).contains("memory/memory.drl:20", "comfortableBites");
        assertThat(browser.see("#numbers b").getText()).isEqualTo("20");
        browser.click("#errors .use");
        browser.waitForText("#lint-state", "Nothing is changed yet");
        assertThat(text()).contains("leftBytes < comfortableBytes");
        replace("leftBytes < comfortableBytes", "leftBytes < comfortableBites");
        browser.open(site.at("/rules/edit?path=" + DRL));
        assertThat(text()).as("kept over a reload").contains("comfortableBites");

        replace("comfortableBites", "capacityBytes");
        browser.waitForText("#lint-state", "Nothing is wrong");
        browser.click("#preview");
        browser.waitForText("#outcome", "went otherwise");
        replace("leftBytes < capacityBytes", "leftBytes <= comfortableBytes");
        browser.waitForText("#lint-state", "Nothing is wrong");
        browser.click("#preview");
        browser.waitForText("#outcome", "1 of ");
        assertThat(browser.see("#outcome").getText()).contains("exactly comfortable", "it must not fire, but it fires");

        browser.choose("#path", "memory/memory.cases.yaml");
        browser.see("#editor[data-path='memory/memory.cases.yaml']");
        replace(
                "leftBytes: 1073741824, comfortableBytes: 1073741824",
                "leftBytes: 1073741825, comfortableBytes: 1073741824");
        browser.waitForText("#changed", "2 files changed");
        browser.waitForText("#lint-state", "Nothing is wrong");
        browser.click("#preview");
        browser.waitForText("#outcome", "Proposed step of the version");
        assertThat(browser.see("#outcome").getText()).contains("All ", " cases pass");

        browser.click("#publish-now");
        browser.waitForText("#outcome", "Say in a few words why");
        browser.type("#note", "Exactly comfortable is little");
        browser.click("#publish-now");
        browser.waitForText("#outcome", "Live: version 1");
        browser.open(site.at("/rules/MEM-030"));
        assertThat(browser.see(".drl").getText()).contains("leftBytes <= comfortableBytes");
        assertThat(browser.see(".past").getText()).contains("Version 1", "Exactly comfortable is little", "+");

        browser.open(site.at("/rules/history"));
        browser.click(".go-back[data-version='0']");
        browser.type("#go-back input[name=note]", "It was well before");
        browser.click("#go-back-yes");
        browser.waitForText("#v2", "Back to version 0: It was well before");
        browser.open(site.at("/rules/MEM-030"));
        assertThat(browser.see(".drl").getText()).contains("leftBytes < comfortableBytes");
    }

    @Test
    void admin_loosensARule_seesVerdictsMove() {
        edit(DRL);
        replace(
                "leftBytes >= 0, leftBytes < comfortableBytes",
                "leftBytes >= 0, leftBytes < comfortableBytes, comfortableBytes < 1");
        browser.waitForText("#lint-state", "Nothing is wrong");
        browser.see("#text").sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
        browser.waitForText("#outcome", "verdicts change");
        assertThat(browser.see("#outcome").getText()).contains("with caveats → ", "runs", "MEM-030");
        browser.click("#outcome .move summary");
        assertThat(browser.see("#outcome .move table").getText()).contains("no longer MEM-030");
    }

    @Test
    void admin_refusesWhatIsKnownToWork_canNotPublish() {
        edit(DRL);
        replace("residentBytes > capacityBytes", "residentBytes <= capacityBytes");
        browser.waitForText("#lint-state", "Nothing is wrong");
        browser.click("#preview");
        browser.waitForText("#outcome", "It can’t be published");
        assertThat(browser.see("#outcome .problem").getText()).contains("known to work would not run", "MEM-010");
        assertThat(browser.see("#publish-now").isEnabled()).isFalse();
        replace("residentBytes <= capacityBytes", "residentBytes > capacityBytes");
        browser.waitForText("#lint-state", "Nothing is changed yet");
        assertThat(browser.run("return document.getElementById('outcome').childElementCount"))
                .isEqualTo(0L);
    }

    @Test
    void admin_whoIsOvertaken_isToldByWhomAndLosesNothing() {
        edit(DRL);
        replace("leaves little room", "leaves hardly any room");
        browser.waitForText("#lint-state", "Nothing is wrong");
        Publisher publisher = site.publisher();
        String live = publisher.edition().source().text(DRL).orElseThrow();
        publisher.publish(
                ChangeSet.of(Map.of(DRL, live.replace("needs more than is free now", "more than is free"))),
                "admin",
                "Shorter",
                publisher.edition().tag());
        browser.type("#note", "Plainer");
        browser.click("#publish-now");
        browser.waitForText("#meanwhile", "version 1");
        assertThat(browser.see("#meanwhile").getText()).contains("by admin", "Shorter", "It also changed " + DRL);
        assertThat(text()).contains("leaves hardly any room");
        browser.click("#meanwhile button");
        replace("needs more than is free now", "more than is free");
        browser.waitForText("#lint-state", "Nothing is wrong");
        browser.click("#publish-now");
        browser.waitForText("#outcome", "Live: version 2");
        assertThat(publisher.edition().source().text(DRL).orElseThrow())
                .contains("leaves hardly any room", "more than is free");
    }

    @Test
    void keyboard_isNotTrappedInTheText() {
        edit(DRL);
        WebElement text = browser.see("#text");
        browser.run("const t = document.getElementById('text'); t.focus(); t.setSelectionRange(0, 0)");
        text.sendKeys(Keys.TAB);
        assertThat(text()).startsWith("    rule");
        text.sendKeys(Keys.ESCAPE);
        text.sendKeys(Keys.TAB);
        assertThat(browser.run("return document.activeElement.id")).isNotEqualTo("text");
    }

    @Test
    void pages_onAPhone_areNoWiderThanThePhone() {
        browser.resize(390, 844);
        for (String path : new String[] {"/rules", "/rules/PLT-030", "/rules/history", "/rules/edit"}) {
            browser.open(site.at(path));
            browser.see("h1");
            assertThat(browser.overflow()).as(path).isLessThanOrEqualTo(0);
        }
    }
}
