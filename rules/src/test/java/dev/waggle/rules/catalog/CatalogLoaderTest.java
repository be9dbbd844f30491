package dev.waggle.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.ComputeCapability;
import dev.waggle.hardware.Fact;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MemoryLimit;
import dev.waggle.hardware.OperatingSystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped catalog, and what loading makes of it. */
class CatalogLoaderTest {
    private static final Catalog CATALOG = CatalogLoader.embedded();

    @TempDir
    Path folder = Path.of("");

    private static VariantEntry variant(String model, String id) {
        ModelEntry entry = Objects.requireNonNull(CATALOG.models().get(model), model);
        return entry.variant(id).orElseThrow();
    }

    @Test
    void embedded_shippedCatalog_isWhole() {
        assertThat(CATALOG.engines())
                .hasSize(6)
                .containsKeys("llama.cpp-0.5.0", "llama.cpp-0.4.0", "llama.cpp-installed", "candle-0.9.1-rbee");
        assertThat(CATALOG.workers()).hasSize(12);
        assertThat(CATALOG.models()).hasSize(32);
        assertThat(CATALOG.machines()).hasSize(15);
        assertThat(CATALOG.hash()).matches("sha256:[0-9a-f]{64}");
        assertThat(List.copyOf(CATALOG.models().keySet())).isSorted();
        assertThat(CATALOG.policy().workerOrder())
                .containsExactlyInAnyOrderElementsOf(CATALOG.workers().keySet());
    }

    @Test
    void embedded_everyVariant_hasSizesAndTypes() {
        for (ModelEntry model : CATALOG.models().values())
            for (VariantEntry variant : model.variants()) {
                assertThat(variant.fileBytes())
                        .as(model.id() + variant)
                        .isNotNull()
                        .isPositive();
                assertThat(variant.tensorTypes()).isNotEmpty();
                boolean isImage = model.tasks().contains("image");
                assertThat(variant.file() == null).as(model.id()).isEqualTo(isImage);
                assertThat(variant.trainedContextTokens() == null).isEqualTo(isImage);
            }
    }

    @Test
    void variant_inItsShapesOwnQuantization_isTheShape() {
        VariantEntry variant = variant("llama-3.1-8b", "Q4_K_M");
        assertThat(variant.fileBytes()).isEqualTo(4_912_916_160L);
        assertThat(variant.architecture()).isEqualTo("llama");
        assertThat(variant.parameters()).isEqualTo(8_030_261_312L);
        assertThat(variant.trainedContextTokens()).isEqualTo(131_072);
        assertThat(variant.tensorTypes()).containsExactlyInAnyOrder("Q4_K", "Q6_K", "F32");
    }

    /** Sizes in GB: of llama 3.1 8B as Hugging Face shows them, recalled; of others parameters × bytes. */
    @ParameterizedTest
    @CsvSource({
        "llama-3.1-8b, Q8_0, 8.54",
        "llama-3.1-8b, Q3_K_M, 4.02",
        "llama-3.1-8b, BF16, 16.06",
        "bge-large-en-v1.5, F32, 1.34",
        "gpt-oss-20b, MXFP4-safetensors, 13.76",
        "deepseek-v3, F8_E4M3, 671.03",
    })
    void variant_computed_isWithinOnePercentOfItsKnownSize(String model, String id, double gigabytes) {
        double found = Objects.requireNonNull(variant(model, id).fileBytes()) / 1e9;
        assertThat(found).isBetween(gigabytes * 0.99, gigabytes * 1.01);
    }

    @Test
    void variant_ofSafetensors_hasTheFormatsOwnNamesAndATable() {
        VariantEntry variant = variant("llama-3.1-8b", "BF16");
        assertThat(variant.architecture()).isEqualTo("llama");
        assertThat(variant.tensorTypes()).containsExactly("BF16");
        assertThat(variant.file()).isNotNull();
        assertThat(variant.file().quantization()).isEqualTo("BF16");
        assertThat(variant("gpt-oss-20b", "MXFP4-safetensors").architecture()).isEqualTo("gpt_oss");
    }

    @Test
    void variant_ofAnImageModel_hasItsRowsFacts() {
        VariantEntry variant = variant("flux.1-dev", "BF16");
        assertThat(variant.architecture()).isEqualTo("flux");
        assertThat(variant.parameters()).isEqualTo(11_901_408_320L);
        assertThat(variant.fileBytes()).isEqualTo(23_802_932_552L);
        assertThat(variant.file()).isNull();
    }

