package dev.waggle.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.synthetic.KnownAnswerModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The pages in a real browser, with the real service and the real engine behind them. */
@Tag("slow")
class PageBrowserTest {
    private static final String REFUSED = "#matrix td[data-worker=llamacpp-cuda] a[href*='model=deepseek-v3&']";

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
    }

    @AfterEach
    void stop() {
        try (Site ends = site;
                Browser closes = browser) {
            assertThat(closes.complaints()).as("the browser's console").isEmpty();
            assertThat(ends).isNotNull();
        }
    }

    @Test
    void anonymous_doesNotSeeThisMachine() {
        browser.open(site.at("/"));
        assertThat(browser.see("h1").getText()).isEqualTo("What runs on RTX 4090");
        assertThat(browser.see(".sign-in").getText()).contains("after signing in");
        assertThat(browser.see("body").getText()).doesNotContain("This machine\n", "Generate", "on this machine");
    }

    @Test
    void user_picksAMachine_filters_andReadsWhyACellIsRefused() {
        browser.open(site.signInLink());
        assertThat(browser.see("h1").getText()).isEqualTo("What runs on this machine");
        browser.choose("select[name=machine]", "rtx-4090");
        browser.waitForText("h1", "RTX 4090");
        browser.type("input[name=q]", "deepseek");
        browser.waitForText(".hidden-count", "models");
        assertThat(browser.see("#matrix tbody").getText())
                .contains("DeepSeek V3", "DeepSeek V2 Lite")
                .doesNotContain("Llama");
        assertThat(browser.address()).contains("machine=rtx-4090", "q=deepseek").doesNotContain("format=");
        browser.click(REFUSED);
        assertThat(browser.see("#drawer article .outcome").getText()).contains("cannot run");
        assertThat(browser.see("#drawer .findings").getText()).contains("MEM-010", "programs can have", "GiB");
        assertThat(browser.see("#drawer").getText()).contains("Every variant with this worker", "weights");
        browser.see("#drawer article").sendKeys(Keys.ESCAPE);
        browser.waitUntilGone("#drawer");
        browser.click("input[name=runs]");
        browser.waitUntilGone(REFUSED);
    }

    @Test
    void user_generates_theKnownSentence() {
        browser.open(site.signInLink());
        browser.choose("#ask select[name=model]", "waggle-demo");
        browser.click("#ask button[type=submit]");
        browser.waitForText("#answer", KnownAnswerModel.SENTENCE);
        browser.waitForText("#figures", "prompt of");
        assertThat(browser.see("#figures").getText()).contains("tokens/s", " ms");
        assertThat(browser.see("#answer").getDomAttribute("aria-busy")).isEqualTo("false");
    }

    @Test
    void user_generatesWithWhatCannotRun_readsEveryReason() {
        browser.open(site.signInLink());
        browser.choose("#ask select[name=model]", "odd");
        browser.click("#ask button[type=submit]");
        browser.waitForText("#refusal", "ARC-010");
        assertThat(browser.see("#refusal").getText()).contains("odd can't run here", "lxxma", "cannot run");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("409"));
    }

    @Test
    void page_onAPhone_isNoWiderThanThePhone() {
        browser.resize(390, 844);
        browser.open(site.at("/"));
        assertThat(browser.see("#matrix").isDisplayed()).isTrue();
        assertThat(browser.overflow()).isLessThanOrEqualTo(0);
        browser.open(site.at("/cell?machine=rtx-4090&model=llama-3.3-70b&worker=llamacpp-cuda"));
        assertThat(browser.see("#cell").isDisplayed()).isTrue();
        assertThat(browser.overflow()).isLessThanOrEqualTo(0);
    }
}
