package dev.waggle.runtime.child;

import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.FirstWords;
import dev.waggle.runtime.protocol.FrameReader;
import dev.waggle.runtime.protocol.FrameWriter;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The life of a worker process: it says hello, loads one model, answers requests, and ends at once when its input does.
 *
 * <p>The input is read by a thread of its own, so that the end of the agent and a cancel are seen while the engine works.
 * The process always ends by halting: native threads keep a Java process alive, and some engines abort while they unload.
 */
public final class WorkerProcess {
    private static final int ENDED = 0;
    private static final int LOAD_FAILED = 1;
    private static final int PROTOCOL_BROKEN = 65;

    private final InferenceEngine engine;
    private final Output output;
    private final FrameReader<ToWorker> input;
    private final BlockingQueue<ToWorker> requests = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();

    private WorkerProcess(InferenceEngine engine, InputStream in, Output output) {
        this.engine = engine;
        this.input = new FrameReader<>(in, ToWorker.class);
        this.output = output;
    }

    /** Runs this process as a worker; does not return. Whatever prints to standard output goes to standard error. */
    public static void run(InferenceEngine engine) {
        FrameWriter<FromWorker> writer = new FrameWriter<>(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err);
        Output output = message -> {
            try {
                writer.write(message);
            } catch (IOException e) {
                halt(ENDED);
            }
        };
        WorkerProcess process = new WorkerProcess(engine, new FileInputStream(FileDescriptor.in), output);
        Thread reader = new Thread(process::readInput, "input");
        reader.setDaemon(true);
        reader.start();
        process.work();
    }

    private void readInput() {
        try {
            for (ToWorker message = input.read(); message != null; message = input.read()) {
                if (message instanceof ToWorker.Cancel cancel) {
                    cancel(cancel.id());
                } else if (message instanceof ToWorker.Generate generate) {
                    accept(generate.id(), generate);
                } else if (message instanceof ToWorker.Embed embed) {
                    accept(embed.id(), embed);
                } else {
                    requests.add(message);
                }
            }
            halt(ENDED);
        } catch (IOException e) {
            System.err.println("worker: " + e.getMessage());
            halt(PROTOCOL_BROKEN);
        }
    }

    private void accept(long id, ToWorker request) {
        if (answer.compareAndSet(null, new Answer(id, output))) {
            requests.add(request);
        } else {
            output.send(new FromWorker.Refused(id, "busy", "The worker generates one answer at a time.", Map.of()));
        }
    }

    private void cancel(long id) {
        Answer now = answer.get();
        if (now != null && now.id() == id) {
            now.cancel();
        }
    }

    private void work() {
        try {
            output.send(new FromWorker.Hello(FromWorker.PROTOCOL, engine.name()));
            LoadedModel model = load();
            while (true) {
                answer(model, requests.take());
            }
        } catch (IllegalStateException | InterruptedException e) {
            System.err.println("worker: " + e.getMessage());
            halt(PROTOCOL_BROKEN);
        } catch (LoadException e) {
            output.send(e.failed());
            halt(LOAD_FAILED);
        }
    }

    /** Answers what may be asked before, until the model is loaded. */
    private LoadedModel load() throws LoadException, InterruptedException {
        while (true) {
            ToWorker message = requests.take();
            if (message instanceof ToWorker.Load load) {
                return load(load);
            } else if (message instanceof ToWorker.ListDevices) {
                output.send(new FromWorker.Devices(engine.devices()));
            } else if (message instanceof ToWorker.Measure measure) {
                output.send(engine.measure(measure));
            } else {
                throw new IllegalStateException("a request before load");
            }
        }
    }

    private LoadedModel load(ToWorker.Load load) throws LoadException {
        long start = System.nanoTime();
        output.send(new FromWorker.Loading(null));
        LoadedModel model = engine.load(load, fraction -> output.send(new FromWorker.Loading(fraction)));
        FirstWords.exchange();
        output.send(new FromWorker.Ready(
                model.contextTokens(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                model.pid(),
                model.memory()));
        return model;
    }

    private void answer(LoadedModel model, ToWorker request) {
        Answer now = answer.get();
        if (now == null) {
            throw new IllegalStateException("a second load");
        }
        FromWorker last;
        try {
            FinishReason reason = request instanceof ToWorker.Embed embed
                    ? model.embed(embed.inputs(), now)
                    : model.generate(((ToWorker.Generate) request).request(), now);
            last = now.done(reason);
        } catch (RefusedException e) {
            last = e.refused(now.id());
        } catch (RuntimeException e) {
            last = new RefusedException(
                            "engine-error",
                            "The engine gave up on this request: "
                                    + e.getClass().getSimpleName(),
                            Map.of())
                    .refused(now.id());
        }
        answer.set(null);
        output.send(last);
    }

    private static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }
}