    @Test
    void worker_isJoinedWithItsEngine() {
        WorkerEntry worker = Objects.requireNonNull(CATALOG.workers().get("llamacpp-cuda"));
        assertThat(worker.engine()).isSameAs(CATALOG.engines().get("llama.cpp-0.5.0"));
        assertThat(worker.minimumComputeCapability()).isEqualTo(7.5);
        assertThat(worker.minimumDriverVersion()).isEqualTo("580");
        assertThat(worker.source()).containsEntry("type", "npm");
        WorkerEntry rbee = Objects.requireNonNull(CATALOG.workers().get("llm-worker-rbee-cuda"));
        assertThat(rbee.build()).isEqualTo(Map.of("features", List.of("cuda"), "profile", "release"));
        assertThat(rbee.maxContextLength()).isEqualTo(32_768);
    }

    @Test
    void worker_onAnOperatingSystem_hasTheEngineOfItsPackages() {
        for (WorkerEntry worker : CATALOG.workers().values())
            for (EnginePackage each : worker.packages())
                assertThat(worker.on(each.os()).engine().id()).as(worker.id()).isEqualTo(each.engine());
        WorkerEntry cuda = Objects.requireNonNull(CATALOG.workers().get("llamacpp-cuda"));
        assertThat(cuda.on("windows").engine()).isSameAs(CATALOG.engines().get("llama.cpp-0.4.0"));
        assertThat(cuda.on("windows").packages()).isEqualTo(cuda.packages());
        assertThat(cuda.on("linux")).isSameAs(cuda);
        assertThat(cuda.on(null)).as("an unknown system has the usual engine").isSameAs(cuda);
    }

    @Test
    void worker_hasAPackageForEachPlatformItIsInstalledOn() {
        WorkerEntry cpu = Objects.requireNonNull(CATALOG.workers().get("llamacpp-cpu"));
        for (String os : cpu.platforms())
            for (String architecture : cpu.architectures())
                assertThat(cpu.packageFor(os, architecture))
                        .as(os + architecture)
                        .isPresent();
        assertThat(cpu.packageFor("linux", "x86_64").orElseThrow())
                .isEqualTo(new EnginePackage(
                        "linux",
                        "x86_64",
                        "@node-llama-cpp/linux-x64",
                        "3.22.1",
                        "sha512-5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==",
                        30_358_713L,
                        "llama.cpp-0.5.0"));
        WorkerEntry vulkan = Objects.requireNonNull(CATALOG.workers().get("llamacpp-vulkan"));
        assertThat(vulkan.packageFor("linux", "aarch64")).isEmpty();
        assertThat(Objects.requireNonNull(CATALOG.workers().get("llama-server")).packages())
                .isEmpty();
    }

    @Test
    void engine_040_knowsWhat050KnowsButFourArchitectures() {
        EngineEntry four = Objects.requireNonNull(CATALOG.engines().get("llama.cpp-0.4.0"));
        EngineEntry five = Objects.requireNonNull(CATALOG.engines().get("llama.cpp-0.5.0"));
        Set<String> added = new TreeSet<>(architectures(five));
        added.removeAll(architectures(four));
        assertThat(added).containsExactly("hrm_text", "hy_v4", "maple", "spark2_5");
        assertThat(architectures(five)).containsAll(architectures(four)).hasSize(151);
        assertThat(four.tensorTypes()).isEqualTo(five.tensorTypes());
        assertThat(four.evidence()).as("nobody saw it generate").isEmpty();
        assertThat(five.evidence()).isNotEmpty();
    }

    @Test
    void engine_installedByAPerson_isJudgedAs050WithoutItsEvidence() {
        EngineEntry five = Objects.requireNonNull(CATALOG.engines().get("llama.cpp-0.5.0"));
        EngineEntry installed = Objects.requireNonNull(CATALOG.engines().get("llama.cpp-installed"));
        assertThat(installed)
                .usingRecursiveComparison()
                .ignoringFields("id", "version", "evidence")
                .isEqualTo(five);
        assertThat(installed.evidence()).isEmpty();
    }

    private static Set<String> architectures(EngineEntry engine) {
        return Objects.requireNonNull(engine.formats().get("gguf")).architectures();
    }

    @Test
    void machine_isAsDescribed_andTheRestUnknown() {
        Machine machine = Objects.requireNonNull(CATALOG.machines().get("rtx-4090"));
        assertThat(machine.name()).isEqualTo("RTX 4090");
        assertThat(machine.os()).isEqualTo(Fact.known(OperatingSystem.LINUX, "described in the catalog"));
        assertThat(machine.devices().get(0).computeCapability().orNull()).isEqualTo(new ComputeCapability(8, 9));
        assertThat(machine.devices().get(0).memoryBytes().orNull()).isEqualTo(25_757_220_864L);
        assertThat(machine.ramFreeBytes()).isEqualTo(Fact.unknown("described in the catalog without 'ramFreeBytes'"));
        assertThat(machine.memoryLimitBytes()).isInstanceOf(Fact.Unknown.class);
        assertThat(MemoryLimit.none().within(5)).isEqualTo(5);
    }

    @Test
    void policy_hasItsFigures() {
        Policy policy = CATALOG.policy();
        assertThat(policy.defaultContextTokens()).isEqualTo(8192);
        assertThat(policy.headroom().of(100L << 30)).isEqualTo((100L << 30) / 100 * 5);
        assertThat(policy.runtimeOverheadBytes()).containsEntry("cuda", 471_859_200L);
        assertThat(policy.appleWorkingSetPercent().get(1)).isEqualTo(new Policy.WorkingSet(null, 75));
    }

    @Test
    void load_copyOfTheEmbeddedCatalog_isTheSame() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.write(".DS_Store", "left behind");
        copy.write("engines/llama.cpp-0.5.0.yaml~", "left behind");
        assertThat(copy.load()).isEqualTo(CATALOG);
        copy.change("policy.yaml", "8192", "8193");
        assertThat(copy.load().hash()).isNotEqualTo(CATALOG.hash());
    }

    @Test
    void load_folderThatIsNoCatalog_isRefusedBeforeItsFilesAreRead() throws IOException {
        CatalogCopy copy = new CatalogCopy(folder);
        try (RandomAccessFile huge =
                new RandomAccessFile(folder.resolve("film.mkv").toFile(), "rw")) {
            huge.setLength(17 << 20);
        }
        assertThat(copy.refusal().found()).isEqualTo("a file that means nothing here");
    }

    @Test
    void load_moreBytesThanACatalogMayHave_isRefused() throws IOException {
        CatalogCopy copy = new CatalogCopy(folder);
        for (int i = 0; i < 5; i++)
            try (RandomAccessFile large = new RandomAccessFile(
                    folder.resolve("machines/m" + i + ".yaml").toFile(), "rw")) {
                large.setLength(15 << 20);
            }
        assertThat(copy.refusal().found()).startsWith("more than 67108864 bytes");
    }

    @Test
    void load_moreFilesThanACatalogMayHave_isRefusedInsteadOfCutOff() {
        CatalogCopy copy = new CatalogCopy(folder);
        for (int i = 0; i < 10_000; i++) copy.write("machines/m" + i + ".yaml", "");
        assertThat(copy.refusal().found()).isEqualTo("more than 10000 files");
    }

    @Test
    void embedded_inAJar_isTheSame() throws Exception {
        Path jar = folder.resolve("with space.jar");
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
            CatalogFiles.embedded().files().forEach((path, bytes) -> add(zip, "/waggle/catalog/" + path, bytes));
            for (String type : new String[] {"CatalogFiles", "CatalogException", "Place"}) {
                String path = "/dev/waggle/rules/catalog/" + type + ".class";
                add(
                        zip,
                        path,
                        Objects.requireNonNull(getClass().getResourceAsStream(path))
                                .readAllBytes());
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Class<?> files = loader.loadClass(CatalogFiles.class.getName());
            var embedded = files.getDeclaredMethod("embedded");
            var hash = files.getDeclaredMethod("hash");
            embedded.setAccessible(true);
            hash.setAccessible(true);
            assertThat(hash.invoke(embedded.invoke(null))).isEqualTo(CATALOG.hash());
        }
    }

    private static void add(FileSystem zip, String path, byte[] bytes) {
        try {
            Path file = zip.getPath(path);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
